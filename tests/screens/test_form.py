from __future__ import annotations

from textual.widgets import Input

from sharedlives_tui.caseviews import StageView, Tick
from sharedlives_tui.requests import Problem
from sharedlives_tui.widgets import form as form_module
from sharedlives_tui.widgets.choices import Choice, Choices, YesNo
from sharedlives_tui.widgets.fields import DayField, LineField, TextField
from sharedlives_tui.widgets.form import Form, make_part
from sharedlives_tui.widgets.people import PersonField
from sharedlives_tui.widgets.stage_track import track
from sharedlives_tui.widgets.ticks import one_each, one_line
from tests.screens.stage import around, drawn, field, running

FIELDS = (
    field("who", "people", required=True, adds_people=True, help="One name or several."),
    field("on", "date", required=True),
    field("how", "choice", choices=("post", "email"), default="post"),
    field("note", "long text"),
)


def test_every_kind_of_field_has_its_part() -> None:
    made = {
        kind: type(make_part(field("x", kind), "", around()))
        for kind in (
            "text",
            "number",
            "reference",
            "long text",
            "lines",
            "answers",
            "date",
            "yes/no",
            "person",
            "people",
        )
    }
    assert made == {
        "text": LineField, "number": LineField, "reference": LineField, "long text": TextField, "lines": TextField,
        "answers": TextField, "date": DayField, "yes/no": YesNo, "person": PersonField, "people": PersonField,
    }  # fmt: skip
    assert type(make_part(field("x", "choice", choices=("a", "b")), "a", around())) is Choice
    assert type(make_part(field("x", "instance", choices=("a", "b")), "a", around())) is Choice
    assert type(make_part(field("x", "choices", choices=("a", "b")), ("a",), around())) is Choices


async def test_values_are_as_casework_takes_them() -> None:
    async with running(lambda: Form(FIELDS, {"who": ("P-1",), "on": "2026-11-24"}, around())) as (_, form, pilot):
        await pilot.pause()
        assert form.values() == {"who": ("P-1",), "on": "2026-11-24", "how": "post"}
        form.put("note", "It rained.")
        assert form.values()["note"] == "It rained."


async def test_enter_and_tab_lead_through_the_fields_and_help_follows() -> None:
    async with running(lambda: Form(FIELDS, {}, around())) as (app, form, pilot):
        form.enter()
        await pilot.pause()
        assert "One name or several." in drawn(app)
        await pilot.press("z", "enter", "enter", "enter")
        await pilot.pause()
        assert isinstance(app.focused.parent.parent, DayField)
        assert "+10 working" in drawn(app)
        await pilot.press(*"today", "enter", "e", "tab")
        assert form.values() == {"who": ("z",), "on": "2026-11-24", "how": "email"}
        assert app.focused.parent is form._rows[3].part


async def test_enter_in_the_last_field_finishes() -> None:
    async with running(lambda: Form([field("a"), field("b")], {}, around())) as (app, form, pilot):
        form.enter("a")
        await pilot.press("enter", "enter")
        await pilot.pause()
        assert app.count(Form.Finished) == 1


async def test_typing_begins_in_the_first_empty_field_and_where_only_needed_ones_count_in_that() -> None:
    asked = (field("full"), field("may"), field("must", required=True))
    async with running(lambda: Form(asked, {"full": "x"}, around())) as (app, form, pilot):
        form.enter()
        await pilot.pause()
        assert app.focused.parent is form._rows[1].part
        form.enter(needed=True)
        await pilot.pause()
        assert app.focused.parent is form._rows[2].part
        form.put("must", "y")
        form.enter(needed=True)
        await pilot.pause()
        assert app.focused.parent is form._rows[0].part


async def test_a_field_that_is_not_asked_is_never_begun_in() -> None:
    asked = (field("gone", asked_when=(("type", ("compliment",)),)), field("type", "choice", choices=("concern",)))
    async with running(lambda: Form(asked, {}, around())) as (app, form, pilot):
        await pilot.pause()
        form.enter()
        await pilot.pause()
        assert app.focused is form._rows[1].part


