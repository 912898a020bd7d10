"""A screen is left once, and never takes another one with it, however quickly the keys come."""

from __future__ import annotations

from typing import TypeVar

from textual import events
from textual.await_complete import AwaitComplete
from textual.message import Message

from sharedlives_tui.widgets.quick import QuickScreen

Result = TypeVar("Result")
_NEED_PARTS = (events.Mount, events.Resize, events.Key)
"""What is told to a screen and answered with its parts."""


class LeavesOnce(QuickScreen[Result]):
    """The base of all screens and dialogs.

    The toolkit's own `dismiss` takes away whichever screen lies on top. Two Enters in one burst, or a save that is done
    while another screen lies above, would close that one, or end the program where none is left.
    """

    _left = _unmade = False
    _leaves_with: tuple[Result | None] | None = None

    async def _dispatch_message(self, message: Message) -> None:
        """Begin nothing on a screen that is taken away before it was made: it has no parts, and none come."""
        if isinstance(message, events.Mount):
            self._unmade = self._closing or self._pruning
        if not (self._unmade and isinstance(message, _NEED_PARTS)):
            await super()._dispatch_message(message)

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Leave with a result: once, and not before the screen lies on top again."""
        if self._left:
            return AwaitComplete()
        if not self.is_active:
            self._leaves_with = (result,)
            return AwaitComplete()
        self._left = True
        return super().dismiss(result)

    def on_screen_resume(self) -> None:
        """It lies on top again: leave now, if that was asked for meanwhile."""
        if self._leaves_with is not None:
            self.dismiss(self._leaves_with[0])
