"""A day's walk through the office by the keyboard: what is asked, what stands in the lists, what keys do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sharedlives_tui import office, reading
from tests.screens import stories
from tests.screens.hands import at_the_desk
from tests.screens.stories import Stories


@pytest.fixture(scope="module")
def body_made(tmp_path_factory: pytest.TempPathFactory) -> Stories:
    made = stories.make_body(tmp_path_factory.mktemp("body"))
    office.add_person(made.desk, "Dora Vine", [("mediator", stories.TODAY, None)])
    made.desk.store.close()
    return made


@pytest.fixture(scope="module")
def scheme_made(tmp_path_factory: pytest.TempPathFactory) -> Stories:
    made = stories.make_scheme(tmp_path_factory.mktemp("scheme"))
    made.desk.store.close()
    return made


@pytest.fixture
def body(body_made: Stories, tmp_path: Path) -> Iterator[Stories]:
    """A membership body's office with a dispute."""
    made = stories.copy_of(body_made, tmp_path / "body")
    yield made
    made.desk.store.close()


@pytest.fixture
def scheme(scheme_made: Stories, tmp_path: Path) -> Iterator[Stories]:
    """A scheme's office with deapprovals."""
    made = stories.copy_of(scheme_made, tmp_path / "scheme")
    yield made
    made.desk.store.close()


# ---------------------------------------------------------------- who does an agreed step


async def test_a_first_name_in_an_agreed_step_is_asked_or_counts(body: Stories) -> None:
    """DI-05, RD-23."""
    async with at_the_desk(body.desk) as hands:
        await hands.open("record", body.dispute, "more-steps")
        await hands.type("Ring the bank | Dora | +9")
        await hands.press("ctrl+s")
        assert "Dora: do you mean Dora Vine?" in hands.words
        assert hands.place == "record"
        hands.count = 0
        await hands.press(*["backspace"] * len("Dora | +9"))
        await hands.type("Mina | +9")
        await hands.press("ctrl+s")
        assert hands.place != "record"
    kept = reading.case_view(body.desk, body.dispute).entries[-1]
    assert kept.values["steps"] == ("Ring the bank | Mina Mediator | Thu 3 Dec 2026",)
