"""`case list`: all cases with what became of them, narrowed as on the screen; for regulators too (CC-20)."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import date

from sharedlives_tui.case_sheet import case_sheet, every, row_of
from sharedlives_tui.cli.call import Call, Job
from sharedlives_tui.cli.output import counted
from sharedlives_tui.cli.parsing import add_day, one_of, whole_number
from sharedlives_tui.cli.reports import add_excel, write_excel
from sharedlives_tui.cli.today import kind_of, owner_of
from sharedlives_tui.cli.words import HEADINGS
from sharedlives_tui.desk import Desk
from sharedlives_tui.limit_calendar import without_words
from sharedlives_tui.requests import Problem, Refused
from sharedlives_tui.store.basics import LISTED_STATES
from sharedlives_tui.store.cases import CaseList, ListedCase, Wanted
from sharedlives_tui.store.performance import Fell
from sharedlives_tui.typed_dates import say_day

_DAYS = {
    "opened_from": "received on or after",
    "opened_to": "received on or before",
    "closed_from": "closed on or after; the list is then in the order of closing",
    "closed_to": "closed on or before",
}


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--words",
        metavar="TEXT",
        default="",
        help="beginnings of words of the title or of a name in it, or its reference",
    )
    parser.add_argument("--kind", metavar="KIND", help="only cases of one kind, like complaint")
    parser.add_argument("--stage", metavar="STAGE", default="", help="only cases in this stage, as procedures show")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--open", action="store_true", help="only open cases")
    which.add_argument("--closed", action="store_true", help="only closed cases")
    which.add_argument(
        "--state", metavar="STATE", type=one_of(*LISTED_STATES), help=f"one of: {', '.join(LISTED_STATES)}"
    )
    whose = parser.add_mutually_exclusive_group()
    whose.add_argument("--owner", metavar="NAME", help="only cases that this person looks after")
    whose.add_argument("--mine", action="store_true", help="only your own cases")
    whose.add_argument("--unowned", action="store_true", help="only cases that nobody looks after")
    for name, words in _DAYS.items():
        add_day(parser, f"--{name.replace('_', '-')}", words)
    parser.add_argument("--step", metavar="STEP", default="", help="only those in which a limit of this step fell")
    add_day(parser, "--step-from", "the first of those days; usually the beginning")
    add_day(parser, "--step-to", "the last of those days; usually today")
    parser.add_argument("--own-target", action="store_true", help="of --step, the office's own target")
    parser.add_argument("--size", type=whole_number(1, 999_999_999), metavar="N", help="at most so many cases")
    parser.add_argument("--after", metavar="REF", help="go on after this case: the last one of what you had")
    parser.add_argument("--no-names", action="store_true", help="leave people out")
    add_excel(parser)


def _run(call: Call) -> int:
    args = call.args
    with call.desk() as desk, desk.store.reading():
        cases = CaseList(desk.store, desk.viewer, _wanted(call, desk), desk.today, desk.soon_until)
        found = _all(cases, args.size, args.after)
        if args.excel is not None:
            return write_excel(call, desk, "cases", [case_sheet(found, names=not args.no_names)])
        if call.json:
            call.out.data([row_of(each, names=not args.no_names) for each in found])
            return 0
        number = 0
        for number, each in enumerate(found, 1):  # noqa: B007 - counted while it is written
            call.out.line(_line(desk, each, names=not args.no_names))
        call.out.line(f"{counted(number, 'case')}.")
    return 0


def _wanted(call: Call, desk: Desk) -> Wanted:
    args = call.args
    if args.mine and desk.viewer.person_id is None:
        words = "Your name is not in the office's list, so no case is yours. Say who you are: --as NAME."
        raise Refused(Problem("mine", "", words))
    days: dict[str, date | None] = {
        name: call.day(getattr(args, name), f"--{name.replace('_', '-')}", desk) for name in _DAYS
    }
    fell = None
    if args.step:
        first, last = (call.day(getattr(args, f"step_{end}"), f"--step-{end}", desk) for end in ("from", "to"))
        fell = Fell(args.step, not args.own_target, first or date.min, last or desk.today)
    return Wanted(
        args.words,
        kind_of(desk, args.kind) or "",
        args.stage,
        "open" if args.open else "closed" if args.closed else "",
        args.state or "",
        desk.viewer.person_id if args.mine else owner_of(desk, args.owner),
        args.unowned,
        fell=fell,
        **days,
    )


def _all(cases: CaseList, size: int | None, after: str | None) -> Iterator[ListedCase]:
    """The cases. Raises Refused where there is nothing to go on after."""
    last = None if after is None else cases.one(after.strip().upper())
    if after is not None and last is None:
        raise Refused(Problem("after", "", f"{after} is not in this list. Give the last reference that you had."))
    return every(cases, size, last)


def _line(desk: Desk, row: ListedCase, *, names: bool) -> str:
    title = f" {row.title}" if names and row.title else ""
    kind = row.type or row.kind
    end = f"closed on {say_day(row.closed_on)}" if row.closed_on is not None else f"open, stage {row.stage}"
    now = ""
    if row.today is not None:
        due = f", due {say_day(row.today.due)}" if row.today.due is not None else ""
        name = row.today.step_name if names else without_words(desk, row.today)
        step = f": {name}" if name else ""
        now = f"; {HEADINGS[row.today.state].lower()}{step}{due}"
    owner = ""
    if names:
        owner = f" (owner {row.owner_name})" if row.owner_name else " (no owner)"
    return f"{row.ref}{title}: {kind}, received on {say_day(row.opened_on)}, {end}{now}{owner}"


JOBS = {"case list": Job(_arguments, _run)}
