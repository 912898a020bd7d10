"""What others record while one looks: in words on the list, by the case for a minute, the highlight where it was."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from sharedlives_tui import audit, casework, office, reading
from sharedlives_tui.clock_words import ClockWatch
from sharedlives_tui.requests import Correct, Record
from sharedlives_tui.screens.base import OfficeScreen
from sharedlives_tui.screens.case import CaseScreen
from sharedlives_tui.screens.outcome import heard_words
from sharedlives_tui.screens.today import TodayScreen
from sharedlives_tui.store.changed import cases_since, last_row
from sharedlives_tui.widgets import hearing
from sharedlives_tui.widgets.virtual_list import VirtualList
from tests.screens import offices
from tests.screens.hands import Hands, at_the_desk
from tests.screens.offices import SmallOffice


async def _heard(hands: Hands) -> None:
    await asyncio.to_thread(hands.app.compare)
    await hands.rest()


async def test_what_somebody_else_records_is_told_in_words_and_the_highlight_stays(small: SmallOffice) -> None:
    sana = offices.at(small.desk, offices.TODAY, "Malik, Sana")
    async with at_the_desk(small.desk, (120, 36)) as hands:
        await hands.wait_a_bit(0.2)
        await hands.press("down", "down")
        cases = hands.app.screen.query_one(VirtualList)
        before = cases.key
        assert before is not None
        casework.record(sana, Record(before, "note", {"text": "They rang"}))
        await _heard(hands)
        assert cases.key == before
        assert "Malik, Sana recorded ‘Add a note’ in " + before in hands.message
        assert "The list is up to date." in hands.message
        assert "changed by Malik, Sana" in hands.text


async def test_after_a_minute_the_row_is_like_any_other(small: SmallOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hearing, "MINUTE", 0.2)
    sana = offices.at(small.desk, offices.TODAY, "Malik, Sana")
    async with at_the_desk(small.desk, (120, 36)) as hands:
        await hands.wait_a_bit(0.2)
        casework.record(sana, Record(small.carer, "note", {"text": "They rang"}))
        await _heard(hands)
        await hands.wait_a_bit(0.4)
        assert isinstance(hands.app.screen, TodayScreen)
        assert "changed by" not in hands.text
        assert hands.app.fresh == {}


async def test_in_an_open_case_it_is_said_who_struck_what(small: SmallOffice) -> None:
    sana = offices.at(small.desk, offices.TODAY, "Malik, Sana")
    casework.record(sana, Record(small.carer, "note", {"text": "They rang"}))
    number = reading.case_view(sana, small.carer).entries[-1].id
    async with at_the_desk(small.desk) as hands:
        await hands.open("case", small.carer)
        casework.correct(sana, Correct(small.carer, number, "Wrong case"))
        await _heard(hands)
        assert "Malik, Sana struck ‘Add a note’. This is how it stands now." in hands.message


async def test_ones_own_entries_and_what_is_closed_to_one_are_not_told(small: SmallOffice) -> None:
    supported = offices.at(small.desk, offices.TODAY, "Cole, Casey")
    async with at_the_desk(supported) as hands:
        await hands.wait_a_bit(0.2)
        casework.record(supported, Record(small.letter, "note", {"text": "Mine"}))
        await _heard(hands)
        assert "recorded" not in hands.message
    sana = offices.at(small.desk, offices.TODAY, "Malik, Sana")
    casework.record(sana, Record(small.carer, "viewer", {"who": ("Malik, Sana",), "reason": "A friend"}, by="Reed, Jo"))
    async with at_the_desk(offices.at(small.desk, offices.TODAY, "Nair, Priya")) as hands:
        await hands.wait_a_bit(0.2)
        casework.record(sana, Record(small.carer, "note", {"text": "Closed to her"}))
        await _heard(hands)
        assert "Malik" not in hands.message


def test_several_entries_are_counted(small: SmallOffice) -> None:
    from sharedlives_tui.changes import recorded_since

    before = last_row(small.desk.store)
    sana = offices.at(small.desk, offices.TODAY, "Malik, Sana")
    for ref in (small.carer, small.letter, small.letter):
        casework.record(sana, Record(ref, "note", {"text": "Seen"}))
    recorded = recorded_since(small.desk, before)
    assert heard_words(recorded) == "Malik, Sana recorded 3 entries in 2 cases. The list is up to date."


async def test_what_is_heard_while_the_program_ends_breaks_nothing(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        app = hands.app
    assert app.screen_stack == []
    app.on_hears_others_office_looks_different(app.OfficeLooksDifferent())
    app.greet()
    assert app.fresh == {}


async def test_a_case_is_read_again_for_what_changed_in_it_or_beside_it_and_for_nothing_else(
    small: SmallOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    sana = offices.at(small.desk, offices.TODAY, "Malik, Sana")
    casework.record(sana, Record(small.carer, "link", {"reference": small.overdue}))
    looked: list[str] = []
    for screen in (CaseScreen, TodayScreen):
        monkeypatch.setattr(screen, "look_again", _counted(looked, screen))
    async with at_the_desk(small.desk) as hands:
        await hands.open("case", small.carer)
        looked.clear()
        casework.record(sana, Record(small.letter, "note", {"text": "Of another case"}))
        await _heard(hands)
        assert looked == []
        for ref in (small.carer, small.overdue):
            casework.record(sana, Record(ref, "note", {"text": "Here, or beside it"}))
            await _heard(hands)
        assert looked == ["case", "case"]
        office.add_person(
            offices.at(small.desk, offices.TODAY, "Reed, Jo"), "New, Nell", [("officer", offices.BORN, None)]
        )
        await _heard(hands)
        assert looked == ["case", "case", "case"], "people can be named in any case"
        await hands.press("escape")
        assert looked[3:] == ["today"], "what lay under the case is made up for once"


def _counted(looked: list[str], screen: type[OfficeScreen]) -> Callable[[OfficeScreen], None]:
    plain = screen.look_again

    def look_again(self: OfficeScreen) -> None:
        looked.append(self.PLACE)
        plain(self)

    return look_again


def test_what_changed_is_told_as_cases_or_as_everything(small: SmallOffice) -> None:
    sana = offices.at(small.desk, offices.TODAY, "Malik, Sana")
    casework.record(sana, Record(small.carer, "link", {"reference": small.overdue}))
    before = last_row(small.desk.store)
    assert cases_since(small.desk.store, before) == frozenset()
    audit.signed_in(sana)
    assert cases_since(small.desk.store, before) == frozenset(), "who came in changes nothing that is shown"
    casework.record(sana, Record(small.overdue, "note", {"text": "They rang"}))
    assert cases_since(small.desk.store, before) == {small.overdue, small.carer}
    office.add_person(offices.at(small.desk, offices.TODAY, "Reed, Jo"), "New, Nell", [("officer", offices.BORN, None)])
    assert cases_since(small.desk.store, before) is None


async def test_a_clock_that_is_set_is_told_on_the_screen_and_nothing_is_refused(
    small: SmallOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = "This computer's clock was set back by 3 hours just now and says 24 November 2026, 06:00 UTC."
    monkeypatch.setattr(ClockWatch, "look", lambda _watch: words)
    async with at_the_desk(small.desk) as hands:
        await hands.press("question_mark")
        await _heard(hands)
        assert words[:60] in hands.message
        await hands.press("escape")
        assert words[:60] in hands.message, "below the help too"
        monkeypatch.undo()
        casework.record(small.desk, Record(small.carer, "note", {"text": "They rang"}))
