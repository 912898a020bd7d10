"""What became of the limits of a period, and what is open by age: counted, never kept.

A limit belongs to the period in which its day falls, so each is counted once. Ours alone: windows and what the other
side has to do are left out, and so is what was waived, overtaken or withdrawn. Done on the day counts as in time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from sharedlives_tui.access import Viewer
from sharedlives_tui.store.reads import Reads, asking, visible

AGES = (28, 90, 180, 365)
"""Days since receipt up to which a case belongs to an age; the last age is beyond them all."""

_MET, _LATE = "l.how = 'met' AND l.late = 0", "l.how IN ('met', 'met late') AND l.late = 1"
_NOT_DONE = "l.state_base = 'open' AND l.due < :today"
_SUMS = f"count(*) FILTER (WHERE {_MET}), count(*) FILTER (WHERE {_LATE}), count(*) FILTER (WHERE {_NOT_DONE})"
_COUNTED = f"""
l.side = 'ours' AND l.force <> 'window' AND l.due BETWEEN :first AND :last
    AND (l.how IN ('met', 'met late') OR {_NOT_DONE})
"""
_FELL = f"FROM time_limit l JOIN case_file c ON c.id = l.case_id WHERE {_COUNTED} AND {visible('c')}"
_BOUND = "l.force IN ('must', 'aim')"
_STEPS = f"SELECT c.kind, l.step, {_BOUND} AS bound, {_SUMS} {_FELL} GROUP BY c.kind, l.step, bound"
_MONTHS = f"SELECT substr(l.due, 1, 7) AS month, {_SUMS} {_FELL} AND {_BOUND} GROUP BY month"
_CASES = f"""
SELECT c.kind, count(*) FILTER (WHERE c.opened_on BETWEEN :first AND :last),
    count(*) FILTER (WHERE c.status <> 'open' AND c.closed_on BETWEEN :first AND :last),
    count(*) FILTER (WHERE c.status = 'open')
FROM case_file c WHERE {visible("c")} GROUP BY c.kind
"""  # noqa: S608
_RECEIVED = f"""
SELECT substr(c.opened_on, 1, 7) AS month, count(*) FROM case_file c
WHERE c.opened_on BETWEEN :first AND :last AND {visible("c")} GROUP BY month
"""  # noqa: S608
_OPEN = f"""
SELECT c.kind, c.stage, CASE WHEN c.opened_on >= :age0 THEN 0 WHEN c.opened_on >= :age1 THEN 1
    WHEN c.opened_on >= :age2 THEN 2 WHEN c.opened_on >= :age3 THEN 3 ELSE 4 END AS age, count(*)
FROM case_file c WHERE c.status = 'open' AND {visible("c")} GROUP BY c.kind, c.stage, age
"""  # noqa: S608


class Fell(NamedTuple):
    """The limits of one step whose day fell in some days, as one line counts them; `bound` as in StepCount."""

    step: str
    bound: bool
    first: date
    last: date

    def test(self, case: str) -> str:
        """Return the words of a query for the cases (the alias `case`) that have such a limit; `today` is asked too."""
        bound = f"{'' if self.bound else 'NOT '}({_BOUND})"
        return (
            f"EXISTS (SELECT 1 FROM time_limit l WHERE l.case_id = {case}.id AND l.step = :step "  # noqa: S608
            f"AND {bound} AND {_COUNTED})"
        )

    @property
    def asked(self) -> dict[str, str]:
        """What is asked with these words."""
        return {"step": self.step, "first": self.first.isoformat(), "last": self.last.isoformat()}


class Kept(NamedTuple):
    """What became of some limits whose day fell in the period."""

    in_time: int = 0
    late: int = 0
    not_done: int = 0
    """Their day is over, and the step is still open."""

    @property
    def fell(self) -> int:
        """How many there were."""
        return self.in_time + self.late + self.not_done


def together(some: Iterable[Kept]) -> Kept:
    """Return all of them as one."""
    numbers = [*zip(*some, strict=True)]
    return Kept(*map(sum, numbers)) if numbers else Kept()


class StepCount(NamedTuple):
    """The limits of one step of one kind of case. `bound` is false for a target of the office's own."""

    kind: str
    step: str
    bound: bool
    kept: Kept


class CaseCount(NamedTuple):
    """Cases of a kind: received and closed in the period, and open today."""

    kind: str
    opened: int
    closed: int
    open_now: int


class OpenCount(NamedTuple):
    """Open cases of a kind in a stage, by age: one number for each of AGES and one beyond them."""

    kind: str
    stage: str
    ages: tuple[int, ...]


class MonthCount(NamedTuple):
    """A month (2026-11): cases received, and what became of its limits that bind, as in the sum of the period."""

    month: str
    opened: int
    kept: Kept


class Counts(NamedTuple):
    """All of it, in no order that means anything."""

    steps: Sequence[StepCount]
    cases: Sequence[CaseCount]
    open_now: Sequence[OpenCount]
    months: Sequence[MonthCount]


def count(reads: Reads, viewer: Viewer, days: tuple[date, date], today: date) -> Counts:
    """Return what the viewer may see of a period, as it stands today. Months without anything are left out."""
    asked = asking(viewer) | {"first": days[0].isoformat(), "last": days[1].isoformat(), "today": today.isoformat()}
    ages = {f"age{place}": (today - timedelta(age)).isoformat() for place, age in enumerate(AGES)}
    found: dict[tuple[str, str], list[int]] = {}
    for kind, stage, age, number in reads.fetch(_OPEN, asked | ages):
        found.setdefault((kind, stage), [0] * (len(AGES) + 1))[age] += number
    received = {row[0]: int(row[1]) for row in reads.fetch(_RECEIVED, asked)}
    months = {row[0]: Kept(*row[1:]) for row in reads.fetch(_MONTHS, asked)}
    return Counts(
        [StepCount(kind, step, bool(bound), Kept(*sums)) for kind, step, bound, *sums in reads.fetch(_STEPS, asked)],
        [CaseCount(*row) for row in reads.fetch(_CASES, asked)],
        [OpenCount(kind, stage, tuple(numbers)) for (kind, stage), numbers in found.items()],
        [MonthCount(each, received.get(each, 0), months.get(each, Kept())) for each in {*received, *months}],
    )
