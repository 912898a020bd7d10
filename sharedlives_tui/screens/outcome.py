"""What recording did, in words for the message line; and what others recorded while somebody was typing."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sharedlives_tui import reading
from sharedlives_tui.casefile import NoSuchCase
from sharedlives_tui.caseviews import CaseView, EntryView, SignOffView
from sharedlives_tui.changes import Change
from sharedlives_tui.desk import Desk
from sharedlives_tui.picture.pieces import one_line
from sharedlives_tui.requests import Corrected, Moved, Recorded, Warned
from sharedlives_tui.screens.act_fields import label_of
from sharedlives_tui.screens.drafts import say_time
from sharedlives_tui.typed_dates import say_day

_MOST_NAMED = 3
_DID = {"struck": "struck", "asked": "asks you to sign off", "signed": "signed off", "back": "sent back"}
OF_THE_PROCEDURE = "CC-31"
"""It is about the written procedure, not about the case, and stands in every case of it."""


def recorded_words(desk: Desk, result: Recorded, known: Collection[Warned] = ()) -> str:
    """Return what opened and ended, and what is new to look at; `known` are the warnings that stood before."""
    pieces = ["Recorded. Case closed." if result.closed else "Recorded."]
    names = _names(desk, result.ref)
    for word, instances in (("Opened", result.opened), ("Ended", result.ended)):
        if instances:
            pieces.append(f"{word}: {_some([names.get(each, each) for each in instances])}.")
    pieces += [each.words for each in result.warnings if each not in known and each.rule != OF_THE_PROCEDURE]
    return " ".join(pieces)


def _some(names: Sequence[str]) -> str:
    """The first names of a list that may be long: the case shows them all."""
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def _names(desk: Desk, ref: str) -> dict[str, str]:
    try:
        case = reading.case_view(desk, ref)
    except NoSuchCase:
        return {}
    return {each.instance: label_of(each.name, each.instance, case) for each in case.limits}


def came_between(before: CaseView, now: CaseView) -> tuple[list[EntryView], list[EntryView]]:
    """Return the entries that were recorded since (or opened to the viewer), and those that were struck since.

    By their rows of the journal: the numbers that a viewer counts by move when an entry is closed or opened to them.
    """
    were = {each.row for each in before.entries}
    stood = {each.row for each in before.entries if not each.struck}
    later = [each for each in now.entries if each.row not in were]
    return later, [each for each in now.entries if each.struck and each.row in stood]


def what_changed(before: CaseView, now: CaseView) -> str:
    """Return who recorded or struck what: "S. Malik recorded ‘Notice sent’ at 10:42."."""
    later, struck = came_between(before, now)
    pieces = [_who_when(each) for each in later]
    pieces += [f"{each.struck_by or 'Somebody'} struck ‘{each.name}’." for each in struck]
    pieces += [each.words for each in _signing_since(before, now)]
    if len(now.attachments) > len(before.attachments):
        pieces.append("A paper was kept with the case.")
    return " ".join(pieces) or "A limit has moved."


def others_did(before: CaseView, now: CaseView, me: str) -> bool:
    """Return whether somebody else than `me` recorded, struck, or asked for or decided on a sign-off."""
    later, struck = came_between(before, now)
    by = [each.recorded_by for each in later] + [each.struck_by for each in struck]
    by += [each.decided_by or each.asked_by for each in _signing_since(before, now)]
    return any(each != me for each in by)


def _signing_since(before: CaseView, now: CaseView) -> list[SignOffView]:
    stood = {each.instance: each.words for each in before.sign_offs}
    return [each for each in now.sign_offs if stood.get(each.instance) != each.words]


def _who_when(entry: EntryView) -> str:
    return f"{entry.recorded_by} recorded ‘{entry.name}’ at {say_time(entry.recorded_at)}."


def changed_by(change: Change) -> str:
    """Return what stands for a minute in the row of a case: "changed by Malik, Sana 10:42"."""
    return f"changed by {one_line(change.by)} {say_time(change.recorded_at)}"


def heard_words(recorded: Sequence[Change]) -> str:
    """Return in one line what others recorded just now; it is not empty."""
    latest, cases = recorded[0], {each.ref for each in recorded}
    if len(recorded) == 1:
        at = say_time(latest.recorded_at)
        did = _DID.get(latest.what, "recorded")
        return f"{latest.by} {did} ‘{latest.name}’ in {latest.ref} at {at}. The list is up to date."
    people = list(dict.fromkeys(each.by for each in recorded))
    who = people[0] if len(people) == 1 else f"{people[0]} and {len(people) - 1} more"
    where = latest.ref if len(cases) == 1 else f"{len(cases)} cases"
    to_me = next((each for each in recorded if each.what in ("back", "signed")), None)
    if to_me is not None:  # it is not to be lost among the others
        did, rest = _DID[to_me.what], f"There is more: {len(recorded) - 1} in {where}."
        return f"{to_me.by} {did} ‘{to_me.name}’ in {to_me.ref} at {say_time(to_me.recorded_at)}. {rest}"
    did = "made" if any(each.what in _DID for each in recorded) else "recorded"
    what = "changes" if did == "made" else "entries"
    return f"{who} {did} {len(recorded)} {what} in {where}. The list is up to date."


def corrected_words(result: Corrected, case: CaseView) -> list[str]:
    """Return in a few lines what a correction changes; `case` is how it was before."""
    known = {each.instance for each in case.limits}
    found, opened = [], []
    if result.status or result.stage:
        again = {"open": "The case is open again", "closed": "The case is closed"}.get(result.status, "")
        found.append(" and ".join(filter(None, (again, result.stage and f"the stage is {result.stage}"))))
        found[0] = f"{found[0][0].upper()}{found[0][1:]}"
    for each in result.opened:
        day = f"due {say_day(each.due)}" if each.due is not None else "no date"
        to_do = "To be done again" if each.instance in known else "To be done"
        opened.append(f"{to_do}: {label_of(each.name, each.instance, case)} ({day})")
    told = {each.instance for each in (*result.opened, *result.ended)}
    moved = moved_words([each for each in result.moved if each.instance not in told], case)
    found += [*_first(opened, "to be done"), *_first(moved, "with another date")]
    if result.ended:
        names = [label_of(each.name, each.instance, case) for each in result.ended]
        found.append(f"No longer to be done: {_some(names)}")
    if result.holders:
        holders = list(dict.fromkeys(each.name for each in result.holders))
        found.append(f"Letters with the old words went to {_some(holders)}: send each a correction")
    return found


def _first(rows: Sequence[str], rest: str) -> list[str]:
    """The first of many lines, and how many more there are."""
    more = len(rows) - _MOST_NAMED
    return [*rows[:_MOST_NAMED], *([f"{more} more {rest}: the case will show them"] if more > 0 else [])]


def moved_words(moved: Sequence[Moved], case: CaseView) -> list[str]:
    """Return a line for each limit that a correction moves."""
    names = {each.instance: label_of(each.name, each.instance, case) for each in case.limits}
    found = []
    for each in moved:
        before = say_day(each.before) if each.before is not None else "no date"
        after = say_day(each.after) if each.after is not None else "no date"
        held = f" ({each.held_by})" if each.held_by else ""
        found.append(f"{names.get(each.instance, each.instance)}: {before} becomes {after}{held}")
    return found
