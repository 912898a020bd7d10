"""What the journal has since a row of it, and what became overdue: by ranges of an index, whatever the office's age."""

from __future__ import annotations

from datetime import date

from sharedlives_tui.access import Viewer
from sharedlives_tui.clock import local_day
from sharedlives_tui.store.basics import TodayRow, instant
from sharedlives_tui.store.reads import Reads, asking, openable, visible
from sharedlives_tui.store.today import today_rows_by_ids

_ENTRIES = f"""
SELECT j.seq, case_file.ref FROM journal j CROSS JOIN case_file ON case_file.id = j.case_id
WHERE j.seq > :since AND j.seq < :before AND j.kind IN ('entry', 'strike', 'sign-off') AND j.recorded_by <> :by
    AND {openable("case_file")}
ORDER BY j.seq DESC LIMIT :size
"""  # noqa: S608
_OVERDUE = f"""
SELECT id FROM case_file WHERE must_due >= :first AND must_due < :today AND {visible("case_file")}
ORDER BY must_due, id LIMIT :size
"""  # noqa: S608


_CONCERNED = """
SELECT ref FROM case_file WHERE id IN (SELECT CAST(value AS INTEGER) FROM json_each(?))
OR id IN (SELECT other_id FROM case_link WHERE case_id IN (SELECT CAST(value AS INTEGER) FROM json_each(?)))
"""
MOST_CASES = 300
"""Cases that changed between two looks; of more it is only told that they did."""
LATEST = 2**63 - 1
"""Behind every row of the journal."""


def entries_since(
    reads: Reads, viewer: Viewer, since: int, not_by: str, size: int, before: int = LATEST
) -> list[tuple[int, str]]:
    """Return the latest entries, strikes and sign-offs after a row of the journal, newest first, each with its case.

    With `before`, the latest of those ahead of that row.

    Of cases that the viewer can open; what of those is closed to them is for the case to say.
    """
    asked = asking(viewer) | {"since": since, "before": before, "by": not_by, "size": size}
    return [(row[0], row[1]) for row in reads.fetch(_ENTRIES, asked)]


def overdue_since(reads: Reads, viewer: Viewer, first: date, today: date, size: int) -> list[TodayRow]:
    """Return the cases whose limit was on or after a day and has passed, as Today shows them."""
    asked = asking(viewer) | {"first": first.isoformat(), "today": today.isoformat(), "size": size}
    ids = [row[0] for row in reads.fetch(_OVERDUE, asked)]
    return today_rows_by_ids(reads, viewer, ids, today, today)


def cases_since(reads: Reads, since: int) -> frozenset[str] | None:
    """Return the references of the cases that rows after that one are about, with those linked to them.

    None where a row is about more than a case (people, settings, days), or many cases changed: then everything may
    look different. Rows that only say who came in, was refused something or took it out are passed over. The
    references may name cases that nobody here may open: they are compared, never shown.
    """
    rows = reads.fetch(
        "SELECT DISTINCT case_id FROM journal WHERE seq > ? AND kind <> 'audit' LIMIT ?", (since, MOST_CASES + 1)
    )
    if len(rows) > MOST_CASES or any(row[0] is None for row in rows):
        return None
    if not rows:
        return frozenset()
    told = (
        f"[{','.join(str(int(row[0])) for row in rows)}]"  # no library for that: it is on the way to the first picture
    )
    return frozenset(row[0] for row in reads.fetch(_CONCERNED, (told, told)))


def last_row(reads: Reads) -> int:
    """Return the number of the journal's last row."""
    return int(reads.fetch("SELECT max(seq) FROM journal")[0][0])


def row_before(reads: Reads, day: date) -> int:
    """Return the last row of the journal that was written before a day; 0 if none was.

    Halves the journal again and again: it is in the order in which it was written.
    """
    low, high = 0, last_row(reads)
    while low < high:
        middle = (low + high + 1) // 2
        at = reads.fetch("SELECT recorded_at FROM journal WHERE seq = ?", (middle,))
        if at and local_day(instant(at[0][0])) < day:
            low = middle
        else:
            high = middle - 1
    return low
