"""Procedure + entries + calendar -> where a case stands: instances of steps, their limits, spans, what is outside.

Progress is total: it never fails on any list of entries. Entries are taken by day done; within a day, by the order
of the step in the procedure and the entry number, each as soon as it is possible, and after the entry that it says
it follows. What is never possible at its place is kept, named as outside the procedure with the reason, and satisfies
nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby

from sharedlives_tui import conditions, instance_limits
from sharedlives_tui.facts import Entry, Revision
from sharedlives_tui.limits import Due
from sharedlives_tui.procedures import Condition, Procedure
from sharedlives_tui.replaying import Replay
from sharedlives_tui.standing import Instance, Standing


class Progress(Standing):
    """Where a case stands, computed from its entries. Built by `replay`; read, never changed, by everyone else."""

    def due(self, instance: Instance) -> Due | None:
        """The computed limit; None where there is none, its base is not known yet, or it is withheld."""
        return instance_limits.due_of(self, instance)

    def how(self, instance: Instance, today: date) -> str:
        """How it ended, in one word: met, met late, overtaken, waived, withdrawn, ..., closed; empty while open."""
        return instance_limits.how_ended(self, instance, today)

    def late(self, instance: Instance) -> bool:
        """True if it ended after its last day (DY-07)."""
        return instance_limits.was_late(self, instance)

    def state(self, instance: Instance, today: date) -> str:
        """The state of the instance on a day; one of `limits.STATES`."""
        return instance_limits.state_of(self, instance, today)

    def holds(self, when: Condition, entry: Entry, instance: Instance | None = None) -> bool:
        """Whether a condition holds as things stand, asked for an entry (and the instance it belongs to)."""
        return conditions.holds(self, when, entry, instance)


def replay(procedure: Procedure, entries: Iterable[Entry], revisions: Sequence[Revision]) -> Progress:
    """Where the case stands after these entries. Never fails, whatever the entries are."""
    listed = list(entries)
    progress = Progress(procedure, listed, revisions)
    writer = Replay(progress)
    order = procedure.order
    standing = sorted(
        (each for each in listed if not each.struck),
        key=lambda each: (each.done_on, order.get(each.act, len(order)), each.number),
    )
    in_place = {each.replaces: each.number for each in listed if each.replaces is not None}
    for _, day in groupby(standing, key=lambda each: each.done_on):
        waiting = list(day)
        while waiting:
            free = _free(waiting, in_place)
            possible = next((each for each in (*free, *waiting) if writer.why_not(each) is None), None)
            if possible is None:
                break
            writer.take(possible)
            waiting.remove(possible)
        for each in waiting:
            progress.outside[each.number] = writer.why_not(each) or ""
    return progress


def _free(waiting: Sequence[Entry], in_place: Mapping[int, int]) -> list[Entry]:
    """Those of a day's entries that need not wait for another of them, or for what took that one's place."""
    numbers = {each.number for each in waiting}
    found = []
    for each in waiting:
        first, seen = each.follows or each.number, {each.number}
        while first in in_place and first not in seen:
            seen.add(first)
            first = in_place[first]
        if first in seen or first not in numbers:
            found.append(each)
    return found


def why_not(progress: Progress, entry: Entry) -> str | None:
    """Why the entry is not possible as things stand, in words; None if it is."""
    return Replay(progress).why_not(entry)


def instance_for(progress: Progress, entry: Entry) -> Instance | None:
    """The open instance to which an entry would belong; None if it opens none or is not decided."""
    return Replay(progress).instance(entry)
