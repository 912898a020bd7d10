"""What deapproval and disputes refuse so that nobody is treated unfairly: days, rooms, appeals, sides."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sharedlives_tui import casework, correspondence, reading, scenarios
from sharedlives_tui.bundles import bundle_for
from sharedlives_tui.desk import Desk
from sharedlives_tui.facts import Value
from sharedlives_tui.requests import OpenCase, Record, Refused
from tests import desks
from tests.desks import at, new_desk, told

STORY = "deapproval/09_appeal.toml"
MANAGER = "Rae Registered"
CONCERN: dict[str, Value] = {
    "way_in": "serious risk or safeguarding",
    "carer": ("Cara Carer",),
    "account": "Shouting was heard.",
    "allegations": ("She shouted on 20 February",),
}
NOTICE: dict[str, Value] = {
    "concerns_words": "Shouting on 20 and 24 February",
    "companion": "A friend or relative",
    "purpose": "To hear her on it",
    "present": "Rae Registered",
    "method": "post",
}
HELD: dict[str, Value] = {"answer_words": "She was tired", "in_room": (MANAGER, "Cara Carer")}


def refused(desk: Desk, ref: str, act: str, by: str, **values: Value) -> set[str]:
    """The rules and fields for which an act of today is refused; nothing is written by it."""
    before = reading.case_view(desk, ref).version
    with pytest.raises(Refused) as found:
        scenarios.recorded(desk, Record(ref, act, values, by=by))
    assert reading.case_view(desk, ref).version == before
    return {word for each in found.value.problems for word in (each.rule, each.field) if word}


def raised(desk: Desk, **changes: Value) -> str:
    return casework.open_case(desk, OpenCase("deapproval", {**CONCERN, **changes}, by="Olu Officer")).ref


@pytest.mark.rule("DA-06", "NT-25")
def test_the_invitation_names_the_day_that_was_arranged(tmp_path: Path) -> None:
    desk, ref = told(new_desk(tmp_path), STORY, "arrange-review")
    assert "meeting_day" in refused(desk, ref, "review-notice", MANAGER, **NOTICE, meeting_day="2026-03-20")
    left = Record(ref, "review-notice", {**NOTICE, "meeting_day": "2026-03-20"}, by=MANAGER, sent_incomplete=True)
    scenarios.recorded(desk, left)  # a letter that has gone is kept for what it is


@pytest.mark.rule("DA-34", "NT-24")
def test_the_letter_of_an_inquiry_promises_no_end_past_the_28_days(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    ref = raised(desk)
    values: dict[str, Value] = {"way_on": "detailed investigation", "reason": "Serious", "depth": "Two talks"}
    values |= {"investigators": ("Odette Officer",)}
    scenarios.recorded(desk, Record(ref, "manager-decision", values, by=MANAGER))
    letter: dict[str, Value] = {"subject_words": "What was heard", "method": "post"}
    assert "finish_by" in refused(desk, ref, "investigation-notice", MANAGER, **letter, finish_by="2026-03-31")
    scenarios.recorded(desk, Record(ref, "investigation-notice", {**letter, "finish_by": "2026-03-30"}, by=MANAGER))


@pytest.mark.rule("CC-18", "DA-44")
def test_copies_are_for_the_carer_of_the_case_and_not_for_who_is_approved_or_lives_with_them(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    ref = raised(desk, approved_with=("Colin Carer",), people_supported=("Sam Supported",))
    assert bundle_for(desk, ref, "Cara Carer").told.entries
    for other in ("Colin Carer", "Sam Supported"):
        with pytest.raises(Refused) as found:
            bundle_for(desk, ref, other)
        assert {each.rule for each in found.value.problems} == {"CC-18"}


@pytest.mark.rule("E-03")
def test_a_meeting_is_not_held_before_its_day_nor_without_the_carer_at_once(tmp_path: Path) -> None:
    desk, ref = told(new_desk(tmp_path), STORY, "review-copies")
    early = at(desk, date(2026, 3, 10))
    assert "E-03" in refused(early, ref, "hold-review", MANAGER, **HELD, attendance="held")
    on_the_day = at(desk, date(2026, 3, 16))
    absent: dict[str, Value] = {"attendance": "held on written views", "absent_reason": "She is ill"}
    assert "E-03" in refused(on_the_day, ref, "hold-review", MANAGER, **HELD, **absent)
    scenarios.recorded(on_the_day, Record(ref, "hold-review", {**HELD, "attendance": "held"}, by=MANAGER))


@pytest.mark.rule("RD-47", "DA-09")
def test_the_report_goes_as_it_says_that_it_goes(tmp_path: Path) -> None:
    desk, ref = told(new_desk(tmp_path), STORY, "determine")
    words: dict[str, Value] = {"report_words": "The findings", "sent_by": "email"}
    assert "RD-47" in refused(desk, ref, "report", MANAGER, **words, method="post")
    scenarios.recorded(desk, Record(ref, "report", {**words, "method": "email"}, by=MANAGER))


@pytest.mark.rule("DA-11", "DA-38")
def test_the_panel_sits_with_a_senior_manager_and_nobody_presents_to_themselves(tmp_path: Path) -> None:
    desk, ref = told(new_desk(tmp_path), STORY, "panel-notice")
    day = at(desk, date(2026, 4, 20))
    views: dict[str, Value] = dict.fromkeys(
        ("answer_words", "perspective", "officer_report", "service_help", "officer_recommends", "manager_view"),
        "On record",
    )
    views |= {"attendance": "held", "presenter": (MANAGER,)}
    panel = ("Sena Senior", "Pat Panel")
    assert "DA-11" in refused(day, ref, "hold-panel", panel[0], **views, in_room=(MANAGER, "Pat Panel"))
    assert "DA-11" in refused(day, ref, "hold-panel", panel[0], **views, in_room=panel)
    themselves = {**views, "presenter": (panel[0],)}
    assert "DA-11" in refused(day, ref, "hold-panel", panel[0], **themselves, in_room=(*panel, MANAGER))
    room = {**views, "in_room": ("Sena Senior", MANAGER)}
    done = scenarios.recorded(day, Record(ref, "hold-panel", room, by=panel[0]))
    assert {"DA-38", "RD-24"} <= {each.rule for each in done.warnings}, "no carer, and one of the panel alone"


@pytest.mark.rule("DA-11", "DA-38")
def test_a_meeting_with_everybody_there_is_not_pointed_at(tmp_path: Path) -> None:
    desk, ref = told(new_desk(tmp_path), STORY, "review-copies")
    day = at(desk, date(2026, 3, 16))
    done = scenarios.recorded(day, Record(ref, "hold-review", {**HELD, "attendance": "held"}, by=MANAGER))
    assert not {each.rule for each in done.warnings} & {"DA-38", "RD-24"}


@pytest.mark.rule("DA-37", "RD-44")
def test_the_manager_does_not_promise_to_decide_inside_the_time_to_comment(tmp_path: Path) -> None:
    desk, ref = told(new_desk(tmp_path), STORY, "recommend")
    assert {"DA-37", "decide_by"} <= refused(
        desk, ref, "send-recommendation", MANAGER, decide_by="2026-04-23", method="post"
    )


@pytest.mark.rule("DA-33", "DA-43")
def test_open_concerns_are_not_logged_as_part_of_a_wish_to_stop(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    wish: dict[str, Value] = {"way_in": "own wish", "notice_of": "the approval", "ends_on": "2026-03-31"}
    with pytest.raises(Refused, match="case of their own"):
        raised(desk, **wish)
    raised(desk, **wish, allegations=())


@pytest.mark.rule("DA-30")
def test_an_approval_is_not_ended_at_once_twice(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    ref = raised(desk)
    values: dict[str, Value] = {"facts": "An assault", "immediate_ground": "gravity", "police": "Told at once"}
    values |= {"skipped": ("stage one", "stage two", "stage three")}
    assert "DA-30" in refused(desk, ref, "immediate", MANAGER, **{**values, "skipped": ("stage one",)})
    scenarios.recorded(desk, Record(ref, "immediate", values, by=MANAGER))
    assert "DA-30" in refused(desk, ref, "immediate", MANAGER, **values)
    assert "immediate" not in {each.step for each in reading.steps_view(desk, ref)}


@pytest.mark.rule("DA-30", "DA-01")
def test_once_decided_no_stage_is_left_to_be_skipped(tmp_path: Path) -> None:
    desk, ref = told(new_desk(tmp_path), STORY, "outcome-letter")
    values: dict[str, Value] = {"facts": "An assault", "immediate_ground": "gravity", "police": "Told at once"}
    form = next(each for each in reading.steps_view(desk, ref) if each.step == "immediate")
    assert "skipped" not in {each.name for each in form.fields}
    scenarios.recorded(desk, Record(ref, "immediate", values, by=MANAGER))


@pytest.mark.rule("DA-29", "RD-16")
@pytest.mark.parametrize(
    ("posted", "right", "wrong"), [("2026-05-26", "in time", "late"), ("2026-05-27", "late", "in time")]
)
def test_an_appeal_is_passed_on_as_what_its_postmark_says(tmp_path: Path, posted: str, right: str, wrong: str) -> None:
    desk, ref = told(new_desk(tmp_path), STORY, "outcome-letter")
    came = at(desk, date(2026, 5, 28))
    scenarios.recorded(came, Record(ref, "appeal", {"grounds": "Not heard", "posted_on": posted}, by="Olu Officer"))
    words: dict[str, Value] = {"passed_words": "The whole file", "method": "post"}
    assert "RD-16" in refused(came, ref, "pass-on", MANAGER, **words, in_time=wrong)
    scenarios.recorded(came, Record(ref, "pass-on", {**words, "in_time": right}, by=MANAGER))
    limits = {each.instance: each for each in reading.case_view(came, ref).limits}
    assert limits["appeal-window"].late is (right == "late")


@pytest.mark.rule("DA-29", "RD-16", "RD-15")
@pytest.mark.parametrize(
    ("came_on", "posted", "known"),
    [
        ("2026-05-26", "", "in time"),  # received on the last day, the day after the bank holiday
        ("2026-05-28", "2026-05-26", "in time"),
        ("2026-05-28", "2026-05-27", "late"),
        ("2026-05-28", "", ""),  # nobody knows when it was posted: whoever passes it on says so
    ],
)
def test_the_case_says_itself_whether_an_appeal_came_in_time(
    tmp_path: Path, came_on: str, posted: str, known: str
) -> None:
    desk, ref = told(new_desk(tmp_path), STORY, "outcome-letter")
    came = at(desk, date.fromisoformat(came_on))
    scenarios.recorded(came, Record(ref, "appeal", {"grounds": "Not heard", "posted_on": posted}, by="Olu Officer"))
    words: dict[str, Value] = {"passed_words": "The whole file", "method": "post"}
    if not known:
        assert "in_time" in refused(came, ref, "pass-on", MANAGER, **words)
        for said in ("in time", "late"):
            assert whole(came, ref, {**words, "in_time": said})
        return
    for wrong in {"in time", "late", "no time ran"} - {known}:
        assert {"RD-16", "RD-15"} & refused(came, ref, "pass-on", MANAGER, **words, in_time=wrong)
    assert whole(came, ref, words)
    scenarios.recorded(came, Record(ref, "pass-on", words, by=MANAGER))
    assert reading.case_view(came, ref).entries[-1].values["in_time"] == known


def whole(desk: Desk, ref: str, values: dict[str, Value]) -> bool:
    """Whether the letter that passes an appeal on has all that it needs with these values."""
    return correspondence.notice_view(desk, ref, "pass-on", values).complete


@pytest.mark.rule("RD-01", "DA-16")
def test_the_next_steps_say_the_last_day_of_a_lengthened_window(tmp_path: Path) -> None:
    desk, ref = told(new_desk(tmp_path), STORY, "outcome-letter")
    longer: dict[str, Value] = {"appeal_by": "2026-06-05", "reason": "The letter was late"}
    scenarios.recorded(desk, Record(ref, "lengthen-window", longer, by=MANAGER))
    window = next(each for each in reading.steps_view(desk, ref) if each.instance == "appeal-window")
    assert (window.due, window.until) == (date(2026, 5, 25), date(2026, 6, 5))


@pytest.mark.rule("E-10", "DA-39")
def test_nothing_is_put_to_a_carer_from_whom_it_is_withheld(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    ref = raised(desk)
    values: dict[str, Value] = {"way_on": "detailed investigation", "reason": "Serious", "depth": "Two talks"}
    values |= {"investigators": ("Odette Officer",)}
    scenarios.recorded(desk, Record(ref, "manager-decision", values, by=MANAGER))
    scenarios.recorded(desk, Record(ref, "refer-safeguarding", {"agency": "the safeguarding team"}, by="Olu Officer"))
    scenarios.recorded(desk, Record(ref, "withhold", {"reason": "They asked for it"}, by=MANAGER))
    put: dict[str, Value] = {"put": "put to the carer", "put_how": "At home", "put_answer": "No"}
    assert "E-10" in refused(desk, ref, "put-allegation@allegation-1", "Odette Officer", **put)


@pytest.mark.rule("DA-38", "E-05")
def test_whoever_answered_the_appeal_is_not_on_the_fresh_panel(tmp_path: Path) -> None:
    desk, ref = told(new_desk(tmp_path), STORY, "pass-on")
    answer: dict[str, Value] = {
        "appeal_result": "a fresh panel",
        "appeal_reasons": "Not heard",
        "next_words": "A panel",
    }
    scenarios.recorded(desk, Record(ref, "appeal-answer", {**answer, "method": "post"}, by="Ser Vice"))
    arranged: dict[str, Value] = {"meeting_on": "2026-06-22", "meeting_place": "The town hall"}
    assert {"panel", "DA-38"} <= refused(
        desk, ref, "arrange-panel", MANAGER, **arranged, panel=("Ser Vice", "Tess Topp")
    )


@pytest.mark.rule("E-21")
def test_a_case_in_stage_three_ends_by_a_decision_alone(tmp_path: Path) -> None:
    desk, ref = told(new_desk(tmp_path), STORY, "arrange-panel")
    assert "close" not in {each.step for each in reading.steps_view(desk, ref)}
    assert "E-21" in refused(desk, ref, "close", MANAGER, reason="Enough")


# -- disputes -------------------------------------------------------------------------------------------------------


def mediation(folder: Path) -> tuple[Desk, str]:
    desk = at(new_desk(folder, office="membership-body"), date(2026, 3, 2), "Mina Mediator")
    values: dict[str, Value] = {
        "caller": ("Cara Carer",),
        "first_side": ("Cara Carer", "Colin Carer"),
        "second_side": ("Gus Manager",),
        "roles_taken": ("mediation",),
        "matter": "Payments come late.",
        "tried": "Three calls",
        "affected": "Outings were cancelled",
    }
    ref = casework.open_case(desk, OpenCase("dispute", values)).ref
    scenarios.recorded(desk, Record(ref, "take-on", {"staff": ("Mina Mediator",)}))
    return desk, ref


@pytest.mark.rule("RD-43", "DI-06", "NT-37")
def test_steps_that_are_not_confirmed_by_e_mail_say_why(tmp_path: Path) -> None:
    desk, ref = mediation(tmp_path)
    scenarios.recorded(desk, Record(ref, "agree-steps", {"steps": ("Meet | Mina Mediator | 2026-05-04",)}))
    assert "RD-43" in refused(desk, ref, "confirm-steps", "Mina Mediator", method="post")
    why: dict[str, Value] = {"email_suits": "no", "why_not_email": "She has none", "method": "post"}
    scenarios.recorded(desk, Record(ref, "confirm-steps", why))


@pytest.mark.rule("DI-05", "CC-33")
def test_what_was_agreed_without_a_name_or_a_day_is_pointed_at(tmp_path: Path) -> None:
    desk, ref = mediation(tmp_path)
    done = scenarios.recorded(desk, Record(ref, "agree-steps", {"steps": ("Write a letter", "Meet | Mina Mediator")}))
    said = [each.words for each in done.warnings if each.rule == "DI-05"]
    assert ["lacks who does it and a day" in said[0], "lacks a day" in said[1]] == [True, True]


@pytest.mark.rule("E-17", "DI-09")
def test_nobody_is_bound_by_what_they_do_not_agree_with(tmp_path: Path) -> None:
    desk, ref = mediation(tmp_path)
    scenarios.recorded(desk, Record(ref, "agree-steps", {"steps": ("Meet | Mina Mediator | 2026-05-04",)}))
    scenarios.recorded(desk, Record(ref, "resolution", {"resolution": "Payments on the first of the month"}))
    answers = {"Cara Carer": "agrees", "Colin Carer": "does not agree", "Gus Manager": "agrees"}
    for name, answer in answers.items():
        scenarios.recorded(desk, Record(ref, f"party-answer@{name}", {"answer": answer}))
    words: dict[str, Value] = {"agreed_by_whom": "some of them", "result": "Paid on the first"}
    words |= {"agreed_communication": "A call a month", "follow_up": "In May"}
    everybody = tuple(answers)
    assert {"bound", "E-17"} <= refused(desk, ref, "agreed", "Mina Mediator", **words, bound=everybody)
    scenarios.recorded(desk, Record(ref, "agreed", {**words, "bound": ("Cara Carer", "Gus Manager")}))


@pytest.mark.rule("CC-33", "RD-29")
def test_nothing_is_promised_for_a_day_that_has_gone(tmp_path: Path) -> None:
    desk = desks.new_desk(tmp_path)
    ref = desks.open_complaint(desk).ref
    desks.record(desk, ref, "acknowledge", **desks.ACKNOWLEDGED)
    answer: dict[str, Value] = {**desks.ANSWERED, "promises": ("A talk | Mo Manager | 2026-02-27",)}
    with pytest.raises(Refused, match="before the day of this entry. Give a day to come") as refused:
        desks.record(desk, ref, "respond", **answer)
    assert refused.value.problems[0].field == "promises"
    desks.record(desk, ref, "respond", **{**answer, "promises": ("A talk | Mo Manager | 2026-03-09",)})
