"""Keeps what stands in a form as a draft: a second after the last key, on leaving, and before the program ends."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from threading import Lock
from typing import Any

from textual.screen import Screen

from sharedlives_tui.facts import Value
from sharedlives_tui.screens import drafts
from sharedlives_tui.screens.writing import write
from sharedlives_tui.store.errors import StoreError
from sharedlives_tui.widgets.host import host_of

DRAFT, LEAVE, DROP = "draft", "leave", "drop"
"""The words of Wrote and NotWritten for a draft: kept while typing, kept on leaving, put away."""
PATIENCE = 3.0
"""Seconds for which the end of the program waits for a save that is under way, to know whether a draft is needed."""


class Keeper:
    """The draft of one screen at one place. `values` says what stands in its fields now.

    What is written about the draft is written in turn: a draft that was being kept while its form was recorded would
    come back afterwards, as if it were not recorded yet, and an older one could take the place of a newer.
    """

    def __init__(self, screen: Screen[Any], place: str, values: Callable[[], Mapping[str, Value]]) -> None:
        self._screen, self.place, self._values = screen, place, values
        self._beside: dict[str, Value] = {}
        """What the draft holds for fields that only another screen at the same place asks."""
        self._kept: dict[str, Value] = {}
        self._written: dict[str, Value] = {}
        """What is surely in the draft: `_kept` may still wait for its turn."""
        self._leaving = False
        self._in_vain = False
        """It could not be kept, and whoever types was told so: the next Esc leaves without it."""
        self._turn = Lock()
        self._asked = 0
        """How often something was to be done with the draft; of those that wait the last one holds."""
        self.done = False
        """It is recorded: nothing is kept any more."""

    def find(self) -> drafts.Draft | None:
        """Return the draft that was kept before."""
        found = drafts.find(host_of(self._screen).desk, self.place)
        self._beside = dict(found.values) if found is not None else {}
        return found

    def begin(self, asked: Iterable[str] = ()) -> None:
        """Take what stands in the fields now as the beginning: that alone is not worth keeping.

        `asked` are the names of these fields; what the draft holds beside them stays in it.
        """
        self._beside = {name: value for name, value in self._beside.items() if name not in asked}
        self._kept = self._written = dict(self._values())

    @property
    def dirty(self) -> bool:
        """Whether something was typed that is not kept."""
        return self._needed and dict(self._values()) != self._kept

    @property
    def _needed(self) -> bool:
        return not self.done and not host_of(self._screen).desk.read_only

    def soon(self) -> None:
        """Keep it in a thread; Wrote with DRAFT and the time of day follows."""
        self._in_vain = False
        if self.dirty:
            self._start(DRAFT)

    def leave(self) -> bool:
        """Keep it in a thread before the screen is left; return False where there is nothing to wait for."""
        if self._leaving or self._in_vain or not self.dirty:
            return self._leaving
        self._leaving = True
        self._start(LEAVE)
        return True

    def not_kept(self) -> None:
        """It could not be kept before the screen was left, and that is said now: what was typed stands there still."""
        self._leaving, self._in_vain = False, True

    def now(self) -> None:
        """Keep it before this returns: the program is about to end. What is being recorded needs no draft."""
        if not self._needed or dict(self._values()) == self._written:
            return
        in_turn = self._turn.acquire(timeout=PATIENCE)
        try:
            if self._needed:
                self._asked += 1
                drafts.keep(host_of(self._screen).desk, self.place, self._beside | dict(self._values()))
        finally:
            if in_turn:
                self._turn.release()

    def recorded(self, work: Callable[[], Any]) -> Any:
        """Record what stands in the form, in a thread, and put the draft away; return what `work` returned.

        Mostly `work` has put it away already. That it cannot be put away afterwards undoes nothing: it is recorded.
        """
        with self._turn:
            result = work()
            self.done = True
            with suppress(StoreError):
                drafts.drop(host_of(self._screen).desk, self.place)
        return result

    def drop(self) -> None:
        """Put the draft away, in a thread, and begin anew with what stands in the fields."""
        desk = host_of(self._screen).desk
        self._beside = {}
        self.begin()
        self._in_turn(DROP, lambda: drafts.drop(desk, self.place))

    def _start(self, what: str) -> None:
        desk, values = host_of(self._screen).desk, dict(self._values())
        self._kept = values

        def keep() -> str:
            try:
                at = drafts.keep(desk, self.place, self._beside | values)
            except StoreError:
                self._kept = self._written  # it is tried again at the next occasion
                raise
            self._written = values
            return at

        self._in_turn(what, keep)

    def _in_turn(self, what: str, work: Callable[[], Any]) -> None:
        """Do it in a thread, unless it is recorded by then or something else is to be done with the draft."""
        self._asked += 1
        number = self._asked

        def when_it_is_time() -> Any:
            with self._turn:
                return None if self.done or number != self._asked else work()

        write(self._screen, what, when_it_is_time)
