"""What a session may bring along from the person's computer, and nothing else."""

from __future__ import annotations

import os
import re
from collections.abc import MutableMapping

KEPT = ("TERM", "LANG", "LANGUAGE", "NO_COLOR", "COLORTERM")
KEPT_THAT_BEGIN = ("LC_", "SSH_")
NEVER = ("SSH_AUTH_SOCK", "SSH_ASKPASS")
"""Ways to something else."""
ORIGINAL = "SSH_ORIGINAL_COMMAND"
"""Where sshd puts what the person asked for, because the key's own command is run instead. It stays as it is: without
it, whatever was asked for would look like a wish for the screens."""
LONGEST = 300
"""Characters of one of them; what is longer says nothing about a terminal."""
_NAMES_NO_FILE = re.compile(r"[^/\\]*")
"""Languages and terminals are looked up as files by their name: none that is a path comes along."""
PAPERS = "SHAREDLIVES_PAPERS"


def scrub(home: str, papers: str = "", environment: MutableMapping[str, str] | None = None) -> None:
    """Leave nothing but what a terminal and a language need; the home becomes the person's own folder on the server.

    `papers` is the office's own folder of papers, where it has one.
    """
    found = os.environ if environment is None else environment
    for name, value in [*found.items()]:
        if name == ORIGINAL:
            continue
        wanted = name in KEPT or (name.startswith(KEPT_THAT_BEGIN) and name not in NEVER)
        a_path = not name.startswith("SSH_") and not _NAMES_NO_FILE.fullmatch(value)
        if not wanted or a_path or len(value) > LONGEST or not value.isprintable():
            del found[name]
    found["HOME"] = home
    if papers:
        found[PAPERS] = papers
