"""Who can be named for what the office itself does: whoever works here, and whoever can look after a case."""

from __future__ import annotations

from collections.abc import Iterable

from sharedlives_tui import independence, privacy
from sharedlives_tui.casefile import NoSuchCase
from sharedlives_tui.caseviews import OWNERS, STAFF
from sharedlives_tui.desk import Desk
from sharedlives_tui.doing import does_its_work
from sharedlives_tui.reading import open_file
from sharedlives_tui.store import register


def staff(desk: Desk) -> tuple[str, ...]:
    """Return the ids of everybody who does the work of the office today."""
    roles = desk.library.roles
    working = [role for role in roles.names if does_its_work(roles, [role])]
    held = register.people_holding(desk.store, working, desk.today)
    return tuple(dict.fromkeys(f"P-{number}" for number, *_ in held))


def can_own(desk: Desk, ref: str) -> tuple[str, ...]:
    """Return the ids of everybody who can look after a case: whom the door would not refuse (CC-19, DI-16)."""
    try:
        progress = open_file(desk, ref).progress
    except NoSuchCase:
        return ()
    if progress.procedure.restricted:
        return tuple(privacy.open_to(progress))
    about = independence.hidden_from(progress)
    return tuple(each for each in staff(desk) if each not in about)


def people_of(desk: Desk, among: Iterable[str], ref: str = "") -> tuple[str, ...]:
    """Return the ids for what a field says of whom it offers: ids, STAFF and OWNERS (of the case of that reference)."""
    found: list[str] = []
    for each in among:
        found += staff(desk) if each == STAFF else can_own(desk, ref) if each == OWNERS else [each]
    return tuple(dict.fromkeys(found))
