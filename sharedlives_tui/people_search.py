"""Finding people: by name while somebody types, and those who lack the complaints guidance (CC-24)."""

from __future__ import annotations

from collections.abc import Sequence

from sharedlives_tui.desk import Desk
from sharedlives_tui.doing import people_named
from sharedlives_tui.store import register, views


def person_matches(desk: Desk, text: str, limit: int = 8) -> list[tuple[str, str, str]]:
    """People whose name holds the words, for typing: id, name, roles of today."""
    found = []
    for row in views.find_people(desk.store, desk.viewer, text, limit):
        roles = ", ".join(sorted(register.roles_on(desk.store, row.ref, desk.today)))
        found.append((row.ref, row.name, roles))
    return found


def without_guidance(desk: Desk) -> list[tuple[str, str, str]]:
    """Carers and people supported who have not been given the complaints guidance (CC-24): id, name, role."""
    given = register.people_with_part(desk.store, "guidance", "recipient")
    found = []
    for row in register.people_holding(desk.store, ("carer", "person supported"), desk.today):
        person, name, role = row
        if person not in given:
            found.append((f"P-{person}", name, role))
    return found


def resolve_people(desk: Desk, texts: Sequence[str]) -> list[str]:
    """Person ids for names or ids, those that are unknown left as they are."""
    found = []
    for text in texts:
        people = people_named(desk.store, text)
        found.append(people[0] if len(people) == 1 else text)
    return found
