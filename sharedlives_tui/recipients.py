"""To whom a notice goes: the people of the case whom its procedure names, by name; or the office that it names."""

from __future__ import annotations

from collections.abc import Mapping

from sharedlives_tui.facts import Entry
from sharedlives_tui.procedures import Act
from sharedlives_tui.progress import WHOM, Instance, Progress


def recipients(
    progress: Progress, act: Act, candidate: Entry, instance: Instance | None, people: Mapping[str, str]
) -> tuple[str, ...]:
    """Names of all to whom it goes. `@` is the party of the step; a part of the case stands for all who take it.

    Where complainants have agreed on a lead, it goes to the lead (CC-36).
    """
    if act.notice is None:
        return ()
    found: list[str] = []
    for name in act.notice.to:
        persons = _persons(progress, name, candidate, instance)
        known = {each.part for each in progress.parties}
        found += [people.get(person, person) for person in persons]
        if not persons and name not in ("@", WHOM, "complainant") and name not in known:
            found.append(f"the {name}")
    return tuple(dict.fromkeys(found))


def _persons(progress: Progress, name: str, candidate: Entry, instance: Instance | None) -> list[str]:
    if name == "@":
        key = instance.key if instance is not None else candidate.key
        return [key] if key is not None else list(progress.lookup(candidate, WHOM, instance))
    if name == WHOM:
        return list(progress.lookup(candidate, WHOM, instance))
    parts = {"lead complainant", "complainant"} if name == "complainant" else {name}
    if name == "complainant" and any(each.part == "lead complainant" for each in progress.parties):
        parts = {"lead complainant"}
    return list(dict.fromkeys(each.person for each in progress.parties if each.part in parts))
