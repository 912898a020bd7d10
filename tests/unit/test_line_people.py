"""Who is meant by the name in a promised line: a first name counts, or it is asked (DI-05, RD-23)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sharedlives_tui import casework, office, reading
from sharedlives_tui.casefile import load, people_near
from sharedlives_tui.desk import Desk
from sharedlives_tui.line_people import person_meant
from sharedlives_tui.requests import Correct, Record, Recorded, Refused
from sharedlives_tui.store import views
from tests.desks import at
from tests.screens.stories import MEDIATOR, TODAY, make_body

NEAR = {"P-1": "Prentice, Una", "P-2": "Mrs Ann Hill", "P-3": "Ann Lowe"}


@pytest.mark.parametrize(
    ("typed", "exact", "who", "asked"),
    [
        ("Una", (), "P-1", ""),
        ("una", (), "P-1", ""),
        ("Mrs Hill", (), "P-2", ""),
        ("Prentice", (), "P-1", ""),
        ("Una Prentice", ("P-1",), "P-1", ""),
        ("Ann", (), "Ann", "Ann: do you mean Mrs Ann Hill or Ann Lowe?"),
        ("Dora", (), "Dora", "Dora: do you mean Dora Vine?"),
        ("Physiotherapist", (), "Physiotherapist", ""),
        ("Una of the finance office", (), "Una of the finance office", ""),
        ("Lee Ash", ("P-7", "P-8"), "Lee Ash", "there are several people called Lee Ash"),
    ],
)
def test_a_name_means_somebody_or_is_asked(typed: str, exact: tuple[str, ...], who: str, asked: str) -> None:
    listed = {"P-9": "Vine, Dora", "P-10": "Dorabella Ink"}
    found = person_meant(typed, exact, NEAR, lambda _: listed)
    assert found.who == who
    assert found.question.startswith(asked)
    assert bool(found.question) == bool(asked)


def test_many_of_one_name_are_not_all_told() -> None:
    many = {f"P-{number}": f"Sam Number{number}" for number in range(9)}
    question = person_meant("Sam", (), many).question
    assert "Sam Number0, Sam Number1 or somebody else of that name" in question


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Desk, str]:
    body = make_body(tmp_path_factory.mktemp("body"))
    office.add_person(body.desk_of("Ada Admin"), "Dora Vine", [("mediator", TODAY, None)])
    casework.record(body.desk, Record(body.dispute, "confirm-steps", {"method": "email"}))
    return body.desk, body.dispute


def agree(desk: Desk, ref: str, *steps: str) -> Recorded:
    return casework.record(desk, Record(ref, "more-steps", {"steps": steps}))


@pytest.mark.rule("DI-05", "RD-23")
def test_a_first_name_of_the_case_is_that_person_and_can_be_overdue(made: tuple[Desk, str]) -> None:
    desk, ref = made
    entry = agree(desk, ref, "Write down both views | Mina | +7").entry
    later = at(desk, date(2026, 12, 3), MEDIATOR)
    view = reading.case_view(later, ref)
    line = next(name for name, words in view.lines if words == "Write down both views")
    step = next(each for each in view.limits if each.instance == f"agreed-step@{line}")
    assert (step.side, step.state, step.due) == ("ours", "overdue", date(2026, 12, 1))
    kept = next(each for each in view.entries if each.id == entry).values["steps"]
    assert kept == ("Write down both views | Mina Mediator | Tue 1 Dec 2026",), "not counted anew when it is corrected"
    casework.correct(later, Correct(ref, entry, "a slip", on=TODAY, values={}))
    same = next(each for each in reading.case_view(later, ref).limits if each.instance == step.instance)
    assert same.due == date(2026, 12, 1)


@pytest.mark.rule("DI-05")
def test_a_first_name_of_somebody_outside_the_case_is_asked_at_its_field(made: tuple[Desk, str]) -> None:
    desk, ref = made
    with pytest.raises(Refused) as refused:
        agree(desk, ref, "Ring the bank | Dora | +9")
    problem = refused.value.problems[0]
    assert problem.field == "steps"
    assert "Dora: do you mean Dora Vine?" in problem.words


@pytest.mark.rule("DI-05", "RD-48")
def test_nobody_is_asked_about_a_name_that_is_withheld_from_them(tmp_path: Path) -> None:
    body = make_body(tmp_path)
    first = reading.case_view(body.desk, body.dispute).entries[0].id
    withheld = {"names_withheld": ("Colin Carer",)}
    casework.correct(body.desk, Correct(body.dispute, first, "He asks for it", values=withheld))
    case = views.case_by_ref(body.desk.store, body.desk.viewer, body.dispute)
    assert case is not None
    progress = load(body.desk.store, body.desk.library, body.desk.office.nation, case).progress
    mediator = people_near(body.desk.store, body.desk.viewer, progress).values()
    manager = people_near(body.desk.store, body.desk_of("Mo Manager").viewer, progress).values()
    assert {"Cara Carer", "Colin Carer"} <= set(mediator)
    assert set(mediator) - set(manager) == {"Colin Carer"}


@pytest.mark.rule("RD-23")
def test_a_single_name_that_nobody_has_is_told_to_be_outside(made: tuple[Desk, str]) -> None:
    desk, ref = made
    done = agree(desk, ref, "Look at the boiler | Plumber | +9")
    assert any("Plumber is in no list of the office" in each.words for each in done.warnings)
