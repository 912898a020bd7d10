"""The whole first picture of Today, line by line, as the program itself lays it out (`app.tcss`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sharedlives_tui import keymap
from sharedlives_tui.light import NamedTuple
from sharedlives_tui.picture.glance import peek_lines, peek_pane
from sharedlives_tui.picture.keys import keys_line, placed_keys
from sharedlives_tui.picture.masthead import Masthead, areas_line, first_line
from sharedlives_tui.picture.pieces import Line, Piece, cut, width_of_line
from sharedlives_tui.picture.scrollbar import scrollbar
from sharedlives_tui.picture.today import REF_WIDTH, Kind, counts_line, heading, kinds_line, no_case, row_parts
from sharedlives_tui.store.basics import TodayRow

WIDE = 120
"""From so many columns on, the case at a glance stands beside the list."""
PANE = 38
"""Columns of the case at a glance with its line and the space around it; four of them are not text."""
UNDER = 4
"""Lines of the case at a glance, with the rule above it, where it stands under the list."""

PAGE, BAR, ROW = "$text on $ground", "$text on $bar", "$row-text on $row"
"""What a text has that names no colours: on the page, in the lines at the top and the foot, in the highlighted row."""


class Today(NamedTuple):
    """What the first picture shows. `groups` is None as long as nobody has counted."""

    masthead: Masthead
    pages: Mapping[str, Sequence[TodayRow]]
    """The first rows of each state that has any, the worst first; the last may be cut short."""
    may: frozenset[str]
    """What whoever looks may do: verbs of `access.VERBS`."""
    groups: Mapping[str, int] | None = None


def list_height(columns: int, lines: int) -> int:
    """Return how many lines the list has in a window of that size."""
    return lines - 8 if columns >= WIDE else lines - 5 - UNDER


def today_screen(today: Today, columns: int, lines: int) -> list[Line]:
    """Return every line of the window; each piece says its colours in full: "$text on $bar bold $key"."""
    wide = columns >= WIDE
    height = list_height(columns, lines)
    rows = [each for page in today.pages.values() for each in page]
    top = [
        _filled(first_line(today.masthead, (), columns), columns, BAR),
        _filled(areas_line("today"), columns, BAR),
    ]
    sums = [_filled(each, columns) for each in _sums(today, rows, columns)]
    foot = _filled((("", ""), *_padded(_keys(today.may, columns - 2))), columns, BAR)
    blank = _filled((), columns)
    if not wide:
        listed = _list(today, columns, height)
        glance = peek_lines(rows[0] if rows else None, None, today.masthead.today, columns)
        under = [*glance, *[()] * (UNDER - 1 - len(glance))]
        rule = _filled((("─" * columns, "$line"),), columns)
        return [*top, *sums, *listed, rule, *(_filled(each, columns) for each in under), foot]
    pane = peek_pane(rows[0] if rows else None, None, today.masthead.today, PANE - 4)
    beside = [(), *pane, *[()] * height][:height]
    listed = [
        (*line, ("│", f"{PAGE} $line"), *_filled((("  ", ""), *text), PANE - 1))
        for line, text in zip(_list(today, columns - PANE, height), beside, strict=True)
    ]
    return [*top, blank, sums[0], blank, sums[1], blank, *listed, foot]


def _sums(today: Today, rows: Sequence[TodayRow], width: int) -> list[Line]:
    if today.groups is None:
        return [(), ()]
    cases = sum(today.groups.values())
    counts = counts_line(today.groups, rows[0] if rows else None, today.masthead.today, width)
    return [counts, kinds_line([Kind(None, f"All {cases:,}", 1)], None, "whole team", width)]


def _list(today: Today, width: int, height: int) -> list[Line]:
    """The lines of the list with the bar beside it, the first case highlighted."""
    inner = width - 1
    ref_width, day = REF_WIDTH, today.masthead.today
    found: list[Line] = []
    highlighted = False
    for state, page in today.pages.items():
        ref_width = max(ref_width, *(len(row.ref) + 1 for row in page))
        number = None if today.groups is None else today.groups[state]
        found.append(_filled(_ruled(heading(state, number), inner), inner))
        for row in page[: height - len(found)]:
            found.append(_filled(row_parts(row, day, inner, ref_width), inner, PAGE if highlighted else ROW))
            highlighted = True
    if not found:
        found.append(_filled(((f" {no_case(today.may)}", "$muted"),), inner))
    found = [*found, *[_filled((), inner)] * height][:height]
    count = 0 if today.groups is None else sum(each + 1 for each in today.groups.values() if each)
    return [
        (*line, (mark, f"{PAGE} {style}")) for line, (mark, style) in zip(found, scrollbar(count, height), strict=True)
    ]


def _ruled(words: Piece, width: int) -> Line:
    """A line between rows: a rule fills the rest of it."""
    text, style = words
    return ((f" {text} ", style), ("─" * max(0, width - len(text) - 3), "$line"))


def _keys(may: frozenset[str], width: int) -> Line:
    return keys_line(placed_keys(keymap.pressable(keymap.footer_of("today"), may), "today", width))


def _padded(line: Line) -> Line:
    return ((" ", ""), *line)


def _filled(line: Line, width: int, base: str = PAGE) -> Line:
    """The line in its colours, cut or filled to the width."""
    shown = cut(line, width)
    rest = width - width_of_line(shown)
    styled = [(words, f"{base} {style}" if style else base) for words, style in shown if words]
    return (*styled, (" " * rest, base)) if rest > 0 else tuple(styled)
