"""The text on a terminal, read at a fraction of what a whole emulator costs: for many terminals in one process.

It knows what this program writes: places, text, erasing; no colours, no scrolling, every character one place wide.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

_PIECE = re.compile(
    r"\x1b\[(?P<numbers>[0-9;:<=>?]*)[ -/]*(?P<what>[@-~])"
    r"|\x1b[\]P_^X][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[()][A-Z0-9]|\x1b[^\[\]P_^X()]"
    r"|(?P<text>[^\x00-\x1f\x7f]+)|(?P<control>[\x00-\x1a\x1c-\x1f\x7f])"
)
_UNFINISHED = re.compile(r"\x1b(?:\[[0-9;:<=>?]*[ -/]*|[\]P_^X][^\x07\x1b]*\x1b?|[()])?\Z")


class Cursor(NamedTuple):
    """Where the next character goes, from 0."""

    x: int
    y: int


class PlainScreen:
    """What stands on a terminal of so many columns and lines, in the words of `pyte.Screen`."""

    def __init__(self, columns: int, lines: int) -> None:
        self._x = self._y = 0
        self._rest = ""
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self.display = [""]
        self.resize(lines, columns)

    def resize(self, lines: int, columns: int) -> None:
        """Be another size."""
        self.columns, self.lines = columns, lines
        self.display = [each[:columns].ljust(columns) for each in (self.display + [""] * lines)[:lines]]
        self._to(self._x, self._y)

    @property
    def cursor(self) -> Cursor:
        """The place of the cursor."""
        return Cursor(min(self._x, self.columns - 1), self._y)

    def feed(self, data: bytes) -> None:
        """Take in what a program has written; what is not whole yet waits for the rest."""
        told = self._rest + self._decoder.decode(data)
        unfinished = _UNFINISHED.search(told)
        end = unfinished.start() if unfinished else len(told)
        self._rest = told[end:]
        for piece in _PIECE.finditer(told, 0, end):
            if text := piece["text"]:
                self._write(text)
            elif piece["what"]:
                self._obey(piece["what"], piece["numbers"])
            elif piece["control"]:
                self._control(piece["control"])

    def _write(self, text: str) -> None:
        line = self.display[self._y]
        text = text[: self.columns - self._x]
        self.display[self._y] = line[: self._x] + text + line[self._x + len(text) :]
        self._x += len(text)

    def _control(self, character: str) -> None:
        if character == "\r":
            self._x = 0
        elif character == "\n":
            self._to(self._x, self._y + 1)
        elif character == "\b":
            self._to(self._x - 1, self._y)

    def _obey(self, what: str, numbers: str) -> None:
        if numbers[:1] in ("?", "<", "=", ">"):
            if what == "h" and numbers == "?1049":
                self._erase(0, self.lines)
            return
        asked = [int(each) if each.isdecimal() else 0 for each in numbers.split(";")]
        first = max(1, asked[0])
        if what in "Hf":
            self._to(max(1, (*asked, 0)[1]) - 1, first - 1)
        elif what in "ABCD":
            across, down = {"A": (0, -1), "B": (0, 1), "C": (1, 0), "D": (-1, 0)}[what]
            self._to(self._x + across * first, self._y + down * first)
        elif what == "J":
            self._erase(0 if asked[0] else self._y, self.lines)
        elif what == "K":
            kept = "" if asked[0] else self.display[self._y][: self._x]
            self.display[self._y] = kept.ljust(self.columns)

    def _to(self, x: int, y: int) -> None:
        self._x, self._y = min(max(0, x), self.columns - 1), min(max(0, y), self.lines - 1)

    def _erase(self, first: int, end: int) -> None:
        self.display[first:end] = [" " * self.columns] * (end - first)
