"""Whether an office on a server is sound: its tables, guards and rights, its journal, and what is computed from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from typing import TYPE_CHECKING, Any

from sharedlives_tui.store import journal
from sharedlives_tui.store.cache_checks import FOUND, IN_ROWS, compared, looked_for
from sharedlives_tui.store.checks import CHAIN
from sharedlives_tui.store.schema.step_0008 import STANDING
from sharedlives_tui.store.server import schema
from sharedlives_tui.store.server.connect import PROGRAM, SCHEMA_NAME, as_rows, connect, driver
from sharedlives_tui.store.server.dialect import translated
from sharedlives_tui.store.server.errors import in_words
from sharedlives_tui.store.server.hands import vector_of, vector_of_entry

if TYPE_CHECKING:
    from sharedlives_tui.store.server.connect import Link

_AT_A_TIME = 2_000
"""So many rows of a long answer are fetched together."""

_MAY = (
    "SELECT c.relname, p.may FROM pg_class c CROSS JOIN (VALUES ('UPDATE'), ('DELETE'), ('TRUNCATE')) p (may) "
    "WHERE c.relname IN ('journal', 'words', 'disposal') AND c.relnamespace = %s::regnamespace "
    "AND has_table_privilege(%s, c.oid, p.may) ORDER BY 1, 2"
)


class Asking:
    """A connection that is asked in the SQL of a file, as the checks of a file ask theirs."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._cursors = ExitStack()
        self._asked = 0

    def execute(self, sql: str, parameters: Any = ()) -> Any:
        """Return an answer whose rows come a few thousand at a time. Raises psycopg.Error."""
        self._asked += 1
        cursor = self._cursors.enter_context(self._link.cursor(f"asked_{self._asked}", row_factory=as_rows))
        cursor.itersize = _AT_A_TIME
        asked = translated(sql, parameters)
        cursor.execute(asked.sql, asked.parameters)
        return cursor

    def close(self) -> None:
        """Close every answer, whether it was read to its end or not."""
        self._cursors.close()


def journal_breaks(place: str, anchors: Mapping[int, str] | None = None) -> list[str]:
    """Return a sentence for each break of the journal and of what is computed from it. Raises StoreError."""
    with _of_one_moment(place) as link, closing(Asking(link)) as asked:
        asking: Any = asked
        disposed = dict(link.execute("SELECT seq, by_seq FROM disposal").fetchall())
        found = list(journal.breaks(asking.execute(CHAIN), disposed, anchors))
        return compared((*IN_ROWS, _find), asking, found, lambda error: isinstance(error, driver().DataError))


def faults(place: str) -> list[str]:
    """Return a sentence for each table, guard or right that is not as this program made it. Raises StoreError."""
    with _of_one_moment(place) as link:
        noted = link.execute("SELECT described FROM form").fetchone()
        found = []
        if noted is None or schema.digest(schema.described(link)) != noted[0]:
            found.append("The tables, indexes or guards on the server are not as this program made them.")
        if not schema.has_guards(link):
            found.append(
                "What is computed from the journal can be changed here without it: let the owner of the tables open "
                "the office once with this program, which guards it."
            )
        off = (
            "SELECT tgname FROM pg_trigger WHERE tgenabled NOT IN ('O', 'A') AND tgrelid IN (SELECT oid FROM pg_class "
        )
        for (name,) in link.execute(off + "WHERE relnamespace = %s::regnamespace)", (SCHEMA_NAME,)).fetchall():
            found.append(f"The guard {name} is switched off.")
        for table, may in link.execute(_MAY, (SCHEMA_NAME, PROGRAM)).fetchall():
            found.append(f"The role {PROGRAM} may {may} the table {table}: take that right from it.")
        return found


@contextmanager
def _of_one_moment(place: str) -> Iterator[Link]:
    try:
        link = connect(place, reading=True)  # of its own: the screens go on meanwhile
        try:
            link.execute("SET statement_timeout = 0")
            link.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield link
        finally:
            link.close()
    except driver().Error as error:
        raise in_words(error, place, reading=True) or error from None


def _find(asking: Any) -> Iterator[str]:
    """What the indexes keep, against what they would keep if they were made anew."""
    yield from looked_for(asking)
    texts = {"find_names": "SELECT id, find_text FROM person", "find_titles": "SELECT id, find_text FROM case_file"}
    for index, sql in texts.items():
        if not _same(
            asking, index, ((number, vector_of({"": text})) for number, text in asking.execute(sql + " ORDER BY id"))
        ):
            yield f"Find does not have {FOUND[index]} as the journal says."
    rows = asking.execute(STANDING_ENTRIES)
    if not _same(asking, "find_words", ((seq, vector_of_entry(kind, body)) for seq, kind, body in rows)):
        yield "Find does not have the words of letters and entries as the journal says."


STANDING_ENTRIES = (
    "SELECT j.seq, j.kind, w.body FROM journal j JOIN words w ON w.seq = j.seq "  # noqa: S608
    f"WHERE j.kind IN ('entry', 'record') AND {STANDING} ORDER BY j.seq"
)
"""The entries whose words are found, in a file's SQL."""


def _same(asking: Any, index: str, expected: Iterator[tuple[int, str]]) -> bool:
    """Return whether an index has just these, word by word."""
    kept = asking.execute(f"SELECT rowid, CAST({index} AS TEXT) FROM {index} ORDER BY rowid")  # noqa: S608
    wanted = ((number, vector) for number, vector in expected if vector)
    for number, text in kept:
        other, vector = next(wanted, (None, ""))
        if other != number or {*vector.split(" ")} != {*text.split(" ")}:  # the server has an order of its own
            return False
    return next(wanted, None) is None
