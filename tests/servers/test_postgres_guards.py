"""Whoever works with an office on a server changes nothing of it without a row of the journal: every table, every way.

The statements are plain SQL in the program's own role, as somebody would type them who has an account of the office.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest

from sharedlives_tui import office
from sharedlives_tui.desk import Desk
from sharedlives_tui.store import Store, moving
from sharedlives_tui.store import journal as chain
from sharedlives_tui.store.server.connect import connect
from sharedlives_tui.store.server.schema import guards_of_changes
from tests.desks import open_complaint
from tests.moving_kit import everything, full_office
from tests.servers.postgres_kit import Postgres

FREE = {
    "draft": "what somebody is typing is no part of the office until it is saved",
}
"""The tables that the program changes without a row of the journal, and why."""
NEVER = {
    "office": "INSERT DELETE",
    "journal": "UPDATE DELETE",
    "words": "UPDATE DELETE",
    "disposal": "UPDATE DELETE",
    "procedure_text": "UPDATE DELETE",
    "calendar_change": "UPDATE DELETE",
    "attachment": "DELETE",
    "person_entry": "DELETE",
    "case_file": "DELETE",
    "person": "DELETE",
    "role_held": "DELETE",
    "setting": "DELETE",
    "ref_count": "DELETE",
    "time_limit": "UPDATE",
    "case_party": "UPDATE",
    "case_access": "UPDATE",
    "case_link": "UPDATE",
    "sign_off_waiting": "UPDATE",
    "sign_off_answered": "UPDATE",
    "draft": "UPDATE",
    "find_words": "UPDATE",
    "find_names": "UPDATE",
    "find_titles": "UPDATE",
    "case_tally": "INSERT UPDATE DELETE",
    "form": "INSERT UPDATE DELETE",
}
"""What the role has no right to at all, whatever else stands in the transaction."""
WAYS = ("INSERT", "UPDATE", "DELETE")
FINDING = ("find_words", "find_names", "find_titles")

# What each table is given, and how a row of it is changed; a row that is there already is deleted and given again.
GIVEN = {
    "office": "INSERT INTO office VALUES (2, 'Other', 'wales', 'scheme', 1, 'x')",
    "journal": "INSERT INTO journal SELECT seq + 1, 'setting', NULL, NULL, 'put', NULL, NULL, NULL, 'P-1', "
    "recorded_at, NULL, digest, hash, hash FROM journal ORDER BY seq DESC LIMIT 1",
    "words": "INSERT INTO words SELECT max(seq), repeat('0', 32), '{}' FROM journal",
    "disposal": "INSERT INTO disposal SELECT 5, max(seq) FROM journal",
    "procedure_text": "INSERT INTO procedure_text SELECT 'mine', id, in_force, file_name, text, shared, seq "
    "FROM procedure_text LIMIT 1",
    "calendar_change": "INSERT INTO calendar_change SELECT max(seq), '2026-05-05', 0, 'Mine', '2026-03-02', 'x' "
    "FROM journal",
    "attachment": "INSERT INTO attachment SELECT 99, 1, NULL, 'x', encode(sha256('x'), 'hex'), 1, 0, max(seq), 'x' "
    "FROM journal",
    "person_entry": "INSERT INTO person_entry SELECT max(seq), 1, 1, 'approval', '2026-03-02', NULL FROM journal",
    "case_file": "INSERT INTO case_file SELECT 99, 'CO-0099', kind, type, title, find_text, owner, stage, status, "
    "opened_on, closed_on, procedure_digest, 0, updated_at, restricted, guarded, must_due, must_act_by, "
    "must_instance, target_due, target_act_by, target_instance, window_until, window_instance, theirs_due, "
    "theirs_instance, next_act_by, rest_state, rest_instance FROM case_file WHERE id = 1",
    "person": "INSERT INTO person SELECT 99, 'Mallory', 'mallory', max(seq), max(seq) FROM journal",
    "role_held": "INSERT INTO role_held SELECT 1, 'registered manager', '2020-01-01', NULL, max(seq) FROM journal",
    "setting": "INSERT INTO setting SELECT 'account.mallory', 'P-1', max(seq) FROM journal",
    "ref_count": "INSERT INTO ref_count VALUES ('ZZ', 1)",
    "time_limit": "INSERT INTO time_limit SELECT 1, 'mine', step, step_name, stage, key, due, act_by, until, force, "
    "side, state_base, ended_on, how, late, opened_on, rules, after_closing FROM time_limit LIMIT 1",
    "case_party": "INSERT INTO case_party VALUES (1, 1, 'subject', 'officer')",
    "case_access": "INSERT INTO case_access VALUES (1, 1, 'hidden')",
    "case_link": "INSERT INTO case_link SELECT 1, 3, 'Mine', max(seq) FROM journal",
    "sign_off_waiting": "INSERT INTO sign_off_waiting SELECT 1, 'mine', max(seq) FROM journal",
    "sign_off_answered": "INSERT INTO sign_off_answered SELECT 1, 'mine', max(seq), 'P-1' FROM journal",
    "draft": "INSERT INTO draft VALUES ('P-1', 'mine', '', 'x')",
    "find_words": "INSERT INTO find_words VALUES (1, 'mine')",
    "find_names": "INSERT INTO find_names VALUES (999, 'mine')",
    "find_titles": "INSERT INTO find_titles VALUES (999, 'mine')",
    "case_tally": "INSERT INTO case_tally VALUES (1, 'open', '', 'complaint', 0, 5)",
    "form": "INSERT INTO form VALUES (1, 9, '')",
}
CHANGED = {
    "office": ("name = 'Mine'",),
    "journal": ("recorded_by = 'P-2'",),
    "words": ("body = '{}'",),
    "disposal": ("by_seq = 1",),
    "procedure_text": ("text = ''",),
    "calendar_change": ("working = 1 - working",),
    "attachment": ("name = 'mine'", "content = 'x'"),
    "person_entry": ("struck_seq = (SELECT max(seq) FROM journal)",),
    "case_file": ("restricted = 0", "title = 'Mine'", "owner = 1", "status = 'closed'", "version = version + 1"),
    "person": ("name = 'Mine'", "find_text = 'mine'", "named_seq = (SELECT max(seq) FROM journal)"),
    "role_held": ("to_day = '2099-01-01'", "from_day = '2001-01-01'", "seq = (SELECT max(seq) FROM journal)"),
    "setting": ("value = 'Mine'", "seq = (SELECT max(seq) FROM journal)"),
    "ref_count": ("last = last + 1", "last = last + 10", "last = 1"),
    "time_limit": ("due = '2099-01-01'",),
    "case_party": ("part = 'mine'",),
    "case_access": ("rule = 'viewer'",),
    "case_link": ("words = 'Mine'",),
    "sign_off_waiting": ("instance = 'mine'",),
    "sign_off_answered": ("asked_by = 'P-1'",),
    "draft": ("body = ''",),
    **{name: (f"{name} = 'mine'",) for name in FINDING},
    "case_tally": ("cases = 0",),
    "form": ("number = 1",),
}
HARM = [
    *((table, "INSERT", sql) for table, sql in GIVEN.items()),
    *((table, "UPDATE", f"UPDATE {table} SET {what}") for table, each in CHANGED.items() for what in each),
    *((table, "DELETE", f"DELETE FROM {table}") for table in GIVEN),
]


@pytest.fixture(scope="module")
def whole(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, str]]:
    """An office with something in every table, on the server; every harm is done to it, and none holds."""
    desk = full_office(tmp_path_factory.mktemp("office"))
    database = postgres.new_database()
    open_complaint(desk)
    moving.carry(desk.store, postgres.url(database))
    desk.store.close()
    with Store.open(postgres.url(database)) as store:
        yield replace(desk, store=store), postgres.url(database)
    postgres.drop(database)


def all_of(store: Store) -> dict[str, Any]:
    kept: dict[str, Any] = everything(store)
    for name in (*FINDING, "case_tally", "form"):
        kept[name] = [tuple(row) for row in store.fetch(f"SELECT * FROM {name} ORDER BY 1, 2")]
    return kept


def test_every_table_of_the_office_is_tried(whole: tuple[Desk, str]) -> None:
    desk, _ = whole
    there = desk.store.fetch(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = to_regnamespace('sharedlives')"
    )
    names = {row[0] for row in there}
    assert names == {*GIVEN} == {*CHANGED} == {*NEVER} | {*FREE}
    empty = [name for name in names if not desk.store.fetch(f"SELECT 1 FROM {name} LIMIT 1")]
    assert empty == [], "a table without a row cannot be harmed"


@pytest.mark.parametrize(("table", "way", "statement"), HARM)
def test_nothing_changes_without_a_row_of_the_journal(
    whole: tuple[Desk, str], table: str, way: str, statement: str
) -> None:
    desk, url = whole
    before = all_of(desk.store)
    link = connect(url, reading=False)
    with closing(link):
        if table in FREE and way not in NEVER[table].split():
            with link.transaction(force_rollback=True):
                link.execute(statement)
                link.execute("SET CONSTRAINTS ALL IMMEDIATE")
            return
        no_right = way in NEVER[table].split()
        refused = psycopg.errors.InsufficientPrivilege if no_right else psycopg.errors.IntegrityConstraintViolation
        if (table, way) == ("words", "INSERT"):  # every row of the journal has its words already
            refused = psycopg.errors.UniqueViolation
        with pytest.raises(refused):
            link.execute(statement)
    assert all_of(desk.store) == before


_NEXT = """
INSERT INTO journal SELECT seq + 1, %s, %s, NULL, 'put', NULL, NULL, NULL, 'P-1', recorded_at, NULL, %s, hash,
repeat('0', 64) FROM journal ORDER BY seq DESC LIMIT 1
"""


def told(link: Any, kind: str, case_id: int | None, body: dict[str, Any]) -> None:
    """Add a row of the journal, as somebody would by hand."""
    text = chain.words_text(body)
    link.execute(_NEXT, (kind, case_id, chain.words_digest("0" * 32, text)))
    link.execute("INSERT INTO words SELECT max(seq), repeat('0', 32), %s FROM journal", (text,))


_OTHERS = (
    ("setting", None, {"name": "another", "value": "P-1"}),
    ("role", None, {"person": 2, "role": "registered manager", "first": "2020-01-01", "last": None}),
    ("person", None, {"person": 98, "name": "Mallory"}),
    ("entry of another case", 2, {}),
    ("audit", None, {}),
)


@pytest.mark.parametrize("other", _OTHERS, ids=lambda each: str(each[0]))
@pytest.mark.parametrize(
    "table", ["setting", "role_held", "person", "case_access", "case_party", "case_link", "case_file"]
)
def test_a_row_that_tells_of_something_else_is_none(
    whole: tuple[Desk, str], table: str, other: tuple[str, int | None, dict[str, Any]]
) -> None:
    desk, url = whole
    kind, case_id, body = other
    before = all_of(desk.store)
    sql = GIVEN[table] if table != "case_file" else "UPDATE case_file SET owner = 1, restricted = 0 WHERE id = 1"
    link = connect(url, reading=False)
    with closing(link):
        link.execute("BEGIN")
        told(link, "attachment" if case_id else kind, case_id, body)
        link.execute(sql)
        with pytest.raises(psycopg.errors.IntegrityConstraintViolation, match=f"^{table} changes only with a row"):
            link.execute("COMMIT")
    assert all_of(desk.store) == before


def test_a_row_of_before_is_none(whole: tuple[Desk, str]) -> None:
    """A setting cannot be put back to what it once was by naming the old row."""
    desk, url = whole
    office.set_contact(desk, "duty line", "First")
    office.set_contact(desk, "duty line", "Second")
    first = desk.store.fetch(
        "SELECT j.seq, w.body FROM journal j JOIN words w ON w.seq = j.seq WHERE w.body LIKE ?", ('%"First"%',)
    )[0]["seq"]
    link = connect(url, reading=False)
    with closing(link), pytest.raises(psycopg.errors.IntegrityError, match="setting changes only with a row"):
        link.execute("UPDATE setting SET value = 'First', seq = %s WHERE value = 'Second'", (first,))


def test_a_savepoint_or_a_table_of_ones_own_opens_no_way(whole: tuple[Desk, str]) -> None:
    desk, url = whole
    before = all_of(desk.store)
    link = connect(url, reading=False)
    with closing(link):
        link.execute("CREATE TEMP TABLE journal AS SELECT * FROM sharedlives.journal")
        link.execute("CREATE TEMP TABLE words AS SELECT * FROM sharedlives.words")
        for statements in (
            "UPDATE pg_temp.journal SET act = act; DELETE FROM sharedlives.case_access WHERE case_id = 2",
            "SAVEPOINT a; DELETE FROM sharedlives.case_access WHERE case_id = 2; RELEASE a",
            "DELETE FROM sharedlives.case_access WHERE case_id = 2; SET CONSTRAINTS ALL DEFERRED",
        ):
            link.execute(f"BEGIN; {statements}")
            with pytest.raises(psycopg.errors.IntegrityConstraintViolation, match="case_access changes only with"):
                link.execute("COMMIT")
    assert all_of(desk.store) == before


def test_with_its_row_all_of_it_goes_and_the_check_is_content(whole: tuple[Desk, str]) -> None:
    """What casework and the office's doors do passes: the suites of both stores prove the rest of it."""
    desk, url = whole
    link = connect(url, reading=False)
    with closing(link), link.transaction(force_rollback=True):
        told(link, "setting", None, {"name": "account.mallory", "value": "P-1"})
        link.execute(GIVEN["setting"])
        link.execute("SET CONSTRAINTS ALL IMMEDIATE")
    office.change_calendar(desk, date(2026, 3, 16), working=False, reason="Training")
    assert desk.store.check_file() == []
    assert desk.store.verify_journal() == []


def test_an_office_that_lacks_these_guards_is_given_them_by_its_owner(
    whole: tuple[Desk, str], postgres: Postgres, tmp_path: Path
) -> None:
    desk, _ = whole
    database = postgres.new_database()
    url = postgres.url(database)
    moving.carry(desk.store, url)
    postgres.ask(f"SET search_path = sharedlives; {guards_of_changes.TAKEN_AWAY}", database=database)
    postgres.ask("CREATE ROLE clerk LOGIN; GRANT sharedlives_program TO clerk")
    try:
        with Store.open(postgres.url(database, user="clerk")) as store:
            assert any("can be changed here without it" in each for each in store.check_file())
        with Store.open(url) as store:
            assert store.check_file() == []
    finally:
        postgres.ask("DROP ROLE clerk")
        postgres.drop(database)


def test_the_page_has_the_table_of_what_may_change(whole: tuple[Desk, str]) -> None:
    page = (Path(__file__).parents[2] / "docs" / "postgresql.md").read_text()
    lines = [line for line in page.splitlines() if line.startswith("| `")]
    named = {name for line in lines for name in re.findall(r"`(\w+)`", line.split("|")[1])}
    assert {*GIVEN} <= named
