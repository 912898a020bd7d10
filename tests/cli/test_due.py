from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


@pytest.mark.rule("DY-01", "DY-02")
def test_days_are_counted_with_what_was_passed_over(ask: Callable[..., Any]) -> None:
    told = ask("due", "2026-04-02", "--working-days", "2", "--json")
    assert told.status == 0
    assert told.data == {
        "from": "2026-04-02",
        "unit": "working days",
        "count": 2,
        "nation": "england",
        "due": "2026-04-08",
        "act_by": "2026-04-08",
        "passed_over": [
            {"date": "2026-04-03", "why": "Good Friday"},
            {"date": "2026-04-04", "why": "Saturday"},
            {"date": "2026-04-05", "why": "Sunday"},
            {"date": "2026-04-06", "why": "Easter Monday"},
        ],
    }


@pytest.mark.rule("DY-06")
def test_the_text_explains_the_count(ask: Callable[..., Any]) -> None:
    lines = ask("due", "2026-04-02", "--working-days", "2").lines
    assert lines[0] == "Due: Wed 8 Apr 2026"
    assert lines[1] == "Act by: Wed 8 Apr 2026"
    assert "Good Friday on Fri 3 Apr" in lines[2]
    assert lines[3] == "Working days of England."


@pytest.mark.rule("DY-01")
@pytest.mark.parametrize(
    ("nation", "due"),
    [
        ("england", "2026-04-08"),
        ("wales", "2026-04-08"),
        ("scotland", "2026-04-07"),
        ("northern-ireland", "2026-04-08"),
    ],
)
def test_each_nation_has_its_own_days(nation: str, due: str, ask: Callable[..., Any]) -> None:
    data = ask("due", "2026-04-02", "--working-days", "2", "--nation", nation, "--json").data
    assert (data["nation"], data["due"]) == (nation, due)


@pytest.mark.rule("DY-03", "DY-15")
@pytest.mark.parametrize(
    ("count", "unit", "due", "act_by"),
    [
        (("--days", "28"), "calendar days", "2026-04-04", "2026-04-02"),
        (("--days", "0"), "calendar days", "2026-03-07", "2026-03-07"),
        (("--days", "-7"), "calendar days", "2026-02-28", "2026-02-27"),
        (("--months", "6"), "months", "2026-09-07", "2026-09-07"),
        (("--months", "-1"), "months", "2026-02-07", "2026-02-06"),
        (("--working-days", "-5"), "working days", "2026-03-02", "2026-03-02"),
    ],
)
def test_calendar_days_months_and_counting_back(
    count: tuple[str, str], unit: str, due: str, act_by: str, ask: Callable[..., Any]
) -> None:
    data = ask("due", "2026-03-07", *count, "--json").data
    assert (data["unit"], data["count"], data["due"]) == (unit, int(count[1]), due)
    if unit != "working days":
        assert data["passed_over"] == []
    assert data["act_by"] == act_by


def test_a_day_can_be_typed_in_many_ways(ask: Callable[..., Any]) -> None:
    for typed in ("7/3/26", "7 mar 2026", "2026-03-07", "sat 7 march 2026"):
        assert ask("due", typed, "--days", "1", "--json").data["from"] == "2026-03-07"
    assert ask("due", "today", "--days", "1", "--json", "--today", "2026-03-07").data["from"] == "2026-03-07"


@pytest.mark.rule("DY-01")
@pytest.mark.parametrize(
    "words",
    [
        ("1999-12-31", "--days", "1"),
        ("2100-12-31", "--days", "1"),
        ("2000-01-01", "--months", "-1"),
        ("2101-01-01", "--days", "0"),
    ],
)
def test_outside_2000_to_2100_is_refused(words: tuple[str, ...], ask: Callable[..., Any]) -> None:
    told = ask("due", *words, "--json")
    assert told.status == 1
    assert told.err == ""
    (refused,) = told.data["refused"]
    assert refused["field"] == "date"
    assert refused["rule"] == "DY-01"
    assert "2000" in refused["words"]
    plain = ask("due", *words)
    assert (plain.status, plain.out) == (1, "")
    assert "(DY-01)" in plain.err


@pytest.mark.rule("DY-01")
def test_an_office_counts_on_its_own_days(office: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    office.done("calendar", "add", "2026-03-10", "--reason", "Moving house")
    words = ("due", "2026-03-09", "--working-days", "1", "--json")
    data = office.done(*words).data
    assert data["due"] == "2026-03-11"
    assert data["passed_over"] == [{"date": "2026-03-10", "why": "Moving house"}]
    assert office.plain(*words).data["due"] == "2026-03-10"
    monkeypatch.setenv("SHAREDLIVES_DATABASE", str(office.path))
    assert office.plain(*words).data["due"] == "2026-03-11"
    assert office.plain(*words, "--nation", "england").data["due"] == "2026-03-10"
    refused = office(*words, "--nation", "wales")
    assert refused.status == 1
    assert refused.data["refused"][0]["field"] == "nation"


def test_an_office_that_is_not_there_stops_only_whoever_names_it(
    ask: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("due", "2026-03-09", "--working-days", "1")
    assert ask(*words, "--database", "nowhere.db").status == 3
    monkeypatch.setenv("SHAREDLIVES_DATABASE", "nowhere.db")
    assert ask(*words).status == 0
