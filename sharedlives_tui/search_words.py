"""What somebody types into Find, taken apart as the index of words takes texts apart. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from sharedlives_tui.cleaning import ALIKE, clean_line

MOST_WORDS: Final = 8
"""How many words Find looks at."""
AROUND: Final = 14
"""How many characters stand before the first found word of a snippet."""

_REFERENCE: Final = re.compile(r"([a-z]{0,8}?)-?([0-9]{1,9})")
_TOKEN: Final = re.compile(r"\S+")
_ASCII: Final = re.compile(r"[a-z0-9]+")
_ACCENTS: Final = re.compile("[\u0300-\u036f]")
_ALIKE_IN_TEXTS: Final = {letter: ALIKE[letter] for letter in map(ord, "łøđıæœß")}
"""Letters that are alike in the index of texts as they are in names; ð, þ, ħ, ŧ stand there as they were written."""
_SPACES: Final = re.compile(r"\s+")


class _Signs(dict[int, int]):
    """Each character as itself where it belongs to words, as a space where it stands between them."""

    def __missing__(self, code: int) -> int:
        category = unicodedata.category(chr(code))
        self[code] = code if category[0] in "LMN" or category in ("Co", "So") else 32
        return self[code]


_SIGNS: Final = _Signs()


class Numbered(NamedTuple):
    """A word that looks like a reference or a part of one: `co12`, `CO-0012`, `12`."""

    prefix: str
    """In capitals; empty where only a number was typed."""
    digits: str


class Piece(NamedTuple):
    """A part of a snippet."""

    text: str
    found: bool
    """Whether it is one of the words that were looked for."""


def words_of(typed: str) -> tuple[str, ...]:
    """Return the words that were typed, at most MOST_WORDS, as they are looked for; without signs between them."""
    found = [token.lower().translate(_ALIKE_IN_TEXTS) for _, token in _tokens(clean_line(typed))]
    return tuple(dict.fromkeys(found))[:MOST_WORDS]


def typed_words(typed: str) -> tuple[str, ...]:
    """Return what stands between spaces, in small letters: what may be a reference."""
    return tuple(clean_line(typed).casefold().split())[:MOST_WORDS]


def numbered(word: str) -> Numbered | None:
    """Return what a word asks for if it looks like a reference or its number."""
    match = _REFERENCE.fullmatch(word)
    return None if match is None else Numbered(match[1].upper(), match[2])


def _tokens(text: str) -> Iterator[tuple[int, str]]:
    for match in _TOKEN.finditer(text.translate(_SIGNS)):
        yield match.start(), match[0]


def tokens_of(text: str) -> list[str]:
    """Return every word of a text as it is compared, in its order."""
    if text.isascii():
        return _ASCII.findall(text.lower())
    return [plain(token) for _, token in _tokens(text)]


def plain(word: str) -> str:
    """Return a word as it is compared: without case and Latin accents."""
    if word.isascii():
        return word.lower()
    apart = _ACCENTS.sub("", unicodedata.normalize("NFD", word.lower().translate(_ALIKE_IN_TEXTS)))
    return unicodedata.normalize("NFC", apart)


def places(text: str, words: Sequence[str]) -> list[tuple[int, int, int]]:
    """Return where words of the text begin with one of these: start, end, and which of them."""
    wanted = [plain(each) for each in words]
    found = []
    for start, token in _tokens(text):
        bare = plain(token)
        which = next((at for at, each in enumerate(wanted) if bare.startswith(each)), None)
        if which is not None:
            found.append((start, start + len(token), which))
    return found


def holds(text: str, words: Sequence[str]) -> bool:
    """Return whether every one of these begins a word of the text."""
    bare = set(tokens_of(text))
    return all(any(each.startswith(word) for each in bare) for word in map(plain, words))


def closeness(text: str, words: Sequence[str]) -> int:
    """Return how well a text fits: whole words count, and words that stand beside each other as they were typed."""
    wanted = [plain(each) for each in words]
    bare = tokens_of(text)
    whole = sum(each in bare for each in wanted)
    if len(wanted) < 2:
        return whole
    pairs = set(pairwise(bare))
    beside = sum(any(a == one and b.startswith(other) for a, b in pairs) for one, other in pairwise(wanted))
    return whole + 3 * beside


def snippet(text: str, words: Sequence[str], width: int) -> tuple[Piece, ...]:
    """Return about `width` characters of the text on one line, around where most of the words stand.

    From its beginning where none of them is in it.
    """
    line = _SPACES.sub(" ", text).strip()
    found = places(line, words)
    start = 0
    if found:
        best = max(found, key=lambda each: len({which for at, _, which in found if 0 <= at - each[0] < width - AROUND}))
        start = _word_start(line, best[0] - AROUND) if best[0] > AROUND and len(line) > width else 0
    end = min(len(line), start + width)
    pieces, at = [Piece("…", False)] if start else [], start
    for first, last, _ in found:
        if at <= first and last <= end:
            pieces += [Piece(line[at:first], False), Piece(line[first:last], True)]
            at = last
    pieces.append(Piece(line[at:end] + ("…" if end < len(line) else ""), False))
    return tuple(each for each in pieces if each.text)


def _word_start(line: str, at: int) -> int:
    """The first place from here on where a word begins."""
    space = line.find(" ", at)
    return at if space < 0 or space - at > AROUND else space + 1
