"""Letters and notes are found as if every text were gone through, however few are looked at; on both kinds of store."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from sharedlives_tui.access import Viewer
from sharedlives_tui.search_words import holds, tokens_of, words_of
from sharedlives_tui.store import Store, find_asked, find_entries
from sharedlives_tui.store.find_entries import LAST, find_letters, find_notes
from tests.store_kit import AT, DAY, DIGEST, SAM, new_store, open_case

SEES = Viewer(1, SAM, frozenset({"registered manager"}))
TEXTS = (
    "kettle",
    "kettles",
    "kettledrum",
    "keyring",
    "key",
    "Łódź key",
    "lodz",
    "letter 2026",
    "20261",
    "a kettle’s key",
)
ASKED = (
    *(["kettle"], ["kett"], ["ke"], ["k"], ["key", "kettle"], ["kettl", "keyr"], ["lodz"], ["łódź"], ["2026"]),
    *(["nothing"], ["kettle", "nothing"], ["le", "20"]),
)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, str]]:
    """What many entries say: facts, letter."""
    chance = random.Random(7)
    return [
        (" and ".join(chance.choices(TEXTS, k=chance.randint(1, 3))), chance.choice(["", "", *TEXTS]))
        for _ in range(120)
    ]


@pytest.fixture
def office(tmp_path: Path, told: list[tuple[str, str]]) -> Iterator[Store]:
    with new_store(tmp_path) as store:
        with store.writing(SAM, AT) as writer:
            writer.put_procedure(DIGEST, "complaint", DAY, "complaint.toml", "text")
            writer.add_person(SAM)
            for place, (facts, letter) in enumerate(told):
                if place % 10 == 0:
                    case_id, _ = open_case(writer, account="none")
                    number = 1
                number += 1
                body = {"values": {"text": facts}} | ({"letter": letter} if letter else {})
                writer.append(
                    kind="entry", case_id=case_id, number=number, act="note", done_on=DAY, done_by=SAM, body=body
                )
        yield store


def pages(office: Store, find: object, words: tuple[str, ...], size: int) -> list[tuple[int, int]]:
    """Everything that is found, page after page."""
    found: list[tuple[int, int]] = []
    before = LAST
    while True:
        page = find(office, SEES, words, size, before)  # type: ignore[operator]
        found += [(each.case_id, each.number) for each in page]
        assert len(page) <= size
        if len(page) < size:
            return found
        before = page[-1].seq


@pytest.mark.parametrize("at_once", [1, 5, 500])
@pytest.mark.parametrize("most_terms", [0, 2, 300])
def test_letters_and_notes_are_those_that_a_search_through_every_text_finds(
    office: Store, told: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch, at_once: int, most_terms: int
) -> None:
    monkeypatch.setattr(find_entries, "_LETTERS_AT_ONCE", at_once)
    monkeypatch.setattr(find_asked, "_MOST_TERMS", most_terms)
    numbered = [((place // 10 + 1, place % 10 + 2), *texts) for place, texts in enumerate(told)][::-1]
    for asked in ASKED:
        words = words_of(" ".join(asked))
        letters = [number for number, _, letter in numbered if holds(letter, words)]
        notes = [number for number, facts, letter in numbered if holds(facts, words) and not holds(letter, words)]
        assert pages(office, find_letters, words, 7) == letters, words
        for size in (3, 201):
            assert pages(office, find_notes, words, size) == notes, words


def test_words_of_plain_text_are_taken_apart_as_those_of_any() -> None:
    chance = random.Random(3)
    for _ in range(300):
        text = "".join(chance.choices([chr(code) for code in range(128)], k=30))
        assert tokens_of(f"{text} é") == [*tokens_of(text), "e"]
