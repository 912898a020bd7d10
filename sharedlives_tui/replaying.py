"""What one entry does to a case: what it opens, meets and ends, and why it may not be possible."""

from __future__ import annotations

from sharedlives_tui.conditions import holds
from sharedlives_tui.facts import Entry
from sharedlives_tui.procedures import Act, ForEach, Opener
from sharedlives_tui.standing import WHOM, Closing, Instance, Span, Standing
from sharedlives_tui.workdays import say_day


class Replay:
    """Takes entries one by one and writes down what each opens, meets and ends."""

    def __init__(self, standing: Standing) -> None:
        self.standing = standing

    def why_not(self, entry: Entry) -> str | None:
        """Why the entry is not possible as things stand, in words; None if it is."""
        standing = self.standing
        act = standing.procedure.by_id.get(entry.act)
        if act is None:
            return f"the procedure has no step '{entry.act}'"
        if act is standing.procedure.opening:
            return "the case is open already" if standing.taken else None
        if not standing.taken:
            return "the case had not been opened by then"
        if act.kind == "action":
            return None if holds(standing, act.available, entry) else "it was not possible as the case stood that day"
        if self.instance(entry) is not None:
            return None
        if standing.open_instances(act.id):
            return "the step was not open for this person, or it is not said for whom"
        ended = [each for each in standing.instances if each.act is act and each.ended_on is not None]
        if ended and ended[-1].ended_on is not None:
            return f"it had ended already ({ended[-1].how} on {say_day(ended[-1].ended_on)})"
        return f"nothing had called for it by then; what does is: {', '.join(self._callers(act)) or 'nothing'}"

    def _callers(self, act: Act) -> list[str]:
        """What opens a step, in words."""
        procedure, found = self.standing.procedure, []
        for opener in act.opens:
            found += [procedure.by_id[by].name for by in opener.by]
            found += [f"entering {procedure.stage_name(opener.stage)}"] if opener.stage is not None else []
            found += ["the closing of the case"] if opener.closing else []
        return list(dict.fromkeys(found))

    def instance(self, entry: Entry) -> Instance | None:
        """The open instance to which the entry belongs; None if it opens none or is not decided."""
        found = self.standing.open_instances(entry.act)
        if entry.key is not None:
            return next((each for each in found if each.key == entry.key), None)
        return found[0] if len(found) == 1 else None

    def take(self, entry: Entry) -> None:
        """Writes down all that the entry does; `why_not` was asked before."""
        standing = self.standing
        act = standing.procedure.by_id[entry.act]
        instance = self.instance(entry) if act.kind == "step" else None
        standing.taken.append(entry)
        if instance is not None:
            standing.instance_of[entry.number] = instance
            instance.entries.append(entry.number)
        if act is standing.procedure.opening:
            self._begin(act, entry)
        if entry.incomplete:
            return
        standing.parties += [each for each in entry.parties if each not in standing.parties]
        known = {line.id for line in standing.lines}
        standing.lines += [line for line in entry.lines if line.id not in known]
        if instance is not None:
            self._end(instance, entry, "met")
        self._meet_others(entry, list(standing.instances))
        self._become(act, entry, instance)
        self._effects(act, entry, instance)
        self._spans(act, entry, instance)
        before = len(standing.instances)
        entered = self._enter(act, entry, instance)
        closed = self._close(act, entry, instance)
        for step in standing.procedure.steps:
            for opener in step.opens:
                if act.id in opener.by or opener.stage in entered or closed in (opener.closing or ("",)):
                    self._open(step, opener, entry, instance)
        self._meet_others(entry, standing.instances[before:])

    def _begin(self, act: Act, entry: Entry) -> None:
        standing = self.standing
        standing.opened_on = entry.done_on
        opened = Instance(act, None, 1, entry.number, entry.done_on, None, entry.done_on, "met", entry.number)
        opened.entries.append(entry.number)
        standing.instances.append(opened)

    def _end(self, instance: Instance, entry: Entry, how: str) -> None:
        instance.ended_on, instance.how, instance.ended_by = entry.done_on, how, entry.number

    def _meet_others(self, entry: Entry, among: list[Instance]) -> None:
        for instance in among:
            if not instance.open:
                continue
            for met in instance.act.met_by:
                same = entry.key is None or instance.key in (None, entry.key)
                if entry.act in met.by and same and holds(self.standing, met.when, entry):
                    self._end(instance, entry, "met")
                    break

    def _become(self, act: Act, entry: Entry, instance: Instance | None) -> None:
        standing = self.standing
        named = standing.procedure.type_field
        if named is not None and entry.text(named):
            standing.type = entry.text(named)
        for each in act.becomes:
            if holds(standing, each.when, entry, instance):
                standing.type = each.type

    def _effects(self, act: Act, entry: Entry, instance: Instance | None) -> None:
        standing = self.standing
        for ending in act.ends_steps:
            if holds(standing, ending.when, entry, instance):
                for each in standing.open_instances():
                    if each.act.id in ending.steps:
                        self._end(each, entry, ending.how)
        if act.effect == "waive":
            waived = standing.by_name(entry.text("of"))
            if waived is not None and waived.open:
                self._end(waived, entry, "waived")

    def _spans(self, act: Act, entry: Entry, instance: Instance | None) -> None:
        standing = self.standing
        for change in act.span_changes:
            if not holds(standing, change.when, entry, instance):
                continue
            keys: tuple[str | None, ...] = (None,)
            if change.each:
                named = entry.texts(WHOM) or tuple(dict.fromkeys(each.person for each in entry.parties))
                keys = (entry.key,) if entry.key is not None else named
            running = [each for each in standing.spans if each.name == change.span and each.ended_on is None]
            if change.begins:
                for key in keys:
                    if not any(each.key == key for each in running):
                        standing.spans.append(Span(change.span, key, entry.done_on, entry.number))
                continue
            for each in running:
                if not change.each or not keys or each.key in keys:
                    each.ended_on, each.ended_by = entry.done_on, entry.number

    def _enter(self, act: Act, entry: Entry, instance: Instance | None) -> set[str]:
        standing, entered = self.standing, set()
        for enter in act.enters:
            if not holds(standing, enter.when, entry, instance):
                continue
            for each in standing.open_instances():
                stays = each.act.outlives_stage or each.act.after_closing or each.act.stage == "any"
                if each.act.stage != enter.to and not stays:
                    self._end(each, entry, "overtaken")
            standing.stage, standing.status = enter.to, "open"
            standing.stages_entered.append((enter.to, entry.done_on))
            standing.stage_entries.append((enter.to, entry.number))
            entered.add(enter.to)
        return entered

    def _close(self, act: Act, entry: Entry, instance: Instance | None) -> str | None:
        standing = self.standing
        for end in act.ends:
            if not holds(standing, end.when, entry, instance):
                continue
            standing.status = "closed"
            standing.closings.append(Closing(entry.done_on, end.how, entry.number, standing.stage))
            for each in standing.open_instances():
                if not (each.act.outlives_stage or each.act.after_closing):
                    self._end(each, entry, end.how if end.how in ("withdrawn", "declined") else "overtaken")
            return end.how
        return None

    def _open(self, step: Act, opener: Opener, entry: Entry, instance: Instance | None) -> None:
        standing = self.standing
        if not holds(standing, opener.when, entry, instance):
            return
        for key in self._keys(opener.for_each, entry, instance):
            rounds = [each for each in standing.instances if each.act is step and each.key == key]
            if any(each.open for each in rounds):
                continue
            limit = opener.limit or step.limit
            opened = Instance(step, key, len(rounds) + 1, entry.number, entry.done_on, limit)
            standing.instances.append(opened)
            if any(holds(standing, each, entry, instance) for each in step.not_possible):
                self._end(opened, entry, "not possible")

    def _keys(self, each: ForEach | None, entry: Entry, instance: Instance | None) -> list[str | None]:
        if each is None:
            return [None]
        if each.of == "same":
            return [instance.key if instance is not None else entry.key]
        if each.line is not None:
            lines = entry.lines if each.of == "entry" else self.standing.lines
            return [line.id for line in lines if line.kind == each.line]
        parties = entry.parties if each.of == "entry" else self.standing.parties
        if each.of == "same line":
            taken = [one for one in self.standing.taken if not one.incomplete and one.key in (None, entry.key)]
            parties = [one for each_taken in taken for one in each_taken.parties]
        found = [one.person for one in parties if one.part == each.part and (not each.roles or one.role in each.roles)]
        return list(dict.fromkeys(found))
