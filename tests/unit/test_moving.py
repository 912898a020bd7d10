"""An office carried to another place: all of it, compared row by row; or nothing there, and why."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from sharedlives_tui import moving
from sharedlives_tui.desk import Desk
from sharedlives_tui.requests import Refused
from sharedlives_tui.store import Exists, ReadOnly, Store, StoreError
from sharedlives_tui.store import moving as carrying
from sharedlives_tui.store.errors import DiskFull
from sharedlives_tui.store.moving_file import FileArrival
from sharedlives_tui.store.pragmas import connect
from sharedlives_tui.store.writer import Writer
from tests.desks import at, open_complaint
from tests.finding_kit import look, of_kind
from tests.moving_kit import everything, faults, full_office


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return full_office(tmp_path)


@pytest.fixture
def there(tmp_path: Path) -> Path:
    return tmp_path / "there" / "office.db"


@pytest.fixture(autouse=True)
def a_folder(there: Path) -> None:
    there.parent.mkdir()


def left_at(place: Path) -> list[str]:
    return sorted(each.name for each in place.parent.iterdir())


def test_every_table_of_an_office_is_carried(desk: Desk) -> None:
    names = {table.name for table in carrying.tables()}
    kept = desk.store.fetch(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' "
        "AND name NOT LIKE 'find@_%' ESCAPE '@'"
    )
    assert names == {row[0] for row in kept}
    assert not [name for name, rows in everything(desk.store).items() if not rows], "the kit has something in each"


def test_all_of_it_comes_and_stays_here_too(desk: Desk, there: Path) -> None:
    before = everything(desk.store)
    came = moving.move(desk, there)
    assert everything(desk.store) == before
    with Store.open(there) as store:
        assert everything(store) == before
        assert (came.rows, came.head) == desk.store.head() == store.head()
        assert came.tables == {name: len(rows) for name, rows in before.items()}
        assert faults(desk, store) == []
        other = replace(desk, store=store)
        assert of_kind(look(other, "rota"), "case", "note") == of_kind(look(desk, "rota"), "case", "note") != []
        opened = open_complaint(other)
        assert opened.ref == "CO-0003", "the numbers go on"
        assert faults(desk, store) == []
    assert left_at(there) == ["office.db", "office.db-queue"]
    open_complaint(desk)


@pytest.mark.parametrize(
    ("statements", "words"),
    [
        (["UPDATE journal SET done_by = 'Kim' WHERE seq = 40"], "Row 40 of the journal is not as it was written."),
        (["DELETE FROM words WHERE seq = 40"], "The words of row 40 of the journal are missing"),
        (["UPDATE words SET body = '{}' WHERE seq = 40"], "The words of row 40 of the journal are not as they were"),
        (["UPDATE attachment SET content = X'00' WHERE id = 1"], "Attachment 1 is not the file that was added."),
        (["UPDATE time_limit SET due = '2030-01-01' WHERE instance = 'respond'"], "CO-0001"),
        (["UPDATE person SET name = 'Kim' WHERE id = 3"], "What is kept of person 3 is not as the journal says."),
    ],
)
def test_an_office_that_is_not_whole_is_refused_with_the_place(
    desk: Desk, there: Path, statements: list[str], words: str
) -> None:
    raw = connect(desk.store.path, "rw", wait=5)
    for (guard,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        sql = raw.execute("SELECT sql FROM sqlite_master WHERE name = ?", (guard,)).fetchone()[0]
        raw.execute(f"DROP TRIGGER {guard}")
        statements = [*statements, sql]
    for statement in statements:
        raw.execute(statement)
    raw.close()
    with pytest.raises(carrying.NotWhole, match="Not moved: .*Nothing was made at the new place") as refused:
        moving.move(desk, there)
    assert words in str(refused.value)
    assert left_at(there) == []


def test_many_faults_are_counted(desk: Desk, there: Path) -> None:
    found = [f"Fault {number}." for number in range(1_000 + carrying.NAMED)]
    with pytest.raises(carrying.NotWhole, match=r"Fault 4\. And 1,000 more\.") as refused:
        carrying.carry(desk.store, there, prove=lambda store: found)
    assert len(refused.value.faults) == 1_000 + carrying.NAMED


@pytest.mark.parametrize(
    ("table", "column", "words"),
    [
        ("journal", "recorded_by", "Row 1 of the journal came otherwise"),
        ("words", "body", "The words of row 1 of the journal came otherwise"),
        ("draft", "body", "Row P-1 new of the table draft came otherwise"),
        ("time_limit", "how", "Row 1 acknowledge of the table time_limit came otherwise"),
    ],
)
@pytest.mark.parametrize("lost", [True, False])
def test_what_comes_otherwise_is_found_and_nothing_stays(
    desk: Desk, there: Path, monkeypatch: pytest.MonkeyPatch, table: str, column: str, words: str, lost: bool
) -> None:
    add = FileArrival.add

    def add_otherwise(self: FileArrival, wanted: carrying.Table, rows: Iterable[carrying.Row]) -> None:
        found = [*rows]
        if wanted.name == table:
            first = dict(zip(wanted.columns, found[0], strict=True))
            found[:1] = [] if lost else [tuple({**first, column: f"{first[column]}x"}.values())]
        add(self, wanted, found)

    monkeypatch.setattr(FileArrival, "add", add_otherwise)
    with pytest.raises(carrying.CameOtherwise, match="Nothing was left at the new place") as refused:
        moving.move(desk, there)
    assert words in str(refused.value)
    assert left_at(there) == []
    open_complaint(desk)


def test_a_place_that_is_taken_is_left_as_it_is(desk: Desk, there: Path) -> None:
    there.write_text("something")
    with pytest.raises(Exists):
        moving.move(desk, there)
    assert there.read_text() == "something"
    with pytest.raises(Exists):
        moving.move(desk, desk.store.path)


def test_who_saves_meanwhile_waits_and_is_not_lost(desk: Desk, there: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = replace(desk, store=Store.open(desk.store.path))
    saved: list[str] = []
    writer = threading.Thread(target=lambda: saved.append(open_complaint(other).ref))
    compare = carrying.compare

    def compare_slowly(*told: object) -> None:
        if not writer.is_alive() and not saved:
            writer.start()
            time.sleep(0.3)
        compare(*told)  # type: ignore[arg-type]
        assert saved == [], "the turn is held until all is carried"

    monkeypatch.setattr(carrying, "compare", compare_slowly)
    came = moving.move(desk, there)
    writer.join(20)
    assert saved == ["CO-0003"]
    assert desk.store.head()[0] > came.rows


def test_who_may_move_an_office(desk: Desk, there: Path) -> None:
    for who in ("Olu Officer", "Rae Registered", "Somebody Else"):
        with pytest.raises(Refused, match="administrator"):
            moving.move(at(desk, desk.today, who), there)
    assert left_at(there) == []


def test_an_office_that_can_only_be_read_is_carried_too(desk: Desk, there: Path) -> None:
    desk.store.why_read_only = "this account may not write to the file"
    assert carrying.carry(desk.store, there).rows == desk.store.head()[0]
    with pytest.raises(ReadOnly):
        moving.move(desk, there.with_name("other.db"), final=True)
    assert left_at(there) == ["office.db"]


def test_where_the_old_place_cannot_be_closed_nothing_moves(
    desk: Desk, there: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Writer, "put_setting", _no_room)
    with pytest.raises(DiskFull):
        moving.move(desk, there, final=True)
    assert left_at(there) == []
    monkeypatch.undo()
    open_complaint(desk)


def _no_room(_writer: Writer, *_told: object, **_more: object) -> None:
    raise DiskFull("there")


def test_moved_for_good_the_old_place_is_for_reading_and_says_where_it_went(desk: Desk, there: Path) -> None:
    already_open = replace(desk, store=Store.open(desk.store.path))
    came = moving.move(desk, there, final=True)
    row = desk.store.fetch("SELECT kind, recorded_by FROM journal ORDER BY seq DESC LIMIT 1")[0]
    assert tuple(row) == ("setting", "P-1")
    assert desk.store.head()[0] == came.rows + 1, "that it is closed here came too; that it went did not"
    for store in (desk.store, already_open.store, Store.open(desk.store.path)):
        with pytest.raises(StoreError, match=f"Not saved: .*was moved to {there}.*sharedlives --database"):
            open_complaint(replace(desk, store=store))
    again = Store.open(desk.store.path)
    assert again.read_only
    assert str(there) in again.why_read_only
    assert faults(desk, again) == []
    with pytest.raises(Refused, match="was moved to .* Move it on from there"):
        moving.move(replace(desk, store=again), there.with_name("third.db"))
    with Store.open(there) as store:
        open_complaint(replace(desk, store=store))
        assert faults(desk, store) == []
