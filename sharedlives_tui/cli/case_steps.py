"""`case steps` and `case fields`: what can be recorded next, with its date, its gates and what it asks for."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from sharedlives_tui import reading
from sharedlives_tui.caseviews import CaseView, FieldView, StepView, Tick
from sharedlives_tui.cli.call import Call, Job
from sharedlives_tui.cli.failures import with_command
from sharedlives_tui.cli.output import Output, in_words, listed
from sharedlives_tui.cli.words import HEADINGS, SIDES, in_list
from sharedlives_tui.correspondence import by_number
from sharedlives_tui.desk import Desk
from sharedlives_tui.names import in_one_line
from sharedlives_tui.screens.act_fields import label_of


def _steps_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ref", metavar="REF", help="the case, like CO-0012")


def _steps(call: Call) -> int:
    with call.desk() as desk:
        steps = reading.steps_view(desk, call.args.ref)
        case = reading.case_view(desk, call.args.ref)
        if call.json:
            call.out.data([step_data(each) for each in steps])
            return 0
        open_steps = [each for each in steps if each.kind == "step"]
        call.out.line(f"OPEN STEPS ({len(open_steps)})")
        for each in open_steps:
            _tell_step(call.out, desk, each, case)
        actions = [each for each in steps if each.kind != "step"]
        call.out.line()
        call.out.line(f"ACTIONS THAT ARE POSSIBLE NOW ({len(actions)})")
        for each in actions:
            _tell_step(call.out, desk, each, case)
    return 0


def _tell_step(out: Output, desk: Desk, step: StepView, case: CaseView) -> None:
    out.line(f"{label_of(step.name, step.instance, case)} [{step.instance}]")
    if step.kind == "step":
        when = in_list(step.state, step.due, step.act_by, step.until, step.days_late, desk.today)
        heading = HEADINGS[step.state].lower()
        out.line(when if when.startswith(heading) else f"{heading}: {when}", 2)
        out.line(f"{SIDES.get(step.side, step.side)}; {in_one_line(step.who) or 'anybody'}", 2)
    if step.rules:
        out.line(f"rules: {listed(step.rules)}", 2)
    for each in step.gates:
        out.line(f"first: {each}", 2)
    for remark in step.remarks:
        out.line(f"know: {remark}", 2)
    for asked in step.fields:
        _tell_field(out, asked)
    if step.notice:
        out.line(f"letter {step.notice} to {in_one_line(step.to) or 'whoever you name'}; by {listed(step.methods)}", 2)
        tell_ticks(out, step.must)


def tell_ticks(out: Output, found: Sequence[Tick]) -> None:
    """Tell what a letter holds and what it lacks, a line each."""
    for each in found:
        if each.present:
            out.line(f"holds: {each.name} [{each.id}]", 2)
        elif each.required:
            out.line(f"lacks: {each.name} [{each.id}]. {with_command(each.field, each.missing)}", 2)
        else:
            out.line(f"may hold: {each.name} [{each.id}]. {with_command(each.field, each.missing)}", 2)


def _tell_field(out: Output, asked: FieldView) -> None:
    needed = "needed" if asked.required else "if there is any"
    several = ", several" if asked.many else ""
    words = f"asks {asked.name}: {asked.label} ({asked.kind}{several}, {needed})"
    if asked.choices:
        words += f". One of: {listed(asked.choices)}"
    if asked.default:
        words += f". Left out: {asked.default}"
    if asked.help:
        words += f". {asked.help}"
    out.line(words, 2)


def step_data(step: StepView) -> dict[str, Any]:
    """Return a step or action as JSON has it; `notice` is null where it has no letter."""
    return {
        "step": step.step,
        "instance": step.instance,
        "name": step.name,
        "kind": step.kind,
        "rules": list(step.rules),
        "stage": step.stage,
        "who": list(step.who),
        "side": step.side,
        "force": step.force,
        "due": step.due,
        "act_by": step.act_by,
        "until": step.until,
        "state": step.state,
        "days_late": step.days_late,
        "gates": list(step.gates),
        "remarks": list(step.remarks),
        "fields": [field_data(each) for each in step.fields],
        "prefilled": {name: value if isinstance(value, str) else list(value) for name, value in step.prefilled.items()},
        "notice": _notice_data(step),
    }


def _notice_data(step: StepView) -> dict[str, Any] | None:
    if not step.notice:
        return None
    return {
        "id": step.notice,
        "must": [tick_data(each) for each in step.must if each.required],
        "may": [tick_data(each) for each in step.must if not each.required],
        "to": list(step.to),
        "methods": list(step.methods),
        "spoken": step.spoken,
    }


def tick_data(tick: Tick) -> dict[str, Any]:
    """Return a content of a letter as JSON has it."""
    return {"id": tick.id, "name": tick.name, "present": tick.present, "missing": tick.missing}


def field_data(asked: FieldView) -> dict[str, Any]:
    """Return a field as JSON has it."""
    return {
        "name": asked.name,
        "label": asked.label,
        "kind": asked.kind,
        "required": asked.required,
        "choices": list(asked.choices),
        "confidential": asked.confidential,
        "many": asked.many,
        "default": asked.default,
        "help": asked.help,
    }


def tell_opening_fields(call: Call, desk: Desk, kind: str) -> None:
    """Tell what a new case of a kind asks for. Raises LookupError for an unknown kind."""
    _tell_fields(call, reading.opening_fields(desk, kind))


def _tell_fields(call: Call, fields: Sequence[FieldView]) -> None:
    if call.json:
        call.out.data([field_data(each) for each in fields])
        return
    for each in fields:
        _tell_field(call.out, each)


def _fields_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", metavar="KIND|REF", help="a kind of case, like complaint, or a case, like CO-0012")
    parser.add_argument("act", nargs="?", metavar="STEP|ACTION", help="with a case: the step or action")


def _fields(call: Call) -> int:
    args = call.args
    with call.desk() as desk:
        if args.act is None:
            tell_opening_fields(call, desk, args.what)
            return 0
        steps = reading.steps_view(desk, args.what)
        asked = by_number(desk, args.act)
        found = next((each for each in steps if asked in (each.instance, each.step)), None)
        if found is None:
            names = listed([each.instance for each in steps])
            raise LookupError(f"'{in_words(args.act)}' cannot be recorded now. What can: {names}.")
        _tell_fields(call, found.fields)
    return 0


JOBS = {"case steps": Job(_steps_arguments, _steps), "case fields": Job(_fields_arguments, _fields)}
