"""The office's list of people, asked for a few at a time: names, exact matches, roles held from and to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from sharedlives_tui.access import RoleSpan, held_on
from sharedlives_tui.store.rows import person_number


class Reads(Protocol):
    """Anything that can be asked: the store, or a transaction on it."""

    def fetch(self, sql: str, parameters: Sequence[Any] = ()) -> Sequence[Mapping[str, Any] | Any]:
        """The rows of a query."""


def names(store: Reads, numbers: Iterable[int]) -> dict[int, str]:
    """Names by person number; numbers that the list does not hold are left out."""
    wanted = sorted(set(numbers))
    found: dict[int, str] = {}
    for start in range(0, len(wanted), 500):
        part = wanted[start : start + 500]
        marks = ",".join("?" * len(part))
        rows = store.fetch(f"SELECT id, name FROM person WHERE id IN ({marks})", part)  # noqa: S608
        found |= {row["id"]: row["name"] for row in rows}
    return found


def exact(store: Reads, name: str) -> list[int]:
    """The numbers of all people of exactly that name, in any case of letters."""
    rows = store.fetch("SELECT id FROM person WHERE name = ? COLLATE NOCASE ORDER BY id", [name.strip()])
    return [row["id"] for row in rows]


def spans(store: Reads, number: int) -> list[RoleSpan]:
    """The roles that a person holds or held."""
    rows = store.fetch(
        "SELECT role, from_day, to_day FROM role_held WHERE person_id = ? ORDER BY from_day, role", [number]
    )
    return [
        RoleSpan(
            row["role"],
            date.fromisoformat(row["from_day"]),
            date.fromisoformat(row["to_day"]) if row["to_day"] else None,
        )
        for row in rows
    ]


def roles_on(store: Reads, person: str, day: date) -> frozenset[str]:
    """The roles that P-12 holds on that day; none for a name that is not in the list."""
    number = person_number(person)
    return frozenset() if number is None else held_on(spans(store, number), day)
