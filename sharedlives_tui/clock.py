"""The only place that asks the machine for the time; every day is a day of Europe/London (DY-05)."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta

LATE = 22
"""From this hour of UTC on, even two hours of summer time could make it the next day in London."""
YEARS_OF_TWO_HOURS = 1971
"""Before, London had other rules."""


def now() -> datetime:
    """Return this instant, in UTC and aware of it."""
    return datetime.now(UTC)


def running() -> float | None:
    """Return the seconds since the computer was started, those asleep included, whatever its clock says.

    None where the system does not count them: then a clock that went ahead may only have slept.
    """
    if not hasattr(time, "CLOCK_BOOTTIME"):
        return None
    return time.clock_gettime(time.CLOCK_BOOTTIME)


def awake() -> float:
    """Return seconds that only go forward, whatever the clock says; those asleep may be missing."""
    return time.monotonic()


def today() -> date:
    """Return today's date in London."""
    return local_day(now())


def local_day(instant: datetime) -> date:
    """Return the London date of an instant. Raises ValueError where the instant does not know its zone."""
    if instant.utcoffset() is None:
        raise ValueError("This time does not say which zone it belongs to. Give it with its zone.")
    in_utc = instant.astimezone(UTC)
    if in_utc.hour < LATE and in_utc.year > YEARS_OF_TWO_HOURS:
        return in_utc.date()  # London is never behind; so its day is sure without the table of zones, slow to load
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return instant.astimezone(ZoneInfo("Europe/London")).date()
    except ZoneInfoNotFoundError:  # Windows and the smallest Linux images carry no table of zones
        return (in_utc + timedelta(hours=1 if is_summer_time(in_utc) else 0)).date()


def time_of_day(instant: datetime) -> str:
    """Return the time of day in London: "10:42"."""
    return f"{instant + timedelta(hours=1 if is_summer_time(instant) else 0):%H:%M}"


def is_summer_time(instant: datetime) -> bool:
    """Return whether summer time runs: from 1996, last Sundays of March and October, at 01:00 UTC."""
    begins, ends = (_last_sunday(instant.year, month) for month in (3, 10))
    return begins <= instant < ends


def _last_sunday(year: int, month: int) -> datetime:
    last_day = datetime(year, month, 31, 1, tzinfo=UTC)
    return last_day - timedelta(days=(last_day.weekday() + 1) % 7)


class Clock:
    """The clock that is handed around: the machine's, or one that stands on a fixed day (practice, tests)."""

    def __init__(self, today: date | None = None) -> None:
        self.fixed_day = today

    def __eq__(self, other: object) -> bool:
        """Return whether both stand on the same day, in the same way."""
        return type(self) is type(other) and vars(self) == vars(other)

    def __hash__(self) -> int:
        return hash(self.fixed_day)

    def today(self) -> date:
        """Return the fixed day, or else today in London."""
        return self.fixed_day or today()

    def now(self) -> datetime:
        """Return the UTC stamp for what is recorded now; on a fixed day, that day at the present time of day.

        `local_day(clock.now())` is always `clock.today()`.
        """
        instant = now()
        if self.fixed_day is None:
            return instant
        moved = instant + (self.fixed_day - local_day(instant))
        # Between winter and summer time an hour around midnight would land on the neighbouring day.
        return moved + timedelta(hours=1) * (self.fixed_day - local_day(moved)).days
