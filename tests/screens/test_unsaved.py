"""Forms that keep no draft: what was typed in them is not let go by one key, and the program says what goes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from textual.widgets import Button

from sharedlives_tui import often_used
from sharedlives_tui.first_run_app import FirstRunApp
from sharedlives_tui.own_settings import Own
from sharedlives_tui.screens.correct import REASON
from sharedlives_tui.screens.unsaved import NOT_KEPT
from sharedlives_tui.widgets import idle
from sharedlives_tui.widgets.ending import NO_DRAFT, keep_drafts_after_a_fault
from sharedlives_tui.widgets.form import Form
from tests.screens.hands import Hands, at_the_desk
from tests.screens.offices import SmallOffice
from tests.waiting import settled

PLACE = ("complaint", "acknowledge", "support")
CARER = "P-6"
FORMS: Sequence[tuple[str, ...]] = (
    ("strike", "{ref}", "1"),
    ("attach", "{ref}"),
    ("new-person",),
    ("role", CARER),
    ("end-role", "P-1", "administrator"),
    ("account", CARER),
    ("contact", "ombudsman"),
    ("setting", "formal_retention_years"),
    ("own-day",),
    ("own-setting", "theme"),
    ("key", "case.note"),
    ("often-add",),
    ("often-change", "1"),
    ("often-retire", "1"),
    ("choose-sign-off", "all"),
    ("journal-filter",),
)


def on_the_form(hands: Hands) -> bool:
    return bool(hands.app.screen.query(Form))


async def opened(hands: Hands, small: SmallOffice, form: Sequence[str]) -> None:
    """Open a form, and go to its first field in which one can type."""
    if form[0] == "journal-filter":
        await hands.open("journal")
        await hands.press("f")
        return
    await hands.open(form[0], *(int(each) if each.isdigit() else each.format(ref=small.carer) for each in form[1:]))
    assert on_the_form(hands), form


@pytest.mark.parametrize("form", FORMS, ids=[each[0] for each in FORMS])
async def test_a_form_in_which_nothing_was_typed_is_left_at_once(small: SmallOffice, form: Sequence[str]) -> None:
    often_used.add(small.desk, "Support", PLACE, "We can help.")
    async with at_the_desk(small.desk) as hands:
        await opened(hands, small, form)
        await hands.press("tab", "shift+tab", "escape")
        assert not on_the_form(hands)


@pytest.mark.parametrize("form", FORMS, ids=[each[0] for each in FORMS])
async def test_the_first_esc_asks_and_the_second_leaves(small: SmallOffice, form: Sequence[str]) -> None:
    often_used.add(small.desk, "Support", PLACE, "We can help.")
    async with at_the_desk(small.desk) as hands:
        await opened(hands, small, form)
        await change_something(hands)
        await hands.press("escape")
        assert on_the_form(hands)
        verb = hands.app.screen.query_one("#do", Button).label
        assert f"{NOT_KEPT} Esc again leaves without it. Ctrl+S: {verb}." in hands.message
        await hands.press("escape")
        assert not on_the_form(hands)


async def change_something(hands: Hands) -> None:
    """Type a digit, which every field of text takes; where only choosing is asked, choose another answer."""
    form = hands.app.screen.query_one(Form)
    before = form.standing
    for field in form.fields:
        await hands.go(field.name)
        await hands.press("end", "7")
        if form.standing != before:
            return
        await hands.press("right", "space")
        if form.standing != before:
            return
    raise AssertionError("nothing of it can be changed")


async def test_typing_takes_the_question_back(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("new-person")
        await hands.type("Ada")
        await hands.press("escape")
        assert NOT_KEPT in hands.message
        await hands.type(" King")
        assert not hands.message
        await hands.press("escape")
        assert NOT_KEPT in hands.message
        assert "Ada King" in hands.text


async def test_what_is_said_after_the_question_takes_it_back(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("setting", "formal_retention_years")
        await hands.press("7", "escape", "ctrl+s")
        assert "to put right" in hands.message
        await hands.press("escape")
        assert NOT_KEPT in hands.message


async def test_what_is_typed_and_taken_out_again_asks_nothing(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("new-person")
        await hands.press("a", "backspace", "escape")
        assert hands.place == "today"


async def test_a_click_on_the_way_out_asks_as_well(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("new-person")
        await hands.type("Ada")
        footer = next(line for line in hands.text.split("\n") if "Esc" in line)
        for asked in (True, False):
            await hands.pilot.click(offset=(footer.index("Esc") + 1, hands.text.split("\n").index(footer)))
            await hands.rest()
            assert on_the_form(hands) is asked


async def test_the_question_names_the_keys_as_they_are_worn(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        hands.app.wear(Own({}, {"form.save": ("f2",)}, ()))
        await hands.open("new-person")
        await hands.type("Ada")
        await hands.press("escape")
        assert "F2: Add." in hands.message


async def test_a_filter_asks_too(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.press("2", "f")
        await hands.go("words")
        await hands.type("ada")
        await hands.press("escape")
        assert "Ctrl+S: Show them." in hands.message
        await hands.press("escape")
        assert hands.place == "cases"


@pytest.mark.parametrize("form", [("strike", "{ref}", "1"), ("new-person",), ("setting", "formal_retention_years")])
async def test_ctrl_q_asks_in_a_form_without_a_draft(small: SmallOffice, form: Sequence[str]) -> None:
    async with at_the_desk(small.desk) as hands:
        await opened(hands, small, form)
        await change_something(hands)
        await hands.press("ctrl+q")
        assert hands.app.return_code is None
        assert f"{NO_DRAFT} Your text is still here. To leave without it: Ctrl+Q again." in hands.message
        await hands.press("7")
        assert not hands.message, "typing takes it back"
        await hands.press("ctrl+q")
        assert NO_DRAFT in hands.message
        assert not hands.app._exit
        await hands.press("ctrl+q")
        assert hands.app._exit


async def test_an_answer_to_ctrl_q_holds_for_that_form_alone(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("new-person")
        await hands.type("Ada")
        await hands.press("ctrl+q", "escape", "escape")
        assert not on_the_form(hands)
        await hands.open("strike", small.carer, 1)
        await hands.go(REASON)
        await hands.type("A slip")
        await hands.press("ctrl+q")
        assert NO_DRAFT in hands.message
        assert not hands.app._exit


async def test_ctrl_q_leaves_at_once_where_nothing_was_typed(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("new-person")
        await hands.press("ctrl+q")
        assert hands.app._exit


async def test_a_fault_and_a_locked_session_say_what_went(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("new-person")
        assert keep_drafts_after_a_fault(hands.app)
        await hands.type("Ada")
        assert not keep_drafts_after_a_fault(hands.app)
        hands.app._touched -= 15 * 60 - 30
        hands.app.look_how_long(15)
        await hands.rest()
        assert "this form keeps no draft" in hands.words
        assert "Nothing is lost" not in hands.words
        hands.app._touched -= 30
        hands.app.look_how_long(15)
        await hands.pilot.pause()
        told = " ".join(str(each) for each in hands.app._exit_renderables)
        assert idle.GONE_WITH_IT in told
        assert "Nothing is lost" not in told


async def test_the_first_start_asks_too(tmp_path: Path) -> None:
    app = FirstRunApp(tmp_path / "office.db")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("X", "escape")
        await settled(pilot)
        assert NOT_KEPT in app.screen.message.words  # type: ignore[attr-defined]
        assert not app._exit
        await pilot.press("escape")
        await settled(pilot)
        assert app._exit
    assert not (tmp_path / "office.db").exists()
