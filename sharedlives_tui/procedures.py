"""Procedures as frozen, typed objects.

A procedure is data: stages, steps and actions with who acts, what must be asked, by when, and what a
letter must hold. This module says what the words of the format mean; `procedure_files` reads the files.
The format is described for people who write procedures in docs/procedures.md.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from types import MappingProxyType

from sharedlives_tui.workdays import Unit

FIELD_KINDS = (
    "text",
    "long text",
    "date",
    "choice",
    "choices",
    "yes/no",
    "number",
    "person",
    "people",
    "lines",
    "answers",
    "instance",
    "reference",
)
"""What a field can hold. Dates are ISO text, yes/no is "yes" or "no"; the kinds of `MANY` hold a list."""

MANY = frozenset({"choices", "people", "lines", "answers"})
"""Kinds whose value is a list of texts."""

FORCES = ("must", "aim", "local target", "window", "none")
"""How binding a limit is (RD-29). `window` is a right of the other side; `none` has no limit."""

EFFECTS = (
    "extend",
    "waive",
    "note",
    "link",
    "owner",
    "party",
    "viewer",
    "substitute",
    "undo-closing",
    "reopen",
    "wait",
    "wait-over",
)
"""What an action can do beyond its data; everything else an action does stands in its own keys."""

LATEST = re.compile(r"entry|([0-9]{1,4}) (calendar|working) days")
"""How far after the day of the entry a date may lie at most, or must lie at least."""

COPIES_LEFT = "copies that left"
LEFT_OUT = "what is left out"
KNOWN = ("stage before", "stage now", "answer due", COPIES_LEFT, LEFT_OUT)
"""Facts that the case knows: its stage before the step was called for and now, when the answer is due, to whom
letters have gone, and that copies for a person leave something out. `end of STEP` beside them: the last day of that
step's window."""

LEDGER_COLUMNS = ("put", "answer", "outcome", "told")
"""The columns of the ledger of lines: what was put to whom, the answer, the outcome, who was told (DA-39, DA-40)."""

CARDS = ("impact",)
"""The cards that gather the instances of a step, a row each."""

ANY_STAGE = "any"
OPENING = "opening"
END_OF = "end of "
"""Before a step: the last day of its limit, from which another limit runs."""
WITHIN = re.compile(r"(?P<field>[a-z_]+) within (?P<step>[a-z0-9-]+)")
"""Of a choice: its first where the entry that called for the step, or the date in its field, lies in that window;
its second where the date lies after it; its third where there never was such a window."""


@dataclass(frozen=True)
class Condition:
    """A closed list of tests, all of which must hold; `any_of` holds when one of its members does."""

    fields: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Each named field, looked up along the instance's own chain, has one of the values."""
    filled: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    """The fields are filled in this entry itself, whatever earlier rounds say."""
    done: tuple[str, ...] = ()
    """Each step has ended as met at least once (for the same party where the asking step has one)."""
    not_done: tuple[str, ...] = ()
    begun: tuple[str, ...] = ()
    """Each step or action has an entry that counts, met or not."""
    not_open: tuple[str, ...] = ()
    """No instance of the step is open."""
    spans: tuple[str, ...] = ()
    no_spans: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    """Somebody has this part in the case; `part.role` asks for the register's role as well."""
    no_parts: tuple[str, ...] = ()
    over: tuple[str, ...] = ()
    """The window of the step is over on the day of the asking entry, or the step has ended."""
    has: tuple[str, ...] = ()
    """The letter that the entry recorded held each of these contents."""
    covers: str | None = None
    """The entry's ticks hold all that the letter of that step must hold."""
    older: tuple[str, int] | None = None
    """The date in the field lies more than so many months before the entry."""
    within: tuple[str, str] | None = None
    """The date in the field (where it is empty, the day of the entry; for the name of an act, the day of its entry in
    the chain) lies in the window of the step (RD-16)."""
    reached: tuple[str, ...] = ()
    """The entry does not lie before the last day of the step's limit: a meeting is held on its day."""
    beyond: tuple[str, str] | None = None
    """It lies after the last day of that window."""
    below: tuple[str, str] | None = None
    """The number in the first field is smaller than the one in the second."""
    at_least: tuple[str, str] | None = None
    """The number in the first field is not smaller than the one in the second."""
    case_types: tuple[str, ...] = ()
    """The case is of one of these types before the entry."""
    any_of: tuple[Condition, ...] = ()


