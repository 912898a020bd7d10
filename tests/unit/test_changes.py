"""What changed since somebody's last visit, as they may see it; and when that was."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from sharedlives_tui import casework, changes, office, own_settings, reading, visits
from sharedlives_tui.changes import Change, Changes, Visit
from sharedlives_tui.clock import Clock
from sharedlives_tui.desk import Desk
from sharedlives_tui.requests import Correct, OpenCase, Record
from sharedlives_tui.screens.outcome import heard_words
from sharedlives_tui.store.changed import last_row, row_before
from tests.desks import ACKNOWLEDGED, FIRST_DAY, at, new_desk, open_complaint, record

DISPUTE = {
    "caller": ("Cara Carer",),
    "first_side": ("Cara Carer",),
    "second_side": ("Mo Manager",),
    "roles_taken": ("mediation",),
    "matter": "Payments come late.",
    "tried": "Three calls",
    "affected": "Outings were cancelled",
}
NEXT = FIRST_DAY + timedelta(1)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return new_desk(tmp_path / "office")


def told(desk: Desk) -> Changes:
    found = visits.changes_since_visit(desk)
    assert found is not None
    return found


def test_the_first_visit_has_nothing_to_compare_with(desk: Desk) -> None:
    assert visits.last_visit(desk) is None
    assert visits.changes_since_visit(desk) is None
    assert visits.news_of(desk) == ""
    visits.leave(desk)
    assert visits.changes_since_visit(desk) is None, "the same day"


def test_what_others_recorded_and_what_became_overdue_is_told_at_the_first_opening_of_a_day(desk: Desk) -> None:
    early = open_complaint(desk).ref
    visits.leave(desk)
    mo = at(desk, NEXT, "Mo Manager")
    record(mo, early, "acknowledge", **ACKNOWLEDGED)
    mine = open_complaint(at(desk, NEXT)).ref
    later = at(desk, date(2026, 3, 9))
    found = told(later)
    assert [(each.ref, each.what, each.by) for each in found.recorded] == [(early, "letter", "Mo Manager")]
    assert {row.ref for row in found.overdue} <= {early, mine}
    assert found.overdue
    assert found.sentence.startswith(f"Since {visits.last_visit(later).words}: {len(found.overdue)} became overdue, ")  # type: ignore[union-attr]
    assert "1 letter sent" in found.sentence
    assert visits.news_of(later) == found.sentence.replace(": ", " (v lists it): ", 1)
    visits.leave(later)
    assert visits.news_of(later) == "", "the second opening of a day"
    assert told(later) == found, "but the list is still there"
    tomorrow = at(desk, date(2026, 3, 10))
    assert told(tomorrow).recorded == ()


def test_a_struck_entry_is_not_told(desk: Desk) -> None:
    visits.leave(desk)
    mo = at(desk, NEXT, "Mo Manager")
    ref = open_complaint(mo).ref
    casework.record(mo, Record(ref, "note", {"text": "A word"}))
    note = max(each.id for each in reading.case_view(mo, ref).entries)
    assert [each.what for each in told(at(desk, NEXT)).recorded] == ["step", "opened"]
    casework.correct(mo, Correct(ref, note, "Wrong case"))
    assert [each.what for each in told(at(desk, NEXT)).recorded] == ["opened"]


def test_it_is_told_that_somebody_struck_what_was_known(desk: Desk) -> None:
    """Else a step is overdue again and nothing says why."""
    ref = open_complaint(desk).ref
    record(desk, ref, "acknowledge", **ACKNOWLEDGED)
    casework.record(desk, Record(ref, "note", {"text": "A word"}))
    letter, note = sorted(each.id for each in reading.case_view(desk, ref).entries)[-2:]
    visits.leave(desk)
    before = last_row(desk.store)
    mo = at(desk, NEXT, "Mo Manager")
    casework.correct(mo, Correct(ref, letter, "It never left"))
    me = at(desk, NEXT)
    found = told(me)
    assert [(each.what, each.name, each.by) for each in found.recorded] == [
        ("struck", "Acknowledge in writing", "Mo Manager")
    ]
    assert found.sentence.endswith(": 1 entry struck.")
    said = heard_words(changes.recorded_since(me, before))
    assert said.startswith(f"Mo Manager struck ‘Acknowledge in writing’ in {ref} at ")
    casework.correct(mo, Correct(ref, note, "Another word", None, {"text": "Another"}))
    assert [each.what for each in told(me).recorded] == ["step", "struck"], "what stands in its place tells it"
    assert "made 2 changes" in heard_words(changes.recorded_since(me, before))


@pytest.mark.rule("CC-18", "RD-40")
def test_a_case_that_one_may_not_see_changes_nothing(desk: Desk) -> None:
    olu = at(desk, FIRST_DAY, "Olu Officer")
    visits.leave(olu)
    ref = open_complaint(at(desk, NEXT), about=("Olu Officer",)).ref
    later = date(2026, 3, 9)
    assert ref in {each.ref for each in changes.changes_since(at(desk, later, "Mo Manager"), NEXT).recorded}
    found = told(at(desk, later, "Olu Officer"))
    assert (found.recorded, found.overdue, found.sentence) == ((), (), "")


def test_people_and_offices_have_visits_of_their_own(desk: Desk, tmp_path: Path) -> None:
    other = new_desk(tmp_path / "other")
    visits.leave(desk)
    assert visits.last_visit(at(desk, NEXT)) is not None
    assert visits.last_visit(at(desk, NEXT, "Mo Manager")) is None
    assert visits.last_visit(at(other, NEXT)) is None or other.office.created_at == desk.office.created_at
    assert len(own_settings.filters(visits.VISITS)) == 1


@pytest.mark.parametrize(
    "text",
    [
        *("", "x", "1 2026-03-02", "1 2026-03-02T10:00:00|2 2026-03-02T11:00:00", "a b|c d", "1|2"),
        "1 2026-02-27T10:00:00.000000Z|99999999999999999999 2026-02-27T10:00:00.000000Z",
    ],
)
def test_what_was_written_down_wrongly_is_no_visit(desk: Desk, text: str) -> None:
    visits.leave(desk)
    key = next(iter(own_settings.filters(visits.VISITS)))
    own_settings.keep_filters(visits.VISITS, {key: text})
    assert visits.last_visit(at(desk, NEXT)) is None
    visits.leave(desk)
    assert visits.last_visit(at(desk, NEXT)) is not None


def test_a_place_where_nothing_can_be_written_is_no_reason_to_stay(desk: Desk) -> None:
    own_settings.own_file().mkdir(parents=True)
    visits.leave(desk)
    assert visits.last_visit(at(desk, NEXT)) is None


def test_the_row_before_a_day_is_found(desk: Desk) -> None:
    before = last_row(desk.store)
    open_complaint(at(desk, NEXT, "Mo Manager"))
    assert row_before(desk.store, NEXT) == before
    assert row_before(desk.store, NEXT + timedelta(1)) == last_row(desk.store)
    assert row_before(desk.store, date(2020, 1, 1)) == 0


def test_the_sentence_counts_in_words() -> None:
    at_noon = datetime(2026, 7, 3, 11, 0, tzinfo=UTC)
    assert Visit(1, at_noon).words == "Fri 3 Jul 12:00"
    one = Change("CO-0001", "", "An appeal came in", "step", FIRST_DAY, at_noon, "Mo")
    made = Changes("Fri", (one, one._replace(what="opened"), one._replace(what="letter")), (), more=False)
    assert made.sentence == "Since Fri: 1 new case, 1 letter sent, 1 ‘An appeal came in’."
    several = [one._replace(name=name) for name in ("a", "a", "b", "c")]
    assert made._replace(recorded=tuple(several), more=True).sentence == "Since Fri: 2 ‘a’, 2 other entries and more."
    assert Changes("Fri", (), (), more=False).sentence == ""


def test_a_real_office_read_as_on_another_day_notes_no_visit(tmp_path: Path) -> None:
    kind: dict[str, str] = {"name": "Harbour", "nation": "england", "by_name": "Ada", "by_role": "registered manager"}
    real = office.create_office(tmp_path / "real.db", practice=False, clock=Clock(), **kind)
    visits.leave(replace(real, clock=Clock(NEXT)))
    assert own_settings.filters(visits.VISITS) == {}
    visits.leave(real)
    assert len(own_settings.filters(visits.VISITS)) == 1


@pytest.mark.rule("DI-16")
def test_there_is_more_only_of_what_one_may_see(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "MOST", 3)
    desk = new_desk(tmp_path / "body", office="membership-body")
    mina = at(desk, FIRST_DAY, "Mina Mediator")
    ref = casework.open_case(mina, OpenCase("dispute", DISPUTE)).ref
    casework.record(mina, Record(ref, "take-on", {"staff": ("Mina Mediator",)}))
    casework.record(mina, Record(ref, "viewer", {"who": ("Mo Manager",)}))

    def say(side: str, times: int) -> None:
        for _ in range(times):
            casework.record(mina, Record(ref, "note", {"text": "Words", "side": side}))

    mo = at(desk, FIRST_DAY, "Mo Manager")
    before = last_row(desk.store)
    say("shared", 2)
    say("private", 9)
    found = changes._changes(mo, before, FIRST_DAY, "then")
    assert ([each.what for each in found.recorded], found.more) == (["step", "step"], False)
    assert len(changes.recorded_since(mo, before)) == 2, "what is closed to one takes nobody's place"
    say("shared", 2)
    found = changes._changes(mo, before, FIRST_DAY, "then")
    assert (len(found.recorded), found.more) == (3, True)
