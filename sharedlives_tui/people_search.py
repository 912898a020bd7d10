"""Finding people: by name while somebody types, and those who lack the complaints guidance (CC-24)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sharedlives_tui.cleaning import folded
from sharedlives_tui.desk import Desk
from sharedlives_tui.doing import people_named
from sharedlives_tui.search_words import closeness, holds, words_of
from sharedlives_tui.store import register, views
from sharedlives_tui.store.find_views import people_numbered
from sharedlives_tui.store.rows import PersonRow, person_number


def person_matches(desk: Desk, text: str, limit: int = 8) -> list[tuple[str, str, str]]:
    """People whose name holds the words, for typing: id, name, roles of today."""
    return [_told(desk, each) for each in views.find_people(desk.store, desk.viewer, text, limit)]


def matches_among(desk: Desk, text: str, among: Iterable[str], limit: int = 8) -> list[tuple[str, str, str]]:
    """Some people whose name holds the words, or whose number it is: id, name, roles of today; as `person_matches`."""
    words, asked = words_of(folded(text)), person_number(text.strip().upper())
    numbers = [number for number in map(person_number, among) if number is not None and asked in (None, number)]
    if not words:
        return []
    rows = people_numbered(desk.store, desk.viewer, numbers)
    fit = [each for each in rows if asked is not None or holds(each.name, words)]
    fit.sort(key=lambda each: -closeness(each.name, words))
    return [_told(desk, each) for each in fit[:limit]]


def _told(desk: Desk, row: PersonRow) -> tuple[str, str, str]:
    return row.ref, row.name, ", ".join(sorted(register.roles_on(desk.store, row.ref, desk.today)))


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
        people = people_named(desk, desk.store, text)
        found.append(people[0] if len(people) == 1 else text)
    return found
