"""The net under everything that is drawn: nothing that a terminal obeys leaves in a text; no key can end a session."""

from __future__ import annotations

import codecs
from functools import partial

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from sharedlives_tui.cleaning import BAD
from sharedlives_tui.themes import plain_symbols

_ENDS_AND_TABS = str.maketrans("", "", "\n\t")
"""A text that is kept may have them, a line of a picture may not: the terminal would go on elsewhere."""


class CleanOutput(LineFilter):
    """Takes control characters, marks of direction and invisible ones out of every line before it is written."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        if all(_is_clean(segment.text) for segment in segments if not segment.control):
            return segments
        return [segment if segment.control else Segment(_replaced(segment.text), segment.style) for segment in segments]


def _is_clean(words: str) -> bool:
    return "\n" not in words and "\t" not in words and not BAD.search(words)


def _replaced(words: str) -> str:
    """The words without BAD, ends of lines and tabs; where the toolkit counted a column, a space stays in its place."""
    from rich.cells import cell_len

    return BAD.sub(lambda match: " " * cell_len(match[0]), words).translate(_ENDS_AND_TABS)


class PlainSymbols(LineFilter):
    """Writes our symbols and lines in ASCII, for terminals that have no others."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        return [
            segment if segment.control else Segment(plain_symbols(segment.text), segment.style) for segment in segments
        ]


def tolerate_any_byte() -> None:
    """Let a byte that is no UTF-8 (a terminal set to Latin-1 sends such) arrive as a replacement character.

    The toolkit's driver would end the program. Nothing happens where the driver cannot be loaded (Windows).
    """
    try:
        from textual.drivers import linux_driver
    except ImportError:
        return
    linux_driver.getincrementaldecoder = _Forgiving  # type: ignore[attr-defined, assignment]


class _Forgiving:
    """Makes what reads a terminal's bytes. None at all: it is gone, and the toolkit would ask for ever."""

    def __init__(self, encoding: str) -> None:
        self._make = partial(codecs.getincrementaldecoder(encoding), errors="replace")

    def __call__(self) -> _Forgiving:
        self._decoder = self._make()
        return self

    def decode(self, read: bytes, final: bool = False) -> str:
        """Return the text of bytes, with replacement characters. Raises EOFError where nothing was there to read."""
        if not read and not final:
            raise EOFError
        return self._decoder.decode(read, final)
