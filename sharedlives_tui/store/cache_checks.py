"""Whether what is computed from the journal says what the journal says; each check yields a sentence a difference."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from typing import Any

from sharedlives_tui.cleaning import folded
from sharedlives_tui.store.find_index import COLUMN, CONTENTS
from sharedlives_tui.store.rows import class_columns
from sharedlives_tui.store.schema.step_0008 import BY_WORD
from sharedlives_tui.store.schema.step_0010 import KEEPS_NO_TEXT, SAID
from sharedlives_tui.store.schema.step_0011 import ANSWERED
from sharedlives_tui.store.unpacking import classes_from, limit_from

Check = Callable[[sqlite3.Connection], Iterator[str]]

_WORDS = "SELECT body FROM words WHERE seq = ?"
_CASES = (
    "SELECT j.case_id, w.body, c.ref, c.kind FROM journal j LEFT JOIN words w ON w.seq = j.seq "
    "LEFT JOIN case_file c ON c.id = j.case_id WHERE j.kind = 'case'"
)
_UNOPENED = (
    "SELECT ref FROM case_file c WHERE NOT EXISTS (SELECT 1 FROM journal j WHERE j.case_id = c.id AND j.kind = 'case')"
)
_NUMBERS = (
    "SELECT c.ref FROM journal j JOIN case_file c ON c.id = j.case_id WHERE j.kind = 'entry' "
    "GROUP BY c.id HAVING max(j.number) <> count(*)"
)
_ENTRIES_KEPT = "SELECT seq, 'P-' || person_id, number, kind, done_on, struck_seq FROM person_entry"
_ENTRIES_SAID = """
SELECT j.seq, j.key, j.number, j.act, j.done_on, (
    SELECT s.seq FROM journal s
    WHERE s.kind = 'strike' AND s.case_id IS NULL AND s.key = j.key AND s.number = j.number ORDER BY s.seq LIMIT 1
) FROM journal j WHERE j.kind = 'record' AND j.case_id IS NULL
"""
_ENTRY_NUMBERS = (
    "SELECT key FROM journal WHERE kind = 'record' AND case_id IS NULL GROUP BY key HAVING max(number) <> count(*)"
)


_NOT_ASKED = """
SELECT c.ref, w.instance FROM sign_off_waiting w JOIN case_file c ON c.id = w.case_id
WHERE (
    SELECT max(j.seq) FROM journal j WHERE j.case_id = w.case_id AND j.kind = 'sign-off' AND j.key = w.instance
) IS NOT w.seq OR NOT EXISTS (SELECT 1 FROM journal j WHERE j.seq = w.seq AND j.act = 'ask')
"""
_ANSWERED_KEPT = "SELECT case_id, instance, seq, asked_by FROM sign_off_answered"
_ANSWERED_WRONG = f"""
WITH said AS ({ANSWERED}), kept AS ({_ANSWERED_KEPT})
SELECT DISTINCT c.ref, d.instance FROM (
    SELECT * FROM (SELECT * FROM said EXCEPT SELECT * FROM kept) one
    UNION ALL SELECT * FROM (SELECT * FROM kept EXCEPT SELECT * FROM said) other
) d LEFT JOIN case_file c ON c.id = d.case_id ORDER BY 1, 2
"""  # noqa: S608


@dataclass(frozen=True)
class _Kept:
    """How one table is read, and what a row of the journal says of it: the key, and the values."""

    kind: str
    sql: str
    """Key, row of the journal, values."""
    said: Callable[[int, str, dict[str, Any]], tuple[Any, tuple[Any, ...]]]


_TABLES = (
    _Kept(
        "person",
        "SELECT id, named_seq, name FROM person",
        lambda _seq, _at, body: (body["person"], (body["name"],)),
    ),
    _Kept(
        "role",
        "SELECT person_id || ' ' || role || ' ' || from_day, seq, to_day FROM role_held",
        lambda _seq, _at, body: (f"{body['person']} {body['role']} {body['first']}", (body["last"],)),
    ),
    _Kept(
        "calendar",
        "SELECT seq, seq, day, working, reason, entered_on, recorded_at FROM calendar_change",
        lambda seq, at, body: (seq, (body["day"], int(body["working"]), body["reason"], body["entered_on"], at)),
    ),
    _Kept(
        "procedure",
        "SELECT digest, seq, id, in_force, file_name, text, shared FROM procedure_text",
        lambda _seq, _at, body: (
            body["digest"],
            (body["id"], body["in_force"], body["file_name"], body["sha256"]),
        ),
    ),
    _Kept(
        "setting",
        "SELECT name, seq, value FROM setting",
        lambda _seq, _at, body: (body["name"], (body["value"],)),
    ),
)


def _office(connection: sqlite3.Connection) -> Iterator[str]:
    said: dict[str, Any] = {}
    for _, _, body in _rows_of(connection, "office"):
        said.update(body or {})
    row = connection.execute("SELECT name, nation, kind, practice FROM office").fetchone()
    kept = None if row is None else (*row[:3], bool(row[3]))
    if kept != (said.get("name"), said.get("nation"), said.get("kind"), said.get("practice")):
        yield "The office's name, nation or kind is not as the journal says."


def _office_tables(connection: sqlite3.Connection) -> Iterator[str]:
    for table in _TABLES:
        kept = {row[0]: (row[1], tuple(row[2:])) for row in connection.execute(table.sql)}
        if table.kind == "procedure":
            kept = {key: (seq, _with_text_hashed(values)) for key, (seq, values) in kept.items()}
        said: dict[Any, tuple[int, tuple[Any, ...]]] = {}
        for seq, at, body in _rows_of(connection, table.kind):
            if body is not None:
                key, values = table.said(seq, at, body)
                said[key] = (seq, values)
        for key in sorted(kept.keys() | said.keys(), key=str):
            if not _agree(connection, kept.get(key), said.get(key)):
                yield f"What is kept of {table.kind} {key} is not as the journal says."


def _with_text_hashed(values: tuple[Any, ...]) -> tuple[Any, ...]:
    *rest, text, shared = values
    return (*rest, sha256(f"{text}\0{shared}".encode()).hexdigest())


def _agree(connection: sqlite3.Connection, kept: tuple[int, Any] | None, said: tuple[int, Any] | None) -> bool:
    if kept is None or kept == said:
        return kept == said
    newer = said is None or kept[0] > said[0]
    return newer and connection.execute(_WORDS, (kept[0],)).fetchone() is None  # its words were disposed of


def _rows_of(connection: sqlite3.Connection, kind: str) -> Iterator[tuple[int, str, dict[str, Any] | None]]:
    rows = connection.execute(
        "SELECT j.seq, j.recorded_at, w.body FROM journal j LEFT JOIN words w ON w.seq = j.seq "
        "WHERE j.case_id IS NULL AND j.kind = ? ORDER BY j.seq",
        (kind,),
    )
    for seq, at, text in rows:
        yield seq, at, None if text is None else json.loads(text)


def _person_entries(connection: sqlite3.Connection) -> Iterator[str]:
    kept = {tuple(row) for row in connection.execute(_ENTRIES_KEPT)}
    said = {tuple(row) for row in connection.execute(_ENTRIES_SAID)}
    for person, number in sorted({(each[1], each[2]) for each in kept ^ said}, key=str):
        yield f"Entry {number} on {person} is not as the journal says."
    for (person,) in connection.execute(_ENTRY_NUMBERS):
        yield f"The entries on {person} are not numbered one after the other."


def _disposals(connection: sqlite3.Connection) -> Iterator[str]:
    said: dict[int, set[int]] = {}
    for seq, by_seq in connection.execute("SELECT seq, by_seq FROM disposal"):
        if by_seq not in said:
            row = connection.execute(_WORDS, (by_seq,)).fetchone()
            said[by_seq] = set() if row is None else set(json.loads(row[0]).get("seqs", ()))
        if seq not in said[by_seq]:
            yield f"The words of row {seq} of the journal are gone, but row {by_seq} does not say so."


def _cases(connection: sqlite3.Connection) -> Iterator[str]:
    for case_id, text, ref, kind in connection.execute(_CASES):
        body = {} if text is None else json.loads(text)
        if ref is None or ref != body.get("ref", ref) or kind != body.get("kind", kind):
            yield f"Case {case_id} ({body.get('ref', ref)}) is not as the journal opened it."
    for (ref,) in connection.execute(_UNOPENED):
        yield f"Case {ref} is in the list, but the journal never opened it."
    for (ref,) in connection.execute(_NUMBERS):
        yield f"The entries of case {ref} are not numbered one after the other."


def _attachments(connection: sqlite3.Connection) -> Iterator[str]:
    rows = connection.execute(
        "SELECT a.id, a.sha256, a.content, w.body FROM attachment a LEFT JOIN words w ON w.seq = a.added_seq"
    )
    for attachment_id, digest, content, text in rows:
        if text is None:
            continue  # disposed of, or missing: the journal's own check says which
        said = json.loads(text).get("sha256")
        if content is None or said != digest or sha256(content).hexdigest() != digest:
            yield f"Attachment {attachment_id} is not the file that was added."


def _classes(connection: sqlite3.Connection) -> Iterator[str]:
    limits = connection.execute("SELECT * FROM time_limit ORDER BY case_id, instance")
    grouped = groupby(limits, key=lambda row: int(row["case_id"]))
    ahead = next(grouped, None)
    for case in connection.execute("SELECT * FROM case_file ORDER BY id"):
        found = []
        if ahead is not None and ahead[0] == case["id"]:
            found = [limit_from(row) for row in ahead[1]]
            ahead = next(grouped, None)
        if class_columns(found, case["status"]) != classes_from(case):
            yield f"The list shows case {case['ref']} with other limits than it has."


_TALLIED = "SELECT owner, mark, day, kind, guarded, count(*) AS cases FROM case_tallied GROUP BY 1, 2, 3, 4, 5"
_TALLIED_FOR_ALL = "SELECT -1, mark, day, kind, guarded, count(*) FROM case_tallied GROUP BY 2, 3, 4, 5"
_TALLY_WRONG = f"""
WITH said AS ({_TALLIED} UNION ALL {_TALLIED_FOR_ALL}),
    kept AS (SELECT owner, mark, day, kind, guarded, cases FROM case_tally WHERE cases <> 0)
