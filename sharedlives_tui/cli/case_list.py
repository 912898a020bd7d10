"""`case list`: all complaints and other cases with what became of them, for the office and for regulators (CC-20)."""

from __future__ import annotations

import argparse
from typing import Any

from sharedlives_tui.cli.call import Call, Job
from sharedlives_tui.cli.output import counted
from sharedlives_tui.desk import Desk
from sharedlives_tui.store import views
from sharedlives_tui.store.rows import CaseRow
from sharedlives_tui.typed_dates import say_day


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--kind", metavar="KIND", help="only cases of one kind, like complaint")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--open", action="store_true", help="only open cases")
    which.add_argument("--closed", action="store_true", help="only closed cases")
    parser.add_argument("--no-names", action="store_true", help="leave people out")


def _run(call: Call) -> int:
    args = call.args
    status = "open" if args.open else "closed" if args.closed else None
    with call.desk() as desk, desk.store.reading():
        rows = [each for each in _all(desk, args.kind) if status is None or each.status == status]
        if call.json:
            call.out.data([_data(each, names=not args.no_names) for each in rows])
            return 0
        for each in rows:
            call.out.line(_line(each, names=not args.no_names))
        call.out.line(f"{counted(len(rows), 'case')}.")
    return 0


def _all(desk: Desk, kind: str | None) -> list[CaseRow]:
    found: list[CaseRow] = []
    while page := views.cases_page(
        desk.store, desk.viewer, kind=kind, before=found[-1].id if found else None, size=1000
    ):
        found += page
    return found


def _line(row: CaseRow, *, names: bool) -> str:
    title = f" {row.title}" if names and row.title else ""
    kind = row.type or row.kind
    end = f"closed on {say_day(row.closed_on)}" if row.closed_on is not None else f"open, stage {row.stage}"
    return f"{row.ref}{title}: {kind}, received on {say_day(row.opened_on)}, {end}"


def _data(row: CaseRow, *, names: bool) -> dict[str, Any]:
    return {
        "ref": row.ref,
        "kind": row.kind,
        "type": row.type,
        "stage": row.stage,
        "status": row.status,
        "opened_on": row.opened_on,
        "closed_on": row.closed_on,
        "subject": row.title if names else "",
    }


JOBS = {"case list": Job(_arguments, _run)}
