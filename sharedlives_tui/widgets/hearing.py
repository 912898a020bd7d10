"""What others record while one looks: said in words on the lists, and for a minute beside each case."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from textual.message import Message

from sharedlives_tui.store.errors import StoreError
from sharedlives_tui.widgets.idle import LocksWhenIdle
from sharedlives_tui.widgets.watch import Watch

if TYPE_CHECKING:
    from sharedlives_tui.changes import Change
    from sharedlives_tui.clock_words import ClockWatch

MINUTE = 60.0
"""Seconds for which a row says who changed its case."""
THERE_AGAIN = "The office answers again: what you see is as it stands now."
"""What is said after something was in the way of looking at it."""


class HearsOthers(LocksWhenIdle):
    """The base of the program that looks at the office's file every other second."""

    watcher: Watch

    class OfficeLooksDifferent(Message):
        """Somebody has recorded something, or a new day began. `recorded` is what others recorded, newest first.

        `cases` are the references of what may look different; None where that is everything.
        """

        def __init__(self, recorded: Sequence[Change] = (), cases: frozenset[str] | None = None) -> None:
            self.recorded, self.cases = recorded, cases
            super().__init__()

    class ClockIsWrong(Message):
        """This computer's clock was set, or cannot be right."""

        def __init__(self, words: str) -> None:
            self.words = words
            super().__init__()

    class OfficeIsAway(Message):
        """The office cannot be looked at, for the reason in these words; without words, it can be again."""

        def __init__(self, words: str) -> None:
            self.words = words
            super().__init__()

    def __init__(self, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self._clock: ClockWatch | None = None
        self.fresh: dict[str, str] = {}
        """Who changed a case in the last minute, by its reference: "changed by Malik, Sana 10:42"."""
        self._heard: int | None = None

    def announce(self, cases: frozenset[str] | None = None) -> None:
        """Let every screen look again that shows one of these cases; with None every one."""

    def listen(self) -> None:
        """In a thread: from now on it is told what others record."""
        try:
            self._heard = import_module("sharedlives_tui.store.changed").last_row(self.desk.store)
        except StoreError:
            self._heard = None  # then it is only shown, and nothing said

    def compare(self) -> None:
        """In a thread: only messages go to the screens."""
        before = self.watcher.trouble
        changed = self.watcher.changed()
        if words := self._of_the_clock(changed):
            self.post_message(self.ClockIsWrong(words))
        if changed:
            self.post_message(self.OfficeLooksDifferent(self._recorded(), self.watcher.cases))
        if self.watcher.trouble != before:
            self.post_message(self.OfficeIsAway(self.watcher.trouble))

    def _of_the_clock(self, changed: bool) -> str:
        """A word where this computer's clock was set, or others' entries tell that it is wrong."""
        if self._clock is None:
            self._clock = import_module("sharedlives_tui.clock_words").ClockWatch(self.desk)
        words: str = self._clock.look()
        with suppress(StoreError):  # the file is looked at again next time
            words = words or (self._clock.compare() if changed else "")
        return words

    def _recorded(self) -> Sequence[Change]:
        if self._heard is None:
            return ()
        before = self._heard
        self.listen()
        try:
            found: Sequence[Change] = import_module("sharedlives_tui.changes").recorded_since(self.desk, before)
        except StoreError:
            return ()
        return found

    def on_hears_others_clock_is_wrong(self, event: ClockIsWrong) -> None:
        """In what lies in front, and in what is there when that is done."""
        for screen in self.screen_stack:
            say = getattr(screen, "say", None)
            if callable(say):
                say(event.words, problem=True)

    def on_hears_others_office_looks_different(self, event: OfficeLooksDifferent) -> None:
        if not self.screen_stack:
            return  # the program is about to end
        words = {}
        for each in reversed(event.recorded):
            words[each.ref] = import_module("sharedlives_tui.screens.outcome").changed_by(each)
        self.fresh.update(words)
        if words:
            self.set_timer(MINUTE, partial(self._forget, words))
        self.announce(event.cases)
        hear = getattr(self.screen, "hear", None)
        if event.recorded and callable(hear):
            hear(event.recorded)

    def on_hears_others_office_is_away(self, event: OfficeIsAway) -> None:
        if not self.screen_stack:
            return  # the program is about to end
        if not event.words:
            self.announce()
        say = getattr(self.screen, "say", None)
        if callable(say):
            say(event.words or THERE_AGAIN, problem=bool(event.words))

    def _forget(self, words: dict[str, str]) -> None:
        """A minute has passed: what was not changed again is like any other."""
        for ref, said in words.items():
            if self.fresh.get(ref) == said:
                del self.fresh[ref]
        self.announce(frozenset())  # lists alone show it
