"""What every command understands, before and after its name: which office, who asks, which day, for whom to write."""

from __future__ import annotations

import os
from collections.abc import Sequence

from sharedlives_tui.folders import folder_for
from sharedlives_tui.light import NamedTuple

DATABASE = "SHAREDLIVES_DATABASE"
"""The environment variable that names the office."""


class WrongUsage(Exception):
    """The command line was not understood; the text says what to write instead. Status 2."""


class Options(NamedTuple):
    """The options of all commands, as they were typed."""

    database: str | None = None
    as_name: str | None = None
    today: str | None = None
    json: bool = False
    mouse: bool = True
    """Whether the screens take the mouse; without it the terminal selects and copies as it always does."""


_VALUED = {"--database": "database", "--as": "as_name", "--today": "today"}
_EXAMPLES = {"--database": "a file: --database office.db", "--as": 'a name: --as "Sana Malik"', "--today": "a date"}


def split(argv: Sequence[str]) -> tuple[Options, list[str]]:
    """Return the options of all commands, and the rest of the words in their order. Raises WrongUsage.

    No parser is made for this: plain `sharedlives` goes on to its first screen without one.
    """
    found: dict[str, str] = {}
    rest: list[str] = []
    as_json, mouse = False, True
    words = list(argv)
    while words:
        word = words.pop(0)
        name, equals, value = word.partition("=")
        if word == "--":
            rest += [word, *words]
            break
        if word == "--json":
            as_json = True
        elif word == "--no-mouse":
            mouse = False
        elif name in _VALUED:
            if not equals and (not words or words[0].startswith("--")):
                raise WrongUsage(f"{name} needs {_EXAMPLES[name]}")
            text = value if equals else words.pop(0)
            if not text.strip():
                raise WrongUsage(f"{name} needs {_EXAMPLES[name]}")
            found[_VALUED[name]] = text
        else:
            rest.append(word)
    return Options(found.get("database"), found.get("as_name"), found.get("today"), as_json, mouse), rest


def office_place(options: Options) -> str:
    """Return where the office lies: --database, else SHAREDLIVES_DATABASE, else the data folder. Raises WrongUsage."""
    named = options.database or os.environ.get(DATABASE, "").strip()
    return place_of(named) if named else f"{folder_for('data')}/office.db"


def on_a_server(place: str) -> bool:
    """Return whether a place that `office_place` gave is a database of a server, and no file."""
    return "://" in place


def place_of(named: str) -> str:
    """Return the file of a path or of a URL like sqlite:///office.db, or the URL of an office on a server.

    Raises WrongUsage for any other URL, and for a password in one.
    """
    scheme, colon, rest = named.partition("://")
    if "password=" in named.lower().replace(" ", ""):
        from sharedlives_tui.store.server.names import WITHOUT

        raise WrongUsage(WITHOUT)  # however it is written: refused, and not repeated
    if not colon:
        return os.path.expanduser(named)  # noqa: PTH111 - the library of paths is slow to load
    if scheme in ("postgresql", "postgres"):
        return _server(named)
    if scheme != "sqlite" or not rest.startswith("/") or len(rest) < 2:
        words = (
            "An office is a file: write its path, or sqlite:///office.db (four strokes for a full path). On a server"
        )
        raise WrongUsage(f"{words} it is a database: postgresql://SERVER/DATABASE.")
    return rest[1:]


def _server(url: str) -> str:
    from sharedlives_tui.store.server.names import WITHOUT, has_password

    if has_password(url):
        raise WrongUsage(WITHOUT)
    return url
