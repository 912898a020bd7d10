"""Waiting for a program under test until nothing is left to do: never a pause of fixed length.

The toolkit's own wait sleeps 20 thousandths of a second at least, several times a key, and asks how busy the
process is: that is slow on an idle machine, and too short on a busy one. Here the loop itself is asked, and the threads
behind it.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from textual.app import App
from textual.pilot import Pilot
from textual.worker import WorkerCancelled

SOON = 0.1
"""Seconds: a timer as short as that only puts off what belongs to the answer to a key."""
ASLEEP = 0.005
"""Seconds in which a thread that is at work shows it."""
ROUNDS = 200
"""How often it is asked again before somebody who waits is told that there is no end."""


def quick_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the toolkit's pilot wait as we do, for one test."""
    for module in ("textual.pilot", "textual.app"):
        monkeypatch.setattr(f"{module}.wait_for_idle", idle)
    monkeypatch.setattr(Pilot, "pause", _pause)


async def _pause(pilot: Pilot[Any], delay: float | None = None) -> None:
    """Pause so long, then wait until everything that was sent is answered and drawn and no short timer runs."""
    app = pilot.app
    if delay is not None:
        await asyncio.sleep(delay)
    for _ in range(ROUNDS):
        await pilot._wait_for_screen()
        await idle()
        if app._exit or app._exception is not None or not app.screen_stack:
            return
        await app.animator.wait_until_complete()
        soon, drawing = any(_soon(app)), to_be_drawn(app)
        app.screen._on_timer_update()
        if not soon and not drawing:
            return
        if soon:
            await asyncio.sleep(0.001)
    raise TimeoutError("The program does not come to rest.")


async def quiet(patience: float = 1.0) -> None:
    """Wait until the loop has nothing that could run at once, or that many seconds are over."""
    loop = asyncio.get_running_loop()
    end = time.monotonic() + patience
    await asyncio.sleep(0)
    while loop._ready and time.monotonic() < end:  # type: ignore[attr-defined]
        await asyncio.sleep(0)


async def idle(min_sleep: float = 0.0, max_sleep: float = 1.0) -> None:
    """Wait until the loop has nothing that could run at once and no thread behind it computes."""
    loop = asyncio.get_running_loop()
    if min_sleep:
        await asyncio.sleep(min_sleep)
    end = time.monotonic() + max_sleep
    while time.monotonic() < end:
        await quiet(end - time.monotonic())
        if not _threads_at_work(loop):
            return
        before = time.process_time()
        await asyncio.sleep(ASLEEP)
        if not loop._ready and time.process_time() - before < ASLEEP / 10:  # type: ignore[attr-defined]
            return  # whoever is there waits for something that does not come by itself


def _threads_at_work(loop: asyncio.AbstractEventLoop) -> bool:
    executor = getattr(loop, "_default_executor", None)
    return executor is not None and len(executor._threads) > executor._idle_semaphore._value


async def at_rest(app: App[Any]) -> None:
    """Wait for what goes on in threads, not for what was given up: a later question takes an earlier one's place."""
    with suppress(WorkerCancelled):
        await app.workers.wait_for_complete()


async def settled(pilot: Pilot[Any]) -> None:
    """Wait until every key is answered, every thread is done, no short timer runs, and everything is drawn."""
    app = pilot.app
    for _ in range(ROUNDS):
        await pilot.pause()
        await at_rest(app)
        await pilot.pause()
        if not any(not worker.is_finished for worker in app.workers):
            return
    raise TimeoutError("The program does not come to rest.")


def to_be_drawn(app: App[Any]) -> bool:
    """Return whether the screen on top waits for its next picture, or somebody waits for that."""
    return bool(app.screen._callbacks) or app.screen._update_timer._active.is_set()


def _soon(app: App[Any]) -> Iterator[bool]:
    """Yield, for each timer, whether it ends soon and once: the toolkit's timers, then those of the loop itself."""
    for node in (app, *(each for screen in app.screen_stack for each in screen.walk_children(with_self=True))):
        for timer in [*node._timers]:
            yield timer._repeat == 0 and timer._interval <= SOON and timer._task is not None and not timer._task.done()
    loop = asyncio.get_running_loop()
    for handle in [*loop._scheduled]:  # type: ignore[attr-defined]
        sleeps = (
            handle._callback is not None and getattr(handle._callback, "__name__", "") == "_set_result_unless_cancelled"
        )
        yield not handle.cancelled() and not sleeps and handle.when() - loop.time() <= SOON
