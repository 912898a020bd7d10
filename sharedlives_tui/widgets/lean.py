"""Loads the toolkit without the parts of it that no start needs: together they take a seventh of an empty program's.

Its module of commands brings the fields, choices and trees that only a form or the Menu shows; its loop of events
brings encryption, for connections that a program on a terminal does not make.
"""

from __future__ import annotations

import sys

from sharedlives_tui.lean import load


def load_toolkit() -> None:
    """Load the toolkit, unless it is loaded."""
    load("textual.app", later=("textual.command", "platformdirs", "uuid", "rich.table"), without=("ssl",))
    # Sums over rows and letters are as quick without the large library of ciphers, which is not loaded for them.
    sys.modules.setdefault("_hashlib", None)  # type: ignore[arg-type]
