"""A field for whoever does the office's work offers those who may be named, and nobody who is then refused."""

from __future__ import annotations

import pytest

from sharedlives_tui import casework, office
from sharedlives_tui.owners import can_own, people_of, staff
from sharedlives_tui.requests import OpenCase, Record, Refused
from sharedlives_tui.widgets.people import PersonField
from tests.screens import offices
from tests.screens.hands import Hands, at_the_desk
from tests.screens.offices import BORN, SmallOffice

INSPECTOR, CARER, OFFICER, GONE = "Nash, Ivy", "Nagy, Cara", "Neal, Olu", "Nevin, Gill"


@pytest.fixture
def many(small: SmallOffice) -> SmallOffice:
    """An office with four more people who are called alike; one of them has left."""
    for name, role, last in (
        (INSPECTOR, "inspector", None),
        (CARER, "carer", None),
        (OFFICER, "officer", None),
        (GONE, "officer", BORN),
    ):
        office.add_person(small.desk, name, [(role, BORN, last)])
    return small


def offered(hands: Hands) -> set[str]:
    focused = hands.app.screen.focused
    assert focused is not None
    field = next(each for each in focused.ancestors_with_self if isinstance(each, PersonField))
    return {each.name for each in field._matches}


async def test_who_received_a_case_is_somebody_who_works_here(many: SmallOffice) -> None:
    async with at_the_desk(many.desk) as hands:
        await hands.open("new", "complaint")
        await hands.go("by")
        await hands.type("N")
        assert offered(hands) == {"Nair, Priya", OFFICER}


async def test_the_new_owner_of_a_case_is_not_whom_it_is_about(many: SmallOffice) -> None:
    async with at_the_desk(many.desk) as hands:
        await hands.open("record", many.staff, "owner")  # about Priya Nair
        await hands.go("owner")
        await hands.type("N")
        assert offered(hands) == {OFFICER}
        await hands.press("enter", "ctrl+s")
        assert hands.place == "today"
    assert casework.check(many.desk) == []


async def test_the_list_of_cases_offers_owners_and_finds_who_has_left_by_the_full_name(many: SmallOffice) -> None:
    async with at_the_desk(many.desk) as hands:
        await hands.press("2", "f")
        await hands.go("owner")
        await hands.type("Nev")
        assert offered(hands) == set()
        await hands.type("in, Gill")
        await hands.press("ctrl+s")
        assert f"owner {GONE}" in hands.text


def test_staff_are_those_who_do_the_work_of_the_office_today(many: SmallOffice) -> None:
    desk = many.desk
    named = {each: office_number(many, each) for each in (INSPECTOR, CARER, OFFICER, GONE, "Nair, Priya", offices.ME)}
    here = staff(desk)
    assert {name for name, number in named.items() if number in here} == {OFFICER, "Nair, Priya", offices.ME}
    assert named["Nair, Priya"] not in can_own(desk, many.staff)
    assert named["Nair, Priya"] in can_own(desk, many.carer)
    assert can_own(desk, "CO-9999") == ()
    assert people_of(desk, ("P-99",)) == ("P-99",)


@pytest.mark.parametrize("name", [INSPECTOR, CARER])
def test_the_door_refuses_an_owner_who_does_not_work_here(many: SmallOffice, name: str) -> None:
    with pytest.raises(Refused, match="Name somebody who works here"):
        casework.record(many.desk, Record(many.carer, "owner", {"owner": office_number(many, name)}))


def test_who_only_reads_here_has_received_no_case(many: SmallOffice) -> None:
    with pytest.raises(Refused, match="reads here"):
        casework.open_case(many.desk, OpenCase("call-back", {"caller": ("Quist, Ada",)}, by=INSPECTOR))


def office_number(many: SmallOffice, name: str) -> str:
    from sharedlives_tui.people_search import resolve_people

    return resolve_people(many.desk, [name])[0]
