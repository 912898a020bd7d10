"""From the rows of SQLite to the values of `rows`."""

from __future__ import annotations

import json
import sqlite3
from datetime import date

from sharedlives_tui.store.rows import CaseRow, ClassColumns, EntryRow, LimitRow, instant


def day(text: str | None) -> date | None:
    """Return the day of a kept text; None for none."""
    return None if text is None else date.fromisoformat(text)


def case_from(row: sqlite3.Row) -> CaseRow:
    """Return the case of a row of case_file."""
    return CaseRow(
        id=row["id"],
        ref=row["ref"],
        kind=row["kind"],
        procedure=row["procedure_digest"],
        opened_on=date.fromisoformat(row["opened_on"]),
        version=row["version"],
        type=row["type"],
        title=row["title"],
        owner=row["owner"],
        stage=row["stage"],
        status=row["status"],
        closed_on=day(row["closed_on"]),
        restricted=bool(row["restricted"]),
        guarded=bool(row["guarded"]),
        updated_at=instant(row["updated_at"]),
        classes=classes_from(row),
    )


def classes_from(row: sqlite3.Row) -> ClassColumns:
    """Return what a row of case_file carries of the case's limits."""
    return ClassColumns(
        must_due=day(row["must_due"]),
        must_act_by=day(row["must_act_by"]),
        must_instance=row["must_instance"],
        target_due=day(row["target_due"]),
        target_act_by=day(row["target_act_by"]),
        target_instance=row["target_instance"],
        window_until=day(row["window_until"]),
        window_instance=row["window_instance"],
        theirs_due=day(row["theirs_due"]),
        theirs_instance=row["theirs_instance"],
        next_act_by=day(row["next_act_by"]),
        rest_state=row["rest_state"],
        rest_instance=row["rest_instance"],
    )


def limit_from(row: sqlite3.Row) -> LimitRow:
    """Return the limit of a row of time_limit."""
    return LimitRow(
        instance=row["instance"],
        step=row["step"],
        step_name=row["step_name"],
        stage=row["stage"],
        key=row["key"],
        opened_on=date.fromisoformat(row["opened_on"]),
        force=row["force"],
        side=row["side"],
        due=day(row["due"]),
        act_by=day(row["act_by"]),
        until=day(row["until"]),
        state_base=row["state_base"],
        ended_on=day(row["ended_on"]),
        how=row["how"],
        late=bool(row["late"]),
        rules=tuple(row["rules"].split()),
        after_closing=bool(row["after_closing"]),
    )


def entry_from(row: sqlite3.Row) -> EntryRow:
    """Return the row of the journal with its words; `body` and `struck_by` are columns of the query."""
    return EntryRow(
        seq=row["seq"],
        kind=row["kind"],
        number=row["number"],
        act=row["act"],
        key=row["key"],
        done_on=day(row["done_on"]),
        done_by=row["done_by"],
        recorded_by=row["recorded_by"],
        recorded_at=instant(row["recorded_at"]),
        body={} if row["body"] is None else json.loads(row["body"]),
        disposed=row["body"] is None,
        struck_by=row["struck_by"],
    )
