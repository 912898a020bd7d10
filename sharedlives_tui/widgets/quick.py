"""Screens on which a key that comes right after another does not wait for the toolkit's next picture.

And on which what is decided bit by bit at the start of the program is not painted bit by bit.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from rich.console import RenderableType
from textual._context import visible_screen_stack
from textual.screen import Screen
from textual.timer import Timer

Result = TypeVar("Result")
PERIOD = 1 / 240
"""Seconds between two pictures at the least. The toolkit has four times as many, and a key held down waits for them."""


class QuickScreen(Screen[Result]):
    """It begins with the toolkit's patience: what its parts decide one after the other comes in one picture."""

    _quick: Timer | None = None
    _pictures: int | None = None

    @property
    def _update_timer(self) -> Timer:
        return super()._update_timer if self._quick is None else self._quick

    def hold_back(self, pictures: int) -> None:
        """Paint so many pictures, then none until `let_go`: the next would be the same, or keys are on the way."""
        self._pictures = pictures

    def let_go(self) -> None:
        """Paint from now on, and soon what was held back."""
        if self._pictures is None:
            return
        self._pictures = None
        if self.size.region in self._compositor._dirty_regions:  # all of it was held back: once is enough
            self._repaint_required = False
            self._dirty_widgets.add(self)
            self._update_timer.resume()
        else:
            self.refresh()

    def render(self) -> RenderableType:
        """Show through only what lies right below.

        The toolkit hands a stack round from which each screen takes one. Where those above are painted from what they
        keep, they take none, and one screen below could come to shine through another that shines through it.
        """
        stack = self.app.screen_stack
        visible_screen_stack.set(stack[: stack.index(self)][-1:] if self in stack else [])
        return super().render()

    def _compositor_refresh(self) -> None:
        if self._pictures is None:
            super()._compositor_refresh()
        elif self._pictures:
            self._pictures -= 1
            super()._compositor_refresh()

    def quicken(self) -> None:
        """Paint without that patience from now on: somebody presses keys on what stands there."""
        if self._quick is None:
            super()._update_timer.pause()
            self._quick = self.set_interval(PERIOD, self._on_timer_update, name="quick_update")


def hold_back(screen: Screen[Any], pictures: int) -> None:
    """Let a screen paint so many pictures and then none until `let_go`."""
    if isinstance(screen, QuickScreen):
        screen.hold_back(pictures)


def let_go(screens: Iterable[Screen[Any]]) -> None:
    """Let screens paint what they held back, at once: what was typed meanwhile waits for it."""
    for screen in screens:
        if isinstance(screen, QuickScreen):
            screen.quicken()
            screen.let_go()
