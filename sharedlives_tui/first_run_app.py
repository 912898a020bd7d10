"""The program of the first start, before there is an office. A file of its own, so that no later start loads it."""

from __future__ import annotations

import sys
from pathlib import Path

from sharedlives_tui import screens
from sharedlives_tui.desk import Desk
from sharedlives_tui.office_app import STYLE, STYLE_OF_FORMS
from sharedlives_tui.widgets.safe_app import SafeApp


class FirstRunApp(SafeApp[Desk]):
    """The few questions of the first start. Ends with the desk of the new office, or with None."""

    CSS_PATH = [STYLE, STYLE_OF_FORMS]
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        if sys.platform != "win32":
            from sharedlives_tui.widgets.taking_over import taking_over

            self.driver_class = taking_over(None)

    def on_mount(self) -> None:
        self.push_screen(screens.make("first-run", self._path), self.exit)

    def on_ready(self) -> None:
        if callable(ready := getattr(self._driver, "ready", None)):
            ready()
