"""Which account of this computer opens the office as whom."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sharedlives_tui.cli import call
from sharedlives_tui.store import Store


def sits(monkeypatch: pytest.MonkeyPatch, user: str) -> None:
    """Let another account of this computer run the program."""
    monkeypatch.setattr(call, "system_user", lambda: user)


def asks_as(office: Any) -> str:
    """Return who adds somebody when nothing is said of who asks: the last row of the journal by name."""
    told = office.plain("person", "add", "Somebody New", "--database", str(office.path), "--json")
    assert told.status == 0, told.err
    with Store.open(office.path) as store:
        row = store.fetch("SELECT recorded_by FROM journal ORDER BY seq DESC LIMIT 1")[0]
        return str(row["recorded_by"])


def test_the_founder_is_known_at_the_next_start(tmp_path: Path, ask: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    path = str(tmp_path / "ours.db")
    assert ask("init", "--database", path, "--scheme", "Harbour", "--as", "Ida Marsh").status == 0
    assert ask("settings", "set", "soon_calendar_days", "4", "--database", path).status == 0
    sits(monkeypatch, "somebody-else")
    refused = ask("settings", "set", "soon_calendar_days", "5", "--database", path)
    assert refused.status == 1
    assert "Ask an administrator to add you, or start with --as NAME." in refused.err
    assert ask("settings", "set", "soon_calendar_days", "5", "--database", path, "--as", "Ida Marsh").status == 0


def test_an_account_belongs_to_one_person_and_as_wins(office: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    sits(monkeypatch, "olu")
    assert asks_as(office) == "olu"
    told = office.done("person", "login", "Olu Officer", "olu")
    assert told.lines == ["The account olu opens this office as Olu Officer (P-2) from now on."]
    assert asks_as(office) == "P-2"
    told = office.done("person", "login", "P-3", "olu")
    assert told.lines[0].endswith("as Rae Registered (P-3) from now on, and not as Olu Officer any more.")
    assert asks_as(office) == "P-3"
    listed = office.done("person", "login", "--json").data
    assert {"user": "olu", "id": "P-3", "name": "Rae Registered"} in listed
    assert [each["id"] for each in listed if each["user"] == "olu"] == ["P-3"]
    office.done("person", "add", "By Ada")  # --as Ada Admin
    assert asks_as(office) == "P-3"
    office.done("person", "login", "--remove", "olu")
    assert asks_as(office) == "olu"
    assert "olu" not in office.done("person", "login").out
    assert office.done("check").status == 0


def test_an_account_of_a_persons_own_name_needs_no_word(office: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    sits(monkeypatch, "olu officer")
    assert asks_as(office) == "P-2"


def test_only_an_administrator_says_whose_account_it_is(office: Any) -> None:
    refused = office("person", "login", "Olu Officer", "olu", who="Olu Officer")
    assert refused.status == 1
    assert "An administrator says whose account it is. Ask Ada Admin." in refused.err
    assert office("person", "login", "--remove", "olu", who="Olu Officer").status == 1
    assert "olu" not in office.done("person", "login").out


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (("Olu Officer",), 2, "NAME USER"),
        (("Olu Officer", "olu", "--remove", "olu"), 2, "NAME USER"),
        (("Nobody Here", "olu"), 1, "nobody called Nobody Here"),
        (("Olu Officer", " "), 1, "name of the account"),
        (("Olu Officer", "unknown user"), 1, "name of the account"),
        (("--remove", "olu"), 1, "belongs to nobody here"),
    ],
)
def test_what_cannot_be_done_is_said(office: Any, words: tuple[str, ...], status: int, told: str) -> None:
    found = office("person", "login", *words)
    assert (found.status, told in found.err) == (status, True), found.err


def test_the_accounts_are_no_numbers_of_the_office(office: Any) -> None:
    office.done("person", "login", "Olu Officer", "olu")
    assert "olu" not in office.done("settings", "list").out
    assert office("settings", "set", "account.olu", "P-1").status == 1
