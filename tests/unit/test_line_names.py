"""Lines of their own (points, allegations, promises, challenged records) keep their names, whenever they came up."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sharedlives_tui import casework, reading
from sharedlives_tui.correspondence import notice_view
from sharedlives_tui.desk import Desk
from sharedlives_tui.facts import Value
from sharedlives_tui.requests import Correct, OpenCase, Record, Recorded
from tests.desks import ANSWERED, at, new_desk, open_complaint, record

RAISED: dict[str, Value] = {
    "way_in": "concern",
    "carer": ("Cara Carer",),
    "account": "Doors were found locked.",
    "concern_kind": "conduct",
    "allegations": ("The door was locked at night", "Money was kept"),
}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return new_desk(tmp_path)


def lines(desk: Desk, ref: str) -> dict[str, str]:
    return dict(reading.case_view(desk, ref).lines)


def challenge(desk: Desk, ref: str, what: str, on: date) -> Recorded:
    words: dict[str, Value] = {"challenged": (what,), "challenged_by": ("Mrs Grace Hill",), "challenge_words": "No"}
    return casework.record(desk, Record(ref, "challenge", words, on=on, by="Mo Manager"))


@pytest.mark.rule("DY-07", "CC-39")
def test_what_is_recorded_late_gets_a_name_that_no_later_day_has(desk: Desk) -> None:
    ref = open_complaint(desk).ref
    now = at(desk, date(2026, 3, 12))
    challenge(now, ref, "The note of the tenth", date(2026, 3, 10))
    challenge(now, ref, "The note of the fifth", date(2026, 3, 5))
    found = lines(now, ref)
    assert found["record-1"] == "The note of the tenth"
    assert found["record-2"] == "The note of the fifth"
    waiting = {each.instance for each in reading.steps_view(now, ref) if each.step == "answer-challenge"}
    assert waiting == {"answer-challenge@record-1", "answer-challenge@record-2"}, "each of them is answered"


@pytest.mark.rule("DY-08", "CC-39")
def test_a_new_line_does_not_inherit_the_name_of_one_that_was_struck(desk: Desk) -> None:
    ref = open_complaint(desk).ref
    wrong = challenge(desk, ref, "The wrong note", date(2026, 3, 2)).entry
    casework.correct(desk, Correct(ref, wrong, "another case was meant"))
    challenge(desk, ref, "The right note", date(2026, 3, 2))
    assert lines(desk, ref) == {"point-1": "The rota was changed without a word", "record-2": "The right note"}


@pytest.mark.rule("DA-39", "DY-08")
def test_a_slip_that_is_put_right_keeps_the_line_and_other_words_are_another_line(desk: Desk) -> None:
    ref = casework.open_case(desk, OpenCase("deapproval", RAISED, by="Olu Officer")).ref
    slip: Value = ("The back door was locked at night", "Money was kept")
    done = casework.correct(desk, Correct(ref, 1, "which door", values={"allegations": slip}))
    assert lines(desk, ref) == {"allegation-1": "The back door was locked at night", "allegation-2": "Money was kept"}
    other: Value = ("The back door was locked at night", "She shouted at breakfast")
    casework.correct(desk, Correct(ref, done.entry or 0, "mixed up", values={"allegations": other}))
    found = lines(desk, ref)
    assert found["allegation-3"] == "She shouted at breakfast", "nobody has put that one to the carer"
    assert "allegation-2" not in found


@pytest.mark.rule("CC-33", "DY-08")
def test_a_promise_is_the_same_after_a_correction_of_something_else(desk: Desk) -> None:
    ref = open_complaint(desk).ref
    values: dict[str, Value] = {**ANSWERED, "promises": ("Write the rota | Mo Manager | 1 June 2026",)}
    entry = record(desk, ref, "respond", **values).entry
    words = "The rota and all messages were read"
    casework.correct(desk, Correct(ref, entry, "a slip", values={"investigation": words}))
    found = [each.instance for each in reading.case_view(desk, ref).limits if each.step == "keep-promise"]
    assert found == ["keep-promise@promise-1"]


@pytest.mark.rule("CC-33")
def test_the_letter_before_it_goes_has_the_promises_as_the_one_that_leaves(desk: Desk) -> None:
    ref = open_complaint(desk).ref
    values: dict[str, Value] = {**ANSWERED, "promises": ("Write the rota | Mo Manager | 1 June 2026",)}
    before = notice_view(desk, ref, "respond", values, by="Mo Manager").text
    entry = record(desk, ref, "respond", **values).entry
    left = next(each for each in reading.case_view(desk, ref).entries if each.id == entry).letter
    assert "Write the rota (Mo Manager), by Monday 1 June 2026" in left
    assert before == left


@pytest.mark.rule("CC-33", "CC-08")
def test_a_letter_that_promises_names_who_does_it_though_they_had_no_part_in_the_case_before(desk: Desk) -> None:
    ref = open_complaint(desk).ref
    values: dict[str, Value] = {**ANSWERED, "promises": ("A talk | olu officer | 2026-04-01",)}
    draft = notice_view(desk, ref, "respond", values, by="Mo Manager")
    assert "A talk (Olu Officer), by Wednesday 1 April 2026" in draft.text
    record(desk, ref, "respond", **values)
    left = reading.case_view(desk, ref).entries[-1].letter
    assert "A talk (Olu Officer), by Wednesday 1 April 2026" in left
    assert "P-" not in left
