"""Before a decision: who may take it, what is recommended, whom it touches, how long the carer has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from textual import on
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button

from sharedlives_tui.casefile import NoSuchCase
from sharedlives_tui.deciding import DecisionView, decisions_view
from sharedlives_tui.typed_dates import say_day
from sharedlives_tui.widgets.dialog import Dialog
from sharedlives_tui.widgets.host import host_of
from sharedlives_tui.widgets.keys import bindings
from sharedlives_tui.widgets.safe import Words, join, lines


class DecideDialog(Dialog[str]):
    """The decisions of a case, one at a time. Dismissed with the instance to record; None if left.

    Enter goes on to the form of the decision that is shown; the arrows left and right show the others.
    """

    PLACE = "decide"
    BINDINGS = bindings("decide")
    DEFAULT_CSS = """
    DecideDialog VerticalScroll { height: auto; max-height: 14; scrollbar-size-vertical: 1; padding: 0 1 0 0; }
    """

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
        yield VerticalScroll(Words(id="facts"), id="sheet")
        yield Horizontal(Button("Record the decision", id="do", variant="primary", compact=True), classes="buttons")

    def on_mount(self) -> None:
        self.add_class("-large")
        if self._views:
            self._show()
            self.query_one("#do").focus()
        elif self.query("#facts"):
            self.query_one("#facts", Words).update("No decision is waiting in this case, and none could be taken now.")
            self.query_one("#do", Button).disabled = True

    def _show(self) -> None:
        self.query_one("#facts", Words).update(decision_words(self._views[self._place], self._counted))
        self.query_one("#sheet").scroll_home(animate=False)

    @property
    def _counted(self) -> str:
        several = len(self._views) > 1
        return f"{self._place + 1} of {len(self._views)}: ← → shows the others" if several else ""

    def action_turn(self, away: int) -> None:
        if self._views:
            self._place = (self._place + away) % len(self._views)
            self._show()

    def action_scroll(self, away: int) -> None:
        self.query_one("#sheet").scroll_relative(y=away * 5, animate=False)

    @on(Button.Pressed, "#do")
    def _go_on(self, event: Button.Pressed) -> None:
        event.stop()
        if self._views:
            self.dismiss(self._views[self._place].instance)


def decision_words(view: DecisionView, counted: str = "") -> Content:
    """Return all that is to be looked at before the decision, the reasons against it first."""
    rows = [join((view.name, "bold"), (f"   {counted}" if counted else "", "$muted"))]
    rows += [join((f"▲ First: {each}", "$problem")) for each in view.gates]
    rows += list(_who(view))
    rows += [join((f"{label}: ", "bold"), words) for label, words in view.shows]
    rows += list(_affected(view))
    rows += [join(("Time of the carer: ", "bold"), each) for each in view.windows]
    rows += [join(("Runs beside it: ", "bold"), each) for each in view.running]
    for each in view.lines:
        told = each.last("outcome") or each.last("answer") or each.last("put")
        rows.append(join((f"{each.line.kind.capitalize()}: ", "bold"), each.line.text, (f"  {told}", "$muted")))
    for linked in view.linked:
        rows.append(join(("Linked: ", "bold"), f"{linked.ref} {linked.title} ({linked.status})"))
    if view.help:
        rows.append(join((view.help, "$muted")))
    return lines(*rows)


def _who(view: DecisionView) -> Iterator[Content]:
    yield join(("Decides: ", "bold"), " or ".join(view.offices))
    if not view.people:
        yield join(("▲ Nobody of the office holds that today. Name a substitute (x, Name a substitute).", "$problem"))
    for each in view.people:
        if each.why_not:
            yield join((f"  × {each.name} ({each.office}): {each.why_not}", "$muted"))
        else:
            yield join(f"  ● {each.name} ({each.office})")


def _affected(view: DecisionView) -> Iterator[Content]:
    if not view.affected:
        return
    without = [each for each in view.affected if each.planned_on is None]
    style = "$problem" if without else ""
    said = f"{len(view.affected)} supported" + (f", {len(without)} without a plan" if without else ", each with a plan")
    yield join(("Persons affected: ", "bold"), (said, style))
    for each in view.affected:
        if each.planned_on is None:
            yield join((f"  ▲ {each.name}: no plan on record", "$problem"))
        else:
            words = "; ".join(text for _, text in each.facts)
            yield join(f"  ● {each.name}: ", (f"{words} ({say_day(each.planned_on)})", "$muted"))
