"""The benchmarks: they run, compare round by round, and say honestly what was reached."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from benchmarks import __main__ as benchmarks
from benchmarks.report import Ratio, percentile
from benchmarks.terminal import DOWN, Session


def test_ratios_are_taken_round_by_round() -> None:
    ratio = Ratio("a key", "ms", ours=[1.0, 9.0, 2.0], plain=[2.0, 6.0, 2.0], goal=1.0)
    assert ratio.each == [0.5, 1.5, 1.0]
    assert ratio.reached
    assert ratio.line().endswith("reached")
    assert "1.00 (0.50-1.50)" in ratio.line()


def test_a_missed_goal_says_so() -> None:
    ratio = Ratio("a key", "ms", ours=[3.0], plain=[2.0], goal=1.15)
    assert not ratio.reached
    assert ratio.line().endswith("MISSED")
    assert Ratio("without a goal", "ms", [3.0], [2.0]).reached


def test_a_percentile_is_one_of_the_values() -> None:
    assert percentile([5, 1, 4, 2, 3], 0.5) == 3
    assert percentile(range(101), 0.95) == 95
    assert percentile([7], 0.95) == 7


def test_the_list_is_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["benchmarks", "--only=lists", "--cases=600", "--rounds=1", f"--keep={tmp_path}"])
    monkeypatch.setattr(benchmarks, "SMALL", 400)
    assert benchmarks.main() == 0
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("a page of the list, 600 cases / bare driver") for line in lines)
    assert any(line.startswith("a page of the list grows, 400 to 600 cases") for line in lines)
    assert any(line.startswith("Find a word, 600 cases / LIKE") for line in lines)
    assert any(line.startswith("Find a name with a slip grows, 400 to 600 cases") for line in lines)
    assert any(line.startswith("a save of a page / without Find's index") for line in lines)
    assert len(list(tmp_path.glob("*.db"))) == 2


def test_a_program_that_ends_is_no_quick_one() -> None:
    session = Session([sys.executable, "-c", "print('ready', flush=True); input()"])
    try:
        session.until("ready")
        os.write(session._file, b"\n")
        session.rest()
        with pytest.raises(EOFError, match="did not answer a key: it ended"):
            session.press(DOWN)
    finally:
        session.close()
