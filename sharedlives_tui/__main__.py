"""The program's entry: a few lines, because what is imported here every start pays for."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command, or the screens where none is named; return the exit status (0 to 4)."""
    from sharedlives_tui.cli.run import run

    return run(sys.argv[1:] if argv is None else argv)


if __name__ == "__main__":
    sys.exit(main())
