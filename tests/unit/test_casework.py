"""The one door: what it refuses and why, what one call writes, and that nothing is written when it refuses."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sharedlives_tui import casework, office, people_search, reading
from sharedlives_tui.casefile import NoSuchCase
from sharedlives_tui.desk import Desk
from sharedlives_tui.requests import Attach, Correct, OpenCase, Record, Refused
from sharedlives_tui.store import Conflict, PracticeOnly, TooLarge, views
from tests.desks import ACKNOWLEDGED, ANSWERED, COMPLAINT, at, new_desk, open_complaint, record


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return new_desk(tmp_path)


def _rows(desk: Desk) -> int:
    """How many rows the journal has, beside those that say that something was refused."""
    return int(desk.store.fetch("SELECT count(*) FROM journal WHERE kind <> 'audit'")[0][0])


@pytest.mark.rule("DY-07")
def test_a_day_to_come_is_refused_and_nothing_written(desk: Desk) -> None:
    ref = open_complaint(desk).ref
    before = _rows(desk)
    with pytest.raises(Refused) as refused:
        casework.record(desk, Record(ref, "acknowledge", ACKNOWLEDGED, on=date(2026, 3, 3), by="Mo Manager"))
    assert [(each.field, each.rule) for each in refused.value.problems] == [("on", "DY-07")]
    assert _rows(desk) == before
    assert casework.check(desk) == []


@pytest.mark.rule("DY-07")
def test_what_is_recorded_late_says_so_and_keeps_both_days(desk: Desk) -> None:
    ref = open_complaint(desk).ref
    later = at(desk, date(2026, 3, 9))
    result = casework.record(later, Record(ref, "acknowledge", ACKNOWLEDGED, on=date(2026, 3, 4), by="Mo Manager"))
    assert "DY-07" in {each.rule for each in result.warnings}
    case = reading.case_view(later, ref)
    entry = case.entries[-1]
    assert (entry.done_on, entry.recorded_at.date(), entry.late_entry) == (date(2026, 3, 4), date(2026, 3, 9), True)
    assert next(each for each in case.limits if each.instance == "acknowledge").how == "met"


def test_every_problem_of_a_request_is_told_at_once(desk: Desk) -> None:
    with pytest.raises(Refused) as refused:
        casework.open_case(desk, OpenCase("complaint", {"type": "moan", "event_on": "soonish", "nonsense": "x"}))
    fields = {each.field for each in refused.value.problems}
    assert {"type", "event_on", "nonsense", "account", "about", "complainant_kind"} - {"complainant_kind"} <= fields
    assert _rows(desk) == _rows(desk)
    assert views.all_cases(desk.store) == []


def test_a_notice_lists_each_missing_content_with_what_to_do(desk: Desk) -> None:
    ref = open_complaint(desk).ref
    with pytest.raises(Refused) as refused:
        record(desk, ref, "acknowledge", handler="Mo Manager", method="post")
    assert {each.field for each in refused.value.problems} == {"support", "timescales"}
    assert all(each.rule == "NT-04" and "Fill in" in each.words for each in refused.value.problems)


@pytest.mark.rule("DA-06", "CC-14")
def test_a_letter_that_left_incomplete_is_recorded_as_that_and_keeps_its_step_open(desk: Desk) -> None:
    ref = open_complaint(desk).ref
    request = Record(ref, "acknowledge", {"handler": "Mo", "method": "post"}, by="Mo Manager", sent_incomplete=True)
    casework.record(desk, request)
    case = reading.case_view(desk, ref)
    assert case.entries[-1].incomplete == ("support", "timescales")
    assert next(each for each in case.limits if each.instance == "acknowledge").ended is None
    record(desk, ref, "acknowledge", **ACKNOWLEDGED)
    case = reading.case_view(desk, ref)
    assert next(each for each in case.limits if each.instance == "acknowledge").how == "met"


def test_a_letter_written_elsewhere_is_kept_as_it_was(desk: Desk) -> None:
    ref = open_complaint(desk).ref
    text = "Dear Mrs Hill,\n# not a heading\n"
    with pytest.raises(Refused):
        casework.record(desk, Record(ref, "acknowledge", {"method": "post"}, by="Mo Manager", letter=text))
    ticks = ("received", "handler", "support", "timescales")
    casework.record(desk, Record(ref, "acknowledge", {"method": "post"}, by="Mo Manager", letter=text, has=ticks))
    assert reading.case_view(desk, ref).entries[-1].letter == text


def test_the_letter_that_left_is_stored_as_its_real_text(desk: Desk) -> None:
    ref = open_complaint(desk).ref
    record(desk, ref, "acknowledge", **ACKNOWLEDGED)
    letter = reading.case_view(desk, ref).entries[-1].letter
    assert "Mrs Grace Hill" in letter
    assert "About four weeks" in letter
    assert ref in letter


def test_a_stale_version_is_a_conflict_and_writes_nothing(desk: Desk) -> None:
    opened = open_complaint(desk)
    record(desk, opened.ref, "note", text="A call came in.")
    before = _rows(desk)
    with pytest.raises(Conflict):
        casework.record(desk, Record(opened.ref, "note", {"text": "Mine"}, version=opened.version))
    assert _rows(desk) == before


def test_a_note_that_is_wanted_beside_what_others_record_waits_for_no_third_look(desk: Desk) -> None:
    opened = open_complaint(desk)
    record(desk, opened.ref, "note", text="A call came in.")
    mine = Record(opened.ref, "note", {"text": "Mine"}, version=opened.version, beside=True)
    casework.record(desk, mine)
    assert [each.values.get("text") for each in reading.case_view(desk, opened.ref).entries][1:] == [
        "A call came in.",
        "Mine",
    ]


def test_a_step_is_a_conflict_even_where_it_is_wanted_beside_what_others_record(desk: Desk) -> None:
    opened = open_complaint(desk)
    record(desk, opened.ref, "note", text="A call came in.")
    before = _rows(desk)
    step = Record(opened.ref, "acknowledge", ACKNOWLEDGED, by="Mo Manager", version=opened.version, beside=True)
    with pytest.raises(Conflict):
        casework.record(desk, step)
    assert _rows(desk) == before


def _drafts(desk: Desk) -> list[str]:
    return [each.place for each in views.drafts(desk.store, desk.recorder)]


def test_a_draft_is_put_away_with_what_it_became(desk: Desk) -> None:
    """In one transaction: whoever is cut off between the two would find it again and record it twice."""
    ref = open_complaint(desk).ref
    with desk.store.writing(desk.recorder, desk.clock.now()) as writer:
        for place in ("mine", "other"):
            writer.save_draft(desk.recorder, place, "{}", desk.clock.now())
    casework.record(desk, Record(ref, "note", {"text": "A call came in."}, draft="mine"))
    assert _drafts(desk) == ["other"]
    casework.open_case(desk, OpenCase("complaint", COMPLAINT, by="Mo Manager", draft="other"))
    assert _drafts(desk) == []


def test_a_draft_stays_where_nothing_became_of_it(desk: Desk) -> None:
    ref = open_complaint(desk).ref
    with desk.store.writing(desk.recorder, desk.clock.now()) as writer:
        writer.save_draft(desk.recorder, "mine", "{}", desk.clock.now())
    with pytest.raises(Refused):
        casework.record(desk, Record(ref, "note", {"text": ""}, draft="mine"))
    with pytest.raises(Conflict):
        casework.record(desk, Record(ref, "note", {"text": "Mine"}, version=99, draft="mine"))
    assert _drafts(desk) == ["mine"]


def test_the_same_request_sent_twice_is_saved_once(desk: Desk) -> None:
    first = casework.open_case(desk, OpenCase("complaint", COMPLAINT, by="Mo Manager", request_id="r-1"))
    again = casework.open_case(desk, OpenCase("complaint", COMPLAINT, by="Mo Manager", request_id="r-1"))
    assert (again.ref, again.entry) == (first.ref, first.entry)
    sent = Record(first.ref, "acknowledge", ACKNOWLEDGED, by="Mo Manager", request_id="r-2")
    assert casework.record(desk, sent).entry == casework.record(desk, sent).entry == 2
    assert len(reading.case_view(desk, first.ref).entries) == 2


@pytest.mark.rule("CC-19", "RD-40", "E-11")
def test_a_complaint_about_the_manager_is_hidden_from_that_manager_at_once(desk: Desk) -> None:
    ref = open_complaint(desk, about=("Rae Registered",)).ref
    rae = at(desk, desk.today, "Rae Registered")
    with pytest.raises(NoSuchCase) as hidden:
        reading.steps_view(rae, ref)
    with pytest.raises(NoSuchCase) as unknown:
        reading.steps_view(rae, "CO-9999")
    assert str(hidden.value).replace(ref, "X") == str(unknown.value).replace("CO-9999", "X")
    assert views.today_ids(rae.store, rae.viewer, rae.today, rae.soon_until) == []
    assert views.find_cases(rae.store, rae.viewer, "Hill") == []
    with pytest.raises(NoSuchCase):
        record(rae, ref, "note", text="Let me see.")
    with pytest.raises(NoSuchCase):
        reading.case_view(rae, ref)
    record(desk, ref, "tell-staff", nature="The rota", chance="Write to us by Friday", method="by hand", by="Tess Topp")
    told = reading.case_view(rae, ref)
    assert [each.step for each in told.entries] == ["tell-staff"]
    assert (told.ref, told.limits, told.title, told.version) == (ref, (), "", 0)
    assert "E-11" in {each.rule for each in reading.case_view(desk, ref).warnings}


def test_an_unknown_name_sees_no_guarded_case_and_no_private_note(desk: Desk) -> None:
    guarded = open_complaint(desk, about=("Olu Officer",)).ref
    plain = open_complaint(desk).ref
    record(at(desk, desk.today, "Mo Manager"), plain, "note", text="For me alone", side="private")
    stranger = at(desk, desk.today, "somebody")
    with pytest.raises(NoSuchCase):
        reading.case_view(stranger, guarded)
    assert [each.step for each in reading.case_view(stranger, plain).entries] == ["received"]
    mo = at(desk, desk.today, "Mo Manager")
    assert [each.step for each in reading.case_view(mo, plain).entries] == ["received", "note"]


@pytest.mark.rule("CC-19")
def test_who_may_see_can_be_narrowed_to_named_people(desk: Desk) -> None:
    ref = open_complaint(desk).ref
    record(desk, ref, "viewer", who=("Sena Senior",), reason="It is about a friend", by="Tess Topp")
    assert reading.case_view(at(desk, desk.today, "Sena Senior"), ref).ref == ref
    assert reading.case_view(at(desk, desk.today, "Mo Manager"), ref).ref == ref, "the owner still sees it"
    with pytest.raises(NoSuchCase):
        reading.case_view(at(desk, desk.today, "Odette Officer"), ref)


@pytest.mark.rule("CC-18")
def test_entries_and_papers_carry_the_mark_of_confidence(desk: Desk) -> None:
    ref = open_complaint(desk, in_confidence="yes").ref
    number = casework.attach(desk, Attach(ref, "../../email.txt", b"From her sister", entry=1, confidential=True))
    case = reading.case_view(desk, ref)
    assert case.entries[0].confidential == ("account",)
    assert [(each.id, each.name, each.entry, each.confidential) for each in case.attachments] == [
        (number, "email.txt", 1, True)
    ]
    assert views.attachment_content(desk.store, number) == b"From her sister"


def test_papers_that_cannot_be_kept_are_refused_in_words(desk: Desk) -> None:
    ref = open_complaint(desk).ref
    with pytest.raises(TooLarge, match="at most"):
        casework.attach(desk, Attach(ref, "big.pdf", b"x" * (10 * 1024 * 1024 + 1)))
    with pytest.raises(Refused, match="empty"):
        casework.attach(desk, Attach(ref, "none.pdf", b""))
    with pytest.raises(Refused, match="no entry 7"):
        casework.attach(desk, Attach(ref, "a.pdf", b"x", entry=7))


@pytest.mark.rule("DY-08")
def test_a_correction_is_previewed_then_struck_and_replaced(desk: Desk) -> None:
    ref = open_complaint(desk).ref
    later = at(desk, date(2026, 3, 5))
    preview = casework.correct(later, Correct(ref, 1, "It came on Friday", on=date(2026, 2, 27), preview=True))
    moved = {each.instance: (each.before, each.after) for each in preview.moved}
    assert moved["acknowledge"] == (date(2026, 3, 4), date(2026, 3, 3))
    assert len(reading.case_view(later, ref).entries) == 1
    done = casework.correct(later, Correct(ref, 1, "It came on Friday", on=date(2026, 2, 27)))
    assert (done.entry, done.moved) == (2, preview.moved)
    entries = reading.case_view(later, ref).entries
    assert [(each.struck, each.done_on) for each in entries] == [(True, date(2026, 3, 2)), (False, date(2026, 2, 27))]
    assert casework.check(later) == []


def test_the_opening_is_corrected_and_never_struck(desk: Desk) -> None:
    ref = open_complaint(desk).ref
    with pytest.raises(Refused, match="corrected, not struck"):
        casework.correct(desk, Correct(ref, 1, "wrong"))
    with pytest.raises(Refused, match="Say why"):
        casework.correct(desk, Correct(ref, 1, "  ", on=date(2026, 2, 27)))


@pytest.mark.rule("DY-08", "RD-32")
def test_a_new_closure_moves_open_limits_after_a_preview_and_closed_cases_keep_theirs(desk: Desk) -> None:
    open_ref = open_complaint(desk).ref
    closed_ref = open_complaint(desk).ref
    record(desk, closed_ref, "acknowledge", **ACKNOWLEDGED)
    record(desk, closed_ref, "respond", **ANSWERED)
    day = date(2026, 3, 3)
    preview = office.change_calendar(desk, day, working=False, reason="Office flooded", preview=True)
    assert ("acknowledge", date(2026, 3, 4), date(2026, 3, 5)) in {
        (each.instance, each.before, each.after) for each in preview if each.ref == open_ref
    }
    assert closed_ref not in {each.ref for each in preview}
    assert views.calendar_changes(desk.store) == []
    assert office.change_calendar(desk, day, working=False, reason="Office flooded") == preview
    due = {each.instance: each.due for each in reading.case_view(desk, open_ref).limits}
    assert due["acknowledge"] == date(2026, 3, 5)
    assert casework.check(desk) == []


@pytest.mark.parametrize(
    ("day", "working", "reason", "words"),
    [
        (date(2026, 3, 7), False, "closed", "no working day"),
        (date(2026, 3, 4), True, "open", "no holiday"),
        (date(2026, 3, 4), False, " ", "Say why"),
        (date(1999, 3, 4), False, "closed", "2000 to 2100"),
    ],
)
@pytest.mark.rule("DY-01")
def test_a_change_of_days_that_changes_nothing_is_refused(
    desk: Desk, day: date, working: bool, reason: str, words: str
) -> None:
    with pytest.raises(Refused, match=words):
        office.change_calendar(desk, day, working=working, reason=reason)


def test_an_inspector_reads_everything_and_records_nothing(desk: Desk) -> None:
    ref = open_complaint(desk).ref
    office.add_person(desk, "Ina Inspector", [("inspector", date(2026, 1, 1), None)])
    ina = at(desk, desk.today, "Ina Inspector")
    assert reading.case_view(ina, ref).ref == ref
    with pytest.raises(Refused, match="record nothing"):
        record(ina, ref, "note", text="x")


def test_a_real_office_is_read_as_on_another_day_and_never_written(tmp_path: Path) -> None:
    real = office.create_office(tmp_path / "real.db", name="Real", nation="england", by_name="Ada Admin")
    other_day = at(real, date(2026, 1, 5))
    assert other_day.read_only
    with pytest.raises(PracticeOnly):
        open_complaint(other_day)


@pytest.mark.rule("CC-20", "CC-23")
def test_a_link_shows_in_both_cases(desk: Desk) -> None:
    one, other = open_complaint(desk).ref, open_complaint(desk).ref
    record(desk, one, "link", reference=other, link_words="the same rota")
    assert [(each.ref, each.words) for each in reading.case_view(desk, one).links] == [(other, "the same rota")]
    assert [(each.ref, each.words) for each in reading.case_view(desk, other).links] == [(one, "the same rota")]
    with pytest.raises(Refused, match="no such other case"):
        record(desk, one, "link", reference="CO-4711")


@pytest.mark.rule("CC-36")
def test_a_letter_goes_to_each_complainant_or_to_the_lead(desk: Desk) -> None:
    ref = open_complaint(desk, complainant=("Mrs Grace Hill", "Mr Alan Hill")).ref
    with pytest.raises(Refused, match="also to Mr Alan Hill") as refused:
        record(desk, ref, "acknowledge", **{**ACKNOWLEDGED, "to": ("Mrs Grace Hill",)})
    assert [(each.field, each.rule) for each in refused.value.problems] == [("to", "CC-36")]
    one_only = Record(ref, "acknowledge", {**ACKNOWLEDGED, "to": ("Mrs Grace Hill",)}, sent_incomplete=True)
    casework.record(desk, one_only)
    assert next(each for each in reading.case_view(desk, ref).limits if each.step == "acknowledge").ended is None
    record(desk, ref, "party", people_added=("Mrs Grace Hill",), taking_part="lead complainant")
    record(desk, ref, "acknowledge", **ACKNOWLEDGED)
    assert reading.case_view(desk, ref).entries[-1].values["to"] == ("Mrs Grace Hill",)


@pytest.mark.rule("CC-19")
def test_nobody_owns_a_case_that_is_about_them(desk: Desk) -> None:
    ref = open_complaint(desk, by="Olu Officer").ref
    record(desk, ref, "party", people_added=("Olu Officer",), taking_part="subject")
    assert "CC-19" in {each.rule for each in reading.case_view(desk, ref).warnings}
    with pytest.raises(Refused, match="is about"):
        record(desk, ref, "owner", owner="Olu Officer")
    record(desk, ref, "owner", owner="Mo Manager")
    assert "CC-19" not in {each.rule for each in reading.case_view(desk, ref).warnings}


def test_a_case_is_looked_after_by_somebody_of_the_office(desk: Desk) -> None:
    ref = open_complaint(desk, by="Olu Officer").ref
    with pytest.raises(Refused, match="not of the office"):
        record(desk, ref, "owner", owner="Mrs Grace Hill")
    record(desk, ref, "owner", owner="Mo Manager")
    assert reading.case_view(desk, ref).owner_name == "Mo Manager"


@pytest.mark.rule("CC-17", "E-10", "RD-10")
def test_nobody_is_told_while_it_is_withheld_or_undecided(desk: Desk) -> None:
    ref = open_complaint(desk, about=("Cara Carer",)).ref
    record(desk, ref, "safeguarding-question", safeguarding_applies="yes")
    told = {"nature": "n", "chance": "c", "independent_support": "i", "method": "post"}
    record(desk, ref, "refer-safeguarding", agency="Safeguarding")
    with pytest.raises(Refused, match="a manager decides first"):
        record(desk, ref, "tell-carer", **told)
    record(desk, ref, "tell-or-withhold", tell="withhold", reason="They asked us to")
    with pytest.raises(Refused, match="withholds it"):
        record(desk, ref, "tell-carer", **told)
    gated = next(each for each in reading.steps_view(desk, ref) if each.step == "tell-carer")
    assert gated.gates
    assert gated.state == "withheld"
    record(desk, ref, "lift-withholding", reason="They may know")
    record(desk, ref, "tell-carer", **told)


@pytest.mark.rule("DY-12", "CC-02")
def test_dates_that_contradict_the_day_of_receipt_are_refused(desk: Desk) -> None:
    with pytest.raises(Refused) as refused:
        open_complaint(desk, event_on="2026-03-20", officer_heard_on="2026-02-27")
    assert {(each.field, each.rule) for each in refused.value.problems} == {
        ("event_on", "DY-07"),
        ("officer_heard_on", "DY-12"),
    }


@pytest.mark.rule("NT-13", "CC-11")
def test_the_letter_about_an_escalation_begins_with_what_the_case_knows(desk: Desk) -> None:
    ref = open_complaint(desk).ref
    record(desk, ref, "escalate", by="Rae Registered", to_stage="stage one", reason="It is about the office")
    step = next(each for each in reading.steps_view(desk, ref) if each.step == "tell-escalation")
    assert step.prefilled["from_words"] == "Local resolution"
    assert step.prefilled["to_words"] == "Stage one"
    assert step.prefilled["new_limit"] == "Monday 30 March 2026"
    record(desk, ref, "tell-escalation", by="Rae Registered", method="post")
    letter = reading.case_view(desk, ref).entries[-1].letter
    assert "Monday 30 March 2026" in letter
    assert "It is about the office" in letter
    assert "registered manager" in letter


def test_a_letter_is_signed_in_the_office_that_the_signer_holds(desk: Desk) -> None:
    ref = open_complaint(desk).ref
    record(desk, ref, "acknowledge", by="Olu Officer", **ACKNOWLEDGED)
    letter = reading.case_view(desk, ref).entries[-1].letter
    assert "Olu Officer" in letter
    assert "\nofficer" in letter.lower()
    assert "management team\n" not in letter.split("Olu Officer")[-1]


def test_a_case_that_was_logged_twice_is_ended_with_a_link_to_the_other(desk: Desk) -> None:
    one, other = open_complaint(desk).ref, open_complaint(desk).ref
    record(desk, one, "logged-twice", by="Rae Registered", reference=other, reason="Two people took the call")
    case = reading.case_view(desk, one)
    assert (case.status, [each.ref for each in case.links]) == ("closed", [other])


@pytest.mark.rule("DY-08", "RD-32")
def test_what_was_corrected_says_why_by_whom_and_what_took_its_place(desk: Desk) -> None:
    ref = open_complaint(desk).ref
    later = at(desk, date(2026, 3, 9))
    casework.record(later, Record(ref, "acknowledge", ACKNOWLEDGED, on=date(2026, 3, 3), by="Mo Manager"))
    casework.correct(later, Correct(ref, 1, "It came on Friday", on=date(2026, 2, 27)))
    case = reading.case_view(later, ref)
    struck = case.entries[0]
    assert (struck.struck_reason, struck.struck_by, struck.struck_on, struck.replaced_by) == (
        "It came on Friday",
        "Ada Admin",
        date(2026, 3, 9),
        3,
    )
    acknowledged = next(each for each in case.limits if each.step == "acknowledge")
    assert (acknowledged.due, acknowledged.due_before) == (date(2026, 3, 3), date(2026, 3, 4))


@pytest.mark.rule("CC-30", "CC-03")
def test_what_comes_another_way_is_logged_with_its_way_and_still_reaches_the_officer(desk: Desk) -> None:
    kind = {"type": "concern", "complainant_kind": "carer", "arrived_at": "management team"}
    ref = open_complaint(desk, **kind, how_came="email", about=("Sam Supported",)).ref
    case = reading.case_view(desk, ref)
    assert case.entries[0].values["how_came"] == "email"
    limits = {each.instance: each for each in case.limits}
    assert limits["tell-management"].how == "met"
    assert limits["answer"].ended is None


@pytest.mark.rule("CC-31")
def test_a_case_keeps_its_version_and_says_that_the_procedure_is_past_its_review(desk: Desk, tmp_path: Path) -> None:
    ref = open_complaint(desk).ref
    case = reading.case_view(desk, ref)
    assert case.procedure == "complaint 2025-07-02"
    assert "review was due on Sat 28 Feb 2026" in case.procedure_note
    assert "CC-31" in {each.rule for each in case.warnings}
    kept = views.procedures(desk.store)
    assert [each.id for each in kept] == ["complaint"]
    early = at(new_desk(tmp_path / "other", date(2025, 8, 4)), date(2025, 8, 4))
    fresh = open_complaint(early, event_on="2025-07-20").ref
    assert "CC-31" not in {each.rule for each in reading.case_view(early, fresh).warnings}


@pytest.mark.rule("CC-24", "NT-01")
def test_who_has_no_guidance_is_listed_until_it_was_given(desk: Desk) -> None:
    assert {"Cara Carer", "Sam Supported"} <= {name for _, name, _ in people_search.without_guidance(desk)}
    values = {"person": ("Cara Carer",), "starting": "approval as a carer", "start_on": "2026-03-02"}
    fields = {each.name: each for each in reading.opening_fields(desk, "guidance")}
    values["starting"] = fields["starting"].choices[-1]
    ref = casework.open_case(desk, OpenCase("guidance", values, by="Olu Officer")).ref
    step = next(each for each in reading.steps_view(desk, ref) if each.step == "give-guidance")
    given = {each.name: "Easy read" for each in step.fields if each.required and each.kind in ("text", "long text")}
    given |= {"method": step.methods[0], "given_format": "Easy read"}
    record(desk, ref, "give-guidance", by="Olu Officer", **given)
    assert "Cara Carer" not in {name for _, name, _ in people_search.without_guidance(desk)}


@pytest.mark.rule("DY-06", "DY-09", "RD-30")
def test_why_this_date_names_event_count_days_passed_over_force_and_rule(desk: Desk) -> None:
    easter = at(desk, date(2026, 4, 2))
    ref = open_complaint(easter).ref
    why = reading.why_view(easter, ref, "acknowledge")
    text = " ".join(why.sentences)
    assert "Opened on Thu 2 Apr 2026" in text
    assert "2 working days" in text
    assert (date(2026, 4, 3), "Good Friday") in why.passed_over
    assert (date(2026, 4, 6), "Easter Monday") in why.passed_over
    assert "must" in text
    assert [row[0] for row in why.rules][:2] == ["CC-05", "NT-04"]
    assert all(row[2] and row[3] for row in why.rules)


@pytest.mark.parametrize("odd", ["P-²", "P-" + "9" * 30, "P-" + "9" * 5000, "P-٣"])
def test_no_odd_number_of_a_person_breaks_the_door(desk: Desk, odd: str) -> None:
    ref = open_complaint(desk).ref
    assert record(desk, ref, "note", text=odd).entry == 2
    with pytest.raises(Refused, match="There is nobody called"):
        record(desk, ref, "note", by=odd, text="Words")
    assert people_search.person_matches(desk, odd) == []
    for step in ("acknowledge.²", "acknowledge." + "9" * 5000):
        with pytest.raises(Refused, match="There is no step"):
            record(desk, ref, step, **ACKNOWLEDGED)


@pytest.mark.rule("DY-08")
def test_a_preview_adds_nobody_to_the_list(desk: Desk) -> None:
    ref = open_complaint(desk).ref
    before = _rows(desk)
    values = {"complainant": ("Mr Newly Named",)}
    casework.correct(desk, Correct(ref, 1, "who called", values=values, preview=True))
    assert people_search.person_matches(desk, "Newly") == []
    assert _rows(desk) == before
    casework.correct(desk, Correct(ref, 1, "who called", values=values))
    assert [name for _, name, _ in people_search.person_matches(desk, "Newly")] == ["Mr Newly Named"]


@pytest.mark.rule("CC-13", "DA-38")
def test_a_correction_names_nobody_who_could_not_have_been_named(desk: Desk) -> None:
    ref = open_complaint(desk, type="formal complaint").ref
    number = record(desk, ref, "name-investigator", investigator="Olu Officer").entry
    record(desk, ref, "note", by="Gus Manager", text="They asked how it goes")
    barred = Correct(ref, number, "the wrong name", values={"investigator": "Mrs Grace Hill"})
    before = _rows(desk)
    with pytest.raises(Refused, match="cannot be the one"):
        casework.correct(desk, barred)
    assert _rows(desk) == before
    casework.correct(desk, Correct(ref, number, "the wrong name", values={"investigator": "Rae Registered"}))


@pytest.mark.rule("DY-08", "RD-31")
def test_a_closure_moves_the_day_to_act_by_where_the_promised_day_stands(desk: Desk) -> None:
    ref = open_complaint(desk).ref
    more = {"until": "2026-04-08", "reason": "A witness is away", "method": "post"}
    casework.record(desk, Record(ref, "extend", more, by="Mo Manager"))
    office.change_calendar(desk, date(2026, 4, 8), working=False, reason="The office is closed")
    kept = {each.instance: each for each in views.limits_of(desk.store, 1)}["respond"]
    assert (kept.due, kept.act_by) == (date(2026, 4, 8), date(2026, 4, 7))
    assert casework.check(desk) == []


@pytest.mark.parametrize(("name", "most"), [("format_needed", 1_000), ("account", 100_000)])
def test_a_text_that_is_too_long_is_refused_at_its_field_and_never_cut(tmp_path: Path, name: str, most: int) -> None:
    desk = new_desk(tmp_path)
    with pytest.raises(Refused, match=f"it has {most + 1:,} characters, and {most:,} are kept") as refused:
        casework.open_case(desk, OpenCase("complaint", {**COMPLAINT, name: "x" * (most + 1)}))
    assert [each.field for each in refused.value.problems] == [name]
    ref = casework.open_case(desk, OpenCase("complaint", {**COMPLAINT, name: "x" * most})).ref
    assert any("x" * most in str(row[0]) for row in desk.store.fetch("SELECT body FROM words")), ref
    desk.store.close()
