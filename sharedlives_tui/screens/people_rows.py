"""The rows of the list of people: all names once, the counts of cases for what is on the screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sharedlives_tui.access import RoleSpan, held_on
from sharedlives_tui.desk import Desk
from sharedlives_tui.store import views
from sharedlives_tui.store.person_cases import open_cases
from sharedlives_tui.store.rows import PersonRow
from sharedlives_tui.widgets.safe import fit, one_line
from sharedlives_tui.widgets.virtual_list import RowText

MOST = 5_000
"""How many people the list shows; beyond that Find is quicker anyway."""
_CHUNK = 60
_CASES = 15


class PeopleRows:
    """People by name, with their roles of the day and how many open cases they have a part in."""

    def __init__(
        self,
        desk: Desk,
        people: Sequence[PersonRow],
        spans: Mapping[int, Sequence[RoleSpan]],
        roles: Sequence[str] = (),
    ) -> None:
        """`roles` are those that somebody has today whom the viewer may know of, shown or not."""
        self._desk, self._people, self._spans = desk, list(people), spans
        self.roles = roles
        self._places = {each.ref: place for place, each in enumerate(self._people)}
        self._counts: dict[int, dict[int, int]] = {}

    @property
    def count(self) -> int:
        """How many people there are."""
        return len(self._people)

    def index_of(self, key: str) -> int | None:
        """The place of the person of that id; None if they are not shown."""
        return self._places.get(key)

    def row(self, index: int, width: int) -> RowText:
        """One person on one line."""
        person = self._people[index]
        roles = ", ".join(sorted(held_on(self._spans.get(person.id, ()), self._desk.today))) or "no role today"
        number = self._chunk(index // _CHUNK).get(person.id, 0)
        cases = f"{number} open {'case' if number == 1 else 'cases'}" if number else ""
        cases = cases if len(cases) < _CASES - 1 else f"{number:,} open"  # a space before the number is left
        name = max(16, min(34, width // 3))
        return RowText(
            person.ref,
            (
                (f" {fit(one_line(person.name), name)} ", ""),
                (fit(roles, max(10, width - name - 9 - _CASES)), "$muted"),
                (fit(f" {cases}", _CASES), ""),
                (fit(person.ref, 7), "$muted"),
            ),
        )

    def _chunk(self, number: int) -> dict[int, int]:
        if number not in self._counts:
            people = self._people[number * _CHUNK : (number + 1) * _CHUNK]
            desk = self._desk
            self._counts[number] = open_cases(desk.store, desk.viewer, [each.id for each in people])
        return self._counts[number]


def read_people(desk: Desk, only: frozenset[str] | None = None, role: str = "") -> PeopleRows:
    """Return the rows of everybody, or of those with one of these ids, with that role today. Slow where many are."""
    found: list[PersonRow] = []
    roles: set[str] = set()
    last: PersonRow | None = None
    with desk.store.reading():
        spans = views.role_spans(desk.store)
        every = {each for held in spans.values() for each in held_on(held, desk.today)}
        while (len(found) < MOST or roles != every) and (
            page := views.people_page(desk.store, desk.viewer, last, 1000)
        ):
            last = page[-1]
            for each in page:
                held = held_on(spans.get(each.id, ()), desk.today)
                roles |= held
                if (only is None or each.ref in only) and (not role or role in held):
                    found.append(each)
    return PeopleRows(desk, found[:MOST], spans, sorted(roles))
