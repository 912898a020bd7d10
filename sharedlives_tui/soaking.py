"""Many people at once: sessions of their own write into one practice office, and whatever was lost is counted.

Each session is a process of its own that opens the office, in a file or on a server, as everybody does, and records
through the one door. It looks at a case, thinks, and records a note; where somebody else was quicker it is told so,
looks again and records it again. Everything that it was told is saved is held against the office at the end. There are
no screens in this and no SSH: `benchmarks/shared_server.py` has both.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sharedlives_tui import casework, office, reading
from sharedlives_tui.clock import Clock, today
from sharedlives_tui.deep_check import differences
from sharedlives_tui.desk import Desk, open_desk
from sharedlives_tui.requests import OpenCase, Record
from sharedlives_tui.store import Busy, Conflict, StoreError, views

CASES_EACH = 25
"""Cases for each person, where nothing else is said."""
DESK_THINK, DESK_CASES = 0.4, 200
"""The pace of desks at their busiest: seconds between reading and recording, on average, and the cases of all."""
HOT = 0.05
"""How much of the work goes to the same few cases."""
HOT_CASES = 8
_ADA = "Ada Adler"


@dataclass(frozen=True)
class Figures:
    """What became of it. The first four are to be 0 and an empty list."""

    lost: int
    """Writes that were acknowledged and are not in the office."""
    lost_updates: int
    """Writes that were acknowledged although somebody else had written since the case was read."""
    lock_errors: int
    """How often somebody was told that the file is in use, or that the disk gave an error."""
    not_whole: list[str]
    """What `check --deep` says of the office at the end."""
    users: int
    acknowledged: int
    told_of_others: int
    """How often somebody was shown that a colleague had recorded something in the meantime."""
    seconds: float
    writes_a_second: float
    p50_ms: float
    p95_ms: float
    p99_ms: float
    longest_ms: float

    @property
    def sound(self) -> bool:
        """Whether nothing was lost, nobody stopped, and the office is whole."""
        return not (self.lost or self.lost_updates or self.lock_errors or self.not_whole)

    def as_data(self) -> dict[str, Any]:
        """Return all of it, as JSON has it."""
        return asdict(self)


def soak(users: int, writes: int, think: float = 0.0, cases: int = 0, place: str = "") -> Figures:
    """Let `users` sessions record `writes` notes each in a practice office that is made for it, and count.

    `think` are the seconds between looking at a case and recording, on average. The office is made in a file that goes
    again, or in the database at `place` (a URL), where it stays; where an office is, nothing is done. Raises
    StoreError, RuntimeError where a session ended by itself.
    """
    with tempfile.TemporaryDirectory(prefix="sharedlives-soak-") as folder:
        path = place or str(Path(folder) / "soak.db")
        make_office(path, users, cases or users * CASES_EACH)
        began, reports = _let_them_work(path, Path(folder), users, writes, think)
        return _figures(path, users, time.perf_counter() - began, reports)


def make_office(path: Path | str, users: int, cases: int) -> None:
    """Make a practice office with so many officers, and complaints to work on. Raises StoreError."""
    day = today()
    made = office.create_office(path, name="Soak", nation="england", practice=True, by_name=_ADA, clock=Clock(day))
    try:
        for number in range(users):
            office.add_person(made, _name(number), [("officer", day, None)])
    finally:
        made.store.close()
    desk = open_desk(str(path), _name(0))
    try:
        for number in range(cases):
            casework.open_case(desk, OpenCase("complaint", _complaint(number, day), by=_name(number % users)))
    finally:
        desk.store.close()


def _name(number: int) -> str:
    return f"Officer {number + 1:03d}"


def _complaint(number: int, day: date) -> dict[str, Any]:
    return {
        "type": "informal complaint",
        "complainant": (f"Caller {number + 1}",),
        "complainant_kind": "family",
        "about": ("the service",),
        "account": f"The rota of house {number + 1} was changed twice and nobody said so.",
        "points": ("The rota was changed without a word",),
        "event_on": day.isoformat(),
    }


# -- one session --------------------------------------------------------------------------------------------------


def session(path: str, name: str, writes: int, think: float) -> Iterator[dict[str, Any]]:
    """Work as one person; yield what happened at each attempt. Raises StoreError where the office cannot be opened."""
    chance = random.Random(name)  # noqa: S311 - it draws cases, it hides nothing
    desk = open_desk(path, name)
    try:
        if not desk.office.practice:
            raise StoreError(f"{path} is a real office. Notes to try it out go into a practice office alone.")
        refs = [row.ref for row in views.all_cases(desk.store)]
        desk.store.make_ready()
        for number in range(writes):
            hot = chance.random() < HOT
            ref = refs[chance.randrange(min(HOT_CASES, len(refs)))] if hot else chance.choice(refs)
            yield from _until_it_is_recorded(desk, ref, f"{name}-{number}", think, chance)
    finally:
        desk.store.close()


def _until_it_is_recorded(
    desk: Desk, ref: str, request: str, think: float, chance: random.Random
) -> Iterator[dict[str, Any]]:
    while True:
        seen = reading.case_view(desk, ref).version
        if think:
            time.sleep(chance.uniform(think / 2, think * 1.5))
        begun = time.perf_counter()
        done = {"ref": ref, "request": request, "seen": seen}
        wanted = Record(ref, "note", {"text": f"{request}: rang again."}, version=seen, request_id=request)
        try:
            made = casework.record(desk, wanted)
        except Conflict:
            yield {**done, "what": "conflict", "ms": _ms(begun)}
        except Busy:
            yield {**done, "what": "busy", "ms": _ms(begun)}
        except StoreError as error:
            yield {**done, "what": "error", "ms": _ms(begun), "words": str(error)}
            return
        else:
            yield {**done, "what": "saved", "ms": _ms(begun), "version": made.version}
            return


def _ms(begun: float) -> float:
    return (time.perf_counter() - begun) * 1000


def main(arguments: Sequence[str]) -> int:
    """Be one session: wait for a line on standard input, work, and write a line of JSON for each attempt."""
    path, name, writes, think = arguments
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    for each in session(path, name, int(writes), float(think)):
        sys.stdout.write(json.dumps(each) + "\n")
        sys.stdout.flush()  # what is on this line was acknowledged
    return 0


# -- all of them --------------------------------------------------------------------------------------------------


def _let_them_work(
    path: str, folder: Path, users: int, writes: int, think: float
) -> tuple[float, list[dict[str, Any]]]:
    """Start the sessions, let them go together, and return when that was and what they reported."""
    command = [sys.executable, "-m", "sharedlives_tui.soaking", path]
    with ExitStack() as stack:
        sessions = []
        for number in range(users):
            report = stack.enter_context((folder / f"report-{number}").open("w+", encoding="utf-8"))
            words = [*command, _name(number), str(writes), str(think)]
            process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=report, text=True)  # noqa: S603 - ourselves
            sessions.append((stack.enter_context(process), report))
        for number in range(users):
            _wait_until_ready(folder / f"report-{number}", sessions[number][0])
        began = time.perf_counter()
        for process, _ in sessions:
            if process.stdin is not None:
                process.stdin.write("go\n")
                process.stdin.close()
        statuses = [process.wait() for process, _ in sessions]
        found = []
        for _, report in sessions:
            report.seek(0)
            found += [json.loads(line) for line in report if line.startswith("{")]
    if any(statuses):
        raise RuntimeError(f"{sum(map(bool, statuses))} sessions ended by themselves; the first with {max(statuses)}.")
    return began, found


def _wait_until_ready(report: Path, process: subprocess.Popen[str]) -> None:
    while not report.stat().st_size:
        if process.poll() is not None:
            raise RuntimeError(f"A session ended by itself with {process.returncode}.")
        time.sleep(0.02)


def _figures(path: Path | str, users: int, seconds: float, reports: Sequence[Mapping[str, Any]]) -> Figures:
    saved = [each for each in reports if each["what"] == "saved"]
    desk = open_desk(str(path), _ADA)
    try:
        rows = desk.store.fetch("SELECT request_id FROM journal WHERE request_id IS NOT NULL")
        there = [str(row[0]) for row in rows]
        not_whole = [*casework.check(desk), *differences(desk)]
    finally:
        desk.store.close()
    seen = [(each["ref"], each["seen"]) for each in saved]
    took = sorted(each["ms"] for each in reports) or [0.0]
    return Figures(
        lost=len({each["request"] for each in saved} - set(there)) + len(there) - len(set(there)),
        lost_updates=len(seen) - len(set(seen)),
        lock_errors=sum(each["what"] in ("busy", "error") for each in reports),
        not_whole=not_whole,
        users=users,
        acknowledged=len(saved),
        told_of_others=sum(each["what"] == "conflict" for each in reports),
        seconds=round(seconds, 1),
        writes_a_second=round(len(saved) / max(seconds, 0.001), 1),
        p50_ms=round(_percentile(took, 50), 1),
        p95_ms=round(_percentile(took, 95), 1),
        p99_ms=round(_percentile(took, 99), 1),
        longest_ms=round(took[-1], 1),
    )


def _percentile(ordered: Sequence[float], percent: int) -> float:
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
