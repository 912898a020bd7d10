"""Whether somebody may do a thing here, as data/roles.toml says; and who may, where they may not.

Which cases somebody sees is asked of the store (`store.reads`); who decides a thing, of the case itself.
"""

from __future__ import annotations

from sharedlives_tui.access import VERBS, WRITES
from sharedlives_tui.desk import Desk
from sharedlives_tui.names import in_one_line
from sharedlives_tui.requests import Problem, Refused
from sharedlives_tui.store import register

MOST_ROLES = 4
"""So many roles are named that may do it."""
MOST_NAMED = 3
"""So many people are named who may do it."""


def may(desk: Desk, verb: str) -> bool:
    """Return whether whoever sits at the desk may do that (a verb of `access.VERBS`)."""
    return verb in desk.verbs


def only_reads(desk: Desk) -> bool:
    """Return whether whoever sits at the desk is of the office and may change nothing in it: an inspector."""
    return desk.viewer.known and not any(may(desk, verb) for verb in WRITES)


def why_not(desk: Desk, verb: str) -> str:
    """Return why they may not, and who may; empty where they may."""
    if may(desk, verb):
        return ""
    if only_reads(desk) and verb in WRITES:
        return "You can read everything here and record nothing. Ask somebody of the office."
    holders = desk.library.roles.who_may(verb)
    named = [name for _, name, _ in register.people_holding(desk.store, holders, desk.today)]
    ask = (
        f" Ask {in_one_line([*dict.fromkeys(named)][:MOST_NAMED])}."
        if named
        else " Nobody is yet: give somebody the role."
    )
    first = holders if len(holders) <= MOST_ROLES else (*holders[: MOST_ROLES - 1], "others of the office")
    return f"To {VERBS[verb]} is for: {in_one_line(first)}.{ask}"


def must(desk: Desk, verb: str) -> None:
    """Raises Refused where whoever sits at the desk may not do that."""
    words = why_not(desk, verb)
    if words:
        raise Refused(Problem("as", "", words))
