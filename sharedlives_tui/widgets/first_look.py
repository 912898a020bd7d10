"""What the first picture asks of the office, asked in a thread of its own: nothing of the toolkit is needed for it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from threading import Thread
from typing import NamedTuple

from sharedlives_tui.access import Viewer
from sharedlives_tui.desk import Desk
from sharedlives_tui.store import views
from sharedlives_tui.widgets.watch import Watch


class Question(NamedTuple):
    """What is asked of the office: as whom, on which day, which kind, whose."""

    viewer: Viewer
    today: date
    soon_until: date
    kind: str | None = None
    owner: int | None = None


class Look(NamedTuple):
    """What was asked, and the answer: how many cases each state has."""

    asked: Question
    groups: Mapping[str, int]


class FirstLook:
    """One look at the office. The counts, the slowest, are asked for in a thread that begins as soon as this is made.

    Raises StoreError.
    """

    def __init__(self, desk: Desk) -> None:
        self.watch = Watch(desk)
        """Begun before the question: it tells of whatever is recorded from then on."""
        self._store = desk.store
        self._asked = Question(desk.viewer, desk.today, desk.soon_until)
        self._groups: Mapping[str, int] = {}
        self._error: Exception | None = None
        self._thread = Thread(target=self._run, name="first-look", daemon=True)
        self._thread.start()

    def taken(self) -> Look:
        """Wait until the office has answered, and return what it said. Raises StoreError."""
        self._thread.join()
        if self._error is not None:
            raise self._error
        return Look(self._asked, self._groups)

    def _run(self) -> None:
        asked = self._asked
        try:
            self._groups = views.today_groups(self._store, asked.viewer, asked.today, asked.soon_until)
        except Exception as error:
            self._error = error
