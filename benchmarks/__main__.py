"""Measure speed as ratios, ours beside the plain thing in the same run: make bench, or python -m benchmarks --help."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import finding, lists, screens
from benchmarks.report import HEAD, Ratio
from sharedlives_tui import demo
from sharedlives_tui.clock import Clock
from sharedlives_tui.desk import Desk

SMALL = 1_000


def main() -> int:
    """Make the offices, measure, print; return 1 where a goal is missed and --strict was given."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000, help="cases of the large office (100000); up to 1000000")
    parser.add_argument("--rounds", type=int, default=9, help="rounds of everything (9)")
    parser.add_argument("--only", choices=("screens", "lists"), help="only these")
    parser.add_argument("--keep", metavar="FOLDER", help="make the offices here and use them again the next time")
    parser.add_argument("--strict", action="store_true", help="end with status 1 where a goal is missed")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sharedlives-bench-") as folder:
        place = Path(args.keep or folder)
        large = _office(place, args.cases)
        found: list[Ratio] = []
        if args.only != "screens":
            small = _office(place, SMALL)
            _say(f"Measuring the list, {args.rounds} rounds")
            found += [lists.page_against_driver(large, args.rounds), *lists.growth(small, large, args.rounds)]
            _say(f"Measuring Find, {args.rounds} rounds")
            found += finding.measure(small, large, args.rounds)
            small.store.close()
        if args.only != "lists":
            _say(f"Measuring the screen, {args.rounds} rounds of three programs")
            found += screens.measure(large, args.rounds)
        large.store.close()
    print(f"\n{args.rounds} rounds; medians; the machine's load is {os.getloadavg()[0]:.1f}\n\n{HEAD}")
    for each in found:
        print(each.line())
    return int(args.strict and not all(each.reached for each in found))


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
