"""`backup`, `backups`, `restore`: proved copies of the office, and the way back from one."""

from __future__ import annotations

import argparse
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from sharedlives_tui.account import system_user
from sharedlives_tui.cli.call import Call, Job, office_path
from sharedlives_tui.cli.options import WrongUsage, office_place, on_a_server
from sharedlives_tui.cli.output import counted
from sharedlives_tui.clock import local_day, time_of_day
from sharedlives_tui.requests import Refused
from sharedlives_tui.store.backups import Keep
from sharedlives_tui.store.errors import StoreError
from sharedlives_tui.typed_dates import say_day

if TYPE_CHECKING:
    from sharedlives_tui.desk import Desk
    from sharedlives_tui.store import Store


def _backup_arguments(parser: argparse.ArgumentParser) -> None:
    usual = Keep()
    parser.add_argument(
        "place", metavar="PLACE", nargs="?", help="a new file, or a folder; without it the office's folder of backups"
    )
    parser.add_argument(
        "--keep",
        metavar="D,W,M",
        help=f"let older backups of the folder go: keep D days, W weeks, M months (like {usual.days},{usual.weeks},"
        f"{usual.months})",
    )
    parser.add_argument("--rehearse", action="store_true", help="then restore it into a temporary folder and prove it")


def _backup(call: Call) -> int:
    from sharedlives_tui import audit, safekeeping

    keep = _keep(call.args.keep)
    with call.desk(anybody=True) as desk:
        place = _place(call, desk)
        made = safekeeping.make(desk, place, keep, unattended=not call.options.as_name)
        audit.taken(desk, "backup", name=made.backup.path.name)
        rehearsed = safekeeping.rehearse(made.backup.path) if call.args.rehearse else None
    if call.json:
        call.out.data(
            {
                "file": str(made.backup.path),
                "size": made.backup.size,
                "rows": made.backup.rows,
                "head": made.backup.head,
                "sha256": made.backup.sha256,
                "let_go": [str(each) for each in made.let_go],
                "rehearsed_in_seconds": None if rehearsed is None else round(rehearsed, 1),
            }
        )
        return 0
    copy = made.backup
    call.out.line(f"The office was copied to {copy.path} ({copy.size:,} bytes), and the copy was proved.")
    call.out.line(f"Its journal has {counted(copy.rows, 'row')}; the last one's mark is {copy.head}")
    call.out.line(f"The file's own mark (sha256) is {copy.sha256}")
    if made.let_go:
        call.out.line(f"{counted(len(made.let_go), 'older backup')} let go; their notes stay.")
    if rehearsed is not None:
        call.out.line(f"It was restored into a temporary folder, opened and proved, in {rehearsed:.1f} seconds.")
    return 0


def _place(call: Call, desk: Desk) -> Path:
    from sharedlives_tui.safekeeping import folder_of

    if call.args.place is not None:
        return Path(call.args.place).expanduser()
    folder = folder_of(desk)
    if folder is None:
        raise WrongUsage(
            "Say where to: sharedlives backup FOLDER. To have a folder for good: sharedlives backups folder FOLDER"
        )
    return folder


def _keep(text: str | None) -> Keep | None:
    if text is None:
        return None
    parts = text.split(",")
    if len(parts) != 3 or not all(each.isascii() and each.isdigit() and len(each) < 5 for each in parts):
        raise WrongUsage("--keep needs three numbers with commas: days, weeks, months, like --keep 14,8,12")
    return Keep(*map(int, parts))


# -- the folder -----------------------------------------------------------------------------------------------------


def _folder_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="FOLDER", nargs="?", help="the folder from now on; without it, which it is")


def _folder(call: Call) -> int:
    from sharedlives_tui import safekeeping

    with call.desk(anybody=True) as desk:
        named = call.args.folder
        folder = safekeeping.set_folder(desk, Path(named)) if named else safekeeping.folder_of(desk)
    if call.json:
        call.out.data({"folder": None if folder is None else str(folder)})
    elif folder is None:
        call.out.line("The office has no folder of backups yet. Say which: sharedlives backups folder FOLDER")
    else:
        call.out.line(f"Backups go to {folder}")
    return 0


