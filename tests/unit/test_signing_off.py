"""A letter signed off by a manager before it goes: asked, given, sent back; the very text; who may; nothing moves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from sharedlives_tui import casework, changes, correspondence, office, reading, sign_off, signing_off
from sharedlives_tui.desk import Desk
from sharedlives_tui.reading import open_file
from sharedlives_tui.requests import Attach, Correct, Record, Refused
from sharedlives_tui.screens.outcome import heard_words, what_changed
from sharedlives_tui.screens.today_signing import to_sign_off
from sharedlives_tui.store import sign_offs, views
from sharedlives_tui.store.changed import last_row
from tests.desks import ACKNOWLEDGED, FIRST_DAY, at, new_desk, open_complaint

OLU, MANAGER = "Olu Officer", "Rae Registered"
NEXT_DAY = FIRST_DAY + timedelta(days=1)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """An office in which acknowledgements are signed off, the officer in front of it."""
    made = new_desk(tmp_path)
    signing_off.choose(made, "complaint.acknowledge", True, "Trying it out")
    return at(made, FIRST_DAY, OLU)


def request(ref: str, **changes: object) -> Record:
    values = {**ACKNOWLEDGED, **{key: value for key, value in changes.items() if key in ACKNOWLEDGED}}
    rest = {key: value for key, value in changes.items() if key not in ACKNOWLEDGED}
    return Record(ref, "acknowledge", values, **rest)  # type: ignore[arg-type]


def standing(desk: Desk, ref: str) -> list[str]:
    return [each.state for each in reading.case_view(desk, ref).sign_offs]


def limits(desk: Desk, ref: str) -> list[object]:
    case = reading.case_view(desk, ref)
    return [case.version, case.limits, len(case.entries), case.stage]


def test_it_is_off_until_the_office_chooses_it(tmp_path: Path) -> None:
    plain = at(new_desk(tmp_path), FIRST_DAY, OLU)
    ref = open_complaint(plain).ref
    assert correspondence.notice_view(plain, ref, "acknowledge", ACKNOWLEDGED).sign_off == ""
    with pytest.raises(Refused, match="asks for no sign-off"):
        signing_off.ask(plain, request(ref))
    casework.record(plain, request(ref))


def test_a_letter_waits_is_signed_off_and_goes(desk: Desk) -> None:
    ref = open_complaint(desk, OLU).ref
    before = limits(desk, ref)
    with pytest.raises(Refused, match="Ask for it") as refused:
        casework.record(desk, request(ref))
    assert refused.value.problems[0].field == "sign_off"
    assert signing_off.ask(desk, request(ref)) == "acknowledge"
    assert standing(desk, ref) == ["waiting"]
    assert limits(desk, ref)[:3] == before[:3], "no entry, no version, no limit"
    with pytest.raises(Refused, match="waits for its sign-off"):
        casework.record(desk, request(ref))
    manager = at(desk, FIRST_DAY, MANAGER)
    (waits,) = signing_off.waiting(manager)
    assert (waits.ref, waits.instance, waits.asked_by) == (ref, "acknowledge", OLU)
    letter = reading.case_view(manager, ref).sign_offs[0].letter
    signing_off.sign(manager, ref, "acknowledge", letter)
    assert limits(desk, ref)[:3] == before[:3]
    assert standing(desk, ref) == ["signed"]
    assert signing_off.waiting(manager) == []
    done = casework.record(desk, request(ref))
    entry = reading.case_view(desk, ref).entries[-1]
    assert (entry.recorded_by, entry.signed_off_by, entry.not_signed_off) == (OLU, MANAGER, False)
    assert entry.letter == letter
    assert not any("sign-off" in each.words for each in done.warnings)
    assert standing(desk, ref) == []
    assert casework.check(desk) == []


def test_the_step_offers_what_was_asked_with(desk: Desk) -> None:
    ref = open_complaint(desk, OLU).ref
    signing_off.ask(desk, request(ref, by="Mo Manager"))
    step = next(each for each in reading.steps_view(desk, ref) if each.instance == "acknowledge")
    assert step.prefilled["support"] == ACKNOWLEDGED["support"]
    assert step.letter_by.startswith("P-")
    assert any("Olu Officer asked a manager on" in each for each in step.remarks)
    assert any("Olu Officer asked a manager on" in each.words for each in reading.case_view(desk, ref).warnings)


def test_any_change_asks_again_and_the_day_alone_may_move_on(desk: Desk) -> None:
    ref = open_complaint(desk, OLU).ref
    signing_off.ask(desk, request(ref))
    signing_off.sign(at(desk, FIRST_DAY, MANAGER), ref, "acknowledge")
    tomorrow = at(desk, NEXT_DAY, OLU)
    with pytest.raises(Refused, match="has changed since it was signed off"):
        casework.record(tomorrow, request(ref, support="Something else"))
    with pytest.raises(Refused, match="has changed since"):
        casework.record(tomorrow, request(ref, by="Mo Manager"))
    view = correspondence.notice_view(tomorrow, ref, "acknowledge", {**ACKNOWLEDGED, "support": "Something else"})
    assert view.sign_off == "needed"
    assert correspondence.notice_view(tomorrow, ref, "acknowledge", ACKNOWLEDGED).sign_off == "signed"
    casework.record(tomorrow, request(ref))
    assert "Tuesday 3 March 2026" in reading.case_view(desk, ref).entries[-1].letter


@pytest.mark.parametrize("what", ["copies", "enclosures"])
def test_who_gets_it_and_what_goes_with_it_are_signed_off_with_it(desk: Desk, what: str) -> None:
    ref = open_complaint(desk, OLU).ref
    casework.attach(desk, Attach(ref, "Rota.txt", b"words"))
    asked = Record(ref, "acknowledge", {**ACKNOWLEDGED, what: ("Rota.txt",)})
    other = Record(ref, "acknowledge", {**ACKNOWLEDGED, what: ("Rota.txt", "Somebody else")})
    manager = at(desk, FIRST_DAY, MANAGER)
    signing_off.ask(desk, request(ref))
    signing_off.ask(desk, asked)
    (found,) = reading.case_view(manager, ref).sign_offs
    assert found.goes[what] == ("Rota.txt",)
    assert "To Mrs Grace Hill." in found.reaches
    assert {"copies": "Copies to", "enclosures": "With"}[what] + " Rota.txt." in found.reaches
    with pytest.raises(Refused, match="waits for its sign-off already"):
        signing_off.ask(desk, asked)
    signing_off.sign(manager, ref, "acknowledge")
    assert correspondence.notice_view(desk, ref, "acknowledge", other.values).sign_off == "needed"
    assert correspondence.notice_view(desk, ref, "acknowledge", asked.values).sign_off == "signed"
    for changed in (other, request(ref)):
        with pytest.raises(Refused, match="who gets it or what goes with it has changed"):
            casework.record(desk, changed)
    casework.record(desk, asked)


def test_a_sign_off_that_was_asked_before_readers_were_kept_holds_for_what_was_typed(desk: Desk) -> None:
    ref = open_complaint(desk, OLU).ref
    asked = Record(ref, "acknowledge", {**ACKNOWLEDGED, "copies": ("Ann Advocate",)})
    signing_off.ask(desk, asked)
    rows = [each for each in open_file(desk, ref).rows if each.kind == "sign-off"]
    old = [replace(each, body={key: value for key, value in each.body.items() if key != "goes"}) for each in rows]
    found = sign_off.stands(old, "acknowledge")
    assert found is not None
    goes = {"to": ("Mrs Grace Hill",), "copies": ("ann advocate ",), "enclosures": ()}
    assert sign_off.holds_for(found, found.letter, found.on, goes)
    assert not sign_off.holds_for(found, found.letter, found.on, goes | {"copies": ()})


def test_a_contact_that_changes_the_letter_asks_again(desk: Desk) -> None:
    ref = open_complaint(desk, OLU).ref
    signing_off.ask(desk, request(ref))
    signing_off.sign(at(desk, FIRST_DAY, MANAGER), ref, "acknowledge")
    office.set_contact(desk, "duty line", "Another line, 01632 960777")
    with pytest.raises(Refused, match="has changed since"):
        casework.record(desk, request(ref))


def test_it_can_be_sent_back_with_a_reason_and_asked_for_again(desk: Desk) -> None:
    ref = open_complaint(desk, OLU).ref
    signing_off.ask(desk, request(ref))
    manager = at(desk, FIRST_DAY, MANAGER)
    with pytest.raises(Refused, match="Say what is to be changed"):
        signing_off.send_back(manager, ref, "acknowledge", " ")
    signing_off.send_back(manager, ref, "acknowledge", "Name the advocate.")
    (found,) = reading.case_view(desk, ref).sign_offs
    assert (found.state, found.reason, found.decided_by) == ("sent back", "Name the advocate.", MANAGER)
    with pytest.raises(Refused, match="sent back: Name the advocate"):
        casework.record(desk, request(ref))
    with pytest.raises(Refused, match="Rae Registered sent it back already"):
        signing_off.sign(manager, ref, "acknowledge")
    signing_off.ask(desk, request(ref, support="Ann Advocate can help"))
    assert standing(desk, ref) == ["waiting"]
    signing_off.sign(manager, ref, "acknowledge")
    casework.record(desk, request(ref, support="Ann Advocate can help"))


def test_each_is_told_what_concerns_them(desk: Desk) -> None:
    """A letter that came back and that nobody heard of is forgotten until it is late."""
    ref, manager = open_complaint(desk, OLU).ref, at(desk, FIRST_DAY, MANAGER)
    others = at(desk, FIRST_DAY, "Mo Manager")

    def told(who: Desk) -> list[tuple[str, str, str]]:
        found = changes.recorded_since(who, before)
        return [(each.what, each.name, each.by) for each in found]

    name, before = "Acknowledge in writing", last_row(desk.store)
    signing_off.ask(desk, request(ref))
    assert (told(desk), told(manager)) == ([], [("asked", name, OLU)])
    assert f"{OLU} asks you to sign off ‘{name}’ in {ref} at " in heard_words(changes.recorded_since(manager, before))
    seen, before = reading.case_view(desk, ref), last_row(desk.store)
    signing_off.send_back(manager, ref, "acknowledge", "Say who helps")
    assert (told(desk), told(manager)) == ([("back", name, MANAGER)], [])
    assert told(others) == [], "it is for whoever asked"
    assert what_changed(seen, reading.case_view(desk, ref)).endswith(
        "sent the letter back on Mon 2 Mar 2026: Say who helps"
    )
    assert changes.changes_since(desk, FIRST_DAY).sentence.endswith(": 1 letter sent back to you.")
    signing_off.ask(desk, request(ref, support="An advocate"))
    before = last_row(desk.store)
    signing_off.sign(manager, ref, "acknowledge")
    casework.record(manager, Record(ref, "note", {"text": "A word"}))
    assert [what for what, _, _ in told(desk)] == ["step", "signed"]
    said = heard_words(changes.recorded_since(desk, before))
    assert said.startswith(f"{MANAGER} signed off ‘{name}’ in {ref} at "), "it is not lost among the rest"
    assert said.endswith(f"There is more: 1 in {ref}.")
    casework.record(desk, request(ref, support="An advocate"))
    assert [what for what, _, _ in told(desk)] == ["step"], "it has gone"


def test_only_a_complete_letter_of_ours_can_wait(desk: Desk) -> None:
    ref = open_complaint(desk, OLU).ref
    with pytest.raises(Refused, match="lacks"):
        signing_off.ask(desk, request(ref, support=""))
    with pytest.raises(Refused, match="that has left"):
        signing_off.ask(desk, request(ref, letter="Dear Mrs Hill"))
    with pytest.raises(Refused, match="no written letter"):
        signing_off.ask(desk, Record(ref, "note", {"text": "A note"}))
    with pytest.raises(Refused, match="has not come yet"):
        signing_off.ask(desk, request(ref, on=NEXT_DAY))
    signing_off.ask(desk, request(ref))
    with pytest.raises(Refused, match="waits for its sign-off already"):
        signing_off.ask(desk, request(ref))


@pytest.mark.rule("CC-19", "RD-11")
def test_who_signs_off_holds_the_role_and_is_not_barred(desk: Desk) -> None:
    ref = open_complaint(desk, OLU, about=("the service",)).ref
    signing_off.ask(desk, request(ref))
    for who, words in ((OLU, "signed off by: registered manager"), ("Somebody", "signed off by: registered manager")):
        with pytest.raises(Refused, match=words):
            signing_off.sign(at(desk, FIRST_DAY, who), ref, "acknowledge")
    office.add_role(at(desk, FIRST_DAY), OLU, "senior manager", FIRST_DAY, None)
    with pytest.raises(Refused, match="does not give it"):
        signing_off.sign(at(desk, FIRST_DAY, OLU), ref, "acknowledge")
    assert standing(desk, ref) == ["waiting"]


@pytest.mark.rule("RD-11")
def test_a_party_of_the_case_signs_off_nothing_of_it(desk: Desk) -> None:
    ref = open_complaint(desk, OLU, complainant=(MANAGER,)).ref
    signing_off.ask(desk, request(ref))
    with pytest.raises(Refused, match="party of the case"):
        signing_off.sign(at(desk, FIRST_DAY, MANAGER), ref, "acknowledge")


@pytest.mark.rule("CC-19")
def test_whom_the_case_is_about_cannot_even_read_it(desk: Desk) -> None:
    ref = open_complaint(desk, OLU, about=(MANAGER,)).ref
    signing_off.ask(desk, request(ref))
    manager = at(desk, FIRST_DAY, MANAGER)
    assert signing_off.waiting(manager) == []
    assert sign_offs.waiting(manager.store, manager.viewer) == []
    assert to_sign_off(manager) == 0
    with pytest.raises(LookupError):
        signing_off.sign(manager, ref, "acknowledge")


def test_whoever_signs_off_signs_what_they_record_themselves(desk: Desk) -> None:
    ref = open_complaint(desk, OLU).ref
    manager = at(desk, FIRST_DAY, MANAGER)
    assert correspondence.notice_view(manager, ref, "acknowledge", ACKNOWLEDGED).sign_off == ""
    casework.record(manager, request(ref))
    assert reading.case_view(manager, ref).entries[-1].signed_off_by == MANAGER


def test_the_manager_who_read_another_text_signs_nothing(desk: Desk) -> None:
    ref = open_complaint(desk, OLU).ref
    signing_off.ask(desk, request(ref))
    read = reading.case_view(desk, ref).sign_offs[0].letter
    signing_off.ask(desk, request(ref, support="Quite another"))
    with pytest.raises(Refused, match="changed since you read it"):
        signing_off.sign(at(desk, FIRST_DAY, MANAGER), ref, "acknowledge", read)


def test_a_letter_that_has_left_already_is_marked_and_not_refused(desk: Desk) -> None:
    ref = open_complaint(desk, OLU).ref
    signing_off.ask(desk, request(ref))
    has = ("received", "handler", "support", "timescales")
    told = casework.record(desk, request(ref, letter="Dear Mrs Hill", has=has))
    assert any("without a manager's sign-off" in each.words for each in told.warnings)
    entry = reading.case_view(desk, ref).entries[-1]
    assert (entry.not_signed_off, entry.signed_off_by) == (True, "")
    assert signing_off.waiting(at(desk, FIRST_DAY, MANAGER)) == [], "what is over waits no more"
    assert casework.check(desk) == []


def test_a_letter_that_has_left_is_not_signed_off_any_more(desk: Desk) -> None:
    ref = open_complaint(desk, OLU).ref
    signing_off.ask(desk, request(ref))
    manager, senior = at(desk, FIRST_DAY, MANAGER), at(desk, FIRST_DAY, "Sena Senior")
    done = casework.record(manager, request(ref, by=OLU))
    for decide in (lambda: signing_off.sign(senior, ref, "acknowledge"), lambda: _back(senior, ref)):
        with pytest.raises(Refused, match="No letter of"):
            decide()
    casework.correct(manager, Correct(ref, done.entry, "It has not gone"))
    assert standing(desk, ref) == [], "what no list of a manager has does not wait"
    with pytest.raises(Refused, match="Ask for it"):
        casework.record(desk, request(ref))
    signing_off.ask(desk, request(ref))
    assert [each.instance for each in signing_off.waiting(senior)] == ["acknowledge"]
    signing_off.sign(senior, ref, "acknowledge")
    casework.record(desk, request(ref))


def _back(desk: Desk, ref: str) -> None:
    signing_off.send_back(desk, ref, "acknowledge", "Not so")


def test_the_sign_off_of_an_action_is_used_up_by_its_letter(desk: Desk) -> None:
    signing_off.choose(at(desk, FIRST_DAY), "complaint.delay-word", True, "Trying it out")
    ref = open_complaint(desk, OLU).ref
    casework.record(at(desk, FIRST_DAY, MANAGER), request(ref))
    word = Record(ref, "delay-word", {"reason": "Many letters", "promised_on": "2026-03-20", "method": "post"})
    signing_off.ask(desk, word)
    signing_off.sign(at(desk, FIRST_DAY, MANAGER), ref, "delay-word")
    casework.record(desk, word)
    assert correspondence.notice_view(desk, ref, "delay-word", word.values).sign_off == "needed"
    with pytest.raises(Refused, match="Ask for it"):
        casework.record(desk, word)


def test_a_correction_keeps_who_signed_it_off(desk: Desk) -> None:
    ref = open_complaint(desk, OLU).ref
    signing_off.ask(desk, request(ref))
    signing_off.sign(at(desk, FIRST_DAY, MANAGER), ref, "acknowledge")
    done = casework.record(desk, request(ref))
    corrected = casework.correct(desk, Correct(ref, done.entry, "By e-mail", values={"method": "email"}))
    entry = next(each for each in reading.case_view(desk, ref).entries if each.id == corrected.entry)
    assert entry.signed_off_by == MANAGER


def test_other_work_on_the_case_leaves_it_waiting(desk: Desk) -> None:
    ref = open_complaint(desk, OLU).ref
    signing_off.ask(desk, request(ref))
    casework.record(desk, Record(ref, "note", {"text": "She rang"}))
    casework.attach(desk, Attach(ref, "a.txt", b"x"))
    assert standing(desk, ref) == ["waiting"]
    assert len(signing_off.waiting(at(desk, FIRST_DAY, MANAGER))) == 1


@pytest.mark.parametrize("what", ["all", "complaint", "complaint.acknowledge"])
def test_it_is_chosen_for_all_for_a_procedure_or_for_one_letter(tmp_path: Path, what: str) -> None:
    plain = new_desk(tmp_path)
    signing_off.choose(plain, what, True, "Trying it out")
    kept = views.settings(plain.store)
    assert sign_off.chosen(kept) == [what]
    assert sign_off.needed(kept, "complaint", "acknowledge")
    assert sign_off.needed(kept, "complaint", "respond") == (what != "complaint.acknowledge")
    assert sign_off.needed(kept, "dispute", "x") == (what == "all")
    signing_off.choose(plain, what, False, "Enough")
    assert sign_off.chosen(views.settings(plain.store)) == []


@pytest.mark.parametrize(
    ("what", "why", "who", "words"),
    [
        ("nothing", "x", "", "Write all, or a procedure: complaint"),
        ("complaint.nothing", "x", "", "has no letter nothing. It has: "),
        ("all", " ", "", "Say why it changes"),
        ("all", "x", OLU, "changed by: registered manager"),
    ],
)
def test_what_cannot_be_chosen_is_refused(tmp_path: Path, what: str, why: str, who: str, words: str) -> None:
    plain = new_desk(tmp_path)
    with pytest.raises(Refused, match=words):
        signing_off.choose(at(plain, FIRST_DAY, who) if who else plain, what, True, why)
    assert sign_off.chosen(views.settings(plain.store)) == []


def test_every_letter_can_be_chosen(tmp_path: Path) -> None:
    plain = new_desk(tmp_path)
    for kind in plain.library.kinds():
        version = plain.library.in_force(kind, plain.today)
        for act in version.procedure.acts:
            assert bool(signing_off.why_no_letter(plain, f"{kind}.{act.id}")) == (act.notice is None)


def test_a_waiting_row_that_nobody_asked_for_is_found(desk: Desk) -> None:
    ref = open_complaint(desk, OLU).ref
    signing_off.ask(desk, request(ref))
    with desk.store.writing("x", desk.clock.now()) as writer:
        seq = writer.append(kind="sign-off", act="take back", case_id=1, key="acknowledge", body={})
        writer._connection.exec_driver_sql("DELETE FROM sign_off_waiting")
        writer._connection.exec_driver_sql(f"INSERT INTO sign_off_waiting VALUES (1, 'respond', {seq})")
    assert any("waits for a sign-off; the journal says otherwise" in each for each in casework.check(desk))


def test_the_same_letter_may_bear_another_day_and_nothing_else() -> None:
    one, two = date(2026, 3, 2), date(2026, 3, 3)
    text = "Monday 2 March 2026\n\nUntil Monday 2 March 2026."
    assert sign_off.same_letter(text, one, text.replace("Monday 2", "Tuesday 3", 1), two)
    assert not sign_off.same_letter(text, one, text.replace("Monday 2", "Tuesday 3"), two)
    assert not sign_off.same_letter(text, one, text + " ", one)


KNOWN = {"how_known": "e-mail", "how_known_words": "Her e-mail of 2 March"}


def test_a_sign_off_is_recorded_for_a_manager_with_both_names_and_how_it_is_known(desk: Desk) -> None:
    ref = open_complaint(desk, OLU).ref
    signing_off.ask(desk, request(ref))
    assert not signing_off.signs(desk, ref, "acknowledge")
    assert signing_off.signs(at(desk, FIRST_DAY, MANAGER), ref, "acknowledge")
    with pytest.raises(Refused, match="Say how you know of it"):
        signing_off.sign(desk, ref, "acknowledge", by=MANAGER)
    with pytest.raises(Refused, match="It is one of: letter"):
        signing_off.sign(desk, ref, "acknowledge", by=MANAGER, known={**KNOWN, "how_known": "a dream"})
    with pytest.raises(Refused, match="is signed off by"):
        signing_off.sign(desk, ref, "acknowledge", by="Cass Care", known=KNOWN)
    assert standing(desk, ref) == ["waiting"]
    signing_off.sign(desk, ref, "acknowledge", by=MANAGER, known=KNOWN)
    (found,) = reading.case_view(desk, ref).sign_offs
    assert (found.state, found.decided_by) == ("signed", MANAGER)
    assert f"(recorded by {OLU}; e-mail, Her e-mail of 2 March)" in found.words
    kept = sign_off.stands(open_file(desk, ref).rows, "acknowledge")
    assert kept is not None
    assert kept.recorded_by == desk.recorder
    casework.record(desk, request(ref))
    assert reading.case_view(desk, ref).entries[-1].signed_off_by == MANAGER
    assert casework.check(desk) == []


def test_nobody_signs_off_for_a_manager_who_asked_or_whom_the_case_is_about(desk: Desk) -> None:
    ref = open_complaint(desk, OLU).ref
    manager = at(desk, FIRST_DAY, MANAGER)
    signing_off.ask(manager, request(ref))
    assert not signing_off.signs(manager, ref, "acknowledge")
    with pytest.raises(Refused, match="Somebody else does"):
        signing_off.sign(desk, ref, "acknowledge", by=MANAGER, known=KNOWN)
    about = open_complaint(desk, OLU, about=(MANAGER,)).ref
    signing_off.ask(desk, request(about, by="Mo Manager"))
    with pytest.raises(Refused, match="The case is about this person"):
        signing_off.sign(desk, about, "acknowledge", by=MANAGER, known=KNOWN)


def test_what_a_manager_sent_back_is_recorded_for_them(desk: Desk) -> None:
    ref = open_complaint(desk, OLU).ref
    signing_off.ask(desk, request(ref))
    with pytest.raises(Refused, match="in a line which"):
        signing_off.send_back(desk, ref, "acknowledge", "Shorter", by=MANAGER, known={"how_known": "minutes"})
    signing_off.send_back(desk, ref, "acknowledge", "Shorter", by=MANAGER, known=KNOWN)
    (found,) = reading.case_view(desk, ref).sign_offs
    assert f"{MANAGER} sent the letter back on" in found.words
    assert f"(recorded by {OLU}; e-mail, Her e-mail of 2 March): Shorter" in found.words
