"""The office's list of people, asked for a few at a time: names, exact matches, roles held from and to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sharedlives_tui.access import RoleSpan, Viewer, held_on
from sharedlives_tui.light import TYPE_CHECKING
from sharedlives_tui.store.basics import person_number
from sharedlives_tui.store.reads import Reads, asking, nameable

if TYPE_CHECKING:
    from sharedlives_tui.store.rows import CaseRow

_SMALL = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
"""The letters that a database writes small by itself."""
_NAMES = "SELECT id, name FROM person WHERE id IN (SELECT CAST(value AS INTEGER) FROM json_each(?))"
_LAST = "\U0010ffff"
_EXACT = """
SELECT id FROM person WHERE name BETWEEN ? AND ? AND lower(name) = ?
UNION SELECT id FROM person WHERE name BETWEEN ? AND ? AND lower(name) = ?
UNION SELECT id FROM person WHERE name BETWEEN ? AND ? AND lower(name) = ?
UNION SELECT id FROM person WHERE name BETWEEN ? AND ? AND lower(name) = ?
ORDER BY id
"""
"""Looked for where the names stand that begin so, small or large: to go through all of them takes a start too long."""
_NAMEABLE = f"""
SELECT id FROM person
WHERE id IN (SELECT CAST(value AS INTEGER) FROM json_each(:numbers)) AND {nameable("person")} ORDER BY id
"""  # noqa: S608
_SUBJECT = """
SELECT * FROM case_file WHERE ref = :ref AND :known
    AND id IN (SELECT case_id FROM case_access WHERE person_id = :viewer AND rule = 'hidden')
"""
_SAVED_AS = "SELECT c.ref, j.number, c.version FROM journal j JOIN case_file c ON c.id = j.case_id WHERE j.seq = ?"
_WITH_PART = """
SELECT DISTINCT t.person_id FROM case_party t JOIN case_file c ON c.id = t.case_id
WHERE c.kind = :kind AND c.status = 'closed' AND t.part = :part
"""
_HOLDING = """
SELECT p.id, p.name, r.role FROM role_held r JOIN person p ON p.id = r.person_id
WHERE r.role IN (SELECT value FROM json_each(:roles)) AND r.from_day <= :day
    AND (r.to_day IS NULL OR r.to_day >= :day) ORDER BY p.name, p.id
"""


def names(reads: Reads, numbers: Iterable[int]) -> dict[int, str]:
    """Names by person number; numbers that the list does not hold are left out."""
    rows = reads.fetch(_NAMES, (f"[{', '.join(map(str, sorted(set(numbers))))}]",))
    return {row["id"]: row["name"] for row in rows}


def exact(reads: Reads, name: str) -> list[int]:
    """The numbers of all people of exactly that name, in any case of letters."""
    small = name.strip().translate(_SMALL)
    first, second = small[:1], small[1:2]
    beginnings = [one + other for one in (first, first.upper()) for other in (second, second.upper())]
    rows = reads.fetch(_EXACT, [each for beginning in beginnings for each in (beginning, beginning + _LAST, small)])
    return [row["id"] for row in rows]


def nameable_among(reads: Reads, viewer: Viewer, numbers: Iterable[int]) -> list[int]:
    """Those of these people of whom the viewer may learn that they are in the list at all, by number."""
    asked = f"[{', '.join(map(str, sorted(set(numbers))))}]"
    return [row["id"] for row in reads.fetch(_NAMEABLE, {"numbers": asked, **asking(viewer)})]


def person_of_account(reads: Reads, setting: str) -> str:
    """The id (P-12) that a setting says an account belongs to; empty where it says none, or nobody of the list."""
    rows = reads.fetch(
        "SELECT s.value FROM setting s JOIN person p ON s.value = 'P-' || p.id WHERE s.name = ?", (setting,)
    )
    return str(rows[0]["value"]) if rows else ""


def spans(reads: Reads, number: int) -> list[RoleSpan]:
    """The roles that a person holds or held."""
    rows = reads.fetch(
        "SELECT role, from_day, to_day FROM role_held WHERE person_id = ? ORDER BY from_day, role", [number]
    )
    return [
        RoleSpan(
            row["role"],
            date.fromisoformat(row["from_day"]),
            date.fromisoformat(row["to_day"]) if row["to_day"] else None,
        )
        for row in rows
    ]


def role_changed_by(reads: Reads, number: int, role: str) -> str:
    """Who gave a person a role last, or ended it (P-12); empty where they never held it."""
    rows = reads.fetch(
        "SELECT j.recorded_by FROM role_held h JOIN journal j ON j.seq = h.seq "
        "WHERE h.person_id = ? AND h.role = ? ORDER BY h.seq DESC LIMIT 1",
        [number, role],
    )
    return str(rows[0]["recorded_by"]) if rows else ""


def roles_on(reads: Reads, person: str, day: date) -> frozenset[str]:
    """The roles that P-12 holds on that day; none for a name that is not in the list."""
    number = person_number(person)
    return frozenset() if number is None else held_on(spans(reads, number), day)


def case_for_subject(reads: Reads, viewer: Viewer, ref: str) -> CaseRow | None:
    """The case of that reference if it is closed to the viewer because it is about them (RD-40); else None."""
    rows = reads.fetch(_SUBJECT, {"ref": ref.strip().upper(), **asking(viewer)})
    if not rows:
        return None
    from sharedlives_tui.store.unpacking import case_from

    return case_from(rows[0])


def case_number(reads: Reads, ref: str) -> int | None:
    """The number of the case of that reference, whoever may see it: to be kept, never shown. None for no such case."""
    rows = reads.fetch("SELECT id FROM case_file WHERE ref = ?", (ref.strip().upper(),))
    return int(rows[0]["id"]) if rows else None


def people_with_part(reads: Reads, kind: str, part: str) -> frozenset[int]:
    """The numbers of all who have a part in a closed case of a kind."""
    return frozenset(row["person_id"] for row in reads.fetch(_WITH_PART, {"kind": kind, "part": part}))


def people_holding(reads: Reads, roles: Iterable[str], day: date) -> list[tuple[int, str, str]]:
    """Number, name and role of everybody who holds one of the roles on the day, by name."""
    import json  # no start should wait for it

    asked = {"roles": json.dumps(list(roles)), "day": day.isoformat()}
    return [(row["id"], row["name"], row["role"]) for row in reads.fetch(_HOLDING, asked)]


def saved_as(reads: Reads, seq: int) -> tuple[str, int, int]:
    """The reference, the entry's number and the version now of the case of a journal row. Raises LookupError."""
    rows = reads.fetch(_SAVED_AS, (seq,))
    if not rows:
        raise LookupError(f"The journal has no entry of a case in row {seq}.")
    return str(rows[0]["ref"]), int(rows[0]["number"]), int(rows[0]["version"])
