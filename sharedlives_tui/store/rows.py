"""What the store hands out and takes in: frozen values, with days as `date` and instants as aware UTC `datetime`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sharedlives_tui.store.basics import (
    EARLIEST_ACT,
    LISTED_STATES,
    Office,
    TodayRow,
    instant,
    person_number,
    person_ref,
    stamp,
)

__all__ = [
    "EARLIEST_ACT",
    "LISTED_STATES",
    "AccessRow",
    "AttachmentRow",
    "CalendarChange",
    "CaseRow",
    "ClassColumns",
    "DraftRow",
    "EntryRow",
    "LimitRow",
    "LinkRow",
    "Office",
    "PartyRow",
    "PersonRow",
    "ProcedureRow",
    "TodayRow",
    "class_columns",
    "instant",
    "person_number",
    "person_ref",
    "stamp",
]


@dataclass(frozen=True)
class ClassColumns:
    """For each class of limits of a case, its earliest open one: what lists and counts read, whatever the day.

    Of windows it is the last one to end, so that the case shows `window` for as long as any is open.
    """

    must_due: date | None = None
    must_act_by: date | None = None
    must_instance: str = ""
    target_due: date | None = None
    target_act_by: date | None = None
    target_instance: str = ""
    window_until: date | None = None
    window_instance: str = ""
    theirs_due: date | None = None
    theirs_instance: str = ""
    next_act_by: date | None = None
    rest_state: str = ""
    """`withheld`, `no_limit` or empty."""
    rest_instance: str = ""


@dataclass(frozen=True)
class CaseRow:
    """A case as it stands. `version` is the one that the writer read; saving raises it by one.

    `classes` is filled by reading; the writer computes it from the limits and from nothing else.
    """

    id: int
    ref: str
    kind: str
    procedure: str
    """The digest of the procedure's text."""
    opened_on: date
    version: int
    type: str = ""
    title: str = ""
    owner: int | None = None
    stage: str = ""
    status: str = "open"
    closed_on: date | None = None
    restricted: bool = False
    guarded: bool = False
    updated_at: datetime | None = None
    classes: ClassColumns = ClassColumns()


@dataclass(frozen=True)
class LimitRow:
    """One instance of a step with its limit; `due` is None where it has none, or where it is withheld."""

    instance: str
    step: str
    step_name: str
    stage: str
    key: str | None
    opened_on: date
    force: str
    side: str
    due: date | None = None
    act_by: date | None = None
    until: date | None = None
    state_base: str = "open"
    """`open`, `withheld` or `ended`."""
    ended_on: date | None = None
    how: str = ""
    late: bool = False
    rules: tuple[str, ...] = ()
    after_closing: bool = False


@dataclass(frozen=True)
class EntryRow:
    """A row of the journal that belongs to a case: an entry, a strike, an attachment, a link, the opening."""

    seq: int
    kind: str
    number: int | None
    act: str
    key: str | None
    done_on: date | None
    done_by: str | None
    recorded_by: str
    recorded_at: datetime
    body: Mapping[str, Any]
    """The words; empty where they were disposed of."""
    disposed: bool = False
    struck_by: int | None = None
    """The journal row that struck it."""


@dataclass(frozen=True)
class PersonRow:
    """Somebody in the office's list."""

    id: int
    name: str

    @property
    def ref(self) -> str:
        """`P-12`."""
        return person_ref(self.id)


@dataclass(frozen=True)
class PartyRow:
    """Somebody's part in a case, with the role of the register."""

    person_id: int
    part: str
    role: str = ""
    name: str = ""
    """Filled by reading."""


@dataclass(frozen=True)
class AccessRow:
    """What somebody may see of a case: `hidden` (nothing), `viewer` (also where the case is restricted), or `part`.

    `part` is a viewer to whom some of its steps are closed: they open and find it, and no list of Today has it.
    """

    person_id: int
    rule: str


@dataclass(frozen=True)
class LinkRow:
    """A case that belongs with another."""

    case_id: int
    ref: str
    kind: str
    title: str
    status: str
    words: str


@dataclass(frozen=True)
class AttachmentRow:
    """A file kept with a case, without its content; `number` is the entry it lies at."""

    id: int
    case_id: int
    number: int | None
    name: str
    sha256: str
    size: int
    confidential: bool
    added_seq: int


@dataclass(frozen=True)
class DraftRow:
    """A text that somebody has begun to type."""

    person: str
    place: str
    body: str
    saved_at: datetime


@dataclass(frozen=True)
class CalendarChange:
    """A day that the office added to its working days, or took from them."""

    seq: int
    day: date
    working: bool
    reason: str
    entered_on: date
    recorded_at: datetime


@dataclass(frozen=True)
class ProcedureRow:
    """The text of a procedure that cases are pinned to."""

    digest: str
    id: str
    in_force: date
    file_name: str
    text: str
    shared: str


def class_columns(limits: Iterable[LimitRow], status: str) -> ClassColumns:
    """Return what the case row carries for these limits.

    An open case with nothing that runs is `no_limit`, so that no open case is ever missing from the list. A duty
    without a day that stands after closing is `no_limit` too, behind every other: it is never late, and it is found
    (lists call it `after_closing` once the case is closed).
    """
    running = [each for each in limits if each.state_base != "ended"]
    open_ones = [each for each in running if each.state_base == "open"]
    dated = [each for each in open_ones if each.due is not None]
    must = _earliest(each for each in dated if _ours(each) and each.force in ("must", "aim"))
    target = _earliest(each for each in dated if _ours(each) and each.force not in ("must", "aim"))
    windows = [each for each in dated if each.force == "window"]
    theirs = _earliest(each for each in open_ones if each.side == "theirs" and each not in windows)
    window = max(windows, key=lambda each: (each.until or each.due or date.min, each.instance), default=None)
    withheld = [each for each in running if each.state_base == "withheld"]
    bare = [each for each in open_ones if each.due is None and each.side != "theirs"]
    bare.sort(key=lambda each: (each.after_closing, each.opened_on, each.instance))
    rest = min(withheld, key=lambda each: (each.opened_on, each.instance)) if withheld else next(iter(bare), None)
    must_by, target_by = _act_by(must), _act_by(target)
    return ClassColumns(
        must_due=must.due if must else None,
        must_act_by=must_by,
        must_instance=must.instance if must else "",
        target_due=target.due if target else None,
        target_act_by=target_by,
        target_instance=target.instance if target else "",
        window_until=(window.until or window.due) if window else None,
        window_instance=window.instance if window else "",
        theirs_due=theirs.due if theirs else None,
        theirs_instance=theirs.instance if theirs else "",
        next_act_by=min((each for each in (must_by, target_by) if each is not None), default=None),
        rest_state="withheld" if withheld else "no_limit" if bare or status == "open" else "",
        rest_instance=rest.instance if rest else "",
    )


def _ours(limit: LimitRow) -> bool:
    return limit.side != "theirs" and limit.force != "window"


def _earliest(limits: Iterable[LimitRow]) -> LimitRow | None:
    return min(
        limits,
        key=lambda each: (each.due or date.max, each.act_by or each.due or date.max, each.instance),
        default=None,
    )


def _act_by(limit: LimitRow | None) -> date | None:
    if limit is None or limit.due is None:
        return None
    return min(limit.due, max(limit.act_by or limit.due, limit.due - timedelta(days=EARLIEST_ACT)))
