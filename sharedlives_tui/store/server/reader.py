"""A reader of the office on a server: one question at a time, connected anew where the connection was lost."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

from sharedlives_tui.store.aside import LetGo
from sharedlives_tui.store.server.connect import as_rows, connect, driver
from sharedlives_tui.store.server.dialect import translated
from sharedlives_tui.store.server.errors import ServerGone, in_words, is_gone

if TYPE_CHECKING:
    from sharedlives_tui.store.server.connect import Link

Parameters = Mapping[str, Any] | Sequence[Any]

_ONE_MOMENT = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"


class Reader:
    """Safe to use from several threads: who comes second waits. Raises StoreError in plain words."""

    def __init__(self, place: str) -> None:
        self.place = place
        self._asking = threading.RLock()
        self._link: Link | None = None
        self._within = False
        self._closed = False

    def fetch(self, sql: str, parameters: Parameters = ()) -> list[sqlite3.Row]:
        """Return the rows of a reading statement. Raises StoreError."""
        with self._asking:
            again = self._link is not None and not self._within
            try:
                return self._asked(sql, parameters)
            except ServerGone:
                if not again:  # it is away now, and not since the last question
                    raise
                return self._asked(sql, parameters)

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Let all that is fetched inside be of one moment. May be nested; other threads wait outside."""
        with self._asking:
            if self._within:
                yield
                return
            self.fetch(_ONE_MOMENT)
            self._within = True
            try:
                yield
            finally:
                self._within = False
                self._end()

    def _asked(self, sql: str, parameters: Parameters) -> list[sqlite3.Row]:
        asked = translated(sql, parameters)
        try:
            if self._link is None:
                if self._closed:
                    raise ServerGone(self.place)
                self._link = connect(self.place, reading=True)
            return rows(self._link, asked.sql, asked.parameters)
        except driver().Error as error:
            if is_gone(error):
                self._drop()
            raise in_words(error, self.place) or error from None

    def _end(self) -> None:
        if self._link is None:
            return
        try:
            self._link.execute("ROLLBACK")
        except driver().Error:
            self._drop()

    def _drop(self) -> None:
        if self._link is not None:
            self._link.close()
            self._link = None

    def close(self) -> None:
        """Close the connection; whoever reads is waited for."""
        self._closed = True
        with self._asking:
            self._drop()


class ServerAside(Reader):
    """A reader beside the others, which can take its time and can be stopped."""

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self._let_go = threading.Event()

    def fetch(self, sql: str, parameters: Parameters = ()) -> list[sqlite3.Row]:
        """Return the rows of a query. Raises LetGo once `stop` was called, and StoreError."""
        if self._let_go.is_set():
            raise LetGo
        try:
            return super().fetch(sql, parameters)
        except Exception:
            if self._let_go.is_set():
                raise LetGo from None
            raise

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Let all that is fetched inside be of one moment; who comes meanwhile waits for the end of it."""
        with self._asking:
            if self._closed:
                raise LetGo
            self._let_go.clear()
            with super().reading():
                yield

    def stop(self) -> None:
        """Let whoever reads now end at once."""
        self._let_go.set()
        link = self._link
        if link is not None:
            link.cancel_safe(timeout=5)

    def close(self) -> None:
        """Stop, and close the connection."""
        self._closed = True
        self.stop()
        super().close()


def rows(link: Link, sql: str, parameters: Any) -> list[sqlite3.Row]:
    """Return the rows of a statement in the server's words; asked like those of a file. Raises psycopg.Error."""
    with link.cursor(row_factory=as_rows) as cursor:
        cursor.execute(sql, parameters)
        return cast("list[sqlite3.Row]", cursor.fetchall() if cursor.description else [])
