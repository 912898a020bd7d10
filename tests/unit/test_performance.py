"""How the work of a period was done: each limit is counted once, by its day, for those who may see its case."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sharedlives_tui import casework, performance
from sharedlives_tui.desk import Desk
from sharedlives_tui.performance import KindWork, Period
from sharedlives_tui.requests import Correct, Refused
from sharedlives_tui.store.cases import CaseList, Wanted
from sharedlives_tui.store.performance import Fell, Kept, together
from tests.desks import ACKNOWLEDGED, FIRST_DAY, at, new_desk, open_complaint, record

MARCH = Period("March", date(2026, 3, 1), date(2026, 3, 31))
APRIL = Period("April", date(2026, 4, 1), date(2026, 4, 30))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return new_desk(tmp_path)


def complaints(desk: Desk, day: date, period: Period = MARCH, who: str = "Ada Admin") -> KindWork:
    """The complaints of a period, as somebody sees them on a day."""
    (found,) = [each for each in performance.read(at(desk, day, who), period).kinds if each.kind == "complaint"]
    return found


def acknowledged(desk: Desk, day: date, period: Period = MARCH) -> Kept:
    return next((each.kept for each in complaints(desk, day, period).steps if each.step == "acknowledge"), Kept())


def test_a_step_is_in_time_late_or_not_done(desk: Desk) -> None:
    in_time, late, _ = (open_complaint(desk).ref for _ in range(3))
    record(at(desk, date(2026, 3, 4)), in_time, "acknowledge", **ACKNOWLEDGED)  # two working days: its last day
    assert acknowledged(desk, date(2026, 3, 4)) == Kept(1), "the others have the whole day"
    assert acknowledged(desk, date(2026, 3, 5)) == Kept(1, 0, 2)
    record(at(desk, date(2026, 3, 5)), late, "acknowledge", **ACKNOWLEDGED)
    assert acknowledged(desk, date(2026, 3, 31)) == Kept(1, 1, 1)
    assert acknowledged(desk, date(2026, 4, 30), APRIL) == Kept(), "its day was in March"


def test_it_follows_the_entries_and_is_never_kept(desk: Desk) -> None:
    ref = open_complaint(desk).ref
    record(at(desk, date(2026, 3, 4)), ref, "acknowledge", **ACKNOWLEDGED)
    assert acknowledged(desk, date(2026, 3, 31)) == Kept(1)
    casework.correct(at(desk, date(2026, 3, 9)), Correct(ref, 2, "It went a day later", on=date(2026, 3, 5)))
    assert acknowledged(desk, date(2026, 3, 31)) == Kept(0, 1)


def cases_of(desk: Desk, day: date, fell: Fell, who: str = "Ada Admin") -> list[str]:
    """The references of the cases that a line counts, as somebody's list has them on a day."""
    there = at(desk, day, who)
    wanted = Wanted(kind="complaint", fell=fell)
    return [each.ref for each in CaseList(desk.store, there.viewer, wanted, day, day).page()]


def test_the_cases_of_a_line_are_those_that_it_counts(desk: Desk) -> None:
    in_time, late, never = (open_complaint(desk).ref for _ in range(3))
    open_complaint(desk, type="formal complaint")  # its days are the office's own
    record(at(desk, date(2026, 3, 4)), in_time, "acknowledge", **ACKNOWLEDGED)
    record(at(desk, date(2026, 3, 5)), late, "acknowledge", **ACKNOWLEDGED)
    fell = Fell("acknowledge", True, *MARCH[1:])
    assert set(cases_of(desk, date(2026, 3, 31), fell)) == {in_time, late, never}
    assert cases_of(desk, date(2026, 4, 30), Fell("acknowledge", True, *APRIL[1:])) == []
    assert cases_of(desk, date(2026, 3, 31), Fell("acknowledge", False, *MARCH[1:])) == [], "it binds"
    for step in complaints(desk, date(2026, 3, 31)).steps:
        found = cases_of(desk, date(2026, 3, 31), Fell(step.step, not step.target, *MARCH[1:]))
        assert 0 < len(found) <= step.kept.fell
        assert step.step != "acknowledge" or len(found) == step.kept.fell


def test_a_line_leads_to_no_case_that_is_closed_to_the_viewer(desk: Desk) -> None:
    seen = open_complaint(desk).ref
    open_complaint(desk, by="Olu Officer", about=("Mo Manager",))
    fell = Fell("acknowledge", True, *MARCH[1:])
    assert cases_of(desk, date(2026, 3, 31), fell, "Mo Manager") == [seen]
    assert len(cases_of(desk, date(2026, 3, 31), fell)) == 2


