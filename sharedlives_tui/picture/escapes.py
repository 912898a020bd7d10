"""From pieces with styles to what a terminal is sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from sharedlives_tui.light import TYPE_CHECKING
from sharedlives_tui.picture.pieces import Line

if TYPE_CHECKING:
    from typing import Literal

    Depth = Literal["truecolor", "256"]
else:
    Depth = str

_ATTRIBUTES = {"bold": "1", "underline": "4", "reverse": "7"}


def depth_of(environment: Mapping[str, str]) -> Depth | None:
    """Return how many colours the terminal says that it has, by the toolkit's own rule; None for fewer than 256."""
    if environment.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit"):
        return "truecolor"
    *_, colours = environment.get("TERM", "").strip().lower().rpartition("-")
    return "256" if colours in ("256color", "kitty") else None


def written(
    lines: Sequence[Line],
    colours: Mapping[str, str],
    depth: Depth,
    told: Callable[[str], str],
    before: Sequence[Line] = (),
) -> str:
    """Return what writes the lines, from the top of the window on; lines that stood there `before` are left out.

    Each text goes through `told`, which takes out whatever a terminal obeys.
    """
    known: dict[str, str] = {}
    look = partial(_look, colours=colours, depth=depth, known=known)
    return "".join(
        f"\x1b[{number + 1};1H" + "".join(_painted(line, look, told)) + "\x1b[0m"
        for number, line in enumerate(lines)
        if number >= len(before) or line != before[number]
    )


def _painted(line: Line, look: Callable[[str], str], told: Callable[[str], str]) -> Iterator[str]:
    """What is sent for a line: a look is sent once for all that stands in it."""
    before = None
    for words, style in line:
        if style != before:
            yield look(style)
            before = style
        yield told(words)


def _look(style: str, colours: Mapping[str, str], depth: Depth, known: dict[str, str]) -> str:
    if style not in known:
        known[style] = f"\x1b[{';'.join(('0', *_codes(style, colours, depth)))}m"
    return known[style]


def _codes(style: str, colours: Mapping[str, str], depth: Depth) -> Iterator[str]:
    """The numbers of a style; what stands later holds."""
    front = back = ""
    words = iter(style.split())
    for word in words:
        if word == "on":
            back = colours[next(words)[1:]]
        elif word in _ATTRIBUTES:
            yield _ATTRIBUTES[word]
        else:
            front = colours[word[1:]]
    yield f"38;{_colour(front, depth)}"
    yield f"48;{_colour(back, depth)}"


def _colour(colour: str, depth: Depth) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"2;{red};{green};{blue}" if depth == "truecolor" else f"5;{nearest(red, green, blue)}"


def nearest(red: int, green: int, blue: int) -> int:
    """Return which of 256 colours the toolkit's library takes for a colour: a grey, or one of 6 by 6 by 6."""
    most, least = max(red, green, blue) / 255, min(red, green, blue) / 255
    light = (most + least) / 2
    apart = most - least
    if apart == 0 or apart / (most + least if light <= 0.5 else 2 - most - least) < 0.15:
        grey = round(light * 25)
        return 16 if grey == 0 else 231 if grey == 25 else 231 + grey
    sixths = [round(each / 95 if each < 95 else 1 + (each - 95) / 40) for each in (red, green, blue)]
    return 16 + 36 * sixths[0] + 6 * sixths[1] + sixths[2]
