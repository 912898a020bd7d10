"""Finding a case or a person while one types; closed cases too."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual import events, on
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input
from textual.worker import get_current_worker

from sharedlives_tui.cleaning import clean_line
from sharedlives_tui.desk import Desk
from sharedlives_tui.store import register, views
from sharedlives_tui.store.errors import StoreError
from sharedlives_tui.store.rows import CaseRow, PersonRow, person_ref
from sharedlives_tui.widgets.dialog import Dialog
from sharedlives_tui.widgets.host import host_of
from sharedlives_tui.widgets.keys import bindings
from sharedlives_tui.widgets.safe import fit, one_line
from sharedlives_tui.widgets.virtual_list import FixedRows, Heading, RowText, VirtualList

MOST = 30
"""How many cases and how many people are shown."""

Found = tuple[str, str]
"""The screen to open, and what it is about: ("case", "CO-0012")."""


class FindDialog(Dialog[Found]):
    """Type a few letters; Enter opens what is highlighted. Dismissed with the screen to open and what it is about."""

    PLACE = "find"
    BINDINGS = bindings("find")
    DEFAULT_CSS = """
    FindDialog VirtualList { height: 14; margin: 1 0 0 0; background: $surface; }
    """

    class Looked(Message):
        """What fits the words was read."""

        def __init__(self, words: str, rows: FixedRows) -> None:
            self.words, self.rows = words, rows
            super().__init__()

    def __init__(self) -> None:
        super().__init__("Find")
        self._shown_for = ""
        self._open_when_there = False

    def body(self) -> Iterable[Widget]:
        yield Input(compact=True, placeholder="a name, or a reference like CO-0012", max_length=200, id="words")
        yield VirtualList(empty="Type a few letters of a name or a reference.", id="found")

    def on_mount(self) -> None:
        self.add_class("-large")
        self.query_one("#words").focus()

    @property
    def _list(self) -> VirtualList:
        return self.query_one("#found", VirtualList)

    # ------------------------------------------------------------ looking

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._open_when_there = False
        words, desk = clean_line(event.value), host_of(self).desk
        self.run_worker(lambda: self._look(desk, words), thread=True, group="find", exclusive=True)

    def _look(self, desk: Desk, words: str) -> None:
        """In a thread: what fits the words."""
        try:
            rows = found_rows(desk, words)
        except StoreError as error:
            self.call_later(self.say, str(error), problem=True)
            return
        if not get_current_worker().is_cancelled:
            self.post_message(self.Looked(words, FixedRows(rows)))

    @on(Looked)
    def _looked(self, event: Looked) -> None:
        event.stop()
        if event.words != self._words:
            return
        self._shown_for = event.words
        none = f"Nothing matches ‘{event.words}’." if event.words else "Type a few letters of a name or a reference."
        self._list.show(event.rows, empty=none, keep=False)
        if self._open_when_there:
            self._open()

    @property
    def _words(self) -> str:
        return clean_line(self.query_one("#words", Input).value)

    # ------------------------------------------------------------ choosing

    def on_key(self, event: events.Key) -> None:
        moves = {
            "up": self._list.action_up,
            "down": self._list.action_down,
            "pageup": self._list.action_page_up,
            "pagedown": self._list.action_page_down,
        }
        if event.key in moves and not self._list.has_focus:
            event.stop()
            moves[event.key]()

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        if self._shown_for == self._words:
            self._open()
        else:
            self._open_when_there = True  # the letters were quicker than the search

    @on(VirtualList.Selected)
    def _chosen(self, event: VirtualList.Selected) -> None:
        event.stop()
        self._open()

    def _open(self) -> None:
        self._open_when_there = False
        if self._list.key is not None:
            screen, _, about = self._list.key.partition(" ")
            self.dismiss((screen, about))


def found_rows(desk: Desk, words: str) -> Sequence[RowText | Heading]:
    """Return the cases that the viewer may see and the people that fit the words; cases first, open ones before."""
    if not words:
        return ()
    with desk.store.reading():
        cases = views.find_cases(desk.store, desk.viewer, words, MOST)
        people = views.find_people(desk.store, desk.viewer, words, MOST)
        names = register.names(desk.store, [each.owner for each in cases if each.owner is not None])
        rows: list[RowText | Heading] = [Heading("CASES")] if cases else []
        rows += [_case_row(each, names.get(each.owner or 0, "")) for each in cases]
        rows += [Heading("PEOPLE")] if people else []
        rows += [_person_row(desk, each) for each in people]
    return rows


def _case_row(case: CaseRow, owner: str) -> RowText:
    closed = case.status == "closed"
    how = "closed" if closed else owner or "no owner"
    style = "$muted" if closed else ""
    return RowText(
        f"case {case.ref}",
        (
            (f" {fit(case.ref, 9)} ", "$muted"),
            (fit(one_line(case.title), 22), style),
            (fit(f"  {case.type or case.kind}", 20), "$muted"),
            (f"  {fit(one_line(how), 13)}", "$muted"),
        ),
    )


def _person_row(desk: Desk, person: PersonRow) -> RowText:
    ref = person_ref(person.id)
    roles = ", ".join(sorted(register.roles_on(desk.store, ref, desk.today)))
    return RowText(
        f"person {ref}",
        ((f" {fit(ref, 9)} ", "$muted"), (fit(one_line(person.name), 22), ""), (f"  {roles}", "$muted")),
    )
