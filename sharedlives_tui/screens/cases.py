"""Cases: all of them, closed ones too, narrowed and laid out as the person chose, here and the last time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual import events, on
from textual.content import Content
from textual.message import Message
from textual.worker import get_current_worker

from sharedlives_tui import keymap, own_settings, reading
from sharedlives_tui.picture.today import no_case
from sharedlives_tui.screens.case_columns import Layout, Names, chosen, layout
from sharedlives_tui.screens.case_filter import MINE, WHOSE, CaseFilter
from sharedlives_tui.screens.list_with_words import ListUnderWords
from sharedlives_tui.screens.listed_keys import Listed, ListedKeys, place_of
from sharedlives_tui.screens.paging import PagedRows
from sharedlives_tui.screens.taking_out import save_cases, take_out
from sharedlives_tui.store import register
from sharedlives_tui.store.basics import person_number
from sharedlives_tui.store.cases import CaseList, ListedCase, Place
from sharedlives_tui.store.errors import StoreError
from sharedlives_tui.widgets.clicks import words_under
from sharedlives_tui.widgets.keys import bindings
from sharedlives_tui.widgets.safe import Words, join, lines
from sharedlives_tui.widgets.virtual_list import RowText, VirtualList

PLACE = "cases"
"""The name under which the person's own settings keep what is shown."""
COLUMNS = "columns"


class CaseRows(PagedRows[ListedCase, Place]):
    """The rows, with the names that the office gives to kinds and stages, and what the choices are called."""

    def __init__(self, cases: CaseList, columns: Sequence[str], names: Names, said: str) -> None:
        self.columns, self.names, self.said = columns, names, said
        self._layout: tuple[int, Layout] = 0, layout(columns, 0)
        super().__init__(cases, cases.page(), key=_ref, place=_place, draw=self._line)

    def layout(self, width: int) -> Layout:
        """How the columns are laid out at a width."""
        if self._layout[0] != width:
            self._layout = width, layout(self.columns, width)
        return self._layout[1]

    def _line(self, case: ListedCase, width: int) -> RowText:
        return self.layout(width).draw(case, self.names)


def _ref(case: ListedCase) -> str:
    return case.ref


def _place(case: ListedCase) -> Place:
    return case.place


