"""What goes out to the terminal: a line that takes nothing for a while, or is gone, holds nothing up."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from queue import Empty, Full, Queue
from threading import Lock, Thread
from typing import TextIO

PATIENCE = 2.0
"""Seconds for which the program waits for a line that takes nothing, before it goes on without it."""
MOST = 30
"""Pieces that wait to be written, at most."""


class Outflow:
    """Stands where the toolkit has its thread that writes.

    The toolkit's waits for its line as long as it takes, and the whole program with it: nothing typed is kept, no
    word to end is heard. Somebody who marks text in a window of Windows, or shuts the lid, stops a line like that.
    Here what is drawn meanwhile is left out, and all of it is drawn anew once the line takes something again.
    """

    def __init__(self, file: TextIO, draw_anew: Callable[[], None]) -> None:
        """`draw_anew` is called in a thread when a line takes something again of which a part was left out."""
        file.flush()
        self._number, self._encoding = file.fileno(), file.encoding
        self._at_once = _opened_anew(self._number)
        self._draw_anew = draw_anew
        self._queue: Queue[bytes | None] = Queue(MOST)
        self._left_out = self._gone = False
        self._waits = 0
        """Pieces that are given to the thread and not out yet."""
        self._turn = Lock()
        self._thread = Thread(target=self._run, daemon=True, name="out to the terminal")

    def start(self) -> None:
        """Begin to write."""
        self._thread.start()

    def write(self, text: str) -> None:
        """Write it, at once where the line takes it, else soon; or leave it out where the line takes nothing."""
        if self._left_out or self._gone:
            return
        left = text.encode(self._encoding, "replace")
        with self._turn:
            if not self._waits:
                left = self._put(left)
            if not left:
                return
            self._waits += 1
        try:
            self._queue.put(left, timeout=PATIENCE)
        except Full:
            with self._turn:  # or the last of what waits might go out before it is noted that this did not
                try:
                    self._queue.put_nowait(left)
                except Full:
                    self._left_out = True
                    self._waits -= 1

    def _put(self, data: bytes) -> bytes:
        """Write what the line takes without waiting; return the rest. A thread would have its turn later."""
        if self._at_once is None:
            return data
        try:
            return data[os.write(self._at_once, data) :]
        except BlockingIOError:
            return data
        except OSError:
            self._gone = True
            return b""

    def flush(self) -> None:
        """Do nothing: what waits is written as soon as the line takes it."""

    def stop(self) -> None:
        """Write what still waits, where the line takes it, and end."""
        with suppress(Full):
            self._queue.put(None, timeout=PATIENCE)
        self._thread.join(PATIENCE)
        if self._at_once is not None:
            os.close(self._at_once)
            self._at_once = None

    def _run(self) -> None:
        ends = False
        while not ends:
            pieces, ends = self._waiting()
            self._out(b"".join(pieces))
            with self._turn:
                self._waits -= len(pieces)
                again = self._left_out and self._queue.empty()
                self._left_out = self._left_out and not again
            if again and not self._gone:
                self._draw_anew()

    def _waiting(self) -> tuple[list[bytes], bool]:
        """Wait for something to write; return all that waits, and whether it is the end."""
        pieces, piece = [], self._queue.get()
        with suppress(Empty):
            while piece is not None:
                pieces.append(piece)
                piece = self._queue.get_nowait()
        return pieces, piece is None

    def _out(self, left: bytes) -> None:
        """Write it without any lock of the interpreter's files: whoever ends the program would wait for that."""
        try:
            while left and not self._gone:
                left = left[os.write(self._number, left) :]
        except OSError:
            self._gone = True  # from now on it takes whatever there is


def _opened_anew(number: int) -> int | None:
    """Open the terminal a second time, so that a write to it alone never waits; None where that cannot be."""
    try:
        return os.open(os.ttyname(number), os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return None
