"""`backup` and `check`: a proved copy of the office, and the proof that it is whole."""

from __future__ import annotations

import argparse
from pathlib import Path

from sharedlives_tui import audit, casework
from sharedlives_tui.cli.call import Call, Job
from sharedlives_tui.cli.files import folder_is_there
from sharedlives_tui.cli.output import counted


def _backup_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="the copy; a file that is there stays as it is")


def _backup(call: Call) -> int:
    from sharedlives_tui.store.backup import make_backup

    with call.desk() as desk:
        folder_is_there(Path(call.args.file).expanduser())
        made = make_backup(desk.store, Path(call.args.file).expanduser())
        audit.taken(desk, "backup", name=made.path.name)
    if call.json:
        call.out.data(
            {
                "file": str(made.path),
                "size": made.size,
                "rows": made.rows,
                "head": made.head,
                "sha256": made.sha256,
            }
        )
        return 0
    call.out.line(f"The office was copied to {made.path} ({made.size:,} bytes), and the copy was proved.")
    call.out.line(f"Its journal has {counted(made.rows, 'row')}; the last one's mark is {made.head}")
    call.out.line(f"The file's own mark (sha256) is {made.sha256}")
    return 0


def _check_arguments(_parser: argparse.ArgumentParser) -> None:
    return


def _check(call: Call) -> int:
    with call.desk() as desk:
        found = casework.check(desk)
        rows, head = desk.store.head()
    if call.json:
        call.out.data({"problems": found, "rows": rows, "head": head})
    elif found:
        for each in found:
            call.out.note(each)
        call.out.line(f"{counted(len(found), 'thing')} not as it should be. Keep the file; compare with a backup.")
    else:
        call.out.line(f"All is as it should be: {counted(rows, 'row')} in the journal, the last one's mark is {head}")
    return 1 if found else 0


JOBS = {"backup": Job(_backup_arguments, _backup), "check": Job(_check_arguments, _check)}
