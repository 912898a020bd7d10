"""Words of names that are spelled nearly like one that was typed. Pure, but for the library that measures.

Imported by Find alone, where nothing of that spelling was found: the library is not loaded before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST: Final = 2
"""The fewest letters of a word for which others are looked for."""
_TWO_SLIPS: Final = 7
"""From so many letters on two slips are taken for the same name."""
_MOST: Final = 60
"""How many spellings of one word are looked at."""


def near(word: str, vocabulary: Sequence[str]) -> dict[str, float]:
    """Return the words of the vocabulary that are nearly this one, or begin nearly so, with what parts them.

    0 for the word itself, 0.5 for one that begins so, 1 for each letter that is missing, doubled, wrong or swapped
    with its neighbour; a little more where only a beginning is compared, and for a slip in the first letter.
    """
    found: dict[str, float] = {each: 0.0 if each == word else 0.5 for each in vocabulary if each.startswith(word)}
    if len(word) >= SHORTEST:
        most = 2 if len(word) >= _TWO_SLIPS else 1
        for slips, each in _within(word, [each for each in vocabulary if len(each) > SHORTEST], most):
            _keep(found, each, slips + 0.2 * (each[0] != word[0]))
        for length in range(len(word) - 1, len(word) + 2) if len(word) > SHORTEST + 1 else ():
            begins: dict[str, list[str]] = {}
            for each in vocabulary:
                if len(each) > length:
                    begins.setdefault(each[:length], []).append(each)
            for slips, beginning in _within(word, list(begins), 1):
                for each in begins[beginning]:
                    _keep(found, each, slips + 0.6 + 0.2 * (each[0] != word[0]))
    best = sorted(found.items(), key=lambda each: (each[1], each[0]))[:_MOST]
    return dict(best)


def _within(word: str, words: Sequence[str], most: int) -> Iterable[tuple[float, str]]:
    scored = process.extract(word, words, scorer=OSA.distance, score_cutoff=most, limit=_MOST)
    return [(float(slips), each) for each, slips, _ in scored]


def _keep(found: dict[str, float], word: str, cost: float) -> None:
    if cost < found.get(word, 9.0):
        found[word] = cost


def parting(name: Iterable[str], wanted: Sequence[Mapping[str, float]]) -> float | None:
    """Return what parts a name's words from all that were typed; None where one of those is in no word of it."""
    own = tuple(name)
    costs = [min((spellings[each] for each in own if each in spellings), default=None) for spellings in wanted]
    return None if None in costs else sum(each for each in costs if each is not None)
