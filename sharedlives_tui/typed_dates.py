"""Dates as people type them, and as the office says them: the UK's order, day before month. Pure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache

from sharedlives_tui.light import TYPE_CHECKING
from sharedlives_tui.workdays import MONTHS, WEEKDAYS, Calendar, OutOfRange, say_day, say_short

if TYPE_CHECKING:
    import re
    from typing import Final, Literal

    from sharedlives_tui.workdays import Unit

    _Reader = Callable[[re.Match[str], date, Calendar], date]

__all__ = ["DayNotUnderstood", "distance", "parse_day", "said_day", "say_day", "say_long", "say_short"]

HINT: Final = "Enter a date, like 25/12/26"
_LONGEST: Final = 40

_WEEKDAY: Final = "(?P<weekday>mon|tues?|weds?|thu|thurs?|fri|sat|sun|" + "|".join(WEEKDAYS).lower() + ")"
_MONTH: Final = "(?P<month>sept|" + "|".join([name[:3] for name in MONTHS] + list(MONTHS)).lower() + ")"
_DAY: Final = "(?P<day>[0-9]{1,2})"
_YEAR: Final = "(?P<year>[0-9]{4}|[0-9]{2})"
_UNIT: Final = "(?P<unit>working|wd|calendar|day|week|month|year)"


class DayNotUnderstood(ValueError):
    """What was typed is no date; the words say how to enter one."""


def parse_day(text: str, today: date, calendar: Calendar) -> date:
    """Return the day that was typed, from 2000 to 2100. Raises DayNotUnderstood, with words for the typist.

    Understood: 25/12/26, 25.12.2026, 25-12-26, 2026-12-25, 25/12 and 25 dec (the year nearest to today),
    25 December 2026, dec 25, with or without a weekday before it; today, yesterday, tomorrow; fri (the next
    one after today), last fri; +10 or -3 (calendar days), +10 working (working days on this calendar),
    +2 weeks, +1 month, +1 year.
    """
    typed = " ".join(text.replace("\u2212", "-").casefold().split())
    if len(typed) <= _LONGEST:
        for pattern, read in _readers():
            if match := pattern.fullmatch(typed):
                try:
                    return _within_range(read(match, today, calendar), calendar)
                except OutOfRange:
                    raise DayNotUnderstood("Enter a date between 2000 and 2100, like 25/12/26") from None
    raise DayNotUnderstood(HINT)


def say_long(day: date) -> str:
    """Return the day as in letters: "Tuesday 24 November 2026"."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def said_day(words: str) -> str:
    """Return a day of a kept value in words; anything else as it stands."""
    try:
        return say_day(date.fromisoformat(words))
    except ValueError:
        return words


def distance(day: date, today: date, past: Literal["late", "ago"] = "late") -> str:
    """Return how far off a day is, in calendar days: "today", "tomorrow", "in 3 days".

    A day that has passed is "1 day late", "5 days late" where something was due on it; with past="ago", for
    what happened on it, "yesterday", "5 days ago".
    """
    days = (day - today).days
    if days in (0, 1):
        return "tomorrow" if days else "today"
    if days > 1:
        return f"in {days} days"
    if past == "late":
        return f"{-days} day{'s' if days < -1 else ''} late"
    return "yesterday" if days == -1 else f"{-days} days ago"


def _within_range(day: date, calendar: Calendar) -> date:
    return calendar.due_day(day, 0, "calendar days")


def _read_word(match: re.Match[str], today: date, calendar: Calendar) -> date:
    away = {"yesterday": -1, "today": 0, "tomorrow": 1}[match[0]]
    return calendar.due_day(today, away, "calendar days")


def _read_weekday(match: re.Match[str], today: date, calendar: Calendar) -> date:
    ahead = (_weekday_number(match["weekday"]) - today.weekday()) % 7
    if match["last"]:
        return calendar.due_day(today, ahead - 7, "calendar days")
    return calendar.due_day(today, ahead or 7, "calendar days")


def _read_count(match: re.Match[str], today: date, calendar: Calendar) -> date:
    units: dict[str, tuple[int, Unit]] = {
        "working": (1, "working days"),
        "wd": (1, "working days"),
        "week": (7, "calendar days"),
        "month": (1, "months"),
        "year": (1, "years"),
    }
    times, unit = units.get(match["unit"] or "day", (1, "calendar days"))
    count = int(match["count"]) * times
    return calendar.due_day(today, -count if match["sign"] == "-" else count, unit)


def _read_date(match: re.Match[str], today: date, _calendar: Calendar) -> date:
    parts = match.groupdict()
    month = _month_number(parts["month"])
    if not 1 <= month <= 12:
        raise DayNotUnderstood(f"There is no month {month}. Enter the day before the month, like 25/12/26")
    typed_year = parts.get("year")
    if typed_year:
        year = int(typed_year) + (2000 if len(typed_year) == 2 else 0)
        day = _existing_day(year, month, int(parts["day"]))
    else:
        day = _nearest_day(month, int(parts["day"]), today)
    if day is None:
        when = f"{int(parts['day'])} {MONTHS[month - 1]} {year if typed_year else ''}".strip()
        raise DayNotUnderstood(f"There is no {when}. {HINT}")
    weekday = parts.get("weekday")
    if weekday and _weekday_number(weekday) != day.weekday():
        spelled, _, rest = say_long(day).partition(" ")
        raise DayNotUnderstood(f"{rest} is a {spelled}. Check the date")
    return day


def _existing_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _nearest_day(month: int, day: int, today: date) -> date | None:
    # Eight years each way, because 29 February can be that far off (1896 to 1904, 2096 to 2104).
    years = range(max(1, today.year - 8), min(9999, today.year + 8) + 1)
    found = [near for year in years if (near := _existing_day(year, month, day))]
    return min(found, key=lambda near: (abs(near - today), near < today), default=None)


def _weekday_number(typed: str) -> int:
    return next(number for number, name in enumerate(WEEKDAYS) if name.lower().startswith(typed[:3]))


def _month_number(typed: str) -> int:
    if typed.isdigit():
        return int(typed)
    return next(number for number, name in enumerate(MONTHS, start=1) if name.lower().startswith(typed[:3]))


@cache
def _readers() -> tuple[tuple[re.Pattern[str], _Reader], ...]:
    """The forms of a date; made when somebody types the first one, because no list needs them."""
    import re

    return tuple(
        (re.compile(pattern), read)
        for pattern, read in (
            (r"today|yesterday|tomorrow", _read_word),
            (rf"(?P<last>last )?{_WEEKDAY}", _read_weekday),
            (rf"(?P<sign>[+-]) ?(?P<count>[0-9]{{1,5}})(?: ?{_UNIT}s?(?: days?)?)?", _read_count),
            (rf"{_DAY} ?(?P<between>[/. -]) ?(?P<month>[0-9]{{1,2}})(?: ?(?P=between) ?{_YEAR})?", _read_date),
            (r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})", _read_date),
            (rf"(?:{_WEEKDAY},? )?{_DAY}(?:st|nd|rd|th)?[ -]?{_MONTH}\.?(?:,?[ -]?{_YEAR})?", _read_date),
            (rf"(?:{_WEEKDAY},? )?{_MONTH}\.? ?{_DAY}(?:st|nd|rd|th)?(?:,? {_YEAR})?", _read_date),
        )
    )
