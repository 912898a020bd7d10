"""A small office for the tests of the store, and ways to fill it."""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sharedlives_tui.access import Viewer
from sharedlives_tui.store import CaseRow, LimitRow, Store
from sharedlives_tui.store.cases import CaseList, ListedCase, Wanted
from sharedlives_tui.store.connection import FileStore
from sharedlives_tui.store.pragmas import connect
from sharedlives_tui.store.schema import step_0008, step_0010

AT = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)
DAY = date(2026, 11, 16)
DIGEST = "d" * 64
SAM = "Sam Malik"
NEWER_INDEXES = (
    "case_opened",
    "case_stage",
    "case_status",
    "case_owner",
    "case_closed",
    "case_guarded",
    "limit_day",
    "limit_undated",
)
"""What the sixth form added: a test that goes back before it takes these away."""


def new_store(folder: Path, name: str = "office.db", *, practice: bool = False, wait: float = 10.0) -> Store:
    return Store.create(
        folder / name, name="Example Shared Lives", nation="england", practice=practice, by=SAM, at=AT, wait=wait
    )


def limit(instance: str, due: date | None = None, **more: Any) -> LimitRow:
    """A limit that is `must` and ours, unless told otherwise; acted on by its own day."""
    values: dict[str, Any] = {
        "step": instance.partition("@")[0].partition(".")[0],
        "step_name": instance.capitalize(),
        "stage": "local",
        "key": None,
        "opened_on": DAY,
        "force": "must",
        "side": "ours",
        "due": due,
        "act_by": due,
        "until": due,
    }
    return LimitRow(instance=instance, **(values | more))


def open_case(
    writer: Any,
    limits: Sequence[LimitRow] = (),
    *,
    prefix: str = "CO",
    kind: str = "complaint",
    account: str = "The carer was late.",
    **row: Any,
) -> tuple[int, str]:
    """A case with its opening entry; returns its number and reference."""
    case_id, ref = writer.new_case(prefix, kind, DIGEST, DAY)
    entry(writer, case_id, "received", account=account)
    writer.save_case(CaseRow(case_id, ref, kind, DIGEST, DAY, writer.case_version(case_id), **row))
    writer.replace_limits(case_id, limits)
    return case_id, ref


def entry(writer: Any, case_id: int, act: str, **words: str) -> int:
    return writer.append(
        kind="entry",
        case_id=case_id,
        number=writer.next_number(case_id),
        act=act,
        done_on=DAY,
        done_by=SAM,
        body={"values": words},
    )


def listed(
    store: Store, viewer: Viewer, wanted: Wanted | None = None, today: date = DAY, size: int = 60
) -> list[ListedCase]:
    """The first page of the list of all cases."""
    return CaseList(store, viewer, wanted or Wanted(), today, today).page(size=size)


def known(person_id: int, name: str = SAM) -> Viewer:
    return Viewer(person_id, name, frozenset({"officer"}))


def tamper(store: Store, *statements: str) -> None:
    """Do what somebody could do who has the file, or the server, and not the program: no guard hinders them."""
    if isinstance(store, FileStore):
        raw = connect(store.path, "rw", wait=5)
        try:
            for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                raw.execute(f"DROP TRIGGER {name}")
            raw.execute("PRAGMA foreign_keys = OFF")
            for statement in statements:
                raw.execute(statement)
        finally:
            raw.close()
        return
    import psycopg

    with psycopg.connect(str(store.place)) as link:
        link.execute("SET search_path = sharedlives; SET session_replication_role = replica")
        for statement in statements:
            link.execute(re.sub(r"x'([0-9a-f]*)'", r"'\\x\1'::bytea", statement))


UNKNOWN = Viewer(None, "Temp Worker", frozenset(), known=False)


@contextlib.contextmanager
def without_rights() -> Iterator[None]:
    """Run the block as an account that owns nothing, where the tests run as root, who may do everything."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def without_answers(file: sqlite3.Connection) -> None:
    """Take the eleventh form back: letters that were answered, and the guards of what is no case."""
    file.execute("DROP TABLE sign_off_answered")
    for table in ("setting", "role_held", "person", "calendar_change"):
        for name in ("told", "fixed", "kept"):
            file.execute(f"DROP TRIGGER {table}_{name}")
    file.execute("DROP TRIGGER office_told")


def without_indexes_apart(file: sqlite3.Connection) -> None:
    """Take the tenth form back, and the one after it: one index of words for letters, facts and entries on people."""
    without_answers(file)
    for name in (*step_0010.TERMS, *step_0010.SAID):
        file.execute(f"DROP TABLE {name}")
    for statement in step_0008.SQL.split(";\n"):
        if "find_words" in statement:
            file.execute(statement)


def without_tally(file: sqlite3.Connection) -> None:
    """Take the ninth form and those after it back: what counts the cases, an index of words for each thing."""
    without_indexes_apart(file)
    for name in ("begins", "leaves", "comes", "ends"):
        file.execute(f"DROP TRIGGER case_tally_{name}")
    file.execute("DROP VIEW case_tallied")
    file.execute("DROP TABLE case_tally")


def without_find(file: sqlite3.Connection) -> None:
    """Take the eighth form and those after it back: the index of words, what counts the cases."""
    without_tally(file)
    for name in ("find_vocabulary", "find_words", "find_names", "find_titles"):
        file.execute(f"DROP TABLE {name}")


def without_newer_forms(file: sqlite3.Connection) -> None:
    """Take back what the sixth form and those after it brought, so that a file of an older form is at hand."""
    file.execute("DROP TABLE sign_off_waiting")
    for name in NEWER_INDEXES:
        file.execute(f"DROP INDEX {name}")
    without_find(file)
