import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharedlives_tui.cleaning import BAD, clean_line, clean_text, folded

any_text = st.text(alphabet=st.characters(exclude_categories=()), max_size=60)


@pytest.mark.parametrize(
    ("given_text", "kept"),
    [
        ("plain", "plain"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("tab\tstays", "tab\tstays"),
        ("\x1b]52;c;aGk=\x07copied", "]52;c;aGk=copied"),
        ("\x9b31mred\x7f\x00", "31mred"),
        ("ab\u202ecd\u2066ef\u200f", "abcdef"),
        ("zero\u200bwidth\ufeff\u2060", "zerowidth"),
        ("\U000e0041tag\U000e007f", "tag"),
        ("half \ud83d pair", "half  pair"),
        ("\ufdd0non\uffff\U0010fffe", "non"),
        ("e\u0301te\u0301", "été"),
        ("family \U0001f469\u200d\U0001f467", "family \U0001f469\u200d\U0001f467"),
        ("\u0645\u06cc\u200c\u062e", "\u0645\u06cc\u200c\u062e"),
        ("", ""),
    ],
)
def test_what_is_kept(given_text: str, kept: str) -> None:
    assert clean_text(given_text) == kept


@given(any_text)
def test_clean_text_is_clean_and_stays_so(text: str) -> None:
    cleaned = clean_text(text)
    assert not BAD.search(cleaned)
    assert "\r" not in cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert clean_text(cleaned) == cleaned
    assert cleaned.encode("utf-8").decode("utf-8") == cleaned


@given(any_text)
def test_a_line_is_one_line(text: str) -> None:
    line = clean_line(text)
    assert len(line.splitlines()) <= 1
    assert line == line.strip()
    assert clean_line(line) == line


def test_every_control_character_goes() -> None:
    bad = [chr(code) for code in [*range(0x20), *range(0x7F, 0xA0)] if chr(code) not in "\t\n"]
    assert all(BAD.fullmatch(each) for each in bad)
    assert not BAD.search("\t\n" + "".join(map(chr, range(0x20, 0x7F))))


def test_long_text_is_cut() -> None:
    assert len(clean_text("x" * 100_001)) == 100_000
    assert len(clean_text("x" * 200_000, None)) == 200_000
    assert clean_line("a  b\n c", 4) == "a b"


def test_find_compares_without_case_and_accents() -> None:
    assert folded("  Zoë   O\u2019Brien ") == folded("zoe o\u2019brien")
    assert folded("STRASSE") == folded("straße")
    assert folded("Łukasz") != folded("Lucas")
