"""Which fields a letter or a talk still needs, from what its procedure says it must hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sharedlives_tui import reading
from sharedlives_tui.caseviews import FieldView, StepView
from sharedlives_tui.desk import Desk


def needed_fields(desk: Desk, ref: str, step: StepView) -> frozenset[str]:
    """Return the names of the fields without which a required content of the step's notice stays empty."""
    act = reading.open_file(desk, ref).procedure.by_id.get(step.step)
    if act is None or act.notice is None:
        return frozenset()
    missing = {each.id for each in step.must if each.required and not each.present}
    return frozenset(need for content in act.notice.must if content.id in missing for need in content.needs)


def marked(fields: Sequence[FieldView], names: frozenset[str]) -> tuple[FieldView, ...]:
    """Return the fields with those that are needed marked as such."""
    return tuple(replace(each, required=True) if each.name in names else each for each in fields)
