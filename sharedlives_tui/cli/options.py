"""What every command understands, before and after its name: which office, who asks, which day, for whom to write."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


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
