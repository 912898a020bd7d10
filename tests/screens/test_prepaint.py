"""The first picture is on the terminal before the toolkit is loaded, and is the one that the program paints then."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import shutil
import signal
import struct
import sys
import termios
import time
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any

import pyte
import pytest

from sharedlives_tui import demo, own_settings, palettes
from sharedlives_tui.desk import Desk
from tests.hostile_office import Hostile
from tests.screens.offices import TODAY

MARK = b"\x1b]9;toolkit\x07"
"""Written at the moment in which the toolkit begins to be loaded."""
TAKES_OVER = b"\x1b[?1000h"
"""What the toolkit's driver writes first."""
WHOLE = b"\x1b[?2026l"
"""The end of a picture of the toolkit's."""
LEAVES = b"\x1b[?1049l"
PROGRAM = f"""
import os, sys
class Told:
    def find_spec(self, name, path=None, target=None):
        if name == "textual":
            os.write(2, {MARK!r})
            {{then}}
sys.meta_path.insert(0, Told())
from sharedlives_tui.__main__ import main
sys.exit(main(sys.argv[1:]))
"""
Cell = tuple[Any, ...]


class Start:
    """One plain start on a terminal of its own, byte by byte."""

    def __init__(self, office: Path, columns: int = 80, lines: int = 24, *, typed: bytes = b"", **about: str) -> None:
        self.size = columns, lines
        self.seen = b""
        self.ended: int | None = None
        who, then = about.pop("who", "Reed, Jo"), about.pop("then", "pass")
        words = ["--database", str(office), "--as", who, "--today", TODAY.isoformat()]
        if "words" in about:
            words += about.pop("words").split()
        # Made here, so that the terminal has its size, and what is typed on it, before anything runs.
        self._end, inside = pty.openpty()
        fcntl.ioctl(inside, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self.before = termios.tcgetattr(inside)
        self._pid = os.fork()
        if self._pid == 0:
            signal.signal(
                signal.SIGINT, signal.SIG_DFL
            )  # whoever runs the tests may ignore it, as a shell does behind "&"
            os.close(self._end)
            os.login_tty(inside)
            about = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", **about}
            os.environ.update(about)
            # With the environment as Python has it: a library may have put a size into the other one.
            os.execve(sys.executable, [sys.executable, "-c", PROGRAM.format(then=then), *words], dict(os.environ))
        os.close(inside)
        os.write(self._end, typed)

    def __enter__(self) -> Start:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.ended is None:
            os.kill(self._pid, signal.SIGKILL)
            os.waitpid(self._pid, 0)
        os.close(self._end)

    def until(self, wanted: bytes, times: int = 1, seconds: float = 30) -> bytes:
        """Read until that was written so often; return all that was written up to its end."""
        end = time.monotonic() + seconds
        while self.seen.count(wanted) < times:
            assert time.monotonic() < end, f"{wanted!r} was not written, but {self.seen[-3000:]!r}"
            assert self.read(0.05) or self.ended is None, f"it ended: {self.seen[-3000:]!r}"
        at = -len(wanted)
        for _ in range(times):
            at = self.seen.index(wanted, at + len(wanted))
        return self.seen[: at + len(wanted)]

    def read(self, seconds: float) -> bool:
        if not select.select([self._end], [], [], seconds)[0]:
            return False
        try:
            more = os.read(self._end, 1 << 16)
        except OSError:
            more = b""
        if not more and self.ended is None:
            self.ended = os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1])
        if b"\x1b[?2026$p" in more:
            os.write(self._end, b"\x1b[?2026;2$y")
        self.seen += more
        return bool(more)

    def type(self, keys: bytes) -> None:
        os.write(self._end, keys)

    def send(self, number: int) -> None:
        os.kill(self._pid, number)

    def wait(self, seconds: float = 30) -> int:
        """Read to the end of the program; return its exit status."""
        end = time.monotonic() + seconds
        while self.ended is None:
            assert time.monotonic() < end, f"it goes on: {self.seen[-3000:]!r}"
            self.read(0.05)
        return self.ended

    def attributes(self) -> list[Any]:
        """How the terminal stands now."""
        return termios.tcgetattr(self._end)

    def picture(self, data: bytes) -> list[list[Cell]]:
        """What stands on the terminal after these bytes: each place with its character, colours and weight."""
        columns, lines = self.size
        screen = pyte.Screen(columns, lines)
        stream = pyte.ByteStream(screen)
        stream.feed(data)
        return [[_seen(screen.buffer[line][column]) for column in range(columns)] for line in range(lines)]


