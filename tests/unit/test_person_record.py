"""A carer's approval, terms and number as dated entries on the person."""

from __future__ import annotations

import sqlite3
import tomllib
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from sharedlives_tui import casework, indicators, office, person_records, record_kinds, scenarios
from sharedlives_tui.approval import standing_on
from sharedlives_tui.desk import Desk, open_desk
from sharedlives_tui.facts import Entry, Value
from sharedlives_tui.library import Library, library
from sharedlives_tui.person_records import approval_on, correct_person, records_of
from sharedlives_tui.procedure_files import ProcedureMistakes
from sharedlives_tui.requests import OpenCase, Record, Refused, Warned
from sharedlives_tui.store import views
from tests.desks import COMPLAINT, FIRST_DAY, at, new_desk, record_person
from tests.store_kit import tamper, without_newer_forms

ROOT = Path(__file__).parents[2]
STORIES = ROOT / "tests" / "scenarios" / "deapproval"
CARER, MANAGER = "Cara Carer", "Rae Registered"
DECIDED, SENT, UPHELD = 17, 19, 25
"""How many acts of their stories lead to the decision, to its letter, and to the answer to the appeal."""
AN_ASSAULT: dict[str, Value] = {
    "way_in": "serious risk or safeguarding",
    "carer": (CARER,),
    "account": "An assault.",
}
NOTHING = "nothing that matters here"
REFERENCE: dict[str, Value] = {"referee": "A", "known_how": "B", "reference_result": "supports the approval"}
AT_ONCE: dict[str, Value] = {
    "facts": "An assault, seen by two people",
    "immediate_ground": "gravity",
    "skipped": ("stage one", "stage two", "stage three"),
    "police": "Told on the day",
}
AT_ONCE_LETTER: dict[str, Value] = {
    "outcome_words": "Two people saw an assault",
    "actions_words": "The keys come back today",
    "method": "by hand",
}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return new_desk(tmp_path)


def approve(desk: Desk, number: str = "3", start: str = "2020-05-01", **more: Value) -> int | None:
    values: dict[str, Value] = {"decision": "approved", "number": number, "from": start, "reason": "As the panel said"}
    return record_person(desk, CARER, "approval", values | more, date(2020, 4, 20), MANAGER).entry


def terms(desk: Desk, start: str, told: str, on: date = FIRST_DAY, **more: Value) -> int | None:
    values: dict[str, Value] = {"terms": "Band 2", "reason": "A review", "from": start, "confirmed_on": told}
    return record_person(desk, CARER, "terms", values | more, on, MANAGER).entry


def lower(desk: Desk, number: str = "2", start: str = "2026-03-02", **more: Value) -> int | None:
    values: dict[str, Value] = {"new_number": number, "from": start, "reason": "As decided"}
    return record_person(desk, CARER, "number", values | more, by=MANAGER).entry


def end(desk: Desk, ref: str, start: str, by: str = MANAGER) -> int | None:
    values: dict[str, Value] = {"decision": "ended", "from": start, "reason": "As decided", "case": ref}
    return record_person(desk, CARER, "approval", values, by=by).entry


def rules_of(refused: pytest.ExceptionInfo[Refused]) -> set[tuple[str, str]]:
    return {(each.field, each.rule) for each in refused.value.problems}


def story_of(file: str, name: str) -> dict[str, Any]:
    stories = tomllib.loads((STORIES / file).read_text("utf-8"))["scenario"]
    return next(each for each in stories if each["name"] == name)


def told(folder: Path, file: str, name: str, acts: int) -> Desk:
    """An office in which the first acts of a story were played, on the day of the last of them."""
    story = next(
        each for each in tomllib.loads((STORIES / file).read_text("utf-8"))["scenario"] if each["name"] == name
    )
    stage = scenarios._Stage(scenarios._office(folder / "office.db", story, library()))
    for do in story["do"][:acts]:
        assert list(scenarios._do(stage, {key: value for key, value in do.items() if key != "expect"})) == []
    return at(stage.desk, story["do"][acts - 1]["on"])


