"""Letters that wait for a manager's sign-off, and those that were answered, of the cases that the viewer may open."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sharedlives_tui.access import Viewer
from sharedlives_tui.store.basics import instant
from sharedlives_tui.store.reads import Reads, asking, openable, visible

_FROM = "FROM sign_off_waiting w JOIN case_file c ON c.id = w.case_id JOIN journal j ON j.seq = w.seq"
_WAITING = f"""
SELECT c.ref, c.title, c.restricted, w.instance, j.recorded_by, j.recorded_at
{_FROM} WHERE {visible("c")} ORDER BY w.seq
"""
_ANSWERED = f"""
SELECT c.ref, c.restricted, w.instance, j.act, j.recorded_at
FROM sign_off_answered w JOIN case_file c ON c.id = w.case_id JOIN journal j ON j.seq = w.seq
WHERE w.asked_by = :asker AND {openable("c")} ORDER BY w.seq
"""  # noqa: S608


class Waiting(NamedTuple):
    """One letter that waits: its case, the step, who asked (P-12) and when."""

    ref: str
    title: str
    instance: str
    by: str
    at: datetime
    restricted: bool
    """Its case is; within such a case it may be closed to some who can open the case."""


class Answered(NamedTuple):
    """One letter that was answered and has not gone: its case, the step, what was answered (an act) and when."""

    ref: str
    instance: str
    act: str
    at: datetime
    restricted: bool
    """As of a letter that waits."""


def waiting(reads: Reads, viewer: Viewer) -> list[Waiting]:
    """Return the letters that wait, the one that has waited longest first."""
    rows = reads.fetch(_WAITING, asking(viewer))
    return [
        Waiting(
            ref=row["ref"],
            title=row["title"],
            instance=row["instance"],
            by=row["recorded_by"],
            at=instant(row["recorded_at"]),
            restricted=bool(row["restricted"]),
        )
        for row in rows
    ]


def answered(reads: Reads, viewer: Viewer, asker: str) -> list[Answered]:
    """Return the letters that somebody asked for (P-12) and that were answered since, the first answer first."""
    rows = reads.fetch(_ANSWERED, {**asking(viewer), "asker": asker})
    return [
        Answered(row["ref"], row["instance"], row["act"], instant(row["recorded_at"]), bool(row["restricted"]))
        for row in rows
    ]
