"""What no screen does, but a command in a terminal: what it is called and what to write, for the Menu."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from sharedlives_tui import safekeeping, shared
from sharedlives_tui.desk import Desk
from sharedlives_tui.folders import folder_for
from sharedlives_tui.store.errors import StoreError
from sharedlives_tui.store.opened import on_a_server


class ByCommand(NamedTuple):
    """One thing that is done by a command; `told` says to whoever chose it what to do now."""

    words: str
    help: str
    told: Callable[[Desk], str]


def _backups(desk: Desk) -> str:
    if shared.session() is not None or on_a_server(desk.store.place):
        return "Whoever looks after the server makes the backups of this office, and restores one. Ask them."
    office = _command(desk)
    folder = None
    with suppress(StoreError):  # then the folder is asked for
        folder = safekeeping.folder_of(desk)
    where = "" if folder is not None else " FOLDER"
    goes = " into the office's folder" if folder is not None else "; best into a folder on another disk"
    return (
        f"To copy the whole office, also while everybody works, write in a terminal: {office} backup{where}. "
        f"It makes a proved copy{goes}. The way back: {office} restore BACKUP."
    )


def _practice(desk: Desk) -> str:
    if desk.office.practice:
        return "This is a practice office: everybody in it is made up, and nothing here changes a real one."
    where = "on a computer of your own that has this program" if shared.session() is not None else "in a terminal"
    return f"To practise, write {where}: sharedlives demo. It opens an office of its own with made-up people."


def _command(desk: Desk) -> str:
    """How a command for this very office begins."""
    place = Path(desk.store.place).absolute()
    usual = place == Path(folder_for("data"), "office.db").absolute()
    return "sharedlives" if usual else f"sharedlives --database {shlex.quote(str(place))}"


BY_COMMAND = (
    ByCommand("Backups", "Make a backup of the whole office, prove it, restore one: where and how.", _backups),
    ByCommand(
        "Practice office", "Practise with made-up people, or train others: how such an office is opened.", _practice
    ),
)
"""All of them, in the order of the Menu."""
