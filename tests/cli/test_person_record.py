"""What is on file of a carer's approval, and the performance indicators, by command."""

from __future__ import annotations

from typing import Any

import pytest

KNOWN = ("--set", "how_known=minutes", "--set", "how_known_words=Of the panel")
APPROVED = (
    *("person", "record", "Cara Carer", "approval", "--on", "2026-01-12", "--by", "Rae Registered"),
    *KNOWN,
    *("--set", "decision=approved", "--set", "number=3", "--set", "from=2026-02-02", "--set", "reason=As recommended"),
)
LOWER = (
    *("person", "record", "Cara Carer", "number", "--by", "Rae Registered", "--set", "new_number=2"),
    *("--set", "from=2026-03-02", "--set", "reason=Fewer"),
    *KNOWN,
)


@pytest.mark.rule("DA-21")
def test_a_record_is_made_and_shown_with_the_approval_as_it_stands(office: Any) -> None:
    told = office.done(*APPROVED, "--json").data
    assert (told["id"], told["entry"]) == ("P-6", 1)
    assert [each["rule"] for each in told["warnings"]] == ["DY-07"]
    complaint = office.complaint()
    shown = office.done("person", "show", "Cara Carer", "--json").data
    assert shown["approval"] == {
        "status": "approved",
        "since": "2026-02-02",
        "number": 3,
        "terms": "",
        "terms_from": None,
        "coming": [],
        "words": "Approved for 3 people, since Mon 2 Feb 2026",
    }
    assert [each["role"] for each in shown["roles"]] == ["carer"]
    assert [each["ref"] for each in shown["open_cases"]] == [complaint]
    record = shown["records"][0]
    assert (record["kind"], record["done_on"], record["done_by"]) == ("approval", "2026-01-12", "Rae Registered")
    assert record["values"]["reason"] == "As recommended"
    text = office.done("person", "show", "P-6").out
    assert "Approved for 3 people, since Mon 2 Feb 2026." in text
    assert "entry 1, Mon 12 Jan 2026: Decision on the approval, by Rae Registered" in text
    assert "From: Mon 2 Feb 2026" in text
    assert office.done("check").status == 0


@pytest.mark.rule("DA-21")
def test_the_kinds_say_what_each_asks_for(office: Any) -> None:
    kinds = {each["id"]: each for each in office.done("person", "record", "--kinds", "--json").data}
    assert kinds["approval"]["decides"] == ["registered manager"]
    assert {each["name"] for each in kinds["terms"]["fields"]} == {"terms", "reason", "from", "confirmed_on"}
    text = office.done("person", "record", "Cara Carer", "--kinds").out
    assert "Terms or payment band [terms]" in text
    assert "asks number: How many people the carer may support (number, needed where decision is approved or" in text


@pytest.mark.rule("DA-42", "DA-22")
def test_a_refusal_names_field_and_rule(office: Any) -> None:
    office.done(*APPROVED)
    refused = office(*LOWER, "--json")
    assert refused.status == 1
    assert [(each["field"], each["rule"]) for each in refused.data["refused"]] == [("case", "DA-42")]
    refused = office(*(word.replace("Rae Registered", "Mo Manager") for word in APPROVED))
    assert refused.status == 1
    assert "decided by the registered manager" in refused.err
    assert len(office.done("person", "show", "P-6", "--json").data["records"]) == 1


@pytest.mark.rule("DA-42")
def test_terms_that_begin_before_their_letter_are_refused(office: Any) -> None:
    words = ("person", "record", "Cara Carer", "terms", "--by", "Rae Registered", "--set", "reason=A review")
    first = ("--set", "terms=Band 1", "--set", "from=2026-02-02", "--set", "confirmed_on=2026-01-30")
    office.done(*words, *first)
    change = ("--set", "terms=Band 2", "--set", "from=2026-03-01", "--set", "confirmed_on=2026-03-01")
    refused = office(*words, *change)
    assert refused.status == 1
    assert "A change of terms begins on a later day than its letter" in refused.err
    office.done(*words, *(word.replace("from=2026-03-01", "from=2026-03-02") for word in change))
    assert office(*words, "--set", "terms=Band 3").status == 1


@pytest.mark.rule("DY-08")
def test_an_entry_is_struck_and_put_right(office: Any) -> None:
    office.done(*APPROVED)
    told = office.done("person", "correct", "P-6", "1", "--reason", "Typed wrongly", "--set", "number=2")
    assert told.lines[0] == "P-6: entry 1 is struck. The new entry is 2."
    shown = office.done("person", "show", "P-6", "--json").data
    assert [(each["id"], each["struck"], each["struck_reason"]) for each in shown["records"]] == [
        (2, False, ""),
        (1, True, "Typed wrongly"),
    ]
    assert shown["approval"]["number"] == 2
    office.done("person", "correct", "P-6", "2", "--reason", "The wrong carer")
    assert "No approval on file" in office.done("person", "show", "P-6").out
    assert office.done("check").status == 0


@pytest.mark.rule("DA-21")
def test_a_guest_sees_roles_and_no_records(office: Any) -> None:
    office.done(*APPROVED)
    shown = office.done("person", "show", "P-6", "--json", who="somebody").data
    assert (shown["approval"], shown["records"]) == (None, None)
    assert (
        "for people of the office. You are not in the list" in office.done("person", "show", "P-6", who="somebody").out
    )
    hers = office.done("person", "show", "P-6", who="Cass Care").out
    assert "To see what is on file of a carer's approval is for: officer" in hers
    assert "for people of the office" in office.done("person", "show", "P-6", who="somebody").out
    assert office(*APPROVED, who="somebody").status == 1


def test_what_is_lacking_is_said(office: Any) -> None:
    assert office("person", "record", "Cara Carer").status == 2
    assert "nobody called Nobody" in office("person", "show", "Nobody").err
    assert "There is no kind of entry 'hat'" in office("person", "record", "P-6", "hat").err


@pytest.mark.rule("DA-35")
def test_the_indicators_are_listed_and_a_figure_recorded(office: Any) -> None:
    assert "no figure yet" in office.done("indicators", "list").out
    told = office.done("indicators", "record", "complaints-answered", "2026-q1", "19 of 20", who="Rae Registered")
    assert told.lines == [
        "Complaints answered within the time that the person was told, 2026-Q1: 19 of 20 (target: 95 of 100)."
    ]
    found = {each["id"]: each for each in office.done("indicators", "list", "--json").data}
    assert found["complaints-answered"]["figures"] == [{"period": "2026-Q1", "figure": "19 of 20"}]
    assert found["carer-meetings"] | {"name": ""} == {
        "id": "carer-meetings",
        "name": "",
        "target": "all of them",
        "period": "year",
        "rules": ["DA-20"],
        "figures": [],
    }
    assert "2026-Q1: 19 of 20" in office.done("indicators", "list").out
    assert "19 of 20" not in office.done("settings", "list").out
    refused = office("indicators", "record", "carer-meetings", "2026", "3", who="Olu Officer")
    assert (refused.status, "Figures are recorded by" in refused.err) == (1, True)
    assert office.done("check").status == 0
