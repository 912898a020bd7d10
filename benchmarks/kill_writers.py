"""Nothing lost: writers are killed in the middle, and many write to one case at once.

    python benchmarks/kill_writers.py kill --rounds 200
    python benchmarks/kill_writers.py crowd --processes 40 --saves 40
    python benchmarks/kill_writers.py desk --processes 40 --saves 40
    python benchmarks/kill_writers.py crowd --processes 40 --saves 25 --server

`kill` ends four writers with SIGKILL in every round and looks for every save that was acknowledged, for halves of
transactions and for breaks of the journal. `crowd` lets all write to one case as fast as they can; `desk` lets them
think in between and meet each other's changes. With `--server` the office lies on a PostgreSQL that is started for it.

JSON goes to standard output, and to standard error each figure with its goal: reached or MISSED. The status is 1 if
anything was lost, half, or shown as in use; with --strict also where a goal was missed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, date, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import goals, plain  # noqa: E402
from benchmarks.report import Figure, percentile, tell  # noqa: E402
from sharedlives_tui.access import Viewer  # noqa: E402
from sharedlives_tui.store import CaseRow, Conflict, LimitRow, Store, StoreError, views  # noqa: E402
from sharedlives_tui.store.rehearsal import rehearse  # noqa: E402

AT = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)
DAY = date(2026, 11, 16)
VIEWER = Viewer(1, "Sam Malik", frozenset({"officer"}))
SECONDS = 60.0


def new_office(path: Path | str, cases: int) -> Path | str:
    made = Store.create(path, name="Benchmark", nation="england", practice=True, by="Sam Malik", at=AT)
    with made as store, store.writing("Sam Malik", AT) as writer:
        writer.add_person("Sam Malik")
        for _ in range(cases):
            writer.new_case("CO", "complaint", "d" * 64, DAY)
    return path


def save(store: Store, row: CaseRow, request: str) -> None:
    """One save as casework makes it: an entry, the limits, the row of the case with its version."""
    with store.writing("Sam Malik", AT) as writer:
        number = writer.next_number(row.id)
        writer.append(
            kind="entry",
            case_id=row.id,
            number=number,
            act="note",
            done_on=DAY,
            done_by="P-1",
            body={"values": {"text": f"{request} " + "a note of some length " * 10}},
            request_id=request,
        )
        writer.replace_limits(
            row.id, [LimitRow(f"note.{number}", "note", "Note", "local", None, DAY, "must", "ours", DAY, DAY, DAY)]
        )
        writer.save_case(row)


def halves(store: Store) -> list[str]:
    """Return the cases whose parts are not of the same save."""
    found = []
    for row in views.all_cases(store):
        entries = [each.number for each in views.entries(store, row.id) if each.kind == "entry"]
        limits = [each.instance for each in views.limits_of(store, row.id)]
        expected = [f"note.{len(entries)}"] if entries else []
        if row.version != len(entries) or limits != expected or row.classes.must_instance != "".join(expected):
            found.append(f"{row.ref}: version {row.version}, {len(entries)} entries, limits {limits}")
    return found


def fork(work: Callable[[], None]) -> int:
    child = os.fork()
    if child:
        return child
    try:
        work()
        os._exit(0)
    except BaseException:
        traceback.print_exc()
        os._exit(70)


# -- killed writers ---------------------------------------------------------------------------------------------


def write_until_killed(path: Path | str, name: str, acknowledged: int) -> None:
    store = Store.open(path, wait=SECONDS)
    number = 0
    while True:
        number += 1
        ref = f"CO-{random.randint(1, 5):04d}"
        row = views.case_by_ref(store, VIEWER, ref)
        assert row is not None
        request = f"{name}-{number}"
        try:
            save(store, row, request)
        except Conflict:
            continue
        os.write(acknowledged, f"{request}\n".encode())


def kill(rounds: int, writers: int, seed: int, place: str = "") -> dict[str, object]:
    """Kill writers; the office is made at `place`, or in a file."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        path = new_office(place or Path(folder) / "office.db", 5)
        log = Path(folder) / "acknowledged"
        descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        died = 0
        for number in range(rounds):
            children = [
                fork(lambda name=f"{number}-{writer}": write_until_killed(path, name, descriptor))
                for writer in range(writers)
            ]
            time.sleep(chance.uniform(0.02, 0.2))
            for child in children:
                os.kill(child, signal.SIGKILL)
            died += sum(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL for child in children)
        os.close(descriptor)
        with Store.open(path) as store:
            saved = {row[0] for row in store.fetch("SELECT request_id FROM journal WHERE request_id IS NOT NULL")}
            acknowledged = set(log.read_text().split())
            return {
                "rounds": rounds,
                "writers": writers,
                "killed": died,
                "acknowledged": len(acknowledged),
                "lost": len(acknowledged - saved),
                "saved but not yet acknowledged": len(saved - acknowledged),
                "halves": halves(store),
                "journal": store.verify_journal(),
                "file": store.check_file(),
            }


# -- a crowd ----------------------------------------------------------------------------------------------------


