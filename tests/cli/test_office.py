"""init, person, contacts, calendar."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sharedlives_tui.cli.call import system_user


def test_init_makes_an_office_without_a_question(tmp_path: Path, ask: Callable[..., Any]) -> None:
    path = tmp_path / "deep" / "ours.db"
    words = ("init", "--database", str(path), "--scheme", "Harbour", "--nation", "scotland", "--as", "Ida Admin")
    told = ask(*words, "--json")
    assert told.status == 0
    assert told.data == {
        "database": str(path),
        "scheme": "Harbour",
        "nation": "scotland",
        "office": "scheme",
        "practice": False,
        "administrator": "P-1",
        "account": system_user(),
    }
    (person,) = ask("person", "list", "--database", str(path), "--json").data
    assert (person["name"], person["today"]) == ("Ida Admin", ["administrator", "officer"])


def test_init_without_a_name_takes_the_user_and_england(tmp_path: Path, ask: Callable[..., Any]) -> None:
    path = tmp_path / "ours.db"
    told = ask("init", "--database", str(path), "--scheme", "Harbour", "--office", "membership-body", "--practice")
    assert told.status == 0
    assert told.lines == [
        f"Harbour begins in {path}.",
        f"{system_user()} is its administrator, number P-1.",
    ]


def test_init_puts_the_office_where_nothing_else_is_said(ask: Callable[..., Any], own_surroundings: Path) -> None:
    path = ask("init", "--scheme", "Harbour", "--json").data["database"]
    assert Path(path).is_relative_to(own_surroundings)
    assert ask("today").status == 0


def test_init_leaves_a_file_that_is_there(tmp_path: Path, ask: Callable[..., Any]) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("mine")
    told = ask("init", "--database", str(path), "--scheme", "Harbour")
    assert told.status == 3
    assert "left as it is" in told.err
    assert path.read_text() == "mine"


def test_a_real_office_does_not_begin_on_another_day(tmp_path: Path, ask: Callable[..., Any]) -> None:
    path = tmp_path / "ours.db"
    told = ask("init", "--database", str(path), "--scheme", "Harbour", "--today", "2026-03-02")
    assert told.status == 1
    assert not path.exists()


def test_init_refuses_an_empty_name_by_its_field(tmp_path: Path, ask: Callable[..., Any]) -> None:
    told = ask("init", "--database", str(tmp_path / "ours.db"), "--scheme", " ", "--json")
    assert told.status == 1
    assert [each["field"] for each in told.data["refused"]] == ["scheme"]


def test_a_real_office_is_read_as_on_another_day_and_not_written(tmp_path: Path, ask: Callable[..., Any]) -> None:
    common = ("--database", str(tmp_path / "ours.db"), "--as", "Ida")
    assert ask("init", "--scheme", "Harbour", *common).status == 0
    assert ask("today", "--today", "2030-01-02", *common).status == 0
    for words in (
        ("person", "add", "Olu", "--role", "officer"),
        ("case", "open", "complaint"),
        ("calendar", "add", "2030-01-03", "--reason", "closed"),
        ("contacts", "set", "duty line", "1"),
    ):
        told = ask(*words, "--today", "2030-01-02", "--json", *common)
        assert told.status == 1
        assert "practice" in told.data["refused"][0]["words"]


def test_person_add_prints_the_number_alone(office: Any) -> None:
    assert office.done("person", "add", "Ida Inspector", "--role", "inspector").out == "P-8\n"
    assert office.done("person", "add", "No Role", "--json").data == {"id": "P-9", "name": "No Role"}


def test_each_role_has_its_own_days(office: Any) -> None:
    words = ("--role", "officer", "--from", "2020-01-01", "--to", "2024-12-31", "--role", "management team")
    office.done("person", "add", "Pat Both", *words, "--from", "1 jan 2025")
    person = next(each for each in office.done("person", "list", "--json").data if each["name"] == "Pat Both")
    assert person["today"] == ["management team"]
    assert person["roles"] == [
        {"role": "officer", "from": "2020-01-01", "to": "2024-12-31"},
        {"role": "management team", "from": "2025-01-01", "to": None},
    ]
    line = next(line for line in office.done("person", "list").lines if "Pat Both" in line)
    assert "officer from Wed 1 Jan 2020 to Tue 31 Dec 2024; management team from Wed 1 Jan 2025" in line


def test_a_role_begins_and_ends_by_name_or_number(office: Any) -> None:
    office.done("person", "role", "Olu Officer", "senior manager", "--from", "2026-02-01")
    told = office.done("person", "role", "P-2", "officer", "--to", "2026-02-28", "--json")
    assert told.data == {"id": "P-2", "role": "officer", "from": None, "to": "2026-02-28"}
    person = next(each for each in office.done("person", "list", "--json").data if each["id"] == "P-2")
    assert person["today"] == ["senior manager"]


def test_two_people_of_one_name_are_told_apart_by_number(office: Any) -> None:
    office.done("person", "add", "Olu Officer")
    told = office("person", "role", "Olu Officer", "officer", "--from", "today", "--json")
    assert told.status == 1
    assert "P-2, P-8" in told.data["refused"][0]["words"]
    assert office("person", "role", "Nobody", "officer", "--from", "today").status == 1


def test_an_unknown_role_is_refused_with_those_that_there_are(office: Any) -> None:
    told = office("person", "add", "Ida", "--role", "boss", "--json")
    assert told.status == 1
    (refused,) = told.data["refused"]
    assert refused["field"] == "role"
    assert "registered manager" in refused["words"]


@pytest.mark.rule("CC-24")
def test_a_list_shows_who_has_no_guidance(office: Any) -> None:
    told = office.done("person", "list", "--without-guidance", "--json")
    assert {(each["name"], each["role"]) for each in told.data} == {
        ("Cara Carer", "carer"),
        ("Sam Supported", "person supported"),
    }
    assert "P-6 Cara Carer: carer" in office.done("person", "list", "--without-guidance").lines


@pytest.mark.rule("CC-32")
def test_contacts_are_listed_and_changed(office: Any) -> None:
    told = office.done("contacts", "set", "Duty line", "Duty desk, 01632 960199", "--json")
    assert told.data == {"name": "duty line", "words": "Duty desk, 01632 960199"}
    listed = {each["name"]: each["words"] for each in office.done("contacts", "list", "--json").data}
    assert listed["duty line"] == "Duty desk, 01632 960199"
    assert "duty line: Duty desk, 01632 960199" in office.done("contacts", "list").lines
    refused = office("contacts", "set", "the mayor", "1", "--json")
    assert refused.status == 1
    assert refused.data["refused"][0]["rule"] == "CC-32"


def test_settings_are_listed_and_changed(office: Any) -> None:
    told = office.done("settings", "set", "formal_retention_years", "8", "--reason", "Our policy", "--json")
    assert told.data == {"name": "formal_retention_years", "value": "8", "default": "6"}
    rows = {each["name"]: each for each in office.done("settings", "list", "--json").data}
    assert rows["formal_retention_years"]["value"] == "8"
    assert rows["soon_calendar_days"]["value"] == rows["soon_calendar_days"]["default"]
    assert "formal_retention_years: 8 (6 unless changed)" in office.done("settings", "list").lines
    for name, value, field in (
        ("soon_calendar_days", "long", "soon_calendar_days"),
        ("soon_calendar_days", "61", "soon_calendar_days"),
        ("soon_calendar_days", "9" * 5000, "soon_calendar_days"),
        ("formal_retention_years", "7", "reason"),
        ("x", "1", "x"),
        ("contact.x", "1", "contact.x"),
    ):
        refused = office("settings", "set", name, value, "--json")
        assert (refused.status, refused.data["refused"][0]["field"]) == (1, field)


def test_who_changed_a_number_stands_in_its_history(office: Any) -> None:
    assert office.done("settings", "history").lines == ["Nobody has changed it yet."]
    office.done("settings", "set", "formal_retention_years", "8", "--reason", "Our policy")
    office.done("settings", "set", "soon_calendar_days", "05", who="Olu Officer")
    first, second = office.done("settings", "history", "--json").data
    assert (first["name"], first["value"], first["by"], first["reason"]) == (
        "soon_calendar_days",
        "5",
        "Olu Officer",
        "",
    )
    assert (second["by"], second["reason"]) == ("Ada Admin", "Our policy")
    assert "formal_retention_years: 8, " in office.done("settings", "history", "formal_retention_years").out
    assert "people of the office" in office("settings", "history", who="Somebody").err
    refused = office("settings", "set", "formal_retention_years", "9", "--reason", "x", "--json", who="Olu Officer")
    assert "changed by: registered manager" in refused.data["refused"][0]["words"]
    assert office.done("check").status == 0


def test_the_card_of_keys_has_ones_own_keys_and_symbols(office: Any) -> None:
    assert any(
        line.startswith("r               Record step") for line in office.done("settings", "keys", "--card").lines
    )
    assert "▲ overdue" in office.done("settings", "keys", "--card").out
    office.done("settings", "keys", "case.record", "F4", "Z")
    office.done("settings", "mine", "symbols", "plain")
    told = office.done("settings", "keys", "--card")
    assert any(line.startswith("F4, Z           Record step") for line in told.lines)
    assert told.out.isascii()
    assert "!!overdue" in told.out
    assert office("settings", "keys", "--card", "--json").status == 2
    assert office("settings", "keys", "--card", "case.record").status == 2
    office.done("settings", "keys", "--default")
    office.done("settings", "mine", "symbols", "--default")


def test_ones_own_settings_and_keys_have_a_twin(office: Any) -> None:
    assert office.done("settings", "mine", "--json").data["keys"] == {}
    assert office.done("settings", "mine", "theme", "mono", "--json").data == {"name": "theme", "value": "mono"}
    assert "theme: mono" in office.done("settings", "mine").out
    office.done("settings", "mine", "theme", "--default")
    assert "theme: automatic" in office.done("settings", "mine").out
    refused = office("settings", "mine", "theme", "pink", "--json")
    assert (refused.status, refused.data["refused"][0]["field"]) == (1, "theme")
    assert office("settings", "mine", "theme").status == 2
    assert office("settings", "mine", "--default").status == 2
    (row,) = office.done("settings", "keys", "case.record", "Ctrl+T", "Z", "--json").data
    assert (row["keys"], row["own"], row["default"]) == (["ctrl+t", "Z"], True, ["r"])
    assert any(
        line.startswith("case.record") and "Ctrl+T or Z (your own)" in line
        for line in office.done("settings", "keys").lines
    )
    clash = office("settings", "keys", "case.note", "Z", "--json")
    assert "Z is Record step at present" in clash.data["refused"][0]["words"]
    assert office("settings", "keys", "case.note", "F99").status == 1
    assert office("settings", "keys", "nothing").status == 1
    assert office("settings", "keys", "case.note", "t", "--default").status == 2
    office.done("settings", "keys", "--default")
    assert office.done("settings", "mine", "--json").data["keys"] == {}


@pytest.mark.rule("DY-08")
def test_a_closure_moves_open_limits_after_a_preview(office: Any) -> None:
    ref = office.complaint()
    words = ("calendar", "add", "2026-03-04", "--reason", "Moving house", "--json")
    preview = office.done(*words, "--preview").data
    moved = {each["instance"]: each for each in preview["moved"]}
    assert preview["preview"] is True
    assert set(moved["acknowledge"]) == {"ref", "instance", "from", "to", "held_by"}
    assert (moved["acknowledge"]["ref"], moved["acknowledge"]["from"]) == (ref, "2026-03-04")
    assert moved["acknowledge"]["to"] == "2026-03-05"
    assert office.done("calendar", "list", "--json").data == []
    done = office.done(*words).data
    assert done["moved"] == preview["moved"]
    assert office.done("calendar", "list", "--json").data == [
        {"date": "2026-03-04", "working": False, "reason": "Moving house", "entered_on": "2026-03-02"}
    ]
    limits = {each["instance"]: each for each in office.done("case", "show", ref, "--json").data["limits"]}
    assert limits["acknowledge"]["due"] == "2026-03-05"


def test_a_holiday_becomes_a_working_day(office: Any) -> None:
    told = office.done("calendar", "remove", "2026-04-03", "--reason", "We work on Good Friday")
    assert told.lines == ["Fri 3 Apr 2026 is a working day now.", "No date moves."]
    assert (
        "Fri 3 Apr 2026: a working day, We work on Good Friday. Entered on Mon 2 Mar 2026"
        in office.done("calendar", "list").lines
    )
    assert office.done("due", "2026-04-02", "--working-days", "1", "--json").data["due"] == "2026-04-03"


def test_a_change_that_changes_nothing_is_refused(office: Any) -> None:
    for words in (("add", "2026-03-07"), ("remove", "2026-03-06"), ("add", "2101-01-01")):
        told = office("calendar", *words, "--reason", "why not", "--json")
        assert told.status == 1
        assert told.data["refused"][0]["rule"] == "DY-01"


@pytest.mark.rule("DY-01")
def test_the_calendar_is_compared_with_the_library(office: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    told = office.done("calendar", "check", "--json")
    assert told.data == {"missing": []}
    from datetime import date

    from sharedlives_tui import office as of_office

    crowned = {date(2026, 6, 1): "Coronation"}
    monkeypatch.setattr(of_office, "library_holidays", lambda nation: crowned)
    found = office("calendar", "check", "--json")
    assert found.status == 1
    assert found.data == {"missing": [{"date": "2026-06-01", "name": "Coronation"}]}
    assert "Mon 1 Jun 2026: Coronation" in office("calendar", "check").lines
    office.done("calendar", "add", "2026-06-01", "--reason", "Coronation")
    assert office("calendar", "check").status == 0


def test_a_month_and_a_week_of_limits_and_their_file(office: Any, tmp_path: Path) -> None:
    ref = office.complaint()
    office.done("calendar", "add", "2026-03-05", "--reason", "Training")
    month = office.done("calendar", "month", "2026-03", "--json").data
    assert (month["from"], month["to"], len(month["days"])) == ("2026-03-01", "2026-03-31", 31)
    assert sum(sum(each["counts"].values()) for each in month["days"]) == len(month["limits"]) > 0
    closed = next(each for each in month["days"] if each["date"] == "2026-03-05")
    assert (closed["working"], closed["words"]) == (False, "We are closed: Training")
    week = office.done("calendar", "week", "4 mar 2026")
    assert week.lines[0].endswith("Mon 2 Mar 2026 to Sun 8 Mar 2026.")
    assert any(ref in line and "Mrs Grace Hill" in line for line in week.lines)
    assert "Grace" not in office.done("calendar", "week", "--no-names").out
    assert office.done("calendar", "week", "--owner", "Mo Manager", "--json").data["limits"] == []
    file = tmp_path / "month.ics"
    told = office.done("calendar", "month", "--no-names", "--ics", str(file), "--json").data
    assert told["limits"] == file.read_text("utf-8").count("BEGIN:VEVENT") == len(month["limits"])
    assert "Grace" not in file.read_text("utf-8")
    assert office("calendar", "month", "--ics", str(file)).status == 3
    assert office("calendar", "month", "2026-13").status in (1, 2)