def _seen(place: Any) -> Cell:
    """What one sees of a place: of a space that is not reversed, its ground alone."""
    kept = place.data, place.fg, place.bg, place.bold, place.underscore, place.reverse
    return kept if place.data != " " or place.underscore or place.reverse else (" ", "", place.bg, False, False, False)


def text_of(picture: list[list[Cell]]) -> str:
    return "\n".join("".join(cell[0] for cell in line).rstrip() for line in picture)


def same(ours: list[list[Cell]], theirs: list[list[Cell]]) -> None:
    """Fail with the places that differ, and how."""
    places = [(y, x) for y, line in enumerate(ours) for x, cell in enumerate(line) if cell != theirs[y][x]]
    told = "\n".join(f"line {y} column {x}: {ours[y][x]}, then {theirs[y][x]}" for y, x in places[:6])
    assert not places, f"{len(places)} places differ:\n{told}\n{text_of(ours)}\n\n{text_of(theirs)}"


def both(start: Start) -> tuple[list[list[Cell]], list[list[Cell]]]:
    """The picture before the toolkit took over, and the first one that it painted, on a terminal of its own."""
    painted = start.until(TAKES_OVER)
    whole = start.until(WHOLE)
    return start.picture(painted), start.picture(whole[len(painted) :])


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHAREDLIVES_SETTINGS", str(tmp_path / "own" / "settings.toml"))
    for name in ("NO_COLOR", "COLUMNS", "LINES", "SHAREDLIVES_SYMBOLS", "LC_ALL", "LC_CTYPE"):
        monkeypatch.delenv(name, raising=False)


def test_the_overdue_rows_are_there_before_the_toolkit(desk: Desk) -> None:
    with Start(desk.store.path) as start:
        before = text_of(start.picture(start.until(MARK)))
        assert "days late" in before
        assert "Eastmoor" in before or desk.office.name[:12] in before
        assert "▲ OVERDUE" in before


LOOKS = {
    "many colours": {},
    "256 colours": {"COLORTERM": ""},
    "no colour": {"NO_COLOR": "1"},
    "ascii": {"SHAREDLIVES_SYMBOLS": "ascii"},
    "another locale": {"LANG": "en_GB.ISO-8859-1"},
}


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (190, 50), (119, 25)], ids=str)
@pytest.mark.parametrize("looks", LOOKS.values(), ids=LOOKS)
def test_both_pictures_are_the_same_place_by_place(desk: Desk, size: tuple[int, int], looks: dict[str, str]) -> None:
    with Start(desk.store.path, *size, **looks) as start:
        ours, theirs = both(start)
    same(ours, theirs)
    assert "days late" in text_of(ours)


@pytest.mark.parametrize("name", [each for each in palettes.NAMES if each != palettes.SIXTEEN])
def test_both_pictures_have_the_colours_that_somebody_chose(desk: Desk, name: str) -> None:
    own_settings.keep("theme", name)
    with Start(desk.store.path) as start:
        ours, theirs = both(start)
    same(ours, theirs)


