"""Reads a letter's Markdown into blocks: headings, paragraphs, lists, with bold, italics and line breaks.

That is all a letter uses. Everything else that Markdown knows (links, pictures, HTML, tables, code) is
switched off and stays the text that it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from sharedlives_tui.cleaning import clean_text

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_OFF: Final = (
    *("link", "image", "autolink", "html_inline", "backticks"),
    *("html_block", "code", "fence", "blockquote", "hr", "lheading", "reference"),
)


@dataclass(frozen=True)
class Run:
    """A stretch of text in one style; a newline in it is a line break."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True)
class Block:
    """A heading, a paragraph, or a paragraph of a list."""

    kind: str
    """`heading`, `paragraph`, `bullet`, `number`, or `continued`: a further paragraph of a list's item."""
    runs: tuple[Run, ...]
    level: int = 1
    """Of a heading 1 to 6; of a list's paragraph how deep the list stands, from 1."""
    list_number: int = 0
    """Which list of the letter it belongs to, counted from 1; 0 outside lists."""
    number: int = 0
    """The number of an item of a numbered list."""

    @property
    def text(self) -> str:
        """The words without their style."""
        return "".join(run.text for run in self.runs)


def read_blocks(markdown: str) -> list[Block]:
    """Return the letter's blocks in order. Control characters are dropped; nothing is refused."""
    return list(_Reader(_parser().parse(clean_text(markdown, None))).blocks())


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").disable(list(_OFF))


@dataclass
class _List:
    kind: str
    list_number: int
    next_number: int


class _Reader:
    """Walks over the parser's tokens once."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.open_lists: list[_List] = []
        self.lists = 0
        self.heading = 0
        self.item_begins = False

    def blocks(self) -> Iterator[Block]:
        for token in self.tokens:
            if token.type == "heading_open":
                self.heading = int(token.tag[1:])
            elif token.type in ("bullet_list_open", "ordered_list_open"):
                self.lists += 1
                kind = "bullet" if token.type == "bullet_list_open" else "number"
                self.open_lists.append(_List(kind, self.lists, int(token.attrs.get("start", 1))))
            elif token.type in ("bullet_list_close", "ordered_list_close"):
                self.open_lists.pop()
            elif token.type == "list_item_open":
                self.item_begins = True
            elif token.type == "inline":
                yield self._block(tuple(_runs(token.children or [])))

    def _block(self, runs: tuple[Run, ...]) -> Block:
        if self.heading:
            level, self.heading = self.heading, 0
            return Block("heading", runs, level)
        if not self.open_lists:
            return Block("paragraph", runs)
        inside, depth = self.open_lists[-1], len(self.open_lists)
        if not self.item_begins:
            return Block("continued", runs, depth, inside.list_number)
        self.item_begins = False
        number = inside.next_number if inside.kind == "number" else 0
        inside.next_number += 1
        return Block(inside.kind, runs, depth, inside.list_number, number)


def _runs(tokens: list[Token]) -> Iterator[Run]:
    text, bold, italic = "", 0, 0
    for token in tokens:
        if token.type in ("strong_open", "strong_close", "em_open", "em_close"):
            if text:
                yield Run(text, bold > 0, italic > 0)
            text = ""
            bold += token.nesting if token.tag == "strong" else 0
            italic += token.nesting if token.tag == "em" else 0
        elif token.type == "softbreak":
            text += " "
        elif token.type == "hardbreak":
            text += "\n"
        else:
            text += token.content
    if text:
        yield Run(text, bold > 0, italic > 0)
