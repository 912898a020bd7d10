"""The soak of the screens in small: some streams against every screen and dialog. `make soak` sends 10,000."""

from __future__ import annotations

import pytest

from tests import hostile_office, soak
from tests.hostile_office import Hostile

SEED = 4
KINDS = ("scheme", "membership-body")


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory) -> list[Hostile]:
    """A hostile office of each kind, made once."""
    return [hostile_office.make(tmp_path_factory.mktemp(kind), kind) for kind in KINDS]


@pytest.mark.parametrize("place", soak.PLACES)
async def test_random_streams_do_no_harm(offices: list[Hostile], place: str) -> None:
    number = soak.PLACES.index(place)
    sitting = soak.Sitting(place, number, SEED, streams=4, length=8)
    assert await soak.sit(offices[number % 2], sitting) == 4
