"""A file appears under its name whole, or not at all."""

from __future__ import annotations

import glob
import os
from contextlib import suppress
from pathlib import Path

from sharedlives_tui.store.errors import Exists
from sharedlives_tui.store.leftovers import tidy_beside


def unfinished_beside(place: Path) -> Path:
    """Make an empty file of our own in the same folder, and return where. Raises OSError.

    What earlier writes into the folder left behind is removed.
    """
    tidy_beside(place)
    path = place.with_name(f".{place.name}.{os.getpid()}-{os.urandom(4).hex()}.new")
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    return path


def put_in_place(unfinished: Path, place: Path, *, replace: bool = False) -> None:
    """Give a finished file its name, so that it outlasts a power cut. Raises Exists unless `replace`, OSError."""
    descriptor = os.open(unfinished, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    if replace:
        unfinished.replace(place)
    else:
        _name(unfinished, place)
    with suppress(OSError):  # not every system lets a folder be opened
        folder = os.open(place.absolute().parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def remove(unfinished: Path) -> None:
    """Remove what is left of an unfinished database; nothing happens if it got its name."""
    for each in ("", "-wal", "-shm", "-journal", "-queue"):
        with suppress(OSError):
            Path(f"{unfinished}{each}").unlink()


def remove_unfinished(place: Path) -> None:
    """Remove what programs that were killed have left beside a place: files that never got its name."""
    for each in place.parent.glob(f".{glob.escape(place.name)}.*.new*"):
        with suppress(OSError):
            each.unlink()


def _name(unfinished: Path, place: Path) -> None:
    try:
        os.link(unfinished, place)  # never over a file that is there
    except FileExistsError:
        raise Exists(place) from None
    except OSError:  # a disk without hard links
        if place.exists():
            raise Exists(place) from None
        unfinished.rename(place)
