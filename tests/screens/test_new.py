"""Logging what came in: what is asked first, what is refused and how, who is added to the list."""

from __future__ import annotations

from datetime import date

import pytest

from sharedlives_tui import reading
from sharedlives_tui.requests import OpenCase
from sharedlives_tui.screens.new import arranged, in_order
from sharedlives_tui.store import register, views
from tests.screens import offices
from tests.screens.hands import Hands, at_the_desk
from tests.screens.offices import SmallOffice


async def begin(hands: Hands) -> None:
    await hands.press("n", "enter")
    assert hands.place == "new"


def test_the_person_comes_first_then_what_is_chosen_then_what_else_is_needed(small: SmallOffice) -> None:
    fields, few = arranged(reading.opening_fields(small.desk, "complaint"), ())
    assert few == ("complainant", "type", "complainant_kind", "about", "account")
    assert len(fields) == len(reading.opening_fields(small.desk, "complaint"))


def test_complaints_are_offered_first(small: SmallOffice) -> None:
    assert in_order(reading.kinds(small.desk), reading.usual_kinds(small.desk))[0][0] == "complaint"
    assert OpenCase("complaint").kind == "complaint"


async def test_what_is_needed_is_said_under_each_field(small: SmallOffice) -> None:
    async with at_the_desk(small.desk, (100, 40)) as hands:
        await begin(hands)
        await hands.press("ctrl+s")
        assert "Choose one of these for ‘What it is’" in hands.words
        assert "Choose one of these for ‘They are’" in hands.words
        assert "Name somebody: about whom or what" in hands.words
        assert "Enter what happened" in hands.words
        assert "4 things to put right." in hands.message
        assert hands.place == "new"


@pytest.mark.rule("CC-03")
async def test_somebody_raised_it_or_it_is_anonymous(small: SmallOffice) -> None:
    async with at_the_desk(small.desk, (100, 40)) as hands:
        await begin(hands)
        await hands.go("type")
        await hands.type("i")
        await hands.go("complainant_kind")
        await hands.type("o")
        await hands.go("about")
        await hands.type("the service")
        await hands.go("account")
        await hands.type("Nobody came.")
        await hands.press("ctrl+s")
        assert "Say who raised it" in hands.words
        await hands.go("anonymous")
        await hands.type("y")
        await hands.press("ctrl+s")
        assert hands.place == "case"
        assert "Recorded as CO-0007" in hands.message


async def test_a_new_name_is_added_to_the_list_with_the_role(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await begin(hands)
        await hands.type("Nova, Ned")
        await hands.press("enter", "tab")
        await hands.type("c")
        await hands.press("tab")
        await hands.type("a")
        await hands.press("tab")
        await hands.type("the service")
        await hands.press("tab")
        await hands.type("It was late again.")
        await hands.press("ctrl+s")
        assert hands.place == "case"
        assert "Nova, Ned" in hands.text
    (number,) = register.exact(small.desk.store, "Nova, Ned")
    assert register.roles_on(small.desk.store, f"P-{number}", offices.TODAY) == {"advocate"}


async def test_ctrl_n_goes_to_the_rest_and_the_day_can_be_another(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await begin(hands)
        await hands.press("b", "r", "i", "enter", "tab")
        await hands.type("i")
        await hands.go("about")
        await hands.type("the service")
        await hands.press("tab")
        await hands.type("Late.")
        await hands.press("ctrl+n")
        await hands.type("20/11/26")
        await hands.press("ctrl+s")
        assert hands.place == "case"
        assert "Recorded 4 days after it was done" in hands.words
    assert reading.case_view(small.desk, "CO-0007").opened_on == date(2026, 11, 20)


async def test_what_was_typed_is_there_again_after_escape(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await begin(hands)
        await hands.go("account")
        await hands.type("Half of it")
        await hands.press("escape")
        assert hands.place == "today"
        await begin(hands)
        assert "Half of it" in hands.text
        assert "Draft from" in hands.message
        assert len(views.all_cases(small.desk.store)) == 7


async def test_the_kind_of_the_list_is_taken(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("new", "call-back")
        assert "New: Call back" in hands.text
        await hands.type("Quill, Una")
        await hands.press("tab", "ctrl+s")
        assert hands.place == "case"
        assert "CB-0002" in hands.text


async def test_nothing_can_be_logged_in_an_office_that_is_open_for_reading(small: SmallOffice) -> None:
    small.desk.store.why_read_only = "this account may not write to the file"
    async with at_the_desk(small.desk) as hands:
        await hands.press("n")
        assert hands.place == "today"
        assert "open for reading only" in hands.message
