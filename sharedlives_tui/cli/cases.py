"""`case open`, `case record` and `case correct`: every write to a case, by the one door."""

from __future__ import annotations

import argparse

from sharedlives_tui import casework
from sharedlives_tui.cli.call import Call, Job
from sharedlives_tui.cli.case_steps import tell_opening_fields
from sharedlives_tui.cli.options import WrongUsage
from sharedlives_tui.cli.parsing import add_day, add_set, whole_number
from sharedlives_tui.cli.results import tell_corrected, tell_recorded
from sharedlives_tui.cli.values import text_of, values_of
from sharedlives_tui.requests import Correct, OpenCase, Record
from sharedlives_tui.typed_dates import say_day


def _open_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", metavar="KIND", help="the procedure, like complaint")
    add_set(parser)
    add_day(parser, "--on", "the day on which it was received; today if left out")
    parser.add_argument("--by", default="", metavar="NAME", help="who received it; you if left out")
    _add_request_id(parser)
    parser.add_argument("--fields", action="store_true", help="only show what is asked for")


def _add_request_id(parser: argparse.ArgumentParser) -> None:
    words = "a mark of your own for this saving: sent again with the same mark, it is not saved twice"
    parser.add_argument("--request-id", default="", metavar="MARK", help=words)


def _add_version(parser: argparse.ArgumentParser) -> None:
    words = "the version that you looked at; refused if somebody has changed the case since"
    parser.add_argument("--if-version", type=whole_number(1, 999_999_999), metavar="N", help=words)


def _open(call: Call) -> int:
    args = call.args
    with call.desk() as desk:
        if args.fields:
            tell_opening_fields(call, desk, args.kind)
            return 0
        on = call.day(args.on, "--on", desk)
        request = OpenCase(args.kind, values_of(args.set, call.out), on, args.by, args.request_id)
        done = casework.open_case(desk, request)
        tell_recorded(call.out, done, f"{done.ref} opened, received on {say_day(on or desk.today)}.")
    return 0


def _record_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ref", metavar="REF", help="the case, like CO-0012")
    parser.add_argument("act", metavar="STEP|ACTION", help="as case steps names it: respond, tell-carer@P-12, check.2")
    add_day(parser, "--on", "the day on which it was done; today if left out")
    parser.add_argument("--by", default="", metavar="NAME", help="who did it; you if left out")
    add_set(parser)
    parser.add_argument("--letter", metavar="@FILE", help="the text of a letter that was written elsewhere")
    parser.add_argument("--has", action="append", default=[], metavar="ID", help="a required content that it holds")
    parser.add_argument(
        "--sent-incomplete",
        action="store_true",
        help="the letter left with gaps: record it as that; the step stays open",
    )

    _add_version(parser)
    _add_request_id(parser)


def _record(call: Call) -> int:
    args = call.args
    if args.has and args.letter is None:
        raise WrongUsage("--has says what a letter holds that was written elsewhere: give it with --letter @FILE")
    with call.desk() as desk:
        on = call.day(args.on, "--on", desk)
        request = Record(
            args.ref,
            args.act,
            values_of(args.set, call.out),
            on,
            args.by,
            letter=None if args.letter is None else text_of("letter", args.letter, call.out),
            has=tuple(args.has),
            sent_incomplete=args.sent_incomplete,
            version=args.if_version,
            request_id=args.request_id,
        )
        done = casework.record(desk, request)
        words = f"{done.ref}, entry {done.entry}: {args.act} recorded as done on {say_day(on or desk.today)}."
        tell_recorded(call.out, done, words)
    return 0


def _correct_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ref", metavar="REF", help="the case, like CO-0012")
    parser.add_argument("entry", metavar="ENTRY", type=whole_number(1, 999_999), help="its number, as case show has it")
    parser.add_argument("--reason", required=True, metavar="TEXT", help="why it is corrected")
    add_day(parser, "--on", "the day on which it was really done")
    add_set(parser)
    _add_version(parser)
    parser.add_argument("--preview", action="store_true", help="only show what would move")


def _correct(call: Call) -> int:
    args = call.args
    with call.desk() as desk:
        on = call.day(args.on, "--on", desk)
        values = values_of(args.set, call.out) if args.set else None
        request = Correct(args.ref, args.entry, args.reason, on, values, args.preview, args.if_version)
        tell_corrected(call.out, casework.correct(desk, request), args.preview)
    return 0


JOBS = {
    "case open": Job(_open_arguments, _open),
    "case record": Job(_record_arguments, _record),
    "case correct": Job(_correct_arguments, _correct),
}
