"""Screens on which a key that comes right after another does not wait for the toolkit's next picture."""

from __future__ import annotations

from typing import TypeVar

from textual.screen import Screen
from textual.timer import Timer

Result = TypeVar("Result")
PERIOD = 1 / 240
"""Seconds between two pictures at the least. The toolkit has four times as many, and a key held down waits for them."""


class QuickScreen(Screen[Result]):
    """It begins with the toolkit's patience: what its parts decide one after the other comes in one picture."""

    _quick: Timer | None = None

    @property
    def _update_timer(self) -> Timer:
        return super()._update_timer if self._quick is None else self._quick

    def quicken(self) -> None:
        """Paint without that patience from now on: somebody presses keys on what stands there."""
        if self._quick is None:
            super()._update_timer.pause()
            self._quick = self.set_interval(PERIOD, self._on_timer_update, name="quick_update")
