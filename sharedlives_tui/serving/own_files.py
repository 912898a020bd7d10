"""A person's own files on the server: what they saved from the screens, and papers that they sent. Never another's.

A file is named, never a path. The folder is opened once, without following a link, and everything in it through that.
A file that was fetched whole is marked by its mode (0400), and removed a day later.
"""

from __future__ import annotations

import os
import select
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO, NamedTuple

from sharedlives_tui.serving.asked import NAME
from sharedlives_tui.store.leftovers import tidy_beside

LARGEST = 10 * 1024 * 1024
"""Bytes of a paper that is sent: as many as a case keeps."""
MOST_BYTES = 200 * 1024 * 1024
"""Bytes that one person may keep here; more is not taken in, nor saved."""
LISTENS = 0.3
"""Seconds in which a line that broke is closed for writing too, after it was for reading."""
AFTER_FETCHING = timedelta(days=1)
_PIECE = 65_536
_NEW, _FETCHED = 0o600, 0o400
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0)
_FILE = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_TAKE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)


class NoSuchFile(Exception):
    """There is no file of that name, or it cannot be taken; the words say what to do."""


class OwnFile(NamedTuple):
    """One file."""

    name: str
    size: int
    saved_at: float
    """Seconds since 1970; of one that was fetched, when that was."""
    fetched: bool


def make_folders(folder: str) -> None:
    """Make a person's folder and the one of their files, for the service account alone. Raises OSError."""
    for each in (folder, f"{folder}/files"):
        with suppress(FileExistsError):
            os.mkdir(each, 0o700)  # noqa: PTH102 - the library of paths is slow to load


@contextmanager
def _opened(files: str) -> Iterator[int]:
    handle = os.open(files, _FOLDER)
    try:
        yield handle
    finally:
        os.close(handle)


def listed(files: str) -> list[OwnFile]:
    """Return the files of a folder by name. What is no plain file of its own is left out. Raises OSError."""
    with _opened(files) as folder:
        names = os.listdir(folder)  # noqa: PTH208 - of the folder that was opened
        found = [_look(folder, name) for name in names if NAME.fullmatch(name)]
    return sorted(each for each in found if each is not None)


def _look(folder: int, name: str) -> OwnFile | None:
    try:
        found = os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return None
    if not _is_own(found):
        return None
    return OwnFile(name, found.st_size, found.st_mtime, fetched=stat.S_IMODE(found.st_mode) == _FETCHED)


def _is_own(found: os.stat_result) -> bool:
    """Whether it is a plain file with one name, of this account: no link, no pipe, no other's."""
    return stat.S_ISREG(found.st_mode) and found.st_nlink == 1 and found.st_uid == os.geteuid()


@contextmanager
def reading(files: str, name: str) -> Iterator[BinaryIO]:
    """One of the files, open for reading. Raises NoSuchFile, OSError."""
    if not NAME.fullmatch(name):
        raise NoSuchFile(_NONE)
    with _opened(files) as folder:
        try:
            handle = os.open(name, _FILE, dir_fd=folder)
        except OSError:
            raise NoSuchFile(_NONE) from None
    if not _is_own(os.fstat(handle)):
        os.close(handle)
        raise NoSuchFile(_NONE)
    with os.fdopen(handle, "rb") as file:
        yield file


_NONE = "You have no file of that name here. The list: ssh OFFICE files"


def send(files: str, name: str, out: BinaryIO, begins: Callable[[], object] = lambda: None) -> int:
    """Write one of the files to `out`; mark it as fetched when it has gone whole; return its bytes.

    `begins` is called when it is there, before the first byte goes. Raises NoSuchFile, OSError.
    """
    with reading(files, name) as file:
        begins()
        sent = 0
        while piece := file.read(_PIECE):
            out.write(piece)
            sent += len(piece)
        out.flush()
        os.fchmod(file.fileno(), _FETCHED)
        os.utime(file.fileno())
    return sent


def take(files: str, name: str, given: BinaryIO, is_whole: Callable[[], bool] = lambda: True) -> int:
    """Keep what is sent under that name; return its bytes. A file that is there stays. Raises NoSuchFile, OSError.

    `is_whole` is asked at the end of what came: a line that broke ends it as well, and half a paper is none.
    """
    if not NAME.fullmatch(name):
        raise NoSuchFile(_NONE)
    content = given.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise NoSuchFile("The file is larger than 10 MB. Nothing was kept. Make it smaller first.")
    if not is_whole():
        raise NoSuchFile("The line broke before the file had come whole. Nothing was kept. Send it again.")
    must_have_room(files, len(content))
    with _opened(files) as folder:
        try:
            handle = os.open(name, _TAKE, _NEW, dir_fd=folder)
        except FileExistsError:
            words = f"You have a file {name} here already. Nothing was changed. Take another name, or first: "
            raise NoSuchFile(f"{words}ssh OFFICE remove {name}") from None
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            os.unlink(name, dir_fd=folder)
            raise
    return len(content)


def somebody_listens(handle: int, seconds: float = LISTENS) -> bool:
    """Return whether the other end of a line that is written to is still there after that time. Nothing is written."""
    line = select.poll()
    line.register(handle, 0)  # what is always told: that the other end is closed
    return not line.poll(seconds * 1000)


def must_have_room(files: str, more: int) -> None:
    """Raises NoSuchFile where a person would keep more than MOST_BYTES."""
    if sum(each.size for each in listed(files)) + more > MOST_BYTES:
        words = "You keep 200 MB of files here already. Nothing was kept. Remove some: ssh OFFICE remove NAME"
        raise NoSuchFile(words)


def remove(files: str, name: str) -> None:
    """Remove one of the files. Raises NoSuchFile, OSError."""
    with _opened(files) as folder:
        if not NAME.fullmatch(name) or _look(folder, name) is None:
            raise NoSuchFile(_NONE)
        os.unlink(name, dir_fd=folder)


def tidy(files: str, now: datetime, keep_days: int) -> list[str]:
    """Remove what was fetched a day ago and what is older than `keep_days`; return their names. Raises OSError.

    What a letter left behind whose writing was broken off goes too.
    """
    gone = tidy_beside(Path(files, "any"))
    for each in listed(files):
        age = timedelta(seconds=now.timestamp() - each.saved_at)
        if age > (AFTER_FETCHING if each.fetched else timedelta(days=keep_days)):
            with suppress(NoSuchFile):
                remove(files, each.name)
                gone.append(each.name)
    return gone
