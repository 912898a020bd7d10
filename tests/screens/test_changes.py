"""Since my last visit: the line at the first opening of a day, and the list behind it."""

from __future__ import annotations

from datetime import timedelta

from sharedlives_tui.desk import Desk
from tests.screens import offices
from tests.screens.hands import at_the_desk
from tests.screens.offices import HOSTILE, TODAY, SmallOffice

TOMORROW = TODAY + timedelta(1)


async def test_the_first_opening_of_a_day_says_what_changed_and_s_lists_it(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        assert hands.message == ""
        await hands.press("v")
        assert "No visit of yours on an earlier day is noted" in hands.words
        assert "this lists what changed since." in hands.words, "the whole sentence, in a window of 80 columns"
    offices.log(small.desk, TOMORROW, complainant=("New, Nora",))
    async with at_the_desk(offices.at(small.desk, TOMORROW, offices.ME)) as hands:
        assert "1 new case" not in hands.message, "what one records oneself is not told"
    ref = opened_by_sana(small.desk)
    later = offices.at(small.desk, TOMORROW + timedelta(1), offices.ME)
    async with at_the_desk(later) as hands:
        assert hands.message.startswith("✓ Since Wed 25 Nov ")
        assert "1 new case" in hands.message
        await hands.press("v")
        assert hands.place == "changes"
        assert "RECORDED BY OTHERS (1)" in hands.text
        row = next(line for line in hands.text.split("\n") if ref in line)
        assert "New case" in row
        await hands.press("end", "enter")
        assert hands.place == "case"
        assert ref in hands.text
        await hands.press("escape", "escape")
        assert hands.place == "today"
    async with at_the_desk(later) as hands:
        assert hands.message == "", "only at the first opening of a day"


def opened_by_sana(desk: Desk) -> str:
    """A case that Sana Malik logs after tomorrow's first visit, of somebody with a hostile name."""
    from sharedlives_tui import casework
    from sharedlives_tui.requests import OpenCase

    facts = {
        "type": "informal complaint",
        "complainant": (HOSTILE[:50],),
        "complainant_kind": "family",
        "about": ("the service",),
        "account": "A visit was missed.",
    }
    day = TOMORROW + timedelta(1)
    return casework.open_case(offices.at(desk, day, "Malik, Sana"), OpenCase("complaint", facts, day)).ref


async def test_what_one_may_not_see_is_in_no_line(small: SmallOffice) -> None:
    priya = offices.at(small.desk, TODAY, "Nair, Priya")
    async with at_the_desk(priya):
        pass
    offices.record(small.desk, small.staff, "note", TOMORROW, text="A word")
    async with at_the_desk(offices.at(small.desk, TOMORROW, "Nair, Priya")) as hands:
        assert "note" not in hands.message
        await hands.press("v")
        assert small.staff not in hands.text
