"""The bar beside a long list, as the toolkit draws it while the list stands at its top."""

from __future__ import annotations

from math import ceil

from sharedlives_tui.picture.pieces import Piece

_EIGHTHS = " ▇▆▅▄▃▂▁"


def scrollbar(count: int, height: int) -> list[Piece]:
    """Return the mark and its style for each of `height` lines of a list of `count` lines; spaces where all fit."""
    if count <= height:
        return [(" ", "")] * height
    thumb = max(1, height / (count / height))
    whole, part = divmod(ceil(thumb * 8), 8)
    found = [(" ", "$scroll reverse")] * whole + [(" ", "")] * (height - whole)
    if part and whole < height:
        found[whole] = (_EIGHTHS[part], "$scroll reverse")
    return found
