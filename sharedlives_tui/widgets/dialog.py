"""A dialog: one decision that fits 66 by 18. Its button is the verb; Escape closes it and changes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Button

from sharedlives_tui.casefile import NoSuchCase
from sharedlives_tui.keymap import DIALOG
from sharedlives_tui.picture.masthead import is_small, small_line
from sharedlives_tui.store.errors import StoreError
from sharedlives_tui.widgets.footer import KeyFooter
from sharedlives_tui.widgets.host import host_of, show_field_help
from sharedlives_tui.widgets.keys import bindings
from sharedlives_tui.widgets.leaving import LeavesOnce
from sharedlives_tui.widgets.message_line import MessageLine
from sharedlives_tui.widgets.safe import Words, text

SHORT, MUCH = 2, 110
"""Lines of a message for which there is always room; characters from which on it can need more of them."""
LEAST_ROOM = 17
"""Columns that the words take at least which say that the window is too small."""
Answer = TypeVar("Answer")


class Dialog(ModalScreen[Answer], LeavesOnce[Answer], Generic[Answer]):
    """The base of all dialogs. A subclass sets PLACE and BINDINGS, and yields its parts from `body`.

    `title` stands in the frame. Escape dismisses with None. `say` shows a message at the foot of the frame.
    """

    BINDINGS = bindings(DIALOG)
    PLACE = "confirm"
    """The place in the key table whose footer the dialog shows."""
    DEFAULT_CSS = """
    Dialog { align: center middle; background: $background 60%; }
    Dialog > .frame {
        width: 66; height: auto; max-height: 18; max-width: 100%; padding: 1 1 1 2;
        background: $surface; border: round $chosen; border-title-style: bold; border-title-color: $foreground;
    }
    Dialog.-large > .frame { width: 76; max-height: 22; }
    Dialog > .frame > .parts { height: auto; max-height: 13; overflow-y: auto; }
    Dialog.-large > .frame > .parts { max-height: 17; }
    Dialog.-large.-says > .frame > .parts { max-height: 16; }
    Dialog.-says-much > .frame > .parts { max-height: 6; }
    Dialog.-large.-says-much > .frame > .parts { max-height: 10; }
    Dialog MessageLine { background: $surface; padding: 0 1 0 0; max-height: 8; }
    Dialog .buttons { height: auto; margin: 1 0 0 0; }
    Dialog Button { margin: 0 2 0 0; }
    """

    def __init__(self, title: str) -> None:
        super().__init__()
        self._heading = title
        self.message = MessageLine()

    def body(self) -> Iterable[Widget]:
        """The parts of the dialog, from top to bottom."""
        return ()

    def compose(self) -> ComposeResult:
        try:
            parts = [*self.body()]
        except (NoSuchCase, StoreError) as error:
            self.unmade = True
            self.app.call_later(self._cannot_show, str(error))
            return
        frame = Vertical(
            Vertical(*parts, classes="parts"),
            self.message,
            classes="frame",
        )
        frame.border_title = text(self._heading)
        yield frame
        yield KeyFooter(self.PLACE)  # in the last line, over the keys of the screen below, which do nothing now

    def _cannot_show(self, words: str) -> None:
        """Be gone, and have the screen below say why: the office could not be read, or the case is closed by now."""
        below = self.app.screen_stack[self.app.screen_stack.index(self) - 1] if self in self.app.screen_stack else None
        self.dismiss(None)
        if callable(say := getattr(below, "say", None)):
            say(words, problem=True)

    def on_resize(self) -> None:
        """Say in the frame that the window is too small: it may cover the line that says so on the screen."""
        room = self.app.size.width - len(self._heading) - 9
        said = "".join(
            words for words, _ in small_line(*self.app.size, room if room >= LEAST_ROOM else self.app.size.width - 6)
        ).strip()
        for frame in self.query(".frame"):
            titles = (self._heading, said) if room >= LEAST_ROOM else (said, self._heading)
            frame.border_title = text(" · ".join(titles) if is_small(*self.app.size) else self._heading)

    def keep_draft(self) -> None:
        """Keep what was typed and is not kept yet: called before the program ends."""

    def say(self, words: str, *, problem: bool = False) -> None:
        """Show a message at the foot of the frame."""
        self.message.say(words, problem=problem)
        self.set_class(bool(words), "-says")
        self.set_class(len(words) > MUCH, "-says-much")
        self.call_after_refresh(self.make_room)

    def make_room(self) -> None:
        """Called when the message may need more lines than before, or fewer."""

    def action_back(self) -> None:
        self.dismiss(None)

    def action_help(self) -> None:
        """Show help for the field, or else the keys of the dialog."""
        if not show_field_help(self):
            host_of(self).show("help", self.PLACE, DIALOG)


class Confirm(Dialog[bool]):
    """Asks before something leaves the office or ends a stage. The verb's button has the focus: Enter does it.

    Dismisses with True for the verb, False for "Go back", None for Escape.
    """

    BINDINGS = bindings("confirm")

    def __init__(self, title: str, words: str | Content, verb: str) -> None:
        super().__init__(title)
        self._words, self._verb = words, verb

    def body(self) -> Iterable[Widget]:
        yield Words(self._words)
        with_verb = Button(Content(self._verb), id="do", variant="primary", compact=True)
        go_back = Button("Go back", id="leave", compact=True)
        yield Horizontal(with_verb, go_back, classes="buttons")

    def on_mount(self) -> None:
        self.query_one("#do").focus()

    @on(Button.Pressed)
    def _answer(self, event: Button.Pressed) -> None:
        event.stop()
        self.dismiss(event.button.id == "do")
