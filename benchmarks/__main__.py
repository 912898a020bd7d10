"""Measure speed as ratios, ours beside the plain thing in the same run: make bench, or python -m benchmarks --help."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks import finding, lists, over_ssh, peers, screens, writers
from benchmarks.report import HEAD, Row
from sharedlives_tui import demo
from sharedlives_tui.clock import Clock
from sharedlives_tui.desk import Desk

SMALL = 1_000


def main() -> int:
    """Make the offices, measure, print; return 1 where a goal is missed and --strict was given."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000, help="cases of the large office (100000); up to 1000000")
    parser.add_argument("--rounds", type=int, default=9, help="rounds of everything (9)")
    parser.add_argument("--only", choices=PARTS, nargs="+", default=PARTS, help="only these")
    parser.add_argument("--keep", metavar="FOLDER", help="make the offices here and use them again the next time")
    parser.add_argument("--strict", action="store_true", help="end with status 1 where a goal is missed")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sharedlives-bench-") as folder:
        place = Path(args.keep or folder)
        small, large = _office(place, SMALL), _office(place, args.cases)
        found: list[Row] = []
        for part in args.only:
            _say(f"Measuring {WORDS[part]}, {args.rounds} rounds")
            found += _measure(part, small, large, args.rounds)
        small.store.close()
        large.store.close()
    print(f"\n{args.rounds} rounds; medians; the machine's load is {os.getloadavg()[0]:.1f}\n\n{HEAD}")
    for each in found:
        print(each.line())
    return int(args.strict and not all(each.reached for each in found))


WORDS = {
    "lists": "the lists",
    "find": "Find",
    "screens": "the screens, ten programs in turn",
    "writers": "those who save at once",
    "peers": "other programs",
    "ssh": "the start over SSH",
}
PARTS = tuple(WORDS)


def _measure(part: str, small: Desk, large: Desk, rounds: int) -> Sequence[Row]:
    if part == "lists":
        return [lists.page_against_driver(large, rounds), *lists.growth(small, large, rounds)]
    if part == "find":
        return finding.measure(small, large, rounds)
    if part == "screens":
        return screens.measure(small, large, rounds)
    if part == "writers":
        return writers.measure(rounds)
    return peers.measure(large, rounds) if part == "peers" else over_ssh.measure(large, rounds)


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
