"""A line that takes nothing, or is gone, holds nothing up: the program lives on, keeps what is typed, and ends."""

from __future__ import annotations

import fcntl
import os
import pty
import signal
import struct
import termios
import time
import tty
from threading import Thread

import pyte
import pytest

from sharedlives_tui.desk import Desk
from sharedlives_tui.widgets import outflow
from tests.screens.test_terminal import Terminal

ANOTHER_AREA = b"2" + b"1"


def stands_still(terminal: Terminal) -> None:
    """Nobody reads what is written any more, and far more is to be written than a line holds."""
    fcntl.ioctl(terminal._end, termios.TIOCSWINSZ, struct.pack("HHHH", 120, 400, 0, 0))
    time.sleep(1)
    for _ in range(outflow.MOST):  # two pictures each: twice as many as wait at most
        terminal.press(ANOTHER_AREA)
        time.sleep(0.1)


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGHUP])
def test_a_program_whose_line_takes_nothing_ends_when_it_is_told_to(desk: Desk, told: signal.Signals) -> None:
    with Terminal(desk.store.path) as terminal:
        terminal.read_until("15 days late")
        terminal.rest()
        stands_still(terminal)
        os.kill(terminal.pid, told)
        began = time.monotonic()
        while not (ended := os.waitpid(terminal.pid, os.WNOHANG))[0]:
            assert time.monotonic() - began < 20
            time.sleep(0.05)
        terminal.pid = 0
        assert os.waitstatus_to_exitcode(ended[1]) == 128 + told


def test_a_program_whose_line_takes_nothing_ends_with_the_line(desk: Desk) -> None:
    with Terminal(desk.store.path) as terminal:
        terminal.read_until("15 days late")
        terminal.rest()
        stands_still(terminal)
        assert terminal.cut() == 128 + signal.SIGHUP


def test_what_is_left_out_is_drawn_when_the_line_takes_something_again(desk: Desk) -> None:
    """Without a key: all of what is there now, over whatever stands there of before."""
    screen = pyte.Screen(400, 120)
    stream = pyte.ByteStream(screen)
    with Terminal(desk.store.path) as terminal:
        terminal.read_until("15 days late")
        terminal.rest()
        stands_still(terminal)
        terminal.press(b"3")
        time.sleep(outflow.PATIENCE + 1)
        terminal.rest()
        stream.feed(terminal.written)
    seen = "\n".join(screen.display)
    assert "[3 Calendar]" in seen
    assert "[1 Today]" not in seen
    assert "15 days late" not in seen


def test_everything_is_out_in_its_order_however_slowly_it_is_read() -> None:
    """Some of it is written at once and some by the thread, as the line takes it."""
    reads, number = pty.openpty()
    tty.setraw(number)
    draws: list[int] = []
    with os.fdopen(number, "w", encoding="utf-8") as file:
        line = outflow.Outflow(file, lambda: draws.append(1))
        line.start()
        pieces = [f"{place}:{'é' * (place * 37 % 3000)}\n" for place in range(400)]
        seen = bytearray()

        def read_slowly() -> None:
            while not seen.endswith(b"the end"):
                time.sleep(0.002)
                seen.extend(os.read(reads, 3000))

        reader = Thread(target=read_slowly)
        reader.start()
        for each in pieces:
            line.write(each)
        line.write("the end")
        reader.join(30)
        line.stop()
    os.close(reads)
    assert seen.decode() == "".join(pieces) + "the end"
    assert not draws


def test_a_line_that_is_gone_takes_whatever_there_is() -> None:
    reads, number = pty.openpty()
    with os.fdopen(number, "w", encoding="utf-8") as file:
        line = outflow.Outflow(file, lambda: None)
        line.start()
        os.close(reads)
        began = time.monotonic()
        for _ in range(100):
            line.write("x" * 5000)
        line.stop()
        assert time.monotonic() - began < outflow.PATIENCE
