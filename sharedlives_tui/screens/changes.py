"""What changed since the last visit, as a list: what became overdue, and what others recorded, the newest first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from textual import on
from textual.widget import Widget

from sharedlives_tui import changes, visits
from sharedlives_tui.changes import Change, Changes
from sharedlives_tui.screens.base import OfficeScreen
from sharedlives_tui.screens.case_columns import say_day_of
from sharedlives_tui.store.basics import TodayRow
from sharedlives_tui.themes import LOOKS, urgency
from sharedlives_tui.widgets.keys import bindings
from sharedlives_tui.widgets.safe import Words, fit, join, one_line
from sharedlives_tui.widgets.virtual_list import FixedRows, Heading, RowText, VirtualList

_WHAT = {
    "opened": "New case: ",
    "letter": "Letter: ",
    "struck": "Struck: ",
    "asked": "To sign off: ",
    "signed": "Signed off: ",
    "back": "Sent back to you: ",
}
FIRST_VISIT = (
    "No visit of yours on an earlier day is noted, so there is nothing to compare with yet. "
    "From tomorrow on, this lists what changed since."
)


class ChangesScreen(OfficeScreen):
    """The list; Enter opens the case."""

    PLACE = "changes"
    BINDINGS = bindings("changes")
    DEFAULT_CSS = """
    ChangesScreen #top { height: auto; max-height: 3; padding: 0 1; margin: 0 0 1 0; }
    """

    def body(self) -> Iterable[Widget]:
        yield Words(id="top")
        yield VirtualList(id="list", empty="Looking…")

    def crumbs(self) -> tuple[str, ...]:
        return ("Today", "Since last visit")

    def look_again(self) -> None:
        self.query_one(VirtualList).focus()
        self.look_up("changes", lambda: visits.changes_since_visit(self.desk), self._looked)

    def _looked(self, found: Changes | None) -> None:
        """Show it; None where there is nothing to compare with."""
        listed = self.query_one(VirtualList)
        if found is None:
            self.query_one("#top", Words).update(FIRST_VISIT)  # a list cuts a line that is too long
            listed.show(FixedRows(), empty="")
            return
        nothing = f"Since {found.since} nobody else recorded anything, and nothing became overdue."
        self.query_one("#top", Words).update(join((found.sentence or nothing, "bold")))
        listed.show(FixedRows([*_rows(found, self.desk.today)]), empty="")

    @on(VirtualList.Selected)
    def _open_case(self, event: VirtualList.Selected) -> None:
        event.stop()
        self.open("case", event.key.split()[-1])


def _rows(found: Changes, today: date) -> Iterable[RowText | Heading]:
    look = LOOKS["overdue"]
    if found.overdue:
        yield Heading(f"{look.symbol} BECAME OVERDUE ({len(found.overdue)})", look.style)
        yield from (_overdue(row, today) for row in found.overdue)
    if found.recorded:
        yield Heading(f"RECORDED BY OTHERS ({len(found.recorded)})", "bold")
        yield from (_recorded(number, each, today) for number, each in enumerate(found.recorded))
    if found.more:
        yield Heading(f"There is more: Cases has all of it. Shown are the latest {changes.MOST}.")


def _overdue(row: TodayRow, today: date) -> RowText:
    says = urgency(row.state, today, row.due, row.act_by)
    rest = f"{fit(row.ref, 9)}{fit(one_line(row.title), 24)} {one_line(row.step_name)}"
    return RowText(f"overdue {row.ref}", ((f" {says.symbol} {fit(says.words, 13)} ", says.style), (rest, "")))


def _recorded(number: int, change: Change, today: date) -> RowText:
    when = fit(say_day_of(change.done_on, today), 12)
    what = _WHAT.get(change.what, "")
    words = (
        f"{fit(change.ref, 9)}{fit(one_line(change.title), 20)} {what}{one_line(change.name)}, {one_line(change.by)}"
    )
    return RowText(f"{number} {change.ref}", ((f" {when}", "$muted"), (words, "")))
