"""Everything that a key reaches, the mouse reaches too."""

from __future__ import annotations

from importlib import import_module

import pytest
from textual.geometry import Offset
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Input

from sharedlives_tui import keymap, palettes, screens
from sharedlives_tui.screens.case_box import PaneBox
from sharedlives_tui.screens.today import TodayScreen
from sharedlives_tui.widgets.choices import Choice
from sharedlives_tui.widgets.dialog import Dialog
from sharedlives_tui.widgets.form import FieldRow
from sharedlives_tui.widgets.people import PersonField
from sharedlives_tui.widgets.virtual_list import VirtualList
from tests.screens.hands import Hands, at_the_desk
from tests.screens.offices import SmallOffice

BY_CLICK = {
    **dict.fromkeys(("list.up", "list.down", "list.open"), "a click on the row, and another one to open it"),
    **dict.fromkeys(("list.page-up", "list.page-down", "list.first", "list.last"), "the wheel, or the bar at the side"),
    **dict.fromkeys(("today.kind-before", "today.kind-after"), "a click on the kind"),
    **dict.fromkeys(("calendar.day-before", "calendar.day-after"), "a click on the day"),
    **dict.fromkeys(("case.pane-after", "case.pane-before"), "a click on the pane's name in the lower edge"),
    **dict.fromkeys(("choice.before", "choice.after", "choice.tick"), "a click on the choice"),
    "form.often": "a click on the label of a field that says how many texts it has",
    "form.next-field": "a click on the field or its label",
    "text.new-line": "typing needs the keys",
    "menu": "a click on the program's name",
    "copy": "the terminal's own selection, with --no-mouse",
    "first-run": "its button",
}
"""What needs no key in the footer and no line of the Menu, because it is done by pointing at it."""


def dialogs() -> set[str]:
    """Return the places in front of which there is no Menu."""
    made = [(name, *where.split(":")) for name, where in screens.SCREENS.items()]
    kinds = [getattr(import_module(f"sharedlives_tui.screens.{module}"), kind) for _, module, kind in made]
    return {kind.PLACE for kind in kinds if issubclass(kind, Dialog)} | {Dialog.PLACE}


DIALOGS = dialogs()


def by_pointing(key: keymap.Key, place: str) -> bool:
    """Whether it is done by pointing, by the wheel, or by the Menu."""
    return key.id in BY_CLICK or key.action.startswith("scroll(") or (key.menu and place not in DIALOGS)


@pytest.mark.parametrize("place", keymap.FOOTERS)
def test_every_key_of_a_place_stands_in_its_footer_or_in_the_menu_or_is_done_by_pointing(place: str) -> None:
    own = keymap.DIALOG if place in DIALOGS else keymap.EVERYWHERE
    lacking = [
        key.id
        for key in keymap.keys_of(place, *keymap.PARTS.get(place, ()), own)
        if not does_nothing(key.id, place) and key.id not in keymap.FOOTERS[place] and not by_pointing(key, place)
    ]
    assert lacking == []


def does_nothing(key: str, place: str) -> bool:
    """Whether a key of every screen has nothing to do in a place: going back from an area, help without a field."""
    at_home = (*(area.id for area in keymap.AREAS), "first-run")
    return (key == "back" and place in at_home) or (key == "help" and "form" not in keymap.PARTS.get(place, ()))


@pytest.mark.parametrize("place", keymap.FOOTERS)
def test_what_a_footer_has_no_room_for_at_80_columns_is_reached_otherwise(place: str) -> None:
    keys = [*keymap.footer_of(place)]
    lacking = []
    while sum(len(keymap.say_key(keymap.press_in(key, place))) + len(key.words) + 3 for key in keys) - 2 > 78:
        lacking.append(keys.pop(-2))
    assert [key.id for key in lacking if not by_pointing(key, place)] == []


