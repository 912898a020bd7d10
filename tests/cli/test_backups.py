"""backup into a folder, backups, restore, check with what was noted, journal head."""

from __future__ import annotations

import io
import shutil
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import NOW


def folder_in(tmp_path: Path) -> Path:
    folder = tmp_path / "backups"
    folder.mkdir()
    return folder


def test_every_night_a_backup_and_only_so_many_of_them(real: Any, tmp_path: Path) -> None:
    folder = folder_in(tmp_path)
    assert "no folder of backups" in real("backups", "folder").out
    assert real("backup").status == 2
    assert real("backups", "list").status == 2
    told = real("backups", "folder", str(tmp_path / "nowhere"))
    assert (told.status, "There is no folder" in told.err) == (1, True)
    told = real("backups", "folder", str(folder), who="Olu Officer")
    assert (told.status, "is said by" in told.err) == (1, True)
    assert real("backups", "folder", str(folder)).status == 0
    assert str(folder) in real("backups", "folder").out
    for days in range(5):
        real.at(NOW + timedelta(days=days))
        told = real("backup", "--keep", "2,1,1", "--rehearse")
        assert told.status == 0, told.err
        assert "restored into a temporary folder, opened and proved" in told.out
    listed = real("backups", "list", "--json").data
    assert [each["at"][:10] for each in listed] == ["2026-11-20", "2026-11-19"]
    assert "2 backups" in real("backups", "list").out
    assert real("backups", "list").lines[0].startswith("Fri 20 Nov 2026 09:30, ")
    told = real("restore", str(folder), "--check-only")
    assert (told.status, f"backups list {folder}" in told.err) == (3, True)
    told = real("restore", str(folder / "none.db"), "--check-only")
    assert (told.status, "There is no backup at" in told.err, "init" in told.err) == (3, True, False)
    for wrong in ("14", "a,b,c", "1,2,3,4"):
        assert real("backup", "--keep", wrong).status == 2


def test_the_way_back_from_a_damaged_office(real: Any, tmp_path: Path) -> None:
    folder = folder_in(tmp_path)
    assert real("backups", "folder", str(folder)).status == 0
    made = real("backup", "--json").data
    real.path.write_bytes(b"\xa5" * 5000)
    told = real("today")
    assert told.status == 3
    assert "restore the latest backup" in told.err
    checked = real("restore", made["file"], "--check-only")
    assert (checked.status, "is sound" in checked.out) == (0, True)
    told = real("restore", made["file"])
    assert told.status == 0, told.err
    assert "kept as" in told.out
    assert real("today").status == 0
    assert real("check", "--deep").status == 0
    history = sqlite3.connect(real.path)
    by, words = history.execute(
        "SELECT j.recorded_by, w.body FROM journal j JOIN words w ON w.seq = j.seq ORDER BY j.seq DESC"
    ).fetchone()
    history.close()
    assert (by, "Restored from" in words) == ("P-1", True)


def test_check_compares_with_the_backups_by_itself(real: Any, tmp_path: Path) -> None:
    """An earlier file in place of the office is whole by its chain; the backups tell that its end is gone."""
    folder = folder_in(tmp_path)
    assert real("backups", "folder", str(folder)).status == 0
    earlier = tmp_path / "earlier.db"
    assert real("backup", str(earlier)).status == 0
    assert real("person", "add", "Somebody Else").status == 0
    real.at(NOW + timedelta(hours=1))
    assert real("backup").status == 0
    told = real("check")
    assert (told.status, "2 marks noted outside" in told.out) == (0, True)
    for each in tmp_path.glob("office.db*"):
        each.unlink()
    shutil.copy(earlier, real.path)
    told = real("check", "--json")
    assert told.status == 1
    assert len(told.data["problems"]) == 1
    assert "the journal was cut off" in told.data["problems"][0]


def test_after_a_restore_later_backups_are_a_remark_and_no_fault(real: Any, tmp_path: Path) -> None:
    folder = folder_in(tmp_path)
    assert real("backups", "folder", str(folder)).status == 0
    earlier = real("backup", "--json").data["file"]
    assert real("person", "add", "Somebody Else").status == 0
    assert real("person", "add", "Another").status == 0
    real.at(NOW + timedelta(hours=1))
    assert real("backup").status == 0
    real.at(NOW + timedelta(hours=2))
    assert real("restore", earlier).status == 0
    told = real("check", "--json")
    assert (told.status, told.data["problems"]) == (0, [])
    assert len(told.data["remarks"]) == 1
    assert "what was recorded between is in them, not here" in told.data["remarks"][0]


