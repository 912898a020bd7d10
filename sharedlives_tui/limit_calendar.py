"""The office's calendar of limits as one person sees it: a month, a week, and their days for another calendar."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from sharedlives_tui.calendar_days import DayWords, day_words, month_name
from sharedlives_tui.calendars import load_calendar
from sharedlives_tui.desk import Desk
from sharedlives_tui.letters.outlook import DayNote, calendar_file
from sharedlives_tui.store.basics import TodayRow
from sharedlives_tui.store.limit_days import LimitDays, LimitLine, key_of

PAGE = 500


class Days(NamedTuple):
    """What a stretch of days shows: what each is, and how many limits it has in each state."""

    words: Mapping[date, DayWords]
    counts: Mapping[date, Mapping[str, int]]
    undated: int
    """Steps that run without a day, and so stand on none."""

    @property
    def total(self) -> int:
        """How many limits there are."""
        return sum(sum(each.values()) for each in self.counts.values())


def without_words(desk: Desk, row: TodayRow) -> str:
    """Return the name of the row's step, where it stands as what somebody agreed or promised: that can hold a name."""
    if "@" not in row.instance:
        return row.step_name
    version = desk.library.in_force(row.kind, desk.today)
    act = version.procedure.by_id.get(row.step) if version is not None else None
    return row.step if act is None else act.name


def limit_days(desk: Desk, days: tuple[date, date], owner: int | None = None) -> LimitDays:
    """Return the limits from one day to another, as the viewer may see them."""
    return LimitDays(desk.store, desk.viewer, days, desk.today, desk.soon_until, owner)


def read_days(desk: Desk, days: list[date], owner: int | None = None) -> Days:
    """Return what these days, one after the other, show. Raises the errors of the store."""
    ours, nation = desk.calendar, load_calendar(desk.office.nation)
    with desk.store.reading():
        limits = limit_days(desk, (days[0], days[-1]), owner)
        return Days({day: day_words(day, ours, nation) for day in days}, limits.counts(), limits.undated())


def all_lines(limits: LimitDays) -> Iterator[LimitLine]:
    """Yield every limit, in the order of the days."""
    page = limits.page(size=PAGE)
    while page:
        yield from page
        page = limits.page(page[-1].place, PAGE)


def outlook_file(desk: Desk, days: tuple[date, date], owner: int | None = None, *, names: bool) -> tuple[bytes, int]:
    """Return the limits of these days as an iCalendar file, and how many there are. Raises the errors of the store."""
    with desk.store.reading():
        notes = [_note(desk, line, names=names) for line in all_lines(limit_days(desk, days, owner))]
    return calendar_file(f"{desk.office.name}: limits", notes, desk.clock.now()), len(notes)


def file_name(day: date) -> str:
    """Return what the file of a day's month is called, without its ending."""
    return f"Limits {month_name(day)}"


def _note(desk: Desk, line: LimitLine, *, names: bool) -> DayNote:
    row = line.row
    title = f" {row.title}" if names and row.title else ""
    owner = f"Owner {row.owner_name}" if names and row.owner_name else ""
    theirs = "Theirs to do. " if row.side == "theirs" else ""
    step = row.step_name if names else without_words(desk, row)
    return DayNote(key_of(line), line.day, f"{row.ref}{title}: {step}", f"{theirs}{owner}")
