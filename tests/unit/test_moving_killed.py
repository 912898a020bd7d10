"""A move for good that is killed at any moment: never two offices that take writes, never none without a way on."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from sharedlives_tui import moving
from sharedlives_tui.desk import Desk
from sharedlives_tui.requests import Refused
from sharedlives_tui.store import Exists, Store, StoreError
from sharedlives_tui.store.backups import back_up
from sharedlives_tui.store.errors import DiskFull
from sharedlives_tui.store.moved import whereabouts
from sharedlives_tui.store.moving_for_good import BrokenOff, NotOurs
from sharedlives_tui.store.office_writer import OfficeWriter
from sharedlives_tui.store.restoring import restore
from tests.desks import at, open_complaint
from tests.moving_kit import POINTS, full_office, killed_at, prove_no_two, takes_writes

pytestmark = pytest.mark.file_only("an office that is carried from file to file; tests/servers carry the others")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = full_office(tmp_path_factory.mktemp("whole"))
    desk.store.close()
    return desk


@pytest.fixture
def places(whole: Desk, tmp_path: Path) -> tuple[Path, Path]:
    (tmp_path / "old").mkdir()
    (tmp_path / "new").mkdir()
    return Path(shutil.copy(str(whole.store.place), tmp_path / "old" / "office.db")), tmp_path / "new" / "office.db"


@pytest.fixture
def desk(whole: Desk, places: tuple[Path, Path]) -> Iterator[Desk]:
    with Store.open(places[0]) as store:
        yield replace(whole, store=store)


@pytest.mark.parametrize("undo", [False, True], ids=["gone on with", "taken back"])
@pytest.mark.parametrize("point", POINTS)
def test_killed_at_any_moment_one_office_at_most_takes_writes(
    whole: Desk, places: tuple[Path, Path], point: str, undo: bool
) -> None:
    old, new = places
    killed_at(point, whole, old, new)
    prove_no_two(whole, old, new, undo=undo)
    assert [each.name for each in new.parent.glob(".*.new*")] == [] or undo, "what was half carried is cleared away"


def test_while_it_is_carried_nobody_saves_in_the_old_place_and_both_say_why(
    whole: Desk, places: tuple[Path, Path]
) -> None:
    old, new = places
    killed_at("in its place", whole, old, new)
    here, there = (replace(whole, store=Store.open(place)) for place in places)
    with pytest.raises(StoreError, match=rf"Not saved: this office is being moved to {new}\..*--final.*move --undo"):
        open_complaint(here)
    with pytest.raises(StoreError, match=rf"carried here from {old} and is not taken into use.*move --take-over"):
        open_complaint(there)
    assert here.store.why_read_only == f"the office is being moved to {new}"
    third = new.with_name("third.db")
    for final in (True, False):
        with pytest.raises(Refused, match="is being moved to .* take it back"):
            moving.move(here, third, final=final)
        with pytest.raises(Refused, match="not taken into use yet"):
            moving.move(there, third, final=final)
    with pytest.raises(Refused, match=rf"not closed for good. Go on there: sharedlives --database \"{old}\""):
        moving.take_over(there, old_is_gone=True)
    with pytest.raises(Refused, match="This is the new place"):
        moving.undo(there)


def test_taken_back_the_other_one_is_never_taken_into_use(whole: Desk, places: tuple[Path, Path]) -> None:
    old, new = places
    killed_at("in its place", whole, old, new)
    here, there = (replace(whole, store=Store.open(place)) for place in places)
    assert moving.undo(here) == str(new)
    with pytest.raises(Refused, match="nothing to take back"):
        moving.undo(here)
    with pytest.raises(Refused, match="in use: the move was taken back"):
        moving.take_over(there, old_is_gone=True)
    with pytest.raises(Exists):
        moving.move(here, new, final=True)
    assert takes_writes(old)
    assert not takes_writes(new)


def test_an_old_place_that_cannot_be_asked_is_believed_to_be_gone_only_where_that_is_said(
    whole: Desk, places: tuple[Path, Path]
) -> None:
    old, new = places
    killed_at("before the new place is taken into use", whole, old, new)
    old.unlink()
    there = replace(whole, store=Store.open(new))
    with pytest.raises(Refused, match="cannot be asked whether it is closed for good.*--old-is-gone"):
        moving.take_over(there)
    assert not takes_writes(new)
    assert moving.take_over(there, old_is_gone=True) == str(old)
    assert takes_writes(new)
    with pytest.raises(Refused, match="in use already"):
        moving.take_over(replace(whole, store=Store.open(new)))


@pytest.mark.parametrize("lies", ["another office", "a changed one"])
def test_what_else_lies_at_the_new_place_is_not_taken_for_it(
    whole: Desk, places: tuple[Path, Path], tmp_path: Path, lies: str
) -> None:
    old, new = places
    killed_at("in its place", whole, old, new)
    if lies == "another office":
        new.unlink()
        shutil.copy(str(whole.store.place), new)
    else:
        with Store.open(new) as store, store.writing("P-1", whole.clock.now(), moves=True) as writer:
            writer.add_person("Mallory")
    with pytest.raises(BrokenOff, match="is not what was carried there"):
        moving.move(replace(whole, store=Store.open(old)), new, final=True)
    assert not takes_writes(old)
    assert moving.undo(replace(whole, store=Store.open(old)))
    assert takes_writes(old)


def test_a_new_place_that_is_not_of_this_office_is_not_taken_into_use_at_the_end(
    whole: Desk, places: tuple[Path, Path], tmp_path: Path
) -> None:
    old, new = places
    killed_at("before the new place is taken into use", whole, old, new)
    with Store.open(new) as store, store.writing("P-1", whole.clock.now(), moves=True) as writer:
        writer.add_person("Mallory")
    with pytest.raises(NotOurs):
        moving.move(replace(whole, store=Store.open(old)), new, final=True)
    assert not takes_writes(new)


def test_no_room_at_the_very_end_leaves_a_way_on(
    desk: Desk, places: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = places
    put = OfficeWriter.put_setting

    def full(self: OfficeWriter, name: str, value: str, **more: str) -> int:
        if name == "moving.to" and not value:
            raise DiskFull(new)
        return put(self, name, value, **more)

    monkeypatch.setattr(OfficeWriter, "put_setting", full)
    with pytest.raises(BrokenOff, match=r"disk .* is full.*move --to .*--final"):
        moving.move(desk, new, final=True)
    assert whereabouts(Store.open(old).fetch).gone
    assert not takes_writes(new)
    monkeypatch.undo()
    moving.move(replace(desk, store=Store.open(old)), new, final=True)
    assert takes_writes(new)


def test_who_may_not_move_an_office_may_not_end_a_move_either(whole: Desk, places: tuple[Path, Path]) -> None:
    old, new = places
    killed_at("before the new place is taken into use", whole, old, new)
    for who in ("Olu Officer", "Rae Registered"):
        for place, door in ((old, moving.undo), (new, moving.take_over)):
            with pytest.raises(Refused, match="administrator"):
                door(at(replace(whole, store=Store.open(place)), whole.today, who))


def test_no_backup_takes_the_place_of_an_office_that_went_elsewhere(
    desk: Desk, places: tuple[Path, Path], tmp_path: Path
) -> None:
    old, new = places
    back_up(desk.store, tmp_path / "earlier.db", desk.clock.now(), "1")
    moving.move(desk, new, final=True)
    desk.store.close()
    before = old.read_bytes()
    with pytest.raises(StoreError, match=rf"Not restored: this office was moved to {new}"):
        restore(tmp_path / "earlier.db", old, desk.clock.now(), lambda _store: "P-1")
    assert old.read_bytes() == before
    assert (
        restore(tmp_path / "earlier.db", tmp_path / "another.db", desk.clock.now(), lambda _store: "P-1").kept is None
    )
    with Store.open(new) as store:
        back_up(store, tmp_path / "later.db", desk.clock.now(), "1")
    restore(tmp_path / "later.db", new, desk.clock.now(), lambda _store: "P-1")
    assert takes_writes(new)
