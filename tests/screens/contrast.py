"""How well a text can be read on its ground: measured on what is drawn, cell by cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from rich.color import Color as RichColor
from rich.style import Style
from textual.color import Color
from textual.geometry import Region
from textual.strip import Strip

ENOUGH = 4.5
"""What the web's guidelines ask of text."""

SIXTEEN = {
    "VGA": (
        "000000 aa0000 00aa00 aa5500 0000aa aa00aa 00aaaa aaaaaa "
        "555555 ff5555 55ff55 ffff55 5555ff ff55ff 55ffff ffffff"
    ),
    "xterm": (
        "000000 cd0000 00cd00 cdcd00 0000ee cd00cd 00cdcd e5e5e5 "
        "7f7f7f ff0000 00ff00 ffff00 5c5cff ff00ff 00ffff ffffff"
    ),
    "Windows": (
        "0c0c0c c50f1f 13a10e c19c00 0037da 881798 3a96dd cccccc "
        "767676 e74856 16c60c f9f1a5 3b78ff b4009e 61d6d6 f2f2f2"
    ),
    "Windows before 2017": (
        "000000 800000 008000 808000 000080 800080 008080 c0c0c0 "
        "808080 ff0000 00ff00 ffff00 0000ff ff00ff 00ffff ffffff"
    ),
}
"""What the numbers from 0 to 15 look like in the usual palettes."""

FURNITURE = re.compile(r"[\s─━╌│┃▌▐▎▏▊╭╮╰╯┌┐└┘├┤┬┴┼▔▁█▓▒░▆▇▅▄▃▂]*")
"""Lines and bars: nothing that is read."""


@cache
def contrast(front: str, back: str) -> float:
    """Return the contrast of two colours as the web's guidelines count it, from 1 to 21."""
    light, dark = sorted((luminance(Color.parse(each)) for each in (front, back)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: Color) -> float:
    """Return how light a colour is, from 0 to 1."""
    parts = [part / 255 for part in colour.rgb]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


class Drawn(NamedTuple):
    """A piece of text as it is drawn: where, and in which colours (for a number from 0 to 15, of one palette)."""

    words: str
    line: int
    front: str
    back: str

    @property
    def contrast(self) -> float:
        return contrast(self.front, self.back)


def drawn_in(style: Style) -> Iterator[tuple[str, str]]:
    """Yield the text and the ground that a style shows; where they are numbers, in each of the usual palettes."""
    front, back = (style.bgcolor, style.color) if style.reverse else (style.color, style.bgcolor)
    assert front is not None, style
    assert back is not None, style
    if front.is_system_defined or back.is_system_defined:
        assert front.number is not None, style
        assert back.number is not None, style
        for palette in SIXTEEN.values():
            colours = [f"#{each}" for each in palette.split()]
            yield colours[front.number], colours[back.number]
    else:
        yield _hex(front), _hex(back)


def _hex(colour: RichColor) -> str:
    return colour.get_truecolor().hex


def texts(strips: Iterable[Strip], region: Region | None = None) -> Iterator[Drawn]:
    """Yield every piece of text of the strips, or of a region of them, in the colours in which it is drawn."""
    for line, strip in enumerate(strips):
        if region is not None and not region.y <= line < region.bottom:
            continue
        for segment in strip if region is None else strip.crop(region.x, region.right):
            if not segment.control and not FURNITURE.fullmatch(segment.text):
                assert segment.style is not None, segment
                for front, back in drawn_in(segment.style):
                    yield Drawn(segment.text, line, front, back)
