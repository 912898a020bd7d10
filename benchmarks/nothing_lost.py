"""Nothing lost, in figures: a long journal, edits, damaged pages, a large backup, killed upgrades.

    python benchmarks/nothing_lost.py journal --rows 1000000
    python benchmarks/nothing_lost.py edits --rounds 1000
    python benchmarks/nothing_lost.py pages --rounds 1000
    python benchmarks/nothing_lost.py backup --megabytes 1000
    python benchmarks/nothing_lost.py upgrade --rounds 100

`journal` verifies the chain of a journal of so many rows. `edits` changes one thing of one row at random and asks
whether the row is named. `pages` writes noise over a part of the file and asks whether `check --deep` notices, or
nothing that is kept has changed; of a backup every such change must be noticed. `backup` copies a large office while
four write, and rehearses the way back. `upgrade` kills a program while it brings a file of each older form up to
date. JSON goes to standard output, and to standard error each figure with its goal: reached or MISSED. The status is 1
where anything was missed, or shown as in use; with --strict also where a time was.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import secrets
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import goals, plain  # noqa: E402
from benchmarks.kill_writers import fork, new_office, save  # noqa: E402
from benchmarks.report import Figure, tell  # noqa: E402
from sharedlives_tui import casework, office, safekeeping  # noqa: E402
from sharedlives_tui.clock import Clock  # noqa: E402
from sharedlives_tui.deep_check import differences  # noqa: E402
from sharedlives_tui.desk import open_desk  # noqa: E402
from sharedlives_tui.requests import Attach, OpenCase, Record  # noqa: E402
from sharedlives_tui.store import Conflict, Store, StoreError, journal, views  # noqa: E402
from sharedlives_tui.store.backups import back_up  # noqa: E402
from sharedlives_tui.store.checks import CHAIN, _disposed  # noqa: E402
from sharedlives_tui.store.form import APPLICATION_ID  # noqa: E402
from sharedlives_tui.store.manifest import read_manifest  # noqa: E402
from sharedlives_tui.store.migrations import dump, statements, upgrade, version  # noqa: E402
from sharedlives_tui.store.pragmas import connect  # noqa: E402
from sharedlives_tui.store.schema import STEPS  # noqa: E402

AT = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)
DAY = date(2026, 11, 16)
ADA = "Ada Adler"


# -- a long journal -----------------------------------------------------------------------------------------------


def long_journal(folder: Path, rows: int) -> Path:
    """Make an office whose journal has so many rows: written past the door, for the door takes minutes."""
    path = folder / "office.db"
    new_office(path, 1)
    file = sqlite3.connect(path, isolation_level=None)
    guards = [
        (name, sql)
        for name, sql in file.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        if name.startswith(("journal", "words"))
    ]
    file.execute("PRAGMA synchronous = OFF")
    file.execute("BEGIN")
    for name, _ in guards:
        file.execute(f"DROP TRIGGER {name}")
    seq, previous = file.execute("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1").fetchone()
    number = 0
    while seq < rows:
        found, words = [], []
        for _ in range(min(10_000, rows - seq)):
            seq, number = seq + 1, number + 1
            salt, text = secrets.token_hex(16), journal.words_text({"values": {"text": f"Note {number} of a journal"}})
            row = journal.Row(
                seq, "entry", 1, number, "note", None, DAY.isoformat(), "P-1", "P-1", AT.isoformat(), None,
                journal.words_digest(salt, text), previous,
            )  # fmt: skip
            previous = row.hash
            found.append((*row.__dict__.values(), previous))
            words.append((seq, salt, text))
        marks = ", ".join("?" * 14)
        file.executemany(f"INSERT INTO journal ({journal.COLUMNS}, hash) VALUES ({marks})", found)
        file.executemany("INSERT INTO words (seq, salt, body) VALUES (?, ?, ?)", words)
    for _, sql in guards:
        file.execute(sql)
    file.execute("COMMIT")
    file.close()
    return path


def chain_breaks(file: sqlite3.Connection) -> list[str]:
    return list(journal.breaks(file.execute(CHAIN), _disposed(file)))


def measure_journal(rows: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        path = long_journal(Path(folder), rows)
        file = connect(path, "rw")
        begun = time.perf_counter()
        found = chain_breaks(file)
        seconds = time.perf_counter() - begun
        there = file.execute("SELECT count(*) FROM journal").fetchone()[0]
        alone = plain.reading(file, CHAIN)
        file.close()
        return {
            "rows": there,
            "seconds": round(seconds, 2),
            "plain SQLite, seconds": round(alone, 2),
            "megabytes": round(path.stat().st_size / 1e6),
            "missed": len(found) + abs(there - rows),
        }


# -- edits --------------------------------------------------------------------------------------------------------


def measure_edits(rounds: int, rows: int, seed: int) -> dict[str, Any]:
    """Change, take out or put in something of one row; each must be named with its number."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        file = sqlite3.connect(long_journal(Path(folder), rows), isolation_level=None)
        for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            file.execute(f"DROP TRIGGER {name}")
        file.execute("PRAGMA ignore_check_constraints = ON")
        missed = []
        for _ in range(rounds):
            seq = chance.randrange(3, rows)
            file.execute("BEGIN")
            what = _edit(file, chance, seq)
            said = " ".join(chain_breaks(file))
            file.execute("ROLLBACK")
            if f"ow {seq} of the journal" not in said:
                missed.append(f"{what} of row {seq}: {said[:80]}")
        file.close()
    return {"edits": rounds, "missed": len(missed), "which": missed[:5]}


