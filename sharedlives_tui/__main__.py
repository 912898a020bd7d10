"""The program's entry: a few lines, because what is imported here every start pays for."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence

SELDOM = 10_000
"""New objects between two collections of garbage: what a start loads is none, and by default is gone through often."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command, or the screens where none is named; return the exit status (0 to 4)."""
    gc.set_threshold(SELDOM)
    if argv is None:
        sys.unraisablehook = _unseen
    words = sys.argv[1:] if argv is None else argv
    from sharedlives_tui.cli.early import painted

    early = painted(words)
    try:
        from sharedlives_tui.cli.run import run

        return run(words, early)
    finally:
        if early is not None:
            early.end()


def _unseen(found: sys.UnraisableHookArgs) -> None:
    """Record what goes wrong where nobody can meet it. Python would print it: a message can hold words of a case."""
    if isinstance(found.exc_value, Exception):
        from sharedlives_tui.clock import now
        from sharedlives_tui.safety import new_reference, record_crash

        record_crash(found.exc_value, new_reference(), now())


if __name__ == "__main__":
    sys.exit(main())
