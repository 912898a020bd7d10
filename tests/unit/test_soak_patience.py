"""A soak waits by the time in which the program could have worked, and what it gives up then stays given up."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests import soak_patience
from tests.soak_patience import NoAnswer, OwnTime, within


class Machine:
    """A clock and the table of the threads of a process, both as the test wants them."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._folder, self.now = folder, 1000.0
        monkeypatch.setattr(soak_patience, "_THREADS", folder)
        monkeypatch.setattr(soak_patience, "time", SimpleNamespace(monotonic=lambda: self.now))

    def stood(self, thread: str, seconds: float) -> None:
        """From now on that thread has stood in line so long since it began."""
        (self._folder / thread).mkdir(exist_ok=True)
        (self._folder / thread / "schedstat").write_text(f"123 {round(seconds * 1e9)} 7\n")


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(tmp_path, monkeypatch)


def test_time_in_line_for_a_processor_is_not_the_programs_own(machine: Machine) -> None:
    machine.stood("1", 5.0)
    own = OwnTime()
    machine.now += 10.0
    assert own.passed() == pytest.approx(10.0)
    machine.now += 10.0
    machine.stood("1", 14.0)
    assert own.passed() == pytest.approx(11.0)
    assert own.passed() == pytest.approx(11.0)


def test_of_several_threads_the_one_that_stood_longest_counts(machine: Machine) -> None:
    own = OwnTime()
    machine.now += 10.0
    machine.stood("1", 4.0)
    machine.stood("2", 7.0)
    assert own.passed() == pytest.approx(3.0)
    machine.now += 10.0
    machine.stood("2", 30.0)  # more than there was: never backwards
    assert own.passed() == pytest.approx(3.0)


def test_where_the_system_does_not_tell_it_is_the_clock(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(soak_patience, "_THREADS", Path("/nowhere"))
    own = OwnTime()
    machine.now += 10.0
    assert own.passed() == pytest.approx(10.0)


async def test_what_comes_late_because_others_were_served_first_is_an_answer(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(soak_patience, "LOOK_EVERY", 0.001)

    async def late() -> str:
        for minute in range(1, 6):
            machine.now += 60.0
            machine.stood("1", 59.0 * minute)
            await asyncio.sleep(0.01)
        return "an answer"

    assert await within(20.0, late()) == "an answer"


async def test_what_is_given_up_stays_given_up_whatever_it_makes_of_that() -> None:
    async def deaf() -> str:
        with suppress(asyncio.CancelledError):
            await asyncio.sleep(60)
        return "as if nothing had been"

    with pytest.raises(NoAnswer, match=r"no answer within 0 seconds"):
        await within(0.01, deaf())


async def test_what_is_found_before_that_is_what_is_told() -> None:
    async def finds() -> None:
        raise ValueError("found")

    with pytest.raises(ValueError, match="found"):
        await within(60.0, finds())


def test_a_process_that_does_not_even_look_at_the_time_ends_and_shows_what_it_was_at() -> None:
    """Also while something that is no file stands in for the stream of errors, as under the toolkit."""
    done = subprocess.run([sys.executable, "-c", BLOCKS], capture_output=True, text=True, timeout=60, cwd=ROOT)
    assert done.returncode == 1
    assert "in lets_nobody_else" in done.stderr


ROOT = Path(__file__).parents[2]
BLOCKS = """
import asyncio, io, sys, time
from tests import soak_patience

async def lets_nobody_else():
    time.sleep(30)

soak_patience.BLOCKED = 0.2
sys.stderr = io.StringIO()
asyncio.run(soak_patience.within(60, lets_nobody_else(), alarm=True))
"""
