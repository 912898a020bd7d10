"""A text of 100 kB in every field of every form: it is kept as typed or told at the field, and nothing breaks."""

from __future__ import annotations

import pytest
from textual.events import Paste
from textual.widgets import Input, TextArea

from sharedlives_tui import casework
from tests.screens.hands import Hands, at_the_desk
from tests.screens.offices import SmallOffice

LARGE = ("Zoë [b]rang[/b] \x1b[31m about the rota. " * 3_000)[:100_000]

FORMS = ("note", "new", "wizard", "person-record", "new-person", "contact", "attach", "own-day", "find", "role")


def _arguments(name: str, small: SmallOffice) -> tuple[str, tuple[object, ...]]:
    made: dict[str, tuple[str, tuple[object, ...]]] = {
        "note": ("record", (small.carer, "note")),
        "new": ("new", ("complaint",)),
        "wizard": ("wizard", (small.letter,)),
        "person-record": ("person-record", ("P-2", "contact")),
        "contact": ("contact", ("management team",)),
        "attach": ("attach", (small.carer,)),
        "role": ("role", ("P-2",)),
    }
    return made.get(name, (name, ()))


async def _fill(hands: Hands) -> int:
    """Paste the text into every field that can be typed into; return into how many."""
    parts = [each for each in hands.app.screen.query("Input, TextArea") if isinstance(each, Input | TextArea)]
    shown = [each for each in parts if each.display and not each.disabled]
    for each in shown:
        each.focus()
        await hands.pilot.pause()
        each.post_message(Paste(LARGE))
        await hands.rest()
    return len(shown)


@pytest.mark.parametrize("name", FORMS)
async def test_a_text_of_100_kilobytes_in_every_field_breaks_nothing(small: SmallOffice, name: str) -> None:
    screen, arguments = _arguments(name, small)
    async with at_the_desk(small.desk) as hands:
        await hands.open(screen, *arguments)
        place = hands.place
        assert await _fill(hands) > 0
        await hands.press("ctrl+s")
        assert hands.place in (place, "today"), "it is saved, or it says why not and stays"
        assert "\x1b" not in hands.text
        if hands.place == place:
            await hands.press("escape")
        assert hands.app.is_running
    assert casework.check(small.desk) == []
