"""People: everybody in the office's list, with their roles and their open cases."""

from __future__ import annotations

from textual import on

from sharedlives_tui import keymap, people_search
from sharedlives_tui.screens.list_with_words import ListUnderWords
from sharedlives_tui.screens.people_rows import MOST, PeopleRows, read_people
from sharedlives_tui.widgets.keys import bindings
from sharedlives_tui.widgets.safe import Words, join
from sharedlives_tui.widgets.virtual_list import VirtualList


class PeopleScreen(ListUnderWords):
    """The list of people; g shows those who have not been given the complaints guidance (CC-24)."""

    PLACE = "people"
    AREA = "people"
    BINDINGS = bindings("people")
    DEFAULT_CSS = "PeopleScreen #top { padding: 0 1; margin: 0 0 1 0; }"

    def __init__(self) -> None:
        super().__init__()
        self.without_guidance = False
        self._shown = False

    def look_again(self) -> None:
        some = self.without_guidance
        self.look_up("people", lambda: self._read(some), lambda rows: self._looked(rows, some))

    def _read(self, some: bool) -> PeopleRows:
        """In a thread: everybody, or those without the guidance."""
        only = frozenset(person for person, _, _ in people_search.without_guidance(self.desk)) if some else None
        return read_people(self.desk, only)

    def _looked(self, rows: PeopleRows, only_some: bool) -> None:
        count = rows.count
        if only_some:
            head = f"{count:,} without the complaints guidance: carers and people supported"
            empty = "Everybody who should have the complaints guidance has been given it."
        else:
            head = f"{count:,} {'person' if count == 1 else 'people'} in the office's list"
            if count == MOST:
                head = f"The first {MOST:,} people of the office's list: {keymap.said('find')} finds the others"
            empty = f"Nobody is in the office's list. {keymap.said('person.new')} adds somebody."
        self.query_one("#top", Words).update(join((head, "bold")))
        listed = self.query_one(VirtualList)
        listed.show(rows, empty=empty, keep=self._shown)
        if not self._shown:
            listed.focus()
        self._shown = True

    @on(VirtualList.Selected)
    def _open(self, event: VirtualList.Selected) -> None:
        event.stop()
        self.open("person", event.key)

    def action_new_person(self) -> None:
        if self.may_record("people"):
            self.open("new-person", then=self._added)

    def _added(self, person: str | None) -> None:
        if person is not None:
            self.open("person", person)

    def action_guidance(self) -> None:
        self.without_guidance = not self.without_guidance
        self._shown = False
        self.look_again()

    def action_our_office(self) -> None:
        self.open("office")
