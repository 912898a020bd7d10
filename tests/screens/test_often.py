"""Texts that are often used: offered in their field by key and mouse, kept from it, changed from Settings."""

from __future__ import annotations

import pytest
from textual.widgets import TextArea

from sharedlives_tui import often_used
from sharedlives_tui.widgets.form import FieldRow
from sharedlives_tui.widgets.safe import Words
from tests.screens.hands import Hands, at_the_desk
from tests.screens.offices import SmallOffice

SUPPORT = ("complaint", "acknowledge", "support")


def area(hands: Hands, field: str) -> TextArea:
    row = next(row for row in hands.app.screen.query(FieldRow) if row.view.name == field)
    return row.query_one(TextArea)


def standing(hands: Hands, field: str) -> str:
    row = next(row for row in hands.app.screen.query(FieldRow) if row.view.name == field)
    return str(row.part.value)


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_a_text_is_put_into_its_field_where_the_cursor_stands(small: SmallOffice, size) -> None:
    often_used.add(small.desk, "Advocacy", SUPPORT, "An advocate can help you.")
    often_used.add(small.desk, "Not here", ("complaint", "respond", "actions_taken"), "x")
    async with at_the_desk(small.desk, size) as hands:
        await hands.open("wizard", small.carer, "acknowledge")
        await hands.go("support")
        assert "[1 text]" in hands.text
        await hands.type("First. ")
        await hands.press("ctrl+t")
        assert hands.place == "often"
        assert "Advocacy" in hands.text
        assert "Not here" not in hands.text
        assert "An advocate can help you." in hands.text
        await hands.press("enter")
        assert hands.place == "wizard"
        assert standing(hands, "support") == "First. An advocate can help you."
        await hands.type(" More")
        assert standing(hands, "support").endswith("help you. More"), "one types on behind it"


async def test_a_click_on_the_name_of_the_field_offers_them_too(small: SmallOffice) -> None:
    often_used.add(small.desk, "Advocacy", SUPPORT, "An advocate can help you.")
    async with at_the_desk(small.desk, (120, 36)) as hands:
        await hands.open("wizard", small.carer, "acknowledge")
        row = next(row for row in hands.app.screen.query(FieldRow) if row.view.name == "support")
        await hands.pilot.click(row.query_one(".label", Words), offset=(2, 0))
        await hands.rest()
        assert hands.place == "often"
        await hands.press("escape")
        assert standing(hands, "support") == "", "left as it was"


async def test_what_stands_in_a_field_is_kept_and_offered_next_time(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("wizard", small.carer, "acknowledge")
        await hands.go("support")
        await hands.press("ctrl+t", "n")
        assert "Nothing stands in the field" in hands.message
        await hands.press("escape")
        await hands.type("Bring a friend.")
        await hands.press("ctrl+t")
        assert "n keeps what stands in it" in hands.text
        await hands.press("n")
        await hands.type("A friend")
        await hands.press("ctrl+s")
        assert hands.place == "often"
        assert "Kept: A friend." in hands.text
        await hands.press("escape")
        assert standing(hands, "support") == "Bring a friend."
    assert [each[1:] for each in often_used.often_used(small.desk)] == [("A friend", *SUPPORT, "Bring a friend.")]


async def test_a_field_that_takes_no_text_offers_none(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("wizard", small.carer, "acknowledge")
        await hands.go("by")
        await hands.press("ctrl+t")
        assert hands.place == "wizard"
        await hands.open("new-person")
        await hands.press("ctrl+t")
        assert hands.place == "short-form"


async def test_texts_are_added_changed_and_retired_from_settings(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.press("f12")
        await hands.open("often-list")
        assert "No text is kept yet" in hands.words
        await hands.press("n")
        await hands.type("complaint, ack")
        assert "Then a comma and the step, or * for every step: Acknowledge" in hands.words
        await hands.type("nowledge in writing, support on offer")
        assert "Then a comma" not in hands.words
        await hands.press("tab")
        await hands.type("Advocacy")
        await hands.press("tab")
        await hands.type("An advocate")
        await hands.press("ctrl+s")
        assert "Complaint · Acknowledge in writing · Support on offer" in hands.text
        await hands.press("enter", "tab")
        await hands.type("!")
        await hands.press("ctrl+s")
        assert "Changed: Advocacy." in hands.text
        assert "!" in often_used.often_used(small.desk)[0].text
        await hands.press("e", "ctrl+s")
        assert "Offered no more: Advocacy." in hands.text
    assert often_used.often_used(small.desk) == []


async def test_f1_says_what_a_field_is_for_and_on_which_rule_it_rests(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("wizard", small.carer, "acknowledge")
        await hands.go("support")
        await hands.press("f1")
        assert "Help with the complaint, an advocate" in hands.words
        assert "NT-04, " in hands.words
        assert "Guidance document 004" in hands.words
        await hands.press("tab")
        assert "NT-04, " not in hands.words, "the next field has its own"
        await hands.open("new-person")
        await hands.press("f1")
        assert hands.place == "help", "what it says stands there whole: F1 goes on to the keys"
        await hands.press("escape")
        assert hands.place == "short-form"