def lowered(folder: Path, acts: int) -> Desk:
    return told(folder, "12_what_letters_hold.toml", "The letter of a lower number says the number", acts)


# ---------------------------------------------------------------- what is kept


@pytest.mark.rule("DA-21")
def test_the_way_to_an_approval_is_on_file_as_dated_entries(desk: Desk) -> None:
    found: list[tuple[str, date, dict[str, Value]]] = [
        ("assessment", date(2019, 11, 4), {"assessed_by": "Olu Officer", "assessment_words": "Report in the file"}),
        ("training", date(2020, 1, 15), {"course": "Induction, three days"}),
        ("reference", date(2020, 2, 3), REFERENCE),
        ("dbs", date(2020, 2, 20), {"certificate": "1", "issued_on": "2020-02-10", "dbs_result": NOTHING}),
        ("panel-view", date(2020, 4, 6), {"panel_view": "approval", "panel_number": "3", "panel_words": "Ready"}),
    ]
    for kind, day, values in found:
        record_person(desk, CARER, kind, values, day, "Olu Officer")
    approve(desk)
    terms(desk, "2020-05-01", "2020-05-01", date(2020, 5, 1))
    records = records_of(desk, CARER)
    assert [each.kind for each in records] == [
        "terms",
        "approval",
        "panel-view",
        "dbs",
        "reference",
        "training",
        "assessment",
    ]
    assert (records[1].done_by, records[1].recorded_by, records[1].done_on) == (MANAGER, "Ada Admin", date(2020, 4, 20))
    approval = approval_on(desk, CARER)
    assert (approval.status, approval.since, approval.number, approval.terms) == (
        "approved",
        date(2020, 5, 1),
        3,
        "Band 2",
    )
    assert approval.words == "Approved for 3 people, since Fri 1 May 2020"
    assert approval_on(desk, CARER, date(2020, 4, 30)).status == "none"
    assert casework.check(desk) == []


@pytest.mark.rule("DA-21")
def test_an_entry_is_a_row_of_the_journal_and_its_words_can_be_disposed_of(desk: Desk) -> None:
    approve(desk)
    entry = record_person(desk, CARER, "assessment", {"assessed_by": "Olu", "assessment_words": "SECRET WORDS"}).entry
    row = desk.store.fetch("SELECT seq, act, key, number FROM journal WHERE kind = 'record' ORDER BY seq DESC")[0]
    assert tuple(row)[1:] == ("assessment", f"P-{number_of(desk)}", entry)
    with desk.store.writing(desk.recorder, desk.clock.now()) as writer:
        writer.dispose([row["seq"]], "Kept long enough")
    assert casework.check(desk) == []
    gone = records_of(desk, CARER)[0]
    assert (gone.kind, gone.done_on, gone.disposed, dict(gone.values)) == ("assessment", FIRST_DAY, True, {})
    assert approval_on(desk, CARER).number == 3
    assert b"SECRET WORDS" not in desk.store.fetch("SELECT group_concat(body) FROM words")[0][0].encode()


def number_of(desk: Desk) -> int:
    return int(office.find_person(desk, CARER).removeprefix("P-"))


def test_check_finds_an_entry_that_the_journal_does_not_know(desk: Desk) -> None:
    approve(desk)
    tamper(desk.store, "UPDATE person_entry SET kind = 'terms'")
    assert any("Entry 1 on P-" in each for each in casework.check(desk))


