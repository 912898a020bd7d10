"""Carries an office over to another place, from a file to a server or back: every row of it, compared row by row.

The place is new. It gets the office whole, or nothing is left there; where the office lay before, nothing is changed.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from sharedlives_tui.store import journal
from sharedlives_tui.store import tables as declared
from sharedlives_tui.store.errors import StoreError
from sharedlives_tui.store.opened import on_a_server
from sharedlives_tui.store.rows import stamp

if TYPE_CHECKING:
    from sharedlives_tui.store.opened import Store
    from sharedlives_tui.store.writer import Writer

Row = tuple[Any, ...]
Prove = Callable[["Store"], Sequence[str]]
"""Names what is not as it should be in an office."""

NAMED: Final = 5
"""How many faults a refusal names; the others are counted."""
_CALLED: Final = {"journal": "Row {} of the journal", "words": "The words of row {} of the journal"}


@dataclass(frozen=True)
class Carried:
    """What was carried over: how many rows of each table, and the last row of the journal with its hash."""

    place: str
    tables: Mapping[str, int]
    rows: int
    head: str


@dataclass(frozen=True)
class Table:
    """A table as it is carried: its columns, the first ones being those by which a row is known."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]

    @property
    def in_order(self) -> str:
        """The SQL that reads it, in an order that is the same everywhere."""
        return f"SELECT {', '.join(self.columns)} FROM {self.name} ORDER BY {', '.join(self.key)}"  # noqa: S608


@dataclass(frozen=True)
class Mark:
    """What an office that is moved for good comes with: a setting, told by a row of its journal behind all others."""

    name: str
    value: str
    by: str
    at: datetime


class Departure(Protocol):
    """Where the office lies: everything that is read is of one moment."""

    def rows(self, table: Table) -> Iterator[Row]:
        """Yield the rows of a table in the order of its key."""


class Arrival(Protocol):
    """Where the office will lie. Left before `settle`, nothing stays there."""

    def add(self, table: Table, rows: Iterable[Row]) -> None:
        """Write rows. The guards of the tables sleep meanwhile: what comes is proved afterwards."""

    def ready(self) -> None:
        """Wake the guards, and make what Find looks in."""

    def rows(self, table: Table) -> Iterator[Row]:
        """Yield the rows of a table as they were written, in the order of its key."""

    def note(self, statements: Sequence[tuple[str, Row]]) -> None:
        """Write rows with all guards awake: statements of a file's SQL, each with its values."""

    def keep(self) -> Store:
        """End the one transaction in which all was written; return the office, open, to be proved."""

    def settle(self) -> None:
        """Give the office its place."""


