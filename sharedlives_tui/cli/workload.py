"""`workload`: who looks after how much, nobody's cases first."""

from __future__ import annotations

import argparse

from sharedlives_tui.cli.call import Call, Job
from sharedlives_tui.cli.output import counted
from sharedlives_tui.cli.reports import add_excel, write_excel
from sharedlives_tui.cli.words import HEADINGS
from sharedlives_tui.store.basics import person_ref
from sharedlives_tui.store.workload import OwnerLoad, workload


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--no-names", action="store_true", help="leave people out: owners by their number")
    add_excel(parser)


def _run(call: Call) -> int:
    names = not call.args.no_names
    with call.desk() as desk, desk.store.reading():
        loads = workload(desk.store, desk.viewer, desk.today, desk.soon_until)
        if call.args.excel is not None:
            from sharedlives_tui.workbook import STATE_HEADS, workload_sheet

            heads = [HEADINGS[state] for state in STATE_HEADS]
            return write_excel(call, desk, "workload", [workload_sheet(loads, heads, names=names)])
    return call.listed(
        loads,
        lambda load: {
            "owner": person_ref(load.owner_id) if load.owner_id is not None else "",
            "name": load.name if names else "",
            "open": load.open_cases,
            "states": dict(load.states),
        },
        lambda load: _line(load, names=names),
        "No case is open.",
    )


def _line(load: OwnerLoad, *, names: bool) -> str:
    states = ", ".join(f"{number} {HEADINGS[state].lower()}" for state, number in load.states.items() if number)
    return f"{_who(load, names=names)}: {counted(load.open_cases, 'open case')}{f'; {states}' if states else ''}"


def _who(load: OwnerLoad, *, names: bool) -> str:
    if load.owner_id is None:
        return "Nobody"
    return load.name if names and load.name else person_ref(load.owner_id)


JOBS = {"workload": Job(_arguments, _run)}
