"""Words that narrow the list of cases, as Find understands them: beginnings of words of a title, names, references.

A word without a letter or number (%) is looked for as it is. Where no case that the viewer may open has all the words
so, they are looked for within words (`case_views.words_test`), which takes longer the more cases there are.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from sharedlives_tui.access import Viewer
from sharedlives_tui.cleaning import folded
from sharedlives_tui.search_words import numbered, typed_words, words_of
from sharedlives_tui.store.case_views import words_test
from sharedlives_tui.store.find_asked import begun, begun_in
from sharedlives_tui.store.find_views import last_numbers, references
from sharedlives_tui.store.reads import Reads, asking, openable, tellable

FEW = 20_000
"""So many cases with a word are sorted; more of them lie so close in the list that they are looked for there."""


class Narrowed(NamedTuple):
    """What the words of a list are in SQL; nothing for no words."""

    test: str = ""
    """True of the cases that have them all, for one that is looked at."""
    counting: str = ""
    """The same, for all that are gone through."""
    few: str = ""
    """The numbers of the few cases that have one of them, where those are few; each once."""
    rest: str = ""
    """True of those of the few that have the others too."""
    parameters: dict[str, Any] = {}  # noqa: RUF012 - nobody changes it


class _Word(NamedTuple):
    """One word in SQL."""

    test: str
    counting: str
    sets: tuple[str, ...]
    """The numbers of cases with it, which all together are all; some of them more than once."""


def narrowed(reads: Reads, viewer: Viewer, words: str) -> Narrowed:
    """Return what is asked of a list for the words that somebody typed there."""
    if not words.strip():
        return Narrowed()
    asked: dict[str, Any] = {}
    each = [_word(reads, place, word, asked) for place, word in enumerate(typed_words(folded(words)))]
    driving = next((place for place, one in enumerate(each) if _are_few(reads, viewer, one, asked)), None)
    found = Narrowed(_all(one.test for one in each), _all(one.counting for one in each), parameters=asked)
    if driving is not None:
        rest = _all(one.test for place, one in enumerate(each) if place != driving)
        found = found._replace(few=" UNION ".join(_alone(one) for one in each[driving].sets), rest=rest)
    if _has_any(reads, viewer, found):
        return found
    within, patterns = words_test(words)
    return Narrowed(within, within, parameters=patterns)


def source(found: Narrowed) -> str:
    """Return the table of the few cases that have one of the words, to be looked at in any order."""
    return f"(SELECT id AS few_id FROM ({found.few})) CROSS JOIN case_file ON case_file.id = few_id"  # noqa: S608


def _word(reads: Reads, place: int, word: str, asked: dict[str, Any]) -> _Word:
    tokens, number = words_of(word), numbered(word)
    if not tokens:
        within, patterns = words_test(word)
        asked |= {f"within{place}": patterns["word0"]}
        test = within.replace(":word0", f":within{place}")
        return _Word(test, test, ())
    asked |= {f"titled{place}": begun_in(reads, "find_titles", tokens), f"named{place}": begun(tokens)}
    titled = f"find_titles MATCH :titled{place}"
    named = (
        "SELECT t.case_id AS id FROM case_party t WHERE t.person_id IN "  # noqa: S608
        f"(SELECT rowid FROM find_names WHERE find_names MATCH :named{place}) AND {tellable('t')}"
    )
    spans = []
    for at, (first, last) in enumerate(references(number, last_numbers(reads)) if number is not None else ()):
        asked |= {f"first{place}_{at}": first, f"last{place}_{at}": last}
        spans.append(
            f"(ref BETWEEN :first{place}_{at} AND :last{place}_{at} AND length(ref) = length(:first{place}_{at}))"
        )
    in_titles = f"SELECT rowid AS id FROM find_titles WHERE {titled}"  # noqa: S608
    otherwise = " OR ".join((f"case_file.id IN ({named})", *spans))
    return _Word(
        f"EXISTS (SELECT 1 FROM find_titles f WHERE f.rowid = case_file.id AND {titled}) OR {otherwise}",  # noqa: S608
        f"case_file.id IN ({in_titles}) OR {otherwise}",
        (in_titles, named, *(f"SELECT id FROM case_file WHERE {span}" for span in spans)),  # noqa: S608
    )


def _all(tests: Iterable[str]) -> str:
    return " AND ".join(f"({test})" for test in tests if test)


def _alone(numbers: str) -> str:
    return f"SELECT id FROM ({numbers})"  # noqa: S608


def _are_few(reads: Reads, viewer: Viewer, word: _Word, asked: dict[str, Any]) -> bool:
    if not word.sets:
        return False
    every = " UNION ALL ".join(_alone(one) for one in word.sets)
    rows = reads.fetch(f"SELECT count(*) FROM ({every} LIMIT {FEW + 1})", asked | asking(viewer))  # noqa: S608
    return int(rows[0][0]) <= FEW


def _has_any(reads: Reads, viewer: Viewer, found: Narrowed) -> bool:
    where = _all((found.rest if found.few else found.test, openable("case_file")))
    table = source(found) if found.few else "case_file"
    return bool(reads.fetch(f"SELECT 1 FROM {table} WHERE {where} LIMIT 1", found.parameters | asking(viewer)))  # noqa: S608
