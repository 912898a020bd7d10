"""The toolkit's driver, taking over a terminal on which the first picture stands already, and on which one types."""

from __future__ import annotations

import asyncio
import os
import time
from collections import deque
from contextlib import suppress
from threading import Lock, current_thread
from typing import TYPE_CHECKING, Any

from textual import events
from textual.app import ScreenStackError
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Size

from sharedlives_tui.terminal import at_most, size_of
from sharedlives_tui.widgets.ending import line_gone
from sharedlives_tui.widgets.outflow import Outflow

if TYPE_CHECKING:
    from textual.app import App
    from textual.message import Message
    from textual.message_pump import MessagePump

    from sharedlives_tui.prepaint import Prepaint

_ANOTHER_PAGE = "\x1b[?1049h"
"""Would clear the picture: the terminal is on that page already."""
PATIENCE = 1.0
"""Seconds after which a key counts as answered though somebody still works on it."""

PAINTED = 0.004
"""Seconds in which a key that nothing waits behind is painted, before anybody is asked whether it was answered."""


MOST_WAITING = 2_000
"""Keys that wait to be answered, at most; then no more are read until some are: the line waits, and nothing is lost."""


class TakingOver(LinuxDriver):
    """Hands keys on one by one, the first when the first picture is whole, each when the one before was answered.

    The toolkit says where a key goes when it arrives. Several at once (typed early, or kept back by a slow line)
    would all go to what has the focus then, though the first of them opens a dialog or goes to another field.
    """

    painted: Prepaint | None = None
    """What stands on the terminal already; None where nothing does."""

    def __init__(self, app: App[Any], **settings: Any) -> None:
        super().__init__(app, **settings)
        if self._size is None:
            self._size = self._get_terminal_size()
        self._waiting: deque[events.Key | events.Paste] = deque()
        self._in_turn = Lock()
        self._is_ready = self._hands_on = self._has_begun = False

    @property  # type: ignore[override]
    def _writer_thread(self) -> Outflow | None:
        """What the toolkit writes to."""
        return self._outflow

    @_writer_thread.setter
    def _writer_thread(self, found: object) -> None:
        """The toolkit sets up a thread of its own and writes to what stands here: ours, which holds nothing up."""
        self._outflow = None if found is None or self._file is None else Outflow(self._file, self._draw_anew)

    def _draw_anew(self) -> None:
        """Draw all of it: a part was left out. In a thread."""
        with suppress(RuntimeError):  # the program ends
            self._loop.call_soon_threadsafe(self._app.refresh)

    def start_application_mode(self) -> None:
        """Take the terminal, as it is."""
        if self.painted is not None:
            self.painted.hand_over()
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if self.painted is not None and self.attrs_before is not None:
            self.attrs_before = self.painted.terminal.before

    def _get_terminal_size(self) -> tuple[int, int]:
        """As the toolkit finds it, without the library of copies and archives that it would load for that."""
        columns, lines = 0, 0
        with suppress(OSError):
            columns, lines = size_of(os.environ)
        return columns or 80, lines or 24

    def write(self, data: str) -> None:
        """Write to the terminal; a picture that stands there is not cleared away."""
        if data != _ANOTHER_PAGE or self.painted is None:
            super().write(data)

    def process_message(self, message: Message) -> None:
        """Hand on what came from the terminal; what somebody typed or pasted in its turn. In a thread."""
        self._wait_for_room()
        if isinstance(message, events.Resize):
            message = _as_large_as_can_be(message)
        if not isinstance(message, events.Key | events.Paste):
            super().process_message(message)
            return
        with self._in_turn:
            if not self._is_ready and isinstance(message, events.Key) and message.key == "ctrl+j":
                # Enter that was typed before the terminal was ours came as the end of a line.
                message = events.Key("enter", "\r")
            self._waiting.append(message)
            self._begin()

    def _wait_for_room(self) -> None:
        """In the thread that reads: wait while too much waits to be answered, or the program ends."""
        if current_thread() is self._key_thread:
            while len(self._waiting) >= MOST_WAITING and not self.exit_event.is_set():
                time.sleep(0.01)

    def _run_input_thread(self) -> None:
        """Read until the end. What goes wrong in it is told as any fault of ours: the toolkit's words hold places."""
        try:
            self.run_input_thread()
        except (EOFError, OSError):  # there is no line any more
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(line_gone, self._app)
        except Exception as error:  # it is written down, and the program ends
            self._app.call_later(self._app._handle_exception, error)

    def ready(self) -> None:
        """Everything is there that can answer a key."""
        with self._in_turn:
            self._is_ready = True
            self._begin()

    def _begin(self) -> None:
        """Hand on what waits, unless that is being done. With the lock."""
        if self._is_ready and self._waiting and not self._hands_on:
            self._hands_on = True
            asyncio.run_coroutine_threadsafe(self._hand_on(), self._loop)

    async def _hand_on(self) -> None:
        """Hand on what waits, each when the one before was answered; the first when all parts are laid out."""
        if not self._has_begun:
            self._has_begun = True
            with suppress(TimeoutError, ScreenStackError):
                await asyncio.wait_for(_answered(self._app), PATIENCE)
        while True:
            with self._in_turn:
                if not self._waiting:
                    self._hands_on = False
                    return
                message = self._waiting.popleft()
                is_last = not self._waiting
            message.set_sender(self._app)
            self._app.post_message(message)
            if is_last:
                await asyncio.sleep(PAINTED)
            try:
                await asyncio.wait_for(_answered(self._app), PATIENCE)
            except (TimeoutError, ScreenStackError):
                continue  # somebody is slow, or the program is ending: what comes next is not held up


def _as_large_as_can_be(told: events.Resize) -> events.Resize:
    """A terminal that tells its size in its own words, however large, is drawn as far as any other."""
    size = Size(*at_most(told.size.width, told.size.height))
    return told if size == told.size else events.Resize(size, size)


async def _answered(app: App[Any]) -> None:
    """Wait until the key before was answered: where it went, all the way up, and what it opened or moved to."""
    await _done_with(app)
    focused = app.focused or app.screen
    for each in (*focused.ancestors_with_self, app, app.screen, app):
        await _done_with(each)
    await _done_with(app.focused or app.screen)


async def _done_with(pump: MessagePump) -> None:
    """Wait until it has answered all that was sent to it up to now."""
    done = _Done()
    if pump.post_message(events.Callback(callback=done)):
        await done.wait()


class _Done(asyncio.Event):
    """Something that a part of the program calls when its turn has come. It says itself that it is called bare.

    The toolkit would look that up at every key for every part: as dear as all the rest of an answer.
    """

    _param_count = 0

    def __call__(self) -> None:
        self.set()


def taking_over(painted: Prepaint | None) -> type[TakingOver]:
    """Return the driver for a terminal on which that picture stands already, or none."""
    return type("Driver", (TakingOver,), {"painted": painted})
