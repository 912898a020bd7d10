"""What lies beside an office's file and need not: whole copies of it among them, with all that people told."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from sharedlives_tui.store.opened import on_a_server

_FORM: Final = r"{}\.form-(\d+)"
_UNFINISHED: Final = r"\.{}\..+\.new"


def leftovers(place: Path | str) -> list[str]:
    """Return a sentence for each file beside the office that can go; none for an office on a server.

    What is made and cleared away while an office is used (`-wal`, `-shm`, `-queue`) is no left-over. A rollback journal
    is none of ours: this program never makes one.
    """
    if on_a_server(place):
        return []
    path = Path(place).absolute()
    found = []
    with suppress(OSError):
        for each in sorted(path.parent.iterdir()):
            if words := _words(path.name, each):
                found.append(words)
    return found


def _words(office: str, path: Path) -> str:
    name = re.escape(office)
    copied = re.fullmatch(_FORM.format(name), path.name)
    if copied:
        return (
            f"{path.name} is the office as it was before it came to a newer form{_of(path)}: all of it, with what was "
            "disposed of since. Once you trust the newer form, and have a backup of it, delete that file."
        )
    if re.fullmatch(_UNFINISHED.format(name), path.name):
        return (
            f"{path.name} was left by a program that was ended in the middle of a copy{_of(path)}. While nobody is "
            "making or moving this office just now, delete it, and what is called the same and goes on."
        )
    if path.name == f"{office}-journal":
        return (
            f"{path.name} was left by another program that changed the office's file. Do not delete it. Let nobody "
            "work in the office, and compare it with the latest backup."
        )
    return ""


def _of(path: Path) -> str:
    """How large it is and from when; empty where it is gone meanwhile."""
    try:
        found = path.stat()
    except OSError:
        return ""
    size = f"{max(1, round(found.st_size / 1024)):,} kB"
    return f" ({size}, of {datetime.fromtimestamp(found.st_mtime, UTC):%d %B %Y})"
