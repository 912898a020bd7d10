"""The office's file: journal, cases, limits, people; reads as frozen values, writes in one transaction each.

Importing this imports nothing else of it: what only lists Today asks for `views` alone, and no engine is loaded before
the first write.
"""

from __future__ import annotations

from importlib import import_module

from sharedlives_tui.light import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

    from sharedlives_tui.store.basics import Office, TodayRow, person_number, person_ref
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
    from sharedlives_tui.store.opened import Store
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


_PARTS = ("basics", "errors", "opened", "rows")


def __getattr__(name: str) -> Any:
    """Return one of the names above from the part that has it, loaded when it is first asked for."""
    if name in __all__:
        for part in _PARTS:
            module = import_module(f"sharedlives_tui.store.{part}")
            if name in vars(module):
                globals()[name] = found = vars(module)[name]
                return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
