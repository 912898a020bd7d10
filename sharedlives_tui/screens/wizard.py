"""Writing a notice: facts, what is missing, the real letter, and recording that it was sent. One screen, four parts."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from pathlib import Path

from textual import on
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Button
from textual.worker import get_current_worker

from sharedlives_tui import reading
from sharedlives_tui.casefile import NoSuchCase
from sharedlives_tui.caseviews import CaseView, FieldView, NoticeView, StepView
from sharedlives_tui.facts import Value
from sharedlives_tui.requests import Problem
from sharedlives_tui.screens import drafts
from sharedlives_tui.screens.act_fields import SENT as SENT_FIELDS
from sharedlives_tui.screens.act_fields import i_fit, label_of, me_if, with_names
from sharedlives_tui.screens.base import OfficeScreen
from sharedlives_tui.screens.keeper import DRAFT, LEAVE, Keeper
from sharedlives_tui.screens.outcome import conflict_words, newest, what_changed
from sharedlives_tui.screens.sending import Letter, outside_fields, record_letter, sent_fields, sent_values
from sharedlives_tui.screens.wizard_parts import LetterParts
from sharedlives_tui.screens.wizard_words import CHECKLIST, FACTS, PREVIEW, SENT
from sharedlives_tui.screens.word_files import save_document
from sharedlives_tui.screens.writing import NotWritten, Wrote, problems_of, words_of, write
from sharedlives_tui.store.errors import Conflict, StoreError
from sharedlives_tui.widgets.form import Form
from sharedlives_tui.widgets.host import surroundings
from sharedlives_tui.widgets.keys import bindings
from sharedlives_tui.widgets.safe import Words


class WizardScreen(OfficeScreen):
    """The notice of one step. `begin` is "facts", "last", or "outside" for a letter that was sent without us."""

    PLACE = "wizard"
    BINDINGS = bindings("wizard")
    DEFAULT_CSS = """
    WizardScreen MessageLine { height: auto; max-height: 3; text-wrap: wrap; }
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
        self._keeper: Keeper | None = None
        self._draft: drafts.Draft | None = None
        self._back: dict[str, str] = {}
        self._version = self._seen = 0
        self._request = secrets.token_hex(16)
        self._busy = False

    # ------------------------------------------------------------ what it is made of

    def crumbs(self) -> tuple[str, ...]:
        return (self.ref, "Letter")

    def _load(self) -> None:
        try:
            with self.desk.store.reading():
                self.case = reading.case_view(self.desk, self.ref)
                steps = [] if self.case.narrow else reading.steps_view(self.desk, self.ref)
        except NoSuchCase:
            return
        letters = [each for each in steps if each.notice]
        named = (each for each in letters if self.act in (each.instance, each.step) or not self.act)
        self.step = next(named, None)
        self._version, self._seen = self.case.version, newest(self.case)
        if self.step is not None:
            self.act = self.step.instance
            self._keeper = Keeper(self, f"letter {self.ref} {self.act}", self.values)
            self._draft = self._keeper.find()

    def body(self) -> Iterable[Widget]:
        self._load()
        if self.case is None or self.step is None or self._keeper is None:
            yield Words(f" {self.ref}: no letter is to be written for this step. Esc goes back.")
            return
        values = self._plain_values() | dict(self._draft.values if self._draft is not None else {})
        facts, sent = self._fact_fields(self.case, self.step), self._sent_fields(gaps=False)
        self.letter = LetterParts(facts, sent, values, surroundings(self.desk), outside=self.outside)
        yield self.letter

    def _fact_fields(self, case: CaseView, step: StepView) -> tuple[FieldView, ...]:
        own, self._back = with_names(step.fields, case)
        own = tuple(each for each in own if each.name not in SENT_FIELDS)
        if self.outside:
            in_the_letter = {each.field for each in step.must}
            return (*(each for each in own if each.required and each.name not in in_the_letter), *outside_fields(step))
        return own

    def _sent_fields(self, *, gaps: bool) -> tuple[FieldView, ...]:
        assert self.step is not None  # noqa: S101 - asked only with a step
        return sent_fields(self.desk, self.step, self._fits, gaps)

    @property
    def _fits(self) -> bool:
        return self.step is not None and i_fit(self.desk, self.step.who)

    def _plain_values(self) -> dict[str, Value]:
        assert self.step is not None  # noqa: S101 - asked only with a step
        return sent_values(self.desk, self.step, me_if(self.desk, self._fits))

    def on_mount(self) -> None:
        super().on_mount()
        if self.letter is None or self._keeper is None:
            return
        self._keeper.begin()
        self._head()
        self._look_now()
        self._go(self._first)
        if self._draft is not None:
            self.say(self._draft.words)

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
        except (LookupError, StoreError) as error:
            self.say(str(error), problem=True)

    @on(Form.Touched)
    def _touched(self, event: Form.Touched) -> None:
        event.stop()
        typed = self._as_typed()
        self.run_worker(lambda: self._read(typed), thread=True, group="letter", exclusive=True)

    def _read(self, typed: Letter) -> None:
        """In a thread: the letter with what stands in the fields."""
        try:
            view = typed.view(self.desk)
        except (LookupError, StoreError):
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
        return not (action in ("word", "afresh") and (self.letter is None or (self.outside and action == "word")))

    def action_next_part(self) -> None:
        if self.letter is None:
            return
        self._look_now()
        if self.part == FACTS:
            wrong = self.letter.not_understood()
            self.letter.facts.show_problems(wrong)
            if wrong:
                return
        after = {FACTS: PREVIEW if self.complete else CHECKLIST, CHECKLIST: PREVIEW, PREVIEW: SENT}
        self.say("")
        self._go(SENT if self.outside else after[self.part])

    def action_back(self) -> None:
        if self._busy:
            return
        before = {CHECKLIST: FACTS, PREVIEW: FACTS if self.complete else CHECKLIST, SENT: PREVIEW}
        if self.letter is not None and self.part != FACTS:
            self._go(FACTS if self.outside else before[self.part])
        elif self._keeper is None or not self._keeper.leave():
            self.dismiss(None)

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

    def action_afresh(self) -> None:
        if self._keeper is None or self._busy or self.letter is None:
            return
        self.letter.put(self._plain_values())
        self.say("")
        self._head()
        self._keeper.drop()
        self._look_now()
        self._go(FACTS)

    # ------------------------------------------------------------ saving and recording

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        {"next": self.action_next_part, "do": self.action_save, "word": self.action_word}[str(event.button.id)]()

    def action_word(self) -> None:
        if self.letter is None or self.outside:
            return
        typed, desk = self._as_typed(), self.desk

        def work() -> Path:
            return save_document(f"{self.ref} {typed.name}", typed.docx(desk))

        write(self, "word", work)

    def action_save(self) -> None:
        if self.letter is None or self.case is None or self._busy:
            return
        problems = self.letter.facts.problems() if self.outside else self.letter.not_understood()
        if problems:
            self._go(FACTS)
            self.letter.facts.show_problems(problems)
            return
        problems = self.letter.sent.problems()
        self.letter.sent.show_problems(problems)
        if problems:
            return
        typed, desk, known, keeper = self._as_typed(), self.desk, self.case.warnings, self._keeper
        version, request_id = self._version, self._request
        self._set_busy(True)

        def work() -> str:
            words = record_letter(desk, typed, version, request_id, known)
            if keeper is not None:
                drafts.drop(desk, keeper.place)
            return words

        write(self, "record", work)

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        if self.letter is not None:
            self.letter.set_busy(busy)

    @on(Wrote)
    def _wrote(self, event: Wrote) -> None:
        event.stop()
        if event.what == "record":
            if self._keeper is not None:
                self._keeper.done = True
            self.host.announce()
            self.dismiss(event.result)
        elif event.what == LEAVE:
            self.dismiss(None)
        elif event.what == DRAFT:
            self._head(f"Draft saved {event.result}")
        elif event.what == "word":
            self.say(f"Saved as {event.result}")

    @on(NotWritten)
    def _not_written(self, event: NotWritten) -> None:
        event.stop()
        if event.what == LEAVE:
            self.dismiss(None)
        elif event.what != "record" or self.letter is None:
            self.say(words_of(event.error), problem=True)
        else:
            self._refused(event.error, self.letter)

    def _refused(self, error: Exception, letter: LetterParts) -> None:
        self._set_busy(False)
        problems = problems_of(error)
        if isinstance(error, Conflict):
            changed = what_changed(self.desk, self.ref, self._seen)
            self._version = error.theirs
            problems = (Problem("", "", conflict_words(changed)),)
        named = {each.name for each in letter.facts.fields}
        if any(each.field in named for each in problems):
            self._go(FACTS)
            letter.facts.show_problems(problems)
        else:
            letter.sent.show_problems(problems)
