"""Ways to ask Find in tests, and what it should find by what the case itself shows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sharedlives_tui import reading
from sharedlives_tui.casefile import NoSuchCase
from sharedlives_tui.desk import Desk
from sharedlives_tui.finding import Answer, Finder, finder
from sharedlives_tui.search_words import holds
from sharedlives_tui.store import views


@contextmanager
def finding(desk: Desk) -> Iterator[Finder]:
    looking = finder(desk)
    try:
        yield looking
    finally:
        looking.close()


def look(desk: Desk, words: str, **more: Any) -> Answer:
    with finding(desk) as looking:
        return looking.look(words, **more)


def of_kind(answer: Answer, *kinds: str) -> list[str]:
    """What was found of these kinds: people by name, cases by reference, entries by reference and number."""
    return [
        hit.title if hit.kind == "person" else hit.ref if hit.kind == "case" else f"{hit.ref}/{hit.entry}"
        for hit in answer.hits
        if hit.kind in kinds
    ]


def entries_found(desk: Desk, words: str) -> set[str]:
    return set(of_kind(look(desk, words, most=200), "letter", "note"))


def entries_shown(desk: Desk, word: str) -> set[str]:
    """The standing entries of all cases in which the case itself shows this viewer the word.

    Not where it is the name of somebody of the list: the case is found by that, and not its every entry.
    """
    found = set()
    names = {row["name"] for row in desk.store.fetch("SELECT name FROM person")}
    for row in views.all_cases(desk.store):
        try:
            case = reading.case_view(desk, row.ref)
        except NoSuchCase:
            continue
        for entry in () if case.narrow else case.entries:
            texts = [entry.letter]
            for value in entry.values.values():
                texts += [value] if isinstance(value, str) else list(value)
            if not entry.struck and any(holds(text, [word]) for text in texts if text not in names):
                found.add(f"{row.ref}/{entry.id}")
    return found
