"""`journal`: who came in, what was refused or taken out, and what was changed in the office, the latest first."""

from __future__ import annotations

import argparse
from typing import Any

from sharedlives_tui import office_journal
from sharedlives_tui.cli.call import Call, Job
from sharedlives_tui.cli.options import WrongUsage
from sharedlives_tui.cli.parsing import add_day, one_of, whole_number
from sharedlives_tui.clock import local_day, time_of_day
from sharedlives_tui.office_journal import WHAT, Line, Wanted
from sharedlives_tui.typed_dates import say_day

_AT_FIRST = 60
_MOST = 100_000


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--by", default="", metavar="NAME", help="what one person did: a name or a number, like P-12")
    add_day(parser, "--on", "what was done on this day")
    add_day(parser, "--from", "from this day on")
    add_day(parser, "--to", "up to this day")
    parser.add_argument("--what", type=one_of(*WHAT), metavar="WHAT", help=f"one of: {', '.join(WHAT)}")
    parser.add_argument(
        "--rows",
        type=whole_number(1, _MOST),
        default=_AT_FIRST,
        metavar="NUMBER",
        help=f"how many rows at most (default: {_AT_FIRST})",
    )


def _run(call: Call) -> int:
    args = call.args
    with call.desk() as desk:
        on, first, last = (call.day(getattr(args, name), f"--{name}", desk) for name in ("on", "from", "to"))
        if on is not None and (first or last):
            raise WrongUsage("--on is one day: give it without --from and --to")
        found = office_journal.read(desk, Wanted(args.by, on or first, on or last, args.what or ""), size=args.rows)
    if call.json:
        call.out.data([_data(each) for each in found])
        return 0
    for each in found:
        call.out.line(f"{say_day(local_day(each.at))} {time_of_day(each.at)}, {each.by}: {each.words}")
    if not found:
        call.out.line("The journal tells of nothing like that.")
    elif len(found) == args.rows:
        call.out.line(f"These are the latest {args.rows}. For more: --rows NUMBER, or --to DATE.")
    return 0


def _data(line: Line) -> dict[str, Any]:
    return {
        "at": line.at.isoformat(),
        "by": line.by,
        "person": line.person,
        "what": line.what,
        "words": line.words,
        "ref": line.ref,
    }


JOBS = {"journal": Job(_arguments, _run)}
