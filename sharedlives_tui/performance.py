"""How the work of a period was done: received, closed, kept in time, step by step, and what is open by stage and age.

Computed from the cases each time it is asked for, as far as the viewer may see them (`store/performance.py` counts).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from sharedlives_tui.desk import Desk
from sharedlives_tui.procedures import Procedure
from sharedlives_tui.requests import Problem, Refused
from sharedlives_tui.store.performance import CaseCount, Counts, Kept, MonthCount, count, together

AGE_WORDS = ("up to 28 days", "to 90 days", "to 180 days", "to a year", "older")
"""What the ages are called, the youngest first."""


class Period(NamedTuple):
    """A stretch of days by its name; both days belong to it."""

    name: str
    first: date
    last: date


class StepKept(NamedTuple):
    """A step with what became of its limits. `target` says that it is a target of the office's own."""

    step: str
    name: str
    target: bool
    kept: Kept


class StageOpen(NamedTuple):
    """A stage with its open cases by age."""

    stage: str
    name: str
    ages: tuple[int, ...]


class KindWork(NamedTuple):
    """A kind of case: what came, what went, what is open, and its steps in the order of the procedure."""

    kind: str
    plural: str
    opened: int
    closed: int
    open_now: int
    steps: Sequence[StepKept]
    stages: Sequence[StageOpen]

    @property
    def kept(self) -> Kept:
        """All its limits that bind, without targets of the office's own."""
        return together(each.kept for each in self.steps if not each.target)


class Performance(NamedTuple):
    """A period as it stands today. Kinds of which there is nothing are left out."""

    period: Period
    today: date
    kinds: Sequence[KindWork]
    months: Sequence[MonthCount]
    """Every month of the period that has anything, the first one first."""

    @property
    def kept(self) -> Kept:
        """All limits that bind."""
        return together(each.kept for each in self.kinds)


def periods(today: date) -> list[Period]:
    """Return the periods that managers ask for, the usual one first. Years run to 31 March."""
    this_month = today.replace(day=1)
    last_month = (this_month - timedelta(1)).replace(day=1)
    year = date(today.year if today >= date(today.year, 4, 1) else today.year - 1, 4, 1)
    before = year.replace(year=year.year - 1)
    return [
        Period("The last 12 months", _a_year_before(today) + timedelta(1), today),
        Period("This month", this_month, today),
        Period("Last month", last_month, this_month - timedelta(1)),
        Period("This year from 1 April", year, today),
        Period("Last year to 31 March", before, year - timedelta(1)),
    ]


def chosen(first: date | None, last: date | None, today: date) -> Period:
    """Return the period between two days; without them the usual one. Raises Refused for days the wrong way round."""
    usual = periods(today)[0]
    if first is None and last is None:
        return usual
    last = last or today
    first = first or _a_year_before(last) + timedelta(1)
    if first > last:
        raise Refused(Problem("to", "", "The last day is before the first. Give an earlier --from or a later --to."))
    return Period("", first, last)


def read(desk: Desk, period: Period) -> Performance:
    """Return how the work of a period was done, as the viewer may see it. Raises the errors of the store."""
    with desk.store.reading():
        counts = count(desk.store, desk.viewer, (period.first, period.last), desk.today)
    kinds = [_kind(desk, counts, each) for each in counts.cases]
    place = {kind: number for number, kind in enumerate(desk.library.kinds())}
    found = [each for each in kinds if each.opened or each.closed or each.open_now or each.steps]
    found.sort(key=lambda each: (place.get(each.kind, len(place)), each.kind))
    return Performance(period, desk.today, found, sorted(counts.months))


def _kind(desk: Desk, counts: Counts, cases: CaseCount) -> KindWork:
    version = desk.library.in_force(cases.kind, desk.today)
    procedure = version.procedure if version is not None else None
    acts, order = _places(procedure)
    steps = [each for each in counts.steps if each.kind == cases.kind]
    stages = [each for each in counts.open_now if each.kind == cases.kind]
    steps.sort(key=lambda each: (acts.get(each.step, len(acts)), each.step, not each.bound))
    stages.sort(key=lambda each: (order.get(each.stage, len(order)), each.stage))
    return KindWork(
        cases.kind,
        procedure.plural if procedure is not None else cases.kind,
        cases.opened,
        cases.closed,
        cases.open_now,
        [StepKept(each.step, _step_name(procedure, each.step), not each.bound, each.kept) for each in steps],
        [
            StageOpen(each.stage, procedure.stage_name(each.stage) if procedure else each.stage, each.ages)
            for each in stages
        ],
    )


def percent(kept: Kept) -> str:
    """Return how many were in time, of a hundred; rounded down, so that 100 means all of them."""
    return f"{kept.in_time * 100 // kept.fell}%" if kept.fell else ""


def _step_name(procedure: Procedure | None, step: str) -> str:
    act = procedure.by_id.get(step) if procedure is not None else None
    return step if act is None else act.name


def _places(procedure: Procedure | None) -> tuple[dict[str, int], dict[str, int]]:
    """Where the steps and the stages stand in the procedure."""
    if procedure is None:
        return {}, {}
    acts = {act.id: number for number, act in enumerate(procedure.acts)}
    return acts, {stage.id: number for number, stage in enumerate(procedure.stages)}


def _a_year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
