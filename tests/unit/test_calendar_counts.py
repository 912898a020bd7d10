"""A day's cell in the month never loses a count: what has no room is counted together."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sharedlives_tui.screens.calendar_cells import _counts, _short

SYMBOLS = ("▲", "◆", "●", "○")


def test_a_busy_day_says_the_worst_and_how_many_more() -> None:
    sums = {"▲": (120, ""), "◆": (34, ""), "○": (56, "")}
    assert "".join(words for words, _ in _counts(sums, 20)).split() == ["▲120", "◆34", "○56"]
    assert "".join(words for words, _ in _counts(sums, 10)).split() == ["▲120", "+90"]
    assert "".join(words for words, _ in _counts(sums, 4)).split() == ["210"]


@given(st.dictionaries(st.sampled_from(SYMBOLS), st.tuples(st.integers(1, 99_999), st.just(""))), st.integers(10, 30))
def test_every_limit_is_counted_once_and_fits(sums: dict[str, tuple[int, str]], width: int) -> None:
    shown = "".join(words for words, _ in _counts(sums, width)).rstrip()
    assert len(shown) <= width
    numbers = [number for number, _ in sums.values()]
    said = [word.lstrip("▲◆●○+") for word in shown.split()]
    kept = len(said) - ("+" in shown)
    if not sums:
        assert shown == ""
    elif all(word[0] not in "▲◆●○" for word in shown.split()):
        assert said == [_short(sum(numbers))]
    else:
        assert said == [*map(_short, numbers[:kept]), *([_short(sum(numbers[kept:]))] if "+" in shown else [])]


def test_counts_that_just_fit_are_whole() -> None:
    """A space behind the last one would have it cut to dots."""
    sums = {"▲": (222, ""), "◆": (2, ""), "○": (1, "")}
    assert "".join(words for words, _ in _counts(sums, 10)) == "▲222 ◆2 ○1"
