"""What a write left behind that was killed in the middle: files of our own under a name that only a write has.

They are removed at the next write into the same folder, and only those that nobody can be writing any more: ours,
plain, with one name, untouched for an hour, of a process that is gone. Nothing else in a folder is looked at.
"""

from __future__ import annotations

import os
import re
import stat
import time
from contextlib import suppress
from pathlib import Path

SAVING = ".saving-"
"""What a letter's or a paper's file begins with while it is written (`letters.naming`)."""
_SAVING = re.compile(r"\.saving-[a-z0-9_]{8}")
_UNFINISHED = re.compile(r"\..+\.(?P<process>[0-9]{1,10})-[0-9a-f]{8}\.new(-wal|-shm|-journal|-queue)?", re.DOTALL)
"""What `files.unfinished_beside` calls a file while it is written, and what SQLite puts beside it."""
OLD = 3600.0
"""Seconds without a change after which nobody is writing it any more."""


def tidy_beside(place: Path) -> list[str]:
    """Remove what earlier writes into the folder of this file left behind; return the names.

    Never raises: what cannot be looked at or removed stays for the next time.
    """
    gone: list[str] = []
    with suppress(OSError), os.scandir(place.parent) as found:
        for each in found:
            with suppress(OSError):
                if _is_left(each.name) and _is_ours_and_old(each):
                    Path(each.path).unlink()
                    gone.append(each.name)
    return sorted(gone)


def _is_left(name: str) -> bool:
    if _SAVING.fullmatch(name):
        return True
    found = _UNFINISHED.fullmatch(name)
    return found is not None and not _runs(int(found["process"]))


def _runs(process: int) -> bool:
    """Whether a process of that number runs, where the system tells without doing anything to it."""
    if not hasattr(os, "geteuid"):
        return False
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True


def _is_ours_and_old(found: os.DirEntry[str]) -> bool:
    look = found.stat(follow_symlinks=False)
    if not stat.S_ISREG(look.st_mode) or look.st_nlink != 1:
        return False
    if hasattr(os, "geteuid") and look.st_uid != os.geteuid():
        return False
    return time.time() - look.st_mtime > OLD
