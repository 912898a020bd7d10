"""Writing a notice: facts, what is missing, the real letter, and recording that it was sent. One screen, four parts."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from textual import on
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Button
from textual.worker import get_current_worker

from sharedlives_tui.caseviews import CaseView, FieldView, NoticeView, StepView
from sharedlives_tui.facts import Value
from sharedlives_tui.keymap import with_keys
from sharedlives_tui.requests import Refused
from sharedlives_tui.screens.act_fields import NO_LETTER, known_apart, label_of, signer, step_asked, with_names
from sharedlives_tui.screens.act_fields import SENT as SENT_FIELDS
from sharedlives_tui.screens.base import OfficeScreen
from sharedlives_tui.screens.conflict import Typed, typed_in
from sharedlives_tui.screens.saving import SavesInCase
from sharedlives_tui.screens.sending import (
    Letter,
    Send,
    ask_sign_off,
    outside_fields,
    record_letter,
    sent_fields,
    sent_values,
)
from sharedlives_tui.screens.wizard_parts import LetterParts
from sharedlives_tui.screens.wizard_words import CHECKLIST, FACTS, PREVIEW, SENT
from sharedlives_tui.screens.word_files import MAIL, SEND_IT, save_letter
from sharedlives_tui.screens.writing import Wrote, problems_of, words_of, write
from sharedlives_tui.shared import saved
from sharedlives_tui.store.errors import StoreError
from sharedlives_tui.widgets.form import Form
from sharedlives_tui.widgets.host import surroundings
from sharedlives_tui.widgets.keys import bindings
from sharedlives_tui.widgets.safe import Words


class WizardScreen(SavesInCase, OfficeScreen):
    """The notice of one step. `begin` is "facts", "last", or "outside" for a letter that was sent without us."""

    PLACE = "wizard"
    BINDINGS = bindings("wizard")
    DEFAULT_CSS = """
    WizardScreen.-low #ticks, WizardScreen.-tiny #ticks { max-height: 1; }
    WizardScreen.-wide #beside.-useful { display: block; }
    WizardScreen.-wide FieldRow { margin: 0 0 1 0; }
    """

    class Looked(Message):
        """The letter was written anew with what was typed."""

        def __init__(self, view: NoticeView) -> None:
            self.view = view
            super().__init__()

    def __init__(self, ref: str, act: str = "", begin: str = FACTS) -> None:
        super().__init__()
        self.ref, self.act = ref, act
        self.outside, self._first = begin == "outside", SENT if begin == "last" else FACTS
        self.case: CaseView | None = None
        self.step: StepView | None = None
        self.view: NoticeView | None = None
        self.letter: LetterParts | None = None
        self._back: dict[str, str] = {}

    # ------------------------------------------------------------ what it is made of

    def crumbs(self) -> tuple[str, ...]:
        return (self.ref, "Letter")

    def _load(self) -> None:
        self.case, self.step = step_asked(self.desk, self.ref, self.act, letters=True)
        if self.case is not None:
            self.version = self.case.version
        if self.step is not None:
            self.act = self.step.instance
            self.find_draft_of(self.act)

    def body(self) -> Iterable[Widget]:
        self._load()
        if self.case is None or self.step is None:
            known = self.case is not None and not self.case.narrow
            yield Words("" if known else f" {self.ref}: no letter is to be written for this step. Esc goes back.")
            return
        facts, sent = self._fact_fields(self.case, self.step), self._sent_fields(gaps=False)
        around = surroundings(self.desk, self.case.kind, self.step.step)
        self.letter = LetterParts(facts, sent, self.with_draft(), around, outside=self.outside)
        self.letter.known = self.step.remarks
        yield self.letter

    def _fact_fields(self, case: CaseView, step: StepView) -> tuple[FieldView, ...]:
        named, self._back = with_names(step.fields, case)
        first, known = known_apart(named)
        own = tuple(each for each in first if each.name not in SENT_FIELDS)
        if self.outside:
            in_the_letter = {each.field for each in step.must}
            own = tuple(each for each in own if each.required and each.name not in in_the_letter)
            own = (*own, *outside_fields(step))
        return (*own, signer(self.desk, step.who), *known)

    def _sent_fields(self, *, gaps: bool) -> tuple[FieldView, ...]:
        assert self.step is not None  # noqa: S101 - asked only with a step
        return sent_fields(self.desk, self.step, gaps)

    def plain_values(self) -> dict[str, Value]:
        """What the fields begin with: what the case knows, who signs it, that it goes today."""
        assert self.step is not None  # noqa: S101 - asked only with a step
        return sent_values(self.desk, self.step)

    def on_mount(self) -> None:
        super().on_mount()
        if self.case is not None and self.step is None and not self.case.narrow:
            self.call_later(self._needs_none)
        if self.letter is not None:
            self._head()
            self.begin(each.name for form in (self.letter.facts, self.letter.sent) for each in form.fields)

    def _needs_none(self) -> None:
        self.dismiss(with_keys(NO_LETTER))  # not awaited: a screen cannot wait for its own end

    def _head(self, kept: str = "") -> None:
        if self.letter is not None and self.case is not None and self.step is not None:
            name = label_of(self.step.name, self.step.instance, self.case)
            self.letter.head(name, f"{self.ref} · {self.case.title}", kept)

    # ------------------------------------------------------------ values and the letter

    def values(self) -> dict[str, Value]:
        """What stands in all fields."""
        return self.letter.values() if self.letter is not None else {}

    def _as_typed(self) -> Letter:
        assert self.step is not None  # noqa: S101 - asked only with a step
        return Letter.of(self.ref, self.step, self.values(), self._back, self.outside)

    @property
    def complete(self) -> bool:
        """Whether everything that the letter must hold is there."""
        return self.view is not None and self.view.complete

    def _look_now(self) -> None:
        """Write the letter anew before this returns: a part is about to be shown."""
        try:
            self._show(self._as_typed().view(self.desk))
        except (LookupError, StoreError, Refused) as error:
            self.say(words_of(error), problem=True)

    @on(Form.Touched)
    def _touched(self, event: Form.Touched) -> None:
        event.stop()
        typed = self._as_typed()
        self.run_worker(lambda: self._read(typed), thread=True, group="letter", exclusive=True)

    def _read(self, typed: Letter) -> None:
        """In a thread: the letter with what stands in the fields."""
        try:
            view = typed.view(self.desk)
        except (LookupError, StoreError, Refused):  # it is said under its field when one goes on
            return
        if not get_current_worker().is_cancelled:
            self.post_message(self.Looked(view))

    @on(Looked)
    def _looked(self, event: Looked) -> None:
        event.stop()
        self._show(event.view)

    def _show(self, view: NoticeView) -> None:
        self.view = view
        if self.letter is None:
            return
        self.letter.show_letter(view)
        if view.complete == self.letter.asks_gaps:
            gaps = not view.complete
            self.letter.asks_gaps = gaps
            self.call_next(self.letter.ask_when_sent, self._sent_fields(gaps=gaps), gaps=gaps)

    # ------------------------------------------------------------ parts

    @property
    def part(self) -> str:
        """The part that is shown."""
        return self.letter.part if self.letter is not None else FACTS

    def _go(self, part: str) -> None:
        if self.letter is not None:
            self.letter.go(part)
            self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        if action == "save":
            return self.part == SENT
        if action == "next_part":
            return self.part != SENT and self.letter is not None
        return not (
            action in ("word", "mail", "afresh") and (self.letter is None or (self.outside and action != "afresh"))
        )

    def action_next_part(self) -> None:
        if self.letter is None:
            return
        self._look_now()
        self.say("")
        if self.part == FACTS and not self.outside and self._stopped(self.letter):
            return
        after = {FACTS: PREVIEW if self.complete else CHECKLIST, CHECKLIST: PREVIEW, PREVIEW: SENT}
        self._go(SENT if self.outside else after[self.part])

    def action_back(self) -> None:
        if self.busy:
            return
        before = {CHECKLIST: FACTS, PREVIEW: FACTS if self.complete else CHECKLIST, SENT: PREVIEW}
        if self.letter is not None and self.part != FACTS:
            self._go(FACTS if self.outside else before[self.part])
        else:
            super().action_back()

    # ------------------------------------------------------------ drafts

    def begin_at(self) -> None:
        """Its facts; or the last part where that was asked for and nothing is lacking before it."""
        self._look_now()
        lacking = self.letter is None or self.letter.stops()
        self._go(FACTS if lacking else self._first)

    def put_plain(self) -> None:
        if self.letter is not None:
            self.letter.put(self.plain_values())
            self._first = FACTS
            self._head()

    def draft_kept(self, at: str) -> None:
        self._head(f"Draft saved {at}")

    # ------------------------------------------------------------ saving and recording

    @on(Button.Pressed, "#next")
    def _next_pressed(self) -> None:
        self.action_next_part()

    @on(Button.Pressed, "#word")
    def _word_pressed(self) -> None:
        self.action_word()

    def action_word(self) -> None:
        if self.letter is None or self.outside:
            return
        typed, desk = self._as_typed(), self.desk

        def work() -> Path:
            return save_letter(desk, self.ref, f"{self.ref} {typed.name}", typed.docx(desk))

        write(self, "word", work)

    @on(Button.Pressed, "#mail")
    def _mail_pressed(self) -> None:
        self.action_mail()

    def action_mail(self) -> None:
        if self.letter is None or self.outside:
            return
        typed, desk = self._as_typed(), self.desk
        name = f"{self.ref} {typed.name}"
        write(self, "mail", lambda: save_letter(desk, self.ref, name, typed.draft(desk), MAIL))

    def action_save(self) -> None:
        if self.letter is None or self.case is None or self.busy or self._stopped(self.letter):
            return
        if not self.understood(self.letter.sent):
            return
        typed, desk, known = self._as_typed(), self.desk, self.case.warnings
        send = Send(self.version, self.request_id, self.place_of_draft)
        if self.letter.asks_sign_off:
            self.save(lambda: ask_sign_off(desk, typed, send))
        else:
            self.save(lambda: record_letter(desk, typed, send, known))

    def _stopped(self, letter: LetterParts) -> bool:
        """Whether something among the facts has to be put right first; if so, go there and say what."""
        problems = letter.facts.problems() if self.outside else letter.stops()
        if problems:
            self._go(FACTS)
            self.count(len(problems))
        letter.facts.show_problems(problems)
        return bool(problems)

    def on_wrote(self, event: Wrote) -> None:
        if event.what == "word":
            self.say(saved(event.result))
        elif event.what == "mail":
            self.say(f"{saved(event.result)}. {SEND_IT} Then record it as sent here.")

    def typed(self) -> Typed:
        """What stands in the fields, in words."""
        assert self.case is not None and self.step is not None and self.letter is not None  # noqa: S101, PT018
        fields = (*self.letter.facts.fields, *self.letter.sent.fields)
        name = label_of(self.step.name, self.step.instance, self.case)
        return Typed(self.step.instance, name, typed_in(self.desk, fields, self.values()))

    def not_saved(self, error: Exception) -> None:
        if self.letter is None:
            return
        problems = problems_of(error)
        named = {each.name for each in self.letter.facts.fields}
        if any(each.field in named for each in problems):
            self._go(FACTS)
            self.letter.facts.show_problems(problems)
        else:
            self.letter.sent.show_problems(problems)
        self.say_refused(error)
