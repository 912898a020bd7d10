"""People, roles, settings, days and the office's name change in the file only with a row of the journal that says so.

The statements are plain SQL, as somebody would type them who has the file and no other tool than SQLite's.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sharedlives_tui import casework, office
from sharedlives_tui.cleaning import clean_line
from sharedlives_tui.desk import Desk
from sharedlives_tui.store import journal, views
from sharedlives_tui.store.office_writer import OfficeWriter
from tests.moving_kit import everything, full_office
from tests.store_kit import AT, DAY, SAM, new_store

HARD = 'He said "no\\", then\n\ttwo lines: {"name":"duty line","person":1,} \\n \u0645\u0631 🙂 é }'

# What is given, and how what is there is changed: with no row of the journal that tells of it.
GIVEN = (
    "INSERT INTO setting SELECT 'account.mallory', 'P-1', max(seq) FROM journal",
    "INSERT OR REPLACE INTO setting SELECT name, 'Mine', seq FROM setting",
    "INSERT OR REPLACE INTO setting SELECT * FROM setting",
    "INSERT INTO role_held SELECT 1, 'registered manager', '2020-01-01', NULL, max(seq) FROM journal",
    "INSERT OR REPLACE INTO role_held SELECT person_id, role, from_day, '2099-01-01', seq FROM role_held",
    "INSERT INTO person SELECT 99, 'Mallory', 'mallory', max(seq), max(seq) FROM journal",
    "INSERT INTO calendar_change SELECT max(seq), '2026-05-05', 0, 'Mine', '2026-03-02', 'x' FROM journal",
)
CHANGED = {
    "setting": ("value = 'Mine'", "seq = (SELECT max(seq) FROM journal)", "name = name || 'x'", "value = value"),
    "role_held": ("to_day = '2099-01-01'", "role = 'registered manager'", "person_id = 2", "to_day = NULL"),
    "person": ("name = 'Mine'", "find_text = 'mine'", "name = '', find_text = ''", "id = id + 50"),
    "calendar_change": ("working = 1 - working", "reason = 'Mine'", "day = '2026-03-13'"),
    "office": ("name = 'Mine'", "nation = 'wales'"),
}
HARM = (
    *GIVEN,
    *(f"UPDATE {table} SET {what}" for table, each in CHANGED.items() for what in each),
    *(f"DELETE FROM {table}" for table in CHANGED),
)
REFUSED = r"only with a newer row of the journal|never deleted|cannot be deleted"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, sqlite3.Connection]]:
    """An office with something in every table, and its file in somebody's hands; every harm is done, and none holds."""
    desk = full_office(tmp_path_factory.mktemp("office"))
    with desk.store.writing(SAM, AT) as writer:
        writer.put_setting("duty line", "First")
        writer.put_setting("duty line", "Second")
    file = sqlite3.connect(desk.store.path, isolation_level=None)
    yield desk, file
    file.close()
    desk.store.close()


@pytest.mark.parametrize("statement", HARM)
def test_nothing_changes_without_a_row_of_the_journal(whole: tuple[Desk, sqlite3.Connection], statement: str) -> None:
    desk, file = whole
    before = everything(desk.store)
    with pytest.raises(sqlite3.IntegrityError, match=REFUSED):
        file.execute(statement)
    assert everything(desk.store) == before
    assert casework.check(desk) == []


def told(file: sqlite3.Connection, kind: str, body: dict[str, Any], case_id: int | None = None) -> int:
    """Add a row of the journal, as somebody would by hand."""
    seq, last = file.execute("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1").fetchone()
    text = journal.words_text(body)
    digest = journal.words_digest("0" * 32, text)
    row = journal.Row(seq + 1, kind, case_id, None, "put", None, None, None, "P-1", AT.isoformat(), None, digest, last)
    file.execute(f"INSERT INTO journal VALUES ({', '.join('?' * 14)})", (*row.__dict__.values(), row.hash))
    file.execute("INSERT INTO words VALUES (?, ?, ?)", (seq + 1, "0" * 32, text))
    return int(seq) + 1


_OTHERS = (
    ("setting", {"name": "another", "value": "P-1"}),
    ("setting", {"name": "account.mallory", "value": 'Not "value":"P-1"'}),
    ("setting", {"name": "account.mallory", "value": "P-10"}),
    ("role", {"person": 11, "role": "registered manager", "first": "2020-01-01", "last": None}),
    ("role", {"person": 1, "role": "registered manager", "first": "2020-01-01", "last": "2020-02-01"}),
    ("person", {"person": 98, "name": "Mallory"}),
    ("audit", {"name": "account.mallory", "value": "P-1", "person": 99}),
)