@pytest.mark.file_only("an older form, which no server has")
def test_an_office_of_the_form_before_takes_entries_once_it_is_opened(desk: Desk) -> None:
    path = desk.store.path
    desk.store.close()
    with sqlite3.connect(path, isolation_level=None) as file:
        without_newer_forms(file)
        file.execute("DROP TABLE person_entry")
        file.execute("PRAGMA user_version = 3")
    file.close()
    again = open_desk(str(path), "Ada Admin", FIRST_DAY)
    assert records_of(again, CARER) == []
    approve(again)
    assert approval_on(again, CARER).number == 3
    assert casework.check(again) == []
    again.store.close()


def test_an_entry_cannot_be_changed_or_deleted(desk: Desk) -> None:
    approve(desk)
    for change in ("UPDATE person_entry SET kind = 'terms'", "DELETE FROM person_entry"):
        writing = desk.store.writing(desk.recorder, desk.clock.now())
        with pytest.raises(Exception, match="cannot be deleted|not changed|may not use"), writing as writer:
            writer._connection.exec_driver_sql(change)
    assert approval_on(desk, CARER).status == "approved"


@pytest.mark.rule("DY-08")
def test_a_correction_strikes_with_a_reason_and_puts_another_in_its_place(desk: Desk) -> None:
    first = approve(desk)
    assert first == 1
    with pytest.raises(Refused) as refused:
        correct_person(desk, CARER, 1, " ", values={"number": "2"})
    assert rules_of(refused) == {("reason", "DY-08")}
    done = correct_person(desk, CARER, 1, "Typed wrongly", values={"number": "2"})
    assert done.entry == 2
    new, old = records_of(desk, CARER)
    assert (old.struck, old.struck_reason, old.values["number"]) == (True, "Typed wrongly", "3")
    assert (new.replaces, new.values["number"], new.values["reason"]) == (1, "2", "As the panel said")
    assert approval_on(desk, CARER).number == 2
    with pytest.raises(Refused, match="struck already"):
        correct_person(desk, CARER, 1, "Again")
    with pytest.raises(Refused, match="no entry 9"):
        correct_person(desk, CARER, 9, "Again")
    correct_person(desk, CARER, 2, "The wrong carer")
    assert approval_on(desk, CARER).status == "none"
    assert casework.check(desk) == []


def test_a_correction_leaves_out_what_is_not_asked_any_more(desk: Desk) -> None:
    approve(desk)
    refers = REFERENCE | {"reference_result": "raises questions", "questions": "C"}
    entry = record_person(desk, CARER, "reference", refers).entry
    assert entry is not None
    correct_person(desk, CARER, entry, "Read again", values={"reference_result": "supports the approval"})
    assert "questions" not in records_of(desk, CARER)[0].values


# ---------------------------------------------------------------- who


@pytest.mark.rule("DA-22")
@pytest.mark.parametrize("doer", ["Ada Admin", "Olu Officer", "Ser Vice", "Hal Head", "Mo Manager"])
def test_an_approval_is_decided_by_the_registered_manager_alone(desk: Desk, doer: str) -> None:
    values: dict[str, Value] = {"decision": "approved", "number": "3", "from": "2026-03-02", "reason": "R"}
    with pytest.raises(Refused) as refused:
        record_person(desk, CARER, "approval", values, by=doer)
    assert rules_of(refused) == {("by", "DA-22")}
    assert records_of(desk, CARER) == []


@pytest.mark.rule("DA-22")
def test_the_responsible_person_reads_and_decides_none(tmp_path: Path) -> None:
    desk = new_desk(tmp_path, people=[{"name": "Rosa Responsible", "role": "responsible person"}])
    approve(desk)
    rosa = at(desk, FIRST_DAY, "Rosa Responsible")
    assert approval_on(rosa, CARER).number == 3
    with pytest.raises(Refused) as refused:
        record_person(rosa, CARER, "number", {"new_number": "4", "from": "2026-03-02", "reason": "R"})
    assert rules_of(refused) == {("by", "DA-22")}


