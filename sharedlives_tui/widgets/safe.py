"""Showing text from people: never as markup.

The toolkit reads a plain str as markup in most places: a note with square brackets in it could carry a live link, or
end the program. So a str that is not written in the source goes through one of these; a test of the sources holds it.
"""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content
from textual.widgets import Static

from sharedlives_tui.picture import pieces
from sharedlives_tui.picture.pieces import fit, one_line

__all__ = ["Piece", "Words", "drawn", "fit", "join", "lines", "one_line", "text"]

Piece = str | tuple[str, str] | Content
"""A text, a text with a style (of the theme: "$overdue bold"), or content."""


def text(words: str, style: str = "") -> Content:
    """Return data as content that is shown just as it stands, in one style."""
    return Content.styled(words, style) if style else Content(words)


def join(*pieces: Piece) -> Content:
    """Return texts, styled texts and contents behind one another, each shown just as it stands."""
    return Content.assemble(*(text(*piece) if isinstance(piece, tuple) else piece for piece in pieces))


def lines(*rows: Piece) -> Content:
    """Return texts, styled texts and contents below one another."""
    return Content("\n").join([join(row) for row in rows])


def drawn(rows: Iterable[pieces.Line]) -> Content:
    """Return lines of pieces as content, below one another."""
    return lines(*(join(*row) for row in rows))


class Words(Static):
    """A text that is never read as markup, whatever is put into it, by `update` too. Takes str or Content."""

    def __init__(self, words: str | Content = "", *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(words, markup=False, id=id, classes=classes)
