"""What somebody recorded last, for taking it back."""

from __future__ import annotations

from sharedlives_tui.access import Viewer
from sharedlives_tui.store.case_views import entries
from sharedlives_tui.store.reads import Reads, asking, openable

_FAR_BACK = 5_000
"""How many rows of the journal are looked through: what lies further back is no slip of the hand."""
_MOST = 20
_LAST = f"""
SELECT j.case_id, j.number, case_file.ref FROM journal j JOIN case_file ON case_file.id = j.case_id
WHERE j.seq > (SELECT max(seq) FROM journal) - :back AND j.kind = 'entry' AND j.recorded_by = :who AND j.number > 1
AND {openable("case_file")} ORDER BY j.seq DESC LIMIT :most
"""  # noqa: S608


def last_recorded_by(reads: Reads, viewer: Viewer, who: str) -> tuple[str, int] | None:
    """Return the case's reference and the number of the latest entry that `who` recorded and that still stands.

    What opened a case is no such entry: it is corrected, not struck. None where there is nothing lately.
    """
    asked = {"back": _FAR_BACK, "who": who, "most": _MOST, **asking(viewer)}
    for row in reads.fetch(_LAST, asked):
        standing = [each for each in entries(reads, row["case_id"]) if each.kind == "entry" and each.struck_by is None]
        if any(each.number == row["number"] for each in standing):
            return str(row["ref"]), int(row["number"])
    return None
