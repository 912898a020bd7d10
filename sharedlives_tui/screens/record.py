"""Recording that a step or an action was done, in one dialog: its fields, the day, who did it."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Any

from textual import on
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Button

from sharedlives_tui.casefile import NoSuchCase
from sharedlives_tui.caseviews import CaseView, FieldView, StepView
from sharedlives_tui.desk import Desk
from sharedlives_tui.facts import Value
from sharedlives_tui.requests import Problem, Record
from sharedlives_tui.screens import drafts
from sharedlives_tui.screens.act_fields import BY, ON, day_and_doer, facts_of, i_fit, label_of, me_if, with_names
from sharedlives_tui.screens.keeper import DRAFT, LEAVE, Keeper
from sharedlives_tui.screens.outcome import conflict_words, newest, recorded_words, what_changed
from sharedlives_tui.screens.writing import NotWritten, Wrote, problems_of, words_of, write
from sharedlives_tui.store.errors import Conflict, StoreError
from sharedlives_tui.widgets.dialog import Dialog
from sharedlives_tui.widgets.form import Form
from sharedlives_tui.widgets.host import host_of, surroundings
from sharedlives_tui.widgets.keys import bindings
from sharedlives_tui.widgets.safe import Words, join, lines


class RecordDialog(Dialog[str]):
    """Records a step or an action of a case. Dismissed with what recording did, in words; None if it was left.

    A step that needs a written letter goes on in the wizard: in its last part where the letter is complete, otherwise
    after the question whether it is to be written or was sent outside this program.
    """

    PLACE = "record"
    BINDINGS = bindings("record")
    DEFAULT_CSS = """
    RecordDialog Form { height: auto; max-height: 14; margin: 1 0 0 0; }
    RecordDialog Form > VerticalScroll { height: auto; max-height: 10; }
    RecordDialog .about { height: auto; max-height: 5; }
    """

    def __init__(self, ref: str, act: str = "") -> None:
        super().__init__("Record this step")
        self.ref, self.act = ref, act
        self.case: CaseView | None = None
        self.step: StepView | None = None
        self._form: Form | None = None
        self._back: dict[str, str] = {}
        self._version = 0
        self._seen = 0
        self._request = secrets.token_hex(16)
        self._busy = False
        self._keeper: Keeper | None = None
        self._draft: drafts.Draft | None = None

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
        if self.written or self._keeper is None:
            return
        self._heading = label_of(self.step.name, self.step.instance, self.case)
        self._form = Form(self._fields(self.case, self.step), self._values(), surroundings(self.desk))
        yield Words(self._about(self.case, self.step), classes="about")
        yield self._form
        yield Horizontal(Button("Record", id="do", variant="primary", compact=True), classes="buttons")

    @property
    def written(self) -> bool:
        """Whether the step is met by a written letter alone."""
        return self.step is not None and bool(self.step.notice) and not self.step.spoken

    def _load(self) -> None:
        from sharedlives_tui import reading

        try:
            with self.desk.store.reading():
                self.case = reading.case_view(self.desk, self.ref)
                steps = [] if self.case.narrow else reading.steps_view(self.desk, self.ref)
        except NoSuchCase:
            return
        named = (each for each in steps if self.act in (each.instance, each.step) or not self.act)
        self.step = next(named, None)
        self._version, self._seen = self.case.version, newest(self.case)
        if self.step is not None:
            self.act = self.step.instance
            self._keeper = Keeper(self, f"record {self.ref} {self.act}", self._form_values)
            self._draft = self._keeper.find()

    def _fields(self, case: CaseView, step: StepView) -> tuple[FieldView, ...]:
        own, self._back = with_names(step.fields, case)
        sent = ("to", "copies", "format_met")
        first = [each for each in own if each.name not in sent]
        rest = [each for each in own if each.name in sent]
        fits = i_fit(self.desk, step.who)
        return (*first, *day_and_doer(self.desk, step.who, fits), *rest)

    def _plain_values(self) -> dict[str, Value]:
        assert self.case is not None and self.step is not None  # noqa: S101, PT018 - asked only with both
        step = self.step
        found: dict[str, Value] = {each.name: each.default for each in step.fields if each.default}
        found |= dict(step.prefilled)
        found[ON] = self.desk.today.isoformat()
        found[BY] = me_if(self.desk, i_fit(self.desk, step.who))
        if step.notice:
            found["to"] = step.to
        return found

    def _form_values(self) -> dict[str, Value]:
        return self._form.values() if self._form is not None else {}

    def _values(self) -> dict[str, Value]:
        return self._plain_values() | dict(self._draft.values if self._draft is not None else {})

    def _about(self, case: CaseView, step: StepView) -> Any:
        rows = [join((f"{case.ref} · {case.title}", "$muted"))]
        rows += [join((f"▲ First: {each}", "$problem")) for each in step.gates]
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
        if self._form is not None and self._keeper is not None:
            self._keeper.begin()
            self._form.enter()
        if self._draft is not None:
            self.say(self._draft.words)

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

    # ------------------------------------------------------------ drafts

    def keep_draft(self) -> None:
        """Keep what was typed, at once: the program is about to end."""
        if self._keeper is not None:
            self._keeper.now()

    @on(Form.Changed)
    def _typed(self, event: Form.Changed) -> None:
        event.stop()
        if self._keeper is not None:
            self._keeper.soon()

    def action_back(self) -> None:
        if not self._busy and (self._keeper is None or not self._keeper.leave()):
            self.dismiss(None)

    def action_afresh(self) -> None:
        if self._form is None or self._keeper is None or self._busy:
            return
        plain = self._plain_values()
        for each in self._form.fields:
            self._form.put(each.name, plain.get(each.name, ""))
        self._form.show_problems(())
        self.say("")
        self._keeper.drop()

    # ------------------------------------------------------------ recording

    @on(Button.Pressed, "#do")
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.action_save()

    def action_save(self) -> None:
        if self._form is None or self.step is None or self.case is None or self._busy:
            return
        problems = self._form.problems()
        self._form.show_problems(problems)
        if problems:
            self._count(len(problems))
            return
        facts, day, by = facts_of(self._form.values(), self.step, self._back)
        request = Record(self.ref, self.act, facts, day, by, version=self._version, request_id=self._request)
        self._set_busy(True)
        known, desk, keeper = self.case.warnings, self.desk, self._keeper

        def work() -> str:
            from sharedlives_tui import casework

            words = recorded_words(desk, casework.record(desk, request), known)
            if keeper is not None:
                drafts.drop(desk, keeper.place)
            return words

        write(self, "record", work)

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.query_one("#do", Button).disabled = busy

    def _count(self, number: int) -> None:
        self.say(f"{number} {'thing' if number == 1 else 'things'} to put right.", problem=True)

    @on(Wrote)
    def _wrote(self, event: Wrote) -> None:
        event.stop()
        if event.what == "record":
            if self._keeper is not None:
                self._keeper.done = True
            host_of(self).announce()
            self.dismiss(event.result)
        elif event.what == LEAVE:
            self.dismiss(None)
        elif event.what == DRAFT:
            self.say(f"Draft saved {event.result}.")

    @on(NotWritten)
    def _not_written(self, event: NotWritten) -> None:
        event.stop()
        if event.what == LEAVE:
            self.dismiss(None)
            return
        if event.what != "record" or self._form is None:
            self.say(words_of(event.error), problem=True)
            return
        self._set_busy(False)
        if isinstance(event.error, Conflict):
            changed = what_changed(self.desk, self.ref, self._seen)
            self._version = event.error.theirs
            self._form.show_problems([Problem("", "", conflict_words(changed))])
            self.say("Not recorded: the case has changed meanwhile.", problem=True)
            return
        problems = problems_of(event.error)
        self._form.show_problems(problems)
        if isinstance(event.error, StoreError):
            self.say("Not recorded.", problem=True)
        else:
            self._count(len(problems))