@pytest.mark.parametrize("other", _OTHERS, ids=str)
@pytest.mark.parametrize("statement", [GIVEN[0], GIVEN[3], GIVEN[5], GIVEN[6]])
def test_a_row_that_tells_of_something_else_is_none(
    whole: tuple[Desk, sqlite3.Connection], statement: str, other: tuple[str, dict[str, Any]]
) -> None:
    _, file = whole
    file.execute("BEGIN IMMEDIATE")
    told(file, *other)
    with pytest.raises(sqlite3.IntegrityError, match=REFUSED):
        file.execute(statement)
    file.execute("ROLLBACK")


def test_a_row_of_before_is_none(whole: tuple[Desk, sqlite3.Connection]) -> None:
    """A setting cannot be put back to what it once was by naming the old row, in place or as a new one."""
    _, file = whole
    (first,) = file.execute("SELECT seq FROM words WHERE body LIKE '%\"First\"%'").fetchone()
    for statement in (
        f"UPDATE setting SET value = 'First', seq = {first} WHERE name = 'duty line'",
        f"INSERT OR REPLACE INTO setting VALUES ('duty line', 'First', {first})",
    ):
        with pytest.raises(sqlite3.IntegrityError, match=REFUSED):
            file.execute(statement)


def test_with_its_row_it_goes_and_the_check_is_content(tmp_path: Path) -> None:
    desk = full_office(tmp_path)
    file = sqlite3.connect(desk.store.path, isolation_level=None)
    file.execute("BEGIN IMMEDIATE")
    for kind, body, statement in (
        ("setting", {"name": "account.mallory", "value": "P-1"}, GIVEN[0]),
        ("role", {"person": 1, "role": "registered manager", "first": "2020-01-01", "last": None}, GIVEN[3]),
        ("office", {"name": "Other"}, "UPDATE office SET name = 'Other'"),
    ):
        told(file, kind, body)
        file.execute(statement)
    file.execute("COMMIT")
    file.close()
    assert casework.check(desk) == []


def change_all(writer: OfficeWriter, text: str) -> None:
    """Everything that is guarded, given and changed with hard words."""
    for value in (text, "", text * 2):
        writer.put_setting(text, value, why=text)
        writer.put_setting("plain", value, why=text)
    person = writer.add_person(text, case_id=None)
    writer.rename_person(person, f"{text} {text}")
    writer.add_role(person, text, DAY)
    writer.end_role(person, clean_line(text), DAY)
    writer.add_role(person, "officer", DAY, DAY)
    for working in (True, False):
        writer.add_calendar_change(date(2026, 3, 12), working, text, DAY)
    writer.change_office(name=text)
    writer.change_office(nation="wales")
    writer.change_office(name="Plain", nation="scotland")


@pytest.mark.parametrize("text", [HARD, '"', "\\", '\\"', "a\tb\nc", "'; DROP TABLE journal; --", "\u200d", "Ł" * 150])
def test_whatever_is_typed_passes_the_guards(tmp_path: Path, text: str) -> None:
    with new_store(tmp_path) as store:
        with store.writing(SAM, AT) as writer:
            change_all(writer, text)
        assert store.verify_journal() == []
        assert store.check_file() == []
        assert views.settings(store)["plain"]


def test_names_that_were_disposed_of_are_blanked_and_stay_so(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        with store.writing(SAM, AT) as writer:
            writer.add_person("Kim")
            (seq,) = writer.fetch("SELECT named_seq FROM person WHERE name = 'Kim'")[0]
            writer.dispose([seq], "Kept long enough")
        assert [row[0] for row in store.fetch("SELECT name FROM person WHERE named_seq = ?", (seq,))] == [""]
        assert store.verify_journal() == []
        file = sqlite3.connect(store.path, isolation_level=None)
        with pytest.raises(sqlite3.IntegrityError, match=REFUSED):
            file.execute("UPDATE person SET name = 'Kim', find_text = 'kim' WHERE name = ''")
        file.close()


def test_what_the_doors_of_the_office_do_passes(whole: tuple[Desk, sqlite3.Connection]) -> None:
    desk, _ = whole
    office.set_contact(desk, "duty line", "Third")
    assert casework.check(desk) == []