@pytest.fixture(scope="module")
def hostile(hostile_once: Hostile, tmp_path_factory: pytest.TempPathFactory) -> Hostile:
    """An office in which every name tries something."""
    path = tmp_path_factory.mktemp("hostile") / "office.db"
    shutil.copyfile(hostile_once.path, path)
    return replace(hostile_once, path=path)


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (120, 70)], ids=str)
@pytest.mark.parametrize("symbols", ["signs", "ascii"])
def test_names_that_try_something_stand_in_both_alike(hostile: Hostile, size: tuple[int, int], symbols: str) -> None:
    with Start(hostile.path, *size, who=hostile.viewers[0], SHAREDLIVES_SYMBOLS=symbols) as start:
        ours, theirs = both(start)
    same(ours, theirs)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office with more cases than any window has lines."""
    path = tmp_path_factory.mktemp("large") / "office.db"
    demo.make(path, today=TODAY, cases=2_000, by_name="V. Ashdown").store.close()
    return path


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (133, 64), (120, 80)], ids=str)
def test_a_list_that_is_longer_than_the_window_has_its_bar(large: Path, size: tuple[int, int]) -> None:
    with Start(large, *size, who="V. Ashdown") as start:
        ours, theirs = both(start)
    same(ours, theirs)
    assert any(cell[5] for line in ours[4:] for cell in line[-1:] + line[size[0] - 39 : size[0] - 38])


# -- what is typed ------------------------------------------------------------------------------------------------


def test_what_is_typed_at_once_is_answered_in_its_order(desk: Desk) -> None:
    with Start(desk.store.path) as start:
        listed = [line for line in text_of(start.picture(start.until(TAKES_OVER))).splitlines() if " CO-" in line]
    second = next(word for word in listed[1].split() if word.startswith("CO-"))
    with Start(desk.store.path, typed=b"\x1b[B\r") as start:
        while f"Today › {second}" not in text_of(start.picture(start.seen)):
            assert start.read(20), text_of(start.picture(start.seen))


def test_what_is_typed_between_the_pictures_is_answered_and_not_shown(desk: Desk) -> None:
    with Start(desk.store.path, then="import time; time.sleep(0.5)") as start:
        start.until(MARK)
        start.type(b"?xyz")
        ours, theirs = both(start)
        assert not any("xyz" in text_of(each) for each in (ours, theirs))
        sees(start, "─ Help ─")


def sees(start: Start, words: str) -> None:
    """Read until these words stand on the terminal."""
    while words not in text_of(start.picture(start.seen)):
        assert start.read(20), text_of(start.picture(start.seen))


def test_keys_that_come_at_once_go_where_the_one_before_has_led(desk: Desk) -> None:
    with Start(desk.store.path, typed=b"/qqxx") as start:
        sees(start, "Nothing matches ‘qqxx’")  # and none of them was a key of Today
        start.type(b"\x1b")
        time.sleep(0.5)  # Esc alone, no beginning of another key
        start.type(b"2fzz\t\x1b[C\x13")
        sees(start, "‘zz’, mine")


# -- how it ends --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_start_that_is_broken_off_gives_the_terminal_back(desk: Desk, number: int) -> None:
    with Start(desk.store.path, then="import time; time.sleep(9)") as start:
        start.until(MARK)
        assert start.attributes()[3] & termios.ECHO == 0
        start.send(number)
        before = start.until(LEAVES)
        assert start.wait() in (130, 128 + number)
        assert start.attributes() == start.before
        assert TAKES_OVER not in before


def test_the_key_that_breaks_off_works_and_the_key_that_suspends_does_nothing(desk: Desk) -> None:
    with Start(desk.store.path, then="import time; time.sleep(9)") as start:
        start.until(MARK)
        start.type(b"\x1a\x1c")
        assert not start.read(0.5), "neither stops it, nor ends it with the terminal still held"
        start.type(b"\x03")
        assert start.until(LEAVES)
        assert start.wait() == 130
        assert "Stopped" in text_of(start.picture(start.seen[start.seen.index(LEAVES) :]))


def test_a_start_that_goes_wrong_tells_so_on_the_terminal_as_it_was(desk: Desk) -> None:
    with Start(desk.store.path, then="raise MemoryError") as start:
        told = start.until(LEAVES)
        assert start.wait() == 4
        assert "Something went wrong" in text_of(start.picture(start.seen[len(told) :]))


def test_leaving_gives_back_the_terminal_as_it_was_before_the_first_picture(desk: Desk) -> None:
    with Start(desk.store.path) as start:
        both(start)
        start.type(b"\x11")
        assert start.wait() == 0
        assert start.attributes() == start.before
        assert start.seen.count(LEAVES) == 1


# -- when it is left to the program -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "about",
    [
        {"TERM": "dumb"},
        {"TERM": ""},
        {"TERM": "xterm", "COLORTERM": ""},
        {"NO_COLOR": ""},
        {"SHAREDLIVES_EARLY": "no"},
        {"who": "Nobody, Known"},
    ],
    ids=str,
)
def test_where_it_cannot_be_the_same_picture_nothing_is_painted(desk: Desk, about: dict[str, str]) -> None:
    with Start(desk.store.path, **about) as start:
        while MARK not in start.seen and start.read(20):
            pass
        assert b"\x1b[" not in start.seen.partition(MARK)[0]
