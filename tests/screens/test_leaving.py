"""Screens are left once, and alone, however quickly the keys come."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from textual import events
from textual._context import visible_screen_stack
from textual.css.query import NoMatches

from sharedlives_tui.screens.today import TodayScreen
from sharedlives_tui.screens.today_signing import NOTHING
from sharedlives_tui.widgets.dialog import Confirm
from sharedlives_tui.widgets.leaving import LeavesOnce
from sharedlives_tui.widgets.menu import Menu
from tests.screens.hands import Hands, at_the_desk
from tests.screens.offices import SmallOffice


async def burst(hands: Hands, *keys: str) -> None:
    """Keys that arrive all at once, as over a slow line."""
    driver = hands.app._driver
    assert driver is not None
    for key in keys:
        driver.process_message(events.Key(key, None))
    await hands.rest()


def names(hands: Hands) -> list[str]:
    return [type(each).__name__ for each in hands.app.screen_stack]


async def test_two_enters_in_one_burst_choose_once(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("case", small.carer)
        await hands.press("x")
        await burst(hands, "enter", "enter", "enter")
        assert names(hands) == ["TodayScreen", "CaseScreen", "RecordDialog"]


async def test_enter_and_escapes_in_one_burst_end_at_today(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("case", small.carer)
        await hands.open("record-kind")
        await burst(hands, "enter", *["escape"] * 6)
        assert names(hands) == ["TodayScreen"]


async def test_two_enters_in_the_menu_do_one_thing(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.press("f9")
        await hands.type("help")
        await hands.wait_a_bit(0.5)
        await burst(hands, "enter", "enter", "enter", "enter")
        assert "Menu" not in names(hands)
        assert names(hands)[0] == "TodayScreen"


async def test_the_menu_opens_over_a_screen_that_came_over_the_menu(small: SmallOffice) -> None:
    """A case that is opened late, over a slow line, can come to lie on a Menu that was asked for meanwhile."""
    async with at_the_desk(small.desk) as hands:
        await hands.press("f9")
        await hands.open("case", small.carer)
        await hands.press("f9")
        assert names(hands) == ["TodayScreen", "Menu", "CaseScreen", "Menu"]
        await hands.press("escape", "escape", "escape")
        assert names(hands) == ["TodayScreen"]


@pytest.mark.parametrize("key", ["f5", "r", "x", "tab", "y", "w", "a", "d", "escape"])
async def test_a_key_that_comes_while_a_case_is_opened_waits_for_it(small: SmallOffice, key: str) -> None:
    """The first key opens the case; the second is about a screen that has no parts yet."""
    async with at_the_desk(small.desk) as hands:
        await burst(hands, "enter", key)
        assert names(hands)[:2] == ["TodayScreen", *["CaseScreen"] * (key != "escape")]


@pytest.mark.parametrize("name", ["case", "copies", "record", "entry", "person"])
async def test_a_screen_that_is_left_before_it_was_made_is_simply_gone(small: SmallOffice, name: str) -> None:
    """The key of an area takes away all that lies above it, also what another key has just asked for."""
    about = {"record": (small.carer, "note"), "entry": (small.carer, 1), "person": ("P-1",)}.get(name, (small.carer,))
    async with at_the_desk(small.desk) as hands:
        hands.app.show(name, *about)
        hands.app.pop_screen()
        await hands.rest()
        assert names(hands) == ["TodayScreen"]


@pytest.mark.parametrize("key", ["pageup", "pagedown", "up", "down"])
async def test_a_key_that_comes_with_the_menu_itself_ends_nothing(small: SmallOffice, key: str) -> None:
    async with at_the_desk(small.desk) as hands:
        await burst(hands, "f9", key, key)
        await hands.press("escape")
        assert names(hands) == ["TodayScreen"]


async def test_a_screen_below_another_one_leaves_when_it_lies_on_top_again(small: SmallOffice) -> None:
    came: list[Any] = []
    async with at_the_desk(small.desk) as hands:
        below: LeavesOnce[bool] = Confirm("Below", "", "Do it")
        hands.app.push_screen(below, came.append)
        hands.app.push_screen(Confirm("Above", "", "Do it"))
        await hands.rest()
        below.dismiss(True)
        await hands.rest()
        assert names(hands) == ["TodayScreen", "Confirm", "Confirm"]
        assert came == []
        await hands.press("escape")
        assert names(hands) == ["TodayScreen"]
        assert came == [True]


async def test_a_screen_in_another_area_leaves_when_one_comes_back_to_it(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("case", small.carer)
        case = hands.app.screen
        assert isinstance(case, LeavesOnce)
        await hands.press("4")
        case.dismiss(None)
        await hands.rest()
        assert names(hands) == ["PeopleScreen"]
        await hands.press("1")
        assert isinstance(hands.app.screen, TodayScreen)


async def test_what_was_read_too_late_is_let_go(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.wait_a_bit(0.3)
        screen = hands.app.screen
        assert isinstance(screen, TodayScreen)
        row, peek = screen._seen
    assert row is not None
    assert peek is not None
    assert not screen.query("#pane")  # the program has ended
    screen._peek_read(row, peek)
    screen._kinds_counted(([], NOTHING))
    screen._compute_peek()


@pytest.mark.parametrize(
    ("opened", "waits"),
    [
        (("case", "{ref}"), lambda screen: partial(screen._fit_in, screen.case)),
        (("record", "{ref}", "contact"), lambda screen: partial(screen.make_room)),
    ],
    ids=["a case", "a dialog"],
)
async def test_what_waited_for_the_next_picture_is_let_be_when_its_screen_was_left(
    small: SmallOffice, opened: tuple[str, ...], waits: Callable[[Any], partial[None]]
) -> None:
    """The screen below does it, and the parts of the one that was left are gone by then."""
    async with at_the_desk(small.desk) as hands:
        await hands.open(*(each.format(ref=small.carer) for each in opened))
        left = hands.app.screen
        late = waits(left)
        await hands.press("escape")
        assert hands.app.screen is not left
        hands.app.screen._invoke_later(late, left)
        await hands.rest()
        with pytest.raises(NoMatches):
            late()


async def test_a_dialog_over_others_is_painted_whatever_of_them_is_painted_anew(small: SmallOffice) -> None:
    """The toolkit had one shine through another that shone through it, and painted the two without an end."""
    async with at_the_desk(small.desk) as hands:
        await hands.open("case", small.carer)
        await hands.open("record", small.carer, "contact")
        low = hands.app.screen
        for _ in range(2):
            hands.app.push_screen(Confirm("Sure", "Is that so?", "Yes"))
            await hands.rest()
        high = hands.app.screen
        low.refresh()
        for each in hands.app.screen_stack[-2:]:
            each._set_dirty()
        visible_screen_stack.set(hands.app._background_screens)  # as the toolkit does before a picture
        lines = high._compositor.render_strips()
        assert any("Is that so?" in line.text for line in lines)
        assert any("Record a contact" in line.text or "Contact" in line.text for line in lines), "what lies below shows"


async def test_the_menu_looks_for_nothing_more_once_it_was_left(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.press("f9")
        menu = hands.app.screen
        assert isinstance(menu, Menu)
        await hands.press("escape")
        looking = menu._gather_commands("mine")
        await looking.wait()
        assert hands.app.return_code is None


async def test_what_waits_for_the_next_picture_is_done_with_whatever_it_returns(small: SmallOffice) -> None:
    done: list[str] = []

    async def later(words: str) -> None:
        done.append(words)

    async with at_the_desk(small.desk) as hands:
        screen = hands.app.screen
        screen.call_after_refresh(later, "waited for")
        screen.call_after_refresh(done.append, "done")
        await hands.rest()
    assert done == ["waited for", "done"]
