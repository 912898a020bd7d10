"""`sharedlives soak` with its goals: sessions that write at once, a row for each figure, reached or MISSED.

    python -m benchmarks.soak --users 40 --writes 1000 --desk     forty desks, 0.2 to 0.6 seconds of thought, 200 cases
    python -m benchmarks.soak --users 40 --writes 1000            as fast as they can
    python -m benchmarks.soak --users 8 --writes 50 --database postgresql://SERVER/NAME

A session is a program of its own that opens the office and records notes through the door that everybody's go through:
no screens, no SSH. `benchmarks/shared_server.py` sends people through both. With --database the practice office is made
in that database, which may hold no office yet, and stays there. Status 1 where a note was lost, two wrote over each
other, somebody was told that the file is in use, or the office is not whole; with --strict where a time is missed.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from benchmarks import goals, plain
from benchmarks.report import FIGURES, status
from sharedlives_tui.cli.options import WrongUsage
from sharedlives_tui.cli.soak import JOBS, wanted
from sharedlives_tui.soaking import soak
from sharedlives_tui.store import StoreError


def main(arguments: Sequence[str] | None = None) -> int:
    """Let them write, print the rows, and return the status."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.soak", formatter_class=argparse.RawDescriptionHelpFormatter
    )
    JOBS["soak"].arguments(parser)
    parser.description = __doc__
    parser.add_argument("--database", metavar="URL", help="a new, empty database of a server, instead of a file")
    parser.add_argument("--strict", action="store_true", help="end with status 1 where a time is missed, too")
    told = parser.parse_args(arguments)
    try:
        think, cases, place = wanted(told, told.database)
        beside = None if place else plain.saving()
        found = soak(told.users, told.writes, think, cases, place)
    except (WrongUsage, StoreError) as error:
        parser.error(str(error))
    rows = goals.of_soak(found, desk=told.desk, plain=beside)
    print(f"{told.users} sessions, {told.writes} notes each; the machine's load is {os.getloadavg()[0]:.1f}\n")
    print(FIGURES)
    for row in rows:
        print(row.line())
    for each in found.not_whole:
        print(each, file=sys.stderr)
    return status(rows, strict=told.strict)


if __name__ == "__main__":
    sys.exit(main())
