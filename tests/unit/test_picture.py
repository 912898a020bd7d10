"""The lines of the screens as plain pieces: measured, cut and coloured as the toolkit and its library do it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import platformdirs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.color import Color, ColorSystem
from textual.content import Content
from textual.scrollbar import ScrollBarRender

from sharedlives_tui import folders, palettes
from sharedlives_tui.cleaning import BAD
from sharedlives_tui.picture import pieces
from sharedlives_tui.picture.escapes import depth_of, nearest, written
from sharedlives_tui.picture.pieces import cut, fit, harmless, width_of, width_of_line, wrapped
from sharedlives_tui.picture.scrollbar import scrollbar
from sharedlives_tui.themes import LOOKS

TEXT = st.text(st.sampled_from("abc  é…▲漢👩\u0301\u200d-"), max_size=40)
WIDTH = st.integers(1, 30)


def test_what_is_said_to_take_a_column_each_does() -> None:
    every = "".join(map(chr, range(0x20, 0x3000)))
    found = [each for each in every if each in pieces._ONE_COLUMN_EACH]
    assert len(found) > 900
    assert [each for each in found if cell_len(each) != 1] == []
    ours = {look.symbol for look in LOOKS.values()} | set("…←→·›│─█░“”’–—")
    assert {each for each in ours if not pieces._ONE_COLUMN_EACH.issuperset(each)} == set()


@given(TEXT)
def test_a_width_is_the_librarys(words: str) -> None:
    assert width_of(words) == cell_len(words)


@given(TEXT, WIDTH)
def test_what_is_fitted_has_the_width_and_begins_as_it_did(words: str, width: int) -> None:
    found = fit(words, width)
    assert cell_len(found) == width
    if cell_len(words) > width:
        assert words.startswith(found.rstrip().removesuffix("…").rstrip())
        assert "…" in found


@given(st.lists(TEXT, max_size=4), WIDTH)
def test_a_line_that_is_cut_fits_and_begins_as_it_did(words: list[str], width: int) -> None:
    line = tuple((each, str(number)) for number, each in enumerate(words))
    found = cut(line, width)
    assert width_of_line(found) <= width
    if width_of_line(line) <= width:
        assert found == line
    else:
        assert "".join(words).startswith("".join(each for each, _ in found).rstrip().removesuffix("…").rstrip())


def test_lines_are_folded_between_words_as_the_toolkit_folds_them() -> None:
    text = "Mon 22 Jun 2026 (153 days late): act by the last working day before it, or say why not; " + "w" * 50
    for width in range(8, 60):
        ours = ["".join(words for words, _ in line).rstrip() for line in wrapped(((text, "bold"),), width)]
        theirs = [line.plain.rstrip() for line in Content(text).wrap(width)]
        assert ours == theirs


@given(st.lists(TEXT, max_size=4), WIDTH.filter(lambda width: width > 1))
def test_nothing_is_lost_in_folding_but_space(words: list[str], width: int) -> None:
    line = tuple((each, "") for each in words)
    found = wrapped(line, width)
    assert all(width_of_line(each) <= width for each in found)
    plain = ["".join(piece for piece, _ in each) for each in found]
    assert "".join("".join(plain).split()) == "".join("".join(words).split())


def test_nothing_that_a_terminal_obeys_counts_as_harmless() -> None:
    bad = [chr(number) for number in range(sys.maxunicode + 1) if BAD.fullmatch(chr(number))]
    assert len(bad) > 200
    assert [each for each in bad if each.isprintable()] == []
    assert harmless("a\x1b[2Jb\nc\td\u202e") == "a [2Jb c d"
    assert all(unicodedata.category(each) not in ("Cc", "Cf") for each in harmless("".join(bad)))


@given(st.integers(0, 255), st.integers(0, 255), st.integers(0, 255))
def test_the_nearest_of_256_colours_is_the_librarys(red: int, green: int, blue: int) -> None:
    assert nearest(red, green, blue) == Color.from_rgb(red, green, blue).downgrade(ColorSystem.EIGHT_BIT).number


@pytest.mark.parametrize("name", palettes.PALETTES)
def test_our_own_colours_are_the_librarys_among_256(name: str) -> None:
    for colour in palettes.PALETTES[name].colours.values():
        red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
        assert nearest(red, green, blue) == Color.parse(colour).downgrade(ColorSystem.EIGHT_BIT).number


@pytest.mark.parametrize("height", [15, 16, 33, 62])
def test_the_bar_is_the_toolkits(height: int) -> None:
    for count in (1, height, height + 1, height + 7, 2 * height, 5 * height, 1_000, 100_000):
        ours = scrollbar(count, height)
        if count <= height:
            assert ours == [(" ", "")] * height
            continue
        theirs = ScrollBarRender.render_bar(height, count, height, 0, 1)
        marks = [(each.text, bool(each.style and each.style.reverse)) for each in theirs.segments]
        assert [(mark, "reverse" in style) for mark, style in ours] == marks


def test_how_many_colours_a_terminal_has() -> None:
    assert depth_of({"TERM": "xterm-256color", "COLORTERM": "truecolor"}) == "truecolor"
    assert depth_of({"TERM": "xterm-256color"}) == "256"
    assert depth_of({"TERM": "xterm"}) is None
    assert depth_of({}) is None


def test_only_lines_that_are_others_are_written_again() -> None:
    colours = {"text": "#010203", "ground": "#000000"}
    before = [(("one", "$text on $ground"),), (("two", "$text on $ground"),)]
    after = [before[0], (("2", "$text on $ground bold"),)]
    again = written(after, colours, "truecolor", str, before)
    assert again == "\x1b[2;1H\x1b[0;1;38;2;1;2;3;48;2;0;0;0m2\x1b[0m"
    assert written(after, colours, "256", str).count("\x1b[") == 6


@pytest.mark.parametrize("set_by_name", [True, False])
def test_the_folders_are_those_of_the_library(
    monkeypatch: pytest.MonkeyPatch, set_by_name: bool, tmp_path: Path
) -> None:
    for name in ("DATA", "CONFIG", "STATE"):
        monkeypatch.delenv(f"XDG_{name}_HOME", raising=False)
        if set_by_name:
            monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))
    assert folders.folder_for("data") == platformdirs.user_data_dir("sharedlives", appauthor=False)
    assert folders.folder_for("config") == platformdirs.user_config_dir("sharedlives", appauthor=False)
    assert folders.folder_for("state") == platformdirs.user_state_dir("sharedlives", appauthor=False)


def test_the_first_picture_loads_next_to_nothing() -> None:
    """Each of these would take longer than all of it."""
    source = """
import os, sys
import sharedlives_tui.cli.early, sharedlives_tui.prepaint, sharedlives_tui.seat, sharedlives_tui.terminal
import sharedlives_tui.picture.screen, sharedlives_tui.picture.escapes, sharedlives_tui.store.glimpse
import sharedlives_tui.palettes, sharedlives_tui.account, sharedlives_tui.clock
heavy = "textual rich dataclasses inspect pathlib urllib platformdirs argparse json hashlib threading unicodedata "
heavy += "typing re enum contextlib"
print(*sorted(set(heavy.split()) & set(sys.modules)))
"""
    environment = {name: value for name, value in os.environ.items() if not re.match("PYTEST|COV", name)}
    ran = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True, env=environment)
    assert ran.stdout.strip() == ""


@pytest.mark.parametrize("words", ["", "one", " one  two\tthree ", "\n a\u2003b \n", "   ", "a\u00a0b c"])
def test_words_are_cut_where_the_pattern_would_cut_them(words: str) -> None:
    assert list(pieces._words(words)) == re.findall(r"\s*\S+|\s+$", words)