ALWAYS = Condition()


@dataclass(frozen=True)
class Need:
    """A gate: what must be so before the act can be recorded, in words for the person at the desk."""

    when: Condition
    words: str
    rule: str


@dataclass(frozen=True)
class ForEach:
    """One instance for each person with a part in the case, or for each line of a list."""

    part: str | None = None
    roles: tuple[str, ...] = ()
    line: str | None = None
    of: str = "entry"
    """`entry`: those whom the opening entry names; `case`: all so far; `same`: that of the opening entry; `same line`:
    those so far whom an entry for the whole case, or for the line of the opening entry, names."""


@dataclass(frozen=True)
class Limit:
    """A count of days from (or back from) an event. Dates are never typed: they follow from entries."""

    count: int
    unit: Unit
    after: tuple[str, ...] = (OPENING,)
    """`opening`, a date field, a step whose day counts, or `end of STEP`; the first that the own chain has."""
    force: str = "must"
    extend: bool = False
    line_date: bool = False
    """The limit is the date that the line itself names."""
    told: str = ""
    """Windows only: the date field in which letters tell the last day. It is never shortened below that (RD-01)."""


@dataclass(frozen=True)
class Opener:
    """What opens an instance: an entry of `by`, entering `stage`, or the closing of the case."""

    by: tuple[str, ...] = ()
    stage: str | None = None
    closing: tuple[str, ...] = ()
    when: Condition = ALWAYS
    for_each: ForEach | None = None
    limit: Limit | None = None


@dataclass(frozen=True)
class MetBy:
    """Another step's entry that meets this one as well."""

    by: tuple[str, ...]
    when: Condition = ALWAYS


@dataclass(frozen=True)
class Content:
    """One thing that a letter must hold, and the facts that make it present."""

    id: str
    name: str
    needs: tuple[str, ...] = ()
    """Field ids, or `contact:NAME` for the office's contact list; empty: the letter's own wording holds it."""
    warns: str = ""
    """A rule: a letter that may hold it and left without it is warned about (RD-17)."""
    when: Condition = ALWAYS


@dataclass(frozen=True)
class Notice:
    """A written notice: its rule ID, its letter template, who writes to whom, and what must stand in it."""

    id: str
    letter: str
    sender: str
    to: tuple[str, ...]
    must: tuple[Content, ...]
    may: tuple[Content, ...] = ()
    methods: tuple[str, ...] = ("post", "email", "by hand")
    copies: tuple[str, ...] = ()
    """Who gets a copy, in words."""
    spoken: bool = False
    """May be told in person or by telephone: then no letter is rendered."""


@dataclass(frozen=True)
class Field:
    """One fact, declared once: it serves form, check, letter, command line and tests."""

    id: str
    label: str
    kind: str
    help: str = ""
    required: bool = False
    choices: tuple[str, ...] = ()
    part: str | None = None
    """For people: the part they take in the case (complainant, subject, ...)."""
    line: str | None = None
    """For lines: the kind of line (point, allegation, promise)."""
    roles: tuple[str, ...] = ()
    """For a person: the register roles that fit."""
    adds_people: bool = False
    """A name that the register does not hold is added to it."""
    default: str = ""
    confidential: bool = False
    """What is written here may be marked as given in confidence (CC-18)."""
    earliest: str = ""
    """For a date: `entry` where it cannot lie before the day of the entry, or `5 working days` after it at least."""
    latest: str = ""
    """For a date: `entry` where it cannot lie after the day of the entry, or `28 calendar days` after it at most."""
    rule: str = ""
    """The rule that a refused value is told with."""
    known: str = ""
    """One of KNOWN, `end of STEP`, or `FIELD within STEP`: what the case itself can fill in."""
    noun: str = ""
    """What an answer is called where it is laid out to be read; the label where empty."""
    as_before: bool = False
    """A form begins with what the case last said in this field, in whatever step; never for a date."""
    still_open: bool = False
    """For lines: a letter leaves out those whose own steps are over."""
    ledger: str = ""
    """One of LEDGER_COLUMNS: where the value stands in the ledger, when the act is recorded for a line."""
    when: Condition = ALWAYS
    """Asked only where this holds."""

    @property
    def many(self) -> bool:
        """True where the value is a list of texts."""
        return self.kind in MANY


