"""File names and files for what leaves the program: no harmful name, no half file, none written over."""

from __future__ import annotations

import os
import re
import tempfile
import unicodedata
from contextlib import suppress
from pathlib import Path
from typing import Final

from sharedlives_tui.cleaning import clean_line
from sharedlives_tui.store.leftovers import SAVING, tidy_beside

LONGEST_NAME: Final = 100
"""How many characters a file name may have, its ending included."""

_NOT_KEPT: Final = re.compile(r"[^\w .()-]+")
_ENDING: Final = re.compile(r"\.[A-Za-z0-9]{1,5}$")
_RESERVED: Final = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9]|conin\$|conout\$)", re.IGNORECASE)
_LONGEST_IN_BYTES: Final = 240


def safe_name(text: str) -> str:
    """Return a file name made from the text, of letters, digits, spaces and ( ) . - _ alone; never empty.

    It names no folder, begins with neither dot nor dash, is no device of Windows, and keeps a short ending
    (.docx).
    """
    text = _NOT_KEPT.sub(" ", unicodedata.normalize("NFKC", clean_line(text)))
    name = re.sub(r"\.{2,}", ".", " ".join(text.split()))
    ending = match[0] if (match := _ENDING.search(name)) else ""
    stem = name.removesuffix(ending).strip(" .-")
    stem = stem[: LONGEST_NAME - len(ending)]
    stem = stem.encode()[: _LONGEST_IN_BYTES - len(ending)].decode(errors="ignore").rstrip(" .-")
    if not stem:
        stem, ending = ending.strip("."), ""
    if _RESERVED.fullmatch(stem.split(".")[0].strip()):
        stem = f"{stem}_" if "." not in stem else f"_{stem}"
    return f"{stem}{ending}" or "letter"


def save_new(path: Path, content: bytes, force: bool = False) -> None:
    """Write a file that is there whole or not at all, readable by its owner alone.

    Raises FileExistsError, with words, where something of that name is there and `force` is not set; other
    OSErrors where the folder or the disk does not take it. After an error nothing of it is left behind.
    """
    tidy_beside(path)
    handle, name = tempfile.mkstemp(prefix=SAVING, dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if not force:
            _reserve(path)
        try:
            temporary.replace(path)
        except OSError:
            if not force:
                path.unlink(missing_ok=True)  # our own, empty as we reserved it
            raise
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _keep_folder(path.parent)


def _reserve(path: Path) -> None:
    """Take the name, so that nobody else's file of the same moment is written over."""
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0)
    try:
        os.close(os.open(path, flags, 0o600))
    except FileExistsError:
        words = f"{path} is there already. Choose another name, or say that it may be written over."
        raise FileExistsError(words) from None


def _keep_folder(folder: Path) -> None:
    """Make the new name last through a power cut, where the system lets a folder be opened."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
