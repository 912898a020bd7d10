"""Measure speed as ratios, ours beside the plain thing in the same run, and what must never be lost at a small size.

make bench, or python -m benchmarks --help. The full sizes of what must never be lost are in docs/reliability.md.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from benchmarks import finding, lists, over_ssh, peers, reliability, screens, writers
from benchmarks.report import FIGURES, HEAD, Figure, Row, status
from sharedlives_tui import demo
from sharedlives_tui.clock import Clock
from sharedlives_tui.desk import Desk

SMALL = 1_000
SIZES = reliability.Sizes()


def main() -> int:
    """Measure, print; return 1 where something was lost, and where any goal is missed and --strict was given."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000, help="cases of the large office (100000); up to 1000000")
    parser.add_argument("--rounds", type=int, default=9, help="rounds of everything (9)")
    parser.add_argument("--only", choices=PARTS, nargs="+", default=PARTS, help="only these")
    parser.add_argument("--keep", metavar="FOLDER", help="make the offices here and use them again the next time")
    parser.add_argument("--strict", action="store_true", help="end with status 1 where a goal is missed")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sharedlives-bench-") as folder:
        offices = Offices(Path(args.keep or folder), args.cases)
        found: list[Row] = []
        for part in args.only:
            _say(f"Measuring {WORDS[part]}" if part == ONCE else f"Measuring {WORDS[part]}, {args.rounds} rounds")
            found += _measure(part, offices, args.rounds)
        offices.close()
    print(f"\nThe machine's load is {os.getloadavg()[0]:.1f}")
    for often, head, rows in _tables(found, args.rounds):
        print(f"\n{often}\n\n{head}")
        for each in rows:
            print(each.line())
    return status(found, strict=args.strict)


class Offices:
    """The small and the large office, each made when it is first asked for."""

    def __init__(self, place: Path, cases: int) -> None:
        self._place, self._cases = place, cases

    @cached_property
    def small(self) -> Desk:
        """A desk in the small one."""
        return _office(self._place, SMALL)

    @cached_property
    def large(self) -> Desk:
        """A desk in the large one."""
        return _office(self._place, self._cases)

    def close(self) -> None:
        """Close those that were made."""
        for each in vars(self).values():
            if isinstance(each, Desk):
                each.store.close()


WORDS = {
    "lists": "the lists",
    "find": "Find",
    "screens": "the screens, ten programs in turn",
    "writers": "those who save at once",
    "peers": "other programs",
    "ssh": "the start over SSH",
    "reliability": "what must never be lost, once; this takes two minutes",
}
PARTS = tuple(WORDS)
ONCE = "reliability"


def _measure(part: str, offices: Offices, rounds: int) -> Sequence[Row]:
    if part == ONCE:
        return reliability.measure(SIZES)
    if part == "writers":
        return writers.measure(rounds)
    small, large = offices.small, offices.large
    if part == "lists":
        return [lists.page_against_driver(large, rounds), *lists.growth(small, large, rounds)]
    if part == "find":
        return finding.measure(small, large, rounds)
    if part == "screens":
        return screens.measure(small, large, rounds)
    return peers.measure(large, rounds) if part == "peers" else over_ssh.measure(large, rounds)


def _tables(found: Sequence[Row], rounds: int) -> list[tuple[str, str, list[Row]]]:
    """Return how often, the head and the rows of each table: ratios of many rounds, and figures by themselves."""
    figures: list[Row] = [each for each in found if isinstance(each, Figure)]
    ratios = [each for each in found if not isinstance(each, Figure)]
    tables = ((f"{rounds} rounds; medians", HEAD, ratios), ("What must never be lost, once", FIGURES, figures))
    return [each for each in tables if each[2]]


def _office(place: Path, cases: int) -> Desk:
    """Return a desk in the practice office with so many cases; made if it is not there, of today's day."""
    path = place / f"practice-{cases}-{Clock().today()}.db"
    if path.exists():
        return demo.open_or_make(path, by_name=READER)
    _say(f"Making a practice office with {cases:,} cases")
    began = time.perf_counter()
    desk = demo.make(path, cases=cases, by_name=READER)
    seconds = time.perf_counter() - began
    _say(f"  {seconds:.0f} seconds, {cases / seconds:,.0f} cases a second, {path.stat().st_size / 1e6:,.0f} MB")
    return desk


READER = "V. Ashdown"
"""Who sits at the desk: somebody from whom no case is hidden."""


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
