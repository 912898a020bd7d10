"""`soak`: many sessions write at once into a practice office that is made for it, and what was lost is counted."""

from __future__ import annotations

import argparse

from sharedlives_tui.cli.call import Call, Job
from sharedlives_tui.cli.parsing import number_of_seconds, whole_number

HOW = """Each session is a program of its own that opens the office and records notes as `case record`
does: without screens, and without SSH. The office is a file that is made for it and removed. With
--database postgresql://SERVER/NAME it is made in that database, which may hold no office yet,
and stays there."""


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = f"{parser.description}\n\n{HOW}"
    many = whole_number(1, 1_000_000)
    parser.add_argument("--users", type=whole_number(1, 500), default=8, metavar="N", help="sessions at once (8)")
    parser.add_argument("--writes", type=many, default=100, metavar="M", help="notes that each records (100)")
    parser.add_argument("--cases", type=many, default=0, metavar="C", help="cases to work on (25 for each user)")
    parser.add_argument(
        "--think", type=number_of_seconds, default=0.0, metavar="S", help="seconds between reading and recording (0)"
    )
    parser.add_argument(
        "--desk",
        action="store_true",
        help="the pace of desks at their busiest: 200 cases, 0.2 to 0.6 seconds between reading and recording",
    )


def wanted(args: argparse.Namespace, database: str | None) -> tuple[float, int, str]:
    """Return the seconds of thought, the cases, and the new database (empty: a file) that were asked for.

    Only a database that is named is taken, and never a file: no office of somebody's is touched. Raises WrongUsage.
    """
    from sharedlives_tui.cli.options import WrongUsage, on_a_server, place_of
    from sharedlives_tui.soaking import DESK_CASES, DESK_THINK

    place = "" if database is None else place_of(database)
    if place and not on_a_server(place):
        words = "leave --database out, or name a new, empty database of a server"
        raise WrongUsage(f"soak makes a practice office of its own and removes it: {words}")
    if args.desk and (args.think or args.cases):
        raise WrongUsage("--desk says how long each thinks and how many cases there are: leave --think and --cases out")
    return (DESK_THINK, DESK_CASES, place) if args.desk else (args.think, args.cases, place)


def _soak(call: Call) -> int:
    from sharedlives_tui.soaking import soak

    args, out = call.args, call.out
    think, cases, place = wanted(args, call.options.database)
    found = soak(args.users, args.writes, think, cases, place)
    if place:
        out.note(f"The practice office of this stays in {place}: drop that database.")
    if call.json:
        out.data(found.as_data())
        return 0 if found.sound else 1
    out.line(f"{found.users} sessions recorded {found.acknowledged:,} notes in {found.seconds:g} seconds.")
    out.line(f"Acknowledged and lost: {found.lost}")
    out.line(f"Recorded over what somebody else had recorded: {found.lost_updates}")
    out.line(f"Told that the file is in use, or of an error: {found.lock_errors}")
    out.line(f"Told that a colleague was quicker, and recorded after looking again: {found.told_of_others:,}")
    out.line(
        f"A save took {found.p50_ms:g} ms (half of them less), {found.p95_ms:g} ms (95 of 100 less), "
        f"{found.p99_ms:g} ms (99 of 100), {found.longest_ms:g} ms at most; {found.writes_a_second:g} a second."
    )
    for each in found.not_whole:
        out.note(each)
    out.line("The office is whole." if not found.not_whole else "The office is not whole.")
    return 0 if found.sound else 1


JOBS = {"soak": Job(_arguments, _soak)}
