"""Files that a command writes: whole or not at all, for this user alone, never over another file."""

from __future__ import annotations

from pathlib import Path

from sharedlives_tui.store.errors import Exists, from_system
from sharedlives_tui.store.files import put_in_place, remove, unfinished_beside


def write_new(path: Path, content: bytes) -> None:
    """Write a new file. Raises Exists for a file that is there, DiskFull, ReadOnly, Missing for its folder."""
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
