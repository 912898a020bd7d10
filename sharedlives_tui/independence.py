"""Who may do a thing in a case and why not, from the case's own history (CC-13, CC-14, CC-19, DY-13, RD-11, RD-39).

Pure: the roles that people held are asked through a function.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date

from sharedlives_tui.access import Roles
from sharedlives_tui.facts import Entry
from sharedlives_tui.procedures import Act, Independence
from sharedlives_tui.progress import Instance, Progress
from sharedlives_tui.requests import Problem

RolesOn = Callable[[str, date], Collection[str]]
"""The register roles that a person (P-12) held on a day."""

_BARRED_WORDS = {
    "subject": "the case is about them",
    "party": "they are a party of the case",
    "acted": "they have had a part in the matter ({what})",
    "owned": "they have owned the case",
    "outside": "they are not of the office",
}


def subjects(progress: Progress) -> frozenset[str]:
    """The people whom the case is about."""
    return frozenset(each.person for each in progress.parties if each.part == "subject")


def hidden_from(progress: Progress) -> frozenset[str]:
    """Those to whom the case is closed because it is about them (CC-19, RD-40)."""
    return frozenset(
        each.key
        for each in progress.instances
        if each.act.hides and each.key is not None and each.how not in ("not possible",)
    )


def owner_of(progress: Progress) -> str:
    """Who looks after the case: whom the last change of owner names, or else who opened it."""
    for each in reversed(progress.taken):
        if progress.procedure.by_id[each.act].effect == "owner":
            return each.text("owner")
    return progress.opening.done_by if progress.opening is not None else ""


def substitutes(progress: Progress, role: str) -> frozenset[str]:
    """Those named to act in place of the holder of a role (DY-13)."""
    return frozenset(
        person
        for each in progress.taken
        if progress.procedure.by_id[each.act].effect == "substitute" and each.text("for_role") == role
        for person in each.texts("substitute")
    )


def why_not_doer(
    progress: Progress, act: Act, candidate: Entry, instance: Instance | None, roles: Roles, roles_on: RolesOn
) -> list[Problem]:
    """Why the doer cannot do the act: it is about them, or it belongs to an office that they do not hold."""
    person, on = candidate.done_by, candidate.done_on
    problems = []
    if person in hidden_from(progress):
        problems.append(
            Problem("by", "CC-19", "The case is about this person: they handle nothing of it. Name somebody else.")
        )
    theirs = bool(act.decides) and progress.holds(act.decides_when, candidate, instance)
    if theirs and not _holds(progress, act.decides, person, on, roles, roles_on):
        rule = act.rules[0] if act.rules else ""
        problems.append(
            Problem(
                "by",
                rule,
                f"Only {_listed(act.decides)} decides this, or a named substitute (action: substitute). "
                "Say who decided it.",
            )
        )
    return problems


def unusual_doer(progress: Progress, act: Act, person: str, on: date, roles: Roles, roles_on: RolesOn) -> str:
    """Words where somebody did what is normally done by another office; empty if all is as usual."""
    wanted = [role for role in act.who if not role.startswith("party:")]
    parts = {role.removeprefix("party:") for role in act.who if role.startswith("party:")}
    if not act.who or any(each.person == person and each.part in parts for each in progress.parties):
        return ""
    if wanted and _holds(progress, wanted, person, on, roles, roles_on):
        return ""
    named = [] if wanted else [f"the {part} named in the case" for part in sorted(parts)]
    return f"This is normally done by {_listed(wanted) or ' or '.join(named)}."


def _holds(progress: Progress, wanted: Iterable[str], person: str, on: date, roles: Roles, roles_on: RolesOn) -> bool:
    asked = list(wanted)
    if any(person in substitutes(progress, role) for role in asked):
        return True
    return roles.may_act_as(frozenset(roles_on(person, on)), asked)


def why_not_named(
    progress: Progress,
    act: Act,
    candidate: Entry,
    names: Callable[[str], str],
    roles: Roles,
    roles_on: RolesOn,
) -> list[Problem]:
    """Why those whom the entry names cannot be the ones: each with the reason from the case's history."""
    problems = []
    for each in act.independence:
        people = (candidate.done_by,) if each.person == "by" else candidate.texts(each.person)
        excused = each.allow is not None and bool(candidate.text(each.allow))
        for person in people:
            staff = any(roles.is_office(role) for role in roles_on(person, candidate.done_on))
            outside = [_BARRED_WORDS["outside"]] if "outside" in each.barred and not staff else []
            for reason in [*outside, *_barred(progress, each, person)]:
                problems.append(Problem(each.person, each.rule, f"{names(person)} cannot be the one: {reason}."))
            if each.senior:
                problems += _not_senior(progress, each, person, candidate, names, roles, roles_on)
        declared = candidate.text("involvement") if each.person != "by" else ""
        declared = "" if declared.strip(" .").lower() in ("no", "none", "nothing") else declared
        if declared and not excused:
            problems.append(
                Problem(
                    each.allow or each.person,
                    each.rule,
                    "An involvement is declared. Choose somebody else, or let a manager write why they may act.",
                )
            )
    return problems


