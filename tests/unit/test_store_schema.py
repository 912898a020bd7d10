"""The form of the file: steps whole or not at all, equal to what the tables declare."""

import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sharedlives_tui.store import Damaged, Store, connection, schema, tables, views
from sharedlives_tui.store.migrations import dump, statements, upgrade, version
from sharedlives_tui.store.pragmas import connect
from sharedlives_tui.store.schema import STEPS, Step
from tests.store_kit import AT, SAM, limit, new_store, open_case, without_newer_forms, without_rights

LAST = len(STEPS)
NEXT = Step(
    LAST + 1,
    "CREATE TABLE extra (id INTEGER NOT NULL PRIMARY KEY, ref TEXT NOT NULL) STRICT;\n"
    + "INSERT INTO extra (ref) SELECT c.ref FROM case_file c, journal j, journal k;\n" * 6
    + "CREATE INDEX extra_ref ON extra (ref);\n"
    "CREATE TRIGGER extra_kept BEFORE DELETE ON extra\nBEGIN SELECT RAISE(ABORT, 'kept'); END;\n",
)
ROOT = Path(__file__).parents[2]


def fresh(*steps: Step) -> sqlite3.Connection:
    made = sqlite3.connect(":memory:", isolation_level=None)
    upgrade(made, steps)
    return made


def test_the_steps_are_numbered_one_after_the_other() -> None:
    assert [step.number for step in STEPS] == list(range(1, connection.SCHEMA + 1))


def test_the_tables_are_declared_as_the_steps_make_them() -> None:
    made = fresh(*STEPS)
    names = {
        row[0] for row in made.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'find_%'")
    }
    declared = tables.SQLModel.metadata.tables
    assert names == set(declared)
    for name, table in declared.items():
        kept = {row[1]: (row[2], bool(row[3]), row[5] > 0) for row in made.execute(f"PRAGMA table_info({name})")}
        said = {
            column.name: (
                {"AutoString": "TEXT", "Integer": "INTEGER", "LargeBinary": "BLOB"}[type(column.type).__name__],
                not column.nullable,
                column.primary_key,
            )
            for column in table.columns
        }
        assert kept == said, name
        points_to = {(row[3], row[2], row[4]) for row in made.execute(f"PRAGMA foreign_key_list({name})")}
        assert points_to == {(key.parent.name, key.column.table.name, key.column.name) for key in table.foreign_keys}, (
            name
        )
    made.close()


