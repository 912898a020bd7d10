"""Today in a real terminal beside an empty program of the same toolkit, and beside its own table."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field

from benchmarks.programs import READY
from benchmarks.report import Ratio, percentile
from benchmarks.terminal import DOWN, Session
from sharedlives_tui.desk import Desk
from sharedlives_tui.store import views
from sharedlives_tui.store.rows import LISTED_STATES

PRESSES = 12
HELD = 12
WARM = 3
EMPTY, TABLE, OURS = "empty", "table", "ours"


@dataclass
class Runs:
    """What one program did, round by round."""

    painted: list[float] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)
    settled: list[float] = field(default_factory=list)
    held: list[float] = field(default_factory=list)
    rested: list[float] = field(default_factory=list)


def measure(desk: Desk, rounds: int) -> Sequence[Ratio]:
    """Run the three programs in turn and return the ratios of first paint, of keys, and of bytes."""
    first = next(
        row.ref
        for state in LISTED_STATES
        for row in views.today_page(desk.store, desk.viewer, desk.today, desk.soon_until, state, size=1)
    )
    ours = [sys.executable, "-m", "sharedlives_tui", "--database", str(desk.store.path), "--as", desk.viewer.name]
    plain = [sys.executable, "-m", "benchmarks.programs"]
    programs = {EMPTY: ([*plain, EMPTY], READY), TABLE: ([*plain, TABLE], "CO-0000"), OURS: (ours, first)}
    runs = {name: Runs() for name in programs}
    with tempfile.TemporaryDirectory(prefix="sharedlives-bench-") as home:
        for number in range(-1, rounds):
            names = list(programs) if number % 2 else list(programs)[::-1]
            for name in names:
                command, words = programs[name]
                _run(command, words, home, Runs() if number < 0 else runs[name], keys=name != EMPTY)
    cases = int(desk.store.fetch("SELECT count(*) FROM case_file")[0][0])
    us, empty, table = runs[OURS], runs[EMPTY], runs[TABLE]
    return [
        Ratio(f"first paint of Today, {cases:,} cases / empty program", "ms", us.painted, empty.painted, 1.15),
        Ratio("a key down, to its first paint, p95 / own table", "ms", us.answered, table.answered, 0.6),
        Ratio("a key down, to its last paint, p95 / own table", "ms", us.settled, table.settled),
        Ratio("bytes of a key while it is held / own table", "B", us.held, table.held, 0.35),
        Ratio("bytes of a key and the rest after it / own table", "B", us.rested, table.rested),
    ]


def _run(command: Sequence[str], words: str, home: str, runs: Runs, *, keys: bool) -> None:
    folders = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"), home)
    session = Session(command, folders)
    try:
        runs.painted.append(session.until(words))
        if not keys:
            return
        session.rest()
        for _ in range(WARM):
            session.press(DOWN)
        answers = [session.press(DOWN) for _ in range(PRESSES)]
        runs.answered.append(percentile([each.first for each in answers], 0.95))
        runs.settled.append(percentile([each.last for each in answers], 0.95))
        runs.rested.append(percentile([each.written for each in answers], 0.5))
        runs.held.append(session.hold(DOWN, HELD))
    finally:
        session.close()
