"""The door for moving an office to another place: who may, and what is proved before and afterwards."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sharedlives_tui import casework
from sharedlives_tui.allowed import must
from sharedlives_tui.audit import keeps_refusals
from sharedlives_tui.desk import Desk
from sharedlives_tui.doing import refuse_if
from sharedlives_tui.office import must_be_of_the_office
from sharedlives_tui.requests import Problem
from sharedlives_tui.store import Store

if TYPE_CHECKING:
    from sharedlives_tui.store.moving import Carried


@keeps_refusals("move the office")
def move(desk: Desk, place: Path | str, *, final: bool = False) -> Carried:
    """Carry the office to a new place, every row of it, and prove it there; return what came there.

    Whoever saves meanwhile waits for their turn. The old place stays as it is; with `final` it can only be read from
    then on, and says where the office went. Raises Refused (who may not), and the errors of `store.moving.carry`.
    """
    from sharedlives_tui.store.moved import close, moved_to
    from sharedlives_tui.store.moving import Closing, carry

    must_be_of_the_office(desk)
    must(desk, "move")
    gone = moved_to(desk.store.fetch)
    refuse_if([Problem("to", "", f"This office was moved to {gone}. Move it on from there.")] if gone else [])

    def prove(store: Store) -> list[str]:
        # Words that are not as they were written cannot be read as those of a case: what lies below comes first.
        below = [*store.check_file(), *store.verify_journal()]
        return below or casework.differing_limits(replace(desk, store=store))

    closing = Closing(desk.recorder, desk.clock.now(), close) if final else None
    return carry(desk.store, place, prove=prove, closing=closing)
