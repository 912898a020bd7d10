"""An office carried from a file to a server and back: the same rows, the same answers; or nothing there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from sharedlives_tui import moving
from sharedlives_tui.desk import Desk
from sharedlives_tui.store import Exists, Missing, Store, StoreError
from sharedlives_tui.store import moving as carrying
from sharedlives_tui.store.server.moving import ServerArrival
from tests.desks import open_complaint
from tests.finding_kit import look
from tests.moving_kit import everything, faults, full_office
from tests.servers.postgres_kit import Postgres

WORDS = ("rota", "Grace", "grac", "żółć", "🙂", "CO-0001", "approved", "nothing of it")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = full_office(tmp_path)
    yield made
    made.store.close()


@pytest.fixture
def there(postgres: Postgres, database: str) -> str:
    return postgres.url(database)


def found(desk: Desk) -> list[object]:
    return [[(hit.kind, hit.ref, hit.title) for hit in look(desk, words).hits] for words in WORDS]


def test_to_a_server_and_back_into_a_file_nothing_changes(desk: Desk, there: str, tmp_path: Path) -> None:
    before = everything(desk.store)
    came = moving.move(desk, there)
    assert came.tables == {name: len(rows) for name, rows in before.items()}
    with Store.open(there) as store:
        on_server = replace(desk, store=store)
        assert everything(store) == before
        assert faults(desk, store) == []
        assert store.head() == desk.store.head()
        assert found(on_server) == found(desk)
        assert open_complaint(on_server).ref == "CO-0003", "the numbers go on"
        assert faults(desk, store) == []
        after = everything(store)
        moving.move(on_server, tmp_path / "back.db")
    with Store.open(tmp_path / "back.db") as store:
        assert everything(store) == after
        assert faults(desk, store) == []
        assert open_complaint(replace(desk, store=store)).ref == "CO-0004"
    assert everything(desk.store) == before


def test_from_server_to_server(desk: Desk, there: str, postgres: Postgres) -> None:
    moving.move(desk, there)
    other = postgres.url(postgres.new_database())
    with Store.open(there) as store:
        before = everything(store)
        moving.move(replace(desk, store=store), other, final=True)
        with pytest.raises(StoreError, match="was moved to"):
            open_complaint(replace(desk, store=store))
    with Store.open(other) as store:
        after = everything(store)
        settings = [row for row in after.pop("setting") if not row[0].startswith("moving.")]
        assert settings == before.pop("setting")
        for told in ("journal", "words"):  # behind them stands where it went, and that it is in use
            assert after.pop(told)[:-4] == before.pop(told)
        assert after == before
        open_complaint(replace(desk, store=store))


def test_a_database_that_holds_an_office_is_left_as_it_is(desk: Desk, there: str, tmp_path: Path) -> None:
    moving.move(desk, there)
    (tmp_path / "other").mkdir()
    other = full_office(tmp_path / "other")
    before = everything(desk.store)
    with pytest.raises(Exists):
        moving.move(other, there)
    with Store.open(there) as store:
        assert everything(store) == before


@pytest.mark.parametrize("column", ["recorded_by", "hash"])
def test_a_row_that_comes_otherwise_is_named_and_nothing_stays(
    desk: Desk, there: str, monkeypatch: pytest.MonkeyPatch, column: str
) -> None:
    add = ServerArrival.add

    def add_otherwise(self: ServerArrival, table: carrying.Table, rows: object) -> None:
        listed = [*rows]  # type: ignore[misc]
        if table.name == "journal":
            row = dict(zip(table.columns, listed[6], strict=True))
            listed[6] = tuple({**row, column: row[column][::-1]}.values())
        add(self, table, listed)

    monkeypatch.setattr(ServerArrival, "add", add_otherwise)
    with pytest.raises(carrying.CameOtherwise, match="Row 7 of the journal came otherwise"):
        moving.move(desk, there)
    with pytest.raises(Missing):
        Store.open(there)
    monkeypatch.undo()
    moving.move(desk, there)


def test_what_is_found_wrong_there_afterwards_takes_it_all_away(desk: Desk, there: str) -> None:
    def prove(store: Store) -> list[str]:
        return [] if store is desk.store else ["Something is wrong there."]

    with pytest.raises(carrying.CameOtherwise, match="Something is wrong there"):
        carrying.carry(desk.store, there, prove=prove)
    with pytest.raises(Missing):
        Store.open(there)


def test_a_broken_row_on_the_server_is_refused_and_named(
    desk: Desk, there: str, postgres: Postgres, database: str, tmp_path: Path
) -> None:
    moving.move(desk, there)
    with postgres.connect(database) as raw:
        raw.execute("SET session_replication_role = replica")
        raw.execute("UPDATE sharedlives.journal SET done_by = 'Kim' WHERE seq = 40")
    with Store.open(there) as store, pytest.raises(carrying.NotWhole, match="Row 40 of the journal is not as it was"):
        moving.move(replace(desk, store=store), tmp_path / "back.db")
    assert not (tmp_path / "back.db").exists()


def test_a_server_that_goes_away_in_the_middle_leaves_nothing(
    desk: Desk, there: str, postgres: Postgres, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready = ServerArrival.ready

    def cut_off(self: ServerArrival) -> None:
        postgres.cut_off(database)
        ready(self)

    monkeypatch.setattr(ServerArrival, "ready", cut_off)
    before = everything(desk.store)
    with pytest.raises(StoreError, match="does not answer"):
        moving.move(desk, there)
    with pytest.raises(Missing):
        Store.open(there)
    assert everything(desk.store) == before
    open_complaint(desk)


def test_the_guards_wake_and_the_program_may_not_change_the_journal(
    desk: Desk, there: str, postgres: Postgres, database: str
) -> None:
    moving.move(desk, there)
    for owner in (True, False):
        with postgres.connect(database) as raw:
            raw.execute("SET search_path = sharedlives")
            if not owner:
                raw.execute("SET ROLE sharedlives_program")
            for sql in ("UPDATE journal SET act = 'x'", "DELETE FROM journal", "TRUNCATE journal CASCADE"):
                refused = psycopg.errors.IntegrityConstraintViolation if owner else psycopg.errors.InsufficientPrivilege
                with pytest.raises(refused):
                    raw.execute(sql)
