"""What all full screens share: two lines on top, a message line and the keys at the foot, and how one opens others."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any, ClassVar, TypeVar

from textual.app import ComposeResult
from textual.widget import Widget
from textual.worker import get_current_worker

from sharedlives_tui.desk import Desk
from sharedlives_tui.keymap import EVERYWHERE
from sharedlives_tui.store.errors import StoreError
from sharedlives_tui.widgets.footer import KeyFooter
from sharedlives_tui.widgets.header import OfficeHeader
from sharedlives_tui.widgets.host import Host, host_of, masthead, show_field_help
from sharedlives_tui.widgets.keys import bindings
from sharedlives_tui.widgets.leaving import LeavesOnce
from sharedlives_tui.widgets.message_line import MessageLine

Found = TypeVar("Found")


class OfficeScreen(LeavesOnce[Any]):
    """The base of the full screens.

    A subclass sets PLACE (its name in the table of keys; with AREA where it is an area's own screen) and
    `BINDINGS = bindings(PLACE)`, yields its parts from `body`, and fills them in `look_again`, which is called once it
    is mounted, on F5, and after anybody has recorded something. Escape goes back.
    """

    BINDINGS = bindings(EVERYWHERE)
    PLACE: ClassVar[str] = ""
    AREA: ClassVar[str] = ""
    AUTO_FOCUS = None

    def __init__(self) -> None:
        super().__init__()
        self.message = MessageLine()
        self.header: OfficeHeader | None = None
        self._out_of_date = False

    def body(self) -> Iterable[Widget]:
        """The parts between the top lines and the message line."""
        return ()

    def crumbs(self) -> tuple[str, ...]:
        """The way here, for the top line: ("Today", "CO-0142"). Empty on an area's own screen."""
        return ()

    def look_again(self) -> None:
        """Show what the office holds now. The highlight stays where it is."""

    def shows(self, cases: frozenset[str]) -> bool:  # noqa: ARG002
        """Return whether a change of one of these cases can be seen here. A screen of one case says no to others."""
        return True

    def keep_draft(self) -> None:
        """Keep what was typed and is not kept yet: called before the program ends."""

    # ------------------------------------------------------------ for subclasses

    @property
    def host(self) -> Host:
        """The app."""
        return host_of(self)

    @property
    def desk(self) -> Desk:
        """The open office and who looks."""
        return self.host.desk

    def say(self, words: str, *, problem: bool = False) -> None:
        """Show a message in the line above the keys."""
        self.message.say(words, problem=problem)

    def tell(self, words: str) -> None:
        """Say why nothing came of a key, or how things stand, and what to do instead."""
        self.message.say(words, done=False)

    def open(self, name: str, *args: Any, then: Callable[[Any], None] | None = None) -> None:
        """Open another screen or dialog by its name in `screens`.

        What it is dismissed with goes to `then`; without it, words are shown as a message.
        """
        self.say("")
        self.host.show(name, *args, then=then or self._came_back)

    def look_up(self, group: str, read: Callable[[], Found], show: Callable[[Found], None]) -> None:
        """Read what is slow in a thread, then show it, unless the same `group` is looked up again before it is there.

        What keeps the office from being read is said.
        """
        self.run_worker(lambda: self.look_up_here(read, show), thread=True, group=group, exclusive=True)

    def look_up_here(self, read: Callable[[], Found], show: Callable[[Found], None]) -> None:
        """The same in the thread that runs already."""
        worker = get_current_worker()
        try:
            found = read()
        except StoreError as error:
            self.call_later(self.say, str(error), problem=True)
            return
        if not worker.is_cancelled:
            self.call_later(show, found)

    def may_record(self, verb: str = "record") -> bool:
        """Return whether it can be recorded, and whoever sits there may (a verb of `access.VERBS`); if not, say why."""
        if self.desk.read_only:
            self.say("This office is open for reading only: nothing can be recorded.", problem=True)
            return False
        words = import_module("sharedlives_tui.allowed").why_not(self.desk, verb)
        if words:
            self.say(words, problem=True)
        return not words

    def _came_back(self, result: Any) -> None:
        if isinstance(result, str):
            self.say(result)

    # ------------------------------------------------------------ how it works

    def compose(self) -> ComposeResult:
        self._wear_width()
        self.header = OfficeHeader(masthead(self.desk), area=self.AREA, crumbs=self.crumbs())
        yield self.header
        yield from self.body()
        yield self.message
        yield KeyFooter(self.PLACE)

    def _wear_width(self) -> None:
        """Be as wide as the window from the first layout: the toolkit tells it only after the first picture."""
        width = self.app.size.width
        fitting = [name for least, name in sorted(self.app.HORIZONTAL_BREAKPOINTS or ()) if width >= least]
        self.update_classes({name: name in fitting[-1:] for _, name in self.app.HORIZONTAL_BREAKPOINTS or ()})

    def on_mount(self) -> None:
        self.host.office_changed.subscribe(self, self._office_changed)
        self.look_again()
        if self.AREA and self.desk.guest_words:
            self.say(self.desk.guest_words, problem=True)

    def on_resize(self) -> None:
        """Have the top lines say whether the window is large enough: their own size may be the same as before."""
        if self.header is not None:
            self.header.refresh(layout=True)

    def _office_changed(self, cases: frozenset[str] | None) -> None:
        if cases is not None and not self.shows(cases):
            return
        if self._is_seen():
            self._look_anew()
        else:
            self._out_of_date = True

    def _is_seen(self) -> bool:
        """Whether nothing but dialogs lies on top. The toolkit counts the screen under a full one as seen, too."""
        stack = self.app.screen_stack
        return self in stack and not any(isinstance(each, OfficeScreen) for each in stack[stack.index(self) + 1 :])

    def on_screen_resume(self) -> None:
        if self._out_of_date:
            self._look_anew()

    def _look_anew(self) -> None:
        self._out_of_date = False
        if self.header is not None:
            self.header.masthead = masthead(self.desk)
            self.header.refresh()
        self.look_again()

    def action_back(self) -> None:
        if len(self.app.screen_stack) > 1:
            self.dismiss(None)

    def action_refresh(self) -> None:
        self._look_anew()
        self.say("This is how it stands now.")

    def action_help(self) -> None:
        if not show_field_help(self):
            self.open("help", self.PLACE)
