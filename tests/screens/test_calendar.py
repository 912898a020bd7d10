"""Calendar: a month and a week of limits, the way to a day's list and a case, and the file for Outlook."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from sharedlives_tui import office
from sharedlives_tui.desk import Desk, viewer_of
from sharedlives_tui.screens import outlook, word_files
from tests.screens import offices
from tests.screens.hands import Hands, at_the_desk
from tests.screens.offices import HOSTILE, TODAY, SmallOffice


def heading(hands: Hands) -> str:
    """The line above the day's list."""
    return next(line.strip() for line in hands.text.split("\n") if " · " in line and "limit" in line)


async def test_the_month_has_counts_and_the_list_of_the_day(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.press("3")
        assert hands.place == "calendar"
        assert "November 2026" in hands.text
        assert heading(hands).startswith("Tuesday 24 November 2026, today")
        assert "28 weekend" in hands.text
        assert "▲1" in hands.text
        assert "without a date not shown" in hands.text


async def test_the_arrows_go_by_day_and_week_and_a_case_is_opened_from_the_day(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.press("3", "right", "left", "up")
        assert heading(hands).startswith("Tuesday 17 November 2026")
        await hands.press("t", "down", "enter")
        assert "No limit falls on this day" in hands.text or hands.app.focused.id == "list"
        await hands.press("escape", "t")
        for _ in range(14):
            if "no limit" not in heading(hands):
                break
            await hands.press("right")
        await hands.press("enter", "enter")
        assert hands.place == "case"
        await hands.press("escape", "escape", "home")
        assert hands.place == "calendar"
        assert heading(hands).startswith("Sunday 1 November 2026")


async def test_months_and_weeks_are_turned_and_t_comes_back(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.press("3", "full_stop")
        assert "December 2026" in hands.text
        assert "25 holiday" in hands.text
        await hands.press("comma", "comma")
        assert "October 2026" in hands.text
        await hands.press("t", "v")
        assert "Week of Mon 23 Nov 2026" in hands.text
        assert "Saturday 28 November 2026 · no limit · weekend" in hands.text
        await hands.press("comma")
        assert "Week of Mon 16 Nov 2026" in hands.text
        assert ". Later" in hands.text, "what the keys say holds for a week too"
        assert "v Month/week" in hands.text
        await hands.press("v")
        assert heading(hands).startswith("Tuesday 17 November 2026")


async def test_a_wide_window_names_the_cases_and_the_holidays(small: SmallOffice) -> None:
    office.change_calendar(small.desk, date(2026, 11, 26), working=False, reason="Training")
    async with at_the_desk(small.desk, (120, 36)) as hands:
        await hands.press("3")
        grid = hands.text.split(", today ·")[0]
        assert "Osei, Grace" in grid or "Kowalski, Anna" in grid
        assert "26 closed: T" in grid
        await hands.press("full_stop")
        assert "25 Christmas" in hands.text


async def test_the_months_limits_go_to_outlook_in_three_keys(small: SmallOffice, tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(word_files, "documents_folder", lambda: tmp_path)
    monkeypatch.setattr(outlook, "documents_folder", lambda: tmp_path)
    async with at_the_desk(small.desk) as hands:
        await hands.press("3", "e", "enter")
        assert hands.count == 3
        saved = tmp_path / "Limits November 2026.ics"
        assert "Saved as" in hands.message
        text = saved.read_text("utf-8").replace("\n ", "")
        assert text.count("BEGIN:VEVENT") >= 1
        assert "Osei" not in text
        await hands.press("e", "tab", "enter")
        named = tmp_path / "Limits November 2026 (2).ics"
        assert "Osei" in named.read_text("utf-8").replace("\r\n ", "").replace("\n ", "")
        monkeypatch.setattr(word_files, "documents_folder", lambda: tmp_path / "gone")
        await hands.press("e", "enter")
        assert "Not saved." in hands.message


async def test_what_was_saved_is_told_in_two_lines_where_one_is_too_short(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.press("3")
        screen = hands.app.screen
        screen.say("40 limits saved as /home/jo/Documents/Limits November 2026.ics. Open it in your calendar.")
        await hands.rest()
        assert hands.text.splitlines()[-2].strip().endswith("calendar.")
        assert "40 limits saved" in hands.text.splitlines()[-3]


async def test_a_day_that_one_may_not_see_has_no_limit(small: SmallOffice) -> None:
    alone = offices.at(small.desk, TODAY, "Nair, Priya")
    async with at_the_desk(alone, (120, 36)) as hands:
        await hands.press("3")
        assert small.staff not in hands.text
        assert "Zeller" not in hands.text
        await hands.press("v")
        assert "Zeller" not in hands.text


async def test_m_shows_mine_and_says_so(small: SmallOffice) -> None:
    async with at_the_desk(offices.at(small.desk, TODAY, "Cole, Casey")) as hands:
        await hands.press("3", "m")
        assert "mine" in hands.text
        assert "▲" not in hands.text.split("Mon")[1].split(" · ")[0]
    async with at_the_desk(offices.at(small.desk, TODAY, "Nobody Known")) as hands:
        await hands.press("3", "m")
        assert "no case is yours" in hands.message


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_an_office_without_cases_has_an_empty_month(empty_desk: Desk, size: tuple[int, int]) -> None:
    async with at_the_desk(empty_desk, size) as hands:
        await hands.press("3")
        assert "No limit falls on this day." in hands.text
        await hands.press("enter")
        assert "No limit falls on this day." in hands.message
        await hands.press("v", "enter", "e", "escape", "v", "pageup", "pagedown", "end")
        assert heading(hands).startswith("Monday 30 November 2026")


async def test_hostile_names_stand_in_a_cell_as_they_are(small: SmallOffice) -> None:
    offices.log(small.desk, TODAY, complainant=(HOSTILE[:60],), type="concern", serious="no")
    async with at_the_desk(small.desk, (120, 36)) as hands:
        await hands.press("3", "right")
        assert "[red]not m" in hands.text


async def test_a_click_goes_to_a_day_and_a_second_one_to_its_list(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.press("3")
        await hands.pilot.click("#grid", offset=(1, 7))
        await hands.rest()
        assert heading(hands).startswith("Monday 16 November 2026")
        await hands.pilot.click("#grid", offset=(1, 7))
        await hands.rest()
        assert "No limit falls on this day" in hands.words


async def test_who_may_take_nothing_out_is_told_so_and_nothing_is_written(
    small: SmallOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = small.desk
    monkeypatch.setattr(word_files, "documents_folder", lambda: tmp_path / "mine")
    (tmp_path / "mine").mkdir()
    who = office.add_person(desk, "Al Admin", [("administrator", None, None)])
    async with at_the_desk(replace(desk, viewer=viewer_of(desk.store, who, desk.today))) as hands:
        await hands.press("3", "e", "enter")
        assert "Not saved. To take letters, copies and papers out" in hands.message
        await hands.press("escape", "5", "p")
        await hands.rest()
        await hands.press("e")
        await hands.rest()
        assert "Not saved. To take letters, copies and papers out" in hands.message
    assert list((tmp_path / "mine").iterdir()) == []
