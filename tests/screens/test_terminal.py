"""The screens on a real terminal: what is written to it, and which bytes from it they survive."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from datetime import date
from pathlib import Path
from types import TracebackType

import pytest

from sharedlives_tui import casework
from sharedlives_tui.cleaning import BAD
from sharedlives_tui.desk import Desk
from sharedlives_tui.requests import OpenCase
from tests.screens.conftest import at

PROGRAM = """
import sys
from datetime import date
from sharedlives_tui import safety
safety.scrub_environment()
from sharedlives_tui.desk import open_desk
from sharedlives_tui.app import run
{extra}
sys.exit(run(open_desk(sys.argv[1], "Reed, Jo", date(2026, 11, 24)), mouse={mouse}))
"""
OURS = re.compile(
    r"\x1b\[[0-9;:]*m"  # colours
    r"|\x1b\[[0-9;]*[HABCDEFGJK]"  # moves
    r"|\x1b\[[?<>=][0-9;]*\$?[a-zA-Z]"  # modes
    r"|\x1b\]22;[a-z]*\x07"  # the shape of the mouse's pointer
    r"|\x1b\[[0-9; ]*[a-zA-Z]"  # questions
    r"|\x1b[78=>]"
)


class Terminal:
    """The program on a terminal of its own, 80 by 24."""

    def __init__(self, office: Path, extra: str = "", *, mouse: bool = True, **environment: str) -> None:
        self.written = b""
        self.pid, self._end = pty.fork()
        if self.pid == 0:
            signal.signal(
                signal.SIGINT, signal.SIG_DFL
            )  # whoever runs the tests may ignore it, as a shell does behind "&"
            os.environ.update({"TERM": "xterm-256color", "TEXTUAL_DRIVER": "no:where", **environment})
            os.execv(sys.executable, [sys.executable, "-c", PROGRAM.format(extra=extra, mouse=mouse), str(office)])
        fcntl.ioctl(self._end, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self._end)

    def read_until(self, words: str, seconds: float = 20) -> str:
        """Read until the words were written since the last key; return all of it."""
        began, end = len(self.written), time.monotonic() + seconds
        while words not in (seen := plain(self.written[began:])):
            if time.monotonic() > end:
                raise AssertionError(f"{words!r} was not written, but {seen[-2000:]!r}")
            self._read(0.05)
        return seen

    def _read(self, seconds: float) -> bool:
        ready, _, _ = select.select([self._end], [], [], seconds)
        if not ready:
            return False
        try:
            more = os.read(self._end, 65536)
        except OSError:  # the other end is closed
            return False
        self.written += more
        return bool(more)

    def rest(self) -> None:
        """Read until nothing more is written for a while: what is painted after the list has come too."""
        while self._read(1.0):
            pass

    def watch(self, seconds: float) -> None:
        """Read for that long, whatever comes: a cursor that blinks is never at rest."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self._read(left)

    def press(self, keys: bytes) -> None:
        os.write(self._end, keys)

    def cut(self) -> int:
        """Take the terminal away; return the exit status of the program."""
        os.close(self._end)
        _, status = os.waitpid(self.pid, 0)
        self.pid, self._end = 0, os.open(os.devnull, os.O_RDONLY)
        return os.waitstatus_to_exitcode(status)

    def wait(self, seconds: float = 10) -> int:
        """Wait for the end of the program; return its exit status."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._read(0.05)
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.pid = 0
                while self._read(0.05):
                    pass
                return os.waitstatus_to_exitcode(status)
        raise AssertionError("The program did not end.")


def plain(written: bytes) -> str:
    """Return what was written without the sequences that the toolkit itself writes."""
    return OURS.sub("", written.decode("utf-8", "replace"))


@pytest.fixture
def hostile_desk(desk: Desk) -> Desk:
    """An office in which somebody's words try everything."""
    words = "[@click=a.b]x[/]\x1b]52;c;cm0gLXJm\x07\x1b[2J\x9b31m \u202e [/x] Hostile"
    casework.open_case(
        at(desk, date(2026, 10, 1), "Reed, Jo"),
        OpenCase(
            kind="complaint",
            on=date(2026, 10, 1),
            values={
                "type": "formal complaint", "complainant": (words,), "complainant_kind": "family",
                "about": ("the service",), "account": words, "points": (words,),
            },
        ),
    )  # fmt: skip
    return desk


