"""Settings: one's own, checked as they are typed; every key can be another; the office's, as entries."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from sharedlives_tui import by_command, keymap, office, office_settings, own_settings, safekeeping, shared
from sharedlives_tui.clock import Clock
from sharedlives_tui.store import views
from sharedlives_tui.widgets.footer import KeyFooter
from sharedlives_tui.widgets.virtual_list import VirtualList
from tests.screens import offices
from tests.screens.hands import Hands, at_the_desk
from tests.screens.offices import TODAY, SmallOffice


def put(text: str) -> None:
    place = own_settings.own_file()
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text)


def footer(hands: Hands) -> str:
    return str(hands.app.screen.query_one(KeyFooter).render())


async def go_to(hands: Hands, key: str) -> None:
    assert hands.app.screen.query_one(VirtualList).move_to(key), key
    await hands.rest()


async def test_settings_are_reached_from_the_menu_and_by_key(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.press("f9")
        await hands.type("settings")
        await hands.press("enter")
        assert hands.place == "settings"
        await hands.press("f12")
        assert len(hands.app.screen_stack) == 2, "not a second time over itself"
        await hands.press("escape", "f12")
        assert hands.place == "settings"
        for words in ("Colours", "automatic", "Keys", "as they come", "Soon: working days ahead", "MY OWN"):
            assert words in hands.text


async def test_what_settings_has_is_found_by_its_name_in_the_menu(small: SmallOffice) -> None:
    for words, place in (
        ("journal of", "journal"),
        ("letters signed", "sign-off-letters"),
        ("first screen", "short-form"),
    ):
        async with at_the_desk(small.desk) as hands:
            await hands.press("f9")
            await hands.type(words)
            await hands.press("enter")
            assert hands.place == place
            await hands.press("escape")
            assert hands.place == "today"


async def test_what_is_kept_from_the_menu_is_said_on_the_screen_below(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.press("f9")
        await hands.type("first screen")
        await hands.press("enter", "right", "ctrl+s")
        assert own_settings.read().get("first_area") == "cases"
        assert "First screen: cases." in hands.words


async def test_the_menu_offers_of_settings_what_one_may_open(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.press("f9")
        await hands.type("working days ahead")
        assert "Soon: working days ahead" in hands.text
    office.add_person(small.desk, "Vane, Ivy", [("inspector", offices.BORN, None)])
    async with at_the_desk(offices.at(small.desk, offices.TODAY, "Vane, Ivy")) as hands:
        await hands.press("f9")
        await hands.type("working days ahead")
        assert "Nothing is called" in hands.text


@pytest.mark.parametrize("letters", ["backup", "restore", "Backups"])
async def test_the_menu_says_how_a_backup_of_this_office_is_made(small: SmallOffice, letters: str) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.press("f9")
        await hands.type(letters)
        assert "Backups" in hands.text
        await hands.press("enter")
        assert hands.place == "today"
        command = f"sharedlives --database {shlex.quote(str(small.desk.store.place))}"
        joined = hands.message.replace("\n", "")
        assert f"{command} backup FOLDER. It makes a proved copy; best into a folder on another disk." in joined
        assert f"{command} restore BACKUP." in joined


def test_how_a_backup_is_made_names_no_more_than_is_needed(
    small: SmallOffice, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    safekeeping.set_folder(small.desk, tmp_path)
    monkeypatch.setattr(by_command, "folder_for", lambda _: str(tmp_path))
    monkeypatch.setattr(small.desk.store, "place", tmp_path / "office.db")  # where an office usually lies
    told = by_command.BY_COMMAND[0].told(small.desk)
    assert "write in a terminal: sharedlives backup. It makes a proved copy into the office's folder." in told
    assert "The way back: sharedlives restore BACKUP." in told


def test_over_the_network_backups_are_the_work_of_who_looks_after_the_server(small: SmallOffice) -> None:
    shared.begin(shared.Session("jo", str(small.desk.store.place), "/people/jo", "ssh office"))
    try:
        backups, practice = (each.told(small.desk) for each in by_command.BY_COMMAND)
    finally:
        shared.end()
    assert backups.startswith("Whoever looks after the server makes the backups")
    assert str(small.desk.store.place) not in backups + practice


@pytest.mark.parametrize("letters", ["practice", "practise", "made-up people"])
async def test_the_menu_says_where_one_can_practise(small: SmallOffice, letters: str) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.press("f9")
        await hands.type(letters)
        assert "Practice office" in hands.text
        await hands.press("enter")
        assert hands.message.startswith("· This is a practice office")


def test_in_a_real_office_it_is_said_how_a_practice_office_is_opened(tmp_path: Path) -> None:
    desk = office.create_office(
        tmp_path / "one.db", name="One", nation="england", practice=False, by_name="Hill, Ann", clock=Clock(TODAY)
    )
    practice = next(each.told for each in by_command.BY_COMMAND if each.words == "Practice office")
    assert practice(desk).startswith("To practise, write in a terminal: sharedlives demo.")
    desk.store.close()


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_ones_own_is_chosen_and_kept(small: SmallOffice, size: tuple[int, int]) -> None:
    async with at_the_desk(small.desk, size) as hands:
        await hands.press("f12", "end", "home", "enter")
        await hands.press("right", "right", "ctrl+s")
        assert own_settings.read().get("theme") == "light"
        assert "light" in hands.app.theme
        assert "Colours: light." in hands.words
        await hands.press("d")
        assert own_settings.read().get("theme") == "automatic"
        assert "dark" in hands.app.theme


async def test_another_key_works_at_once_and_shows_everywhere(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.press("f12")
        await go_to(hands, "keys")
        await hands.press("enter")
        assert hands.place == "keys"
        await go_to(hands, "case.record")
        await hands.press("enter")
        await hands.press("w")
        assert "w is Write notice at present" in hands.words
        await hands.press("ctrl+s")
        assert hands.place == "short-form", "refused, and what was typed stands there still"
        assert hands.input().value == "w"
        hands.input().value = ""
        await hands.press("f4")
        assert hands.input().value == "F4"
        await hands.type(" or Z")
        await hands.press("ctrl+s")
        assert own_settings.read().keys == {"case.record": ("f4", "Z")}
        assert "F4 or Z" in hands.text
        assert "yours" in hands.text
        await hands.press("escape", "escape")
        assert "F4 Record step" in footer(hands)
        assert "r Record step" not in footer(hands)
        await hands.open("case", small.carer)
        assert "F4 Record step" in footer(hands)
        assert " F4 " in hands.text.split("Does safeguarding apply?")[1].split("\n")[0]
        await hands.press("down", "r")
        assert hands.place == "case", "the old key does nothing any more"
        await hands.press("Z")
        assert hands.place == "record"
        await hands.press("escape", "question_mark")
        assert "F4 or Z" in hands.text


async def test_the_footer_can_be_clicked_whatever_the_key_is(small: SmallOffice) -> None:
    put('[keys]\n"case.new" = "F7"\n"area.people" = "q"\n')
    async with at_the_desk(small.desk) as hands:
        assert "F7 New case" in footer(hands)
        assert " q People" in hands.text
        column = hands.text.split("\n")[-1].index("F7")
        await hands.pilot.click(offset=(column, 23))
        await hands.rest()
        assert hands.place == "new"
        await hands.press("escape")
        column = hands.text.split("\n")[1].index("q People")
        await hands.pilot.click(offset=(column, 1))
        await hands.rest()
        assert hands.place == "people"


async def test_keys_go_back_to_how_they_come_one_by_one_and_all(small: SmallOffice) -> None:
    put('[keys]\n"case.record" = "Z"\n"case.write" = "q"\n"case.note" = "T"\n')
    async with at_the_desk(small.desk) as hands:
        assert "Z Record step" in footer(hands)
        await hands.open("keys")
        await go_to(hands, "case.record")
        await hands.press("d")
        assert own_settings.read().keys == {"case.write": ("q",), "case.note": ("T",)}
        assert keymap.said("case.record") == "r"
        await hands.press("a")
        assert own_settings.read().keys == {}
        assert "All keys are as they come." in hands.message
        await hands.press("escape")
        assert "r Record step" in footer(hands)
        assert "w Write notice" in footer(hands)


async def test_what_always_stays_says_so(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("keys")
        await go_to(hands, "back")
        await hands.press("enter")
        assert hands.place == "keys"
        assert "Esc always goes back" in hands.message


async def test_two_that_change_places_both_work(small: SmallOffice) -> None:
    put('[keys]\n"case.record" = "w"\n"case.write" = "r"\n')
    async with at_the_desk(small.desk) as hands:
        await hands.open("case", small.carer)
        await hands.press("down", "w")
        assert hands.place == "record"
        await hands.press("escape", "up", "r")
        assert hands.place == "wizard"


async def test_a_key_that_goes_to_the_front_is_taken_from_fields_too(small: SmallOffice) -> None:
    put('[keys]\nmenu = "Ctrl+G"\n')
    async with at_the_desk(small.desk) as hands:
        await hands.open("new-person")
        await hands.press("f9")
        await hands.press("escape")
        await hands.press("ctrl+g")
        assert type(hands.app.screen).__name__ == "Menu"


async def test_a_broken_file_is_told_and_left_alone(small: SmallOffice) -> None:
    broken = 'theme = "dark"\nmouse = tru\n'
    put(broken)
    async with at_the_desk(small.desk) as hands:
        assert "Line 2 of your settings" in hands.words
        assert hands.place == "today"
        await hands.press("f12")
        assert "IN YOUR FILE" in hands.text
        await go_to(hands, "own theme")
        await hands.press("enter", "right", "ctrl+s")
        assert "Mend it, or move it away" in hands.words
        assert hands.place == "short-form", "nothing chosen is lost"
    assert own_settings.own_file().read_text() == broken


async def test_the_first_screen_is_the_one_that_was_chosen(small: SmallOffice) -> None:
    put('first_area = "people"\n')
    async with at_the_desk(small.desk) as hands:
        assert hands.place == "people"
        await hands.press("1")
        assert hands.place == "today"
        await hands.press("4")
        assert hands.place == "people"


async def test_the_offices_numbers_are_checked_as_they_are_typed_and_say_why(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.press("f12")
        await go_to(hands, "number formal_retention_years")
        await hands.press("enter")
        hands.input().value = "100"
        await hands.rest()
        assert "Write a whole number from 1 to 99." in hands.words
        hands.input().value = "8"
        await hands.rest()
        assert "Write a whole number" not in hands.words
        await hands.press("ctrl+s")
        assert "Enter why" in hands.words
        await hands.type("Our records policy")
        await hands.press("ctrl+s")
        assert hands.place == "settings"
        assert "Reed, Jo changed it on" in hands.words
        assert "Our records policy" in hands.words
    assert views.settings(small.desk.store)["formal_retention_years"] == "8"
    (change,) = office_settings.changes(small.desk, "formal_retention_years")
    assert (change.value, change.by, change.why) == ("8", "Reed, Jo", "Our records policy")


async def test_what_only_managers_change_is_refused_to_others_in_words(small: SmallOffice) -> None:
    priya = offices.at(small.desk, offices.TODAY, "Nair, Priya")
    async with at_the_desk(priya) as hands:
        await hands.open("setting", "formal_retention_years")
        hands.input().value = "8"
        await hands.press("tab")
        await hands.type("Because")
        await hands.press("ctrl+s")
        assert "This is changed by: registered manager" in hands.words
        assert hands.input().value == "8"
    assert "formal_retention_years" not in views.settings(small.desk.store)
