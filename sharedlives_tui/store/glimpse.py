"""A first look into an office's file, before the program that opens it properly is loaded: a few reads and no more."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Mapping, Sequence

from sharedlives_tui.light import TYPE_CHECKING
from sharedlives_tui.store.form import APPLICATION_ID, SCHEMA
from sharedlives_tui.store.pragmas import connect

if TYPE_CHECKING:
    from typing import Any


class NoGlimpse(Exception):
    """The file is not one to be looked into in passing: whoever opens it properly will say why."""


class Glimpse:
    """Something that can be asked, as a store can. It waits for nobody; whatever is unusual is NoGlimpse."""

    def __init__(self, path: str) -> None:
        """Open the file. Raises NoGlimpse where it is missing, of another form, not writable, or busy."""
        folder = os.path.dirname(os.path.abspath(path))  # noqa: PTH100, PTH120 - the library of paths is slow to load
        if not (os.access(path, os.R_OK | os.W_OK) and os.access(folder, os.W_OK | os.X_OK)):
            raise NoGlimpse
        self._path = path
        try:
            self._connection = connect(path, "rw")
        except sqlite3.Error:
            raise NoGlimpse from None
        self._connection.row_factory = sqlite3.Row
        try:
            self._must_be_ours()
        except BaseException:
            self.close()
            raise
        self._seen = self._version()

    def _must_be_ours(self) -> None:
        self.fetch("PRAGMA query_only = ON")
        found = (self.fetch("PRAGMA application_id")[0][0], self.fetch("PRAGMA user_version")[0][0])
        if found != (APPLICATION_ID, SCHEMA):
            raise NoGlimpse

    def fetch(self, sql: str, parameters: Mapping[str, Any] | Sequence[Any] = ()) -> list[sqlite3.Row]:
        """Return the rows of a query. Raises NoGlimpse for every error of SQLite."""
        try:
            return self._connection.execute(sql, parameters).fetchall()
        except sqlite3.Error:
            raise NoGlimpse from None

    def office(self) -> tuple[str, str, bool]:
        """Return the office's name and nation, and whether it is for practice.

        Raises NoGlimpse, also for a real office that others on this computer may read: it will not be opened.
        """
        rows = self.fetch("SELECT name, nation, practice FROM office WHERE id = 1")
        if not rows:
            raise NoGlimpse
        name, nation, practice = rows[0]
        if not practice and os.stat(self._path).st_mode & 0o007:  # noqa: PTH116 - the library of paths is slow to load
            raise NoGlimpse
        return name, nation, bool(practice)

    def _version(self) -> int:
        return int(self.fetch("PRAGMA data_version")[0][0])

    def still_holds(self) -> bool:
        """Return whether nobody has recorded anything since the file was opened. Raises NoGlimpse."""
        return self._version() == self._seen

    def close(self) -> None:
        """Close the file."""
        self._connection.close()
