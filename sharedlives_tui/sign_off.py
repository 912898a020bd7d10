"""A letter signed off by a manager before it goes: which letters need it, who may give it, and how one stands.

Pure but for reading who signs off. What is kept are rows of the journal of their own (`sign-off`): no entry, no limit
and no stage of the case depends on them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from sharedlives_tui import independence, on_behalf, privacy
from sharedlives_tui.access import Roles
from sharedlives_tui.facts import Entry, Value
from sharedlives_tui.names import in_one_line
from sharedlives_tui.privacy import Audience
from sharedlives_tui.privacy_views import Seen
from sharedlives_tui.procedures import Act
from sharedlives_tui.progress import Progress
from sharedlives_tui.requests import Problem
from sharedlives_tui.resources import read_text
from sharedlives_tui.store.rows import EntryRow
from sharedlives_tui.typed_dates import say_long

KEY = "sign-off."
"""What the settings begin with that say which letters need it: `sign-off.all`, `sign-off.complaint`,
`sign-off.complaint.acknowledge`."""
ALL = "all"
ASK, SIGN, BACK = "ask", "sign", "back"
WAITING, SIGNED, SENT_BACK = "waiting", "signed", "sent back"
GOES = ("to", "copies", "enclosures")
"""The facts of a letter that say who gets it and what goes with it: a sign-off holds for these as well."""
_STATES = {ASK: WAITING, SIGN: SIGNED, BACK: SENT_BACK}
SIGNED_BY, NOT_SIGNED = "signed_off_by", "not_signed_off"
"""Under these names the words of an entry say who signed its letter off, or that nobody did."""


class SignOff(NamedTuple):
    """How the letter of one step stands: what was asked, and what became of it."""

    instance: str
    state: str
    """`waiting`, `signed` or `sent back`."""
    letter: str
    on: date
    """The day that the letter bears."""
    by: str
    """Who signs the letter itself (P-12)."""
    values: Mapping[str, Value]
    asked_by: str
    asked_at: datetime
    goes: Mapping[str, tuple[str, ...]] = {}
    """To whom it goes, with copies and enclosures, by GOES; without what was not kept when it was asked."""
    decided_by: str = ""
    decided_at: datetime | None = None
    reason: str = ""
    recorded_by: str = ""
    """Who recorded what was decided (P-12): somebody else than who decided it, where it was recorded for them."""
    known: Mapping[str, str] = {}
    """Then how they know of it, by the names of `on_behalf.FIELDS`."""


@cache
def _data() -> Mapping[str, Any]:
    return tomllib.loads(read_text("sign-off.toml"))


def signers() -> tuple[str, ...]:
    """Return the roles that sign letters off."""
    return tuple(_data()["who"])


def changers() -> tuple[str, ...]:
    """Return the roles that say which letters need it."""
    return tuple(_data()["change"])


def needed(settings: Mapping[str, str], kind: str, act: str) -> bool:
    """Return whether the letter of a step of a procedure needs it, by the office's settings."""
    return any(settings.get(f"{KEY}{each}") == "yes" for each in (ALL, kind, f"{kind}.{act}"))


def chosen(settings: Mapping[str, str]) -> list[str]:
    """Return for what it is chosen: "all", procedures, and steps as "complaint.acknowledge"."""
    return sorted(name.removeprefix(KEY) for name, value in settings.items() if name.startswith(KEY) and value == "yes")


def stands(rows: Iterable[EntryRow], instance: str) -> SignOff | None:
    """Return how the letter of a step stands by the case's rows; None where nobody asked, or its words are gone."""
    found: SignOff | None = None
    for row in rows:
        if row.kind != "sign-off" or row.key != instance:
            continue
        if row.act == ASK:
            found = _asked(row, instance) if row.body else None
        elif found is not None:
            found = found._replace(
                state=_STATES[row.act],
                decided_by=row.done_by or "",
                decided_at=row.recorded_at,
                reason=str(row.body.get("reason", "")),
                recorded_by=row.recorded_by,
                known={each.id: str(row.body[each.id]) for each in on_behalf.FIELDS if each.id in row.body},
            )
    return found


def all_of(rows: Sequence[EntryRow]) -> list[SignOff]:
    """Return how every letter stands for which it was asked, in the order in which it was last asked."""
    names = dict.fromkeys(row.key for row in rows if row.kind == "sign-off" and row.key)
    found = [each for name in names if (each := stands(rows, name)) is not None]
    return sorted(found, key=lambda each: each.asked_at)


