"""The other side's windows: no letter, correction or second round takes a day from them (RD-01, DA-16)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sharedlives_tui import casework, reading, scenarios
from sharedlives_tui.desk import Desk
from sharedlives_tui.facts import Value
from sharedlives_tui.requests import Correct, OpenCase, Record, Refused
from tests.desks import at, new_desk, told

pytestmark = pytest.mark.rule("RD-01", "DA-16")

DAY = date(2026, 6, 1)
RAISED: dict[str, Value] = {
    "way_in": "serious risk or safeguarding",
    "carer": ("Cara Carer",),
    "account": "An assault.",
}
AT_ONCE: dict[str, Value] = {
    "facts": "An assault, seen by two people",
    "immediate_ground": "gravity",
    "skipped": ("stage one", "stage two", "stage three"),
    "police": "Told on the day",
}
LETTER: dict[str, Value] = {
    "outcome_words": "Two people saw an assault",
    "actions_words": "The keys come back today",
    "method": "post",
}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return new_desk(tmp_path, DAY)


def deapproved(desk: Desk) -> str:
    ref = casework.open_case(desk, OpenCase("deapproval", RAISED, by="Olu Officer")).ref
    scenarios.recorded(desk, Record(ref, "immediate", AT_ONCE, by="Rae Registered"))
    return ref


def write(desk: Desk, ref: str, **values: Value) -> int:
    return scenarios.recorded(desk, Record(ref, "immediate-letter", {**LETTER, **values}, by="Rae Registered")).entry


def lengthen(desk: Desk, ref: str, to: str) -> None:
    values: dict[str, Value] = {"appeal_by": to, "reason": "She is in hospital"}
    scenarios.recorded(desk, Record(ref, "lengthen-window", values, by="Rae Registered"))


def until(desk: Desk, ref: str) -> dict[str, date | None]:
    return {each.instance: each.until for each in reading.case_view(desk, ref).limits if each.step == "appeal-window"}


def test_once_the_window_is_longer_no_letter_tells_the_old_day(desk: Desk) -> None:
    ref = deapproved(desk)
    lengthen(desk, ref, "2026-06-30")
    with pytest.raises(Refused, match="30 Jun 2026"):
        write(desk, ref, appeal_by="2026-06-15")
    with pytest.raises(Refused, match="30 Jun 2026"):
        lengthen(desk, ref, "2026-06-22")
    write(desk, ref, appeal_by="2026-06-30")


def test_a_letter_that_left_with_a_later_day_holds_it_after_a_correction(desk: Desk) -> None:
    ref = deapproved(desk)
    entry = write(desk, ref, appeal_by="2026-06-22")
    done = casework.correct(desk, Correct(ref, entry, "one week less", values={"appeal_by": "2026-06-15"}))
    assert until(desk, ref) == {"appeal-window": date(2026, 6, 22)}
    assert done.moved == ()


def test_a_letter_of_a_second_decision_moves_the_window_of_that_one_alone(tmp_path: Path) -> None:
    desk, ref = told(new_desk(tmp_path / "told"), "deapproval/09_appeal.toml", "outcome-letter")
    later = at(desk, date(2026, 5, 18))
    scenarios.recorded(later, Record(ref, "immediate", AT_ONCE, by="Rae Registered"))
    write(later, ref, appeal_by="2026-07-31")
    assert until(later, ref) == {"appeal-window": date(2026, 5, 26), "appeal-window.2": date(2026, 7, 31)}
