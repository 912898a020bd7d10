"""What would go past the roles of a real office: another day for reading, a copy of all, a copy in its place."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import NOW

OTHER_DAY = ("--today", "2026-10-01")


def rows(real: Any, act: str) -> list[tuple[str, str]]:
    """Who was told of in the journal, and at which time."""
    file = sqlite3.connect(real.path)
    found = file.execute("SELECT recorded_by, recorded_at FROM journal WHERE act = ? ORDER BY seq", (act,)).fetchall()
    file.close()
    return found


def test_who_reads_as_on_another_day_is_told_of_with_the_time_that_it_is(real: Any, case: str, tmp_path: Path) -> None:
    assert real("case", "list", "--excel", str(tmp_path / "cases.xlsx"), *OTHER_DAY, who="Olu Officer").status == 0
    assert real("case", "show", case, *OTHER_DAY, who="Rae Registered").status == 1
    assert [each[0] for each in rows(real, "taken")] == ["P-2"]
    assert [each[0] for each in rows(real, "refused")] == ["P-3"]
    assert {at[:16] for _, at in (*rows(real, "taken"), *rows(real, "refused"))} == {f"{NOW:%Y-%m-%dT%H:%M}"}


def test_a_role_that_has_ended_opens_nothing_by_another_day(real: Any, case: str) -> None:
    assert case in real("case", "list", *OTHER_DAY, who="Olu Officer").out
    assert real("person", "role", "Olu Officer", "officer", "--to", "2026-11-15").status == 0
    for when in ((), OTHER_DAY):
        assert case not in real("case", "list", *when, who="Olu Officer").out
        assert real("case", "show", case, *when, who="Olu Officer").status == 1


def test_an_administrator_to_whom_no_case_is_open_is_told_so_and_not_that_nothing_is_overdue(real: Any) -> None:
    assert real("person", "add", "Kay Keeper", "--role", "administrator").status == 0
    told = real("today", who="Kay Keeper")
    assert "No case is open to you." in told.out
    assert "overdue" not in told.out
    assert "Nothing is overdue." in real("today", who="Olu Officer").out


ENDED, UNLISTED = "Olu Officer", "Temp Worker"


@pytest.mark.parametrize("who", [ENDED, UNLISTED])
def test_a_real_office_shows_and_takes_nothing_of_whoever_holds_no_role_today(real: Any, case: str, who: str) -> None:
    """An ordinary case, that everybody of the office reads; its owner too has nothing of it when the role has ended."""
    facts = ["--set", "type=concern", "--set", "complainant=Zach Quill-Bell", "--set", "about=the service"]
    told = real("case", "open", "complaint", *facts, "--set", "account=Cold food", "--json", who=ENDED)
    ordinary = str(told.data["ref"])
    assert ordinary in real("today", who=ENDED).out
    assert real("person", "role", ENDED, "officer", "--to", "2026-11-15").status == 0
    for words in (
        ("today",), ("case", "list"), ("find", "Quill"), ("find", ordinary),
        ("person", "list"), ("person", "show", "P-1"), ("report", "performance"), ("calendar", "list"), ("workload",),
        ("case", "show", ordinary), ("calendar", "month"), ("calendar", "week"), ("changes", "--since", "2026-11-01"),
    ):  # fmt: skip
        told = real(*words, who=who)
        assert not [each for each in told.lines if "Bell" in each or each.startswith(f"{ordinary} ")], words
        assert "No case is open to you." in told.err, words
        assert "Nothing is overdue" not in told.out, words
    before = real("case", "show", ordinary, "--json").data
    for words in (
        ("case", "record", ordinary, "note", "--set", "text=x"),
        ("case", "open", "complaint", *facts, "--set", "account=y"),
        ("case", "list", "--excel", str(real.path.with_name("all.xlsx"))),
        ("journal",), ("person", "add", "Another One"), ("settings", "set", "soon_calendar_days", "4"),
        ("contacts", "set", "regulator", "x"), ("backup", str(real.path.with_name("copy.db"))),
    ):  # fmt: skip
        assert real(*words, who=who).status == 1, words
    assert real("case", "show", ordinary, "--json").data == before
    assert not real.path.with_name("all.xlsx").exists()
    assert real("check", who=who).status == 0


def test_where_backups_go_is_said_today_and_into_no_folder_that_others_may_change(real: Any, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    told = real("backups", "folder", str(folder), *OTHER_DAY)
    assert (told.status, "only possible in a practice office" in told.err) == (1, True)
    folder.chmod(0o777)
    told = real("backups", "folder", str(folder))
    assert (told.status, f"Mend it: chmod go-w {folder}" in told.err) == (1, True)
    folder.chmod(0o750)
    assert real("backups", "folder", str(folder)).status == 0


@pytest.mark.parametrize("who", ["Olu Officer", "Ira Inspector", "Temp Worker", "Mrs Hill"])
def test_a_copy_of_all_is_made_by_few_people_and_by_others_into_the_offices_own_folder(
    real: Any, case: str, tmp_path: Path, who: str
) -> None:
    mine = tmp_path / "mine.db"
    told = real("backup", str(mine), who=who)
    assert (told.status, "also the cases that are closed" in told.err, mine.exists()) == (1, True, False)
    assert len(rows(real, "refused")) == 1
    assert real("backup", str(mine), who="Rae Registered").status == 0
    folder = tmp_path / "backups"
    folder.mkdir(mode=0o700)
    assert real("backups", "folder", str(folder)).status == 0
    assert real("backup").status == 0
    real.at(NOW + timedelta(days=1))
    records = who == "Olu Officer"
    assert real("backup", who=who).status == (0 if records else 1)
    assert real("backup", "--keep", "1,0,0", who=who).status == 1
    assert len(list(folder.glob("*.db"))) == (2 if records else 1)


def test_the_account_of_a_timer_makes_a_copy_anywhere(
    real: Any, ask: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sharedlives_tui.cli.call.system_user", lambda: "backup-timer")
    told = ask("backup", str(tmp_path / "night.db"), "--keep", "14,8,12", "--database", str(real.path))
    assert (told.status, (tmp_path / "night.db").exists()) == (0, True), told.err


def test_a_backup_takes_the_offices_place_by_few_people(real: Any, case: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    assert real("backup", str(copy)).status == 0
    before = real.path.read_bytes()
    for who in ("Olu Officer", "Ira Inspector", "Mrs Hill"):
        told = real("restore", str(copy), who=who)
        assert (told.status, "Not restored, and nothing was changed" in told.err) == (1, True)
    assert [each[0] for each in rows(real, "refused")] == ["P-2", "P-4", "P-5"]
    assert before[:16] == real.path.read_bytes()[:16]
    assert real("restore", str(copy), who="Rae Registered").status == 0
    told = real("journal", "--what", "setting").lines[0]
    assert "Rae Registered: let a backup that ends with row" in told


def test_who_looks_round_by_commands_is_told_of_once_a_day(real: Any, case: str) -> None:
    def came() -> list[str]:
        return [each for each in real("journal", "--what", "sign-in").lines if "command line, account" in each]

    before = came()
    assert len([each for each in before if "Olu Officer: came in" in each]) == 1
    for words in (("today",), ("case", "show", case), ("find", "shouted"), ("case", "list")):
        assert real(*words, who="Ira Inspector").status == 0
    assert real("today", *OTHER_DAY, who="Ira Inspector").status == 0
    assert len([each for each in came() if "Ira Inspector: came in" in each]) == 1
    real.at(NOW + timedelta(days=1))
    assert real("today", who="Ira Inspector").status == 0
    assert len([each for each in came() if "Ira Inspector: came in" in each]) == 2
