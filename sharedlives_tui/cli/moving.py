"""`move`: the office at another place, a file or a server's database, every row of it compared."""

from __future__ import annotations

import argparse
from pathlib import Path

from sharedlives_tui.cli.call import Call, Job
from sharedlives_tui.cli.files import folder_is_there
from sharedlives_tui.cli.options import on_a_server, place_of
from sharedlives_tui.cli.output import counted


def _move_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--to", metavar="PLACE", required=True, help="a new file, or a server's empty database: postgresql://HOST/NAME"
    )
    parser.add_argument(
        "--final",
        action="store_true",
        help="let the old place be read only from then on; it says where the office went",
    )


def _move(call: Call) -> int:
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


JOBS = {"move": Job(_move_arguments, _move)}
