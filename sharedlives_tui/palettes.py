"""The colours of the four designed themes, as data: what draws before the toolkit is loaded reads them too.

One table: a row for each variable, a column for each theme, so no theme can lack one or borrow another's.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from sharedlives_tui.light import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import Final

DARK, LIGHT, SIXTEEN, MONO = "dark", "light", "16-colours", "mono"
NAMES: Final[Mapping[str, str]] = {
    DARK: "Dark",
    LIGHT: "Light",
    SIXTEEN: "16 colours",
    MONO: "Black and white",
}
"""Each theme with what people call it, in the order in which one key goes through them."""

_BLACK, _BLUE, _WHITE, _GREY = "#000000", "#0000AA", "#AAAAAA", "#555555"
_RED, _GREEN, _CYAN, _YELLOW, _BRIGHT = "#FF5555", "#55FF55", "#55FFFF", "#FFFF55", "#FFFFFF"
# The sixteen as the first colour screens had them. What is written to the terminal is the number of each, so the
# terminal's own palette holds (see widgets.sixteen).

_COLUMNS: Final = (DARK, LIGHT, SIXTEEN, MONO)
_TABLE: Final[Mapping[str, tuple[str, str, str, str]]] = {
    # the states of a limit
    "overdue": ("#FF7A59", "#A3240A", _RED, "#FFFFFF"),
    "due-today": ("#F5C04A", "#7A5200", _YELLOW, "#FFFFFF"),
    "past-target": ("#F5C04A", "#7A5200", _YELLOW, "#F2F2F2"),
    "soon": ("#F5C04A", "#7A5200", _YELLOW, "#F2F2F2"),
    "on-track": ("#7CC7F2", "#0B5CAD", _CYAN, "#C6C6C6"),
    "window": ("#A8B3BD", "#505A5F", _WHITE, "#A8A8A8"),
    "waiting": ("#A8B3BD", "#505A5F", _WHITE, "#A8A8A8"),
    "withheld": ("#A8B3BD", "#505A5F", _WHITE, "#A8A8A8"),
    "no-limit": ("#A8B3BD", "#505A5F", _WHITE, "#A8A8A8"),
    "done": ("#5CC8B0", "#00594A", _GREEN, "#D0D0D0"),
    # text and what it stands on
    "text": ("#E8EDF1", "#0B0C0C", _BRIGHT, "#E0E0E0"),
    "ground": ("#11171C", "#F7F9FA", _BLACK, "#000000"),
    "raised": ("#161D23", "#FFFFFF", _BLACK, "#101010"),
    "panel": ("#1F2A33", "#E4EAEE", _BLACK, "#222222"),
    "bar": ("#1F2A33", "#E4EAEE", _BLACK, "#222222"),
    "muted": ("#9AA7B2", "#505A5F", _WHITE, "#A8A8A8"),
    "key": ("#F5C04A", "#0B5CAD", _YELLOW, "#FFFFFF"),
    "problem": ("#FF8A6B", "#A3240A", _RED, "#FFFFFF"),
    # what is chosen, highlighted or typed into
    "row": ("#16344F", "#CFE3F7", _WHITE, "#3A3A3A"),
    "row-text": ("#FFFFFF", "#0B0C0C", _BLACK, "#FFFFFF"),
    "row-idle": ("#222C35", "#E4EAEE", _BLUE, "#262626"),
    "chosen": ("#6CB4EE", "#0B5CAD", _WHITE, "#E6E6E6"),
    "chosen-text": ("#0B1116", "#FFFFFF", _BLACK, "#000000"),
    "badge": ("#F5C04A", "#7A5200", _WHITE, "#FFFFFF"),
    "badge-text": ("#14191D", "#FFFFFF", _BLACK, "#000000"),
    "field": ("#222C35", "#E4EAEE", _BLACK, "#262626"),
    "field-focus": ("#1A3A58", "#D3E6F9", _BLUE, "#3A3A3A"),
    "button": ("#222C35", "#E4EAEE", _BLUE, "#262626"),
    "line": ("#4B5966", "#8A96A0", _GREY, "#6A6A6A"),
    "scroll": ("#4B5966", "#8A96A0", _WHITE, "#6A6A6A"),
}
VARIABLES: Final = tuple(_TABLE)
"""The names of our own variables."""


class Palette(NamedTuple):
    """A theme: its name, what people call it, whether it is dark, and the colour (#RRGGBB) of each variable."""

    name: str
    label: str
    dark: bool
    colours: Mapping[str, str]


PALETTES: Final[Mapping[str, Palette]] = {
    name: Palette(name, label, name != LIGHT, {each: row[_COLUMNS.index(name)] for each, row in _TABLE.items()})
    for name, label in NAMES.items()
}


def first_theme(environment: Mapping[str, str] | None = None, wished: str = "") -> str:
    """Return the theme to start with: what the terminal can show goes before what somebody once chose.

    NO_COLOR means black and white. A terminal of 16 colours (TERM is linux or ends in 16color) gets those, or black and
    white where that was `wished`. Otherwise it is the wish, or the dark one; a wish that is no theme is none.
    """
    found = os.environ if environment is None else environment
    if found.get("NO_COLOR"):
        return MONO
    terminal = found.get("TERM", "")
    if terminal == "linux" or terminal.endswith("-16color"):
        return MONO if wished == MONO else SIXTEEN
    return wished if wished in NAMES else DARK


def after(name: str) -> str:
    """Return the theme after one; the first after the last, and after one that is not ours."""
    names = [*NAMES]
    return names[(names.index(name) + 1) % len(names)] if name in NAMES else names[0]
