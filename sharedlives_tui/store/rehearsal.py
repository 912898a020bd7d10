"""A rehearsal: a small office is written in memory, which loads and compiles what every saving needs.

Whoever saves first in a process would otherwise do all that during its turn, while everybody else waits: twenty
times as long as any later save.
"""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from sharedlives_tui.store.engine import WriteEngine
from sharedlives_tui.store.migrations import upgrade
from sharedlives_tui.store.queue import Deadline
from sharedlives_tui.store.rows import AccessRow, CaseRow, LimitRow, Office, PartyRow
from sharedlives_tui.store.schema import STEPS
from sharedlives_tui.store.writer import Writer

_DAY = date(2026, 11, 24)
_AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
_DIGEST = "d" * 64


@cache
def rehearse() -> None:
    """Write what a day's work writes, once in each process, where nobody will ever read it."""
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA page_size = 1024")  # nearly every page of so small an office is nearly empty
    upgrade(connection, STEPS)
    engine = WriteEngine(Path(":memory:"), connection)
    try:
        with engine.transaction(Deadline(1)) as writing:
            _write(Writer(writing, "Rehearsal", _AT))
    finally:
        engine.close()
        connection.close()


def _write(writer: Writer) -> None:
    writer.found_office(Office("Rehearsal", "england", "scheme", True, _AT))
    person = writer.add_person("Rehearsal")
    writer.add_role(person, "officer", _DAY)
    writer.put_procedure(_DIGEST, "complaint", _DAY, "complaint.toml", "text")
    case_id, ref = writer.new_case("CO", "complaint", _DIGEST, _DAY)
    for number in (1, 2):  # the second replaces what the first wrote
        writer.append(
            kind="entry", case_id=case_id, number=number, act="note", done_on=_DAY, body={}, request_id=str(number)
        )
        limit = LimitRow(f"note.{number}", "note", "Note", "local", None, _DAY, "must", "ours", _DAY, _DAY, _DAY)
        writer.replace_limits(case_id, [limit])
        writer.replace_parties(case_id, [PartyRow(person, "about", "officer")])
        writer.replace_access(case_id, [AccessRow(person, "hidden")])
        writer.save_case(CaseRow(case_id, ref, "complaint", _DIGEST, _DAY, number - 1))
    writer.save_draft("P-1", "record", "{}", _AT)
    writer.drop_draft("P-1", "record")
