"""Many programs write to one office on a server: nothing is lost, no number is given twice, the chain is whole.

The same in full size: `python benchmarks/kill_writers.py crowd --processes 40 --saves 25 --server`.
"""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks import kill_writers
from benchmarks import soak as soak_with_goals
from sharedlives_tui.__main__ import main
from sharedlives_tui.store import Store
from tests.servers.postgres_kit import Postgres


def sound(found: dict[str, Any], place: str) -> None:
    assert (found["lost"], found["halves"], found["journal"], found["file"]) == (0, [], [], [])
    with Store.open(place) as store:
        numbers = [row[0] for row in store.fetch("SELECT number FROM journal WHERE kind = 'entry' AND case_id = 1")]
        assert sorted(numbers) == [*range(1, len(numbers) + 1)]


def test_on_one_case_everybody_takes_their_turn(postgres: Postgres, database: str) -> None:
    place = postgres.url(database)
    found = kill_writers.crowd(8, 6, 0, 1, place)
    assert (found["ended well"], found["acknowledged"], found["busy"]) == (8, 48, 0)
    sound(found, place)


def test_who_saves_what_somebody_else_changed_meanwhile_is_told_and_saves_again(
    postgres: Postgres, database: str
) -> None:
    place = postgres.url(database)
    found = kill_writers.crowd(4, 5, 0.02, 1, place)
    assert (found["ended well"], found["acknowledged"]) == (4, 20)
    sound(found, place)


def test_what_was_acknowledged_outlasts_the_writers_that_are_killed(postgres: Postgres, database: str) -> None:
    place = postgres.url(database)
    found = kill_writers.kill(3, 3, 1, place)
    assert found["killed"] == 9
    sound(found, place)


def test_sessions_of_soak_lose_nothing_and_only_a_database_without_an_office_is_taken(
    postgres: Postgres, database: str, capfd: pytest.CaptureFixture[str]
) -> None:
    place = postgres.url(database)
    small = ["--users", "2", "--writes", "3", "--cases", "2", "--database", place]
    assert soak_with_goals.main(small) == 0, capfd.readouterr()
    rows = capfd.readouterr().out
    assert "2 sessions, 6 notes: acknowledged and lost" in rows
    assert "MISSED" not in rows
    with Store.open(place) as store:
        assert store.office.practice
        before = store.head()
        assert main(["soak", *small]) == 3
        assert "There is an office at" in capfd.readouterr().err
        assert store.head() == before
