"""Finding people, cases, letters and notes while one types; closed cases too."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable

from textual import events, on
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input
from textual.worker import get_current_worker

from sharedlives_tui.cleaning import clean_line
from sharedlives_tui.desk import Desk
from sharedlives_tui.finding import Answer, Finder, finder
from sharedlives_tui.screens.find_rows import FoundRows
from sharedlives_tui.store.aside import LetGo
from sharedlives_tui.store.errors import StoreError
from sharedlives_tui.widgets.dialog import Dialog
from sharedlives_tui.widgets.host import host_of
from sharedlives_tui.widgets.keys import bindings
from sharedlives_tui.widgets.one_line import LeftOut, OneLine
from sharedlives_tui.widgets.virtual_list import VirtualList

PAUSE = 0.06
"""Seconds without a key after which it is looked for what was typed."""
LONGEST = 200
"""Characters that are looked for."""
FEW = "A name, a reference or a few words find it."
NOTHING_TYPED = "A name, a reference like CO-12, words of a letter."

Found = tuple[str, str, int | None]
"""The screen to open, what it is about, and the entry to read there: ("case", "CO-0012", 3)."""


class FindDialog(Dialog[Found]):
    """Type a few letters; Enter opens what is highlighted. Dismissed with the screen to open and what it is about."""

    PLACE = "find"
    BINDINGS = bindings("find")
    DEFAULT_CSS = """
    FindDialog VirtualList { height: 11; margin: 1 0 0 0; background: $surface; }
    FindDialog.-wide > .frame { width: 104; max-height: 30; }
    FindDialog.-wide > .frame > .parts { max-height: 25; }
    FindDialog.-wide VirtualList { height: 23; }
    FindDialog.-says VirtualList { height: 10; }
    FindDialog.-wide.-says VirtualList { height: 22; }
    """

    WORKS = frozenset({"list.open"})
    """What the field takes for the list: Enter is its own key."""

    class Looked(Message):
        """What fits the words was read."""

        def __init__(self, answer: Answer) -> None:
            self.answer = answer
            super().__init__()

    def __init__(self) -> None:
        super().__init__("Find")
        self._shown_for = ""
        self._left_out = ""
        """What is said of a text that did not fit."""
        self._open_when_there = False
        self._finder: Finder | None = None
        self._making = threading.Lock()

    def body(self) -> Iterable[Widget]:
        yield OneLine(max_length=LONGEST, advice=FEW, placeholder="a name, a reference, or words", id="words")
        found = VirtualList(FoundRows(), empty=NOTHING_TYPED, id="found")
        found.can_focus = False  # letters typed go on in the field, whatever was pressed or clicked before
        yield found

    def on_mount(self) -> None:
        self.query_one("#words").focus()

    def on_unmount(self) -> None:
        with self._making:
            if self._finder is not None:
                self._finder.close()

    @property
    def _list(self) -> VirtualList:
        return self.query_one("#found", VirtualList)

    # ------------------------------------------------------------ looking

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._open_when_there = False
        self._left_out = ""
        if self._finder is not None:
            self._finder.reads.stop()  # what is looked for now is wanted no more
        words, desk = clean_line(event.value), host_of(self).desk
        self.run_worker(lambda: self._look(desk, words), thread=True, group="find", exclusive=True)

    @on(LeftOut)
    def _did_not_fit(self, event: LeftOut) -> None:
        event.stop()
        self._left_out = event.words
        self.say(event.words, problem=True)

    def _look(self, desk: Desk, words: str) -> None:
        """In a thread: what fits the words."""
        worker = get_current_worker()
        time.sleep(PAUSE)
        if worker.is_cancelled:  # there is another letter by now
            return
        try:
            with self._making:
                if self._finder is None:
                    self._finder = finder(desk)
            answer = self._finder.look(words)
        except LetGo:
            return
        except StoreError as error:
            self.call_later(self.say, str(error), problem=True)
            return
        if not worker.is_cancelled:
            self.post_message(self.Looked(answer))

    @on(Looked)
    def _looked(self, event: Looked) -> None:
        event.stop()
        answer = event.answer
        if answer.words != self._words:
            return  # an answer to what stands there no more
        self._shown_for = answer.words
        none = f"Nothing matches ‘{answer.words}’. Try fewer letters."
        rows = FoundRows(answer, host_of(self).desk.today)
        self._list.show(rows, empty=none if answer.words else NOTHING_TYPED, keep=False)
        if rows.first is not None:
            self._list.move_to(rows.first)
        self.say(self._left_out, problem=True)
        if self._open_when_there:
            self._open()

    @property
    def _words(self) -> str:
        return clean_line(self.query_one("#words", Input).value)

    # ------------------------------------------------------------ choosing

    def on_key(self, event: events.Key) -> None:
        moves = {
            "up": self._list.action_up,
            "down": self._list.action_down,
            "pageup": self._list.action_page_up,
            "pagedown": self._list.action_page_down,
        }
        if event.key in moves and not self._list.has_focus:
            event.stop()
            moves[event.key]()

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        if self._shown_for == self._words:
            self._open()
        else:
            self._open_when_there = True  # the letters were quicker than the search

    @on(VirtualList.Selected)
    def _chosen(self, event: VirtualList.Selected) -> None:
        event.stop()
        self._open()

    def _open(self) -> None:
        self._open_when_there = False
        if self._list.key is not None:
            screen, about, entry = self._list.key.split(" ")
            self.dismiss((screen, about, int(entry) if entry and screen == "case" else None))
