"""Find: as one types, with counts and the words around, and straight to the case, the person, the letter."""

from __future__ import annotations

import time

import pytest

from sharedlives_tui import casework, reading
from sharedlives_tui.finding import Answer, Finder, Group, Hit
from sharedlives_tui.requests import Correct, Record
from sharedlives_tui.screens.find import FindDialog
from sharedlives_tui.screens.find_rows import FoundRows, heading
from sharedlives_tui.search_words import Piece
from sharedlives_tui.widgets.virtual_list import Heading, RowText, VirtualList
from tests.screens import offices
from tests.screens.hands import Hands, at_the_desk
from tests.screens.offices import SmallOffice


async def find(hands: Hands, words: str) -> str:
    await hands.press("slash")
    await hands.type(words)
    assert isinstance(hands.app.screen, FindDialog)
    return hands.text


def note(small: SmallOffice, ref: str, text: str, **more: str) -> int:
    return casework.record(small.desk, Record(ref, "note", {"text": text, **more})).entry


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_groups_have_counts_and_a_case_its_state_in_words(small: SmallOffice, size: tuple[int, int]) -> None:
    for number in range(7):
        note(small, small.call, f"Quill {number} and the kettle")
    async with at_the_desk(small.desk, size) as hands:
        text = await find(hands, "qui")
        assert text.index("PEOPLE (") < text.index("CASES (1)") < text.index("NOTES (")
        assert ", showing 5: keep typing)" in text
        row = next(each for each in text.split("\n") if small.call in each)
        assert "▲" in row
        assert "late" in row
        await hands.type("l 3")
        assert "NOTES (1)" in hands.text
        assert "Quill 3 and the kettle" in hands.text


async def test_enter_on_a_note_opens_its_case_with_the_note_to_be_read(small: SmallOffice) -> None:
    first = note(small, small.call, "The kettle is old")
    note(small, small.call, "Something else")
    async with at_the_desk(small.desk) as hands:
        await find(hands, "kettle")
        await hands.press("enter")
        assert hands.place == "entry"
        assert "The kettle is old" in hands.text
        await hands.press("escape")
        assert hands.place == "case"
        assert hands.app.screen.query_one("#entries", VirtualList).key == f"entry-{first}"
        await hands.press("escape")
        assert hands.place == "today"


async def test_enter_on_a_letter_opens_it(small: SmallOffice) -> None:
    letters = [each for each in reading.case_view(small.desk, small.closed).entries if each.letter]
    if not letters:
        casework.record(
            small.desk, Record(small.letter, "restriction-letter", {"method": "post"}, sent_incomplete=True)
        )
    async with at_the_desk(small.desk) as hands:
        text = await find(hands, "dear")
        assert "LETTERS (" in text
        await hands.press("enter")
        assert hands.place == "entry"
        assert "The letter as it left" in hands.text


async def test_a_note_with_markup_is_shown_as_it_stands(small: SmallOffice) -> None:
    note(small, small.call, "[bold]kettle[/nope] [@click=app.quit]x[/] {{ 1 }} \x1b[31m")
    async with at_the_desk(small.desk, (120, 36)) as hands:
        assert "[bold]kettle[/nope] [@click=app.quit]x[/] {{ 1 }}" in await find(hands, "kettle")


async def test_what_is_struck_and_what_is_private_is_not_there(small: SmallOffice) -> None:
    number = note(small, small.call, "The kettle")
    casework.correct(small.desk, Correct(small.call, number, "Not so"))
    note(small, small.call, "My aardvark", side="private")
    async with at_the_desk(small.desk) as hands:
        assert "Nothing matches ‘kettle’. Try fewer letters." in await find(hands, "kettle")
        await hands.press("escape")
        assert "My aardvark" in await find(hands, "aardvark")
    other = offices.at(small.desk, offices.TODAY, "Malik, Sana")
    async with at_the_desk(other) as hands:
        assert "Nothing matches ‘aardvark’" in await find(hands, "aardvark")


