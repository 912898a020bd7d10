"""A nation's calendar as the data files hold it, and as the `holidays` library knows it today (DY-01)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache

from sharedlives_tui.light import TYPE_CHECKING
from sharedlives_tui.resources import read_bytes
from sharedlives_tui.workdays import FIRST_DAY, LAST_DAY, NATIONS, Calendar

if TYPE_CHECKING:
    from typing import Final

# Without a subdivision the library leaves out Easter Monday and the August holiday: always give one.
SUBDIVISIONS: Final = {"england": "ENG", "wales": "WLS", "scotland": "SCT", "northern-ireland": "NIR"}


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
    headings = ("", f'nation = "{nation}"', "[holidays]")
    holidays: dict[date, str] = {}
    for number, line in enumerate(read(place).decode("utf-8").splitlines(), start=1):
        found = _holiday_on(line)
        if found is not None and found[0] not in holidays:
            holidays[found[0]] = found[1]
        elif line not in headings and not line.startswith("#"):
            raise CalendarNotRead(f'{place}, line {number}: write each day once, like 2026-12-25 = "Christmas Day".')
    return Calendar(nation, holidays)


def _holiday_on(line: str) -> tuple[date, str] | None:
    """The day and name of a line like 2026-12-25 = "Christmas Day"; None for any other. Patterns are slow to load."""
    if line[4:8:3] != "--" or line[10:14] != ' = "':
        return None
    name = line[14:-1]
    if line[-1] != '"' or not name or '"' in name or "\\" in name:
        return None
    try:
        day = date.fromisoformat(line[:10])
    except ValueError:
        return None
    return (day, name) if FIRST_DAY <= day <= LAST_DAY else None


def library_holidays(nation: str) -> dict[date, str]:
    """Return the holidays that the installed library knows for a nation, 2000 to 2100, in UK words."""
    from holidays import country_holidays  # 0.2 s to import, so only where calendars are checked or remade

    years = range(FIRST_DAY.year, LAST_DAY.year + 1)
    known = country_holidays("GB", subdiv=SUBDIVISIONS[nation], years=years, categories="public")
    in_order = sorted(day for day in known if day.year in years)
    return {day: known[day].replace("(observed)", "(substitute day)") for day in in_order}
