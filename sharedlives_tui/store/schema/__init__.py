"""The form of the office's file, as numbered steps; a step is one transaction, and none is ever edited once released.

Imported only to make a file or to bring an older one up to date.
"""

from __future__ import annotations

from dataclasses import dataclass

from sharedlives_tui.store.schema import (
    step_0001,
    step_0002,
    step_0003,
    step_0004,
    step_0005,
    step_0006,
    step_0007,
    step_0008,
    step_0009,
    step_0010,
    step_0011,
)


@dataclass(frozen=True)
class Step:
    """One change of form, as plain SQL."""

    number: int
    sql: str


_SQL = (
    step_0001.SQL,
    step_0002.SQL,
    step_0003.SQL,
    step_0004.SQL,
    step_0005.SQL,
    step_0006.SQL,
    step_0007.SQL,
    step_0008.SQL,
    step_0009.SQL,
    step_0010.SQL,
    step_0011.SQL,
)

STEPS: tuple[Step, ...] = tuple(Step(number, sql) for number, sql in enumerate(_SQL, 1))
