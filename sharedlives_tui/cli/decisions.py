"""`case decide`: what is laid out before a decision, as the Decide screen does it; nothing is recorded by it."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from typing import Any

from sharedlives_tui.caseviews import ImpactRow, LedgerRow
from sharedlives_tui.cli.call import Call, Job
from sharedlives_tui.cli.output import Output
from sharedlives_tui.cli.words import in_list
from sharedlives_tui.deciding import TELLS, DecisionView, decisions_view
from sharedlives_tui.desk import Desk
from sharedlives_tui.typed_dates import say_day


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ref", metavar="REF", help="the case, like DA-0003")


def _decide(call: Call) -> int:
    with call.desk() as desk:
        views = decisions_view(desk, call.args.ref)
        if call.json:
            call.out.data([_data(each) for each in views])
            return 0
        if not views:
            call.out.line("No decision waits in this case, and none can be taken now.")
        for place, each in enumerate(views):
            if place:
                call.out.line()
            _tell(call.out, desk, each)
    return 0


def _tell(out: Output, desk: Desk, view: DecisionView) -> None:
    out.line(f"{view.name} [{view.instance}]")
    limit = view.limit
    if view.letter == TELLS:
        out.line("it is decided: this letter tells it", 2)
    if limit is not None and view.waits:
        when = in_list(limit.state, limit.due, limit.act_by, limit.until, limit.days_late, desk.today)
        out.line(f"waits: {when}", 2)
    else:
        out.line("nothing calls for it now; it could be taken", 2)
    for gate in view.gates:
        out.line(f"first: {gate}", 2)
    out.line(f"decided by: {' or '.join(view.offices)}", 2)
    for each in view.people:
        out.line(f"{each.name} ({each.office}) {'may not: ' + each.why_not if each.why_not else 'may'}", 2)
    for fact in view.shows:
        out.line(f"{fact.label}: {fact.words}", 2)
    tell_affected(out, view.affected)
    for words in (*view.windows, *view.running):
        out.line(words, 2)
    for linked in view.linked:
        out.line(f"Linked: {linked.ref} {linked.title} ({linked.status})", 2)


def tell_affected(out: Output, rows: Iterable[ImpactRow]) -> None:
    """Tell each person supported with what is planned for them (DA-18), a line each."""
    for each in rows:
        if each.planned_on is None:
            out.line(f"affected: {each.name}, no plan on record", 2)
        else:
            words = "; ".join(f"{label}: {said}" for label, said in each.facts)
            out.line(f"affected: {each.name}, plan of {say_day(each.planned_on)}: {words}", 2)


def tell_ledger(out: Output, rows: Iterable[LedgerRow]) -> None:
    """Tell each allegation, point or promise with what came of it (DA-39, DA-40)."""
    for each in rows:
        out.line(f"{each.line.kind} {each.line.id}: {each.line.text}", 2)
        for column, facts in each.columns.items():
            out.line(f"{column}: {'; '.join(f'{say_day(fact.on)}, {fact.text}' for fact in facts)}", 4)


def affected_data(rows: Iterable[ImpactRow]) -> list[dict[str, Any]]:
    """Return the persons supported as JSON has them."""
    return [
        {
            "person": each.person,
            "name": each.name,
            "instance": each.instance,
            "planned_on": each.planned_on,
            "facts": [{"label": label, "words": words} for label, words in each.facts],
        }
        for each in rows
    ]


def ledger_data(rows: Iterable[LedgerRow]) -> list[dict[str, Any]]:
    """Return the lines with their stories as JSON has them."""
    return [
        {
            "id": each.line.id,
            "kind": each.line.kind,
            "text": each.line.text,
            "open": list(each.open),
            "columns": {
                column: [{"text": fact.text, "on": fact.on, "entry": fact.entry, "by": fact.by} for fact in facts]
                for column, facts in each.columns.items()
            },
        }
        for each in rows
    ]


def _data(view: DecisionView) -> dict[str, Any]:
    limit = view.limit
    return {
        "instance": view.instance,
        "name": view.name,
        "waits": view.waits,
        "letter": view.letter,
        "due": limit.due if limit is not None else None,
        "state": limit.state if limit is not None else "",
        "offices": list(view.offices),
        "people": [{"name": each.name, "office": each.office, "why_not": each.why_not} for each in view.people],
        "gates": list(view.gates),
        "shows": [{"label": each.label, "words": each.words} for each in view.shows],
        "affected": affected_data(view.affected),
        "windows": list(view.windows),
        "running": list(view.running),
        "linked": [{"ref": each.ref, "title": each.title, "status": each.status} for each in view.linked],
        "lines": ledger_data(view.lines),
    }


JOBS = {"case decide": Job(_arguments, _decide)}
