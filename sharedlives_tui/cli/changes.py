"""`changes`: what others recorded and what became overdue since your last visit of the screens, or since a day."""

from __future__ import annotations

import argparse
from typing import Any

from sharedlives_tui import changes, visits
from sharedlives_tui.changes import Change, Changes
from sharedlives_tui.cli.call import Call, Job
from sharedlives_tui.cli.parsing import add_day
from sharedlives_tui.cli.today import as_data
from sharedlives_tui.requests import Problem, Refused
from sharedlives_tui.typed_dates import say_day

_WHAT = {"opened": "new case", "letter": "letter"}


def _arguments(parser: argparse.ArgumentParser) -> None:
    add_day(parser, "--since", "from the beginning of this day; your last visit of the screens if left out")
    parser.add_argument("--no-names", action="store_true", help="leave people out")


def _run(call: Call) -> int:
    names = not call.args.no_names
    with call.desk() as desk:
        day = call.day(call.args.since, "--since", desk)
        found = visits.changes_since_visit(desk) if day is None else changes.changes_since(desk, day)
    if found is None:
        words = "There is no earlier visit of yours to compare with. Say from when: --since DATE."
        raise Refused(Problem("since", "", words))
    if call.json:
        call.out.data(_data(found, names=names))
        return 0
    call.out.line(found.sentence or f"Since {found.since} nobody else recorded anything, and nothing became overdue.")
    for row in found.overdue:
        title = f" {row.title}" if names and row.title else ""
        call.out.line(f"Became overdue: {row.ref}{title}: {row.step_name}, {_days(row.days_late)} late", 2)
    for change in found.recorded:
        title = f" {change.title}" if names and change.title else ""
        by = f", by {change.by}" if names else ""
        what = f"{_WHAT[change.what]}, " if change.what in _WHAT else ""
        call.out.line(f"{say_day(change.done_on)}: {change.ref}{title}: {what}{change.name}{by}", 2)
    if found.more:
        call.out.line(f"There is more; shown are the latest {changes.MOST}.")
    return 0


def _days(number: int) -> str:
    return f"{number} {'day' if number == 1 else 'days'}"


def _data(found: Changes, *, names: bool) -> dict[str, Any]:
    return {
        "since": found.since,
        "sentence": found.sentence,
        "overdue": [as_data(row, names=names) for row in found.overdue],
        "recorded": [_change(each, names=names) for each in found.recorded],
        "more": found.more,
    }


def _change(change: Change, *, names: bool) -> dict[str, Any]:
    return {
        "ref": change.ref,
        "subject": change.title if names else "",
        "what": change.what,
        "name": change.name,
        "done_on": change.done_on,
        "recorded_at": change.recorded_at,
        "by": change.by if names else "",
    }


JOBS = {"changes": Job(_arguments, _run)}
