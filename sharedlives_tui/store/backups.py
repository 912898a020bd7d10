"""The folder of an office's backups: each made, proved, noted and named; older ones let go; anchors for the journal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sharedlives_tui.store.backup import Backup, make_backup
from sharedlives_tui.store.errors import Exists, StoreError, from_system
from sharedlives_tui.store.form import SCHEMA
from sharedlives_tui.store.manifest import (
    ENDING,
    Manifest,
    manifest_of,
    name_for,
    read_manifest,
    said_by_name,
    write_manifest,
)

if TYPE_CHECKING:
    from sharedlives_tui.store.opened import Store


class Keep(NamedTuple):
    """How many backups stay: the last one of each of so many days, weeks and months."""

    days: int = 14
    weeks: int = 8
    months: int = 12


@dataclass(frozen=True)
class Made:
    """A backup that was made: the copy, what was noted beside it, and which older ones were let go."""

    backup: Backup
    noted: Manifest
    let_go: tuple[Path, ...] = ()


class Found(NamedTuple):
    """A backup in a folder, as its name tells."""

    path: Path
    stem: str
    at: datetime
    rows: int
    head: str


def back_up(store: Store, place: Path, at: datetime, program: str, keep: Keep | None = None) -> Made:
    """Copy the office into a folder (under a name that tells when and how far), or to a new file; note it beside.

    With `keep`, older backups of this office in the folder are let go; their notes stay, for they are anchors.
    Raises Exists, Damaged, DiskFull, ReadOnly, StoreError: then nothing is left, and no older one was let go.
    """
    into_folder = place.is_dir()
    if not place.absolute().parent.is_dir():
        raise StoreError(
            f"There is no folder {place.absolute().parent}. Nothing was written. Make it, or name another."
        )
    stem, noted = store.stem, None

    def note(made: Backup) -> Path:
        nonlocal noted
        path = place / name_for(stem, made, at) if into_folder else place
        if path.exists():
            raise Exists(path)
        noted = _manifest(store, made, at, program)
        write_manifest(noted, path)
        return path

    if not into_folder and place.exists():
        raise Exists(place)
    made = make_backup(store, place / f"{stem}.db" if into_folder else place, before=note)
    if noted is None:
        raise AssertionError("A backup is noted before it gets its name.")
    gone = _let_go(place, stem, keep, made) if into_folder and keep is not None else ()
    return Made(made, noted, gone)


def _manifest(store: Store, made: Backup, at: datetime, program: str) -> Manifest:
    return Manifest(
        office=store.office.name,
        made_at=f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}Z",
        program=program,
        form=SCHEMA,
        rows=made.rows,
        head=made.head,
        first=made.first,
        sha256=made.sha256,
        size=made.size,
        tables=made.tables,
    )


def backups_in(folder: Path, stem: str | None = None) -> list[Found]:
    """Return the backups in a folder by their names, the newest first; of one office's file alone with `stem`.

    Raises StoreError where the folder cannot be read.
    """
    found = []
    for name in _names(folder):
        said = said_by_name(name)
        if said is not None and not name.endswith(ENDING) and stem in (None, said.stem):
            found.append(Found(folder / name, said.stem, said.at, said.rows, said.head))
    return sorted(found, key=lambda each: (each.at, each.rows), reverse=True)


def _names(folder: Path) -> list[str]:
    try:
        return sorted(each.name for each in folder.iterdir())
    except FileNotFoundError:
        raise StoreError(
            f"There is no folder {folder}. If it lies on a disk of its own, see that the disk is connected."
        ) from None
    except OSError as error:
        raise from_system(error, folder) from None


# -- which stay -----------------------------------------------------------------------------------------------------


def to_keep(instants: Iterable[datetime], keep: Keep) -> set[datetime]:
    """Return which of the backups stay: the last of each of the latest days, weeks and months that have one.

    Counted are days with a backup: after a month in which none was made, the last ones before it are still there.
    The newest always stays.
    """
    newest_first = sorted(instants, reverse=True)
    kept = set(newest_first[:1])
    for many, unit in ((keep.days, _day), (keep.weeks, _week), (keep.months, _month)):
        seen: list[object] = []
        for each in newest_first:
            if unit(each) not in seen:
                if len(seen) == many:
                    break
                seen.append(unit(each))
                kept.add(each)
    return kept


def _day(at: datetime) -> object:
    return at.date()


def _week(at: datetime) -> object:
    return at.date() - timedelta(days=at.weekday())


def _month(at: datetime) -> object:
    return at.year, at.month


def _let_go(folder: Path, stem: str, keep: Keep, made: Backup) -> tuple[Path, ...]:
    """Let older backups of this office go; never the one just made, whatever a clock once said."""
    there = [each for each in backups_in(folder, stem) if _is_of(each, made.first)]
    kept = to_keep([each.at for each in there], keep)
    gone = []
    for each in there:
        if each.at not in kept and each.path.name != made.path.name:
            try:
                each.path.unlink()
            except OSError as error:
                raise StoreError(
                    f"The new backup was made, but the older one {each.path.name} could not be let go: "
                    f"{error.strerror}. Remove it yourself, or see that this account may."
                ) from None
            gone.append(each.path)
    return tuple(gone)


def _is_of(backup: Found, first: str) -> bool:
    """Whether a backup is noted to be of the office whose journal begins so: many an office's file is called alike."""
    try:
        noted = read_manifest(backup.path)
    except StoreError:
        return False  # nobody can tell whose it is: it stays
    return noted is not None and noted.first == first


