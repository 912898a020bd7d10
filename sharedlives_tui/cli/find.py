"""`find`: people, cases, letters and notes by any words, closed cases too."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

from sharedlives_tui.cli.call import Call, Job
from sharedlives_tui.cli.parsing import one_of, whole_number
from sharedlives_tui.cli.words import in_list
from sharedlives_tui.finding import COUNTED, NEAR, PLACES, Answer, Group, Hit, finder
from sharedlives_tui.typed_dates import say_day

MOST = 50
"""How much of each is shown, unless told otherwise."""


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("words", nargs="+", metavar="WORDS", help="parts of a name, a reference, words of a letter")
    parser.add_argument(
        "--in",
        dest="places",
        action="append",
        type=one_of(*PLACES),
        metavar="PLACE",
        help=f"look only there: {', '.join(PLACES)}; may be given again",
    )
    parser.add_argument(
        "--limit",
        type=whole_number(1, COUNTED),
        default=MOST,
        metavar="N",
        help=f"show at most so many of each ({MOST})",
    )


def _run(call: Call) -> int:
    words = " ".join(call.args.words)
    with call.desk() as desk:
        looking = finder(desk)
        try:
            answer = looking.look(words, call.args.places or PLACES, call.args.limit)
        finally:
            looking.close()
        today = desk.today
    if call.json:
        call.out.data([_row(group, hit) for group in answer.groups for hit in group.hits])
        return 0
    for group in answer.groups:
        if group.place == NEAR:
            call.out.line("Nearly the same name:")
        for hit in group.hits:
            call.out.line(_line(hit, _state(hit, today)))
    if not answer.groups:
        call.out.line(f"Nothing was found for ‘{words}’. Try fewer letters, or a part of the name.")
    _say_rest(call, answer)
    return 0


def _say_rest(call: Call, answer: Answer) -> None:
    for group in answer.groups:
        if group.place != NEAR and (group.more or group.count > len(group.hits)):
            count = f"more than {COUNTED}" if group.more else str(group.count)
            call.out.note(f"There are {count} {group.place}; {len(group.hits)} are shown. Add a word to find fewer.")


def _row(group: Group, hit: Hit) -> dict[str, Any]:
    return {
        "kind": hit.kind,
        "id": hit.ref,
        "title": hit.title,
        "detail": _case_words(hit) if hit.kind == "case" else hit.detail,
        "entry": hit.entry,
        "on": hit.on,
        "state": "" if hit.limit is None else hit.limit.state,
        "snippet": _snippet(hit),
        "nearly": group.place == NEAR,
    }


def _snippet(hit: Hit) -> str:
    return "".join(piece.text for piece in hit.snippet)


def _case_words(hit: Hit) -> str:
    case = hit.case
    if case is None:
        return hit.detail
    end = "open" if case.closed_on is None else f"closed on {say_day(case.closed_on)}"
    return f"{hit.detail}, received on {say_day(case.opened_on)}, {end}"


def _state(hit: Hit, today: date) -> str:
    limit = hit.limit
    if limit is None or limit.state == "done":
        return ""
    return in_list(limit.state, limit.due, limit.act_by, limit.until, limit.days_late, today)


def _line(hit: Hit, state: str) -> str:
    if hit.kind == "case":
        return f"case {hit.ref} {hit.title}: {_case_words(hit)}" + (f"; {state}" if state else "")
    if hit.kind == "person":
        return f"person {hit.ref} {hit.title}" + (f": {hit.detail}" if hit.detail else "")
    day = f", {say_day(hit.on)}" if hit.on is not None else ""
    return f"{hit.kind} {hit.ref} {hit.title}, entry {hit.entry} ‘{hit.detail}’{day}: {_snippet(hit)}"


JOBS = {"find": Job(_arguments, _run)}