def _edit(file: sqlite3.Connection, chance: random.Random, seq: int) -> str:
    column = chance.choice(["act", "key", "done_on", "done_by", "recorded_by", "recorded_at", "digest", "hash", "body"])
    way = chance.choice(["change", "change", "change", "words gone", "row gone"])
    if way == "words gone":
        file.execute("DELETE FROM words WHERE seq = ?", (seq,))
    elif way == "row gone":
        file.execute("DELETE FROM words WHERE seq = ?", (seq,))
        file.execute("DELETE FROM journal WHERE seq = ?", (seq,))
    elif column == "body":
        file.execute("UPDATE words SET body = replace(body, 'Note', 'Nota') WHERE seq = ?", (seq,))
    elif column in ("digest", "hash"):
        file.execute(f"UPDATE journal SET {column} = ? WHERE seq = ?", (secrets.token_hex(32), seq))
    else:
        file.execute(f"UPDATE journal SET {column} = coalesce({column}, '') || 'x' WHERE seq = ?", (seq,))
    return f"{way} {column}"


# -- damaged pages ------------------------------------------------------------------------------------------------


def worked_office(folder: Path) -> Path:
    """An office with a little of everything: people, cases, entries, a correction, a paper, settings, days."""
    path = folder / "office.db"
    desk = office.create_office(path, name="Noise", nation="england", practice=True, by_name=ADA, clock=Clock(DAY))
    try:
        for name in ("Olu Officer", "Mo Manager"):
            office.add_person(desk, name, [("officer", DAY, None)])
    finally:
        desk.store.close()
    desk = open_desk(str(path), "Olu Officer", DAY)
    try:
        for number in range(6):
            values = {
                "type": "informal complaint", "complainant": (f"Caller {number}",), "complainant_kind": "family",
                "about": ("the service",), "account": f"The rota {number} was changed twice. " * 20,
                "points": ("The rota was changed",), "event_on": DAY.isoformat(),
            }  # fmt: skip
            made = casework.open_case(desk, OpenCase("complaint", values, by="Olu Officer"))
            for note in range(4):
                text = f"She rang again, call {note}. " * 30
                casework.record(desk, Record(made.ref, "note", {"text": text}, by="Olu Officer"))
            casework.attach(desk, Attach(made.ref, f"paper-{number}.txt", b"What she wrote. " * 500))
    finally:
        desk.store.close()
    return path


def contents(path: Path) -> str:
    """Return one hash over every row that an office keeps, indexes of words and drafts aside; empty if unreadable."""
    file = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        digest = sha256()
        rows = file.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
        virtual = tuple(name for name, sql in rows if sql.startswith("CREATE VIRTUAL"))
        for name, _ in rows:
            if not name.startswith(virtual):
                digest.update(repr(file.execute(f'SELECT * FROM "{name}"').fetchall()).encode())
        return digest.hexdigest()
    except (sqlite3.Error, UnicodeDecodeError):
        return ""
    finally:
        file.close()


