"""`move`: the office at another place, a file or a server's database, every row of it compared."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from sharedlives_tui.cli.call import Call, Job
from sharedlives_tui.cli.files import folder_is_there
from sharedlives_tui.cli.options import WrongUsage, on_a_server, place_of
from sharedlives_tui.cli.output import counted

if TYPE_CHECKING:
    from sharedlives_tui.store.moving import Carried


def _move_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--to", metavar="PLACE", help="a new file, or a server's empty database: postgresql://HOST/NAME"
    )
    parser.add_argument(
        "--final",
        action="store_true",
        help="let the old place be read only from then on; it says where the office went. Said once more, it goes on "
        "with a move that was broken off",
    )
    parser.add_argument(
        "--undo", action="store_true", help="let the office stay where it is, of a move that was broken off"
    )
    parser.add_argument(
        "--take-over",
        action="store_true",
        help="take the new place into use, of a move whose old place says already that the office went there",
    )
    parser.add_argument(
        "--old-is-gone", action="store_true", help="with --take-over, where the old place cannot be asked any more"
    )


def _move(call: Call) -> int:
    args = call.args
    if sum((bool(args.to), args.undo, args.take_over)) != 1:
        raise WrongUsage("Say one of these: --to PLACE, --undo, --take-over.")
    if (args.final and not args.to) or (args.old_is_gone and not args.take_over):
        raise WrongUsage("--final goes with --to, and --old-is-gone with --take-over.")
    if args.undo:
        return _undo(call)
    return _take_over(call) if args.take_over else _carry(call)


def _carry(call: Call) -> int:
    from sharedlives_tui import audit
    from sharedlives_tui.moving import move

    place = place_of(call.args.to)
    with call.desk() as desk:
        if not on_a_server(place):
            folder_is_there(Path(place))
        came = move(desk, place, final=call.args.final)
        old = desk.store.place
        if not call.args.final:  # then the journal says already where it went
            audit.taken(desk, "the whole office", name=came.place)
    return _told(call, came, old)


def _told(call: Call, came: Carried, old: object) -> int:
    others = sum(came.tables.values()) - came.rows
    if call.json:
        call.out.data(
            {
                "place": came.place,
                "rows": came.rows,
                "head": came.head,
                "tables": dict(came.tables),
                "final": call.args.final,
            }
        )
        return 0
    call.out.line(f"The office was carried to {came.place}.")
    call.out.line(
        f"{counted(came.rows, 'row')} of its journal and {counted(others, 'other row')} were compared with the ones "
        "here, and it was checked there as 'sharedlives check' does."
    )
    call.out.line(f"The last row's mark, here and there, is {came.head}")
    if call.args.final:
        call.out.line(f"The office at {old} can only be read from now on.")
    else:
        call.out.line(
            f"The office at {old} was left as it is. What is saved there from now on is missing at the new place: "
            "close it for everybody, or move it with --final, into another new place."
        )
    call.out.line(f'Open the new one with: sharedlives --database "{came.place}"')
    return 0


def _undo(call: Call) -> int:
    from sharedlives_tui.moving import undo

    with call.desk() as desk:
        to, here = undo(desk), desk.store.place
    if call.json:
        call.out.data({"place": str(here), "not": to})
        return 0
    call.out.line(f"The office stays at {here}, and can be written to again.")
    call.out.line(f"Where something lies at {to}, it was never in use and never will be: put it out of the way.")
    return 0


def _take_over(call: Call) -> int:
    from sharedlives_tui.moving import take_over

    with call.desk() as desk:
        old, here = take_over(desk, old_is_gone=call.args.old_is_gone), desk.store.place
    if call.json:
        call.out.data({"place": str(here), "not": old})
        return 0
    call.out.line(f"The office is in use at {here} from now on. Let nobody work in the old one, at {old}.")
    return 0


JOBS = {"move": Job(_move_arguments, _move)}
