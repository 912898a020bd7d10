"""People start the program as people do, several at once on one file, while others save; some are killed.

    python -m benchmarks.early_starts --rounds 200
    python -m benchmarks.early_starts --rounds 20 --sessions 6 --writers 3

Each session has a terminal of its own: the first picture, the toolkit, a note on a case of its own, and an end: it is
left, killed at any moment, killed as soon as its note is acknowledged, or its line is cut. Some people wait for what
they see, others type all of it at once before anything stands there. Meanwhile writers save to other cases and are
killed in the end, and somebody asks for the list and leaves. While a session is at work, nobody may take its locks or
clear the file's side files away under it: the system itself is asked. After every round the office is proved, and every
note that was acknowledged must be in it. The status is 1 if anything was lost, taken or broken.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from benchmarks.kill_writers import fork
from benchmarks.processes import lives
from benchmarks.terminal import Session
from sharedlives_tui import casework, reading, soaking
from sharedlives_tui.desk import open_desk
from sharedlives_tui.requests import Record
from sharedlives_tui.store import Conflict, Store
from sharedlives_tui.store.errors import Busy

PATIENCE = 120.0
"""Seconds after which a session that does not come on has come to nothing."""
FATES = ("left", "left", "killed", "killed early", "killed when it was told", "cut off")
TOLD = "Recorded."
PROGRAM = (sys.executable, "-m", "sharedlives_tui")
_DEADMAN, _SHARED = 128, 0x40000002
"""The bytes on which whoever has the office open holds a lock: of the side file that is shared, and of the file."""


@dataclass
class Told:
    """What came of all rounds."""

    rounds: int = 0
    sessions: int = 0
    ends: dict[str, int] = field(default_factory=dict)
    acknowledged: int = 0
    saved_meanwhile: int = 0
    looked_at_locks: int = 0
    lost: list[str] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Whether nothing was lost, taken or broken, and everybody came on."""
        return not (self.lost or self.taken or self.broken or self.stuck)


@dataclass
class Visit:
    """One session on its way: what it waits for, what it types then, and how it ends."""

    session: Session
    number: int
    mark: str
    fate: str
    dies_at: float
    steps: list[tuple[str, bytes]]
    began: float = field(default_factory=time.monotonic)
    acknowledged: bool = False
    ended: bool = False

    def look(self, before_it_goes_on: Callable[[], None]) -> None:
        """Read what has come; go on where what it waits for stands there."""
        self.ended = not self.session.look()
        while self.steps and not self.ended and self.session.shows(self.steps[0][0]):
            words, keys = self.steps[0]
            self.acknowledged = self.acknowledged or words == TOLD
            before_it_goes_on()
            self.steps.pop(0)
            if words == TOLD and self.fate == "killed when it was told":
                self.kill()
                return
            self.session.forget()
            self.session.type(keys)
        if not self.ended and time.monotonic() - self.began > self.dies_at:
            self.kill()

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            if self.fate == "cut off":
                os.kill(self.session.process, signal.SIGHUP)
            else:
                os.kill(self.session.process, signal.SIGKILL)
        self.ended = True

    @property
    def at_work(self) -> bool:
        """Its case is open, so all that it needs of the file was opened; and it does not go yet."""
        return not self.ended and 0 < len(self.steps) < 3 and lives(self.session.process)


def locks_lost(place: Path, process: int) -> list[str]:
    """What a program that has the office open does not hold any more of it, as the system tells it."""
    found = []
    held = Path("/proc/locks").read_text()
    for name, byte in ((f"{place}-shm", _DEADMAN), (str(place), _SHARED)):
        try:
            inode = Path(name).stat().st_ino
        except FileNotFoundError:
            found.append(f"{Path(name).name} is gone")
            continue
        spans = re.findall(rf"POSIX\s+\S+\s+\S+\s+{process} \S+:{inode} (\d+) (\d+|EOF)", held)
        if not any(int(first) <= byte and (last == "EOF" or byte <= int(last)) for first, last in spans):
            found.append(f"no lock on {Path(name).name}")
    with suppress(FileNotFoundError, PermissionError):
        for each in Path(f"/proc/{process}/fd").iterdir():
            with suppress(OSError):
                target = str(each.readlink())
                if target.endswith(" (deleted)") and target.removesuffix(" (deleted)").startswith(str(place)):
                    found.append(f"{Path(target).name} was cleared away")
    return found


