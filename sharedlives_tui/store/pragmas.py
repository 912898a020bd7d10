"""How every connection to an office's file is opened."""

from __future__ import annotations

import os
import sqlite3
import sys

from sharedlives_tui.light import TYPE_CHECKING
from sharedlives_tui.store.beside import TakenAway, was_taken_away

if TYPE_CHECKING:
    from pathlib import Path

EVERYWHERE = (
    "foreign_keys = ON",
    "recursive_triggers = ON",
    "trusted_schema = OFF",
    "secure_delete = ON",
    "synchronous = FULL",
)
"""PRAGMAs are per connection: each has these."""

READ_WAIT = 5.0
"""Seconds that a reader waits for the moment in which the file is made ready; in between readers never wait."""


def connect(path: Path | str, mode: str, *, wait: float = 0.0) -> sqlite3.Connection:
    """Return a connection to a file that is there: mode `rw`, `ro`, or `immutable` (nobody else writes it).

    Nothing is ever made by opening: a missing file is an error of SQLite. Raises sqlite3.Error, TakenAway of them where
    what was saved last is missing.
    """
    if mode != "immutable" and was_taken_away(path):
        raise TakenAway
    options = "mode=ro&immutable=1" if mode == "immutable" else f"mode={mode}"
    connection = sqlite3.connect(
        f"{uri_of(path)}?{options}",
        uri=True,
        timeout=wait,
        isolation_level=None,  # the driver must not begin for us
        check_same_thread=False,  # whoever uses it holds a lock
    )
    try:
        for pragma in EVERYWHERE:
            connection.execute(f"PRAGMA {pragma}")
        if mode == "rw":
            connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("SELECT count(*) FROM sqlite_master")  # what is wrong with the file shows here
    except BaseException:
        connection.close()
        raise
    return connection


def make_whole(path: Path | str) -> None:
    """Fold what lies beside a file into it, so that the file by itself is all of the database.

    Closing does that too, but says nothing where the disk does not let it. Raises sqlite3.Error; nobody else may have
    the file open.
    """
    connection = sqlite3.connect(f"{uri_of(path)}?mode=rw", uri=True, isolation_level=None)
    try:
        mode = connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
        if mode != "delete":
            raise sqlite3.OperationalError(f"The file stayed in the mode {mode}.")
    finally:
        connection.close()


def uri_of(path: Path | str) -> str:
    """Return how SQLite is told of a file by a URI: what has a meaning in one is written as its number."""
    if sys.platform == "win32":
        from pathlib import Path

        return Path(path).absolute().as_uri()
    whole = os.fsencode(os.path.abspath(path))  # noqa: PTH100 - the library of paths is slow to load
    return "file:" + "".join(chr(byte) if byte in _PLAIN else f"%{byte:02X}" for byte in whole)


_PLAIN = frozenset(b"/._-~ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
