"""Writing to the journal inside a transaction; what every other write stands on."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, delete, insert, update
from sqlmodel import SQLModel

from sharedlives_tui.cleaning import clean_line
from sharedlives_tui.store import journal, tables
from sharedlives_tui.store.errors import Damaged, Repeated
from sharedlives_tui.store.hands import hands_of
from sharedlives_tui.store.rows import stamp

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Table

    from sharedlives_tui.store.opened import Parameters

_LAST = "SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1"
_BACK = (
    f"SELECT {', '.join('j.' + name for name in journal.COLUMNS.split(', '))}, j.hash, w.salt, w.body "  # noqa: S608
    "FROM journal j LEFT JOIN words w ON w.seq = j.seq WHERE j.seq = ?"
)


def table(model: type[SQLModel]) -> Table:
    """Return the table of a model."""
    return SQLModel.metadata.tables[str(model.__tablename__)]


class JournalWriter:
    """Appends to the journal, each row read back and its hash checked before anything is kept."""

    def __init__(self, connection: Connection, by: str = "", at: datetime | None = None) -> None:
        self._connection = connection
        self._by, self._at = by, at
        self.last_stamp = "" if at is None else stamp(at)
        """The instant of the last row that was appended."""
        self.office_changed = False
        self._hands = hands_of(connection.connection.driver_connection)

    def fetch(self, sql: str, parameters: Parameters = ()) -> list[sqlite3.Row]:
        """Return the rows of a reading statement, inside the transaction: what was written so far included."""
        return self._hands.fetch(sql, parameters)

    def append(  # noqa: PLR0913 - the columns of the journal
        self,
        *,
        kind: str,
        body: Mapping[str, Any],
        recorded_by: str | None = None,
        recorded_at: datetime | None = None,
        case_id: int | None = None,
        number: int | None = None,
        act: str = "",
        key: str | None = None,
        done_on: date | None = None,
        done_by: str | None = None,
        request_id: str | None = None,
    ) -> int:
        """Append a row to the journal with its words; return its number.

        Who and when default to those of `writing`. Raises ValueError (kind, who or when), Repeated, TooLarge.
        """
        if kind not in journal.KINDS:
            raise ValueError(f"The journal has no kind of row '{kind}'.")
        by, at = self._who_and_when(recorded_by, recorded_at)
        if request_id is not None:
            self._refuse_repeated(request_id)
        if kind == "strike" and number is None:
            number = body.get("number")  # which entry was struck outlasts the words
        last = self.fetch(_LAST)
        # What `secrets` would give, without the library of ciphers that it brings into every session.
        salt, text = os.urandom(16).hex(), journal.words_text(body)
        row = journal.Row(
            seq=int(last[0][0]) + 1 if last else 1,
            kind=kind,
            case_id=case_id,
            number=number,
            act=clean_line(act),
            key=None if key is None else clean_line(key),
            done_on=None if done_on is None else done_on.isoformat(),
            done_by=None if done_by is None else clean_line(done_by),
            recorded_by=by,
            recorded_at=at,
            request_id=request_id,
            digest=journal.words_digest(salt, text),
            previous=str(last[0][1]) if last else journal.BEGINNING,
        )
        self._insert(tables.Journal, {**row.__dict__, "hash": row.hash})
        self._insert(tables.Words, {"seq": row.seq, "salt": salt, "body": text})
        self._read_back(row, text)
        if kind in ("entry", "record"):
            self._hands.put_words(row.seq, kind, text)
        elif kind == "strike":
            self._hands.drop_struck(case_id, row.key, number)
        self.last_stamp = at
        return row.seq

    def seq_of_request(self, request_id: str) -> int | None:
        """Return the row that a request was saved as; None if it was not."""
        rows = self.fetch("SELECT seq FROM journal WHERE request_id = ?", (request_id,))
        return int(rows[0][0]) if rows else None

    def _refuse_repeated(self, request_id: str) -> None:
        seq = self.seq_of_request(request_id)
        if seq is not None:
            raise Repeated(seq)

    def _who_and_when(self, by: str | None, at: datetime | None) -> tuple[str, str]:
        who = clean_line(by or self._by)
        when = at or self._at
        if not who or when is None:
            raise ValueError("A row of the journal needs who recorded it and when.")
        return who, stamp(when)

    def _read_back(self, row: journal.Row, text: str) -> None:
        found = tuple(self.fetch(_BACK, (row.seq,))[0])
        if found[:13] != tuple(row.__dict__.values()) or found[15] != text:
            raise Damaged("the journal", f"row {row.seq} read back otherwise than it was written")
        if journal.row_hash(found[:13]) != found[13] or journal.words_digest(found[14], found[15]) != row.digest:
            raise Damaged("the journal", f"row {row.seq} does not have the hash that it should have")

    # -- the tables ---------------------------------------------------------------------------------------------

    def _insert(self, model: type[SQLModel], values: Mapping[str, Any]) -> None:
        self._connection.execute(insert(table(model)), dict(values))

    def _update(self, model: type[SQLModel], values: Mapping[str, Any], *where: ColumnElement[bool]) -> int:
        return self._connection.execute(update(table(model)).where(*where).values(dict(values))).rowcount

    def _delete(self, model: type[SQLModel], *where: ColumnElement[bool]) -> None:
        self._connection.execute(delete(table(model)).where(*where))
