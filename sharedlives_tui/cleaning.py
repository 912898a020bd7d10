"""Text from people and files, made safe to keep and to show: on every way in, and as a net on every way out.

Nothing here interprets text. What is dropped are code points that no word needs and that a terminal, a letter or a
search would obey or hide: control characters, marks that turn the direction of text, invisible ones.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST_TEXT = 100_000
"""How many characters a note may have."""
LONGEST_LINE = 1_000
"""How many characters a name or another single line may have."""

_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)
BAD = re.compile(
    "["
    "\x00-\x08\x0b-\x1f"  # C0 without tab and newline
    "\x7f-\x9f"  # DEL and C1
    "\xad"  # the soft hyphen, which some terminals draw and some do not
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # direction
    "\u180e\u200b\u2060-\u2065\u206a-\u206f\ufeff"  # invisible; the joiners U+200C and U+200D stay, names need them
    "\u2028\u2029"  # line and paragraph separators: a newline by the time text is kept
    "\ufff9-\ufffb"  # annotations
    "\ud800-\udfff"  # half a pair
    "\U000e0000-\U000e007f"  # tags
    f"{_NONCHARACTERS}"
    "]"
)
"""What may never be kept, and never reaches a terminal."""

_NEWLINES = re.compile("\r\n?|\u2028|\u2029")
_SPACES = re.compile(r"\s+")


def clean_text(text: str, limit: int | None = LONGEST_TEXT) -> str:
    """Return the text in Unicode's composed form, with plain newlines, without BAD, cut to `limit` characters.

    Cleaning what is clean changes nothing. `limit` None keeps the whole length.
    """
    if "\r" in text or "\u2028" in text or "\u2029" in text:
        text = _NEWLINES.sub("\n", text)
    if BAD.search(text):
        text = BAD.sub("", text)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return text if limit is None else text[:limit]


def clean_line(text: str, limit: int | None = LONGEST_LINE) -> str:
    """Return the text as one clean line: newlines and runs of space become one space, none at either end."""
    line = _SPACES.sub(" ", clean_text(text, None)).strip()
    return line if limit is None else line[:limit].rstrip()


ALIKE = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ı": "i", "ħ": "h", "ŧ": "t", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ß": "ss"}
)
"""Letters that no accent makes what they are, as people type them who have another keyboard."""


def folded(text: str) -> str:
    """Return the text as Find compares it: without case and accents, one space between words."""
    if text.isascii():
        return _SPACES.sub(" ", text).strip().lower()
    apart = unicodedata.normalize("NFKD", text)
    plain = "".join(each for each in apart if not unicodedata.combining(each))
    return _SPACES.sub(" ", plain.casefold().translate(ALIKE)).strip()
