"""Facts that a case knows by itself and a form can begin with (pure)."""

from __future__ import annotations

from datetime import date

from sharedlives_tui.confided import confided
from sharedlives_tui.facts import Entry
from sharedlives_tui.procedures import COPIES_LEFT, END_OF, LEFT_OUT, WITHIN, Condition, Field
from sharedlives_tui.progress import Progress
from sharedlives_tui.standing import Instance
from sharedlives_tui.typed_dates import say_long
from sharedlives_tui.windows import last_day_known

NOTHING_LEFT_OUT = "Nothing was left out."
SOMETHING_LEFT_OUT = "Something was left out: what was given in confidence by or to somebody else."


def known_fact(progress: Progress, field: Field, instance: Instance | None) -> str:
    """What the case can fill in for a field that names one of KNOWN; empty where it knows nothing."""
    if field.known == "stage now":
        return progress.procedure.stage_name(progress.stage)
    if field.known == "stage before":
        return progress.procedure.stage_name(_stage_before(progress, instance))
    if field.known == "answer due":
        due = _answer_due(progress)
        return "" if due is None else say_long(due)
    if field.known == COPIES_LEFT:
        return "\n".join(copies_left(progress))
    if field.known == LEFT_OUT:
        return left_out(progress, instance)
    if found := WITHIN.fullmatch(field.known):
        return _in_window(progress, field, found["field"], found["step"], instance)
    if field.known.startswith(END_OF):
        last = last_day_known(progress, field, instance.key if instance is not None else None)
        return "" if last is None else last.isoformat()
    return ""


def _in_window(progress: Progress, field: Field, day: str, step: str, instance: Instance | None) -> str:
    """Which of the field's three choices the days of what came tell (RD-16); empty where they tell none."""
    came = progress.entry.get(instance.opened_by) if instance is not None else None
    if came is None:
        return ""
    if not any(each.act.id == step and progress.due(each) is not None for each in progress.instances):
        return field.choices[2]
    if any(progress.holds(Condition(within=(each, step)), came) for each in (came.act, day)):
        return field.choices[0]
    late = bool(came.text(day)) and progress.holds(Condition(beyond=(day, step)), came)
    return field.choices[1] if late else ""


def copies_left(progress: Progress) -> tuple[str, ...]:
    """To whom letters of the case have gone so far, each once: names as the letters had them (CC-39)."""
    found = [name for each in progress.taken if each.has or each.text("method") for name in _reached(each)]
    return tuple(dict.fromkeys(found))


def left_out(progress: Progress, instance: Instance | None) -> str:
    """That something is left out of a person's copies and why, never what (CC-18); papers are not looked at."""
    person = instance.key if instance is not None else None
    held = [each for each in confided(progress) if person is None or person not in each.givers]
    return SOMETHING_LEFT_OUT if held else NOTHING_LEFT_OUT


def _reached(entry: Entry) -> tuple[str, ...]:
    return (*entry.texts("to"), *entry.texts("copies"))


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
