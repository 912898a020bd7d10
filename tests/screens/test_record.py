"""Recording: what is refused and in which words, what somebody else saved meanwhile, papers that come in."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sharedlives_tui import casework, reading
from sharedlives_tui.desk import Desk
from sharedlives_tui.requests import Attach, Correct, Record
from sharedlives_tui.screens.outcome import recorded_words
from tests.screens import offices
from tests.screens.hands import Hands, at_the_desk
from tests.screens.offices import SmallOffice


async def test_what_is_missing_is_said_under_its_field(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("record", small.carer, "safeguarding-question")
        await hands.press("ctrl+s")
        assert hands.place == "record"
        assert "▲ Choose yes or no" in hands.text
        assert "1 thing to put right." in hands.message
        assert len(reading.case_view(small.desk, small.carer).entries) == 1


async def test_the_keys_of_the_dialog_stand_in_the_last_line_also_under_a_message(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("case", small.carer)
        await hands.open("record", small.carer, "contact")
        for message in (False, True):
            last = hands.text.rstrip("\n").split("\n")[-1]
            assert "Ctrl+S Record  Tab Next  Ctrl+J New line  Esc Back  F4 Start afresh  F1 Help" in last
            assert "Record step" not in last
            assert bool(hands.message) is message
            await hands.press("ctrl+s")
            assert "to put right." in hands.text
            await hands.go("matter")


async def test_a_gate_is_shown_in_words_and_refuses(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("case", small.carer)
        await hands.press("down", "down", "down")
        await hands.wait_a_bit(0.1)
        assert "▲ Not yet. Answer first whether safeguarding applies (record ‘" in hands.words


@pytest.mark.rule("DY-07")
async def test_a_day_to_come_is_refused_under_the_day(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("record", small.carer, "safeguarding-question")
        await hands.type("n")
        await hands.go("on")
        await hands.type("tomorrow")
        await hands.press("ctrl+s")
        assert "has not come yet" in hands.words
        assert len(reading.case_view(small.desk, small.carer).entries) == 1


@pytest.mark.rule("DY-07")
async def test_what_is_recorded_later_says_so_in_the_message_and_in_the_timeline(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("case", small.carer)
        await hands.press("down", "r")
        await hands.type("n")
        await hands.go("on")
        await hands.type("20/11/26")
        await hands.press("ctrl+s")
        assert hands.place == "case"
        assert "recorded 4 days later" in hands.text


async def test_only_the_one_who_decides_can_be_named(small: SmallOffice) -> None:
    born = offices.at(small.desk, date(2026, 11, 23))
    ref = offices.log(born, date(2026, 11, 23), event_on="2024-01-10", complainant=("Old, Amy",))
    officer = offices.at(small.desk, offices.TODAY, "Nair, Priya")
    async with at_the_desk(officer, (80, 48)) as hands:
        await hands.open("record", ref, "age-decision")
        await hands.type("a")
        await hands.press("left")  # accept: with the others more is needed
        await hands.press("tab")
        await hands.type("It is still open to them")
        await hands.press("ctrl+s")
        assert "Name somebody: who did it" in hands.words
        await hands.type("Nair, Priya")
        await hands.press("tab", "ctrl+s")
        assert "Only" in hands.words
        assert "decides this" in hands.words
        assert len(reading.case_view(small.desk, ref).entries) == 1


async def test_the_viewer_is_the_doer_only_where_the_role_fits(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("record", small.carer, "safeguarding-question")
        assert "Reed, Jo" in hands.text.partition("Who did it")[2]
    supported = offices.at(small.desk, offices.TODAY, "Cole, Casey")
    async with at_the_desk(supported) as hands:
        await hands.open("record", small.carer, "safeguarding-question")
        assert "Cole, Casey" not in hands.text.partition("Who did it")[2]


async def test_what_somebody_else_recorded_stands_beside_mine_and_nothing_is_lost(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("record", small.carer, "note")
        await hands.type("My words")
        sana = offices.at(small.desk, offices.TODAY, "Malik, Sana")
        casework.record(sana, Record(small.carer, "safeguarding-question", {"safeguarding_applies": "no"}))
        await hands.press("ctrl+s")
        assert hands.place == "conflict"
        assert "Does safeguarding apply?" in hands.words
        assert "Malik, Sana, at" in hands.words
        mine = next(line for line in hands.text.split("\n") if "Yours, not recorded" in line)
        assert mine.index("Yours") < mine.index("Theirs, recorded")
        assert "My words" in hands.text
        await hands.press("enter")  # the safe way: back to the form
        assert hands.place == "record"
        assert "My words" in hands.text
        await hands.press("ctrl+s")
        assert hands.place == "today"
    entries = reading.case_view(small.desk, small.carer).entries
    assert [each.step for each in entries] == ["received", "safeguarding-question", "note"]


async def test_of_the_same_step_each_answer_stands_beside_theirs_and_mine_can_be_recorded_too(
    small: SmallOffice,
) -> None:
    async with at_the_desk(small.desk, (120, 36)) as hands:
        await hands.open("record", small.carer, "note")
        await hands.type("At [b]noon[/b]")
        sana = offices.at(small.desk, offices.TODAY, "Malik, Sana")
        casework.record(sana, Record(small.carer, "note", {"text": "At one"}))
        await hands.press("ctrl+s")
        assert "They added a note too. Read it: yours can go beside it" in hands.words
        assert "same step" not in hands.words, "two notes are never one thing done twice"
        row = next(line for line in hands.text.split("\n") if "[b]noon" in line)
        assert "At one" in row
        await hands.press("r")
        assert hands.place == "today"
    notes = [each for each in reading.case_view(small.desk, small.carer).entries if each.step == "note"]
    assert [each.values["text"] for each in notes] == ["At one", "At [b]noon[/b]"]


async def test_of_a_step_that_they_recorded_too_it_is_said_that_it_may_be_done(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("record", small.carer, "safeguarding-question")
        sana = offices.at(small.desk, offices.TODAY, "Malik, Sana")
        casework.record(sana, Record(small.carer, "safeguarding-question", {"safeguarding_applies": "no"}))
        hands.app.screen.form.put("safeguarding_applies", "no")  # type: ignore[attr-defined]
        await hands.press("ctrl+s")
        assert "They recorded the same step. Compare before you record yours too" in hands.words
        assert "note" not in hands.words.partition("They recorded the same step.")[2]


async def test_from_a_conflict_the_case_can_be_seen_and_the_form_is_still_there(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("record", small.carer, "note")
        await hands.type("Kept")
        sana = offices.at(small.desk, offices.TODAY, "Malik, Sana")
        casework.record(sana, Record(small.carer, "safeguarding-question", {"safeguarding_applies": "no"}))
        await hands.press("ctrl+s", "o")
        assert hands.place == "case"
        await hands.press("escape")
        assert hands.place == "record"
        assert "Kept" in hands.text


async def test_an_entry_struck_meanwhile_is_told_when_another_is_corrected(small: SmallOffice) -> None:
    sana = offices.at(small.desk, offices.TODAY, "Malik, Sana")
    first = casework.record(sana, Record(small.carer, "note", {"text": "First"})).entry
    second = casework.record(small.desk, Record(small.carer, "note", {"text": "Second"})).entry
    assert first is not None
    assert second is not None
    async with at_the_desk(small.desk) as hands:
        await hands.open("strike", small.carer, second)
        casework.correct(sana, Correct(small.carer, first, "Wrong case"))
        await hands.press("enter")
        assert hands.place == "conflict"
        assert "Malik, Sana struck" in hands.words
        assert "Wrong case" in hands.words
        await hands.press("r")
        assert hands.place == "today"
    assert all(each.struck for each in reading.case_view(small.desk, small.carer).entries[1:])


async def test_an_open_case_says_what_others_record(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("case", small.carer)
        sana = offices.at(small.desk, offices.TODAY, "Malik, Sana")
        casework.record(sana, Record(small.carer, "note", {"text": "Called them."}))
        hands.app.announce()
        await hands.rest()
        assert "Malik, Sana recorded ‘Add a note’" in hands.message


async def test_a_reader_is_told_that_nothing_can_be_recorded(small: SmallOffice) -> None:
    from sharedlives_tui import office

    office.add_person(small.desk, "Vane, Ivy", [("inspector", offices.BORN, None)])
    inspector = offices.at(small.desk, offices.TODAY, "Vane, Ivy")
    async with at_the_desk(inspector) as hands:
        await hands.open("record", small.carer, "note")
        await hands.type("I was here")
        await hands.press("ctrl+s")
        assert "You can read everything here and record nothing" in hands.words
        assert len(reading.case_view(small.desk, small.carer).entries) == 1


async def test_a_file_that_cannot_be_written_is_said_before_anything_is_typed(small: SmallOffice) -> None:
    small.desk.store.why_read_only = "this account may not write to the file"
    async with at_the_desk(small.desk) as hands:
        await hands.open("case", small.carer)
        for key in ("r", "w", "a", "o", "x", "u", "f", "d"):
            await hands.press(key)
            assert hands.place == "case", key
            assert "open for reading only" in hands.message
        assert "READ ONLY" in hands.text


async def test_a_paper_is_kept_with_the_case(small: SmallOffice, tmp_path: Path) -> None:
    paper = tmp_path / "from-anna.txt"
    paper.write_text("Dear office", encoding="utf-8")
    async with at_the_desk(small.desk) as hands:
        await hands.open("case", small.carer)
        await hands.press("f")
        await hands.type("nowhere.txt")
        await hands.press("ctrl+s")
        assert "No such file" in hands.text
        hands.input().value = str(paper)
        await hands.press("ctrl+s")
        assert "from-anna.txt" in hands.message
        await hands.press(*["tab"] * 5)
        assert "Papers (1)" in hands.text
        assert "from-anna.txt" in hands.text


async def test_a_paper_is_kept_with_one_entry_and_shown_with_it(small: SmallOffice, tmp_path: Path) -> None:
    casework.attach(small.desk, Attach(small.carer, "note.pdf", b"%PDF", 1))
    async with at_the_desk(small.desk) as hands:
        await hands.open("entry", small.carer, 1)
        await hands.press("end")
        assert "note.pdf (4 B)" in hands.text


async def test_what_is_struck_outside_or_late_is_said_in_words(small: SmallOffice) -> None:
    offices.record(small.desk, small.letter, "note", offices.TODAY, text="first")
    async with at_the_desk(small.desk) as hands:
        await hands.open("case", small.letter)
        await hands.press("u", "enter")
        assert "Add a note · struck" in hands.text
        await hands.press("tab", "enter")
        assert "▲ Struck" in hands.text


def test_what_recording_opened_and_ended_is_told_by_name(small: SmallOffice) -> None:
    request = Record(small.carer, "safeguarding-question", {"safeguarding_applies": "no"})
    result = casework.record(small.desk, request)
    words = recorded_words(small.desk, result, reading.case_view(small.desk, small.carer).warnings)
    assert words == "Recorded. Ended: Does safeguarding apply?."


async def test_how_one_knows_is_asked_while_somebody_else_stands_as_who_decided(small: SmallOffice) -> None:
    sana = offices.at(small.desk, offices.TODAY, "Malik, Sana")
    async with at_the_desk(sana, (120, 36)) as hands:
        await hands.open("record", small.carer, "escalate")
        assert "How this is known" not in hands.text
        await hands.type("s")
        await hands.go("reason")
        await hands.type("It is beyond us")
        await hands.go("by")
        await hands.type("Reed, Jo")
        await hands.press("enter")
        assert "How this is known" in hands.text
        await hands.press("ctrl+s")
        assert "2 things to put right" in hands.text
        await hands.go("how_known")
        await hands.type("m")
        await hands.go("how_known_words")
        await hands.type("Team meeting today")
        await hands.press("ctrl+s")
        await hands.rest()
    entry = reading.case_view(small.desk, small.carer).entries[-1]
    assert (entry.step, entry.done_by, entry.recorded_by) == ("escalate", "Reed, Jo", "Malik, Sana")
    assert (entry.values["how_known"], entry.values["how_known_words"]) == ("minutes", "Team meeting today")


async def test_who_was_quicker_again_while_one_read_is_told_so(small: SmallOffice) -> None:
    """The second time may look like the first, as if the key had done nothing."""
    sana = offices.at(small.desk, offices.TODAY, "Malik, Sana")
    async with at_the_desk(small.desk) as hands:
        await hands.open("record", small.carer, "escalate")
        await hands.type("s")
        await hands.go("reason")
        await hands.type("It is beyond us")
        casework.record(sana, Record(small.carer, "note", {"text": "First"}))
        await hands.press("ctrl+s")
        assert "─ Somebody else saved first ─" in hands.text
        casework.record(sana, Record(small.carer, "note", {"text": "Second"}))
        await hands.press("r")
        assert "─ Somebody else saved first again (2) ─" in hands.text
        await hands.press("r")
        assert hands.place == "today"
    assert reading.case_view(small.desk, small.carer).entries[-1].step == "escalate"


async def types_a_note_while_another_is_recorded(hands: Hands, small: SmallOffice, sana: Desk) -> None:
    await hands.open("record", small.carer, "note")
    await hands.type("My words")
    casework.record(sana, Record(small.carer, "note", {"text": "First"}))


async def test_a_note_beside_theirs_is_recorded_whatever_else_they_record_meanwhile(small: SmallOffice) -> None:
    """A note only adds: whoever was shown theirs once is not asked again and again in a busy case."""
    sana = offices.at(small.desk, offices.TODAY, "Malik, Sana")
    async with at_the_desk(small.desk) as hands:
        await types_a_note_while_another_is_recorded(hands, small, sana)
        await hands.press("ctrl+s")
        assert "─ Somebody else saved first ─" in hands.text
        casework.record(sana, Record(small.carer, "note", {"text": "Second"}))
        await hands.press("r")
        assert hands.place == "today"
    told = [each.values.get("text") for each in reading.case_view(small.desk, small.carer).entries]
    assert told[-3:] == ["First", "Second", "My words"]


async def test_a_note_that_went_back_to_its_form_is_asked_about_again(small: SmallOffice) -> None:
    sana = offices.at(small.desk, offices.TODAY, "Malik, Sana")
    async with at_the_desk(small.desk) as hands:
        await types_a_note_while_another_is_recorded(hands, small, sana)
        await hands.press("ctrl+s", "escape")
        casework.record(sana, Record(small.carer, "note", {"text": "Second"}))
        await hands.press("ctrl+s")
        assert "─ Somebody else saved first again (2) ─" in hands.text
