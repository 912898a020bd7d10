"""`journal`: who came in, what was refused or taken out, and what was changed, read by those who may."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


def words(told: Any) -> list[str]:
    return [each["words"] for each in told.data]


def test_what_was_refused_and_taken_out_is_told(office: Any, tmp_path: Path) -> None:
    ref = office.complaint()
    assert office("case", "record", ref, "acknowledge", "--set", "method=post").status == 1
    office.done("backup", str(tmp_path / "copy of it.db"))
    office.done("notice", "save", ref, "acknowledge", "--docx", str(tmp_path / "letter.docx"))
    office.done("case", "bundle", ref, "--for", "Cara Carer", "--docx", str(tmp_path / "copies.docx"))
    office.done("calendar", "month", "--ics", str(tmp_path / "limits.ics"))
    office.done("settings", "set", "soon_calendar_days", "4")
    found = words(office.done("journal", "--json"))
    assert found[0] == "‘Soon: calendar days ahead’ became 4"
    assert found[1].startswith("took out: limits")
    assert found[1].endswith("limits.ics")
    assert found[2].startswith("took out: copies")
    assert f"of {ref}, copies.docx" in found[2]
    assert found[3] == f"took out: letter of {ref}, letter.docx"
    assert found[4] == "took out: backup, copy of it.db"
    assert found[5].startswith(f"was refused: record in a case ({ref}, step acknowledge)")


def test_a_paper_taken_out_is_told_and_a_preview_is_not(office: Any, tmp_path: Path) -> None:
    ref = office.complaint()
    paper = tmp_path / "note.txt"
    paper.write_text("They called again.", "utf-8")
    number = office.done("case", "attach", ref, str(paper), "--json").data["attachment"]
    office.done("case", "attachment", ref, str(number), str(tmp_path / "out.txt"))
    office.done("case", "bundle", ref, "--for", "Cara Carer", "--preview")
    taken = office.done("journal", "--what", "taken", "--json").data
    assert [each["words"] for each in taken] == [f"took out: paper of {ref}, out.txt"]
    assert taken[0]["ref"] == ref
    assert taken[0]["by"] == "Ada Admin"


def test_looking_at_a_case_that_is_closed_is_told_and_a_slip_is_not(office: Any) -> None:
    ref = office.complaint("--set", "about=Rae Registered")
    assert office("case", "why", ref, "acknowledge", who="Rae Registered").status == 1
    assert office("case", "show", "CO-9999", who="Rae Registered").status == 1
    refused = "was refused: look at a case"
    assert words(office.done("journal", "--what", "refused", "--json")) == [
        f"{refused} ({ref}), which is closed to them"
    ]
    assert words(office.done("journal", "--what", "refused", "--json", who="Rae Registered")) == []


def test_a_guest_who_asks_for_what_is_the_offices_own_is_told_of(office: Any) -> None:
    told = office("settings", "history", who="Temp Worker")
    assert told.status == 1
    assert words(office.done("journal", "--what", "refused", "--json")) == [
        "was refused: read who changed the settings"
    ]


def test_it_is_read_by_person_and_day_and_in_plain_lines(office: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sharedlives_tui.cli.call.system_user", lambda: "somebody")
    office.done("settings", "set", "soon_calendar_days", "4", who="Rae Registered")
    office.done("settings", "set", "soon_calendar_days", "5", today="2026-03-03")
    assert (
        office.done("journal", "--by", "Rae Registered", "--what", "setting")
        .lines[0]
        .endswith(", Rae Registered: ‘Soon: calendar days ahead’ became 4")
    )
    assert words(office.done("journal", "--on", "2026-03-03", "--what", "setting", "--json")) == [
        "‘Soon: calendar days ahead’ became 5"
    ]
    assert words(office.done("journal", "--from", "2026-03-03", "--to", "2026-03-04", "--json")) == [
        "‘Soon: calendar days ahead’ became 5",
        "came in (command line, account somebody)",
    ]
    assert office.done("journal", "--rows", "1").lines[-1].startswith("These are the latest 1.")
    assert office.done("journal", "--by", "Olu Officer").lines == ["The journal tells of nothing like that."]
    assert office("journal", "--on", "today", "--from", "today").status == 2


def test_an_officer_does_not_read_it(office: Any) -> None:
    told = office("journal", who="Olu Officer")
    assert told.status == 1
    assert "registered manager" in told.err
