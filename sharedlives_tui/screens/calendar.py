"""Calendar: the limits of a month on a grid, with the list of one day; or a week as one list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from textual import on
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget

from sharedlives_tui.calendar_days import month_name, month_on, month_weeks, week_of, within
from sharedlives_tui.limit_calendar import Days, limit_days, read_days
from sharedlives_tui.screens.base import OfficeScreen
from sharedlives_tui.screens.calendar_cells import (
    WeekRows,
    counted_cells,
    day_heading,
    day_lines,
    first_lines,
    limit_row,
    named_cells,
)
from sharedlives_tui.screens.filtering import filter_cases
from sharedlives_tui.screens.paging import PagedRows
from sharedlives_tui.store.errors import StoreError
from sharedlives_tui.store.limit_days import LimitLine, LimitPlace, key_of
from sharedlives_tui.themes import LOOKS
from sharedlives_tui.typed_dates import say_short
from sharedlives_tui.widgets.keys import bindings
from sharedlives_tui.widgets.month_grid import Cell, MonthGrid
from sharedlives_tui.widgets.safe import Words, join
from sharedlives_tui.widgets.virtual_list import RowText, VirtualList

MONTH_FROM = 20
"""Lines of a window from which on a month leaves room for the limits of its days."""
NAMES_FROM = 34
"""Lines that a window must have for cells that name cases."""
LEGEND = ("overdue", "soon", "on_track", "window", "waiting")
NONE = "No limit falls on this day."


class _Read(NamedTuple):
    """The days that were read: for a month its cells, for a week its list."""

    days: Days
    cells: Mapping[date, Cell]
    rows: WeekRows | None = None


class CalendarScreen(OfficeScreen):
    """A month or a week; v changes between them. Enter goes to the day's list, and there to a case."""

    PLACE = "calendar"
    AREA = "calendar"
    BINDINGS = bindings("calendar")
    DEFAULT_CSS = """
    CalendarScreen #top, CalendarScreen #day { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    CalendarScreen #day { background: $surface; text-style: bold; }
    CalendarScreen #month { height: auto; }
    CalendarScreen.-week #month { display: none; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.day = date.min
        self._week = False
        self.mine = False
        self._days: Days | None = None
        self._shown: list[date] = []

    def body(self) -> Iterable[Widget]:
        yield Words(id="top")
        yield Vertical(MonthGrid(id="grid"), Words(id="day"), id="month")
        yield VirtualList(id="list", empty="Looking…")

    @property
    def _grid(self) -> MonthGrid:
        return self.query_one("#grid", MonthGrid)

    @property
    def _list(self) -> VirtualList:
        return self.query_one("#list", VirtualList)

    @property
    def week(self) -> bool:
        """Whether a week is shown: chosen, or because a month would leave no line for what is due on its days."""
        return self._week or self._low

    @property
    def _low(self) -> bool:
        return self.app.size.height < MONTH_FROM

    @property
    def _named(self) -> bool:
        return self.app.size.height >= NAMES_FROM and self.app.size.width >= 120

    @property
    def _owner(self) -> int | None:
        return self.desk.viewer.person_id if self.mine else None

    # ------------------------------------------------------------ what is shown

    def look_again(self) -> None:
        if self.day == date.min:
            self.day = self.desk.today
            self._wear()
        self._look()

    def on_resize(self) -> None:
        if self._days is not None:
            if self.has_class("-week") != self.week:
                self._wear()
            self._look()

    def _wear(self) -> None:
        """Show the month or the week, as it was chosen or as there is room."""
        self.set_class(self.week, "-week")
        (self._list if self.week else self._grid).focus()

    def _look(self) -> None:
        day, week, owner, named = self.day, self.week, self._owner, self._named
        width = max(4, self.size.width // 7)
        self.look_up("days", lambda: self._read(day, week, owner, width, named), self._looked)

    def _read(self, day: date, week: bool, owner: int | None, width: int, named: bool) -> _Read:
        """In a thread: what the days of the month or week show; wide cells name their cases, narrow ones count them."""
        desk = self.desk
        shown = week_of(day) if week else [each for days in month_weeks(day) for each in days]
        days = read_days(desk, [each for each in shown if within(each) == each], owner)
        if week:
            return _Read(days, {}, WeekRows(desk, days, day_lines(desk, days, owner)))
        if named:
            return _Read(days, named_cells(days, first_lines(desk, days, owner), width))
        return _Read(days, counted_cells(days, width))

    def _looked(self, found: _Read) -> None:
        if (found.rows is not None) != self.week:
            return
        self._days = found.days
        if found.rows is not None:
            self._list.show(found.rows, empty="No limit falls in this week.", keep=self._list.key is not None)
        else:
            self._grid.put(self.day, found.cells, self.desk.today, 4 if self._named else 2)
            self._show_day(keep=True)
        self._show_top()

    def _show_day(self, *, keep: bool = False) -> None:
        """The list of the day under the cursor: its first page, and from then on by pages."""
        if self._days is None:
            return
        limits = limit_days(self.desk, (self.day, self.day), self._owner)
        try:
            rows: PagedRows[LimitLine, LimitPlace] = PagedRows(
                limits, limits.page(), key=key_of, place=_place, draw=self._draw
            )
            rows.total = rows.count_all()
        except StoreError as error:
            self.say(str(error), problem=True)
            return
        self._list.show(rows, empty=self._nothing(), keep=keep)
        self.query_one("#day", Words).update(join(f" {day_heading(self.day, self._days, self.desk.today)}"))

    def _draw(self, line: LimitLine, width: int) -> RowText:
        return limit_row(line, width, self.desk.today)

    def _nothing(self) -> str:
        later = sorted(day for day in self._days.counts if day > self.day) if self._days is not None else []
        return f"{NONE} Next: {say_short(later[0])}." if later else NONE

    def _show_top(self) -> None:
        days = self._days
        if days is None:
            return
        whose = "mine" if self.mine else "whole team"
        first = week_of(self.day)[0]
        name = f"Week of {say_short(first)} {first.year}" if self.week else month_name(self.day)
        undated = f"{days.undated:,} without a date not shown" if days.undated else ""
        pieces: list[Content] = [join((f" {name}", "bold")), join((whose, "$muted"))]
        pieces += [join((undated, "$muted"))] if undated else []
        line = join("   ").join(pieces)
        legend = join("  ").join(
            [join((f"{LOOKS[each].symbol} {LOOKS[each].counted}", LOOKS[each].style)) for each in LEGEND]
        )
        longer = join("   ").join([line, legend])
        self.query_one("#top", Words).update(longer if longer.cell_length <= self.size.width else line)

    # ------------------------------------------------------------ going about

    def _go(self, day: date) -> None:
        before, self.day = self.day, within(day)
        same = week_of(before) == week_of(self.day) if self.week else month_name(before) == month_name(self.day)
        if same and not self.week and self._days is not None:
            self._grid.day = self.day
            self._show_day()
        elif not same:
            self._look()

    @on(MonthGrid.Moved)
    def _moved(self, event: MonthGrid.Moved) -> None:
        event.stop()
        self._go(self._away(event.days) if event.days else month_on(self.day, event.months))

    def _away(self, days: int) -> date:
        """The day so many days on, or the first or last that there is."""
        return within(date.fromordinal(max(1, self.day.toordinal() + days)))

    @on(MonthGrid.Opened)
    def _opened(self, event: MonthGrid.Opened) -> None:
        event.stop()
        if self._list.key is None:
            self.tell(self._nothing())
        else:
            self._list.focus()

    @on(VirtualList.Selected)
    def _open_case(self, event: VirtualList.Selected) -> None:
        event.stop()
        self.open("case", event.key.partition(" ")[0])

    def action_day(self, step: int) -> None:
        self._go(self._away(step))

    def action_period(self, step: int) -> None:
        self._go(self._away(7 * step) if self.week else month_on(self.day, step))

    def action_to_today(self) -> None:
        self._go(self.desk.today)

    def action_view(self) -> None:
        if self._low:
            self.tell(f"A month has no room here: make the window {MONTH_FROM} lines high.")
            return
        self._week = not self._week
        self._wear()
        self._look()

    def action_mine(self) -> None:
        if self.desk.viewer.person_id is None:
            self.say("Your name is not in the office's list, so no case is yours.", problem=True)
            return
        self.mine = not self.mine
        self._look()

    def action_filter(self) -> None:
        filter_cases(self, mine=self.mine)

    def action_export(self) -> None:
        days = (
            week_of(self.day)
            if self.week
            else [each for week in month_weeks(self.day) for each in week if month_name(each) == month_name(self.day)]
        )
        self.open("outlook", (within(days[0]), within(days[-1])), self._owner)

    def action_back(self) -> None:
        if not self.week:
            self._grid.focus()

    def _came_back(self, result: Any) -> None:
        super()._came_back(result)


def _place(line: LimitLine) -> LimitPlace:
    return line.place
