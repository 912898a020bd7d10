"""The toolkit's driver, taking over a terminal on which the first picture stands already, and on which one types."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Any

from textual import events
from textual.drivers.linux_driver import LinuxDriver

if TYPE_CHECKING:
    from textual.app import App
    from textual.message import Message

    from sharedlives_tui.prepaint import Prepaint

_ANOTHER_PAGE = "\x1b[?1049h"
"""Would clear the picture: the terminal is on that page already."""


class TakingOver(LinuxDriver):
    """What is typed before the first picture is whole waits for it; then it is answered in its order."""

    painted: Prepaint | None = None
    """What stands on the terminal already; None where nothing does."""

    def __init__(self, app: App[Any], **settings: Any) -> None:
        super().__init__(app, **settings)
        self._waiting: list[Message] | None = []
        self._in_turn = Lock()

    def start_application_mode(self) -> None:
        """Take the terminal, as it is."""
        if self.painted is not None:
            self.painted.hand_over()
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if self.painted is not None and self.attrs_before is not None:
            self.attrs_before = self.painted.terminal.before

    def write(self, data: str) -> None:
        """Write to the terminal; a picture that stands there is not cleared away."""
        if data != _ANOTHER_PAGE or self.painted is None:
            super().write(data)

    def process_message(self, message: Message) -> None:
        """Hand on what came from the terminal; what somebody typed or pasted not before `ready`. In a thread."""
        with self._in_turn:
            if self._waiting is not None and isinstance(message, events.Key | events.Paste):
                # Enter that was typed before the terminal was ours came as the end of a line.
                was_enter = isinstance(message, events.Key) and message.key == "ctrl+j"
                self._waiting.append(events.Key("enter", "\r") if was_enter else message)
            else:
                super().process_message(message)

    def ready(self) -> None:
        """Everything is there that can answer a key."""
        with self._in_turn:
            waiting, self._waiting = self._waiting, None
            for message in waiting or ():
                super().process_message(message)


def taking_over(painted: Prepaint | None) -> type[TakingOver]:
    """Return the driver for a terminal on which that picture stands already, or none."""
    return type("Driver", (TakingOver,), {"painted": painted})
