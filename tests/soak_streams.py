"""Random streams of what a terminal sends: keys, words, pastes, the mouse, new sizes, and bytes that are nothing."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from sharedlives_tui import keymap
from tests.hostile_office import NAMES, TEXTS

ESC = b"\x1b"
NAMED = {
    "escape": ESC,
    "enter": b"\r",
    "tab": b"\t",
    "shift+tab": b"\x1b[Z",
    "space": b" ",
    "slash": b"/",
    "question_mark": b"?",
    "up": b"\x1b[A",
    "down": b"\x1b[B",
    "right": b"\x1b[C",
    "left": b"\x1b[D",
    "home": b"\x1b[H",
    "end": b"\x1b[F",
    "insert": b"\x1b[2~",
    "delete": b"\x1b[3~",
    "backspace": b"\x7f",
    "pageup": b"\x1b[5~",
    "pagedown": b"\x1b[6~",
    **{f"f{number}": b"\x1bO" + letter for number, letter in zip(range(1, 5), (b"P", b"Q", b"R", b"S"), strict=True)},
    **{
        f"f{number}": b"\x1b[%d~" % code
        for number, code in zip(range(5, 13), (15, 17, 18, 19, 20, 21, 23, 24), strict=True)
    },
}
"""The keys that are no letters, as terminals send them."""

MOVES = ("tab", "shift+tab", "up", "down", "left", "right", "home", "end", "pageup", "pagedown", "enter", "space")
EDITS = (b"\x7f", b"\x1b[3~", b"\x15", b"\x0b", b"\x17", b"\x01", b"\x05", b"\x1b[1;2D", b"\x1b[1;5C", b"\x1a", b"\x19")
ODD = (
    b"\x1b[I",
    b"\x1b[O",
    b"\x1b[5;7R",
    b"\x1b[?2048;1$y",
    b"\x1b[?2026;2$y",
    b"\x1b[97;5u",
    b"\x1b[57441;2u",
    b"\x1b]11;rgb:0000/0000/0000\x1b\\",
    b"\x1b[?1;2c",
    b"\x1b[M !!",
    b"\x1b[<0;999;999M",
    b"\x1b[<35;-3;4M",
    b"\x1b[200~",
    b"\x1b[201~",
    b"\x1bOx",
    b"\x1b[",
    b"\x1b[1;",
    b"\x1b\x1b",
    b"\xff\xfe\xc2",
    b"\xa3",
    b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80",
)
"""Answers and halves of answers of terminals, and what is no UTF-8."""
SIZES = ((80, 24), (80, 24), (120, 40), (200, 60), (79, 23), (40, 12), (20, 5), (10, 3), (1, 1))
QUIT = "ctrl+q"


def key_bytes(key: str) -> bytes:
    """Return what a terminal sends for a key of the table of keys. Raises KeyError for a key that none sends."""
    if key in NAMED:
        return NAMED[key]
    if key in keymap.SIGNS:
        return keymap.SIGNS[key].encode()
    held, _, last = key.rpartition("+")
    if held == "ctrl" and len(last) == 1:
        return bytes([ord(last) & 0x1F])
    if held:
        raise KeyError(key)
    return key.encode()


def paste(words: str) -> bytes:
    """Return a paste as a terminal brackets it."""
    return b"\x1b[200~" + words.encode("utf-8", "replace") + b"\x1b[201~"


def resized(width: int, height: int) -> bytes:
    """Return what a terminal sends when its window has another size."""
    return b"\x1b[48;%d;%d;%d;%dt" % (height, width, height, width)  # a pixel for each column: the mouse stays exact


class Streams:
    """Makes streams for one place of the table of keys. What comes is decided by the seed alone.

    A stream is a sequence of chunks. Those of one chunk come at once, as over a slow line; before the next chunk the
    program has answered. `quits` is how often in a thousand keys of the table one that ends the program is let through.
    """

    def __init__(self, place: str, seed: str, *, paths: bool = True, quits: int = 20) -> None:
        self._chance = random.Random(seed)
        self._paths = paths
        self._quits = quits
        keys = keymap.keys_of(place, *keymap.PARTS.get(place, ()), keymap.EVERYWHERE, keymap.DIALOG)
        own = keymap.keys_of(place)  # these come three times as often
        self._keys = [each for key in (*keys, *own, *own) for each in key.keys]
        self._sorts: Sequence[tuple[int, Callable[[], bytes]]] = (
            (34, self._key),
            (18, self._move),
            (12, self._words),
            (6, self._edit),
            (5, self._control),
            (8, self._paste),
            (4, self._letters),
            (4, self._bytes),
            (3, self._odd),
            (4, self._mouse),
            (2, self._size),
        )

    def stream(self, length: int) -> list[bytes]:
        """Return the next stream, of at most so many chunks; with 0, of a single piece: a key, a word, a paste."""
        if not length:
            return [self._piece()]
        return [self._chunk() for _ in range(self._chance.randint(1, length))]

    def _chunk(self) -> bytes:
        return b"".join(self._piece() for _ in range(self._chance.choice((1, 1, 1, 2, 3, 6))))

    def _piece(self) -> bytes:
        weights, sorts = zip(*self._sorts, strict=True)
        (piece,) = self._chance.choices(sorts, weights)
        return piece()

    def _key(self) -> bytes:
        key = self._chance.choice(self._keys)
        if key == QUIT and self._chance.randrange(1000) >= self._quits:
            key = "ctrl+s"
        return key_bytes(key)

    def _move(self) -> bytes:
        return NAMED[self._chance.choice(MOVES)] * self._chance.choice((1, 1, 2, 5))

    def _edit(self) -> bytes:
        return self._chance.choice(EDITS)

    def _control(self) -> bytes:
        """Any Ctrl with a letter, any function key, Alt with a letter."""
        which = self._chance.randrange(3)
        if which == 0:
            return bytes([self._chance.choice([each for each in range(32) if each != 0x11])])
        if which == 1:
            return NAMED[f"f{self._chance.randint(1, 12)}"]
        return ESC + bytes([self._chance.randint(0x61, 0x7A)])

    def _text(self) -> str:
        words = self._chance.choice(TEXTS)
        # A path that is typed where a new file goes would be written to: that place gets words without one.
        return words if self._paths else words.replace("/", "_").replace("~", "_")

    def _words(self) -> bytes:
        """Some letters of a text, typed: without what is a key."""
        words = "".join(each for each in self._text() if each.isprintable())
        begin = self._chance.randrange(max(1, len(words)))
        typed = words[begin : begin + self._chance.randint(1, 12)]
        return typed.encode("utf-8", "replace")

    def _letters(self) -> bytes:
        """A name with all that stands in it, not bracketed: an old terminal pastes so."""
        return self._text().encode("utf-8", "replace")[: self._chance.randint(1, 80)].replace(b"\x11", b"")

    def _paste(self) -> bytes:
        words = self._text()
        if self._chance.random() < 0.08:
            # Without an Esc in it: the toolkit would end the paste there, and take each letter after it for a key.
            words = (self._chance.choice(NAMES[:6]) + self._chance.choice((" ", "\n"))) * 9_000
        return paste((words if self._paths else words.replace("/", "_").replace("~", "_"))[:100_000])

    def _bytes(self) -> bytes:
        some = bytes(
            self._chance.choice((0x1B, self._chance.randrange(256))) for _ in range(self._chance.randint(1, 16))
        )
        return some.replace(b"\x11", b"") if self._paths else some.translate(None, b"\x11/~")

    def _odd(self) -> bytes:
        return self._chance.choice(ODD)

    def _mouse(self) -> bytes:
        column, row = self._chance.randint(1, 90), self._chance.randint(1, 26)
        button = self._chance.choice((0, 0, 0, 0, 2, 32, 35, 64, 65))
        pressed = b"\x1b[<%d;%d;%dM" % (button, column, row)
        return pressed if button > 2 else pressed + b"\x1b[<%d;%d;%dm" % (button, column, row)

    def _size(self) -> bytes:
        return resized(*self._chance.choice(SIZES))