def _barred(progress: Progress, rule: Independence, person: str) -> Iterable[str]:
    parts = {each.part for each in progress.parties if each.person == person}
    if "subject" in rule.barred and "subject" in parts:
        yield _BARRED_WORDS["subject"]
    elif "party" in rule.barred and parts - {"subject", "investigator"}:
        yield _BARRED_WORDS["party"]
    if "acted" in rule.barred:
        done = [
            progress.procedure.by_id[each.act].name
            for each in progress.taken
            if each.done_by == person and progress.procedure.by_id[each.act].counts != "none"
        ]
        earlier = [
            "looked into it at an earlier stage"
            for each in progress.taken
            for other in progress.procedure.by_id[each.act].independence
            if other.person != "by" and person in each.texts(other.person)
        ]
        if done or earlier:
            yield _BARRED_WORDS["acted"].format(what=(done or earlier)[0].lower())
    if "owned" in rule.barred and person in _owners(progress):
        yield _BARRED_WORDS["owned"]


def _owners(progress: Progress) -> set[str]:
    """Everyone who has looked after the case; who opened it too, unless it began at a formal stage (RD-39)."""
    found = {
        person
        for each in progress.taken
        if progress.procedure.by_id[each.act].effect == "owner"
        for person in each.texts("owner")
    }
    began = progress.stages_entered[0][0] if progress.stages_entered else ""
    if progress.opening is not None and progress.procedure.stages and began == progress.procedure.stages[0].id:
        found.add(progress.opening.done_by)
    return found


def _not_senior(
    progress: Progress,
    rule: Independence,
    person: str,
    candidate: Entry,
    names: Callable[[str], str],
    roles: Roles,
    roles_on: RolesOn,
) -> list[Problem]:
    rank = roles.highest_rank(roles_on(person, candidate.done_on))
    problems = []
    for other in dict.fromkeys(_on_the_substance(progress)):
        if other == person:
            continue
        if roles.highest_rank(roles_on(other, candidate.done_on)) >= rank:
            problems.append(
                Problem(
                    rule.person,
                    rule.rule,
                    f"{names(person)} is not senior to {names(other)}, who acted or decided on the matter.",
                )
            )
    return problems


def _on_the_substance(progress: Progress) -> Iterable[str]:
    """Everyone who acted, decided or investigated on the substance (RD-11)."""
    for each in progress.taken:
        act = progress.procedure.by_id[each.act]
        if each.done_by and act.counts == "substance":
            yield each.done_by
        for one in act.independence:
            if one.person != "by" and not one.senior:
                yield from each.texts(one.person)


def why_not_substitute(candidate: Entry, roles: Roles, roles_on: RolesOn) -> list[Problem]:
    """Why a substitute cannot stand (RD-20): too junior, or named by somebody not above the office-holder."""
    role, on = candidate.text("for_role"), candidate.done_on
    if role not in roles.names:
        return [Problem("for_role", "DY-13", f"There is no office '{role}'. The offices are: {_listed(roles.names)}.")]
    problems = []
    wanted = roles.rank(role)
    for person in candidate.texts("substitute"):
        if roles.highest_rank(roles_on(person, on)) < wanted:
            problems.append(
                Problem("substitute", "RD-20", f"A substitute for the {role} is at least as senior. Name another.")
            )
    for person in candidate.texts("appointed_by"):
        if roles.highest_rank(roles_on(person, on)) <= wanted:
            problems.append(Problem("appointed_by", "RD-20", f"A substitute is named by somebody above the {role}."))
    return problems


def _listed(roles: Iterable[str]) -> str:
    return " or ".join(role if role == "customer care" else f"the {role}" for role in roles)
