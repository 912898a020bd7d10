"""The first picture: asked for while the toolkit loads, and nothing recorded meanwhile is missed."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest

from sharedlives_tui.app import OfficeApp
from sharedlives_tui.desk import Desk
from sharedlives_tui.office_app import STYLE_OF_FORMS
from sharedlives_tui.screens.today import TodayScreen
from sharedlives_tui.store import views
from sharedlives_tui.store.errors import Busy
from sharedlives_tui.widgets.first_look import FirstLook
from tests.screens.conftest import complaint
from tests.screens.stage import drawn


async def test_the_counts_are_asked_for_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    first = FirstLook(desk)
    told = first.taken().groups
    assert told == views.today_groups(desk.store, desk.viewer, desk.today, desk.soon_until)
    monkeypatch.setattr(TodayScreen, "painted", lambda _screen: None)  # it counts the kinds, later
    asked: list[object] = []
    monkeypatch.setattr(views, "today_groups", lambda *about: asked.append(about) or told)
    app = OfficeApp(desk, first=first)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert "▲ 2 overdue" in drawn(app)
        assert asked == []
        await pilot.press("f5")
        await pilot.pause()
        assert asked


async def test_what_is_recorded_between_the_question_and_the_picture_is_noticed(desk: Desk) -> None:
    first = FirstLook(desk)
    first.taken()
    ref = complaint(desk, "Late, Lena", date(2026, 11, 24))
    app = OfficeApp(desk, first=first)
    async with app.run_test() as pilot:
        await pilot.pause()
        app.compare()
        await pilot.pause(0.1)
        assert ref in drawn(app)


async def test_an_office_that_does_not_answer_says_so_and_can_be_asked_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object) -> None:
        raise Busy(5)

    with monkeypatch.context() as while_busy:
        while_busy.setattr(views, "today_groups", busy)
        first = FirstLook(desk)
        with pytest.raises(Busy):
            first.taken()
    app = OfficeApp(desk, first=first)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert str(Busy(5))[:40] in drawn(app)
        await pilot.press("f5")
        await pilot.pause()
        assert "▲ 2 overdue" in drawn(app)


async def test_the_style_of_forms_is_there_before_the_first_of_them(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(TodayScreen, "painted", lambda _screen: None)  # which would read it anyway
    app = OfficeApp(desk)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert not app.stylesheet.has_source(str(STYLE_OF_FORMS))
        await pilot.press("slash")
        await pilot.pause()
        assert app.stylesheet.has_source(str(STYLE_OF_FORMS))
        assert app.screen.query_one("Input").size.height == 1


def test_asking_for_the_first_picture_needs_no_toolkit() -> None:
    source = "import sys, sharedlives_tui.app, sharedlives_tui.widgets.first_look; print('textual' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
