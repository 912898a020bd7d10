"""Before a decision: who may take it, what is recommended, whom it touches, how long the carer has."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button

from sharedlives_tui.casefile import NoSuchCase
from sharedlives_tui.deciding import TELLS, WITH, DecisionView, decisions_view
from sharedlives_tui.keymap import with_keys
from sharedlives_tui.screens.decide_words import decision_words
from sharedlives_tui.widgets.host import host_of
from sharedlives_tui.widgets.keys import bindings
from sharedlives_tui.widgets.safe import Words
from sharedlives_tui.widgets.sheet import SheetDialog

_VERBS = {"": "Record the decision", WITH: "Decide and write the letter", TELLS: "Send the letter"}
_NONE = "No decision waits in this case, and none can be taken now. Esc goes back; {case.record} records the next step."


class DecideDialog(SheetDialog):
    """The decisions of a case, one at a time. Dismissed with the instance to record; None if left.

    Enter goes on to the form of the decision that is shown; the arrows left and right show the others.
    """

    PLACE = "decide"
    BINDINGS = bindings("decide")

    def __init__(self, ref: str, instance: str = "") -> None:
        super().__init__(f"Decide in {ref}")
        self._ref, self._first = ref, instance
        self._views: list[DecisionView] = []
        self._place = 0

    def body(self) -> Iterable[Widget]:
        try:
            self._views = decisions_view(host_of(self).desk, self._ref)
        except NoSuchCase as error:
            yield Words(str(error))
            return
        places = [at for at, each in enumerate(self._views) if each.instance == self._first]
        self._place = places[0] if places else 0
        yield from self.sheet(_VERBS[""])

    def on_mount(self) -> None:
        super().on_mount()
        if self._views:
            self._show()
            self.query_one("#do").focus()
        elif self.query("#sheet"):
            self.show_sheet(with_keys(_NONE))
            self.query_one("#do").display = False

    def _show(self) -> None:
        view = self._views[self._place]
        self.query_one("#do", Button).label = Content(_VERBS[view.letter])
        self.show_sheet(decision_words(view, host_of(self).desk.today, self._counted))

    @property
    def _counted(self) -> str:
        several = len(self._views) > 1
        return f"{self._place + 1} of {len(self._views)}: ← → shows the others" if several else ""

    def action_turn(self, away: int) -> None:
        if self._views:
            self._place = (self._place + away) % len(self._views)
            self._show()

    def action_go_on(self) -> None:
        if self._views:
            self.dismiss(self._views[self._place].instance)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """The keys for several decisions work where there are several, all but Esc where there is one."""
        if action == "turn":
            return len(self._views) > 1
        return action != "scroll" or bool(self._views)

    @on(Button.Pressed, "#do")
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.action_go_on()
