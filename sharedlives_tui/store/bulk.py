"""Writing very many cases at once: copies of one case with other people, in the rows that the writer would write.

For practice offices only. The journal's guards stay in force for every row, and the chain goes on; what a copy says
must have been computed by whoever gives the pattern.
"""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sharedlives_tui.cleaning import clean_line, folded
from sharedlives_tui.store import find_index, journal
from sharedlives_tui.store.connection import FileStore
from sharedlives_tui.store.errors import PracticeOnly, StoreError, in_words
from sharedlives_tui.store.opened import Store
from sharedlives_tui.store.pragmas import READ_WAIT, connect
from sharedlives_tui.store.queue import Deadline
from sharedlives_tui.store.reads import Reads
from sharedlives_tui.store.rows import (
    AccessRow,
    CaseRow,
    EntryRow,
    LimitRow,
    PartyRow,
    PersonRow,
    class_columns,
    stamp,
)

CASES_AT_ONCE = 1_000
"""How many cases go into one transaction."""

_PRAGMAS = ("synchronous = NORMAL", "cache_size = -131072", "wal_autocheckpoint = 16384", "temp_store = MEMORY")
_JOURNAL = f"{journal.COLUMNS}, hash"
_NEW = ", ".join(f"NEW.{name}" for name in _JOURNAL.split(", "))
_VIEW = f"CREATE TEMP VIEW written ({_JOURNAL}, salt, body) AS SELECT {', '.join(['NULL'] * 16)}"
_THROUGH = (
    "CREATE TEMP TRIGGER written_through INSTEAD OF INSERT ON written BEGIN "  # noqa: S608
    f"INSERT INTO journal ({_JOURNAL}) VALUES ({_NEW}); "
    "INSERT INTO words (seq, salt, body) VALUES (NEW.seq, NEW.salt, NEW.body); END"
)
"""Each row of the journal with its words in one statement, so that the guards can look at both as they come."""

_CASE_COLUMNS = (
    *("id", "ref", "kind", "type", "title", "find_text", "owner", "stage", "status", "opened_on", "closed_on"),
    *("procedure_digest", "version", "updated_at", "restricted", "guarded", "must_due", "must_act_by"),
    *("must_instance", "target_due", "target_act_by", "target_instance", "window_until", "window_instance"),
    *("theirs_due", "theirs_instance", "next_act_by", "rest_state", "rest_instance"),
)
_LIMIT_COLUMNS = (
    *("case_id", "instance", "step", "step_name", "stage", "key", "due", "act_by", "until", "force", "side"),
    *("state_base", "ended_on", "how", "late", "opened_on", "rules", "after_closing"),
)


def _insert(table: str, columns: Sequence[str]) -> str:
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608


_WRITTEN = _insert("written", [*_JOURNAL.split(", "), "salt", "body"])
_CASE = _insert("case_file", _CASE_COLUMNS)
_LIMIT = _insert("time_limit", _LIMIT_COLUMNS)
_PARTY = _insert("case_party", ("case_id", "person_id", "part", "role"))
_ACCESS = _insert("case_access", ("case_id", "person_id", "rule"))
_PERSON = _insert("person", ("id", "name", "find_text", "created_seq", "named_seq"))
_ROLE = _insert("role_held", ("person_id", "role", "from_day", "to_day", "seq"))
_HOLDING_ONLY = (
    "SELECT p.id, p.name FROM person p JOIN role_held r ON r.person_id = p.id GROUP BY p.id "
    "HAVING count(*) = 1 AND max(r.role) = ? AND max(r.from_day) <= ? ORDER BY p.id"
)
_COUNT = "INSERT INTO ref_count (prefix, last) VALUES (?, ?) ON CONFLICT (prefix) DO UPDATE SET last = excluded.last"


@dataclass(frozen=True, eq=False)
class Pattern:
    """A case as casework would have written it on the days of its entries. Only its people can be exchanged."""

    prefix: str
    row: CaseRow
    """`id` and `ref` do not count, `version` is that after the last entry."""
    entries: tuple[EntryRow, ...]
    limits: tuple[LimitRow, ...]
    parties: tuple[PartyRow, ...]
    access: tuple[AccessRow, ...]
    people: Mapping[str, PersonRow]
    """Who plays which part."""


