"""Sixteen who save at once: the fair queue beside SQLite's own way of waiting, by the longest wait and by fairness."""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.kill_writers import SECONDS, fork, new_office, write_once
from benchmarks.report import Ratio
from sharedlives_tui.store import Store
from sharedlives_tui.store import engine as engines
from sharedlives_tui.store.queue import Deadline, WriteQueue
from sharedlives_tui.store.rehearsal import rehearse

WRITERS = 16
FOR = 2.5
"""Seconds that all of them save as fast as they can."""


def measure(rounds: int) -> Sequence[Ratio]:
    """Return the longest wait beside that of SQLite's way, and how many saves the last had for each of the first."""
    rehearse()  # before the forks: everybody at their desk has long been ready
    longest: list[float] = []
    alone: list[float] = []
    fewest: list[float] = []
    most: list[float] = []
    for _ in range(rounds):
        saves, wait = _crowd(fair=True)
        longest.append(wait)
        fewest.append(min(saves))
        most.append(max(saves))
        alone.append(_crowd(fair=False)[1])
    return [
        Ratio(f"{WRITERS} who save at once: longest wait / busy_timeout alone", "ms", longest, alone, 0.1),
        Ratio(f"{WRITERS} who save at once: fewest saves / most saves", "", fewest, most, 0.5, at_least=True),
    ]


def _crowd(*, fair: bool) -> tuple[list[int], float]:
    """How many saves each had, and the longest that any took, in milliseconds."""
    with tempfile.TemporaryDirectory(prefix="sharedlives-bench-") as folder:
        path = Path(new_office(Path(folder) / "office.db", 1))
        begin = time.time() + 0.5
        children = [
            fork(lambda n=number: _save_for_a_while(path, n, begin, Path(folder) / f"report-{n}", fair=fair))
            for number in range(WRITERS)
        ]
        for child in children:
            os.waitpid(child, 0)
        reports = [json.loads(each.read_text()) for each in Path(folder).glob("report-*")]
    return [each["saves"] for each in reports], max(each["longest"] for each in reports) * 1000


def _save_for_a_while(path: Path, number: int, begin: float, report: Path, *, fair: bool) -> None:
    if not fair:
        _wait_as_sqlite_does()
    store = Store.open(path, wait=SECONDS)
    store.make_ready()
    time.sleep(max(0, begin - time.time()))
    saves, longest, end = 0, 0.0, time.perf_counter() + FOR
    while (began := time.perf_counter()) < end:
        write_once(store, f"w{number}-{saves}")
        longest = max(longest, time.perf_counter() - began)
        saves += 1
    report.write_text(json.dumps({"saves": saves, "longest": longest}))


def _wait_as_sqlite_does() -> None:
    """In this process alone: no queue, and SQLite's own busy handler for as long as one waits at all."""

    @contextmanager
    def no_turn(_queue: WriteQueue, _deadline: Deadline) -> Iterator[None]:
        yield

    connect: Callable[[engines.WriteEngine], Any] = engines.WriteEngine._connect

    def patient(engine: engines.WriteEngine) -> Any:
        connection = connect(engine)
        connection.execute(f"PRAGMA busy_timeout = {int(SECONDS * 1000)}")
        return connection

    WriteQueue.turn = no_turn  # type: ignore[assignment]
    engines.WriteEngine._connect = patient  # type: ignore[method-assign]
