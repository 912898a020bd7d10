"""A paper that somebody names: at a desk any file of theirs, on a server only what they have sent there themselves."""

from __future__ import annotations

from pathlib import Path

from sharedlives_tui import shared
from sharedlives_tui.requests import Problem, Refused


def where_it_lies() -> str:
    """Return the help of a field that names a file."""
    now = shared.session()
    if now is None:
        return "Where it lies, like ~/Downloads/letter.pdf"
    return f"Send it first: ssh {now.called} put letter.pdf < letter.pdf. Then its name."


def paper(named: str, most: int, field: str = "file") -> tuple[str, bytes]:
    """Return the name of a file and its content, cut after one byte more than `most`. Raises Refused, OSError."""
    now = shared.session()
    if now is None:
        path = Path(named).expanduser()
        with path.open("rb") as file:
            return path.name, file.read(most + 1)
    from sharedlives_tui.serving.own_files import NoSuchFile, reading

    name = named.strip()
    try:
        with reading(now.files, name) as file:
            return name, file.read(most + 1)
    except NoSuchFile:
        words = f"You have sent no file of that name. Send it: ssh {now.called} put NAME < NAME. Then write its name."
        raise Refused(Problem(field, "", words)) from None
