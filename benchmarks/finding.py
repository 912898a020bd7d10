"""Find beside a search through every text, in a large office against a small one; and what its index costs a save.

A search through every text takes ten times as long in an office of ten times as many cases, and Find as long as in the
small one: so what it may cost beside that shrinks as the office grows, down to a hundredth at a million cases.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from time import perf_counter

from benchmarks.report import Ratio
from sharedlives_tui import casework, demo
from sharedlives_tui.desk import Desk
from sharedlives_tui.finding import Finder, finder
from sharedlives_tui.requests import Record
from sharedlives_tui.store import find_index

CALLS = 8
"""How often each is asked in one round; less often where that would take longer than PATIENCE."""
PATIENCE = 1_000
"""Milliseconds."""
SAVES = 12
TEXT = "The visit was late again, and nobody rang; the neighbour let them in at ten past four. " * 8
_LIKE = "SELECT count(*) FROM words WHERE body LIKE '%qzqz%'"
_COMMON = "SELECT name FROM person WHERE name LIKE '_______% %' GROUP BY name HAVING count(*) = 1 ORDER BY name LIMIT 1"


def measure(small: Desk, large: Desk, rounds: int) -> Sequence[Ratio]:
    """Return the ratios: words, beginnings and names with a slip against LIKE without a hit, growth, and a save."""
    cases = f"{_cases(large):,} cases"
    with _looking(small) as few, _looking(large) as many:
        like = partial(large.store.fetch, _LIKE)
        asked = {
            "Find a word": ("paper", "paper"),
            "Find a beginning": ("pap", "pap"),
            "Find a name with a slip": (_slip(small), _slip(large)),
            "Find a reference": ("co12", "co12"),
        }
        found = []
        for what, (in_small, in_large) in asked.items():
            ours = partial(many.look, in_large)
            if not ours().hits:
                raise ValueError(f"This office has nothing for {in_large}. Measure with more cases.")
            found.append(_ratio(f"{what}, {cases} / LIKE", ours, like, rounds, _goal(_cases(large))))
            grows = f"{what} grows, {_cases(small):,} to {cases}"
            found.append(_ratio(grows, ours, partial(few.look, in_small), rounds, None))
    return [*found, _saving(rounds)]


def _goal(cases: int) -> float:
    """What Find may cost beside a search through every text: a hundredth at a million cases, a tenth at 100,000."""
    return min(1.0, 10_000 / cases)


@contextmanager
def _looking(desk: Desk) -> Iterator[Finder]:
    looking = finder(desk)
    try:
        yield looking
    finally:
        looking.close()


def _slip(desk: Desk) -> str:
    """The name of somebody with two letters swapped."""
    name = str(desk.store.fetch(_COMMON)[0][0])
    return name[:2] + name[3] + name[2] + name[4:]


def _saving(rounds: int) -> Ratio:
    """A save with the index beside a save without it, of a note with a page of text."""
    ours, plain = [], []
    with tempfile.TemporaryDirectory(prefix="sharedlives-bench-") as folder:
        desks = [demo.make(Path(folder) / name) for name in ("with.db", "without.db")]
        for number in range(-1, rounds):
            with_index, without = _saves(desks[0]), _without_index(desks[1])
            if number >= 0:
                ours.append(with_index)
                plain.append(without)
        for desk in desks:
            desk.store.close()
    return Ratio("a save of a page / without Find's index", "ms", ours, plain, 1.25)


def _saves(desk: Desk) -> float:
    """Milliseconds of one save, in the middle of some."""
    ref = str(desk.store.fetch("SELECT ref FROM case_file WHERE status = 'open' AND kind = 'complaint'")[0][0])
    times = []
    for number in range(SAVES):
        began = perf_counter()
        casework.record(desk, Record(ref, "note", {"text": f"{number}: {TEXT}"}))
        times.append((perf_counter() - began) * 1000)
    return sorted(times)[SAVES // 2]


def _without_index(desk: Desk) -> float:
    kept = find_index.put_words
    find_index.put_words = lambda *_: None
    try:
        return _saves(desk)
    finally:
        find_index.put_words = kept


def _ratio(
    what: str, ours: Callable[[], object], plain: Callable[[], object], rounds: int, goal: float | None
) -> Ratio:
    found: tuple[list[float], list[float]] = ([], [])
    for number in range(-1, rounds):
        pair = (
            [_milliseconds(ours), _milliseconds(plain)]
            if number % 2
            else [_milliseconds(plain), _milliseconds(ours)][::-1]
        )
        if number >= 0:  # the first pair only warms the file's pages
            found[0].append(pair[0])
            found[1].append(pair[1])
    return Ratio(what, "ms", *found, goal)


def _milliseconds(job: Callable[[], object]) -> float:
    times: list[float] = []
    while len(times) < CALLS and sum(times) < PATIENCE:
        began = perf_counter()
        job()
        times.append((perf_counter() - began) * 1000)
    return sorted(times)[len(times) // 2]


def _cases(desk: Desk) -> int:
    return int(desk.store.fetch("SELECT count(*) FROM case_file")[0][0])
