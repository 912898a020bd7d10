"""A clock that is set while the program is open: it is told in words, once; sleep and small differences are not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sharedlives_tui import clock, office
from sharedlives_tui.clock import Clock
from sharedlives_tui.clock_words import ClockWatch
from sharedlives_tui.desk import Desk
from sharedlives_tui.store import Store

NOW = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)


class Machine:
    """A computer whose clock and whose seconds are set by hand."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, counts_sleep: bool = True) -> None:
        self.clock, self.seconds = NOW, 1000.0
        monkeypatch.setattr(clock, "now", lambda: self.clock)
        monkeypatch.setattr(clock, "running", lambda: self.seconds if counts_sleep else None)
        monkeypatch.setattr(clock, "awake", lambda: self.seconds)

    def passes(self, clock_goes: timedelta, seconds: float = 2.0) -> None:
        self.clock += clock_goes
        self.seconds += seconds


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(monkeypatch)


@pytest.fixture
def desk(tmp_path: Path, machine: Machine) -> Iterator[Desk]:
    """A real office, today."""
    made = office.create_office(tmp_path / "office.db", name="Example", nation="england", by_name="Ada Admin")
    yield made
    made.store.close()


def test_a_clock_that_goes_as_it_should_is_told_nothing_of(desk: Desk, machine: Machine) -> None:
    watch = ClockWatch(desk)
    for seconds in (2, 2, 60, 3 * 3600):  # in the last one the computer slept
        machine.passes(timedelta(seconds=seconds), seconds)
        assert watch.look() == ""
    machine.passes(timedelta(minutes=4))
    assert watch.look() == "", "two computers may differ by so much"


@pytest.mark.parametrize(
    ("by", "how"),
    [
        (timedelta(minutes=6), "forward by 6 minutes"),
        (timedelta(hours=5), "forward by 5 hours"),
        (timedelta(days=1, hours=1), "forward by 1 day"),
        (timedelta(minutes=-61), "back by 1 hour"),
        (timedelta(days=-40), "back by 40 days"),
    ],
)
def test_a_clock_that_is_set_is_told_once(desk: Desk, machine: Machine, by: timedelta, how: str) -> None:
    watch = ClockWatch(desk)
    machine.passes(by)
    words = watch.look()
    assert f"clock was set {how} just now and says {machine.clock:%d %B %Y, %H:%M} UTC" in words
    assert "What is recorded is safe" in words
    machine.passes(timedelta(seconds=2))
    assert watch.look() == ""


def test_where_sleep_is_not_counted_only_a_clock_that_goes_back_is_told(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = Machine(monkeypatch, counts_sleep=False)
    watch = ClockWatch(desk)
    machine.passes(timedelta(hours=9))
    assert watch.look() == ""
    machine.passes(timedelta(hours=-9))
    assert "back by 9 hours" in watch.look()


def test_what_others_record_tells_of_a_clock_that_is_behind(desk: Desk, machine: Machine) -> None:
    watch = ClockWatch(desk)
    assert watch.compare() == ""
    with desk.store.writing("P-1", NOW + timedelta(hours=3)) as writer:
        writer.add_person("Added where the clock is right")
    assert "but the last entry was recorded on 16 November 2026, 12:30" in watch.compare()
    assert watch.compare() == "", "it is told once"
    machine.passes(timedelta(hours=4))
    assert watch.compare() == ""
    office.add_person(desk, "Nothing is refused for it", [])


def test_a_practice_office_and_another_day_are_never_asked(desk: Desk, machine: Machine, tmp_path: Path) -> None:
    office.create_office(
        tmp_path / "practice.db", name="Example", nation="england", practice=True, by_name="Ada Admin"
    ).store.close()
    with Store.open(tmp_path / "practice.db") as store:
        practice, past = replace(desk, store=store), replace(desk, clock=Clock(NOW.date()))
        watches = [ClockWatch(practice), ClockWatch(past)]
        machine.passes(timedelta(days=5))
        assert [watch.look() for watch in watches] == ["", ""]


def test_the_seconds_are_the_machines_own() -> None:
    counted, awake = clock.running(), clock.awake()
    assert counted is None or counted >= awake - 1
    assert clock.awake() >= awake
