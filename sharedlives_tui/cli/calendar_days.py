"""`calendar month|week`: which limits fall on which day, and a month's limits as a file for a calendar program."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from sharedlives_tui import audit, limit_calendar
from sharedlives_tui.calendar_days import month_name, month_weeks, week_of
from sharedlives_tui.cli.call import Call, Job
from sharedlives_tui.cli.output import counted
from sharedlives_tui.cli.today import as_data, owner_of
from sharedlives_tui.cli.words import HEADINGS
from sharedlives_tui.desk import Desk
from sharedlives_tui.store.limit_days import LimitLine
from sharedlives_tui.typed_dates import say_day

_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")


def _arguments(parser: argparse.ArgumentParser) -> None:
    help_words = "a day in it, or a month like 2026-11; today's if left out"
    parser.add_argument("date", metavar="DATE", nargs="?", help=help_words)
    parser.add_argument("--owner", metavar="NAME", help="only cases that this person looks after")
    parser.add_argument("--no-names", action="store_true", help="leave people out")
    parser.add_argument("--ics", metavar="FILE", help="write them into a new file for Outlook or another calendar")


def _run(span: Callable[[date], list[date]]) -> Callable[[Call], int]:
    def run(call: Call) -> int:
        args = call.args
        with call.desk() as desk:
            text = args.date
            if text is not None and _MONTH.fullmatch(text.strip()):
                text = f"{text.strip()}-01"
            days = span(call.day(text, "date", desk) or desk.today)
            owner = owner_of(desk, args.owner)
            if args.ics is not None:
                return _write(call, desk, days, owner)
            shown = limit_calendar.read_days(desk, days, owner)
            limits = limit_calendar.limit_days(desk, (days[0], days[-1]), owner)
            lines = list(limit_calendar.all_lines(limits))
            if call.json:
                call.out.data(_data(desk, shown, lines, days, names=not args.no_names))
            else:
                _tell(call, desk, shown, lines, days)
        return 0

    return run


def _write(call: Call, desk: Desk, days: list[date], owner: int | None) -> int:
    from sharedlives_tui.cli.files import nothing_there, write_new

    audit.must_take(desk)
    path = Path(call.args.ics).expanduser()
    content, number = limit_calendar.outlook_file(desk, (days[0], days[-1]), owner, names=not call.args.no_names)
    nothing_there([path])
    audit.taken(desk, "limits", count=number, name=path.name)
    write_new(path, content)
    if call.json:
        call.out.data({"file": str(path), "limits": number})
    else:
        call.out.line(f"{counted(number, 'limit')} written to {path}. Open it in your calendar program.")
    return 0


def _tell(call: Call, desk: Desk, shown: limit_calendar.Days, lines: list[LimitLine], days: list[date]) -> None:
    out, names = call.out, not call.args.no_names
    out.line(f"{desk.office.name}. {say_day(days[0])} to {say_day(days[-1])}.")
    for day in days:
        found = [line for line in lines if line.day == day]
        words = shown.words[day].full
        if not found and not words:
            continue
        out.line()
        out.line(f"{say_day(day)}{', today' if day == desk.today else ''}{f': {words}' if words else ''}")
        for line in found:
            row = line.row
            title = f" {row.title}" if names and row.title else ""
            owner = f" (owner {row.owner_name or 'nobody'})" if names else ""
            step = row.step_name if names else limit_calendar.without_words(desk, row)
            out.line(f"{HEADINGS[row.state].lower()}, {row.ref}{title}: {step}{owner}", 2)
    out.line()
    out.line(f"{counted(len(lines), 'limit')}.{_undated(shown.undated)}")


def _undated(number: int) -> str:
    return f" {counted(number, 'step')} without a date {'is' if number == 1 else 'are'} not here." if number else ""


def _data(
    desk: Desk, shown: limit_calendar.Days, lines: list[LimitLine], days: list[date], *, names: bool
) -> dict[str, Any]:
    return {
        "from": days[0],
        "to": days[-1],
        "days": [
            {
                "date": day,
                "working": shown.words[day].short in ("", "open"),
                "words": shown.words[day].full,
                "counts": dict(shown.counts.get(day, {})),
            }
            for day in days
        ],
        "limits": [{"date": line.day, **as_data(desk, line.row, names=names)} for line in lines],
        "undated": shown.undated,
    }


def _month(day: date) -> list[date]:
    found = [each for week in month_weeks(day) for each in week]
    return [each for each in found if month_name(each) == month_name(day)]


JOBS = {"calendar month": Job(_arguments, _run(_month)), "calendar week": Job(_arguments, _run(week_of))}
