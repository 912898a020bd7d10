"""A carer's approval and what is on file of it, on the person's page."""

from __future__ import annotations

from datetime import date

import pytest

from sharedlives_tui import person_records
from sharedlives_tui.facts import Value
from tests.screens import offices
from tests.screens.hands import Hands, at_the_desk
from tests.screens.offices import ME, TODAY, SmallOffice

CARER = "P-6"
TOLA = "Adeyemi, Tola"


def approve(small: SmallOffice) -> None:
    values: dict[str, Value] = {"decision": "approved", "number": "3", "from": "2026-10-01", "reason": "As recommended"}
    person_records.record_person(small.desk, CARER, "approval", values, date(2026, 9, 24))
    values = {"terms": "Band 2", "reason": "First terms", "from": "2026-10-01", "confirmed_on": "2026-09-25"}
    person_records.record_person(small.desk, CARER, "terms", values, date(2026, 9, 25))


async def choose(hands: Hands, place: int) -> None:
    """Open the page, and the form of the kind that stands at that place of the list."""
    await hands.open("person", CARER)
    await hands.press("r", *["down"] * place, "enter")


@pytest.mark.rule("DA-21")
async def test_a_page_shows_the_approval_as_it_stands_and_the_newest_record_first(small: SmallOffice) -> None:
    approve(small)
    async with at_the_desk(small.desk) as hands:
        await hands.open("person", CARER)
        assert "● Approved for 3 people, since Thu 1 Oct 2026  Band 2" in hands.text
        assert "On file (2)" in hands.text
        assert hands.text.index("25 Sep 2026  Terms or payment band") < hands.text.index("24 Sep 2026  Decision on the")


@pytest.mark.rule("DA-21")
async def test_an_assessment_is_recorded_with_one_key_and_its_form(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await choose(hands, 0)
        assert "Assessment" in hands.text
        await hands.type("P. Nair")
        await hands.press("tab")
        await hands.type("Report of six visits")
        await hands.press("ctrl+s")
        assert hands.place == "person"
        assert "Recorded: Assessment." in hands.message
        assert "On file (1)" in hands.text
    record = person_records.records_of(small.desk, CARER)[0]
    assert dict(record.values) == {"assessed_by": "P. Nair", "assessment_words": "Report of six visits"}
    assert (record.done_on, record.done_by) == (TODAY, ME)


@pytest.mark.rule("DA-21", "DA-22")
async def test_a_form_asks_for_what_fits_and_a_decision_is_the_managers(small: SmallOffice) -> None:
    approve(small)
    priya = offices.at(small.desk, TODAY, "Nair, Priya")
    async with at_the_desk(priya) as hands:
        await choose(hands, 5)
        assert "How many people" not in hands.words
        await hands.type("a")
        assert "How many people" in hands.words
        await hands.type("e")
        assert "How many people" not in hands.words
        await hands.type("co")
        await hands.go("number")
        await hands.type("3")
        await hands.go("from")
        await hands.type("24/11/2026")
        await hands.press("tab")
        await hands.type("All is well")
        await hands.go("by")
        await hands.type("Nair")
        await hands.press("enter", "ctrl+s")
        assert "Decision on the approval: this is decided by the registered manager" in hands.words
    assert person_records.approval_on(small.desk, CARER).status == "approved"


@pytest.mark.rule("DA-42")
async def test_a_lower_number_is_refused_under_its_field(small: SmallOffice) -> None:
    approve(small)
    async with at_the_desk(small.desk) as hands:
        await choose(hands, 6)
        await hands.type("1")
        await hands.press("tab")
        await hands.type("24/11/2026")
        await hands.press("tab")
        await hands.type("Fewer")
        await hands.press("ctrl+s")
        assert "name the decided case on which that rests" in hands.words
        assert hands.place == "kept-form"
    assert person_records.approval_on(small.desk, CARER).number == 3


@pytest.mark.rule("DY-08")
async def test_an_entry_is_read_in_whole_and_corrected_from_its_row(small: SmallOffice) -> None:
    approve(small)
    async with at_the_desk(small.desk) as hands:
        await hands.open("person", CARER)
        hands.app.screen.query_one("#record-list").focus()
        await hands.press("down", "enter")
        assert "As recommended" in hands.text
        await hands.go("number")
        await hands.press("backspace")
        await hands.type("2")
        await hands.go("why_corrected")
        await hands.type("Typed wrongly")
        await hands.press("ctrl+s")
        assert "Approved for 2 people" in hands.text
        assert "struck" in hands.text
        hands.app.screen.query_one("#record-list").focus()
        await hands.press("home", "enter")
        await hands.go("why_corrected")
        await hands.type("The wrong carer")
        await hands.go("what")
        await hands.press("right", "ctrl+s")
        assert "is struck." in hands.message
    assert person_records.approval_on(small.desk, CARER).terms == ""
    assert [each.struck for each in person_records.records_of(small.desk, CARER)] == [True, False, True]


async def test_a_guest_sees_no_records_and_who_is_no_carer_has_none(small: SmallOffice) -> None:
    approve(small)
    async with at_the_desk(offices.at(small.desk, TODAY, "somebody")) as hands:
        await hands.open("person", CARER)
        assert TOLA in hands.text
        assert "On file" not in hands.text
        assert "Approved" not in hands.text
    async with at_the_desk(small.desk) as hands:
        await hands.open("person", "P-7")
        assert "On file" not in hands.text


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (140, 45)])
async def test_hostile_words_are_shown_as_they_stand(small: SmallOffice, size: tuple[int, int]) -> None:
    values: dict[str, Value] = {"course": offices.HOSTILE}
    person_records.record_person(small.desk, CARER, "training", values)
    async with at_the_desk(small.desk, size) as hands:
        await hands.open("person", CARER)
        assert "Induction and training" in hands.text
        assert "\x1b" not in hands.text
        if size[0] == 140:
            assert "[red]not markup[/red] [@click=app.quit]x" in hands.text
