"""When rows were recorded: what the journal tells of the clocks of those who wrote it."""

from __future__ import annotations

from datetime import datetime

from sharedlives_tui.store.basics import instant
from sharedlives_tui.store.reads import Reads

_BACK = """
SELECT j.seq FROM journal j JOIN journal before ON before.seq = j.seq - 1
WHERE substr(j.recorded_at, 1, 16) < substr(before.recorded_at, 1, 16) ORDER BY j.seq
"""


_LATEST = """
SELECT max(recorded_at) FROM (SELECT recorded_at FROM journal ORDER BY seq DESC LIMIT 200) AS latest
"""


def last_recorded_at(reads: Reads) -> datetime:
    """Return the latest instant at which any of the last rows of the journal was recorded, by the clocks of those days.

    Of the last row alone it would say nothing: whoever signs in with a wrong clock writes one.
    """
    return instant(str(reads.fetch(_LATEST)[0][0]))


def recorded_before_the_last(reads: Reads) -> list[int]:
    """Return the rows that were recorded at an earlier minute than the row before them."""
    return [int(row[0]) for row in reads.fetch(_BACK)]
