"""The office's file: journal, cases, limits, people; reads as frozen values, writes in one transaction each.

Importing this imports no engine: that happens at the first write.
"""

from typing import TYPE_CHECKING, Any

from sharedlives_tui.store.basics import Office, TodayRow, person_number, person_ref
from sharedlives_tui.store.connection import Store
from sharedlives_tui.store.errors import (
    Busy,
    Conflict,
    Damaged,
    DiskFull,
    Exists,
    Missing,
    Newer,
    PracticeOnly,
    ReadOnly,
    Repeated,
    StoreError,
    TooLarge,
)

if TYPE_CHECKING:
    from sharedlives_tui.store.rows import (
        AccessRow,
        AttachmentRow,
        CalendarChange,
        CaseRow,
        ClassColumns,
        DraftRow,
        EntryRow,
        LimitRow,
        LinkRow,
        PartyRow,
        PersonRow,
        ProcedureRow,
    )

__all__ = [
    "AccessRow",
    "AttachmentRow",
    "Busy",
    "CalendarChange",
    "CaseRow",
    "ClassColumns",
    "Conflict",
    "Damaged",
    "DiskFull",
    "DraftRow",
    "EntryRow",
    "Exists",
    "LimitRow",
    "LinkRow",
    "Missing",
    "Newer",
    "Office",
    "PartyRow",
    "PersonRow",
    "PracticeOnly",
    "ProcedureRow",
    "ReadOnly",
    "Repeated",
    "Store",
    "StoreError",
    "TodayRow",
    "TooLarge",
    "person_number",
    "person_ref",
]


def __getattr__(name: str) -> Any:
    """Return one of the rows, which are loaded when the first of them is asked for."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from sharedlives_tui.store import rows

    return getattr(rows, name)
