"""The limit of one step of a case: from what it counts, when it is due, and how the step stands against it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sharedlives_tui.facts import Entry
from sharedlives_tui.limits import Due, Extension, compute, state_on
from sharedlives_tui.procedures import END_OF, OPENING, Limit
from sharedlives_tui.standing import Instance, Standing
from sharedlives_tui.workdays import OutOfRange


def due_of(standing: Standing, instance: Instance) -> Due | None:
    """The computed limit; None where there is none, its base is not known yet, or it is withheld."""
    limit = instance.limit
    if limit is None or standing.withheld(instance) or instance.how == "not possible":
        return None
    base = _base(standing, instance, limit)
    if base is None:
        return None
    if limit.line_date:
        limit = replace(limit, count=0, unit="calendar days")
    agreed = limit.line_date or limit.after[0] in standing.procedure.fields
    opened, ended = standing.entry[instance.opened_by], standing.entry.get(instance.ended_by or 0)
    try:
        return compute(
            limit,
            base,
            standing.revisions,
            opened.recorded_at,
            None if ended is None else ended.recorded_at,
            _extensions(standing, instance),
            ours=standing.side(instance) == "ours",
            floor=instance.opened_on if agreed and limit.count == 0 else None,
            told=last_day_told(standing, instance, limit),
        )
    except OutOfRange:
        return None


def how_ended(standing: Standing, instance: Instance, today: date) -> str:
    """How it ended, in one word: met, met late, overtaken, waived, withdrawn, ..., closed; empty while open."""
    due = due_of(standing, instance)
    if instance.open:
        over = due is not None and due.limit.force == "window" and today > due.until
        return "closed" if over else ""
    if instance.how == "met" and was_late(standing, instance):
        return "met late"
    return instance.how


def was_late(standing: Standing, instance: Instance) -> bool:
    """True if it ended after its last day (DY-07)."""
    due = due_of(standing, instance)
    if due is None or instance.ended_on is None or (due.limit.force == "window" and instance.how != "met"):
        return False
    return instance.ended_on > due.until


def state_of(standing: Standing, instance: Instance, today: date) -> str:
    """The state of the instance on a day; one of `limits.STATES`."""
    return state_on(
        due_of(standing, instance),
        today,
        standing.calendar,
        side=standing.side(instance),
        ended=not instance.open,
        withheld=standing.withheld(instance),
    )


def _base(standing: Standing, instance: Instance, limit: Limit) -> date | None:
    if limit.line_date:
        return next((line.by for line in standing.lines if line.id == instance.key), None)
    freed = [
        span.ended_on
        for span in standing.spans
        for name in instance.act.holds
        if span.name == name.rstrip("@")
        and (not name.endswith("@") or span.key == instance.key)
        and span.ended_on is not None
        and span.ended_on >= instance.opened_on
        and (instance.ended_on is None or span.begun_on <= instance.ended_on)
    ]
    if freed:
        return max(freed)
    chain = list(standing.chain(standing.entry[instance.opened_by]))
    for name in limit.after:
        if name == OPENING:
            return instance.opened_on
        if name.startswith(END_OF) and (ended := _end_of(standing, name.removeprefix(END_OF), instance, chain)):
            return ended
        for each in chain:
            if each.act == name:
                return each.done_on
            if each.day(name) is not None:
                return each.day(name)
    return None


def _end_of(standing: Standing, step: str, instance: Instance, chain: Sequence[Entry]) -> date | None:
    """The last day of that step's limit, of the round that the instance's own chain opened."""
    numbers = {each.number for each in chain}
    found = [each for each in standing.instances if each.act.id == step and each.opened_by in numbers]
    dues = [due_of(standing, each) for each in found if each.key in (None, instance.key)]
    return next((due.until for due in reversed(dues) if due is not None), None)


def last_day_told(standing: Standing, instance: Instance, limit: Limit, *, but: int | None = None) -> date | None:
    """The latest last day that any letter has told for this round of the window; None where none told one.

    A letter that left and was corrected since counts as well: no correction shortens a window (RD-01). `but` leaves
    one entry out, by its number.
    """
    if not limit.told:
        return None
    rounds = [each for each in standing.instances if each.act is instance.act and each.key == instance.key]
    ends = min((each.opened_on for each in rounds if each.round > instance.round), default=date.max)
    corrected = {each.replaces for each in standing.taken if each.replaces is not None}
    left = [*standing.taken, *(standing.entry[number] for number in corrected if number in standing.entry)]
    days = [
        each.day(limit.told)
        for each in left
        if limit.told in each.values
        and each.key in (None, instance.key)
        and instance.opened_on <= each.done_on < ends
        and each.number != but
    ]
    return max((day for day in days if day is not None), default=None)


def _extensions(standing: Standing, instance: Instance) -> list[Extension]:
    found = []
    for each in standing.taken:
        if standing.procedure.by_id[each.act].effect == "extend" and each.text("of") == instance.name:
            until = each.day("until")
            found += [Extension(each.done_on, until)] if until is not None else []
    return found
