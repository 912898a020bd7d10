"""Who looks after how much: the cases of Today by owner and state, and all open ones; counted by their indexes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from sharedlives_tui.access import Viewer
from sharedlives_tui.cleaning import folded
from sharedlives_tui.store import register
from sharedlives_tui.store.basics import LISTED_STATES
from sharedlives_tui.store.reads import Reads, visible
from sharedlives_tui.store.today import asked_of, owner_counts

_OPEN = (
    "SELECT owner, count(*) FROM case_file INDEXED BY case_status "  # noqa: S608
    f"WHERE status = 'open' AND {visible('case_file')} GROUP BY owner"
)


class OwnerLoad(NamedTuple):
    """How much somebody looks after; `owner_id` None for what nobody does."""

    owner_id: int | None
    name: str
    states: Mapping[str, int]
    """Cases of Today by state: every state is there, with 0 for none."""
    open_cases: int


def workload(reads: Reads, viewer: Viewer, today: date, soon_until: date) -> list[OwnerLoad]:
    """Return the load of everybody who has any: nobody's cases first, then who has most that is late, then by name."""
    asked = asked_of(viewer, today, soon_until)
    found: dict[int | None, dict[str, int]] = {}
    for state in LISTED_STATES:
        for sql in owner_counts(state):
            for owner, number in reads.fetch(sql, asked):
                counts = found.setdefault(owner, dict.fromkeys(LISTED_STATES, 0))
                counts[state] += number
    opened = {row[0]: int(row[1]) for row in reads.fetch(_OPEN, asked)}
    owners = {*found, *opened}
    names = register.names(reads, [owner for owner in owners if owner is not None])
    loads = [
        OwnerLoad(
            owner,
            names.get(owner, "") if owner is not None else "",
            found.get(owner, dict.fromkeys(LISTED_STATES, 0)),
            opened.get(owner, 0),
        )
        for owner in owners
    ]
    return sorted(loads, key=_place)


def _place(load: OwnerLoad) -> tuple[object, ...]:
    pressing = tuple(-load.states[state] for state in ("overdue", "today", "past_target", "soon"))
    return (load.owner_id is not None, *pressing, folded(load.name), load.owner_id or 0)
