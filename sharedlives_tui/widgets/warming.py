"""What a program gets ready when its first picture stands, while nobody waits for it."""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module

from sharedlives_tui.store.errors import StoreError
from sharedlives_tui.widgets.hearing import HearsOthers

CALM = 0.4
"""Seconds for the keys that come at once: they should not wait for what a first saving needs, which is slow to load."""


class WarmsUp(HearsOthers):
    """A program whose first saving, and first screen beside Today, wait for nothing that can be loaded before."""

    def dress(self) -> None:
        """Read the style of what is not shown first."""

    def warm_up(self) -> None:
        self.run_worker(self._listen_and_look_back, thread=True, group="listen")
        self.set_timer(CALM, self._warm_up)

    def _listen_and_look_back(self) -> None:
        self.listen()
        self.look_back()

    def _warm_up(self) -> None:
        self.dress()
        self.run_worker(self._make_ready, thread=True, group="warm-up")

    def _make_ready(self) -> None:
        """In a thread: load what the first saving needs. A file that cannot be written now says so when one saves."""
        import_module("sharedlives_tui.casework")
        with suppress(StoreError):
            self.desk.store.make_ready()
