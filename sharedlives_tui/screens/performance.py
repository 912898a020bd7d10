"""How the work of a period was done: what was kept in time, step by step, and what is open by stage and age."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

from textual import on
from textual.content import Content
from textual.widget import Widget

from sharedlives_tui import audit, performance
from sharedlives_tui.calendar_days import month_name
from sharedlives_tui.desk import Desk
from sharedlives_tui.performance import KindWork, Performance, Period
from sharedlives_tui.screens.base import OfficeScreen
from sharedlives_tui.screens.case_filter import OWN, CaseFilter
from sharedlives_tui.screens.taking_out import take_out
from sharedlives_tui.screens.word_files import save_document
from sharedlives_tui.store.performance import Kept, MonthCount
from sharedlives_tui.themes import LOOKS
from sharedlives_tui.typed_dates import say_day
from sharedlives_tui.widgets.keys import bindings
from sharedlives_tui.widgets.safe import Words, fit, join, lines, one_line
from sharedlives_tui.widgets.virtual_list import FixedRows, Heading, RowText, VirtualList

WIDTH = 10
AGE_WIDTH = 9
KEPT = ("in time", "late", "not done", "kept")
AGES = ("28 days", "90 days", "180 days", "a year", "older")
"""The headings of the ages, which are up to so long."""
MOST_BAR = 30


class PerformanceScreen(OfficeScreen):
    """A period, chosen by one key; Enter shows the cases of a line."""

    PLACE = "performance"
    AREA = "reports"
    BINDINGS = bindings("performance")
    DEFAULT_CSS = """
    PerformanceScreen #top { height: 4; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._which = 0
        self._found: Performance | None = None

    def body(self) -> Iterable[Widget]:
        yield Words(id="top")
        yield VirtualList(id="list", empty="Counting…")

    def crumbs(self) -> tuple[str, ...]:
        return ("Reports", "Performance")

    def look_again(self) -> None:
        self.query_one(VirtualList).focus()
        periods = performance.periods(self.desk.today)
        period = periods[self._which % len(periods)]
        self.look_up("performance", lambda: performance.read(self.desk, period), self._counted)

    def _counted(self, found: Performance) -> None:
        before, self._found = self._found, found
        keep = before is not None and before.period == found.period
        self.query_one("#top", Words).update(_top(found, self.size.width))
        rows = FixedRows([*_rows(found, self.size.width)])
        self.query_one(VirtualList).show(rows, empty="No case was received, closed or open.", keep=keep)

    def on_resize(self) -> None:
        if self._found is not None:
            self.look_again()

    # ------------------------------------------------------------ keys

    def action_period(self, step: int) -> None:
        self._which += step
        self.look_again()

    def action_excel(self) -> None:
        found, desk = self._found, self.desk
        if found is not None:
            take_out(self, lambda: save_book(desk, found))

    @on(VirtualList.Selected)
    def _open_cases(self, event: VirtualList.Selected) -> None:
        event.stop()
        what, kind, stage = event.key.split("\n")
        if what == "step" and self._found is not None:
            step, _, target = stage.partition(" ")
            first, last = (day.isoformat() for day in self._found.period[1:])
            chosen = CaseFilter(kind=kind, step=step, fell_from=first, fell_to=last, target=target)
        elif what == "month":
            chosen = CaseFilter(opened_from=kind, opened_to=stage)
        elif what == "open":
            chosen = CaseFilter(kind=kind, stage=stage, state="open")
        else:
            chosen = CaseFilter(kind=kind, state="open" if what == "ages" else "")
        self.host.go_to("cases", chosen)


def save_book(desk: Desk, found: Performance) -> Path:
    """Write the period and the workload into a workbook, told in the journal; return where it lies.

    Raises OSError, StoreError, Refused.
    """
    from sharedlives_tui.marks import mark_of
    from sharedlives_tui.store.workload import workload
    from sharedlives_tui.workbook import ENDING, STATE_HEADS, performance_sheets, workbook, workload_sheet

    with desk.store.reading():
        loads = workload(desk.store, desk.viewer, desk.today, desk.soon_until)
    heads = [LOOKS[state].heading.capitalize() for state in STATE_HEADS]
    sheets = [*performance_sheets(found), workload_sheet(loads, heads)]
    content = workbook(f"{desk.office.name}: performance", sheets, desk.clock.now(), mark_of(desk).line)
    name = f"Performance {found.period.first} to {found.period.last}"
    return save_document(name, content, ENDING, tell=lambda name: audit.taken(desk, "performance for Excel", name=name))


