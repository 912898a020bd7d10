"""The benchmarks: they run, compare round by round, and say honestly what was reached."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks import __main__ as benchmarks
from benchmarks import over_ssh, peers, screens, writers
from benchmarks.report import NotMeasured, Ratio, percentile
from benchmarks.terminal import DOWN, Session
from sharedlives_tui.desk import Desk
from tests.screens.conftest import make_office


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """The manager's desk in an office with five complaints."""
    made = make_office(tmp_path / "office.db")
    yield made
    made.store.close()


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


def test_a_goal_can_be_the_least_that_a_ratio_may_be() -> None:
    fair = Ratio("fewest / most", "", [6.0], [10.0], 0.5, at_least=True)
    assert fair.reached
    assert "at least 0.5  reached" in fair.line()
    assert not Ratio("fewest / most", "", [4.0], [10.0], 0.5, at_least=True).reached


def test_what_is_not_on_this_machine_is_said_and_is_no_miss(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(over_ssh, "PLACES", "/nowhere")
    rows = [*peers.measure(desk, 1), *over_ssh.measure(desk, 1)]
    assert [type(each) for each in rows] == [NotMeasured] * 3
    assert all(each.reached and "install" in each.line() for each in rows)


def test_those_who_save_at_once_are_measured_both_ways(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writers, "WRITERS", 3)
    monkeypatch.setattr(writers, "FOR", 0.3)
    longest, fairness = writers.measure(1)
    assert 0 < longest.ours[0] < 10_000
    assert 0 < longest.plain[0] < 10_000
    assert 0 < fairness.each[0] <= 1


def test_a_start_is_measured_to_its_words_with_the_memory_it_had(desk: Desk) -> None:
    runs = screens.Runs()
    first, second = screens.first_two(desk)
    folder = str(desk.store.path.parent)
    words = [*screens.ours(desk), "--today", desk.today.isoformat()]
    screens._run(screens.Program(words, first, screens.LATE), folder, runs)
    screens._run(screens.Program(words, f"{second} ·", typed=DOWN), folder, runs)
    assert len(runs.painted) == 2
    assert runs.painted[1] > 0
    assert 10 < runs.first_memory[0] <= runs.later_memory[0] < 300


def test_a_percentile_is_one_of_the_values() -> None:
    assert percentile([5, 1, 4, 2, 3], 0.5) == 3
    assert percentile(range(101), 0.95) == 95
    assert percentile([7], 0.95) == 7


def test_the_list_is_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(
        sys, "argv", ["benchmarks", "--only", "lists", "find", "--cases=600", "--rounds=1", f"--keep={tmp_path}"]
    )
    monkeypatch.setattr(benchmarks, "SMALL", 400)
    assert benchmarks.main() == 0
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("a page of the list, 600 cases / bare driver") for line in lines)
    for what in ("a page of the list", "the next page", "reading a case", "the counts by state", "the counts by owner"):
        assert any(line.startswith(f"{what} grows, 400 to 600 cases") for line in lines)
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
