"""Whether this program runs for somebody else, on a server that staff reach over the network; and how places are named.

One process is one session. Where there is a session, nothing that is written goes anywhere but into the person's own
folder, nothing is read from anywhere else, and no path of the server is shown: where something lies is told to its
operator, in the system's log.
"""

from __future__ import annotations

import os
from contextlib import suppress

from sharedlives_tui.light import NamedTuple


class Session(NamedTuple):
    """Who is served, and where."""

    account: str
    """As the server's list of keys has it: "alice"."""
    office: str
    """The office's file."""
    folder: str
    """The person's own folder on the server: settings, and `files`."""
    called: str
    """What the person calls the server when they sign in: ssh office."""

    @property
    def files(self) -> str:
        """The folder of the files that the person saves and fetches."""
        return f"{self.folder}/files"


_sessions: list[Session] = []


def begin(session: Session) -> None:
    """From now on the program runs for that person, to its end."""
    _sessions[:] = [session]


def end() -> None:
    """The program runs for whoever started it again: for tests."""
    _sessions.clear()
    _told.clear()


def session() -> Session | None:
    """Return for whom the program runs; None for whoever sits at this computer."""
    return _sessions[0] if _sessions else None


def shown(place: object) -> str:
    """Return how a file or folder is named to the person: its path, or on a server what it is, without the path."""
    path, now = os.fspath(place) if isinstance(place, os.PathLike) else str(place), session()
    if now is None:
        return path
    if path == now.office:
        return "the office's database" if "://" in path else "the office's file"
    if "://" in path:
        return "another place"
    name = os.path.basename(path.rstrip("/"))  # noqa: PTH119 - the library of paths is slow to load
    return f"{name} in your own folder" if path.startswith(f"{now.folder}/") else f"{name} on the server"


def with_place(words: str, place: object, said: str = "") -> str:
    """Return the words with `{place}` as `shown` names it, and `{said}`, what a server said of it.

    To somebody on a server no place and nothing that a server said is told. Its operator is told both, in the log.
    """
    path = os.fspath(place) if isinstance(place, os.PathLike) else str(place)
    whole = words.replace("{said}", said).replace("{place}", path)
    if session() is None:
        return whole
    tell_operator(whole)
    return words.replace("{said}", "").replace("{place}", shown(path))


_told: set[str] = set()


def tell_operator(words: str) -> None:
    """Write what is wrong where an operator looks, each thing once a session; no word of a case may be in it."""
    if words in _told:
        return
    _told.add(words)
    with suppress(ImportError):
        import syslog

        syslog.openlog("sharedlives", 0, syslog.LOG_AUTH)
        syslog.syslog(syslog.LOG_ERR, words)


def saved(path: object) -> str:
    """Return what is said when a file was saved: where it lies, or on a server how it is fetched from there."""
    now = session()
    if now is None:
        return f"Saved as {path}"
    name = os.path.basename(str(path))  # noqa: PTH119 - see above
    return f"Saved: ssh {now.called} get {name} fetches it"
