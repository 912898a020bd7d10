"""A server's database as the place that an office is carried from, or to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from sharedlives_tui.store.errors import Exists
from sharedlives_tui.store.server import schema
from sharedlives_tui.store.server.checks import STANDING_ENTRIES
from sharedlives_tui.store.server.connect import SCHEMA_NAME, connect, driver
from sharedlives_tui.store.server.errors import in_words
from sharedlives_tui.store.server.hands import vector_of, vector_of_entry
from sharedlives_tui.store.server.names import without_password
from sharedlives_tui.store.server.store import must_keep_every_letter, signing_in

if TYPE_CHECKING:
    from sharedlives_tui.store.moving import Row, Table
    from sharedlives_tui.store.opened import Store
    from sharedlives_tui.store.server.connect import Link

_AT_A_TIME: Final = {"attachment": 10}
_MANY: Final = 2_000
"""So many rows of a long answer are fetched together."""
_PATIENT: Final = "SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0"
_NAMES: Final = {"find_names": "person", "find_titles": "case_file"}


class ServerDeparture:
    """Reads a database as it is at one moment."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._asked = 0

    def rows(self, table: Table) -> Iterator[Row]:
        """Return the rows of a table in the order of its key."""
        return self._ask(table.in_order, _AT_A_TIME.get(table.name, _MANY))

    def _ask(self, sql: str, at_a_time: int = _MANY) -> Iterator[Any]:
        self._asked += 1
        with self._link.cursor(f"carried_{self._asked}") as cursor:
            cursor.itersize = at_a_time
            cursor.execute(sql)
            yield from cursor


class ServerArrival(ServerDeparture):
    """Fills an empty database."""

    def __init__(self, link: Link, place: str) -> None:
        super().__init__(link)
        self._place = place
        self._asleep: list[str] = []
        self.kept = False
        schema.make(link)
        link.execute("SET CONSTRAINTS ALL DEFERRED")

    def add(self, table: Table, rows: Iterable[Row]) -> None:
        """Write rows."""
        self._let_sleep(table.name)
        self._copy(table.name, table.columns, rows)

    def ready(self) -> None:
        """Wake the guards, and make what Find looks in."""
        for index in (*_NAMES, "find_words"):
            self._let_sleep(index)
        for index, kept in _NAMES.items():
            texts = self._ask(f"SELECT id, find_text FROM {kept} WHERE find_text <> ''")  # noqa: S608
            self._fill(index, ((number, vector_of({"": text})) for number, text in texts))
        words = self._ask(STANDING_ENTRIES)
        self._fill("find_words", ((seq, vector_of_entry(kind, body)) for seq, kind, body in words))
        self._link.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for name in self._asleep:
            self._link.execute(f"ALTER TABLE {name} ENABLE TRIGGER USER")
        self._link.execute("SET CONSTRAINTS ALL DEFERRED")

    def _let_sleep(self, name: str) -> None:
        self._link.execute(f"ALTER TABLE {name} DISABLE TRIGGER USER")
        self._asleep.append(name)

    def note(self, statements: Sequence[tuple[str, Row]]) -> None:
        """Write rows with all guards awake."""
        for sql, values in statements:
            self._link.execute(sql.replace("?", "%s"), values)

    def keep(self) -> Store:
        """Commit; return the office, open."""
        from sharedlives_tui.store.opened import Store

        self._link.execute("COMMIT")
        self.kept = True
        return Store.open(self._place)

    def settle(self) -> None:
        """Nothing: it lies where it belongs."""

    def _fill(self, index: str, rows: Iterable[tuple[int, str]]) -> None:
        found = [row for row in rows if row[1]]  # a connection that is still asking cannot be told
        self._copy(index, ("rowid", index), found)

    def _copy(self, name: str, columns: Iterable[str], rows: Iterable[Row]) -> None:
        sql = f"COPY {name} ({', '.join(columns)}) FROM STDIN"
        with self._link.cursor() as cursor, cursor.copy(sql) as copy:
            for row in rows:
                copy.write_row(row)


@contextmanager
def leaving(place: str) -> Iterator[ServerDeparture]:
    """Open a database for reading, as it is at this moment. Raises StoreError."""
    with _linked(place, reading=True) as link:
        link.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield ServerDeparture(link)


@contextmanager
def arriving(place: str) -> Iterator[ServerArrival]:
    """Make the tables in an empty database; they are gone again unless all ends well. Raises Exists, StoreError."""
    without_password(place)
    with _linked(place, reading=False) as link:
        if schema.is_there(link):
            raise Exists(place)
        must_keep_every_letter(link, place)
        link.execute("BEGIN")
        there = ServerArrival(link, place)  # where this is refused, closing the connection takes all back
        try:
            yield there
        except BaseException:
            if there.kept:  # what is there now is ours
                link.execute(f"DROP SCHEMA {SCHEMA_NAME} CASCADE")
            raise


@contextmanager
def _linked(place: str, *, reading: bool) -> Iterator[Link]:
    with signing_in(place):
        link = connect(place, reading=reading, owner=not reading)
    try:
        link.execute(_PATIENT)
        yield link
    except driver().Error as error:
        raise in_words(error, place) or error from None
    finally:
        link.close()
