"""The key p: whom a case waits for, from Today, Cases and the case, and what every screen says of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from sharedlives_tui import casework, reading
from sharedlives_tui.casefile import NoSuchCase
from sharedlives_tui.requests import Record
from sharedlives_tui.screens.case_panes import panes_of
from sharedlives_tui.screens.today import TodayScreen
from sharedlives_tui.store import StoreError
from sharedlives_tui.widgets.virtual_list import VirtualList
from tests.screens import offices
from tests.screens.hands import Hands, at_the_desk
from tests.screens.offices import SmallOffice

SIZES = [(80, 24), (120, 36)]
LATE = "CO-0002"


async def note(hands: Hands, whom: str, what: str = "") -> None:
    """Fill in the form that p opened, and record it."""
    assert "Note whom we wait for" in hands.text
    await hands.type(whom)
    await hands.press("enter")
    await hands.type(what)
    await hands.press("ctrl+s")


def said(small: SmallOffice, ref: str) -> list[str]:
    return [each.words for each in reading.case_view(small.desk, ref).waits_now]


@pytest.mark.parametrize("size", SIZES)
async def test_from_today_p_notes_whom_the_highlighted_case_waits_for(
    small: SmallOffice, size: tuple[int, int]
) -> None:
    async with at_the_desk(small.desk, size) as hands:
        screen = hands.app.screen
        assert isinstance(screen, TodayScreen)
        row = screen.highlighted
        assert row is not None
        colours = [strip.text for strip in screen.query_one(VirtualList).render_lines(screen.region)]
        await hands.press("p")
        assert row.ref in hands.text
        await note(hands, "GP", "the letter")
        await hands.wait_a_bit(0.2)
        assert said(small, row.ref) == ["GP: the letter"]
        assert "waits for GP" in hands.words or "Waiting for GP: the letter" in hands.words
        assert [strip.text for strip in screen.query_one(VirtualList).render_lines(screen.region)] == colours


async def test_from_the_list_of_cases_too(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.press("2", "p")
        await note(hands, "GP")
        assert [row for row in said_anywhere(small) if row] == [["GP"]]


def said_anywhere(small: SmallOffice) -> list[list[str]]:
    return [said(small, f"CO-{number:04}") for number in (1, 2, 3, 5, 6)] + [said(small, "CB-0001")]


@pytest.mark.parametrize("size", SIZES)
async def test_in_a_case_it_stands_on_top_in_the_timeline_and_in_a_pane(
    small: SmallOffice, size: tuple[int, int]
) -> None:
    async with at_the_desk(small.desk, size) as hands:
        await hands.open("case", LATE)
        assert "Waiting for" not in hands.text
        await hands.press("p")
        await hands.type("GP")
        await hands.press("enter")
        await hands.type("the letter")
        await hands.go("on")
        await hands.press(*["backspace"] * 10)
        await hands.type("20 nov")
        await hands.press("ctrl+s")
        assert "○ Waiting for: GP: the letter (since Fri 20 Nov, 4 days)" in hands.text
        assert "Fri 20 Nov Waiting for: GP: the letter" in hands.words
        case = reading.case_view(small.desk, LATE)
        names = [each.name for each in panes_of(case)]
        assert "Waits" in names
        await hands.press("p", "enter")
        assert "Say that a wait is over" in hands.text
        await hands.press("ctrl+s")
        assert "○ Waiting for" not in hands.text
        assert "Tue 24 Nov Wait over: GP: the" in hands.words
        await hands.press(*["tab"] * (names.index("Waits") + 1))
        assert "Tue 24 Nov it came: GP: the letter" in hands.words


async def test_with_several_p_shows_all_ends_one_adds_one_and_leads_to_the_entry(small: SmallOffice) -> None:
    for whom in ("GP", "Housing team"):
        casework.record(small.desk, Record(LATE, "wait", {"wait_whom": whom}))
    async with at_the_desk(small.desk) as hands:
        await hands.open("case", LATE)
        assert "GP, Housing team (2: p shows them)" in hands.text
        await hands.press("p")
        assert "Whom CO-0002 waits for" in hands.text
        await hands.press("down", "enter")
        assert "(•) Housing team" in hands.text
        await hands.go("wait_end")
        await hands.press("right", "ctrl+s")
        assert said(small, LATE) == ["GP"]
        was = next(each for each in reading.case_view(small.desk, LATE).waits if each.how)
        assert (was.whom, was.how) == ("Housing team", "we no longer wait")
        await hands.press("p", "down", "enter")
        await note(hands, "Her sister")
        assert said(small, LATE) == ["GP", "Her sister"]
        await hands.press("p", "end", "enter")
        assert hands.place == "entry"
        assert "Her sister" in hands.text
        await hands.press("u")
        await hands.press("ctrl+s")
        assert said(small, LATE) == ["GP"]
        await hands.press("p", "escape")
        assert hands.place == "case"


async def test_nothing_about_what_is_due_changes_on_any_screen(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        before = {}
        for key in ("1", "3", "5"):
            await hands.press(key)
            await hands.wait_a_bit(0.2)
            before[key] = hands.text
        casework.record(small.desk, Record(LATE, "wait", {"wait_whom": "GP"}))
        for key, text in before.items():
            await hands.press(key)
            await hands.press("f5")
            await hands.wait_a_bit(0.2)
            assert without_remarks(hands.text) == without_remarks(text), key


def without_remarks(text: str) -> list[str]:
    """The lines of a screen without its message line and what is said of the highlighted case."""
    return text.splitlines()[:18]


async def test_a_closed_case_says_that_it_waits_for_nobody(small: SmallOffice) -> None:
    offices.record(small.desk, "CB-0001", "call", date(2026, 11, 24), outcome="reached")
    async with at_the_desk(small.desk) as hands:
        await hands.open("case", "CB-0001")
        await hands.press("p")
        assert hands.place == "case"
        assert "is closed: it waits for nobody" in hands.message


async def test_words_from_people_are_shown_as_they_are(small: SmallOffice) -> None:
    casework.record(small.desk, Record(LATE, "wait", {"wait_whom": "[red]GP[/]", "wait_what": "[@click=app.quit]x[/]"}))
    async with at_the_desk(small.desk, (120, 36)) as hands:
        await hands.open("case", LATE)
        assert "[red]GP[/]: [@click=app.quit]x[/]" in hands.text
        await hands.press("p")
        assert "[red]GP[/]: [@click=app.quit]x[/]" in hands.text


async def test_a_wait_that_others_note_is_shown(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("case", LATE)
        casework.record(offices.at(small.desk, offices.TODAY, "Nair, Priya"), Record(LATE, "wait", {"wait_whom": "GP"}))
        await hands.press("f5")
        assert "Waiting for: GP" in hands.text


@pytest.mark.parametrize(
    "error", [StoreError("The line was cut. Try again."), NoSuchCase("CB-0001")], ids=["cut", "closed"]
)
async def test_a_case_that_cannot_be_read_is_told_and_the_list_stays(
    small: SmallOffice, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def unreadable(*_: object) -> None:
        raise error

    async with at_the_desk(small.desk) as hands:
        monkeypatch.setattr(reading, "case_view", unreadable)
        await hands.press("p")
        assert str(error) in hands.message
        assert hands.place == "today"


async def test_somebody_whom_a_case_is_about_notes_nothing_in_it(
    small: SmallOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    narrow = replace(reading.case_view(small.desk, small.carer), narrow=True)
    async with at_the_desk(small.desk) as hands:
        monkeypatch.setattr(reading, "case_view", lambda *_: narrow)
        await hands.press("p")
        assert hands.place == "today"
        assert "is about you" in hands.message
        await hands.open("case", small.carer)
        await hands.press("p")
        assert hands.place == "case"
