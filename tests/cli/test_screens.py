"""Plain `sharedlives`: when the screens open, and when the list is printed instead."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sharedlives_tui import app
from sharedlives_tui.cli import practice, screens

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """A terminal, with what is opened on it."""
    found: list[Any] = []

    def run(desk: Any, *, mouse: bool, early: object = None) -> int:
        assert early is None  # nothing was painted: this is no terminal
        found.append((desk.office.name, desk.viewer.name, desk.today.isoformat(), *([] if mouse else ["no mouse"])))
        return 0

    def first_run(path: Path, *, mouse: bool) -> int:
        found.append(path if mouse else "no mouse")
        return 0

    for module in (screens, practice):
        monkeypatch.setattr(module, "has_screen", lambda: True)
    monkeypatch.setattr(app, "run", run)
    monkeypatch.setattr(app, "first_run", first_run, raising=False)
    return found


def test_in_a_terminal_the_screens_open_on_the_office(office: Any, opened: list[Any]) -> None:
    told = office()
    assert (told.status, told.out, told.err) == (0, "", "")
    assert opened == [("Harbour Shared Lives", "Ada Admin", "2026-03-02")]


def test_the_mouse_can_be_left_to_the_terminal(
    office: Any, ask: Callable[..., Any], opened: list[Any], tmp_path: Path
) -> None:
    assert office("--no-mouse").status == 0
    assert ask("--no-mouse", "--database", str(tmp_path / "ours.db")).status == 0
    assert opened == [("Harbour Shared Lives", "Ada Admin", "2026-03-02", "no mouse"), "no mouse"]


def test_json_is_never_a_screen(office: Any, opened: list[Any]) -> None:
    assert office("--json").data == []
    assert opened == []


def test_without_an_office_the_first_run_begins(ask: Callable[..., Any], opened: list[Any], tmp_path: Path) -> None:
    assert ask("--database", str(tmp_path / "ours.db")).status == 0
    assert opened == [tmp_path / "ours.db"]
    assert not (tmp_path / "ours.db").exists()


def test_demo_opens_the_practice_office_at_its_managers_desk(
    ask: Callable[..., Any], opened: list[Any], tmp_path: Path
) -> None:
    words = ("demo", "--database", str(tmp_path / "p.db"), "--today", "2026-11-16")
    assert ask(*words).status == 0
    ((name, who, day),) = opened
    assert (bool(name), who, day) == (True, "J. Reed", "2026-11-16")
    assert ask(*words, "--no-open").status == 0
    assert len(opened) == 1


def test_what_could_change_the_screens_is_taken_out_of_the_environment(
    office: Any, opened: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEXTUAL_DRIVER", "somebody:Driver")
    office()
    assert len(opened) == 1
    assert "TEXTUAL_DRIVER" not in os.environ


def plain(office: Any, **more: Any) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "sharedlives_tui", "--database", str(office.path), "--today", "2026-03-09"],
        env={**os.environ, "PYTHONPATH": str(ROOT)} | more.pop("env", {}),
        timeout=60,
        check=False,
        **more,
    )


def test_in_a_pipe_the_list_is_printed(office: Any) -> None:
    ref = office.complaint()
    done = plain(office, capture_output=True, stdin=subprocess.DEVNULL)
    assert (done.returncode, done.stderr) == (0, b"")
    assert ref.encode() in done.stdout
    assert b"To open the screens, run sharedlives in a terminal." in done.stdout
    assert b"\x1b" not in done.stdout


def test_on_a_dumb_terminal_the_list_is_printed(office: Any) -> None:
    import pty

    ref = office.complaint()
    ours, theirs = pty.openpty()
    try:
        done = plain(office, stdin=theirs, stdout=theirs, stderr=theirs, env={"TERM": "dumb"})
        shown = os.read(ours, 100_000)
    finally:
        os.close(ours)
        os.close(theirs)
    assert done.returncode == 0
    assert ref.encode() in shown
    assert b"To open the screens" in shown
    assert b"\x1b" not in shown