class _Form:
    """A pattern worked out: its texts with a gap for each person, its other columns ready to be written."""

    def __init__(self, pattern: Pattern) -> None:
        self._people = pattern.people
        row, first = pattern.row, pattern.entries[0]
        self.prefix = pattern.prefix
        self.kind, self.digest = row.kind, row.procedure
        self.title = self._with_gaps(clean_line(row.title), names=True)
        self.owner = self._part(row.owner)
        self.opened_by, self.opened_at = self._with_gaps(first.recorded_by), stamp(first.recorded_at)
        body = {"ref": "%(ref)s", "kind": row.kind, "procedure": row.procedure, "opened_on": row.opened_on.isoformat()}
        self.opening = journal.words_text(body)
        self.middle = (row.stage, row.status, row.opened_on.isoformat(), _iso(row.closed_on), row.procedure)
        self.type, self.version = row.type, row.version
        self.updated_at = stamp(pattern.entries[-1].recorded_at)
        self.marks = (int(row.restricted), int(row.guarded))
        classes = class_columns(pattern.limits, row.status).__dict__.values()
        self.classes = [self._with_gaps(each) if isinstance(each, str) else _iso(each) for each in classes]
        self.open_classes = [place for place, each in enumerate(self.classes) if each and "%(" in each]
        self.entries = [self._entry(each) for each in pattern.entries]
        self.limits = [self._limit(each) for each in pattern.limits]
        self.parties = [
            (self._part(each.person_id), clean_line(each.part), clean_line(each.role)) for each in pattern.parties
        ]
        self.access = [(self._part(each.person_id), each.rule) for each in pattern.access]

    def _part(self, number: int | None) -> str | int | None:
        """The part that a person plays, or their number where they play none."""
        return next((part for part, person in self._people.items() if person.id == number), number)

    def _with_gaps(self, text: str, *, names: bool = False) -> str:
        text = text.replace("%", "%%")
        for part, person in self._people.items():
            if text == person.ref or text.endswith(f"@{person.ref}") or f"@{person.ref}." in text:
                text = text.replace(person.ref, f"%({part})s")
            if names:
                text = text.replace(person.name.replace("%", "%%"), f"%({part} name)s")
        return text

    def _entry(self, entry: EntryRow) -> tuple[Any, ...]:
        text = journal.words_text(entry.body).replace("%", "%%")
        for part, person in self._people.items():
            text = text.replace(f'"{person.ref}"', f'"%({part})s"')
            text = text.replace(_encoded(person.name).replace("%", "%%"), f"%({part} words)s")
        day = None if entry.done_on is None else entry.done_on.isoformat()
        key = None if entry.key is None else self._with_gaps(entry.key)
        done_by = None if entry.done_by is None else self._with_gaps(entry.done_by)
        at = stamp(entry.recorded_at)
        return entry.number, entry.act, key, day, done_by, self._with_gaps(entry.recorded_by), at, text

    def _limit(self, limit: LimitRow) -> tuple[bool, tuple[Any, ...]]:
        name = clean_line(limit.step_name)
        values = (
            self._with_gaps(limit.instance),
            limit.step,
            name if limit.key is None else self._with_gaps(name, names=True),
            limit.stage,
            None if limit.key is None else self._with_gaps(limit.key),
            _iso(limit.due),
            _iso(limit.act_by),
            _iso(limit.until),
            limit.force,
            limit.side,
            limit.state_base,
            _iso(limit.ended_on),
            limit.how,
            int(limit.late),
            limit.opened_on.isoformat(),
            " ".join(limit.rules),
            int(limit.after_closing),
        )
        return limit.key is not None, values