@dataclass(frozen=True)
class Enter:
    """The stage that an entry leads to."""

    to: str
    when: Condition = ALWAYS


@dataclass(frozen=True)
class Become:
    """The type that the case is of from the entry on (CC-01)."""

    type: str
    when: Condition = ALWAYS


@dataclass(frozen=True)
class End:
    """The entry closes the case, in the word `how`."""

    how: str
    when: Condition = ALWAYS


@dataclass(frozen=True)
class EndSteps:
    """The entry ends open instances of other steps, in the word `how`."""

    steps: tuple[str, ...]
    how: str
    when: Condition = ALWAYS


@dataclass(frozen=True)
class SpanChange:
    """A span (with safeguarding, withheld, restricted) that the entry begins or ends."""

    span: str
    begins: bool
    each: bool = False
    """For the party named in the entry alone; otherwise for the whole case."""
    when: Condition = ALWAYS


@dataclass(frozen=True)
class Independence:
    """Who may not be the person in a field (`by`: the doer), from the case's own history (CC-13, CC-14)."""

    person: str
    barred: tuple[str, ...] = ()
    """Of: subject, party, acted, owned, outside (not of the office), `our office` (of a scheme's own), `part:NAME`,
    `did:STEP` (whoever did that), `span:NAME` (for whom that span runs)."""
    senior: bool = False
    warns: bool = False
    """Such a person is warned about, not refused: an adviser or note-taker (DA-38)."""
    rule: str = ""
    least: int = 0
    """How many must be named at least (RD-24)."""
    among: tuple[str, ...] = ()
    """Roles one of which at least one of those named must hold."""
    allow: str | None = None
    """A field in which a manager writes why it is right all the same."""
    part: str = ""
    """With `warns`: `least` of those with this part in the case are among those named, or it is pointed at."""
    when: Condition = ALWAYS
    """Asked only where this holds."""


@dataclass(frozen=True)
class Act:
    """A step or an action: anything of which a dated entry can be recorded."""

    id: str
    name: str
    kind: str
    """`step` or `action`."""
    rules: tuple[str, ...]
    stage: str = ANY_STAGE
    fields: tuple[Field, ...] = ()
    who: tuple[str, ...] = ()
    decides: tuple[str, ...] = ()
    decides_when: Condition = ALWAYS
    """The decision is theirs only where this holds; otherwise anybody may record it."""
    independence: tuple[Independence, ...] = ()
    opens: tuple[Opener, ...] = ()
    met_by: tuple[MetBy, ...] = ()
    not_possible: tuple[Condition, ...] = ()
    holds: tuple[str, ...] = ()
    """Spans that take the limit away while they last (RD-10); `x@` is the span of the same party."""
    needs: tuple[Need, ...] = ()
    limit: Limit | None = None
    side: str = "ours"
    notice: Notice | None = None
    enters: tuple[Enter, ...] = ()
    becomes: tuple[Become, ...] = ()
    ends: tuple[End, ...] = ()
    ends_steps: tuple[EndSteps, ...] = ()
    span_changes: tuple[SpanChange, ...] = ()
    outlives_stage: bool = False
    after_closing: bool = False
    waivable: bool = False
    hides: bool = False
    """The case is closed to the party of this step: they see the step's notice alone (CC-19, RD-40)."""
    word: bool = False
    """Tells the person waiting how it goes (CC-29)."""
    counts: str = "substance"
    """What doing it makes of the doer: `substance`, `part` (bars, no rank needed), `none` (RD-11, RD-39)."""
    available: Condition = ALWAYS
    """Actions only: the action can be recorded while this holds."""
    effect: str | None = None
    card: str = ""
    """One of CARDS: its instances are the rows of that card, its fields the columns (DA-18)."""
    shows: tuple[str, ...] = ()
    """Fields of the case's story to be looked at before a decision is taken (DA-41)."""
    decides_on: tuple[str, ...] = ()
    """Steps or actions on which the act decides: a substitute is not junior to whoever did them (RD-20)."""
    day: str = ""
    """What its day is called in a form; empty: the day on which it was done."""
    early: bool = False
    """Of one day's entries it comes before the steps (an extension on the day of the answer)."""
    help: str = ""

    @property
    def is_decision(self) -> bool:
        """True where a certain office decides; a letter that only tells what was decided is none."""
        return bool(self.decides) and (bool(self.shows) or self.notice is None)

    @property
    def only_adds(self) -> bool:
        """True of a note: it takes nothing's place, so two are never the same thing done twice."""
        return self.effect in ("note", "wait")

    @property
    def decided_in(self) -> str:
        """The field that names who decided it, where that is not who did it; empty where it is."""
        return "appointed_by" if self.effect == "substitute" else ""

    def content_name(self, name: str) -> str:
        """The words for a content of the act's letter; the id itself for one that it does not have."""
        contents = () if self.notice is None else (*self.notice.must, *self.notice.may)
        return next((each.name for each in contents if each.id == name), name)

    @cached_property
    def field_by_id(self) -> Mapping[str, Field]:
        """The act's fields by id."""
        return MappingProxyType({each.id: each for each in self.fields})


