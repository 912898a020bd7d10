"""A reader beside the others: with a connection of its own, so that a long search keeps no screen waiting."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Protocol

from sharedlives_tui.store.errors import StoreError, in_words
from sharedlives_tui.store.pragmas import READ_WAIT, connect


class LetGo(StoreError):
    """What was asked is wanted no more."""

    def __init__(self) -> None:
        super().__init__("This search was left for a later one.")


class AnyAside(Protocol):
    """A reader beside the others."""

    def fetch(self, sql: str, parameters: Mapping[str, Any] | Sequence[Any] = ()) -> list[sqlite3.Row]:
        """Return the rows of a query. Raises LetGo once `stop` was called, and StoreError."""

    def reading(self) -> AbstractContextManager[None]:
        """Let all that is fetched inside be of one moment; who comes meanwhile waits for the end of it."""

    def stop(self) -> None:
        """Let whoever reads now end at once."""

    def close(self) -> None:
        """Stop, and close it."""


class Aside:
    """Asks the office's file through its own connection, one question at a time; another thread can stop it."""

    def __init__(self, path: Path, mode: str) -> None:
        self._path = path
        self._asking = threading.RLock()
        self._let_go = threading.Event()
        self._closed = False
        try:
            self._connection = connect(path, mode, wait=READ_WAIT)
            self._connection.execute("PRAGMA query_only = ON")
        except sqlite3.Error as error:
            raise in_words(error, path, READ_WAIT, reading=True) or error from None
        self._connection.row_factory = sqlite3.Row

    def fetch(self, sql: str, parameters: Mapping[str, Any] | Sequence[Any] = ()) -> list[sqlite3.Row]:
        """Return the rows of a query. Raises LetGo once `stop` was called, and StoreError."""
        if self._let_go.is_set():
            raise LetGo
        try:
            return self._connection.execute(sql, parameters).fetchall()
        except sqlite3.DatabaseError as error:
            if self._let_go.is_set():
                raise LetGo from None
            raise in_words(error, self._path, READ_WAIT, reading=True) or error from None

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Let all that is fetched inside be of one moment; who comes meanwhile waits for the end of it."""
        with self._asking:
            if self._closed:
                raise LetGo
            self._let_go.clear()
            self.fetch("BEGIN")
            try:
                yield
            finally:
                self._connection.rollback()

    def stop(self) -> None:
        """Let whoever reads now end at once."""
        self._let_go.set()
        self._connection.interrupt()

    def close(self) -> None:
        """Stop, and close the file."""
        self._closed = True
        self.stop()
        with self._asking:
            self._connection.close()