def write_in_a_crowd(path: Path | str, name: str, saves: int, cases: int, think: float, report: Path) -> None:
    """Save from what was read before: a conflict is shown, the case is read again, and the save is tried again."""
    store = Store.open(path, wait=SECONDS)
    store.make_ready()  # as the screens do, once their first picture is painted
    chance = random.Random(name)
    took, conflicts, waited = [], 0, 0
    for number in range(saves):
        ref = f"CO-{chance.randint(1, cases):04d}"
        while True:
            row = views.case_by_ref(store, VIEWER, ref)
            assert row is not None
            if think:
                time.sleep(chance.uniform(think / 2, think * 1.5))
            begun = time.perf_counter()
            try:
                save(store, row, f"{name}-{number}")
            except Conflict:
                conflicts += 1
                took.append(time.perf_counter() - begun)
                continue
            except StoreError:
                waited += 1
                break
            took.append(time.perf_counter() - begun)
            break
    report.write_text(json.dumps({"took": took, "conflicts": conflicts, "busy": waited}))


def write_once(store: Store, request: str) -> None:
    """Save as a program that counts does: reading inside the transaction."""
    with store.writing("Sam Malik", AT) as writer:
        row = views.case_by_ref(writer, VIEWER, "CO-0001")
        assert row is not None
        entry = writer.next_number(row.id)
        writer.append(kind="entry", case_id=row.id, number=entry, act="note", done_on=DAY, body={}, request_id=request)
        limit = LimitRow(f"note.{entry}", "note", "Note", "local", None, DAY, "must", "ours", DAY, DAY, DAY)
        writer.replace_limits(row.id, [limit])
        writer.save_case(row)


def write_as_fast_as_can_be(path: Path | str, name: str, saves: int, report: Path) -> None:
    """Read inside the transaction, as a program that counts does: nobody may lose anything, and all take turns."""
    store = Store.open(path, wait=SECONDS)
    took, busy = [], 0
    for number in range(saves):
        begun = time.perf_counter()
        try:
            write_once(store, f"{name}-{number}")
        except StoreError:
            busy += 1
        took.append(time.perf_counter() - begun)
    report.write_text(json.dumps({"took": took, "conflicts": 0, "busy": busy}))


def crowd(processes: int, saves: int, think: float, cases: int, place: str = "") -> dict[str, object]:
    """Let many write at once; the office is made at `place`, or in a file."""
    with tempfile.TemporaryDirectory() as folder:
        path = new_office(place or Path(folder) / "office.db", cases)
        rehearse()  # before the forks, like the imports: everybody at their desk has long been ready
        begun = time.perf_counter()
        children = []
        for number in range(processes):
            report = Path(folder) / f"report-{number}"
            if think:
                children.append(
                    fork(lambda n=number, r=report: write_in_a_crowd(path, f"w{n}", saves, cases, think, r))
                )
            else:
                children.append(fork(lambda n=number, r=report: write_as_fast_as_can_be(path, f"w{n}", saves, r)))
        codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
        seconds = time.perf_counter() - begun
        reports = [json.loads(each.read_text()) for each in Path(folder).glob("report-*")]
        took = sorted(each for report in reports for each in report["took"])
        with Store.open(path) as store:
            saved = store.fetch("SELECT count(*) FROM journal WHERE request_id IS NOT NULL")[0][0]
            busy = sum(report["busy"] for report in reports)
            return {
                "processes": processes,
                "ended well": codes.count(0),
                "acknowledged": processes * saves - busy,
                "lost": processes * saves - busy - saved,
                "conflicts shown": sum(report["conflicts"] for report in reports),
                "busy": busy,
                "saves a second": round(saved / seconds),
                "p50 ms": round(took[len(took) // 2] * 1000, 1),
                "p99 ms": round(percentile(took, 0.99) * 1000, 1),
                "longest ms": round(took[-1] * 1000, 1),
                **({} if place else {"plain SQLite p99 ms": round(plain.saving(), 1)}),
                "halves": halves(store),
                "journal": store.verify_journal(),
                "file": store.check_file(),
            }


def measure(asked: argparse.Namespace, place: str) -> dict[str, object]:
    if asked.what == "kill":
        return kill(asked.rounds, asked.writers, asked.seed, place)
    think, cases = (0.0, 1) if asked.what == "crowd" else (0.4, asked.cases)
    return crowd(asked.processes, asked.saves, think, cases, place)


def judged(what: str, found: dict[str, object]) -> list[Figure]:
    """Return a row for each figure, with its goal."""
    return goals.of_kill(found) if what == "kill" else goals.of_crowd(found, desk=what == "desk")


@contextmanager
def server_place() -> Iterator[str]:
    """Yield the place of an empty database of a server that runs for this alone."""
    from tests.servers.postgres_kit import postgres_server

    with postgres_server() as server:
        yield server.url(server.new_database())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("kill", "crowd", "desk"))
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--writers", type=int, default=4)
    parser.add_argument("--processes", type=int, default=40)
    parser.add_argument("--saves", type=int, default=40)
    parser.add_argument("--cases", type=int, default=200, help="desk: how many cases they share")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--server", action="store_true", help="on a PostgreSQL instead of in a file")
    parser.add_argument("--strict", action="store_true", help="end with status 1 where a goal is missed, too")
    asked = parser.parse_args()
    with server_place() if asked.server else nullcontext("") as place:
        found = measure(asked, place)
    print(json.dumps(found, indent=2), flush=True)
    return tell(judged(asked.what, found), strict=asked.strict)


if __name__ == "__main__":
    sys.exit(main())
