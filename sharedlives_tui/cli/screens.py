"""Plain `sharedlives`: the screens; without a terminal, today's list as text."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sharedlives_tui.cli.call import Call, is_there
from sharedlives_tui.cli.options import Options, office_place
from sharedlives_tui.cli.output import Output
from sharedlives_tui.safety import scrub_environment

if TYPE_CHECKING:
    from sharedlives_tui.desk import Desk
    from sharedlives_tui.prepaint import Prepaint

HOW_TO_OPEN = "To open the screens, run sharedlives in a terminal. All commands: sharedlives --help"


def plain(options: Options, out: Output, early: Prepaint | None = None) -> int:
    """Open the screens, or the first run where there is no office yet; without a terminal, print today's list.

    `early` is the first picture, where it was painted already: the terminal is given back before anything is told.
    """
    try:
        return _plain(options, out, early)
    finally:
        if early is not None:
            early.end()


def _plain(options: Options, out: Output, early: Prepaint | None) -> int:
    call = Call(options, out)
    if options.json or not has_screen():
        return _list(call)
    gc.disable()  # until the first picture: nothing that is loaded to start is garbage
    place = office_place(options)
    if not is_there(place):
        scrub_environment()
        from sharedlives_tui.app import first_run

        return int(first_run(Path(place), mouse=options.mouse) or 0)
    with call.desk(on_screen=True) as desk:
        return show(desk, mouse=options.mouse, early=early)


def show(desk: Desk, *, mouse: bool = True, early: Prepaint | None = None) -> int:
    """Open the screens on a desk, with the mouse or without; return the status that they end with.

    `early` is what was painted already.
    """
    scrub_environment()  # before the toolkit reads it
    from sharedlives_tui.app import run

    return run(desk, mouse=mouse, early=early)


def has_screen() -> bool:
    """Return whether there is a terminal on which screens can be shown."""
    if os.environ.get("TERM", "").lower() in ("dumb", "unknown"):
        return False
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


def _list(call: Call) -> int:
    from sharedlives_tui.cli.today import as_data, whole_list, write

    with call.desk() as desk:
        rows = whole_list(desk)
        if call.json:
            call.out.data([as_data(desk, row) for row in rows])
            return 0
        write(call, desk, rows)
    call.out.line()
    call.out.line(HOW_TO_OPEN)
    return 0
