"""Today in a real terminal beside an empty program of the same toolkit, and beside its own table."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import NamedTuple

from benchmarks.programs import READY
from benchmarks.report import Ratio, Row, percentile
from benchmarks.terminal import DOWN, PAGE_DOWN, ROWS, Session
from sharedlives_tui.desk import Desk
from sharedlives_tui.store import views
from sharedlives_tui.store.rows import LISTED_STATES

PRESSES, HELD, WARM, PAGES = 12, 12, 3, 6
EDGE = 3 * ROWS
"""Strokes that go over the edge of the list several times."""
LATE = {"SHAREDLIVES_EARLY": "no"}
"""Without the picture that is painted before the toolkit is loaded."""
SETTLED = 2.5
"""Seconds after which all that is loaded later has been loaded."""


class Program(NamedTuple):
    """What is started, the words that say that its first picture is there, and what is measured of it."""

    command: Sequence[str]
    words: str
    surroundings: Mapping[str, str] = {}
    keys: bool = False
    moves: bool = False
    typed: bytes = b""


@dataclass
class Runs:
    """What one program did, round by round: milliseconds, bytes a key, MB."""

    painted: list[float] = field(default_factory=list)
    middle: list[float] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)
    settled: list[float] = field(default_factory=list)
    held: list[float] = field(default_factory=list)
    rested: list[float] = field(default_factory=list)
    edge: list[float] = field(default_factory=list)
    page: list[float] = field(default_factory=list)
    first_memory: list[float] = field(default_factory=list)
    later_memory: list[float] = field(default_factory=list)


def first_two(desk: Desk) -> tuple[str, str]:
    """Return the references of the first two cases of Today."""
    found = [
        row.ref
        for state in LISTED_STATES
        for row in views.today_page(desk.store, desk.viewer, desk.today, desk.soon_until, state, size=2)
    ]
    return found[0], found[1]


def ours(desk: Desk) -> list[str]:
    """Return the command that opens an office as its reader does."""
    return [sys.executable, "-m", "sharedlives_tui", *words_for(desk)]


def words_for(desk: Desk) -> list[str]:
    """Return the options that open an office as its reader does."""
    return ["--database", str(desk.store.path), "--as", desk.viewer.name]


def measure(small: Desk, large: Desk, rounds: int) -> Sequence[Row]:
    """Run the programs in turn and return the ratios of starts, of keys, of bytes and of memory."""
    plain = [sys.executable, "-m", "benchmarks.programs"]
    first, second = first_two(large)
    # What is compared stands beside each other, so that what slows the machine down for a while falls on both.
    starts = {
        "small": Program(ours(small), first_two(small)[0]),
        "early": Program(ours(large), first),
        "empty": Program([*plain, "empty"], READY),
        "late": Program(ours(large), first, LATE),
        "small late": Program(ours(small), first_two(small)[0], LATE),
        "alive": Program(ours(large), f"{second} ·", typed=DOWN),
        "everything": Program([*plain, "everything", *words_for(large)], first),
    }
    keys = {
        "table": Program([*plain, "table"], "CO-0000", keys=True),
        "keys": Program(ours(large), first, keys=True, moves=True),
        "long": Program([*plain, "long-table"], "CO-0000", moves=True),
    }
    with tempfile.TemporaryDirectory(prefix="sharedlives-bench-") as home:
        runs = _all(starts, rounds, home) | _all(keys, rounds, home)
    return _rows(runs, cases_of(small), cases_of(large))


def _rows(runs: Mapping[str, Runs], few: int, many: int) -> list[Row]:
    us, empty, table, long, keys = (runs[name] for name in ("early", "empty", "table", "long", "keys"))
    late, few_late = runs["late"], runs["small late"]
    grown = f"{few:,} to {many:,} cases"
    return [
        Ratio(f"first picture, {many:,} cases / empty program", "ms", us.painted, empty.painted, 0.2),
        Ratio("the same, by the toolkit alone / empty program", "ms", late.painted, empty.painted, 1.15),
        Ratio("first key answered / empty program's first picture", "ms", runs["alive"].painted, empty.painted, 1.3),
        Ratio("first picture / all loaded at the top", "ms", us.painted, runs["everything"].painted, 0.4),
        Ratio("the same, by the toolkit alone", "ms", late.painted, runs["everything"].painted, 0.4),
        Ratio(f"first picture grows, {grown}", "ms", us.painted, runs["small"].painted, 1.1),
        Ratio("the same, by the toolkit alone", "ms", late.painted, few_late.painted, 1.1),
        Ratio("a key down, to its first paint, p50 / own table of 50", "ms", keys.middle, table.middle, 0.6),
        Ratio("a key down, to its first paint, p95 / own table of 50", "ms", keys.answered, table.answered, 0.6),
        Ratio("a key down, to its last paint, p95 / own table of 50", "ms", keys.settled, table.settled),
        Ratio("held down over the edge, a key / own table of 1,000", "ms", keys.edge, long.edge, 0.4),
        Ratio("a page down, to its first paint / own table of 1,000", "ms", keys.page, long.page, 0.25),
        Ratio("bytes of a key while it is held / own table of 50", "B", keys.held, table.held, 0.35),
        Ratio("bytes of a key and the rest after it / own table of 50", "B", keys.rested, table.rested),
        Ratio(
            "memory at the toolkit's first picture / empty program", "MB", late.first_memory, empty.first_memory, 1.25
        ),
        Ratio("memory when all is loaded / empty program", "MB", late.later_memory, empty.later_memory, 2.2),
        Ratio(f"memory grows, {grown}", "MB", late.later_memory, few_late.later_memory, 1.05),
    ]


def cases_of(desk: Desk) -> int:
    """Return how many cases an office has."""
    return int(desk.store.fetch("SELECT count(*) FROM case_file")[0][0])


def _all(programs: Mapping[str, Program], rounds: int, home: str) -> dict[str, Runs]:
    """Run every program in every round, every other round in the other order; the first round only warms up."""
    runs = {name: Runs() for name in programs}
    for number in range(-1, rounds):
        for name in list(programs) if number % 2 else list(programs)[::-1]:
            _run(programs[name], home, Runs() if number < 0 else runs[name])
    return runs


def _run(program: Program, home: str, runs: Runs) -> None:
    folders = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"), home)
    session = Session(program.command, folders | dict(program.surroundings), program.typed)
    try:
        runs.painted.append(session.until(program.words))
        if program.typed:
            return
        runs.first_memory.append(session.memory)
        session.rest()
        if program.keys:
            _keys(session, runs)
        if program.moves:
            _moves(session, runs)
        session.rest(SETTLED)
        runs.later_memory.append(session.memory)
    finally:
        session.close()


def _keys(session: Session, runs: Runs) -> None:
    for _ in range(WARM):
        session.press(DOWN)
    answers = [session.press(DOWN) for _ in range(PRESSES)]
    firsts = [each.first for each in answers]
    runs.middle.append(median(firsts))
    runs.answered.append(percentile(firsts, 0.95))
    runs.settled.append(percentile([each.last for each in answers], 0.95))
    runs.rested.append(percentile([each.written for each in answers], 0.5))
    runs.held.append(session.hold(DOWN, HELD))


def _moves(session: Session, runs: Runs) -> None:
    pages = [session.press(PAGE_DOWN).first for _ in range(PAGES)]
    runs.page.append(median(pages[1:]))
    steps = [session.stroke(DOWN) for _ in range(EDGE)]
    runs.edge.append(sum(steps) / len(steps))
