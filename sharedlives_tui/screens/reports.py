"""Reports: who looks after how much, nobody's cases first. Enter shows the open cases of an owner."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.content import Content

from sharedlives_tui.picture.today import no_case
from sharedlives_tui.screens.case_filter import NOBODYS, CaseFilter
from sharedlives_tui.screens.list_with_words import ListUnderWords
from sharedlives_tui.store.basics import person_ref
from sharedlives_tui.store.workload import OwnerLoad, workload
from sharedlives_tui.themes import LOOKS
from sharedlives_tui.widgets.keys import bindings
from sharedlives_tui.widgets.safe import Words, fit, join, lines, one_line
from sharedlives_tui.widgets.virtual_list import FixedRows, RowText, VirtualList

COLUMNS = (
    ("overdue", "overdue"),
    ("today", "today"),
    ("past own", "past_target"),
    ("soon", "soon"),
    ("on track", "on_track"),
)
"""The headings, each with the state that it counts. What has no day to act by is in the open cases alone."""
HEADS = (*(head for head, _ in COLUMNS), "open")
WIDTHS = tuple(max(8, len(head) + 2) for head in HEADS)
"""How wide each column is: its heading stands apart from the one before, and a number of six digits too."""
NOBODY = "nobody"


class ReportsScreen(ListUnderWords):
    """The workload of the team."""

    PLACE = "reports"
    AREA = "reports"
    BINDINGS = bindings("reports")
    LOOKING = "Counting…"
    DEFAULT_CSS = "ReportsScreen #top { height: 3; }"

    def __init__(self) -> None:
        super().__init__()
        self._shown = False

    def look_again(self) -> None:
        self.query_one(VirtualList).focus()
        self.look_up("loads", self._read, self._counted)

    def _read(self) -> Sequence[OwnerLoad]:
        """In a thread: everybody's load."""
        desk = self.desk
        with desk.store.reading():
            return workload(desk.store, desk.viewer, desk.today, desk.soon_until)

    def _counted(self, loads: Sequence[OwnerLoad]) -> None:
        self.query_one("#top", Words).update(_top(loads, self.size.width))
        rows = FixedRows([_row(load, self.size.width) for load in loads])
        self.query_one(VirtualList).show(rows, empty=no_case(self.desk.works, before="today"), keep=self._shown)
        self._shown = True

    def action_performance(self) -> None:
        self.open("performance")

    def on_resize(self) -> None:
        if self._shown:
            self.look_again()

    @on(VirtualList.Selected)
    def _open_cases(self, event: VirtualList.Selected) -> None:
        event.stop()
        chosen = (
            CaseFilter(state="open", owner=event.key)
            if event.key != NOBODY
            else CaseFilter("", "", "", "open", NOBODYS)
        )
        self.host.go_to("cases", chosen)


def _name_width(width: int) -> int:
    return max(14, min(40, width - sum(WIDTHS) - 3))


def _top(loads: Sequence[OwnerLoad], width: int) -> Content:
    """What there is in all, and the headings."""
    total = sum(load.open_cases for load in loads)
    still = sum(sum(load.states.values()) for load in loads) - total
    nobodys = sum(load.open_cases for load in loads if load.owner_id is None)
    said = f", {nobodys:,} of them nobody's" if nobodys else ", each has an owner" if total else ""
    owners = sum(load.owner_id is not None for load in loads)
    heads = f" {fit('Owner', _name_width(width))}{''.join(_in_columns(HEADS))}"
    cases = "case" if total == 1 else "cases"
    by = f" · {owners} {'owner' if owners == 1 else 'owners'}" if total else ""
    first = join((" Who looks after what", "bold"), (f"   {total:,} open {cases}{said}{by}", "$muted"))
    closed = "1 closed case" if still == 1 else f"{still:,} closed cases"
    more = f" Today lists {still:,} more: {closed} with something still to do." if still > 0 else ""
    return lines(first, (more, "$muted"), (heads, "bold $muted"))


def _in_columns(words: Sequence[str]) -> list[str]:
    """The words of a line, each at the right edge of its column."""
    return [f"{each:>{wide}}" for each, wide in zip(words, WIDTHS, strict=True)]


def _row(load: OwnerLoad, width: int) -> RowText:
    name = f" {fit(one_line(load.name) if load.owner_id is not None else 'Nobody yet', _name_width(width))}"
    numbers = [load.states[state] for _, state in COLUMNS]
    late, *others = _in_columns([str(number or "·") for number in (*numbers, load.open_cases)])
    key = person_ref(load.owner_id) if load.owner_id is not None else NOBODY
    style = LOOKS["overdue"].style if numbers[0] else "$muted"
    return RowText(key, ((name, "bold" if load.owner_id is None else ""), (late, style), ("".join(others), "")))
