"""Whatever is written, struck, corrected and renamed: Find has what stands, and a slip of the pen finds the name."""

from __future__ import annotations

import random
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from sharedlives_tui import casework
from sharedlives_tui.cleaning import clean_line, folded
from sharedlives_tui.finding import Finder, finder
from sharedlives_tui.requests import Correct
from sharedlives_tui.resources import read_text
from sharedlives_tui.search_words import holds, words_of
from sharedlives_tui.store import views
from sharedlives_tui.store.bulk import many
from tests.desks import FIRST_DAY, new_desk, open_complaint, record
from tests.finding_kit import entries_found, entries_shown, of_kind
from tests.store_kit import AT, SAM

# What Python and SQLite know alike: each has the letters of the Unicode of its day.
LETTERS = st.characters(max_codepoint=0x24F, exclude_categories=["Cs", "Cn", "Co"])
WORDS = st.lists(
    st.one_of(
        st.sampled_from(
            ["kettle", "Wójcik", "łódź", "রহিমা", "مُحَمَّد", "😀", "O'Neill", "20%", "co-op", "P-1", "yes", "CO-0001"]
        ),
        st.text(LETTERS, min_size=1, max_size=12),
    ),
    min_size=1,
    max_size=6,
).map(" ".join)


class Writes(RuleBasedStateMachine):
    """An office in which people write, strike, correct and rename; nothing is found that does not stand."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.desk = new_desk(Path(self.folder.name))
        self.written: list[str] = []
        self.standing: list[int] = []

    @initialize()
    def begin(self) -> None:
        self.ref = open_complaint(self.desk).ref

    @rule(text=WORDS)
    def write(self, text: str) -> None:
        if text.strip():
            self.standing.append(record(self.desk, self.ref, "note", text=f"note {text}").entry)
            self.written += words_of(text)

    @rule(which=st.randoms())
    def strike(self, which: random.Random) -> None:
        if self.standing:
            number = self.standing.pop(which.randrange(len(self.standing)))
            casework.correct(self.desk, Correct(self.ref, number, "Not so"))

    @rule(which=st.randoms(), text=WORDS)
    def correct(self, which: random.Random, text: str) -> None:
        if self.standing and text.strip():
            number = self.standing.pop(which.randrange(len(self.standing)))
            new = casework.correct(self.desk, Correct(self.ref, number, "Not so", None, {"text": f"note {text}"})).entry
            assert new is not None
            self.standing.append(new)
            self.written += words_of(text)

    @rule(name=st.sampled_from(["Zoë Bell", "Bell, Zoë", "Łukasz Ø", "রহিমা বেগম"]))
    def rename(self, name: str) -> None:
        with self.desk.store.writing(SAM, AT) as writer:
            writer.rename_person(1, name)
        for word in words_of(folded(name)):
            assert name in [each.name for each in views.find_people(self.desk.store, self.desk.viewer, word)]

    @invariant()
    def the_last_words_are_found_where_they_stand(self) -> None:
        for word in self.written[-3:]:
            if len(word) > 1 and not word.isdigit():
                shown = {each for each in entries_shown(self.desk, word) if each != f"{self.ref}/1"}
                found = {each for each in entries_found(self.desk, word) if each != f"{self.ref}/1"}
                assert found == shown, word

    def teardown(self) -> None:
        faults = self.desk.store.verify_journal()
        self.desk.store.close()
        self.folder.cleanup()
        assert faults == []


Writes.TestCase.settings = settings(
    max_examples=5, stateful_step_count=6, deadline=None, suppress_health_check=list(HealthCheck)
)
TestWrites = Writes.TestCase


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=40), more=st.text(max_size=10))
def test_every_word_of_a_text_is_held_by_it(text: str, more: str) -> None:
    for word in words_of(text):
        assert holds(clean_line(f"{text} {more}"), [word])


# -- slips of the pen -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def ten_thousand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Finder, list[str]]]:
    """An office with ten thousand people of different names."""
    desk = new_desk(tmp_path_factory.mktemp("many"))
    known = tomllib.loads(read_text("practice", "names.toml"))
    first = [*known["first"], "Agnieszka", "Bronwen", "Caoimhe", "Desmond", "Eluned", "Folake"]
    names = [f"{given} {surname}" for given in first[:100] for surname in known["last"]]
    with many(desk.store, SAM, AT, 1) as writer:
        writer.add_people(names, "family", FIRST_DAY)
    looking = finder(desk)
    yield looking, names
    looking.close()
    assert desk.store.verify_journal() == []
    desk.store.close()


def _missing(word: str, at: int) -> str:
    return word[:at] + word[at + 1 :]


def _doubled(word: str, at: int) -> str:
    return word[: at + 1] + word[at:]


def _swapped(word: str, at: int) -> str:
    at = min(at, len(word) - 2)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _wrong(word: str, at: int) -> str:
    return word[:at] + ("x" if word[at] != "x" else "z") + word[at + 1 :]


@pytest.mark.parametrize("slip", [_missing, _doubled, _swapped, _wrong])
def test_a_slip_of_the_pen_finds_the_name_among_the_first_five(
    ten_thousand: tuple[Finder, list[str]], slip: Callable[[str, int], str]
) -> None:
    looking, names = ten_thousand
    chance = random.Random(11)
    for name in chance.sample(names, 60):
        words = name.split()
        place = chance.randrange(len(words))
        words[place] = slip(words[place], chance.randrange(len(words[place])))
        if chance.random() < 0.5:
            words.reverse()
        typed = " ".join(words)
        assert name in of_kind(looking.look(typed), "person")[:5], (name, typed)


def test_among_ten_thousand_the_very_name_comes_first(ten_thousand: tuple[Finder, list[str]]) -> None:
    looking, names = ten_thousand
    assert len(set(names)) == 10_000
    for name in names[:: len(names) // 20]:
        assert of_kind(looking.look(name), "person")[0] == name
    assert looking.look("qqqqqqq").groups == ()
