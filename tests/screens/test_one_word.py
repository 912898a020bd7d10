"""One word for one thing: what the key that saves is called in the footer is what the button says."""

from __future__ import annotations

import pytest
from textual.widgets import Button

from sharedlives_tui import office_settings, reading
from tests.screens.hands import at_the_desk
from tests.screens.offices import SmallOffice

SETTING = next(iter(office_settings.office_settings()))


@pytest.mark.parametrize(
    ("name", "args", "says"),
    [
        ("setting", (SETTING,), "Keep"),
        ("own-setting", ("theme",), "Keep"),
        ("choose-sign-off", ("all",), "Keep"),
        ("new-person", (), "Add"),
        ("record", ("{carer}", "note"), "Record"),
        ("attach", ("{carer}",), "Keep it"),
        ("strike", ("{carer}", 1), "Strike it"),
        ("correct", ("{carer}", 1), "Correct it"),
        ("new", ("complaint",), "Log it"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
async def test_the_footer_says_what_the_button_says(
    small: SmallOffice, name: str, args: tuple[object, ...], says: str
) -> None:
    assert reading.case_view(small.desk, small.carer).entries
    async with at_the_desk(small.desk) as hands:
        await hands.open(name, *(small.carer if each == "{carer}" else each for each in args))
        await hands.rest()
        assert str(hands.app.screen.query_one("#do", Button).label) == says
        assert f"Ctrl+S {says}  " in hands.text.split("\n")[-1]
