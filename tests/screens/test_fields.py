from __future__ import annotations

import pytest
from textual.widgets import Input, TextArea

from sharedlives_tui.calendars import load_calendar
from sharedlives_tui.cleaning import LONGEST_TEXT
from sharedlives_tui.widgets.choices import Choice, Choices, Done, Edited, YesNo
from sharedlives_tui.widgets.fields import DayField, LineField, TextField
from sharedlives_tui.widgets.people import PersonField
from tests.screens.stage import TODAY, drawn, running, search

METHODS = ("post", "email", "by hand")


async def test_choosing_by_arrow_by_letter_and_by_mouse() -> None:
    async with running(lambda: Choice(METHODS)) as (app, field, pilot):
        field.focus()
        await pilot.pause()
        assert field.value == ""
        assert "( ) post   ( ) email   ( ) by hand" in drawn(app)
        await pilot.press("right")
        assert field.value == "post"
        await pilot.press("right")
        assert field.value == "email"
        assert "( ) post   (•) email   ( ) by hand" in drawn(app)
        await pilot.press("b")
        assert field.value == "by hand"
        await pilot.press("right")
        assert field.value == "post"
        await pilot.press("left")
        assert field.value == "by hand"
        await pilot.click(field, offset=(12, 0))
        assert field.value == "email"
        await pilot.press("enter")
        await pilot.pause()
        assert app.count(Done) == 1
        assert app.count(Edited) == 6


async def test_a_letter_in_a_choice_is_no_key_of_the_screen() -> None:
    async with running(lambda: Choice(METHODS, "post")) as (app, field, pilot):
        pressed: list[str] = []
        app._bindings.bind("z,question_mark", "app.note", "Note")
        app.action_note = lambda: pressed.append("pressed")  # type: ignore[attr-defined]
        field.focus()
        await pilot.press("z", "9")
        assert pressed == []
        assert field.value == "post"
        await pilot.press("question_mark")
        assert pressed == ["pressed"]


async def test_many_choices_go_on_in_the_next_line() -> None:
    async with running(
        lambda: Choice([f"choice number {number}" for number in range(12)], "choice number 7"), size=(60, 24)
    ) as (app, field, pilot):
        await pilot.pause()
        assert field.size.height == 6
        assert "(•) choice number 7" in drawn(app)
        field.focus()
        await pilot.press("down")
        assert field.value == "choice number 8"


async def test_a_value_that_is_no_choice_chooses_nothing() -> None:
    async with running(lambda: Choice(METHODS, "pigeon")) as (_, field, pilot):
        await pilot.pause()
        assert field.value == ""
        field.value = "email"
        assert field.value == "email"


async def test_yes_or_no() -> None:
    async with running(lambda: YesNo("no")) as (app, field, pilot):
        field.focus()
        await pilot.pause()
        assert "( ) Yes   (•) No" in drawn(app)
        await pilot.press("y")
        assert field.value == "yes"


async def test_ticking_several() -> None:
    async with running(lambda: Choices(("service", "person", "arrangement"), ("person",))) as (app, field, pilot):
        field.focus()
        await pilot.pause()
        assert "[ ] service   [x] person   [ ] arrangement" in drawn(app)
        await pilot.press("space", "a", "space")
        assert field.value == ("service", "person", "arrangement")
        await pilot.press("p", "space")
        assert field.value == ("service", "arrangement")


async def test_a_line_is_cleaned_and_enter_is_done() -> None:
    async with running(lambda: LineField("  two \n lines\x1b[31m ")) as (app, field, pilot):
        assert field.value == "two lines[31m"
        field.query_one(Input).focus()
        await pilot.press("enter")
        await pilot.pause()
        assert app.count(Done) == 1


async def test_a_number_takes_digits_only() -> None:
    async with running(lambda: LineField(number=True)) as (_, field, pilot):
        field.query_one(Input).focus()
        await pilot.press("1", "x", "2", "-")
        assert field.value == "12"


async def test_lines_are_a_tuple_one_for_each_line() -> None:
    async with running(lambda: TextField(("One point", "Another"), lines=True)) as (_, field, pilot):
        field.query_one(TextArea).focus()
        await pilot.press("down", "end", "ctrl+j", "ctrl+j", "a", "b")
        assert field.value == ("One point", "Another", "ab")


async def test_text_takes_no_more_than_the_office_keeps() -> None:
    async with running(lambda: TextField("x" * (LONGEST_TEXT - 3))) as (_, field, pilot):
        area = field.query_one(TextArea)
        area.focus()
        area.insert("abcdef", (0, 0))
        await pilot.press("z")
        await pilot.pause()
        assert len(area.text) == LONGEST_TEXT
        assert area.text.startswith("abc")


@pytest.mark.parametrize(
    ("typed", "value", "said"),
    [
        ("22/12/2026", "2026-12-22", "Tuesday 22 December 2026"),
        ("25 dec", "2026-12-25", "Not a working day: Christmas Day"),
        ("tomorrow", "2026-11-25", "Wednesday 25 November 2026"),
        ("+10 working", "2026-12-08", "Tuesday 8 December 2026"),
        ("sat", "2026-11-28", "Not a working day: Saturday"),
        ("31/2/26", "31/2/26", "There is no 31 February 2026"),
        ("soon", "soon", "Enter a date, like 25/12/26"),
    ],
)
async def test_a_day_is_said_as_it_was_understood(typed: str, value: str, said: str) -> None:
    async with running(lambda: DayField(TODAY, load_calendar("england")), size=(100, 24)) as (app, field, pilot):
        field.query_one(Input).focus()
        await pilot.press(*({" ": "space", "/": "slash", "+": "plus"}.get(each, each) for each in typed))
        await pilot.pause()
        assert field.value == value
        assert said in drawn(app)
        assert bool(field.problem()) is (value == typed)


