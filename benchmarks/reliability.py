"""What must not be lost, at a size that ends in minutes: each script of docs/reliability.md once, with its goals."""

from __future__ import annotations

from typing import NamedTuple

from benchmarks import goals, plain
from benchmarks.kill_writers import crowd, kill
from benchmarks.nothing_lost import measure_backup, measure_edits, measure_journal, measure_pages, measure_upgrade
from benchmarks.report import Figure
from sharedlives_tui.soaking import DESK_CASES, DESK_THINK, soak


class Sizes(NamedTuple):
    """How much of everything."""

    kills: int = 20
    programs: int = 40
    saves: int = 10
    users: int = 8
    notes: int = 50
    think: float = DESK_THINK
    cases: int = DESK_CASES
    rows: int = 100_000
    edits: int = 200
    pages: int = 100
    megabytes: int = 100
    upgrades: int = 5
    """Of each older form."""


SEED, WRITERS, EDITED = 1, 4, 500


def measure(sizes: Sizes) -> list[Figure]:
    """Return the rows, most of the time spent by those who think and write at once."""
    desks = soak(sizes.users, sizes.notes, sizes.think, sizes.cases)
    return [
        *goals.of_kill(kill(sizes.kills, WRITERS, SEED)),
        *goals.of_crowd(crowd(sizes.programs, sizes.saves, 0.0, 1), desk=False),
        *goals.of_soak(desks, desk=True, plain=plain.saving()),
        *goals.of_journal(measure_journal(sizes.rows)),
        *goals.of_edits(measure_edits(sizes.edits, EDITED, SEED)),
        *goals.of_pages(measure_pages(sizes.pages, SEED)),
        *goals.of_backup(measure_backup(sizes.megabytes, WRITERS)),
        *goals.of_upgrade(measure_upgrade(sizes.upgrades, SEED)),
    ]
