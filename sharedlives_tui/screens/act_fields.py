"""The fields of a step as a form asks for them: its own, the day, who did it; and back into a request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from sharedlives_tui.casefile import NoSuchCase
from sharedlives_tui.caseviews import STAFF, CaseView, FieldView, StepView
from sharedlives_tui.desk import Desk
from sharedlives_tui.facts import Value
from sharedlives_tui.names import in_one_line

ON, BY = "on", "by"
"""The names of the two fields that every entry has; a refusal names them so too."""
SENT = ("method", "to", "copies", "enclosures", "format_met")
"""What is asked of every letter when it is recorded as sent."""
NO_LETTER = "This step needs no letter. {case.record} records it."


def asked(
    name: str,
    label: str,
    kind: str,
    *,
    required: bool = False,
    choices: Sequence[str] = (),
    help: str,
    default: str = "",
    many: bool = False,
    among: tuple[str, ...] | None = None,
) -> FieldView:
    """Return a field that belongs to a screen and to no procedure; `help` says what to write and what becomes of it."""
    return FieldView(name, label, kind, required, tuple(choices), False, help, default, many, among=among)


def step_asked(desk: Desk, ref: str, act: str, *, letters: bool = False) -> tuple[CaseView | None, StepView | None]:
    """Return a case and what can be recorded in it by that name, the first without one; None for what is not there.

    With `letters` it is looked for among the steps that have a letter.
    """
    from sharedlives_tui import reading

    try:
        with desk.store.reading():
            case = reading.case_view(desk, ref)
            steps = [] if case.narrow else reading.steps_view(desk, ref)
    except NoSuchCase:
        return None, None
    fitting = (each for each in steps if (each.notice or not letters) and act in ("", each.instance, each.step))
    return case, next(fitting, None)


DONE_ON = "Done on"
"""What the day of an entry is called, unless its act says otherwise."""


def day_and_doer(desk: Desk, who: Sequence[str], day: str = "") -> tuple[FieldView, FieldView]:
    """Return the fields for the day and for who did it; `who` are the roles that do it normally."""
    return (
        asked(
            ON,
            day or DONE_ON,
            "date",
            required=True,
            default=desk.today.isoformat(),
            help="The day on which it was really done: limits count from it.",
        ),
        _by(desk, who, "Who did it", "did"),
    )


def known_how(desk: Desk) -> tuple[FieldView, ...]:
    """Return the fields that ask how one knows what somebody else decided: asked while they are named."""
    from sharedlives_tui import on_behalf
    from sharedlives_tui.reading_steps import not_mine

    return tuple(not_mine(desk, each, needed=True) for each in on_behalf.FIELDS)


def known_apart(own: Sequence[FieldView]) -> tuple[list[FieldView], list[FieldView]]:
    """Return the fields of a step, and those that stand below who did it: how one knows what somebody else decided."""
    from sharedlives_tui import on_behalf

    below = {on_behalf.HOW, on_behalf.WORDS}
    return [each for each in own if each.name not in below], [each for each in own if each.name in below]


def signer(desk: Desk, who: Sequence[str]) -> FieldView:
    """Return the field for who signs a letter; `who` are the roles that do so normally."""
    return _by(desk, who, "Who signs it", "signs")


def _by(desk: Desk, who: Sequence[str], label: str, verb: str) -> FieldView:
    usual = f" Normally: {in_one_line(who)}." if who else ""
    words = f"Who {verb} it, if not you.{usual}"
    return asked(BY, label, "person", required=not i_fit(desk, who), help=words, among=_who_can(desk, who))


def _who_can(desk: Desk, who: Sequence[str]) -> tuple[str, ...] | None:
    """Those who are offered as who did a step: whoever works here, or is named; anybody where it is others' to do."""
    roles = desk.library.roles
    if any(each in roles.names and not roles.is_office(each) for each in who):
        return None
    named = (person for each in who if each not in roles.names for person in _called(desk, each))
    return (*dict.fromkeys(named), STAFF)


def i_fit(desk: Desk, who: Sequence[str]) -> bool:
    """Return whether the viewer, by name or by role, is among those who do such a step; True where anybody may."""
    roles = [each for each in who if each in desk.library.roles.names]
    return (
        not who or desk.viewer.name in who or (bool(roles) and desk.library.roles.may_act_as(desk.viewer.roles, roles))
    )


def usual_doer(desk: Desk, who: Sequence[str]) -> str:
    """Return the id of whoever did a step unless somebody else is named.

    The viewer where the step is theirs, else the one person of the case who does it. Where only roles are known it is
    empty: then somebody has to be named.
    """
    if i_fit(desk, who):
        return f"P-{desk.viewer.person_id}" if desk.viewer.person_id is not None else ""
    named = [person for name in who if name not in desk.library.roles.names for person in _called(desk, name)]
    return named[0] if len(named) == 1 == len(who) else ""


def _called(desk: Desk, name: str) -> list[str]:
    from sharedlives_tui import people_search

    return [person for person, full, _ in people_search.person_matches(desk, name) if full == name]


def label_of(name: str, instance: str, case: CaseView) -> str:
    """Return a step's name with whom or what it is for: "Tell the carer about the complaint: Cara Carer"."""
    _, at, key = instance.partition("@")
    key, dot, number = key.rpartition(".") if key.rpartition(".")[2].isdigit() else (key, "", "")
    if case.narrow:
        return name
    if not at:
        again = instance.rpartition(".")[2]
        return f"{name} (round {again})" if again != instance and again.isdigit() else name
    people = {each.person: each.name for each in case.parties}
    whom = people.get(key) or dict(case.lines).get(key) or key
    return f"{name}: {whom}" + (f" (round {number})" if dot else "")


def with_names(fields: Sequence[FieldView], case: CaseView) -> tuple[tuple[FieldView, ...], dict[str, str]]:
    """Return the fields with steps called by their names, and the step's instance for each such name."""
    names = {each.instance: label_of(each.name, each.instance, case) for each in case.limits}
    found: list[FieldView] = []
    back: dict[str, str] = {}
    for each in fields:
        if each.kind == "instance" and each.choices:
            labels = {choice: names.get(choice, choice) for choice in each.choices}
            back |= {label: choice for choice, label in labels.items()}
            found.append(replace(each, choices=tuple(labels.values())))
        else:
            found.append(each)
    return tuple(found), back


def facts_of(
    values: Mapping[str, Value], step: StepView, back: Mapping[str, str]
) -> tuple[dict[str, Value], date | None, str]:
    """Return what was typed as a request takes it: the facts of the step, the day, who did it."""
    names = {each.name: each for each in step.fields}
    facts: dict[str, Value] = {}
    for name, value in values.items():
        if name in names:
            known = names[name].kind == "instance" and isinstance(value, str)
            facts[name] = back.get(str(value), value) if known else value
    on, by = values.get(ON, ""), values.get(BY, "")
    return facts, date.fromisoformat(on) if isinstance(on, str) and on else None, str(by)
