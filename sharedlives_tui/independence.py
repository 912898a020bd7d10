"""Who may do a thing in a case and why not, from the case's own history (CC-13, CC-14, CC-19, DY-13, RD-11, RD-39).

Pure: the roles that people held are asked through a function.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date

from sharedlives_tui.access import Roles
from sharedlives_tui.facts import Entry
from sharedlives_tui.procedures import Act, Independence
from sharedlives_tui.progress import Progress
from sharedlives_tui.requests import Problem, Warned
from sharedlives_tui.standing import Instance
from sharedlives_tui.typed_dates import say_day

PARTY = "party:"
"""Before a part in the case, where a procedure names whoever has it."""

RolesOn = Callable[[str, date], Collection[str]]
"""The register roles that a person (P-12) held on a day."""

OUR_OFFICE = "our office"
_VISITING = "mediator"
"""The role of somebody in the list who comes to mediate: in a scheme's office they are a guest."""
_BARRED_WORDS = {
    "subject": "the case is about them",
    "party": "they are a party of the case",
    "acted": "they have had a part in the matter ({what})",
    "owned": "they have owned the case",
    "outside": "they are not of the office",
    OUR_OFFICE: "workers and managers of a scheme are one of the sides in its own file; name somebody from outside",
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


def holders(progress: Progress, act: Act, part: str) -> tuple[str, ...]:
    """Those who take a part, as an act of one stage means it: whoever was given it in that stage, else all of them.

    Stages one and two each name an investigator (CC-13, CC-14): stage two means the one that it named.
    """
    numbers = [number for stage, number in progress.stage_entries if stage == act.stage]
    orders = [each.number for each in progress.taken]
    since = orders.index(numbers[-1]) if numbers and numbers[-1] in orders else 0
    here = [one.person for each in progress.taken[since:] for one in each.parties if one.part == part]
    all_of_them = [each.person for each in progress.parties if each.part == part]
    return tuple(dict.fromkeys(each for each in here if each in all_of_them)) or tuple(dict.fromkeys(all_of_them))


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
    parts = [each.removeprefix(PARTY) for each in act.decides if each.startswith(PARTY)]
    named = any(person in holders(progress, act, part) for part in parts)
    offices = [each for each in act.decides if not each.startswith(PARTY)]
    held = bool(offices) and _holds(progress, offices, person, on, roles, roles_on)
    if theirs and not named and not held:
        rule = act.rules[0] if act.rules else ""
        problems.append(
            Problem(
                "by",
                rule,
                f"Only {_listed(act.decides)} decides this, or a named substitute (action: substitute). "
                "Say who decided it.",
            )
        )
    if theirs and held and not roles.may_act_as(frozenset(roles_on(person, on)), offices):
        problems += [
            Problem("by", "RD-20", words) for words in _more_senior(progress, act, person, on, roles, roles_on)
        ]
    return problems


def _more_senior(progress: Progress, act: Act, person: str, on: date, roles: Roles, roles_on: RolesOn) -> Iterable[str]:
    """In words, those to whom a substitute would be junior although the act decides on what they did (RD-20)."""

    def rank(each: str) -> int:
        return roles.highest_rank(roles_on(each, on))

    mine = rank(person)
    if any(rank(each) > mine for each in subjects(progress) - {person}):
        yield "A substitute is not junior to whom the case is about. Name somebody more senior (step substitute)."
    for name in act.decides_on:
        if any(rank(each.done_by) > mine for each in progress.taken if each.act == name and each.done_by != person):
            words = f"A substitute is not junior to whoever did this: {progress.procedure.by_id[name].name}. "
            yield words + "Name somebody more senior (step substitute)."


def unusual_doer(progress: Progress, act: Act, person: str, on: date, roles: Roles, roles_on: RolesOn) -> str:
    """Words where somebody did what is normally done by another office; empty if all is as usual."""
    wanted = [role for role in act.who if not role.startswith("party:")]
    parts = {role.removeprefix("party:") for role in act.who if role.startswith("party:")}
    if not act.who or any(person in holders(progress, act, part) for part in parts):
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
    *,
    own_scheme: bool = False,
) -> list[Problem]:
    """Why those whom the entry names cannot be the ones: each with the reason from the case's history."""
    problems = []
    for each in act.independence:
        if each.warns or not progress.holds(each.when, candidate):
            continue
        people = (candidate.done_by,) if each.person == "by" else candidate.texts(each.person)
        problems += _too_few(each, people, candidate.done_on, roles, roles_on)
        excused = each.allow is not None and bool(candidate.text(each.allow))
        for person in people:
            staff = any(roles.is_office(role) for role in roles_on(person, candidate.done_on))
            outside = [_BARRED_WORDS["outside"]] if "outside" in each.barred and not staff else []
            if own_scheme and OUR_OFFICE in each.barred and _of_the_scheme(roles, roles_on(person, candidate.done_on)):
                outside.append(_BARRED_WORDS[OUR_OFFICE])
            for reason in [*outside, *barred(progress, each, person)]:
                problems.append(Problem(each.person, each.rule, f"{names(person)} cannot be the one: {reason}."))
            if each.senior:
                problems += _not_senior(progress, each, person, candidate, names, roles, roles_on)
        declared = candidate.text("involvement") if each.person != "by" else ""
        declared = "" if not each.barred or declared.strip(" .").lower() in ("no", "none", "nothing") else declared
        if declared and not excused:
            problems.append(
                Problem(
                    each.allow or each.person,
                    each.rule,
                    "An involvement is declared. Choose somebody else"
                    + (", or let a manager write why they may act." if each.allow is not None else "."),
                )
            )
    return problems


