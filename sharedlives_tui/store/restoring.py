"""A backup takes the place of an office's file: proved first, the old one kept beside, never while somebody works."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from sharedlives_tui.store.backup import first_hash, row_counts
from sharedlives_tui.store.errors import Damaged, Newer, NoBackup, StoreError, from_system, in_words
from sharedlives_tui.store.files import put_in_place, remove, unfinished_beside
from sharedlives_tui.store.form import SCHEMA
from sharedlives_tui.store.manifest import Manifest, manifest_of, read_manifest
from sharedlives_tui.store.migrations import upgrade, version
from sharedlives_tui.store.moved import Whereabouts, whereabouts
from sharedlives_tui.store.opened import Store
from sharedlives_tui.store.pragmas import READ_WAIT, connect, make_whole
from sharedlives_tui.store.queue import is_open_here

RESTORED = "restored"
"""The setting that tells which backup the office was restored from: its last row, with the beginning of its hash."""

ON_A_SERVER = (
    "Not restored: this office lies on a server, and the server's own tools bring a copy of it back. Nothing was "
    "changed. Let whoever looks after the server run pg_restore into an empty database, then prove that one with "
    "'sharedlives check' and its URL before anybody works in it."
)
_NO_OFFICE = "it is not an office's file, or parts of it contradict each other"
_DMS = 128
"""The byte of the -shm file that SQLite keeps locked for every connection (its own layout, fixed since 2010)."""


@dataclass(frozen=True)
class Proved:
    """A backup that was proved: the last row of its journal with its hash, and the form of its file."""

    rows: int
    head: str
    noted: Manifest | None


@dataclass(frozen=True)
class Restored:
    """What took the place of what: `kept` is the file that was there before, None where there was none."""

    path: Path
    kept: Path | None
    proved: Proved


def restore(
    backup: Path, place: Path, at: datetime, recorder: Callable[[Store], str], *, without_note: bool = False
) -> Restored:
    """Prove a backup and let it take the place of the office's file; say so in its journal.

    `recorder` says who restores, for the journal. A backup without a manifest is refused unless `without_note`. Raises
    StoreError (NoBackup, Damaged, Newer, DiskFull, ReadOnly): then the office's file is as it was.
    """
    if place.exists() and backup.exists() and place.samefile(backup):
        raise StoreError(f"{backup} is the office itself. Name a backup of it.")
    if place.is_symlink():  # the file that it leads to is the office: what lies beside it counts
        place = place.resolve()
    _must_be_left(place)
    _must_not_have_gone(place)
    try:
        unfinished = unfinished_beside(place)
    except OSError as error:
        raise from_system(error, place) from None
    try:
        proved = prove(backup, unfinished, without_note=without_note)
        with Store.open(unfinished) as store, store.writing(recorder(store), at) as writer:
            writer.put_setting(RESTORED, f"{proved.rows} {proved.head[:16]}", why=f"Restored from {backup.name}")
        make_whole(unfinished)
        return Restored(place, _take_place(unfinished, place, at), proved)
    except sqlite3.Error as error:
        raise in_words(error, place, READ_WAIT) or error from None
    except OSError as error:
        raise from_system(error, place) from None
    finally:
        remove(unfinished)


def prove(backup: Path, copy: Path, *, without_note: bool = False) -> Proved:
    """Copy a backup to `copy`, prove the copy from the first byte to the last limit, and return what it is.

    Raises NoBackup, Damaged, Newer, StoreError; OSError for the copy.
    """
    if not backup.is_file():
        raise NoBackup(backup)
    noted = read_manifest(backup)
    if noted is None and not without_note:
        raise StoreError(
            f"{backup} has no note beside it ({manifest_of(backup).name}): nobody can tell whether it is as it was "
            "made. Use a backup that has one. To take this one on what it says of itself, add --without-note."
        )
    if noted is not None and noted.form > SCHEMA:
        raise Newer(backup, noted.form, SCHEMA)
    digest, size = _copied(backup, copy)
    if noted is not None and (digest, size) != (noted.sha256, noted.size):
        raise _unsound(backup, "it is not the file that was noted when it was made (its sha256 differs)")
    try:
        _bring_up_to_date(copy)
        with Store.open(copy) as store:
            faults = store.check_file() + store.verify_journal()
            rows, head = store.head()
            first, tables = first_hash(store), row_counts(store)
    except sqlite3.Error as error:
        plain = in_words(error, backup, READ_WAIT)
        raise plain if plain is not None and not isinstance(plain, Damaged) else _unsound(backup, _NO_OFFICE) from None
    except Damaged:
        raise _unsound(backup, _NO_OFFICE) from None
    if faults:
        raise _unsound(backup, faults[0])
    if noted is not None:
        counts = {name: number for name, number in tables.items() if name in noted.tables}
        if (rows, head, first) != (noted.rows, noted.head, noted.first) or counts != _of(noted.tables, counts):
            raise _unsound(backup, "its journal or its tables are not those that were noted when it was made")
    return Proved(rows, head, noted)


def _of(tables: object, names: object) -> dict[str, int]:
    return {name: tables[name] for name in names}  # type: ignore[index,attr-defined]


def _unsound(backup: Path, why: str) -> StoreError:
    return StoreError(
        f"Not restored: {backup} is not sound: {why}. The office's own file is as it was. Take the backup before it."
    )


def _copied(backup: Path, copy: Path) -> tuple[str, int]:
    """Copy the bytes of a backup, hashed as they are read: what is hashed is what is copied."""
    found, size = sha256(), 0
    try:
        source = backup.open("rb")
    except FileNotFoundError:
        raise NoBackup(backup) from None
    except OSError as error:
        raise from_system(error, backup) from None
    with source, copy.open("wb") as target:
        while part := source.read(1 << 20):
            found.update(part)
            size += len(part)
            target.write(part)
        target.flush()
        os.fsync(target.fileno())
    return found.hexdigest(), size


def _bring_up_to_date(copy: Path) -> None:
    """A backup of an older program gets the form of today; the backup itself stays what it is."""
    from sharedlives_tui.store.form import APPLICATION_ID
    from sharedlives_tui.store.schema import STEPS

    connection = connect(copy, "rw")
    try:
        ours = connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
        if ours and 0 < version(connection) < SCHEMA:
            upgrade(connection, STEPS)
    finally:
        connection.close()


def _take_place(unfinished: Path, place: Path, at: datetime) -> Path | None:
    """Keep the old file under another name, then give the new one its own: at every moment one of them is there."""
    kept = None
    _fold_in(place)
    _must_be_left(place)  # once more: to prove a large backup takes minutes, in which somebody may have come in
    left = [Path(f"{place}{each}") for each in ("-wal", "-journal")]
    if place.exists() or any(each.exists() for each in left):
        kept = place.with_name(f"{place.name}.replaced-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}")
        if place.exists():
            _second_name(place, kept)
        for each in left:
            if each.exists():
                each.rename(f"{kept}{each.name.removeprefix(place.name)}")
        with suppress(FileNotFoundError):
            Path(f"{place}-shm").unlink()
    put_in_place(unfinished, place, replace=True)
    return kept


def _must_be_left(place: Path) -> None:
    """Raises StoreError while somebody has the office open: what they save would go into the file that is put aside."""
    if has_it_open(place):
        raise StoreError(
            f"Not restored: {place} is open in another session. Nothing was changed. Let everybody leave the program "
            "first (Ctrl+Q), then try again."
        )


def _must_not_have_gone(place: Path) -> None:
    """Raises StoreError where the office that lies there went elsewhere: what is restored would be a second one."""
    if not place.exists():
        return
    found = Whereabouts()
    with suppress(sqlite3.Error):  # what cannot be read any more is what a restore is for
        connection = connect(place, "ro", wait=READ_WAIT)
        try:
            found = whereabouts(lambda sql: connection.execute(sql).fetchall())
        finally:
            connection.close()
    if found.why_read_only:
        why = found.why_read_only.replace("the office", "this office", 1)
        raise StoreError(
            f"Not restored: {why}, and of two offices in use each would lack what is saved in the other. Nothing was "
            f"changed at {place}. {found.way_on(place)} To look into the backup, restore it under another name."
        )


def _fold_in(place: Path) -> None:
    """Let what lies beside the old file go into it, where it is sound; else both are kept as they are."""
    beside = Path(f"{place}-wal")
    if not place.exists() or not beside.exists() or not beside.stat().st_size:
        return
    with suppress(sqlite3.Error):
        connection = connect(place, "rw")
        try:
            if connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok":
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        finally:
            connection.close()


def _second_name(place: Path, kept: Path) -> None:
    try:
        os.link(place, kept)
    except FileExistsError:
        raise StoreError(f"Not restored: there is a file {kept} already. Wait a second, then try again.") from None
    except OSError:  # a disk without hard links: for a moment the office has the other name alone
        place.rename(kept)


def has_it_open(place: Path) -> bool:
    """Return whether some process has this office open: False too where the system cannot tell.

    Every opening of an office keeps a byte of the side file locked as long as it lasts.
    """
    if is_open_here(place):  # looking would give this process's own locks back
        return True
    try:
        import fcntl
    except ImportError:  # a system where an open file cannot be renamed anyway
        return False
    try:
        descriptor = os.open(f"{place}-shm", os.O_RDWR)
    except OSError:
        return False
    try:
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, _DMS)
    except OSError:
        return True
    finally:
        os.close(descriptor)
    return False
