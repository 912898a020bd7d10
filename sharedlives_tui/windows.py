"""The other side's windows that a letter names: how many days are left on the day it goes, and that none is cut (pure).

A window runs from the decision and not from the letter (DA-16): a letter that leaves late takes days from the other
side. So whoever records it sees how many are left, and a letter that told an earlier day than they have is refused
(RD-01).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sharedlives_tui.facts import Entry
from sharedlives_tui.instance_limits import last_day_told
from sharedlives_tui.limits import Due
from sharedlives_tui.procedures import END_OF, Act, Field
from sharedlives_tui.progress import Progress
from sharedlives_tui.requests import Problem
from sharedlives_tui.standing import Instance
from sharedlives_tui.typed_dates import say_day


@dataclass(frozen=True)
class WindowLeft:
    """A running window of the other side, as it stands on the day on which a letter goes."""

    instance: str
    name: str
    field: str
    """The date field in which the letter tells its last day."""
    opened_on: date
    until: date
    days: int
    """Calendar days left from the day of the letter to the last day; below nought where it is past."""
    whole: int
    """Calendar days of the whole window, from the day of the decision to the last day."""

    @property
    def words(self) -> str:
        """What the desk is told beside the letter."""
        if self.days < 0:
            left = "none of them is left on the day on which this goes. Give longer before you send it"
        else:
            unit = "day is" if self.days == 1 else "days are"
            left = f"{self.days} {unit} left on the day on which this goes"
        begun = f"it began on {say_day(self.opened_on)} and has {self.whole} days"
        return f"{self.name}: until {say_day(self.until)} ({begun}); {left}."


def windows_told_by(progress: Progress, act: Act, entry: Entry) -> tuple[WindowLeft, ...]:
    """The running windows whose last day the act's letter names, as they stand on the day of the entry."""
    found = []
    for instance, due in _running(progress, entry):
        told = due.limit.told
        if told in act.field_by_id:
            name = instance.act.name
            days, whole = (due.until - entry.done_on).days, (due.until - instance.opened_on).days
            found.append(WindowLeft(instance.name, name, told, instance.opened_on, due.until, days, whole))
    return tuple(found)


def last_day_known(progress: Progress, field: Field, key: str | None) -> date | None:
    """The last day of the window that a field's `known` names (`end of STEP`); None while there is none."""
    step = field.known.removeprefix(END_OF)
    for instance in reversed(progress.instances):
        if instance.act.id == step and (key is None or instance.key in (None, key)):
            due = progress.due(instance)
            return None if due is None else due.until
    return None


def why_not_told(progress: Progress, act: Act, candidate: Entry) -> list[Problem]:
    """A problem for each window that the letter would tell shorter than it is, or was told (RD-01); empty if none."""
    problems = []
    for instance, due in _running(progress, candidate):
        told = candidate.day(due.limit.told)
        earlier = last_day_told(progress, instance, due.limit, but=candidate.number)
        theirs = due.due if earlier is None else max(due.due, earlier)
        if due.limit.told in act.field_by_id and told is not None and told < theirs:
            words = f"They have until {say_day(due.until)}: no letter tells an earlier day ({instance.act.name})."
            problems.append(Problem(due.limit.told, "RD-01", words))
    return problems


def why_not_agreed(progress: Progress, act: Act, candidate: Entry) -> list[Problem]:
    """A problem for each day in a letter that is not the case's: another day of a meeting, or one past a limit of ours.

    A field that the case fills in (`known = "end of STEP"`) tells the very day that was arranged, where that is what
    the limit counts (DA-06), and no later day than a limit of ours (DA-34).
    """
    problems = []
    for field in act.fields:
        told, step = candidate.day(field.id), field.known.removeprefix(END_OF)
        if told is None or not field.known.startswith(END_OF):
            continue
        for instance in progress.open_instances(step):
            due = progress.due(instance)
            if due is None or due.limit.force == "window":
                continue
            rule = field.rule or (instance.act.rules[0] if instance.act.rules else "")
            if due.limit.count == 0 and told != due.due:
                words = f"It is arranged for {say_day(due.due)}: tell that day, or move it first."
                problems.append(Problem(field.id, rule, words))
            elif told > due.due:
                words = f"It is to be done by {say_day(due.due)}: the letter tells no later day."
                problems.append(Problem(field.id, rule, words))
    return problems


def _running(progress: Progress, entry: Entry) -> Iterator[tuple[Instance, Due]]:
    for instance in progress.open_instances():
        if instance.limit is None or not instance.limit.told:
            continue
        if entry.key is not None and instance.key not in (None, entry.key):
            continue
        due = progress.due(instance)
        if due is not None and due.limit.force == "window":
            yield instance, due