async def test_a_known_day_stands_as_one_types_it() -> None:
    async with running(lambda: DayField(TODAY, load_calendar("england"), "2026-12-22"), size=(110, 24)) as (
        app,
        field,
        pilot,
    ):
        await pilot.pause()
        assert "22/12/2026" in drawn(app)
        assert "● Tuesday 22 December 2026, 28 days from today." in drawn(app)
        field.value = TODAY.isoformat()
        await pilot.pause()
        assert field.query_one(Input).value == "today"
        assert field.value == "2026-11-24"
        field.value = ""
        assert (field.value, field.problem()) == ("", "")


async def test_three_letters_and_enter_name_somebody() -> None:
    async with running(lambda: PersonField(search)) as (app, field, pilot):
        field.query_one(Input).focus()
        await pilot.press("n", "a", "i")
        await pilot.pause()
        assert "> Nair, Priya  officer" in drawn(app)
        await pilot.press("enter")
        await pilot.pause()
        assert field.value == "P-2"
        assert field.query_one(Input).value == "Nair, Priya"
        assert app.count(Done) == 1
        await pilot.press("end", "backspace")
        assert field.value == "Nair, Priy"
        assert "Nobody in the office's list is called Nair, Priy" in field.problem()


async def test_several_people_known_and_new() -> None:
    async with running(lambda: PersonField(search, ("P-1",), many=True, adds=True, others=("the service",))) as (
        app,
        field,
        pilot,
    ):
        field.query_one(Input).focus()
        await pilot.pause()
        assert "Reed, Jo  registered manager" in drawn(app)
        await pilot.press(*"adeye")
        await pilot.pause()
        assert "add as a new person" in drawn(app)
        await pilot.press("down", "enter", *"serv", "enter", *"Zed", "enter", "enter")
        await pilot.pause()
        assert field.value == ("P-1", "P-4", "the service", "Zed")
        assert "Zed  new" in drawn(app)
        await pilot.press("backspace")
        assert field.value == ("P-1", "P-4", "the service")


async def test_a_name_that_is_nobodys_is_asked_about_and_added_once() -> None:
    async with running(lambda: PersonField(search, many=True, adds=True)) as (app, field, pilot):
        line = field.query_one(Input)
        line.focus()
        await pilot.press(*"Zed", "enter")
        await pilot.pause()
        assert "> Zed  not in the list yet: Enter adds them" in drawn(app)
        assert line.value == "Zed"
        await pilot.press("enter")
        await pilot.pause()
        assert "Zed  new" in drawn(app)
        assert "another name; Backspace takes one out" in drawn(app)
        await pilot.press(*"zed", "enter", "enter")
        await pilot.pause()
        assert field.value == ("Zed",)
        assert drawn(app).count("Zed") == 1
        await pilot.press("backspace")
        assert field.value == ()


async def test_enter_on_a_name_that_cannot_be_added_says_so_and_stays() -> None:
    async with running(lambda: PersonField(search, many=True)) as (app, field, pilot):
        field.query_one(Input).focus()
        for _ in range(3):
            await pilot.press("enter") if field.value else await pilot.press(*"Zed", "enter")
        await pilot.pause()
        assert app.count(Done) == 0
        assert drawn(app).count("Nobody in the office's list is called Zed") == 1
        await pilot.press("escape", "backspace", "backspace", "backspace", "enter")
        await pilot.pause()
        assert app.count(Done) == 1


async def test_keys_that_come_in_one_burst_take_whom_they_name() -> None:
    async with running(lambda: PersonField(search)) as (_, field, pilot):
        line = field.query_one(Input)
        line.focus()
        await pilot.pause()
        line.value = "nai"
        field._enter()  # before the line could tell that it has changed
        await pilot.pause()
        assert field.value == "P-2"


async def test_a_name_typed_in_full_needs_no_choosing() -> None:
    async with running(lambda: PersonField(search, many=True), lambda: Choice(METHODS)) as (_, field, pilot):
        field.query_one(Input).focus()
        await pilot.press(*"reed", "comma", "space", *"jo")
        assert field.value == ("P-1",)
        await pilot.press("tab")
        await pilot.pause()
        assert field.value == ("P-1",)
        assert field.problem() == ""


async def test_escape_closes_the_list_and_keeps_what_was_typed() -> None:
    async with running(lambda: PersonField(search)) as (app, field, pilot):
        field.query_one(Input).focus()
        await pilot.press("a", "d", "escape")
        await pilot.pause()
        assert "Adeyemi" not in drawn(app)
        assert field.value == "ad"


async def test_names_that_were_recorded_stand_again() -> None:
    async with running(lambda: PersonField(search, "P-3")) as (_, field, pilot):
        await pilot.pause()
        assert field.query_one(Input).value == "Adeyemi, Tola"
        assert field.value == "P-3"
        field.value = "Somebody Else"
        assert field.value == "Somebody Else"
