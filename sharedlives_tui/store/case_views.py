"""Views of cases, people and papers: what no list of Today needs, so that the first picture does not wait for it."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import replace
from datetime import date
from functools import cache

from sharedlives_tui.access import RoleSpan, Viewer
from sharedlives_tui.cleaning import folded
from sharedlives_tui.store.reads import Reads, asking, nameable, openable, tellable
from sharedlives_tui.store.rows import (
    AttachmentRow,
    CaseRow,
    DraftRow,
    EntryRow,
    LimitRow,
    LinkRow,
    PartyRow,
    PersonRow,
    ProcedureRow,
    instant,
)
from sharedlives_tui.store.unpacking import case_from, day, entry_from, limit_from

_CASE = f"SELECT * FROM case_file WHERE ref = :ref AND {openable('case_file')}"  # noqa: S608
_WITH_LIMITS = (
    "SELECT * FROM case_file WHERE id IN (SELECT case_id FROM time_limit WHERE state_base <> 'ended') ORDER BY id"
)
_ENTRIES = """
SELECT j.seq, j.kind, j.number, j.act, j.key, j.done_on, j.done_by, j.recorded_by, j.recorded_at, w.body,
    NULL AS struck_by
FROM journal j LEFT JOIN words w ON w.seq = j.seq WHERE j.case_id = ? ORDER BY j.seq
"""
_PARTIES = """
SELECT t.person_id, t.part, t.role, p.name FROM case_party t JOIN person p ON p.id = t.person_id
WHERE t.case_id = ? ORDER BY t.part, p.name, t.person_id
"""
_LINKS = f"""
SELECT case_file.id, case_file.ref, case_file.kind, case_file.title, case_file.status, l.words
FROM case_link l JOIN case_file ON case_file.id = l.other_id WHERE l.case_id = :case_id AND {openable("case_file")}
ORDER BY l.seq, case_file.id
"""  # noqa: S608
_ATTACHMENTS = """
SELECT id, case_id, number, name, sha256, size, confidential, added_seq FROM attachment WHERE case_id = ? ORDER BY id
"""
_PEOPLE = (
    f"SELECT id, name FROM person WHERE (name, id) > (:name, :id) AND {nameable('person')} "  # noqa: S608
    "ORDER BY name, id LIMIT :size"
)
_PERSON = f"SELECT id, name FROM person WHERE id = :id AND {nameable('person')}"  # noqa: S608


# -- cases ------------------------------------------------------------------------------------------------------


def case_by_ref(reads: Reads, viewer: Viewer, ref: str) -> CaseRow | None:
    """Return the case of that reference; None if there is none, or none that the viewer may see."""
    rows = reads.fetch(_CASE, {"ref": ref.strip().upper(), **asking(viewer)})
    return case_from(rows[0]) if rows else None


def all_cases(reads: Reads) -> list[CaseRow]:
    """Return every case of the office, whoever may see it: for checking the file, not for showing."""
    return [case_from(row) for row in reads.fetch("SELECT * FROM case_file ORDER BY id")]


def cases_with_open_limits(reads: Reads) -> list[CaseRow]:
    """Return every case in which a limit runs, whoever may see it: for computing limits anew, not for showing."""
    return [case_from(row) for row in reads.fetch(_WITH_LIMITS)]


def limits_of(reads: Reads, case_id: int) -> list[LimitRow]:
    """Return the limits of a case, by day opened and name."""
    sql = "SELECT * FROM time_limit WHERE case_id = ? ORDER BY opened_on, instance"
    return [limit_from(row) for row in reads.fetch(sql, (case_id,))]


def entries(reads: Reads, case_id: int) -> list[EntryRow]:
    """Return all rows of the journal that belong to a case, in the order in which they were recorded.

    An entry that was struck says by which row; a strike has the entry's number.
    """
    found = [entry_from(row) for row in reads.fetch(_ENTRIES, (case_id,))]
    struck = {each.number: each.seq for each in found if each.kind == "strike"}
    if not struck:
        return found
    return [
        replace(each, struck_by=struck[each.number]) if each.kind == "entry" and each.number in struck else each
        for each in found
    ]


def parties(reads: Reads, case_id: int) -> list[PartyRow]:
    """Return the people of a case with their parts and names."""
    return [
        PartyRow(row["person_id"], row["part"], row["role"], row["name"]) for row in reads.fetch(_PARTIES, (case_id,))
    ]


def links(reads: Reads, viewer: Viewer, case_id: int) -> list[LinkRow]:
    """Return the cases linked with a case, those that the viewer may see."""
    return [LinkRow(*row) for row in reads.fetch(_LINKS, {"case_id": case_id, **asking(viewer)})]


def attachments(reads: Reads, case_id: int) -> list[AttachmentRow]:
    """Return the files kept with a case, without their contents."""
    return [
        AttachmentRow(
            id=row["id"],
            case_id=row["case_id"],
            number=row["number"],
            name=row["name"],
            sha256=row["sha256"],
            size=row["size"],
            confidential=bool(row["confidential"]),
            added_seq=row["added_seq"],
        )
        for row in reads.fetch(_ATTACHMENTS, (case_id,))
    ]


def attachment_content(reads: Reads, attachment_id: int) -> bytes | None:
    """Return the content of a file; None if there is none, or if it was disposed of."""
    rows = reads.fetch("SELECT content FROM attachment WHERE id = ?", (attachment_id,))
    return rows[0][0] if rows else None


# -- words in a list of cases -----------------------------------------------------------------------------------

MOST_WORDS = 8
"""How many words Find looks at."""
_REFERENCE = re.compile(r"([a-z]{1,8}-?)([0-9]{1,9})")
_NUMBER = "ltrim(substr(ref, length(rtrim(ref, '0123456789')) + 1), '0')"
"""The number of a reference without the noughts before it."""


def _patterns(words: str) -> dict[str, str]:
    plain = folded(words).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return {f"word{number}": f"%{word}%" for number, word in enumerate(plain.split()[:MOST_WORDS])}


def _numbers(words: str) -> dict[int, dict[str, str]]:
    """For each word that looks like a part of a reference, by its place: its prefix, how its number begins, and it."""
    found = {}
    for place, word in enumerate(folded(words).split()[:MOST_WORDS]):
        match = _REFERENCE.fullmatch(word)
        if match is not None:
            prefix, number = match[1].rstrip("-"), match[2].lstrip("0") or "0"
            found[place] = {"prefix": f"{prefix}-%", "begins": f"{number}%", "number": number}
    return found


def words_test(words: str) -> tuple[str, dict[str, str]]:
    """Return the SQL that is true where each word is part of a case, as `find_cases` has it, and its parameters.

    Empty for no words.
    """
    asked = _patterns(words)
    numbers = _numbers(words)
    wanted = {f"{what}{word}": value for word, found in numbers.items() for what, value in found.items()}
    return _words_sql(len(asked), tuple(sorted(numbers))), asked | wanted


@cache
def _words_sql(words: int, numbers: tuple[int, ...]) -> str:
    people = "t.person_id IN (SELECT id FROM person WHERE find_text LIKE :word{0} ESCAPE '\\')"
    cases = f"SELECT t.case_id FROM case_party t WHERE {people} AND {tellable('t')}"  # noqa: S608
    each = f"find_text LIKE :word{{0}} ESCAPE '\\' OR id IN ({cases})"
    reference = f"{each} OR (ref LIKE :prefix{{0}} AND {_NUMBER} LIKE :begins{{0}})"
    return " AND ".join(f"({(reference if place in numbers else each).format(place)})" for place in range(words))


# -- people -----------------------------------------------------------------------------------------------------


def person(reads: Reads, viewer: Viewer, person_id: int) -> PersonRow | None:
    """Return the person of that number; None if there is none, or none whom the viewer may know of."""
    rows = reads.fetch(_PERSON, {"id": person_id, **asking(viewer)})
    return PersonRow(rows[0]["id"], rows[0]["name"]) if rows else None


def people_page(reads: Reads, viewer: Viewer, after: PersonRow | None = None, size: int = 60) -> list[PersonRow]:
    """Return the next people whom the viewer may know of by name, after the last one so far."""
    begin = {"name": "", "id": 0} if after is None else {"name": after.name, "id": after.id}
    rows = reads.fetch(_PEOPLE, {**begin, "size": size, **asking(viewer)})
    return [PersonRow(row["id"], row["name"]) for row in rows]


def role_spans(reads: Reads) -> dict[int, list[RoleSpan]]:
    """Return the roles that everybody holds or held, by the person's number, each person's by first day."""
    found: dict[int, list[RoleSpan]] = {}
    for row in reads.fetch("SELECT * FROM role_held ORDER BY person_id, from_day, role"):
        span = RoleSpan(row["role"], date.fromisoformat(row["from_day"]), day(row["to_day"]))
        found.setdefault(row["person_id"], []).append(span)
    return found


# -- the office -------------------------------------------------------------------------------------------------


def procedure(reads: Reads, digest: str) -> ProcedureRow | None:
    """Return the text of a procedure by its digest; None if the office does not keep it."""
    rows = reads.fetch("SELECT * FROM procedure_text WHERE digest = ?", (digest,))
    return _procedure(rows[0]) if rows else None


def procedures(reads: Reads) -> list[ProcedureRow]:
    """Return every text that a case may be pinned to, by procedure and first day."""
    return [_procedure(row) for row in reads.fetch("SELECT * FROM procedure_text ORDER BY id, in_force, seq")]


def _procedure(row: sqlite3.Row) -> ProcedureRow:
    return ProcedureRow(
        digest=row["digest"],
        id=row["id"],
        in_force=date.fromisoformat(row["in_force"]),
        file_name=row["file_name"],
        text=row["text"],
        shared=row["shared"],
    )


def drafts(reads: Reads, person: str) -> list[DraftRow]:
    """Return what somebody has begun to type, the latest first."""
    rows = reads.fetch("SELECT * FROM draft WHERE person = ? ORDER BY saved_at DESC, place", (person,))
    return [DraftRow(row["person"], row["place"], row["body"], instant(row["saved_at"])) for row in rows]
