"""Who came in, what was refused and what was taken out stands in the journal, and moves nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from sharedlives_tui import audit, casework, changes, office, office_journal, office_settings, often_used, reading
from sharedlives_tui.access import VERBS
from sharedlives_tui.bundles import bundle_for
from sharedlives_tui.casefile import NoSuchCase
from sharedlives_tui.desk import Desk, open_desk
from sharedlives_tui.office_journal import Line, Wanted
from sharedlives_tui.requests import Correct, Problem, Record, Refused
from sharedlives_tui.screens import copies, word_files
from sharedlives_tui.serving import journal
from sharedlives_tui.store import Store
from sharedlives_tui.store.errors import Busy
from sharedlives_tui.widgets.watch import Watch
from tests.desks import FIRST_DAY, at, new_desk, open_complaint, record

NEXT = FIRST_DAY + timedelta(days=1)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = new_desk(tmp_path)
    yield made
    made.store.close()


def rows(desk: Desk, act: str = "") -> list[dict[str, Any]]:
    """What the rows say as they are kept, the first one first."""
    sql = "SELECT w.body FROM journal j JOIN words w ON w.seq = j.seq WHERE j.kind = 'audit' AND (? = '' OR j.act = ?)"
    return [json.loads(row[0]) for row in desk.store.fetch(f"{sql} ORDER BY j.seq", (act, act))]


def told(desk: Desk, **wanted: Any) -> list[str]:
    return [f"{each.by} {each.words}" for each in office_journal.read(desk, Wanted(**wanted))]


def test_who_came_in_and_by_which_way(desk: Desk) -> None:
    assert audit.signed_in(desk)
    assert audit.signed_in(replace(desk, way="SSH key anna-laptop"))
    assert audit.signed_in(at(desk, FIRST_DAY, "Temp Worker"), "SSH key temp")
    assert rows(desk)[1] == {"way": "SSH key anna-laptop"}
    assert told(desk, what="sign-in")[:2] == [
        "Temp Worker came in (SSH key temp)",
        "Ada Admin came in (SSH key anna-laptop)",
    ]
    assert told(desk, what="sign-in")[2].startswith("Ada Admin came in (account ")


def test_a_refusal_is_told_with_its_rules_and_never_with_its_words(desk: Desk) -> None:
    ref = open_complaint(desk, about=("Olu Officer",), by="Mo Manager").ref
    with pytest.raises(Refused) as caught:
        record(desk, ref, "acknowledge", by="Olu Officer", method="post")
    assert caught.value.told
    assert rows(desk)[-1]["what"] == "record in a case"
    assert rows(desk)[-1]["step"] == "acknowledge"
    assert "by" in rows(desk)[-1]["fields"]
    kept = json.dumps(rows(desk))
    for problem in caught.value.problems:
        assert problem.words not in kept
    assert "Olu" not in kept
    assert "rota" not in kept
    assert any(f"({ref}, step acknowledge)" in each for each in told(desk, what="refused"))


def test_a_refusal_of_a_text_with_half_a_character_is_a_refusal(desk: Desk) -> None:
    place = ("complaint", "acknowledge", "support")
    with pytest.raises(Refused, match="at most 80 characters"):
        often_used.add(desk, "w" * 90 + "\udc00", place, "An advocate can help")
    assert rows(desk)[-1]["what"] == "change the texts used often"


def test_a_refusal_is_told_once_and_a_preview_not_at_all(desk: Desk) -> None:
    ref = open_complaint(desk).ref
    with pytest.raises(Refused) as caught:
        casework.correct(desk, Correct(ref, 99, "wrong", preview=True))
    assert rows(desk) == []
    assert audit.refused(desk, "look", caught.value)
    assert not audit.refused(desk, "look", caught.value)
    assert len(rows(desk)) == 1


def test_whoever_asks_for_a_case_that_is_closed_to_them_is_told_of_to_those_who_may_open_it(desk: Desk) -> None:
    ref = open_complaint(desk, about=("Rae Registered",)).ref
    hers = at(desk, FIRST_DAY, "Rae Registered")
    with pytest.raises(NoSuchCase):
        casework.record(hers, Record(ref, "acknowledge", {}))
    with pytest.raises(NoSuchCase):
        casework.record(hers, Record("CO-7777", "acknowledge", {}))
    assert [each.get("closed") for each in rows(desk)] == [True]
    assert "step" not in rows(desk)[0]
    assert told(desk, what="refused") == [
        f"Rae Registered was refused: record in a case ({ref}), which is closed to them"
    ]
    assert told(hers, what="refused") == []


def test_what_is_taken_out_is_told_with_the_files_own_name(desk: Desk) -> None:
    ref = open_complaint(desk).ref
    assert audit.taken(desk, "copies", ref=ref.lower(), count=7, name=r"C:\people\ada\CO-1 copies.docx")
    assert audit.taken(desk, "backup", name="/srv/backups/office 1.db")
    assert [each["name"] for each in rows(desk)] == ["CO-1 copies.docx", "office 1.db"]
    assert told(desk, what="taken") == [
        "Ada Admin took out: backup, office 1.db",
        f"Ada Admin took out: copies (7 in it) of {ref}, CO-1 copies.docx",
    ]


def test_the_name_of_a_file_is_told_with_its_case_or_to_whoever_took_it(desk: Desk) -> None:
    """Copies are called by the person whom they are for: that is for nobody to whom their case is closed."""
    ref = open_complaint(desk, about=("Rae Registered",)).ref
    office.add_person(desk, "Al Admin", [("administrator", FIRST_DAY, None)])
    olu = at(desk, FIRST_DAY, "Olu Officer")
    journal.fetched(olu, f"{ref}-copies-for-Mrs-Hill.docx")
    journal.fetched(olu, "Mrs-Hill-is-cross.pdf")
    audit.taken(olu, "cases for Excel", name="Mrs Hill.xlsx")
    audit.taken(olu, "backup", name="office 1.db")
    for who in ("Al Admin", "Rae Registered"):
        found = told(at(desk, FIRST_DAY, who), what="taken")
        assert len(found) == 3, "the copies of a closed case are not told of at all"
        assert "Hill" not in "".join(found)
        assert "Olu Officer took out: file over SSH" in found
        assert "Olu Officer took out: backup, office 1.db" in found
    assert f"Olu Officer took out: file over SSH of {ref}, {ref}-copies-for-Mrs-Hill.docx" in told(desk, what="taken")


def test_a_letter_and_copies_have_their_row_before_they_lie_anywhere(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ref = open_complaint(desk).ref
    monkeypatch.setattr(word_files, "documents_folder", lambda: tmp_path)

    def broken_off(*_: object) -> None:
        raise OSError(5, "the disk was pulled out")

    monkeypatch.setattr(word_files, "save_new", broken_off)
    with pytest.raises(OSError, match="pulled out"):
        word_files.save_letter(desk, ref, "A letter", b"x")
    with pytest.raises(OSError, match="pulled out"):
        copies.save_bundle(desk, bundle_for(desk, ref, "Mrs Grace Hill"))
    assert [each["name"] for each in rows(desk, "taken")] == ["A letter.docx", f"{ref} copies for Mrs Grace Hill.docx"]


def test_whoever_may_take_nothing_out_takes_nothing_and_it_is_told(desk: Desk) -> None:
    office.add_person(desk, "Al Admin", [("administrator", FIRST_DAY, None)])
    with pytest.raises(Refused, match="take letters, copies and papers out"):
        audit.must_take(at(desk, FIRST_DAY, "Al Admin"))
    assert rows(desk, "refused")[-1]["what"] == "take something out"
    for who in ("Olu Officer", "Temp Worker"):
        audit.must_take(at(desk, FIRST_DAY, who))


def test_changes_of_settings_roles_and_days_are_read_with_them(desk: Desk) -> None:
    office_settings.put(desk, "soon_calendar_days", "5")
    office.add_role(desk, "Olu Officer", "panel member", FIRST_DAY, None)
    office.add_person(desk, "Carla Carer", [("carer", FIRST_DAY, None)])
    office.set_account(desk, "Olu Officer", "olu")
    office.change_calendar(desk, date(2026, 3, 9), working=False, reason="Moving house")
    found = told(desk)
    assert "Ada Admin ‘Soon: calendar days ahead’ became 5" in found
    assert "Ada Admin Olu Officer: panel member from Mon 2 Mar 2026" in found
    assert "Ada Admin the account olu is Olu Officer's from now on" in found
    assert "Ada Admin Mon 9 Mar 2026 became no working day: Moving house" in found
    assert not any("Carla" in each for each in found)


def test_the_rows_are_found_by_person_day_and_kind_and_go_on_page_by_page(desk: Desk) -> None:
    for number in range(70):
        audit.taken(desk, "letter", name=f"{number}.docx")
    office.add_person(desk, "Carla Carer", [("carer", FIRST_DAY, None)])
    audit.signed_in(at(desk, NEXT, "Mo Manager"))
    assert len(told(desk, what="taken")) == 60
    first = office_journal.read(desk, Wanted(what="taken"))
    rest = office_journal.read(desk, Wanted(what="taken"), before=first[-1].row)
    assert [line.words.split()[-1] for line in (*first, *rest)] == [f"{number}.docx" for number in range(69, -1, -1)]
    assert {each.split(" came")[0] for each in told(desk, by="Mo Manager")} == {"Mo Manager"}
    assert told(desk, by="P-9999") == told(desk, by="Nobody At All") == []
    assert [each.words.split()[0] for each in office_journal.read(desk, Wanted(first=NEXT))] == ["came"]
    assert not any("came in" in each for each in told(desk, last=FIRST_DAY))


@pytest.mark.parametrize("who", ["Ada Admin", "Rae Registered", "Ira Inspector"])
def test_administrator_manager_and_inspector_read_it(desk: Desk, who: str) -> None:
    office.add_person(desk, "Ira Inspector", [("inspector", FIRST_DAY, None)])
    audit.signed_in(desk)
    assert told(at(desk, FIRST_DAY, who), what="sign-in")


@pytest.mark.parametrize("who", ["Olu Officer", "Temp Worker"])
def test_nobody_else_reads_it_and_is_told_who_does(desk: Desk, who: str) -> None:
    with pytest.raises(Refused) as caught:
        office_journal.read(at(desk, FIRST_DAY, who))
    assert "registered manager" in str(caught.value)
    assert "Ada Admin" in str(caught.value)
    assert VERBS["journal"] in str(caught.value)
    assert rows(desk)[-1]["what"] == VERBS["journal"]


def test_the_rows_move_nothing_and_wake_nobody(desk: Desk) -> None:
    ref = open_complaint(desk).ref
    mo = at(desk, FIRST_DAY, "Mo Manager")
    before, version = desk.store.head()[0], reading.case_view(mo, ref).version
    other = Store.open(desk.store.place)
    watch = Watch(replace(mo, store=other))
    audit.signed_in(desk)
    audit.taken(desk, "letter", ref=ref, name="a.docx")
    with pytest.raises(Refused):
        record(desk, ref, "acknowledge")
    assert desk.store.head()[0] == before + 3
    assert watch.changed() is False
    assert changes.recorded_since(mo, before) == ()
    assert reading.case_view(mo, ref).version == version
    assert desk.store.verify_journal() == []
    open_complaint(desk)
    assert watch.changed() is True
    other.close()


def test_nothing_is_written_where_nothing_can_be_and_nobody_is_stopped(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(desk.store), "read_only", True)
    assert not audit.signed_in(desk)
    monkeypatch.undo()

    def busy(*_: object, **__: object) -> None:
        raise Busy(10)

    monkeypatch.setattr(Store, "writing", busy)
    assert not audit.taken(desk, "letter")
    assert not audit.refused(desk, "record in a case", Refused(Problem("by", "CC-19", "No.")))
    assert rows(desk) == []


def test_what_somebody_typed_as_the_name_of_a_field_or_step_is_not_kept(desk: Desk) -> None:
    ref = open_complaint(desk).ref
    with pytest.raises(Refused):
        office_settings.put(desk, "Mrs Hill said no", "5")
    with pytest.raises(Refused):
        casework.record(desk, Record(ref, "Mrs Hill", {}))
    assert "Hill" not in json.dumps(rows(desk))


def test_a_line_of_the_journal_stands_for_one_row(desk: Desk) -> None:
    audit.signed_in(desk)
    line = office_journal.read(desk)[0]
    assert isinstance(line, Line)
    assert (line.what, line.person, line.row) == ("sign-in", desk.recorder, desk.store.head()[0])


def test_opening_an_office_keeps_the_way_in(desk: Desk) -> None:
    again = open_desk(str(desk.store.place), "Mo Manager", FIRST_DAY, way="SSH key mo")
    audit.signed_in(again)
    again.store.close()
    assert rows(desk)[-1] == {"way": "SSH key mo"}


def test_an_office_in_which_nobody_can_sit_is_let_go(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    closed: list[Store] = []
    kind = type(desk.store)
    close = kind.close

    def seen(self: Store) -> None:
        closed.append(self)
        close(self)

    def refuses(*_: object) -> None:
        raise Busy(10)

    monkeypatch.setattr(kind, "close", seen)
    monkeypatch.setattr("sharedlives_tui.desk.who_sits", refuses)
    with pytest.raises(Busy):
        open_desk(str(desk.store.place), "Mo Manager", FIRST_DAY)
    assert len(closed) == 1
    assert closed[0] is not desk.store


def test_a_file_that_was_saved_is_not_fetched_once_its_case_is_closed_to_them(desk: Desk) -> None:
    ref = open_complaint(desk).ref
    olu = at(desk, FIRST_DAY, "Olu Officer")
    assert journal.is_open(olu, f"{ref}-Acknowledge.docx")
    record(desk, ref, "viewer", who=("Tess Topp",), reason="It is about a friend of mine")
    assert not journal.is_open(olu, f"{ref}-Acknowledge.docx")
    assert not journal.is_open(olu, f"{ref.lower()}-Acknowledge.docx")
    assert journal.is_open(at(desk, FIRST_DAY, "Tess Topp"), f"{ref}-Acknowledge.docx")
    for name in ("CO-7777-none.docx", "paper.pdf"):
        assert journal.is_open(olu, name)
