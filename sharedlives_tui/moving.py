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
from sharedlives_tui.store import Store, StoreError
from sharedlives_tui.store.moved import Whereabouts, whereabouts

if TYPE_CHECKING:
    from sharedlives_tui.store.moving import Carried


@keeps_refusals("move the office")
def move(desk: Desk, place: Path | str, *, final: bool = False) -> Carried:
    """Carry the office to a new place, every row of it, and prove it there; return what came there.

    Whoever saves meanwhile waits for their turn. The old place stays as it is; with `final` it can only be read from
    then on, and says where the office went. A move for good that was broken off goes on. Raises Refused (who may not),
    and the errors of `store.moving.carry` and `store.moving_for_good.carry_for_good`.
    """
    from sharedlives_tui.store.moving import carry
    from sharedlives_tui.store.moving_for_good import carry_for_good, named

    must_be_of_the_office(desk)
    must(desk, "move")
    to = named(place)
    refuse_if(_elsewhere(whereabouts(desk.store.fetch), to, final))

    def prove(store: Store) -> list[str]:
        # Words that are not as they were written cannot be read as those of a case: what lies below comes first.
        below = [*store.check_file(), *store.verify_journal()]
        return below or casework.differing_limits(replace(desk, store=store))

    if final:
        return carry_for_good(desk.store, to, prove=prove, by=desk.recorder, at=desk.clock.now())
    return carry(desk.store, place, prove=prove)


@keeps_refusals("take a move back")
def undo(desk: Desk) -> str:
    """Let the office stay where it is, of a move that was broken off; return where it was to go. Raises Refused."""
    from sharedlives_tui.store.moving_for_good import stay

    must_be_of_the_office(desk)
    must(desk, "move")
    found = whereabouts(desk.store.fetch)
    if found.arrived:
        refuse_if([_problem("undo", f"This is the new place. Take it back at the old one, {found.came_from}.")])
    if found.gone or not stay(desk.store, desk.recorder, desk.clock.now()):
        words = f"It was moved to {found.moved_to} for good." if found.gone else "The office is not being moved."
        refuse_if([_problem("undo", f"There is nothing to take back. {words}")])
    return found.moving_to


@keeps_refusals("take a moved office into use")
def take_over(desk: Desk, *, old_is_gone: bool = False) -> str:
    """Take the new place into use, of a move that was broken off at its very end; return the old place.

    It is asked whether it says that the office went here; `old_is_gone` is for one that cannot be asked any more.
    Raises Refused.
    """
    from sharedlives_tui.store.moving_for_good import named, take_into_use

    must_be_of_the_office(desk)
    must(desk, "move")
    found = whereabouts(desk.store.fetch)
    if not found.arrived:
        refuse_if([_problem("take-over", "This office did not come from elsewhere, or it is in use already.")])
    try:
        with Store.open(found.came_from) as old:
            said = whereabouts(old.fetch)
    except StoreError as error:
        if not old_is_gone:
            words = (
                f"The old place cannot be asked whether it is closed for good: {error} Where it is gone, or will never "
                "be opened again, add --old-is-gone: of two offices in use, each would lack what is saved in the other."
            )
            refuse_if([_problem("take-over", words)])
    else:
        here = named(desk.store.place)
        if said.moved_to != here:
            refuse_if([_problem("take-over", _not_here(said, found.came_from, here))])
    take_into_use(desk.store, desk.recorder, desk.clock.now())
    return found.came_from


def _problem(field: str, words: str) -> Problem:
    return Problem(field, "", words)


def _elsewhere(found: Whereabouts, to: str, final: bool) -> list[Problem]:
    """Why an office that went elsewhere, or is on its way, is not moved to this place."""
    if found.gone and not (final and found.moved_to == to):
        return [_problem("to", f"This office was moved to {found.moved_to}. Move it on from there.")]
    if found.arrived:
        words = f"This office was carried here from {found.came_from} and is not taken into use yet. Do that first."
        return [_problem("to", words)]
    if found.leaving and not (final and found.moving_to == to):
        words = (
            f"This office is being moved to {found.moving_to}. Go on with that (--to and --final, as before), or take "
            "it back: sharedlives move --undo"
        )
        return [_problem("to", words)]
    return []


def _not_here(said: Whereabouts, old: str, here: str) -> str:
    if said.gone:
        return f"The office at {old} was moved to {said.moved_to}, not here."
    if said.leaving and said.moving_to == here:
        on = f'sharedlives --database "{old}" move --to "{here}" --final'
        return f"The old place is not closed for good. Go on there: {on}"
    return f"The office at {old} is in use: the move was taken back. This one is not needed; put it out of the way."
