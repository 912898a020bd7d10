"""Writing a notice: facts, what is missing, the real letter, and recording that it was sent. One screen, four parts."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Button, ContentSwitcher
from textual.worker import get_current_worker

from sharedlives_tui import reading
from sharedlives_tui.casefile import NoSuchCase
from sharedlives_tui.caseviews import CaseView, FieldView, NoticeView, StepView
from sharedlives_tui.facts import Value
from sharedlives_tui.requests import Problem
from sharedlives_tui.screens import drafts
from sharedlives_tui.screens import wizard_words as words
from sharedlives_tui.screens.act_fields import SENT as SENT_FIELDS
from sharedlives_tui.screens.act_fields import i_fit, label_of, me_if, with_names
from sharedlives_tui.screens.base import OfficeScreen
from sharedlives_tui.screens.keeper import DRAFT, LEAVE, Keeper
from sharedlives_tui.screens.needed import marked, needed_fields
from sharedlives_tui.screens.outcome import conflict_words, newest, what_changed
from sharedlives_tui.screens.sending import Letter, outside_fields, record_letter, sent_fields, sent_values
from sharedlives_tui.screens.wizard_words import CHECKLIST, FACTS, PREVIEW, SENT
from sharedlives_tui.screens.word_files import save_document
from sharedlives_tui.screens.writing import NotWritten, Wrote, problems_of, words_of, write
from sharedlives_tui.store.errors import Conflict, StoreError
from sharedlives_tui.widgets.form import Form
from sharedlives_tui.widgets.host import surroundings
from sharedlives_tui.widgets.keys import bindings
from sharedlives_tui.widgets.safe import Words, join, one_line
from sharedlives_tui.widgets.ticks import Ticks


class WizardScreen(OfficeScreen):
    """The notice of one step. `begin` is "facts", "last", or "outside" for a letter that was sent without us."""

    PLACE = "wizard"
    BINDINGS = bindings("wizard")
    DEFAULT_CSS = """
    WizardScreen #parts, WizardScreen #title { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    WizardScreen ContentSwitcher { height: 1fr; margin: 1 0 0 0; }
    WizardScreen #facts, WizardScreen #sent, WizardScreen #checklist { height: 1fr; }
    WizardScreen #preview { height: 1fr; padding: 0 2; scrollbar-size-vertical: 1; }
    WizardScreen #summary { height: auto; padding: 0 1; margin: 0 0 1 0; }
    WizardScreen #stop { height: auto; padding: 0 1 1 1; }
    WizardScreen #foot { height: auto; border-top: solid $line; }
    WizardScreen #foot Ticks { height: auto; max-height: 3; width: 1fr; }
    WizardScreen.-wide FieldRow { margin: 0 0 1 0; }
    WizardScreen .buttons { height: 1; padding: 0 1; }
    WizardScreen Button { margin: 0 2 0 0; }
    """

    class Looked(Message):
        """The letter was written anew with what was typed."""

        def __init__(self, view: NoticeView) -> None:
            self.view = view
            super().__init__()

    def __init__(self, ref: str, act: str = "", begin: str = FACTS) -> None:
        super().__init__()
        self.ref, self.act = ref, act
        self.outside = begin == "outside"
        self.part = SENT if begin == "last" else FACTS
        self.case: CaseView | None = None
        self.step: StepView | None = None
        self.view: NoticeView | None = None
        self._facts: Form | None = None
        self._sent: Form | None = None
        self._keeper: Keeper | None = None
        self._draft: drafts.Draft | None = None
        self._back: dict[str, str] = {}
        self._version = self._seen = 0
        self._request = secrets.token_hex(16)
        self._busy = False
        self._asks_gaps = False
        self._kept_words = ""

    # ------------------------------------------------------------ what it is made of

    def crumbs(self) -> tuple[str, ...]:
        return (self.ref, "Letter")

    def compose(self) -> ComposeResult:
        self._load()
        yield from super().compose()

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
        if self.case is None or self.step is None or self._keeper is None:
            yield Words(f" {self.ref}: no letter is to be written for this step. Esc goes back.")
            return
        around = surroundings(self.desk)
        values = self._first_values() | dict(self._draft.values if self._draft is not None else {})
        self._facts = Form(self._fact_fields(), values, around, id="facts")
        self._sent = Form(self._sent_fields(False), values, around, id="sentform")
        self._keeper.begin()
        with_summary = Vertical(Words(id="summary"), self._sent, id="sent")
        stop = Vertical(Words(id="stop"), VerticalScroll(Ticks(id="ticks-each")), id="checklist")
        yield Words(id="title")
        yield Words(id="parts")
        yield ContentSwitcher(
            self._facts, stop, VerticalScroll(Words(id="letter"), id="preview"), with_summary, initial=self.part
        )
        buttons = (
            Button("Continue", id="next", compact=True),
            Button("Record as sent", id="do", variant="primary", compact=True),
            Button("Save as Word", id="word", compact=True),
        )
        yield Vertical(Ticks(short=True, id="ticks"), Horizontal(*buttons, classes="buttons"), id="foot")

    def _fact_fields(self) -> tuple[FieldView, ...]:
        assert self.step is not None and self.case is not None  # noqa: S101, PT018 - made only with both
        own, self._back = with_names(self.step.fields, self.case)
        own = tuple(each for each in own if each.name not in SENT_FIELDS)
        if self.outside:
            return (*(each for each in own if each.required), *outside_fields(self.step))
        return marked(own, needed_fields(self.desk, self.ref, self.step))

    def _sent_fields(self, incomplete: bool) -> tuple[FieldView, ...]:
        assert self.step is not None and self.case is not None  # noqa: S101, PT018 - made only with both
        fits = i_fit(self.desk, self.step.who, self.case.parties)
        return sent_fields(self.desk, self.step, fits, incomplete)

    def _first_values(self) -> dict[str, Value]:
        assert self.step is not None and self.case is not None  # noqa: S101, PT018 - made only with both
        mine = me_if(self.desk, i_fit(self.desk, self.step.who, self.case.parties))
        return sent_values(self.desk, self.step, mine)

    def on_mount(self) -> None:
        super().on_mount()
        if self.step is None:
            return
        self._look_now()
        self._go(self.part)
        if self._draft is not None:
            self.say(self._draft.words)

    # ------------------------------------------------------------ values and the letter

    def values(self) -> dict[str, Value]:
        """What stands in all fields."""
        found: dict[str, Value] = {}
        for form in (self._facts, self._sent):
            found |= form.values() if form is not None else {}
        return found

    def _letter(self) -> Letter:
        assert self.step is not None  # noqa: S101 - asked only with a step
        return Letter.of(self.ref, self.step, self.values(), self._back, self.outside)

    @property
    def complete(self) -> bool:
        """Whether everything that the letter must hold is there."""
        return self.view is not None and self.view.complete

    def _look_now(self) -> None:
        """Write the letter anew before this returns: a part is about to be shown."""
        try:
            self._show(self._letter().view(self.desk))
        except (LookupError, StoreError) as error:
            self.say(str(error), problem=True)

    @on(Form.Touched)
    def _touched(self, event: Form.Touched) -> None:
        event.stop()
        letter = self._letter()
        self.run_worker(lambda: self._read(letter), thread=True, group="letter", exclusive=True)

    def _read(self, letter: Letter) -> None:
        """In a thread: the letter with what stands in the fields."""
        try:
            view = letter.view(self.desk)
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
        must = [each for each in view.ticks if each.required]
        must = words.for_outside(must) if self.outside else must
        self.query_one("#ticks", Ticks).show(must)
        self.query_one("#ticks-each", Ticks).show(view.ticks)
        self.query_one("#letter", Words).update(words.letter_words(view.text))
        values = self.values()
        incomplete = values.get("left_incomplete") == "yes"
        kept = "Its text is kept as you gave it." if self.outside else "The text that you have seen is kept as it is."
        self.query_one("#summary", Words).update(words.summary(view, values, kept, incomplete=incomplete))
        button = self.query_one("#do", Button)
        button.label = "Record as sent, incomplete" if incomplete and not view.complete else "Record as sent"
        button.refresh(layout=True)
        if view.complete == self._asks_gaps and self._sent is not None:
            self._asks_gaps = not view.complete
            self.call_next(self._sent.show_fields, self._sent_fields(self._asks_gaps))

    # ------------------------------------------------------------ parts

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts there are."""
        return (FACTS, SENT) if self.outside else (FACTS, CHECKLIST, PREVIEW, SENT)

    def _go(self, part: str) -> None:
        self.part = part
        self.query_one(ContentSwitcher).current = part
        self._show_parts()
        last = part == SENT
        self.query_one("#next").display = not last
        self.query_one("#do").display = last
        self.query_one("#word").display = not self.outside and part in (PREVIEW, SENT)
        self.query_one("#ticks").display = part in (FACTS, PREVIEW)
        if part == CHECKLIST:
            self.query_one("#stop", Words).update(
                "The letter is not complete. Esc goes back to add what is missing; Continue shows the letter as it is."
            )
        if part == FACTS and self._facts is not None:
            self._facts.enter()
        elif last and self._sent is not None:
            self._sent.enter()
        elif part == PREVIEW:
            self.query_one("#preview").focus()
        else:
            self.query_one("#next").focus()
        self.refresh_bindings()

    def _show_parts(self) -> None:
        self.query_one("#parts", Words).update(words.parts_line(self.parts, self.part, self.outside))
        if self.case is None or self.step is None:
            return
        name = label_of(self.step.name, self.step.instance, self.case)
        about = f"  {self.ref} · {one_line(self.case.title)}"
        kept = f"   {self._kept_words}" if self._kept_words else ""
        self.query_one("#title", Words).update(join((f" {one_line(name)}", "bold"), (about, "$muted"), (kept, "$done")))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        if action == "save":
            return self.part == SENT
        if action == "next_part":
            return self.part != SENT
        return not (action == "word" and self.outside)

    def action_next_part(self) -> None:
        if self.step is None or self._facts is None:
            return
        self._look_now()
        if self.part == FACTS:
            wrong = [each for each in self._facts.problems() if self._is_typed(each)]
            self._facts.show_problems(wrong)
            if wrong:
                return
        after = {FACTS: PREVIEW if self.complete else CHECKLIST, CHECKLIST: PREVIEW, PREVIEW: SENT}
        self.say("")
        self._go(SENT if self.outside else after[self.part])

    def _is_typed(self, problem: Problem) -> bool:
        """Whether it is about something that was typed, not about something that is not there yet."""
        return bool(self._facts is not None and self._facts.values().get(problem.field))

    def action_back(self) -> None:
        if self._busy:
            return
        before = {CHECKLIST: FACTS, PREVIEW: FACTS if self.complete else CHECKLIST, SENT: PREVIEW}
        if self.step is not None and self.part != FACTS:
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
        if self._keeper is None or self._busy or self.step is None:
            return
        plain = self._first_values()
        for form in (self._facts, self._sent):
            for each in form.fields if form is not None else ():
                if form is not None:
                    form.put(each.name, plain.get(each.name, each.default))
        self.say("")
        self._keeper.drop()
        self._look_now()
        self._go(FACTS)

    # ------------------------------------------------------------ saving and recording

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        {"next": self.action_next_part, "do": self.action_save, "word": self.action_word}[str(event.button.id)]()

    def action_word(self) -> None:
        if self.step is None or self.outside:
            return
        letter, desk = self._letter(), self.desk

        def work() -> Path:
            return save_document(f"{self.ref} {letter.name}", letter.docx(desk))

        write(self, "word", work)

    def action_save(self) -> None:
        if self._sent is None or self._facts is None or self.case is None or self._busy:
            return
        problems = [each for each in self._facts.problems() if self.outside or self._is_typed(each)]
        if problems:
            self._go(FACTS)
            self._facts.show_problems(problems)
            return
        problems = self._sent.problems()
        self._sent.show_problems(problems)
        if problems:
            return
        letter, desk, known, keeper = self._letter(), self.desk, self.case.warnings, self._keeper
        version, request_id = self._version, self._request
        self._set_busy(True)

        def work() -> str:
            words = record_letter(desk, letter, version, request_id, known)
            if keeper is not None:
                drafts.drop(desk, keeper.place)
            return words

        write(self, "record", work)

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.query_one("#do", Button).disabled = busy

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
            self._kept_words = f"Draft saved {event.result}"
            self._show_parts()
        elif event.what == "word":
            self.say(f"Saved as {event.result}")

    @on(NotWritten)
    def _not_written(self, event: NotWritten) -> None:
        event.stop()
        if event.what == LEAVE:
            self.dismiss(None)
            return
        if event.what != "record" or self._sent is None or self._facts is None:
            self.say(words_of(event.error), problem=True)
            return
        self._set_busy(False)
        if isinstance(event.error, Conflict):
            changed = what_changed(self.desk, self.ref, self._seen)
            self._version = event.error.theirs
            self._sent.show_problems([Problem("", "", conflict_words(changed))])
            return
        problems = problems_of(event.error)
        named = {each.name for each in self._facts.fields}
        if any(each.field in named for each in problems):
            self._go(FACTS)
            self._facts.show_problems(problems)
        else:
            self._sent.show_problems(problems)
