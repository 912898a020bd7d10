"""A month on a grid: a cell a day, drawn from texts that somebody else gives. One day is under the cursor."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from textual import events
from textual.content import Content
from textual.geometry import Offset, Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from sharedlives_tui.calendar_days import month_weeks
from sharedlives_tui.widgets.keys import bindings
from sharedlives_tui.widgets.safe import fit, join, lines
from sharedlives_tui.workdays import WEEKDAYS


class Cell(NamedTuple):
    """What a day shows: the words behind its number, and lines of pieces, each with a style."""

    words: str = ""
    rows: tuple[tuple[tuple[str, str], ...], ...] = ()


class MonthGrid(Widget, can_focus=True):
    """The weeks of the month of `day`. The arrows move by days and weeks; a click goes to a day, a second one opens it.

    Posts Moved with the day that is wanted (whoever shows the grid puts it into `day`), and Opened on Enter.
    """

    ALLOW_SELECT = False
    BINDINGS = bindings("list")
    DEFAULT_CSS = "MonthGrid { height: auto; width: 1fr; }"

    day: reactive[date | None] = reactive(None, layout=True)
    """The day under the cursor."""

    class Moved(Message):
        """Another day is wanted."""

        def __init__(self, days: int = 0, months: int = 0) -> None:
            self.days, self.months = days, months
            super().__init__()

    class Opened(Message):
        """The day was chosen."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._cells: Mapping[date, Cell] = {}
        self._today: date | None = None
        self.lines_a_day = 2

    def put(self, day: date, cells: Mapping[date, Cell], today: date, lines_a_day: int) -> None:
        """Show these cells, so many lines each, with the cursor on a day."""
        self._cells, self._today, self.lines_a_day = cells, today, lines_a_day
        self.day = day
        self.refresh(layout=True)
        self._place_cursor()

    @property
    def _weeks(self) -> list[list[date]]:
        return month_weeks(self.day) if self.day is not None else []

    def _width(self) -> int:
        return max(4, self.size.width // 7)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        return 1 + len(self._weeks) * self.lines_a_day

    # ------------------------------------------------------------ drawing

    def render(self) -> Content:
        width = self._width()
        heads = join("".join(fit(f" {name[:3]}", width) for name in WEEKDAYS))
        rows: list[Content] = [heads.stylize("bold $muted")]
        for week in self._weeks:
            drawn = [self._cell(day, width) for day in week]
            rows += [join(*(cell[line] for cell in drawn)) for line in range(self.lines_a_day)]
        return lines(*rows)

    def _cell(self, day: date, width: int) -> list[Content]:
        """The lines of a day, each as wide as its column."""
        cell = self._cells.get(day, Cell())
        outside = self.day is not None and day.month != self.day.month
        plain = "$muted" if outside or cell.words else ""
        number = f" {day.day} " if day == self.day else f" {day.day}"
        words = "today" if day == self._today and not cell.words else cell.words
        if day == self.day:
            style = "bold $chosen-text on $chosen" if self.has_focus else "bold reverse"
            first = join((number, style), (fit(words, width - len(number)), "$muted"))
        else:
            bold = "bold" if day == self._today else ""
            first = join((number, f"{plain} {bold}".strip()), (fit(f" {words}", width - len(number)), "$muted"))
        found = [first]
        for row in cell.rows[: self.lines_a_day - 1]:
            found.append(_fitted(row, width))
        return found + [join(" " * width)] * (self.lines_a_day - len(found))

    def _place_cursor(self) -> None:
        """Put the terminal's own cursor on the day, for those who follow it."""
        if self.has_focus and self.day is not None:
            for number, week in enumerate(self._weeks):
                if self.day in week:
                    place = Offset(week.index(self.day) * self._width() + 1, 1 + number * self.lines_a_day)
                    self.app.cursor_position = self.content_region.offset + place

    # ------------------------------------------------------------ events

    def on_focus(self) -> None:
        self.refresh()
        self._place_cursor()

    def on_blur(self) -> None:
        self.refresh()

    def on_resize(self) -> None:
        self._place_cursor()

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None or offset.y < 1 or self.day is None:
            return
        week, column = (offset.y - 1) // self.lines_a_day, offset.x // self._width()
        if week < len(self._weeks) and column < 7:
            day = self._weeks[week][column]
            self.post_message(self.Opened() if day == self.day else self.Moved((day - self.day).days))

    def action_up(self) -> None:
        self.post_message(self.Moved(-7))

    def action_down(self) -> None:
        self.post_message(self.Moved(7))

    def action_page_up(self) -> None:
        self.post_message(self.Moved(months=-1))

    def action_page_down(self) -> None:
        self.post_message(self.Moved(months=1))

    def action_first(self) -> None:
        if self.day is not None:
            self.post_message(self.Moved(1 - self.day.day))

    def action_last(self) -> None:
        if self.day is not None:
            last = [each for week in self._weeks for each in week if each.month == self.day.month][-1]
            self.post_message(self.Moved((last - self.day).days))

    def action_select(self) -> None:
        self.post_message(self.Opened())


def _fitted(row: tuple[tuple[str, str], ...], width: int) -> Content:
    """The pieces in exactly so many columns, the last one cut where there is no room."""
    pieces, room = [], width
    for words, style in row:
        shown = fit(words, min(room, len(words)) if (words, style) != row[-1] else room - 1)
        pieces.append((shown, style))
        room -= len(shown) if (words, style) != row[-1] else 0
    return join(" ", *pieces) if row else join(" " * width)
