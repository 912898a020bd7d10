"""A message is readable to its end, which is often what to do: however long it is, and wherever it is said."""

from __future__ import annotations

import pytest

from sharedlives_tui.requests import Problem
from sharedlives_tui.store.errors import Damaged
from sharedlives_tui.widgets.dialog import Dialog
from sharedlives_tui.widgets.footer import KeyFooter
from sharedlives_tui.widgets.form import Form
from sharedlives_tui.widgets.message_line import MessageLine
from tests.screens.hands import Hands, at_the_desk
from tests.screens.offices import SmallOffice

LONG = str(Damaged("/srv/shared-lives/offices/" + "eastmoor-and-harbour-" * 12 + "/office.db", "a page is not whole"))
SCREENS = ["today", "case", "wizard", "person", "settings", "journal", "performance"]
DIALOGS = ["record", "entry", "new-person", "filter"]


def opened(small: SmallOffice, name: str) -> tuple[object, ...]:
    known: dict[str, tuple[object, ...]] = {
        "case": (small.carer,),
        "wizard": (small.carer, "acknowledge"),
        "person": ("P-1",),
        "record": (small.carer, "note"),
        "entry": (small.carer, 1),
    }
    return known.get(name, ())


async def said(hands: Hands) -> str:
    """What is said, as it stands on the screen, without the spaces in it."""
    hands.app.screen.say(LONG, problem=True)  # type: ignore[attr-defined]
    await hands.rest()
    shown = hands.app.screen.query_one(MessageLine).region
    lines = hands.text.split("\n")[shown.y : min(shown.bottom, hands.app.screen.query_one(KeyFooter).region.y)]
    if (frame := next(iter(hands.app.screen.query(".frame")), None)) is not None:
        assert shown.bottom < frame.region.bottom, "the frame stands below it"
    return "".join("".join(line[shown.x : shown.right] for line in lines).split())


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
@pytest.mark.parametrize("name", SCREENS)
async def test_a_long_message_is_whole_on_a_screen(small: SmallOffice, name: str, size: tuple[int, int]) -> None:
    async with at_the_desk(small.desk, size) as hands:
        if name != "today":
            await hands.open(name, *opened(small, name))
        assert "".join(LONG.split()) in await said(hands)
        assert hands.app.screen.query_one(KeyFooter).region.bottom == size[1], "the keys stay where they are"


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
@pytest.mark.parametrize("name", DIALOGS)
async def test_a_long_message_is_whole_in_a_dialog(small: SmallOffice, name: str, size: tuple[int, int]) -> None:
    async with at_the_desk(small.desk, size) as hands:
        if name == "filter":
            await hands.press("2", "f")
        else:
            await hands.open(name, *opened(small, name))
        assert isinstance(hands.app.screen, Dialog)
        assert "".join(LONG.split()) in await said(hands)


async def test_a_long_reason_that_belongs_to_no_field_is_whole_below_the_fields(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("record", small.carer, "note")
        form = hands.app.screen.query_one(Form)
        form.show_problems([Problem("", "", LONG)])
        await hands.rest()
        shown, room = form.query_one(".problems").region, hands.app.screen.query_one(".parts").region
        lines = [line[shown.x : shown.right] for line in hands.text.split("\n")[shown.y : shown.bottom]]
        assert "".join(LONG.split()) in "".join("".join(lines).split())
        assert shown.bottom <= room.bottom
