"""A page of the list of Today: through our views against the bare driver, and in a small against a large office."""

from __future__ import annotations

import gc
import sqlite3
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.report import Ratio
from sharedlives_tui import reading
from sharedlives_tui.desk import Desk
from sharedlives_tui.store import views
from sharedlives_tui.store.rows import LISTED_STATES
from sharedlives_tui.store.workload import workload

PAGE = 60
CALLS, FEW = 40, 4
"""How often something quick, and something slow, is asked in one round."""


class Overheard:
    """Hands questions on to the store and remembers them."""

    def __init__(self, desk: Desk) -> None:
        self._store = desk.store
        self.asked: list[tuple[str, Any]] = []

    def fetch(self, sql: str, parameters: Any = ()) -> list[sqlite3.Row]:
        """Return the rows of a query."""
        self.asked.append((sql, parameters))
        return self._store.fetch(sql, parameters)


def first_page(desk: Desk, reads: Any) -> int:
    """Read the first page of the list, state by state as far as the page goes; return how many rows it has."""
    rows = 0
    for state in LISTED_STATES:
        rows += len(views.today_page(reads, desk.viewer, desk.today, desk.soon_until, state, size=PAGE - rows))
        if rows >= PAGE:
            break
    return rows


def milliseconds(job: Callable[[], object], calls: int = CALLS) -> float:
    """Return the time of one call among some."""
    gc.collect()
    began = time.perf_counter()
    for _ in range(calls):
        job()
    return (time.perf_counter() - began) * 1000 / calls


def page_against_driver(desk: Desk, rounds: int) -> Ratio:
    """Time our page beside the same questions asked of the bare driver, which only fetches."""
    overheard = Overheard(desk)
    if first_page(desk, overheard) < PAGE:
        raise ValueError("This office is too small to fill a page. Measure with more cases.")
    connection = sqlite3.connect(f"{Path(desk.store.path).absolute().as_uri()}?mode=ro", uri=True)

    def bare() -> None:
        for sql, parameters in overheard.asked:
            connection.execute(sql, parameters).fetchall()

    ours, plain = [], []
    for number in range(-1, rounds):
        pair = _in_turn(number, lambda: first_page(desk, desk.store), bare)
        if number >= 0:  # the first pair only warms the file's pages
            ours.append(pair[0])
            plain.append(pair[1])
    connection.close()
    cases = _cases(desk)
    return Ratio(f"a page of the list, {cases:,} cases / bare driver", "ms", ours, plain, 1.5)


def growth(small: Desk, large: Desk, rounds: int) -> Sequence[Ratio]:
    """Time what is asked of the list, and opening a case, in the large office beside the small one."""
    between = f"{_cases(small):,} to {_cases(large):,} cases"
    jobs: list[tuple[str, Callable[[Desk], Callable[[], object]], float, int]] = [
        ("a page of the list", lambda desk: partial(first_page, desk, desk.store), 2.0, CALLS),
        ("the next page", _next_page, 2.0, CALLS),
        ("reading a case", _reading, 2.0, FEW),
        ("the counts by state", _counts, 6.0, FEW),
        ("the counts by owner", _owners, 6.0, 1),
    ]
    found = []
    for what, job, goal, calls in jobs:
        ours, plain = [], []
        in_large, in_small = job(large), job(small)
        for number in range(-1, rounds):
            pair = _in_turn(number, in_large, in_small, calls)
            if number >= 0:
                ours.append(pair[0])
                plain.append(pair[1])
        found.append(Ratio(f"{what} grows, {between}", "ms", ours, plain, goal))
    return found


def _next_page(desk: Desk) -> Callable[[], object]:
    """The second page of the state with most cases, after the last row of the first."""
    groups = views.today_groups(desk.store, desk.viewer, desk.today, desk.soon_until)
    state = max(groups, key=lambda each: groups[each])
    asked = (desk.store, desk.viewer, desk.today, desk.soon_until, state)
    last = views.today_page(*asked, size=PAGE)[-1]
    return lambda: views.today_page(*asked, after=last, size=PAGE)


def _reading(desk: Desk) -> Callable[[], object]:
    """Everything that a case's screen shows, computed from its journal."""
    groups = views.today_groups(desk.store, desk.viewer, desk.today, desk.soon_until)
    state = next(state for state, count in groups.items() if count)
    ref = views.today_page(desk.store, desk.viewer, desk.today, desk.soon_until, state, size=1)[0].ref
    return lambda: reading.case_view(desk, ref)


def _counts(desk: Desk) -> Callable[[], object]:
    return lambda: views.today_groups(desk.store, desk.viewer, desk.today, desk.soon_until)


def _owners(desk: Desk) -> Callable[[], object]:
    return lambda: workload(desk.store, desk.viewer, desk.today, desk.soon_until)


def _in_turn(
    number: int, one: Callable[[], object], other: Callable[[], object], calls: int = CALLS
) -> tuple[float, float]:
    """Time both, every other round in the other order."""
    if number % 2:
        second = milliseconds(other, calls)
        return milliseconds(one, calls), second
    first = milliseconds(one, calls)
    return first, milliseconds(other, calls)


def _cases(desk: Desk) -> int:
    return int(desk.store.fetch("SELECT count(*) FROM case_file")[0][0])
