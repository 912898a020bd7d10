"""A key that comes right after another is painted soon; a screen that opens is painted in one picture."""

from __future__ import annotations

import pytest
from textual.app import ComposeResult

from sharedlives_tui.widgets.leaving import LeavesOnce
from sharedlives_tui.widgets.quick import PERIOD
from sharedlives_tui.widgets.virtual_list import FixedRows, RowText, VirtualList
from tests.screens.stage import Stage


class Listed(LeavesOnce[None]):
    painted = 0

    def compose(self) -> ComposeResult:
        yield VirtualList(FixedRows([RowText(f"k{number}", ((f"row {number}", ""),)) for number in range(90)]))

    def _compositor_refresh(self) -> None:
        self.painted += 1
        super()._compositor_refresh()


async def test_a_screen_has_the_toolkits_patience_until_somebody_presses_a_key_in_its_list() -> None:
    app = Stage()
    async with app.run_test() as pilot:
        screen = Listed()
        await app.push_screen(screen)
        await pilot.pause()
        slow = screen._update_timer
        assert slow._interval > 2 * PERIOD
        for count in range(1, 4):
            before = screen.painted
            await pilot.press("down")
            await pilot.pause(0.05)
            assert screen.query_one(VirtualList).key == f"k{count}"
            assert screen.painted > before
        assert screen._update_timer is not slow
        assert screen._update_timer._interval == PERIOD
        before = screen.painted
        await pilot.pause(0.1)
        assert screen.painted == before, "it rests where nothing changes"
        assert not slow._active.is_set()


async def test_pictures_that_are_held_back_come_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Stage()
    async with app.run_test() as pilot:
        screen = Listed()
        screen.hold_back(1)
        await app.push_screen(screen)
        await pilot.pause(0.1)
        painted: list[str | None] = []
        monkeypatch.setattr(
            screen._compositor, "render_update", lambda **_: painted.append(screen.query_one(VirtualList).key)
        )
        for _ in range(3):
            await pilot.press("down")
            await pilot.pause(0.05)
        assert painted == []
        screen.let_go()
        await pilot.pause(0.1)
        assert painted == ["k3"]
        await pilot.press("down")
        await pilot.pause(0.1)
        assert painted == ["k3", "k4"]
