"""The palettes as the toolkit's themes, and what a terminal of sixteen colours is sent."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from rich.color import Color as RichColor
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter
from textual.theme import Theme

from sharedlives_tui.palettes import PALETTES, Palette, first_theme

_BRIGHT, _BLACK = 8, 0
_READ: Final = {0: 15, 1: 15, 2: 0, 3: 0, 4: 15, 5: 15, 6: 0, 7: 0}
"""The text that can be read on each of the eight grounds, in every usual palette."""
_KEPT: Final = {0: frozenset({7, 8, 9, 10, 11, 14}), 4: frozenset({7, 11, 14})}
"""Other colours that may stay on a ground; 8, a grey, is for lines."""


def theme_of(palette: Palette) -> Theme:
    """Return a palette as a theme of the toolkit, with the toolkit's own variables: its parts look like ours."""
    own = palette.colours
    toolkit = {
        "block-cursor-background": own["row"],
        "block-cursor-foreground": own["row-text"],
        "block-cursor-blurred-background": own["row-idle"],
        "block-cursor-blurred-foreground": own["text"],
        "block-hover-background": own["row-idle"],
        "input-cursor-background": own["text"],
        "input-cursor-foreground": own["ground"],
        "input-selection-background": own["row"],
        "input-selection-foreground": own["row-text"],
        "screen-selection-background": own["row"],
        "screen-selection-foreground": own["row-text"],
        "border": own["chosen"],
        "border-blurred": own["line"],
        "text-muted": own["muted"],
        "text-disabled": own["muted"],
        "foreground-muted": own["muted"],
        "foreground-disabled": own["muted"],
        "scrollbar": own["scroll"],
        "scrollbar-hover": own["muted"],
        "scrollbar-active": own["chosen"],
        "scrollbar-background": own["ground"],
        "scrollbar-background-hover": own["ground"],
        "scrollbar-background-active": own["ground"],
        "scrollbar-corner-color": own["ground"],
    }
    return Theme(
        name=palette.name,
        primary=own["chosen"],
        secondary=own["on-track"],
        accent=own["key"],
        warning=own["soon"],
        error=own["overdue"],
        success=own["done"],
        foreground=own["text"],
        background=own["ground"],
        surface=own["raised"],
        panel=own["panel"],
        dark=palette.dark,
        variables={**own, **toolkit},
    )


THEMES: Final = tuple(theme_of(each) for each in PALETTES.values())
"""The four themes, in the order of one key."""


def default_variables() -> dict[str, str]:
    """Return our variables for a theme that is not ours, so that no style sheet ever lacks one."""
    wanted = first_theme()
    return next(dict(theme.variables) for theme in THEMES if theme.name == wanted)


class Sixteen(LineFilter):
    """Writes every colour as one of sixteen by its number, so that the terminal's own palette holds.

    A ground is one of the eight plain ones (many terminals have no others), reverse is written out, and a text that
    could not be read on its ground takes the colour that can.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        return [
            segment if segment.control or segment.style is None else Segment(segment.text, in_sixteen(segment.style))
            for segment in segments
        ]


@lru_cache(1024)
def in_sixteen(style: Style) -> Style:
    """Return a style with its colours as numbers from 0 to 15, its ground one of the first eight."""
    front, back = _number(style.color, _READ[_BLACK]), _number(style.bgcolor, _BLACK)
    if style.reverse:
        front, back = back, front
    back %= _BRIGHT
    if front == back == _BLACK:  # what a dialog lies over, as the toolkit darkens it
        front = _BRIGHT
    elif front not in _KEPT.get(back, ()):
        front = _READ[back]
    colours = Style.from_color(RichColor.from_ansi(front), RichColor.from_ansi(back))
    # Where bold means bright, bold black is a grey that cannot be read.
    return style + colours + Style(reverse=False, dim=False, bold=bool(style.bold) and front != _BLACK)


def _number(colour: RichColor | None, otherwise: int) -> int:
    """The number of the nearest of the sixteen; `otherwise` for none, or for the terminal's own."""
    if colour is None or colour.is_default:
        return otherwise
    return colour.downgrade(ColorSystem.STANDARD).number or 0
