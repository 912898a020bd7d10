"""What Find asks of the file: people and cases by words, as far as a case or a person is open at all.

What somebody may not see *within* a case is for the core to leave out: a row here is a case, a person or an entry that
they may open. What is most is bounded everywhere, so that no question takes longer in a larger office than it must.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from sharedlives_tui.access import Viewer
from sharedlives_tui.cleaning import folded
from sharedlives_tui.search_words import Numbered, numbered, typed_words, words_of
from sharedlives_tui.store.find_asked import begun, begun_in
from sharedlives_tui.store.reads import Reads, asking, nameable, openable, tellable
from sharedlives_tui.store.rows import CaseRow, PersonRow, person_number
from sharedlives_tui.store.unpacking import case_from

NEWEST = 3_000
"""How many cases that fit one of several words are looked at, the newest first."""
NUMBERED = 500
"""How many cases whose number begins as a reference does are looked at of each length, the newest first."""
MOST_PEOPLE = 400
"""How many people that fit are looked at, before they are put in order."""
_PEOPLE_OF_CASES = 1_000
_MOST_WITHIN = 100

_PEOPLE = f"""
SELECT person.id, person.name FROM find_names f JOIN person ON person.id = f.rowid
WHERE find_names MATCH :match AND {nameable("person")} ORDER BY f.rowid DESC LIMIT :size
"""  # noqa: S608
_NUMBER = f"SELECT id, name FROM person WHERE id = :number AND {nameable('person')}"  # noqa: S608
_NUMBERS = f"""
SELECT id, name FROM person
WHERE id IN (SELECT CAST(value AS INTEGER) FROM json_each(:numbers)) AND {nameable("person")} ORDER BY name, id
"""  # noqa: S608
_TITLED = f"""
SELECT c.id FROM find_titles f JOIN case_file c ON c.id = f.rowid
WHERE find_titles MATCH {{titled}} AND {openable("c")} ORDER BY f.rowid DESC LIMIT :newest
"""  # noqa: S608
_NAMED = f"""
SELECT t.case_id FROM case_party t WHERE t.person_id IN (
    SELECT rowid FROM find_names WHERE find_names MATCH {{named}} ORDER BY rowid DESC LIMIT :people
) AND {tellable("t")}
"""  # noqa: S608
_OF_PEOPLE = f"""
SELECT * FROM case_file WHERE id IN (
    SELECT t.case_id FROM case_party t
    WHERE t.person_id IN (SELECT CAST(value AS INTEGER) FROM json_each(:numbers)) AND {tellable("t")}
) AND {openable("case_file")} ORDER BY status DESC, id DESC LIMIT :size
"""  # noqa: S608
_LAST_OF = "SELECT max(seq) FROM journal WHERE case_id IS NULL AND kind = '{kind}'"
_BY_ID = "SELECT * FROM case_file WHERE id IN (SELECT CAST(value AS INTEGER) FROM json_each(?))"
# -- people -----------------------------------------------------------------------------------------------------


def find_people(
    reads: Reads, viewer: Viewer, words: str, size: int = 50, known: Callable[[], Sequence[str]] | None = None
) -> list[PersonRow]:
    """Return people whom the viewer may know of, who have each word as the beginning of a name, or the number (P-12).

    Those with whole words first, then by name; where there is nobody, people with the words within their names (of
    which somebody may know the `vocabulary`). Nothing for no words.
    """
    asked = words_of(folded(words))
    if not asked:
        return []
    number = person_number(words.strip().upper())
    if number is not None:
        rows = reads.fetch(_NUMBER, {"number": number, **asking(viewer)})
        return [PersonRow(row["id"], row["name"]) for row in rows]
    found = _people(reads, viewer, begun(asked))
    if not found:
        terms = vocabulary(reads) if known is None else known()
        found = _people(reads, viewer, _within(terms, asked))
    return sorted(found, key=lambda each: _fit(each.name, asked))[:size]


def people_numbered(reads: Reads, viewer: Viewer, numbers: Iterable[int]) -> list[PersonRow]:
    """Return the people of these numbers whom the viewer may know of, in the order of their names."""
    rows = reads.fetch(_NUMBERS, {"numbers": json.dumps(sorted(set(numbers))), **asking(viewer)})
    return [PersonRow(row["id"], row["name"]) for row in rows]


def people_spelled(
    reads: Reads, viewer: Viewer, spellings: Sequence[Iterable[str]], size: int = 3 * MOST_PEOPLE
) -> list[PersonRow]:
    """Return people whom the viewer may know of, with one of each of these groups of words in their name."""
    groups = [" OR ".join(f'"{word}"' for word in group) for group in spellings]
    if not groups or not all(groups):
        return []
    return _people(reads, viewer, " AND ".join(f"({group})" for group in groups), size)


def vocabulary(reads: Reads) -> list[str]:
    """Return every word of a name: for finding those that are spelled nearly like one, not for showing."""
    return [row[0] for row in reads.fetch("SELECT term FROM find_vocabulary")]


def names_version(reads: Reads) -> int:
    """Return the last row of the journal that may have changed a name."""
    rows = reads.fetch(" UNION ALL ".join(_LAST_OF.format(kind=kind) for kind in ("person", "disposal")))
    return max(row[0] or 0 for row in rows)


def _people(reads: Reads, viewer: Viewer, asked: str, size: int = MOST_PEOPLE) -> list[PersonRow]:
    rows = reads.fetch(_PEOPLE, {"match": asked, "size": size, **asking(viewer)}) if asked else []
    return [PersonRow(row["id"], row["name"]) for row in rows]


def _within(terms: Sequence[str], words: Sequence[str]) -> str:
    """What asks for people with all these words within the words of their names."""
    groups = []
    for word in words:
        found = [each for each in terms if word in each]
        groups.append(" OR ".join(f'"{each}"' for each in found[:_MOST_WITHIN]))
    return " AND ".join(f"({group})" for group in groups) if all(groups) else ""


def _fit(name: str, words: Sequence[str]) -> tuple[int, bool, str]:
    """The order of names: whole words, then whether it begins so, then the alphabet."""
    plain = folded(name)
    own = words_of(plain)
    return -sum(word in own for word in words), not plain.startswith(words[0]), plain


# -- cases ------------------------------------------------------------------------------------------------------


def find_cases(reads: Reads, viewer: Viewer, words: str, size: int = 50) -> list[CaseRow]:
    """Return cases, closed ones too, in which each word begins a word of the title, or of the name of somebody in it.

    A word like `co-1`, `co1` or `1` also means the references whose number begins so, the noughts before it left out;
    the one of that very number comes first. Then open cases before closed ones, the newest first. Nothing for no words.
    """
    typed = typed_words(folded(words))
    if not words_of(folded(words)):
        return []
    counts = last_numbers(reads)
    parameters: dict[str, Any] = {
        "size": size,
        "newest": NEWEST,
        "numbered": NUMBERED,
        "people": _PEOPLE_OF_CASES,
        **asking(viewer),
    }
    shape, exact = [], []
    every = words_of(folded(words))
    parameters |= _in_names(reads, "all", every)
    for place, word in enumerate(typed):
        tokens, asked = words_of(word), numbered(word)
        spans = [] if asked is None else references(asked, counts)
        if not tokens:
            continue
        if tokens == every:
            parameters |= {f"{what}{place}": parameters[f"{what}all"] for what in ("titled", "named")}
        else:
            parameters |= _in_names(reads, str(place), tokens)
        for number, (first, last) in enumerate(spans):
            parameters |= {f"first{place}_{number}": first, f"last{place}_{number}": last}
        shape.append((place, len(spans)))
        exact += [first for first, last in spans if first == last]
    parameters["exact"] = json.dumps(exact)
    return [case_from(row) for row in reads.fetch(_cases_sql(tuple(shape)), parameters)]


def _in_names(reads: Reads, place: str, words: Sequence[str]) -> dict[str, str]:
    """What titles and names are asked for these words."""
    return {f"titled{place}": begun_in(reads, "find_titles", words), f"named{place}": begun(words)}


def last_numbers(reads: Reads) -> dict[str, int]:
    """Return the last number that was given under each prefix of references."""
    return {str(row[0]): int(row[1]) for row in reads.fetch("SELECT prefix, last FROM ref_count")}


def cases_of_people(reads: Reads, viewer: Viewer, people: Iterable[PersonRow], size: int) -> list[CaseRow]:
    """Return the cases in which these people have a part, as far as the viewer may learn it; the open ones first."""
    numbers = json.dumps([each.id for each in people])
    return [case_from(row) for row in reads.fetch(_OF_PEOPLE, {"numbers": numbers, "size": size, **asking(viewer)})]


def cases_by_id(reads: Reads, numbers: Iterable[int]) -> dict[int, CaseRow]:
    """Return these cases by their number, whoever may see them: for cases that were let through already."""
    rows = reads.fetch(_BY_ID, (json.dumps(sorted(set(numbers))),))
    return {row["id"]: case_from(row) for row in rows}


def with_links(reads: Reads, numbers: Iterable[int]) -> frozenset[int]:
    """Return those of these cases that are linked with another, which a viewer may not be able to open."""
    asked = (json.dumps(sorted(set(numbers))),)
    rows = reads.fetch(
        "SELECT DISTINCT case_id FROM case_link WHERE case_id IN (SELECT CAST(value AS INTEGER) FROM json_each(?))",
        asked,
    )
    return frozenset(row[0] for row in rows)


def references(asked: Numbered, counts: Mapping[str, int]) -> list[tuple[str, str]]:
    """The spans of references that a word asks for: first and last of each. The very number comes first."""
    found = []
    for prefix, last in counts.items():
        if asked.prefix and prefix != asked.prefix:
            continue
        begin, wide = int(asked.digits), 1
        while begin * wide <= last and begin:
            found.append((f"{prefix}-{begin * wide:04d}", f"{prefix}-{min(last, (begin + 1) * wide - 1):04d}"))
            wide *= 10
        if asked.digits.startswith("0") and asked.prefix and len(asked.digits) < 4:
            rest = 4 - len(asked.digits)
            found.append((f"{prefix}-{asked.digits}{'0' * rest}", f"{prefix}-{asked.digits}{'9' * rest}"))
    return found


@cache
def _cases_sql(shape: tuple[tuple[int, int], ...]) -> str:
    found = [_any_of("all")]
    if len(shape) > 1 or shape[0][1]:
        tests = [
            _any_of(str(place), [f"{place}_{number}" for number in range(spans)], alone=len(shape) == 1)
            for place, spans in shape
        ]
        found.append(" INTERSECT ".join(f"SELECT * FROM ({test})" for test in tests))  # noqa: S608
    wanted = " UNION ".join(f"SELECT * FROM ({each})" for each in found)  # noqa: S608
    order = "ref IN (SELECT value FROM json_each(:exact)) DESC, status DESC, id DESC"
    best = f"SELECT id FROM case_file WHERE id IN ({wanted}) AND {openable('case_file')} ORDER BY {order} LIMIT :size"  # noqa: S608
    return f"SELECT * FROM case_file WHERE id IN ({best}) ORDER BY {order}"  # noqa: S608


def _any_of(place: str, spans: Sequence[str] = (), *, alone: bool = True) -> str:
    """Cases with these words in their title or in a name, or with a reference in one of the spans.

    With a reference the newest alone, where nothing else is asked for.

    Sets and no tests: what is tested row by row takes longer in a larger office.
    """
    asked = {"titled": f":titled{place}", "named": f":named{place}"}
    sets = [f"SELECT * FROM ({each.format_map(asked)})" for each in (_TITLED, _NAMED)]  # noqa: S608
    newest = "ORDER BY ref DESC LIMIT :numbered" if alone else ""
    sets += [
        f"SELECT * FROM (SELECT id FROM case_file WHERE ref BETWEEN :first{each} AND :last{each} "  # noqa: S608
        f"AND length(ref) = length(:first{each}) {newest})"
        for each in spans
    ]
    return " UNION ".join(sets)
