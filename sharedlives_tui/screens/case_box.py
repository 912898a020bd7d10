"""The box of a case's panes: one list, and what Tab leads to in its lower edge."""

from __future__ import annotations

from collections.abc import Iterable

from textual import events
from textual.containers import Vertical
from textual.widget import Widget

from sharedlives_tui.caseviews import CaseView
from sharedlives_tui.keymap import with_keys
from sharedlives_tui.screens.case_panes import PANES, Pane, next_pane, other_panes, panes_of
from sharedlives_tui.screens.case_rows import TextRows
from sharedlives_tui.widgets.clicks import part_under, words_under
from sharedlives_tui.widgets.safe import text
from sharedlives_tui.widgets.virtual_list import VirtualList


class PaneBox(Vertical):
    """Shows one of PANES at a time. Its list posts what was chosen: `entry-3`, `person-P-12`, `case-CO-0007`."""

    def __init__(self) -> None:
        super().__init__(id="record", classes="box")
        self.pane = PANES[0]
        self._case: CaseView | None = None

    def compose(self) -> Iterable[Widget]:
        yield VirtualList(id="entries")

    @property
    def entries(self) -> VirtualList:
        """The list."""
        return self.query_one(VirtualList)

    @property
    def panes(self) -> tuple[Pane, ...]:
        """The panes of the case that is shown."""
        return PANES if self._case is None else panes_of(self._case)

    @property
    def place(self) -> int:
        """Which of its panes is shown, from 0."""
        return self.panes.index(self.pane) if self.pane in self.panes else 0

    def turn_to(self, place: int) -> None:
        """Show another pane from its first row, and go to it."""
        self.pane = self.panes[place]
        self._draw(keep=False)
        self.entries.focus()
        # A window that is too small shows a part of the columns: its layout may come after the focus.
        self.call_after_refresh(self.scroll_visible, animate=False)

    def go_to(self, key: str) -> None:
        """Go to a row of the first pane, which has every entry."""
        self.turn_to(0)
        self.entries.move_to(key)

    def show(self, case: CaseView, *, keep: bool = True) -> None:
        """Show a case as it is now; without `keep`, or with the highlight on the first row, from its first row."""
        self._case = case
        if self.pane not in self.panes:
            self.pane = self.panes[0]
        self._draw(keep=keep and bool(self.entries.highlighted))

    def clear(self) -> None:
        """Show nothing: there is no such case."""
        self._case = None
        self.entries.show(TextRows(()), empty="")

    def _draw(self, *, keep: bool) -> None:
        if self._case is None:
            return
        self.entries.show(TextRows(self.pane.rows(self._case)), empty=with_keys(self.pane.empty), keep=keep)
        self.border_title = text(f"{self.pane.name} ({self.pane.count(self._case)})")
        self.say_others()

    def on_click(self, event: events.Click) -> None:
        """A click on a name in the lower edge leads there, and on the key to the next pane."""
        if part_under(self, event) is not self or event.y != self.region.height - 1:
            return
        places = {each.name: place for place, each in enumerate(self.panes)} | {next_pane(): self.place + 1}
        words = words_under(self, event, places)
        if words and len(self.panes) > 1:
            self.turn_to(places[words] % len(self.panes))

    def say_others(self) -> None:
        """Say in the lower edge what Tab leads to, as far as there is room. Somebody it is about has one pane."""
        if self._case is None or self._case.narrow:
            return
        counts = {each.name: each.count(self._case) for each in self.panes if each is not self.pane}
        self.border_subtitle = text(other_panes(counts, self.size.width - 4))
