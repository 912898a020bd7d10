"""People's names as the list keeps them ("Hill, Ann"), as one writes them in a sentence, and several in one line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_BEFORE: Final = (
    "mr mrs ms miss mx master dr doctor prof professor sir dame lord lady rev reverend canon cllr councillor hon judge"
)
"""Forms of address: they stand before a name."""
_AFTER: Final = (
    "jr jnr junior sr snr senior i ii iii iv esq esquire obe mbe cbe kbe dbe bem qc kc jp mp rn rgn bsc ba ma msc mba "
    "phd md frcp mrcp frcgp mrcgp cqsw dipsw ltd limited plc llp cic council trust team service services"
)
"""What stands behind a name (or makes one that of an office): after a comma it is no given name."""
_MOST_WORDS: Final = 4
_PLAIN: Final = re.compile(r"[^\W\d_][^\d,;:@/]*")


def natural(name: str) -> str:
    """Return the name in the order in which one says it: "Ann Hill" for "Hill, Ann", "Dr Ann Hill" for "Hill, Dr Ann".

    A name stays as it is where the comma does not part a surname from given names: without a comma or with more than
    one, with a form of address before it ("Mrs Hill, Harbour House"), with a title or a word of an office behind it
    ("Ann Hill, OBE"), or where a part is no plain name.
    """
    surname, comma, given = name.partition(",")
    surname, given = surname.strip(), given.strip()
    if not comma or not _is_name(surname) or not _is_name(given):
        return name
    before, after = _words(surname), _words(given)
    if before & {*_BEFORE.split()} or after & {*_AFTER.split()} or (given[0].islower() and not surname.islower()):
        return name
    return f"{given} {surname}"


def _is_name(part: str) -> bool:
    return bool(_PLAIN.fullmatch(part)) and len(part.split()) <= _MOST_WORDS


def _words(part: str) -> frozenset[str]:
    return frozenset(each.replace(".", "").casefold() for each in part.split())


def in_one_line(names: Iterable[str]) -> str:
    """Return several names in one line: with commas, or with semicolons where one of them holds a comma itself."""
    found = list(names)
    return ("; " if any("," in each for each in found) else ", ").join(found)


def without_forms_of_address(name: str) -> str:
    """Return a name as one says it without what stands before it: "Grace Hill" for "Mrs Grace Hill"."""
    words = name.split()
    while len(words) > 1 and words[0].replace(".", "").casefold() in _BEFORE:
        del words[0]
    return " ".join(words)
