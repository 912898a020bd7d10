"""What somebody asks of the server when they sign in: the screens, or one of a few commands. A closed list."""

from __future__ import annotations

import re

from sharedlives_tui.light import NamedTuple

SCREENS, TODAY, FILES, GET, PUT, REMOVE = "screens", "today", "files", "get", "put", "remove"
NO_NAMES = "--no-names"
"""Today's list without people, for an e-mail: the only option there is."""
WITH_NAME = (GET, PUT, REMOVE)
"""These are followed by the name of a file."""
LONGEST = 200
"""Characters of what is asked."""
NAME = re.compile(r"(?=.{1,120}$)[^\W_][\w()-]*(\.[\w()-]+)*")
"""A file's name: letters, digits, ( ) - _ and single dots; it begins with a letter or digit and names no folder."""
THERE_ARE = (
    "Without a command: the screens. Commands: today, today --no-names, files, get NAME, put NAME, remove NAME. "
    "Nothing else runs here."
)


class Asked(NamedTuple):
    """One of the words above, and the file that it is about."""

    what: str
    name: str = ""


class NotAllowed(Exception):
    """It is none of what is allowed; the text says what is. `kind` says what it was, without any word of a person's."""

    def __init__(self, words: str, kind: str) -> None:
        super().__init__(words)
        self.kind = kind


def asked(command: str | None) -> Asked:
    """Return what a command line asks for; without one, the screens. No shell ever sees it. Raises NotAllowed."""
    if command is None or command == "":
        return Asked(SCREENS)
    if len(command) > LONGEST or not command.isprintable():
        raise NotAllowed(f"That was not understood. {THERE_ARE}", "a command that is none")
    if command == f"{TODAY} {NO_NAMES}":
        return Asked(TODAY, NO_NAMES)
    what, space, rest = command.partition(" ")
    if what in (TODAY, FILES) and not space:
        return Asked(what)
    if what in WITH_NAME:
        name = _without_quotes(rest.strip())
        if NAME.fullmatch(name):
            return Asked(what, name)
        words = f"Write the name as it stands in the list: ssh OFFICE {what} NAME. The list: ssh OFFICE files"
        raise NotAllowed(words, f"{what} with a name that is none")
    known = re.fullmatch(r"[a-z-]{1,20}", what)
    raise NotAllowed(f"That is not done here. {THERE_ARE}", f"the command {what}" if known else "another command")


def _without_quotes(name: str) -> str:
    """The name without the marks that a shell on the person's computer may have left around it."""
    return name[1:-1] if len(name) > 2 and name[0] == name[-1] and name[0] in "'\"" else name
