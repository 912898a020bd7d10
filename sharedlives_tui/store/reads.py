"""What every view is asked through, and the one test of what a viewer may see."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence

from sharedlives_tui.access import EVERY_KIND, NO_KIND, Roles, Viewer
from sharedlives_tui.light import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any, Protocol
else:
    Protocol = object

NOBODY = 0
"""A person's number that nobody has."""


class Reads(Protocol):
    """Anything that can be asked: the store, or a transaction on it."""

    def fetch(self, sql: str, parameters: Mapping[str, Any] | Sequence[Any] = ()) -> list[sqlite3.Row]:
        """Return the rows of a query."""


WORKS_ON = "('investigator', 'panel', 'presenter', 'mediator')"
"""The parts of those who work on a case."""
_OTHER_KINDS = f"""
SELECT id FROM case_file o WHERE :kinds <> '*' AND NOT (:kinds LIKE '%|' || o.kind || '|%')
    AND coalesce(o.owner, 0) <> :viewer
    AND id NOT IN (SELECT case_id FROM case_access WHERE person_id = :viewer AND rule IN ('viewer', 'part'))
    AND id NOT IN (SELECT case_id FROM case_party WHERE person_id = :viewer AND part IN {WORKS_ON})
"""  # noqa: S608
# The first condition names no row, so for those who see every kind nothing is gone through.


def visible(case: str) -> str:
    """Return the SQL that is true where the viewer may see a case; `case` names the table in the query.

    Not hidden from the viewer; of a kind that their roles see, or their own work; where restricted, only for those who
    were added; and for a name that is not in the office's list neither restricted nor guarded cases. What fails it is
    as if it did not exist.
    """
    return (
        f"{case}.id NOT IN (SELECT case_id FROM case_access WHERE person_id = :viewer AND rule = 'hidden') "  # noqa: S608
        f"AND ({case}.restricted = 0 OR (:known AND {case}.id IN "
        "(SELECT case_id FROM case_access WHERE person_id = :viewer AND rule = 'viewer'))) "
        f"AND ({case}.guarded = 0 OR :known) AND {_of_their_kinds(case)} {_not_their_own(case)}"
    )


HIDDEN = f"""
SELECT case_id FROM case_access WHERE person_id = :viewer AND rule = 'hidden'
UNION SELECT id FROM case_file INDEXED BY case_restricted WHERE restricted = 1 AND NOT (
    :known AND id IN (SELECT case_id FROM case_access WHERE person_id = :viewer AND rule = 'viewer')
)
UNION SELECT id FROM case_file INDEXED BY case_guarded WHERE guarded = 1 AND NOT :known
UNION SELECT case_id FROM case_party WHERE :outsider AND person_id = :viewer
UNION {_OTHER_KINDS}
"""  # noqa: S608
"""The numbers of the cases for which `visible` is not true: few, where many rows are counted without their cases."""


def _of_their_kinds(case: str) -> str:
    return f"{case}.id NOT IN ({_OTHER_KINDS})"


def _not_their_own(case: str) -> str:
    """Somebody outside the office who is in a case does not look at it: what they may read is made for them (CC-18)."""
    return f"AND (NOT :outsider OR {case}.id NOT IN (SELECT case_id FROM case_party WHERE person_id = :viewer))"  # noqa: S608


def openable(case: str) -> str:
    """Return the SQL that is true where the viewer may open a case, and find it by name.

    Beside what is `visible` these are the cases that are open to the viewer in part: the line of a case in Today tells
    of all its steps, so those are not there.
    """
    open_to = "SELECT case_id FROM case_access WHERE person_id = :viewer AND rule IN ('viewer', 'part')"
    return (
        f"{case}.id NOT IN (SELECT case_id FROM case_access WHERE person_id = :viewer AND rule = 'hidden') "  # noqa: S608
        f"AND ({case}.restricted = 0 OR (:known AND {case}.id IN ({open_to}))) "
        f"AND ({case}.guarded = 0 OR :known) AND {_of_their_kinds(case)} {_not_their_own(case)}"
    )


def tellable(party: str) -> str:
    """Return the SQL that is true where the viewer may learn that the person of a row of `case_party` is in the case.

    Somebody on a side of it does not learn it of those whose name is withheld (RD-48).
    """
    theirs = f"SELECT 1 FROM case_party o WHERE o.case_id = {party}.case_id AND o.person_id ="  # noqa: S608
    return (
        f"({party}.person_id = :viewer OR NOT EXISTS ({theirs} {party}.person_id AND o.part = 'name withheld') "
        f"OR NOT EXISTS ({theirs} :viewer AND o.part <> 'mediator'))"
    )


def nameable(person: str) -> str:
    """Return the SQL that is true where the viewer may learn that a person is in the office's list at all.

    Somebody whom a dispute alone brought in, and who asked there that their name be withheld, is in no list of those
    who may not know of it: no role of theirs and no other case says who they are (DI-16). Whom a case brought that is
    closed to the viewer, like one about them, is in none of theirs either, until another way leads to that person: a
    new name of that day would tell who complains (CC-19). Whom a real office does not let in it tells of nobody.
    """
    theirs = f"SELECT 1 FROM case_party y JOIN case_file ON case_file.id = y.case_id WHERE y.person_id = {person}.id"  # noqa: S608
    known_otherwise = f"EXISTS ({theirs} AND {openable('case_file')} AND {tellable('y')})"
    brought = (
        f"SELECT 1 FROM words b JOIN case_file x ON x.id = CAST(json_extract(b.body, '$.case') AS INTEGER) "  # noqa: S608
        f"WHERE b.seq = {person}.created_seq AND NOT ({openable('x')})"
    )
    roles = f"SELECT 1 FROM role_held r JOIN words h ON h.seq = r.seq WHERE r.person_id = {person}.id"  # noqa: S608
    return (
        f":let_in AND (NOT EXISTS ({theirs} AND y.part = 'name withheld') "  # noqa: S608
        f"OR EXISTS (SELECT 1 FROM role_held r WHERE r.person_id = {person}.id AND r.role <> 'other') "
        f"OR {known_otherwise}) "
        f"AND (NOT EXISTS ({brought}) OR EXISTS ({roles} AND json_extract(h.body, '$.case') IS NULL) "
        f"OR {known_otherwise})"
    )


def asking(viewer: Viewer) -> dict[str, Any]:
    """Return the parameters of `visible`."""
    if not viewer.let_in:
        return {"viewer": NOBODY, "known": False, "outsider": False, "kinds": NO_KIND, "let_in": False}
    known = viewer.known and viewer.person_id is not None
    outsider = viewer.person_id is not None and not viewer.known
    kinds = Roles.load().kinds_seen(viewer.roles) if viewer.known else EVERY_KIND
    return {"viewer": viewer.person_id or NOBODY, "known": known, "outsider": outsider, "kinds": kinds, "let_in": True}
