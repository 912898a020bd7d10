"""What an index of words is asked for, whole words or beginnings: in a file's words, from which a server's are made."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sharedlives_tui.store.reads import Reads

_TERMS = """
WITH RECURSIVE found (term) AS (
    SELECT (SELECT term FROM {terms} WHERE term >= :first AND term < :beyond LIMIT 1)
    UNION ALL SELECT (SELECT t.term FROM {terms} t WHERE t.term >= found.term || '0' AND t.term < :beyond LIMIT 1)
    FROM found WHERE found.term IS NOT NULL
) SELECT term FROM found WHERE term IS NOT NULL LIMIT :most
"""
# From each word to the next one, and not by way of every row that has it: no word goes on with less than a nought.
_LAST_LETTER = "\U0010ffff"


class _Index(NamedTuple):
    """An index of words with what is known of beginnings in it."""

    terms: str
    """Where its words stand one by one, in a file."""
    ready: int
    """Beginnings of so many letters it has ready itself."""
    numbers: bool = True
    """Whether numbers are words like others; there are too many where each is another one."""


_INDEXES = {
    "find_letters": _Index("find_letter_terms", 3),
    "find_facts": _Index("find_fact_terms", 3),
    "find_records": _Index("find_record_terms", 3),
    "find_titles": _Index("find_title_terms", 0, numbers=False),
}
_MOST_TERMS = 300
"""How many words that begin alike are asked for one by one."""


def whole(words: Iterable[str]) -> str:
    """Return what asks an index for rows in which each of these is a word."""
    return " AND ".join(f'"{word}"' for word in words)


def begun(words: Iterable[str]) -> str:
    """Return what asks an index for rows in which each of these begins a word."""
    return " AND ".join(f'"{word}"*' for word in words)


def begun_in(reads: Reads, index: str, words: Iterable[str]) -> str:
    """The same of a large index of a file: there a beginning is asked for as the words that begin so.

    All rows of those would be gathered for the beginning itself; words are read from the end, as far as is needed.
    """
    return " AND ".join(_begins(reads, _INDEXES[index], word) for word in words)


def _begins(reads: Reads, index: _Index, word: str) -> str:
    if len(word) > index.ready and word.isascii() and (index.numbers or not word.isdigit()):
        asked = {"first": word, "beyond": f"{word}{_LAST_LETTER}", "most": _MOST_TERMS + 1}
        found = reads.fetch(_TERMS.format(terms=index.terms), asked)
        if 0 < len(found) <= _MOST_TERMS:  # where there is none it is rare, or a server's, which knows beginnings
            return "(" + " OR ".join(f'"{row[0]}"' for row in found) + ")"
    return f'"{word}"*'
