"""What is laid out before a decision: who may and why not, the recommendation, whom it touches, what runs beside."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sharedlives_tui import casework, office, reading
from sharedlives_tui.deciding import DecisionView, decisions_view
from sharedlives_tui.facts import Value
from sharedlives_tui.requests import OpenCase, Record, Refused
from sharedlives_tui.store import views
from tests.desks import at, new_desk, record, told

STORY = "deapproval/09_appeal.toml"


def view(views: list[DecisionView], instance: str) -> DecisionView:
    return next(each for each in views if each.instance == instance)


@pytest.mark.rule("DA-14", "DA-22", "DA-41")
def test_the_decision_shows_the_recommendation_and_who_may_take_it(tmp_path: Path) -> None:
    desk, ref = told(new_desk(tmp_path), STORY, "recommend")
    found = view(decisions_view(desk, ref), "decide")
    assert found.offices == ("registered manager",)
    able = [each.name for each in found.people if not each.why_not]
    assert able == ["Rae Registered"], "the head of care decides none of it"
    assert any(each.label == "Recommendation" for each in found.shows)


@pytest.mark.rule("DA-10")
def test_no_decision_begins_with_the_reason_of_an_earlier_one(tmp_path: Path) -> None:
    desk, ref = told(new_desk(tmp_path), STORY, "to-head-of-care")
    step = next(each for each in reading.steps_view(desk, ref) if each.step == "head-of-care")
    assert "reason" in {each.name for each in step.fields}
    entries = reading.case_view(desk, ref).entries
    assert any(each.values.get("reason") for each in entries), "somebody gave one before"
    assert "reason" not in step.prefilled


@pytest.mark.rule("DA-38", "E-05")
def test_who_is_barred_from_the_answer_to_the_appeal_stands_with_the_reason(tmp_path: Path) -> None:
    desk, ref = told(new_desk(tmp_path), STORY, "pass-on")
    panel = office.find_person(desk, "Pat Panel")
    office.add_role(desk, panel, "head of service", date(2020, 1, 1), None)
    people = {each.name: each.why_not for each in view(decisions_view(desk, ref), "appeal-answer").people}
    assert people["Ser Vice"] == ""
    assert "Pat Panel cannot be the one" in people["Pat Panel"]
    values: dict[str, Value] = {"appeal_result": "dismissed", "appeal_reasons": "It stands", "next_words": "None"}
    with pytest.raises(Refused) as refused:
        casework.record(desk, Record(ref, "appeal-answer", {**values, "method": "post"}, by="Pat Panel"))
    assert "DA-38" in {each.rule for each in refused.value.problems}


@pytest.mark.rule("DA-16", "RD-01")
def test_a_letter_shows_how_many_days_are_left_and_tells_no_earlier_day(tmp_path: Path) -> None:
    desk, ref = told(new_desk(tmp_path), STORY, "decide")
    later = at(desk, date(2026, 5, 16))
    step = next(each for each in reading.steps_view(later, ref) if each.step == "outcome-letter")
    assert "10 days are left on the day on which this goes" in step.remarks[0]
    assert step.prefilled["appeal_by"] == "2026-05-26"
    values: dict[str, Value] = {"outcome_words": "Trust is gone", "actions_words": "The keys come back"}
    values |= {"window_enough": "the days left are enough", "method": "post"}
    with pytest.raises(Refused) as refused:
        record(later, ref, "outcome-letter", by="Rae Registered", **values, appeal_by="2026-05-20")
    assert [(each.field, each.rule) for each in refused.value.problems] == [("appeal_by", "RD-01")]
    done = record(later, ref, "outcome-letter", by="Rae Registered", **values, appeal_by="2026-06-02")
    assert any("17 days are left" in each.words for each in done.warnings)
    window = next(each for each in reading.case_view(later, ref).limits if each.instance == "appeal-window")
    assert (window.due, window.until) == (date(2026, 5, 25), date(2026, 6, 2))
    listed = {
        row.instance: row for row in views.limits_all(later.store, later.viewer, date(2026, 6, 1), date(2026, 6, 2))
    }
    assert (listed["appeal-window"].state, listed["appeal-window"].until) == ("window", date(2026, 6, 2))
    assert listed["late-post"].until is not None
    assert all(row.until is None for row in listed.values() if row.force != "window")


@pytest.mark.rule("DA-18", "DA-30")
def test_each_person_supported_is_on_the_card_with_or_without_a_plan(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    values: dict[str, Value] = {
        "way_in": "serious risk or safeguarding",
        "carer": ("Cara Carer",),
        "account": "Shouting was heard.",
        "people_supported": ("Sam Supported", "Una Used"),
    }
    ref = casework.open_case(desk, OpenCase("deapproval", values, by="Olu Officer")).ref
    assert [(each.name, each.planned_on) for each in reading.case_view(desk, ref).affected] == [
        ("Sam Supported", None),
        ("Una Used", None),
    ]
    found = [each for each in decisions_view(desk, ref) if each.instance == "immediate"]
    assert [each.name for each in found[0].affected] == ["Sam Supported", "Una Used"]
    assert found[0].gates == (), "an immediate deapproval waits for nothing"


@pytest.mark.rule("DA-39", "DA-40")
def test_each_allegation_is_a_line_with_what_was_put_answered_and_found(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    values: dict[str, Value] = {
        "way_in": "serious risk or safeguarding",
        "carer": ("Cara Carer",),
        "account": "Shouting was heard.",
        "allegations": ("She shouted on 20 February", "She locked the door"),
    }
    ref = casework.open_case(desk, OpenCase("deapproval", values, by="Olu Officer")).ref
    rows = reading.case_view(desk, ref).ledger
    assert [each.line.text for each in rows] == ["She shouted on 20 February", "She locked the door"]
    assert all(not each.columns for each in rows)
    record(
        desk,
        ref,
        "manager-decision",
        by="Rae Registered",
        way_on="detailed investigation",
        reason="It is serious",
        depth="Two talks and the daily book",
        investigators=("Odette Officer",),
    )
    record(
        desk,
        ref,
        "put-allegation@allegation-1",
        by="Odette Officer",
        put_how="At home, on her own",
        put_answer="She was tired",
    )
    first, second = reading.case_view(desk, ref).ledger
    assert (first.last("put"), first.last("answer")) == ("At home, on her own", "She was tired")
    assert first.columns["put"][0].by == "Odette Officer"
    assert second.open == ("put-allegation@allegation-2",)


def test_a_case_in_which_nobody_decides_has_no_decision(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    values: dict[str, Value] = {"person": ("Cara Carer",), "starting": "arrangement", "start_on": "2026-03-09"}
    ref = casework.open_case(desk, OpenCase("guidance", values, by="Olu Officer")).ref
    assert decisions_view(desk, ref) == []
