"""The full-screen program: its areas, how screens are opened, and looking at what others record."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from textual.screen import Screen
from textual.signal import Signal

from sharedlives_tui import keymap, own_settings, screens
from sharedlives_tui.desk import Desk
from sharedlives_tui.own_settings import Own
from sharedlives_tui.seat import Look
from sharedlives_tui.widgets.first_look import FirstLook
from sharedlives_tui.widgets.quick import hold_back, let_go
from sharedlives_tui.widgets.warming import WarmsUp
from sharedlives_tui.widgets.watch import LOOK_EVERY, Watch

STYLE = Path(__file__).with_name("app.tcss")
SOON = 1.0
"""Seconds after the first picture; what else is done then is done."""
STYLE_OF_FORMS = Path(__file__).with_name("forms.tcss")
"""Fields, buttons and dialogs. Today has none of them, and should not wait until their style is read."""


class OfficeApp(WarmsUp):
    """One desk in front of an open office. The screens find it as their host."""

    CSS_PATH = STYLE
    COMMANDS = {lambda: import_module("sharedlives_tui.widgets.menu").MenuProvider}

    def __init__(self, desk: Desk, greeting: str = "", first: FirstLook | None = None, own: Own | None = None) -> None:
        own = own if own is not None else own_settings.read()
        # The toolkit reads both while it starts.
        self.DEFAULT_MODE = own.get("first_area")  # type: ignore[misc]
        others = [area.id for area in keymap.AREAS if area.id != self.DEFAULT_MODE]
        self.MODES = {area: partial(screens.make, area) for area in others}  # type: ignore[misc]
        super().__init__(own)
        self.desk = desk
        self.greeting = greeting
        self._first = first
        if sys.platform != "win32":
            from sharedlives_tui.widgets.taking_over import taking_over

            self.driver_class = taking_over(None if first is None else first.painted)
        self.office_changed: Signal[frozenset[str] | None] = Signal(self, "office-changed")

    def get_default_screen(self) -> Screen[Any]:
        # A first screen that is a mode too would be painted only after every style sheet was read a second time.
        screen = screens.make(self.DEFAULT_MODE)
        if not self._dom_ready and hasattr(self._driver, "ready"):
            hold_back(screen, 0 if self._first is not None and self._first.painted else 1)
        return screen

    # ------------------------------------------------------------ going about

    def dress(self) -> None:
        """Read the style of forms, if it is not read yet: before anything but Today is shown."""
        if not self.stylesheet.has_source(str(STYLE_OF_FORMS)):
            self.stylesheet.read(STYLE_OF_FORMS)
            self.stylesheet.parse()

    def show(self, name: str, *args: Any, then: Callable[[Any], None] | None = None) -> Screen[Any]:
        self.dress()
        screen = screens.make(name, *args)
        self.push_screen(screen, then)
        return screen

    async def action_area(self, area: str) -> None:
        self.dress()
        if self.current_mode != area:
            await self.switch_mode(area)
            return
        while len(self.screen_stack) > 1:
            await self.pop_screen()

    def action_find(self) -> None:
        self.show("find", then=self._found)

    def action_settings(self) -> None:
        if getattr(self.screen, "PLACE", "") not in ("settings", "keys"):
            self.show("settings")

    def _found(self, found: tuple[str, str, int | None] | None) -> None:
        """Open what was found: the screen's name (case, person), what it is about, the entry to read there."""
        if found is not None:
            screen, about, entry = found
            self.show(screen, about, *(("", entry) if entry is not None else ()))

    def action_command_palette(self) -> None:
        from sharedlives_tui.widgets.menu import Menu

        self.dress()
        if not self.screen.is_modal:
            self.push_screen(Menu(placeholder="What do you want to do?"))

    # ------------------------------------------------------------ what others record

    def on_mount(self) -> None:
        self.add_mode(self.DEFAULT_MODE, self.get_default_screen)  # so that there is a way back to it
        self.watcher = Watch(self.desk) if self._first is None else self._first.watch
        self.set_interval(LOOK_EVERY, self._poll)
        if self.greeting or self.own.problems:
            self.call_after_refresh(self.greet)

    def on_ready(self) -> None:
        if callable(ready := getattr(self._driver, "ready", None)):
            self.call_later(self._answer, ready)
        self.set_timer(SOON, lambda: self.run_worker(self.come_in, thread=True, group="come-in"))

    def _answer(self, ready: Callable[[], None]) -> None:
        """Everything is laid out: hand on what was typed, and paint what it led to."""
        let_go(self.screen_stack)
        ready()

    def first_look(self) -> Look | None:
        """What was asked of the office while the toolkit loaded: once, for the first picture. Raises StoreError."""
        first, self._first = self._first, None
        return first.taken() if first is not None else None

    def announce(self, cases: frozenset[str] | None = None) -> None:
        self.office_changed.publish(cases)

    def _poll(self) -> None:
        self.run_worker(self.compare, thread=True, group="poll", exclusive=True)
