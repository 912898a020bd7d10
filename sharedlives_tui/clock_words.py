"""A clock that cannot be right, in words: the journal knows when its last row was recorded. Nothing is ever refused."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sharedlives_tui import clock
from sharedlives_tui.desk import Desk
from sharedlives_tui.store.clock_views import last_recorded_at, recorded_before_the_last

SLACK = timedelta(minutes=5)
"""By how much the clocks of two computers may differ without a word."""
LONG_AGO = timedelta(days=183)
"""An office in which nothing was recorded for longer than this is rarer than a wrong clock."""


def clock_words(desk: Desk, at: datetime) -> str:
    """Return a word where this computer's clock cannot be right, or was not; empty where nothing speaks against it.

    A practice office may stand on any day, so it is never asked. Nothing is ever refused for it.
    """
    if desk.office.practice or desk.clock.fixed_day is not None:
        return ""
    last = last_recorded_at(desk.store)
    if at < last - SLACK:
        return (
            f"This computer's clock says {_moment(at)}, but the last entry was recorded on {_moment(last)}. Check the "
            "clock: days and limits are counted from it. What is recorded is safe."
        )
    if at - last > LONG_AGO:
        return (
            f"The last entry was recorded {(at - last).days} days ago, on {_moment(last)}. If that is not so, this "
            "computer's clock is ahead. Check it: days and limits are counted from it."
        )
    return ""


def clock_remarks(desk: Desk, at: datetime) -> list[str]:
    """Return what the order of the journal tells of clocks; nothing of it is a fault."""
    found = [words for words in (clock_words(desk, at),) if words]
    if not desk.office.practice and (rows := recorded_before_the_last(desk.store)):
        found.append(
            f"Rows of the journal that were recorded at an earlier time than the row before them: {_some(rows)}. The "
            "clock of a computer was set back, or was behind."
        )
    return found


class ClockWatch:
    """Notices a clock that is set while the program is open: it goes on otherwise than the seconds that passed."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._asked = not (desk.office.practice or desk.clock.fixed_day is not None)
        self._told = ""
        self._now, self._counted = clock.now(), _counted()

    def look(self) -> str:
        """Return a word where the clock was set since the last look; empty where it was not. Asked every few seconds.

        A difference that the clocks of two computers may have is none. Nothing is ever refused for it.
        """
        before, self._now = self._now, clock.now()
        (counted, sleeps), self._counted = self._counted, _counted()
        off = (self._now - before) - timedelta(seconds=self._counted[0] - counted)
        if not self._asked or abs(off) <= SLACK or (off > SLACK and not sleeps):
            return ""
        how = f"forward by {_long(off)}" if off > SLACK else f"back by {_long(-off)}"
        return (
            f"This computer's clock was set {how} just now and says {_moment(self._now)}. Check it: days and limits "
            "are counted from it. What is recorded is safe."
        )

    def compare(self) -> str:
        """Return what the journal tells of this clock, where others have just recorded; each word once."""
        words = clock_words(self._desk, clock.now())
        # Its time of day is another each time; that it is wrong is said once, and again once it was right.
        found, self._told = (words if words and not self._told else ""), words
        return found


def _counted() -> tuple[float, bool]:
    """Seconds that passed, and whether those asleep are among them."""
    found = clock.running()
    return (clock.awake(), False) if found is None else (found, True)


def _long(span: timedelta) -> str:
    minutes = round(span / timedelta(minutes=1))
    for word, size in (("day", 1440), ("hour", 60), ("minute", 1)):
        if minutes >= size:
            number = round(minutes / size)
            return f"{number} {word}{'s' * (number != 1)}"
    return "some minutes"


def _moment(at: datetime) -> str:
    return f"{at:%d %B %Y, %H:%M} UTC"


def _some(rows: Sequence[int]) -> str:
    more = f" and {len(rows) - 5} more" if len(rows) > 5 else ""
    return f"{', '.join(map(str, rows[:5]))}{more}"
