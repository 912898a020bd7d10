"""Refusals in words. In a room of their own, so that what is read at the start need not load every request."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """Why something was refused: the field (or empty), the rule ID (or empty), and words that say what to do."""

    field: str
    rule: str
    words: str
    content: str = ""
    """The required content of a letter that is missing; empty for other reasons."""


class Refused(Exception):
    """A request that cannot be done. Nothing was written; `problems` says why, one reason each."""

    told = False
    """Whether the journal tells of it already."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__("\n".join(each.words for each in problems))