@pytest.mark.rule("DA-22")
def test_nobody_decides_on_their_own_approval(desk: Desk) -> None:
    office.add_role(desk, MANAGER, "carer", date(2020, 1, 1), None)
    values: dict[str, Value] = {"decision": "approved", "number": "1", "from": "2026-03-02", "reason": "R"}
    with pytest.raises(Refused, match="their own approval"):
        record_person(desk, MANAGER, "approval", values, by=MANAGER)


@pytest.mark.rule("DA-21")
def test_a_guest_sees_and_records_nothing_and_an_inspector_only_reads(tmp_path: Path) -> None:
    desk = new_desk(tmp_path, people=[{"name": "Ina Inspector", "role": "inspector"}])
    approve(desk)
    for who in ("Somebody Else", CARER):
        guest = at(desk, FIRST_DAY, who)
        for ask in (records_of, approval_on):
            with pytest.raises(Refused, match="for people of the office"):
                ask(guest, CARER)
        with pytest.raises(Refused, match="for people of the office"):
            approve(guest)
    inspector = at(desk, FIRST_DAY, "Ina Inspector")
    assert len(records_of(inspector, CARER)) == 1
    with pytest.raises(Refused, match="record nothing"):
        terms(inspector, "2026-04-01", "2026-03-01")


# ---------------------------------------------------------------- terms and number


@pytest.mark.rule("DA-42")
@pytest.mark.parametrize(
    ("start", "letter", "fits"),
    [
        ("2026-03-02", "2026-03-02", False),
        ("2026-03-01", "2026-03-02", False),
        ("2026-03-03", "2026-03-02", True),
    ],
)
def test_a_change_of_terms_is_confirmed_in_writing_before_it_takes_effect(
    desk: Desk, start: str, letter: str, fits: bool
) -> None:
    approve(desk)
    terms(desk, "2020-05-01", "2020-05-01", date(2020, 5, 1), terms="Band 1")
    if fits:
        terms(desk, start, letter)
        assert approval_on(desk, CARER).terms == "Band 1"
        assert approval_on(desk, CARER, date(2026, 3, 3)).terms == "Band 2"
        assert approval_on(desk, CARER).coming == (date(2026, 3, 3),)
        return
    with pytest.raises(Refused) as refused:
        terms(desk, start, letter)
    assert ("from", "DA-42") in rules_of(refused)
    assert approval_on(desk, CARER, date(2030, 1, 1)).terms == "Band 1"


@pytest.mark.rule("DA-42")
def test_terms_need_a_reason_a_start_and_a_letter_that_has_gone(desk: Desk) -> None:
    with pytest.raises(Refused) as refused:
        record_person(desk, CARER, "terms", {"terms": "Band 2"}, by=MANAGER)
    assert {field for field, _ in rules_of(refused)} == {"reason", "from", "confirmed_on"}
    with pytest.raises(Refused) as refused:
        terms(desk, "2026-04-01", "2026-03-20")
    assert {field for field, _ in rules_of(refused)} == {"confirmed_on"}


@pytest.mark.rule("DA-42")
def test_a_number_goes_up_without_a_case_and_never_down(desk: Desk) -> None:
    approve(desk)
    lower(desk, "4")
    assert approval_on(desk, CARER).number == 4
    for wrong in ("3", "1"):
        with pytest.raises(Refused) as refused:
            lower(desk, wrong)
        assert rules_of(refused) == {("case", "DA-42")}
    with pytest.raises(Refused) as refused:
        lower(desk, "5", "2026-02-27")  # then the four of Monday would be fewer than the five of Friday
    assert rules_of(refused) == {("case", "DA-42")}
    with pytest.raises(Refused, match="no case DA-0099"):
        lower(desk, "2", case="DA-0099")
    with pytest.raises(Refused, match="For nobody at all"):
        lower(desk, "0")


