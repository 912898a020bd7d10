"""What is pasted into a field: as much is taken as fits, on one line where there is one, and the rest is told."""

from __future__ import annotations

import pytest
from textual.events import Paste
from textual.widget import Widget
from textual.widgets import Input, TextArea
from textual.widgets.input import Selection

from sharedlives_tui import casework, reading
from sharedlives_tui.cleaning import LONGEST_LINE, LONGEST_TEXT
from sharedlives_tui.requests import Record
from sharedlives_tui.screens.find import LONGEST as LONGEST_SEARCH
from sharedlives_tui.widgets.fields import CappedText, LineField, TextField
from sharedlives_tui.widgets.one_line import LeftOut
from tests.screens.hands import Hands, at_the_desk
from tests.screens.offices import SmallOffice
from tests.screens.stage import running

LINES = "first line\r\nsecond [b]line[/b]\n\n\tthird\x1b[31m\n"
ON_ONE_LINE = "first line second [b]line[/b] third[31m"
REST = "taken; the rest did not fit."


async def paste(hands: Hands, into: Widget, words: str) -> None:
    into.focus()
    await hands.pilot.pause()
    hands.app.post_message(Paste(words))
    await hands.rest()


def told(hands: Hands) -> str:
    """What is said under the fields of what did not fit; all of it can be seen."""
    screen = hands.app.screen
    shown = [each for each in screen.query(".left-out") if each.display]
    assert all(screen.find_widget(each).visible_region.height == each.region.height > 0 for each in shown)
    return " ".join(str(each.render()) for each in shown)


async def correcting(hands: Hands, small: SmallOffice) -> Input:
    """Open Correct on a note, and return the line of its reason."""
    note = casework.record(small.desk, Record(small.call, "note", {"text": "The kettle is old"})).entry
    await hands.open("correct", small.call, note)
    return hands.input()


@pytest.mark.parametrize("length", [1, LONGEST_LINE - 1, LONGEST_LINE])
async def test_what_fits_a_line_is_taken_whole_and_nothing_is_said(small: SmallOffice, length: int) -> None:
    async with at_the_desk(small.desk) as hands:
        line = await correcting(hands, small)
        await paste(hands, line, "x" * length)
        assert line.value == "x" * length
        assert told(hands) == ""


@pytest.mark.parametrize("length", [LONGEST_LINE + 1, 1_500, 100_000])
async def test_of_what_is_too_long_for_a_line_as_much_as_fits_is_taken_and_the_rest_is_told(
    small: SmallOffice, length: int
) -> None:
    async with at_the_desk(small.desk) as hands:
        line = await correcting(hands, small)
        await paste(hands, line, "x" * length)
        assert line.value == "x" * LONGEST_LINE
        assert f"▲ The first 1,000 characters were {REST}" in told(hands)
        assert "a note or a file of the case" in told(hands)
        await hands.press("x")
        assert line.value == "x" * LONGEST_LINE
        assert "▲ It is full: 1,000 characters fit, and nothing more was taken." in told(hands)
        await hands.press("backspace")
        assert len(line.value) == LONGEST_LINE - 1
        assert told(hands) == "", "what was said is taken away once something else stands there"


