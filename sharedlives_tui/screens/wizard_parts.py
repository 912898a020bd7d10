"""The four parts of a letter as they are drawn: facts, checklist, the letter itself, recording that it was sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Button, ContentSwitcher

from sharedlives_tui.caseviews import FieldView, NoticeView
from sharedlives_tui.facts import Value
from sharedlives_tui.requests import Problem
from sharedlives_tui.screens.act_fields import BY
from sharedlives_tui.screens.sending import LEFT_INCOMPLETE
from sharedlives_tui.screens.wizard_words import (
    CHECKLIST,
    FACTS,
    PREVIEW,
    SENT,
    for_outside,
    letter_words,
    parts_line,
    remark_lines,
    summary,
)
from sharedlives_tui.sign_off_views import NEEDED
from sharedlives_tui.widgets.around import Surroundings
from sharedlives_tui.widgets.form import Form
from sharedlives_tui.widgets.safe import Words, join, one_line
from sharedlives_tui.widgets.ticks import Ticks

_STOP = "The letter is not complete. Esc goes back to add what is missing; Continue shows the letter as it is."
_KEPT_OURS, _KEPT_THEIRS = "The text that you have seen is kept as it is.", "Its text is kept as you gave it."


class LetterParts(Vertical):
    """All parts of one letter, one of them shown. Where there is room the letter stands beside its facts."""

    DEFAULT_CSS = """
    LetterParts { height: 1fr; }
    LetterParts #title, LetterParts #parts { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    LetterParts #middle { height: 1fr; margin: 1 0 0 0; }
    LetterParts #remarks { height: auto; max-height: 6; padding: 0 1; display: none; }
    LetterParts ContentSwitcher { width: 1fr; height: 1fr; }
    LetterParts #facts, LetterParts #sent, LetterParts #checklist { height: 1fr; }
    LetterParts #preview, LetterParts #beside { height: 1fr; padding: 0 2; scrollbar-size-vertical: 1; }
    LetterParts #beside { width: 54; border-left: solid $line; display: none; }
    LetterParts #summary { height: auto; padding: 0 1; margin: 0 0 1 0; }
    LetterParts #stop { height: auto; padding: 0 1 1 1; }
    LetterParts #foot { height: auto; border-top: solid $line; }
    LetterParts #foot Ticks { height: auto; max-height: 3; width: 1fr; }
    LetterParts .buttons { height: 1; padding: 0 1; }
    LetterParts Button { margin: 0 2 0 0; }
    """

    def __init__(
        self,
        fact_fields: Sequence[FieldView],
        sent_fields: Sequence[FieldView],
        values: Mapping[str, Value],
        around: Surroundings,
        *,
        outside: bool,
    ) -> None:
        super().__init__()
        self.known: Sequence[str] = ()
        """What is to be known of the step, whatever stands in the form."""
        self.outside = outside
        self.part = FACTS
        self.facts = Form(fact_fields, values, around, id="facts")
        self.sent = Form(sent_fields, values, around, id="sentform")
        self.asks_gaps = False
        self.asks_sign_off = False
        self._heading, self._about, self._kept = "", "", ""
        self._search = around.search
        self._letter_now, self._letter_seen = "", ""  # as it stands, and as the preview showed it

    def compose(self) -> ComposeResult:
        yield Words(id="title")
        yield Words(id="parts")
        yield Words(id="remarks")
        stop = Vertical(Words(_STOP, id="stop"), VerticalScroll(Ticks(id="ticks-each")), id="checklist")
        sent = Vertical(Words(id="summary"), self.sent, id="sent")
        preview = VerticalScroll(Words(id="letter"), id="preview")
        beside = VerticalScroll(Words(id="letter-beside"), id="beside", can_focus=False)
        yield Horizontal(ContentSwitcher(self.facts, stop, preview, sent, initial=FACTS), beside, id="middle")
        buttons = (
            Button("Continue", id="next", compact=True),
            Button("Record as sent", id="do", variant="primary", compact=True),
            Button("Save as Word", id="word", compact=True),
            Button("Save as e-mail", id="mail", compact=True),
        )
        yield Vertical(Ticks(short=True, id="ticks"), Horizontal(*buttons, classes="buttons"), id="foot")

    # ------------------------------------------------------------ what stands in it

    def values(self) -> dict[str, Value]:
        """What stands in all fields."""
        return self.facts.values() | self.sent.values()

    def put(self, values: Mapping[str, Value]) -> None:
        """Put these values into all fields; a field without one gets its own beginning."""
        for form in (self.facts, self.sent):
            for each in form.fields:
                form.put(each.name, values.get(each.name, each.default))

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts there are."""
        return (FACTS, SENT) if self.outside else (FACTS, CHECKLIST, PREVIEW, SENT)

    def stops(self) -> list[Problem]:
        """What has to be put right before the letter is shown: what cannot be understood, and that nobody signs it.

        What is not there yet is no problem here: a letter with gaps can be looked at.
        """
        typed = self.facts.values()
        return [each for each in self.facts.problems() if typed.get(each.field) or each.field == BY]

    # ------------------------------------------------------------ showing

    def head(self, name: str, about: str, kept: str) -> None:
        """Say which letter it is, for which case, and when its draft was kept."""
        self._heading, self._about, self._kept = one_line(name), one_line(about), kept
        self._draw_head()

    def _draw_head(self) -> None:
        kept = f"   {self._kept}" if self._kept else ""
        title = join((f" {self._heading}", "bold"), (f"  {self._about}", "$muted"), (kept, "$done"))
        self.query_one("#title", Words).update(title)
        self.query_one("#parts", Words).update(parts_line(self.parts, self.part, self.outside))

    def show_letter(self, view: NoticeView) -> None:
        """Show the ticks, the text, and what is about to be recorded."""
        must = [each for each in view.ticks if each.required]
        self.query_one("#ticks", Ticks).show(for_outside(must) if self.outside else must)
        self.query_one("#ticks-each", Ticks).show(view.ticks)
        remarks = self.query_one("#remarks", Words)
        said = tuple(dict.fromkeys((*view.remarks, *self.known)))
        remarks.display = bool(said)
        remarks.update(remark_lines(said))
        letter = letter_words(view.text)
        self.query_one("#letter", Words).update(letter)
        self.query_one("#letter-beside", Words).update(letter)
        values = self.values()
        left = values.get(LEFT_INCOMPLETE) == "yes"
        kept = _KEPT_THEIRS if self.outside else _KEPT_OURS
        self._letter_now = view.text
        if self.part == PREVIEW:
            self._letter_seen = view.text
        changed = bool(self._letter_seen) and view.text != self._letter_seen
        signed = self._called(str(values.get(BY, "")))
        self.query_one("#summary", Words).update(
            summary(view, values, kept, signed, incomplete=left, changed=changed and not self.outside)
        )
        button = self.query_one("#do", Button)
        self.asks_sign_off = view.sign_off == NEEDED and not left
        button.label = "Record as sent, incomplete" if left and not view.complete else "Record as sent"
        if self.asks_sign_off:
            button.label = "Ask for sign-off"
        button.refresh(layout=True)
        self.screen.refresh_bindings()  # the footer says what the button says

    def _called(self, person: str) -> str:
        """The name of somebody in the office's list; what was typed where it is nobody's."""
        return next((name for id, name, _ in self._search(person) if id == person), person) if person else ""

    async def ask_when_sent(self, fields: Iterable[FieldView], *, gaps: bool) -> None:
        """Ask for these fields in the last part."""
        self.asks_gaps = gaps
        await self.sent.show_fields(fields)

    def go(self, part: str) -> None:
        """Show a part and focus what is to be done in it."""
        self.part = part
        if part == PREVIEW:
            self._letter_seen = self._letter_now
        self.query_one(ContentSwitcher).current = part
        self._draw_head()
        last = part == SENT
        self.query_one("#next").display = not last
        self.query_one("#do").display = last
        for name in ("#word", "#mail"):
            self.query_one(name).display = not self.outside and part in (PREVIEW, SENT)
        self.query_one("#ticks").display = part in (FACTS, PREVIEW)
        self.query_one("#beside").set_class(part in (FACTS, SENT) and not self.outside, "-useful")
        if part == FACTS:
            self.facts.enter()
        elif last:
            self.sent.enter(needed=True)
        else:
            self.query_one("#preview" if part == PREVIEW else "#next").focus()