@pytest.mark.rule("DA-42")
def test_a_case_that_decided_nothing_or_is_about_somebody_else_carries_no_lower_number(desk: Desk) -> None:
    approve(desk)
    open_ref = casework.open_case(desk, OpenCase("deapproval", AN_ASSAULT, by="Olu Officer")).ref
    other = casework.open_case(desk, OpenCase("deapproval", AN_ASSAULT | {"carer": ("Colin Carer",)}, by=MANAGER)).ref
    with pytest.raises(Refused, match="nothing was decided"):
        lower(desk, case=open_ref)
    with pytest.raises(Refused, match="is not about this carer"):
        lower(desk, case=other)


@pytest.mark.rule("DA-42", "CC-19")
def test_a_case_that_the_viewer_cannot_see_is_as_one_that_does_not_exist(desk: Desk) -> None:
    who = "Odette Officer"
    values: dict[str, Value] = {"decision": "approved", "number": "3", "from": "2020-05-01", "reason": "R"}
    record_person(desk, who, "approval", values, by=MANAGER)
    ref = casework.open_case(desk, OpenCase("complaint", COMPLAINT | {"about": (who,)}, by=MANAGER)).ref
    goes_on: dict[str, Value] = {
        "decision": "continued",
        "number": "3",
        "from": "2026-03-02",
        "reason": "R",
        "case": ref,
    }
    odette = at(desk, FIRST_DAY, who)
    with pytest.raises(Refused) as refused:
        record_person(odette, who, "approval", goes_on, by=MANAGER)
    with pytest.raises(Refused) as nothing:
        record_person(odette, who, "approval", goes_on | {"case": "CO-0099"}, by=MANAGER)
    assert str(refused.value).replace(ref, "CO-0099") == str(nothing.value)
    record_person(desk, who, "approval", goes_on, by=MANAGER)
    assert records_of(desk, who)[0].values["case"] == ref
    assert "case" not in records_of(odette, who)[0].values
    with pytest.raises(Refused, match="closed to you") as refused:
        correct_person(odette, who, 2, "Wrong", values={"reason": "Other"})
    assert ref not in str(refused.value)


@pytest.mark.rule("DA-42", "RD-45", "DA-14")
def test_a_decision_sets_the_number_from_the_day_on_which_its_letter_has_gone(tmp_path: Path) -> None:
    desk = lowered(tmp_path, DECIDED)
    ref = views.all_cases(desk.store)[0].ref
    approve(desk)
    with pytest.raises(Refused) as refused:
        lower(desk, "1", desk.today.isoformat(), case=ref)
    assert rules_of(refused) == {("case", "RD-45")}
    desk.store.close()
    (tmp_path / "sent").mkdir()
    desk = lowered(tmp_path / "sent", SENT)
    approve(desk)
    gone = desk.today
    for start, number, wrong in (
        ("2020-06-01", "1", ("from", "RD-45")),
        (gone.isoformat(), "2", ("new_number", "DA-42")),
    ):
        with pytest.raises(Refused) as refused:
            lower(desk, number, start, case=ref)
        assert rules_of(refused) == {wrong}
    with pytest.raises(Refused, match="did not end it"):
        end(desk, ref, gone.isoformat())
    lower(desk, "1", gone.isoformat(), case=ref.lower())
    assert records_of(desk, CARER)[0].values["case"] == ref
    assert approval_on(desk, CARER).number == 1
    assert casework.check(desk) == []


@pytest.mark.rule("DA-42", "RD-45")
def test_an_appeal_that_is_upheld_takes_the_ground_away(tmp_path: Path) -> None:
    name = "An appeal against a decreased approval is upheld, and a reversal is told to all who had heard"
    desk = told(tmp_path, "09_appeal.toml", name, UPHELD)
    approve(desk)
    with pytest.raises(Refused, match="nothing was decided that lowers"):
        lower(desk, "1", desk.today.isoformat(), case=views.all_cases(desk.store)[0].ref)