async def click_words(hands: Hands, words: str, line: int | None = None) -> None:
    """Click in the middle of some words of the screen; with `line`, of those on that line."""
    for y, text in enumerate(hands.text.splitlines()):
        if words in text and line in (None, y):
            await click_at(hands, text.index(words) + len(words) // 2, y)
            return
    raise AssertionError(f"{words!r} is not on the screen:\n{hands.text}")


async def click_at(hands: Hands, x: int, y: int) -> None:
    await hands.pilot.click(offset=(x, y))
    await hands.rest()


def row_line(hands: Hands, ref: str) -> int:
    return next(y for y, text in enumerate(hands.text.splitlines()) if ref in text)


async def test_a_click_highlights_a_row_and_another_one_opens_it(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        line = row_line(hands, small.carer)
        await click_at(hands, 40, line)
        today = hands.app.screen
        assert isinstance(today, TodayScreen)
        assert today.highlighted is not None
        assert today.highlighted.ref == small.carer
        await click_at(hands, 40, line)
        assert hands.place == "case"
        await click_words(hands, "Esc Back")
        assert hands.place == "today"


async def test_a_click_on_a_heading_goes_to_its_first_row(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.press("end")
        await click_words(hands, "OVERDUE (3)")
        assert hands.app.screen.query_one(VirtualList).highlighted == 1
        assert hands.place == "today"


async def test_the_wheel_moves_a_list_and_leaves_the_highlight(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.pilot.resize_terminal(80, 12)
        await hands.rest()
        cases = hands.app.screen.query_one(VirtualList)
        before = cases.highlighted
        for _ in range(4):
            await turn_wheel(hands.pilot, cases)
        assert cases.scroll_offset.y > 0
        assert cases.highlighted == before


async def turn_wheel(pilot: Pilot[None], part: Widget) -> None:
    from textual.events import MouseScrollDown

    await pilot._post_mouse_events([MouseScrollDown], part, offset=(5, 1), button=0)
    await pilot.pause()


async def test_the_line_of_kinds_and_counts_is_clicked(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await click_words(hands, "Complaints 5")
        assert "[Complaints 5]" in hands.text
        await click_words(hands, "All 6")
        assert "[All 6]" in hands.text
        await click_words(hands, "2 due soon")
        today = hands.app.screen
        assert isinstance(today, TodayScreen)
        assert today.highlighted is not None
        assert today.highlighted.state == "soon"
        await click_words(hands, "whole team")
        assert "Showing: mine" in hands.text
        await click_words(hands, "mine", line=3)
        assert "whole team" in hands.text


async def test_areas_and_the_menu_are_clicked(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await click_words(hands, "4 People")
        assert hands.place == "people"
        await click_words(hands, "1 Today")
        assert hands.place == "today"
        await click_words(hands, "Shared Lives desk")
        await hands.wait_a_bit(0.4)
        await hands.type("light")
        await hands.wait_a_bit(0.4)
        await click_words(hands, "Colours: Light")
        await hands.rest()
        assert hands.app.theme == palettes.LIGHT
        assert hands.message == "✓ Colours: Light."


async def test_the_menu_opens_by_the_mouse_on_a_screen_without_areas(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("case", small.carer)
        await click_words(hands, "Shared Lives desk")
        await hands.wait_a_bit(0.4)
        await hands.type("owner")
        await hands.wait_a_bit(0.4)
        await click_words(hands, "Change who owns")
        await hands.rest()
        assert hands.place == "record"


async def test_every_key_of_the_footer_is_clicked(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        for words, place in (
            ("n New case", "new"),
            ("r Record step", "record"),
            ("/ Find", "find"),
            ("? Help", "help"),
        ):
            await click_words(hands, words, line=23)
            assert hands.place == place
            await click_words(hands, "Esc Back", line=23)
            assert hands.place == "today"


async def test_panes_of_a_case_are_clicked_by_their_names(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("case", small.carer)
        box = hands.app.screen.query_one(PaneBox)
        lower = box.region.bottom - 1
        await click_words(hands, "People", line=lower)
        assert box.pane.name == "People"
        assert box.entries.has_focus
        await click_words(hands, "Tab:", line=lower)
        assert box.pane.name != "People"
        await click_words(hands, "Timeline", line=lower)
        assert box.pane.name == "Timeline"


async def test_a_form_is_filled_by_clicks(small: SmallOffice) -> None:
    async with at_the_desk(small.desk, (120, 36)) as hands:
        await hands.open("new", "complaint")
        await click_words(hands, "concern")
        assert next(each for each in hands.app.screen.query(Choice)).value == "concern"
        row = next(each for each in hands.app.screen.query(FieldRow) if isinstance(each.part, PersonField))
        label = row.query(".label").first()
        await click_at(hands, *(label.region.offset + Offset(2, 0)))
        assert isinstance(hands.app.focused, Input)
        assert hands.app.focused in row.query(Input)
        await hands.type("adey")
        await click_words(hands, "> Adeyemi, Tola")
        value = row.part.value
        assert value
        assert "Adeyemi, Tola" in hands.text
        await hands.type("zzz")
        await click_words(hands, "zzz  ")
        assert len(row.part.value) == len(value) + 1


async def test_the_wheel_reads_on_and_the_sheet_says_when_that_is_all(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("copies", small.carer)
        await hands.pilot.resize_terminal(80, 12)
        await hands.rest()
        sheet = hands.app.screen.query_one("#sheet")
        sheet.styles.max_height = 3
        await hands.rest()
        assert sheet.max_scroll_y > 0
        for _ in range(sheet.max_scroll_y + 1):
            await turn_wheel(hands.pilot, sheet)
        await hands.rest()
        assert sheet.scroll_offset.y == sheet.max_scroll_y
        assert "There is more to read" not in hands.text
