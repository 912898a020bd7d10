"""Clicks on words: which of some words lies under the mouse, in the line as it is drawn."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rich.cells import cell_len
from textual import events
from textual.errors import NoWidget
from textual.geometry import Region
from textual.widget import Widget


def part_under(widget: Widget, event: events.Click) -> Widget | None:
    """Return the part of the screen that was clicked: of a click that comes up from a part within, that part."""
    try:
        return widget.screen.get_widget_at(event.screen_x, event.screen_y)[0]
    except NoWidget:
        return None


def words_under(widget: Widget, event: events.Click, candidates: Iterable[str]) -> str:
    """Return the longest of the words that is drawn where a part was clicked; empty where none is."""
    if not 0 <= event.y < widget.region.height:
        return ""
    line = "".join(strip.text for strip in widget.render_lines(Region(0, event.y, widget.region.width, 1)))
    return max((each for each in candidates if each and _lies_at(line, each, event.x)), key=len, default="")


def _lies_at(line: str, words: str, column: int) -> bool:
    starts = (found.start() for found in re.finditer(re.escape(words), line))
    return any(0 <= column - cell_len(line[:start]) < cell_len(words) for start in starts)
