"""Names in the order of a sentence, and several names in one line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharedlives_tui.names import in_one_line, natural


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ("Hill, Ann", "Ann Hill"),
        ("  Hill ,  Ann ", "Ann Hill"),
        ("O'Neill-Smith, Mary Jane", "Mary Jane O'Neill-Smith"),
        ("van der Berg, Ann", "Ann van der Berg"),
        ("Ó Briain, Seán", "Seán Ó Briain"),
        ("Hill, A. B.", "A. B. Hill"),
        ("Hill, Mrs Ann", "Mrs Ann Hill"),
        ("Hill, Dr.", "Dr. Hill"),
        ("李, 小龙", "小龙 李"),
        ("hill, ann", "ann hill"),
    ],
)
def test_a_surname_before_a_comma_goes_to_the_end(kept: str, said: str) -> None:
    assert natural(kept) == said
    assert natural(said) == said


@pytest.mark.parametrize(
    "name",
    [
        "Ann Hill",
        "Mrs Hill",
        "",
        ",",
        "Hill,",
        ", Ann",
        "Hill, Ann, OBE",
        "Hill, Ann, Mrs",
        "Ann Hill, OBE",
        "Ann Hill, Ph.D.",
        "Martin King, Jr.",
        "Mrs Hill, Harbour House",
        "Dr. A. Hill, Eastmoor",
        "Customer care, Eastmoor Council",
        "Ann Hill, the carer's sister",
        "Ann Hill, 01632 960111",
        "Flat 2, Harbour House",
        "Hill, ann@example.org",
        "The Old Mill House Trust, Eastmoor",
    ],
)
def test_what_is_no_surname_and_given_name_stays(name: str) -> None:
    assert natural(name) == name


@given(st.text(max_size=40))
def test_no_letter_of_a_name_is_lost(name: str) -> None:
    said = natural(name)
    assert sorted("".join(said.split())) in (
        sorted("".join(name.split())),
        sorted("".join(name.replace(",", "").split())),
    )


def test_names_with_commas_are_told_apart() -> None:
    assert in_one_line(["Clark, Sam", "Olsen, Tess"]) == "Clark, Sam; Olsen, Tess"
    assert in_one_line(["Ann Hill", "customer care"]) == "Ann Hill, customer care"
    assert in_one_line(["Ann Hill", "Clark, Sam"]) == "Ann Hill; Clark, Sam"
    assert in_one_line([]) == ""
