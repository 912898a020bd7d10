"""`find`: people and cases by any words of a name, a title or a reference, closed cases too."""

from __future__ import annotations

import argparse
from typing import Any

from sharedlives_tui.cli.call import Call, Job
from sharedlives_tui.cli.output import listed
from sharedlives_tui.desk import Desk
from sharedlives_tui.store import register, views
from sharedlives_tui.typed_dates import say_day

MOST = 50
"""How many people and how many cases are shown."""


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("words", nargs="+", metavar="WORDS", help="parts of a name, a title, a number")


def _run(call: Call) -> int:
    words = " ".join(call.args.words)
    with call.desk() as desk:
        people, cases = _people(desk, words), _cases(desk, words)
    rows = [*people[:MOST], *cases[:MOST]]
    if call.json:
        call.out.data(rows)
        return 0
    for row in rows:
        call.out.line(f"{row['kind']} {row['id']} {row['title']}" + (f": {row['detail']}" if row["detail"] else ""))
    if not rows:
        call.out.line(f"Nothing was found for ‘{words}’. Try fewer letters, or a part of the name.")
    if len(people) > MOST or len(cases) > MOST:
        call.out.note(f"There are more than {MOST}. Add a word to find fewer.")
    return 0


def _people(desk: Desk, words: str) -> list[dict[str, Any]]:
    found = []
    for row in views.find_people(desk.store, desk.viewer, words, MOST + 1):
        roles = sorted(register.roles_on(desk.store, row.ref, desk.today))
        found.append({"kind": "person", "id": row.ref, "title": row.name, "detail": listed(roles, "")})
    return found


def _cases(desk: Desk, words: str) -> list[dict[str, Any]]:
    found = []
    for row in views.find_cases(desk.store, desk.viewer, words, MOST + 1):
        end = "open" if row.closed_on is None else f"closed on {say_day(row.closed_on)}"
        detail = f"{row.type or row.kind}, received on {say_day(row.opened_on)}, {end}"
        found.append({"kind": "case", "id": row.ref, "title": row.title, "detail": detail})
    return found


JOBS = {"find": Job(_arguments, _run)}