class BulkWriter:
    """Writes people and copies of patterns, some thousand at once. Made by `many`."""

    def __init__(self, connection: sqlite3.Connection, by: str, at: datetime, seed: int) -> None:
        self._connection = connection
        self._by, self._at = by, stamp(at)
        self._salts = random.Random(seed)  # noqa: S311 - the words of a practice office are nobody's secret
        self._forms: dict[Pattern, _Form] = {}
        connection.execute(_VIEW)
        connection.execute(_THROUGH)
        last = connection.execute("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1").fetchone()
        self._seq, self._hash = int(last[0]), str(last[1])
        self._case = int(connection.execute("SELECT coalesce(max(id), 0) FROM case_file").fetchone()[0])
        self._person = int(connection.execute("SELECT coalesce(max(id), 0) FROM person").fetchone()[0])
        self._refs = dict(connection.execute("SELECT prefix, last FROM ref_count").fetchall())
        self._begin()

    def _begin(self) -> None:
        self._written: list[tuple[Any, ...]] = []
        self._cases: list[tuple[Any, ...]] = []
        self._limits: list[tuple[Any, ...]] = []
        self._parties: list[tuple[Any, ...]] = []
        self._access: list[tuple[Any, ...]] = []
        self._people: list[tuple[Any, ...]] = []
        self._roles: list[tuple[Any, ...]] = []

    def add_people(self, names: Sequence[str], role: str, first: date) -> list[PersonRow]:
        """Add people to the office's list, each with a role from a day; return them."""
        added = []
        for name in map(clean_line, names):
            self._person += 1
            person = PersonRow(self._person, name)
            body = {"person": person.id, "name": name}
            seq = self._append("person", "add", None, journal.words_text(body), self._by, self._at)
            self._people.append((person.id, name, folded(name), seq, seq))
            body = {"person": person.id, "role": role, "first": first.isoformat(), "last": None}
            seq = self._append("role", "hold", None, journal.words_text(body), self._by, self._at)
            self._roles.append((person.id, role, first.isoformat(), None, seq))
            added.append(person)
        self.flush()
        return added

    def add_case(self, pattern: Pattern, people: Mapping[str, PersonRow]) -> str:
        """Write a copy of a case in which these people play the parts; return its reference."""
        form = self._forms.get(pattern)
        if form is None:
            form = self._forms[pattern] = _Form(pattern)
        self._case += 1
        number = self._refs[form.prefix] = self._refs.get(form.prefix, 0) + 1
        case_id, ref = self._case, f"{form.prefix}-{number:04d}"
        names: dict[str, str] = {"ref": ref}
        for part, person in people.items():
            names[part] = person.ref
            names[f"{part} name"] = person.name
            names[f"{part} words"] = _encoded(person.name)
        self._add_row(form, case_id, ref, names, people)
        opened_by = form.opened_by % names
        self._append("case", "open", case_id, form.opening % names, opened_by, form.opened_at)
        for number, act, key, day, done_by, by, at, text in form.entries:
            self._append(
                "entry",
                act,
                case_id,
                text % names,
                by % names,
                at,
                (number, None if key is None else key % names, day, None if done_by is None else done_by % names),
            )
        for keyed, values in form.limits:
            if keyed:
                instance, *middle = values
                middle[1], middle[3] = middle[1] % names, middle[3] % names
                self._limits.append((case_id, instance % names, *middle))
            else:
                self._limits.append((case_id, *values))
        self._parties += [(case_id, _number(who, people), part, role) for who, part, role in form.parties]
        self._access += [(case_id, _number(who, people), rule) for who, rule in form.access]
        if len(self._cases) >= CASES_AT_ONCE:
            self.flush()
        return ref

    def _add_row(
        self, form: _Form, case_id: int, ref: str, names: Mapping[str, str], people: Mapping[str, PersonRow]
    ) -> None:
        title = form.title % names
        classes = list(form.classes)
        for place in form.open_classes:
            classes[place] = str(classes[place]) % names
        start = (case_id, ref, form.kind, form.type, title, folded(f"{ref} {title}"), _number(form.owner, people))
        self._cases.append((*start, *form.middle, form.version, form.updated_at, *form.marks, *classes))

    def _append(
        self,
        kind: str,
        act: str,
        case_id: int | None,
        text: str,
        by: str,
        at: str,
        entry: tuple[int | None, str | None, str | None, str | None] = (None, None, None, None),
    ) -> int:
        salt = f"{self._salts.getrandbits(128):032x}"
        self._seq += 1
        number, key, day, done_by = entry
        digest = journal.words_digest(salt, text)
        row = (self._seq, kind, case_id, number, act, key, day, done_by, by, at, None, digest, self._hash)
        self._hash = journal.row_hash(row)
        self._written.append((*row, self._hash, salt, text))
        return self._seq

    def flush(self) -> None:
        """Write what has been gathered, in one transaction."""
        connection = self._connection
        connection.execute("BEGIN IMMEDIATE")
        try:
            connection.executemany(_CASE, self._cases)
            connection.executemany(_WRITTEN, self._written)
            connection.executemany(_PERSON, self._people)
            connection.executemany(_ROLE, self._roles)
            connection.executemany(_LIMIT, self._limits)
            connection.executemany(_PARTY, self._parties)
            connection.executemany(_ACCESS, self._access)
            connection.executemany(_COUNT, self._refs.items())
            self._let_be_found()
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        self._begin()

    def _let_be_found(self) -> None:
        if self._written:
            find_index.put_many(self._connection, self._written[0][0], self._written[-1][0])
        for index, rows, text in (("find_names", self._people, 2), ("find_titles", self._cases, 5)):
            for row in rows:
                find_index.put_text(self._connection, index, row[0], row[text])


@contextmanager
def many(store: Store, by: str, at: datetime, seed: int) -> Iterator[BulkWriter]:
    """Write very many cases into a practice office; nobody else writes meanwhile.

    `by` and `at` are who adds people and when; salts come by lot from the seed. What was flushed stays after an
    exception. Raises PracticeOnly, Busy and the errors of the store.
    """
    if not store.office.practice:
        raise PracticeOnly("Filling an office with made-up cases")
    if not isinstance(store, FileStore):
        raise StoreError("Very many made-up cases are written into a file, and not on a server. Name a file.")
    with store._queue.turn(Deadline(store.wait)):
        connection = connect(store.path, "rw", wait=READ_WAIT)
        try:
            for pragma in _PRAGMAS:
                connection.execute(f"PRAGMA {pragma}")
            writer = BulkWriter(connection, by, at, seed)
            yield writer
            writer.flush()
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.Error as error:
            plain = in_words(error, store.path, READ_WAIT)
            if plain is None:
                raise
            raise plain from None
        finally:
            connection.close()


def holding_only(reads: Reads, role: str, day: date) -> list[PersonRow]:
    """Return those of the office's list who hold this role, since that day or earlier, and never held another."""
    return [PersonRow(row["id"], row["name"]) for row in reads.fetch(_HOLDING_ONLY, (role, day.isoformat()))]


def _number(who: str | int | None, people: Mapping[str, PersonRow]) -> int | None:
    return people[who].id if isinstance(who, str) else who


def _encoded(name: str) -> str:
    return json.dumps(name, ensure_ascii=False)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
