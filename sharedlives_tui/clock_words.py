"""A clock that cannot be right, in words: the journal knows when its last row was recorded. Nothing is ever refused."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sharedlives_tui.desk import Desk
from sharedlives_tui.store.clock_views import last_recorded_at, recorded_before_the_last

SLACK = timedelta(minutes=5)
"""By how much the clocks of two computers may differ without a word."""
LONG_AGO = timedelta(days=183)
"""An office in which nothing was recorded for longer than this is rarer than a wrong clock."""


def clock_words(desk: Desk, now: datetime) -> str:
    """Return a word where this computer's clock cannot be right, or was not; empty where nothing speaks against it.

    A practice office may stand on any day, so it is never asked. Nothing is ever refused for it.
    """
    if desk.office.practice or desk.clock.fixed_day is not None:
        return ""
    last = last_recorded_at(desk.store)
    if now < last - SLACK:
        return (
            f"This computer's clock says {_moment(now)}, but the last entry was recorded on {_moment(last)}. Check the "
            "clock: days and limits are counted from it. What is recorded is safe."
        )
    if now - last > LONG_AGO:
        return (
            f"The last entry was recorded {(now - last).days} days ago, on {_moment(last)}. If that is not so, this "
            "computer's clock is ahead. Check it: days and limits are counted from it."
        )
    return ""


def clock_remarks(desk: Desk, now: datetime) -> list[str]:
    """Return what the order of the journal tells of clocks; nothing of it is a fault."""
    found = [words for words in (clock_words(desk, now),) if words]
    if not desk.office.practice and (rows := recorded_before_the_last(desk.store)):
        found.append(
            f"Rows of the journal that were recorded at an earlier time than the row before them: {_some(rows)}. The "
            "clock of a computer was set back, or was behind."
        )
    return found


def _moment(at: datetime) -> str:
    return f"{at:%d %B %Y, %H:%M} UTC"


def _some(rows: Sequence[int]) -> str:
    more = f" and {len(rows) - 5} more" if len(rows) > 5 else ""
    return f"{', '.join(map(str, rows[:5]))}{more}"
