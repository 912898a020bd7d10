"""A move for good between a file and a server, killed at any moment: never two offices that take writes, never none."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from sharedlives_tui.desk import Desk
from sharedlives_tui.store import Store, moving
from tests.moving_kit import POINTS, full_office, killed_at, prove_no_two
from tests.servers.postgres_kit import Postgres

WAYS = ("file to server", "server to file")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = full_office(tmp_path_factory.mktemp("whole"))
    desk.store.close()
    return desk


@pytest.fixture(scope="module")
def model(whole: Desk, postgres: Postgres) -> str:
    """A database with the office, from which those of the tests are copied."""
    name = postgres.new_database()
    with Store.open(whole.store.place) as store:
        moving.carry(store, postgres.url(name))
    return name


@pytest.fixture
def places(
    request: pytest.FixtureRequest, whole: Desk, postgres: Postgres, model: str, tmp_path: Path
) -> Iterator[tuple[Path | str, Path | str]]:
    with ExitStack() as stack:
        to_server = request.param == WAYS[0]
        database = postgres.new_database() if to_server else postgres.new_database(model)
        stack.callback(postgres.drop, database)
        if to_server:
            yield Path(shutil.copy(str(whole.store.place), tmp_path / "office.db")), postgres.url(database)
        else:
            yield postgres.url(database), tmp_path / "office.db"


@pytest.mark.parametrize("places", WAYS, indirect=True)
@pytest.mark.parametrize("undo", [False, True], ids=["gone on with", "taken back"])
@pytest.mark.parametrize("point", POINTS)
def test_killed_at_any_moment_one_office_at_most_takes_writes(
    whole: Desk, places: tuple[Path | str, Path | str], point: str, undo: bool
) -> None:
    killed_at(point, whole, *places)
    prove_no_two(whole, *places, undo=undo)
