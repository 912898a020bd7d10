"""What is laid out before a decision is taken: who may, what is recommended, whom it touches (DA-41, DA-18).

Reads for the Decide screen, the impact card and the ledger, for the viewer at the desk; nothing here writes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from sharedlives_tui import independence
from sharedlives_tui.casefile import CaseFile, names_of
from sharedlives_tui.caseviews import ImpactRow, LedgerRow, LimitView
from sharedlives_tui.casework_checks import gates
from sharedlives_tui.correspondence import considered
from sharedlives_tui.desk import Desk
from sharedlives_tui.doing import namer, roles_in
from sharedlives_tui.facts import Entry
from sharedlives_tui.impact import impact
from sharedlives_tui.ledger import ledger
from sharedlives_tui.limits import STATES
from sharedlives_tui.numbering import Numbering
from sharedlives_tui.procedures import ALWAYS, Act
from sharedlives_tui.progress import Progress
from sharedlives_tui.reading import open_numbered
from sharedlives_tui.reading_limits import limit_view
from sharedlives_tui.standing import Instance
from sharedlives_tui.store import register, views
from sharedlives_tui.typed_dates import say_day

TELLS, WITH = "tells", "with"
DEPARTURE = "departure"
"""The field of a decision in which it is said why it is not the one that was recommended (DA-14)."""


@dataclass(frozen=True)
class MayDecide:
    """Somebody who holds the office that decides, with the reason where they cannot act in this case."""

    name: str
    office: str
    why_not: str = ""


class Fact(NamedTuple):
    """Something that the case says so far, with the entry that says it."""

    label: str
    words: str
    source: str
    """The name of the step or action; empty where the entry cannot be told."""
    on: date | None


@dataclass(frozen=True)
class LinkedCase:
    """A case that belongs with this one."""

    ref: str
    title: str
    status: str
    words: str


@dataclass(frozen=True)
class DecisionView:
    """One decision that waits, or that could be taken now, with everything to be looked at before."""

    instance: str
    name: str
    offices: tuple[str, ...]
    people: tuple[MayDecide, ...]
    gates: tuple[str, ...]
    shows: tuple[Fact, ...]
    """What the case says of it so far: the recommendation, its basis."""
    running: tuple[str, ...]
    """What runs beside it, in words: a hold on arrangements, safeguarding at work."""
    windows: tuple[str, ...]
    affected: tuple[ImpactRow, ...]
    linked: tuple[LinkedCase, ...]
    lines: tuple[LedgerRow, ...]
    help: str = ""
    waits: bool = False
    """The case calls for it now; otherwise it is only possible."""
    limit: LimitView | None = None
    """By when it is to be taken, where it waits."""
    departure: str = ""
    """What is asked where the decision departs from what was recommended; empty where nothing is."""
    letter: str = ""
    """`tells` for a letter of which the decision is taken, `with` for a decision that its letter holds; else empty."""


def decisions_view(desk: Desk, ref: str) -> list[DecisionView]:
    """The decisions of a case that a certain office takes, the called-for ones first, then those that are told.

    Raises NoSuchCase.
    """
    file, mine = open_numbered(desk, ref)
    waiting = [each for each in file.progress.open_instances() if each.act.decides]
    found = [_decision(desk, file, mine, each.act, each) for each in waiting]
    found.sort(key=_order)
    for act in file.procedure.actions:
        if act.is_decision and act.decides_when is ALWAYS and _possible(desk, file, act):
            found.append(_decision(desk, file, mine, act, None))
    return found


def _order(view: DecisionView) -> tuple[bool, int, date]:
    limit, told = view.limit, view.letter == TELLS
    return (told, STATES.index(limit.state), limit.due or date.max) if limit is not None else (told, 0, date.max)


def _possible(desk: Desk, file: CaseFile, act: Act) -> bool:
    return file.progress.holds(act.available, considered(desk, file, act, None, {}))


def _decision(desk: Desk, file: CaseFile, mine: Numbering, act: Act, instance: Instance | None) -> DecisionView:
    progress = file.progress
    candidate = considered(desk, file, act, instance, {})
    names = names_of(desk.store, file)
    return DecisionView(
        instance=instance.name if instance is not None else act.id,
        name=_name(progress, act, instance, names),
        offices=tuple(each.removeprefix(independence.PARTY) for each in act.decides),
        people=_who(desk, file, act, candidate, instance),
        gates=tuple(each.words for each in gates(progress, act, candidate, instance)),
        shows=_shown(progress, act, candidate, instance, names),
        running=tuple(f"{each.name}, since {say_day(each.begun_on)}" for each in progress.spans if not each.ended_on),
        windows=tuple(_windows(progress, desk.today)),
        affected=tuple(impact(progress, names)),
        linked=_linked(desk, file),
        lines=mine.lines(ledger(progress, names)),
        help=act.help,
        waits=instance is not None,
        limit=limit_view(progress, instance, desk.today) if instance is not None else None,
        departure=act.field_by_id[DEPARTURE].label if DEPARTURE in act.field_by_id else "",
        letter="" if act.notice is None else WITH if act.is_decision else TELLS,
    )


def _name(progress: Progress, act: Act, instance: Instance | None, names: Mapping[str, str]) -> str:
    """The decision with whom or what it is about."""
    if instance is None or instance.key is None:
        return act.name
    line = next((each.text for each in progress.lines if each.id == instance.key), "")
    return f"{act.name}: {line or names.get(instance.key, instance.key)}"


def _who(desk: Desk, file: CaseFile, act: Act, candidate: Entry, instance: Instance | None) -> tuple[MayDecide, ...]:
    """Everybody who holds the office today, and the substitutes named in the case, with what bars them."""
    progress, roles = file.progress, desk.library.roles

    roles_on = roles_in(desk.store)
    offices = [each for each in act.decides if not each.startswith(independence.PARTY)]
    able = [role for role in roles.names if offices and roles.may_act_as([role], offices)]
    holding = {f"P-{number}": role for number, _, role in register.people_holding(desk.store, able, desk.today)}
    for role in act.decides:
        part = role.removeprefix(independence.PARTY)
        if part != role:
            holding |= dict.fromkeys(independence.holders(progress, act, part), part)
        holding |= dict.fromkeys(independence.substitutes(progress, role), f"substitute for the {role}")
    name = namer(desk.store)
    found = []
    for person, office in holding.items():
        entry = replace(candidate, done_by=person)
        problems = independence.why_not_doer(progress, act, entry, instance, roles, roles_on)
        problems += [
            each
            for each in independence.why_not_named(progress, act, entry, name, roles, roles_on)
            if each.field == "by"
        ]
        found.append(MayDecide(name(person), office, problems[0].words if problems else ""))
    return tuple(sorted(found, key=lambda each: (bool(each.why_not), each.name)))


def _shown(
    progress: Progress, act: Act, candidate: Entry, instance: Instance | None, names: Mapping[str, str]
) -> tuple[Fact, ...]:
    found = []
    for name in act.shows:
        texts, field = progress.lookup(candidate, name, instance), progress.procedure.fields[name]
        if texts:
            said = (say_day(date.fromisoformat(each)) if field.kind == "date" else each for each in texts)
            words = "; ".join(names.get(each, each) for each in said)
            entry = next((each for each in progress.chain(candidate, instance) if each.texts(name)), None)
            source = progress.procedure.by_id[entry.act].name if entry is not None else ""
            found.append(Fact(field.noun or field.label, words, source, None if entry is None else entry.done_on))
    return tuple(found)


def _windows(progress: Progress, today: date) -> list[str]:
    """The windows of the other side that run, with the calendar days that are left."""
    found = []
    for each in progress.open_instances():
        due = progress.due(each)
        if due is not None and due.limit.force == "window" and today <= due.until:
            days = (due.until - today).days
            found.append(f"{each.act.name}: until {say_day(due.until)}, {days} {'day' if days == 1 else 'days'} left")
    return found


def _linked(desk: Desk, file: CaseFile) -> tuple[LinkedCase, ...]:
    rows = views.links(desk.store, desk.viewer, file.row.id)
    return tuple(LinkedCase(each.ref, each.title, each.status, each.words) for each in rows)
