"""What follows from a correction or a strike: later entries are asked again, links go; and who may stand in."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sharedlives_tui import casework, reading, scenarios
from sharedlives_tui.__main__ import main
from sharedlives_tui.desk import Desk
from sharedlives_tui.facts import Value
from sharedlives_tui.library import Library
from sharedlives_tui.requests import Correct, OpenCase, Record, Refused
from tests.desks import FIRST_DAY, new_desk, open_complaint, record, told

DATA = Path(__file__).parents[2] / "data"
STORY = "deapproval/09_appeal.toml"


def number(desk: Desk, ref: str, act: str) -> int:
    """The number of the last entry of an act."""
    return [each.id for each in reading.case_view(desk, ref).entries if each.step == act][-1]


@pytest.mark.rule("DY-08", "DA-18")
def test_a_later_entry_that_would_be_refused_now_is_named(tmp_path: Path) -> None:
    desk, ref = told(new_desk(tmp_path), STORY, "decide")
    struck = Correct(ref, number(desk, ref, "plan"), "Of another person", preview=True)
    for asked in (struck, replace(struck, preview=False)):
        (warning,) = casework.correct(desk, asked).warnings
        assert (warning.rule, warning.instance) == ("DA-18", "decide")
        assert f"Entry {number(desk, ref, 'decide')}, Decide on the approval of " in warning.words
    assert reading.case_view(desk, ref).status == "open", "it stands, for it happened"


@pytest.mark.rule("DY-08", "E-03")
def test_a_day_that_moves_past_what_was_done_on_it_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    desk, ref = told(new_desk(tmp_path), STORY, "hold-review")
    entry, day = number(desk, ref, "arrange-review"), desk.today.isoformat()
    same = Correct(ref, entry, "The room was another", None, {"meeting_place": "10 am at the library"}, preview=True)
    assert casework.correct(desk, same).warnings == ()
    desk.store.close()
    words = ["case", "correct", ref, str(entry), "--reason", "A slip", "--set", "meeting_on=2026-03-23", "--preview"]
    office = ["--database", str(tmp_path / "office.db"), "--as", "Ada Admin", "--today", day]
    assert main([*words, *office]) == 0
    assert "Hold the review meeting of Mon 16 Mar 2026, would be refused now: " in capsys.readouterr().out
    assert main([*words, *office, "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert [(each["rule"], each["instance"]) for each in found["warnings"]] == [("E-03", "hold-review")]


# -- links ---------------------------------------------------------------------------------------------------------


def links(desk: Desk, *refs: str) -> list[list[str]]:
    return [sorted(each.ref for each in reading.case_view(desk, ref).links) for ref in refs]


@pytest.mark.rule("CC-23", "DY-08")
def test_a_link_ends_in_both_cases_with_the_entry_that_made_it(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    one, two, three = (open_complaint(desk).ref for _ in range(3))
    entry = record(desk, one, "link", reference=two, link_words="The same rota").entry
    assert links(desk, one, two, three) == [[two], [one], []]
    casework.correct(desk, Correct(one, entry, "Wrong reference", None, {"reference": three}, preview=True))
    assert links(desk, one, two, three) == [[two], [one], []], "a preview changes nothing"
    moved = casework.correct(desk, Correct(one, entry, "Wrong reference", None, {"reference": three})).entry
    assert links(desk, one, two, three) == [[three], [], [one]]
    assert moved is not None
    casework.correct(desk, Correct(one, moved, "They have nothing in common"))
    assert links(desk, one, two, three) == [[], [], []]
    assert casework.check(desk) == []


@pytest.mark.rule("CC-23")
def test_a_link_stays_as_long_as_an_entry_of_either_case_says_so(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    one, two = (open_complaint(desk).ref for _ in range(2))
    first = record(desk, one, "link", reference=two).entry
    again = record(desk, one, "link", reference=two).entry
    back = record(desk, two, "link", reference=one).entry
    for ref, entry, left in ((one, first, True), (one, again, True), (two, back, False)):
        casework.correct(desk, Correct(ref, entry, "Entered twice"))
        assert links(desk, one, two) == ([[two], [one]] if left else [[], []])


# -- who stands in, and who opens ----------------------------------------------------------------------------------


@pytest.mark.rule("RD-20", "DY-13")
def test_no_substitute_decides_on_the_act_of_somebody_more_senior(tmp_path: Path) -> None:
    people = [{"name": name, "role": "responsible person"} for name in ("Resa Responsible", "Ida Above")]
    desk = new_desk(tmp_path, people=people)
    raised: dict[str, Value] = {"way_in": "serious risk or safeguarding", "carer": ("Cara Carer",), "account": "A blow"}
    ref = casework.open_case(desk, OpenCase("deapproval", raised, by="Olu Officer")).ref
    stand: dict[str, Value] = {"for_role": "registered manager", "substitute": "Resa Responsible"}
    stand |= {"appointed_by": "Ida Above", "reason": "On leave"}
    scenarios.recorded(desk, Record(ref, "substitute", stand, by="Ida Above"))
    at_once: dict[str, Value] = {"facts": "A blow", "immediate_ground": "gravity", "police": "Told at once"}
    at_once |= {"skipped": ("stage one", "stage two", "stage three")}
    scenarios.recorded(desk, Record(ref, "immediate", at_once, by="Resa Responsible"))
    stand |= {"for_role": "head of service", "substitute": "Ser Vice"}
    with pytest.raises(Refused, match="not junior to whoever did this: Deapprove at once"):
        scenarios.recorded(desk, Record(ref, "substitute", stand, by="Ida Above"))


@pytest.mark.rule("RD-20")
def test_no_substitute_is_junior_to_whom_the_case_is_about(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    ref = open_complaint(desk, about=("Hal Head",)).ref
    stand: dict[str, Value] = {"for_role": "registered manager", "substitute": "Sena Senior", "reason": "On leave"}
    with pytest.raises(Refused, match="not junior to whom the case is about"):
        record(desk, ref, "substitute", appointed_by="Ser Vice", **stand)
    other = open_complaint(desk).ref
    record(desk, other, "substitute", appointed_by="Ser Vice", **stand)
    record(desk, other, "party", people_added=("Hal Head",), taking_part="subject")
    with pytest.raises(Refused, match="not junior to whom the case is about") as found:
        record(desk, other, "escalate", by="Sena Senior", to_stage="stage one", reason="Somebody else should look")
    assert {each.rule for each in found.value.problems} == {"RD-20"}


@pytest.mark.rule("DY-13")
def test_who_opens_a_case_is_asked_like_whoever_records_in_it(tmp_path: Path) -> None:
    ours = (DATA / "procedures" / "complaint.toml").read_text("utf-8")
    theirs = ours.replace('id = "received"\n', 'id = "received"\ndecides = ["registered manager"]\n', 1)
    assert theirs != ours
    papers = tmp_path / "papers" / "procedures"
    papers.mkdir(parents=True)
    (papers / "complaint.toml").write_text(theirs, "utf-8")
    desk = scenarios._office(tmp_path / "office.db", {"do": [{"on": FIRST_DAY}]}, Library(papers.parent))
    with pytest.raises(Refused, match="Only the registered manager decides this"):
        open_complaint(desk, by="Olu Officer")
    open_complaint(desk, by="Rae Registered")
