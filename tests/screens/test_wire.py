"""What goes out to the terminal, in small: hostile texts in every place of an office, on every screen and dialog.

`make soak` draws 10,000 of them (tests/soak_texts.py).
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from sharedlives_tui import casework
from sharedlives_tui.cleaning import BAD
from sharedlives_tui.desk import open_desk
from tests import soak_texts
from tests.hostile_files import COLUMNS, Doors, written_past
from tests.hostile_office import TODAY, Hostile
from tests.hostile_texts import SEQUENCES, marks, text, texts
from tests.wire import Got, read

SEED = 3
NUMBER = 6
FEW = 120
"""Texts of the small sitting."""
NO_NET = """
import sys
from sharedlives_tui.widgets.guard import CleanOutput
CleanOutput.apply = lambda self, segments, background: segments
from tests.wire_desk import main
sys.exit(main())
"""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Hostile:
    """An office to be filled, made once."""
    return soak_texts.offices_in(tmp_path_factory.mktemp("offices"), ("scheme",))[0]


def test_no_text_on_any_screen_says_anything_to_the_terminal(office: Hostile) -> None:
    seen = soak_texts.sit([office], soak_texts.Sitting(NUMBER, SEED, FEW, soak_texts.PLACES, brief=True))
    assert {*soak_texts.PLACES, soak_texts.START} <= {*seen.at}
    assert seen.pictures > 3 * len(soak_texts.PLACES)
    assert len(seen.texts) > FEW // 3
    through_doors, past_them = FEW * NUMBER + FEW // 2, FEW * (NUMBER + 1)
    assert any(each < through_doors for each in seen.texts)
    assert any(through_doors <= each < past_them for each in seen.texts)


def test_without_the_net_it_is_found(office: Hostile) -> None:
    sitting = soak_texts.Sitting(NUMBER, SEED, FEW, ("people",))
    with pytest.raises(soak_texts.Trouble, match="from a text|a look|a move") as trouble:
        soak_texts.sit([office], sitting, ("-c", NO_NET))
    assert f"--seed {SEED} --first {NUMBER} --texts {FEW} --each {FEW} --place people" in str(trouble.value)


def test_too_few_texts_on_the_line_are_trouble(office: Hostile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(soak_texts, "SEEN_LESS", 1.0)
    with pytest.raises(soak_texts.Trouble, match=rf"Only \d+ of {FEW} texts were seen, and not {FEW}"):
        soak_texts.sit([office], soak_texts.Sitting(NUMBER, SEED, FEW, ("help", "keys"), brief=True))


# -- the texts ----------------------------------------------------------------------------------------------------


def test_seed_and_number_alone_decide_what_a_text_is() -> None:
    some = texts(SEED, 0, 200)
    assert some == texts(SEED, 0, 200)
    assert some[150] == text(SEED, 150)
    assert all(one.words != other.words for one, other in zip(some, texts(SEED + 1, 0, 200), strict=True))
    assert all(each.mark in each.words and marks(each.words) == {each.number} for each in some)


def test_everything_comes_that_may_never_get_out() -> None:
    everything = "".join(each.words for each in texts(SEED, 0, 10_000))
    wanted = [*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200B, 0xFEFF]
    wanted += [*range(0xE0000, 0xE0080), 0xD800, 0xDFFF, 0xFFFE, 0xFDD0]
    assert [hex(each) for each in wanted if chr(each) not in everything] == []
    assert [each for each in SEQUENCES if each not in everything] == []


def strings_of(path: Path) -> dict[str, str]:
    """All that stands in each column of words, as one text."""
    with closing(sqlite3.connect(path)) as file:
        found = {
            f"{table}.{column}": "".join(words or "" for (words,) in file.execute(f"SELECT {column} FROM {table}"))
            for table, column in COLUMNS
        }
        for table in ("words", "draft"):
            bodies = [json.loads(body) for (body,) in file.execute(f"SELECT body FROM {table}")]
            found[table] = json.dumps(bodies, ensure_ascii=False).replace("\\u", "\\\\u") + repr(bodies)
    return found


def test_what_goes_through_the_doors_is_clean_and_what_is_written_past_them_is_not(
    office: Hostile, tmp_path: Path
) -> None:
    path = tmp_path / "office.db"
    shutil.copyfile(office.path, path)
    some = texts(SEED, 0, 400)
    desk = open_desk(str(path), office.viewers[0], TODAY)
    with closing(desk.store):
        doors = Doors(office, desk, some[:200])
        doors.all()
        assert casework.check(desk) == []
    assert doors.taken > 80
    assert {column: found[0] for column, words in strings_of(path).items() if (found := BAD.search(words))} == {}
    assert written_past(path, some[200:], office.viewers[0]) > 1_000
    dirty = {column for column, words in strings_of(path).items() if BAD.search(words)}
    assert dirty >= {"words", "draft", "person.name", "case_file.title", "attachment.name"}


# -- the reading --------------------------------------------------------------------------------------------------

PICTURE = "\x1b[?2026h\x1b[1;1H\x1b[0;1;38;2;1;2;3;48;5;7mone{}two\x1b[0m\n\x1b[2;1Hthree\x1b[?2026l"


def test_pictures_of_the_toolkit_are_read_as_text() -> None:
    assert read(("\x07" + PICTURE.format("é ")).encode() + b"\x07", 24, 80) == "oneé twothree"


@pytest.mark.parametrize("words", SEQUENCES, ids=range(len(SEQUENCES)))
def test_no_sequence_of_a_text_is_taken_for_the_toolkits(words: str) -> None:
    with pytest.raises(Got):
        read(PICTURE.format(words).encode(), 24, 80)


CONTROLS = [chr(each) for each in (*range(0x20), *range(0x7F, 0xA0))]


@pytest.mark.parametrize("words", [*CONTROLS, *"\u202e\u200b\xad\u2028\ufffe\U000e0041", "\x1b[", "\x1b[3"], ids=ascii)
def test_no_control_character_of_a_text_is_taken_for_the_toolkits(words: str) -> None:
    with pytest.raises(Got):
        read(PICTURE.format(words).encode(), 24, 80)


def test_half_a_character_is_told() -> None:
    with pytest.raises(Got, match="no UTF-8"):
        read(b"one\xc3", 24, 80)
