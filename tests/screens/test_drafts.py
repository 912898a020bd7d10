"""Drafts: kept while one types, on leaving, and through a killed terminal; offered again; put away on demand."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from threading import Event
from typing import Any

import pytest

from sharedlives_tui import casework, person_records, signing_off
from sharedlives_tui.requests import Record
from sharedlives_tui.screens import drafts
from sharedlives_tui.screens.act_fields import ON
from sharedlives_tui.screens.correct import REASON
from sharedlives_tui.store import StoreError
from tests.screens import offices
from tests.screens.hands import Hands, at_the_desk
from tests.screens.offices import SmallOffice
from tests.screens.test_signing import FACTS


async def test_a_pause_keeps_what_was_typed_so_that_a_killed_terminal_loses_nothing(small: SmallOffice) -> None:
    """The app is abandoned in the middle: nothing but the timer has kept the draft."""
    async with at_the_desk(small.desk) as hands:
        await hands.open("wizard", small.carer, "acknowledge")
        await hands.type("Sana Malik")
        await hands.wait_a_bit(1.2)
        assert "Draft saved" in hands.text
        kept = drafts.find(small.desk, f"step {small.carer} acknowledge")
        assert kept is not None
        assert kept.values["handler"] == "Sana Malik"
        hands.app.screen.keeper = None  # type: ignore[attr-defined]
    async with at_the_desk(small.desk) as hands:
        await hands.open("wizard", small.carer, "acknowledge")
        assert "Draft from" in hands.message
        assert ": kept." in hands.message
        assert "Sana Malik" in hands.text


async def test_escape_keeps_the_draft_and_f4_starts_afresh(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("record", small.carer, "note")
        await hands.type("Half a thought")
        await hands.press("escape")
        assert hands.place == "today"
        await hands.open("record", small.carer, "note")
        assert "Half a thought" in hands.text
        assert "Draft from" in hands.message
        await hands.press("f4")
        assert "Half a thought" not in hands.text
        await hands.press("escape")
        await hands.open("record", small.carer, "note")
        assert "Half a thought" not in hands.text
        assert not hands.message


async def test_recording_a_step_and_writing_its_letter_share_one_draft(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("wizard", small.carer, "acknowledge")
        await hands.type("Sana Malik")
        await hands.press("escape")
    kept = [each.place for each in drafts.views.drafts(small.desk.store, small.desk.recorder)]
    assert kept == [f"step {small.carer} acknowledge"]
    drafts.keep(small.desk, f"step {small.carer} note", {"text": "From the other screen", "left_incomplete": "yes"})
    async with at_the_desk(small.desk) as hands:
        await hands.open("record", small.carer, "note")
        assert "From the other screen" in hands.text
        await hands.go("text")
        await hands.type("More: ")
        await hands.press("escape")
    found = drafts.find(small.desk, f"step {small.carer} note")
    assert found is not None
    assert "More: " in str(found.values["text"])
    assert found.values["left_incomplete"] == "yes", "what only the other screen asks stays in it"


async def test_after_f4_one_types_where_one_began(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        for name, act in (("record", "note"), ("wizard", "acknowledge")):
            await hands.open(name, small.carer, act)
            first = hands.app.focused
            await hands.type("Half")
            await hands.go("by")
            await hands.press("f4")
            assert hands.app.focused is first
            await hands.type("Anew")
            assert "Half" not in hands.text
            assert "Anew" in hands.text
            await hands.press("escape")


async def test_leaving_without_typing_keeps_nothing(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        for name in ("record", "wizard"):
            await hands.open(name, small.carer, "acknowledge" if name == "wizard" else "note")
            await hands.press("escape")
        await hands.press("n", "enter", "escape")
        assert hands.place == "today"
    assert drafts.views.drafts(small.desk.store, small.desk.recorder) == []


async def test_what_is_recorded_leaves_no_draft(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("record", small.carer, "note")
        await hands.type("A whole thought")
        await hands.wait_a_bit(1.2)
        await hands.press("ctrl+s")
    assert drafts.views.drafts(small.desk.store, small.desk.recorder) == []


async def test_what_is_to_be_put_right_stays_said_when_the_draft_is_kept(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.press("n", "enter", "b", "r", "i", "enter", "ctrl+s")
        told = hands.message
        assert "to put right" in told
        await hands.wait_a_bit(1.2)
        assert drafts.find(small.desk, "new complaint") is not None
        assert hands.message == told


async def test_ctrl_q_keeps_what_was_typed_in_the_last_second(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.press("n", "enter", "b", "r", "i", "enter")
        await hands.pilot.press("ctrl+q")
        await hands.pilot.pause()
    kept = drafts.find(small.desk, "new complaint")
    assert kept is not None
    assert kept.values["complainant"] == ["P-7"] or kept.values["complainant"] == ("P-7",)


async def test_a_draft_is_seen_by_its_writer_alone(small: SmallOffice) -> None:
    drafts.keep(small.desk, "new complaint", {"account": "Mine"})
    sana = offices.at(small.desk, offices.TODAY, "Malik, Sana")
    assert drafts.find(sana, "new complaint") is None
    found = drafts.find(small.desk, "new complaint")
    assert found is not None
    assert found.values == {"account": "Mine"}


def test_a_draft_that_cannot_be_read_is_as_if_there_were_none(small: SmallOffice) -> None:
    at = small.desk.clock.now()
    with small.desk.store.writing(small.desk.recorder, at) as writer:
        writer.save_draft(small.desk.recorder, "here", "{broken", at)
        writer.save_draft(small.desk.recorder, "there", "[1, 2]", at)
    assert drafts.find(small.desk, "here") is None
    assert drafts.find(small.desk, "there") is None


async def test_a_draft_that_was_being_kept_does_not_come_back_after_it_was_recorded(
    small: SmallOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = _told_when_dropped(monkeypatch)
    keep, record = drafts.keep, casework.record
    monkeypatch.setattr(drafts, "keep", lambda *given: (gone.wait(5), keep(*given))[1])
    async with at_the_desk(small.desk) as hands:
        await hands.open("record", small.carer, "note")
        await hands.type("Once is enough")
        keeper = hands.app.screen.keeper  # type: ignore[attr-defined]

        def recorded(*given: Any) -> Any:
            hands.app.call_from_thread(keeper.soon)
            return record(*given)

        monkeypatch.setattr(casework, "record", recorded)
        await hands.press("ctrl+s")
        assert hands.place == "today"
    assert gone.is_set()
    assert drafts.find(small.desk, f"step {small.carer} note") is None


async def test_a_line_that_is_cut_between_the_recording_and_its_answer_leaves_no_draft(
    small: SmallOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone, begun, on = _told_when_dropped(monkeypatch), Event(), Event()
    record = casework.record

    def recorded(*given: Any) -> Any:
        begun.set()
        on.wait(5)
        return record(*given)

    monkeypatch.setattr(casework, "record", recorded)
    async with at_the_desk(small.desk) as hands:
        await hands.open("record", small.carer, "note")
        await hands.type("Once is enough")
        screen: Any = hands.app.screen
        screen.action_save()
        await asyncio.to_thread(begun.wait, 5)
        on.set()
        assert gone.wait(5)
        screen.keep_draft()  # the screen does not know yet that it is recorded
        await hands.rest()
    assert drafts.find(small.desk, f"step {small.carer} note") is None


@dataclass(frozen=True)
class Kept:
    """A form that keeps a draft beside the large ones: how it is opened, what is typed where, where the draft lies."""

    form: tuple[str | int, ...]
    field: str
    words: str
    place: str


SHORTER = (
    Kept(("correct", "{ref}", 1), REASON, "A slip", "correct {ref} 1 received 2026-11-20"),
    Kept(("send-back", "{ref}", "acknowledge"), "reason", "Name her", "send back {ref} acknowledge"),
    Kept(("person-record", "P-6", "training"), "course", "Moving", "record training on P-6"),
    Kept(("person-correct", "P-6", 1), "why_corrected", "A slip", "correct entry 1 on P-6"),
)


@pytest.fixture
def office_of_forms(small: SmallOffice) -> SmallOffice:
    """Where a letter waits for sign-off, and a training is on file of the carer."""
    signing_off.choose(small.desk, "complaint.acknowledge", True, "Trying it out")
    officer = offices.at(small.desk, offices.TODAY, "Nair, Priya")
    signing_off.ask(officer, Record(small.carer, "acknowledge", FACTS))
    person_records.record_person(small.desk, "P-6", "training", {"course": "Lifting", "lasts_until": "2027-11-01"})
    return small


async def _begun(hands: Hands, small: SmallOffice, kept: Kept) -> None:
    name, *about = kept.form
    await hands.open(str(name), *(each.format(ref=small.carer) if isinstance(each, str) else each for each in about))


@pytest.mark.parametrize("kept", SHORTER, ids=[str(each.form[0]) for each in SHORTER])
async def test_the_shorter_forms_keep_what_was_typed_until_it_is_recorded(
    office_of_forms: SmallOffice, kept: Kept
) -> None:
    small, place = office_of_forms, kept.place.format(ref=office_of_forms.carer)
    async with at_the_desk(small.desk) as hands:
        await _begun(hands, small, kept)
        await hands.go(kept.field)
        await hands.type(kept.words)
        await hands.wait_a_bit(1.2)
        found = drafts.find(small.desk, place)
        assert found is not None
        assert found.values == {kept.field: kept.words}
        hands.app.screen.keeper = None  # type: ignore[attr-defined] # a line that is cut: only the timer kept it
    async with at_the_desk(small.desk) as hands:
        await _begun(hands, small, kept)
        assert "Draft from" in hands.message
        assert kept.words in hands.text
        await hands.press("f4")
        assert kept.words not in hands.text
        await hands.press("escape")
        assert hands.place == "today"
        await _begun(hands, small, kept)
        assert not hands.message
        await hands.go(kept.field)
        await hands.type(kept.words)
        await hands.press("ctrl+q")
        assert hands.app._exit, "it keeps a draft, so nothing is asked"
    assert drafts.find(small.desk, place) is not None


@pytest.mark.parametrize("kept", SHORTER, ids=[str(each.form[0]) for each in SHORTER])
async def test_their_draft_is_put_away_in_the_transaction_that_records_it(
    office_of_forms: SmallOffice, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    small, place = office_of_forms, kept.place.format(ref=office_of_forms.carer)
    drafts.keep(small.desk, place, {kept.field: kept.words})
    before = small.desk.store.head()
    monkeypatch.setattr(drafts, "drop", lambda *_: None)  # as if the program were killed after the recording
    async with at_the_desk(small.desk) as hands:
        await _begun(hands, small, kept)
        if kept.form[0] == "correct":
            await hands.go(ON)
            await hands.press("end", *["backspace"] * 10)
            await hands.type("19/11/2026")
        if kept.form[0] == "person-record":
            await hands.go("lasts_until")
            await hands.type("1/12/2027")
        await hands.press("ctrl+s")
        assert hands.place == "today"
    assert small.desk.store.head() > before
    assert drafts.find(small.desk, place) is None


async def test_what_was_emptied_stays_empty(office_of_forms: SmallOffice) -> None:
    small = office_of_forms
    async with at_the_desk(small.desk) as hands:
        await hands.open("person-correct", "P-6", 1)
        await hands.go("course")
        await hands.press("end", *["backspace"] * 7)
        await hands.press("escape")
        assert hands.place == "today"
        await hands.open("person-correct", "P-6", 1)
        assert "Draft from" in hands.message
        assert "Lifting" not in hands.text
        await hands.press("f4")
        assert "Lifting" in hands.text


async def test_a_draft_that_cannot_be_kept_is_said_before_the_form_is_left(
    small: SmallOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[object] = []

    def full(*given: object) -> str:
        tried.append(given)
        raise StoreError("The disk is full. Make room.")

    monkeypatch.setattr(drafts, "keep", full)
    async with at_the_desk(small.desk) as hands:
        await hands.open("record", small.carer, "note")
        await hands.type("Half a thought")
        await hands.press("escape")
        assert hands.message == "▲ The disk is full. Make room. Esc again leaves without a draft."
        assert "Half a thought" in hands.text
        await hands.type(", and more")
        await hands.wait_a_bit(1.2)
        before = len(tried)
        await hands.press("escape")
        assert len(tried) == before + 1, "after more was typed it is tried again"
        assert "Half a thought, and more" in hands.text
        await hands.press("escape")
        assert hands.place == "today"


async def test_what_is_recorded_is_never_told_as_not_recorded_for_its_draft(
    office_of_forms: SmallOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(*_: object) -> None:
        raise StoreError("The line was cut. Try again.")

    monkeypatch.setattr(drafts, "drop", cut)
    small = office_of_forms
    async with at_the_desk(small.desk) as hands:
        await hands.open("person-record", "P-6", "training")
        await hands.type("Moving")
        await hands.go("lasts_until")
        await hands.type("1/12/2027")
        await hands.press("ctrl+s")
        assert hands.place == "today"
    assert [each.kind for each in person_records.records_of(small.desk, "P-6")] == ["training", "training"]


async def test_an_older_draft_never_takes_the_place_of_a_newer(
    small: SmallOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer, keep = Event(), drafts.keep

    def the_older_last(desk: Any, place: str, values: Any) -> str:
        if values["text"] == "First":
            newer.wait(2)
        at = keep(desk, place, values)
        newer.set()
        return at

    monkeypatch.setattr(drafts, "keep", the_older_last)
    async with at_the_desk(small.desk) as hands:
        await hands.open("record", small.carer, "note")
        screen: Any = hands.app.screen
        for words in ("First", "First, then more"):
            screen.form.put("text", words)
            screen.keeper.soon()
        await hands.rest()
        kept = drafts.find(small.desk, f"step {small.carer} note")
        assert kept is not None
        assert kept.values["text"] == "First, then more"


def _told_when_dropped(monkeypatch: pytest.MonkeyPatch) -> Event:
    gone, drop = Event(), drafts.drop
    monkeypatch.setattr(drafts, "drop", lambda *given: (drop(*given), gone.set())[0])
    return gone
