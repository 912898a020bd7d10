"""Hostile texts without end: by a seed and a number, each the same every time, and each to be known on the line.

A text holds its mark (`w00042x`), which any terminal would show as it stands: where the mark was written to the line,
the text was drawn. Around it stands what somebody could send who wants the terminal to do something, a reader to see
something else, or the program to fall.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

from sharedlives_tui.light import NamedTuple
from tests.hostile_office import NAMES, TEXTS

MARK = re.compile(r"w(\d{5})x")
"""The mark of a text, with its number."""
MOST = 100_000
"""Numbers that a mark has room for."""

SEQUENCES = (
    "\x1b]52;c;cm0gLXJm\x07",  # the clipboard
    "\x1b]0;another title\x07",
    "\x1b]2;another title\x1b\\",
    "\x1b]8;;http://x.example\x1b\\here\x1b]8;;\x1b\\",
    "\x1b]4;1;rgb:ff/00/00\x1b\\",
    "\x1b]10;?\x07",
    "\x1b]1337;File=inline=1:QUJD\x07",
    "\x1b]777;notify;a;b\x1b\\",
    "\x1bPq#0;2;0;0;0~-\x1b\\",
    "\x1bP$qm\x1b\\",
    "\x1bP+q544e\x1b\\",
    "\x1b_Gf=100;QUJD\x1b\\",
    "\x1b^private\x1b\\",
    "\x1bXstring\x1b\\",
    "\x1b[8;53m",  # hidden, with a line above it
    "\x1b[5;31m",
    "\x1b[2J",
    "\x1b[3J",
    "\x1b[999;999H",
    "\x1b[5;9r",
    "\x1b[?1049l",
    "\x1b[?5h",
    "\x1b[4h",
    "\x1b[6n",
    "\x1b[0c",
    "\x1b[>0c",
    "\x1b[21t",
    "\x1b[4i",
    "\x1b[!p",
    '\x1b[1"q',
    "\x1b[3T",
    "\x1b[9X",
    "\x1bc",
    "\x1b#8",
    "\x1b(0",
    "\x1bD",
    "\x1bM",
    "\x1bZ",
    "\x0elqk\x0f",
    "\x9b8;53m",
    "\x9b2J",
    "\x9d52;c;cm0gLXJm\x9c",
    "\x9d0;title\x07",
    "\x90q#0\x9c",
    "\x9fGf=100\x9c",
    "\x9eprivate\x9c",
    "\x98string\x9c",
    "\x84\x85\x8d",
)
"""What terminals obey, in seven bits and in eight. Of all this the toolkit itself writes nothing."""
DIRECTION = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
UNSEEN = "\xad\u180e\u200b\u2060\u2061\u2062\u2065\u206a\u206f\ufeff\u2028\u2029\ufff9\ufffb\u034f\u115f\u3164"
JOINERS = "\u200c\u200d\ufe0e\ufe0f\U000e0100"
PILES = "\u0300\u0301\u0316\u0323\u0336\u0489\u064b\u20dd\u20e3\u0e49\u1ab0\u1dff\ufe2f"
PICTURES = (
    "👩\u200d👩\u200d👧\u200d👦",
    "🏴\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f",
    "🇵🇱",
    "🇵",
    "👍🏿",
    "🧑🏽\u200d🚒",
    "❤\ufe0f\u200d🔥",
    "1\ufe0f⃣",
    "🏳\ufe0f\u200d🌈",
    "☎\ufe0e",
)
MARKUP = (
    "[@click=app.quit]Reed[/]",
    "[/x]",
    "[bold]Jo[/bold]",
    "[$nope]",
    "[red on",
    "[link=http://x.example]l[/link]",
    "\\[x] [[y]]",
    "<b>&amp;\"'`$(true)",
    "**a** _b_ [c](d) # e | f |",
    "[#ff0000 blink]x",
    "<script>x</script>",
    ":smile: :warning:",
)
TEMPLATES = (
    "%s %d %n %(x)s",
    "{0} {} {x!r:>9} {{ 7*7 }} {% raw %}",
    "$x ${y} `id` $(id)",
    "\\n \\x1b \\u202e \\033[31m",
)
FORMULAS = ("=HYPERLINK(1)", "+1-1", "@SUM(A1)", "-2+3|cmd", "＝1+1", "\t=1", "'; DROP TABLE case_file; --")
LINES = "\n\t\r\v\f\x1c\x1d\x1e\x85 "
PRIVATE = "\ue000\uf8ff\U000f0000\U0010fffd"
NOTHING = "\ufdd0\ufdef\ufffe\uffff\U0001fffe\U0010ffff\u0378\U000e0fff"
HALVES = "\ud800\udbff\udc00\udfff"
WORDS = ("Reed", "Siân", "Łucja", "محمد", "রবীন্দ্রনাথ", "漢字", "Ffrancon-Llŷr", "Zoë", "שלום", "नमस्ते", "한국어", "ﷺ")


class Text(NamedTuple):
    """A hostile text: its number, its mark, and all of it."""

    number: int
    mark: str
    words: str


def text(seed: int, number: int) -> Text:
    """Return the text of that number. Raises ValueError for a number that no mark has room for."""
    if not 0 <= number < MOST:
        raise ValueError(number)
    chance = random.Random(f"{seed} {number}")
    mark = f"w{number:05d}x"
    pieces = [chance.choice(_SORTS)(chance) for _ in range(chance.randint(1, 4))]
    # Mostly in front, so that it is seen where little room is; else anywhere, also between halves of a sequence.
    pieces.insert(0 if chance.random() < 0.6 else chance.randint(0, len(pieces)), mark)
    between = chance.choice(("", "", " ", "\n"))
    return Text(number, mark, between.join(pieces))


def texts(seed: int, first: int, count: int) -> list[Text]:
    """Return so many texts, from the one of that number on."""
    return [text(seed, number) for number in range(first, first + count)]


def marks(written: str) -> set[int]:
    """Return the numbers of the texts whose mark stands in what was written."""
    return {int(each) for each in MARK.findall(written)}


# -- sorts of pieces ----------------------------------------------------------------------------------------------


def _some(signs: str, most: int = 6) -> Callable[[random.Random], str]:
    """Some of the signs between words."""

    def made(chance: random.Random) -> str:
        words = chance.choices(WORDS, k=chance.randint(1, 3))
        return "".join(word + "".join(chance.choices(signs, k=chance.randint(1, most))) for word in words)

    return made


def _one(known: Sequence[str]) -> Callable[[random.Random], str]:
    return lambda chance: chance.choice(known)


def _sequence(chance: random.Random) -> str:
    return chance.choice(SEQUENCES)


def _cut(chance: random.Random) -> str:
    whole = chance.choice(SEQUENCES)
    at = chance.randint(1, len(whole))
    return chance.choice((whole[:at], whole[at:], whole[:at] + chance.choice(WORDS)))


def _control(chance: random.Random) -> str:
    return "".join(chr(chance.choice((*range(0x20), *range(0x7F, 0xA0)))) for _ in range(chance.randint(1, 8)))


def _tags(chance: random.Random) -> str:
    return "🏴" + "".join(chr(0xE0000 + chance.randint(0, 0x7F)) for _ in range(chance.randint(1, 12)))


def _pile(chance: random.Random) -> str:
    marks_upon = "".join(chance.choices(PILES, k=chance.randint(1, 40)))
    return chance.choice(("", "Z", "ا", "क")) + marks_upon + chance.choice(WORDS)


def _long(chance: random.Random) -> str:
    return chance.choice(("w", "漢", "ﷺ", "é", "x" + "\u0301", "-", "🇵🇱")) * chance.randint(100, 900)


def _anything(chance: random.Random) -> str:
    planes = ((0, 0x2FF), (0x300, 0x36F), (0x590, 0x8FF), (0x2000, 0x2BFF), (0xD800, 0xDFFF), (0xE000, 0x10FFFF))
    return "".join(chr(chance.randint(*chance.choice(planes))) for _ in range(chance.randint(1, 12)))


_SORTS: tuple[Callable[[random.Random], str], ...] = (
    _sequence, _sequence, _sequence, _cut, _cut, _control, _control,
    _some(DIRECTION), _some(DIRECTION), _some(UNSEEN), _some(JOINERS), _some(PRIVATE), _some(NOTHING), _some(HALVES),
    _some(LINES, 3), _tags, _pile, _long, _anything,
    _one(PICTURES), _one(MARKUP), _one(MARKUP), _one(TEMPLATES), _one(FORMULAS), _one(NAMES), _one(TEXTS), _one(WORDS),
)  # fmt: skip
