"""People: everybody in the office's list, with their roles and their open cases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual import on
from textual.widget import Widget

from sharedlives_tui import keymap, people_search
from sharedlives_tui.screens.list_with_words import ListUnderWords
from sharedlives_tui.screens.people_rows import MOST, PeopleRows, read_people
from sharedlives_tui.widgets.keys import bindings
from sharedlives_tui.widgets.list_dialog import ListDialog
from sharedlives_tui.widgets.safe import Words, join, one_line
from sharedlives_tui.widgets.virtual_list import FixedRows, RowText, VirtualList


class PeopleScreen(ListUnderWords):
    """The list of people; f shows those of a role, g those who have not been given the complaints guidance (CC-24)."""

    PLACE = "people"
    AREA = "people"
    BINDINGS = bindings("people")
    DEFAULT_CSS = "PeopleScreen #top { padding: 0 1; margin: 0 0 1 0; }"

    def __init__(self) -> None:
        super().__init__()
        self.without_guidance = False
        self.role = ""
        """The role whose holders alone are shown; empty for everybody."""
        self.roles: Sequence[str] | None = None
        """Those that somebody has today; None as long as the list was never read."""
        self._shown = False

    def look_again(self) -> None:
        some, role = self.without_guidance, self.role
        self.look_up("people", lambda: self._read(some, role), lambda rows: self._looked(rows, some, role))

    def _read(self, some: bool, role: str) -> PeopleRows:
        """In a thread: everybody, or those without the guidance, or with a role."""
        only = frozenset(person for person, _, _ in people_search.without_guidance(self.desk)) if some else None
        return read_people(self.desk, only, role)

    def _looked(self, rows: PeopleRows, only_some: bool, role: str) -> None:
        count, self.roles = rows.count, rows.roles
        if only_some:
            head = f"{count:,} without the complaints guidance: carers and people supported"
            empty = "Everybody who should have the complaints guidance has been given it."
        elif role:
            head = f"{count:,} {'person' if count == 1 else 'people'} with the role: {role}"
            empty = f"Nobody has the role {role} today."
        else:
            head = f"{count:,} {'person' if count == 1 else 'people'} in the office's list"
            empty = f"Nobody is in the office's list. {keymap.said('person.new')} adds somebody."
        if count == MOST:
            whose = f" with the role {role}" if role else " without the guidance" if only_some else ""
            head = f"The first {MOST:,} people of the office's list{whose}: {keymap.said('find')} finds the others"
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
        self.without_guidance, self.role = not self.without_guidance, ""
        self._shown = False
        self.look_again()

    def action_filter(self) -> None:
        self.say("")
        if self.roles is None:
            self.tell("The list is being read. Press the key again in a moment.")
            return
        self.open("people-filter", self.roles, then=self._filtered)

    def _filtered(self, role: str | None) -> None:
        if role is not None:
            self.role, self.without_guidance, self._shown = role.strip(), False, False
            self.look_again()

    def action_our_office(self) -> None:
        self.open("office")


EVERYBODY = " "
"""The row of the dialog that shows everybody again."""


class RolesDialog(ListDialog):
    """Which people the list shows. Dismissed with a role, EVERYBODY, or None to leave it as it is."""

    def __init__(self, roles: Sequence[str]) -> None:
        super().__init__("Show these people")
        self._roles = roles

    def body(self) -> Iterable[Widget]:
        rows = [(EVERYBODY, "Everybody"), *((each, each) for each in self._roles)]
        yield VirtualList(FixedRows([RowText(key, ((f" {one_line(words)}", ""),)) for key, words in rows]))
