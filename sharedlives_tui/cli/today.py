"""`today`: what is due, the worst first. The same list as the first screen, and what cron sends by e-mail."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from sharedlives_tui.cli.call import Call, Job
from sharedlives_tui.cli.output import counted
from sharedlives_tui.cli.words import HEADINGS, in_list
from sharedlives_tui.desk import Desk
from sharedlives_tui.limit_calendar import without_words
from sharedlives_tui.store import sign_offs, views
from sharedlives_tui.store.rows import LISTED_STATES, TodayRow, person_number
from sharedlives_tui.typed_dates import say_day

_PAGE = 500
AFTER_CLOSING = "after_closing"


def _arguments(parser: argparse.ArgumentParser) -> None:
    some = parser.add_mutually_exclusive_group()
    some.add_argument("--overdue", action="store_true", help="only what is overdue")
    some.add_argument(
        "--after-closing", action="store_true", help="only closed cases of which something is left to do without a date"
    )
    parser.add_argument("--kind", metavar="KIND", help="only cases of one kind, like complaint")
    parser.add_argument("--owner", metavar="NAME", help="only cases that this person looks after")
    parser.add_argument("--all", action="store_true", help="a row a limit, not only the worst one of each case")
    parser.add_argument("--no-names", action="store_true", help="leave people out")


def _run(call: Call) -> int:
    args = call.args
    with call.desk() as desk:
        kind, owner = kind_of(desk, args.kind), owner_of(desk, args.owner)
        states = ("overdue",) if args.overdue else (AFTER_CLOSING,) if args.after_closing else LISTED_STATES
        rows = _limits(desk, states, kind, owner) if args.all else _cases(desk, states, kind, owner)
        if call.json:
            call.out.data([as_data(desk, row, names=not args.no_names) for row in rows])
        else:
            some = args.overdue or args.after_closing
            every = not some and args.kind is None and args.owner is None
            if every and not rows and desk.guest_words:  # nothing is said of cases that they do not see
                call.out.line("No case is open to you.")
            else:
                write(call, desk, rows, names=not args.no_names, whole=not some, every=args.after_closing)
            if every:
                _write_answers(call, desk)
    return 0


def _write_answers(call: Call, desk: Desk) -> None:
    if sign_offs.answered(desk.store, desk.viewer, desk.recorder):  # else nothing more is loaded for it
        from sharedlives_tui.cli.signing import answers_in_words

        words = answers_in_words(desk)
        if words:
            call.out.line()
            call.out.line(words)


def write(
    call: Call, desk: Desk, rows: list[TodayRow], *, names: bool = True, whole: bool = True, every: bool = False
) -> None:
    """Write the list as text, under a heading for each state.

    Of what is left after closing without a date there can be many times the rest: it is counted, and listed for
    `every`. `whole` says that no choice among the states was made.
    """
    out = call.out
    practice = " PRACTICE." if desk.office.practice else ""
    out.line(f"{desk.office.name}.{practice} {say_day(desk.today)}.")
    if not desk.viewer.let_in:  # nothing is said of cases that they do not see
        out.line("No case is open to you.")
        return
    if not every and not any(row.state == "overdue" for row in rows):
        out.line("Nothing is overdue.")
    for state, found in groupby(rows, key=lambda row: row.state):
        group = list(found)
        out.line()
        out.line(f"{HEADINGS[state]} ({len(group)})")
        if state == AFTER_CLOSING and not every:
            out.line("To list them: sharedlives today --after-closing")
            continue
        for row in group:
            out.line(_line(row, desk, names=names))
    if not rows and every:
        out.line("Nothing is left to do after closing without a date.")
    elif not rows and whole:
        out.line("There is nothing to do.")
    elif rows:
        out.line()
        out.line(f"{counted(len({row.ref for row in rows}), 'case')}.")


def _line(row: TodayRow, desk: Desk, *, names: bool) -> str:
    when = in_list(row.state, row.due, row.act_by, row.until, row.days_late, desk.today)
    subject = f" {row.title}" if names and row.title else ""
    owner = ""
    if names:
        owner = f" (owner {row.owner_name})" if row.owner_name else " (no owner)"
    step = row.step_name if names else without_words(desk, row)
    return f"{when}, {row.ref}{subject}: {step or 'No open step'}{owner}"


def as_data(desk: Desk, row: TodayRow, *, names: bool = True) -> dict[str, Any]:
    """Return a row as JSON has it."""
    return {
        "ref": row.ref,
        "kind": row.kind,
        "type": row.type,
        "stage": row.stage,
        "step": row.step,
        "instance": row.instance if names else row.step,
        "name": row.step_name if names else without_words(desk, row),
        "due": row.due,
        "act_by": row.act_by,
        "until": row.until,
        "force": row.force,
        "side": row.side,
        "state": row.state,
        "days_late": row.days_late,
        "owner": row.owner_name if names else "",
        "rules": list(row.rules),
        "subject": row.title if names else "",
    }


def whole_list(desk: Desk) -> list[TodayRow]:
    """Return the list without any choice: a row a case."""
    return list(_cases(desk, LISTED_STATES, None, None))


def _cases(desk: Desk, states: Sequence[str], kind: str | None, owner: int | None) -> list[TodayRow]:
    with desk.store.reading():
        ids = views.today_ids(
            desk.store, desk.viewer, desk.today, desk.soon_until, kind=kind, owner=owner, states=states
        )
        return [row for part in _parts(ids) for row in _rows(desk, part)]


def _rows(desk: Desk, ids: Sequence[int]) -> list[TodayRow]:
    return views.today_rows_by_ids(desk.store, desk.viewer, ids, desk.today, desk.soon_until)


def _limits(desk: Desk, states: Sequence[str], kind: str | None, owner: int | None) -> list[TodayRow]:
    found = views.limits_all(desk.store, desk.viewer, desk.today, desk.soon_until, kind=kind, owner=owner)
    return [row for row in found if row.state in states]


def _parts(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[start : start + _PAGE] for start in range(0, len(ids), _PAGE))


def kind_of(desk: Desk, kind: str | None) -> str | None:
    """Return the kind that was named. Raises Refused."""
    from sharedlives_tui.requests import Problem, Refused

    if kind is None or kind in desk.library.kinds():
        return kind
    words = f"There is no kind of case '{kind}'. There are: {', '.join(desk.library.kinds())}."
    raise Refused(Problem("kind", "", words))


def owner_of(desk: Desk, name: str | None) -> int | None:
    """Return the number of the person who was named. Raises Refused."""
    if name is None:
        return None
    from sharedlives_tui.office import find_person

    return person_number(find_person(desk, name))


JOBS = {"today": Job(_arguments, _run)}
