"""What comes first in a plain start: the picture of Today, painted while the program itself is not yet loaded."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sharedlives_tui.cli.options import WrongUsage, office_place, on_a_server, split

if TYPE_CHECKING:
    from sharedlives_tui.prepaint import Prepaint


def painted(words: Sequence[str]) -> Prepaint | None:
    """Paint the first picture for the words of a command line; None for a command, and where it cannot be painted."""
    try:
        options, rest = split(words)
        place = office_place(options)
    except WrongUsage:
        return None
    if rest or options.json or sys.platform == "win32" or on_a_server(place):
        return None
    from sharedlives_tui import prepaint

    return prepaint.begin(place, options.as_name, options.today)
