"""Everything that can be recorded in a case beside its open steps, by name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.widget import Widget

from sharedlives_tui.caseviews import CaseView, StepView
from sharedlives_tui.widgets.list_dialog import ListDialog
from sharedlives_tui.widgets.safe import one_line
from sharedlives_tui.widgets.virtual_list import FixedRows, RowText, VirtualList


class ActionsDialog(ListDialog):
    """A list of the actions that are possible now. Dismissed with the id of the chosen one; None to leave it."""

    DEFAULT_CSS = "ActionsDialog VirtualList { height: 16; background: $surface; }"

    def __init__(self, case: CaseView, steps: Sequence[StepView]) -> None:
        super().__init__(f"What else can be recorded in {case.ref}")
        self._actions = [each for each in steps if each.kind == "action"]

    def body(self) -> Iterable[Widget]:
        rows = [self._row(each) for each in self._actions]
        yield VirtualList(FixedRows(rows), empty="Nothing else can be recorded now.")

    @staticmethod
    def _row(action: StepView) -> RowText:
        first = f"  (first: {one_line(action.gates[0])})" if action.gates else ""
        letter = "  (letter)" if action.notice else ""
        return RowText(action.step, ((f" {one_line(action.name)}", ""), (letter, "$muted"), (first, "$problem")))
