"""Letters that a manager answered: whoever asked has them on Today until they have gone, and nobody else has."""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta
from pathlib import Path

import pytest

from sharedlives_tui import casework, office, reading, sign_off, signing_off
from sharedlives_tui.desk import Desk, open_desk
from sharedlives_tui.reading import open_file
from sharedlives_tui.requests import Correct, Record
from sharedlives_tui.screens.today_signing import Signing, signing
from sharedlives_tui.store import sign_offs
from sharedlives_tui.store.migrations import dump, upgrade
from sharedlives_tui.store.reads import asking
from sharedlives_tui.store.schema import STEPS
from tests.desks import ACKNOWLEDGED, FIRST_DAY, at, new_desk, open_complaint, record
from tests.store_kit import tamper, without_answers

OLU, MANAGER, MO = "Olu Officer", "Rae Registered", "Mo Manager"
KEPT = "SELECT case_id, instance, seq, asked_by FROM sign_off_answered ORDER BY 1, 2"
WORD = {"reason": "Many letters", "promised_on": "2026-03-20", "method": "post"}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """An office in which every letter of a complaint is signed off, the officer in front of it."""
    made = new_desk(tmp_path)
    signing_off.choose(made, "complaint", True, "Trying it out")
    return at(made, FIRST_DAY, OLU)


def asked(ref: str, **changes: str) -> Record:
    return Record(ref, "acknowledge", {**ACKNOWLEDGED, **changes})


def signed(desk: Desk, ref: str, request: Record | None = None) -> None:
    step = signing_off.ask(desk, request or asked(ref))
    signing_off.sign(at(desk, desk.today, MANAGER), ref, step)


def sent_back(desk: Desk, ref: str, request: Record | None = None) -> None:
    step = signing_off.ask(desk, request or asked(ref))
    signing_off.send_back(at(desk, desk.today, MANAGER), ref, step, "Say who helps")


def told(desk: Desk) -> list[tuple[str, str, str]]:
    """What the list says, with everything that must agree with it: the counts, the cases, what `check` makes anew."""
    found = signing_off.answered(desk)
    states = [each.state for each in found]
    assert signing_off.answers(desk) == (states.count("signed"), states.count("sent back"))
    assert casework.check(desk) == []
    return [(each.ref, each.instance, each.state) for each in found]


def test_whoever_asked_has_the_answer_until_the_letter_has_gone(desk: Desk) -> None:
    ref = open_complaint(desk, OLU).ref
    signing_off.ask(desk, asked(ref))
    assert told(desk) == []
    signing_off.send_back(at(desk, FIRST_DAY, MANAGER), ref, "acknowledge", "Say who helps")
    (found,) = signing_off.answered(desk)
    assert (found.by, found.reason, found.name) == (MANAGER, "Say who helps", "Acknowledge in writing")
    assert told(desk) == [(ref, "acknowledge", "sent back")]
    for other in (MANAGER, MO, "Ada Admin"):
        assert told(at(desk, FIRST_DAY, other)) == [], other
    signed(desk, ref, asked(ref, support="Ann Advocate can help"))
    assert told(desk) == [(ref, "acknowledge", "signed")]
    assert signing(desk) == Signing(0, 1, 0)
    casework.record(desk, Record(ref, "note", {"text": "She rang"}))
    assert told(desk) == [(ref, "acknowledge", "signed")], "other work leaves it standing"
    done = casework.record(desk, asked(ref, support="Ann Advocate can help"))
    assert told(desk) == []
    casework.correct(desk, Correct(ref, done.entry, "It has not gone"))
    assert told(desk) == [(ref, "acknowledge", "signed")], "the sign-off holds again"
    done = casework.record(desk, asked(ref, support="Ann Advocate can help"))
    casework.correct(desk, Correct(ref, done.entry, "By e-mail", values={"method": "email"}))
    assert told(desk) == []


def test_asked_again_it_waits_and_is_answered_no_more(desk: Desk) -> None:
    ref = open_complaint(desk, OLU).ref
    sent_back(desk, ref)
    signing_off.ask(desk, asked(ref, support="Ann Advocate can help"))
    assert told(desk) == []
    assert len(signing_off.waiting(at(desk, FIRST_DAY, MANAGER))) == 1


