"""Hears when anybody has saved something: the journal tells everybody who listens."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from sharedlives_tui.store.server.connect import connect, driver
from sharedlives_tui.store.server.errors import in_words, is_gone
from sharedlives_tui.store.server.schema import CHANNEL

if TYPE_CHECKING:
    from psycopg import Notify

    from sharedlives_tui.store.server.connect import Link


class Listener:
    """Counts what it hears. Connected when it is first asked, and anew where the connection was lost."""

    def __init__(self, place: str) -> None:
        self.place = place
        self._asking = threading.Lock()
        self._link: Link | None = None
        self._heard = 0

    def heard(self) -> int:
        """Return a number that changes whenever somebody has saved something. Raises StoreError.

        It counts one more where the connection was lost meanwhile: nobody knows what was missed.
        """
        with self._asking:
            try:
                if self._link is None:
                    self._link = connect(self.place, reading=True)
                    self._link.add_notify_handler(self._hear)
                    self._link.execute(f"LISTEN {CHANNEL}")
                    self._heard += 1
                else:
                    self._link.execute("SELECT 1")  # what was told before this is heard with the answer
                return self._heard
            except driver().Error as error:
                if is_gone(error):
                    self._drop()
                raise in_words(error, self.place) or error from None

    def _hear(self, _notify: Notify) -> None:
        self._heard += 1

    def _drop(self) -> None:
        if self._link is not None:
            self._link.close()
            self._link = None

    def close(self) -> None:
        """Close the connection."""
        with self._asking:
            self._drop()
