"""What became of the office's settings: every change is a row of the journal."""

from __future__ import annotations

import json
from datetime import datetime

from sharedlives_tui.light import NamedTuple
from sharedlives_tui.store.basics import instant
from sharedlives_tui.store.reads import Reads

_CHANGES = """
SELECT j.seq, j.recorded_by, j.recorded_at, w.body FROM journal j JOIN words w ON w.seq = j.seq
WHERE j.case_id IS NULL AND j.kind = 'setting' ORDER BY j.seq DESC
"""


_LAST = "SELECT j.recorded_by FROM setting s JOIN journal j ON j.seq = s.seq WHERE s.name = ?"


class SettingRow(NamedTuple):
    """One change: the setting, what it became, by whom (P-12), when, and why; empty where nobody said."""

    name: str
    value: str
    by: str
    at: datetime
    why: str


def changes(reads: Reads, name: str = "") -> list[SettingRow]:
    """Return the changes of a setting, or of all, the latest first; without those whose words were disposed of."""
    found = []
    for row in reads.fetch(_CHANGES):
        body = json.loads(row["body"])
        if name in ("", body["name"]):
            at = instant(row["recorded_at"])
            found.append(SettingRow(body["name"], body["value"], row["recorded_by"], at, body.get("reason", "")))
    return found


def changed_last_by(reads: Reads, name: str) -> str:
    """Return who changed a setting last (P-12); empty where nobody ever has."""
    return next((str(row["recorded_by"]) for row in reads.fetch(_LAST, [name])), "")
