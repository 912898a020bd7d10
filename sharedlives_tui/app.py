"""Opening the screens: the office is asked for the first picture while the toolkit, which takes longest, is loaded."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sharedlives_tui.desk import Desk
from sharedlives_tui.keymap import wear, with_keys
from sharedlives_tui.own_settings import read
from sharedlives_tui.widgets.first_look import FirstLook
from sharedlives_tui.widgets.lean import load_toolkit

if TYPE_CHECKING:
    from sharedlives_tui.first_run_app import FirstRunApp
    from sharedlives_tui.office_app import OfficeApp
    from sharedlives_tui.prepaint import Prepaint

__all__ = ["FirstRunApp", "OfficeApp", "first_run", "run"]

PATIENCE = 0.0001
"""Seconds for which the thread that writes to the terminal lets the one that draws go on."""


def __getattr__(name: str) -> Any:
    """Return one of the programs, which are loaded with the toolkit when the first of them is asked for."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if name == "FirstRunApp":
        from sharedlives_tui.first_run_app import FirstRunApp

        return FirstRunApp
    from sharedlives_tui.office_app import OfficeApp

    return OfficeApp


def run(desk: Desk, greeting: str = "", *, mouse: bool = True, early: Prepaint | None = None) -> int:
    """Open the screens on a desk, with a first message where there is one; return the exit status.

    Without the mouse, or where the person's own settings say so, the terminal keeps its own selection. `early` is the
    first picture, where it stands on the terminal already.
    """
    first = FirstLook(desk, early)
    own = read()
    wear(own.keys)  # whatever is painted from now on names the person's own keys
    load_toolkit()
    from sharedlives_tui.office_app import OfficeApp
    from sharedlives_tui.widgets.guard import tolerate_any_byte

    tolerate_any_byte()
    sys.setswitchinterval(PATIENCE)
    app = OfficeApp(desk, greeting, first, own)
    app.run(mouse=mouse and own.get("mouse") == "yes")
    return app.return_code or 0


def first_run(path: Path, *, mouse: bool = True) -> int:
    """Ask the questions for a new office at that place, then open it; return the exit status."""
    from sharedlives_tui.first_run_app import FirstRunApp
    from sharedlives_tui.widgets.guard import tolerate_any_byte

    tolerate_any_byte()
    app = FirstRunApp(path)
    desk = app.run(mouse=mouse)
    if desk is None:
        return app.return_code or 0
    from sharedlives_tui.screens.first_run import NEXT

    return run(desk, with_keys(NEXT), mouse=mouse)
