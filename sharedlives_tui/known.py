"""Facts that a case knows by itself and a form can begin with (pure)."""

from __future__ import annotations

from datetime import date

from sharedlives_tui.procedures import Field
from sharedlives_tui.progress import Instance, Progress
from sharedlives_tui.typed_dates import say_long


def known_fact(progress: Progress, field: Field, instance: Instance | None) -> str:
    """What the case can fill in for a field that names one of KNOWN; empty where it knows nothing."""
    if field.known == "stage now":
        return progress.procedure.stage_name(progress.stage)
    if field.known == "stage before":
        return progress.procedure.stage_name(_stage_before(progress, instance))
    if field.known == "answer due":
        due = _answer_due(progress)
        return "" if due is None else say_long(due)
    return ""


def _stage_before(progress: Progress, instance: Instance | None) -> str:
    """The stage in which the case stood when the step was called for."""
    if instance is None:
        return progress.stage
    opener = progress.entry[instance.opened_by]
    places = [place for place, (_, number) in enumerate(progress.stage_entries) if number == opener.number]
    place = places[0] if places else 0
    return progress.stage_entries[place - 1][0] if place > 0 else progress.stage


def _answer_due(progress: Progress) -> date | None:
    """The day on which the step that ends the stage is due."""
    for each in progress.open_instances():
        due = progress.due(each)
        if each.act.ends and each.act.stage == progress.stage and due is not None:
            return due.due
    return None
