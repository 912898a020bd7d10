"""What a program writes to its terminal, read strictly: its own sequences by name, and beside them plain text alone.

`Line` is a terminal with a program on it. `read` takes what was written apart and says no to whatever is neither.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from sharedlives_tui.cleaning import BAD

AT_MOST = 300
"""Characters around a find that are told."""


class Got(Exception):
    """Something got out that is neither text nor the toolkit's own."""


OWN = re.compile(
    r"\x1b\[(?P<colours>[0-9;]*)m"
    r"|\x1b\[(?P<line>[0-9]+);(?P<column>[0-9]+)H"
    r"|\x1b\[\?(?:25|1000|1003|1004|1006|1015|1016|2004|2026|2048|7)[hl]"
    r"|\x1b\[\?(?:2026|2048)\$p"
    r"|\x1b\[>25u|\x1b\[<u"  # how keys are told
    r"|\x1b\]22;[a-z-]*\x07"  # the shape of the mouse's pointer
    r"|(?:\A|(?<=\x1b\[\?2026l))\x07+(?=\Z|\x1b\[)"  # the bell: between two pictures, in none
    r"|\n(?=\x1b\[[0-9]+;[0-9]+H)"  # between two lines of a picture, before the move to the second
)
"""What the toolkit writes between the words of its pictures. What is in no place here may not be written."""
BEGINS_OR_ENDS = re.compile(r"\x1b\[\?1049[hl]")
"""The page of its own: taken once, given back once, and never between."""


def read(written: bytes, lines: int, columns: int, *, begins_or_ends: bool = False) -> str:
    """Return the text of what was written, without the toolkit's own sequences. Raises Got."""
    try:
        text = written.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Got(f"no UTF-8: {written[max(0, error.start - 40) : error.end + 40]!r}") from None
    if begins_or_ends:
        text = BEGINS_OR_ENDS.sub("", text)
    for found in OWN.finditer(text):
        if (why := _why_not(found, lines, columns)) is not None:
            raise Got(f"{why}: {_around(text, found)}")
    words = OWN.sub("", text)
    if (bad := BAD.search(words) or re.search(r"[\t\n]", words)) is not None:
        raise Got(f"{bad[0]!r} from a text: {_around(words, bad)}")
    return words


def _why_not(found: re.Match[str], lines: int, columns: int) -> str | None:
    if found["colours"] is not None:
        return _why_no_colours(found["colours"])
    if found["line"] is not None and not (1 <= int(found["line"]) <= lines and 1 <= int(found["column"]) <= columns):
        return "a move out of the window"
    return None


def _why_no_colours(words: str) -> str | None:
    """Why the toolkit would not write these; None where it would: it hides nothing, and nothing blinks."""
    codes = [int(each or 0) for each in words.split(";")]
    while codes:
        code = codes.pop(0)
        if code in (38, 48):
            taken = {5: 2, 2: 4}.get(codes[0] if codes else -1)
            if taken is None or len(codes) < taken or any(each > 255 for each in codes[1:taken]):
                return "colours cut short"
            del codes[:taken]
        elif code not in (0, 1, 2, 3, 4, 7, 9, 39, 49) and code // 10 not in (3, 4, 9, 10):
            return f"a look of no part of the program ({code})"
    return None


def _around(text: str, found: re.Match[str]) -> str:
    return repr(text[max(0, found.start() - AT_MOST // 2) : found.end() + AT_MOST // 2])


_ASKS, _ANSWER = b"\x1b[?2026$p", b"\x1b[?2026;2$y"
"""Whether the terminal can keep a picture until it is whole: then each begins and ends with a word of its own."""


class Line:
    """A terminal of that size with a program in a folder on it; `passed` are files that the program has too."""

    def __init__(
        self,
        words: Sequence[str],
        lines: int,
        columns: int,
        folder: Path,
        passed: Sequence[int] = (),
        **environment: str,
    ) -> None:
        self.lines, self.columns = lines, columns
        self.end, theirs = pty.openpty()
        fcntl.ioctl(self.end, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        plain = termios.tcgetattr(theirs)
        plain[1] &= ~termios.OPOST  # a line's end stays as it was written
        termios.tcsetattr(theirs, termios.TCSANOW, plain)
        os.set_blocking(self.end, False)
        self.program = subprocess.Popen(
            words,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            cwd=folder,
            pass_fds=passed,
            start_new_session=True,
            env={**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", **environment},
        )
        os.close(theirs)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.program.poll() is None:
            os.kill(self.program.pid, signal.SIGKILL)
        self.program.wait()
        os.close(self.end)

    def taken(self) -> bytes:
        """Return what was written and not taken yet."""
        found = b""
        with suppress(OSError):  # nothing more for now, or for ever
            while more := os.read(self.end, 1 << 20):
                found += more
        if _ASKS in found:
            self.press(_ANSWER)
        return found

    def press(self, keys: bytes) -> None:
        """Press keys."""
        os.write(self.end, keys)

    def rest(self, quiet: float = 0.5, most: float = 20) -> bytes:
        """Return what is written until nothing comes for so many seconds, or the program has ended."""
        found, end = b"", time.monotonic() + most
        while time.monotonic() < end and select.select([self.end], [], [], quiet)[0]:
            more = self.taken()
            if not more:
                break
            found += more
        return found
