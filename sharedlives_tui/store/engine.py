"""The engine that writes. The only place that makes one; imported at the first write, because it is slow to import."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool

from sharedlives_tui.store.errors import Busy, in_words
from sharedlives_tui.store.pragmas import READ_WAIT, connect
from sharedlives_tui.store.queue import Deadline


class WriteEngine:
    """One connection for writing, used by one turn of the queue at a time."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._deadline = Deadline(0)
        self._engine = create_engine(
            "sqlite://",
            creator=self._connect,
            poolclass=StaticPool,
            hide_parameters=True,  # an error is never worth a person's words in a log
        )
        event.listen(self._engine, "begin", self._begin)

    def _connect(self) -> sqlite3.Connection:
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
        try:
            with self._engine.connect() as connection, connection.begin():
                yield connection
        except (DBAPIError, sqlite3.Error) as error:
            self._settle()
            cause = error.orig if isinstance(error, DBAPIError) else error
            plain = in_words(cause, self.path, deadline.seconds) if isinstance(cause, sqlite3.Error) else None
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
