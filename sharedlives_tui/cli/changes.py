"""`changes`: what others recorded and what became overdue since your last visit of the screens, or since a day."""

from __future__ import annotations

import argparse
from typing import Any

from sharedlives_tui import changes, visits
from sharedlives_tui.changes import Change, Changes
from sharedlives_tui.cli.call import Call, Job
from sharedlives_tui.cli.parsing import add_day
from sharedlives_tui.cli.today import as_data
from sharedlives_tui.desk import Desk
from sharedlives_tui.limit_calendar import without_words
from sharedlives_tui.requests import Problem, Refused
from sharedlives_tui.typed_dates import say_day

_WHAT = {
    "opened": "new case",
    "letter": "letter",
    "struck": "struck",
    "asked": "to sign off",
    "signed": "signed off",
    "back": "sent back to you",
}


def _arguments(parser: argparse.ArgumentParser) -> None:
    add_day(parser, "--since", "from the beginning of this day; your last visit of the screens if left out")
    parser.add_argument("--no-names", action="store_true", help="leave people out")


def _run(call: Call) -> int:
    with call.desk() as desk:
        day = call.day(call.args.since, "--since", desk)
        found = visits.changes_since_visit(desk) if day is None else changes.changes_since(desk, day)
        if found is not None:
            _tell(call, desk, found)
            return 0
    words = "There is no earlier visit of yours to compare with. Say from when: --since DATE."
    raise Refused(Problem("since", "", words))


def _tell(call: Call, desk: Desk, found: Changes) -> None:
    names = not call.args.no_names
    if call.json:
        call.out.data(_data(desk, found, names=names))
        return
    call.out.line(found.sentence or f"Since {found.since} nobody else recorded anything, and nothing became overdue.")
    for row in found.overdue:
        title = f" {row.title}" if names and row.title else ""
        step = row.step_name if names else without_words(desk, row)
        call.out.line(f"Became overdue: {row.ref}{title}: {step}, {_days(row.days_late)} late", 2)
    for change in found.recorded:
        title = f" {change.title}" if names and change.title else ""
        by = f", by {change.by}" if names else ""
        what = f"{_WHAT[change.what]}, " if change.what in _WHAT else ""
        call.out.line(f"{say_day(change.done_on)}: {change.ref}{title}: {what}{change.name}{by}", 2)
    if found.more:
        call.out.line(f"There is more; shown are the latest {changes.MOST}.")


def _days(number: int) -> str:
    return f"{number} {'day' if number == 1 else 'days'}"


def _data(desk: Desk, found: Changes, *, names: bool) -> dict[str, Any]:
    return {
        "since": found.since,
        "sentence": found.sentence,
        "overdue": [as_data(desk, row, names=names) for row in found.overdue],
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
