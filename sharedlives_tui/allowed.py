"""Whether somebody may do a thing here, as data/roles.toml says; and who may, where they may not."""

from __future__ import annotations

from sharedlives_tui.access import VERBS
from sharedlives_tui.desk import Desk
from sharedlives_tui.requests import Problem, Refused
from sharedlives_tui.store import register

MOST_NAMED = 3
"""So many people are named who may do it."""


def may(desk: Desk, verb: str) -> bool:
    """Return whether whoever sits at the desk may do that (a verb of `access.VERBS`)."""
    return desk.library.roles.may(desk.viewer.roles, verb)


def why_not(desk: Desk, verb: str) -> str:
    """Return why they may not, and who may; empty where they may."""
    if may(desk, verb):
        return ""
    holders = desk.library.roles.who_may(verb)
    named = [name for _, name, _ in register.people_holding(desk.store, holders, desk.today)]
    ask = f" Ask {'; '.join(dict.fromkeys(named[:MOST_NAMED]))}." if named else ""
    return f"To {VERBS[verb]} is for: {', '.join(holders)}.{ask}"


def must(desk: Desk, verb: str) -> None:
    """Raises Refused where whoever sits at the desk may not do that."""
    words = why_not(desk, verb)
    if words:
        raise Refused(Problem("as", "", words))
