"""The program on an office of a server: commands, screens, two people at once, the server gone in the middle."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from sharedlives_tui import casework
from sharedlives_tui.__main__ import main
from sharedlives_tui.cli.options import DATABASE
from sharedlives_tui.requests import Record
from sharedlives_tui.store import Store
from tests.screens import offices
from tests.screens.hands import Hands, at_the_desk
from tests.screens.offices import SmallOffice
from tests.servers.postgres_kit import Postgres
from tests.waiting import quick_waits

WORDS = "She rang again"


@pytest.fixture
def small(postgres: Postgres, database: str, tmp_path: Path) -> Iterator[SmallOffice]:
    """The small office of the screens, on a server."""
    made = offices.make(tmp_path / "office", postgres.url(database))
    yield made
    made.desk.store.close()


# -- commands -------------------------------------------------------------------------------------------------------


def test_commands_take_the_url_from_the_environment_or_an_option(
    postgres: Postgres, database: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def told(*words: str, who: str = "Ada Admin") -> tuple[int, str, str]:
        capsys.readouterr()
        status = main([*words, "--as", who])
        return (status, *capsys.readouterr())

    url = postgres.url(database)
    monkeypatch.setenv(DATABASE, url)
    assert told("today")[0] == 3
    assert told("init", "--scheme", "Eastmoor")[1].startswith(f"Eastmoor begins in {url}.")
    assert "There is an office at" in told("init", "--scheme", "Eastmoor")[2]
    assert told("person", "add", "Sana Malik", "--role", "officer")[:2] == (0, "P-2\n")
    opened = told(
        *("case", "open", "complaint", "--set", "type=informal complaint", "--set", "complainant=Mrs Hill"),
        *("--set", "complainant_kind=family", "--set", "about=the service", "--set", "account=The rota changed."),
        who="Sana Malik",
    )
    assert opened[0] == 0, opened
    monkeypatch.delenv(DATABASE)
    there = ("--database", url)
    assert "CO-0001" in told("today", *there, who="Sana Malik")[1]
    assert "CO-0001" in told("find", "rota", *there, who="Sana Malik")[1]
    status, said, _ = told("check", "--deep", *there)
    assert (status, said.startswith("All is as it should be")) == (0, True)
    status, _, said = told("backup", "copy.db", *there)
    assert (status, "pg_dump" in said) == (3, True)
    status, _, said = told("demo", "--no-open", *there)
    assert (status, "This needs a file" in said) == (2, True)
    status, _, said = told("today", "--database", "postgresql://ada:Tr0ub4dor@h/office")
    assert (status, ".pgpass" in said, "Tr0ub4dor" in said) == (2, True, False)


# -- screens ------------------------------------------------------------------------------------------------------


async def test_what_somebody_records_elsewhere_is_told_on_the_screen(
    small: SmallOffice, postgres: Postgres, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick_waits(monkeypatch)
    async with at_the_desk(small.desk, (120, 36)) as hands:
        await _heard(hands)
        with Store.open(postgres.url(database)) as other:
            sana = offices.at(small.desk, offices.TODAY, "Malik, Sana")
            casework.record(replace(sana, store=other), Record(small.carer, "note", {"text": "They rang"}))
        await _heard(hands)
        assert "Malik, Sana recorded ‘Add a note’ in " + small.carer in hands.message


async def test_a_server_that_goes_away_loses_nothing_that_was_typed(
    small: SmallOffice, postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick_waits(monkeypatch)
    async with at_the_desk(small.desk) as hands:
        await hands.open("record", small.carer, "note")
        await hands.type(WORDS)
        postgres.stop()
        try:
            await hands.press("ctrl+s")
            shown = " ".join(hands.text.split())
            assert WORDS in shown
            assert "Not saved" in shown
            assert hands.place == "record"
        finally:
            postgres.start()
        await hands.press("ctrl+s")
        assert hands.place != "record"
    rows = small.desk.store.fetch("SELECT count(*) AS found FROM words WHERE body LIKE ?", (f"%{WORDS}%",))
    assert rows[0]["found"] == 1
    assert small.desk.store.verify_journal() == []


async def test_a_server_that_goes_away_is_told_to_whoever_only_looks_and_so_is_its_return(
    small: SmallOffice, postgres: Postgres, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick_waits(monkeypatch)
    async with at_the_desk(small.desk, (120, 36)) as hands:
        await _heard(hands)
        rows = hands.text
        postgres.stop()
        try:
            await _heard(hands)
            assert "does not answer" in hands.message
            assert small.carer in hands.text
        finally:
            postgres.start()
        with Store.open(postgres.url(database)) as other:
            sana = offices.at(small.desk, offices.TODAY, "Malik, Sana")
            casework.record(replace(sana, store=other), Record(small.carer, "note", {"text": "They rang"}))
        await _heard(hands)
        await _heard(hands)
        assert "does not answer" not in hands.message
        assert "changed by Malik, Sana" in hands.text
        assert rows.splitlines()[0] == hands.text.splitlines()[0]


async def _heard(hands: Hands) -> None:
    await asyncio.to_thread(hands.app.compare)
    await hands.rest()