# -- anchors --------------------------------------------------------------------------------------------------------


class Anchor(NamedTuple):
    """What was noted outside the office's file: this row had a hash that begins so. `said_by` is where it stands."""

    row: int
    hash: str
    said_by: str
    at: datetime | None = None
    """When it was noted, where that is known."""


def anchors_in(folder: Path, stem: str, first: str) -> list[Anchor]:
    """Return what the manifests and names in a folder note about the office whose journal begins with `first`.

    What carries the name of the office's file counts too, whatever it begins with: a journal that was made anew would
    have another beginning. Raises StoreError where the folder or a manifest cannot be read.
    """
    found = []
    names = _names(folder)
    for name in names:
        backup = folder / name.removesuffix(ENDING)
        if name.endswith(ENDING):
            if backup.suffix != ".db":
                continue
            noted = read_manifest(backup)
            said = said_by_name(name)
            if noted is not None and (noted.first == first or (said is not None and said.stem == stem)):
                found.append(Anchor(noted.rows, noted.head, name, noted.at))
                found.append(Anchor(1, noted.first, name, noted.at))
        elif manifest_of(backup).name not in names:
            said = said_by_name(name)
            if said is not None and said.stem == stem:
                found.append(Anchor(said.rows, said.head, name, said.at))
    return found


def differences(kept: Sequence[tuple[int, str]], last: int, anchors: Iterable[Anchor]) -> list[str]:
    """Return a sentence for each row that has another hash than was noted, or that is gone.

    `kept` are the rows asked for that the journal has, with their hashes; `last` is its last row.
    """
    there = dict(kept)
    found: dict[tuple[int, bool], list[str]] = {}
    for each in anchors:
        gone = each.row not in there
        if gone or not there[each.row].startswith(each.hash):
            said = found.setdefault((each.row, gone), [])
            if each.said_by not in said:
                said.append(each.said_by)
    return [_sentence(row, gone, last, said) for (row, gone), said in sorted(found.items())]


def _sentence(row: int, gone: bool, last: int, said: Sequence[str]) -> str:
    by = said[0] if len(said) == 1 else f"{said[0]} and {len(said) - 1} more"
    if not gone:
        return f"Row {row} of the journal has another hash than was noted for it outside this file, in {by}."
    if row > last:
        return f"Row {row} of the journal was noted outside this file, in {by}, and is gone: the journal was cut off."
    return f"Row {row} of the journal was noted outside this file, in {by}, and is gone."
