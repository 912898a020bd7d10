"""Windows that are too small for anything: the screens stay up, and are whole again when there is room."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from textual.widgets import TextArea

from sharedlives_tui import signing_off
from sharedlives_tui.requests import Record
from sharedlives_tui.widgets.virtual_list import VirtualList
from tests.screens.hands import at_the_desk
from tests.screens.offices import SmallOffice
from tests.screens.test_signing import FACTS

SIZES = ((40, 12), (20, 5), (16, 4))
BELOW = {
    (79, 24): "This window is 79 by 24. Make it at least 80 by 24.",
    (80, 23): "This window is 80 by 23. Make it at least 80 by 24.",
    (70, 20): "This window is 70 by 20. Make it at least 80 by 24.",
    (120, 12): "This window is 120 by 12. Make it at least 80 by 24.",
    (40, 12): "40 by 12. Make it at least 80 by 24.",
    (38, 8): "38 by 8. Make it at least 80 by 24.",
    (20, 6): "Make it 80 by 24.",
}
"""What a window that is too small says."""


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_a_form_with_long_help_in_a_small_window(small: SmallOffice, size: tuple[int, int]) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("attach", small.carer)
        await hands.pilot.resize_terminal(*size)
        await hands.press("tab", "shift+tab")
        await hands.pilot.resize_terminal(80, 24)
        await hands.press("tab", "shift+tab")
        assert "Where it lies, like ~/Downloads/letter.pdf" in hands.words


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_a_case_and_its_record_in_a_small_window(small: SmallOffice, size: tuple[int, int]) -> None:
    async with at_the_desk(small.desk, size) as hands:
        await hands.open("case", small.carer)
        await hands.press("r", "tab", "escape", "y", "escape", "tab", "end")
        await hands.pilot.resize_terminal(80, 24)
        await hands.rest()
        assert small.carer in hands.words


@pytest.mark.parametrize("size", BELOW, ids=str)
async def test_a_window_below_80_by_24_says_so_and_keeps_the_overdue_list_and_the_keys(
    small: SmallOffice, size: tuple[int, int]
) -> None:
    async with at_the_desk(small.desk, size) as hands:
        assert f" {BELOW[size]}" in hands.text.splitlines()[1]
        assert "days late" in hands.text
        assert all(cell_len(line) <= size[0] for line in hands.text.splitlines())
        first = hands.app.screen.query_one(VirtualList).highlighted
        await hands.press("down")
        assert hands.app.screen.query_one(VirtualList).highlighted != first
        await hands.press("enter")
        assert hands.place == "case"
        await hands.press("tab")
        entries = hands.app.screen.query_one("#entries")
        assert entries.has_focus
        if size[1] >= 12:
            assert entries.region.height > 0
            assert entries.region.bottom <= size[1]
        await hands.press("escape", "slash")
        assert hands.place == "find"
        await hands.press("escape")
        await hands.pilot.resize_terminal(80, 24)
        await hands.rest()
        assert "Make it" not in hands.text
        assert "Why: " in hands.text


async def test_a_window_of_80_by_24_is_large_enough(small: SmallOffice) -> None:
    async with at_the_desk(small.desk, (80, 24)) as hands:
        assert "This window" not in hands.text


@pytest.mark.parametrize("size", [(40, 12), (60, 16)], ids=str)
async def test_the_calendar_of_a_low_window_is_a_list_of_what_is_due(small: SmallOffice, size: tuple[int, int]) -> None:
    async with at_the_desk(small.desk, size) as hands:
        await hands.press("3")
        await hands.wait_a_bit(0.3)
        assert BELOW.get(size, "This window is") in hands.text
        assert "Tuesday 24 November" in hands.text
        assert "today" in hands.text
        await hands.press("v")
        assert "make the window 20 lines high" in hands.message
        await hands.press("comma")
        await hands.wait_a_bit(0.3)
        assert "days late" in hands.text
        await hands.press("enter")
        assert hands.place == "case"
        await hands.press("escape")
        await hands.pilot.resize_terminal(80, 24)
        await hands.wait_a_bit(0.3)
        assert "Mon" in hands.text.splitlines()[3], "the month, as it was chosen"


async def test_cases_settings_and_a_letter_at_40_by_12_show_what_matters(small: SmallOffice) -> None:
    async with at_the_desk(small.desk, (40, 12)) as hands:
        await hands.press("2")
        await hands.wait_a_bit(0.3)
        assert "Kowalski" in hands.text, "a case has its name"
        assert "days late" in hands.text
        await hands.press("f12")
        assert "Symbols             automatic" in hands.text, "a setting has its value"
        assert "THE OFFICE'S" in hands.text
        await hands.press("escape")
        await hands.open("wizard", small.carer, "acknowledge")
        assert "Must include: 1 of 4" in hands.text
        assert "The name and how to reach them" in hands.text
        assert all(cell_len(line) <= 40 for line in hands.text.splitlines())


@pytest.mark.parametrize("name", ["find", "short-form"])
async def test_a_dialog_says_that_the_window_is_small(small: SmallOffice, name: str) -> None:
    async with at_the_desk(small.desk, (40, 12)) as hands:
        await hands.open(*(("find",) if name == "find" else ("new-person",)))
        assert hands.place == name
        assert "Make it" in hands.text.splitlines()[0] + hands.text.splitlines()[1]
        await hands.pilot.resize_terminal(80, 24)
        await hands.rest()
        assert "Make it" not in hands.text


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (70, 20)], ids=str)
async def test_a_bar_takes_nothing_from_the_text_beside_it_so_that_both_come_to_rest(
    small: SmallOffice, size: tuple[int, int]
) -> None:
    """Text that needs a line more beside a bar, and none of it without, would be laid out by turns for ever."""
    signing_off.choose(small.desk, "complaint.acknowledge", True, "Trying it out")
    signing_off.ask(small.desk, Record(small.carer, "acknowledge", FACTS))
    async with at_the_desk(small.desk, size) as hands:
        await hands.open("send-back", small.carer, "acknowledge")
        area = hands.app.screen.query_one(TextArea)
        widths = set()
        for lines in range(1, 14):
            area.text = "\n".join("words" for _ in range(lines - 1)) + "\n" + "x" * (area.wrap_width - 1) + " y"
            await hands.rest()
            widths.add(area.wrap_width)
        assert area.show_vertical_scrollbar
        assert len(widths) == 1


@pytest.mark.parametrize(("letters", "more"), [(43, 5), (42, 6)])
async def test_a_text_that_fills_its_room_to_the_last_column_comes_to_rest(
    small: SmallOffice, letters: int, more: int
) -> None:
    signing_off.choose(small.desk, "complaint.acknowledge", True, "Trying it out")
    signing_off.ask(small.desk, Record(small.carer, "acknowledge", FACTS))
    async with at_the_desk(small.desk) as hands:
        await hands.open("send-back", small.carer, "acknowledge")
        area = hands.app.screen.query_one(TextArea)
        area.text = "\n".join(["x" * letters, *["a"] * more])
        await hands.rest()
        assert area.region.height == area.wrapped_document.height
