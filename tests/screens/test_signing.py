"""A letter signed off on the screens: the officer asks, the manager sees it on Today, reads it, signs it or not."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from textual.widgets import Button

from sharedlives_tui import casework, reading, signing_off
from sharedlives_tui.desk import Desk
from sharedlives_tui.facts import Value
from sharedlives_tui.requests import Record
from sharedlives_tui.widgets.virtual_list import VirtualList
from tests.screens import offices
from tests.screens.hands import Hands, at_the_desk
from tests.screens.offices import ME, SmallOffice

FACTS: Mapping[str, Value] = {
    "handler": "Priya Nair",
    "support": "An advocate",
    "timescales": "Four weeks",
    "method": "post",
}


@pytest.fixture
def officer(small: SmallOffice) -> Desk:
    """The officer's desk in an office that wants acknowledgements signed off."""
    signing_off.choose(small.desk, "complaint.acknowledge", True, "Trying it out")
    return offices.at(small.desk, offices.TODAY, "Nair, Priya")


def button(hands: Hands) -> str:
    return str(hands.app.screen.query_one("#do", Button).label)


def standing(desk: Desk, ref: str) -> list[str]:
    return [each.state for each in reading.case_view(desk, ref).sign_offs]


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_the_officer_asks_the_manager_signs_the_officer_records(small: SmallOffice, officer: Desk, size) -> None:
    async with at_the_desk(officer, size) as hands:
        await hands.open("wizard", small.carer, "acknowledge")
        for name in ("handler", "support", "timescales"):
            await hands.go(name)
            await hands.type(str(FACTS[name]))
        await hands.go("by")
        await hands.type("Reed")
        await hands.press("enter", "ctrl+n", "ctrl+n")
        assert button(hands) == "Ask for sign-off"
        assert "A manager signs this letter off before it goes" in hands.words
        await hands.press("ctrl+s")
        assert hands.place == "today"
        assert standing(officer, small.carer) == ["waiting"]
        await hands.open("case", small.carer)
        assert "The letter waits for sign-off" in hands.words
    manager = small.desk
    async with at_the_desk(manager, size) as hands:
        await hands.wait_a_bit(0.3)
        assert "1 to sign off (s)" in hands.text
        await hands.press("s")
        assert hands.place == "waiting"
        assert small.carer in hands.text
        await hands.press("enter")
        assert hands.place == "sign-off"
        assert "An advocate" in hands.text or "There is more to read" in hands.text
        await hands.press("s")
        assert hands.place == "today"
        assert ": signed off. Whoever asked" in hands.message
    assert standing(manager, small.carer) == ["signed"]
    async with at_the_desk(officer, size) as hands:
        await hands.open("wizard", small.carer, "acknowledge", "last")
        assert button(hands) == "Record as sent"
        assert "This letter was signed off as it stands" in hands.words
        await hands.press("ctrl+s")
    entry = reading.case_view(officer, small.carer).entries[-1]
    assert (entry.recorded_by, entry.signed_off_by) == ("Nair, Priya", "Reed, Jo")


async def test_sent_back_with_the_reason_which_the_officer_sees(small: SmallOffice, officer: Desk) -> None:
    signing_off.ask(officer, Record(small.carer, "acknowledge", FACTS))
    async with at_the_desk(small.desk) as hands:
        await hands.open("case", small.carer)
        await hands.press("s", "b")
        await hands.type("Name the advocate")
        await hands.press("ctrl+s")
        assert hands.place == "case"
        assert "was sent back" in hands.message
        assert "Reed, Jo sent the letter back" in hands.words
    async with at_the_desk(officer) as hands:
        await hands.open("wizard", small.carer, "acknowledge")
        await hands.go("support")
        assert "Priya Nair" in hands.text, "what was asked with stands there again"
        await hands.type(" Ann")
        await hands.press("ctrl+n", "ctrl+n")
        assert button(hands) == "Ask for sign-off"
        await hands.press("ctrl+s")
    assert standing(officer, small.carer) == ["waiting"]


async def test_an_officer_is_told_of_none_and_refused_in_words(small: SmallOffice, officer: Desk) -> None:
    signing_off.ask(small.desk, Record(small.carer, "acknowledge", FACTS))
    async with at_the_desk(officer) as hands:
        await hands.wait_a_bit(0.3)
        assert "to sign off" not in hands.text
        await hands.open("sign-off", small.carer)
        await hands.press("s")
        assert "A manager signed it off" in hands.text, "an officer records what a manager decided, or nothing"
        await hands.type("Malik")
        await hands.press("enter")
        await hands.press("ctrl+s")
        assert "How this is known" in hands.text
        await hands.press("escape")
    assert standing(officer, small.carer) == ["waiting"]


async def test_an_officer_records_what_a_manager_decided_and_how_they_know(small: SmallOffice, officer: Desk) -> None:
    signing_off.ask(officer, Record(small.carer, "acknowledge", FACTS))
    async with at_the_desk(officer) as hands:
        await hands.open("sign-off", small.carer)
        await hands.press("s")
        await hands.type("Reed")
        await hands.press("enter", "space", "enter")
        await hands.type("Her letter of today")
        await hands.press("ctrl+s")
        assert hands.place == "today", "both dialogs are closed"
    (found,) = reading.case_view(officer, small.carer).sign_offs
    assert found.state == "signed"
    assert found.decided_by == ME
    assert "(recorded by Nair, Priya; letter, Her letter of today)" in found.words