SELECT DISTINCT CASE owner WHEN -1 THEN 'everybody' WHEN 0 THEN 'nobody' ELSE 'P-' || owner END FROM (
    SELECT * FROM (SELECT * FROM said EXCEPT SELECT * FROM kept)
    UNION ALL SELECT * FROM (SELECT * FROM kept EXCEPT SELECT * FROM said)
) ORDER BY 1
"""  # noqa: S608


def _tally(connection: sqlite3.Connection) -> Iterator[str]:
    for (owner,) in connection.execute(_TALLY_WRONG):
        yield f"The number of cases that is kept for {owner} is not the number that there are."


def _waiting(connection: sqlite3.Connection) -> Iterator[str]:
    for ref, instance in connection.execute(_NOT_ASKED):
        yield f"The list says that {instance} of case {ref} waits for a sign-off; the journal says otherwise."


def _answered(connection: sqlite3.Connection) -> Iterator[str]:
    for ref, instance in connection.execute(_ANSWERED_WRONG):
        yield f"What is kept of the answer to {instance} of case {ref} is not as the journal says."


_FOUND_AS = (
    "SELECT 'P-' || id, name, find_text FROM person UNION ALL SELECT ref, ref || ' ' || title, find_text FROM case_file"
)
_ANEW = (
    "CREATE VIRTUAL TABLE temp.anew USING fts5({column}, {kept_as})",
    "CREATE VIRTUAL TABLE temp.anew_terms USING fts5vocab(temp, 'anew', 'col')",
    "CREATE VIRTUAL TABLE temp.kept_terms USING fts5vocab(main, '{index}', 'col')",
    "INSERT INTO temp.anew (rowid, {column}) {contents}",
)
_KEPT_AS = {
    index: KEEPS_NO_TEXT if index in SAID else f"content = '', detail = column, {BY_WORD}" for index in CONTENTS
}
_DIFFERENT = """
SELECT count(*) FROM (SELECT * FROM ({one}) EXCEPT SELECT * FROM ({other}))
"""
_SIZES = ("SELECT id, sz FROM main.{index}_docsize", "SELECT id, sz FROM temp.anew_docsize")
_TERMS = (
    "SELECT term, col, doc, cnt FROM temp.kept_terms WHERE doc > 0",
    "SELECT term, col, doc, cnt FROM temp.anew_terms",
)
FOUND = {
    "find_letters": "the words of letters",
    "find_facts": "the words of entries",
    "find_records": "the words of entries on people",
    "find_names": "the names of people",
    "find_titles": "the titles of cases",
}
"""What each index of Find holds, as people are told."""


def looked_for(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield a sentence for each person or case that Find does not look for as they are called."""
    for ref, text, kept in connection.execute(_FOUND_AS):
        if kept != folded(text):
            yield f"Find looks for {ref} under another name than it has."


