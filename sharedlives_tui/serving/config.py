"""The server's own settings: a small TOML file of root or of the service account, which nobody else may change."""

from __future__ import annotations

import os
import re
import sys

from sharedlives_tui.light import NamedTuple
from sharedlives_tui.modes import Wrong, office_modes, own_folder_modes, trusted_modes

PLACE = "/etc/sharedlives/server.toml"
"""Where it lies unless the line of the key says otherwise."""
LONGEST_FILE = 20_000
"""Bytes."""
ACCOUNT = re.compile(r"[a-z][a-z0-9_-]{0,31}")
"""How an account is called: it names a folder and stands in the line of a key."""
_PLAIN = re.compile(r"[A-Za-z0-9/._+@=,:-]+")
"""A word or path that no shell and no list of keys reads otherwise than it stands."""
_URL = re.compile(r"postgres(ql)?://[A-Za-z0-9/._+@=,:?&%-]*")
_CALLED = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]{0,62}[A-Za-z0-9])?")


class BadServer(Exception):
    """The server is not set up as it must be; the words say what to mend. They name places: for its operator alone."""


class Server(NamedTuple):
    """Where everything lies. All paths are whole."""

    office: str
    """The office's file, or the URL of its database on a server."""
    people: str
    """The folder in which each person has a folder of their own."""
    keys: str
    """The list of keys that sshd reads (AuthorizedKeysFile)."""
    program: tuple[str, ...]
    """How the program is started in the line of a key, word by word."""
    called: str = "office"
    """What people call the server: ssh office."""
    keep_days: int = 14
    """Days after which a file that somebody saved for themselves is removed."""
    papers: str = ""
    """The office's own folder of papers, where it has one."""
    at_once: int = 8
    """How often one person may be signed in at the same time: screens, files that they fetch, everything."""
    place: str = PLACE
    """Where these settings lie."""

    def folder_of(self, account: str) -> str:
        """The own folder of an account."""
        return f"{self.people}/{account}"

    def wrong_modes(self) -> tuple[Wrong, ...]:
        """Return what of all this others could read or change."""
        found = [*trusted_modes(self.place), *trusted_modes(self.keys), *own_folder_modes(self.people)]
        if "://" not in self.office:
            found += office_modes(self.office, shared=True)
        return tuple(dict.fromkeys(found))


def is_account(name: str) -> bool:
    """Return whether an account can be called so."""
    return ACCOUNT.fullmatch(name) is not None


def read_server(place: str = PLACE) -> Server:
    """Return the server's settings. Raises BadServer."""
    import tomllib

    try:
        with open(place, "rb") as file:  # noqa: PTH123 - the library of paths is slow to load
            content = file.read(LONGEST_FILE + 1)
        if len(content) > LONGEST_FILE:
            raise BadServer(f"{place} is longer than {LONGEST_FILE:,} bytes.")
        document = tomllib.loads(content.decode("utf-8"))
    except FileNotFoundError:
        raise BadServer(f"There are no settings of a server at {place}. docs/server.md says how to begin.") from None
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise BadServer(f"{place} cannot be read: {why}.") from None
    return _checked(document, place)


def _checked(document: dict[str, object], place: str) -> Server:
    known = [each for each in Server._fields if each != "place"]
    unknown = sorted(set(document) - set(known))
    if unknown:
        raise BadServer(f"{place}: there is no setting {unknown[0]}. There are: {', '.join(known)}.")
    if not _PLAIN.fullmatch(os.path.abspath(place)):  # noqa: PTH100 - see above
        raise BadServer(f"{place}: give the file a path of plain letters without spaces.")
    office = _office(document, place)
    paths = {name: _path(document, name, place, needed=name != "papers") for name in ("people", "keys", "papers")}
    called = document.get("called", "office")
    if not isinstance(called, str) or not _CALLED.fullmatch(called):
        raise BadServer(f'{place}: called is what people type behind ssh, like called = "office".')
    days = _number(document, "keep_days", 14, f"{place}: keep_days is a number of days from 1 to 366.", 366)
    times = _number(
        document, "at_once", 8, f"{place}: at_once is how often one person may be in at once, 1 to 100.", 100
    )
    whole = os.path.abspath(place)  # noqa: PTH100 - see above
    return Server(
        office,
        paths["people"],
        paths["keys"],
        _program(document, place),
        called,
        days,
        paths["papers"],
        times,
        whole,
    )


def _number(document: dict[str, object], name: str, default: int, words: str, most: int) -> int:
    """A number from 1 on. Raises BadServer with the words."""
    found = document.get(name, default)
    if not isinstance(found, int) or isinstance(found, bool) or not 1 <= found <= most:
        raise BadServer(words)
    return found


def _office(document: dict[str, object], place: str) -> str:
    """Where the office lies. A password has no business there: everybody who comes in reads these settings."""
    found = document.get("office", "")
    if not isinstance(found, str) or "://" not in found:
        return _path(document, "office", place, needed=True)
    if not _URL.fullmatch(found) or re.search(r"//[^/@]*:[^/@]*@|password", found):
        raise BadServer(f"{place}: office is a whole path, or a URL without a password: postgresql:///NAME.")
    return found


def _path(document: dict[str, object], name: str, place: str, *, needed: bool) -> str:
    found = document.get(name, "")
    if found == "" and not needed:
        return ""
    if not isinstance(found, str) or not found.startswith("/") or not _PLAIN.fullmatch(found) or "/../" in f"{found}/":
        raise BadServer(
            f'{place}: {name} is a whole path of plain letters without spaces, like "/srv/sharedlives/...".'
        )
    return found.rstrip("/")


def _program(document: dict[str, object], place: str) -> tuple[str, ...]:
    found = document.get("program", [sys.executable, "-I", "-X", "utf8", "-m", "sharedlives_tui"])
    if not isinstance(found, list) or not all(isinstance(each, str) and _PLAIN.fullmatch(each) for each in found):
        raise BadServer(f'{place}: program is a list of plain words, like ["/opt/sharedlives/bin/python", "-I", ...].')
    if not found or not found[0].startswith("/"):
        raise BadServer(f"{place}: program begins with a whole path.")
    return tuple(found)
