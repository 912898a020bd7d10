"""The form of the office's file, as numbered steps; a step is one transaction, and none is ever edited once released.

Imported only to make a file or to bring an older one up to date.
"""

from __future__ import annotations

from dataclasses import dataclass

from sharedlives_tui.store.schema import step_0001


@dataclass(frozen=True)
class Step:
    """One change of form, as plain SQL."""

    number: int
    sql: str


STEPS: tuple[Step, ...] = (Step(1, step_0001.SQL),)
