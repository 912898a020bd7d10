"""`due`: count days from a date and explain the count. Works without an office; with one, on its own days."""

from __future__ import annotations

import argparse
import os
from datetime import date

from sharedlives_tui.calendars import load_calendar
from sharedlives_tui.cli.call import Call, Job, is_there, read_day
from sharedlives_tui.cli.options import DATABASE, office_place
from sharedlives_tui.cli.parsing import one_of, whole_number
from sharedlives_tui.requests import Problem, Refused
from sharedlives_tui.typed_dates import say_day
from sharedlives_tui.workdays import NATIONS, Calendar, OutOfRange, Unit

_MOST = 99_999
_UNITS: dict[str, Unit] = {"working_days": "working days", "days": "calendar days", "months": "months"}


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("date", metavar="DATE", help="day 0, the day of the event: 2026-12-25, 25/12/26, today")
    count = parser.add_mutually_exclusive_group(required=True)
    number = whole_number(-_MOST, _MOST)
    count.add_argument("--working-days", type=number, metavar="N", help="Monday to Friday less holidays")
    count.add_argument("--days", type=number, metavar="N", help="calendar days")
    count.add_argument("--months", type=number, metavar="N", help="months; they end on the same day number")
    parser.add_argument("--nation", type=one_of(*NATIONS), metavar="NATION", help=f"one of: {', '.join(NATIONS)}")


def _run(call: Call) -> int:
    args = call.args
    calendar = _calendar(call)
    start = read_day(args.date, "date", _today(call), calendar)
    unit, count = next((_UNITS[name], value) for name in _UNITS if (value := getattr(args, name)) is not None)
    try:
        receipt = calendar.count(start, count, unit)
    except OutOfRange as error:
        raise Refused(Problem("date", "DY-01", str(error))) from None
    if call.json:
        call.out.data(
            {
                "from": receipt.start,
                "unit": receipt.unit,
                "count": receipt.count,
                "nation": receipt.nation,
                "due": receipt.due,
                "act_by": receipt.act_by,
                "passed_over": [{"date": each.date, "why": each.why} for each in receipt.passed_over],
            }
        )
        return 0
    call.out.line(f"Due: {say_day(receipt.due)}")
    call.out.line(f"Act by: {say_day(receipt.act_by)}")
    call.out.line(f"{receipt.sentence()}.")
    call.out.line(f"Working days of {receipt.nation.replace('-', ' ').title()}.")
    return 0


def _today(call: Call) -> date:
    from sharedlives_tui import clock

    return call.given_day() or clock.today()


def _calendar(call: Call) -> Calendar:
    """The office's own days where one is named, else the plain calendar of the nation, England by default."""
    nation = call.args.nation
    named = call.options.database is not None
    if not named and os.environ.get(DATABASE, "").strip():
        named = nation is None and is_there(office_place(call.options))
    if not named:
        return load_calendar(nation or "england")
    with call.desk() as desk:
        if nation not in (None, desk.office.nation):
            words = f"This office is in {desk.office.nation}. Leave --nation out, or --database."
            raise Refused(Problem("nation", "DY-01", words))
        return desk.calendar


JOBS = {"due": Job(_arguments, _run)}
