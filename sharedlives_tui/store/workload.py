"""Who looks after how much: the cases of Today by owner and state, and all open ones, as the file counts them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from sharedlives_tui.access import Viewer
from sharedlives_tui.cleaning import folded
from sharedlives_tui.store import register
from sharedlives_tui.store.basics import LISTED_STATES
from sharedlives_tui.store.reads import Reads
from sharedlives_tui.store.tally import owner_groups


class OwnerLoad(NamedTuple):
    """How much somebody looks after; `owner_id` None for what nobody does."""

    owner_id: int | None
    name: str
    states: Mapping[str, int]
    """Cases of Today by state: every state is there, with 0 for none."""
    open_cases: int


def workload(reads: Reads, viewer: Viewer, today: date, soon_until: date) -> list[OwnerLoad]:
    """Return the load of everybody who has any: nobody's cases first, then who has most that is late, then by name."""
    found = owner_groups(reads, viewer, today, soon_until)
    names = register.names(reads, [owner for owner in found if owner is not None])
    loads = [
        OwnerLoad(
            owner,
            names.get(owner, "") if owner is not None else "",
            {state: counts[state] for state in LISTED_STATES},
            counts["open"],
        )
        for owner, counts in found.items()
    ]
    return sorted(loads, key=_place)


def _place(load: OwnerLoad) -> tuple[object, ...]:
    pressing = tuple(-load.states[state] for state in ("overdue", "today", "past_target", "soon"))
    return (load.owner_id is not None, *pressing, folded(load.name), load.owner_id or 0)
