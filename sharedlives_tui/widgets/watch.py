"""Watching the office: has anybody recorded something, has a new day begun, is it there at all?"""

from __future__ import annotations

from datetime import date

from sharedlives_tui.desk import Desk
from sharedlives_tui.store.changed import cases_since, last_row
from sharedlives_tui.store.errors import Busy, StoreError

LOOK_EVERY = 2.0
"""Seconds between two looks."""


class Watch:
    """Remembers what was seen last."""

    trouble = ""
    """Why the last look saw nothing, in words: the server does not answer, another file lies there. Empty if it did."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._version, self._day = self._look()
        self._row = last_row(desk.store)
        self.cases: frozenset[str] | None = None
        """The references of the cases that changed last, with those linked to them; None: more than cases changed."""

    def _look(self) -> tuple[int, date]:
        return self._desk.store.data_version(), self._desk.today

    def changed(self) -> bool:
        """Return whether anything changed since the last look; a file that is busy is looked at again next time.

        Drafts change the file and not what it tells of the office, and so does a row that says who came in.
        """
        try:
            self.trouble = self._desk.store.why_gone()
            if self.trouble:
                return False
            version, day = self._look()
            if (version, day) == (self._version, self._day):
                return False
            row = last_row(self._desk.store)
            told = cases_since(self._desk.store, self._row)
        except Busy:
            return False
        except StoreError as error:
            self.trouble = str(error)
            return False
        self.cases = told if day == self._day else None
        self._version, self._day, self._row = version, day, row
        return self.cases is None or bool(self.cases)
