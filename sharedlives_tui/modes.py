"""Who else on this computer could read or change a file: what is found, in words, with the command that mends it.

Nothing is changed here. On a system without owners and modes (Windows) nothing is found: its own rules hold there.
"""

from __future__ import annotations

import os
import stat

from sharedlives_tui.light import NamedTuple

BESIDE = ("", "-wal", "-shm", "-queue")
"""What lies beside an office's file and belongs to it, by its ending; the first is the file itself."""

_GROUP_WRITES, _OTHERS_WRITE = stat.S_IWGRP, stat.S_IWOTH
_ROOT = 0


class Wrong(NamedTuple):
    """One file or folder that is open to somebody whom it should be closed to."""

    path: str
    words: str
    """What is wrong, one sentence."""
    mend: str
    """The command that mends it."""

    def __str__(self) -> str:
        return f"{self.words} Mend it: {self.mend}"


def office_modes(place: str, *, shared: bool) -> tuple[Wrong, ...]:
    """Return what of an office's file, the files beside it and its folder is open to others.

    Nothing is found where nothing is there.
    On a shared server (`shared`) nobody but the account that runs the program may look into any of it or into the
    folder. At a desk nobody outside the owner's group may read or write the file, and nobody but the owner may put
    files into its folder, unless the system keeps them apart there (as in a folder for everybody's temporary files).
    """
    if not _has_modes():
        return ()
    place = os.path.abspath(place)  # noqa: PTH100 - the library of paths is slow to load
    folder = os.path.dirname(place)  # noqa: PTH120 - the same
    closed_to = 0o077 if shared else 0o007
    found = [_open_file(place + ending, closed_to, ours=shared) for ending in BESIDE]
    found.append(_open_folder(folder, ours=True) if shared else _written_by_others(folder))
    return tuple(each for each in found if each is not None)


def own_folder_modes(folder: str) -> tuple[Wrong, ...]:
    """Return what is wrong with a folder that is for this account alone: no folder, a link, another's, open to others.

    Nothing is found where nothing is there.
    """
    if not _has_modes():
        return ()
    try:
        found = os.lstat(folder)
    except FileNotFoundError:
        return ()
    if not stat.S_ISDIR(found.st_mode):
        return (Wrong(folder, f"{folder} is no folder of its own.", f"mv {folder} {folder}.old"),)
    wrong = _open_folder(folder, ours=True)
    return () if wrong is None else (wrong,)


def open_to_writers(folder: str) -> tuple[Wrong, ...]:
    """Return what is wrong with a folder into which others may put files, or in which they may put one for another."""
    if not _has_modes():
        return ()
    found = _look(folder)
    if found is None or not found.st_mode & (_OTHERS_WRITE | _GROUP_WRITES):
        return ()
    who = "Everybody on this computer" if found.st_mode & _OTHERS_WRITE else "The group of its owner"
    return (Wrong(folder, f"{who} may put files into {folder}.", f"chmod go-w {folder}"),)


def trusted_modes(path: str) -> tuple[Wrong, ...]:
    """Return why a file (settings of the server, a list of keys) could be changed by others than root and this account.

    That asks the file and every folder above it. Nothing is found where nothing is there.
    """
    if not _has_modes():
        return ()
    path = os.path.realpath(path)
    found = []
    above = path
    while True:
        wrong = _changed_by_others(above)
        if wrong is not None:
            found.append(wrong)
        higher = os.path.dirname(above)  # noqa: PTH120 - see above
        if higher == above:
            return tuple(found)
        above = higher


def _has_modes() -> bool:
    return hasattr(os, "geteuid")


def _look(path: str) -> os.stat_result | None:
    """What the system says of a file; None where there is none."""
    try:
        return os.stat(path)  # noqa: PTH116 - see above
    except (FileNotFoundError, NotADirectoryError):
        return None


def _open_file(path: str, closed_to: int, *, ours: bool) -> Wrong | None:
    found = _look(path)
    if found is None:
        return None
    if ours and found.st_uid != os.geteuid():
        return _not_ours(path)
    if found.st_mode & closed_to:
        who = "Everybody on this computer" if found.st_mode & 0o007 else "The group of its owner"
        return Wrong(path, f"{who} may {_may(found.st_mode & closed_to)} {path}.", f"chmod 600 {path}")
    return None


def _open_folder(path: str, *, ours: bool) -> Wrong | None:
    found = _look(path)
    if found is None:
        return None
    if ours and found.st_uid != os.geteuid():
        return _not_ours(path)
    if found.st_mode & 0o077:
        who = "Everybody on this computer" if found.st_mode & 0o007 else "The group of its owner"
        return Wrong(path, f"{who} may look into the folder {path}.", f"chmod 700 {path}")
    return None


def _written_by_others(path: str) -> Wrong | None:
    found = _look(path)
    if found is None or not found.st_mode & _OTHERS_WRITE or found.st_mode & stat.S_ISVTX:
        return None
    return Wrong(path, f"Everybody on this computer may put files into {path}.", f"chmod o-w {path}")


def _changed_by_others(path: str) -> Wrong | None:
    found = _look(path)
    if found is None:
        return None
    if found.st_uid not in (_ROOT, os.geteuid()):
        words = f"{path} belongs to an account that is neither root nor the one that runs the program."
        return Wrong(path, words, f"chown root {path}")
    apart = stat.S_ISDIR(found.st_mode) and found.st_mode & stat.S_ISVTX
    if found.st_mode & (_GROUP_WRITES | _OTHERS_WRITE) and not apart:
        return Wrong(path, f"Others than its owner may change {path}.", f"chmod go-w {path}")
    return None


def _not_ours(path: str) -> Wrong:
    words = f"{path} belongs to another account than the one that runs the program."
    return Wrong(path, words, f"chown {_account()} {path}")


def _account() -> str:
    from sharedlives_tui.account import system_user

    return system_user()


def _may(mode: int) -> str:
    return "change" if mode & 0o022 else "read"
