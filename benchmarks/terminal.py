"""A program in a terminal of its own, timed the way a person in front of it meets it.

Only reading, stamping and answering happens while a program writes. Unix only, like the terminals it stands for.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

COLUMNS, ROWS = 120, 40
DOWN, PAGE_DOWN = b"\x1b[B", b"\x1b[6~"
REST = 0.2
"""Seconds without output that end the answer to a key."""
IN_BETWEEN = 0.004
"""Seconds without output between two strokes."""
REPEATS = 0.033
"""Seconds between two strokes of a key that is held down."""

# Colours, cursor and modes: what is left is text in the order in which it was painted.
_CODES = re.compile(rb"\x1b\[[0-9;:<=>?]*[ -/]*[@-~]|\x1b[\]P_^X][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[()][A-Z0-9]|\x1b.")
_ASKS_WHETHER_IN_STEP = b"\x1b[?2026$p"
_KEEPS_IN_STEP = b"\x1b[?2026;2$y"
_NOT_OURS = ("NO_COLOR", "TMUX", "LINES", "COLUMNS", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "TERM_PROGRAM")


@dataclass(frozen=True)
class Answer:
    """What one key did: milliseconds until the first and the last output of the answer, and the bytes of all of it."""

    first: float
    last: float
    written: int


@dataclass
class Session:
    """One run of a program. Close it."""

    command: Sequence[str]
    surroundings: Mapping[str, str] = field(default_factory=dict)
    typed: bytes = b""
    """What somebody types before the program has begun."""
    written: int = 0
    _screen: bytes = b""
    _ended: bool = False

    def __post_init__(self) -> None:
        self._began = time.perf_counter()
        self.process, self._file = pty.fork()
        if self.process == 0:
            with suppress(OSError):
                fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
                os.execvpe(self.command[0], list(self.command), self._environment())
            os._exit(127)
        os.set_blocking(self._file, False)
        if self.typed:
            os.write(self._file, self.typed)

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name not in _NOT_OURS}
        plain = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", "TEXTUAL_ANIMATIONS": "none"}
        return kept | plain | dict(self.surroundings)

    def until(self, words: str, seconds: float = 60) -> float:
        """Return the milliseconds from the start until the words were painted. Raises TimeoutError."""
        wanted, end = words.encode(), self._began + seconds
        while time.perf_counter() < end and not self._ended:
            at = self._read(0.05)
            if at and wanted in _CODES.sub(b"", self._screen):
                return (at - self._began) * 1000
        shown = _CODES.sub(b" ", self._screen)[-600:].decode("utf-8", "replace")
        raise TimeoutError(f"{' '.join(self.command)} never showed {words!r}. It showed: {shown}")

    @property
    def memory(self) -> float:
        """The most memory that the program has had so far, in MB; 0 where the system does not tell."""
        try:
            told = Path(f"/proc/{self.process}/status").read_text()
        except OSError:
            return 0
        return next(int(line.split()[1]) / 1024 for line in told.splitlines() if line.startswith("VmHWM:"))

    def look(self) -> bool:
        """Read what has come, without waiting; return False once the program has ended."""
        self._read(0)
        return not self._ended

    def shows(self, words: str) -> bool:
        """Return whether the words were painted since the start, or since `forget`."""
        return words.encode() in _CODES.sub(b"", self._screen)

    def forget(self) -> None:
        """Let what was painted so far count no more."""
        self._screen = b""

    def type(self, keys: bytes) -> None:
        """Type without waiting for an answer; nothing happens where the program has ended."""
        with suppress(OSError):
            os.write(self._file, keys)

    def fileno(self) -> int:
        """Return what can be waited for."""
        return self._file

    def rest(self, seconds: float = 0.4) -> None:
        """Wait until nothing has been painted for so long."""
        while self._read(seconds):
            pass

    def press(self, key: bytes) -> Answer:
        """Press a key and wait until nothing more comes. Raises EOFError for a program that does not answer."""
        before, began = self.written, time.perf_counter()
        os.write(self._file, key)
        first = last = self._read(1)
        if not first:
            raise EOFError(
                f"{' '.join(self.command)} did not answer a key: {'it ended' if self._ended else 'silence'}."
            )
        while at := self._read(REST):
            last = at
        return Answer((first - began) * 1000, (last - began) * 1000, self.written - before)

    def stroke(self, key: bytes) -> float:
        """Press a key and wait for the first of its answer alone; return the milliseconds that it took."""
        began = time.perf_counter()
        os.write(self._file, key)
        answered = self._read(1)
        while self._read(IN_BETWEEN):
            pass
        return (answered - began) * 1000 if answered else 1000.0

    def hold(self, key: bytes, times: int) -> float:
        """Press a key again and again, as a keyboard does while it is held down; return the bytes for each time."""
        before, began = self.written, time.perf_counter()
        for number in range(times):
            while (left := began + number * REPEATS - time.perf_counter()) > 0:
                self._read(left)
            os.write(self._file, key)
        self.rest(REPEATS)
        return (self.written - before) / times

    def _read(self, seconds: float) -> float:
        """Read what has come within the time; return when it came, 0 if nothing did."""
        if self._ended or not select.select([self._file], [], [], seconds)[0]:
            return 0
        try:
            data = os.read(self._file, 1 << 18)
        except OSError:  # how Linux says that the other end is closed
            data = b""
        at = time.perf_counter()
        self._ended = not data
        self.written += len(data)
        self._screen = (self._screen + data)[-400_000:]
        if _ASKS_WHETHER_IN_STEP in data:
            os.write(self._file, _KEEPS_IN_STEP)
        return at if data else 0

    def close(self) -> None:
        """End the program."""
        for sign in (signal.SIGTERM, signal.SIGKILL):
            with suppress(ProcessLookupError):
                os.kill(self.process, sign)
            end = time.perf_counter() + 2
            while time.perf_counter() < end:
                self._read(0.02)
                if os.waitpid(self.process, os.WNOHANG)[0]:
                    os.close(self._file)
                    return
        os.close(self._file)
