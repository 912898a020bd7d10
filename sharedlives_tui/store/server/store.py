"""An office on a PostgreSQL server, opened, read and written."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from sharedlives_tui.shared import with_place
from sharedlives_tui.store.basics import Office
from sharedlives_tui.store.errors import Damaged, Missing, Newer, StoreError
from sharedlives_tui.store.form import SCHEMA
from sharedlives_tui.store.models import load_models
from sharedlives_tui.store.opened import Parameters, Store
from sharedlives_tui.store.queue import Deadline
from sharedlives_tui.store.server import schema
from sharedlives_tui.store.server.connect import PROGRAM, connect, driver
from sharedlives_tui.store.server.errors import NotLetIn, Taken, cannot_sign_in, in_words, is_gone
from sharedlives_tui.store.server.names import without_password
from sharedlives_tui.store.server.reader import Reader, ServerAside

if TYPE_CHECKING:
    from sharedlives_tui.store.server.connect import Link
    from sharedlives_tui.store.server.engine import ServerEngine
    from sharedlives_tui.store.writer import Writer


class ServerStore(Store):
    """One opening of an office on a server. Connections that were lost are made anew at their next use."""

    def __init__(self, place: str, wait: float) -> None:
        super().__init__(place, "", wait)
        self._reader = Reader(place, listens=True)
        self._engine: ServerEngine | None = None
        self._opening = threading.Lock()

    # -- opening and closing ------------------------------------------------------------------------------------

    @classmethod
    def make(cls, place: str, office: Office, by: str, wait: float) -> ServerStore:
        """Make a new office in an empty database and open it. Raises Exists, StoreError.

        The tables belong to whoever signs in; the program's role is made where there is none.
        """
        without_password(place)
        from sharedlives_tui.store.server.engine import ServerEngine, link_of
        from sharedlives_tui.store.writer import Writer

        with signing_in(place):
            connect(place, reading=False, owner=True).close()
        engine = ServerEngine(place, owner=True)
        try:
            with making(place), engine.transaction(Deadline(wait)) as connection:
                link = link_of(connection)
                if schema.is_there(link):
                    raise Taken(place)
                must_keep_every_letter(link, place)
                schema.make(link)
                Writer(connection, by, office.created_at).found_office(office)
        finally:
            engine.close()
        return cls.reach(place, wait)

    @classmethod
    def reach(cls, place: str, wait: float) -> ServerStore:
        """Open the office in this database. Raises Missing, Newer, NotLetIn, StoreError."""
        without_password(place)
        with signing_in(place):
            link = connect(place, reading=False, owner=True)
        try:
            _must_be_an_office(link, place)
        except driver().Error as error:
            raise in_words(error, place) or error from None
        finally:
            link.close()
        store = cls(place, wait)
        try:
            store.office  # noqa: B018 - an office that does not say whose it is is refused here
        except BaseException:
            store.close()
            raise
        return store

    def close(self) -> None:
        """Close the connections; further use is an error of ours."""
        if self._engine is not None:
            self._engine.close()
        self._reader.close()

    # -- reading ------------------------------------------------------------------------------------------------

    def fetch(self, sql: str, parameters: Parameters = ()) -> list[sqlite3.Row]:
        """Return the rows of a reading statement. Raises StoreError."""
        return self._reader.fetch(sql, parameters)

    def reading(self) -> AbstractContextManager[None]:
        """Let all that is fetched inside be of one moment. May be nested; other threads wait outside."""
        return self._reader.reading()

    def aside(self) -> ServerAside:
        """Return another reader of the office, with a connection of its own. To be closed."""
        return ServerAside(str(self.place))

    def data_version(self) -> int:
        """Return a number that changes whenever anybody, this program too, has saved something."""
        return self._reader.heard()

    def verify_journal(self, anchors: Mapping[int, str] | None = None) -> list[str]:
        """Return a sentence for each place where the journal or what is computed from it does not hold."""
        from sharedlives_tui.store.server.checks import journal_breaks

        return journal_breaks(str(self.place), anchors)

    def check_file(self) -> list[str]:
        """Return a sentence for each table, guard or right that is not as this program made it."""
        from sharedlives_tui.store.server.checks import faults

        return faults(str(self.place))

    # -- writing ------------------------------------------------------------------------------------------------

    def make_ready(self) -> None:
        """Load and try out what saving needs, and connect."""
        load_models()
        from sharedlives_tui.store.rehearsal import rehearse

        rehearse()
        self._write_engine()

    @contextmanager
    def _writing(self, by: str, at: datetime | None) -> Iterator[Writer]:
        load_models()
        from sharedlives_tui.store.writer import Writer

        engine, deadline = self._write_engine(), Deadline(self.wait)
        with engine.transaction(deadline) as connection:
            writer = Writer(connection, by, at)
            _must_be_of_our_form(int(writer.fetch("SELECT number FROM form")[0][0]), str(self.place))
            yield writer

    def _write_engine(self) -> ServerEngine:
        from sharedlives_tui.store.server.engine import ServerEngine

        with self._opening:
            if self._engine is None:
                self._engine = ServerEngine(str(self.place))
            return self._engine


@contextmanager
def signing_in(place: str) -> Iterator[None]:
    """Tell what goes wrong inside in plain words: most often it is the name, the network or the password."""
    try:
        yield
    except StoreError:
        raise
    except driver().Error as error:
        if is_gone(error):
            raise cannot_sign_in(error, place) from None
        raise in_words(error, place) or error from None


@contextmanager
def making(place: str) -> Iterator[None]:
    """Tell in plain words where whoever signs in may not make tables or the program's role."""
    try:
        yield
    except NotLetIn:
        raise StoreError(
            f"No office was made at {place}: this account may not make it. It needs the right to make a schema in the "
            f"database (its owner has it) and, where the server has no role {PROGRAM} yet, to make roles (CREATEROLE)."
        ) from None