@pytest.mark.rule("DA-42", "DA-30")
def test_an_immediate_deapproval_ends_the_approval_from_its_day(desk: Desk) -> None:
    approve(desk)
    ref = casework.open_case(desk, OpenCase("deapproval", AN_ASSAULT, by="Olu Officer")).ref
    done = scenarios.recorded(desk, Record(ref, "immediate", AT_ONCE, by=MANAGER))
    assert page_reminders(done.warnings) == []
    done = scenarios.recorded(desk, Record(ref, "immediate-letter", AT_ONCE_LETTER, by=MANAGER))
    assert page_reminders(done.warnings) == ["Record that the approval ends on the carer's page (People)."]
    with pytest.raises(Refused) as refused:
        end(desk, ref, "2026-03-01")
    assert rules_of(refused) == {("from", "RD-45")}
    end(desk, ref, "2026-03-02")
    approval = approval_on(desk, CARER)
    assert (approval.status, approval.since, approval.number) == ("ended", FIRST_DAY, None)
    with pytest.raises(Refused, match="no approval on file to change"):
        lower(desk, "4")
    approve(at(desk, date(2027, 3, 1)), "1", "2027-03-01")
    assert approval_on(desk, CARER, date(2027, 3, 1)).since == date(2027, 3, 1)


@pytest.mark.rule("DA-42", "RD-45", "NT-31")
@pytest.mark.parametrize(
    ("name", "reminders"),
    [
        ("The letter of a lower number says the number", ["Record the new number on the carer's page (People)."]),
        ("The letter that approval continues needs no word of an appeal", []),
    ],
)
def test_the_letter_of_a_decision_reminds_of_the_carers_page(tmp_path: Path, name: str, reminders: list[str]) -> None:
    acts = [each.get("record") for each in story_of("12_what_letters_hold.toml", name)["do"]]
    desk = told(tmp_path, "12_what_letters_hold.toml", name, acts.index("outcome-letter"))
    values: dict[str, Value] = {"outcome_words": "As the panel said", "actions_words": "None", "method": "post"}
    request = Record(views.all_cases(desk.store)[0].ref, "outcome-letter", values, by=MANAGER)
    assert page_reminders(scenarios.recorded(desk, request).warnings) == reminders


def page_reminders(warnings: tuple[Warned, ...]) -> list[str]:
    return [each.words for each in warnings if "carer's page" in each.words]


@pytest.mark.rule("DA-22", "DY-13")
def test_a_substitute_of_the_case_decides_in_the_managers_place(desk: Desk) -> None:
    approve(desk)
    ref = casework.open_case(desk, OpenCase("deapproval", AN_ASSAULT, by="Olu Officer")).ref
    with pytest.raises(Refused) as refused:
        end(desk, ref, "2026-03-02", by="Sena Senior")
    assert ("by", "DA-22") in rules_of(refused)
    values: dict[str, Value] = {
        "for_role": "registered manager",
        "substitute": ("Sena Senior",),
        "appointed_by": "Tess Topp",
        "reason": "On leave",
    }
    scenarios.recorded(desk, Record(ref, "substitute", values, by="Tess Topp"))
    scenarios.recorded(desk, Record(ref, "immediate", AT_ONCE, by="Sena Senior"))
    end(desk, ref, "2026-03-02", by="Sena Senior")
    assert approval_on(desk, CARER).status == "ended"


@pytest.mark.rule("DA-21")
def test_what_cannot_stand_together_is_refused(desk: Desk) -> None:
    with pytest.raises(Refused, match="no approval on file"):
        lower(desk)
    approve(desk)
    with pytest.raises(Refused, match="approved already"):
        approve(desk, start="2021-05-01")
    with pytest.raises(Refused, match="not asked here"):
        record_person(desk, CARER, "reference", REFERENCE | {"questions": "C"})
    with pytest.raises(Refused, match="no field 'colour'"):
        record_person(desk, CARER, "training", {"course": "A", "colour": "red"})
    with pytest.raises(Refused, match="no kind of entry 'hat'"):
        record_person(desk, CARER, "hat", {})
    with pytest.raises(Refused, match="nobody called"):
        record_person(desk, "No One", "training", {"course": "A"})
    with pytest.raises(Refused, match="has not come yet"):
        record_person(desk, CARER, "training", {"course": "A"}, date(2026, 3, 3))
    assert len(records_of(desk, CARER)) == 1


