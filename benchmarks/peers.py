"""Other programs that list what is due, on the same cases, where they are on this machine."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from statistics import median

from benchmarks.report import NotMeasured, Ratio, Row
from benchmarks.screens import PRESSES, WARM, first_two, ours
from benchmarks.terminal import DOWN, Session
from sharedlives_tui.desk import Desk
from sharedlives_tui.store import views

TASKS = 10_000
"""Tasks of the list of the command line."""
OVERDUE = 500


def measure(desk: Desk, rounds: int) -> Sequence[Row]:
    """Return the ratios for each program that is there, and for the others what to install."""
    with tempfile.TemporaryDirectory(prefix="sharedlives-bench-") as folder:
        return [*_spreadsheet(desk, rounds, Path(folder)), *_tasks(desk, rounds, Path(folder))]


def _spreadsheet(desk: Desk, rounds: int, folder: Path) -> Sequence[Row]:
    program = shutil.which("vd")
    if program is None:
        return [NotMeasured("visidata / our first picture", "install visidata, so that the command vd is there")]
    table = folder / "cases.csv"
    cases = _write_csv(desk, table)
    theirs = Runner([program, "--visidata-dir", str(folder), str(table)], _first_ref(table), folder)
    us = Runner(ours(desk), first_two(desk)[0], folder)
    for number in range(-1, rounds):
        for each in (theirs, us) if number % 2 else (us, theirs):
            each.run(keep=number >= 0)
    return [
        Ratio(
            f"visidata, {cases:,} cases as CSV / our first picture",
            "ms",
            theirs.painted,
            us.painted,
            1.1,
            at_least=True,
        ),
        Ratio("visidata, a key down / ours, p50", "ms", theirs.answered, us.answered, 5, at_least=True),
    ]


def _tasks(desk: Desk, rounds: int, folder: Path) -> Sequence[Row]:
    program = shutil.which("task")
    if program is None:
        return [NotMeasured("our first picture / task overdue", "install taskwarrior: the command task is not there")]
    settings = folder / "taskrc"
    settings.write_text(f"data.location={folder / 'tasks'}\nconfirmation=no\ngc=off\nverbose=nothing\n")
    (folder / "tasks").mkdir()
    _fill_tasks(program, settings, desk.today)
    theirs = Runner([program, f"rc:{settings}", "overdue"], "Case 0001", folder, keys=False)
    us = Runner(ours(desk), first_two(desk)[0], folder, keys=False)
    late = Runner(ours(desk), first_two(desk)[0], folder, keys=False, early=False)
    for number in range(-1, rounds):
        for each in (theirs, us, late) if number % 2 else (late, us, theirs):
            each.run(keep=number >= 0)
    return [
        Ratio(f"our first picture / task overdue of {TASKS:,}", "ms", us.painted, theirs.painted, 0.2),
        Ratio("the same, by the toolkit alone", "ms", late.painted, theirs.painted, 1.3),
    ]


class Runner:
    """One program, started again and again: milliseconds to its first picture and to the answer of a key."""

    def __init__(
        self, command: Sequence[str], words: str, home: Path, *, keys: bool = True, early: bool = True
    ) -> None:
        self._command, self._words, self._keys = command, words, keys
        self._surroundings = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"), str(home))
        if not early:
            self._surroundings["SHAREDLIVES_EARLY"] = "no"
        self.painted: list[float] = []
        self.answered: list[float] = []

    def run(self, *, keep: bool) -> None:
        """Start it once; remember what it took, or not."""
        session = Session(self._command, self._surroundings)
        try:
            painted = session.until(self._words)
            answered = 0.0
            if self._keys:
                session.rest(1.0)
                for _ in range(WARM):
                    session.press(DOWN)
                answered = median(session.press(DOWN).first for _ in range(PRESSES))
        finally:
            session.close()
        if keep:
            self.painted.append(painted)
            self.answered.append(answered)


def _write_csv(desk: Desk, place: Path) -> int:
    """Write the list of Today, the worst first; return how many rows it has."""
    ids = views.today_ids(desk.store, desk.viewer, desk.today, desk.soon_until)
    with place.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(("ref", "state", "due", "who", "step", "owner"))
        for begin in range(0, len(ids), 500):
            some = ids[begin : begin + 500]
            for row in views.today_rows_by_ids(desk.store, desk.viewer, some, desk.today, desk.soon_until):
                table.writerow((row.ref, row.state, row.due or "", row.title, row.step_name, row.owner_name))
    return len(ids)


def _first_ref(table: Path) -> str:
    with table.open(encoding="utf-8") as file:
        next(file)
        return next(file).partition(",")[0]


def _fill_tasks(program: str, settings: Path, today: date) -> None:
    """Give it so many tasks, some of them overdue."""
    tasks = []
    for number in range(1, TASKS + 1):
        due = today + timedelta(days=-number if number <= OVERDUE else number % 200 + 1)
        words = f"Case {number:04d} Denise Farrow"
        tasks.append({"description": words, "due": f"{due:%Y%m%d}T000000Z", "status": "pending"})
    done = subprocess.run(
        [program, f"rc:{settings}", "import", "-"],
        input=json.dumps(tasks),
        capture_output=True,
        text=True,
        env=os.environ | {"HOME": str(settings.parent)},
    )
    if done.returncode:
        raise OSError(f"{program} took no tasks: {done.stderr[-300:]}")
