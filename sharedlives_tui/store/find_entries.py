"""What Find asks of the file: letters, notes and entries on people by words, the newest first, where a case is open.

What somebody may not see within a case is for the core to leave out. Each index is read from its end, no further than
is needed, so that no question takes longer in a larger office.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sharedlives_tui.access import Roles, Viewer
from sharedlives_tui.search_words import holds
from sharedlives_tui.store.find_asked import begun_in, whole
from sharedlives_tui.store.reads import Reads, asking, nameable, openable
from sharedlives_tui.store.rows import EntryRow, PersonRow
from sharedlives_tui.store.said_words import Said, said
from sharedlives_tui.store.unpacking import entry_from

_LETTERS_AT_ONCE = 500
"""How many letters with the words are looked through for those of some entries."""

_ENTRIES = f"""
SELECT j.seq, j.case_id, j.number, j.act, c.procedure_digest
FROM {{found}} JOIN case_file c ON c.id = j.case_id
WHERE {{these}} AND {openable("c")} ORDER BY j.seq DESC LIMIT :size
"""  # noqa: S608
_LETTERS = _ENTRIES.format(
    found="find_letters f JOIN journal j ON j.seq = f.rowid",
    these="find_letters MATCH :match AND f.rowid < :before",
).replace("ORDER BY j.seq", "ORDER BY f.rowid")
_OF_THESE = _ENTRIES.format(found="journal j", these="j.seq IN (SELECT CAST(value AS INTEGER) FROM json_each(:seqs))")
_CLOSED_IN_PART = """
SELECT c.id FROM case_file c WHERE c.id IN (SELECT CAST(value AS INTEGER) FROM json_each(?)) AND (
    c.restricted = 1
    OR EXISTS (SELECT 1 FROM case_party y WHERE y.case_id = c.id AND y.part = 'name withheld')
    OR EXISTS (
        SELECT 1 FROM journal x JOIN words y ON y.seq = x.seq
        WHERE x.case_id = c.id AND instr(y.body, '"side":') > 0
            AND coalesce(json_extract(y.body, '$.values.side'), 'shared') NOT IN ('', 'shared')
    )
)
"""
_SEQS = """
SELECT rowid FROM {index} WHERE {index} MATCH :match AND rowid < :before AND rowid >= :until ORDER BY rowid DESC
LIMIT :size
"""
_RECORDS = f"""
SELECT j.seq, e.number, e.person_id, person.name
FROM find_records f JOIN journal j ON j.seq = f.rowid
JOIN person_entry e ON e.seq = f.rowid JOIN person ON person.id = e.person_id
WHERE find_records MATCH :match AND j.kind = 'record' AND :records AND {nameable("person")}
ORDER BY f.rowid DESC LIMIT :size
"""  # noqa: S608
_ROWS = """
SELECT j.seq, j.kind, j.number, j.act, j.key, j.done_on, j.done_by, j.recorded_by, j.recorded_at, w.body,
    NULL AS struck_by
FROM journal j JOIN words w ON w.seq = j.seq WHERE j.seq IN (SELECT CAST(value AS INTEGER) FROM json_each(?))
"""
_SAID = "SELECT seq, body FROM words WHERE seq IN (SELECT CAST(value AS INTEGER) FROM json_each(?))"
_LETTERS_OF = """
SELECT seq, letter FROM (
    SELECT seq, json_extract(body, '$.letter') AS letter FROM words
    WHERE seq IN (SELECT CAST(value AS INTEGER) FROM json_each(?))
) WHERE letter IS NOT NULL
"""
LAST = 9_223_372_036_854_775_807


class EntryHit(NamedTuple):
    """An entry of a case that the viewer may open, in which the words stand; whether they may read it is not asked."""

    seq: int
    case_id: int
    number: int
    act: str
    procedure: str
    """The digest of the procedure's text."""
    closed_in_part: bool
    """Whether something of the case may not be for everybody to whom it is open, so that all of it has to be looked at.

    It is restricted, a name in it is withheld, or an entry of it is for one side or for whoever wrote it.
    """


@dataclass(frozen=True)
class RecordHit:
    """An entry on a person in which the words stand."""

    seq: int
    number: int
    person: PersonRow


