"""The office's calendar from its birth, one revision for each change of its own days (DY-08)."""

from __future__ import annotations

from sharedlives_tui.calendars import load_calendar
from sharedlives_tui.light import TYPE_CHECKING
from sharedlives_tui.store import views
from sharedlives_tui.store.reads import Reads
from sharedlives_tui.workdays import Calendar

if TYPE_CHECKING:
    from sharedlives_tui.facts import Revision
    from sharedlives_tui.store.rows import CalendarChange


def calendar_revisions(reads: Reads, nation: str) -> tuple[Revision, ...]:
    """Every revision, the first being the nation's calendar, in the order in which they were entered."""
    from sharedlives_tui.facts import Revision

    calendar = load_calendar(nation)
    found = [Revision(calendar)]
    for change in views.calendar_changes(reads):
        calendar = _changed(calendar, change)
        found.append(Revision(calendar, change.entered_on, change.recorded_at))
    return tuple(found)


def calendar_now(reads: Reads, nation: str) -> Calendar:
    """The calendar of the last revision, without the others."""
    calendar = load_calendar(nation)
    for change in views.calendar_changes(reads):
        calendar = _changed(calendar, change)
    return calendar


def _changed(calendar: Calendar, change: CalendarChange) -> Calendar:
    if change.working:
        return calendar.without(change.day, change.reason)
    return calendar.with_added(change.day, change.reason)