class Rounds:
    """The rounds of one office."""

    def __init__(self, folder: Path, sessions: int, writers: int, seed: int, program: Sequence[str] = PROGRAM) -> None:
        self.place = folder / "office.db"
        self._folder, self._sessions, self._writers = folder, sessions, writers
        self._program = program
        self._chance = random.Random(seed)
        self._marks: set[str] = set()
        self.told = Told()
        soaking.make_office(self.place, sessions + writers, sessions + 4)

    def one(self) -> None:
        """One round: everybody comes, works and ends; then the office is proved."""
        self.told.rounds += 1
        with self._others() as log:
            visits: list[Visit] = []
            coming = [self._chance.uniform(0, 0.8) for _ in range(self._sessions)]
            began = time.monotonic()
            asks = self._chance.uniform(0.2, 1.5)
            visitor: subprocess.Popen[bytes] | None = None
            try:
                while len(visits) < self._sessions or not all(each.ended for each in visits):
                    passed = time.monotonic() - began
                    while len(visits) < self._sessions and passed >= sorted(coming)[len(visits)]:
                        visits.append(self._comes(len(visits)))
                    if visitor is None and passed > asks:
                        visitor = self._asks()
                    self._step(visits)
            finally:
                if visitor is not None:
                    visitor.wait()
                for each in visits:
                    each.session.close()
            saved = set(log.read_text().split())
        self.told.saved_meanwhile += len(saved)
        self._marks |= {each.mark for each in visits if each.acknowledged}
        self._count(visits)
        self._prove(saved)

    def _step(self, visits: Sequence[Visit]) -> None:
        """Wait for whoever writes next; look at all; at each end look at the locks of those who stay."""
        living = [each for each in visits if not each.ended]
        with suppress(OSError, ValueError):
            select.select([each.session for each in living], [], [], 0.02)
        for each in living:
            each.look(partial(self._locks, visits))
            if each.ended:
                self._locks(visits)
            if not each.ended and time.monotonic() - each.began > PATIENCE:
                self.told.stuck.append(f"{each.mark} ({each.fate}) waits for {each.steps[:1]}")
                each.kill()

    def _locks(self, visits: Sequence[Visit]) -> None:
        for each in (visit for visit in visits if visit.at_work):
            found = locks_lost(self.place, each.session.process)
            for _ in range(5):  # the system's list is read in pieces, while it changes; what is lost stays lost
                if found:
                    time.sleep(0.02)
                    found = locks_lost(self.place, each.session.process)
            if each.at_work:  # else it ended while it was looked at
                self.told.looked_at_locks += 1
                self.told.taken += [f"{each.mark}: {words}" for words in found]

    def _comes(self, number: int) -> Visit:
        fate = self._chance.choice(FATES)
        mark = f"r{self.told.rounds}s{number}x{self._chance.randrange(10**6)}"
        dies_at = {
            "killed": self._chance.uniform(0.3, 4.0),
            "killed early": self._chance.uniform(0.02, 0.6),
            "cut off": self._chance.uniform(0.3, 5.0),
        }.get(fate, 10**6)
        down = b"\x1b[B" * number
        note = mark.encode() + b"\x13"
        steps = [("CO-", down + b"\r"), ("Timeline", b"t"), ("Whose note", note), (TOLD, b"\x11")]
        typed = b""
        if self._chance.random() < 0.3:  # all at once, before anything stands there
            typed, steps = down + b"\r", [("Timeline", b"t"), *steps[2:]]
        words = [*self._program, "--database", str(self.place), "--as", f"Officer {number + 1:03d}"]
        home = self._folder / f"home-{number}"
        home.mkdir(exist_ok=True)
        session = Session(words, {"HOME": str(home), "XDG_CONFIG_HOME": str(home)}, typed)
        return Visit(session, number, mark, fate, dies_at, steps)

    def _asks(self) -> subprocess.Popen[bytes]:
        words = [*PROGRAM, "--database", str(self.place), "--as", "Officer 001", "today"]
        return subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    @contextmanager
    def _others(self) -> Iterator[Path]:
        """Writers who save all the time to cases of their own, and are killed in the end; what they were told."""
        log = self._folder / f"saved-{self.told.rounds}"
        descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        children = [fork(partial(self._save, number, descriptor)) for number in range(self._writers)]
        os.close(descriptor)
        try:
            yield log
        finally:
            for child in children:
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)

    def _save(self, number: int, descriptor: int) -> None:
        desk = open_desk(str(self.place), f"Officer {self._sessions + number + 1:03d}")
        ref = f"CO-{self._sessions + 1 + number % 4:04d}"
        for count in range(10**9):
            request = f"{self.told.rounds}-{number}-{count}"
            try:
                seen = reading.case_view(desk, ref).version
                casework.record(desk, Record(ref, "note", {"text": request}, version=seen, request_id=request))
            except (Conflict, Busy):  # they were told that it is not saved
                continue
            os.write(descriptor, f"{request}\n".encode())
            time.sleep(0.05)

    def _count(self, visits: Sequence[Visit]) -> None:
        self.told.sessions += len(visits)
        self.told.acknowledged = len(self._marks)
        for each in visits:
            how = each.fate if each.acknowledged else f"{each.fate}, before its note was saved"
            self.told.ends[how] = self.told.ends.get(how, 0) + 1
            if each.fate == "left" and not each.acknowledged:
                self.told.stuck.append(f"{each.mark} ended before it was told that its note is saved")

    def _prove(self, saved: set[str]) -> None:
        with Store.open(self.place) as store:
            self.told.broken += store.verify_journal() + store.check_file()
            kept = {row[0] for row in store.fetch("SELECT request_id FROM journal WHERE request_id IS NOT NULL")}
            words = "\n".join(str(row[0]) for row in store.fetch("SELECT body FROM words"))
        self.told.lost += sorted(saved - kept) + sorted(each for each in self._marks if each not in words)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the rounds; print the figures as JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.early_starts", description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--sessions", type=int, default=4, help="who starts the program in each round (4)")
    parser.add_argument("--writers", type=int, default=2, help="who saves meanwhile (2)")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="sharedlives-starts-") as folder:
        rounds = Rounds(Path(folder), args.sessions, args.writers, args.seed)
        with suppress(KeyboardInterrupt):  # then what was found so far is told
            for number in range(args.rounds):
                rounds.one()
                if sys.stderr.isatty():
                    print(f"\r{number + 1} of {args.rounds}", end="", file=sys.stderr)
        print(json.dumps({**rounds.told.__dict__, "sound": rounds.told.sound}, indent=1))
        return 0 if rounds.told.sound else 1


if __name__ == "__main__":
    sys.exit(main())
