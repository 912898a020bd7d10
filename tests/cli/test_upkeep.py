"""backup, check, demo, scenario."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

from sharedlives_tui.store import Store


def test_a_backup_is_a_whole_office(office: Any, tmp_path: Path) -> None:
    ref = office.complaint()
    copy = tmp_path / "copy.db"
    told = office.done("backup", str(copy), "--json")
    assert set(told.data) == {"file", "size", "rows", "head", "sha256", "let_go", "rehearsed_in_seconds"}
    assert told.data["sha256"] == sha256(copy.read_bytes()).hexdigest()
    assert told.data["size"] == copy.stat().st_size
    assert office.plain("case", "show", ref, "--database", str(copy), "--json").data["ref"] == ref
    again = office("backup", str(copy))
    assert (again.status, again.out) == (3, "")
    other = office.done("backup", str(tmp_path / "other.db"))
    assert str(tmp_path / "other.db") in other.lines[0]


def test_check_is_content_with_what_was_recorded(office: Any) -> None:
    office.complaint()
    told = office.done("check", "--json")
    assert told.data["problems"] == []
    assert told.data["rows"] > 1
    assert office.done("check").out.startswith("All is as it should be: ")


def test_check_finds_a_limit_that_somebody_typed_over(office: Any) -> None:
    ref = office.complaint()
    with sqlite3.connect(office.path) as file:
        file.execute("UPDATE time_limit SET due = '2030-01-01' WHERE instance = 'respond'")
    file.close()
    told = office("check", "--json")
    assert told.status == 1
    assert any(ref in each and "respond" in each for each in told.data["problems"])
    plain = office("check")
    assert plain.status == 1
    assert plain.err.splitlines() == told.data["problems"]
    assert plain.out.endswith("Keep the file; compare with a backup.\n")


def test_demo_makes_a_practice_office_once(tmp_path: Path, ask: Callable[..., Any]) -> None:
    path = tmp_path / "practice.db"
    words = ("demo", "--database", str(path), "--today", "2026-11-16")
    first = ask(*words, "--no-open", "--json")
    assert first.status == 0
    assert first.data == {"database": str(path), "made": True}
    common = ("--database", str(path), "--today", "2026-11-16")
    rows = ask("today", "--json", *common).data
    assert {"overdue", "today", "soon", "on_track"} <= {row["state"] for row in rows}
    assert ask("check", *common).status == 0
    again = ask(*words, "--json")
    assert again.data == {"database": str(path), "made": False}
    assert "PRACTICE" in ask("today", *common).lines[0]
    text = ask(*words)
    assert text.lines[-1] == f"To open it, run in a terminal: sharedlives --database {path}"
    assert ask(*words, "--cases", "500", "--json").status == 1
    assert ask(*words, "--cases", "0").status == 2


def test_demo_goes_into_the_data_folder_whatever_the_environment_names(
    own_surroundings: Path, monkeypatch: Any, ask: Callable[..., Any]
) -> None:
    monkeypatch.setenv("SHAREDLIVES_DATABASE", "real.db")
    path = Path(ask("demo", "--no-open", "--json").data["database"])
    assert path.name == "practice.db"
    assert path.is_relative_to(own_surroundings)


def test_demo_refuses_a_real_office(tmp_path: Path, ask: Callable[..., Any]) -> None:
    path = tmp_path / "real.db"
    assert ask("init", "--database", str(path), "--scheme", "Harbour", "--as", "Ida").status == 0
    before = path.read_bytes()
    told = ask("demo", "--database", str(path), "--no-open", "--json")
    assert told.status == 1
    assert "practice" in told.data["refused"][0]["words"]
    assert path.read_bytes() == before


SCENARIO = """
[[scenario]]
name = "Acknowledged in time"
rules = ["CC-05"]
[[scenario.do]]
open = "complaint"
on = 2026-03-02
by = "Olu Officer"
set = { type = "informal complaint", complainant = ["Mrs Hill"], about = ["the service"], account = "Cold soup" }
expect = { limits = { acknowledge = "DUE" } }
"""


def test_scenarios_are_played_and_what_differs_is_told(tmp_path: Path, ask: Callable[..., Any]) -> None:
    good, bad = tmp_path / "good.toml", tmp_path / "bad.toml"
    good.write_text(SCENARIO.replace("DUE", "2026-03-04"))
    bad.write_text(SCENARIO.replace("DUE", "2026-03-05"))
    told = ask("scenario", str(good))
    assert (told.status, told.lines) == (0, [f"{good}: all agrees."])
    both = ask("scenario", str(good), str(bad), "--json")
    assert both.status == 1
    assert both.data[0] == {"file": str(good), "differs": []}
    assert "2026-03-04" in both.data[1]["differs"][0]
    text = ask("scenario", str(bad))
    assert text.status == 1
    assert text.lines[0].startswith(f"{bad}: Acknowledged in time: do 1: ")


def test_scenario_files_that_cannot_be_played(tmp_path: Path, ask: Callable[..., Any]) -> None:
    odd = tmp_path / "odd.toml"
    odd.write_text("[[story]]\nname = 'x'\n")
    assert ask("scenario", str(odd)).status == 1
    assert ask("scenario", str(tmp_path / "nowhere.toml")).status == 3
    assert ask("scenario").status == 2


def test_move_carries_the_office_into_a_new_place(office: Any, tmp_path: Path) -> None:
    ref = office.complaint()
    rows = office.done("check", "--json").data["rows"]
    told = office.done("move", "--to", str(tmp_path / "new.db"), "--json").data
    assert set(told) == {"place", "rows", "head", "tables", "final"}
    assert (told["place"], told["rows"], told["final"]) == (str(tmp_path / "new.db"), rows, False)
    assert told["tables"]["journal"] == rows
    assert office.plain("case", "show", ref, "--database", told["place"], "--json").data["ref"] == ref
    assert "took out: the whole office, new.db" in office.done("journal").out
    again = office("move", "--to", told["place"])
    assert (again.status, again.out) == (3, "")
    assert office("move", "--to", str(tmp_path / "other.db"), who="Olu Officer").status == 1
    assert office("move", "--to", str(tmp_path / "nowhere" / "other.db")).status == 3
    assert office("move").status == 2


def test_moved_for_good_the_old_place_says_so(office: Any, tmp_path: Path) -> None:
    office.complaint()
    new = str(tmp_path / "new.db")
    told = office.done("move", "--to", new, "--final")
    assert told.lines[-1] == f'Open the new one with: sharedlives --database "{new}"'
    assert "can only be read from now on" in told.out
    refused = office("calendar", "add", "2026-05-06", "--reason", "Closed")
    assert refused.status == 3
    assert f"this office was moved to {new}" in refused.err
    assert office.done("today").status == 0
    assert office("move", "--to", str(tmp_path / "third.db")).status == 1
    there = ("--database", new, "--as", "Ada Admin", "--today", "2026-03-02")
    assert office.plain("calendar", "add", "2026-05-06", "--reason", "Closed", *there).status == 0


def test_a_move_that_was_broken_off_goes_on_or_is_taken_back(office: Any, tmp_path: Path) -> None:
    office.complaint()
    new = str(tmp_path / "new.db")

    def broken_off() -> None:
        with Store.open(office.path) as store, store.writing("P-1", store.office.created_at, moves=True) as writer:
            writer.put_setting("moving.to", new)

    broken_off()
    refused = office("calendar", "add", "2026-05-06", "--reason", "Closed")
    assert f"this office is being moved to {new}" in refused.err
    assert refused.err.count("sharedlives --database") == 2, "how it goes on, and how it stays"
    assert "Nothing can be saved here" in office.done("check").err
    assert office("move", "--to", str(tmp_path / "third.db"), "--final").status == 1
    for words in (("--undo", "--final"), ("--undo", "--take-over"), ("--old-is-gone", "--to", new), ()):
        assert office("move", *words).status == 2
    assert office("move", "--take-over").status == 1
    assert "The office stays at" in office.done("move", "--undo").out
    assert office("move", "--undo").status == 1
    assert office.done("calendar", "add", "2026-05-06", "--reason", "Closed").status == 0
    broken_off()
    assert office.done("move", "--to", new, "--final", "--json").data["final"] is True
    assert "Moved for good to" in office.done("journal").out
    there = ("--database", new, "--as", "Ada Admin", "--today", "2026-03-02")
    assert office.plain("calendar", "add", "2026-05-07", "--reason", "Closed", *there).status == 0


def test_check_names_what_lies_beside_the_office_and_need_not(office: Any, tmp_path: Path) -> None:
    office.complaint()
    assert office.done("check", "--json").data["remarks"] == []
    name = Path(office.path).name
    for each in (f"{name}.form-8", f".{name}.123-abc.new", f"{name}-queue", "another.db.form-8", f"{name}-journal.txt"):
        (Path(office.path).parent / each).write_bytes(b"x" * 3000)
    told = office.done("check", "--json").data
    assert [each.split(" ")[0] for each in told["remarks"]] == [f".{name}.123-abc.new", f"{name}.form-8"]
    assert "(3 kB, of" in told["remarks"][1]
    assert "what was disposed of since" in told["remarks"][1]
    assert told["problems"] == [], "a remark is no fault"
