"""What was done with the office, the latest first: who came in, what was refused or taken out, what was changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from sharedlives_tui import office_journal
from sharedlives_tui.caseviews import FieldView
from sharedlives_tui.clock import local_day, time_of_day
from sharedlives_tui.doing import namer
from sharedlives_tui.facts import Value
from sharedlives_tui.keymap import said, with_keys
from sharedlives_tui.names import in_one_line
from sharedlives_tui.office_journal import WHAT, Line, Wanted
from sharedlives_tui.requests import Refused
from sharedlives_tui.screens.act_fields import asked
from sharedlives_tui.screens.case_rows import Row
from sharedlives_tui.screens.list_with_words import ListWithWords
from sharedlives_tui.screens.person import day_of
from sharedlives_tui.screens.small_form import SmallForm
from sharedlives_tui.store.errors import StoreError
from sharedlives_tui.typed_dates import say_day
from sharedlives_tui.widgets.keys import bindings
from sharedlives_tui.widgets.safe import fit, join, one_line

MOST = 300
"""So many rows are shown; of more it is said that there are more."""


class JournalScreen(ListWithWords):
    """The rows by day. Enter opens the case that one names; what a row says in whole stands below."""

    PLACE = "journal"
    BINDINGS = bindings("journal")

    def __init__(self) -> None:
        super().__init__()
        self.wanted = Wanted()
        self._lines: dict[str, Line] = {}

    def crumbs(self) -> tuple[str, ...]:
        return ("Settings", "Journal")

    def look_again(self) -> None:
        try:
            found = office_journal.read(self.desk, self.wanted, size=MOST + 1)
        except (StoreError, Refused) as error:
            self.say(str(error), problem=True)
            return
        self._lines = {str(each.row): each for each in found[:MOST]}
        rows: list[Row | str] = []
        day: date | None = None
        for each in self._lines.values():
            if (done := local_day(each.at)) != day:
                day = done
                rows.append(say_day(day).upper())
            rows.append(_row(each))
        if len(found) > MOST:
            rows.append(f"There is more: {said('journal.filter')} chooses a person or a day")
        about = {key: f"{time_of_day(each.at)} {one_line(each.by)}: {each.words}" for key, each in self._lines.items()}
        nothing = with_keys("Nothing like that was done. {journal.filter} chooses what is shown.")
        self.fill(join(("Shown: ", "$muted"), self._shown_words()), rows, about, nothing)

    def _shown_words(self) -> str:
        wanted = self.wanted
        pieces = [
            WHAT.get(wanted.what, ""),
            f"by {one_line(namer(self.desk.store)(wanted.by))}" if wanted.by else "",
            f"from {say_day(wanted.first)}" if wanted.first else "",
            f"to {say_day(wanted.last)}" if wanted.last else "",
        ]
        return in_one_line(each for each in pieces if each) or "all of it"

    def chosen(self, key: str) -> None:
        line = self._lines.get(key)
        if line is not None and line.ref:
            self.open("case", line.ref)
        elif line is not None:
            self.tell("This row names no case.")

    def action_filter(self) -> None:
        self.open("journal-filter", self.wanted, self._choose)

    def _choose(self, wanted: Wanted) -> None:
        self.wanted = wanted


def _row(line: Line) -> Row:
    sign = ("▲", "$soon") if line.what == "refused" else ("·", "$muted")
    return (str(line.row), sign, f"{time_of_day(line.at)} {fit(one_line(line.by), 18)} ", line.words, "")


class JournalFilter(SmallForm):
    """Whose rows, from and to which day, about what. What is empty leaves nothing out."""

    def __init__(self, wanted: Wanted, choose: Callable[[Wanted], None]) -> None:
        super().__init__("Which rows", "Show")
        self._wanted, self._choose = wanted, choose

    def fields(self) -> Iterable[FieldView]:
        return (
            asked("by", "Done by", "person", help="One person; empty for everybody."),
            asked("first", "From", "date", help="The first day; empty for the beginning."),
            asked("last", "To", "date", help="The last day; empty for today."),
            asked(
                "what",
                "What",
                "choice",
                choices=tuple(WHAT.values()),
                help="One sort of row alone; none chosen shows them all.",
            ),
        )

    def plain_values(self) -> dict[str, Value]:
        wanted = self._wanted
        return {
            "by": wanted.by,
            "first": wanted.first.isoformat() if wanted.first else "",
            "last": wanted.last.isoformat() if wanted.last else "",
            "what": WHAT.get(wanted.what, ""),
        }

    def work(self, values: dict[str, Value]) -> str:
        what = next((name for name, words in WHAT.items() if words == values.get("what")), "")
        self._choose(Wanted(str(values.get("by", "")), day_of(values, "first"), day_of(values, "last"), what))
        return ""