async def test_a_name_with_a_slip_is_suggested_and_its_case_too(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        text = await find(hands, "kowlaski")
        assert "PEOPLE WITH NEARLY THIS NAME" in text
        assert "Kowalski" in text
        assert small.carer in text
        await hands.press("enter")
        assert hands.place == "case"
        assert small.carer in hands.text


async def test_an_older_answer_never_takes_the_place_of_a_newer_one(
    small: SmallOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = Answer("qu", (Group("people", (Hit("person", "P-99", "An older answer"),), 1),))
    plain = Finder.look

    def slow(self: Finder, typed: str, *more: object, **named: object) -> Answer:
        if typed == "qu":
            time.sleep(0.4)
            return late
        return plain(self, typed)

    monkeypatch.setattr(Finder, "look", slow)
    async with at_the_desk(small.desk) as hands:
        await hands.press("slash")
        await hands.pilot.press("q", "u")
        await hands.pilot.pause(0.2)
        await hands.pilot.press("i")
        await hands.wait_a_bit(0.8)
        assert small.call in hands.text
        hands.app.screen.post_message(FindDialog.Looked(late))
        await hands.rest()
        assert "An older answer" not in hands.text
        assert small.call in hands.text


async def test_the_mouse_opens_what_was_found(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await find(hands, "cole")
        found = hands.app.screen.query_one("#found", VirtualList)
        assert found.highlighted is not None
        await hands.pilot.click(found, offset=(5, found.highlighted))
        await hands.rest()
        assert hands.place in ("person", "case")


async def test_typing_goes_on_in_the_field_whatever_was_pressed_or_clicked(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await find(hands, "zz")
        await hands.press("tab")
        await hands.pilot.click("#found")
        await hands.type("qq")
        assert hands.input().value == "zzqq"


async def test_leaving_lets_the_file_go(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await find(hands, "qui")
        screen = hands.app.screen
        assert isinstance(screen, FindDialog)
        looking = screen._finder
        assert looking is not None
        await hands.press("escape")
        with pytest.raises(Exception, match="left for a later one"):
            looking.look("qui")


def test_rows_are_laid_out_for_their_width_and_headings_say_what_to_do() -> None:
    pieces = (Piece("the ", False), Piece("kettle", True), Piece(" works", False))
    hits = (Hit("letter", "CO-0012", "Zoë Bell", "Acknowledge", 3, offices.TODAY, pieces),)
    rows = FoundRows(Answer("kettle", (Group("letters", hits, 200, more=True),)), offices.TODAY)
    assert rows.row(0, 60) == Heading("LETTERS (more than 200, showing 1: keep typing)")
    narrow, wide = rows.row(1, 60), rows.row(1, 96)
    assert isinstance(narrow, RowText)
    assert isinstance(wide, RowText)
    assert "".join(words for words, _ in narrow.parts).endswith("Zoë Bell     the kettle works")
    assert ("kettle", "$key bold") in narrow.parts
    assert any(words.startswith("Tue 24 Nov") for words, _ in wide.parts)
    far = Hit(
        "note", "CO-0012", "Zoë Bell", "Note", 3, offices.TODAY, (Piece("word " * 14, False), Piece("kettle", True))
    )
    row = FoundRows(Answer("kettle", (Group("notes", (far,), 1),)), offices.TODAY).row(1, 60)
    assert isinstance(row, RowText)
    assert "".join(words for words, _ in row.parts).endswith("Zoë Bell     …word word kettle")
    assert heading(Group("people", (), 3)) == "PEOPLE (3, showing 0: keep typing)"
    assert rows.first == "case CO-0012 3"
    assert FoundRows().first is None


async def test_the_footer_of_find_says_what_enter_does_and_f1_explains(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.press("slash")
        foot = hands.text.split("\n")[-1]
        assert foot.split() == ["Enter", "Open", "Esc", "Back", "F1", "Help"]
        await hands.type("?k")
        assert hands.input().value == "?k", "letters and signs are words here"
        await hands.press("f1")
        assert hands.place == "help"
        assert "a slip is forgiven" in hands.text
        assert " k " not in hands.text
        assert "Go to Today" not in hands.text, "only what works in the dialog"
        await hands.press("escape")
        assert hands.place == "find"
        assert hands.input().value == "?k"


@pytest.mark.parametrize("place", ["filter", "outlook", "confirm"])
async def test_f1_helps_in_every_dialog(small: SmallOffice, place: str) -> None:
    async with at_the_desk(small.desk) as hands:
        if place == "filter":
            await hands.press("2", "f")
        elif place == "outlook":
            await hands.press("3", "e")
        else:
            await hands.open("waiting")
        assert "F1 Help" in hands.text.split("\n")[-1] or "? Help" in hands.text.split("\n")[-1]
        await hands.press("f1")
        await hands.rest()
        about = {
            "filter": "What is left empty narrows nothing",
            "outlook": "names are left out unless you choose them",
            "confirm": "longest",
        }
        assert about[place] in " ".join(hands.words.replace("│", " ").split())
