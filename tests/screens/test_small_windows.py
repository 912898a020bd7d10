"""Windows that are too small for anything: the screens stay up, and are whole again when there is room."""

from __future__ import annotations

import pytest

from tests.screens.hands import at_the_desk
from tests.screens.offices import SmallOffice

SIZES = ((40, 12), (20, 5), (16, 4))


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
