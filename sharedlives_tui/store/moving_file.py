"""An office's file as the place that an office is carried from, or to."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sharedlives_tui.store.errors import Exists, from_system, in_words
from sharedlives_tui.store.files import put_in_place, remove, unfinished_beside
from sharedlives_tui.store.find_index import COLUMN, CONTENTS
from sharedlives_tui.store.migrations import upgrade
from sharedlives_tui.store.pragmas import READ_WAIT, connect

if TYPE_CHECKING:
    from sharedlives_tui.store.moving import Row, Table
    from sharedlives_tui.store.opened import Store


class FileDeparture:
    """Reads a file as it is at one moment."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def rows(self, table: Table) -> Iterator[Row]:
        """Return the rows of a table in the order of its key."""
        return self._connection.execute(table.in_order)


@contextmanager
def leaving(place: Path, mode: str) -> Iterator[FileDeparture]:
    """Open a file for reading, as it is at this moment (`mode` is that in which it is open). Raises StoreError."""
    with _in_plain_words(place):
        connection = connect(place, mode, wait=READ_WAIT)
        try:
            connection.execute("BEGIN")
            yield FileDeparture(connection)
        finally:
            connection.close()


class FileArrival:
    """Fills a new file, which has no name yet."""

    def __init__(self, unfinished: Path, place: Path, connection: sqlite3.Connection) -> None:
        self._unfinished, self._place, self._connection = unfinished, place, connection
        from sharedlives_tui.store.schema import STEPS

        upgrade(connection, STEPS)
        connection.execute("PRAGMA foreign_keys = OFF")  # each table comes whole; `check_file` looks at all of it
        connection.execute("BEGIN IMMEDIATE")
        guards = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name")
        self._guards = dict(guards.fetchall())
        for name in self._guards:
            connection.execute(f"DROP TRIGGER {name}")

    def add(self, table: Table, rows: Iterable[Row]) -> None:
        """Write rows."""
        gaps = ", ".join("?" * len(table.columns))
        sql = f"INSERT INTO {table.name} ({', '.join(table.columns)}) VALUES ({gaps})"  # noqa: S608
        self._connection.executemany(sql, rows)

    def ready(self) -> None:
        """Wake the guards as they were, and make what Find looks in."""
        for sql in self._guards.values():
            self._connection.execute(sql)
        for index, contents in CONTENTS.items():
            self._connection.execute(f"INSERT INTO {index} (rowid, {COLUMN[index]}) {contents}")

    def rows(self, table: Table) -> Iterator[Row]:
        """Return the rows of a table as they were written, in the order of its key."""
        return self._connection.execute(table.in_order)

    def note(self, statements: Sequence[tuple[str, Row]]) -> None:
        """Write rows with all guards awake."""
        for sql, values in statements:
            self._connection.execute(sql, values)

    def keep(self) -> Store:
        """Commit; return the office, open."""
        from sharedlives_tui.store.opened import Store

        self._connection.execute("COMMIT")
        self._connection.close()
        return Store.open(self._unfinished)

    def settle(self) -> None:
        """Give the file its name. Raises Exists."""
        put_in_place(self._unfinished, self._place)


@contextmanager
def arriving(place: Path) -> Iterator[FileArrival]:
    """Make a new file beside the place; it is gone afterwards unless it got its name. Raises Exists, StoreError."""
    if place.exists() or place.is_symlink():
        raise Exists(place)
    with _in_plain_words(place):
        unfinished = unfinished_beside(place)
        try:
            connection = connect(unfinished, "rw")
            try:
                yield FileArrival(unfinished, place, connection)
            finally:
                connection.close()
        finally:
            remove(unfinished)


@contextmanager
def _in_plain_words(place: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        plain = in_words(error, place, READ_WAIT)
        if plain is None:
            raise
        raise plain from None
    except OSError as error:
        raise from_system(error, place) from None
