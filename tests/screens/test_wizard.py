"""The wizard: ticks while one types, the real letter, what can and cannot be recorded as sent, the Word document."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document

from sharedlives_tui import office, reading
from sharedlives_tui.widgets.form import FieldRow
from tests.screens import offices
from tests.screens.hands import Hands, at_the_desk
from tests.screens.offices import SmallOffice


async def fill(hands: Hands, *answers: str) -> None:
    """Type answers into the fields, one after the other."""
    for answer in answers:
        await hands.type(answer)
        await hands.press("tab")
    await hands.rest()


async def test_the_ticks_follow_what_is_typed(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("wizard", small.carer, "acknowledge")
        assert "1 of 4" in hands.text
        await fill(hands, "Sana Malik")
        assert "2 of 4, 2 things missing" in hands.text
        await fill(hands, "An advocate", "Four weeks")
        assert "4 of 4, nothing missing" in hands.text


@pytest.mark.rule("NT-04")
async def test_what_is_missing_stops_at_the_checklist_and_the_letter_can_still_be_read(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("wizard", small.carer, "acknowledge")
        await fill(hands, "Sana Malik")
        await hands.press("ctrl+n")
        assert "[2 Checklist]" in hands.text
        assert "✗" in hands.text
        await hands.press("ctrl+n")
        assert "[3 Preview]" in hands.text
        await hands.press("end")
        assert "not written yet" in hands.text or "Yours sincerely" in hands.text


async def test_ctrl_s_records_in_the_last_part_only(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("wizard", small.letter, "restriction-letter")
        for _ in range(2):
            await hands.press("ctrl+s")
            assert hands.place == "wizard"
            assert len(reading.case_view(small.desk, small.letter).entries) == 2
            await hands.press("ctrl+n")
        assert "Ctrl+S" in hands.text
        await hands.press("ctrl+s")
        assert len(reading.case_view(small.desk, small.letter).entries) == 3


async def test_enter_never_records(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("wizard", small.letter, "restriction-letter", "last")
        await hands.press(*["enter"] * 8)
        assert hands.place == "wizard"
        assert len(reading.case_view(small.desk, small.letter).entries) == 2


async def test_escape_goes_back_part_by_part(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("wizard", small.letter, "restriction-letter")
        await hands.press("ctrl+n", "ctrl+n")
        for part in ("[3 Preview]", "[1 Facts]"):
            await hands.press("escape")
            assert part in hands.text
        await hands.press("escape")
        assert hands.place == "today"


async def test_an_incomplete_letter_is_not_recorded_as_sent(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("wizard", small.carer, "acknowledge")
        await hands.press("ctrl+n", "ctrl+n", "ctrl+n")
        assert "It lacks:" in hands.text
        await hands.press("ctrl+s")
        assert hands.place == "wizard"
        assert "The letter lacks" in hands.words
        assert len(reading.case_view(small.desk, small.carer).entries) == 1


async def test_one_that_left_incomplete_is_recorded_as_that_and_the_step_stays_open(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("case", small.carer)
        await hands.press("w", "ctrl+n", "ctrl+n", "ctrl+n")
        await hands.go("left_incomplete")
        await hands.type("y")
        assert "It left without:" in hands.text
        assert "Record as sent, incomplete" in hands.text
        await hands.press("ctrl+s")
        assert hands.place == "case"
        assert "left without" in hands.text
        assert "Acknowledge in writing" in hands.text.partition("What to do next")[2].partition("Why")[0]
    entry = reading.case_view(small.desk, small.carer).entries[-1]
    assert set(entry.incomplete) == {"handler", "support", "timescales"}


async def test_a_letter_sent_outside_is_ticked_and_kept_as_it_was(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("case", small.carer)
        await hands.press("r")
        assert hands.place == "ask"
        assert "3 things missing" in hands.text
        await hands.press("o")
        for _ in range(4):
            await hands.press("space", "right")
        assert "nothing missing" in hands.text
        await hands.press("tab")
        await hands.type("Dear Anna, we have it.")
        await hands.press("ctrl+n", "ctrl+s")
        assert hands.place == "case"
    entry = reading.case_view(small.desk, small.carer).entries[-1]
    assert (entry.step, entry.letter) == ("acknowledge", "Dear Anna, we have it.")
    assert not entry.incomplete


async def test_a_letter_sent_outside_without_its_contents_is_refused(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("wizard", small.carer, "acknowledge", "outside")
        await hands.press("ctrl+n", "ctrl+s")
        assert hands.place == "wizard"
        assert "The letter lacks" in hands.words


async def test_the_file_of_a_letter_sent_outside_is_kept_with_its_entry(small: SmallOffice, tmp_path: Path) -> None:
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"%PDF-1.7")
    async with at_the_desk(small.desk) as hands:
        await hands.open("wizard", small.carer, "acknowledge", "outside")
        for _ in range(4):
            await hands.press("space", "right")
        await hands.press("tab", "tab")
        await hands.type(str(tmp_path / "gone.pdf"))
        await hands.press("ctrl+n", "ctrl+s")
        assert "There is no file" in hands.text
        hands.input(0).value = str(scan)
        await hands.press("ctrl+n", "ctrl+s")
    case = reading.case_view(small.desk, small.carer)
    assert [each.name for each in case.attachments] == ["scan.pdf"]
    assert case.attachments[0].entry == case.entries[-1].id


async def test_the_letter_is_saved_as_word_and_never_over_another(small: SmallOffice, own_surroundings: Path) -> None:
    documents = own_surroundings / "Documents"
    documents.mkdir()
    async with at_the_desk(small.desk) as hands:
        await hands.open("wizard", small.letter, "restriction-letter")
        await hands.press("f2")
        assert "Saved as" in hands.message
        await hands.press("f2")
    names = sorted(each.name for each in documents.iterdir())
    assert len(names) == 2
    assert names[1].endswith(".docx")
    text = "\n".join(each.text for each in Document(str(documents / names[0])).paragraphs)
    assert "Letters only" in text
    assert "PRACTICE" in text


async def test_a_letter_that_left_can_be_saved_as_word_from_its_entry(
    small: SmallOffice, own_surroundings: Path
) -> None:
    (own_surroundings / "Documents").mkdir()
    async with at_the_desk(small.desk) as hands:
        await hands.open("wizard", small.letter, "restriction-letter", "last")
        await hands.press("ctrl+s")
        await hands.open("entry", small.letter, 3)
        await hands.press("f2")
        assert "Saved as" in hands.message
    (saved,) = (own_surroundings / "Documents").iterdir()
    assert any("Letters only" in each.text for each in Document(str(saved)).paragraphs)


async def test_text_from_people_is_shown_as_it_stands(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("entry", small.hostile, 1)
        assert "[red]not markup[/red] [@click=app.quit]x[/]" in hands.words
        await hands.press("escape")
        await hands.open("wizard", small.hostile, "acknowledge")
        await fill(hands, "[red]{{ 7*7 }}[/nope]")
        await hands.press("ctrl+n", "ctrl+n", "pagedown")
        assert "[red]{{ 7*7 }}[/nope]" in hands.text
        assert "\x1b" not in hands.text


async def test_a_step_without_a_letter_says_so(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("case", small.call)
        await hands.press("w")
        assert "needs no letter" in hands.message


async def test_who_signs_it_is_asked_before_the_letter_is_shown(small: SmallOffice) -> None:
    care = offices.at(small.desk, offices.TODAY, "Cole, Casey")
    async with at_the_desk(care) as hands:
        await hands.open("wizard", small.letter, "restriction-letter", "last")
        assert "[1 Facts]" in hands.text, "the last part is not for a letter that nobody signs"
        assert hands.app.focused in [
            *next(each for each in hands.app.screen.query(FieldRow) if each.view.name == "by").query("*")
        ]
        await hands.press("ctrl+n")
        assert "[1 Facts]" in hands.text
        assert "Name somebody: who signs it" in hands.text
        assert "1 thing to put right." in hands.message
        await hands.type("reed")
        await hands.press("enter", "ctrl+n")
        assert "[3 Preview]" in hands.text
        assert len(reading.case_view(small.desk, small.letter).entries) == 2


async def test_a_number_that_is_nobodys_where_a_name_belongs_is_said_at_the_field(small: SmallOffice) -> None:
    """The letter beside the fields is written as one types: what it cannot be written with ends nothing."""
    care = offices.at(small.desk, offices.TODAY, "Cole, Casey")
    async with at_the_desk(care) as hands:
        await hands.open("wizard", small.letter, "restriction-letter", "last")
        await hands.type("P-99999999999999999999")
        assert hands.app.return_code is None
        await hands.press("ctrl+n")
        assert "[1 Facts]" in hands.text
        assert "P-99999999999999999999" in hands.text
        assert "1 thing to put right." in hands.message


@pytest.mark.rule("NT-04")
async def test_the_letter_that_is_kept_is_the_one_that_was_shown(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("wizard", small.letter, "restriction-letter")
        await hands.go("by")
        await hands.press("ctrl+u")
        await hands.type("malik")
        await hands.press("enter", "ctrl+n")
        shown = hands.app.screen.view.text  # type: ignore[attr-defined]
        await hands.press("end")
        assert "Sana Malik" in hands.text
        await hands.press("ctrl+n")
        assert "Signed by: Malik, Sana" in hands.text
        await hands.press("ctrl+s")
    entry = reading.case_view(small.desk, small.letter).entries[-1]
    assert entry.letter == shown
    assert entry.done_by == "Malik, Sana"


async def test_what_changes_the_letter_after_it_was_shown_is_said_and_shown_again(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("wizard", small.letter, "restriction-letter")
        await hands.press("ctrl+n", "ctrl+n")
        assert "The letter has changed" not in hands.text
        await hands.go("on")
        await hands.type("23/11/26")
        assert "The letter has changed with this: Esc shows it." in hands.text
        await hands.press("escape")
        assert "Monday 23 November 2026" in hands.text
        shown = hands.app.screen.view.text  # type: ignore[attr-defined]
        await hands.press("ctrl+n")
        assert "The letter has changed" not in hands.text
        await hands.press("ctrl+s")
    assert reading.case_view(small.desk, small.letter).entries[-1].letter == shown


async def test_typing_begins_in_the_first_empty_field(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("wizard", small.carer, "acknowledge")
        assert hands.app.focused is hands.input(0)
        await fill(hands, "Sana Malik")
        await hands.press("escape")
        await hands.open("wizard", small.carer, "acknowledge")
        assert hands.app.focused is hands.input(1)


async def test_shift_tab_stays_in_the_first_field(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        for name, act in (("wizard", "acknowledge"), ("record", "safeguarding-question")):
            await hands.open(name, small.carer, act)
            first = hands.app.focused
            await hands.press("shift+tab", "shift+tab")
            assert hands.app.focused is first
            await hands.press("tab", "shift+tab")
            assert hands.app.focused is first
            await hands.press("escape")


async def test_a_contact_that_the_office_lacks_is_told_with_the_way_to_it(small: SmallOffice) -> None:
    office.set_contact(small.desk, "customer care", "")
    async with at_the_desk(small.desk, (80, 36)) as hands:
        await hands.open("wizard", small.carer, "respond")
        await hands.press("ctrl+n")
        assert "Our office lacks the contact of customer care: 4 People, o Our office" in hands.words
        assert "sharedlives" not in hands.words
        await hands.press("ctrl+n", "ctrl+n", "ctrl+s")
        refusal = hands.words.partition("The letter lacks")[2]
        assert "sharedlives" not in refusal