def _list_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="FOLDER", nargs="?", help="another folder than the office's own")


def _list(call: Call) -> int:
    from sharedlives_tui import safekeeping
    from sharedlives_tui.store.backups import backups_in

    with call.desk(anybody=True) as desk:
        folder = Path(call.args.folder).expanduser() if call.args.folder else safekeeping.folder_of(desk)
        if folder is None:
            raise WrongUsage(
                "The office has no folder of backups yet. Name one: sharedlives backups list FOLDER. "
                "To have one for good: sharedlives backups folder FOLDER"
            )
        found = backups_in(folder, desk.store.stem)
    if call.json:
        call.out.data([{"file": str(each.path), "at": each.at, "rows": each.rows, "head": each.head} for each in found])
        return 0
    for each in found:
        call.out.line(f"{say_day(local_day(each.at))} {time_of_day(each.at)}, {counted(each.rows, 'row')}: {each.path}")
    call.out.line(f"{counted(len(found), 'backup')} in {folder}.")
    return 0


# -- the way back ---------------------------------------------------------------------------------------------------


def _restore_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("backup", metavar="BACKUP", help="the backup that takes the place of the office's file")
    parser.add_argument("--without-note", action="store_true", help="take one that has no note beside it")
    parser.add_argument("--check-only", action="store_true", help="prove the backup, and change nothing")


def _restore(call: Call) -> int:
    from sharedlives_tui import clock, safekeeping
    from sharedlives_tui.store.restoring import ON_A_SERVER, restore

    if on_a_server(office_place(call.options)) and not call.args.check_only:
        raise StoreError(ON_A_SERVER)
    backup = Path(call.args.backup).expanduser()
    if call.args.check_only:
        seconds = safekeeping.rehearse(backup, without_note=call.args.without_note)
        if call.json:
            call.out.data({"backup": str(backup), "seconds": round(seconds, 1)})
        else:
            call.out.line(f"{backup} is sound: it was restored into a temporary folder in {seconds:.1f} seconds.")
        return 0
    place = office_path(call.options)
    try:
        made = restore(
            backup, place, clock.now(), lambda store: _recorder(call, store), without_note=call.args.without_note
        )
    except Refused as error:
        _tell(call, error)
        raise
    if call.json:
        kept = None if made.kept is None else str(made.kept)
        call.out.data({"office": str(made.path), "kept": kept, "rows": made.proved.rows, "head": made.proved.head})
        return 0
    call.out.line(f"{made.path} is now the office as it was backed up in {backup}, and was proved.")
    call.out.line(f"Its journal goes to row {made.proved.rows}; a row after it says who restored it.")
    if made.kept is not None:
        call.out.line(f"The file that was there before is kept as {made.kept}. What was recorded since is in it alone.")
    return 0


def _recorder(call: Call, store: Store) -> str:
    """Who restores, for the journal: as that office knows them. Raises Refused for those who may not."""
    from sharedlives_tui import clock
    from sharedlives_tui.safekeeping import must_restore
    from sharedlives_tui.seat import who_sits

    account = "" if call.options.as_name else system_user()
    viewer = who_sits(store, call.who, account, clock.today())
    must_restore(viewer, practice=store.office.practice)
    return viewer.name if viewer.person_id is None else f"P-{viewer.person_id}"


def _tell(call: Call, error: Refused) -> None:
    """Have the journal of the office tell what was refused, where it can still be opened."""
    from sharedlives_tui import audit

    with suppress(StoreError), call.desk(anybody=True) as desk:
        audit.refused(desk, "restore a backup", error)


JOBS = {
    "backup": Job(_backup_arguments, _backup),
    "backups folder": Job(_folder_arguments, _folder),
    "backups list": Job(_list_arguments, _list),
    "restore": Job(_restore_arguments, _restore),
}
