"""Who holds which version: the letters that left with words that a correction takes back (CC-39)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sharedlives_tui import casework, reading
from sharedlives_tui.requests import Correct, Holder, Record
from tests.desks import ACKNOWLEDGED, ANSWERED, FIRST_DAY, new_desk, open_complaint, record

pytestmark = pytest.mark.rule("CC-39")


def test_a_correction_names_whoever_has_a_letter_with_the_old_words(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    ref = open_complaint(desk).ref
    record(desk, ref, "acknowledge", **ACKNOWLEDGED, copies=("Gus Manager",))
    preview = Correct(ref, 2, "wrong number", values={"handler": "Mo Manager, telephone 01632 960299"}, preview=True)
    assert casework.correct(desk, preview).holders == (
        Holder("Mrs Grace Hill", 2, FIRST_DAY),
        Holder("Gus Manager", 2, FIRST_DAY),
    )
    assert len(reading.case_view(desk, ref).entries) == 2, "a preview writes nothing"


def test_a_letter_without_the_words_is_no_copy_of_them(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    ref = open_complaint(desk).ref
    record(desk, ref, "acknowledge", **ACKNOWLEDGED)
    record(desk, ref, "respond", **ANSWERED)
    done = casework.correct(desk, Correct(ref, 3, "a slip", values={"actions_taken": "They are told two weeks ahead"}))
    assert [each.entry for each in done.holders] == [3]
    note = record(desk, ref, "note", text="The family called again").entry
    assert casework.correct(desk, Correct(ref, note, "a slip")).holders == ()


def test_those_who_hold_a_copy_are_listed_for_the_challenged_record(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    ref = open_complaint(desk).ref
    record(desk, ref, "acknowledge", **ACKNOWLEDGED, copies=("Gus Manager",))
    words = {"challenged": ("The letter of today",), "challenged_by": ("Mrs Grace Hill",), "challenge_words": "No"}
    casework.record(desk, Record(ref, "challenge", words, on=FIRST_DAY, by="Mo Manager"))
    step = next(each for each in reading.steps_view(desk, ref) if each.step == "answer-challenge")
    assert step.prefilled["copies_to_correct"] == ("Mrs Grace Hill", "Gus Manager")
    assert step.due == date(2026, 3, 16)


def test_nobody_is_listed_for_a_correction_where_the_record_stays_as_it_is(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    ref = open_complaint(desk).ref
    record(desk, ref, "acknowledge", **ACKNOWLEDGED)
    record(desk, ref, "challenge", challenged=("The letter",), challenged_by=("Mrs Grace Hill",), challenge_words="No")
    record(desk, ref, "answer-challenge", challenge_result="kept", challenge_reason="It is as it was said")
    values = reading.case_view(desk, ref).entries[-1].values
    assert "copies_to_correct" not in values
