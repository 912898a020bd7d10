"""What SQLite keeps beside an office's file while it is used, and whether somebody took it away.

What was saved last lies in `-wal` until it is folded into the file; `-shm` tells every program how far it goes. SQLite
makes `-wal` before `-shm`, and clears `-shm` away first: one without the other was not SQLite's doing.
"""

from __future__ import annotations

import os
import sqlite3
import time

_AGAIN = (0.0, 0.01, 0.02, 0.05, 0.1)
"""Seconds before each look: whoever comes in or leaves just now is done in less."""


class TakenAway(sqlite3.OperationalError):
    """What was saved last is missing: a connection would begin anew without it."""


def was_taken_away(path: object) -> bool:
    """Return whether what was saved last is missing beside the file: `-shm` tells of a `-wal` that is not there."""
    for pause in _AGAIN:
        time.sleep(pause)
        if not os.path.lexists(f"{path}-shm") or os.path.lexists(f"{path}-wal"):
            return False
    return True


def last_saved(path: object) -> tuple[int, int] | None:
    """Return which `-wal` lies beside the file, as device and number; None for none, or where it cannot be seen."""
    try:
        found = os.stat(f"{path}-wal")  # noqa: PTH116 - the library of paths is slow to load
    except OSError:
        return None
    return found.st_dev, found.st_ino
