"""Whether an office's file is sound: its pages and guards, its journal, and what is computed from the journal."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from sharedlives_tui.store import journal
from sharedlives_tui.store.cache_checks import CHECKS, compared
from sharedlives_tui.store.errors import StoreError, in_words
from sharedlives_tui.store.form import APPLICATION_ID
from sharedlives_tui.store.migrations import dump, upgrade
from sharedlives_tui.store.pragmas import READ_WAIT, connect

if TYPE_CHECKING:
    from pathlib import Path

    from sharedlives_tui.store.connection import FileStore

CHAIN = (
    f"SELECT {', '.join('j.' + name for name in journal.COLUMNS.split(', '))}, j.hash, w.salt, w.body "  # noqa: S608
    "FROM journal j LEFT JOIN words w ON w.seq = j.seq ORDER BY j.seq"
)
"""The journal with its words, as `journal.breaks` goes through it."""


def journal_breaks(store: FileStore, anchors: Mapping[int, str] | None = None) -> list[str]:
    """Return a sentence for each break of the journal and of what is computed from it. Raises StoreError."""
    with _own_reader(store) as connection:
        connection.execute("BEGIN")
        found = list(journal.breaks(connection.execute(CHAIN), _disposed(connection), anchors))
        connection.row_factory = sqlite3.Row
        return compared(CHECKS, connection, found, lambda error: of_words(error, store.path))


def file_faults(store: FileStore) -> list[str]:
    """Return a sentence for each fault of the file itself. Raises StoreError."""
    from sharedlives_tui.store.schema import STEPS

    if gone := store.why_gone():
        return [gone]
    try:
        with _own_reader(store) as connection, closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
            found = [
                f"SQLite says of the file: {row[0]}"
                for row in connection.execute("PRAGMA integrity_check")
                if row[0] != "ok"
            ]
            if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
                found.append("The file does not carry the mark of an office.")
            for row in connection.execute("PRAGMA foreign_key_check"):
                found.append(f"Row {row[1]} of {row[0]} points to a row of {row[2]} that is not there.")
            upgrade(fresh, STEPS)
            return [*found, *_differences(dump(connection), dump(fresh))]
    except StoreError as error:
        return [str(error)]


def of_words(error: Exception, path: Path) -> bool:
    """Return whether SQLite stumbled over what stands in a row, and neither the file nor the disk is what fails."""
    return isinstance(error, sqlite3.Error) and in_words(error, path, reading=True) is None


@contextmanager
def _own_reader(store: FileStore) -> Iterator[sqlite3.Connection]:
    """A connection of its own, so that the screens go on meanwhile. Raises StoreError."""
    try:
        with closing(connect(store.path, store.mode, wait=READ_WAIT)) as connection:
            yield connection
    except sqlite3.Error as error:
        plain = in_words(error, store.path, READ_WAIT, reading=True)
        if plain is None:
            raise
        raise plain from None


def _differences(found: Mapping[str, str], expected: Mapping[str, str]) -> Iterator[str]:
    for name in sorted(expected.keys() - found.keys()):
        yield f"The {name} is missing from the file."
    for name in sorted(found.keys() - expected.keys()):
        yield f"The {name} does not belong in the file."
    for name in sorted(expected.keys() & found.keys()):
        if expected[name] != found[name]:
            yield f"The {name} is not as this program made it."


def _disposed(connection: sqlite3.Connection) -> dict[int, int]:
    return dict(connection.execute("SELECT seq, by_seq FROM disposal").fetchall())
