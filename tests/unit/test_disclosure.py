"""What a person of a case is shown of it, and what is left out: counted and never told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from sharedlives_tui import casework, correspondence, disclosure
from sharedlives_tui.bundles import bundle_for
from sharedlives_tui.casefile import NoSuchCase
from sharedlives_tui.desk import Desk
from sharedlives_tui.disclosed import Bundle, Withheld
from sharedlives_tui.facts import Value
from sharedlives_tui.requests import Attach, Correct, OpenCase, Record, Refused
from tests.desks import ACKNOWLEDGED, ANSWERED, FIRST_DAY, at, new_desk, open_complaint, record

SECRET = "Sam told me that she takes his money on Fridays"
FROM_ELSEWHERE = "a complaint that put the facts to the carer"


def words_of(bundle: Bundle) -> str:
    """Everything that stands in the copies, in one text."""
    told = bundle.told
    found = [word for part in told.people for word in part]
    for entry in told.entries:
        found += [
            entry.name,
            entry.by,
            entry.whom,
            entry.letter,
            *entry.marks,
            *(" ".join(each) for each in entry.facts),
        ]
    for line in told.lines:
        found += [line.text, *(f"{heading} {words}" for heading, words, _ in line.facts)]
    found += [f"{each.name} {each.text}" for each in told.papers]
    return "\n".join([*found, *told.missing])


def about_cara(desk: Desk, **changes: Value) -> str:
    return open_complaint(desk, about=("Cara Carer",), **changes).ref


def deapproval(desk: Desk, **changes: Value) -> str:
    values: dict[str, Value] = {
        "way_in": "concern",
        "carer": ("Cara Carer",),
        "concern_kind": "conduct",
        "account": "Shouting was heard from the kitchen.",
        "people_supported": ("Sam Supported",),
    }
    return casework.open_case(desk, OpenCase("deapproval", values | changes, by="Olu Officer")).ref


def dispute(folder: Path, **changes: Value) -> tuple[Desk, str]:
    desk = at(new_desk(folder, office="membership-body"), FIRST_DAY, "Mina Mediator")
    values: dict[str, Value] = {
        "caller": ("Cara Carer",),
        "first_side": ("Cara Carer", "Colin Carer"),
        "second_side": ("Gus Manager",),
        "roles_taken": ("mediation",),
        "matter": "Payments come late.",
        "tried": "The finance office was asked",
        "affected": "A holiday was cancelled",
    }
    return desk, casework.open_case(desk, OpenCase("dispute", values | changes, by="Mina Mediator")).ref


# -- confidence ------------------------------------------------------------------------------------------------


@pytest.mark.rule("CC-18")
def test_what_was_told_in_confidence_is_left_out_whole_and_counted(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    ref = about_cara(desk)
    record(desk, ref, "note", text=SECRET, in_confidence="yes")
    record(desk, ref, "note", text="The rota was looked through.")
    bundle = bundle_for(desk, ref, "Cara Carer")
    assert SECRET not in words_of(bundle)
    assert "The rota was looked through." in words_of(bundle)
    assert bundle.told.withheld == (Withheld(disclosure.CONFIDENCE, 1),)
    assert [each.name for each in bundle.told.entries].count("Add a note") == 1


@pytest.mark.rule("CC-18")
def test_a_case_that_came_in_confidence_names_nobody_who_came_in_only_through_it(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    points = ("She takes his money",)
    ref = about_cara(desk, in_confidence="yes", account=SECRET, points=points)
    record(desk, ref, "acknowledge", **ACKNOWLEDGED)
    record(desk, ref, "respond", **ANSWERED)  # the letter repeats each point
    bundle = bundle_for(desk, ref, "Cara Carer")
    text = words_of(bundle)
    for hidden in ("Hill", "Grace", SECRET, points[0], "family"):
        assert hidden not in text
    assert disclosure.NAME_LEFT_OUT in text
    assert [each.text for each in bundle.told.lines] == [disclosure.WORDS_LEFT_OUT]
    assert ("subject", "Cara Carer") in bundle.told.people
    assert all(part != "complainant" for part, _ in bundle.told.people)
    assert Withheld(disclosure.CONFIDENCE, 1) in bundle.told.withheld


@pytest.mark.rule("CC-18")
def test_whoever_told_it_reads_their_own_words(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    ref = about_cara(desk, in_confidence="yes", account=SECRET)
    assert SECRET in words_of(bundle_for(desk, ref, "Mrs Grace Hill"))
    assert SECRET not in words_of(bundle_for(desk, ref, "Cara Carer"))


@pytest.mark.rule("CC-18")
def test_words_of_confidence_that_another_record_repeats_are_cut_out_of_it(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    ref = about_cara(desk)
    record(desk, ref, "note", text=f"{SECRET}. He was afraid to say so.", in_confidence="yes")
    record(desk, ref, "note", text=f"At the meeting: {SECRET.upper()},\nand more.")
    casework.attach(desk, Attach(ref, "minutes.txt", f"We know: {SECRET}!".encode()))
    bundle = bundle_for(desk, ref, "Cara Carer")
    text = words_of(bundle)
    assert SECRET.casefold() not in text.casefold()
    assert f"At the meeting: {disclosure.WORDS_LEFT_OUT},\nand more." in text
    assert f"We know: {disclosure.WORDS_LEFT_OUT}!" in text
    assert Withheld(disclosure.REPEATED, 2) in bundle.told.withheld


@pytest.mark.rule("CC-18")
def test_a_mark_that_a_correction_puts_on_holds_for_what_stood_before_it(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    ref = about_cara(desk)
    entry = record(desk, ref, "note", text=SECRET).entry
    assert SECRET in words_of(bundle_for(desk, ref, "Cara Carer"))
    casework.correct(desk, Correct(ref, entry, "Told in confidence", values={"in_confidence": "yes"}))
    bundle = bundle_for(desk, ref, "Cara Carer")
    assert SECRET not in words_of(bundle)
    assert bundle.told.withheld == (Withheld(disclosure.CONFIDENCE, 2),)


@pytest.mark.rule("CC-18")
def test_a_mark_that_a_correction_takes_off_lets_the_words_be_read(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    ref = about_cara(desk)
    entry = record(desk, ref, "note", text=SECRET, in_confidence="yes").entry
    casework.correct(desk, Correct(ref, entry, "He agrees that she knows", values={"in_confidence": "no"}))
    bundle = bundle_for(desk, ref, "Cara Carer")
    assert SECRET in words_of(bundle)
    assert bundle.told.withheld == (Withheld(disclosure.CONFIDENCE, 1),)


@pytest.mark.rule("CC-18")
def test_a_struck_entry_says_so_with_its_reason_and_without_what_was_told_in_confidence(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    ref = about_cara(desk)
    record(desk, ref, "note", text=SECRET, in_confidence="yes")
    entry = record(desk, ref, "note", text="Written in the wrong case.").entry
    casework.correct(desk, Correct(ref, entry, f"Wrong case. {SECRET}"))
    found = next(each for each in bundle_for(desk, ref, "Cara Carer").told.entries if each.name == "Add a note")
    assert found.marks == (
        f"Struck later: it no longer counts. The reason given: Wrong case. {disclosure.WORDS_LEFT_OUT}",
    )


@pytest.mark.rule("CC-18")
def test_papers_given_in_confidence_or_kept_with_such_an_entry_stay_out(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    ref = about_cara(desk)
    entry = record(desk, ref, "note", text=SECRET, in_confidence="yes").entry
    casework.attach(desk, Attach(ref, "from Sam.txt", b"one", confidential=True))
    casework.attach(desk, Attach(ref, "bank.pdf", b"two", entry=entry))
    casework.attach(desk, Attach(ref, "rota.pdf", b"three"))
    bundle = bundle_for(desk, ref, "Cara Carer")
    assert [each.name for each in bundle.told.papers] == ["rota.pdf"]
    assert list(bundle.contents.values()) == [b"three"]
    assert bundle.told.withheld == (Withheld(disclosure.CONFIDENCE, 3),)


# -- deapproval ------------------------------------------------------------------------------------------------


@pytest.mark.rule("DA-07", "DA-39")
def test_an_allegation_that_is_not_put_yet_is_in_nothing_that_the_carer_gets(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    ref = deapproval(desk, allegations=("She shouted at Sam", "Money is missing from the tin"))
    for name, values in {
        "agree-talk": {"manager_says": "Talk"},
        "talk": {"carer_view": "disagrees, and cannot work on it with us", "carer_account": "It never happened."},
        "talk-report": {"concerns_report": "Shouting"},
    }.items():
        record(desk, ref, name, by="Olu Officer", **values)
    decided: dict[str, Value] = {
        "way_on": "detailed investigation",
        "depth": "Three talks",
        "reason": "It is grave",
        "investigators": ("Odette Officer",),
    }
    record(desk, ref, "manager-decision", by="Rae Registered", **decided)
    put: dict[str, Value] = {"put": "put to the carer", "put_how": "Read out to her", "put_answer": "I did not"}
    record(desk, ref, "put-allegation@allegation-1", by="Odette Officer", **put)
    held: dict[str, Value] = {"put": "withheld", "put_how": "The police ask us to wait"}
    record(desk, ref, "put-allegation@allegation-2", by="Odette Officer", **held)
    bundle = bundle_for(desk, ref, "Cara Carer")
    text = words_of(bundle)
    assert "Money is missing" not in text
    assert "police" not in text
    assert [(each.text, [fact[:2] for fact in each.facts]) for each in bundle.told.lines] == [
        ("She shouted at Sam", [("How it was put", "Read out to her"), ("Answer", "I did not")])
    ]
    assert Withheld(disclosure.FOR_NOW, 1) in bundle.told.withheld


@pytest.mark.rule("DA-45")
def test_what_is_known_to_be_missing_is_listed(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    ref = deapproval(desk, way_in="unacceptable behaviour", restriction_words="Two months, no result")
    story: list[tuple[date, str, dict[str, Value]]] = [
        (
            FIRST_DAY,
            "manager-decision",
            {"way_on": "review meeting", "reason": "It goes on", "findings_from": FROM_ELSEWHERE},
        ),
        (FIRST_DAY, "arrange-review", {"meeting_on": "2026-03-16", "meeting_place": "The office"}),
        (FIRST_DAY, "review-notice", {"concerns_words": "Calls at night", "companion": "A friend", "method": "post"}),
        (FIRST_DAY, "review-copies", {"copies_words": "The call list", "method": "post"}),
        (date(2026, 3, 16), "hold-review", {"attendance": "held", "answer_words": "She was tired"}),
        (date(2026, 3, 16), "review-record", {"missing_words": "The visit notes of May", "method": "post"}),
    ]
    more: dict[str, dict[str, Value]] = {
        "review-notice": {"purpose": "To hear her", "meeting_place": "The office", "present": "Rae Registered"},
        "hold-review": {"in_room": ("Rae Registered", "Cara Carer")},
        "review-record": {"record_words": "Who said what"},
    }
    for on, act, values in story:
        record(at(desk, on), ref, act, by="Rae Registered", **values, **more.get(act, {}))
    told = bundle_for(at(desk, date(2026, 3, 16)), ref, "Cara Carer").told
    assert told.missing == ("The visit notes of May",)


@pytest.mark.rule("DA-46")
def test_what_was_written_down_late_and_what_is_opinion_carry_their_mark(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    ref = deapproval(desk)
    later = at(desk, date(2026, 3, 17))
    for on, words in ((date(2026, 3, 2), "Eleven days"), (date(2026, 3, 3), "Ten days")):
        casework.record(later, Record(ref, "note", {"text": words}, on=on, by="Olu Officer"))
    record(later, ref, "note", text="She is too proud to ask.", opinion="yes")
    found = {dict(each.facts).get("Note", ""): each for each in bundle_for(later, ref, "Cara Carer").told.entries}
    late = "Written down on Tuesday 17 March 2026, 11 working days after it happened."
    assert found["Eleven days"].marks == (late,)
    assert found["Ten days"].marks == ()
    opinion = found["She is too proud to ask."]
    assert opinion.marks == ("This is opinion, not something that was observed.",)
    assert [label for label, _ in opinion.facts] == ["Note"]


@pytest.mark.rule("CC-18", "RD-10", "E-10")
def test_nothing_is_made_for_a_carer_from_whom_it_is_withheld(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    ref = about_cara(desk)
    withhold: dict[str, Value] = {"whom": ("Cara Carer",), "reason": "Safeguarding asks for time"}
    record(desk, ref, "withhold", by="Rae Registered", **withhold)
    with pytest.raises(Refused) as refused:
        bundle_for(desk, ref, "Cara Carer")
    assert [(each.field, each.rule) for each in refused.value.problems] == [("for", "E-10")]
    assert bundle_for(desk, ref, "Mrs Grace Hill").told.entries


# -- disputes --------------------------------------------------------------------------------------------------


@pytest.mark.rule("DI-16", "RD-25")
def test_each_side_of_a_dispute_gets_what_is_shared_and_its_own(tmp_path: Path) -> None:
    desk, ref = dispute(tmp_path)
    first, second, mine = "They fear for the house", "The budget is gone already", "Both are nearer than they think"
    record(desk, ref, "take-on", by="Mina Mediator", staff=("Mina Mediator",))
    for words, side in (
        (first, "first side"),
        (second, "second side"),
        (mine, "private"),
        ("A day is agreed", "shared"),
    ):
        record(desk, ref, "contact", by="Mina Mediator", said=words, side=side)
    ours, theirs = (bundle_for(desk, ref, each) for each in ("Cara Carer", "Gus Manager"))
    assert [each in words_of(ours) for each in (first, second, mine, "A day is agreed")] == [True, False, False, True]
    assert [each in words_of(theirs) for each in (first, second, mine, "A day is agreed")] == [False, True, False, True]
    for bundle in (ours, theirs):
        assert {each.why: each.count for each in bundle.told.withheld} == {
            disclosure.OTHER_SIDE: 1,
            disclosure.PRIVATE_NOTE: 1,
        }


@pytest.mark.rule("DI-16", "RD-48")
def test_a_withheld_name_is_in_nothing_for_the_other_side(tmp_path: Path) -> None:
    desk, ref = dispute(tmp_path, names_withheld=("Colin Carer",))
    record(desk, ref, "note", by="Mina Mediator", text="Colin Carer rang; P-15 as well.", side="shared")
    theirs = words_of(bundle_for(desk, ref, "Gus Manager"))
    assert "Colin" not in theirs
    assert "name withheld" not in theirs
    assert "Colin Carer rang" in words_of(bundle_for(desk, ref, "Colin Carer"))


@pytest.mark.rule("DI-16")
def test_a_private_note_of_somebody_else_is_neither_shown_nor_counted(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    ref = about_cara(desk)
    mine = at(desk, FIRST_DAY, "Mo Manager")
    record(mine, ref, "note", text="Mine alone, for supervision", side="private")
    assert bundle_for(at(desk, FIRST_DAY, "Rae Registered"), ref, "Cara Carer").told.withheld == ()
    assert bundle_for(mine, ref, "Cara Carer").told.withheld == (Withheld(disclosure.PRIVATE_NOTE, 1),)


# -- who asks, and for whom ------------------------------------------------------------------------------------


@pytest.mark.rule("CC-19", "RD-40")
def test_somebody_of_the_office_whom_it_is_about_gets_the_notice_to_them_alone(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    ref = open_complaint(desk, about=("Olu Officer",)).ref
    record(desk, ref, "note", text="He is asked on Monday.")
    bundle = bundle_for(desk, ref, "Olu Officer")
    assert bundle.told.narrow
    assert bundle.told.entries == bundle.told.people == bundle.told.withheld == ()
    told: dict[str, Value] = {"nature": "The rota", "chance": "By Friday, to Mo", "method": "by hand"}
    number = record(desk, ref, "tell-staff@Olu Officer", **told).entry
    assert [each.number for each in bundle_for(desk, ref, "Olu Officer").told.entries] == [number]


def test_only_a_person_of_the_case_can_be_named_and_only_a_case_that_one_sees(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    ref = about_cara(desk)
    with pytest.raises(Refused) as refused:
        bundle_for(desk, ref, "Fay Family")
    assert "Cara Carer" in refused.value.problems[0].words
    with pytest.raises(NoSuchCase):
        bundle_for(desk, "CO-0999", "Cara Carer")
    (tmp_path / "two").mkdir()
    other, closed = dispute(tmp_path / "two")
    with pytest.raises(NoSuchCase):
        bundle_for(at(other, FIRST_DAY, "Ada Admin"), closed, "Gus Manager")


def test_a_link_names_no_other_case(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    other, ref = open_complaint(desk).ref, about_cara(desk)
    record(desk, ref, "link", reference=other, link_words="The same rota")
    bundle = bundle_for(desk, ref, "Cara Carer")
    assert other not in words_of(bundle)
    assert bundle.told.withheld == (Withheld(disclosure.OTHER_CASE, 1),)


@pytest.mark.rule("CC-18", "NT-18")
def test_the_letter_with_the_copies_says_that_something_is_left_out_and_never_what(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    ref = about_cara(desk)
    record(desk, ref, "ask-records", by="Rae Registered", needed_by="2026-03-20")

    def words() -> str:
        return correspondence.notice_view(desk, ref, "records-for-carer", {"copies": "The notes"}).text

    assert "Nothing was left out." in words()
    record(desk, ref, "note", text=SECRET, in_confidence="yes")
    assert "Something was left out" in words()
    assert SECRET not in words()


@pytest.mark.rule("CC-18", "NT-36")
def test_copies_are_for_the_carer_and_not_for_somebody_else_of_the_case(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    ref = deapproval(desk)
    with pytest.raises(Refused) as refused:
        bundle_for(desk, ref, "Sam Supported")
    assert [(each.field, each.rule) for each in refused.value.problems] == [("for", "CC-18")]
    assert bundle_for(desk, ref, "Cara Carer").told.entries


# -- a letter on its way out -----------------------------------------------------------------------------------


def answered(**changes: Value) -> dict[str, Value]:
    return {**ANSWERED, **changes}


@pytest.mark.rule("CC-18")
def test_a_letter_that_repeats_what_was_told_in_confidence_is_refused(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    ref = about_cara(desk)
    record(desk, ref, "note", text=f"{SECRET}. He cried.", in_confidence="yes")
    values = answered(investigation=f"We know that {SECRET.lower()}, and asked her.")
    with pytest.raises(Refused) as refused:
        record(desk, ref, "respond", **values)
    (problem,) = refused.value.problems
    assert (problem.field, problem.rule) == ("letter", "CC-18")
    assert "given in confidence (‘Add a note’ of Mon 2 Mar 2026)" in problem.words
    assert SECRET not in problem.words
    assert problem.words in correspondence.notice_view(desk, ref, "respond", values).remarks
    has = ("investigation", "actions", "points", "further", "review-right-users", "corporate-users")
    elsewhere = Record(ref, "respond", answered(), by="Mo Manager", letter=f"Dear\n{SECRET}", has=has)
    with pytest.raises(Refused) as refused:
        casework.record(desk, elsewhere)
    assert "CC-18" in {each.rule for each in refused.value.problems}
    left = casework.record(desk, replace(elsewhere, sent_incomplete=True))
    assert "CC-18" in {each.rule for each in left.warnings}, "what has left is kept for what it is, and says so"


@pytest.mark.rule("CC-18")
def test_whoever_told_it_and_the_office_may_read_it_in_a_letter(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    ref = about_cara(desk, in_confidence="yes", account=SECRET)
    record(desk, ref, "respond", **answered(investigation=f"You told us: {SECRET}."))
    other = open_complaint(desk, by="Olu Officer", type="concern", about=("Cara Carer",)).ref
    record(desk, other, "note", text=SECRET, in_confidence="yes")
    told = correspondence.notice_view(desk, other, "tell-management", {}, letter=f"He says: {SECRET}.")
    assert told.to == ("the management team",)
    assert not any("given in confidence" in each for each in told.remarks)
    copied = correspondence.notice_view(
        desk, other, "tell-management", {"copies": ("Fay Family",)}, letter=f"He says: {SECRET}."
    )
    assert any("given in confidence" in each for each in copied.remarks)
