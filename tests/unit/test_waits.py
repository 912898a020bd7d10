"""Whom a case waits for: noted, ended, corrected, closed with the case; that no limit or state knows of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sharedlives_tui import casework, procedure_files, reading
from sharedlives_tui.calendars import load_calendar
from sharedlives_tui.caseviews import CaseView
from sharedlives_tui.desk import Desk
from sharedlives_tui.facts import Entry, Revision, Value
from sharedlives_tui.library import Library, library
from sharedlives_tui.procedures import ALWAYS, Act
from sharedlives_tui.progress import Progress, replay
from sharedlives_tui.requests import Correct, OpenCase, Record, Recorded, Refused
from sharedlives_tui.store import views
from sharedlives_tui.waits import all_waits, waits
from tests.desks import FIRST_DAY, at, new_desk, open_complaint

LATER = FIRST_DAY + timedelta(days=60)
"""By then what a complaint calls for is overdue."""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = new_desk(tmp_path)
    yield opened
    opened.store.close()


def wait(
    desk: Desk, ref: str, whom: str = "GP", what: str = "the letter", on: date | None = None, **values: str
) -> Recorded:
    given = {"wait_whom": whom, "wait_what": what, **values}
    return casework.record(desk, Record(ref, "wait", given, on))


def over(desk: Desk, ref: str, which: str = "", on: date | None = None, **values: str) -> Recorded:
    return casework.record(desk, Record(ref, "wait-over", {"wait_which": which, **values}, on))


def now(desk: Desk, ref: str) -> list[str]:
    """Whom the case waits for, in words."""
    return [each.words for each in reading.case_view(desk, ref).waits_now]


def why_refused(of: Any, *given: Any, **more: Any) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refused:
        of(*given, **more)
    return [(each.field, each.words) for each in refused.value.problems]


# -- a wait and its end --------------------------------------------------------------------------------------------


def test_a_wait_says_whom_for_what_since_when_and_who_noted_it(desk: Desk) -> None:
    ref = open_complaint(desk).ref
    later = at(desk, FIRST_DAY + timedelta(days=5), "Olu Officer")
    wait(later, ref, on=FIRST_DAY + timedelta(days=2))
    (found,) = reading.case_view(later, ref).waits
    assert (found.words, found.since, found.by) == ("GP: the letter", FIRST_DAY + timedelta(days=2), "Olu Officer")
    assert found.days(later.today) == 3
    assert (found.over_on, found.how) == (None, "")
    assert reading.case_view(later, ref).entries[-1].id == found.entry


def test_it_is_over_when_it_came_or_is_not_waited_for_any_more(desk: Desk) -> None:
    ref = open_complaint(desk).ref
    wait(desk, ref)
    wait(desk, ref, "Housing team", "")
    later = at(desk, FIRST_DAY + timedelta(days=4))
    over(later, ref, "gp:  The Letter", wait_words="It came by e-mail")
    assert now(later, ref) == ["Housing team"]
    over(later, ref, wait_end="we no longer wait")
    assert now(later, ref) == []
    found = {each.whom: (each.over_on, each.how) for each in reading.case_view(later, ref).waits}
    assert found == {"GP": (later.today, "it came"), "Housing team": (later.today, "we no longer wait")}
    assert reading.case_view(later, ref).entries[-2].values["wait_which"] == "GP: the letter"


def test_where_several_are_waited_for_all_are_told_and_the_one_that_is_over_is_named(desk: Desk) -> None:
    ref = open_complaint(desk).ref
    for whom in ("GP", "Housing team", "Her sister"):
        wait(desk, ref, whom, "")
    assert now(desk, ref) == ["GP", "Housing team", "Her sister"]
    ((field, words),) = why_refused(over, desk, ref)
    assert field == "wait_which"
    assert all(whom in words for whom in ("GP", "Housing team", "Her sister"))
    ((field, _),) = why_refused(over, desk, ref, "The council")
    assert field == "wait_which"
    over(desk, ref, "housing team")
    assert now(desk, ref) == ["GP", "Her sister"]


def test_whom_alone_names_it_unless_two_things_are_waited_for_from_them(desk: Desk) -> None:
    ref = open_complaint(desk).ref
    wait(desk, ref)
    wait(desk, ref, "Sister", "a call")
    wait(desk, ref, "Sister", "the diary")
    over(desk, ref, "GP")
    assert why_refused(over, desk, ref, "Sister")[0][0] == "wait_which"
    over(desk, ref, "Sister: the diary")
    assert now(desk, ref) == ["Sister: a call"]


def test_the_same_is_not_waited_for_twice_at_once_but_again_afterwards(desk: Desk) -> None:
    ref = open_complaint(desk).ref
    wait(desk, ref)
    ((field, words),) = why_refused(wait, desk, ref, "gp", "The  Letter")
    assert field == "wait_whom"
    assert "already" in words
    over(desk, ref)
    wait(desk, ref)
    assert now(desk, ref) == ["GP: the letter"]


def test_what_is_not_waited_for_cannot_be_over(desk: Desk) -> None:
    ref = open_complaint(desk).ref
    assert "waits for nobody" in why_refused(over, desk, ref)[0][1]
    wait(at(desk, FIRST_DAY + timedelta(days=5)), ref)
    words = why_refused(over, at(desk, FIRST_DAY + timedelta(days=6)), ref, "GP", FIRST_DAY + timedelta(days=4))
    assert words[0][0] == "wait_which"


def test_no_day_to_come_and_none_before_the_case(desk: Desk) -> None:
    ref = open_complaint(desk).ref
    assert why_refused(wait, desk, ref, on=FIRST_DAY + timedelta(days=1))[0][0] == "on"
    assert why_refused(wait, desk, ref, on=FIRST_DAY - timedelta(days=1))
    assert why_refused(wait, desk, ref, "")[0][0] == "wait_whom"


# -- corrections, strikes, closings --------------------------------------------------------------------------------


def test_a_wait_that_is_put_right_stays_one_wait_and_keeps_its_end(desk: Desk) -> None:
    ref = open_complaint(desk).ref
    entry = wait(desk, ref).entry
    casework.correct(desk, Correct(ref, entry, "Misheard", values={"wait_whom": "Dr Grey"}))
    assert now(desk, ref) == ["Dr Grey: the letter"]
    ended = over(desk, ref).entry
    again = reading.case_view(desk, ref).waits[0].entry
    casework.correct(desk, Correct(ref, again, "The other doctor", values={"wait_whom": "Dr White"}))
    assert now(desk, ref) == []
    (found,) = reading.case_view(desk, ref).waits
    assert (found.words, found.how) == ("Dr White: the letter", "it came")
    casework.correct(desk, Correct(ref, ended, "It did not come", values={"wait_end": "we no longer wait"}))
    (found,) = reading.case_view(desk, ref).waits
    assert (found.words, found.how) == ("Dr White: the letter", "we no longer wait")


def test_an_end_that_is_put_on_another_day_ends_the_same_wait_and_none_before_it_began(desk: Desk) -> None:
    ref = open_complaint(desk).ref
    later = at(desk, FIRST_DAY + timedelta(days=6))
    wait(later, ref, on=FIRST_DAY + timedelta(days=2))
    ended = over(later, ref).entry
    day = FIRST_DAY + timedelta(days=4)
    done = casework.correct(later, Correct(ref, ended, "It came earlier", day, {}))
    (found,) = reading.case_view(later, ref).waits
    assert (found.over_on, found.how) == (day, "it came")
    wrong = Correct(ref, done.entry or 0, "Earlier still", FIRST_DAY, {})
    assert why_refused(casework.correct, later, wrong)[0][0] == "on"


def test_a_struck_end_lets_the_case_wait_again_and_a_struck_wait_is_none(desk: Desk) -> None:
    ref = open_complaint(desk).ref
    first = wait(desk, ref).entry
    ended = over(desk, ref).entry
    casework.correct(desk, Correct(ref, ended, "It was another letter"))
    assert now(desk, ref) == ["GP: the letter"]
    casework.correct(desk, Correct(ref, first, "Nobody was asked"))
    assert reading.case_view(desk, ref).waits == ()


SMALL = """
id = "small"
name = "Small"
prefix = "SM"
in_force = 2020-01-01
actions = ["note", "close", "undo-closing"]
[[stage]]
id = "only"
name = "Only"
[[step]]
id = "received"
name = "Received"
enters = [{ to = "only" }]
[[step]]
id = "again"
name = "Take it up again"
opens = [{ closing = ["closed"] }]
after_closing = true
enters = [{ to = "only" }]
"""


def state(*entries: tuple[str, int, dict[str, Any]]) -> Progress:
    """Where a case stands after these entries of March: the act, the day, and what else there is of it."""
    small = procedure_files.read(SMALL, "small.toml", library().shared)
    made = []
    for number, (act, day, more) in enumerate(entries, 1):
        made.append(Entry(number, act, date(2026, 3, day), datetime(2026, 3, 20, tzinfo=UTC), "P-1", "P-1", **more))
    return replay(small, made, [Revision(load_calendar("england"))])


def test_a_closed_case_waits_for_nobody() -> None:
    asked = ("wait", 3, {"values": {"wait_whom": "GP"}})
    opened = ("received", 2, {})
    closed = ("close", 5, {"values": {"reason": "Done"}})
    assert [each.words for each in waits(state(opened, asked))] == ["GP"]
    after = state(opened, asked, closed)
    assert waits(after) == ()
    assert [(each.words, each.open, each.ended) for each in all_waits(after)] == [("GP", False, None)]
    assert waits(state(opened, asked, closed, ("again", 6, {}))) == (), "what is taken up again waits anew"
    again = state(opened, asked, closed, ("again", 6, {}), ("wait", 6, {"values": {"wait_whom": "Her sister"}}))
    assert [each.words for each in waits(again)] == ["Her sister"]
    same_day = ("close", 3, {"values": {"reason": "Done"}})
    assert waits(state(opened, asked, same_day)) == ()
    taken_back = ("close", 5, {"values": {"reason": "Done"}, "struck": True})
    assert [each.words for each in waits(state(opened, asked, taken_back))] == ["GP"]
    late = state(opened, closed, ("wait", 7, {"values": {"wait_whom": "GP"}}))
    assert 3 in late.outside


# -- it never moves, hides or recolours anything -------------------------------------------------------------------


def standing(desk: Desk, ref: str, day: date) -> list[object]:
    """All that is said of limits, states, stages, warnings and counts on a day, to everybody who may look."""
    found: list[object] = []
    for who in ("Ada Admin", "Olu Officer", "Rae Registered", "Mo Manager"):
        looking = at(desk, day, who)
        case = reading.case_view(looking, ref)
        steps = [each for each in reading.steps_view(looking, ref) if each.kind == "step"]
        found += [case.limits, case.stage, case.status, case.stages, case.warnings, case.owner, case.ledger]
        found += [replace(each, fields=(), prefilled={}) for each in steps]
        store, viewer = looking.store, looking.viewer
        found.append(views.today_groups(store, viewer, day, day + timedelta(days=3)))
        rows = views.today_rows_by_ids(store, viewer, views.today_ids(store, viewer, day, day), day, day)
        found += [replace_version(each) for each in rows]
        found += [replace_version(each) for each in views.limits_all(store, viewer, day, day)]
    return found


def replace_version(row: Any) -> object:
    """The row of the list without what every saving changes: the version."""
    return row._replace(version=0)


@pytest.mark.parametrize("day", [FIRST_DAY + timedelta(days=days) for days in (1, 3, 30, 60)])
def test_limits_states_counts_and_rows_are_the_same_with_a_wait_and_without(desk: Desk, day: date) -> None:
    ref = open_complaint(desk, type="formal complaint").ref
    before = standing(desk, ref, day)
    later = at(desk, day, "Olu Officer")
    wait(later, ref, on=FIRST_DAY)
    wait(later, ref, "Housing team", "")
    assert standing(desk, ref, day) == before
    over(later, ref, "GP")
    assert standing(desk, ref, day) == before
    assert casework.check(later) == []


def test_an_overdue_case_stays_overdue_for_everybody(desk: Desk) -> None:
    ref = open_complaint(desk, type="formal complaint").ref
    later = at(desk, LATER)
    before = views.today_groups(later.store, later.viewer, LATER, LATER)
    assert before["overdue"] == 1
    wait(later, ref, on=FIRST_DAY)
    assert views.today_groups(later.store, later.viewer, LATER, LATER) == before
    overdue = [each.instance for each in reading.case_view(later, ref).limits if each.state == "overdue"]
    assert overdue


def test_whoever_notes_a_wait_has_had_no_part_in_the_matter(desk: Desk) -> None:
    procedure = reading.open_file(desk, open_complaint(desk).ref).procedure
    for name in ("wait", "wait-over"):
        assert procedure.by_id[name].counts == "none"
        assert not procedure.by_id[name].word, "nobody has heard anything because of it"


# -- every case has it, whatever text of its procedure it keeps ----------------------------------------------------


@pytest.mark.parametrize("kind", Library().kinds())
def test_every_procedure_has_both_actions_and_they_do_nothing_else(kind: str) -> None:
    for version in Library().versions[kind]:
        acts = [version.procedure.by_id[name] for name in ("wait", "wait-over")]
        for act in acts:
            idle = Act(act.id, act.name, "action", act.rules)
            kept = {"fields", "effect", "early", "day", "help", "available", "counts"}
            differing = {name for name in idle.__dataclass_fields__ if getattr(act, name) != getattr(idle, name)}
            assert differing <= kept, "an act that every case has opens, meets, ends and limits nothing"
            assert act.available != ALWAYS
        for act in version.procedure.acts:
            named = {by for opener in act.opens for by in opener.by} | {by for met in act.met_by for by in met.by}
            assert not named & {"wait", "wait-over"}


def test_a_case_that_keeps_an_older_text_of_its_procedure_can_wait_too(desk: Desk) -> None:
    ref = open_complaint(desk).ref
    kept = views.procedure(desk.store, views.case_by_ref(desk.store, desk.viewer, ref).procedure)  # type: ignore[union-attr]
    assert kept is not None
    assert "wait_whom" not in kept.text + kept.shared, "what it keeps does not know of it"
    wait(desk, ref)
    assert now(desk, ref) == ["GP: the letter"]


# -- what is not for everybody -------------------------------------------------------------------------------------


def entries_of(case: CaseView) -> list[str]:
    return [each.step for each in case.entries]


def test_a_private_wait_and_its_end_are_for_whoever_noted_it_alone(desk: Desk) -> None:
    ref = open_complaint(desk).ref
    olu, rae = at(desk, FIRST_DAY, "Olu Officer"), at(desk, FIRST_DAY, "Rae Registered")
    wait(olu, ref, "Her neighbour", "a word", side="private")
    assert now(olu, ref) == ["Her neighbour: a word"]
    assert now(rae, ref) == []
    assert "neighbour" not in repr(reading.case_view(rae, ref)) + repr(reading.steps_view(rae, ref))
    assert "wait-over" not in [each.step for each in reading.steps_view(rae, ref)]
    assert "waits for nobody" in why_refused(over, rae, ref, "Her neighbour")[0][1]
    wait(rae, ref, "Her neighbour", "a word")
    over(olu, ref, "Her neighbour")
    assert now(olu, ref) == ["Her neighbour: a word"], "the one that is shared"
    over(olu, ref)
    assert entries_of(reading.case_view(rae, ref))[1:] == ["wait", "wait-over"]
    assert entries_of(reading.case_view(olu, ref))[1:] == ["wait", "wait", "wait-over", "wait-over"]


def test_the_end_of_a_wait_that_is_closed_later_is_closed_with_it(desk: Desk) -> None:
    ref = open_complaint(desk).ref
    olu, rae = at(desk, FIRST_DAY, "Olu Officer"), at(desk, FIRST_DAY, "Rae Registered")
    entry = wait(olu, ref, "Her neighbour", "a word").entry
    over(olu, ref)
    assert entries_of(reading.case_view(rae, ref))[1:] == ["wait", "wait-over"]
    casework.correct(olu, Correct(ref, entry, "Not for all", values={"side": "private"}))
    assert entries_of(reading.case_view(rae, ref))[1:] == []
    assert "neighbour" not in repr(reading.case_view(rae, ref))


def test_what_was_told_in_confidence_stays_so_in_the_entry_that_ends_it(desk: Desk) -> None:
    ref = open_complaint(desk).ref
    wait(desk, ref, "Her daughter", "what she heard", in_confidence="yes")
    over(desk, ref)
    for entry in reading.case_view(desk, ref).entries[1:]:
        assert entry.confidential
        assert {"wait_whom", "wait_what", "wait_which"} & set(entry.confidential)


def test_words_of_people_are_words(desk: Desk) -> None:
    ref = open_complaint(desk).ref
    wait(desk, ref, "[red]=HYPERLINK(1)[/]\x1b[31m", "{{ 7*7 }}\nand more")
    assert now(desk, ref) == ["[red]=HYPERLINK(1)[/][31m: {{ 7*7 }} and more"]


def test_the_form_offers_what_is_waited_for_and_takes_it_as_it_is_shown(desk: Desk) -> None:
    ref = open_complaint(desk).ref
    assert "wait-over" not in [each.step for each in reading.steps_view(desk, ref)]
    wait(desk, ref)
    (which, *_) = next(each for each in reading.steps_view(desk, ref) if each.step == "wait-over").fields
    assert (which.kind, which.choices, which.default) == ("choice", ("GP: the letter",), "GP: the letter")
    wait(desk, ref, "Housing team", "")
    (which, *_) = next(each for each in reading.steps_view(desk, ref) if each.step == "wait-over").fields
    assert (which.choices, which.default) == (("GP: the letter", "Housing team"), "")
    over(desk, ref, which.choices[1])
    assert now(desk, ref) == ["GP: the letter"]


# -- a dispute: two sides, and names that are withheld -------------------------------------------------------------

MEDIATOR, FIRST, SECOND = "Mina Mediator", "Odette Officer", "Mo Manager"


@pytest.fixture
def mediation(tmp_path: Path) -> Iterator[tuple[Desk, str]]:
    """A membership body's office with a dispute that both sides may look at; Cara Carer's name is withheld."""
    opened = new_desk(tmp_path, FIRST_DAY, office="membership-body")
    case: dict[str, Value] = {
        "caller": (FIRST,),
        "first_side": ("Cara Carer", FIRST),
        "second_side": (SECOND,),
        "names_withheld": ("Cara Carer",),
        "roles_taken": ("mediation",),
        "matter": "Payments come late.",
        "tried": "Three calls",
        "affected": "Outings were cancelled",
    }
    mediator = at(opened, FIRST_DAY, MEDIATOR)
    ref = casework.open_case(mediator, OpenCase("dispute", case)).ref
    casework.record(mediator, Record(ref, "take-on", {"staff": (MEDIATOR,)}))
    casework.record(mediator, Record(ref, "viewer", {"who": (FIRST, SECOND)}))
    yield mediator, ref
    opened.store.close()


def test_a_wait_of_one_side_is_for_that_side_and_whoever_mediates(mediation: tuple[Desk, str]) -> None:
    mediator, ref = mediation
    first, second = at(mediator, FIRST_DAY, FIRST), at(mediator, FIRST_DAY, SECOND)
    wait(first, ref, "Our union", "its advice", side="first side")
    assert now(first, ref) == now(mediator, ref) == ["Our union: its advice"]
    assert now(second, ref) == []
    over(mediator, ref, "Our union")
    assert now(first, ref) == now(mediator, ref) == []
    assert reading.case_view(second, ref).waits == ()
    assert "union" not in repr(reading.case_view(second, ref))
    assert why_refused(over, second, ref, "Our union")[0][1] == "The case waits for nobody."


def test_a_withheld_name_is_taken_out_and_the_wait_can_be_ended_as_it_is_shown(mediation: tuple[Desk, str]) -> None:
    mediator, ref = mediation
    second = at(mediator, FIRST_DAY, SECOND)
    wait(mediator, ref, "Cara Carer", "her answer", side="shared")
    (words,) = now(second, ref)
    assert "Cara" not in words
    assert words.endswith(": her answer")
    over(second, ref, words)
    assert now(mediator, ref) == []
    assert reading.case_view(mediator, ref).entries[-1].values["wait_which"] == "Cara Carer: her answer"
    assert "Cara" not in repr(reading.case_view(second, ref).entries[-1].values)
