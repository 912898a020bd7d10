"""Texts that a scheme uses often: for one field, as entries, plain text and nothing else."""

from __future__ import annotations

import pytest

from sharedlives_tui import casework, correspondence, often_used
from sharedlives_tui.often_used import ANY_STEP, KEY, OftenUsed, parse_place
from sharedlives_tui.requests import Refused
from sharedlives_tui.store import setting_changes
from tests.desks import FIRST_DAY, at, new_desk, open_complaint

SUPPORT = ("complaint", "acknowledge", "support")
HOSTILE = "{{ 7 * 7 }} {% if x %} [red]not markup[/] =1+1 \x1b[31m **bold**"


def test_a_text_is_kept_for_its_field_and_for_no_other(tmp_path) -> None:
    desk = new_desk(tmp_path)
    made = often_used.add(desk, "Advocacy", SUPPORT, "An advocate can help you.", "Asked every week")
    assert made == OftenUsed(1, "Advocacy", *SUPPORT, "An advocate can help you.")
    assert often_used.often_used(desk) == [made]
    assert often_used.often_used(desk, "complaint", "acknowledge") == [made]
    assert often_used.often_used(desk, "complaint", "outcome") == []
    assert often_used.often_used(desk, "dispute", "acknowledge") == []
    everywhere = often_used.add(desk, "Any", ("complaint", ANY_STEP, "support"), "Words")
    assert everywhere in often_used.often_used(desk, "complaint", "outcome")


def test_an_accent_that_begins_a_line_stays_where_it_is(tmp_path) -> None:
    desk = new_desk(tmp_path)
    made = often_used.add(desk, "Advocacy", SUPPORT, 'Words\n\u0301 \\ "and more"')
    assert often_used.often_used(desk) == [made]


def test_a_text_that_an_older_program_wrote_in_pieces_is_offered_to_nobody(tmp_path) -> None:
    desk = new_desk(tmp_path)
    made = often_used.add(desk, "Advocacy", SUPPORT, "One")
    with desk.store.writing(desk.recorder, desk.clock.now()) as writer:
        for number, value in enumerate(('{"name": "\\ń"}', "[]", "{}", "7"), 2):
            writer.put_setting(f"{KEY}{number}", value)
    assert often_used.often_used(desk) == [made]


def test_every_change_is_an_entry_with_who_and_why(tmp_path) -> None:
    desk = new_desk(tmp_path)
    made = often_used.add(desk, "Advocacy", SUPPORT, "One", "first")
    often_used.change(desk, made.id, "Advocacy", "Two", "better words")
    gone = often_used.retire(desk, made.id, "not used")
    assert gone.text == "Two"
    assert often_used.often_used(desk) == []
    rows = setting_changes.changes(desk.store, f"{KEY}{made.id}")
    assert [(each.by, each.why, bool(each.value)) for each in rows] == [
        (desk.recorder, "not used", False),
        (desk.recorder, "better words", True),
        (desk.recorder, "first", True),
    ]
    assert often_used.add(desk, "Another", SUPPORT, "x").id == made.id + 1, "a number is never used again"
    assert casework.check(desk) == []


@pytest.mark.parametrize(
    ("name", "place", "text", "field", "words"),
    [
        ("", SUPPORT, "x", "name", "Give it a name"),
        ("a" * 81, SUPPORT, "x", "name", "at most 80"),
        ("Twice", SUPPORT, "x", "name", "has that name"),
        ("A", SUPPORT, " \n ", "text", "Write the text"),
        ("A", SUPPORT, "x" * 10_001, "text", "at most 10,000"),
        ("A", ("nothing", "", "support"), "x", "place", "Procedures: complaint"),
        ("A", ("complaint", "nothing", "support"), "x", "place", "has no step nothing"),
        ("A", ("complaint", "acknowledge", "nothing"), "x", "place", "It has: "),
        ("A", ("complaint", "", "event_on"), "x", "place", "no field of text called event_on"),
    ],
)
def test_what_cannot_be_kept_is_refused_at_its_field(tmp_path, name, place, text, field, words) -> None:
    desk = new_desk(tmp_path)
    often_used.add(desk, "twice", SUPPORT, "x")
    with pytest.raises(Refused) as refused:
        often_used.add(desk, name, place, text)
    assert refused.value.problems[0].field == field
    assert words in str(refused.value)
    assert len(often_used.often_used(desk)) == 1


