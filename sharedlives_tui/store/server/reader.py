"""A reader of the office on a server: one question at a time, connected anew where the connection was lost."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, cast

from sharedlives_tui.store.aside import LetGo
from sharedlives_tui.store.server.connect import as_rows, connect, driver
from sharedlives_tui.store.server.dialect import translated
from sharedlives_tui.store.server.errors import ServerGone, in_words, is_gone
from sharedlives_tui.store.server.schema import CHANNEL

if TYPE_CHECKING:
    from psycopg import Notify

    from sharedlives_tui.store.server.connect import Link

Parameters = Mapping[str, Any] | Sequence[Any]

_ONE_MOMENT = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"


class Reader:
    """Safe to use from several threads: who comes second waits. Raises StoreError in plain words.

    With `listens` it hears when anybody has saved something.
    """

    def __init__(self, place: str, *, listens: bool = False) -> None:
        self.place = place
        self._listens = listens
        self._asking = threading.RLock()
        self._link: Link | None = None
        self._within = False
        self._closed = False
        self._heard = 0

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

    def heard(self) -> int:
        """Return a number that changes whenever somebody has saved something. Raises StoreError.

        It is another one too where the connection was lost meanwhile: nobody knows what was missed. While somebody
        asks a long question it stays: whoever wants to know does not wait for that.
        """
        if self._asking.acquire(blocking=False):
            try:
                if not self._within:
                    self.fetch("SELECT 1")  # what was told before this is heard with the answer
            finally:
                self._asking.release()
        return self._heard

    def _asked(self, sql: str, parameters: Parameters) -> list[sqlite3.Row]:
        asked = translated(sql, parameters)
        try:
            if self._link is None:
                self._link = self._connected()
            return rows(self._link, asked.sql, asked.parameters)
        except driver().Error as error:
            if is_gone(error):
                self._drop()
            raise in_words(error, self.place, reading=True) or error from None

    def _connected(self) -> Link:
        if self._closed:
            raise ServerGone(self.place)
        link = connect(self.place, reading=True)
        if self._listens:
            link.add_notify_handler(self._hear)
            link.execute(f"LISTEN {CHANNEL}")
            self._heard += 1
        return link

    def _hear(self, _notify: Notify) -> None:
        self._heard += 1

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
        self._stopping: threading.Thread | None = None

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
            if self._stopping is not None:
                self._stopping.join()  # what stops the question before must not stop this one
            self._let_go.clear()
            with super().reading():
                yield

    def stop(self) -> None:
        """Let whoever reads now end at once. Waits for nobody, and not for the network either."""
        self._let_go.set()
        link = self._link
        if self._within and link is not None:
            self._stopping = threading.Thread(target=_cancel, args=(link,), daemon=True)
            self._stopping.start()

    def close(self) -> None:
        """Stop, and close the connection."""
        self._closed = True
        self.stop()
        super().close()


def _cancel(link: Link) -> None:
    with suppress(driver().Error):  # then the question comes to its own end
        link.cancel_safe(timeout=5)


def rows(link: Link, sql: str, parameters: Any) -> list[sqlite3.Row]:
    """Return the rows of a statement in the server's words; asked like those of a file. Raises psycopg.Error."""
    with link.cursor(row_factory=as_rows) as cursor:
        cursor.execute(sql, parameters)
        return cast("list[sqlite3.Row]", cursor.fetchall() if cursor.description else [])
