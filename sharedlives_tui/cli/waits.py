"""`case wait`: whom a case waits for. It moves no date of ours (DY-10)."""

from __future__ import annotations

import argparse

from sharedlives_tui import casework, reading
from sharedlives_tui.cli.call import Call, Job
from sharedlives_tui.cli.case_data import wait_data
from sharedlives_tui.cli.options import WrongUsage
from sharedlives_tui.cli.parsing import add_day
from sharedlives_tui.cli.results import tell_recorded
from sharedlives_tui.facts import Value
from sharedlives_tui.requests import Record
from sharedlives_tui.typed_dates import say_day
from sharedlives_tui.waits import BEGINS, ENDS, HOW, WHAT, WHICH, WHOM, WORDS

CAME, NO_LONGER = "it came", "we no longer wait"


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ref", metavar="REF", help="the case, like CO-0012; alone: list whom it waits for")
    parser.add_argument("--for", dest="whom", metavar="WHOM", help='note whom it waits for, like "GP"')
    parser.add_argument("--what", default="", metavar="WORDS", help="with --for: for what")
    parser.add_argument("--private", action="store_true", help="with --for: for you alone")
    parser.add_argument("--in-confidence", action="store_true", help="with --for: it was told in confidence")
    words = "it came: which wait is over, by its words or by whom; the only one if left out"
    parser.add_argument("--over", nargs="?", const="", metavar="WHICH", help=words)
    parser.add_argument(
        "--no-longer", action="store_true", help="with --over: it did not come, but nobody waits for it"
    )
    parser.add_argument("--note", default="", metavar="WORDS", help="with --over: what came, or why not")
    add_day(parser, "--on", "since when, or the day on which it was over; today if left out")
    parser.add_argument("--by", default="", metavar="NAME", help="who asked them, or who saw it come; you if left out")


def _wait(call: Call) -> int:
    args = call.args
    if args.whom is None and args.over is None:
        if args.what or args.private or args.in_confidence or args.no_longer or args.note or args.on or args.by:
            raise WrongUsage("say whom the case waits for with --for, or that it came with --over")
        return _list(call)
    if args.whom is not None and args.over is not None:
        raise WrongUsage("--for notes a wait and --over ends one: two commands")
    if args.whom is not None and (args.no_longer or args.note):
        raise WrongUsage("--no-longer and --note go with --over")
    if args.over is not None and (args.what or args.private or args.in_confidence):
        raise WrongUsage("--what, --private and --in-confidence go with --for")
    with call.desk() as desk:
        on = call.day(args.on, "--on", desk)
        done = casework.record(
            desk, Record(args.ref, BEGINS if args.over is None else ENDS, _values(args), on, args.by)
        )
        day = say_day(on or desk.today)
        said = f"waiting for {args.whom} since {day}" if args.over is None else f"the wait was over on {day}"
        tell_recorded(call.out, done, f"{done.ref}, entry {done.entry}: {said}.")
    return 0


def _values(args: argparse.Namespace) -> dict[str, Value]:
    if args.over is None:
        found: dict[str, Value] = {WHOM: args.whom, WHAT: args.what}
        return (
            found
            | ({"side": "private"} if args.private else {})
            | ({"in_confidence": "yes"} if args.in_confidence else {})
        )
    return {WHICH: args.over, HOW: NO_LONGER if args.no_longer else CAME, WORDS: args.note}


def _list(call: Call) -> int:
    with call.desk() as desk:
        case = reading.case_view(desk, call.args.ref)
        return call.listed(
            case.waits_now,
            wait_data,
            lambda each: f"{each.words}, since {say_day(each.since)}, noted by {each.by} (entry {each.entry})",
            f"{case.ref} waits for nobody.",
        )


JOBS = {"case wait": Job(_arguments, _wait)}
