"""The full-screen program: its areas, how screens are opened, and looking at what others record."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from textual.message import Message
from textual.screen import Screen
from textual.signal import Signal

from sharedlives_tui import keymap, screens
from sharedlives_tui.desk import Desk
from sharedlives_tui.widgets.guard import tolerate_any_byte
from sharedlives_tui.widgets.safe_app import SafeApp
from sharedlives_tui.widgets.watch import LOOK_EVERY, Watch

PATIENCE = 0.0005
"""Seconds for which the thread that writes to the terminal lets the one that draws go on."""
STYLE = Path(__file__).with_name("app.tcss")


class OfficeApp(SafeApp[None]):
    """One desk in front of an open office. The screens find it as their host."""

    CSS_PATH = STYLE
    COMMANDS = {lambda: import_module("sharedlives_tui.widgets.menu").MenuProvider}
    DEFAULT_MODE = keymap.AREAS[0].id
    MODES = {area.id: partial(screens.make, area.id) for area in keymap.AREAS[1:]}

    class OfficeLooksDifferent(Message):
        """Somebody has recorded something, or a new day began."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.office_changed: Signal[None] = Signal(self, "office-changed")

    def get_default_screen(self) -> Screen[Any]:
        # A first screen that is a mode too would be painted only after every style sheet was read a second time.
        return screens.make(self.DEFAULT_MODE)

    # ------------------------------------------------------------ going about

    def show(self, name: str, *args: Any, then: Callable[[Any], None] | None = None) -> Screen[Any]:
        screen = screens.make(name, *args)
        self.push_screen(screen, then)
        return screen

    async def action_area(self, area: str) -> None:
        if self.current_mode != area:
            await self.switch_mode(area)
            return
        while len(self.screen_stack) > 1:
            await self.pop_screen()

    def action_find(self) -> None:
        self.show("find", then=self._found)

    def _found(self, found: tuple[str, str] | None) -> None:
        """Open what was found: the screen's name (case, person) and what it is about."""
        if found is not None:
            self.show(*found)

    def action_command_palette(self) -> None:
        from textual.command import CommandPalette

        if not self.screen.is_modal:
            self.push_screen(CommandPalette(placeholder="What do you want to do?", id="--command-palette"))

    # ------------------------------------------------------------ what others record

    def on_mount(self) -> None:
        self.add_mode(self.DEFAULT_MODE, self.get_default_screen)  # so that there is a way back to it
        self.watcher = Watch(self.desk)
        self.set_interval(LOOK_EVERY, self._poll)

    def announce(self) -> None:
        self.office_changed.publish(None)

    def warm_up(self) -> None:
        self.run_worker(partial(import_module, "sharedlives_tui.casework"), thread=True, group="warm-up")

    def _poll(self) -> None:
        self.run_worker(self._compare, thread=True, group="poll", exclusive=True)

    def _compare(self) -> None:
        """In a thread: only a message goes to the screens."""
        if self.watcher.changed():
            self.post_message(self.OfficeLooksDifferent())

    def on_office_app_office_looks_different(self) -> None:
        self.announce()


class FirstRunApp(SafeApp[Desk]):
    """The few questions of the first start. Ends with the desk of the new office, or with None."""

    CSS_PATH = STYLE
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path

    def on_mount(self) -> None:
        self.push_screen(screens.make("first-run", self._path), self.exit)


def run(desk: Desk) -> int:
    """Open the screens on a desk; return the exit status."""
    tolerate_any_byte()
    sys.setswitchinterval(PATIENCE)
    app = OfficeApp(desk)
    app.run()
    return app.return_code or 0


def first_run(path: Path) -> int:
    """Ask the questions for a new office at that place, then open it; return the exit status."""
    tolerate_any_byte()
    app = FirstRunApp(path)
    desk = app.run()
    return run(desk) if desk is not None else app.return_code or 0
