"""A nation's calendar as the data files hold it, and as the `holidays` library knows it today (DY-01)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Final

from sharedlives_tui.resources import read_bytes
from sharedlives_tui.workdays import FIRST_DAY, LAST_DAY, NATIONS, Calendar

# Without a subdivision the library leaves out Easter Monday and the August holiday: always give one.
SUBDIVISIONS: Final = {"england": "ENG", "wales": "WLS", "scotland": "SCT", "northern-ireland": "NIR"}
_HOLIDAY_LINE: Final = re.compile(r'([0-9]{4}-[0-9]{2}-[0-9]{2}) = "([^"\\]+)"')


class CalendarNotRead(ValueError):
    """A nation's name or its calendar file cannot be used; the words say where and what to do."""


@cache
def load_calendar(nation: str, read: Callable[[str], bytes] = read_bytes) -> Calendar:
    """Return the calendar of one of NATIONS, from the data file "calendars/NATION.toml" as `read` gives it.

    Only the plain lines that these files have are understood: all of TOML would cost every start 15 ms.
    Raises CalendarNotRead for an unknown nation or a line in another shape, MissingData without the file.
    """
    if nation not in NATIONS:
        raise CalendarNotRead(f"There is no calendar for “{nation}”. Choose one of: {', '.join(NATIONS)}.")
    place = f"calendars/{nation}.toml"
    holidays: dict[date, str] = {}
    for number, line in enumerate(read(place).decode("utf-8").splitlines(), start=1):
        if not line or line.startswith("#") or line in (f'nation = "{nation}"', "[holidays]"):
            continue
        day = _holiday_on(line)
        if day is None or day[0] in holidays:
            raise CalendarNotRead(f'{place}, line {number}: write each day once, like 2026-12-25 = "Christmas Day".')
        holidays[day[0]] = day[1]
    return Calendar(nation, holidays)


def _holiday_on(line: str) -> tuple[date, str] | None:
    match = _HOLIDAY_LINE.fullmatch(line)
    if match is None:
        return None
    try:
        day = date.fromisoformat(match[1])
    except ValueError:
        return None
    return (day, match[2]) if FIRST_DAY <= day <= LAST_DAY else None


def library_holidays(nation: str) -> dict[date, str]:
    """Return the holidays that the installed library knows for a nation, 2000 to 2100, in UK words."""
    from holidays import country_holidays  # 0.2 s to import, so only where calendars are checked or remade

    years = range(FIRST_DAY.year, LAST_DAY.year + 1)
    known = country_holidays("GB", subdiv=SUBDIVISIONS[nation], years=years, categories="public")
    in_order = sorted(day for day in known if day.year in years)
    return {day: known[day].replace("(observed)", "(substitute day)") for day in in_order}