@pytest.mark.rule("DA-42")
def test_striking_an_entry_lowers_no_number_either(desk: Desk) -> None:
    approve(desk, "2")
    lower(desk, "4", "2024-01-01")
    lower(desk, "4", "2025-01-01")
    correct_person(desk, CARER, 2, "Twice the same")
    with pytest.raises(Refused) as refused:
        correct_person(desk, CARER, 3, "Typed wrongly", values={"new_number": "1"})
    assert rules_of(refused) == {("case", "DA-42")}
    assert approval_on(desk, CARER).number == 4


def test_the_approval_does_not_depend_on_the_order_of_recording() -> None:
    def entry(place: int, act: str, start: str, **values: Value) -> Entry:
        done_on, at_noon = date(2026, 1, place), datetime(2026, 1, place, 12, tzinfo=UTC)
        return Entry(place, act, done_on, at_noon, values={"from": start, **values})

    entries = [
        entry(1, "approval", "2020-01-01", decision="approved", number="2"),
        entry(2, "number", "2022-01-01", new_number="3"),
        entry(3, "approval", "2024-01-01", decision="continued", number="3"),
    ]
    for listed in (entries, entries[::-1]):
        assert standing_on(listed, date(2021, 1, 1)).number == 2
        found = standing_on(listed, date(2026, 1, 1))
        assert (found.number, found.since) == (3, date(2020, 1, 1))


# ---------------------------------------------------------------- the file of kinds


