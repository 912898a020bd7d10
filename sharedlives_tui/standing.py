"""What the entries of a case have made of it so far: instances, spans, parties, lines, stages, closings.

`replaying` fills it; `instance_limits` and `conditions` ask it. Here is only what can be looked up without counting.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from sharedlives_tui.facts import Entry, Line, Party, Revision
from sharedlives_tui.procedures import Act, Limit, Procedure
from sharedlives_tui.workdays import Calendar

WHOM = "whom"
"""The field by which an action names the party whom it touches."""


@dataclass
class Instance:
    """One round of one step, for one party or line where the step has them. Named `step`, `step@party`, `step.2`."""

    act: Act
    key: str | None
    round: int
    opened_by: int
    opened_on: date
    limit: Limit | None
    ended_on: date | None = None
    how: str = ""
    ended_by: int | None = None
    entries: list[int] = field(default_factory=list)
    """Entries recorded in it, those that left incomplete included."""

    @property
    def name(self) -> str:
        """`step`, `step@party` or `step@party.2`."""
        name = self.act.id if self.key is None else f"{self.act.id}@{self.key}"
        return name if self.round == 1 else f"{name}.{self.round}"

    @property
    def open(self) -> bool:
        """True until something ends it."""
        return self.ended_on is None


@dataclass
class Span:
    """A stretch of time in a case: with safeguarding, withheld, restricted; for one party or the whole case."""

    name: str
    key: str | None
    begun_on: date
    begun_by: int
    ended_on: date | None = None
    ended_by: int | None = None


@dataclass(frozen=True)
class Closing:
    """One closing of the case: when, in what word, by which entry, in which stage."""

    on: date
    how: str
    by: int
    stage: str


class Standing:
    """Where a case stands, as far as it can be looked up; `progress.Progress` adds limits and conditions."""

    def __init__(self, procedure: Procedure, entries: Sequence[Entry], revisions: Sequence[Revision]) -> None:
        self.procedure = procedure
        self.revisions = tuple(revisions)
        self.entry: dict[int, Entry] = {each.number: each for each in entries}
        self.taken: list[Entry] = []
        """The entries that count, in the order in which they were taken."""
        self.instances: list[Instance] = []
        self.spans: list[Span] = []
        self.parties: list[Party] = []
        self.lines: list[Line] = []
        self.closings: list[Closing] = []
        self.stage = ""
        self.type = ""
        self.stages_entered: list[tuple[str, date]] = []
        self.stage_entries: list[tuple[str, int]] = []
        """Each stage that was entered, with the entry that led to it."""
        self.opened_on: date | None = None
        self.status = "open"
        self.outside: dict[int, str] = {}
        self.instance_of: dict[int, Instance] = {}

    @property
    def calendar(self) -> Calendar:
        """The office's calendar as it stands."""
        return self.revisions[-1].calendar

    @cached_property
    def opening(self) -> Entry | None:
        """The entry that opened the case; None where it was struck."""
        return next((each for each in self.taken if each.act == self.procedure.opening.id), None)

    @property
    def closed_on(self) -> date | None:
        """The day of the closing that stands; None while the case is open."""
        return self.closings[-1].on if self.status == "closed" and self.closings else None

    def open_instances(self, step: str | None = None) -> list[Instance]:
        """The open instances, of one step or of all."""
        return [each for each in self.instances if each.open and step in (None, each.act.id)]

    def by_name(self, name: str) -> Instance | None:
        """The instance of that name."""
        return next((each for each in self.instances if each.name == name), None)

    def span_open(self, name: str, key: str | None = None) -> bool:
        """True while the span runs: `name` for anybody or the whole case, `name@` for the party `key`."""
        wanted = name.rstrip("@")
        return any(
            span.name == wanted and span.ended_on is None and (not name.endswith("@") or span.key == key)
            for span in self.spans
        )

    def withheld(self, instance: Instance) -> bool:
        """True while a span holds the instance's limit (RD-10)."""
        return instance.open and any(self.span_open(name, instance.key) for name in instance.act.holds)

    def chain(self, entry: Entry, instance: Instance | None = None) -> Iterator[Entry]:
        """The entry, then the one that opened its instance, and so on back to the opening.

        For an entry that is only considered, `instance` says to which it would belong.
        """
        seen: set[int] = set()
        current: Entry | None = entry
        while current is not None and current.number not in seen:
            seen.add(current.number)
            yield current
            instance = self.instance_of.get(current.number, instance if current is entry else None)
            parent = self.entry.get(instance.opened_by) if instance is not None else self.opening
            current = parent if parent is not None and parent.number not in seen else None

    def lookup(self, entry: Entry, name: str, instance: Instance | None = None) -> tuple[str, ...]:
        """The values of a field, from the nearest entry of the chain that has it; of the type, as it is now."""
        if name == self.procedure.type_field and not entry.texts(name) and self.type:
            return (self.type,)
        return next((each.texts(name) for each in self.chain(entry, instance) if each.texts(name)), ())

    def side(self, instance: Instance) -> str:
        """`ours` or `theirs`; a line's own where the step says so (RD-23)."""
        if instance.act.side != "line":
            return instance.act.side
        line = next((each for each in self.lines if each.id == instance.key), None)
        return "ours" if line is None or line.ours else "theirs"
