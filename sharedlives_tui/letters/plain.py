"""A letter as plain linear text: for the text twin, for a screen reader, for the body of an e-mail."""

from __future__ import annotations

from sharedlives_tui.letters.blocks import Block, read_blocks


def plain_text(markdown: str) -> str:
    """Return the letter without Markdown: a blank line between paragraphs, list items below each other.

    It ends in one newline. Line breaks inside a paragraph stay.
    """
    lines: list[str] = []
    before: Block | None = None
    for block in read_blocks(markdown):
        if before is not None and not (before.list_number and block.list_number == before.list_number):
            lines.append("")
        lines += _lines(block)
        before = block
    return "\n".join(lines) + "\n"


def _lines(block: Block) -> list[str]:
    first, *rest = block.text.split("\n")
    if not block.list_number:
        return [first, *rest]
    sign = {"bullet": "- ", "number": f"{block.number}. "}.get(block.kind, "  ")
    margin = "  " * (block.level - 1)
    return [f"{margin}{sign}{first}", *(f"{margin}{' ' * len(sign)}{line}".rstrip() for line in rest)]
