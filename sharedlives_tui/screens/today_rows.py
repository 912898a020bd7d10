"""The rows of Today: groups by urgency, fetched a window at a time, laid out in columns."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping

from sharedlives_tui.picture.today import REF_WIDTH, heading, row_parts
from sharedlives_tui.seat import Look, Question
from sharedlives_tui.store import views
from sharedlives_tui.store.basics import WINDOW, TodayRow
from sharedlives_tui.store.reads import Reads
from sharedlives_tui.widgets.virtual_list import Heading, RowText


class TodayRows:
    """A source of rows for the virtual list; the keys are references of cases.

    Making it costs one count, or nothing after a first `look` that asked the same. Rows are fetched when they are
    first asked for, the numbers of a group's cases only when somebody goes to rows without those before them. `fresh`
    are words by reference that stand before the step.
    """

    def __init__(
        self, reads: Reads, asked: Question, look: Look | None = None, fresh: Mapping[str, str] | None = None
    ) -> None:
        self._reads, self.asked = reads, asked
        self._fresh = fresh if fresh is not None else {}
        known = look if look is not None and look.asked == asked else None
        self.groups: Mapping[str, int] = (
            known.groups
            if known is not None
            else views.today_groups(reads, asked.viewer, asked.today, asked.soon_until, asked.kind, asked.owner)
        )
        self._states = [state for state, count in self.groups.items() if count]
        self._starts: list[int] = []
        place = 0
        for state in self._states:
            self._starts.append(place)
            place += 1 + self.groups[state]
        self._count = place
        self._ids: dict[str, list[int]] = {}
        self._rows: dict[tuple[str, int], TodayRow] = {}
        self._places: dict[str, int] = {}
        self._ref_width = REF_WIDTH

    @property
    def count(self) -> int:
        """How many lines there are, headings included."""
        return self._count

    @property
    def cases(self) -> int:
        """How many cases there are."""
        return self._count - len(self._states)

    def row(self, index: int, width: int) -> RowText | Heading:
        """The line at this place."""
        state, number = self._at(index)
        if number < 0:
            return Heading(*heading(state, self.groups[state]))
        row = self._case(state, number)
        if row is None:  # it went out of the list after it was counted; the next refresh takes the line away
            return Heading("(this case has just moved)")
        if row.ref in self._fresh:
            row = row._replace(step_name=f"{self._fresh[row.ref]} · {row.step_name}")
        return RowText(row.ref, row_parts(row, self.asked.today, width, self._ref_width))

    def first_of(self, state: str) -> TodayRow | None:
        """The first case of a state; None where there is none any more."""
        return self._case(state, 0)

    def case(self, index: int) -> TodayRow | None:
        """The case at this place; None for a heading."""
        state, number = self._at(index)
        return self._case(state, number) if number >= 0 else None

    def index_of(self, key: str) -> int | None:
        """The place of a case by its reference; None if it is not in the list."""
        if key in self._places:
            return self._places[key]
        found = views.case_by_ref(self._reads, self.asked.viewer, key)
        if found is None:
            return None
        rows = views.today_rows_by_ids(
            self._reads, self.asked.viewer, [found.id], self.asked.today, self.asked.soon_until
        )
        state = rows[0].state if rows else ""
        if state not in self._states:
            return None
        numbers = self._numbers(state)
        return self._starts[self._states.index(state)] + 1 + numbers.index(found.id) if found.id in numbers else None

    # ------------------------------------------------------------ fetching

    def _at(self, index: int) -> tuple[str, int]:
        """The state of the group at a place, and the number within it; -1 is its heading."""
        place = bisect_right(self._starts, index) - 1
        return self._states[place], index - self._starts[place] - 1

    def _case(self, state: str, number: int) -> TodayRow | None:
        if (state, number) not in self._rows:
            self._fetch(state, number // WINDOW * WINDOW)
        return self._rows.get((state, number))

    def _fetch(self, state: str, first: int) -> None:
        asked, before = self.asked, self._rows.get((state, first - 1))
        if first == 0 or (before is not None and before.place):
            rows = views.today_page(
                self._reads, asked.viewer, asked.today, asked.soon_until, state, before, WINDOW, asked.kind, asked.owner
            )
        else:
            numbers = self._numbers(state)[first : first + WINDOW]
            rows = views.today_rows_by_ids(self._reads, asked.viewer, numbers, asked.today, asked.soon_until)
        start = self._starts[self._states.index(state)] + 1
        for number, row in enumerate(rows, start=first):
            if number < self.groups[state]:
                self._rows[state, number] = row
                self._places[row.ref] = start + number
            self._ref_width = max(self._ref_width, len(row.ref) + 1)

    def _numbers(self, state: str) -> list[int]:
        if state not in self._ids:
            asked = self.asked
            self._ids[state] = views.today_ids(
                self._reads, asked.viewer, asked.today, asked.soon_until, asked.kind, asked.owner, [state]
            )
        return self._ids[state]