def _asked(row: EntryRow, instance: str) -> SignOff:
    body = row.body
    values = {name: value if isinstance(value, str) else tuple(value) for name, value in body["values"].items()}
    day = date.fromisoformat(body["on"])
    goes = {name: tuple(each) for name, each in body["goes"].items()} if "goes" in body else {}
    if not goes:  # as it was kept before: what was typed, and nothing of whom the procedure names
        typed = {name: values.get(name, ()) for name in GOES[1:]}
        goes = {name: (each,) if isinstance(each, str) else each for name, each in typed.items()}
    who = row.done_by or row.recorded_by
    return SignOff(instance, WAITING, body["letter"], day, body["by"], values, who, row.recorded_at, goes)


def goes_of(entry: Entry) -> dict[str, tuple[str, ...]]:
    """Return to whom the letter of an entry goes, with copies and enclosures."""
    return {name: entry.texts(name) for name in GOES}


def holds_for(found: SignOff, letter: str, on: date, goes: Mapping[str, Sequence[str]]) -> bool:
    """Return whether what was asked is this very letter, to the same people and with the same papers."""
    kept = {name: alike(each) for name, each in found.goes.items()}
    return same_letter(found.letter, found.on, letter, on) and kept == {name: alike(goes[name]) for name in kept}


def alike(names: Sequence[str]) -> set[str]:
    """Return names as they are compared: in any order, whatever the capitals."""
    return {each.strip().casefold() for each in names if each.strip()}


def same_letter(one: str, its_day: date, other: str, other_day: date) -> bool:
    """Return whether two letters say the same; the day that each bears on top may differ, and nothing else."""
    return one.replace(say_long(its_day), "", 1) == other.replace(say_long(other_day), "", 1)


def is_over(progress: Progress, found: SignOff) -> bool:
    """Return whether the letter has been recorded since, so that its sign-off is used up; or its step is over."""
    whole = progress.whole if isinstance(progress, Seen) else progress
    instance = whole.by_name(found.instance)
    if instance is not None and not instance.open:
        return True
    act, key = found.instance.partition("@")[0].partition(".")[0], None if instance is None else instance.key
    since = [each for each in whole.entry.values() if each.act == act and each.recorded_at > found.asked_at]
    return any(
        each.key == key and (instance is None or not each.incomplete) and (found.state == WAITING or not each.struck)
        for each in since
    )


def answered(rows: Sequence[EntryRow], progress: Progress) -> list[tuple[str, int, str]]:
    """Return the letters that were answered and have neither gone nor ended otherwise: for whoever asked (P-12).

    Each with its step, the row of the journal that answers, and who asked. An action that nobody took any more ends
    with its case. `schema.step_0011.ANSWERED` says the same of all cases; `check` holds the two equal.
    """
    last = {row.key: row.seq for row in rows if row.kind == "sign-off"}
    return [
        (each.instance, last[each.instance], each.asked_by)
        for each in (all_of(rows) if last else ())
        if each.state != WAITING
        and not is_over(progress, each)
        and not (progress.status == "closed" and progress.by_name(each.instance) is None)
    ]


def may_read(progress: Progress, found: SignOff, act: Act, *audiences: Audience) -> bool:
    """Return whether every one of them may read the letter: as if it were recorded as it waits (DI-16)."""
    whole = progress.whole if isinstance(progress, Seen) else progress
    entry = Entry(0, act.id, found.on, found.asked_at, found.by, found.asked_by, values=found.values)
    instance = whole.by_name(found.instance)
    if instance is None or entry.text(privacy.SIDE):
        return privacy.may_see(whole, entry, *audiences)
    if not privacy.may_know(whole, instance, *audiences):
        return False
    opener = whole.entry.get(instance.opened_by)
    others = [each for each in audiences if each.person not in (found.by, found.asked_by)]
    return opener is None or privacy.may_see(whole, opener, *others)


def why_not_signer(progress: Progress, act: Act, person: str, held: Iterable[str], roles: Roles) -> list[Problem]:
    """Return why somebody cannot sign off the letter of an act: no such role, or barred from the case (CC-19, RD-11).

    `held` are the roles that they hold on the day.
    """
    problems = []
    if not roles.may_act_as(frozenset(held), signers()):
        problems.append(Problem("by", "", f"A letter is signed off by: {in_one_line(signers())}."))
    if person in independence.hidden_from(progress) | independence.subjects(progress):
        problems.append(Problem("by", "CC-19", "The case is about this person: they sign off nothing of it."))
    elif any(each.person == person and each.part != "investigator" for each in progress.parties):
        problems.append(Problem("by", "RD-11", "They are a party of the case: somebody else signs off its letters."))
    for rule in act.independence:
        if rule.person == "by" and not rule.warns:
            problems += [
                Problem("by", rule.rule, f"They cannot sign it off: {reason}.")
                for reason in independence.barred(progress, rule, person)
            ]
    return problems
