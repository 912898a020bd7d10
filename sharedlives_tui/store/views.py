"""What the office holds, as frozen values. Plain SQL, the same text at every call, asked through `fetch`.

Every view of cases takes a viewer. What somebody may not see is not in lists, counts or Find, and asking for it by
its reference gives what a reference gives that does not exist. The views without a viewer are for the program's own
computing, once a case has been let through.

The list of Today is here at once; its counts and the views of single cases are loaded when they are first asked for.
"""

from __future__ import annotations

from datetime import date

from sharedlives_tui.light import TYPE_CHECKING
from sharedlives_tui.store.basics import instant
from sharedlives_tui.store.reads import Reads
from sharedlives_tui.store.today import (
    limits_all,
    today_ids,
    today_page,
    today_rows_by_ids,
)

if TYPE_CHECKING:
    from typing import Any

    from sharedlives_tui.store.case_views import (
        all_cases,
        attachment_content,
        attachments,
        case_by_ref,
        cases_with_open_limits,
        drafts,
        entries,
        limits_of,
        links,
        parties,
        people_page,
        person,
        procedure,
        procedures,
        role_spans,
    )
    from sharedlives_tui.store.find_views import find_cases, find_people
    from sharedlives_tui.store.rows import CalendarChange
    from sharedlives_tui.store.tally import today_groups

__all__ = [
    "all_cases",
    "attachment_content",
    "attachments",
    "calendar_changes",
    "case_by_ref",
    "cases_with_open_limits",
    "drafts",
    "entries",
    "find_cases",
    "find_people",
    "limits_all",
    "limits_of",
    "links",
    "parties",
    "people_page",
    "person",
    "procedure",
    "procedures",
    "role_spans",
    "settings",
    "today_groups",
    "today_ids",
    "today_page",
    "today_rows_by_ids",
]


def __getattr__(name: str) -> Any:
    """Return a view of single cases, or the counts of Today. Raises AttributeError for a name that is none."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if name == "today_groups":
        from sharedlives_tui.store import tally

        return tally.today_groups
    from sharedlives_tui.store import case_views, find_views

    return getattr(find_views if name.startswith("find_") else case_views, name)


def settings(reads: Reads) -> dict[str, str]:
    """Return the office's settings as they stand."""
    return {row["name"]: row["value"] for row in reads.fetch("SELECT name, value FROM setting ORDER BY name")}


def calendar_changes(reads: Reads) -> list[CalendarChange]:
    """Return the changes of the office's own days, in the order in which they were recorded."""
    rows = reads.fetch("SELECT * FROM calendar_change ORDER BY seq")
    if not rows:
        return []
    from sharedlives_tui.store.rows import CalendarChange

    return [
        CalendarChange(
            seq=row["seq"],
            day=date.fromisoformat(row["day"]),
            working=bool(row["working"]),
            reason=row["reason"],
            entered_on=date.fromisoformat(row["entered_on"]),
            recorded_at=instant(row["recorded_at"]),
        )
        for row in rows
    ]
