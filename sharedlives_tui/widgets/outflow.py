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
        self._draw_anew = draw_anew
        self._queue: Queue[str | None] = Queue(MOST)
        self._left_out = self._gone = False
        self._turn = Lock()
        self._thread = Thread(target=self._run, daemon=True, name="out to the terminal")

    def start(self) -> None:
        """Begin to write."""
        self._thread.start()

    def write(self, text: str) -> None:
        """Write it soon, or leave it out where the line takes nothing."""
        if self._left_out or self._gone:
            return
        try:
            self._queue.put(text, timeout=PATIENCE)
        except Full:
            with self._turn:  # or the last of what waits might go out before it is noted that this did not
                try:
                    self._queue.put_nowait(text)
                except Full:
                    self._left_out = True

    def flush(self) -> None:
        """Do nothing: what waits is written as soon as the line takes it."""

    def stop(self) -> None:
        """Write what still waits, where the line takes it, and end."""
        with suppress(Full):
            self._queue.put(None, timeout=PATIENCE)
        self._thread.join(PATIENCE)

    def _run(self) -> None:
        ends = False
        while not ends:
            texts, ends = self._waiting()
            self._out("".join(texts))
            with self._turn:
                again = self._left_out and self._queue.empty()
                self._left_out = self._left_out and not again
            if again and not self._gone:
                self._draw_anew()

    def _waiting(self) -> tuple[list[str], bool]:
        """Wait for something to write; return all that waits, and whether it is the end."""
        texts, piece = [], self._queue.get()
        with suppress(Empty):
            while piece is not None:
                texts.append(piece)
                piece = self._queue.get_nowait()
        return texts, piece is None

    def _out(self, text: str) -> None:
        """Write it without any lock of the interpreter's files: whoever ends the program would wait for that."""
        left = text.encode(self._encoding, "replace")
        try:
            while left and not self._gone:
                left = left[os.write(self._number, left) :]
        except OSError:
            self._gone = True  # from now on it takes whatever there is
