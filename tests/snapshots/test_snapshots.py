"""The screens as pictures, on one day in the practice office.

When a screen was changed on purpose, look at the report that a wrong picture leaves (snapshot_report.html), then make
the pictures anew: `pytest tests/snapshots --snapshot-update`. They hold no path, no time of day and no version.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from scripts.picture import plain
from sharedlives_tui import demo
from sharedlives_tui.app import OfficeApp
from sharedlives_tui.desk import open_desk
from sharedlives_tui.library import Library
from tests.screens.hands import Hands

DAY = date(2026, 11, 24)
"""A Tuesday."""
PATIENCE = 100
"""How often a late part of a screen is looked for, a tenth of a second apart."""
SMALL, WIDE = (80, 24), (120, 36)


class Picture(NamedTuple):
    """How to come to a screen, and words that stand on it when its last part is there."""

    size: tuple[int, int]
    keys: tuple[str, ...]
    whole: tuple[str, ...]


PICTURES = {
    "today": Picture(SMALL, (), ("Complaints guidance", "Why: ")),
    "today-wide": Picture(WIDE, (), ("Complaints guidance", "Why this date", "Latest")),
    "today-black-and-white": Picture(SMALL, ("f8",), ("Complaints guidance", "Why: ")),
    "case": Picture(SMALL, ("enter",), ("What to do next", "Opened on", "Tab: ")),
    "case-wide": Picture(WIDE, ("enter",), ("What to do next", "Opened on", "Tab: ")),
    "wizard-facts": Picture(SMALL, ("w",), ("[1 Facts]", "Must include: ")),
    "wizard-preview": Picture(SMALL, ("w", "ctrl+n", "ctrl+n"), ("[3 Preview]", "Must include: ", "Dear ")),
    "why": Picture(SMALL, ("y",), ("Why this date", "Opened on")),
    "find": Picture(SMALL, ("slash", "f", "a", "r"), ("CASES", "Carol Farrow")),
}


class PicturedApp(OfficeApp):
    """The office, whose picture fetches no font."""

    def export_screenshot(self, **more: Any) -> str:
        return plain(super().export_screenshot(**more))


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The practice office of DAY; nothing here writes to it."""
    path = tmp_path_factory.mktemp("practice") / "practice.db"
    demo.make(path, today=DAY).store.close()
    return path


def going_to(picture: Picture) -> Callable[[Pilot[None]], Awaitable[None]]:
    """Return what goes to the screen and waits until it is whole."""

    async def go(pilot: Pilot[None]) -> None:
        hands = Hands(pilot.app, pilot)  # type: ignore[arg-type]
        await hands.rest()
        await until(hands, "Complaints guidance")
        await hands.press(*picture.keys)
        await until(hands, *picture.whole)
        for each in pilot.app.screen.query(Input):
            each.cursor_blink = False
        await hands.rest()

    return go


async def until(hands: Hands, *words: str) -> None:
    """Wait until the words are on the screen."""
    for _ in range(PATIENCE):
        if all(each in hands.text for each in words):
            break
        await hands.wait_a_bit(0.1)
    assert all(each in hands.text for each in words), hands.text
    await hands.rest()


@pytest.mark.parametrize("name", PICTURES)
def test_the_screen_looks_like_its_picture(name: str, practice: Path, snap_compare: Callable[..., bool]) -> None:
    picture = PICTURES[name]
    desk = open_desk(str(practice), demo.manager(), DAY, Library())
    try:
        app = PicturedApp(desk)
        assert snap_compare(app, terminal_size=picture.size, run_before=going_to(picture))
    finally:
        desk.store.close()


def test_the_pictures_fetch_nothing_and_name_no_place_of_a_machine() -> None:
    kept = [*(Path(__file__).parent / "__snapshots__").rglob("*.svg")]
    assert len(kept) == len(PICTURES)
    for each in kept:
        words = each.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?:|url\((?!#)|/home/|/tmp/|/usr/|[A-Z]:\\|\d\d:\d\d", words), each.name