def test_every_append_only_table_has_its_guards() -> None:
    made = fresh(*STEPS)
    guards = {row[0] for row in made.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    for table in ("journal", "words", "disposal", "office", "attachment", "procedure"):
        assert {f"{table}_fixed", f"{table}_kept"} <= guards
    made.close()


def test_statements_are_told_apart() -> None:
    sql = "-- a word; first\nCREATE TABLE a (b TEXT DEFAULT ';');\n\nCREATE TRIGGER t BEFORE DELETE ON a\nBEGIN\n"
    sql += "SELECT 1;\nSELECT 2;\nEND;\n"
    assert [each.split()[1] for each in statements(sql)] == ["TABLE", "TRIGGER"]
    with pytest.raises(ValueError, match="does not end"):
        list(statements("CREATE TABLE a (b TEXT)"))


def test_a_step_that_goes_wrong_changes_nothing() -> None:
    made = fresh(*STEPS)
    before = dump(made)
    with pytest.raises(sqlite3.OperationalError):
        upgrade(
            made, (*STEPS, Step(LAST + 1, "CREATE TABLE extra (id INTEGER);\nCREATE TABLE journal (id INTEGER);\n"))
        )
    assert (version(made), dump(made)) == (LAST, before)
    made.close()


def test_the_second_form_lists_what_stands_open_after_closing(tmp_path: Path) -> None:
    review = limit("review", None, after_closing=True, force="none")
    held = limit("held", state_base="withheld")
    with new_store(tmp_path) as store:
        with store.writing(SAM, AT) as writer:
            kinds = (([review], "closed"), ([review], "open"), ([], "closed"), ([review, held], "closed"))
            for limits, status in kinds:
                open_case(writer, limits, status=status)
        path = store.path
    now = states_of(path)
    with sqlite3.connect(path, isolation_level=None) as file:  # as the first form had it
        file.execute("UPDATE case_file SET rest_state = '' WHERE rest_state = 'no_limit' AND status = 'closed'")
        file.execute("UPDATE case_file SET rest_instance = '' WHERE rest_state <> 'withheld'")
        without_newer_forms(file)
        file.execute("DROP TABLE person_entry")
        file.execute("PRAGMA user_version = 1")
    file.close()
    assert states_of(path) != now
    with Store.open(path) as store:
        assert store.verify_journal() == []
        assert store.check_file() == []
    assert states_of(path) == now
    assert [state for state, _ in now] == ["no_limit", "no_limit", "", "withheld"]


def states_of(path: Path) -> list[tuple[str, str]]:
    file = sqlite3.connect(path)
    found = file.execute("SELECT rest_state, rest_instance FROM case_file ORDER BY id").fetchall()
    file.close()
    return found


def next_form(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "SCHEMA", LAST + 1)
    monkeypatch.setattr(schema, "STEPS", (*STEPS, NEXT))


def older_office(folder: Path) -> Path:
    with new_store(folder) as store:
        with store.writing(SAM, AT) as writer:
            for _ in range(12):
                open_case(writer)
        return store.path


def test_opening_an_older_office_brings_it_up_to_date_and_keeps_a_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = older_office(tmp_path)
    next_form(monkeypatch)
    with Store.open(path) as store:
        assert len(views.all_cases(store)) == 12
        assert store.verify_journal() == []
        assert store.check_file() == []
        with store.writing(SAM, AT) as writer:
            open_case(writer)
    monkeypatch.undo()
    with Store.open(tmp_path / f"office.db.form-{LAST}") as before:
        assert len(views.all_cases(before)) == 12


def test_an_older_office_that_may_not_be_written_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = older_office(tmp_path)
    for each in tmp_path.parents[:3]:
        each.chmod(0o755)
    tmp_path.chmod(0o777)
    path.chmod(0o444)
    next_form(monkeypatch)
    with without_rights(), pytest.raises(Damaged, match="older form"):
        Store.open(path)


UPGRADER = """
import sys
from pathlib import Path
from sharedlives_tui.store.migrations import upgrade
from sharedlives_tui.store.pragmas import connect
from tests.unit.test_store_schema import NEXT, STEPS
opened = connect(Path(sys.argv[1]), "rw", wait=30)
print("begun", flush=True)
upgrade(opened, (*STEPS, NEXT))
opened.close()
"""


def upgrader(path: Path) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", UPGRADER, str(path)], stdout=subprocess.PIPE, text=True, cwd=ROOT)


def form_of(path: Path) -> tuple[int, dict[str, str], str]:
    opened = connect(path, "rw", wait=30)
    try:
        return version(opened), dump(opened), opened.execute("PRAGMA integrity_check").fetchone()[0]
    finally:
        opened.close()


def test_an_upgrade_that_is_killed_leaves_the_old_form_or_the_new(tmp_path: Path) -> None:
    path = older_office(tmp_path)
    before = path.read_bytes()
    old, new = fresh(*STEPS), fresh(*STEPS, NEXT)
    forms = {LAST: dump(old), LAST + 1: dump(new)}
    old.close()
    new.close()
    seen = set()
    chance = random.Random(7)
    for number in range(6):
        for left in tmp_path.glob("office.db*"):
            left.unlink()
        path.write_bytes(before)
        child = upgrader(path)
        assert child.stdout is not None
        assert child.stdout.readline() == "begun\n"
        time.sleep(0 if number == 0 else chance.uniform(0, 0.06))
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
        found, shape, integrity = form_of(path)
        assert integrity == "ok"
        assert shape == forms[found]
        seen.add(found)
    assert seen <= set(forms)


def test_many_upgrading_at_once_do_it_once(tmp_path: Path) -> None:
    path = older_office(tmp_path)
    children = [upgrader(path) for _ in range(4)]
    for each in children:
        assert each.communicate()[0] == "begun\n"
    assert [each.returncode for each in children] == [0] * 4
    found, shape, integrity = form_of(path)
    new = fresh(*STEPS, NEXT)
    assert (found, shape, integrity) == (LAST + 1, dump(new), "ok")
    new.close()
