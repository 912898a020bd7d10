"""What every view is asked through, and the one test of what a viewer may see."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from sharedlives_tui.access import Viewer

NOBODY = 0
"""A person's number that nobody has."""


class Reads(Protocol):
    """Anything that can be asked: the store, or a transaction on it."""

    def fetch(self, sql: str, parameters: Mapping[str, Any] | Sequence[Any] = ()) -> list[sqlite3.Row]:
        """Return the rows of a query."""


def visible(case: str) -> str:
    """Return the SQL that is true where the viewer may see a case; `case` names the table in the query.

    Not hidden from the viewer; where restricted, only for those who were added; and for a name that is not in the
    office's list neither restricted nor guarded cases. What fails it is as if it did not exist.
    """
    return (
        f"{case}.id NOT IN (SELECT case_id FROM case_access WHERE person_id = :viewer AND rule = 'hidden') "  # noqa: S608
        f"AND ({case}.restricted = 0 OR (:known AND {case}.id IN "
        "(SELECT case_id FROM case_access WHERE person_id = :viewer AND rule = 'viewer'))) "
        f"AND ({case}.guarded = 0 OR :known)"
    )


def asking(viewer: Viewer) -> dict[str, Any]:
    """Return the parameters of `visible`."""
    return {"viewer": viewer.person_id or NOBODY, "known": int(viewer.known and viewer.person_id is not None)}
