"""Before a decision: who may take it, what is recommended, whom it touches, how long the carer has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button

from sharedlives_tui.casefile import NoSuchCase
from sharedlives_tui.caseviews import ImpactRow
from sharedlives_tui.deciding import DecisionView, MayDecide, decisions_view
from sharedlives_tui.names import in_one_line as in_words
from sharedlives_tui.themes import urgency
from sharedlives_tui.typed_dates import say_day
from sharedlives_tui.widgets.host import host_of
from sharedlives_tui.widgets.keys import bindings
from sharedlives_tui.widgets.safe import Words, join, lines
from sharedlives_tui.widgets.sheet import SheetDialog

_SUBSTITUTE = "Name a substitute: Esc, then x, Name a substitute."
_NONE = "No decision waits in this case, and none can be taken now. Esc goes back; r records the next step."


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
        yield from self.sheet("Record the decision")

    def on_mount(self) -> None:
        super().on_mount()
        if self._views:
            self._show()
            self.query_one("#do").focus()
        elif self.query("#sheet"):
            self.show_sheet(_NONE)
            self.query_one("#do").display = False

    def _show(self) -> None:
        words = decision_words(self._views[self._place], host_of(self).desk.today, self._counted)
        self.show_sheet(words)

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


def decision_words(view: DecisionView, today: date, counted: str = "") -> Content:
    """Return all that is to be looked at before the decision: what weighs most first, then what it rests on."""
    rows = [join((view.name, "bold underline"), (f"   {counted}" if counted else "", "$muted"))]
    rows += [_when(view, today)]
    rows += [join((f"▲ First: {each}", "$problem")) for each in view.gates]
    rows += list(_who(view))
    rows += [_labelled(label, words) for label, words in view.shows[:1]]
    rows += list(_without_plan(view))
    rows += [_labelled("Days of the other side", each) for each in view.windows]
    rows += [_labelled("Running now", each) for each in view.running]
    rows += [_labelled("Linked", f"{each.ref} {each.title} ({each.status})") for each in view.linked]
    rows += [_labelled(label, words) for label, words in view.shows[1:]]
    rows += [_labelled(f"Plan for {each.name}", _plan(each)) for each in view.affected if each.planned_on is not None]
    for each in view.lines:
        told = each.last("outcome") or each.last("answer") or each.last("put")
        rows.append(_labelled(each.line.kind.capitalize(), f"{each.line.text} ({told or 'nothing came of it yet'})"))
    if view.help:
        rows += [join(""), join((view.help, "$muted"))]
    return lines(*rows)


def _labelled(label: str, words: str) -> Content:
    return join((f"{label}: ", "bold"), words)


def _when(view: DecisionView, today: date) -> Content:
    """By when it is to be taken, or that nothing calls for it."""
    limit = view.limit
    if not view.waits or limit is None:
        return join(("Nothing in the case calls for it now; it could be taken.", "$muted"))
    look = urgency(limit.state, today, limit.due, limit.act_by)
    if limit.due is None:
        return join((f"{look.symbol} {look.words}", look.style))
    return join((f"{look.symbol} by {say_day(limit.due)} ({look.words})", look.style))


def _who(view: DecisionView) -> Iterator[Content]:
    """Who takes it: who may, then whom the case itself bars, with the reason."""
    offices = " or ".join(view.offices)
    may = [each for each in view.people if not each.why_not]
    if may:
        yield _labelled(f"Decides ({offices})", ", ".join(_called(each, view) for each in may))
    elif view.people:
        yield join((f"▲ Nobody who holds it may decide here ({offices}). {_SUBSTITUTE}", "$problem"))
    else:
        yield join((f"▲ Nobody of the office is {offices} today. {_SUBSTITUTE}", "$problem"))
    for each in view.people:
        if each.why_not:
            yield join((f"  × {_called(each, view)} may not: ", "bold"), each.why_not)


def _called(each: MayDecide, view: DecisionView) -> str:
    """The name, with the office held where that is not the one that decides."""
    return each.name if each.office in view.offices else f"{each.name} ({each.office})"


def _without_plan(view: DecisionView) -> Iterator[Content]:
    if not view.affected:
        return
    without = [each.name for each in view.affected if each.planned_on is None]
    if without:
        said = f"{len(view.affected)} supported; no plan on record for {in_words(without)}"
        yield join(("▲ Persons affected: ", "$problem bold"), (said, "$problem"))
    else:
        yield _labelled("Persons affected", f"{len(view.affected)} supported, each with a plan")


def _plan(row: ImpactRow) -> str:
    """What is planned for somebody: all that was answered, but for plain noes."""
    words = [said.rstrip(".") for _, said in row.facts if said.strip(". ").lower() not in ("no", "none")]
    day = f" ({say_day(row.planned_on)})" if row.planned_on is not None else ""
    return f"{'. '.join(words)}.{day}"
