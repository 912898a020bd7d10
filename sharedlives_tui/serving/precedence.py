"""Who goes first where many come in at once: whoever has no picture yet, before what others load behind theirs.

Linux shares the processors between sessions, and lets each say of itself that it gives way. On an idle machine that
changes nothing. Elsewhere than on Linux nothing happens.
"""

from __future__ import annotations

import time
from threading import Thread

PLACE = "/proc/self/autogroup"
LESS, AS_ANYBODY = 10, 0
"""How far a session stands back, in the kernel's own measure: it then has a tenth of what another has."""
SECONDS = 10.0
"""For so long; on a machine that is never idle it would else hardly come to load at all."""
TRIES, PAUSE = 50, 0.1
"""The kernel takes one such word in a tenth of a second, of all sessions together."""


def give_way() -> Thread | None:
    """For some seconds this session's work waits for that of others; return what ends it, None where nothing began."""
    if not _say(LESS):
        return None
    end = Thread(target=_end, daemon=True, name="as anybody again")
    end.start()
    return end


def _end() -> None:
    time.sleep(SECONDS)
    for _ in range(TRIES):
        if _say(AS_ANYBODY):
            return
        time.sleep(PAUSE)


def _say(nice: int) -> bool:
    """Return whether the kernel took the word; where it has no such thing it does not."""
    try:
        with open(PLACE, "r+b", buffering=0) as own:  # noqa: PTH123 - the library of paths is not loaded this early
            own.write(str(nice).encode())
    except OSError:
        return False
    return True
