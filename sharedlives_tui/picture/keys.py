"""The last line of a screen: its keys."""

from __future__ import annotations

from collections.abc import Sequence

from sharedlives_tui import keymap
from sharedlives_tui.light import NamedTuple
from sharedlives_tui.picture.pieces import Line


class Placed(NamedTuple):
    """A key of the footer: how it is written, and the column in which it begins."""

    key: keymap.Key
    said: str
    column: int


def placed_keys(keys: Sequence[keymap.Key], place: str, width: int) -> list[Placed]:
    """Return the keys that have room in the footer of a place; what has none is left out before the last."""
    named = [(key, keymap.say_key(keymap.press_in(key, place))) for key in keys[: keymap.FOOTER_LIMIT]]
    while len(named) > 1 and sum(len(said) + len(key.words) + 3 for key, said in named) - 2 > width:
        del named[-2]
    placed, column = [], 0
    for key, said in named:
        placed.append(Placed(key, said, column))
        column += len(said) + len(key.words) + 3
    return placed


def keys_line(keys: Sequence[Placed]) -> Line:
    """Return the line of the keys."""
    pieces = []
    for number, (key, said, _) in enumerate(keys):
        pieces += [("  " if number else "", ""), (said, "bold $key"), (f" {key.words}", "")]
    return tuple(pieces)
