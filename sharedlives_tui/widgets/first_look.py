"""What the first picture asks of the office, asked in a thread of its own: nothing of the toolkit is needed for it."""

from __future__ import annotations

from collections.abc import Mapping
from threading import Thread
from typing import TYPE_CHECKING

from sharedlives_tui.desk import Desk
from sharedlives_tui.seat import Look, Question
from sharedlives_tui.store import views
from sharedlives_tui.widgets.watch import Watch

if TYPE_CHECKING:
    from sharedlives_tui.prepaint import Prepaint


class FirstLook:
    """One look at the office. The counts, the slowest, are asked for in a thread that begins as soon as this is made.

    What was `painted` before the toolkit was loaded has counted already; nobody counts twice unless somebody recorded
    something in between. Raises StoreError.
    """

    def __init__(self, desk: Desk, painted: Prepaint | None = None) -> None:
        self.watch = Watch(desk)
        """Begun before the question: it tells of whatever is recorded from then on."""
        self.painted = painted
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
            known = None if self.painted is None else self.painted.answer(asked)
            if known is None:
                known = views.today_groups(self._store, asked.viewer, asked.today, asked.soon_until)
            self._groups = known
        except Exception as error:
            self._error = error
