"""The line is cut, or the system tells the program to end: what was typed is kept, and the terminal given back."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from sharedlives_tui.desk import Desk
from sharedlives_tui.screens import drafts
from sharedlives_tui.store import queue
from sharedlives_tui.store.errors import DiskFull, StoreError
from sharedlives_tui.widgets import ending
from tests.screens.hands import at_the_desk
from tests.screens.offices import SmallOffice
from tests.screens.test_terminal import Terminal

WORDS = "Half a thought about the rota"
AT_ONCE = """
from sharedlives_tui.widgets import form
form.SAVE_AFTER = 60.0
"""


def kept(desk: Desk) -> str:
    return " ".join(str(each.body) for each in drafts.views.drafts(desk.store, desk.recorder))


def typing(desk: Desk) -> Terminal:
    """Somebody who has typed into a form, and no draft was kept yet."""
    terminal = Terminal(desk.store.path, AT_ONCE)
    terminal.read_until("15 days late")
    terminal.rest()
    terminal.press(b"w")
    terminal.read_until("1 Facts")
    terminal.watch(1.0)
    terminal.press(WORDS.encode())
    terminal.read_until("rota")
    assert WORDS not in kept(desk)
    return terminal


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGHUP])
def test_what_was_typed_is_kept_when_the_program_is_told_to_end(desk: Desk, told: signal.Signals) -> None:
    with typing(desk) as terminal:
        os.kill(terminal.pid, told)
        assert terminal.wait() == 128 + told
    assert WORDS in kept(desk)
    assert b"\x1b[?1049l" in terminal.written  # the page on which the shell stood


def test_what_was_typed_is_kept_when_the_line_is_cut(desk: Desk) -> None:
    """The terminal itself is gone: the system tells the program so, and nothing it writes arrives anywhere."""
    with typing(desk) as terminal:
        assert terminal.cut() == 128 + signal.SIGHUP
    assert WORDS in kept(desk)


def test_a_program_that_ends_waits_as_long_as_a_draft_may_wait_for_its_turn() -> None:
    """On a machine on which many write at once a draft would be lost else."""
    assert ending.PATIENCE > queue.LONGEST


async def test_ctrl_q_on_a_full_disk_stays_and_says_so(small: SmallOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise DiskFull("office.db")

    async with at_the_desk(small.desk) as hands:
        await hands.open("record", small.carer, "note")
        await hands.type("Half")
        monkeypatch.setattr(drafts, "keep", full)
        await hands.press("ctrl+q")
        assert "the disk with office.db is full" in hands.message
        assert "Your text is still here" in hands.message
        assert "Half" in hands.text
        assert hands.app.return_code is None
        await hands.press("ctrl+q")
        assert hands.app._exit


async def test_a_fault_of_ours_says_truly_whether_the_draft_was_kept(
    small: SmallOffice, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("sharedlives_tui.safety.log_file", lambda: tmp_path / "problems.log")

    def broken(*_: object) -> None:
        raise StoreError("CANARY")

    async with at_the_desk(small.desk) as hands:
        await hands.open("record", small.carer, "note")
        await hands.type("Half")
        hands.app._handle_exception(ValueError("CANARY"))
        assert "Your draft is saved." in str(hands.app._exit_renderables[-1])
        monkeypatch.setattr(drafts, "keep", broken)
        await hands.type(" more")
        hands.app._handle_exception(ValueError("CANARY"))
        told = str(hands.app._exit_renderables[-1])
        assert "The last of your text was not kept." in told
        assert "CANARY" not in told
        hands.app._exit_renderables.clear()
        hands.app._exception = None
        hands.app._return_code = 0