def _find(connection: sqlite3.Connection) -> Iterator[str]:
    yield from looked_for(connection)
    for index, contents in CONTENTS.items():
        asked = {"index": index, "contents": contents, "column": COLUMN[index], "kept_as": _KEPT_AS[index]}
        for sql in _ANEW:
            connection.execute(sql.format_map(asked))
        pairs = [[sql.format_map(asked) for sql in pair] for pair in (_SIZES, _TERMS)]
        pairs += [pair[::-1] for pair in pairs]
        if any(connection.execute(_DIFFERENT.format(one=one, other=other)).fetchone()[0] for one, other in pairs):
            yield f"Find does not have {FOUND[index]} as the journal says."
        for table in ("kept_terms", "anew_terms", "anew"):
            connection.execute(f"DROP TABLE temp.{table}")


IN_ROWS: tuple[Check, ...] = (
    _disposals,
    _office,
    _office_tables,
    _person_entries,
    _cases,
    _attachments,
    _classes,
    _tally,
    _waiting,
    _answered,
)
"""Those that only ask, on a server too."""
CHECKS: tuple[Check, ...] = (*IN_ROWS, _find)
"""Each takes a connection whose rows have names. Raises sqlite3.Error."""


_UNREADABLE = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What Python makes of words that are not as they were written: no JSON, another shape, no day, no number."""


def compared(
    checks: Sequence[Check],
    connection: sqlite3.Connection,
    found: list[str],
    of_words: Callable[[Exception], bool],
) -> list[str]:
    """Return what was found, and what the checks find.

    Where words are not as they were written, what rests on them may not even be read: that much is said then. Whether
    an error of the database is of that sort, and none of its disk or line, `of_words` says.
    """
    broken = bool(found)
    try:
        for check in checks:
            found += check(connection)
    except Exception as error:  # a file's errors and a server's have no class in common that is narrower
        if not broken or not (isinstance(error, _UNREADABLE) or of_words(error)):
            raise
        found.append("What is computed from the journal could not be compared with it, because of what is named above.")
    return found
