"""The office's calendar from its birth, one revision for each change of its own days (DY-08)."""

from __future__ import annotations

from sharedlives_tui.calendars import load_calendar
from sharedlives_tui.facts import Revision
from sharedlives_tui.store import views
from sharedlives_tui.store.reads import Reads


def calendar_revisions(reads: Reads, nation: str) -> tuple[Revision, ...]:
    """Every revision, the first being the nation's calendar, in the order in which they were entered."""
    calendar = load_calendar(nation)
    found = [Revision(calendar)]
    for change in views.calendar_changes(reads):
        if change.working:
            calendar = calendar.without(change.day, change.reason)
        else:
            calendar = calendar.with_added(change.day, change.reason)
        found.append(Revision(calendar, change.entered_on, change.recorded_at))
    return tuple(found)
