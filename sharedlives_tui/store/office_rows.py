"""Rows of the journal that belong to no case: who came in, was refused, took; settings, roles, days."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sharedlives_tui.access import Viewer
from sharedlives_tui.store.basics import instant
from sharedlives_tui.store.reads import Reads, asking, openable

KINDS = ("audit", "setting", "role", "calendar", "office")
"""The kinds of rows that are read here."""

# Each kind by its own index, the latest first, so that no page goes through the rows of cases.
_OF_A_KIND = """
SELECT j.seq, j.kind, j.act, j.recorded_by, j.recorded_at, w.body
FROM journal j JOIN words w ON w.seq = j.seq
WHERE j.case_id IS NULL AND j.kind = :kind AND j.seq > :after AND j.seq < :before
    AND (:by = '' OR j.recorded_by = :by)
ORDER BY j.seq DESC LIMIT :size
"""
_CAME = """
SELECT 1 FROM journal j JOIN words w ON w.seq = j.seq
WHERE j.case_id IS NULL AND j.kind = 'audit' AND j.act = 'sign-in' AND j.seq > :after AND j.recorded_by = :by
    AND json_extract(w.body, '$.way') = :way
LIMIT 1
"""
_REFS = (
    "SELECT id, ref FROM case_file WHERE id IN (SELECT CAST(value AS INTEGER) FROM json_each(:ids)) "  # noqa: S608
    f"AND {openable('case_file')}"
)
_IN_PART = """
SELECT c.id FROM case_file c WHERE c.id IN (SELECT CAST(value AS INTEGER) FROM json_each(?)) AND (
    c.restricted = 1 OR EXISTS (SELECT 1 FROM case_party y WHERE y.case_id = c.id AND y.part = 'name withheld')
)
"""


class OfficeRow(NamedTuple):
    """One row: its number, what it is about, what was done, by whom (P-12, or a name), when, and its words as data."""

    seq: int
    kind: str
    act: str
    by: str
    at: datetime
    body: Mapping[str, Any]


def rows(reads: Reads, kinds: Collection[str], after: int, before: int, size: int, by: str = "") -> list[OfficeRow]:
    """Return the latest rows of these kinds between two rows of the journal, the latest first.

    `by` is who recorded them (P-12, or a name); empty for everybody. Without those whose words were disposed of.
    """
    found: list[OfficeRow] = []
    for kind in kinds:
        asked = {"kind": kind, "after": after, "before": before, "size": size, "by": by}
        for row in reads.fetch(_OF_A_KIND, asked):
            at = instant(row["recorded_at"])
            body = json.loads(row["body"])
            found.append(OfficeRow(row["seq"], row["kind"], row["act"], row["recorded_by"], at, body))
    return sorted(found, key=lambda each: each.seq, reverse=True)[:size]


def came(reads: Reads, by: str, way: str, after: int) -> bool:
    """Return whether a row after that one tells that somebody came in by that way."""
    return bool(reads.fetch(_CAME, {"by": by, "way": way, "after": after}))


def references(reads: Reads, viewer: Viewer, cases: Iterable[int]) -> dict[int, str]:
    """Return the references of these cases by their numbers, of those that the viewer may open."""
    ids = json.dumps(sorted(set(cases)))
    return {row["id"]: row["ref"] for row in reads.fetch(_REFS, {"ids": ids, **asking(viewer)})}


def closed_in_part(reads: Reads, cases: Iterable[int]) -> set[int]:
    """Return those of these cases in which a name, or more, may be closed to some who can open them."""
    return {int(row["id"]) for row in reads.fetch(_IN_PART, (json.dumps(sorted(set(cases))),))}
