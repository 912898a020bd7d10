"""The cases of a person, as far as the viewer may see them: for the list of people and a person's page."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable

from sharedlives_tui.access import Viewer
from sharedlives_tui.store.reads import Reads, asking, openable, tellable
from sharedlives_tui.store.rows import CaseRow
from sharedlives_tui.store.unpacking import case_from

_PEOPLE = "(SELECT CAST(value AS INTEGER) FROM json_each(:people))"
_IN_PARTS = f"""
SELECT t.person_id AS person, count(DISTINCT t.case_id) AS cases
FROM case_party t JOIN case_file ON case_file.id = t.case_id
WHERE t.person_id IN {_PEOPLE} AND case_file.status = 'open'
    AND (case_file.owner IS NULL OR case_file.owner <> t.person_id)
    AND {openable("case_file")} AND {tellable("t")}
GROUP BY t.person_id
"""  # noqa: S608
_OWNED = f"""
SELECT owner AS person, count(*) AS cases FROM case_file
WHERE owner IN {_PEOPLE} AND status = 'open' AND {openable("case_file")} GROUP BY owner
"""  # noqa: S608
_CASES = f"""
SELECT * FROM case_file WHERE (
        owner = :person OR id IN (SELECT t.case_id FROM case_party t WHERE t.person_id = :person AND {tellable("t")})
    )
    AND {openable("case_file")} ORDER BY status DESC, id DESC LIMIT :size
"""  # noqa: S608
_PARTS = f"""
SELECT case_id, group_concat(part, ', ') AS parts
FROM (
    SELECT DISTINCT t.case_id, t.part FROM case_party t WHERE t.person_id = :person AND {tellable("t")}
    ORDER BY t.case_id, t.part
) AS told GROUP BY case_id
"""  # noqa: S608


def open_cases(reads: Reads, viewer: Viewer, people: Iterable[int]) -> dict[int, int]:
    """Return how many open cases each of these people owns or has a part in; who has none is left out."""
    asked = {"people": json.dumps(sorted(set(people))), **asking(viewer)}
    counts: Counter[int] = Counter()
    for row in (*reads.fetch(_IN_PARTS, asked), *reads.fetch(_OWNED, asked)):
        counts[row["person"]] += row["cases"]
    return dict(counts)


def cases_of(reads: Reads, viewer: Viewer, person: int, size: int = 200) -> list[tuple[CaseRow, str]]:
    """Return the cases that a person has a part in or owns, the open ones first, with both in words."""
    asked = {"person": person, **asking(viewer)}
    parts = {row["case_id"]: str(row["parts"]) for row in reads.fetch(_PARTS, asked)}
    cases = [case_from(row) for row in reads.fetch(_CASES, {"size": size, **asked})]
    owned = {case.id: "owner" for case in cases if case.owner == person}
    return [(case, ", ".join(filter(None, (owned.get(case.id), parts.get(case.id))))) for case in cases]
