"""How the program ends without losing what was typed: at Ctrl+Q, when the line is cut, after a fault of ours."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from typing import TYPE_CHECKING, Any

from sharedlives_tui import safety
from sharedlives_tui.clock import now
from sharedlives_tui.store.errors import StoreError

if TYPE_CHECKING:
    from textual.app import App

PATIENCE = 75.0
"""Seconds after a cut line within which the program has ended by itself, or is ended: a little longer than a draft may
have to wait for its turn to be kept, on a machine on which many others write."""
NO_DRAFT = "No draft is kept of this form."
ENDED_BY = 128
"""The exit status of a program that was told to end is this and the number of the signal."""


def keep_drafts(app: App[Any]) -> str:
    """Keep what was typed in every form that stands open; return why some of it could not be kept, or nothing."""
    words = ""
    for stack in app._screen_stacks.values():
        for screen in stack:
            if callable(keep := getattr(screen, "keep_draft", None)):
                try:
                    keep()
                except (StoreError, OSError) as error:
                    words = words or str(error)
    return words


def without_draft(app: App[Any]) -> bool:
    """Return whether something stands typed in a form of which no draft is kept: it goes with the program."""
    return any(getattr(screen, "unkept", False) for stack in app._screen_stacks.values() for screen in stack)


def keep_drafts_after_a_fault(app: App[Any]) -> bool:
    """The same where the screens may be in any state: return whether everything is kept."""
    try:
        return not keep_drafts(app) and not without_draft(app)
    except Exception as error:  # the fault that is being told of may lie here; it is written down like any other
        safety.record_crash(error, safety.new_reference(), now())
        return False


def heed_the_line(app: App[Any]) -> None:
    """From now on a cut line, or a word of the system to end, has what was typed kept first."""
    if sys.platform == "win32" or app.is_headless:
        return
    loop = asyncio.get_running_loop()
    for number in (signal.SIGHUP, signal.SIGTERM):
        loop.add_signal_handler(number, _told_to_end, app, number)


def line_gone(app: App[Any]) -> None:
    """End as at a cut line: nothing more will come from the terminal."""
    _told_to_end(app, signal.SIGHUP)


def _told_to_end(app: App[Any], number: int) -> None:
    status = ENDED_BY + number
    last_resort = threading.Timer(PATIENCE, os._exit, (status,))
    last_resort.daemon = True
    last_resort.start()  # there is nobody left who could end a program that hangs on its terminal
    keep_drafts_after_a_fault(app)
    app.exit(return_code=status)
