"""Cases told as days before (or after) a given day, and played through the one door as those days go by.

The stories are data (data/practice/*.toml). What is recorded is stamped with the day of the story, never with the
machine's clock, so that the same stories on the same day make the same office.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sharedlives_tui.casework import open_case, record
from sharedlives_tui.clock import Clock
from sharedlives_tui.desk import Desk, viewer_of
from sharedlives_tui.facts import Value
from sharedlives_tui.intake import fields_of
from sharedlives_tui.library import Library
from sharedlives_tui.person_records import record_person
from sharedlives_tui.procedures import Act
from sharedlives_tui.requests import OpenCase, Record, Refused
from sharedlives_tui.store import Store
from sharedlives_tui.typed_dates import parse_day
from sharedlives_tui.workdays import Calendar

OPENS_AT = 9 * 60
"""The minute of the day at which the first act of a day is recorded."""

_NO_FACTS = frozenset({"act", "on", "by", "recorded", "typed_by", "letter", "sent_incomplete"})


class StoryClock(Clock):
    """A clock that stands on one minute (UTC) of one day."""

    def __init__(self, day: date, minute: int = OPENS_AT) -> None:
        super().__init__(day)
        self.minute = minute

    def now(self) -> datetime:
        """Return the minute on which the clock stands."""
        day = self.today()
        return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=self.minute)


@dataclass(frozen=True)
class Told:
    """One act of a story with its days worked out."""

    kind: str
    case: int
    name: str
    """The name by which other stories speak of the case; empty if none does."""
    act: str
    on: date
    recorded: date
    by: str
    typed_by: str
    values: Mapping[str, Value]
    opens: bool = False
    letter: str | None = None
    has: tuple[str, ...] = ()
    sent_incomplete: bool = False


@dataclass(frozen=True)
class ToldRecord:
    """An entry on a person, with its days worked out."""

    person: str
    kind: str
    recorded: date
    by: str
    values: Mapping[str, Value]


@dataclass
class Teller:
    """Plays acts in a practice office, each typed by its own person on its own day."""

    store: Store
    papers: Library
    refs: dict[int, str] = field(default_factory=dict)
    """The reference of each case, by its number among the stories."""
    named: dict[str, str] = field(default_factory=dict)
    _told_on: dict[date, int] = field(default_factory=dict)

    def desk(self, name: str, day: date, minute: int = OPENS_AT) -> Desk:
        """The desk of somebody on a day of the story."""
        return Desk(self.store, viewer_of(self.store, name, day), StoryClock(day, minute), self.papers)

    def tell(self, told: Told) -> None:
        """Record an act. Raises Refused, with a note of the place in the stories, and the errors of the store."""
        try:
            self._tell(told)
        except Refused as error:
            error.add_note(f"told case {told.case + 1} ({told.kind}), {told.act} on {told.on}")
            raise

    def tell_record(self, told: ToldRecord) -> None:
        """Record an entry on a person. Raises as `tell` does."""
        desk = self._next_desk(told.by, told.recorded)
        try:
            record_person(desk, told.person, told.kind, told.values, told.recorded, told.by)
        except Refused as error:
            error.add_note(f"told of {told.person}: {told.kind} on {told.recorded}")
            raise

    def _next_desk(self, name: str, day: date) -> Desk:
        """The desk of somebody, five minutes after what was told last on that day."""
        count = self._told_on.get(day, 0)
        self._told_on[day] = count + 1
        return self.desk(name, day, OPENS_AT + 5 * count)

    def _tell(self, told: Told) -> None:
        desk = self._next_desk(told.typed_by, told.recorded)
        if told.opens:
            opened = open_case(desk, OpenCase(told.kind, told.values, on=told.on, by=told.by))
            self.refs[told.case] = opened.ref
            if told.name:
                self.named[told.name] = opened.ref
            return
        record(
            desk,
            Record(
                self.refs[told.case],
                told.act,
                self._with_links(told),
                on=told.on,
                by=told.by,
                letter=told.letter,
                has=told.has,
                sent_incomplete=told.sent_incomplete,
            ),
        )

    def _with_links(self, told: Told) -> Mapping[str, Value]:
        other = told.values.get("reference")
        return told.values if other is None else {**told.values, "reference": self.named[str(other)]}


def act_of(papers: Library, kind: str, act: str, on: date) -> Act:
    """Return the step (`plan`, `plan@Amy Lockwood`, `plan.2`) or action of a kind of case that begins on a day.

    Raises LookupError.
    """
    version = papers.in_force(kind, on)
    if version is None:
        raise LookupError(f"There is no procedure '{kind}'.")
    return version.procedure.by_id[act.partition("@")[0].partition(".")[0]]


def acts_of(
    number: int, case: Mapping[str, Any], seen_from: date, calendar: Calendar, papers: Library
) -> Iterator[Told]:
    """Yield the acts of one case in their order; days are read as they would be typed on the day `seen_from`.

    Raises DayNotUnderstood, LookupError, ValueError (an act before the one that it follows).
    """
    acts: Sequence[Mapping[str, Any]] = case["act"]
    previous = date.min
    for place, each in enumerate(acts):
        on = parse_day(each["on"], seen_from, calendar)
        recorded = parse_day(each.get("recorded", each["on"]), seen_from, calendar)
        if on < previous or recorded < on:
            raise ValueError(f"Case {number}: {each['act']} on {each['on']} stands before what it follows.")
        previous = on
        act = act_of(papers, case["kind"], each["act"], on)
        letter = each.get("letter")
        elsewhere = letter is not None and act.notice is not None
        yield Told(
            kind=case["kind"],
            case=number,
            name=case.get("case", ""),
            act=each["act"],
            on=on,
            recorded=recorded,
            by=each["by"],
            typed_by=each.get("typed_by", each["by"]),
            values=facts(act, each, seen_from, calendar),
            opens=place == 0,
            letter=letter if elsewhere else None,
            has=tuple(content.id for content in act.notice.must) if elsewhere and act.notice is not None else (),
            sent_incomplete=each.get("sent_incomplete", False),
        )


def record_of(told: Mapping[str, Any], seen_from: date, calendar: Calendar, papers: Library) -> ToldRecord:
    """Return an entry on a person as it is told, its dates worked out. Raises DayNotUnderstood, KeyError."""
    dates = {each.id for each in papers.record_kinds.by_id[told["kind"]].fields if each.kind == "date"}
    values: dict[str, Value] = {
        name: parse_day(value, seen_from, calendar).isoformat() if name in dates else value
        for name, value in told.items()
        if name not in ("person", "kind", "on", "by")
    }
    return ToldRecord(told["person"], told["kind"], parse_day(told["on"], seen_from, calendar), told["by"], values)


def facts(act: Act, told: Mapping[str, Any], seen_from: date, calendar: Calendar) -> dict[str, Value]:
    """Return the facts of an act, its dates worked out. Raises DayNotUnderstood."""
    fields = fields_of(act)
    dates = {each.id for each in fields if each.kind == "date"}
    lines = {each.id for each in fields if each.kind == "lines"}
    found: dict[str, Value] = {}
    for name, value in told.items():
        if name in _NO_FACTS:
            continue
        if name in dates:
            found[name] = parse_day(value, seen_from, calendar).isoformat()
        elif name in lines:
            found[name] = tuple(_line(each, seen_from, calendar) for each in value)
        else:
            found[name] = value if isinstance(value, str) else tuple(value)
    return found


def _line(text: str, seen_from: date, calendar: Calendar) -> str:
    """A line as it stands; of `what | who | by when` the day worked out."""
    what, bar, by = text.rpartition(" | ")
    return f"{what} | {parse_day(by, seen_from, calendar).isoformat()}" if bar else text
