"""An office's file: made, opened, read and written.

Reading uses the standard library alone. What writing needs is imported at the first write.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from stat import S_ISDIR
from typing import TYPE_CHECKING

from sharedlives_tui.shared import shown, with_place
from sharedlives_tui.store.basics import Office
from sharedlives_tui.store.beside import last_saved
from sharedlives_tui.store.disks import must_be_of_this_computer
from sharedlives_tui.store.errors import (
    TAKEN_AWAY_HERE,
    Damaged,
    Exists,
    Missing,
    Newer,
    StoreError,
    from_system,
    in_words,
)
from sharedlives_tui.store.files import put_in_place, remove, unfinished_beside
from sharedlives_tui.store.form import APPLICATION_ID, SCHEMA
from sharedlives_tui.store.migrations import upgrade, version
from sharedlives_tui.store.models import load_models
from sharedlives_tui.store.opened import WAIT, Parameters, Store
from sharedlives_tui.store.pragmas import READ_WAIT, connect, make_whole
from sharedlives_tui.store.queue import Deadline, leave, queue_for

if TYPE_CHECKING:
    from sharedlives_tui.store.aside import Aside
    from sharedlives_tui.store.engine import WriteEngine
    from sharedlives_tui.store.writer import Writer


_EFFECTIVE = os.access in os.supports_effective_ids


class FileStore(Store):
    """One opening of an office's file, by the standard library's SQLite. Made by `Store.create` and `Store.open`."""

    _closed = True
    """Until it is open."""

    def __init__(self, path: Path, connection: sqlite3.Connection, mode: str, why_read_only: str, wait: float) -> None:
        super().__init__(path, why_read_only, wait)
        self.path = path
        self.mode = mode
        """`rw`, `ro`, or `immutable` where SQLite can make no side files."""
        self._reader = connection
        self._reading = threading.RLock()
        self._engine: WriteEngine | None = None
        self._opening = threading.Lock()
        self._queue = queue_for(path)
        self._identity = _identity(path)
        self._last_saved = last_saved(path) if mode == "rw" else None
        self._closed = False

    # -- opening and closing ------------------------------------------------------------------------------------

    @classmethod
    def make(cls, path: Path | str, office: Office, by: str, wait: float) -> FileStore:
        """Make a new file and open it. Raises Exists, ReadOnly, DiskFull, StoreError.

        The file appears under its name whole, or not at all.
        """
        place = Path(path)
        if place.exists() or place.is_symlink():
            raise Exists(place)
        _must_be_possible(place)
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            unfinished = unfinished_beside(place)
            try:
                _fill(unfinished, office, by)
                put_in_place(unfinished, place)
            finally:
                remove(unfinished)
        except sqlite3.Error as error:
            raise in_words(error, place) or error from None
        except OSError as error:
            raise from_system(error, place) from None
        return cls.reach(place, wait)

    @classmethod
    def reach(cls, path: Path | str, wait: float) -> FileStore:
        """Open the file at this path; for reading only where the account may not write.

        Raises Missing, Damaged, Newer, ReadOnly (a folder in which not even reading is possible).
        """
        place = Path(path)
        _must_be_possible(place)
        _looks_like_one(place)
        read_only = _why_read_only(place)
        try:
            connection, mode = _reader(place, read_only)
            try:
                if _form(connection, place) < SCHEMA and not read_only:
                    connection = _brought_up_to_date(place, connection)
                _form(connection, place, exactly=True)
                connection.execute("PRAGMA query_only = ON")
                connection.row_factory = sqlite3.Row
            except BaseException:
                connection.close()
                raise
        except sqlite3.Error as error:
            plain = in_words(error, place, READ_WAIT, reading=True)
            if plain is None:
                raise
            raise plain from None
        store = cls(place, connection, mode, read_only, wait)
        try:
            store.office  # noqa: B018 - a file that does not say whose it is is refused here
        except BaseException:
            store.close()
            raise
        return store

    def close(self) -> None:
        """Close the file; further use is an error of ours."""
        if self._closed:
            return
        self._closed = True
        if self._engine is not None:
            self._engine.close()
        with self._reading:
            self._reader.close()
        leave(self._queue)

    # -- reading ------------------------------------------------------------------------------------------------

    def fetch(self, sql: str, parameters: Parameters = ()) -> list[sqlite3.Row]:
        """Return the rows of a reading statement. Raises StoreError."""
        with self._reading:
            try:
                return self._reader.execute(sql, parameters).fetchall()
            except sqlite3.DatabaseError as error:
                plain = in_words(error, self.path, READ_WAIT, reading=True)
                if plain is None:
                    raise
                raise plain from None

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Let all that is fetched inside be of one moment. May be nested; other threads wait outside."""
        with self._reading:
            if self._reader.in_transaction:
                yield
                return
            self.fetch("BEGIN")
            try:
                yield
            finally:
                self._reader.rollback()  # nothing was written; and an error of the disk has ended it already

    def aside(self) -> Aside:
        """Return another reader of the file, which can take its time: nobody here waits for it. To be closed."""
        from sharedlives_tui.store.aside import Aside

        return Aside(self.path, self.mode)

    def why_gone(self) -> str:
        """Why what is read may be old: another file, or none, lies where this one was opened. Empty where it does."""
        with suppress(Missing):
            if _identity(self.path) == self._identity:
                return "" if self._has_what_was_saved() else with_place(TAKEN_AWAY_HERE, self.path)
        return with_place(
            "The office ({place}) was moved or replaced while it was open: what you see may be old, and nothing can be "
            "saved. What you typed is still here: copy it, then leave and open the office again.",
            self.path,
        )

    def data_version(self) -> int:
        """Return a number that changes whenever anybody, this program too, has saved something."""
        return int(self.fetch("PRAGMA data_version")[0][0])

    def verify_journal(self, anchors: Mapping[int, str] | None = None) -> list[str]:
        """Return a sentence for each place where the journal or what is computed from it does not hold.

        `anchors` are hashes noted outside the file, by row. Empty if all is whole.
        """
        from sharedlives_tui.store.checks import journal_breaks

        return journal_breaks(self, anchors)

    def check_file(self) -> list[str]:
        """Return a sentence for each fault of the file itself: pages, references, guards. Empty if it is sound."""
        from sharedlives_tui.store.checks import file_faults

        return file_faults(self)

    # -- writing ------------------------------------------------------------------------------------------------

    def make_ready(self) -> None:
        """Load and try out what saving needs, so that the first save keeps nobody waiting longer than any other.

        Takes a tenth of a second, once; without it the first save does. Raises StoreError.
        """
        if not self.why_read_only:
            load_models()
            from sharedlives_tui.store.rehearsal import rehearse

            rehearse()
            self._write_engine()

    @contextmanager
    def _writing(self, by: str, at: datetime | None) -> Iterator[Writer]:
        load_models()
        from sharedlives_tui.store.writer import Writer

        engine = self._write_engine()  # before the turn: others would wait for it too
        deadline = Deadline(self.wait)
        with self._queue.turn(deadline):
            self._must_be_the_same_file()
            with engine.transaction(deadline) as connection:
                writer = Writer(connection, by, at)
                self._fence(writer)
                yield writer

    def _write_engine(self) -> WriteEngine:
        from sharedlives_tui.store.engine import WriteEngine

        with self._opening:
            if self._engine is None:
                self._must_be_the_same_file()
                self._engine = WriteEngine(self.path)
            return self._engine

    def _must_be_the_same_file(self) -> None:
        if _identity(self.path) != self._identity:
            words = "Not saved: the office ({place}) was moved or replaced while it was open. Your text is kept here. "
            raise StoreError(with_place(f"{words}Close the office and open it again.", self.path))
        if not self._has_what_was_saved():
            raise StoreError(with_place(f"Not saved. {TAKEN_AWAY_HERE}", self.path))

    def _has_what_was_saved(self) -> bool:
        """Whether the `-wal` in which this program reads and saves is still the one that others find."""
        return self._last_saved in (None, last_saved(self.path))

    def _fence(self, writer: Writer) -> None:
        found = int(writer.fetch("PRAGMA user_version")[0][0])
        if found > SCHEMA:
            raise Newer(self.path, found, SCHEMA)
        if found < SCHEMA or int(writer.fetch("PRAGMA application_id")[0][0]) != APPLICATION_ID:
            raise Damaged(self.path, "it is not the file that was opened")