def test_a_number_that_is_none_is_refused(tmp_path) -> None:
    desk = new_desk(tmp_path)
    for change in (lambda: often_used.change(desk, 9, "a", "b"), lambda: often_used.retire(desk, 9)):
        with pytest.raises(Refused, match="no often used text 9"):
            change()


def test_places_are_understood_as_they_are_shown() -> None:
    assert parse_place("complaint, acknowledge, support") == SUPPORT
    assert parse_place("complaint/acknowledge/support") == SUPPORT
    assert parse_place("complaint, *, support") == ("complaint", ANY_STEP, "support")
    assert parse_place("complaint") == ("complaint", "", "")


def test_a_place_is_written_by_its_names(tmp_path) -> None:
    """Nobody at a desk knows what the procedures call a step among themselves."""
    desk = new_desk(tmp_path)
    words = "complaint, Acknowledge in writing, support on offer"
    assert often_used.place_named(desk, words) == SUPPORT
    assert often_used.place_named(desk, "Complaint, *, Support on offer") == ("complaint", ANY_STEP, "support")
    assert often_used.place_named(desk, "complaint, acknowledge, support") == SUPPORT
    made = often_used.add(desk, "Advocacy", SUPPORT, "An advocate can help you.")
    assert often_used.said_place(desk, made) == "Complaint · Acknowledge in writing · Support on offer"
    everywhere = often_used.add(desk, "Any", ("complaint", ANY_STEP, "support"), "Words")
    assert often_used.said_place(desk, everywhere) == "Complaint · every step · Support on offer"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Begin with the kind of case: Complaint, "),
        ("Letters, x", "Begin with the kind of case: Complaint, "),
        ("Complaint, acknow", "Then a comma and the step, or * for every step: Acknowledge"),
        ("Complaint, Acknowledge in writing, supp", "Then a comma and the field: Support on offer."),
        ("Complaint, Acknowledge in writing, Support on offer", ""),
    ],
)
def test_while_a_place_is_typed_the_names_that_fit_are_told(tmp_path, typed: str, said: str) -> None:
    found = often_used.why_no_place(new_desk(tmp_path), typed)
    assert found.startswith(said)
    assert bool(found) == bool(said)


def test_a_name_with_a_comma_in_it_is_a_name(tmp_path) -> None:
    desk = new_desk(tmp_path)
    procedure = desk.library.in_force("deapproval", desk.today).procedure
    act = next(
        each for each in procedure.by_id.values() if "," in each.name and often_used.fields_of(procedure, each.id)
    )
    field = next(iter(often_used.fields_of(procedure, act.id).values()))
    words = f"{procedure.name}, {act.name}, {field.label}"
    kind, step, named = often_used.place_named(desk, words)
    assert (kind, procedure.by_id[step].name) == ("deapproval", act.name)
    assert often_used.fields_of(procedure, step)[named].label == field.label


def test_every_place_that_is_told_can_be_used(tmp_path) -> None:
    desk = new_desk(tmp_path)
    for kind in desk.library.kinds():
        version = desk.library.in_force(kind, desk.today)
        for field in often_used.fields_of(version.procedure, ANY_STEP):
            assert often_used.why_no_place(desk, f"{kind}, *, {field}") == ""


def test_a_text_stays_a_text_in_a_letter(tmp_path) -> None:
    desk = new_desk(tmp_path)
    made = often_used.add(desk, "Hostile", SUPPORT, HOSTILE)
    assert made.text == HOSTILE.replace("\x1b", "")
    ref = open_complaint(desk).ref
    view = correspondence.notice_view(desk, ref, "acknowledge", {"support": made.text})
    assert "{{ 7 * 7 }} {% if x %} [red]not markup[/] =1+1" in view.text.replace("\\", "")
    assert "49" not in view.text


def test_a_guest_sees_none(tmp_path) -> None:
    desk = new_desk(tmp_path)
    often_used.add(desk, "Advocacy", SUPPORT, "x")
    assert often_used.often_used(at(desk, FIRST_DAY, "Somebody Else")) == []
