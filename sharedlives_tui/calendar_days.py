"""Weeks and months of the office, and what each day is in words: weekend, holiday, closed, a working day of its own."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from sharedlives_tui.workdays import FIRST_DAY, LAST_DAY, MONTHS, Calendar

WEEK = timedelta(7)


class DayWords(NamedTuple):
    """What a day is, beside a plain working day: one short word, and all of it. Both are empty for a plain one."""

    short: str = ""
    full: str = ""


def day_words(day: date, calendar: Calendar, nation: Calendar) -> DayWords:
    """Return what a day is by the office's calendar; `nation` is the one that it was made from."""
    why = calendar.why_not(day)
    if why is None:
        before = nation.why_not(day)
        return DayWords("open", f"We work on this day ({before})") if before is not None else DayWords()
    if nation.non_working.get(day) == why:
        return DayWords("holiday", why)
    if day in calendar.non_working:
        return DayWords("closed", f"We are closed: {why}")
    return DayWords("weekend", why)


def month_weeks(day: date) -> list[list[date]]:
    """Return the weeks, Monday first, that the day's month touches. Days outside 2000 to 2100 are left out."""
    first = day.replace(day=1)
    start = first - timedelta(first.weekday())
    weeks = [[start + WEEK * week + timedelta(number) for number in range(7)] for week in range(6)]
    return [week for week in weeks if any((each.year, each.month) == (day.year, day.month) for each in week)]


def week_of(day: date) -> list[date]:
    """Return the seven days, Monday first, of the week of a day."""
    return [day - timedelta(day.weekday()) + timedelta(number) for number in range(7)]


def month_on(day: date, months: int) -> date:
    """Return the same day so many months on, or the month's last; the furthest there is beyond 2000 to 2100."""
    number = day.year * 12 + day.month - 1 + months
    year, month = divmod(number, 12)
    if not FIRST_DAY.year <= year <= LAST_DAY.year:
        return within(date(min(max(year, FIRST_DAY.year), LAST_DAY.year), 1 if months < 0 else 12, day.day))
    first = date(year, month + 1, 1)
    length = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - first).days
    return first.replace(day=min(day.day, length))


def within(day: date) -> date:
    """Return the day, or the nearest one from 2000 to 2100."""
    return min(max(day, FIRST_DAY), LAST_DAY)


def month_name(day: date) -> str:
    """Return "November 2026"."""
    return f"{MONTHS[day.month - 1]} {day.year}"
