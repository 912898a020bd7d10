"""`check`, `journal head`: the proof that the office is whole, and what to note so that a rewritten end shows."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sharedlives_tui import casework
from sharedlives_tui.cli.call import Call, Job
from sharedlives_tui.cli.options import WrongUsage
from sharedlives_tui.cli.output import counted

if TYPE_CHECKING:
    from sharedlives_tui.desk import Desk
    from sharedlives_tui.store.backups import Anchor


def _check_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--deep", action="store_true", help="also make every row of the lists anew from the entries, and compare"
    )
    parser.add_argument(
        "--backups", metavar="FOLDER", action="append", default=[], help="compare with the backups in this folder too"
    )
    parser.add_argument(
        "--noted",
        metavar="MARK",
        action="append",
        default=[],
        help='compare with what was noted: "120 9f3a...", or - for lines that are piped in, each with a mark',
    )


def _check(call: Call) -> int:
    from sharedlives_tui import clock, safekeeping
    from sharedlives_tui.clock_words import clock_remarks
    from sharedlives_tui.leftovers import leftovers

    by_hand = [_noted(each) for each in _lines(call.args.noted)]
    with call.desk(anybody=True) as desk:
        found = casework.check(desk)
        if call.args.deep:
            from sharedlives_tui import deep_check

            found += deep_check.differences(desk)
        compared = safekeeping.compare(desk, map(Path, call.args.backups), by_hand)
        found += compared.differences
        remarks = [*clock_remarks(desk, clock.now()), *_where(desk), *compared.remarks, *leftovers(desk.store.place)]
        rows, head = desk.store.head()
    if call.json:
        call.out.data({"problems": found, "remarks": remarks, "rows": rows, "head": head, "noted": compared.noted})
        return 1 if found else 0
    for each in [*found, *remarks]:
        call.out.note(each)
    if found:
        call.out.line(f"{counted(len(found), 'thing')} not as it should be. Keep the file; compare with a backup.")
        return 1
    call.out.line(f"All is as it should be: {counted(rows, 'row')} in the journal, the last one's mark is {head}")
    if compared.noted:
        call.out.line(f"{counted(compared.noted, 'mark')} noted outside the file agree with it.")
    else:
        call.out.line("Nothing was noted outside the file: a journal whose end was cut off would look the same.")
        call.out.line("A folder of backups notes it each time: sharedlives backups folder FOLDER")
    return 0


def _where(desk: Desk) -> list[str]:
    """A remark where the office was moved, or is on its way: which place is written to, and what to do."""
    from sharedlives_tui.store.moved import whereabouts

    found, place = whereabouts(desk.store.fetch), desk.store.place
    why = found.why_read_only.replace("the office", "this office", 1)
    return [f"Nothing can be saved here: {why}. {found.way_on(place)}"] if why else []


def _lines(given: Iterable[str]) -> Iterator[str]:
    """What was noted, one by one: `-` stands for what is piped in, without empty lines and the log's own (-- …)."""
    for each in given:
        if each == "-":
            yield from (line for line in sys.stdin if line.strip() and not line.startswith("--"))
        else:
            yield each


def _noted(text: str) -> Anchor:
    from sharedlives_tui.safekeeping import noted_by_hand

    found = noted_by_hand(text)
    if found is None:
        raise WrongUsage(
            '--noted needs the number of a row and its mark, 12 letters of it or more: --noted "120 9f3a…". '
            f"There is none in: {text.strip()[:80]}"
        )
    return found


def _head_arguments(_parser: argparse.ArgumentParser) -> None:
    return


def _head(call: Call) -> int:
    from sharedlives_tui.marks import mark_of

    with call.desk(anybody=True) as desk:
        mark = mark_of(desk)
    if call.json:
        call.out.data({"office": mark.office, "rows": mark.rows, "head": mark.head, "at": mark.stamp})
    else:
        call.out.line(mark.line)
    return 0


JOBS = {"check": Job(_check_arguments, _check), "journal head": Job(_head_arguments, _head)}
