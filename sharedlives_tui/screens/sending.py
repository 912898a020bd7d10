"""A letter on its way into the case: what is asked when it has gone, and the request that records it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import PurePath
from typing import NamedTuple

from sharedlives_tui.caseviews import FieldView, NoticeView, StepView
from sharedlives_tui.clock import Clock
from sharedlives_tui.desk import Desk
from sharedlives_tui.facts import Value
from sharedlives_tui.requests import Attach, Problem, Record, Refused, Warned
from sharedlives_tui.screens.act_fields import BY, ON, SENT, asked, facts_of, usual_doer
from sharedlives_tui.screens.outcome import recorded_words
from sharedlives_tui.screens.paper_files import paper, where_it_lies

LEFT_INCOMPLETE = "left_incomplete"
TEXT, FILE, HAS = "letter_text", "letter_file", "letter_has"
NOT_KEPT = "Its text is not kept here."
PLAIN = (".txt", ".md", ".eml")
MOST = 10 * 1024 * 1024


def sent_fields(desk: Desk, step: StepView, incomplete: bool) -> tuple[FieldView, ...]:
    """Return what is asked when a letter has gone; `incomplete` asks whether it left as it is."""
    notice = {each.name: each for each in step.fields if each.name in SENT}
    found = [
        asked(
            "method",
            "How it went",
            "choice",
            required=True,
            choices=step.methods,
            help="The way it left. The step allows these ways and no others.",
        )
    ]
    found.append(
        asked(
            ON,
            "Date sent",
            "date",
            required=True,
            default=desk.today.isoformat(),
            help="The day on which it left: the limit is met by it, and those for answers count from it.",
        )
    )
    found += [notice[name] for name in SENT[1:] if name in notice]
    if incomplete:
        help_words = "It is then recorded as incomplete: the step stays open until a complete one has gone."
        found.append(asked(LEFT_INCOMPLETE, "It has left with gaps", "yes/no", help=help_words))
    return tuple(found)


def sent_values(desk: Desk, step: StepView) -> dict[str, Value]:
    """Return what the fields begin with."""
    found: dict[str, Value] = {each.name: each.default for each in step.fields if each.default}
    found |= dict(step.prefilled)
    found |= {ON: desk.today.isoformat(), BY: step.letter_by or usual_doer(desk, step.who), "to": step.to}
    if step.methods and not found.get("method"):
        found["method"] = step.methods[0]
    return found


def outside_fields(step: StepView) -> tuple[FieldView, ...]:
    """Return what is asked of a letter that was written and sent without this program."""
    names = [each.name for each in step.must]
    return (
        asked(HAS, "What stands in it", "choices", choices=names, help="Space ticks what the letter holds.", many=True),
        asked(TEXT, "Its text", "long text", help="Paste it here, or name a file below."),
        asked(
            FILE, "Or the file", "text", help=f"Text is kept as text; another file with the entry. {where_it_lies()}"
        ),
    )


def outside_letter(values: Mapping[str, Value]) -> str:
    """Return the text of a letter as it was pasted, or words that say that it is not kept."""
    text = values.get(TEXT, "")
    return text if isinstance(text, str) and text.strip() else NOT_KEPT


@dataclass(frozen=True)
class Letter:
    """A letter with what stands in the fields now; it does not change while a thread works with it."""

    ref: str
    act: str
    name: str
    facts: Mapping[str, Value]
    day: str
    by: str
    values: Mapping[str, Value] = field(default_factory=dict)
    outside: bool = False
    has: tuple[str, ...] = ()
    back: Mapping[str, str] = field(default_factory=dict)
    step: StepView | None = None

    @staticmethod
    def of(ref: str, step: StepView, values: Mapping[str, Value], back: Mapping[str, str], outside: bool) -> Letter:
        """Return the letter of a step with these values."""
        without_day = {name: value for name, value in values.items() if name != ON}
        facts, _, by = facts_of(without_day, step, back)
        ticked = values.get(HAS, ())
        has = tuple(each.id for each in step.must if each.name in ticked)
        day = str(values.get(ON, ""))
        return Letter(ref, step.instance, step.name, facts, day, by, values, outside, has, back, step)

    def view(self, desk: Desk) -> NoticeView:
        """Return the notice as it stands. Raises LookupError where the case or the step is gone."""
        from sharedlives_tui import correspondence

        letter = outside_letter(self.values) if self.outside else None
        then = self._then(desk)
        return correspondence.notice_view(
            then, self.ref, self.act, self.facts, letter=letter, has=self.has, by=self._signer
        )

    def docx(self, desk: Desk) -> bytes:
        """Return the letter as a Word document."""
        from sharedlives_tui import correspondence

        return correspondence.notice_docx(self._then(desk), self.ref, self.act, self.facts, by=self._signer)

    def draft(self, desk: Desk) -> bytes:
        """Return the letter as an e-mail draft that is not sent yet, the Word letter attached."""
        from sharedlives_tui import correspondence

        return correspondence.notice_draft(self._then(desk), self.ref, self.act, self.facts, by=self._signer)

    @property
    def _signer(self) -> str:
        """The id of who signs; empty for the viewer, and while a name is being typed."""
        return self.by if self.by.startswith("P-") else ""

    def _then(self, desk: Desk) -> Desk:
        """The desk on the day on which the letter goes: it bears that day, and is signed with the role of that day."""
        try:
            return replace(desk, clock=Clock(date.fromisoformat(self.day)))
        except ValueError:
            return desk


class Send(NamedTuple):
    """What goes with a letter when it is recorded: the version of the case, the request's id, the draft's place."""

    version: int
    request_id: str
    draft: str = ""


def record_letter(desk: Desk, letter: Letter, send: Send, known: Sequence[Warned]) -> str:
    """Record that a letter was sent; return what that did, in words. Raises as casework."""
    from sharedlives_tui import casework

    text, paper = _paper(letter) if letter.outside else (None, None)
    if paper is not None:
        send = send._replace(draft="")  # until its paper is kept, too
    result = casework.record(desk, _request(letter, send, text))
    if paper is not None:
        casework.attach(desk, Attach(letter.ref, paper[0], paper[1], result.entry))
    return recorded_words(desk, result, known)


def ask_sign_off(desk: Desk, letter: Letter, send: Send) -> str:
    """Ask for the sign-off of a letter as it stands; return what that did, in words. Raises as casework."""
    from sharedlives_tui import signing_off

    signing_off.ask(desk, _request(letter, send, None))
    return f"{letter.ref}: the letter waits for a manager's sign-off. It has not gone, and its step stays open."


def _request(letter: Letter, send: Send, text: str | None) -> Record:
    return Record(
        letter.ref,
        letter.act,
        letter.facts,
        date.fromisoformat(letter.day),
        letter.by,
        letter=text,
        has=letter.has,
        sent_incomplete=letter.values.get(LEFT_INCOMPLETE) == "yes",
        version=send.version,
        request_id=send.request_id,
        draft=send.draft,
    )


def _paper(letter: Letter) -> tuple[str, tuple[str, bytes] | None]:
    """The text of a letter that was written elsewhere, and the file that is kept with it. Raises Refused, OSError."""
    named = str(letter.values.get(FILE, "")).strip()
    text = outside_letter(letter.values)
    if not named:
        return text, None
    try:
        name, content = paper(named, MOST, FILE)
    except (FileNotFoundError, IsADirectoryError):
        raise Refused(Problem(FILE, "", f"There is no file {named}. Check where it lies.")) from None
    if len(content) > MOST:
        raise Refused(Problem(FILE, "", "The file is larger than 10 MB. Make it smaller first."))
    if PurePath(name).suffix.lower() in PLAIN and text == NOT_KEPT:
        return content.decode("utf-8", errors="replace"), None
    if text == NOT_KEPT:
        text = f"See the paper kept with this entry: {name}"
    return text, (name, content)