# ---------------------------------------------------------------- how it is drawn


def _top(found: Performance, width: int) -> Content:
    """The period, what there was in all, and the headings."""
    period = found.period
    received, closed, open_now = (
        sum(getattr(each, name) for each in found.kinds) for name in ("opened", "closed", "open_now")
    )
    first = join((f" {period.name}", "bold"), (f"   {say_day(period.first)} to {say_day(period.last)}", "$muted"))
    kept = found.kept
    rate = "no limit fell in it"
    if kept.fell:
        rate = f"limits kept {kept.in_time:,} of {kept.fell:,} ({performance.percent(kept)})"
    counts = f" {received:,} received · {closed:,} closed · {open_now:,} open today"
    together = f"{counts} · {rate}"
    second, third = (together, "") if len(together) <= width else (counts, f" {rate[:1].upper()}{rate[1:]}")
    heads = f" {fit('What fell in the period', _name_width(width))}" + "".join(f"{head:>{WIDTH}}" for head in KEPT)
    return lines(first, second, third, (heads, "bold $muted"))


def _name_width(width: int) -> int:
    return max(14, min(60, width - WIDTH * len(KEPT) - 3))


def _rows(found: Performance, width: int) -> Iterator[RowText | Heading]:
    for kind in found.kinds:
        yield Heading(f"{kind.plural.upper()}: {kind.opened:,} received, {kind.closed:,} closed", "bold")
        for step in kind.steps:
            name = f"{step.name}{' (own target)' if step.target else ''}"
            yield _kept_row(f"step\n{kind.kind}\n{step.step} {OWN if step.target else ''}", name, step.kept, width)
        if not kind.steps:
            yield RowText(f"none\n{kind.kind}\n", ((" No limit fell in the period.", "$muted"),))
    if any(kind.stages for kind in found.kinds):
        yield Heading("OPEN TODAY, RECEIVED WITHIN", "bold")
        names = max(14, min(60, width - AGE_WIDTH * len(AGES) - 4))
        heads = f" {fit('', names + 1)}" + "".join(f"{head:>{AGE_WIDTH}}" for head in AGES)
        yield RowText("ages\n\n", ((heads, "bold $muted"),))
        for kind in found.kinds:
            if kind.stages:
                yield RowText(f"ages\n{kind.kind}\n", ((f" {kind.plural}: {kind.open_now:,} open", "bold"),))
            yield from _open_rows(kind, names)
    if found.months:
        yield Heading("BY MONTH: CASES RECEIVED, LIMITS", "bold")
        most = max(each.opened for each in found.months)
        for month in found.months:
            yield _month_row(month, found.period, most, width)


def _kept_row(key: str, name: str, kept: Kept, width: int) -> RowText:
    """A line of a step with what became of its limits."""
    return RowText(key, ((f" {fit(one_line(name), _name_width(width))}", ""), *_sums(kept)))


def _sums(kept: Kept) -> tuple[tuple[str, str], ...]:
    """What became of some limits, column by column; the late ones in the colour of what is late."""
    return (
        (f"{kept.in_time or '·':>{WIDTH}}", ""),
        *((f"{number or '·':>{WIDTH}}", LOOKS["overdue"].style if number else "$muted") for number in kept[1:]),
        (f"{performance.percent(kept):>{WIDTH}}", ""),
    )


def _open_rows(kind: KindWork, names: int) -> Iterator[RowText]:
    for stage in kind.stages:
        *young, old = (f"{number or '·':>{AGE_WIDTH}}" for number in stage.ages)
        style = LOOKS["past_target"].style if stage.ages[-1] else "$muted"
        name = fit(one_line(stage.name), names)
        yield RowText(f"open\n{kind.kind}\n{stage.stage}", ((f"  {name}", ""), ("".join(young), ""), (old, style)))


def _month_row(month: MonthCount, period: Period, most: int, width: int) -> RowText:
    """A month with its bar. Its days are those of the period, which can begin and end within it: so it was counted."""
    begins = date.fromisoformat(f"{month.month}-01")
    ends = (begins + timedelta(31)).replace(day=1) - timedelta(1)
    first, last = max(begins, period.first), min(ends, period.last)
    named = f" {month_name(begins):<15}{month.opened:>5} "
    room = max(0, _name_width(width) + 1 - len(named))
    length = month.opened * min(MOST_BAR, room) // most if most else 0
    bar = "█" * length
    return RowText(f"month\n{first}\n{last}", ((named, ""), (f"{bar:<{room}}", "$chosen"), *_sums(month.kept)))
