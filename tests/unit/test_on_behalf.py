"""Who records what somebody else decided says how they know of it; both names and that are kept and shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from sharedlives_tui import casework, on_behalf, person_records, reading
from sharedlives_tui.bundles import bundle_for
from sharedlives_tui.caseviews import StepView
from sharedlives_tui.desk import Desk
from sharedlives_tui.facts import Value
from sharedlives_tui.intake import fields_of
from sharedlives_tui.requests import Correct, Record, Refused
from tests.desks import at, new_desk, open_complaint, record

KNOWN: dict[str, Value] = {on_behalf.HOW: "minutes", on_behalf.WORDS: "Team meeting of 2 March"}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = new_desk(tmp_path)
    yield made
    made.store.close()


def deciding(desk: Desk, ref: str) -> StepView:
    """The first step of a case that a certain office alone decides, without a letter."""
    return next(each for each in reading.steps_view(desk, ref) if each.decides and not each.notice)


def facts(step: StepView) -> dict[str, Value]:
    """Something for every field that is needed."""
    found: dict[str, Value] = {}
    for each in step.fields:
        if each.required:
            found[each.name] = each.choices[0] if each.choices else "Because it is so"
    return found


def case(desk: Desk) -> tuple[str, StepView, dict[str, Value]]:
    ref = open_complaint(desk, about=("Cara Carer",)).ref
    step = deciding(desk, ref)
    return ref, step, facts(step)


def test_what_somebody_else_decided_is_refused_without_saying_how_one_knows(desk: Desk) -> None:
    ref, step, values = case(desk)
    with pytest.raises(Refused) as caught:
        casework.record(desk, Record(ref, step.instance, values, by="Rae Registered"))
    assert [each.field for each in caught.value.problems] == [on_behalf.HOW, on_behalf.WORDS]
    assert all(each.rule == step.rules[0] for each in caught.value.problems)
    assert "minutes" in caught.value.problems[0].words
    guessed = {**values, **KNOWN, on_behalf.HOW: "telepathy"}
    with pytest.raises(Refused, match="telepathy"):
        casework.record(desk, Record(ref, step.instance, guessed, by="Rae Registered"))


def test_both_names_and_how_it_is_known_are_kept_and_shown(desk: Desk) -> None:
    ref, step, values = case(desk)
    done = casework.record(desk, Record(ref, step.instance, {**values, **KNOWN}, by="Rae Registered"))
    shown = next(each for each in reading.case_view(desk, ref).entries if each.id == done.entry)
    assert (shown.done_by, shown.recorded_by) == ("Rae Registered", "Ada Admin")
    assert shown.values[on_behalf.HOW] == "minutes"
    assert shown.labels[on_behalf.WORDS] == "Which one, and when"
    told = [fact for each in bundle_for(desk, ref, "Mrs Grace Hill").told.entries for fact in each.facts]
    assert ("Which one, and when", "Team meeting of 2 March") in told
    row = desk.store.fetch("SELECT done_by, recorded_by FROM journal WHERE kind = 'entry' ORDER BY seq DESC")[0]
    assert row["done_by"] != row["recorded_by"]


def test_who_decides_and_types_is_not_asked_and_neither_is_who_types_what_is_no_decision(desk: Desk) -> None:
    ref, step, values = case(desk)
    casework.record(at(desk, desk.today, "Rae Registered"), Record(ref, step.instance, values))
    casework.record(desk, Record(ref, "note", {"text": "They called"}, by="Olu Officer"))
    assert not {on_behalf.HOW, on_behalf.WORDS} & {
        each.id
        for act in desk.library.in_force("complaint", desk.today).procedure.acts  # type: ignore[union-attr]
        if not (act.decides or act.decided_in)
        for each in fields_of(act)
    }


def test_a_correction_keeps_how_it_was_known(desk: Desk) -> None:
    ref, step, values = case(desk)
    done = casework.record(desk, Record(ref, step.instance, {**values, **KNOWN}, by="Rae Registered"))
    line = {on_behalf.WORDS: "Team meeting of 1 March"}
    fixed = casework.correct(desk, Correct(ref, done.entry, "the wrong day", values=line))
    shown = next(each for each in reading.case_view(desk, ref).entries if each.id == fixed.entry)
    assert (shown.values[on_behalf.HOW], shown.values[on_behalf.WORDS]) == ("minutes", "Team meeting of 1 March")
    assert shown.done_by == "Rae Registered"


def test_the_form_asks_it_while_somebody_else_is_named(desk: Desk) -> None:
    _, step, _ = case(desk)
    asked = {each.name: each for each in step.fields}
    how = asked[on_behalf.HOW]
    assert how.asked_unless == (("by", ("", desk.recorder)),)
    assert how.needed_when_asked
    assert not how.required


def test_a_decision_on_a_carers_approval_is_asked_for_it_too(desk: Desk) -> None:
    kind = next(each for each in person_records.kinds(desk) if each.id == "approval")
    assert kind.decides
    with pytest.raises(Refused) as caught:
        person_records.record_person(desk, "Cara Carer", "approval", {}, by="Rae Registered")
    assert {on_behalf.HOW, on_behalf.WORDS} <= {each.field for each in caught.value.problems}
    hers = replace(at(desk, desk.today, "Rae Registered"))
    with pytest.raises(Refused) as own:
        person_records.record_person(hers, "Cara Carer", "approval", {})
    assert not {on_behalf.HOW} & {each.field for each in own.value.problems}


def test_the_player_of_stories_says_it_for_them(desk: Desk) -> None:
    ref, step, values = case(desk)
    done = record(desk, ref, step.instance, by="Rae Registered", **values)
    shown = next(each for each in reading.case_view(desk, ref).entries if each.id == done.entry)
    assert shown.values[on_behalf.HOW] == "minutes"


@pytest.mark.rule("E-11")
def test_who_names_a_substitute_for_somebody_else_says_how_they_know(desk: Desk) -> None:
    ref = open_complaint(desk).ref
    olu = at(desk, desk.today, "Olu Officer")
    named: dict[str, Value] = {"for_role": "registered manager", "substitute": "Hal Head", "reason": "On leave"}
    hers: dict[str, Value] = {**named, "appointed_by": "Ser Vice"}
    for by in ("", "Ser Vice"):
        with pytest.raises(Refused) as caught:
            casework.record(olu, Record(ref, "substitute", hers, by=by))
        assert [each.field for each in caught.value.problems] == [on_behalf.HOW, on_behalf.WORDS]
    casework.record(olu, Record(ref, "substitute", {**hers, **KNOWN}))
    casework.record(at(desk, desk.today, "Ser Vice"), Record(ref, "substitute", hers))
    step = next(each for each in reading.steps_view(olu, ref) if each.instance == "substitute")
    asked = {each.name: each for each in step.fields}
    assert asked[on_behalf.HOW].asked_unless == (("appointed_by", ("", olu.recorder)),)
    entries = reading.case_view(olu, ref).entries
    assert [on_behalf.HOW in each.values for each in entries[1:]] == [True, False]
