"""Moves an office for good, in steps of which each can be the last: what `store.moved` says holds after every one.

1. The old place is closed, and names the new one (`moving.to`).
2. All of it is carried and compared. It gets its place with the mark that it is not in use yet (`moving.from`).
3. The old place says that it went there (`moved.to`). That decides: before it the move can be taken back, after it not.
4. The new place is taken into use.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sharedlives_tui.store import moving
from sharedlives_tui.store.errors import Exists, Missing, StoreError
from sharedlives_tui.store.files import remove_unfinished
from sharedlives_tui.store.moved import CAME_FROM, MOVED_TO, MOVING_TO, Whereabouts, whereabouts
from sharedlives_tui.store.opened import Store, on_a_server

if TYPE_CHECKING:
    from sharedlives_tui.store.moving import Carried, Prove, Row, Table


class BrokenOff(StoreError):
    """The move did not come to its end: one place at most can be written to, and this says how to go on."""

    def __init__(self, error: StoreError, store: Store, found: Whereabouts) -> None:
        super().__init__(f"{error} The office at {named(store.place)} is closed meanwhile. {found.way_on(store.place)}")


class NotOurs(StoreError):
    """What lies at the new place is not what is carried there."""

    def __init__(self, place: str) -> None:
        super().__init__(
            f"Not moved: what lies at {place} is not what was carried there from here. It was left as it is. Put it "
            "out of the way and move again, or let the office stay here: sharedlives move --undo"
        )


def named(place: Path | str) -> str:
    """Return a place as both offices name it: a file by its whole path."""
    return str(place) if on_a_server(place) else str(Path(place).absolute())


def carry_for_good(store: Store, place: str, *, prove: Prove, by: str, at: datetime) -> Carried:
    """Move the office for good, or go on with a move that was broken off; return what came there.

    `place` is as `named` gives it; `by` and `at` are who moves it, and when. Raises BrokenOff where both places say how
    to go on; NotOurs; else the errors of `moving.carry`, with the office open where it was.
    """
    if whereabouts(store.fetch).moved_to == place:
        return _finished(store, place, by, at)
    try:
        _close(store, place, by, at)
        came = _carried(store, place, prove, by, at)
    except BaseException as error:
        found = _taken_back(store, place, by, at)
        if isinstance(error, StoreError) and found.leaving:
            raise BrokenOff(error, store, found) from None
        raise
    try:
        with Store.open(place) as arrived:
            take_into_use(arrived, by, at)
    except StoreError as error:
        raise BrokenOff(error, store, Whereabouts(came_from=named(store.place))) from None
    return came


def take_into_use(arrived: Store, by: str, at: datetime) -> None:
    """Let the new place be written to from now on; nothing happens where that is so already."""
    if not whereabouts(arrived.fetch).arrived:
        return
    with arrived.writing(by, at, moves=True) as writer:
        if whereabouts(writer.fetch).arrived:
            writer.put_setting(MOVING_TO, "")
            writer.put_setting(CAME_FROM, "")


def stay(store: Store, by: str, at: datetime) -> bool:
    """Take a move back that did not come to its end; return False where there is none. Raises StoreError."""
    with store.writing(by, at, moves=True) as writer:
        if not whereabouts(writer.fetch).leaving:
            return False
        writer.put_setting(MOVING_TO, "")
    return True


def _close(store: Store, place: str, by: str, at: datetime) -> None:
    """The first step; nothing happens where it was taken already."""
    if not whereabouts(store.fetch).leaving and _lies(place):
        raise Exists(place)
    with store.writing(by, at, moves=True) as writer:
        if not whereabouts(writer.fetch).leaving:
            writer.put_setting(MOVING_TO, place)


def _carried(store: Store, place: str, prove: Prove, by: str, at: datetime) -> Carried:
    """The second step and the third, while nobody else writes here: neither is the other undone meanwhile."""
    with store.writing(by, at, moves=True) as writer:
        moving.hold_the_turn(store, writer)
        found = whereabouts(writer.fetch)
        if not found.leaving or found.moving_to != place:
            raise StoreError(f"Not moved: somebody else ended the move to {place} meanwhile. Nothing was carried.")
        if not on_a_server(place):
            remove_unfinished(Path(place))  # of a program that was killed
        if _lies(place):
            came = _compared(store, place, prove)
        else:
            mark = moving.Mark(CAME_FROM, named(store.place), by, at)
            came = moving.carried(store, place, prove, mark)
        writer.put_setting(MOVED_TO, place)
    return came


def _compared(store: Store, place: str, prove: Prove) -> Carried:
    """What was carried before, compared once more. Raises NotOurs."""
    rows, head = store.head()
    counts: dict[str, int] = {}

    def counted(table: Table, found: Iterable[Row]) -> Iterator[Row]:
        counts[table.name] = 0
        for row in _without_the_mark(table, found, rows):
            counts[table.name] += 1
            yield row

    with Store.open(place) as there:
        if not whereabouts(there.fetch).arrived or there.head()[0] != rows + 1:
            raise NotOurs(place)
        try:
            with moving.departure(store) as left, moving.departure(there) as came:
                for table in moving.tables():
                    here = _without_the_mark(table, left.rows(table), rows)
                    moving.compare(table, here, counted(table, came.rows(table)))
            moving.must_be_as_here(there, there.head(), prove)
        except moving.CameOtherwise:
            raise NotOurs(place) from None
    return moving.Carried(place, counts, rows, head)


def _without_the_mark(table: Table, rows: Iterable[Row], last: int) -> Iterator[Row]:
    for row in rows:
        if table.name in ("journal", "words") and row[0] > last:
            continue
        if table.name == "setting" and row[0] == CAME_FROM:
            continue
        yield row


def _finished(store: Store, place: str, by: str, at: datetime) -> Carried:
    """The last step, of an office that has said already where it went."""
    with Store.open(place) as there:
        rows = there.head()[0] - 1
        ends = "SELECT hash FROM journal WHERE seq = ?"
        here, come = (each.fetch(ends, (rows,)) for each in (store, there))
        if whereabouts(there.fetch).arrived:
            if [tuple(row) for row in here] != [tuple(row) for row in come]:
                raise NotOurs(place)
            take_into_use(there, by, at)
        counts = {
            table.name: int(there.fetch(f"SELECT count(*) FROM {table.name}")[0][0])  # noqa: S608
            for table in moving.tables()
        }
        return moving.Carried(place, counts, *there.head())


def _taken_back(store: Store, place: str, by: str, at: datetime) -> Whereabouts:
    """Open the old place again after a fault, where nothing lies at the new one; return what holds then."""
    with suppress(StoreError):
        if not _lies(place):
            stay(store, by, at)
    try:
        return whereabouts(store.fetch)
    except StoreError:
        return Whereabouts(moving_to=place)


def _lies(place: str) -> bool:
    """Whether anything lies at a place. Raises StoreError where that cannot be told."""
    if not on_a_server(place):
        return Path(place).exists() or Path(place).is_symlink()
    try:
        Store.open(place).close()
    except Missing:
        return False
    return True
