"""What a viewer sees of a case: frozen rows for the screens and for the text twin, already filtered for the viewer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from sharedlives_tui.facts import Line, Value
from sharedlives_tui.requests import Warned

PART_WORDS: Final = {"subject": "whom it is about", "complainant": "who raised it", "caller": "who called"}
"""The parts of a case whose own words an officer would not say, with what they say instead."""


@dataclass(frozen=True)
class PartyView:
    """Somebody with a part in the case."""

    person: str
    name: str
    part: str
    role: str

    @property
    def part_words(self) -> str:
        """Their part as an officer says it: the procedures' own words, but for those that only a procedure uses."""
        return PART_WORDS.get(self.part, self.part)


@dataclass(frozen=True)
class EntryView:
    """One entry as it is shown."""

    id: int
    step: str
    name: str
    instance: str
    done_on: date
    recorded_at: datetime
    done_by: str
    recorded_by: str
    struck: bool
    outside: str
    """Why it stands outside the procedure; empty if it does not."""
    incomplete: tuple[str, ...]
    values: Mapping[str, Value]
    labels: Mapping[str, str]
    confidential: tuple[str, ...] = ()
    letter: str = ""
    written_elsewhere: bool = False
    """The letter is not ours: its text is no Markdown, and is shown as it is."""
    struck_reason: str = ""
    struck_by: str = ""
    struck_on: date | None = None
    replaced_by: int | None = None
    late_entry: bool = False
    """It was recorded on a later day than it was done (DY-07)."""
    signed_off_by: str = ""
    """The manager who signed its letter off before it went."""
    not_signed_off: bool = False
    """Its letter left without the sign-off that the office asks for."""
    row: int = 0
    """Its row of the journal: to compare two looks at a case by. It is never shown: it would tell of other cases."""


@dataclass(frozen=True)
class LimitView:
    """One instance of a step with its limit."""

    instance: str
    step: str
    name: str
    stage: str
    side: str
    force: str
    opened_on: date
    due: date | None
    act_by: date | None
    until: date | None
    state: str
    days_late: int
    ended: date | None
    how: str
    late: bool
    rules: tuple[str, ...]
    after_closing: bool = False
    unit: str = ""
    due_before: date | None = None
    """The day that it had before a correction moved it (RD-32); None if none did."""


STAFF, OWNERS = "those who work here", "those who can look after the case"
"""Words that stand for people where a field says whom it offers (`owners` knows who they are)."""


@dataclass(frozen=True)
class FieldView:
    """A field to ask for."""

    name: str
    label: str
    kind: str
    required: bool
    choices: tuple[str, ...]
    confidential: bool
    help: str
    default: str
    many: bool
    roles: tuple[str, ...] = ()
    adds_people: bool = False
    asked_when: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Asked only while each of these other fields of the form has one of the values."""
    needed_when_asked: bool = False
    """It must be filled in wherever `asked_when` and `asked_unless` have it asked."""
    asked_unless: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Not asked while one of these other fields of the form has one of the values."""
    among: tuple[str, ...] | None = None
    """Who is offered for it, as `owners` takes it; None where anybody is. Others are taken by their full name alone."""


@dataclass(frozen=True)
class Tick:
    """One thing that a letter must (or may) hold, and whether it is there."""

    id: str
    name: str
    present: bool
    required: bool
    missing: str = ""
    """What to do so that it is there; empty if it is."""
    field: str = ""
    """The field to fill in so that it is there, or "contact:NAME" for a contact of the office; empty if it is there."""


@dataclass(frozen=True)
class SignOffView:
    """How a letter stands that a manager signs off before it goes."""

    instance: str
    name: str
    state: str
    """`waiting`, `signed` or `sent back`."""
    words: str
    letter: str
    asked_by: str
    decided_by: str
    reason: str
    values: Mapping[str, Value]
    """The facts with which it was asked."""
    by: str
    """Who signs the letter itself (P-12)."""
    on: date
    goes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """To whom it goes, with copies and enclosures: `to`, `copies`, `enclosures`, where there are any."""

    @property
    def reaches(self) -> str:
        """Who gets it and what goes with it, in one line; empty where that was not kept."""
        words = (("to", "To"), ("copies", "Copies to"), ("enclosures", "With"))
        return " ".join(f"{label} {'; '.join(self.goes[name])}." for name, label in words if self.goes.get(name))


@dataclass(frozen=True)
class StepView:
    """An open step, or an action that is possible now."""

    step: str
    instance: str
    name: str
    kind: str
    """`step` or `action`."""
    rules: tuple[str, ...]
    stage: str
    who: tuple[str, ...]
    side: str
    force: str
    due: date | None
    act_by: date | None
    state: str
    days_late: int
    gates: tuple[str, ...]
    """What must be so first, in words; empty if it can be recorded now."""
    fields: tuple[FieldView, ...]
    notice: str
    """The rule ID of its written notice (NT-04); empty if it has none."""
    must: tuple[Tick, ...] = ()
    methods: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    """Names of those to whom the notice goes."""
    spoken: bool = False
    prefilled: Mapping[str, Value] = field(default_factory=dict)
    """What the case already knows for its fields."""
    help: str = ""
    after_closing: bool = False
    remarks: tuple[str, ...] = ()
    """What to know before it is recorded: the days that are left to the other side."""
    until: date | None = None
    """Of a window: the last day on which the other side is in time (RD-01)."""
    decides: bool = False
    """Only a certain office decides this."""
    letter_by: str = ""
    """Who signs its letter (P-12), where its sign-off was asked for."""
    only_adds: bool = False
    """It adds to the case and takes nothing's place: two of them are never the same thing done twice."""
    day: str = ""
    """What its day is called in a form; empty: the day on which it was done."""