def find_letters(
    reads: Reads, viewer: Viewer, words: Sequence[str], size: int, before: int = LAST, *, as_whole: bool = False
) -> list[EntryHit]:
    """Return the newest entries with all these words, or words that begin so, in their letter.

    Of cases that the viewer may open; whether they may read the entry has to be asked of the case. The index is read
    from its end, no further than is needed.
    """
    asked = whole(words) if as_whole else begun_in(reads, "find_letters", words)
    return _entries(reads, viewer, _LETTERS, {"match": asked, "before": before, "size": size})


def find_notes(reads: Reads, viewer: Viewer, words: Sequence[str], size: int, before: int = LAST) -> list[EntryHit]:
    """Return the newest entries with words that begin so in their facts, and not in their letter too; else as there."""
    facts, letters = begun_in(reads, "find_facts", words), ""
    found: list[EntryHit] = []
    while True:
        seqs = _seqs(reads, "find_facts", facts, size, before)
        noted = set(seqs) - _in_letter(reads, seqs, letters, words)
        found += _entries(reads, viewer, _OF_THESE, {"seqs": json.dumps(sorted(noted)), "size": size})
        if len(seqs) < size or len(found) >= size:
            return found[:size]
        before = seqs[-1]
        letters = letters or begun_in(reads, "find_letters", words)


def _in_letter(reads: Reads, seqs: Sequence[int], asked: str, words: Sequence[str]) -> set[int]:
    """Those of these entries, the newest first, that have the words in their letter.

    A few letters are read; of many the index is asked (`asked`), but for those that lie behind far more with the words.
    """
    if not seqs:
        return set()
    lettered, known_from = [], LAST
    if asked:
        lettered = _seqs(reads, "find_letters", asked, _LETTERS_AT_ONCE, seqs[0] + 1, seqs[-1])
        known_from = lettered[-1] if len(lettered) == _LETTERS_AT_ONCE else seqs[-1]
    rest = reads.fetch(_LETTERS_OF, (json.dumps([each for each in seqs if each < known_from]),))
    return set(lettered) | {row[0] for row in rest if holds(str(row[1]), words)}


def _seqs(reads: Reads, index: str, asked: str, size: int, before: int, until: int = 0) -> list[int]:
    """The newest rows of the journal, older than one and no older than another, that an index has for this."""
    parameters = {"match": asked, "size": size, "before": before, "until": until}
    return [row[0] for row in reads.fetch(_SEQS.format(index=index), parameters)]


def _entries(reads: Reads, viewer: Viewer, sql: str, asked: Mapping[str, Any]) -> list[EntryHit]:
    rows = reads.fetch(sql, {**asked, **asking(viewer)})
    cases = json.dumps(sorted({row["case_id"] for row in rows}))
    closed = {row[0] for row in reads.fetch(_CLOSED_IN_PART, (cases,))} if rows else set()
    return [EntryHit(row[0], row[1], row[2], row[3], row[4], row[1] in closed) for row in rows]


def find_records(reads: Reads, viewer: Viewer, words: Sequence[str], size: int) -> list[RecordHit]:
    """Return the newest entries on people with all these words, for people of the office whose role reads those."""
    may = viewer.known and Roles.load().may(viewer.roles, "records")
    asked = {"match": begun_in(reads, "find_records", words), "size": size, "records": may, **asking(viewer)}
    rows = reads.fetch(_RECORDS, asked)
    return [RecordHit(row["seq"], row["number"], PersonRow(row["person_id"], row["name"])) for row in rows]


def said_in(reads: Reads, seqs: Iterable[int]) -> dict[int, Said]:
    """Return what entries say, as they are found by it, for entries that were let through already."""
    rows = reads.fetch(_SAID, (json.dumps(sorted(set(seqs))),))
    return {row[0]: said("entry", row[1]) or Said("", "", "") for row in rows}


def rows_of(reads: Reads, seqs: Iterable[int]) -> dict[int, EntryRow]:
    """Return rows of the journal by their number, for entries that were let through already."""
    rows = reads.fetch(_ROWS, (json.dumps(sorted(set(seqs))),))
    return {row["seq"]: entry_from(row) for row in rows}