def test_it_is_for_who_asked_last_and_not_for_the_owner(desk: Desk) -> None:
    ref = open_complaint(desk, OLU).ref
    sent_back(desk, ref)
    mo = at(desk, FIRST_DAY, MO)
    signed(mo, ref)
    assert told(desk) == []
    assert told(mo) == [(ref, "acknowledge", "signed")]


def test_a_manager_who_records_it_ends_it_for_whoever_asked(desk: Desk) -> None:
    ref = open_complaint(desk, OLU).ref
    sent_back(desk, ref)
    casework.record(at(desk, FIRST_DAY, MANAGER), asked(ref, support="Rae helps"))
    assert told(desk) == []


def test_a_letter_that_left_with_gaps_still_stands(desk: Desk) -> None:
    ref = open_complaint(desk, OLU).ref
    signed(desk, ref)
    casework.record(desk, Record(ref, "acknowledge", {**ACKNOWLEDGED, "support": ""}, sent_incomplete=True))
    assert told(desk) == [(ref, "acknowledge", "signed")], "its step is open, and the letter has yet to go"


def test_the_letter_of_an_action_is_used_up_or_ends_with_its_case(desk: Desk) -> None:
    one, other = open_complaint(desk, OLU).ref, open_complaint(desk, OLU).ref
    for ref in (one, other):
        casework.record(at(desk, FIRST_DAY, MANAGER), asked(ref))
        signed(desk, ref, Record(ref, "delay-word", WORD))
    assert told(desk) == [(one, "delay-word", "signed"), (other, "delay-word", "signed")]
    casework.record(desk, Record(one, "delay-word", WORD))
    assert told(desk) == [(other, "delay-word", "signed")]
    later = at(desk, FIRST_DAY + timedelta(days=1), MANAGER)
    record(later, other, "withdraw", by=MANAGER, wish="It is settled", goes_on="no")
    assert told(desk) == []


def test_a_step_that_is_over_takes_its_letter_along(desk: Desk) -> None:
    ref = open_complaint(desk, OLU).ref
    signed(desk, ref)
    record(at(desk, FIRST_DAY, MANAGER), ref, "withdraw", by=MANAGER, wish="It is settled", goes_on="no")
    assert [each.open for each in open_file(desk, ref).progress.instances if each.name == "acknowledge"] == [False]
    assert told(desk) == []


def test_a_day_that_closes_leaves_what_stands(desk: Desk) -> None:
    ref = open_complaint(desk, OLU).ref
    signed(desk, ref)
    assert office.change_calendar(at(desk, FIRST_DAY), date(2026, 3, 4), working=False, reason="Training")
    assert told(desk) == [(ref, "acknowledge", "signed")]


def test_what_was_asked_and_disposed_of_is_kept_for_nobody(desk: Desk) -> None:
    ref = open_complaint(desk, OLU).ref
    sent_back(desk, ref)
    signed(desk, ref)
    first, _, last, _ = (each.seq for each in open_file(desk, ref).rows if each.kind == "sign-off")
    with desk.store.writing("x", desk.clock.now()) as writer:
        writer.dispose([first], "Kept long enough")
    assert told(desk) == [(ref, "acknowledge", "signed")]
    with desk.store.writing("x", desk.clock.now()) as writer:
        writer.dispose([last], "Kept long enough")
    assert told(desk) == []


@pytest.mark.rule("CC-19")
def test_who_may_not_open_the_case_any_more_is_told_of_none(desk: Desk) -> None:
    ref, other = open_complaint(at(desk, FIRST_DAY)).ref, open_complaint(desk, OLU).ref
    signed(desk, ref)
    signed(desk, other)
    assert len(told(desk)) == 2
    record(at(desk, FIRST_DAY, MO), ref, "viewer", who=("Tess Topp",), reason="It is about a friend")
    assert [each[0] for each in told(desk)] == [other]
    assert signing(desk) == Signing(0, 1, 0)


