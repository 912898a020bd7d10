"""People who come in over SSH all at once, save notes in cases that others work on too, and are cut off."""

from __future__ import annotations

import random
import re
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from benchmarks.processes import busy, gone, sessions
from tests.servers.office_kit import SharedServer
from tests.servers.session_kit import drafts
from tests.terminal_kit import Terminal

PATIENCE = 300.0
"""Seconds after which somebody counts as stuck."""
CONFLICT = re.compile(r"─ Somebody else saved first( again \(\d+\))? ─")
NOTE = "  Note      "
"""What stands before the field in which one types a note, in its line."""
SAY_EVERY = 5.0
"""Seconds between two lines about how far it is."""
SELDOM = 6
"""How many of these times it is said again where nothing has changed."""


@dataclass
class Person:
    """One of them, and what they saw."""

    server: SharedServer
    account: str
    ref: str
    terminal: Terminal | None = None
    first_picture: float = 0.0
    """Seconds from the start of ssh."""
    answered: float = 0.0
    """Seconds from the start of ssh until a key was answered."""
    saves: list[float] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    """Notes that the program said were recorded."""
    conflicts: int = 0
    back: int = 0
    """Drafts that came back after a cut."""
    recorded: int = 0
    """Cuts in the middle of a save of which the note was recorded."""
    lost: list[str] = field(default_factory=list)
    """What was typed before a cut and is nowhere."""
    trouble: str = ""

    def __post_init__(self) -> None:
        self.chance = random.Random(self.account)

    # -- going about ---------------------------------------------------------------------------------------------

    def signs_in(self) -> None:
        """Come in, and press the first key as soon as there is a picture."""
        began = time.perf_counter()
        self.terminal = self.server.sshd.sign_in(self.server.keys[self.account], quiet=0.05, plain=True)
        self._sees("[1 Today]")
        self.first_picture = time.perf_counter() - began
        self.terminal.press("/")
        self._sees("─ Find ─")
        self.answered = time.perf_counter() - began

    def opens_the_case(self) -> None:
        """From Find to the case."""
        self._press(self.ref)
        self._sees("CASES (1)", self.ref)
        self._press("down", "enter")
        self._sees("What to do next", self.ref)

    def saves_notes(self, count: int, think: float) -> None:
        """Record so many notes, each after a pause of about so many seconds."""
        for number in range(count):
            self._on().rest(self.chance.uniform(think / 2, think * 1.5))
            self.saves_a_note(f"{self.account} says {number}.")

    def saves_a_note(self, words: str) -> None:
        """Record a note; where somebody else was quicker, record it as well."""
        self._begins(words)
        began = time.perf_counter()
        self._press("ctrl+s")
        self._until_recorded(began)
        self.saves.append(time.perf_counter() - began)
        self.kept.append(words)

    def is_cut_off(self, number: int) -> None:
        """Lose the line while typing, every other time in the middle of a save; come back and look what is there."""
        words, terminal = f"{self.account} had written {number}", self._on()
        self._begins(words)
        pids = sessions(self.server.config).get(self.account, [])
        if number % 2:
            self._press("ctrl+s", wait=False)
            time.sleep(self.chance.uniform(0, 0.2))
        terminal.kill()
        gone(pids, PATIENCE)
        self.leaves()
        self.signs_in()
        self.opens_the_case()
        self._press("a")
        self._at_the_note()
        self._sort(words)

    def leaves(self) -> None:
        """The line is gone."""
        if self.terminal is not None:
            with self.terminal:
                self.terminal = None

    def _sort(self, words: str) -> None:
        """What became of the words: a draft that came back, which is recorded now, or recorded already, or lost."""
        if words in drafts(self.server, self.account):
            self._sees(words)  # the field may stand there a moment before its text does
            self.back += 1
            began = time.perf_counter()
            self._press("ctrl+s")
            self._until_recorded(began)
            self.kept.append(words)
            return
        self._press("esc")
        self._sees("r Record step")
        if words in self._on().sees("What to do next", seconds=PATIENCE) or _is_there(self.server, self.ref, words):
            self.recorded += 1
            self.kept.append(words)
        else:
            self.lost.append(words)

    # -- how it works --------------------------------------------------------------------------------------------

    def _on(self) -> Terminal:
        assert self.terminal is not None
        return self.terminal

    def _press(self, *keys: str, wait: bool = True) -> None:
        self._on().press(*keys, wait=wait)

    def _sees(self, *words: str) -> None:
        self._on().sees(*words, seconds=PATIENCE)

    def _begins(self, words: str) -> None:
        self._press("a")
        self._at_the_note()
        self._press(words)
        self._sees(words)

    def _at_the_note(self) -> None:
        self._on().is_at(NOTE, seconds=PATIENCE)

    def _until_recorded(self, began: float) -> None:
        terminal, answered = self._on(), ""
        while "r Record step" not in (seen := terminal.glance()) or "─ Add a note ─" in seen:
            met = CONFLICT.search(seen)  # another one in the place of the first has another number
            if met is not None and met[0] != answered:
                self.conflicts += 1
                answered = met[0]
                terminal.press("r")
            assert time.perf_counter() - began < PATIENCE, seen


def _is_there(server: SharedServer, ref: str, words: str) -> bool:
    from sharedlives_tui import reading

    return any(each.values.get("text") == words for each in reading.case_view(server.desk, ref).entries)


# -- all of them --------------------------------------------------------------------------------------------------


def together(people: Sequence[Person], work: Callable[[Person], object], every: float = 0.0) -> None:
    """Let everybody do it at once, or one after the other begin every so many seconds; wait for all.

    Who gets stuck is asked no more; `trouble` says why.
    """

    def does(person: Person) -> None:
        try:
            work(person)
        except (AssertionError, OSError) as error:
            person.trouble = str(error) or repr(error)

    threads = [threading.Thread(target=does, args=(each,)) for each in people if not each.trouble]
    for each in threads:
        each.start()
        time.sleep(every)
    for each in threads:
        each.join()


@contextmanager
def telling(people: Sequence[Person], what: str) -> Iterator[None]:
    """Say every few seconds, on standard error, how far everybody is."""
    ended, began = threading.Event(), time.perf_counter()

    def tell() -> None:
        said, waited = "", 0
        while not ended.wait(SAY_EVERY):
            waited += 1
            if (words := how_far(people)) != said or waited % SELDOM == 0:
                say(f"  {time.perf_counter() - began:4.0f} s: {words}")
                said = words

    say(what)
    thread = threading.Thread(target=tell, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
        say(f"  {time.perf_counter() - began:4.0f} s: {how_far(people)}")


def how_far(people: Sequence[Person]) -> str:
    """How far everybody is, in a line."""
    came, stuck = sum(bool(each.answered) for each in people), sum(bool(each.trouble) for each in people)
    notes, conflicts = sum(len(each.saves) for each in people), sum(each.conflicts for each in people)
    back = sum(each.back + each.recorded for each in people)
    told = f"{came} are in, {notes:,} notes recorded, {conflicts} conflicts, {back} cuts made good"
    return f"{told}, {stuck} stuck" if stuck else told


def say(words: str) -> None:
    """Say it on standard error, at once."""
    print(words, file=sys.stderr, flush=True)


def busy_together(server: SharedServer) -> float:
    """Return the processor's seconds of all sessions that are there now."""
    return sum(busy(pid) for pids in sessions(server.config).values() for pid in pids)