@dataclass(frozen=True)
class StageView:
    """One stage of the track: its place and whether it is done, skipped, current or ahead."""

    id: str
    name: str
    place: str

    @property
    def brief(self) -> str:
        """Its name where its number stands beside it: "Review meeting" for "Stage two: review meeting"."""
        first, _, rest = self.name.partition(": ")
        return f"{rest[:1].upper()}{rest[1:]}" if rest and first.startswith("Stage ") else self.name


@dataclass(frozen=True)
class LinkView:
    """Another case that belongs with this one."""

    ref: str
    words: str


@dataclass(frozen=True)
class WaitView:
    """Somebody for whom the case waits, or waited (DY-10): it says nothing of what is due."""

    entry: int
    """The entry that says so."""
    whom: str
    what: str
    since: date
    by: str
    """Who noted it, or asked them."""
    over_on: date | None = None
    """The day on which it was over; None while the case waits."""
    how: str = ""
    """How it ended, in words; empty while the case waits."""

    @property
    def words(self) -> str:
        """Whom and for what: "GP: the letter about her tablets"."""
        return ": ".join(each for each in (self.whom, self.what) if each)

    def days(self, today: date) -> int:
        """How many calendar days the wait has lasted by that day, or until it was over."""
        return max(0, ((self.over_on or today) - self.since).days)


@dataclass(frozen=True)
class AttachmentView:
    """A paper kept with the case."""

    id: int
    name: str
    size: int
    entry: int | None
    confidential: bool


@dataclass(frozen=True)
class LedgerFact:
    """One value in a column of a line: in which words, on which day, by which entry."""

    text: str
    on: date
    entry: int
    by: str = ""


@dataclass(frozen=True)
class LedgerRow:
    """One line with its story; `open` names the steps that still wait for it."""

    line: Line
    columns: Mapping[str, tuple[LedgerFact, ...]] = field(default_factory=dict)
    open: tuple[str, ...] = ()

    def last(self, column: str) -> str:
        """The latest words of a column; empty where nothing stands there yet."""
        facts = self.columns.get(column, ())
        return facts[-1].text if facts else ""


@dataclass(frozen=True)
class ImpactRow:
    """A person supported whom a decision would touch, with what is planned for them (DA-18)."""

    person: str
    name: str
    instance: str
    """The open step in which their plan is recorded; empty where none is called for."""
    planned_on: date | None
    facts: tuple[tuple[str, str], ...]
    """Label and words of the plan on record; empty while there is none."""


@dataclass(frozen=True)
class CaseView:
    """A case as this viewer may see it."""

    ref: str
    kind: str
    kind_name: str
    type: str
    title: str
    stage: str
    stage_name: str
    status: str
    owner: str
    owner_name: str
    procedure: str
    procedure_note: str
    """The version that governs it, and a word if it is past its review date (CC-31)."""
    opened_on: date | None
    closed_on: date | None
    dispose_after: date | None
    """When the record comes up for disposal (CC-10); None while open."""
    version: int
    parties: tuple[PartyView, ...]
    entries: tuple[EntryView, ...]
    limits: tuple[LimitView, ...]
    warnings: tuple[Warned, ...]
    links: tuple[LinkView, ...]
    attachments: tuple[AttachmentView, ...]
    stages: tuple[StageView, ...]
    lines: tuple[tuple[str, str], ...] = ()
    ledger: tuple[LedgerRow, ...] = ()
    """The same lines, each with what was put, answered, found and told (DA-39, DA-40)."""
    affected: tuple[ImpactRow, ...] = ()
    """The persons supported, and what is planned for each (DA-18)."""
    sign_offs: tuple[SignOffView, ...] = ()
    """Letters for whose sign-off somebody asked and that have not gone yet."""
    waits: tuple[WaitView, ...] = ()
    """Whom the case waits for, the longest wait first, then for whom it waited."""
    privacy_note: str = ""
    """To whom a case is open that is not open to the whole office, and what the program cannot promise (E-22)."""
    narrow: bool = False
    """The viewer is a subject of the case and sees the notice to them alone (RD-40)."""

    @property
    def waits_now(self) -> tuple[WaitView, ...]:
        """Whom the case waits for now; nobody once it is closed."""
        return tuple(each for each in self.waits if not each.how)


@dataclass(frozen=True)
class WhyView:
    """A limit that explains itself (DY-06): sentences, then each rule with its own words and source."""

    title: str
    sentences: tuple[str, ...]
    passed_over: tuple[tuple[date, str], ...]
    rules: tuple[tuple[str, str, str, str], ...]
    """ID, title, words, source with section (or: the scheme's own practice)."""


@dataclass(frozen=True)
class NoticeView:
    """A letter as it stands: its ticks, its text, to whom and how it can go."""

    act: str
    instance: str
    notice: str
    title: str
    ticks: tuple[Tick, ...]
    text: str
    to: tuple[str, ...]
    methods: tuple[str, ...]
    spoken: bool
    format_needed: str = ""
    remarks: tuple[str, ...] = ()
    """What to know before it goes: the days that are left to the other side."""
    email: str = ""
    """The address to which an e-mail draft goes; empty where none is on file or it goes to several."""
    papers: tuple[int, ...] = ()
    """The papers of the case that go with it, by their numbers."""
    sign_off: str = ""
    """`needed`, `waiting` or `signed` where the office wants it signed off; empty where it may simply go."""

    @property
    def complete(self) -> bool:
        """True if everything required is there."""
        return all(each.present for each in self.ticks if each.required)
