"""Ratios of one run, side by side with their goals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Ratio:
    """What was measured of us and of the plain thing beside us, round by round, and how far apart they may be."""

    what: str
    unit: str
    ours: Sequence[float]
    plain: Sequence[float]
    goal: float | None = None

    @property
    def each(self) -> list[float]:
        """The ratio of each round, so that what slows the machine down falls on both sides alike."""
        return [ours / plain for ours, plain in zip(self.ours, self.plain, strict=True)]

    @property
    def reached(self) -> bool:
        """Whether the median of the ratios is within the goal."""
        return self.goal is None or median(self.each) <= self.goal

    def line(self) -> str:
        """One line of the report."""
        each = self.each
        spread = f"{median(each):6.2f} ({min(each):.2f}-{max(each):.2f})"
        goal = "" if self.goal is None else f"{self.goal:5.2f}  {'reached' if self.reached else 'MISSED'}"
        return f"{self.what:<50}{_say(self.ours, self.unit):>12}{_say(self.plain, self.unit):>12}  {spread:<20}{goal}"


HEAD = f"{'what':<50}{'ours':>12}{'beside it':>12}  {'ratio (spread)':<20}goal"


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which so much of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]


def _say(values: Sequence[float], unit: str) -> str:
    middle = median(values)
    return (
        f"{middle:,.3f} {unit}" if middle < 1 else f"{middle:,.1f} {unit}" if middle < 100 else f"{middle:,.0f} {unit}"
    )