def _must_be_possible(place: Path) -> None:
    if "\0" in str(place):
        raise StoreError("This is no name for a file: it holds a character that no name can have.")
    if sqlite3.sqlite_version_info < (3, 37):
        words = (
            f"{{place}} cannot be used: Python here comes with SQLite {sqlite3.sqlite_version}, and 3.37 or later is "
        )
        raise StoreError(with_place(f"{words}needed. Use a newer Python.", place))
    must_be_of_this_computer(str(place))


def _looks_like_one(place: Path) -> None:
    """Look from outside, without opening it; what its bytes say is told by the first reading.

    A descriptor that is closed gives back all locks of this process on the file, also those of the connection through
    which the first picture was read: whoever leaves next would clear the side files away under us.
    """
    try:
        found = place.stat()
    except FileNotFoundError:
        raise Missing(place) from None
    except OSError as error:
        raise (_unreadable(place) if error.errno in (1, 13) else from_system(error, place)) from None
    if S_ISDIR(found.st_mode):
        raise Damaged(place, "it is a folder")
    if not os.access(place, os.R_OK, effective_ids=_EFFECTIVE):
        raise _unreadable(place)
    if not found.st_size:
        raise Damaged(place, "the file is empty")


def _unreadable(place: Path) -> StoreError:
    words = "{place} cannot be read by this account. Ask whoever looks after the computer to let it read the file."
    return StoreError(with_place(words, place))


