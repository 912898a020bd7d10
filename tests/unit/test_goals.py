"""What the scripts of docs/reliability.md find is judged: what may never be, and times by the size that was tried."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from benchmarks import __main__ as benchmarks
from benchmarks import goals, kill_writers, nothing_lost, reliability, soak
from benchmarks.report import Figure, none, seconds, status
from sharedlives_tui.soaking import Figures

GOOD = Figures(0, 0, 0, [], 40, 40_000, 12, 500.0, 80.0, 5.0, 20.0, 30.0, 400.0)
KILLED = {
    "rounds": 20, "writers": 4, "killed": 80, "acknowledged": 300, "lost": 0,
    "saved but not yet acknowledged": 1, "halves": [], "journal": [], "file": [],
}  # fmt: skip
CROWD = {
    "processes": 40, "ended well": 40, "acknowledged": 1600, "lost": 0, "busy": 0, "p99 ms": 12.6,
    "plain SQLite p99 ms": 1.5, "halves": [], "journal": [], "file": [],
}  # fmt: skip
BACKED_UP = {
    "megabytes": 999, "writers": 4, "backup, proved, seconds": 4.9, "slowest save meanwhile, seconds": 0.64,
    "saves meanwhile": 800, "busy": 0, "restore rehearsed, seconds": 9.9, "plain SQLite, seconds": 1.2, "missed": 0,
}  # fmt: skip
JOURNAL = {"rows": 1_000_000, "seconds": 9.9, "plain SQLite, seconds": 1.0, "megabytes": 600, "missed": 0}


def missed(rows: Sequence[Figure]) -> list[str]:
    return [row.what for row in rows if not row.reached]


def test_a_row_says_its_goal_and_whether_it_is_reached_and_what_the_plain_thing_took() -> None:
    line = seconds("a journal proved", 9.994, 10, "plain SQLite: 1.2 s").line()
    assert line.split("  ")[0] == "a journal proved"
    assert "9.99 s  under 10 s  reached" in line
    assert line.endswith("plain SQLite: 1.2 s")
    assert seconds("a journal proved", 10.0, 10).line().endswith("10.00 s  under 10 s  MISSED")
    assert Figure("how many", "7").line().endswith("7")


def test_what_may_never_be_ends_with_1_and_a_time_only_where_it_is_strict() -> None:
    slow, lost = seconds("a save", 3.0, 1), none("lost", 1)
    assert status([none("lost", 0)], strict=True) == 0
    assert (status([slow], strict=False), status([slow], strict=True)) == (0, 1)
    assert (status([slow, lost], strict=False), status([lost], strict=True)) == (1, 1)


@pytest.mark.parametrize("name", ["lost", "lost_updates", "lock_errors"])
def test_each_fault_of_soak_is_missed(name: str) -> None:
    assert missed(goals.of_soak(GOOD, desk=True, plain=1.0)) == []
    bad = Figures(**{**GOOD.as_data(), name: 2})
    rows = goals.of_soak(bad, desk=True, plain=None)
    assert [row.must for row in rows if not row.reached] == [True]


def test_the_time_of_a_save_is_judged_at_the_pace_of_desks_alone() -> None:
    slow = Figures(**{**GOOD.as_data(), "p99_ms": 50.0})
    rows = goals.of_soak(slow, desk=True, plain=1.5)
    assert missed(rows) == ["40 desks, 40,000 notes: 99 of 100 saves under"]
    assert rows[-1].line().endswith("50.0 ms  under 50 ms  MISSED       plain SQLite, one row, alone: 1.5 ms")
    assert missed(goals.of_soak(slow, desk=False, plain=1.5)) == []
    assert missed(goals.of_crowd({**CROWD, "p99 ms": 50.1}, desk=True)) == ["40 desks, 1,600 saves: 99 of 100 under"]
    assert missed(goals.of_crowd({**CROWD, "p99 ms": 50.1}, desk=False)) == []


@pytest.mark.parametrize(
    ("judge", "found", "changed"),
    [
        (goals.of_kill, KILLED, {"lost": 1}),
        (goals.of_kill, KILLED, {"killed": 79}),
        (goals.of_kill, KILLED, {"halves": ["CO-0001"]}),
        (goals.of_kill, KILLED, {"file": ["a page"]}),
        (lambda found: goals.of_crowd(found, desk=True), CROWD, {"busy": 1}),
        (lambda found: goals.of_crowd(found, desk=False), CROWD, {"ended well": 39}),
        (lambda found: goals.of_crowd(found, desk=False), CROWD, {"journal": ["row 7"]}),
        (goals.of_backup, BACKED_UP, {"busy": 1}),
        (goals.of_backup, BACKED_UP, {"missed": 1}),
        (goals.of_journal, JOURNAL, {"missed": 1}),
        (goals.of_edits, {"edits": 9, "missed": 0}, {"missed": 1}),
        (goals.of_pages, {"pages": 9, "missed": 0, "missed in a backup": 0}, {"missed in a backup": 1}),
        (goals.of_upgrade, {"kills": 9, "missed": 0}, {"missed": 1}),
    ],
)
def test_each_fault_is_missed_on_any_machine(
    judge: Callable[[dict[str, Any]], list[Figure]], found: dict[str, Any], changed: dict[str, Any]
) -> None:
    assert missed(judge(found)) == []
    rows = [row for row in judge({**found, **changed}) if not row.reached]
    assert [row.must for row in rows] == [True]
    assert status(rows, strict=False) == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"backup, proved, seconds": 5.0},
        {"restore rehearsed, seconds": 10.0},
        {"slowest save meanwhile, seconds": 1.0},
        {"saves meanwhile": 0},
        {"megabytes": 500},
    ],
)
def test_a_backup_that_takes_too_long_or_that_nobody_wrote_under_is_missed(changed: dict[str, Any]) -> None:
    rows = [row for row in goals.of_backup({**BACKED_UP, **changed}) if not row.reached]
    assert rows
    assert not any(row.must for row in rows)


def test_a_smaller_size_has_its_share_of_the_time_and_half_a_second_at_least() -> None:
    assert goals.share(10, 1_000_000, 1_000_000) == 10
    assert goals.share(10, 100_000, 1_000_000) == 1
    assert goals.share(5, 3, 1000) == 0.5
    small = goals.of_journal({**JOURNAL, "rows": 100_000, "seconds": 1.01})
    assert missed(small) == ["a journal of 100,000 rows proved"]
    assert "under 1 s" in small[-1].line()


def test_a_script_writes_json_and_beside_it_the_rows_and_strict_decides_on_a_time(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(nothing_lost, "measure_journal", lambda rows: {**JOURNAL, "rows": rows, "seconds": 77.0})
    for words, expected in ((["journal"], 0), (["journal", "--strict"], 1)):
        monkeypatch.setattr(sys, "argv", ["nothing_lost", *words])
        assert nothing_lost.main() == expected
    told = capsys.readouterr()
    assert '"seconds": 77.0' in told.out
    assert "77.00 s  under 10 s  MISSED" in told.err
    monkeypatch.setattr(kill_writers, "kill", lambda *_: {**KILLED, "lost": 3})
    monkeypatch.setattr(sys, "argv", ["kill_writers", "kill", "--rounds", "20"])
    assert kill_writers.main() == 1
    told = capsys.readouterr()
    assert '"lost": 3' in told.out
    assert "20 times 4 writers killed: acknowledged and lost" in told.err


def test_soak_has_a_row_for_each_figure_and_takes_no_file_for_its_office(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[tuple[object, ...]] = []
    monkeypatch.setattr(soak, "soak", lambda *given: asked.append(given) or Figures(**GOOD.as_data() | {"p99_ms": 99}))
    assert soak.main(["--users", "2", "--writes", "3", "--cases", "4"]) == 0
    rows = capsys.readouterr().out
    assert "40 sessions, 40,000 notes: 95 of 100 saves under" in rows
    assert "plain SQLite, one row, alone" in rows
    assert (soak.main(["--desk"]), soak.main(["--desk", "--strict"])) == (0, 1)
    assert soak.main(["--database", "postgresql:///eastmoor_try"]) == 0
    assert "plain SQLite" not in capsys.readouterr().out.rpartition("notes each")[2]
    assert asked == [
        (2, 3, 0.0, 4, ""), (8, 100, 0.4, 200, ""), (8, 100, 0.4, 200, ""), (8, 100, 0.0, 0, "postgresql:///eastmoor_try"),
    ]  # fmt: skip
    for words in (["--database", "office.db"], ["--desk", "--think", "1"]):
        with pytest.raises(SystemExit, match="2"):
            soak.main(words)
        assert "leave --" in capsys.readouterr().err


def test_what_must_not_be_lost_is_a_part_of_the_benchmarks_and_needs_no_office_of_theirs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tiny = reliability.Sizes(2, 3, 2, 2, 2, 0.01, 2, 500, 5, 4, 2, 1)
    monkeypatch.setattr(benchmarks, "SIZES", tiny)
    monkeypatch.setattr(reliability, "soak", lambda *_: GOOD)  # tests/cli/test_soaking.py has the real one
    monkeypatch.setattr(
        reliability, "measure_upgrade", lambda *_: {"kills": 9, "missed": 0}
    )  # and test_nothing_lost.py
    monkeypatch.setattr(benchmarks, "_office", lambda *_: pytest.fail("an office was made"))
    monkeypatch.setattr(sys, "argv", ["benchmarks", "--only", "reliability"])
    assert benchmarks.main() == 0
    lines = capsys.readouterr().out.splitlines()
    for what in (
        "2 times 4 writers killed: acknowledged and lost",
        "3 programs, 6 saves: told that the file is in use",
        "40 desks, 40,000 notes: 99 of 100 saves under",
        "a journal of 500 rows proved",
        "5 edits of a row: not named by their row",
        "4 damaged pages of a backup: not noticed",
        "the slowest save meanwhile",
        "9 upgrades killed: half",
    ):
        assert any(line.startswith(what) for line in lines), what
    monkeypatch.setattr(reliability, "measure", lambda _: [none("a save that was lost", 1)])
    assert benchmarks.main() == 1