async def test_enter_goes_on_from_a_long_text_too_and_ctrl_j_begins_a_new_line() -> None:
    asked = (field("note", "long text"), field("points", "lines"), field("end"))
    async with running(lambda: Form(asked, {}, around())) as (_, form, pilot):
        form.enter("note")
        await pilot.press("a", "ctrl+j", "b", "enter", "c", "ctrl+j", "d", "enter", "e")
        await pilot.pause()
        assert form.values() == {"note": "a\nb", "points": ("c", "d"), "end": "e"}


async def test_who_fits_is_seen_in_the_last_field_above_the_edge() -> None:
    asked = (*(field(f"field{number}") for number in range(18)), field("who", "person"))
    async with running(lambda: Form(asked, {}, around())) as (app, form, pilot):
        form.enter("who")
        await pilot.press(*"adeye")
        await pilot.pause()
        await pilot.pause()
        assert "Adeyemi, Tola" in drawn(app)
        assert "Adeyemi, Sam" in drawn(app)


async def test_problems_stand_under_their_fields_and_the_first_is_focused() -> None:
    async with running(lambda: Form(FIELDS, {}, around())) as (app, form, pilot):
        form.enter("note")
        form.show_problems(
            [
                Problem("how", "NT-01", "Say how it went."),
                Problem("on", "", "Enter a date, like 25/12/26"),
                Problem("", "CC-04", "Acknowledge it first."),
            ]
        )
        await pilot.pause()
        words = drawn(app)
        assert "▲ Enter a date, like 25/12/26" in words
        assert words.index("On") < words.index("Enter a date") < words.index("How") < words.index("Say how")
        assert "▲ Acknowledge it first." in words
        assert isinstance(app.focused, Input)
        assert isinstance(app.focused.parent.parent, DayField)
        form.show_problems([])
        await pilot.pause()
        assert "▲" not in drawn(app)


async def test_an_error_goes_when_its_own_field_is_put_right_and_not_before() -> None:
    asked = (field("what", required=True), field("on", "date", required=True))
    async with running(lambda: Form(asked, {}, around())) as (app, form, pilot):
        form.show_problems([Problem("what", "", "Enter what"), Problem("on", "", "Enter a date, like 25/12/26")])
        await pilot.pause()
        await pilot.press("x")
        await pilot.pause()
        assert "▲ Enter what" not in drawn(app)
        assert "▲ Enter a date" in drawn(app), "the other field is not put right by it"
        form.enter("on")
        await pilot.press(*"31/2")
        await pilot.pause()
        assert "▲ Enter a date" in drawn(app), "that is no day"
        form.put("on", "")
        await pilot.press(*"fri")
        await pilot.pause()
        assert "▲" not in drawn(app)


async def test_a_name_that_nobody_has_is_told_once() -> None:
    async with running(lambda: Form([field("who", "people", required=True)], {}, around())) as (app, form, pilot):
        form.enter()
        await pilot.press(*"zzz", "enter")
        await pilot.pause()
        assert drawn(app).count("is called zzz") == 1
        form.show_problems(form.problems())
        await pilot.pause()
        assert drawn(app).count("is called zzz") == 1


async def test_help_that_is_too_long_for_its_lines_says_so_and_f1_shows_all_of_it() -> None:
    words = "One of many. " * 20 + "The very end."
    async with running(lambda: Form([field("a", help=words), field("b", help="Short.")], {}, around())) as (
        app,
        form,
        pilot,
    ):
        form.enter("b")
        await pilot.pause()
        form.enter("a")
        await pilot.pause()
        assert "… F1: all of it" in drawn(app)
        assert "The very end." not in drawn(app)
        form.show_help()
        await pilot.pause()
        assert "The very end." in drawn(app)
        form.enter("b")
        await pilot.pause()
        assert "Short." in drawn(app)
        assert "F1: all" not in drawn(app)


async def test_the_form_itself_says_what_is_missing_or_not_understood() -> None:
    async with running(lambda: Form(FIELDS, {"on": "whenever"}, around())) as (_, form, _pilot):
        assert [(each.field, each.words) for each in form.problems()] == [
            ("who", "Name somebody: who"),
            ("on", "Enter a date, like 25/12/26"),
        ]


