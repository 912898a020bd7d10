"""What keeps a session safe: a scrubbed environment, and a record of a crash that holds no word of any case."""

from __future__ import annotations

import os
import traceback
from collections.abc import Iterator, MutableMapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from sharedlives_tui.folders import folder_for

OUR_FAULT = 4
"""The exit status after something went wrong that was our fault."""

_UNWANTED = frozenset(
    {"EDITOR", "VISUAL", "PAGER", "MANPAGER", "BROWSER", "LESSOPEN", "LESSCLOSE", "LESS", "PYTHONBREAKPOINT"}
)


def scrub_environment(environment: MutableMapping[str, str] | None = None) -> None:
    """Take out what could change how the screens behave or start other programs.

    That is everything that begins with TEXTUAL (it can name a class to load), and every editor, pager and browser.
    Call it before the screens are imported.
    """
    found = os.environ if environment is None else environment
    for name in [*found]:
        if name.startswith("TEXTUAL") or name in _UNWANTED:
            del found[name]


def new_reference() -> str:
    """Return a short reference for one crash, like 7F3A."""
    return os.urandom(2).hex().upper()  # `secrets` would load a library of ciphers at every start


def log_file() -> Path:
    """Return where crashes are recorded: a file in the folder for this person's state."""
    return Path(folder_for("state")) / "problems.log"


def record_crash(error: BaseException, reference: str, at: datetime, place: Path | None = None) -> bool:
    """Write what kind of error it was and where in the program; return whether it could be written.

    Neither the message of the error nor any value goes in: both can hold words of a case. The file is readable by its
    owner alone.
    """
    path = log_file() if place is None else place
    rows = "".join(f"  {each}\n" for each in _describe(error))
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
        with os.fdopen(os.open(path, flags, 0o600), "a", encoding="utf-8") as file:
            file.write(f"{at:%Y-%m-%d %H:%M:%S}Z {reference}\n{rows}")
        return True
    return False


def _describe(error: BaseException) -> Iterator[str]:
    """The type of each error in the chain and the places that it went through."""
    seen: set[int] = set()
    each: BaseException | None = error
    while each is not None and id(each) not in seen:
        seen.add(id(each))
        yield type(each).__name__
        for frame in traceback.extract_tb(each.__traceback__):
            yield f"  {Path(frame.filename).name}:{frame.lineno} in {frame.name}"
        each = each.__cause__ or getattr(each, "error", None) or each.__context__
