"""What plain SQLite takes for the same: rows read, a file copied, rows saved. Each stands beside a figure of ours."""

from __future__ import annotations

import sqlite3
import tempfile
import time
from pathlib import Path

from benchmarks.report import percentile

SAVES = 100


def reading(file: sqlite3.Connection, sql: str) -> float:
    """Return the seconds in which the rows of a statement are read, and nothing is done with them."""
    begun = time.perf_counter()
    for _ in file.execute(sql):
        pass
    return time.perf_counter() - begun


def copying(path: Path, copy: Path) -> float:
    """Return the seconds in which SQLite's own backup copies a file that nobody writes to. Nothing is proved."""
    source, target = sqlite3.connect(path), sqlite3.connect(copy)
    try:
        begun = time.perf_counter()
        source.backup(target)
        return time.perf_counter() - begun
    finally:
        source.close()
        target.close()


def saving(saves: int = SAVES) -> float:
    """Return the milliseconds that 99 of 100 saves stay under where one program alone saves a row and nothing else."""
    with tempfile.TemporaryDirectory(prefix="sharedlives-bench-") as folder:
        file = sqlite3.connect(Path(folder) / "plain.db", isolation_level=None)
        file.execute("PRAGMA journal_mode = WAL")
        file.execute("PRAGMA synchronous = FULL")
        file.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, words TEXT NOT NULL)")
        took = []
        for _ in range(saves):
            begun = time.perf_counter()
            file.execute("INSERT INTO note (words) VALUES (?)", ("a note of some length " * 10,))
            took.append(time.perf_counter() - begun)
        file.close()
        return percentile(took, 0.99) * 1000