def must_keep_every_letter(link: Link, place: str) -> None:
    """Raises StoreError for a database in which not every letter can be kept."""
    row = link.execute("SHOW server_encoding").fetchone()
    if row is None or row[0] != "UTF8":
        raise StoreError(
            f"The database at {place} cannot hold every letter: it was made for {row[0] if row else 'none'}, and UTF8 "
            "is needed. Nothing was made there. Make the database anew: createdb --encoding=UTF8 --template=template0."
        )


def _must_be_an_office(link: Link, place: str) -> None:
    """An office of an older form is brought up to date, where its tables belong to whoever signs in."""
    if not schema.is_there(link):
        raise Missing(place)
    if not link.execute("SELECT has_table_privilege('form', 'SELECT')").fetchone()[0]:  # type: ignore[index]
        raise NotLetIn(place)
    found = schema.form_of(link)
    if found < SCHEMA or (found == SCHEMA and not schema.has_guards(link)):
        owner = link.execute(
            "SELECT tableowner, pg_has_role(tableowner, 'USAGE') FROM pg_tables WHERE tablename = 'form'"
        )
        name, is_theirs = owner.fetchone() or ("", False)
        if not is_theirs and found == SCHEMA:
            return  # it can be worked in; `check` says what it lacks
        if not is_theirs:
            words = f"The office at {{place}} is of an older form ({found}; this program needs {SCHEMA}). Nothing was "
            words += f"changed. Let its owner ({name}) open it once with this program: that brings it up to date."
            raise StoreError(with_place(words, place))
        with link.transaction():
            link.execute("SELECT pg_advisory_xact_lock(%s)", (schema.TURN,))
            schema.upgrade(link)
        return
    _must_be_of_our_form(found, place)


def _must_be_of_our_form(found: int, place: str) -> None:
    if found > SCHEMA:
        raise Newer(place, found, SCHEMA)
    if found < SCHEMA:
        raise Damaged(place, "it is not the office that was opened")
