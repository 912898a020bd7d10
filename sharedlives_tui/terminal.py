"""The terminal between the start of the program and the toolkit's: typed keys wait unseen, and it is always given back.

Unix only: elsewhere no terminal can be held.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from sharedlives_tui.light import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

_IN, _OUT = 0, 2
"""The toolkit reads the standard input and writes to the standard error."""
_ENTER = "\x1b[?1049h\x1b[?25l"
_LEAVE = "\x1b[?1049l\x1b[?25h"
_SILENT = ("", "dumb", "unknown")
"""TERM of terminals that obey nothing."""

LARGEST = (1000, 300)
"""Columns and lines that are drawn at most: whoever says that their window has millions would have them all painted."""

LFLAG, IFLAG, CC = 3, 0, 6
"""Places in what the system says of a terminal."""


def can_be_painted(environment: Mapping[str, str]) -> bool:
    """Return whether somebody sits at a terminal that understands what is written to it."""
    return environment.get("TERM", "").lower() not in _SILENT and all(os.isatty(each) for each in (0, 1, 2))


def size_of(environment: Mapping[str, str]) -> tuple[int, int]:
    """Return columns and lines as the toolkit will find them. Raises OSError where there is no terminal."""
    asked = [environment.get(name, "") for name in ("COLUMNS", "LINES")]
    wanted = [int(each) if each.isdecimal() else 0 for each in asked]
    real = os.get_terminal_size(1)
    return at_most(wanted[0] or real.columns, wanted[1] or real.lines)


def at_most(columns: int, lines: int) -> tuple[int, int]:
    """Return the part of a window that is drawn."""
    return min(columns, LARGEST[0]), min(lines, LARGEST[1])


class HeldTerminal:
    """A terminal that neither shows what is typed nor waits for Enter, until it is given back or taken over."""

    def __init__(self) -> None:
        """Hold it. Raises OSError where it is none."""
        import termios

        try:
            self.before: list[Any] = termios.tcgetattr(_IN)
            held = [*self.before[:CC], [*self.before[CC]]]
            # Ctrl+C stays what breaks the start off; Ctrl+Z and Ctrl+\ would leave a mute terminal.
            held[LFLAG] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN)
            held[IFLAG] &= ~(termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR)
            held[CC][termios.VSUSP] = held[CC][termios.VQUIT] = b"\0"
            held[CC][termios.VMIN], held[CC][termios.VTIME] = 1, 0
            termios.tcsetattr(_IN, termios.TCSANOW, held)
        except termios.error as error:
            raise OSError(str(error)) from None
        self.painted = False
        self._ours = True

    def paint(self, text: str) -> bool:
        """Write to the terminal, on a page of its own, as long as it is ours; return whether it was."""
        if not self._ours:
            return False
        data = (text if self.painted else _ENTER + text).encode("utf-8", "replace")
        self.painted = True
        while data:
            data = data[os.write(_OUT, data) :]
        return True

    def hand_over(self) -> None:
        """Let the toolkit have it: from now on nothing is painted, and the toolkit gives it back."""
        self._ours = False

    def give_back(self) -> None:
        """Leave it as it was, unless the toolkit has it."""
        if not self._ours:
            return
        self._ours = False
        import termios

        if self.painted:
            os.write(_OUT, _LEAVE.encode())
        termios.tcsetattr(_IN, termios.TCSANOW, self.before)
