"""The dated entries on a person: a carer's approval, terms and number, with all that led to them."""

from __future__ import annotations

from sharedlives_tui.store.reads import Reads
from sharedlives_tui.store.rows import EntryRow
from sharedlives_tui.store.unpacking import entry_from

_ENTRIES = """
SELECT j.seq, 'entry' AS kind, e.number, e.kind AS act, j.key, e.done_on, j.done_by, j.recorded_by, j.recorded_at,
    w.body, e.struck_seq AS struck_by
FROM person_entry e JOIN journal j ON j.seq = e.seq LEFT JOIN words w ON w.seq = e.seq
WHERE e.person_id = ? ORDER BY e.number
"""
_REASONS = """
SELECT e.number, json_extract(w.body, '$.reason') AS reason
FROM person_entry e JOIN words w ON w.seq = e.struck_seq WHERE e.person_id = ?
"""


def person_entries(reads: Reads, person: int) -> list[EntryRow]:
    """Return the entries on a person in the order in which they were recorded; what was struck says by which row."""
    return [entry_from(row) for row in reads.fetch(_ENTRIES, (person,))]


def strike_reasons(reads: Reads, person: int) -> dict[int, str]:
    """Return why entries on a person were struck, by their number; without those whose words were disposed of."""
    return {row["number"]: row["reason"] for row in reads.fetch(_REASONS, (person,))}
