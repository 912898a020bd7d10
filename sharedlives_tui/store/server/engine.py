"""The engine that writes to a server. Imported at the first write, because it is slow to import."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoneFree

from sharedlives_tui.store.errors import Busy
from sharedlives_tui.store.server.connect import connect, driver
from sharedlives_tui.store.server.errors import NotSaved, PerhapsSaved, ServerGone, in_words, is_gone
from sharedlives_tui.store.server.schema import TURN

if TYPE_CHECKING:
    from sharedlives_tui.store.queue import Deadline
    from sharedlives_tui.store.server.connect import Link

_AT_ONCE = 4
"""How many threads of one program can wait for their turn at the server; one connection is kept for the next time."""


_STUCK = 30
"""Seconds after which a program that has the turn and does nothing with it is cut off by the server."""


class ServerEngine:
    """Writes in one transaction each; who writes comes after whoever asked before, in any program."""

    def __init__(self, place: str, *, owner: bool = False) -> None:
        self.place = place
        self._owner = owner
        creator: Any = self._connect  # its type of a connection does not know psycopg's
        self._engine = create_engine(
            "postgresql+psycopg://",
            creator=creator,
            pool_size=1,
            max_overflow=_AT_ONCE - 1,
            pool_timeout=30,
            pool_pre_ping=True,  # the server may have been away since the last time
            hide_parameters=True,  # an error is never worth a person's words in a log
        )
        with self._in_plain_words(0), self._engine.connect():
            pass  # so that nobody's turn is spent on it

    def _connect(self) -> Link:
        link = connect(self.place, reading=False, owner=self._owner)
        link.autocommit = False
        return link

    def close(self) -> None:
        """Close the connections."""
        self._engine.dispose()

    @contextmanager
    def transaction(self, deadline: Deadline) -> Iterator[Connection]:
        """Begin when it is our turn, and commit at the end; on any exception nothing is kept. Raises StoreError."""
        with self._in_plain_words(deadline.seconds), self._engine.connect() as connection:
            transaction = connection.begin()
            try:
                _wait_for_the_turn(link_of(connection), deadline)
                yield connection
            except BaseException as error:
                with suppress(DBAPIError, driver().Error):
                    transaction.rollback()
                if is_gone(_cause(error)):
                    raise NotSaved(self.place) from None
                raise
            try:
                transaction.commit()
            except (DBAPIError, driver().Error) as error:
                if is_gone(_cause(error)):
                    raise PerhapsSaved(self.place) from None
                raise

    @contextmanager
    def _in_plain_words(self, seconds: float) -> Iterator[None]:
        try:
            yield
        except NoneFree:
            raise Busy(seconds) from None
        except (DBAPIError, driver().Error) as error:
            cause = _cause(error)
            plain = in_words(cause, self.place, seconds) if isinstance(cause, driver().Error) else None
            if plain is None:
                raise _without_words(error) from None
            if isinstance(plain, ServerGone):
                raise NotSaved(self.place) from None
            raise plain from None


def link_of(connection: Connection) -> Link:
    """Return the connection of psycopg below one of SQLAlchemy."""
    raw: Any = connection.connection.driver_connection
    if not isinstance(raw, driver().Connection):
        raise TypeError("The writer needs a connection of psycopg.")
    return raw  # type: ignore[no-any-return]


def _wait_for_the_turn(link: Link, deadline: Deadline) -> None:
    """Wait in the server's own line, in one question. Raises psycopg.Error: a lock that was not to be had."""
    patience = max(1, int(deadline.left() * 1000))
    link.execute(
        f"SET LOCAL lock_timeout = {patience}; SELECT pg_advisory_xact_lock({TURN}); SET LOCAL lock_timeout = 0; "
        f"SET LOCAL idle_in_transaction_session_timeout = '{_STUCK}s'"
    )


def _without_words(error: Any) -> Exception:
    """A mistake of ours as it should be seen, without the row: the server tells all of what it refused."""
    cause: Any = _cause(error)
    said = cause.diag.message_primary if isinstance(cause, driver().Error) else str(cause)
    short: Exception = type(cause)(said)
    if isinstance(error, DBAPIError):
        return type(error)(error.statement or "", None, short, hide_parameters=True)
    return short


def _cause(error: BaseException) -> BaseException:
    return error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
