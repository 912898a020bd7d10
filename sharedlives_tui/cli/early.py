"""What comes first in a plain start: the picture of Today, painted while the program itself is not yet loaded."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from sharedlives_tui.cli.options import Options, WrongUsage, office_place, on_a_server, split
from sharedlives_tui.light import TYPE_CHECKING

if TYPE_CHECKING:
    from sharedlives_tui.prepaint import Prepaint


def painted(words: Sequence[str]) -> Prepaint | None:
    """Paint the first picture for the words of a command line; None for a command, and where it cannot be painted."""
    try:
        options, rest = split(words)
        if rest[:1] == ["serve"]:
            return _served(options, rest[1:])
        place = office_place(options)
    except WrongUsage:
        return None
    if rest or options.json or sys.platform == "win32" or on_a_server(place):
        return None
    from sharedlives_tui import prepaint

    return prepaint.begin(place, options.as_name, options.today)


def _served(options: Options, rest: Sequence[str]) -> Prepaint | None:
    """The same for somebody who came in over SSH and wants the screens; the command itself tells what is wrong."""
    from sharedlives_tui.serving.config import PLACE, BadServer, is_account
    from sharedlives_tui.serving.environment import ORIGINAL

    account = options.as_name or ""
    config = [PLACE] if not rest else rest[1:] if rest[0] == "--config" else []
    if len(config) != 1 or not is_account(account) or options._replace(as_name=None) != Options():
        return None
    if os.environ.get(ORIGINAL) or sys.platform == "win32":
        return None
    from sharedlives_tui.serving.door import come_in, glimpsed

    try:
        server = come_in(config[0], account)
    except BadServer:
        return None
    person = glimpsed(server, account)
    if not person:
        return None
    from sharedlives_tui import prepaint

    painted = prepaint.begin(server.office, person, None)
    if painted is not None:
        from sharedlives_tui.serving.precedence import give_way

        give_way()  # to whoever comes in and has no picture yet
    return painted
