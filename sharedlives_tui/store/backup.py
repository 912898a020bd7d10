"""A copy of the whole office that has been proved before it gets its name."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from dataclasses import replace as replaced
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from sharedlives_tui.store.errors import Damaged, Exists, StoreError, from_system, in_words
from sharedlives_tui.store.files import put_in_place, remove, unfinished_beside
from sharedlives_tui.store.pragmas import READ_WAIT, connect, make_whole

if TYPE_CHECKING:
    from sharedlives_tui.store.opened import Store
    from sharedlives_tui.store.reads import Reads


ON_A_SERVER = (
    "This office lies on a server, and no copy was made: a server's own tools copy it while everybody works. Let "
    "whoever looks after the server run pg_dump --format=custom --schema=sharedlives every night, and try pg_restore "
    "into an empty database now and then; 'sharedlives check' with the URL of that database proves the copy."
)


@dataclass(frozen=True)
class Backup:
    """What was copied: where to, the last row of its journal with its hash, and the hash of the file."""

    path: Path
    rows: int
    head: str
    sha256: str
    size: int
    first: str = ""
    """The hash of the journal's first row: it tells one office from another."""
    tables: Mapping[str, int] = field(default_factory=dict)
    """How many rows each table has."""


def make_backup(
    store: Store, path: Path | str, *, replace: bool = False, before: Callable[[Backup], Path] | None = None
) -> Backup:
    """Copy the office to `path` and prove the copy; return what to note beside it.

    Others go on writing meanwhile. `before` is called with what was proved before the copy gets its name, and says
    which: a copy is never without what it notes. Raises Exists (unless `replace`), Damaged, DiskFull, ReadOnly,
    StoreError; then nothing is left at `path`, and a file that was there is untouched.
    """
    from sharedlives_tui.store.connection import FileStore

    if not isinstance(store, FileStore):
        raise StoreError(ON_A_SERVER)
    place = Path(path)
    if place.absolute() == store.path.absolute() or (place.exists() and place.samefile(store.path)):
        raise StoreError(f"{place} is the office itself. Choose another name for the backup.")
    if place.exists() and not replace and before is None:
        raise Exists(place)
    try:
        unfinished = unfinished_beside(place)
    except OSError as error:
        raise from_system(error, place) from None
    try:
        source = connect(store.path, store.mode, wait=READ_WAIT)
        try:
            _copy_pages(source, unfinished)
        finally:
            source.close()
        made = _proved(store, unfinished, place)
        if before is not None:
            place = before(made)
        put_in_place(unfinished, place, replace=replace)
    except sqlite3.Error as error:
        plain = in_words(error, place, READ_WAIT)
        if plain is None:
            raise
        raise plain from None
    except OSError as error:
        raise from_system(error, place) from None
    finally:
        remove(unfinished)
    return replaced(made, path=place)


def _proved(store: Store, unfinished: Path, place: Path) -> Backup:
    from sharedlives_tui.store.connection import FileStore

    with FileStore.reach(unfinished, READ_WAIT) as opened:
        faults = opened.check_file() + opened.verify_journal()
        rows, head = opened.head()
        first, tables = first_hash(opened), row_counts(opened)
    if faults:
        raise Damaged(store.place, f"the copy of it is not sound ({faults[0]})")
    make_whole(unfinished)
    digest, size = digest_of(unfinished)
    return Backup(place, rows, head, digest, size, first, tables)


def first_hash(reads: Reads) -> str:
    """Return the hash of the journal's first row; empty where there is none."""
    rows = reads.fetch("SELECT hash FROM journal WHERE seq = 1")
    return str(rows[0][0]) if rows else ""


def row_counts(reads: Reads) -> dict[str, int]:
    """Return how many rows each table has; what SQLite makes for itself below an index of words is left out."""
    rows = reads.fetch("SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name")
    virtual = tuple(f"{name}_" for name, sql in rows if sql.startswith("CREATE VIRTUAL TABLE"))
    names = [str(name) for name, sql in rows if not sql.startswith("CREATE VIRTUAL TABLE")]
    plain = [name for name in names if not name.startswith((*virtual, "sqlite_"))]
    return {name: int(reads.fetch(f'SELECT count(*) FROM "{name}"')[0][0]) for name in plain}  # noqa: S608


def copy(source: sqlite3.Connection, place: Path, *, replace: bool = False) -> None:
    """Copy an open database to a file, in one step, without a look at what it holds. Raises StoreError."""
    try:
        unfinished = unfinished_beside(place)
    except OSError as error:
        raise from_system(error, place) from None
    try:
        _copy_pages(source, unfinished)
        put_in_place(unfinished, place, replace=replace)
    except OSError as error:
        raise from_system(error, place) from None
    finally:
        remove(unfinished)


def _copy_pages(source: sqlite3.Connection, unfinished: Path) -> None:
    target = sqlite3.connect(unfinished, isolation_level=None)
    try:
        source.backup(target, pages=-1)  # step by step it would begin again with every write of somebody else
        target.execute("PRAGMA journal_mode = DELETE")  # one file, nothing beside it
    finally:
        target.close()


def digest_of(path: Path) -> tuple[str, int]:
    """Return the sha256 of a file and its size. Raises OSError."""
    found, size = sha256(), 0
    with path.open("rb") as file:
        while part := file.read(1 << 20):
            found.update(part)
            size += len(part)
    return found.hexdigest(), size
