"""What one run found, side by side with its goals: ratios to plain things, and figures that stand by themselves."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import ClassVar, NamedTuple


@dataclass(frozen=True)
class Ratio:
    """What was measured of us and of the plain thing beside us, round by round, and how far apart they may be."""

    what: str
    unit: str
    ours: Sequence[float]
    plain: Sequence[float]
    goal: float | None = None
    at_least: bool = False
    """Whether the goal is the least that the ratio may be, and not the most."""
    must: ClassVar[bool] = False

    @property
    def each(self) -> list[float]:
        """The ratio of each round, so that what slows the machine down falls on both sides alike."""
        return [ours / plain for ours, plain in zip(self.ours, self.plain, strict=True)]

    @property
    def reached(self) -> bool:
        """Whether the median of the ratios is within the goal."""
        found = median(self.each)
        return self.goal is None or (found >= self.goal if self.at_least else found <= self.goal)

    def line(self) -> str:
        """One line of the report."""
        each = self.each
        spread = f"{_short(median(each))} ({_short(min(each))}-{_short(max(each))})"
        sign = "at least" if self.at_least else "at most"
        goal = "" if self.goal is None else f"{sign:<8} {self.goal:g}  {'reached' if self.reached else 'MISSED'}"
        return f"{self.what:<62}{_say(self.ours, self.unit):>12}{_say(self.plain, self.unit):>12}  {spread:<22}{goal}"


@dataclass(frozen=True)
class NotMeasured:
    """What could not be measured here, and what to do so that it can."""

    what: str
    why: str
    reached: bool = True
    must: ClassVar[bool] = False

    def line(self) -> str:
        """One line of the report."""
        return f"{self.what:<62}not measured: {self.why}"


class Figure(NamedTuple):
    """What was counted or timed, and is judged by itself."""

    what: str
    found: str
    goal: str = ""
    reached: bool = True
    must: bool = False
    """Whether a miss is a fault on any machine, as what is lost is; a time is missed where much else goes on."""
    beside: str = ""
    """What the plain thing took in the same run."""

    def line(self) -> str:
        """One line of the report."""
        goal = f"{self.goal}  {'reached' if self.reached else 'MISSED'}" if self.goal else ""
        return f"{self.what:<64}{self.found:>22}  {goal:<26}{self.beside}".rstrip()


def none(what: str, count: int) -> Figure:
    """Return the row of what may never be there."""
    return Figure(what, f"{count:,}", "none", not count, must=True)


def seconds(what: str, found: float, goal: float | None = None, beside: str = "") -> Figure:
    """Return the row of a time in seconds."""
    if goal is None:
        return Figure(what, f"{found:.2f} s", beside=beside)
    return Figure(what, f"{found:.2f} s", f"under {goal:g} s", found < goal, beside=beside)


Row = Ratio | NotMeasured | Figure
HEAD = f"{'what':<62}{'ours':>12}{'beside it':>12}  {'ratio (spread)':<22}goal"


FIGURES = f"{'what':<64}{'found':>22}  {'goal':<26}beside it"


def status(rows: Sequence[Row], *, strict: bool) -> int:
    """Return 1 where something was missed that never may be, and with `strict` where any goal was; else 0."""
    return int(any(not each.reached and (strict or each.must) for each in rows))


def tell(rows: Sequence[Figure], *, strict: bool) -> int:
    """Write the rows to standard error, where those of a script stand beside its JSON; return the status."""
    print(FIGURES, *(each.line() for each in rows), sep="\n", file=sys.stderr, flush=True)
    return status(rows, strict=strict)


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which so much of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]


def _short(ratio: float) -> str:
    return f"{ratio:.2f}" if ratio >= 0.095 else f"{ratio:.4f}"


def _say(values: Sequence[float], unit: str) -> str:
    middle = median(values)
    return (
        f"{middle:,.3f} {unit}" if middle < 1 else f"{middle:,.1f} {unit}" if middle < 100 else f"{middle:,.0f} {unit}"
    )