def test_the_kinds_that_are_shipped_name_only_what_exists() -> None:
    papers = library()
    listed = [each.procedure for versions in papers.versions.values() for each in versions]
    text = (ROOT / "data" / record_kinds.FILE).read_text("utf-8")
    assert record_kinds.read(text, papers.vocabulary, listed) == papers.record_kinds


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('decides = ["registered manager"]', 'decides = ["big boss"]', "'big boss', which is no role"),
        ('rules = ["DA-21"]', 'rules = ["DA-99"]', "the rule DA-99"),
        ('act = "immediate"', 'act = "at-once"', "has no step or action 'at-once'"),
        ('value = "upheld"', 'value = "granted"', "is never 'granted'"),
        ('sets = "ended"', 'sets = "gone"', "it must be one of: lowered, ended, stands"),
        ('number = "number"', 'number = "how_many"', "does not ask for 'how_many'"),
        ('id = "number"', 'id = "count"', "there is no kind 'number'"),
        ('fields = ["course", "lasts_until"]', 'fields = ["course"]\ncolour = "red"', "'colour' is not a word"),
        ('fields = ["course", "lasts_until"]', 'fields = ["cours", "lasts_until"]', "did you mean 'course'?"),
        ('"reason", "case"]\ndecides', '"reason"]\ndecides', "needs the field 'case'"),
        ('when = { dbs_result', 'when = { panel_view', "which this kind does not have"),
        ('kind = "number"', 'kind = "sum"', "'kind' is 'sum'"),
        ('choices = ["approved",', 'choices = ["agreed",', "the choices of 'decision' are"),
        ('[[kind]]', '[[kind', "cannot be read as TOML"),
        ('id = "dbs"', 'id = "training"', "'training' stands there twice"),
        ('label = "Who assessed"', 'label = "Who assessed"\nadds_people = true', "only a case has"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_file_of_kinds_is_told_in_words(old: str, new: str, words: str) -> None:
    papers = library()
    listed = [each.procedure for versions in papers.versions.values() for each in versions]
    text = (ROOT / "data" / record_kinds.FILE).read_text("utf-8")
    assert old in text
    with pytest.raises(ProcedureMistakes) as found:
        record_kinds.read(text.replace(old, new), papers.vocabulary, listed)
    assert words in str(found.value)
    assert all(line.startswith("person-records.toml") for line in found.value.lines)


def test_a_schemes_own_kinds_take_the_place_of_ours(tmp_path: Path) -> None:
    text = (ROOT / "data" / record_kinds.FILE).read_text("utf-8")
    (tmp_path / record_kinds.FILE).write_text(text.replace('name = "Assessment"', 'name = "Home study"'), "utf-8")
    assert Library(tmp_path).record_kinds.by_id["assessment"].name == "Home study"


# ---------------------------------------------------------------- indicators


@pytest.mark.rule("DA-35")
def test_indicators_are_listed_with_target_period_and_figure(desk: Desk) -> None:
    manager = at(desk, FIRST_DAY, MANAGER)
    first = indicators.indicators_view(manager)
    assert all(each.indicator.target and each.indicator.period and not each.figures for each in first)
    indicators.record_figure(manager, "carer-meetings", "2025", "41 of 52")
    indicators.record_figure(manager, "carer-meetings", "2026", "3 of 52")
    indicators.record_figure(manager, "carer-meetings", "2025", "42 of 52")
    found = {each.indicator.id: each.figures for each in indicators.indicators_view(manager)}
    assert found["carer-meetings"] == (("2026", "3 of 52"), ("2025", "42 of 52"))
    bodies = [row["body"] for row in desk.store.fetch("SELECT body FROM words ORDER BY seq")]
    assert [each for each in bodies if "41 of 52" in each]
    assert casework.check(desk) == []


@pytest.mark.rule("DA-35")
@pytest.mark.parametrize(
    ("who", "name", "period", "figure", "words"),
    [
        ("Olu Officer", "carer-meetings", "2025", "1", "Figures are recorded by"),
        ("Somebody", "carer-meetings", "2025", "1", "for people of the office"),
        (MANAGER, "hats", "2025", "1", "no indicator 'hats'"),
        (MANAGER, "carer-meetings", "2025-Q1", "1", "give the year, like 2026"),
        (MANAGER, "complaints-answered", "2025-Q5", "1", "give the quarter, like 2026-Q4"),
        (MANAGER, "complaints-answered", "2026-Q2", "1", "has not begun yet"),
        (MANAGER, "carer-meetings", "2025", "nearly all", "with a number"),
    ],
)
def test_a_figure_that_cannot_be_recorded(
    desk: Desk, who: str, name: str, period: str, figure: str, words: str
) -> None:
    with pytest.raises(Refused, match=words):
        indicators.record_figure(at(desk, FIRST_DAY, who), name, period, figure)


def test_the_list_of_indicators_is_read_strictly() -> None:
    text = (ROOT / "data" / indicators.FILE).read_text("utf-8")
    known = library().rules
    assert all(rule in known for each in indicators.read(text) for rule in each.rules)
    for old, new, words in (
        ('period = "year"', 'period = "week"', "it must be one of: month, quarter, year"),
        ('target = "all of them"', "", "'target' is missing"),
        ('id = "carer-meetings"', 'id = "Carer meetings"', "small letters"),
        ('id = "carer-meetings"', 'id = "approvals-on-file"', "stands there twice"),
        ("[[indicator]]", "[[indicator", "cannot be read"),
    ):
        with pytest.raises(ProcedureMistakes, match=words):
            indicators.read(text.replace(old, new, 1))


def test_the_kinds_are_listed_in_their_order(desk: Desk) -> None:
    listed = [each.id for each in person_records.kinds(desk)]
    assert listed == [
        "assessment",
        "training",
        "reference",
        "dbs",
        "panel-view",
        "approval",
        "number",
        "terms",
        "contact",
    ]
