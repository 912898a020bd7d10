"""The engine that writes. The only place that makes one; imported at the first write, because it is slow to import."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool
from sqlalchemy.util import LRUCache

from sharedlives_tui.store.errors import Busy, in_words
from sharedlives_tui.store.pragmas import READ_WAIT, connect
from sharedlives_tui.store.queue import Deadline

# A statement is compiled for a dialect: where all engines have the same one, what one has compiled no other has to.
_model = create_engine("sqlite://")
_model.connect().close()  # the dialect looks round in its first connection
_compiled: LRUCache[Any, Any] = LRUCache(300)


class WriteEngine:
    """One connection for writing, used by one turn of the queue at a time.

    It is opened when it is made, unless it is given a connection. Raises StoreError in plain words.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection | None = None) -> None:
        self.path = path
        self._deadline = Deadline(0)
        self._connection = connection
        creator: Any = self._connect  # its type of a connection does not know sqlite3's
        self._engine = Engine(
            StaticPool(creator, dialect=_model.dialect),
            _model.dialect,
            _model.url,
            hide_parameters=True,  # an error is never worth a person's words in a log
            execution_options={"compiled_cache": _compiled},
        )
        event.listen(self._engine, "begin", self._begin)
        with self._in_plain_words(READ_WAIT), self._engine.connect():
            pass  # so that nobody's turn is spent on it

    def _connect(self) -> sqlite3.Connection:
        if self._connection is not None:
            return self._connection
        connection = connect(self.path, "rw", wait=READ_WAIT)
        connection.execute("PRAGMA busy_timeout = 0")  # from here on we wait ourselves, and fairly
        return connection

    def close(self) -> None:
        """Close the connection."""
        self._engine.dispose()

    @contextmanager
    def transaction(self, deadline: Deadline) -> Iterator[Connection]:
        """Begin, and commit at the end; on any exception nothing is kept. Raises StoreError in plain words."""
        self._deadline = deadline
        with self._in_plain_words(deadline.seconds):
            try:
                with self._engine.connect() as connection, connection.begin():
                    yield connection
            except (DBAPIError, sqlite3.Error):
                self._settle()
                raise

    @contextmanager
    def _in_plain_words(self, seconds: float) -> Iterator[None]:
        try:
            yield
        except (DBAPIError, sqlite3.Error) as error:
            cause = error.orig if isinstance(error, DBAPIError) else error
            plain = in_words(cause, self.path, seconds) if isinstance(cause, sqlite3.Error) else None
            if plain is None:
                raise
            raise plain from None

    def _begin(self, connection: Connection) -> None:
        raw = connection.connection.driver_connection
        if not isinstance(raw, sqlite3.Connection):
            raise TypeError("The writer needs a connection of sqlite3.")
        while True:
            try:
                raw.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if not isinstance(in_words(error, self.path), Busy) or not self._deadline.pause():
                    raise
            else:
                return

    def _settle(self) -> None:
        """After a full disk SQLite may have rolled back by itself, or not: either way nothing stays begun."""
        with self._engine.connect() as connection:
            raw = connection.connection.driver_connection
            if isinstance(raw, sqlite3.Connection) and raw.in_transaction:
                with suppress(sqlite3.Error):
                    raw.rollback()
