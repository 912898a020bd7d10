"""Procedure + entries + calendar -> where a case stands: instances of steps, their limits, spans, what is outside.

Progress is total: it never fails on any list of entries. Entries are taken by day done; within a day, by the order
of the step in the procedure and the entry number, each as soon as it is possible. What is never possible at its
place is kept, named as outside the procedure with the reason, and satisfies nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import groupby

from sharedlives_tui.facts import Entry, Line, Party, Revision
from sharedlives_tui.limits import Due, Extension, compute, state_on
from sharedlives_tui.procedures import ALWAYS, END_OF, OPENING, Act, Condition, ForEach, Limit, Opener, Procedure
from sharedlives_tui.workdays import Calendar, OutOfRange, say_day

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


class Progress:
    """Where a case stands, computed from its entries. Built by `replay`; read, never changed, by everyone else."""

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

    # -- reading -------------------------------------------------------------------------------------------------

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

    def due(self, instance: Instance) -> Due | None:
        """The computed limit; None where there is none, its base is not known yet, or it is withheld."""
        limit = instance.limit
        if limit is None or self.withheld(instance) or instance.how == "not possible":
            return None
        base = self._base(instance, limit)
        if base is None:
            return None
        if limit.line_date:
            limit = replace(limit, count=0, unit="calendar days")
        agreed = limit.line_date or limit.after[0] in self.procedure.fields
        opened, ended = self.entry[instance.opened_by], self.entry.get(instance.ended_by or 0)
        try:
            return compute(
                limit,
                base,
                self.revisions,
                opened.recorded_at,
                None if ended is None else ended.recorded_at,
                self._extensions(instance),
                ours=self.side(instance) == "ours",
                floor=instance.opened_on if agreed and limit.count == 0 else None,
                told=self._told(instance, limit),
            )
        except OutOfRange:
            return None

    def how(self, instance: Instance, today: date) -> str:
        """How it ended, in one word: met, met late, overtaken, waived, withdrawn, ..., closed; empty while open."""
        due = self.due(instance)
        if instance.open:
            over = due is not None and due.limit.force == "window" and today > due.until
            return "closed" if over else ""
        if instance.how == "met" and self.late(instance):
            return "met late"
        return instance.how

    def late(self, instance: Instance) -> bool:
        """True if it ended after its last day (DY-07)."""
        due = self.due(instance)
        return due is not None and instance.ended_on is not None and instance.ended_on > due.until

    def state(self, instance: Instance, today: date) -> str:
        """The state of the instance on a day; one of `limits.STATES`."""
        return state_on(
            self.due(instance),
            today,
            self.calendar,
            side=self.side(instance),
            ended=not instance.open,
            withheld=self.withheld(instance),
        )

    def holds(self, when: Condition, entry: Entry, instance: Instance | None = None) -> bool:
        """Whether a condition holds as things stand, asked for an entry (and the instance it belongs to)."""
        if when is ALWAYS:
            return True
        key = instance.key if instance is not None else entry.key
        return (
            all(set(self.lookup(entry, name, instance)) & set(values) for name, values in when.fields)
            and all(self.lookup(entry, name, instance) for name in when.filled)
            and not any(self.lookup(entry, name, instance) for name in when.empty)
            and all(self._met(step, key) for step in when.done)
            and not any(self._met(step, key) for step in when.not_done)
            and all(any(each.act == act for each in self.taken) for act in when.begun)
            and not any(self.open_instances(step) for step in when.not_open)
            and all(self.span_open(name, key) for name in when.spans)
            and not any(self.span_open(name, key) for name in when.no_spans)
            and (not when.stages or self.stage in when.stages)
            and (not when.case_types or self.type in when.case_types)
            and (not when.status or self.status in when.status)
            and all(self._has_part(part) for part in when.parts)
            and not any(self._has_part(part) for part in when.no_parts)
            and all(self._over(step, key, entry.done_on) for step in when.over)
            and set(when.has) <= set(entry.has)
            and (when.covers is None or self._covers(when.covers, entry))
            and (when.older is None or self._older(when.older, entry))
            and (not when.any_of or any(self.holds(each, entry, instance) for each in when.any_of))
        )

    def _met(self, step: str, key: str | None) -> bool:
        return any(
            each.act.id == step and each.how == "met" and (key is None or each.key in (None, key))
            for each in self.instances
        )

    def _has_part(self, name: str) -> bool:
        part, _, role = name.partition(".")
        return any(each.part == part and role in ("", each.role) for each in self.parties)

    def _over(self, step: str, key: str | None, on: date) -> bool:
        found = [each for each in self.instances if each.act.id == step and (key is None or each.key in (None, key))]
        for each in found:
            due = self.due(each)
            if each.open and (due is None or on <= due.until):
                return False
        return bool(found)

    def _covers(self, step: str, entry: Entry) -> bool:
        notice = self.procedure.by_id[step].notice
        return notice is not None and all(
            content.id in entry.has for content in notice.must if self.holds(content.when, entry)
        )

    def _older(self, older: tuple[str, int], entry: Entry) -> bool:
        name, months = older
        for text in self.lookup(entry, name):
            try:
                receipt = self.calendar.count(date.fromisoformat(text), months, "months")
            except (ValueError, OutOfRange):
                continue
            if receipt.due < entry.done_on:
                return True
        return False

    def _base(self, instance: Instance, limit: Limit) -> date | None:
        if limit.line_date:
            return next((line.by for line in self.lines if line.id == instance.key), None)
        freed = [
            span.ended_on
            for span in self.spans
            for name in instance.act.holds
            if span.name == name.rstrip("@")
            and (not name.endswith("@") or span.key == instance.key)
            and span.ended_on is not None
            and span.ended_on >= instance.opened_on
            and (instance.ended_on is None or span.begun_on <= instance.ended_on)
        ]
        if freed:
            return max(freed)
        chain = list(self.chain(self.entry[instance.opened_by]))
        for name in limit.after:
            if name == OPENING:
                return instance.opened_on
            if name.startswith(END_OF) and (ended := self._end_of(name.removeprefix(END_OF), instance, chain)):
                return ended
            for each in chain:
                if each.act == name:
                    return each.done_on
                if each.day(name) is not None:
                    return each.day(name)
        return None

    def _end_of(self, step: str, instance: Instance, chain: Sequence[Entry]) -> date | None:
        """The last day of that step's limit, of the round that the instance's own chain opened."""
        numbers = {each.number for each in chain}
        found = [each for each in self.instances if each.act.id == step and each.opened_by in numbers]
        dues = [self.due(each) for each in found if each.key in (None, instance.key)]
        return next((due.until for due in reversed(dues) if due is not None), None)

    def _told(self, instance: Instance, limit: Limit) -> date | None:
        """The latest last day that any letter of the case has told for the window of this party."""
        days = [
            each.day(limit.told)
            for each in self.taken
            if limit.told and each.key in (None, instance.key) and each.done_on >= instance.opened_on
        ]
        return max((day for day in days if day is not None), default=None)

    def _extensions(self, instance: Instance) -> list[Extension]:
        found = []
        for each in self.taken:
            act = self.procedure.by_id[each.act]
            until = each.day("until")
            if act.effect == "extend" and until is not None and each.text("of") == instance.name:
                found.append(Extension(each.done_on, until))
        return found


def replay(procedure: Procedure, entries: Iterable[Entry], revisions: Sequence[Revision]) -> Progress:
    """Where the case stands after these entries. Never fails, whatever the entries are."""
    listed = list(entries)
    progress = Progress(procedure, listed, revisions)
    writer = _Replay(progress)
    order = procedure.order
    standing = sorted(
        (each for each in listed if not each.struck),
        key=lambda each: (each.done_on, order.get(each.act, len(order)), each.number),
    )
    for _, day in groupby(standing, key=lambda each: each.done_on):
        waiting = list(day)
        while waiting:
            possible = next((each for each in waiting if writer.why_not(each) is None), None)
            if possible is None:
                break
            writer.take(possible)
            waiting.remove(possible)
        for each in waiting:
            progress.outside[each.number] = writer.why_not(each) or ""
    return progress


def why_not(progress: Progress, entry: Entry) -> str | None:
    """Why the entry is not possible as things stand, in words; None if it is."""
    return _Replay(progress).why_not(entry)


def instance_for(progress: Progress, entry: Entry) -> Instance | None:
    """The open instance to which an entry would belong; None if it opens none or is not decided."""
    return _Replay(progress).instance(entry)


class _Replay:
    """Takes entries one by one and writes down what each opens, meets and ends."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress

    def why_not(self, entry: Entry) -> str | None:
        progress = self.progress
        act = progress.procedure.by_id.get(entry.act)
        if act is None:
            return f"the procedure has no step '{entry.act}'"
        if act is progress.procedure.opening:
            return "the case is open already" if progress.taken else None
        if not progress.taken:
            return "the case had not been opened by then"
        if act.kind == "action":
            return None if progress.holds(act.available, entry) else "it was not possible as the case stood that day"
        if self.instance(entry) is not None:
            return None
        if progress.open_instances(act.id):
            return "the step was not open for this person, or it is not said for whom"
        ended = [each for each in progress.instances if each.act is act and each.ended_on is not None]
        if ended and ended[-1].ended_on is not None:
            return f"it had ended already ({ended[-1].how} on {say_day(ended[-1].ended_on)})"
        return f"nothing had called for it by then; what does is: {', '.join(self._callers(act)) or 'nothing'}"

    def _callers(self, act: Act) -> list[str]:
        """What opens a step, in words."""
        procedure, found = self.progress.procedure, []
        for opener in act.opens:
            found += [procedure.by_id[by].name for by in opener.by]
            found += [f"entering {procedure.stage_name(opener.stage)}"] if opener.stage is not None else []
            found += ["the closing of the case"] if opener.closing else []
        return list(dict.fromkeys(found))

    def instance(self, entry: Entry) -> Instance | None:
        found = self.progress.open_instances(entry.act)
        if entry.key is not None:
            return next((each for each in found if each.key == entry.key), None)
        return found[0] if len(found) == 1 else None

    def take(self, entry: Entry) -> None:
        progress = self.progress
        act = progress.procedure.by_id[entry.act]
        instance = self.instance(entry) if act.kind == "step" else None
        progress.taken.append(entry)
        if instance is not None:
            progress.instance_of[entry.number] = instance
            instance.entries.append(entry.number)
        if act is progress.procedure.opening:
            self._begin(act, entry)
        if entry.incomplete:
            return
        progress.parties += [each for each in entry.parties if each not in progress.parties]
        known = {line.id for line in progress.lines}
        progress.lines += [line for line in entry.lines if line.id not in known]
        if instance is not None:
            self._end(instance, entry, "met")
        self._meet_others(entry, list(progress.instances))
        self._become(act, entry, instance)
        self._effects(act, entry, instance)
        self._spans(act, entry, instance)
        before = len(progress.instances)
        entered = self._enter(act, entry, instance)
        closed = self._close(act, entry, instance)
        for step in progress.procedure.steps:
            for opener in step.opens:
                if act.id in opener.by or opener.stage in entered or closed in (opener.closing or ("",)):
                    self._open(step, opener, entry, instance)
        self._meet_others(entry, progress.instances[before:])

    def _begin(self, act: Act, entry: Entry) -> None:
        progress = self.progress
        progress.opened_on = entry.done_on
        opened = Instance(act, None, 1, entry.number, entry.done_on, None, entry.done_on, "met", entry.number)
        opened.entries.append(entry.number)
        progress.instances.append(opened)

    def _end(self, instance: Instance, entry: Entry, how: str) -> None:
        instance.ended_on, instance.how, instance.ended_by = entry.done_on, how, entry.number

    def _meet_others(self, entry: Entry, among: list[Instance]) -> None:
        for instance in among:
            if not instance.open:
                continue
            for met in instance.act.met_by:
                same = entry.key is None or instance.key in (None, entry.key)
                if entry.act in met.by and same and self.progress.holds(met.when, entry):
                    self._end(instance, entry, "met")
                    break

    def _become(self, act: Act, entry: Entry, instance: Instance | None) -> None:
        progress = self.progress
        named = progress.procedure.type_field
        if named is not None and entry.text(named):
            progress.type = entry.text(named)
        for each in act.becomes:
            if progress.holds(each.when, entry, instance):
                progress.type = each.type

    def _effects(self, act: Act, entry: Entry, instance: Instance | None) -> None:
        progress = self.progress
        for ending in act.ends_steps:
            if progress.holds(ending.when, entry, instance):
                for each in progress.open_instances():
                    if each.act.id in ending.steps:
                        self._end(each, entry, ending.how)
        if act.effect == "waive":
            waived = progress.by_name(entry.text("of"))
            if waived is not None and waived.open:
                self._end(waived, entry, "waived")

    def _spans(self, act: Act, entry: Entry, instance: Instance | None) -> None:
        progress = self.progress
        for change in act.span_changes:
            if not progress.holds(change.when, entry, instance):
                continue
            keys: tuple[str | None, ...] = (None,)
            if change.each:
                named = entry.texts(WHOM) or tuple(dict.fromkeys(each.person for each in entry.parties))
                keys = (entry.key,) if entry.key is not None else named
            running = [each for each in progress.spans if each.name == change.span and each.ended_on is None]
            if change.begins:
                for key in keys:
                    if not any(each.key == key for each in running):
                        progress.spans.append(Span(change.span, key, entry.done_on, entry.number))
                continue
            for each in running:
                if not change.each or not keys or each.key in keys:
                    each.ended_on, each.ended_by = entry.done_on, entry.number

    def _enter(self, act: Act, entry: Entry, instance: Instance | None) -> set[str]:
        progress, entered = self.progress, set()
        for enter in act.enters:
            if not progress.holds(enter.when, entry, instance):
                continue
            for each in progress.open_instances():
                stays = each.act.outlives_stage or each.act.after_closing or each.act.stage == "any"
                if each.act.stage != enter.to and not stays:
                    self._end(each, entry, "overtaken")
            progress.stage, progress.status = enter.to, "open"
            progress.stages_entered.append((enter.to, entry.done_on))
            progress.stage_entries.append((enter.to, entry.number))
            entered.add(enter.to)
        return entered

    def _close(self, act: Act, entry: Entry, instance: Instance | None) -> str | None:
        progress = self.progress
        for end in act.ends:
            if not progress.holds(end.when, entry, instance):
                continue
            progress.status = "closed"
            progress.closings.append(Closing(entry.done_on, end.how, entry.number, progress.stage))
            for each in progress.open_instances():
                if not (each.act.outlives_stage or each.act.after_closing):
                    self._end(each, entry, end.how if end.how in ("withdrawn", "declined") else "overtaken")
            return end.how
        return None

    def _open(self, step: Act, opener: Opener, entry: Entry, instance: Instance | None) -> None:
        progress = self.progress
        if not progress.holds(opener.when, entry, instance):
            return
        for key in self._keys(opener.for_each, entry, instance):
            rounds = [each for each in progress.instances if each.act is step and each.key == key]
            if any(each.open for each in rounds):
                continue
            limit = opener.limit or step.limit
            opened = Instance(step, key, len(rounds) + 1, entry.number, entry.done_on, limit)
            progress.instances.append(opened)
            if any(progress.holds(each, entry, instance) for each in step.not_possible):
                self._end(opened, entry, "not possible")

    def _keys(self, each: ForEach | None, entry: Entry, instance: Instance | None) -> list[str | None]:
        if each is None:
            return [None]
        if each.of == "same":
            return [instance.key if instance is not None else entry.key]
        if each.line is not None:
            lines = entry.lines if each.of == "entry" else self.progress.lines
            return [line.id for line in lines if line.kind == each.line]
        parties = entry.parties if each.of == "entry" else self.progress.parties
        found = [one.person for one in parties if one.part == each.part and (not each.roles or one.role in each.roles)]
        return list(dict.fromkeys(found))
