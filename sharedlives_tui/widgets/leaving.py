"""A screen is left once, and never takes another one with it, however quickly the keys come."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from textual import events
from textual.await_complete import AwaitComplete
from textual.dom import DOMNode
from textual.message import Message
from textual.message_pump import MessagePump

from sharedlives_tui.widgets.quick import QuickScreen

Result = TypeVar("Result")
_NEED_PARTS = (events.Mount, events.Resize, events.Key)
"""What is told to a screen and answered with its parts."""


class LeavesOnce(QuickScreen[Result]):
    """The base of all screens and dialogs.

    The toolkit's own `dismiss` takes away whichever screen lies on top. Two Enters in one burst, or a save that is done
    while another screen lies above, would close that one, or end the program where none is left.
    """

    unmade = False
    """It has no parts, and none come: it is left before it was made."""
    _left = False
    _leaves_with: tuple[Result | None] | None = None

    async def _dispatch_message(self, message: Message) -> None:
        """Begin nothing on a screen that is taken away before it was made: it has no parts, and none come."""
        if isinstance(message, events.Mount):
            self.unmade = self.unmade or self._closing or self._pruning
        if not (self.unmade and isinstance(message, _NEED_PARTS)):
            await super()._dispatch_message(message)

    def _invoke_later(self, callback: Callable[..., Any], sender: MessagePump) -> None:
        """Do after the next picture what waits for it, if whoever asked is still there then.

        A screen that is left has lost its parts by then, and what waits is done by the screen below.
        """
        super()._invoke_later(partial(_if_there, callback), sender)

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


def _if_there(callback: Callable[..., Any]) -> Any:
    """Call it unless it belongs to a screen or a part that is being taken away; return what it returns."""
    whose = getattr(getattr(callback, "func", callback), "__self__", None)
    if isinstance(whose, DOMNode) and (whose._closing or whose._pruning):
        return None
    return callback()