def noticed(path: Path) -> bool:
    """Whether `check --deep` says that something is wrong, or the office cannot even be opened."""
    try:
        desk = open_desk(str(path), ADA)
    except (StoreError, ValueError, sqlite3.Error):
        return True
    try:
        return bool(casework.check(desk) or differences(desk))
    except Exception:
        return True
    finally:
        desk.store.close()


def measure_pages(rounds: int, seed: int) -> dict[str, Any]:
    chance = random.Random(seed)
    counts = {"noticed": 0, "nothing kept has changed": 0, "missed": 0, "missed in a backup": 0}
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        with Store.open(worked_office(place)) as store:
            made = back_up(store, place / "copy.db", AT, "benchmark")
        noted, sound = read_manifest(made.backup.path), contents(made.backup.path)
        assert noted is not None
        clean = made.backup.path.read_bytes()
        for number in range(rounds):
            content = bytearray(clean)
            at = chance.randrange(len(content))
            size = chance.choice((1, 16, 512, 4096))
            content[at : at + size] = chance.randbytes(len(content[at : at + size]))
            if content == clean:
                continue
            path = place / f"noise-{number}.db"
            path.write_bytes(content)
            path.chmod(0o600)
            counts["missed in a backup"] += sha256(content).hexdigest() == noted.sha256
            if contents(path) == sound:
                counts["nothing kept has changed"] += 1
            else:
                counts["noticed" if noticed(path) else "missed"] += 1
            for each in place.glob(f"noise-{number}.db*"):
                each.unlink()
    return {"pages": rounds, **counts}


# -- a large backup ---------------------------------------------------------------------------------------------