async def test_lines_are_joined_by_one_blank_and_stand_so_in_the_journal(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        line = await correcting(hands, small)
        await paste(hands, line, LINES)
        assert line.value == ON_ONE_LINE
        assert told(hands) == ""
        await hands.go("text")
        await hands.press("z", "ctrl+s")
        assert hands.place == "today"
    struck = [each for each in reading.case_view(small.desk, small.call).entries if each.struck]
    assert [each.struck_reason for each in struck] == [ON_ONE_LINE]


async def test_a_paste_stands_at_the_cursor_and_in_the_place_of_what_is_selected() -> None:
    async with running(lambda: LineField("one three four")) as (app, field, pilot):
        line = field.query_one(Input)
        line.focus()
        await pilot.pause()
        line.cursor_position = 4
        app.post_message(Paste("two\n"))
        await pilot.pause()
        assert line.value == "one twothree four"
        assert line.cursor_position == 7
        line.selection = Selection(12, 4)
        app.post_message(Paste("2 and\n3"))
        await pilot.pause()
        assert line.value == "one 2 and 3 four"
        app.copy_to_clipboard("y\nz")
        line.selection = Selection(0, len(line.value))
        await pilot.press("ctrl+v")
        assert line.value == "y z", "the toolkit's own way to paste is the same one"
        line.select_all()
        app.post_message(Paste("x" * (LONGEST_LINE + 1)))
        await pilot.pause()
        assert len(line.value) == LONGEST_LINE, "what is selected makes room"
        app.post_message(Paste("\n\n"))
        await pilot.pause()
        assert len(line.value) == LONGEST_LINE
        assert app.count(LeftOut) == 1
        line.cursor_position = 0
        line.delete(0, 1)
        app.post_message(Paste("ab"))
        await pilot.pause()
        assert line.value[:2] == "ax"
        assert "The first character was taken" in [each for each in app.heard if isinstance(each, LeftOut)][-1].words


async def test_a_text_that_is_often_used_is_put_in_as_far_as_it_fits() -> None:
    async with running(lambda: LineField("x" * (LONGEST_LINE - 2))) as (app, field, pilot):
        field.put_in("ab\ncd")
        await pilot.pause()
        assert str(field.value).endswith("xab")
        assert app.count(LeftOut) == 1


async def test_a_number_takes_digits_alone_and_says_so() -> None:
    async with running(lambda: LineField(number=True)) as (app, field, pilot):
        line = field.query_one(Input)
        line.focus()
        await pilot.pause()
        app.post_message(Paste(" 12\n"))
        await pilot.pause()
        assert field.value == "12"
        assert app.count(LeftOut) == 0
        app.post_message(Paste("3 people"))
        await pilot.pause()
        assert field.value == "12"
        told = [each.words for each in app.heard if isinstance(each, LeftOut)]
        assert told[0].startswith("Nothing was taken: only a whole number")


async def test_a_person_field_takes_what_fits_and_tells_the_rest(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("new", "complaint")
        await hands.go("complainant")
        line = hands.app.focused
        assert isinstance(line, Input)
        await paste(hands, line, "Leon\nBright")
        assert line.value == "Leon Bright"
        line.select_all()
        await paste(hands, line, "y" * 1_500)
        assert line.value == "y" * LONGEST_LINE
        assert f"▲ The first 1,000 characters were {REST} Write the name alone." in told(hands)


async def test_find_looks_for_what_fits_and_says_that_it_is_not_all(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("find")
        line = hands.input()
        await paste(hands, line, "Bright,\nLeon\n")
        assert line.value == "Bright, Leon"
        assert hands.message == ""
        assert "PEOPLE (1)" in hands.text
        line.select_all()
        await paste(hands, line, "z" * 1_500)
        assert line.value == "z" * LONGEST_SEARCH
        assert f"The first 200 characters were {REST}" in hands.message, "the answer does not take it away"
        assert "A name, a reference or a few words find it." in hands.words
        await hands.press("backspace")
        assert hands.message == ""


async def test_a_text_area_says_that_it_was_cut(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("record", small.call, "note")
        await hands.go("text")
        area = hands.app.focused
        assert isinstance(area, TextArea)
        await paste(hands, area, "w" * 120_000)
        assert area.text == "w" * LONGEST_TEXT
        assert f"▲ The first 100,000 characters were {REST}" in told(hands)
        assert "to the case as a file" in told(hands)
        await hands.press("backspace")
        assert told(hands) == ""


async def test_a_text_area_keeps_what_fits_without_a_word() -> None:
    async with running(TextField) as (app, field, pilot):
        area = field.query_one(TextArea)
        area.focus()
        await pilot.pause()
        app.post_message(Paste("w" * LONGEST_TEXT))
        await pilot.pause()
        assert len(area.text) == LONGEST_TEXT
        assert app.count(LeftOut) == 0
        await pilot.press("w")
        assert len(area.text) == LONGEST_TEXT
        assert app.count(LeftOut) == 1


@pytest.mark.parametrize("lines", [2, 5, 40])
async def test_what_was_pasted_is_undone_and_done_again_however_many_lines_it_has(
    small: SmallOffice, lines: int
) -> None:
    """The text is shorter before the cursor is: a bar beside it that goes away in that moment ended the program."""
    whole = "\n".join(f"line {number}" for number in range(lines))
    async with at_the_desk(small.desk) as hands:
        await hands.open("record", small.call, "note")
        area = hands.app.screen.query(TextArea).first()
        await paste(hands, area, whole)
        await hands.press("ctrl+z")
        assert area.text == ""
        await hands.press("ctrl+y")
        assert area.text == whole
        await hands.press("ctrl+z", "a")
        assert area.text == "a"


async def test_undoing_where_a_bar_comes_and_goes_ends_nothing() -> None:
    async with running(lambda: CappedText(compact=True, soft_wrap=True)) as (_, area, pilot):
        area.styles.height = 3
        area.focus()
        for lines in (1, 2, 3, 4, 5):
            area.post_message(Paste("one line of it\n" * lines))
            await pilot.pause()
            await pilot.press("up", "ctrl+j", *["ctrl+z"] * 3, "ctrl+y", *["ctrl+z"] * 3)
            assert area.text == ""
