"""Small kindnesses: taking back what one recorded last, a note of a telephone call, enclosures, a window envelope."""

from __future__ import annotations

from textual.widgets import TextArea

from sharedlives_tui import casework, person_records, reading
from sharedlives_tui.requests import Record
from tests.screens import offices
from tests.screens.hands import at_the_desk
from tests.screens.offices import SmallOffice


async def test_what_i_recorded_last_is_struck_from_today_in_two_keys(small: SmallOffice) -> None:
    casework.record(small.desk, Record(small.carer, "note", {"text": "Into the wrong case"}))
    sana = offices.at(small.desk, offices.TODAY, "Malik, Sana")
    casework.record(sana, Record(small.carer, "note", {"text": "Hers stays"}))
    async with at_the_desk(small.desk) as hands:
        await hands.press("u")
        assert hands.place == "short-form"
        assert "Add a note" in hands.words
        assert f"{small.carer} · " in hands.words, "of which case it is"
        await hands.press("enter")
        assert hands.count == 2
        assert hands.place == "today"
        assert f"Struck: {small.carer}, Add a note." in hands.message
    struck = {str(each.values.get("text")): each.struck for each in reading.case_view(small.desk, small.carer).entries}
    assert struck["Into the wrong case"]
    assert not struck["Hers stays"]


async def test_before_a_strike_it_is_said_what_is_to_be_done_again(small: SmallOffice) -> None:
    """The step is open again, and late, and the case with it: that is not left to be found out."""
    casework.record(small.desk, Record(small.call, "call", {"outcome": "reached"}))
    async with at_the_desk(small.desk) as hands:
        await hands.press("u")
        assert "The case is open again" in hands.words
        assert "To be done again: Call them (due " in hands.words
        assert "No date" not in hands.words
        await hands.press("enter")
        assert "To be done again: Call them (due " in hands.message


async def test_undo_goes_back_entry_by_entry_and_never_to_what_opened_a_case(small: SmallOffice) -> None:
    newcomer = offices.at(small.desk, offices.TODAY, "Nair, Priya")
    casework.record(newcomer, Record(small.carer, "note", {"text": "The only one"}))
    async with at_the_desk(newcomer) as hands:
        await hands.press("u", "enter", "u")
        assert hands.place == "today"
        assert "You recorded nothing lately that could be struck." in hands.message


async def test_a_call_that_nobody_answered_is_noted_in_two_keys(small: SmallOffice) -> None:
    case = reading.case_view(small.desk, small.carer)
    whom = next(each for each in case.parties if each.part == "complainant")
    person_records.record_person(small.desk, whom.person, "contact", {"telephone": "01632 960311"})
    async with at_the_desk(small.desk) as hands:
        await hands.open("case", small.carer)
        hands.count = 0
        await hands.press("t")
        assert isinstance(hands.app.focused, TextArea)  # the words, to be read and changed
        await hands.press("ctrl+s")
        assert hands.count == 2
        assert hands.place == "case"
        assert "Add a note: Tried to phone " in hands.words, "what a note says stands in the timeline"
    note = reading.case_view(small.desk, small.carer).entries[-1]
    assert note.step == "note"
    assert str(note.values["text"]).startswith("Tried to phone ")
    assert "(01632 960311) at " in str(note.values["text"])
    assert str(note.values["text"]).endswith(": no answer.")
