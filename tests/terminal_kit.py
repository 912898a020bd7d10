"""The real program on a terminal of its own, with what a person would see on it."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Sequence
from types import TracebackType
from typing import Self

import pyte

from tests.plain_screen import PlainScreen

WAIT = 30.0
KEYS = {
    "enter": "\r",
    "esc": "\x1b",
    "tab": "\t",
    "down": "\x1b[B",
    "up": "\x1b[A",
    "left": "\x1b[D",
    "right": "\x1b[C",
    "home": "\x1b[H",
    "pagedown": "\x1b[6~",
    "space": " ",
    "ctrl+s": "\x13",
    "ctrl+n": "\x0e",
    "ctrl+q": "\x11",
    "ctrl+u": "\x15",
    "f2": "\x1bOQ",
    "f5": "\x1b[15~",
    "f9": "\x1b[20~",
    "ctrl+z": "\x1a",
}


class Terminal:
    """Any program on a terminal of its own; `words` are how it is started."""

    def __init__(
        self,
        words: Sequence[str],
        lines: int = 24,
        columns: int = 80,
        quiet: float = 0.25,
        plain: bool = False,
        **environment: str,
    ) -> None:
        """With `plain` the screen is read by PlainScreen, for many terminals in one process."""
        self._quiet = quiet  # seconds without a change after which a key counts as answered
        self._screen: pyte.Screen | PlainScreen
        if plain:
            self._screen = self._stream = PlainScreen(columns, lines)
        else:
            self._screen = pyte.Screen(columns, lines)
            self._stream = pyte.ByteStream(self._screen)
        self._pid, self._end = pty.fork()
        if self._pid == 0:
            signal.signal(
                signal.SIGINT, signal.SIG_DFL
            )  # whoever runs the tests may ignore it, as a shell does behind "&"
            os.environ.update({"TERM": "xterm-256color", "LANG": "C.UTF-8", **environment})
            os.execvp(words[0], words)
        self._size(lines, columns)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()
        os.close(self._end)

    def kill(self) -> None:
        """The line is cut: the program is gone at once."""
        if self._pid:
            os.kill(self._pid, signal.SIGKILL)
            os.waitpid(self._pid, 0)
            self._pid = 0

    def resize(self, lines: int, columns: int) -> None:
        """Make the window another size, as somebody does who pulls at its corner."""
        self._screen.resize(lines, columns)
        self._size(lines, columns)

    def seen(self) -> str:
        """The text on the screen."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    def sees(self, *words: str, seconds: float = WAIT) -> str:
        """Wait until all the words stand on the screen; return its text."""
        end = time.monotonic() + seconds
        while not all(each in self.seen() for each in words):
            if time.monotonic() > end:
                missing = [each for each in words if each not in self.seen()]
                raise AssertionError(f"{missing} did not come; the screen says:\n{self.seen()}")
            self._read(0.05)
        self._settle()
        return self.seen()

    def glance(self) -> str:
        """The text on the screen, with what has come meanwhile."""
        self._read(0.05)
        return self.seen()

    def rests(self) -> str:
        """The text on the screen once nothing more comes for a moment."""
        self._settle()
        return self.seen()

    def rest(self, seconds: float) -> None:
        """Do nothing for so long, and read what comes meanwhile, as somebody does who thinks."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if not self._read(left):
                time.sleep(max(0.0, end - time.monotonic()))  # nothing comes any more, or the program has ended

    def line(self) -> str:
        """The text of the line in which the cursor of the terminal stands."""
        return str(self._screen.display[self._screen.cursor.y])

    def is_at(self, words: str, seconds: float = WAIT) -> None:
        """Wait until the cursor of the terminal stands in a line with these words: typing goes there now."""
        end = time.monotonic() + seconds
        while words not in self.line():
            if time.monotonic() > end:
                raise AssertionError(f"the cursor stands in {self.line()!r}, not at {words!r}:\n{self.seen()}")
            self._read(0.05)

    def press(self, *keys: str, wait: bool = True) -> None:
        """Press keys by name, or type text, and wait until the screen is quiet, unless told otherwise."""
        for key in keys:
            os.write(self._end, KEYS.get(key, key).encode())
            if wait:
                self._settle()

    def ends(self, seconds: float = WAIT) -> int:
        """Wait for the end of the program; return its exit status."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._read(0.05)
            pid, status = os.waitpid(self._pid, os.WNOHANG)
            if pid:
                self._pid = 0
                return os.waitstatus_to_exitcode(status)
        raise AssertionError(f"The program did not end; the screen says:\n{self.seen()}")

    def _size(self, lines: int, columns: int) -> None:
        fcntl.ioctl(self._end, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def _settle(self, most: float = 3.0) -> None:
        """Read until the screen is quiet; a cursor that blinks is never quiet for long, so not for ever."""
        end = time.monotonic() + most
        while self._read(self._quiet) and time.monotonic() < end:
            pass

    def _read(self, seconds: float) -> bool:
        ready, _, _ = select.select([self._end], [], [], seconds)
        if not ready:
            return False
        try:
            more = os.read(self._end, 65536)
        except OSError:  # the other end is closed
            return False
        self._stream.feed(more)
        return bool(more)


class Person(Terminal):
    """Somebody at a terminal of 80 by 24, who runs `sharedlives` and reads what stands on it."""

    def __init__(self, arguments: Sequence[str], lines: int = 24, quiet: float = 0.25, **environment: str) -> None:
        words = [sys.executable, "-m", "sharedlives_tui", *arguments]
        super().__init__(words, lines, quiet=quiet, **environment)