def named_to_look_at(progress: Progress, act: Act, entry: Entry, names: Callable[[str], str]) -> list[Warned]:
    """What to look at in those whom the entry names beside the deciders: an adviser who had a part (DA-38)."""
    return [
        Warned(each.rule, act.id, f"{names(person)} was in the room, and {reason}. Write down why that is right.")
        for each in act.independence
        if each.warns
        for person in entry.texts(each.person)
        for reason in barred(progress, each, person)
    ] + [Warned(each.rule, act.id, words) for each in act.independence for words in _too_few_of(progress, each, entry)]


def _too_few_of(progress: Progress, rule: Independence, entry: Entry) -> Iterable[str]:
    """In words, that fewer of those with a part in the case are named than there should be: who was in the room."""
    if not rule.part or not progress.holds(rule.when, entry):
        return
    there = {each.person for each in progress.parties if each.part == rule.part} & {*entry.texts(rule.person)}
    if len(there) < rule.least:
        what = "whom the case is about" if rule.part == "subject" else f"in the case as {rule.part}"
        count = "Nobody" if not there else f"Only {len(there)} of those"
        yield f"{count} {what} was in the room. Correct that, or write down why and what was done about it."


def _of_the_scheme(roles: Roles, held: Collection[str]) -> bool:
    """Whether somebody belongs to the scheme whose office this is (RD-25)."""
    return any(roles.is_office(role) and role != _VISITING for role in held)


def _too_few(rule: Independence, people: Collection[str], on: date, roles: Roles, roles_on: RolesOn) -> list[Problem]:
    problems = []
    if people and len(set(people)) < rule.least:
        problems.append(Problem(rule.person, rule.rule, f"Name at least {rule.least} people."))
    fits = any(roles.may_act_as(frozenset(roles_on(each, on)), rule.among) for each in people)
    if people and rule.among and not fits:
        words = f"One of them is {_listed(rule.among)}. Name somebody who was that on {say_day(on)}."
        problems.append(Problem(rule.person, rule.rule, words))
    return problems


def barred(progress: Progress, rule: Independence, person: str) -> Iterable[str]:
    """Yield why a rule of independence bars somebody, from the case's own history."""
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
            if other.person != "by" and not other.warns and person in each.texts(other.person)
        ]
        if done or earlier:
            yield _BARRED_WORDS["acted"].format(what=(done or earlier)[0].lower())
    for part in sorted(parts):
        if f"part:{part}" in rule.barred:
            yield f"they are in the case as {part}"
    for word in rule.barred:
        if word.startswith("span:") and progress.span_open(f"{word.removeprefix('span:')}@", person):
            yield f"they stand under '{word.removeprefix('span:')}' in the case"
    for each in progress.taken:
        if each.done_by == person and f"did:{each.act}" in rule.barred:
            yield f"they did this in the case: {progress.procedure.by_id[each.act].name.lower()}"
            break
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
            if one.person != "by" and not one.senior and not one.warns:
                yield from each.texts(one.person)


def why_not_substitute(progress: Progress, candidate: Entry, roles: Roles, roles_on: RolesOn) -> list[Problem]:
    """Why a substitute cannot stand (RD-20): too junior, or named by somebody not above the office-holder.

    Too junior is who ranks below the office, or below anybody whose act the office is to decide on.
    """
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
        for act in progress.procedure.acts:
            if role in act.decides:
                found = _more_senior(progress, act, person, on, roles, roles_on)
                problems += [Problem("substitute", "RD-20", words) for words in found]
    for person in candidate.texts("appointed_by"):
        if roles.highest_rank(roles_on(person, on)) <= wanted:
            problems.append(Problem("appointed_by", "RD-20", f"A substitute is named by somebody above the {role}."))
    return problems


def _listed(roles: Iterable[str]) -> str:
    named = [f"the {role.removeprefix(PARTY)} named in the case" if role.startswith(PARTY) else role for role in roles]
    return " or ".join(each if each == "customer care" or each.startswith("the ") else f"the {each}" for each in named)
