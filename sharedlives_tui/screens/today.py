"""Today: every case of the office with the step that presses most, the worst first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from textual import on
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.worker import get_current_worker

from sharedlives_tui.screens.base import OfficeScreen
from sharedlives_tui.screens.peek import Peek, peek_lines, peek_pane, read_peek
from sharedlives_tui.screens.today_rows import Question, TodayRows
from sharedlives_tui.store.basics import TodayRow
from sharedlives_tui.store.errors import StoreError
from sharedlives_tui.themes import LOOKS
from sharedlives_tui.typed_dates import say_short
from sharedlives_tui.widgets.keys import bindings
from sharedlives_tui.widgets.safe import Words, join
from sharedlives_tui.widgets.virtual_list import VirtualList

PEEK_AFTER = 0.06
"""Seconds that the highlight rests on a row before its sum is computed."""
BREATH = 0.03
"""Seconds for the first picture to reach the terminal before other work begins."""
NOT_OURS_TO_HURRY = ("window", "waiting", "withheld", "no_limit")
"""States that the line of counts adds up where it would be too long."""


class TodayScreen(OfficeScreen):
    """The start of the day: counts, kinds, the list, and why the highlighted date is what it is."""

    PLACE = "today"
    AREA = "today"
    BINDINGS = bindings("today")

    def __init__(self) -> None:
        super().__init__()
        self.kind: str | None = None
        self.mine = False
        self.rows: TodayRows | None = None
        self._kinds: list[tuple[str, str, int]] = []
        self._all = 0
        self._peeks: dict[tuple[str, str, int], Peek] = {}
        self._timer: Timer | None = None
        self._is_painted = False

    def body(self) -> Iterable[Widget]:
        yield Words(id="counts")
        yield Words(id="kinds")
        with_pane = Horizontal(VirtualList(id="cases"), Words(id="pane"), id="work")
        yield with_pane
        yield Vertical(Words(id="peek"), id="foot")

    # ------------------------------------------------------------ what is shown

    def look_again(self) -> None:
        cases = self.query_one(VirtualList)
        first = self.rows is None
        try:
            self.rows = self._ask(self.kind)
        except StoreError as error:
            self.say(str(error), problem=True)
            return
        if self.kind is None:
            self._all = self.rows.cases
        self._peeks.clear()
        self.query_one("#counts", Words).update(self._counts(self.rows))
        cases.show(self.rows, empty=self._nothing(), keep=not first)
        if not self.rows.count:
            self._show_peek(None, None)
        if first:
            cases.focus()
        self._show_kinds()
        if first:
            self.call_after_refresh(self.set_timer, BREATH, self.painted)
        else:
            self._count_kinds()

    def painted(self) -> None:
        """The first picture is on the screen: now there is time for what is slow to load."""
        self._is_painted = True
        self._count_kinds()
        self._compute_peek()
        self.host.warm_up()

    def _ask(self, kind: str | None) -> TodayRows:
        desk = self.desk
        owner = desk.viewer.person_id if self.mine else None
        return TodayRows(desk.store, Question(desk.viewer, desk.today, desk.soon_until, kind, owner))

    def _counts(self, rows: TodayRows) -> Content:
        pieces = [_sum(state, count) for state, count in rows.groups.items() if count]
        if not rows.groups["overdue"]:
            pieces.insert(0, join(("✓ Nothing is overdue.", "$done"), _next_due(rows)))
        line = join(" ", join("   ").join(pieces))
        if line.cell_length <= self.size.width:
            return line
        others = [state for state in NOT_OURS_TO_HURRY if rows.groups[state]]
        kept = pieces[: len(pieces) - len(others)]
        rest = sum(rows.groups[state] for state in others)
        return join(" ", join("  ").join([*kept, *([join((f"○ {rest} others", "$waiting"))] if rest else [])]))

    def _nothing(self) -> str:
        if self.mine:
            return "No open case is yours. Press m to see the whole team's."
        plural = next((plural for kind, plural, _ in self._kinds if kind == self.kind), "")
        if plural:
            return f"No open {plural.lower()}. Press n to add one, or the left arrow for the others."
        return "No case is open. Press n to log what came in."

    def _count_kinds(self) -> None:
        self.run_worker(self._read_kinds, thread=True, group="kinds", exclusive=True)

    def _read_kinds(self) -> None:
        """In a thread: the kinds that letters are shipped for or that have cases, with their counts."""
        from sharedlives_tui import reading

        desk, found = self.desk, []
        for kind, _, plural in reading.kinds(desk):
            rows = self._ask(kind)
            version = desk.library.in_force(kind, desk.today)
            letters = version is not None and any(act.notice is not None for act in version.procedure.acts)
            if rows.cases or letters:
                found.append((kind, plural, rows.cases))
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(self._kinds_counted, found)

    def _kinds_counted(self, found: list[tuple[str, str, int]]) -> None:
        self._kinds = found
        self._show_kinds()

    def _show_kinds(self) -> None:
        cases = sum(count for _, _, count in self._kinds) if self._kinds else self._all
        pieces = [(None, f"All {cases}"), *((kind, f"{plural} {count}") for kind, plural, count in self._kinds)]
        shown = [
            join((f"[{words}]", "bold $chosen-text on $chosen")) if kind == self.kind else join(f" {words} ")
            for kind, words in pieces
        ]
        whose = "mine" if self.mine else "whole team"
        line = join((" ←→ ", "bold $key"), join(" ").join(shown), ("   Showing: ", "$muted"), whose)
        if line.cell_length > self.size.width:  # whose list it is must never be cut off
            line = join(f" {whose.capitalize()} ", ("←→ ", "bold $key"), join("").join(shown))
        self.query_one("#kinds", Words).update(line)

    # ------------------------------------------------------------ the highlighted case

    @property
    def highlighted(self) -> TodayRow | None:
        """The highlighted case; None where there is none."""
        place = self.query_one(VirtualList).highlighted
        return None if self.rows is None or place is None else self.rows.case(place)

    @on(VirtualList.Highlighted)
    def _on_row(self, event: VirtualList.Highlighted) -> None:
        event.stop()
        if not self._is_painted:
            self._show_peek(self.highlighted, None)
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(PEEK_AFTER, self._compute_peek)

    def _compute_peek(self) -> None:
        row = self.highlighted
        if row is None or not self._is_painted:
            return
        known = self._peeks.get((row.ref, row.instance, row.version))
        if known is not None:
            self._show_peek(row, known)
        else:
            self.run_worker(lambda: self._read_peek(row), thread=True, group="peek", exclusive=True)

    def _read_peek(self, row: TodayRow) -> None:
        """In a thread: why the date is what it is."""
        peek = read_peek(self.desk, row)
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(self._peek_read, row, peek)

    def _peek_read(self, row: TodayRow, peek: Peek) -> None:
        self._peeks[row.ref, row.instance, row.version] = peek
        if self.highlighted == row:
            self._show_peek(row, peek)

    def _show_peek(self, row: TodayRow | None, peek: Peek | None) -> None:
        today = self.desk.today
        # Nothing changes its size, and a new layout would send the scrollbar again with every key.
        self.query_one("#peek", Words).update(peek_lines(row, peek, today), layout=False)
        self.query_one("#pane", Words).update(peek_pane(row, peek, today), layout=False)

    # ------------------------------------------------------------ keys

    @on(VirtualList.Selected)
    def _open_case(self, event: VirtualList.Selected) -> None:
        event.stop()
        self.open("case", event.key)

    def action_new_case(self) -> None:
        if self.may_record():
            self.open("new", *([self.kind] if self.kind else []))

    def action_record(self) -> None:
        self._with_row("record", recording=True)

    def action_write(self) -> None:
        self._with_row("wizard", recording=True)

    def action_why(self) -> None:
        self._with_row("why")

    def _with_row(self, name: str, *, recording: bool = False) -> None:
        """Open a screen about the step that is highlighted now, whatever moves in the list afterwards."""
        row = self.highlighted
        if row is None:
            self.say("No case is highlighted.")
        elif not recording or self.may_record():
            self.open(name, row.ref, row.instance)

    def action_mine(self) -> None:
        if self.desk.viewer.person_id is None:
            self.say("Your name is not in the office's list, so no case is yours.", problem=True)
            return
        self.mine = not self.mine
        self.look_again()

    def action_kind(self, step: int) -> None:
        kinds: list[str | None] = [None, *(kind for kind, _, _ in self._kinds)]
        place = kinds.index(self.kind) if self.kind in kinds else 0
        self.kind = kinds[(place + step) % len(kinds)]
        self.look_again()

    def _came_back(self, result: Any) -> None:
        super()._came_back(result)
        self.query_one(VirtualList).focus()


def _sum(state: str, count: int) -> Content:
    look = LOOKS[state]
    return join((f"{look.symbol} {count} {look.counted}", look.style.replace(" underline", "")))


def _next_due(rows: TodayRows) -> str:
    """Words like "Next: Tue 1 Dec", where the worst there is has a date."""
    row = rows.case(1) if rows.count else None
    day = None if row is None else row.act_by or row.due
    return f" Next: {say_short(day)}" if day is not None else ""
