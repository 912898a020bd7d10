"""What others recorded while somebody looked at a case is told by true entries, whatever numbers they count by."""

from __future__ import annotations

from pathlib import Path

import pytest

from sharedlives_tui import casework, reading
from sharedlives_tui.requests import Correct, OpenCase, Record
from sharedlives_tui.screens.outcome import came_between, what_changed
from tests.desks import FIRST_DAY, at, new_desk

MEDIATOR, LOOKER = "Mina Mediator", "Mo Manager"
DISPUTE = {
    "caller": ("Cara Carer",),
    "first_side": ("Cara Carer",),
    "second_side": (LOOKER,),
    "roles_taken": ("mediation",),
    "matter": "Payments come late.",
    "tried": "Three calls",
    "affected": "Outings were cancelled",
}


@pytest.mark.rule("DI-16")
def test_an_entry_that_is_closed_while_one_looks_moves_the_numbers_and_hides_nothing_new(tmp_path: Path) -> None:
    desk = new_desk(tmp_path / "body", office="membership-body")
    mina = at(desk, FIRST_DAY, MEDIATOR)
    ref = casework.open_case(mina, OpenCase("dispute", DISPUTE)).ref
    for act, values in (("take-on", {"staff": (MEDIATOR,)}), ("viewer", {"who": (LOOKER,)})):
        casework.record(mina, Record(ref, act, values))
    first = casework.record(mina, Record(ref, "note", {"text": "First", "side": "shared"})).entry
    casework.record(mina, Record(ref, "note", {"text": "Second", "side": "shared"}))
    looker = at(desk, FIRST_DAY, LOOKER)
    before = reading.case_view(looker, ref)
    casework.correct(mina, Correct(ref, first, "Not for everybody", None, {"side": "private"}))
    casework.record(mina, Record(ref, "note", {"text": "Third", "side": "shared"}))
    now = reading.case_view(looker, ref)
    assert max(each.id for each in now.entries) == max(each.id for each in before.entries), "the numbers tell nothing"
    later, struck = came_between(before, now)
    assert [each.values["text"] for each in later] == ["Third"]
    assert struck == []
    assert what_changed(before, now).startswith(f"{MEDIATOR} recorded ‘Add a note’ at ")