async def test_a_form_of_more_fields_than_lines_scrolls_to_the_first_problem() -> None:
    async with running(lambda: Form([field(f"field{number}") for number in range(40)], {}, around())) as (
        app,
        form,
        pilot,
    ):
        form.show_problems([Problem("field35", "", "Say more here.")])
        await pilot.pause()
        assert "Say more here." in drawn(app)


async def test_changes_are_told_at_once_and_once_more_when_typing_rests(monkeypatch) -> None:
    monkeypatch.setattr(form_module, "SAVE_AFTER", 0.1)
    async with running(lambda: Form([field("a")], {}, around())) as (app, form, pilot):
        form.enter("a")
        await pilot.press("x", "y", "z")
        assert app.count(Form.Touched) == 3
        assert app.count(Form.Changed) == 0
        await pilot.pause(0.3)
        assert app.count(Form.Changed) == 1
        await pilot.press("x")
        form.settle()
        await pilot.pause()
        assert app.count(Form.Changed) == 2


async def test_other_fields_may_be_asked_and_what_was_typed_stays() -> None:
    async with running(
        lambda: Form([field("a"), field("b"), field("c")], {"a": "1", "b": "2", "c": "3"}, around())
    ) as (app, form, pilot):
        form.enter("c")
        await pilot.press("end", "x")
        await form.show_fields([field("new"), field("c"), field("a")])
        await pilot.pause()
        assert form.values() == {"c": "3x", "a": "1"}
        assert [each.name for each in form.fields] == ["new", "c", "a"]
        words = drawn(app)
        assert words.index("New") < words.index("C ") < words.index("A ")
        assert app.focused.value == "3x"
        await form.show_fields([field("a"), field("b")])
        await pilot.pause()
        assert form.values() == {"a": "1", "b": "2"}


async def test_a_field_that_hangs_on_another_is_asked_only_when_it_fits_and_keeps_what_was_typed() -> None:
    asked = (
        field("type", "choice", choices=("concern", "compliment")),
        field("praised", "text", asked_when=(("type", ("compliment",)),)),
        field("note", "text"),
    )
    async with running(lambda: Form(asked, {"type": "compliment"}, around())) as (_, form, pilot):
        form.put("praised", "The night team")
        await pilot.pause()
        assert form.values()["praised"] == "The night team"
        form.enter("type")
        await pilot.press("left")
        await pilot.press("enter")
        await pilot.press("x")
        await pilot.pause()
        assert form.values() == {"type": "concern", "note": "x"}, "the hidden field is passed over and not told"
        form.put("type", "compliment")
        form.enter("note")
        await pilot.press("y")
        assert form.values()["praised"] == "The night team"


async def test_f1_shows_help_for_the_field() -> None:
    async with running(lambda: Form(FIELDS, {}, around())) as (app, form, pilot):
        app.set_focus(None)
        assert form.show_help() is False
        form.enter("how")
        await pilot.pause()
        assert form.show_help() is True
        await pilot.pause()
        assert "How: there is no more to say about this one." in drawn(app)


def test_the_stages_on_one_line() -> None:
    stages = [StageView("a", "Local", "done"), StageView("b", "One", "current"), StageView("c", "Two", "ahead")]
    assert track(stages).plain == "✓ 1 Local ── [▶ 2 One] ── 3 Two"
    assert track([]).plain == ""


def test_the_ticks_of_a_letter() -> None:
    ticks = [
        Tick("a", "the concerns", True, True),
        Tick("b", "the place", False, True, "add the place"),
        Tick("c", "thanks", False, False),
    ]
    assert one_line(ticks).plain == "Must include: 1 of 2, 1 thing missing   ✓1 ✗2 add the place"
    assert one_each(ticks).plain.splitlines() == [
        "✓  1 the concerns",
        "✗  2 the place: add the place",
        "     thanks (may be added)",
        "1 of 2, 1 thing missing",
    ]
    assert one_line(ticks[:1]).plain == "Must include: 1 of 1, nothing missing   ✓1"
