"""Files that a command writes: whole or not at all, for this user alone, never over another file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sharedlives_tui.store.errors import Exists, StoreError, from_system
from sharedlives_tui.store.files import put_in_place, remove, unfinished_beside


def folder_is_there(path: Path) -> None:
    """Raises StoreError where the folder for a new file does not exist."""
    if not path.absolute().parent.is_dir():
        raise StoreError(f"There is no folder {path.absolute().parent}. Nothing was written. Make it, or name another.")


def nothing_there(paths: Iterable[Path]) -> None:
    """Raises Exists, or StoreError for its folder, where one of several new files cannot be written: then none is."""
    for path in paths:
        folder_is_there(path)
        if path.exists() or path.is_symlink():
            raise Exists(path)


def write_new(path: Path, content: bytes) -> None:
    """Write a new file. Raises Exists for a file that is there, DiskFull, ReadOnly, StoreError for its folder."""
    folder_is_there(path)
    if path.exists() or path.is_symlink():
        raise Exists(path)
    try:
        unfinished = unfinished_beside(path)
        try:
            unfinished.write_bytes(content)
            put_in_place(unfinished, path)
        finally:
            remove(unfinished)
    except OSError as error:
        raise from_system(error, path) from None