async def test_an_officer_sends_back_for_a_manager(small: SmallOffice, officer: Desk) -> None:
    signing_off.ask(officer, Record(small.carer, "acknowledge", FACTS))
    async with at_the_desk(officer, (120, 36)) as hands:
        await hands.open("send-back", small.carer, "acknowledge")
        assert "Who decided it" in hands.text
    async with at_the_desk(small.desk, (120, 36)) as hands:
        await hands.open("send-back", small.carer, "acknowledge")
        assert "What to change" in hands.text
        assert "Who decided it" not in hands.text, "who signs letters off sends them back themselves"


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_today_tells_who_asked_what_a_manager_answered(small: SmallOffice, officer: Desk, size) -> None:
    signing_off.ask(officer, Record(small.carer, "acknowledge", FACTS))
    signing_off.sign(small.desk, small.carer, "acknowledge")
    async with at_the_desk(officer, size) as hands:
        await hands.wait_a_bit(0.3)
        assert "1 signed off (s)" in hands.text
        await hands.press("s")
        assert hands.place == "waiting"
        assert "✓ signed off" in hands.text
        await hands.press("enter")
        assert hands.place == "case"
        assert "To look at 2" in hands.words
        await hands.press("escape")
        assert hands.place == "today"
        casework.record(officer, Record(small.carer, "acknowledge", FACTS))
        hands.app.screen.look_again()  # type: ignore[attr-defined]
        await hands.rest()
        assert "signed off" not in hands.text
    async with at_the_desk(small.desk, size) as hands:
        await hands.wait_a_bit(0.3)
        assert "signed off" not in hands.text, "it is for whoever asked"


async def test_a_click_on_what_was_sent_back_lists_it(small: SmallOffice, officer: Desk) -> None:
    signing_off.ask(officer, Record(small.carer, "acknowledge", FACTS))
    signing_off.send_back(small.desk, small.carer, "acknowledge", "Name the advocate")
    async with at_the_desk(officer) as hands:
        await hands.wait_a_bit(0.3)
        assert "◆ 1 sent back (s)" in hands.text
        await click(hands, "1 sent back")
        assert hands.place == "waiting"
        await click(hands, "◆ sent back")
        assert hands.place == "case"
        assert "sent the letter back" in hands.words


async def test_where_nothing_waits_it_is_said(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.press("s")
        assert "No letter waits for a sign-off." in hands.text
        await hands.press("escape")
        await hands.open("sign-off", small.carer)
        assert "No letter of this case waits" in hands.text
        await hands.press("s", "b")
        assert hands.place == "sign-off"


async def test_the_manager_chooses_it_in_settings(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("settings")
        listed = hands.app.screen.query_one(VirtualList)
        listed.move_to("signing")
        await hands.press("enter")
        assert hands.place == "sign-off-letters"
        letters = hands.app.screen.query_one(VirtualList)
        letters.move_to("complaint.acknowledge")
        await hands.rest()
        assert "✓" not in row(hands, "Acknowledge in writing")
        await hands.press("enter")
        assert "Acknowledge in writing" in hands.text
        await hands.type("New starters")
        await hands.press("ctrl+s")
        assert hands.place == "sign-off-letters"
        assert "✓ Acknowledge in writing" in row(hands, "Acknowledge in writing")
        assert "signed off" in row(hands, "Acknowledge in writing")
        letters.move_to("all")
        await hands.press("enter")
        await hands.type("All of them")
        await hands.press("ctrl+s")
        assert "✓" in row(hands, "Complaint: every letter")
        assert "with every letter" in row(hands, "Complaint: every letter")
        await hands.press("enter")
        await hands.type("Too many")
        await hands.press("ctrl+s")
        assert "✓" not in row(hands, "Complaint: every letter"), "the other answer is what the form begins with"
        await hands.press("escape")
        assert "Acknowledge in wri" in row(hands, "Letters signed off")
        assert "At present: Acknowledge in writing." in hands.words
    officer = offices.at(small.desk, offices.TODAY, "Nair, Priya")
    with pytest.raises(casework.Refused):
        casework.record(officer, Record(small.carer, "acknowledge", FACTS))


async def click(hands: Hands, words: str) -> None:
    lines = hands.text.split("\n")
    y = next(number for number, line in enumerate(lines) if words in line)
    await hands.pilot.click(offset=(lines[y].index(words) + 2, y))
    await hands.rest()


def row(hands: Hands, words: str) -> str:
    return next(each for each in hands.text.split("\n") if words in each)


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_a_letter_is_chosen_with_the_mouse(small: SmallOffice, size: tuple[int, int]) -> None:
    async with at_the_desk(small.desk, size) as hands:
        await hands.open("sign-off-letters")
        lines = hands.text.split("\n")
        y = next(number for number, line in enumerate(lines) if "Acknowledge in writing" in line)
        await hands.pilot.click(offset=(5, y))
        await hands.pilot.click(offset=(5, y))
        await hands.rest()
        assert hands.place == "short-form"
        await hands.type("New starters")
        await hands.press("ctrl+s")
        assert signing_off.in_words(small.desk) == ["Acknowledge in writing"]


async def test_a_letter_sent_outside_is_recorded_and_marked(small: SmallOffice, officer: Desk) -> None:
    async with at_the_desk(officer) as hands:
        await hands.open("wizard", small.carer, "acknowledge", "outside")
        assert "sign" not in button(hands).lower()
    casework.record(
        officer,
        Record(
            small.carer,
            "acknowledge",
            {"method": "post"},
            letter="Dear Anna",
            has=("received", "handler", "support", "timescales"),
        ),
    )
    async with at_the_desk(officer, (120, 36)) as hands:
        await hands.open("case", small.carer)
        await hands.open("entry", small.carer, reading.case_view(officer, small.carer).entries[-1].id)
        assert "Left without a sign-off" in hands.words


async def test_a_letter_that_is_no_more_is_told_and_asks_nothing(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("choose-sign-off", "complaint.gone")
        assert hands.place == "short-form"
        await hands.press("enter")
        assert "complaint has no letter gone" in hands.words
