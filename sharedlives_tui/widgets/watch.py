"""Watching the office's file: has anybody recorded something, has a new day begun?"""

from __future__ import annotations

from sharedlives_tui.desk import Desk
from sharedlives_tui.store.errors import StoreError

LOOK_EVERY = 2.0
"""Seconds between two looks."""


class Watch:
    """Remembers what was seen last."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._seen = self._look()

    def _look(self) -> tuple[int, object]:
        return self._desk.store.data_version(), self._desk.today

    def changed(self) -> bool:
        """Return whether anything changed since the last look; a file that is busy is looked at again next time."""
        try:
            seen = self._look()
        except StoreError:
            return False
        before, self._seen = self._seen, seen
        return seen != before
