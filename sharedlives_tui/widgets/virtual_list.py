"""A list that draws only the rows on screen, so that a hundred thousand cost no more than fifty.

It draws line by line: one, two or three pieces to a row, and after a key press only the row that was left and the row
that was reached. At the edge it moves by half a page, because a terminal repaints the whole view for every scroll.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from sharedlives_tui.light import NamedTuple
from sharedlives_tui.widgets.keys import OwnKeys, bindings
from sharedlives_tui.widgets.safe import fit
from sharedlives_tui.widgets.written_lines import KEPT, WrittenLines

_AHEAD = 0.1
"""Seconds after which the next page is drawn, so that it is there when somebody goes on."""
_LOOKS_OF_ITS_OWN = ("opacity", "text_opacity", "tint", "hatch", "outline_top", "outline_bottom", "outline_left")
"""What a style sheet could ask for that goes through the toolkit's own drawing of borders and colours."""


class RowText(NamedTuple):
    """A row that can be highlighted: its key, and pieces of text, each with a style ("$overdue bold")."""

    key: str
    parts: tuple[tuple[str, str], ...]


class Heading(NamedTuple):
    """A line between rows; the highlight passes over it. A rule fills the rest of the line."""

    words: str
    style: str = "$muted"


class RowSource(Protocol):
    """Where rows come from. It fetches what it needs by windows and keeps it; `row` must be quick on average."""

    @property
    def count(self) -> int:
        """How many lines there are, headings included."""

    def row(self, index: int, width: int) -> RowText | Heading:
        """The line at this place, from 0, laid out for so many columns."""

    def index_of(self, key: str) -> int | None:
        """The place of the row with this key; None if it is not there any more."""


class FixedRows:
    """A short list whose rows are all there from the start."""

    def __init__(self, rows: Sequence[RowText | Heading] = ()) -> None:
        self._rows = tuple(rows)
        self._places = {each.key: place for place, each in enumerate(rows) if isinstance(each, RowText)}

    @property
    def count(self) -> int:
        """How many lines there are, headings included."""
        return len(self._rows)

    def row(self, index: int, width: int) -> RowText | Heading:  # noqa: ARG002
        """The line at this place; the list cuts it to its width."""
        return self._rows[index]

    def index_of(self, key: str) -> int | None:
        """The place of the row with this key; None if it is not there."""
        return self._places.get(key)