class CasesScreen(ListedKeys, ListUnderWords):
    """The list. f chooses what is shown, v how; both are remembered. Escape shows everything again."""

    PLACE = "cases"
    AREA = "cases"
    BINDINGS = bindings("cases")
    DEFAULT_CSS = "CasesScreen #top { height: 3; }"

    class Looked(Message):
        """The first page was read; or, of the rows that are shown, how many there are."""

        def __init__(self, rows: CaseRows, total: int | None, keep: bool) -> None:
            self.rows, self.total, self.keep = rows, total, keep
            super().__init__()

    def __init__(self, chosen_now: CaseFilter | None = None) -> None:
        super().__init__()
        kept = dict(own_settings.filters(PLACE))
        self.columns = chosen(kept.pop(COLUMNS, ()))
        self.filter = CaseFilter.recalled(kept) if chosen_now is None else chosen_now
        self.kinds: list[tuple[str, str]] = []
        self.rows: CaseRows | None = None
        self._came_from = ""
        """The area that led here with choices of its own: Escape leads back there."""

    @property
    def _list(self) -> VirtualList:
        return self.query_one("#list", VirtualList)

    # ------------------------------------------------------------ what is shown

    def look_again(self) -> None:
        self._list.focus()
        self._look(keep=self.rows is not None)

    def show(self, choices: CaseFilter) -> None:
        """Show other cases, and remember the choices for the next time."""
        self.take(choices)
        self._remember()

    def take(self, choices: object, came_from: str = "") -> None:
        """Show other cases, because another screen led here: the person's own choices stay as they are written down."""
        if isinstance(choices, CaseFilter):
            self.filter, self._came_from = choices, came_from
            self._look(keep=False)

    def _look(self, *, keep: bool) -> None:
        choices, columns = self.filter, self.columns
        self.run_worker(lambda: self._read(choices, columns, keep), thread=True, group="cases", exclusive=True)

    def _read(self, choices: CaseFilter, columns: Sequence[str], keep: bool) -> None:
        """In a thread: the first page, then how many there are; both at once where the highlight must stay."""
        desk, worker = self.desk, get_current_worker()
        try:
            names = self._names()
            number = person_number(choices.owner)
            owner = register.names(desk.store, [number]).get(number, choices.owner) if number is not None else ""
            said = choices.said(owner, names.stages.get(choices.stage, choices.stage), self._step_name(choices))
            cases = CaseList(desk.store, desk.viewer, choices.wanted(desk), desk.today, desk.soon_until)
            rows = CaseRows(cases, columns, names, said)
            if not keep and not worker.is_cancelled:
                self.post_message(self.Looked(rows, rows.total, keep=False))
            total = rows.count_all()
        except StoreError as error:
            self.call_later(self.say, str(error), problem=True)
            return
        if not worker.is_cancelled:
            self.post_message(self.Looked(rows, total, keep))

    def _names(self) -> Names:
        """What the office's procedures call their kinds and stages."""
        desk = self.desk
        stages: dict[str, str] = {}
        every = sorted(reading.kinds(desk), key=lambda each: place_of(each[0]))
        here = reading.kinds_here(desk) | {self.filter.kind}
        self.kinds = [(kind, plural) for kind, _, plural in every if kind in here]
        for kind, *_ in every:
            for version in desk.library.versions[kind]:
                stages |= {each.id: each.name for each in version.procedure.stages}
        return Names(desk.today, {kind: name for kind, name, _ in every}, stages)

    def _step_name(self, choices: CaseFilter) -> str:
        """What the office's procedure calls the step that was chosen, if one was."""
        version = self.desk.library.in_force(choices.kind, self.desk.today) if choices.step else None
        act = version.procedure.by_id.get(choices.step) if version is not None else None
        return "" if act is None else act.name

    @on(Looked)
    def _looked(self, event: Looked) -> None:
        event.stop()
        event.rows.total = event.total
        counted = event.rows is self.rows  # its first page is there already: the list only gets longer
        self.rows = event.rows
        self._list.show(event.rows, empty=self.nothing(), keep=event.keep or counted)
        self._show_top()

    def nothing(self) -> str:
        if self.rows is None:
            return "The cases are being read. Press the key again in a moment."
        if self.filter == CaseFilter():
            return no_case(self.desk.works, "No case is here yet")
        back = f"goes back to {self._area_before}" if self._area_before else "shows them all"
        return keymap.with_keys(f"No cases match. {{back}} {back}; {{cases.filter}} chooses others.")

    @property
    def _area_before(self) -> str:
        """The name of the area to which Escape leads back; empty where it was not come from another."""
        return next((each.name for each in keymap.AREAS if each.id == self._came_from), "")

    def on_resize(self) -> None:
        self._show_top()

    def _show_top(self) -> None:
        width = self._list.scrollable_content_region.width or self.size.width
        if self.rows is not None:
            laid_out = self.rows.layout(width)
            heads = join((laid_out.heading(), "bold $muted"))
            self.query_one("#top", Words).update(lines(self._kinds_line(), self._sum(laid_out.left_out), heads))

    def _sum(self, left_out: int) -> Content:
        rows = self.rows
        if rows is None:
            return Content("")
        number = "Counting…" if rows.total is None else f"{rows.total:,} {'case' if rows.total == 1 else 'cases'}"
        order = "last closed first" if self.filter.closed_from or self.filter.closed_to else "newest first"
        chosen_words = f": {rows.said}" if rows.said else ""
        wider = f" · {left_out} more in a wider window" if left_out and self.columns != chosen(()) else ""
        back = f" · {keymap.said('back')}: {self._area_before}" if self._area_before else ""
        said, more = join((f" {number}", "bold"), chosen_words), f" · {order}{wider}{back}"
        # The way back is there whatever else has no room.
        return join(said, (more if said.cell_length + len(more) <= self.size.width - 2 else back, "$muted"))

    def _kinds_line(self) -> Content:
        kind = self.filter.kind
        line, hidden = join((" ←→ ", "bold $key")), 0
        for each, words in [("", "All"), *self.kinds]:
            shown = (f"[{words}]", "bold $chosen-text on $chosen") if each == kind else (f" {words} ", "")
            longer = join(line, shown)
            if longer.cell_length > self.size.width - 4 and each != kind:
                hidden += 1  # the arrows reach it all the same
            else:
                line = longer
        return join(line, (f" +{hidden}" if hidden else "", "$muted"))

    # ------------------------------------------------------------ keys

    def listed(self) -> Listed | None:
        case = self._case()
        return None if case is None else Listed(case.ref, case.today.instance if case.today is not None else "")

    def _case(self) -> ListedCase | None:
        place = self._list.highlighted
        return None if self.rows is None or place is None else self.rows.item(place)

    @on(VirtualList.Selected)
    def _open_case(self, event: VirtualList.Selected) -> None:
        event.stop()
        self.open("case", event.key)

    def action_kind(self, step: int) -> None:
        kinds = ["", *(kind for kind, _ in self.kinds)]
        place = kinds.index(self.filter.kind) if self.filter.kind in kinds else 0
        self.show(self.filter.of_kind(kinds[(place + step) % len(kinds)]))

    def on_click(self, event: events.Click) -> None:
        """A click on a kind shows it."""
        top = self.query_one("#top", Words)
        kinds = {"All": ""} | {plural: kind for kind, plural in self.kinds}
        words = words_under(top, event, kinds) if event.widget is top else ""
        if words:
            self.show(self.filter.of_kind(kinds[words]))

    def action_mine(self) -> None:
        whose = WHOSE[(WHOSE.index(self.filter.whose) + 1) % len(WHOSE)] if not self.filter.owner else WHOSE[0]
        if whose == MINE and self.desk.viewer.person_id is None:
            whose = WHOSE[2]  # whoever is not in the list owns nothing
        self.show(self.filter._replace(whose=whose, owner=""))

    def action_filter(self) -> None:
        self.open("filter", self.filter, self.kinds, then=self._filtered)

    def _filtered(self, choices: CaseFilter | None) -> None:
        if choices is not None:
            self.show(choices)

    def action_excel(self) -> None:
        if not (self.rows is not None and self.rows.count):
            self.tell(self.nothing())
            return
        desk, wanted = self.desk, self.filter.wanted(self.desk)
        take_out(self, lambda: save_cases(desk, wanted))

    def action_view(self) -> None:
        self.open("columns", self.columns, then=self._laid_out)

    def _laid_out(self, columns: Sequence[str] | None) -> None:
        if columns is not None:
            self.columns = chosen(columns)
            self._remember()
            self._look(keep=True)

    def action_back(self) -> None:
        if area := self._came_from:
            kept = dict(own_settings.filters(PLACE))
            self.take(CaseFilter.recalled(kept))
            self.host.go_to(area, None)
        elif self.filter != CaseFilter():
            self.show(CaseFilter())

    def _remember(self) -> None:
        kept: dict[str, own_settings.Filter] = dict(self.filter.remembered())
        if self.columns != chosen(()):
            kept[COLUMNS] = tuple(self.columns)
        self.run_worker(lambda: self._keep(kept), thread=True, group="remember", exclusive=True)

    def _keep(self, kept: dict[str, own_settings.Filter]) -> None:
        """In a thread: write it down."""
        try:
            own_settings.keep_filters(PLACE, kept)
        except own_settings.NotKept as error:
            self.call_later(self.say, str(error), problem=True)

    def _came_back(self, result: Any) -> None:
        super()._came_back(result)
        self._list.focus()
