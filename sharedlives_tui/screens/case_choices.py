"""Choosing which cases the list shows, and in which columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button

from sharedlives_tui.caseviews import STAFF, FieldView
from sharedlives_tui.cleaning import clean_line
from sharedlives_tui.facts import Value
from sharedlives_tui.requests import Problem
from sharedlives_tui.screens.act_fields import asked
from sharedlives_tui.screens.case_columns import COLUMNS
from sharedlives_tui.screens.case_filter import (
    ANY_STATE,
    DAYS,
    LONGEST,
    STATES,
    TEAM,
    WHOSE,
    CaseFilter,
)
from sharedlives_tui.screens.unsaved import AsksBeforeLeaving
from sharedlives_tui.store import register
from sharedlives_tui.store.basics import person_number
from sharedlives_tui.widgets.dialog import Dialog
from sharedlives_tui.widgets.form import Form
from sharedlives_tui.widgets.host import host_of, surroundings
from sharedlives_tui.widgets.keys import bindings

ANY_KIND, ANY_STAGE = "all kinds", "all stages"


class ChoosingDialog(AsksBeforeLeaving, Dialog[object]):
    """A form whose answers change nothing in the office: what is dismissed is what was chosen."""

    PLACE = "filter"
    BINDINGS = bindings("filter")
    DEFAULT_CSS = """
    ChoosingDialog Form { height: auto; max-height: 16; }
    ChoosingDialog Form > VerticalScroll { height: auto; max-height: 13; }
    """

    def __init__(self, title: str, verb: str) -> None:
        super().__init__(title)
        self._verb = verb

    def fields(self) -> Iterable[FieldView]:
        """What is asked."""
        return ()

    def values(self) -> dict[str, Value]:
        """What stands in the fields."""
        return {}

    def chosen(self, values: dict[str, Value]) -> object:
        """What the dialog is dismissed with. Raises Problem's words as ValueError, `field: words`."""
        raise LookupError(sorted(values))

    def body(self) -> Iterable[Widget]:
        self.form = Form(self.fields(), self.values(), surroundings(host_of(self).desk))
        yield self.form
        yield Horizontal(Button(Content(self._verb), id="do", variant="primary", compact=True), classes="buttons")

    def on_mount(self) -> None:
        self.add_class("-large")
        self.form.enter()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.action_save()

    def action_save(self) -> None:
        problems = self.form.problems()
        values = self.form.values()
        if not problems:
            problems = [*self.why_not(values)]
        self.form.show_problems(problems)
        if not problems:
            self.dismiss(self.chosen(values))

    def why_not(self, values: dict[str, Value]) -> Iterable[Problem]:  # noqa: ARG002
        """What of the answers does not go together."""
        return ()

    def action_afresh(self) -> None:
        self.dismiss(self.chosen({}))


class FilterDialog(ChoosingDialog):
    """Which cases: by words, kind, stage, state, whose, and the days between which they came in or were closed."""

    def __init__(self, now: CaseFilter, kinds: Sequence[tuple[str, str]]) -> None:
        super().__init__("Show these cases", "Show them")
        self._now, self._kinds = now, kinds
        self._stages: dict[str, str] = {}

    def fields(self) -> Iterable[FieldView]:
        desk = host_of(self).desk
        states = (ANY_STATE, *STATES.values())
        yield asked("words", "Words", "text", help="Of the reference, the title, or the name of somebody in it.")
        yield asked(
            "whose", "Whose", "choice", choices=WHOSE, help="All cases, your own, or those that nobody looks after yet."
        )
        words = "Instead: the cases of one person. Somebody who has left is found by their full name."
        yield asked("owner", "Owner", "person", help=words, among=(STAFF,))
        yield asked(
            "state", "State", "choice", choices=states, help="Open, closed, or how near a limit of the case is."
        )
        yield asked(
            "kind",
            "Kind",
            "choice",
            choices=(ANY_KIND, *(words for _, words in self._kinds)),
            help="One kind of case alone. While the list shows one kind, this form asks for a stage too.",
        )
        version = desk.library.in_force(self._now.kind, desk.today) if self._now.kind else None
        if version is not None:
            self._stages = {each.name: each.id for each in version.procedure.stages}
            yield asked(
                "stage",
                "Stage",
                "choice",
                choices=(ANY_STAGE, *self._stages),
                help="How far cases of this kind have come: those in one stage alone.",
            )
        yield asked(
            "opened_from", "Received from", "date", help="The first day on which they came in; empty for the beginning."
        )
        yield asked("opened_to", "Received until", "date", help="The last day on which they came in; empty for today.")
        yield asked(
            "closed_from",
            "Closed from",
            "date",
            help="The first day on which they were closed; empty for the beginning.",
        )
        yield asked(
            "closed_to", "Closed until", "date", help="The last day on which they were closed; empty for today."
        )

    def values(self) -> dict[str, Value]:
        now = self._now
        words = {ids: name for name, ids in self._stages.items()}
        number = person_number(now.owner)
        known = number is not None and number in register.names(host_of(self).desk.store, [number])
        return now._asdict() | {
            "kind": dict(self._kinds).get(now.kind, ANY_KIND),
            "stage": words.get(now.stage, ANY_STAGE),
            "state": STATES.get(now.state, ANY_STATE),
            "owner": now.owner if known else "",
        }

    def why_not(self, values: dict[str, Value]) -> Iterable[Problem]:
        for name, verb in (("opened", "received"), ("closed", "closed")):
            first, last = str(values.get(f"{name}_from", "")), str(values.get(f"{name}_to", ""))
            if first and last and last < first:
                yield Problem(f"{name}_to", "", f"This is before the first day: nothing was {verb} between them.")

    def chosen(self, values: dict[str, Value]) -> CaseFilter:
        def word(name: str, otherwise: str = "") -> str:
            value = values.get(name, "")
            text = value if isinstance(value, str) else next(iter(value), "")
            return clean_line(text, LONGEST) or otherwise

        kind = {words: each for each, words in self._kinds}.get(word("kind"), "")
        before = self._now if kind == self._now.kind else CaseFilter()  # a stage and a step are of one kind
        return before._replace(
            words=word("words"),
            kind=kind,
            stage=self._stages.get(word("stage"), "") if kind == self._now.kind else "",
            state={words: state for state, words in STATES.items()}.get(word("state"), ""),
            whose=word("whose", TEAM),
            owner=word("owner"),
            **{name: word(name) for name in DAYS},
        )


class ColumnsDialog(ChoosingDialog):
    """Which columns the list has, beside the state."""

    def __init__(self, now: Sequence[str]) -> None:
        super().__init__("Columns of the list", "Show them")
        self._now = now

    def fields(self) -> Iterable[FieldView]:
        words = "Space ticks. The state always comes first; what has no room is left out from the right."
        headings = [each.heading for each in COLUMNS]
        yield asked("columns", "Columns", "choices", choices=headings, help=words, many=True)

    def values(self) -> dict[str, Value]:
        return {"columns": tuple(each.heading for each in COLUMNS if each.name in self._now)}

    def chosen(self, values: dict[str, Value]) -> tuple[str, ...]:
        ticked = values.get("columns", ())
        return tuple(each.name for each in COLUMNS if each.heading in ticked)