@dataclass(frozen=True)
class Vocabulary:
    """The rules, roles and letters that exist, for checking that a procedure names no other."""

    rules: frozenset[str]
    roles: frozenset[str]
    letters: frozenset[str]


@dataclass(frozen=True)
class Stage:
    """One stage of the track on the case screen."""

    id: str
    name: str


@dataclass(frozen=True)
class Control:
    """The control sheet of a procedure (CC-31)."""

    in_force: date
    review_on: date | None = None
    author: str = ""
    authority: str = ""
    replaces: str = ""
    amendments: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True)
class Procedure:
    """One version of one procedure, whole."""

    id: str
    name: str
    plural: str
    prefix: str
    control: Control
    stages: tuple[Stage, ...]
    acts: tuple[Act, ...]
    """Steps in the order of the file, the opening step first; then the actions."""
    restricted: bool = False
    """Cases are closed to all but those who are added (DI-16)."""
    type_field: str | None = None
    retention_years: int | None = None
    stale_days: int | None = None
    """Calendar days without a word to or from anybody after which an open case goes stale (DI-09, RD-27)."""
    title: tuple[str, ...] = ()
    """The fields whose people or words name a case in lists, the first that is filled."""
    digest: str = field(default="", compare=False)
    """The hash of the text that a case is pinned to."""

    @cached_property
    def by_id(self) -> Mapping[str, Act]:
        """Steps and actions by id."""
        return MappingProxyType({act.id: act for act in self.acts})

    @cached_property
    def order(self) -> Mapping[str, int]:
        """The place of each act in the file, for sorting entries of one day."""
        ranked = sorted(self.acts, key=lambda act: (act is not self.acts[0], not act.early))
        return MappingProxyType({act.id: place for place, act in enumerate(ranked)})

    @property
    def opening(self) -> Act:
        """The step whose entry opens the case."""
        return self.acts[0]

    @property
    def steps(self) -> tuple[Act, ...]:
        """The steps alone."""
        return tuple(act for act in self.acts if act.kind == "step")

    @property
    def actions(self) -> tuple[Act, ...]:
        """The actions alone."""
        return tuple(act for act in self.acts if act.kind == "action")

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """Every field of the procedure by id."""
        return MappingProxyType({each.id: each for act in self.acts for each in act.fields})

    def stage_name(self, stage: str) -> str:
        """The words for a stage id; the id itself if the procedure has no such stage."""
        return next((each.name for each in self.stages if each.id == stage), stage)