class NotWhole(StoreError):
    """The office is not carried, because it is not as it should be: `faults` says where."""

    def __init__(self, place: object, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        more = f" And {len(faults) - NAMED:,} more." if len(faults) > NAMED else ""
        super().__init__(
            f"Not moved: the office at {place} is not as it should be. {' '.join(faults[:NAMED])}{more} Nothing was "
            "made at the new place. Keep this office as it is, and compare it with the latest backup: 'sharedlives "
            "check' names every fault."
        )


class CameOtherwise(StoreError):
    """A row was read back at the new place otherwise than it is here."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"Not moved: {what} came otherwise than it is here. Nothing was left at the new place, and this office "
            "is as it was. Tell whoever looks after the program."
        )


def tables() -> tuple[Table, ...]:
    """Return every table that holds something of an office. What Find looks in is made anew at the new place."""
    found = []
    for name, table in sorted(declared.Journal.metadata.tables.items()):
        key = tuple(column.name for column in table.primary_key)
        others = tuple(column.name for column in table.columns if column.name not in key)
        found.append(Table(name, (*key, *others), key))
    return tuple(found)


def carry(
    store: Store,
    place: Path | str,
    *,
    prove: Prove = lambda store: [*store.check_file(), *store.verify_journal()],
) -> Carried:
    """Carry the office to a new place; return what came there.

    Nobody writes in the old place meanwhile: whoever saves waits for their turn. `prove` names what is not as it should
    be in an office, and is asked here before and there afterwards. Raises NotWhole, CameOtherwise, Exists, ReadOnly,
    StoreError.
    """
    if store.read_only:  # what is read is of one moment all the same
        return carried(store, place, prove)
    with store.writing() as writer:
        hold_the_turn(store, writer)
        return carried(store, place, prove)


def carried(store: Store, place: Path | str, prove: Prove, mark: Mark | None = None) -> Carried:
    """Carry it while nobody writes; with `mark` it has that too when it gets its place."""
    with departure(store) as here, arrival(place) as there:
        faults = prove(store)
        if faults:
            raise NotWhole(store.place, faults)
        counts, head = _carry(here, there)
        there.ready()
        for table in tables():
            compare(table, here.rows(table), there.rows(table))
        ends = head if mark is None else _note(there, mark, head)
        with there.keep() as arrived:
            must_be_as_here(arrived, ends, prove)
        there.settle()
    return Carried(str(place), counts, *head)


def must_be_as_here(arrived: Store, head: tuple[int, str], prove: Prove) -> None:
    """Raises CameOtherwise where the office at the new place is not sound, or its journal ends otherwise."""
    faults = prove(arrived)
    if arrived.head() != head:
        faults = ["its journal ends otherwise", *faults]
    if faults:
        raise CameOtherwise(f"The office ({faults[0].rstrip('.')})")


def hold_the_turn(store: Store, writer: Writer) -> None:
    """Let the server be patient with this turn: it ends whoever says nothing for long."""
    if on_a_server(store.place):
        writer.fetch("SELECT set_config('idle_in_transaction_session_timeout', '0', true)")


_INTO: Final = "INSERT INTO {} ({}) VALUES ({})"
_SETTING: Final = (
    _INTO.format("setting", "name, value, seq", "?, ?, ?")
    + " ON CONFLICT (name) DO UPDATE SET value = excluded.value, seq = excluded.seq"
)


def _note(there: Arrival, mark: Mark, head: tuple[int, str]) -> tuple[int, str]:
    """Write the mark behind the last row of the journal; return the new last row and its hash."""
    salt, text = secrets.token_hex(16), journal.words_text({"name": mark.name, "value": mark.value})
    row = journal.Row(
        seq=head[0] + 1,
        kind="setting",
        case_id=None,
        number=None,
        act="put",
        key=None,
        done_on=None,
        done_by=None,
        recorded_by=mark.by,
        recorded_at=stamp(mark.at),
        request_id=None,
        digest=journal.words_digest(salt, text),
        previous=head[1],
    )
    columns = {**row.__dict__, "hash": row.hash}
    there.note(
        [
            (_INTO.format("journal", ", ".join(columns), ", ".join("?" * len(columns))), tuple(columns.values())),
            (_INTO.format("words", "seq, salt, body", "?, ?, ?"), (row.seq, salt, text)),
            (_SETTING, (mark.name, mark.value, row.seq)),
        ]
    )
    return row.seq, row.hash


def departure(store: Store) -> AbstractContextManager[Departure]:
    """Return a way to read all of an office, as it is at this moment. Raises StoreError."""
    from sharedlives_tui.store.connection import FileStore

    if isinstance(store, FileStore):
        from sharedlives_tui.store.moving_file import leaving

        return leaving(store.path, store.mode)
    from sharedlives_tui.store.server.moving import leaving as leaving_a_server

    return leaving_a_server(str(store.place))


def arrival(place: Path | str) -> AbstractContextManager[Arrival]:
    """Return a way to write an office at a new place. Raises Exists, ReadOnly, DiskFull, StoreError."""
    if on_a_server(place):
        from sharedlives_tui.store.server.moving import arriving as arriving_at_a_server

        return arriving_at_a_server(str(place))
    from sharedlives_tui.store.moving_file import arriving

    return arriving(Path(place))


def _carry(here: Departure, there: Arrival) -> tuple[dict[str, int], tuple[int, str]]:
    """Carry every table; return how many rows each has, and the last row of the journal with its hash."""
    counts: dict[str, int] = {}
    last: Row = ()

    def counted(table: Table) -> Iterator[Row]:
        nonlocal last
        counts[table.name] = 0
        for row in here.rows(table):
            counts[table.name] += 1
            if table.name == "journal":
                last = row
            yield row

    every = {table.name: table for table in tables()}
    for table in every.values():
        there.add(table, counted(table))
    hash_at = every["journal"].columns.index("hash")
    return counts, (int(last[0]), str(last[hash_at]))


def compare(table: Table, here: Iterable[Row], there: Iterable[Row]) -> None:
    """Raises CameOtherwise, with the row."""
    for one, other in zip_longest(here, there):
        if one != other:
            known = one if one is not None else other
            assert known is not None  # noqa: S101 - the longer of the two has it
            key = " ".join(map(str, known[: len(table.key)]))
            raise CameOtherwise(_CALLED.get(table.name, f"Row {{}} of the table {table.name}").format(key))
