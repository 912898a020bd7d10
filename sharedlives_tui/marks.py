"""The mark of the journal's last row, as it leaves the office: printed, filed with a report, sent to the system's log.

A number and a hash, and nothing of any case: it is for whoever asks, also for those who may not read the journal.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sharedlives_tui import clock
from sharedlives_tui.desk import Desk

MARKED = "The last mark of the journal as this was made"
"""What stands above it in a report."""


class Mark(NamedTuple):
    """How far the journal went at a time."""

    office: str
    rows: int
    """The number of the last row."""
    head: str
    """Its hash."""
    at: datetime
    """When that was, by the computer's own clock: also in a practice office, and for whoever looks at another day."""

    @property
    def stamp(self) -> str:
        """The time as the line has it."""
        return f"{self.at:%Y-%m-%dT%H:%M:%SZ}"

    @property
    def line(self) -> str:
        """The one line that `check --noted` takes."""
        return f"{self.office}: row {self.rows} {self.head} {self.stamp}"


def mark_of(desk: Desk) -> Mark:
    """Return the mark of the journal's last row as it is now. Raises StoreError."""
    rows, head = desk.store.head()
    return Mark(desk.office.name, rows, head, clock.now())
