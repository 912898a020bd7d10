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

from scripts import pictures
from scripts.picture import plain
from sharedlives_tui import demo
from sharedlives_tui.app import OfficeApp
from sharedlives_tui.desk import open_desk
from sharedlives_tui.library import Library
from tests.screens import stories
from tests.screens.hands import Hands
from tests.screens.stories import Stories

DAY = date(2026, 11, 24)
"""A Tuesday."""
PATIENCE = 100
"""How often a late part of a screen is looked for, a tenth of a second apart."""
MONO = ("f8", "f8", "f8")
"""From dark over light and 16 colours to black and white."""
SMALL, WIDE = (80, 24), (120, 36)


class Picture(NamedTuple):
    """How to come to a screen, and words that stand on it when its last part is there."""

    size: tuple[int, int]
    keys: tuple[str, ...]
    whole: tuple[str, ...]


PICTURES = {
    "today": Picture(SMALL, (), ("Complaints guidance", "Why: ")),
    "today-wide": Picture(WIDE, (), ("Complaints guidance", "Why this date", "Latest")),
    "today-black-and-white": Picture(SMALL, MONO, ("Complaints guidance", "Why: ")),
    "today-light": Picture(WIDE, ("f8",), ("Complaints guidance", "Why this date", "Latest", "Colours: Light.")),
    "case-16-colours": Picture(SMALL, ("f8", "f8", "enter"), ("What to do next", "Opened on", "Tab: ")),
    "case": Picture(SMALL, ("enter",), ("What to do next", "Opened on", "Tab: ")),
    "case-wide": Picture(WIDE, ("enter",), ("What to do next", "Opened on", "Tab: ")),
    "wizard-facts": Picture(SMALL, ("w",), ("[1 Facts]", "Must include: ")),
    "wizard-preview": Picture(SMALL, ("w", "ctrl+n", "ctrl+n"), ("[3 Preview]", "Must include: ", "Dear ")),
    "why": Picture(SMALL, ("y",), ("Why this date", "Opened on")),
    "cases": Picture(SMALL, ("2",), ("newest first", "CO-0030")),
    "calendar": Picture(SMALL, ("3",), ("without a date", " · ")),
    "calendar-wide": Picture(WIDE, ("3",), ("without a date", " · ")),
    "workload": Picture(SMALL, ("5",), ("Who looks after what", "on track")),
    "calendar-week-wide": Picture(WIDE, ("3", "v"), ("Week", " · ")),
    "people": Picture(SMALL, ("4",), ("90 people", "head of service")),
    "performance": Picture(SMALL, ("5", "p"), ("The last 12 months", "limits kept")),
    "performance-months": Picture(WIDE, ("5", "p", "end"), ("BY MONTH", "November 2026")),
    "person-wide": Picture(WIDE, ("stop:person",), ("Roles",)),
    "find": Picture(SMALL, ("slash", "f", "a", "r"), ("CASES", "Carol Farrow")),
    "find-wide": Picture(WIDE, ("slash", *"visit"), ("LETTERS", "NOTES", "visit")),
}


STORIES = {
    "decide": Picture(
        SMALL, ("open:case:to_decide", "d"), ("Rae Registered (registered manager)", "There is more to read")
    ),
    "decide-black-and-white": Picture(
        SMALL, (*MONO, "open:case:to_decide", "d"), ("Rae Registered (registered manager)", "There is more to read")
    ),
    "affected-wide": Picture(WIDE, ("open:case:to_decide", "tab", "tab", "tab", "tab"), ("Affected (2)", "Opened on")),
    "copies": Picture(SMALL, ("open:copies:decided",), ("What goes in", "Save as Word")),
    "days-left": Picture(SMALL, ("open:wizard:decided:outcome-letter",), ("9 days are left", "Must include: ")),
    "dispute": Picture(SMALL, ("open:case:dispute",), ("What to do next", "Opened on", "Tab: ")),
}
"""Pictures from offices that hold little else; `open:` goes to a screen without keys, `stop:` as the tour does."""


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


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, str, Stories]]:
    """Where the offices of the stories lie, who sits there, and what their cases are called, by what they hold."""
    found = {}
    for name, make in (("deapproval", stories.make_scheme), ("dispute", stories.make_body)):
        made = make(tmp_path_factory.mktemp(name))
        made.desk.store.close()
        found[name] = (made.desk.store.path, made.desk.viewer.name, made)
    return found


def going_to(
    picture: Picture, made: Stories | None = None, first: str = "Complaints guidance"
) -> Callable[[Pilot[None]], Awaitable[None]]:
    """Return what goes to the screen and waits until it is whole."""

    async def go(pilot: Pilot[None]) -> None:
        hands = Hands(pilot.app, pilot)  # type: ignore[arg-type]
        await hands.rest()
        await until(hands, first)
        for key in picture.keys:
            if key.startswith("open:"):
                _, screen, case, *more = key.split(":")
                await hands.open(screen, getattr(made, case), *more)
            elif key.startswith("stop:"):
                app = hands.app
                found = pictures.find_in(app.desk)
                await pictures.go_to(pictures.every_stop()[key.removeprefix("stop:")], app, pilot, found)
            else:
                await hands.press(key)
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


@pytest.mark.parametrize("name", STORIES)
def test_the_screen_of_a_story_looks_like_its_picture(
    name: str, offices: dict[str, tuple[Path, str, Stories]], snap_compare: Callable[..., bool]
) -> None:
    picture = STORIES[name]
    path, who, made = offices["dispute" if name == "dispute" else "deapproval"]
    desk = open_desk(str(path), who, DAY, Library())
    try:
        app = PicturedApp(desk)
        going = going_to(picture, made, "Disputes 1" if name == "dispute" else "Deapprovals 4")
        assert snap_compare(app, terminal_size=picture.size, run_before=going)
    finally:
        desk.store.close()


def test_the_pictures_fetch_nothing_and_name_no_place_of_a_machine() -> None:
    kept = [*(Path(__file__).parent / "__snapshots__").rglob("*.svg")]
    assert len(kept) == len(PICTURES) + len(STORIES)
    for each in kept:
        words = each.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?:|url\((?!#)|/home/|/tmp/|/usr/|[A-Z]:\\|\d\d:\d\d", words), each.name