def test_a_session_with_hostile_words_and_hostile_keys(hostile_desk: Desk) -> None:
    with Terminal(hostile_desk.store.path) as terminal:
        terminal.read_until("15 days late")
        terminal.press(b"\xa3\xff\xc2")  # a pound sign of a terminal set to Latin-1, and worse
        terminal.press(b"\x1a")  # Ctrl+Z
        terminal.press(b"\x1b[19~")  # F8
        terminal.press(b"\x1b[15~")  # F5
        terminal.read_until("This is how it stands now.")
        terminal.press(b"\x11")  # Ctrl+Q
        assert terminal.wait() == 0
    words = plain(terminal.written)
    assert "[@click=a.b]x" in words  # as it stands, no link
    found = BAD.search(words.replace("\r", ""))
    assert found is None, (found, words[max(0, found.start() - 80) : found.start() + 80])


CRASH = """
from sharedlives_tui.screens.today import TodayScreen
def broken(self):
    secret = self.highlighted.title
    raise ValueError(f"cannot show {secret} CANARY")
TodayScreen.action_refresh = broken
"""


def test_a_crash_leaves_no_personal_word_on_the_terminal(desk: Desk, tmp_path: Path) -> None:
    with Terminal(desk.store.path, CRASH) as terminal:
        terminal.read_until("15 days late")
        terminal.rest()
        began = len(terminal.written)
        terminal.press(b"\x1b[15~")
        assert terminal.wait() == 4
    after = plain(terminal.written[began:])
    assert re.search(r"Something went wrong\. Your draft is saved\. Reference [0-9A-F]{4}\.", after)
    assert "problems.log" in after
    for word in ("CANARY", "Farrow", "Traceback", "secret"):
        assert word not in after


def test_no_color_and_ascii_on_a_real_terminal(desk: Desk) -> None:
    with Terminal(desk.store.path, NO_COLOR="1", SHAREDLIVES_SYMBOLS="ascii") as terminal:
        terminal.read_until("15 days late")
        terminal.press(b"\x11")
        assert terminal.wait() == 0
    assert "!!" in plain(terminal.written)
    assert plain(terminal.written).isascii()
    for red, green, blue in re.findall(rb"[34]8;2;(\d+);(\d+);(\d+)", terminal.written):
        assert red == green == blue


@pytest.mark.parametrize("name", ["linux", "xterm-16color"])
def test_a_terminal_of_sixteen_colours_is_sent_no_others(desk: Desk, name: str) -> None:
    with Terminal(desk.store.path, TERM=name) as terminal:
        terminal.read_until("15 days late")
        terminal.press(b"\r")  # a case, with boxes and a badge
        terminal.read_until("What to do next")
        terminal.press(b"\x11")
        assert terminal.wait() == 0
    assert not re.search(rb"\x1b\[[0-9;]*[34]8;[25]", terminal.written)
    grounds = {int(each) for each in re.findall(rb";(\d+)m", terminal.written)}
    assert {41, 47} <= grounds  # what is late, and the highlighted row
    assert not grounds & {*range(100, 108)}  # many such terminals have only eight grounds


MOUSE = "\x1b[?1000h"
"""What asks a terminal for its mouse."""


@pytest.mark.parametrize(("mouse", "said", "wanted"), [(True, "", True), (False, "", False), (True, "false", False)])
def test_the_mouse_is_asked_for_unless_somebody_wants_it_left_to_the_terminal(
    desk: Desk, tmp_path: Path, mouse: bool, said: str, wanted: bool
) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text(f"mouse = {said}\n" if said else "", encoding="utf-8")
    with Terminal(desk.store.path, mouse=mouse, SHAREDLIVES_SETTINGS=str(settings)) as terminal:
        terminal.read_until("15 days late")
        terminal.press(b"\x11")
        assert terminal.wait() == 0
    assert (MOUSE.encode() in terminal.written) is wanted