def measure_backup(megabytes: int, writers: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        path = place / "office.db"
        new_office(path, 5)
        piece = min(9_000_000, megabytes * 1_000_000)
        with Store.open(path) as store:
            for number in range(max(1, megabytes * 1_000_000 // piece)):
                with store.writing("Sam Malik", AT) as writer:
                    writer.add_attachment(1 + number % 5, f"scan-{number}.pdf", os.urandom(piece))
        report = place / "report"
        children = [fork(lambda n=number: _write_and_watch(path, f"w{n}", report)) for number in range(writers)]
        ended = []
        time.sleep(0.5)
        with Store.open(path) as store:
            begun = time.perf_counter()
            made = back_up(store, place / "copy.db", AT, "benchmark")
            seconds = time.perf_counter() - begun
        for child in children:
            os.kill(child, signal.SIGTERM)
            ended.append(os.waitpid(child, 0)[1])
        restored = safekeeping.rehearse(made.backup.path)
        told = [json.loads(line) for line in report.read_text().splitlines()]
        with Store.open(path) as store:
            faults = store.verify_journal({made.backup.rows: made.backup.head})
        return {
            "megabytes": round(made.backup.size / 1e6),
            "writers": writers,
            "backup, proved, seconds": round(seconds, 1),
            "slowest save meanwhile, seconds": round(max((each["longest"] for each in told), default=0.0), 2),
            "saves meanwhile": sum(each["saves"] for each in told),
            "busy": sum(each["busy"] for each in told),
            "restore rehearsed, seconds": round(restored, 1),
            "plain SQLite, seconds": round(plain.copying(path, place / "plain.db"), 1),
            "missed": len(faults) + sum(map(bool, ended)),
        }


def _write_and_watch(path: Path, name: str, report: Path) -> None:
    number, longest, busy, saves = 0, 0.0, 0, 0

    def end(*_: object) -> None:
        with report.open("a") as file:
            file.write(json.dumps({"longest": longest, "busy": busy, "saves": saves}) + "\n")
        os._exit(0)

    signal.signal(signal.SIGTERM, end)
    store = Store.open(path, wait=60)
    while True:
        number += 1
        row = views.case_by_ref(store, _viewer(), f"CO-000{random.randint(1, 5)}")
        assert row is not None
        begun = time.perf_counter()
        try:
            save(store, row, f"{name}-{number}")
            saves += 1
        except Conflict:
            continue
        except StoreError:
            busy += 1
        longest = max(longest, time.perf_counter() - begun)


def _viewer() -> Any:
    from sharedlives_tui.access import Viewer

    return Viewer(1, "Sam Malik", frozenset({"officer"}))


# -- killed upgrades ------------------------------------------------------------------------------------------------


def older_file(path: Path, form: int) -> None:
    """Make a file as the program of that form made one, with the rows that every form has."""
    file = sqlite3.connect(path, isolation_level=None)
    for step in STEPS[:form]:
        for each in statements(step.sql):
            file.execute(each)
    file.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    file.execute(f"PRAGMA user_version = {form}")
    previous = journal.BEGINNING
    file.execute("BEGIN")
    for seq in range(1, 300):
        salt, text = secrets.token_hex(16), journal.words_text({"name": "soon", "value": f"{seq} " * 200})
        row = journal.Row(
            seq, "setting", None, None, "put", None, None, None, "P-1", AT.isoformat(), None,
            journal.words_digest(salt, text), previous,
        )  # fmt: skip
        previous = row.hash
        marks = ", ".join("?" * 14)
        values = (*row.__dict__.values(), previous)
        file.execute(f"INSERT INTO journal ({journal.COLUMNS}, hash) VALUES ({marks})", values)
        file.execute("INSERT INTO words (seq, salt, body) VALUES (?, ?, ?)", (seq, salt, text))
    file.execute("COMMIT")
    file.execute("PRAGMA journal_mode = WAL")
    file.close()


def measure_upgrade(rounds: int, seed: int) -> dict[str, Any]:
    chance = random.Random(seed)
    shapes: dict[int, dict[str, str]] = {}
    for form in range(1, len(STEPS) + 1):
        fresh = sqlite3.connect(":memory:", isolation_level=None)
        upgrade(fresh, STEPS[:form])
        shapes[form] = dump(fresh)
        fresh.close()
    half, reached = 0, dict.fromkeys(shapes, 0)
    with tempfile.TemporaryDirectory() as folder:
        for form in range(1, len(STEPS)):
            older = Path(folder) / f"form-{form}.db"
            older_file(older, form)
            for number in range(rounds):
                path = Path(folder) / f"{form}-{number}.db"
                shutil.copy(older, path)
                child = fork(lambda p=path: _upgraded(p))
                time.sleep(chance.uniform(0, 0.1))
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
                half += not _is_one_of(path, shapes, reached)
                for each in Path(folder).glob(f"{path.name}*"):
                    each.unlink()
    return {"kills": rounds * (len(STEPS) - 1), "forms reached": reached, "missed": half}


def _upgraded(path: Path) -> None:
    file = connect(path, "rw", wait=30)
    upgrade(file, STEPS)
    file.close()


def _is_one_of(path: Path, shapes: dict[int, dict[str, str]], reached: dict[int, int]) -> bool:
    file = connect(path, "rw", wait=30)
    try:
        found = version(file)
        reached[found] += 1
        sound = file.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        return sound and dump(file) == shapes[found] and chain_breaks(file) == []
    finally:
        file.close()


# -- the command --------------------------------------------------------------------------------------------------


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("journal", "edits", "pages", "backup", "upgrade"))
    parser.add_argument("--rows", type=int, help="journal: 1000000; edits: 2000")
    parser.add_argument("--rounds", type=int, help="edits and pages: 1000; upgrade: 100 for each form")
    parser.add_argument("--megabytes", type=int, default=1000)
    parser.add_argument("--writers", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--strict", action="store_true", help="end with status 1 where a time is missed, too")
    asked = parser.parse_args()
    works: dict[str, tuple[Callable[[], dict[str, Any]], Callable[[dict[str, Any]], list[Figure]]]] = {
        "journal": (lambda: measure_journal(asked.rows or 1_000_000), goals.of_journal),
        "edits": (lambda: measure_edits(asked.rounds or 1000, asked.rows or 2000, asked.seed), goals.of_edits),
        "pages": (lambda: measure_pages(asked.rounds or 1000, asked.seed), goals.of_pages),
        "backup": (lambda: measure_backup(asked.megabytes, asked.writers), goals.of_backup),
        "upgrade": (lambda: measure_upgrade(asked.rounds or 100, asked.seed), goals.of_upgrade),
    }
    work, judge = works[asked.what]
    found = work()
    print(json.dumps(found, indent=2), flush=True)
    return tell(judge(found), strict=asked.strict)


if __name__ == "__main__":
    sys.exit(main())
