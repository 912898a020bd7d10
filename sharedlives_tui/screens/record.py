"""Recording that a step or an action was done, in one dialog: its fields, the day, who did it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from textual.containers import Horizontal, VerticalScroll
from textual.widget import Widget
from textual.widgets import Button

from sharedlives_tui.caseviews import CaseView, FieldView, StepView
from sharedlives_tui.desk import Desk
from sharedlives_tui.facts import Value
from sharedlives_tui.requests import Record
from sharedlives_tui.screens.act_fields import (
    BY,
    ON,
    SENT,
    day_and_doer,
    facts_of,
    known_apart,
    label_of,
    step_asked,
    usual_doer,
    with_names,
)
from sharedlives_tui.screens.conflict import Typed, typed_in
from sharedlives_tui.screens.outcome import recorded_words
from sharedlives_tui.screens.saving import SavesInCase
from sharedlives_tui.widgets.dialog import SHORT, Dialog
from sharedlives_tui.widgets.form import Form
from sharedlives_tui.widgets.host import host_of, surroundings
from sharedlives_tui.widgets.keys import bindings
from sharedlives_tui.widgets.safe import Words, join, lines

_LEAST, _FRAME, _BELOW = 22, 6, 5
"""Lines: of the dialog in the smallest window; of its frame with a message; of the help and the button."""


class RecordDialog(SavesInCase, Dialog[str]):
    """Records a step or an action of a case. Dismissed with what recording did, in words; None if it was left.

    A step that needs a written letter goes on in the wizard: in its last part where the letter is complete, otherwise
    after the question whether it is to be written or was sent outside this program.
    """

    PLACE = "record"
    BINDINGS = bindings("record")
    DEFAULT_CSS = """
    RecordDialog Form { height: auto; margin: 1 0 0 0; }
    RecordDialog Form > VerticalScroll { height: auto; max-height: 10; }
    RecordDialog .about { height: auto; max-height: 8; }
    """

    def __init__(self, ref: str, act: str = "", begin: Mapping[str, Value] | None = None) -> None:
        super().__init__("Record this step")
        self.ref, self.act = ref, act
        self._begin = dict(begin or {})
        self.case: CaseView | None = None
        self.step: StepView | None = None
        self._back: dict[str, str] = {}

    # ------------------------------------------------------------ what is asked

    @property
    def desk(self) -> Desk:
        """The open office and who looks."""
        return host_of(self).desk

    def body(self) -> Iterable[Widget]:
        self._load()
        if self.case is None or self.step is None:
            yield Words(f"{self.ref}: there is nothing of that name to record now. Open the case to see its steps.")
            return
        if self.written:
            return
        self.find_draft_of(self.act)
        self._heading = label_of(self.step.name, self.step.instance, self.case)
        self.form = Form(
            self._fields(self.case, self.step),
            self.with_draft(),
            surroundings(self.desk, self.case.kind, self.step.step, self.ref),
        )
        yield Words(self._about(self.case, self.step), classes="about")
        yield self.form
        yield Horizontal(Button("Record", id="do", variant="primary", compact=True), classes="buttons")

    @property
    def written(self) -> bool:
        """Whether the step is met by a written letter alone."""
        return self.step is not None and bool(self.step.notice) and not self.step.spoken

    def _load(self) -> None:
        self.case, self.step = step_asked(self.desk, self.ref, self.act)
        if self.case is not None:
            self.version = self.case.version
        if self.step is not None:
            self.act = self.step.instance

    def _fields(self, case: CaseView, step: StepView) -> tuple[FieldView, ...]:
        named, self._back = with_names(step.fields, case)
        own, known = known_apart(named)
        sent = SENT[1:]
        first = [each for each in own if each.name not in sent]
        rest = [each for each in own if each.name in sent]
        return (*first, *day_and_doer(self.desk, step.who, step.day), *known, *rest)

    def plain_values(self) -> dict[str, Value]:
        """What the fields begin with: what is known, today, and the viewer where the step is theirs."""
        assert self.case is not None and self.step is not None  # noqa: S101, PT018 - asked only with both
        step = self.step
        found: dict[str, Value] = {each.name: each.default for each in step.fields if each.default}
        found |= dict(step.prefilled)
        found[ON] = self.desk.today.isoformat()
        found[BY] = usual_doer(self.desk, step.who)
        if step.notice:
            found["to"] = step.to
        return found | self._begin

    def values(self) -> dict[str, Value]:
        """What stands in the fields."""
        return self.form.values() if self.form is not None else {}

    def typed(self) -> Typed:
        """What stands in the fields, in words."""
        assert self.case is not None and self.step is not None and self.form is not None  # noqa: S101, PT018
        name = label_of(self.step.name, self.step.instance, self.case)
        values = typed_in(self.desk, self.form.fields, self.values())
        return Typed(self.step.instance, name, values, self.step.only_adds)

    def begin_at(self) -> None:
        """What was written for one, to be read and changed; else the first empty field."""
        if self.form is not None:
            self.form.enter(next(iter(self._begin), ""))

    def _about(self, case: CaseView, step: StepView) -> Any:
        rows = [join((f"{case.ref} · {case.title}", "$muted"))]
        rows += [join((f"▲ First: {each}", "$problem")) for each in step.gates]
        rows += [join((f"◇ {each}", "$soon")) for each in step.remarks]
        if step.help:
            rows.append(join(step.help))
        if step.notice:
            missing = ", ".join(each.name for each in step.must if each.required and not each.present)
            rows += [join(f"What must be told: {missing}.")] if missing else []
        return lines(*rows)

    # ------------------------------------------------------------ opening

    def on_mount(self) -> None:
        self.add_class("-large")
        if self.step is None:
            return
        if self.written:
            self.query_one(".frame").display = False
            self._go_on_in_wizard(self.step)
            return
        if self.form is not None:
            self.begin(each.name for each in self.form.fields)

    def on_resize(self) -> None:
        self.call_after_refresh(self.make_room)

    def on_reasons_took_room(self) -> None:
        self.make_room()

    def make_room(self) -> None:
        """Give the fields all the lines that there are beside the frame, the help, the button and a message."""
        if self.form is None:
            return
        height = max(_LEAST, self.size.height - 6)
        parts = height - _FRAME - max(0, self.message.size.height - SHORT)
        self.query_one(".frame").styles.max_height = height
        self.query_one(".parts").styles.max_height = parts
        taken = self.query_one(".about").size.height + self.form.problem_lines + _BELOW
        self.form.query_one(VerticalScroll).styles.max_height = max(4, parts - taken)

    def _go_on_in_wizard(self, step: StepView) -> None:
        host = host_of(self)
        if all(each.present for each in step.must if each.required):
            host.show("wizard", self.ref, self.act, "last", then=self._recorded)
            return
        host.show("ask", step, then=self._asked)

    def _asked(self, answer: str | None) -> None:
        if answer is None:
            self.dismiss(None)
        else:
            host_of(self).show("wizard", self.ref, self.act, answer, then=self._recorded)

    def _recorded(self, words: str | None) -> None:
        self.dismiss(words)

    # ------------------------------------------------------------ recording

    def action_save(self) -> None:
        if self.form is None or self.step is None or self.case is None or self.busy or not self.understood(self.form):
            return
        facts, day, by = facts_of(self.values(), self.step, self._back)
        request = Record(
            self.ref,
            self.act,
            facts,
            day,
            by,
            version=self.version,
            beside=self.beside,
            request_id=self.request_id,
            draft=self.place_of_draft,
        )
        known, desk = self.case.warnings, self.desk

        def work() -> str:
            from sharedlives_tui import casework

            return recorded_words(desk, casework.record(desk, request), known)

        self.save(work)
