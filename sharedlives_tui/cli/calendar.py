"""`calendar list|add|remove|check`: the office's own changes of its working days (DY-01, DY-08)."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from sharedlives_tui import office
from sharedlives_tui.cli.call import Call, Job
from sharedlives_tui.cli.output import counted
from sharedlives_tui.cli.results import moved_data, tell_moved
from sharedlives_tui.store import views
from sharedlives_tui.typed_dates import say_day


def _no_arguments(_parser: argparse.ArgumentParser) -> None:
    return


def _list(call: Call) -> int:
    with call.desk() as desk:
        changes = views.calendar_changes(desk.store)
    if call.json:
        call.out.data(
            [
                {"date": each.day, "working": each.working, "reason": each.reason, "entered_on": each.entered_on}
                for each in changes
            ]
        )
        return 0
    for each in changes:
        kind = "a working day" if each.working else "no working day"
        call.out.line(f"{say_day(each.day)}: {kind}, {each.reason}. Entered on {say_day(each.entered_on)}")
    if not changes:
        call.out.line("The office has changed no days: it works by its nation's calendar.")
    return 0


def _change_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("date", metavar="DATE", help="the day: 2026-12-25, 25/12/26, 25 dec")
    parser.add_argument("--reason", required=True, metavar="TEXT", help="why")
    parser.add_argument("--preview", action="store_true", help="only show which dates would move")


def _change(*, working: bool) -> Callable[[Call], int]:
    def run(call: Call) -> int:
        args = call.args
        with call.desk() as desk:
            day = call.day(args.date, "date", desk)
            assert day is not None  # noqa: S101 - the parser asks for it
            moved = office.change_calendar(desk, day, working=working, reason=args.reason, preview=args.preview)
        if call.json:
            call.out.data(
                {
                    "date": day,
                    "working": working,
                    "preview": args.preview,
                    "moved": [moved_data(each) for each in moved],
                }
            )
            return 0
        becomes = "a working day" if working else "no working day"
        if args.preview:
            call.out.line(f"If {say_day(day)} were {becomes}; this is a preview, nothing was changed.")
        else:
            call.out.line(f"{say_day(day)} is {becomes} now.")
        tell_moved(call.out, moved)
        return 0

    return run


def _check(call: Call) -> int:
    with call.desk() as desk:
        missing = office.check_calendar(desk)
    if call.json:
        call.out.data({"missing": [{"date": day, "name": name} for day, name in missing]})
    elif missing:
        call.out.line(f"{counted(len(missing), 'holiday')} that the office's calendar does not have:")
        for day, name in missing:
            call.out.line(f"{say_day(day)}: {name}")
        call.out.line("Add those that hold: sharedlives calendar add DATE --reason TEXT")
    else:
        call.out.line("The office's calendar has every holiday from today on.")
    return 1 if missing else 0


JOBS = {
    "calendar list": Job(_no_arguments, _list),
    "calendar add": Job(_change_arguments, _change(working=False)),
    "calendar remove": Job(_change_arguments, _change(working=True)),
    "calendar check": Job(_no_arguments, _check),
}