def test_a_mark_noted_by_hand_is_compared(real: Any) -> None:
    line = real("journal", "head").lines[0]
    data = real("journal", "head", "--json").data
    assert line == f"Harbour Shared Lives: row {data['rows']} {data['head']} 2026-11-16T09:30:00Z"
    assert real("person", "add", "Somebody Else").status == 0
    for noted in (line, f"{data['rows']} {data['head'][:12]}", f"{data['rows']}:{data['head'].upper()}"):
        told = real("check", "--noted", noted)
        assert (told.status, "1 mark noted outside" in told.out) == (0, True)
    wrong = f"{data['rows']} {'0' * 16}"
    told = real("check", "--noted", wrong)
    assert (told.status, "another hash than was noted" in told.err) == (1, True)
    assert real("check", "--noted", "99 0123456789ab").status == 1
    assert real("check", "--noted", "hello").status == 2


def test_the_marks_of_a_log_are_compared_together(real: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an hourly unit left in the system's log is piped in: a line each, and the log's own between them."""

    def checked(*lines: str) -> Any:
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{each}\n" for each in lines)))
        return real("check", "--noted", "-")

    lines = []
    for hour in range(3):
        real.at(NOW + timedelta(hours=hour))
        lines.append(real("journal", "head").lines[0])
        assert real("person", "add", f"Somebody {hour}").status == 0
    log = ("-- Boot 5f2c --", lines[0], "", *lines[1:])
    told = checked(*log)
    assert (told.status, "3 marks noted outside" in told.out) == (0, True), told.err
    row, head = (int(lines[1].split(": row ")[1].split(" ")[0]), lines[1].split(" ")[-2])
    told = checked(*log, lines[1].replace(head, "0" * 64))
    assert (told.status, f"Row {row} of the journal" in told.err) == (1, True)
    told = checked(*log, "Started something else.")
    assert (told.status, "There is none in: Started something else." in told.err) == (2, True)


def test_a_clock_set_back_is_told_and_nothing_is_refused(real: Any) -> None:
    assert real("today").err == ""
    real.at(NOW - timedelta(days=3))
    told = real("person", "add", "Somebody Else", "--json")
    assert told.status == 0
    words = "clock says 13 November 2026, 09:30 UTC, but the last entry was recorded on 16 November 2026"
    assert words in told.err
    assert words in real("today").err  # though the last row itself is of that clock by now
    real.at(NOW + timedelta(minutes=1))
    checked = real("check", "--json")
    assert (checked.status, checked.data["problems"]) == (0, [])
    assert "Rows of the journal that were recorded at an earlier time" in checked.data["remarks"][0]
    real.at(NOW + timedelta(days=800))
    told = real("today")
    assert (told.status, "If that is not so, this computer's clock is ahead" in told.err) == (0, True)


DEEP = (
    ("UPDATE case_file SET title = 'Somebody else'", "'title'"),
    ("UPDATE case_file SET owner = NULL", "'owner'"),
    ("INSERT INTO case_access SELECT c.id, 2, 'hidden' FROM case_file c LIMIT 1", "who may read it"),
    ("DELETE FROM case_party WHERE person_id = (SELECT max(person_id) FROM case_party)", "part of it"),
    ("DROP TRIGGER attachment_fixed; UPDATE attachment SET confidential = 1 - confidential", "Attachment 1"),
    ("DROP TRIGGER attachment_fixed; UPDATE attachment SET name = 'other.txt'", "Attachment 1"),
)


@pytest.mark.parametrize(("statement", "words"), DEEP)
def test_a_deep_check_makes_every_row_of_the_lists_anew(
    office: Any, tmp_path: Path, statement: str, words: str
) -> None:
    ref = office.complaint()
    paper = tmp_path / "paper.txt"
    paper.write_text("what she wrote")
    office.done("case", "attach", ref, str(paper))
    assert office("check", "--deep").status == 0
    with sqlite3.connect(office.path) as file:
        file.executescript(statement)
    file.close()
    told = office("check", "--deep", "--json")
    assert told.status == 1
    assert any(words in each for each in told.data["problems"]), told.data["problems"]


def test_an_office_on_a_server_is_brought_back_by_its_own_tools(tmp_path: Path, ask: Callable[..., Any]) -> None:
    told = ask("restore", str(tmp_path / "copy.db"), "--database", "postgresql://127.0.0.1:1/office")
    assert told.status == 3
    assert "pg_restore" in told.err
