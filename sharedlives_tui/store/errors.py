"""What can go wrong with the office's file, each in words: what happened, what was kept, what to do."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path

from sharedlives_tui.shared import shown, with_place
from sharedlives_tui.store.beside import TakenAway

DISK_ERROR = (
    "Not saved: the disk gave an error with {place}. What was saved before was not touched. Try again; if it happens "
    "once more, tell whoever looks after the computer, and change nothing until they looked."
)
NOT_READ = "Could not be read just now: "
"""What the words begin with where nothing was being saved."""
READ_ERROR = (
    f"{NOT_READ}the disk gave an error with {{place}}. Nothing was changed. Try again; if it happens once more, tell "
    "whoever looks after the computer, and change nothing until they looked."
)
TAKEN_AWAY = (
    "{place} was not opened: what was saved last lies beside it in a file that ends in -wal, and that file was taken "
    "away. If the office is still open somewhere, leave it there with Ctrl+Q: what it holds is then put into the "
    "office. If not, find the file and put it back. Where it cannot be found, delete the one that ends in -shm, open "
    "the office, run 'sharedlives check' and compare with the last backup: entries may be missing."
)
"""Said to whoever would open an office without what was saved last."""
TAKEN_AWAY_HERE = (
    "The file beside the office ({place}) that ends in -wal was taken away or replaced while it was open, and what was "
    "saved last lies in it. What you typed is still here: copy it. Leave the program with Ctrl+Q on every computer and "
    "do not stop it otherwise, so that what it holds is put into the office; then run 'sharedlives check'."
)
"""Said to whoever has it open."""


class StoreError(Exception):
    """The file of the office could not be read or written; nothing half-done is left. Its text is for people."""


class Missing(StoreError):
    """There is no office at that place."""

    def __init__(self, path: Path | str) -> None:
        super().__init__(
            with_place(
                "There is no office at {place}. Nothing was made there. Check the path, or start an office with "
                "'sharedlives init'.",
                path,
            )
        )


class NoBackup(StoreError):
    """There is no backup at that place; perhaps there is a folder, in which they lie."""

    def __init__(self, path: Path) -> None:
        if path.is_dir():
            words = f"{shown(path)} is a folder. Name a backup in it. They are: sharedlives backups list {shown(path)}"
        else:
            words = f"There is no backup at {shown(path)}. To see which there are: sharedlives backups list FOLDER"
        super().__init__(words)


class Exists(StoreError):
    """A new file was asked for at a place where something lies already."""

    def __init__(self, path: Path | str) -> None:
        super().__init__(f"There is a file at {shown(path)} already. It was left as it is. Choose another name.")


class Newer(StoreError):
    """The file was written by a newer program; it is neither read nor written."""

    def __init__(self, path: Path | str, found: int, known: int) -> None:
        super().__init__(
            with_place(
                f"The office at {{place}} was last used by a newer version of this program (form {found}; this copy "
                f"knows {known}). This copy is older than the database. Nothing was changed. Update the program, then "
                "open it.",
                path,
            )
        )


class Damaged(StoreError):
    """The file is not an office, or what it holds contradicts itself."""

    def __init__(self, path: Path | str, what: str) -> None:
        super().__init__(
            with_place(
                f"{{place}} cannot be used: {what}. Nothing was changed. Do not repair it; keep it aside and restore "
                "the latest backup.",
                path,
            )
        )


class Busy(StoreError):
    """Another program held the file for longer than we wait. `reading`: nothing was being saved."""

    def __init__(self, seconds: float, *, reading: bool = False) -> None:
        begin, kept = (NOT_READ, "Nothing was changed.") if reading else ("Not saved: ", "Your text is kept here.")
        used = f"another program has been using the case file for {seconds:g} seconds"
        super().__init__(f"{begin}{used}. {kept} Try again in a moment.")


class ReadOnly(StoreError):
    """The file, or the folder that it lies in, may not be written."""

    def __init__(self, path: Path | str, why: str = "this account may not write to the file") -> None:
        super().__init__(
            with_place(
                f"Not saved: {{place}} is open for reading only, because {why}. Ask whoever looks after the computer "
                "to let this account write to the file and its folder.",
                path,
            )
        )


class DiskFull(StoreError):
    """No room is left on the disk; reading (`reading`) needs some too, where much is put in order."""

    def __init__(self, path: Path | str, *, reading: bool = False) -> None:
        if reading:
            words = (
                f"{NOT_READ}the disk with {{place}} is full. What was saved is safe. Free some space, then try again."
            )
        else:
            words = (
                "Not saved: the disk with {place} is full. What was saved before is safe and can be read. Free some "
            )
            words += "space, then save again."
        super().__init__(with_place(words, path))


class Conflict(StoreError):
    """Somebody else saved the case after the form was opened (`yours` and `theirs` are versions)."""

    def __init__(self, ref: str, yours: int, theirs: int) -> None:
        self.ref, self.yours, self.theirs = ref, yours, theirs
        super().__init__(
            f"Not saved: {ref} was changed by somebody else while you were writing (you began from version {yours}, "
            f"it is now {theirs}). Your text is kept here. Look at the case as it is now, then save again."
        )


class Repeated(StoreError):
    """The same request was saved before, as journal row `seq`; it was not saved twice."""

    def __init__(self, seq: int) -> None:
        self.seq = seq
        super().__init__(f"This was saved already, as number {seq} of the journal. It was not saved again.")


class PracticeOnly(StoreError):
    """The act is only for a practice office."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} is only possible in a practice office. This is a real one; nothing was changed.")


class TooLarge(StoreError):
    """A text or an attachment is larger than the office keeps."""

    def __init__(self, what: str, size: int, most: int, unit: str) -> None:
        super().__init__(f"Not saved: {what} has {size:,} {unit}; at most {most:,} are kept. Make it smaller first.")


def in_words(error: sqlite3.Error, path: Path | str, waited: float = 0, *, reading: bool = False) -> StoreError | None:
    """Return the plain error for an error of SQLite; None where it is a mistake of ours that should be seen.

    `reading` says that nothing was being saved: then no words tell of saving.
    """
    if isinstance(error, TakenAway):
        return StoreError(with_place(TAKEN_AWAY, path))
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return Busy(waited, reading=reading)
    if code == sqlite3.SQLITE_FULL:
        return DiskFull(path, reading=reading)
    if code == sqlite3.SQLITE_READONLY:
        return ReadOnly(path)
    if code == sqlite3.SQLITE_CANTOPEN:
        return Missing(path) if not Path(path).exists() else ReadOnly(path, "its folder may not be written")
    if code == sqlite3.SQLITE_NOTADB:
        return Damaged(path, "it is not an office's file, or its first page was overwritten")
    if code == sqlite3.SQLITE_CORRUPT:
        return Damaged(path, "parts of the file contradict each other")
    words = READ_ERROR if reading else DISK_ERROR
    return StoreError(with_place(words, path)) if code == sqlite3.SQLITE_IOERR else None


def from_system(error: OSError, path: Path | str) -> StoreError:
    """Return the plain error for an error of the operating system at this path."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return DiskFull(path)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return ReadOnly(path)
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return Missing(path)
    if error.errno == errno.EEXIST:
        return Exists(path)
    words = f"{{place}} could not be used: {error.strerror}. What was saved before was not touched."
    return StoreError(with_place(words, path))