def _why_read_only(place: Path) -> str:
    if not os.access(place, os.W_OK, effective_ids=_EFFECTIVE):
        return "this account may not write to the file"
    if not os.access(place.absolute().parent, os.W_OK | os.X_OK, effective_ids=_EFFECTIVE):
        return f"this account may not write to its folder {shown(place.absolute().parent)}"
    return ""


def _reader(place: Path, read_only: str) -> tuple[sqlite3.Connection, str]:
    if not read_only:
        return connect(place, "rw", wait=READ_WAIT), "rw"
    try:
        connection = connect(place, "ro", wait=READ_WAIT)
    except sqlite3.OperationalError:
        # A folder in which SQLite cannot make its side files. Without unsaved pages beside it the file is whole.
        wal = Path(f"{place}-wal")
        if wal.exists() and wal.stat().st_size:
            words = f"{{place}} cannot be read here: its last changes lie in {wal.name}, and {read_only}. Ask whoever "
            words += (
                "looks after the computer to let this account write to the folder, or to close the office everywhere "
            )
            raise StoreError(with_place(f"{words}first.", place)) from None
        return connect(place, "immutable"), "immutable"
    return connection, "ro"


def _form(connection: sqlite3.Connection, place: Path, *, exactly: bool = False) -> int:
    application = int(connection.execute("PRAGMA application_id").fetchone()[0])
    found = version(connection)
    if application != APPLICATION_ID:
        raise Damaged(place, "it is a database of another program, or a copy that was never finished")
    if found > SCHEMA:
        raise Newer(place, found, SCHEMA)
    if found < 1 or (exactly and found < SCHEMA):
        raise Damaged(place, "it is of an older form, and this account may not bring it up to date")
    return found


def _brought_up_to_date(place: Path, connection: sqlite3.Connection) -> sqlite3.Connection:
    from sharedlives_tui.store.backup import copy
    from sharedlives_tui.store.schema import STEPS

    copy(connection, place.with_name(f"{place.name}.form-{version(connection)}"), replace=True)
    upgrade(connection, STEPS)
    return connection


def _fill(unfinished: Path, office: Office, by: str) -> None:
    from sharedlives_tui.store.engine import WriteEngine
    from sharedlives_tui.store.schema import STEPS
    from sharedlives_tui.store.writer import Writer

    connection = connect(unfinished, "rw")
    try:
        upgrade(connection, STEPS)
    finally:
        connection.close()
    engine = WriteEngine(unfinished)
    try:
        with engine.transaction(Deadline(WAIT)) as writing:
            Writer(writing, by, office.created_at).found_office(office)
    finally:
        engine.close()
    make_whole(unfinished)


def _identity(place: Path) -> tuple[int, int]:
    try:
        found = place.stat()
    except OSError as error:
        raise from_system(error, place) from None
    return found.st_dev, found.st_ino