class VirtualList(ScrollView, OwnKeys, can_focus=True, inherit_bindings=False):
    """A list over a RowSource. `show(source)` puts other rows in; the highlight stays on the same key.

    Posts Highlighted whenever the highlight rests on another row (also after `show`), and Selected on Enter or on
    a click on the highlighted row. `empty` is shown where there is no row at all.
    """

    ALLOW_SELECT = False
    BINDINGS = bindings("list")
    DEFAULT_CSS = """
    VirtualList {
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-gutter: stable;
        scrollbar-size-vertical: 1;
        scrollbar-size-horizontal: 0;
        height: 1fr;
    }
    """

    highlighted: reactive[int | None] = reactive(None, repaint=False)
    """The place of the highlighted row; None where there is none."""

    class RowMessage(Message):
        """What both messages tell: the list, the row's key, its place."""

        def __init__(self, rows: VirtualList, key: str, index: int) -> None:
            self.rows = rows
            self.key = key
            self.index = index
            super().__init__()

        @property
        def control(self) -> VirtualList:
            """The list."""
            return self.rows

    class Highlighted(RowMessage):
        """The highlight rests on another row than before."""

    class Selected(RowMessage):
        """The highlighted row was chosen."""

    def __init__(
        self,
        source: RowSource | None = None,
        *,
        empty: str = "There is nothing here.",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._source: RowSource = source if source is not None else FixedRows()
        self.empty = empty
        self._key: str | None = None
        self._lines: dict[tuple[int, int, int], Strip] = {}
        self._written = WrittenLines(self)
        self._is_plain = False
        self._styles: dict[tuple[str, int], Style] = {}

    # ------------------------------------------------------------ what is shown

    @property
    def source(self) -> RowSource:
        """Where the rows come from."""
        return self._source

    @property
    def key(self) -> str | None:
        """The key of the highlighted row; None where there is no row."""
        return self._key

    def show(self, source: RowSource, *, empty: str | None = None, keep: bool = True) -> None:
        """Show the rows of a source; with `keep`, the highlight stays on its key, in its line of the screen.

        Where that row is gone, the one that took its place is highlighted.
        """
        before, top = self.highlighted, self.scroll_offset.y
        self._source = source
        if empty is not None:
            self.empty = empty
        self.redraw()
        place = source.index_of(self._key) if keep and self._key is not None else None
        wanted = place if place is not None else before if keep and before is not None else 0
        found = self._row_from(min(wanted, source.count - 1), 1)
        if found is None:
            found = self._row_from(min(wanted, source.count - 1), -1)
        self._measure()
        if keep and before is not None and found is not None:
            self._scroll(found - (before - top))
        elif not keep:
            self._scroll(0)
        self._highlight(found, force=True)

    def move_to(self, key: str) -> bool:
        """Highlight the row with this key; return whether it is there."""
        place = self._source.index_of(key)
        if place is not None:
            self._highlight(place)
        return place is not None

    def redraw(self) -> None:
        """Draw all rows anew, where their texts have changed but not their places."""
        self._lines.clear()
        self._written.clear()
        self.refresh()

    # ------------------------------------------------------------ drawing

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines as they are written. All are asked for at every key: none goes through filters a second time."""
        if not self._is_plain or crop.x:
            return super().render_lines(crop)
        self._written.right, top = crop.right, self.scroll_offset.y
        return self._written.at(range(crop.y + top, crop.bottom + top), self.highlighted)

    def _draw_ahead(self) -> None:
        """While nobody waits for anything."""
        self._ahead.pause()
        if self._is_plain:
            self._written.draw_ahead(self._source.count, self.highlighted)

    def render_line(self, y: int) -> Strip:
        """The line of the screen at `y`."""
        width = self.scrollable_content_region.width
        index = y + self.scroll_offset.y
        if index >= self._source.count:
            words = f" {self.empty}" if index == 0 and y == 0 else ""
            return Strip([Segment(fit(words, width), self._style("$muted", 0))], width)
        light = (1 + self.has_focus) if index == self.highlighted else 0
        strip = self._lines.get((index, width, light))
        if strip is None:
            if len(self._lines) > KEPT:
                self._lines.clear()
            strip = self._lines[index, width, light] = self._draw(index, width, light)
        return strip

    def _draw(self, index: int, width: int, light: int) -> Strip:
        row = self._source.row(index, width)
        if isinstance(row, Heading):
            words = f" {row.words} "
            rule = "─" * max(0, width - len(words) - 1)
            parts = [(words, row.style), (rule, "$line")]
        else:
            parts = list(row.parts)
        strip = Strip([Segment(words, self._style(style, light)) for words, style in parts])
        if strip.cell_length > width:
            strip = Strip([*strip.crop(0, width - 1), Segment("…", self._style(parts[-1][1], light))])
        return strip.adjust_cell_length(width, self._style("", light))

    def _style(self, style: str, light: int) -> Style:
        """The terminal's style: light 0 for a plain row, 1 for the highlighted one, 2 where the list has focus."""
        found = self._styles.get((style, light))
        if found is None:
            found = self._styles[style, light] = self._worked_out(style, light)
        return found

    def _worked_out(self, style: str, light: int) -> Style:
        variables = self.app.theme_variables
        words = " ".join(variables[each[1:]] if each[0] == "$" else each for each in style.split())
        ground = variables["row" if light == 2 else "row-idle"] if light else self.background_colors[1].hex6
        plain = variables["row-text"] if light else getattr(self.rich_style.color, "name", "")  # none when taken away
        return Style.parse(f"{plain} on {ground}") + Style.parse(words)

    def notify_style_update(self) -> None:
        """The theme may be another: draw anew."""
        self._lines.clear()
        self._written.clear()
        self._styles.clear()
        self._is_plain = not any(self.styles.gutter) and not any(map(self.styles.has_rule, _LOOKS_OF_ITS_OWN))
        super().notify_style_update()

    # ------------------------------------------------------------ moving

    def _row_from(self, index: int, step: int) -> int | None:
        """The first row (not a heading) at `index` or beyond it in the direction of `step`."""
        width = max(1, self.scrollable_content_region.width)
        while 0 <= index < self._source.count:
            if isinstance(self._source.row(index, width), RowText):
                return index
            index += step
        return None

    def _move(self, wanted: int, step: int) -> None:
        """Highlight the row at `wanted`, or the next one beyond it; at an end the last one there is."""
        wanted = max(0, min(wanted, self._source.count - 1))
        found = self._row_from(wanted, step)
        if found is None:
            found = self._row_from(wanted, -step)
        self._highlight(found)

    def _highlight(self, index: int | None, *, force: bool = False) -> None:
        before, before_key = self.highlighted, self._key
        row = None if index is None else self._source.row(index, max(1, self.scrollable_content_region.width))
        self._key = row.key if isinstance(row, RowText) else None
        self.highlighted = index
        if index is not None:
            self._reveal(index)
        self._refresh_rows(before, index)
        self._place_cursor()
        if index is not None and self._key is not None and (force or before_key != self._key):
            self.post_message(self.Highlighted(self, self._key, index))

    def _refresh_rows(self, *places: int | None) -> None:
        top, size = self.scroll_offset.y, self.scrollable_content_region.size
        regions = [
            Region(0, place - top, size.width, 1)
            for place in places
            if place is not None and 0 <= place - top < size.height
        ]
        if regions:
            self.refresh(*regions)

    def _reveal(self, index: int) -> None:
        """Scroll by half a page if the row is outside, and show a heading that stands right above it."""
        height, top = self.size.height, self.scroll_offset.y
        if height <= 0:
            return
        above = index
        while above > 0 and self._row_from(above - 1, -1) is None:
            above -= 1
        if above == 0 and index < height:
            self._scroll(0)
        elif index < top:
            self._scroll(index - (height - 1) // 2 if top - index <= height // 2 else index - height // 2)
        elif index >= top + height:
            self._scroll(index - height // 2)

    def _scroll(self, top: int) -> None:
        furthest = max(0, self._source.count - self.size.height)
        self.scroll_to(y=max(0, min(top, furthest)), animate=False, immediate=True, force=True)

    def _measure(self) -> None:
        self.virtual_size = Size(self.scrollable_content_region.width, self._source.count)

    def _place_cursor(self) -> None:
        """Put the terminal's own cursor on the highlighted row, for those who follow it."""
        if self.has_focus and self.highlighted is not None:
            line = self.highlighted - self.scroll_offset.y
            self.app.cursor_position = self.content_region.offset + Offset(0, line)

    # ------------------------------------------------------------ events

    def on_mount(self) -> None:
        self._ahead = self.set_interval(_AHEAD, self._draw_ahead, pause=True)
        self._measure()
        self._move(0, 1)

    def on_resize(self) -> None:
        self._measure()
        if self.highlighted is not None:
            self._reveal(self.highlighted)
        self._place_cursor()

    def on_focus(self) -> None:
        self._place_cursor()
        self._refresh_rows(self.highlighted)

    def on_blur(self) -> None:
        self._refresh_rows(self.highlighted)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self._place_cursor()
        if new_value != old_value:
            self._ahead.reset()

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        index = -1 if offset is None else offset.y + self.scroll_offset.y
        row = self._row_from(index, 1)  # a heading stands for the first of its rows
        if row == index == self.highlighted:
            self.action_select()
        elif row is not None:
            self._highlight(row)

    def action_up(self) -> None:
        self._move((self.highlighted or 0) - 1, -1)

    def action_down(self) -> None:
        self._move((self.highlighted if self.highlighted is not None else -1) + 1, 1)

    def action_page_up(self) -> None:
        self._move((self.highlighted or 0) - max(1, self.size.height - 1), -1)

    def action_page_down(self) -> None:
        self._move((self.highlighted or 0) + max(1, self.size.height - 1), 1)

    def action_first(self) -> None:
        self._move(0, 1)

    def action_last(self) -> None:
        self._move(self._source.count - 1, -1)

    def action_select(self) -> None:
        if self._key is not None and self.highlighted is not None:
            self.post_message(self.Selected(self, self._key, self.highlighted))
