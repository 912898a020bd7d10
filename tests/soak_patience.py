"""How long a soak waits for an answer: by the time in which the program could have worked, not by the clock alone.

On a machine that is busy with other things a program stands in line for a processor most of the time. That it has not
answered within a minute then says nothing about it.
"""

from __future__ import annotations

import asyncio
import faulthandler
import sys
import threading
import time
import traceback
from collections.abc import Coroutine
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

PATIENCE = 60.0
"""Seconds of its own after which a program that has not answered counts as stuck."""
BLOCKED = 600.0
"""Seconds on the clock after which a process ends that does not even come to look at the time."""
LOOK_EVERY = 0.25
"""Seconds between two looks at the time."""
STDERR = 2
"""The real one: while a program runs under test the toolkit has put something else in its place."""
_THREADS = Path("/proc/self/task")
Result = TypeVar("Result")


class NoAnswer(Exception):
    """The program did not answer in time. It says what each thread was at."""


class OwnTime:
    """Seconds since it was made, without those in which a thread of this process stood in line for a processor.

    Only Linux tells of them: elsewhere it is the time on the clock.
    """

    def __init__(self) -> None:
        self._at, self._stood = time.monotonic(), _stood()
        self._seconds = 0.0

    def passed(self) -> float:
        """Return the seconds until now. Between two calls only the thread counts that stood in line for longest."""
        at, stood = time.monotonic(), _stood()
        longest = max((seconds - self._stood.get(thread, 0.0) for thread, seconds in stood.items()), default=0.0)
        self._seconds += max(0.0, at - self._at - longest)
        self._at, self._stood = at, stood
        return self._seconds


def _stood() -> dict[str, float]:
    """Return for each thread how many seconds it has stood in line so far; nothing where the system does not tell."""
    found = {}
    with suppress(OSError):
        for each in _THREADS.iterdir():
            with suppress(OSError, ValueError, IndexError):  # a thread that ended meanwhile
                found[each.name] = int((each / "schedstat").read_text().split()[1]) / 1e9
    return found


async def within(patience: float, work: Coroutine[Any, Any, Result], *, alarm: bool = False) -> Result:
    """Await the work and return its result. Raises NoAnswer when it takes longer than so many seconds of its own.

    What the work makes of being cancelled then does not count. With `alarm` the process ends, and shows what it was at,
    once it has not come to look at the time for BLOCKED seconds: for what lets nobody else have a turn.
    """
    task = asyncio.ensure_future(work)
    own = OwnTime()
    try:
        while not task.done():
            if alarm:
                faulthandler.dump_traceback_later(BLOCKED, exit=True, file=STDERR)
            await asyncio.wait([task], timeout=LOOK_EVERY)
            if not task.done() and own.passed() > patience:
                raise NoAnswer(f"no answer within {patience:.0f} seconds\n{at_work()}")
        return task.result()
    finally:
        if not task.done():
            task.cancel()
            await asyncio.wait([task], timeout=LOOK_EVERY)


def at_work() -> str:
    """Return what each other thread of this process is at."""
    names = {each.ident: each.name for each in threading.enumerate()}
    return "\n".join(
        f"{names.get(thread, thread)}:\n{''.join(traceback.format_stack(frame))}"
        for thread, frame in sys._current_frames().items()
        if thread != threading.get_ident()
    )
