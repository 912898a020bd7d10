"""The goals of docs/reliability.md beside what the scripts found: a row each, reached or MISSED.

What is lost, half or shown as "in use" may never be, on any machine. Seconds are those of the full size; of a smaller
one they are its share, and the row names the size.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from benchmarks.report import Figure, none, seconds

if TYPE_CHECKING:
    from sharedlives_tui.soaking import Figures

SAVE = 50.0
"""Milliseconds that 99 of 100 saves stay under at the pace of desks."""
JOURNAL, ROWS = 10.0, 1_000_000
"""Seconds in which so many rows of journal are proved."""
BACKUP, RESTORE, MEGABYTES = 5.0, 10.0, 1000
"""Seconds for a backup of so many megabytes, and for its restore in rehearsal."""
SLOWEST = 1.0
"""Seconds that no save takes meanwhile, however large the office: somebody waits for it."""
LEAST = 0.5
"""No share is smaller: what a small size takes is its beginning and its end."""


def share(goal: float, size: float, full: float) -> float:
    """Return the seconds for a size: its share of those of the full one, and half a second at least."""
    return max(LEAST, round(goal * size / full, 1))


def of_journal(found: Mapping[str, Any]) -> list[Figure]:
    """Judge how a long journal is proved."""
    rows = found["rows"]
    what, beside = f"a journal of {rows:,} rows", f"its rows alone are read in {found['plain SQLite, seconds']:.2f} s"
    return [
        none(f"{what}: faults found that are none", found["missed"]),
        seconds(f"{what} proved", found["seconds"], share(JOURNAL, rows, ROWS), beside),
    ]


def of_edits(found: Mapping[str, Any]) -> list[Figure]:
    """Judge whether each edited row is named."""
    return [none(f"{found['edits']:,} edits of a row: not named by their row", found["missed"])]


def of_pages(found: Mapping[str, Any]) -> list[Figure]:
    """Judge whether damage is noticed."""
    pages = f"{found['pages']:,} damaged pages"
    return [
        none(f"{pages}: not noticed by check --deep", found["missed"]),
        none(f"{pages} of a backup: not noticed", found["missed in a backup"]),
    ]


def of_backup(found: Mapping[str, Any]) -> list[Figure]:
    """Judge a large backup under writers, and its restore."""
    size, writers = found["megabytes"], found["writers"]
    what, beside = f"{size:,} MB", f"SQLite's own copy takes {found['plain SQLite, seconds']:.1f} s"
    took, restored = found["backup, proved, seconds"], found["restore rehearsed, seconds"]
    return [
        none(f"{what} backed up under {writers} writers: faults", found["missed"]),
        Figure("saves meanwhile", f"{found['saves meanwhile']:,}", "some", found["saves meanwhile"] > 0),
        none("told meanwhile that the file is in use", found["busy"]),
        seconds(f"{what} backed up under {writers} writers, and proved", took, share(BACKUP, size, MEGABYTES), beside),
        seconds(f"{what} restored in rehearsal", restored, share(RESTORE, size, MEGABYTES), beside),
        seconds("the slowest save meanwhile", found["slowest save meanwhile, seconds"], SLOWEST),
    ]


def of_upgrade(found: Mapping[str, Any]) -> list[Figure]:
    """Judge upgrades that were killed."""
    return [none(f"{found['kills']:,} upgrades killed: half", found["missed"])]


def of_kill(found: Mapping[str, Any]) -> list[Figure]:
    """Judge what is left of writers that were killed."""
    rounds, writers, saved = found["rounds"], found["writers"], found["acknowledged"]
    what = f"{rounds:,} times {writers} writers killed"
    return [
        Figure(f"{what}: saves acknowledged", f"{saved:,}", "some", bool(saved)),
        none(f"{what}: acknowledged and lost", found["lost"]),
        none(f"{what}: who had ended before", rounds * writers - found["killed"]),
        *_whole(what, found),
    ]


def of_crowd(found: Mapping[str, Any], *, desk: bool) -> list[Figure]:
    """Judge many who save at once; their times only at the pace of desks."""
    count, saved = found["processes"], found["acknowledged"]
    what = f"{count} {'desks' if desk else 'programs'}, {saved:,} saves"
    return [
        none(f"{what}: acknowledged and lost", found["lost"]),
        none(f"{what}: told that the file is in use", found["busy"]),
        none(f"{what}: programs that did not end well", count - found["ended well"]),
        *_whole(what, found),
        _save(f"{what}: 99 of 100 under", found["p99 ms"], found.get("plain SQLite p99 ms"), desk=desk),
    ]


def of_soak(found: Figures, *, desk: bool, plain: float | None) -> list[Figure]:
    """Judge the figures of `sharedlives soak`; `plain` are the milliseconds of 99 of 100 saves of plain SQLite."""
    what = f"{found.users} {'desks' if desk else 'sessions'}, {found.acknowledged:,} notes"
    return [
        none(f"{what}: acknowledged and lost", found.lost),
        none(f"{what}: recorded over somebody else's", found.lost_updates),
        none(f"{what}: told that the file is in use", found.lock_errors),
        none(f"{what}: faults of check --deep", len(found.not_whole)),
        Figure(f"{what}: told that a colleague was quicker", f"{found.told_of_others:,}"),
        Figure(f"{what}: 95 of 100 saves under", _ms(found.p95_ms)),
        _save(f"{what}: 99 of 100 saves under", found.p99_ms, plain, desk=desk),
    ]


def _whole(what: str, found: Mapping[str, Sequence[str]]) -> list[Figure]:
    broken = len(found["journal"]) + len(found["file"])
    return [none(f"{what}: halves", len(found["halves"])), none(f"{what}: faults of journal and file", broken)]


def _save(what: str, found: float, plain: float | None, *, desk: bool) -> Figure:
    beside = "" if plain is None else f"plain SQLite, one row, alone: {_ms(plain)}"
    goal, reached = (f"under {SAVE:g} ms", found < SAVE) if desk else ("", True)
    return Figure(what, _ms(found), goal, reached, beside=beside)


def _ms(found: float) -> str:
    return f"{found:,.1f} ms"