def many(desk: Desk) -> list[str]:
    """Letters in every state that they can be in."""
    refs = [open_complaint(desk, OLU).ref for _ in range(8)]
    signed(desk, refs[0])
    sent_back(desk, refs[1])
    sent_back(desk, refs[2])
    signing_off.ask(desk, asked(refs[2]))
    signed(desk, refs[3])
    casework.record(desk, asked(refs[3]))
    signed(desk, refs[4])
    done = casework.record(desk, asked(refs[4]))
    casework.correct(desk, Correct(refs[4], done.entry, "It has not gone"))
    signed(desk, refs[5])
    casework.record(desk, Record(refs[5], "acknowledge", {**ACKNOWLEDGED, "support": ""}, sent_incomplete=True))
    casework.record(at(desk, FIRST_DAY, MANAGER), asked(refs[6]))
    signed(desk, refs[6], Record(refs[6], "delay-word", WORD))
    signing_off.ask(desk, asked(refs[7]))
    return refs


@pytest.mark.file_only("an older form, which no server has")
def test_an_office_of_the_form_before_is_filled_as_one_that_grew_with_it(desk: Desk) -> None:
    refs = many(desk)
    said = [(ref, step) for ref, step, _ in told(desk)]
    kept = [tuple(row) for row in desk.store.fetch(KEPT)]
    assert said == [(refs[0], "acknowledge"), (refs[1], "acknowledge"), (refs[4], "acknowledge"),
                    (refs[5], "acknowledge"), (refs[6], "delay-word")]  # fmt: skip
    path = desk.store.path
    desk.store.close()
    with sqlite3.connect(path, isolation_level=None) as file:
        form = dump(file)
        without_answers(file)
        file.execute("PRAGMA user_version = 10")
        upgrade(file, STEPS)
        assert file.execute(KEPT).fetchall() == kept
        assert dump(file) == form
    file.close()
    again = open_desk(str(path), OLU, FIRST_DAY)
    assert [(ref, step) for ref, step, _ in told(again)] == said
    again.store.close()


@pytest.mark.parametrize(
    ("change", "whose"),
    [
        ("DELETE FROM sign_off_answered WHERE case_id = 1", 0),
        ("UPDATE sign_off_answered SET asked_by = 'P-1' WHERE case_id = 2", 1),
        ("UPDATE sign_off_answered SET seq = seq + 1 WHERE case_id = 2", 1),
        ("INSERT INTO sign_off_answered SELECT 4, 'acknowledge', seq, asked_by FROM sign_off_answered LIMIT 1", 3),
        ("INSERT INTO sign_off_answered SELECT case_id, 'respond', seq, 'P-1' FROM sign_off_answered LIMIT 1", 0),
    ],
)
def test_check_names_a_row_that_is_not_as_the_journal_says(desk: Desk, change: str, whose: int) -> None:
    refs = many(desk)
    assert casework.check(desk) == []
    tamper(desk.store, change)
    assert any(f"of case {refs[whose]} is not as the journal says" in each for each in casework.check(desk))


@pytest.mark.file_only("how SQLite goes about it")
def test_today_reads_it_by_an_index_and_never_the_journal(desk: Desk) -> None:
    signed(desk, open_complaint(desk, OLU).ref)
    sql = f"EXPLAIN QUERY PLAN {sign_offs._ANSWERED}"
    steps = [str(row["detail"]) for row in desk.store.fetch(sql, {**asking(desk.viewer), "asker": desk.recorder})]
    assert steps[0] == "SEARCH w USING COVERING INDEX sign_off_answered_by (asked_by=?)"
    assert "SEARCH j USING INTEGER PRIMARY KEY (rowid=?)" in steps
    assert not [each for each in steps if "ORDER BY" in each]


def test_what_is_answered_is_what_its_case_says(desk: Desk) -> None:
    for ref in many(desk):
        file = open_file(desk, ref)
        states = [each.instance for each in reading.case_view(desk, ref).sign_offs if each.state != sign_off.WAITING]
        assert [instance for instance, _, _ in sign_off.answered(file.rows, file.progress)] == states


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (Signing(), ""),
        (Signing(waiting=2), "2 to sign off"),
        (Signing(signed=1, back=1), "1 signed off, 1 sent back"),
        (Signing(1, 0, 1200), "1 to sign off, 1,200 sent back"),
    ],
)
def test_today_counts_them(found: Signing, words: str) -> None:
    assert found.words == words