def test_cases_are_counted_by_what_came_what_went_and_how_old_they_are(desk: Desk) -> None:
    open_complaint(desk)
    open_complaint(at(desk, date(2026, 4, 20)))
    found = complaints(desk, date(2026, 4, 30))
    assert (found.opened, found.closed, found.open_now) == (1, 0, 2)
    (stage,) = found.stages
    assert stage.ages == (1, 1, 0, 0, 0)
    assert complaints(desk, date(2026, 4, 30), APRIL).opened == 1
    assert complaints(desk, date(2027, 4, 30)).stages[0].ages == (0, 0, 0, 0, 2)


@pytest.mark.parametrize(
    ("days", "age"), [(0, 0), (28, 0), (29, 1), (90, 1), (91, 2), (180, 2), (181, 3), (365, 3), (366, 4)]
)
def test_an_age_ends_with_its_last_day(desk: Desk, days: int, age: int) -> None:
    open_complaint(desk)
    (stage,) = complaints(desk, date.fromordinal(FIRST_DAY.toordinal() + days)).stages
    assert stage.ages.index(1) == age


def test_steps_and_stages_have_their_names_and_targets_of_ones_own_do_not_bind(desk: Desk) -> None:
    open_complaint(desk)
    found = complaints(desk, date(2026, 3, 31))
    names = {each.step: each.name for each in found.steps}
    procedure = desk.library.versions["complaint"][-1].procedure
    assert names["acknowledge"] == procedure.by_id["acknowledge"].name
    assert found.stages[0].name == procedure.stage_name(found.stages[0].stage)
    assert found.kept == together(each.kept for each in found.steps if not each.target)


def test_who_may_not_see_a_case_finds_it_in_no_number(desk: Desk) -> None:
    open_complaint(desk)
    open_complaint(desk, by="Olu Officer", about=("Mo Manager",))
    assert complaints(desk, date(2026, 3, 31)).opened == 2
    hers = complaints(desk, date(2026, 3, 31), who="Mo Manager")
    assert (hers.opened, hers.open_now, sum(hers.stages[0].ages)) == (1, 1, 1)
    assert all(each.kept.fell <= 1 for each in hers.steps)
    months = performance.read(at(desk, date(2026, 3, 31), "Mo Manager"), MARCH).months
    assert [each.opened for each in months] == [1]


def test_a_month_has_what_came_and_what_fell_in_it(desk: Desk) -> None:
    open_complaint(desk)
    year = Period("", date(2026, 1, 1), date(2026, 12, 31))
    found = performance.read(at(desk, date(2026, 4, 1)), year)
    assert found.months[0].month == "2026-03"
    assert found.months[0].opened == 1
    assert found.months[0].kept.fell > 0
    assert together(each.kept for each in found.months) == found.kept


def test_months_count_what_binds_and_no_target_of_ones_own(desk: Desk) -> None:
    open_complaint(desk, type="formal complaint")  # the days of stage one are the office's own
    found = performance.read(at(desk, date(2026, 3, 31)), MARCH)
    every = [step for kind in found.kinds for step in kind.steps]
    assert any(step.target and step.kept.fell for step in every)
    assert together(each.kept for each in found.months) == together(step.kept for step in every if not step.target)


def test_an_office_without_cases_has_nothing(desk: Desk) -> None:
    found = performance.read(desk, MARCH)
    assert (found.kinds, found.months, found.kept) == ([], [], Kept())


def test_the_periods_that_are_asked_for() -> None:
    spans = {each.name: (each.first, each.last) for each in performance.periods(date(2026, 3, 31))}
    assert spans == {
        "The last 12 months": (date(2025, 4, 1), date(2026, 3, 31)),
        "This month": (date(2026, 3, 1), date(2026, 3, 31)),
        "Last month": (date(2026, 2, 1), date(2026, 2, 28)),
        "This year from 1 April": (date(2025, 4, 1), date(2026, 3, 31)),
        "Last year to 31 March": (date(2024, 4, 1), date(2025, 3, 31)),
    }
    assert performance.periods(date(2026, 4, 1))[3].first == date(2026, 4, 1)
    assert performance.periods(date(2028, 2, 29))[0].first == date(2027, 3, 1)


def test_days_may_be_left_out_and_not_turned_round() -> None:
    today = date(2026, 3, 31)
    assert performance.chosen(None, None, today) == performance.periods(today)[0]
    assert performance.chosen(date(2026, 3, 1), None, today)[1:] == (date(2026, 3, 1), today)
    assert performance.chosen(None, date(2025, 12, 31), today)[1:] == (date(2025, 1, 1), date(2025, 12, 31))
    with pytest.raises(Refused, match="before the first"):
        performance.chosen(date(2026, 3, 2), date(2026, 3, 1), today)


@pytest.mark.parametrize(
    ("kept", "words"), [(Kept(), ""), (Kept(199, 1), "99%"), (Kept(3), "100%"), (Kept(0, 0, 1), "0%")]
)
def test_a_hundred_of_a_hundred_is_all_of_them(kept: Kept, words: str) -> None:
    assert performance.percent(kept) == words
