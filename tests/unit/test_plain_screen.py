"""The quick reading of many terminals reads what the emulator reads."""

from __future__ import annotations

from pathlib import Path

import pyte
import pytest

from tests.plain_screen import PlainScreen
from tests.screens.conftest import make_office
from tests.terminal_kit import Person

HOW = [
    b"one\r\ntwo\x1b[1;2Hn\xc3\xa9\x1b[K!",
    b"\x1b[5;3Hfar\x1b[2Aup\x1b[3Cright\x1b[4Dleft\x1b[2Bdown\x08b",
    b"a\x1b[2Jb\x1b[?1049hc\x1b[2;1H\x1b[0mlast \x1b[38;2;1;2;3mcolour\x1b]0;a title\x07\x1b(B\x1b=end",
    "│ ─ ▌\x1b[3;70Hto the edge".encode(),
]


@pytest.mark.parametrize("told", HOW)
@pytest.mark.parametrize("size", [1, 3, 1000])
def test_what_is_written_is_read_alike_in_whatever_pieces_it_comes(told: bytes, size: int) -> None:
    plain, whole = PlainScreen(80, 10), pyte.Screen(80, 10)
    stream = pyte.ByteStream(whole)
    for start in range(0, len(told), size):
        plain.feed(told[start : start + size])
        stream.feed(told[start : start + size])
    if b"1049h" in told:  # another page, which the emulator does not have: it is empty
        assert plain.display[1].startswith("last colourend")
    else:
        assert [each.rstrip() for each in plain.display][:9] == [each.rstrip() for each in whole.display][:9]


def test_a_real_session_is_read_as_the_emulator_reads_it(tmp_path: Path) -> None:
    make_office(tmp_path / "office.db").store.close()
    with Person(["--database", str(tmp_path / "office.db"), "--as", "Olu Officer"]) as person:
        plain, stream = PlainScreen(80, 24), person._stream
        feed = stream.feed
        person._stream.feed = lambda data: (feed(data), plain.feed(data))[0]  # type: ignore[method-assign]
        person.sees("[1 Today]")
        person.press("/")
        person.sees("─ Find ─")
        assert [each.rstrip() for each in plain.display] == person.seen().split("\n")
        person.press("CO-0001")
        person.sees("CASES")
        assert [each.rstrip() for each in plain.display] == person.seen().split("\n")
        assert plain.cursor == (person._screen.cursor.x, person._screen.cursor.y)
