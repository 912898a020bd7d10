"""Every screen in every theme at both sizes: what is drawn can be read, in the theme's own colours, and stays up."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.app import App
from textual.geometry import Region
from textual.pilot import Pilot
from textual.screen import ModalScreen

from scripts import pictures
from scripts.pictures import MENU, SIZES, Found, every_stop, go_home, go_to, rest
from sharedlives_tui import demo, own_settings, palettes
from sharedlives_tui.app import FirstRunApp, OfficeApp
from sharedlives_tui.desk import open_desk
from sharedlives_tui.library import Library
from tests import hostile_office, soak
from tests.hostile_office import Hostile
from tests.screens.contrast import ENOUGH, Drawn, texts
from tests.soak_streams import resized

STOPS = every_stop()


@pytest.fixture(scope="module")
def found(practice_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Found]:
    """A practice office and what there is to see in it; nothing here writes to it."""
    path = tmp_path_factory.mktemp("looks") / "practice.db"
    shutil.copyfile(practice_once, path)
    desk = open_desk(str(path), demo.manager(), pictures.DAY, Library())
    yield pictures.find_in(desk)
    desk.store.close()


def drawn(app: App[Any]) -> list[Drawn]:
    """Return every piece of text that is to be read: of a dialog its frame and its keys."""
    screen = app.screen
    strips = screen._compositor.render_strips()
    regions: list[Region | None] = [None]
    if isinstance(screen, ModalScreen):
        regions = [part.region for part in screen.query(".frame, KeyFooter, CommandInput, CommandList")]
    return [each for region in regions for each in texts(strips, region)]


def hard_to_read(app: App[Any]) -> set[str]:
    pieces = drawn(app)
    assert pieces
    return {
        f"{app.theme} {each.words!r}: {each.front} on {each.back} is {each.contrast:.1f}"
        for each in pieces
        if each.contrast < ENOUGH
    }


async def in_every_look(app: OfficeApp, pilot: Pilot[None], name: str, found: Found) -> list[str]:
    """Go to a screen in every theme and at both sizes; return what is hard to read there."""
    wrong: set[str] = set()
    stop, sizes = STOPS[name], SIZES
    for theme in palettes.NAMES:
        app.theme = theme
        for size in sizes:
            await pilot.resize_terminal(*size)
            if (size, theme) == (SIZES[0], palettes.DARK) or MENU in stop.keys:
                await go_home(app, pilot)
                await go_to(stop, app, pilot, found)
            await pilot.pause()
            wrong |= {f"{size[0]} columns, {each}" for each in hard_to_read(app)}
        sizes = sizes[::-1]  # a new theme and a new size take their time: one of them at once
    return sorted(wrong)


def test_every_screen_stands_in_the_tour() -> None:
    assert pictures.without_stop() == [], "say in scripts/pictures.py what it is made with"


@pytest.mark.parametrize("name", STOPS)
async def test_every_text_of_a_screen_can_be_read_in_every_theme(found: Found, name: str) -> None:
    app = OfficeApp(found.desk)
    async with app.run_test(size=SIZES[0]) as pilot:
        await rest(app, pilot)
        assert await in_every_look(app, pilot, name, found) == []


async def test_the_first_start_can_be_read_in_every_theme(tmp_path: Path) -> None:
    app = FirstRunApp(tmp_path / "office.db")
    async with app.run_test(size=SIZES[0]) as pilot:
        for theme in palettes.NAMES:
            app.theme = theme
            await rest(app, pilot)
            assert hard_to_read(app) == set()


def words_of(app: App[Any]) -> str:
    """Return the whole screen as it is written."""
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())


async def test_plain_symbols_are_all_that_is_drawn_on_any_screen(found: Found, own_surroundings: Path) -> None:
    """Nobody in the practice office has a name beyond ASCII, so what is not ASCII is ours."""
    own_settings.keep("symbols", "plain")
    app = OfficeApp(found.desk)
    beyond: dict[str, str] = {}
    here, there = SIZES
    async with app.run_test(size=here) as pilot:
        for name, stop in STOPS.items():
            await go_home(app, pilot)
            await go_to(stop, app, pilot, found)
            for size in (here, there):
                if size == there:
                    await pilot.resize_terminal(*size)
                words = words_of(app)
                assert words.strip(), name
                if not words.isascii():
                    beyond[f"{name}, {size}"] = "".join(sorted({each for each in words if not each.isascii()}))
            here, there = there, here  # the next one is opened at this size
    assert beyond == {}


# ---------------------------------------------------------------- whatever the office holds, whatever the window

WINDOWS = ((1, 1), (3, 2), (12, 4), (40, 12), (79, 24), (120, 10), (200, 60), (300, 100))
PLACES = [each for each in soak.PLACES if each != "first-run"]


def windows_of(theme: int, place: int) -> tuple[tuple[int, int], ...]:
    """Return the windows in which a place is shown in a theme: each in one, and from place to place in another."""
    return WINDOWS[(theme + place) % len(palettes.NAMES) :: len(palettes.NAMES)]


def test_the_places_are_shown_in_every_window_and_together_in_each_theme_in_every_window() -> None:
    themes = range(len(palettes.NAMES))
    for place in range(len(PLACES)):
        assert sorted(size for theme in themes for size in windows_of(theme, place)) == sorted(WINDOWS)
    for theme in themes:
        assert {size for place in range(len(PLACES)) for size in windows_of(theme, place)} == {*WINDOWS}


@pytest.mark.parametrize("place", PLACES)
async def test_every_screen_of_a_hostile_office_stays_up_in_every_theme_and_window(
    hostile_once: Hostile, tmp_path: Path, place: str
) -> None:
    desk = hostile_office.copied(hostile_once, tmp_path, hostile_once.viewers[0])
    app = OfficeApp(desk)
    async with app.run_test(size=SIZES[0]):
        terminal = soak.Terminal(app)
        await terminal.answered()
        await soak.open_place(terminal, app, place, soak.Opener(hostile_once, desk, random.Random(place)))
        for number, theme in enumerate(palettes.NAMES):
            app.theme = theme
            for size in (*windows_of(number, PLACES.index(place)), SIZES[number % 2]):
                await terminal.send(resized(*size))
                lines = [strip.cell_length for strip in app.screen._compositor.render_strips()]
                assert lines == [size[0]] * size[1]
