"""What a procedure that reads well can still get wrong: names of steps, stages, fields, rules that do not exist."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sharedlives_tui.procedures import (
    ANY_STAGE,
    END_OF,
    OPENING,
    WITHIN,
    Act,
    Condition,
    Limit,
    Procedure,
    Vocabulary,
)


def cross_check(procedure: Procedure, name: str, known: Vocabulary | None = None) -> list[str]:
    """One line for each reference that leads nowhere; empty if all is well. Rules, roles and letters need `known`."""
    stages = {stage.id for stage in procedure.stages}
    lines = [f"{name}: {words}" for words in _twice(procedure)]
    for act in procedure.acts:
        place = f"{name}, {act.kind} {act.id}"
        lines += [f"{place}: {words}" for words in _act(procedure, act, stages)]
        if known is not None:
            lines += [f"{place}: {words}" for words in _outside(act, known)]
    return lines


def _twice(procedure: Procedure) -> Iterator[str]:
    seen: set[str] = set()
    for act in procedure.acts:
        if act.id in seen:
            yield f"'{act.id}' is declared twice; every step and action has an id of its own"
        if "@" in act.id or "." in act.id or " " in act.id:
            yield f"'{act.id}': an id has no spaces, no '@' and no '.'"
        seen.add(act.id)
    for stage in {stage.id for stage in procedure.stages if [each.id for each in procedure.stages].count(stage.id) > 1}:
        yield f"stage '{stage}' is declared twice"
    for key, names in (("title", procedure.title), ("type_field", (procedure.type_field,))):
        for name in names:
            if name is not None and name not in procedure.fields:
                yield f"{key}: '{name}' is no field that some step asks for"
    if procedure.opening.opens:
        yield f"the first step '{procedure.opening.id}' opens the case, so it has no 'opens'"


def _act(procedure: Procedure, act: Act, stages: set[str]) -> Iterator[str]:
    if act.stage != ANY_STAGE and act.stage not in stages:
        yield f"stage '{act.stage}' is not declared; the stages are: {', '.join(sorted(stages))}"
    if act.kind == "step" and act is not procedure.opening and not act.opens:
        yield "nothing opens this step; add 'opens'"
    named = {
        "opens": [by for opener in act.opens for by in opener.by],
        "met_by": [by for met in act.met_by for by in met.by],
        "ends_steps": [step for end in act.ends_steps for step in end.steps],
    }
    for key, names in named.items():
        yield from (f"{key}: there is no step or action '{each}'" for each in names if each not in procedure.by_id)
    entered = {
        "opens": [opener.stage for opener in act.opens if opener.stage is not None],
        "enters": [enter.to for enter in act.enters],
    }
    for key, names in entered.items():
        yield from (f"{key}: there is no stage '{each}'" for each in names if each not in stages)
    for each in act.independence:
        if each.person != "by" and each.person not in act.field_by_id:
            yield f"independence: '{each.person}' is neither 'by' nor a field of this step"
    yield from _contents(procedure, act)
    yield from _parts_and_lines(procedure, act)
    yield from _shown(procedure, act)
    yield from _choices(procedure, act)
    for limit in (act.limit, *(opener.limit for opener in act.opens)):
        yield from _limit(procedure, limit)
    for condition in conditions(act):
        yield from _condition(procedure, condition, stages)


BARRED = ("subject", "party", "acted", "owned", "outside", "our office")
BARRED_PART = "part:"
BARRED_DOER = "did:"
BARRED_SPAN = "span:"
SENT_FIELDS = ("method",)
"""What every notice is recorded with, and a condition may ask."""


def _parts_and_lines(procedure: Procedure, act: Act) -> Iterator[str]:
    lines = {each.line for each in procedure.fields.values() if each.line is not None}
    closings = {end.how for each in procedure.acts for end in each.ends}
    for opener in act.opens:
        each = opener.for_each
        if each is not None and (each.part is not None) + (each.line is not None) + (each.of == "same") != 1:
            yield "for_each: say exactly one of 'part', 'line' and of = \"same\""
        elif each is not None and each.of == "same line" and each.part is None:
            yield "for_each: of = \"same line\" asks for a 'part'"
        elif each is not None and each.part is not None and each.part not in _parts(procedure):
            yield f"for_each: nobody takes the part '{each.part}'; the parts are: {_listed(_parts(procedure))}"
        elif each is not None and each.line is not None and each.line not in lines:
            yield f"for_each: no field holds lines of the kind '{each.line}'; there are: {_listed(lines)}"
        yield from (f"opens: no entry closes a case as '{how}'" for how in opener.closing if how not in closings)
    yield from (
        f"holds: no entry begins the span '{name}'" for name in act.holds if name.rstrip("@") not in _spans(procedure)
    )


def _choices(procedure: Procedure, act: Act) -> Iterator[str]:
    for each in act.independence:
        for word in each.barred:
            if word.startswith(BARRED_PART):
                if word.removeprefix(BARRED_PART) not in _parts(procedure):
                    yield f"barred: nobody takes the part '{word.removeprefix(BARRED_PART)}'"
            elif word.startswith(BARRED_SPAN):
                if word.removeprefix(BARRED_SPAN) not in _spans(procedure):
                    yield f"barred: no entry begins the span '{word.removeprefix(BARRED_SPAN)}'"
            elif word.startswith(BARRED_DOER):
                if word.removeprefix(BARRED_DOER) not in procedure.by_id:
                    yield f"barred: there is no step '{word.removeprefix(BARRED_DOER)}'"
            elif word not in BARRED:
                yield f"barred: '{word}' is none of: {', '.join(BARRED)}, or 'part:' and a part of the case"
        if each.allow is not None and each.allow not in act.field_by_id:
            yield f"allow: '{each.allow}' is no field of this step"
    for field in act.fields:
        if field.default and field.kind == "choice" and field.default not in field.choices:
            yield f"the default '{field.default}' is no choice of the field '{field.id}'"
    types = procedure.fields.get(procedure.type_field or "")
    for become in act.becomes:
        if types is None or become.type not in types.choices:
            yield f"becomes: '{become.type}' is no choice of the field that says the type"


def _shown(procedure: Procedure, act: Act) -> Iterator[str]:
    """What the case fills in or shows by itself: steps and fields that must exist."""
    for name in act.shows:
        if name not in procedure.fields:
            yield f"shows: '{name}' is no field that some step asks for"
    for name in act.decides_on:
        if name not in procedure.by_id:
            yield f"decides_on: there is no step or action '{name}'"
    for field in act.fields:
        if found := WITHIN.fullmatch(field.known):
            yield from _compared(procedure, Condition(within=(found["field"], found["step"])))
            if field.kind != "choice" or len(field.choices) < 3:
                yield f"known: '{field.known}' fills in a choice of three, which '{field.id}' is not"
        if field.known.startswith(END_OF):
            yield from _end_of(procedure, field.known.removeprefix(END_OF))
            if field.kind != "date":
                yield f"known: the field '{field.id}' is not a date"


def _parts(procedure: Procedure) -> set[str]:
    """The parts that somebody can take: by a field, or by the action that adds somebody."""
    parts = {each.part for each in procedure.fields.values() if each.part is not None}
    for act in procedure.acts:
        if act.effect == "party":
            parts |= {choice for each in act.fields for choice in each.choices}
    return parts


def _spans(procedure: Procedure) -> set[str]:
    return {change.span for act in procedure.acts for change in act.span_changes if change.begins}


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "none"


def _contents(procedure: Procedure, act: Act) -> Iterator[str]:
    for content in () if act.notice is None else (*act.notice.must, *act.notice.may):
        for need in content.needs:
            if not need.startswith("contact:") and need not in procedure.fields:
                yield f"content '{content.id}' needs the field '{need}', which no step asks for"


def _limit(procedure: Procedure, limit: Limit | None) -> Iterator[str]:
    if limit is not None and limit.told and limit.told not in procedure.fields:
        yield f"limit: '{limit.told}' (told) is no field that some step asks for"
    for name in () if limit is None else limit.after:
        base = procedure.fields.get(name)
        if name.startswith(END_OF):
            yield from _end_of(procedure, name.removeprefix(END_OF))
            continue
        if name == OPENING or name in procedure.by_id:
            continue
        if base is None:
            yield f"limit: '{name}' is neither 'opening', a date field nor a step"
        elif base.kind != "date":
            yield f"limit: the field '{name}' is not a date"


def _end_of(procedure: Procedure, step: str) -> Iterator[str]:
    act = procedure.by_id.get(step)
    limits = [] if act is None else [act.limit, *(opener.limit for opener in act.opens)]
    known = [each for each in limits if each is not None]
    if not known:
        yield f"limit: there is no step '{step}' with a limit that could end"
    # Only one step deep: two limits that waited for each other would never have a date.
    elif any(name.startswith(END_OF) for each in known for name in each.after):
        yield f"limit: '{step}' itself runs from the end of another step; name that one"


def conditions(act: Act) -> Iterator[Condition]:
    """Every condition that stands anywhere in the act, members of `any` included."""
    found: list[Condition] = [act.available, act.decides_when, *act.not_possible]
    found += [each.when for each in act.opens] + [each.when for each in act.met_by]
    found += [each.when for each in act.needs] + [each.when for each in act.enters]
    found += [each.when for each in act.becomes] + [each.when for each in act.ends]
    found += [each.when for each in act.ends_steps] + [each.when for each in act.span_changes]
    found += [each.when for each in act.fields] + [each.when for each in act.independence]
    if act.notice is not None:
        found += [each.when for each in (*act.notice.must, *act.notice.may)]
    while found:
        each = found.pop()
        found += each.any_of
        yield each


def _condition(procedure: Procedure, condition: Condition, stages: set[str]) -> Iterator[str]:
    asked = [name for name, _ in condition.fields] + [*condition.filled, *condition.empty, *condition.given]
    for name in asked:
        if name not in procedure.fields and name not in SENT_FIELDS:
            yield f"'{name}' in a condition is neither a word of the format nor a field that some step asks for"
    for name, values in condition.fields:
        declared = procedure.fields.get(name)
        if declared is not None and declared.choices:
            for value in values:
                if value not in declared.choices:
                    yield f"'{value}' is no choice of the field '{name}'"
    steps = (*condition.done, *condition.not_done, *condition.begun, *condition.over, *condition.not_open)
    for step in (*steps, *((condition.covers,) if condition.covers else ())):
        if step not in procedure.by_id:
            yield f"there is no step '{step}' (named in a condition)"
    for stage in condition.stages:
        if stage not in stages:
            yield f"there is no stage '{stage}' (named in a condition)"
    yield from _rarer(procedure, condition)
    yield from _compared(procedure, condition)


def _rarer(procedure: Procedure, condition: Condition) -> Iterator[str]:
    for status in condition.status:
        if status not in ("open", "closed"):
            yield f"status is 'open' or 'closed', not '{status}'"
    for span in (*condition.spans, *condition.no_spans):
        if span.rstrip("@") not in _spans(procedure):
            yield f"no entry begins the span '{span}' (named in a condition)"
    for part in (*condition.parts, *condition.no_parts):
        if part.partition(".")[0] not in _parts(procedure):
            yield f"nobody takes the part '{part}' (named in a condition)"
    if condition.covers and (act := procedure.by_id.get(condition.covers)) is not None and act.notice is None:
        yield f"covers: the step '{condition.covers}' has no letter"
    notices = [act.notice for act in procedure.acts if act.notice is not None]
    contents = {content.id for notice in notices for content in (*notice.must, *notice.may)}
    yield from (f"has: no letter holds '{each}'" for each in condition.has if each not in contents)
    if condition.older is not None:
        name, months = condition.older
        field = procedure.fields.get(name)
        if field is None or field.kind != "date" or months < 1:
            yield f"older: 'field' names a date field and 'months' a number above nought, not '{name}' and {months}"


def _compared(procedure: Procedure, condition: Condition) -> Iterator[str]:
    for word, pair in (("within", condition.within), ("beyond", condition.beyond)):
        if pair is None:
            continue
        name, step = pair
        declared = procedure.fields.get(name)
        if name and name not in procedure.by_id and (declared is None or declared.kind != "date"):
            yield f"{word}: '{name}' is neither a date field that some step asks for nor a step or action"
        act = procedure.by_id.get(step)
        if act is None or not any(each is not None for each in (act.limit, *(one.limit for one in act.opens))):
            yield f"{word}: there is no step '{step}' with a limit"
    for step in condition.reached:
        if step not in procedure.by_id:
            yield f"reached: there is no step '{step}'"
    for name in (*(condition.below or ()), *(condition.at_least or ())):
        if name not in procedure.fields or procedure.fields[name].kind != "number":
            yield f"below, at_least: '{name}' is no number that some step asks for"


def _outside(act: Act, known: Vocabulary) -> Iterator[str]:
    yield from _missing("rule", act.rules, known.rules)
    named = [each.rule for each in act.needs] + [each.rule for each in act.independence]
    yield from _missing("rule", named, known.rules)
    named = [each.rule for each in act.fields if each.rule]
    if act.notice is not None:
        named += [each.warns for each in (*act.notice.must, *act.notice.may) if each.warns]
    yield from _missing("rule", named, known.rules)
    roles = [*act.who, *act.decides, *(role for field in act.fields for role in field.roles)]
    roles += [role for each in act.independence for role in each.among]
    roles += [role for opener in act.opens if opener.for_each is not None for role in opener.for_each.roles]
    roles += [act.notice.sender] if act.notice is not None else []
    yield from _missing("role", (role for role in roles if not role.startswith("party:")), known.roles)
    if act.notice is not None:
        yield from _missing("rule", [act.notice.id], known.rules)
        yield from _missing("letter", [act.notice.letter], known.letters)


def _missing(what: str, names: Iterable[str], known: frozenset[str]) -> Iterator[str]:
    for name in names:
        if name not in known:
            yield f"there is no {what} '{name}'"
