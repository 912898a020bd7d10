"""The cases of a person, as far as the viewer may see them: for the list of people and a person's page."""

from __future__ import annotations

import json
from collections.abc import Iterable

from sharedlives_tui.access import Viewer
from sharedlives_tui.store.reads import Reads, asking, openable, tellable
from sharedlives_tui.store.rows import CaseRow
from sharedlives_tui.store.unpacking import case_from

_COUNTS = f"""
SELECT t.person_id, count(DISTINCT t.case_id) AS cases
FROM case_party t JOIN case_file ON case_file.id = t.case_id
WHERE t.person_id IN (SELECT CAST(value AS INTEGER) FROM json_each(:people)) AND case_file.status = 'open'
    AND {openable("case_file")} AND {tellable("t")}
GROUP BY t.person_id
"""  # noqa: S608
_CASES = f"""
SELECT * FROM case_file WHERE (
        owner = :person OR id IN (SELECT t.case_id FROM case_party t WHERE t.person_id = :person AND {tellable("t")})
    )
    AND {openable("case_file")} ORDER BY status DESC, id DESC LIMIT :size
"""  # noqa: S608
_PARTS = """
SELECT case_id, group_concat(part, ', ') AS parts
FROM (SELECT DISTINCT case_id, part FROM case_party WHERE person_id = ? ORDER BY case_id, part) GROUP BY case_id
"""


def open_cases(reads: Reads, viewer: Viewer, people: Iterable[int]) -> dict[int, int]:
    """Return how many open cases each of these people has a part in; who has none is left out."""
    asked = {"people": json.dumps(sorted(set(people))), **asking(viewer)}
    return {row["person_id"]: row["cases"] for row in reads.fetch(_COUNTS, asked)}


def cases_of(reads: Reads, viewer: Viewer, person: int, size: int = 200) -> list[tuple[CaseRow, str]]:
    """Return the cases that a person has a part in or owns, the open ones first, with the parts in words."""
    parts = {row["case_id"]: str(row["parts"]) for row in reads.fetch(_PARTS, (person,))}
    rows = reads.fetch(_CASES, {"person": person, "size": size, **asking(viewer)})
    return [(case, parts.get(case.id, "owner")) for case in map(case_from, rows)]
