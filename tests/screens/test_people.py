"""People, their roles and their cases; the office's own contacts, days and numbers; the first start."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sharedlives_tui import office, reading
from sharedlives_tui.account import system_user
from sharedlives_tui.app import FirstRunApp
from sharedlives_tui.clock import Clock
from sharedlives_tui.desk import open_desk
from sharedlives_tui.screens import people, people_rows
from sharedlives_tui.settings import accounts, contact_list
from sharedlives_tui.store import register, views
from sharedlives_tui.widgets.virtual_list import VirtualList
from tests.screens import offices
from tests.screens.hands import Hands, at_the_desk
from tests.screens.offices import TODAY, SmallOffice
from tests.waiting import settled


async def test_everybody_is_listed_with_roles_and_open_cases(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.press("4")
        row = next(line for line in hands.text.split("\n") if "Adeyemi, Tola" in line)
        assert "carer" in row
        assert "1 open case" in row


async def test_of_very_many_people_the_first_are_listed_and_it_says_where_the_others_are(
    small: SmallOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (people, people_rows):
        monkeypatch.setattr(module, "MOST", 3)
    async with at_the_desk(small.desk) as hands:
        await hands.press("4")
        assert "The first 3 people of the office's list: / finds the others" in hands.text
        assert len([line for line in hands.text.split("\n") if " P-" in line]) == 3


async def test_f_shows_the_people_of_one_role_and_everybody_again(
    small: SmallOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    def listed(hands: Hands) -> list[str]:
        return [line for line in hands.text.split("\n") if " P-" in line]

    async with at_the_desk(small.desk) as hands:
        await hands.press("4")
        everybody = listed(hands)
        await hands.press("f")
        for words in ("Show these people", "Everybody", "carer", "officer"):
            assert words in hands.text
        assert hands.app.screen.query_one(VirtualList).move_to("carer")
        await hands.press("enter")
        carers = listed(hands)
        assert f"{len(carers)} {'person' if len(carers) == 1 else 'people'} with the role: carer" in hands.text
        assert carers == [each for each in everybody if " carer" in each]
        await hands.press("f", "escape")
        assert listed(hands) == carers, "left as it was"
        await hands.press("g", "g")
        assert listed(hands) == everybody
        await hands.press("f", "down", "enter")
        assert len(listed(hands)) < len(everybody)
        await hands.press("f", "enter")
        assert listed(hands) == everybody
        for module in (people, people_rows):
            monkeypatch.setattr(module, "MOST", 1)
        assert hands.app.screen.query_one(VirtualList).has_focus
        await hands.press("f")
        hands.app.screen.query_one(VirtualList).move_to("carer")
        await hands.press("enter")
        assert listed(hands) == carers[:1], "the first of them, wherever they stand among all"


async def test_a_role_that_a_viewer_may_know_of_nobody_is_not_offered(small: SmallOffice) -> None:
    office.add_person(small.desk, "Quist, Ola", [("inspector", offices.BORN, TODAY)])
    async with at_the_desk(small.desk) as hands:
        await hands.press("4", "f")
        assert "inspector" in hands.text
    later = offices.at(small.desk, date(2026, 11, 25))
    async with at_the_desk(later) as hands:
        await hands.press("4", "f")
        assert "inspector" not in hands.text, "nobody has it any more"


async def test_counts_of_cases_leave_out_what_the_viewer_may_not_see(small: SmallOffice) -> None:
    priya = offices.at(small.desk, offices.TODAY, "Nair, Priya")
    async with at_the_desk(priya) as hands:
        await hands.press("4")
        assert "Zeller, Ida" not in hands.text, "they are known from a case that is closed to her"
        row = next(line for line in hands.text.split("\n") if "Nair, Priya" in line)
        assert "open case" not in row
        await hands.open("person", "P-2")
        assert small.staff not in hands.text


async def test_the_cases_of_a_person_take_the_whole_page_and_give_it_back(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        tola = next(each for each in reading.case_view(small.desk, small.carer).parties if each.name == "Adeyemi, Tola")
        await hands.open("person", tola.person)
        boxes = {each.id: each for each in hands.app.screen.query(".box")}
        before = {name: each.region for name, each in boxes.items()}
        await hands.press("z")
        assert boxes["cases"].region.height > before["cases"].height
        assert not boxes["roles"].region
        await hands.press("z")
        assert {name: each.region for name, each in boxes.items()} == before


async def test_a_new_person_gets_a_page_with_the_role(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.press("4", "n")
        await hands.type("New, Nora")
        await hands.press("tab")
        await hands.type("mm")
        await hands.press("ctrl+s")
        assert hands.place == "person"
        assert "New, Nora" in hands.text
        assert "mediator" in hands.text
        assert "from Tue 24 Nov 2026" in hands.text


async def test_another_person_is_added_from_the_page_of_the_last_one(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.press("4", "n")
        await hands.type("New, Nora")
        await hands.press("ctrl+s")
        assert "New, Nora" in hands.text
        await hands.press("n")
        await hands.type("Next, Ned")
        await hands.press("ctrl+s")
        assert hands.place == "person"
        assert "Next, Ned" in hands.text
        assert "New, Nora" not in hands.text
        await hands.press("escape")
        assert hands.place == "people", "one page, not two"
        assert [each.name for each in views.find_people(small.desk.store, small.desk.viewer, "ne n")] == [
            "New, Nora",
            "Next, Ned",
        ]


async def test_one_person_is_counted_as_one(tmp_path: Path) -> None:
    desk = office.create_office(
        tmp_path / "one.db", name="One", nation="england", practice=True, by_name="Hill, Ann", clock=Clock(TODAY)
    )
    async with at_the_desk(desk) as hands:
        await hands.press("4")
        assert "1 person in the office's list" in hands.text
    desk.store.close()


async def test_somebodys_account_is_written_down_and_taken_away(small: SmallOffice) -> None:
    path = str(small.desk.store.path)
    async with at_the_desk(small.desk) as hands:
        await hands.open("person", "P-2")
        await hands.press("l")
        await hands.type("priya")
        await hands.press("ctrl+s")
        assert "log-in: priya" in hands.text
        assert opened_by(path, "priya") == ("Nair, Priya", "")
        await hands.press("l")
        hands.input().value = "pnair"
        await hands.press("ctrl+s")
        assert opened_by(path, "pnair") == ("Nair, Priya", "")
        assert opened_by(path, "priya")[0] == "priya", "only the new one is theirs"
        await hands.press("l")
        hands.input().value = ""
        await hands.press("ctrl+s")
        assert opened_by(path, "pnair")[0] == "pnair"
        assert "log-in: " not in hands.text
    assert small.desk.store.verify_journal() == []


async def test_only_an_administrator_writes_down_an_account(small: SmallOffice) -> None:
    priya = offices.at(small.desk, offices.TODAY, "Nair, Priya")
    async with at_the_desk(priya) as hands:
        await hands.open("person", "P-2")
        await hands.press("l")
        assert hands.place == "person", "told at once, before anything is typed"
        assert "is for: administrator. Ask Reed, Jo." in hands.message
        await hands.open("account", "P-2")
        await hands.type("root")
        await hands.press("ctrl+s")
        assert "An administrator says whose account it is. Ask Reed, Jo." in hands.words
    assert accounts(views.settings(small.desk.store)) == {}


async def test_a_guest_is_told_what_to_do(small: SmallOffice) -> None:
    guest = offices.at(small.desk, offices.TODAY, "somebody")
    async with at_the_desk(guest) as hands:
        assert hands.message == "▲ You are not in the list: ask an administrator, or start with --as NAME."
        assert "or start with --as NAME." in hands.text
    carer = offices.at(small.desk, offices.TODAY, "Adeyemi, Tola")
    async with at_the_desk(carer) as hands:
        assert "You hold no role here today: an administrator can add one (People)." in hands.text
    async with at_the_desk(small.desk) as hands:
        assert hands.message == ""


def opened_by(path: str, account: str) -> tuple[str, str]:
    """Return as whom an account of this computer opens an office, and what it is told."""
    desk = open_desk(path, account, offices.TODAY, account=account)
    found = desk.viewer.name, desk.guest_words
    desk.store.close()
    return found


async def test_a_name_is_needed(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("new-person")
        await hands.press("ctrl+s")
        assert "Enter name" in hands.text


async def test_a_role_is_added_and_ended(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("person", "P-7")
        await hands.press("a")
        await hands.type("ca")
        await hands.press("tab")
        await hands.type("1/12/2026")
        await hands.press("ctrl+s")
        spans = {each.role: each for each in register.spans(small.desk.store, 7)}
        assert len(spans) == 2
        assert "to come" in hands.text
        await hands.press("home", "e", "ctrl+s")
        ended = [each for each in register.spans(small.desk.store, 7) if each.last is not None]
        assert [each.last for each in ended] == [offices.TODAY]


async def test_a_last_day_before_the_first_is_refused(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("role", "P-7")
        await hands.type("c")
        await hands.go("to")
        await hands.type("1/11/2026")
        await hands.press("ctrl+s")
        assert "on or after its first day" in hands.words


@pytest.mark.rule("CC-24")
async def test_who_has_no_guidance_is_shown_by_g(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.press("4", "g")
        assert "2 without the complaints guidance" in hands.text
        assert "Adeyemi, Tola" in hands.text
        assert "Reed, Jo " not in hands.text.split("\n", 2)[2]
        await hands.press("g")
        assert "people in the office's list" in hands.text


async def test_a_persons_cases_are_opened_from_their_page(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("person", "P-6")
        assert "subject" in hands.text
        await hands.press("enter")
        assert hands.place == "case"
        assert small.carer in hands.text


@pytest.mark.rule("CC-32")
async def test_a_contact_is_written_down_for_all_letters(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.press("4", "o", "enter")
        hands.input().value = "Team, 01632 960999"
        await hands.press("ctrl+s")
        assert "Team, 01632 960999" in hands.text
    assert contact_list(views.settings(small.desk.store))["management team"] == "Team, 01632 960999"


@pytest.mark.rule("DY-08")
async def test_an_own_day_shows_what_it_moves_before_it_is_recorded(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("office")
        await hands.press("n")
        await hands.type("25/11/2026")
        await hands.press("tab", "tab")
        await hands.type("Office moves")
        await hands.press("ctrl+s")
        assert "Press Ctrl+S again to do it" in hands.words
        assert views.calendar_changes(small.desk.store) == []
        await hands.press("ctrl+s")
        assert [each.day for each in views.calendar_changes(small.desk.store)] == [date(2026, 11, 25)]
        assert "Office moves" in hands.text
    limits = {each.instance: each.due for each in reading.case_view(small.desk, small.carer).limits}
    assert limits["contact"] == date(2026, 11, 26)


async def test_five_questions_start_an_office_and_a_practice_office_beside_it(tmp_path: Path) -> None:
    app = FirstRunApp(tmp_path / "office.db")
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.press("ctrl+s")
        await settled(pilot)
    desk = app.return_value
    assert desk is not None
    assert (desk.office.practice, desk.office.nation) == (False, "england")
    assert "registered manager" in desk.viewer.roles
    founder = desk.viewer.name
    desk.store.close()
    user = system_user()
    again = open_desk(str(tmp_path / "office.db"), user, account=user)
    assert (again.viewer.name, again.viewer.known) == (founder, True)
    assert accounts(views.settings(again.store)) == {user: "P-1"}
    again.store.close()
    practice = open_desk(str(tmp_path / "practice.db"), "somebody")
    assert practice.office.practice
    assert reading.kinds(practice)
    practice.store.close()


async def test_where_something_lies_already_is_said_under_the_question(tmp_path: Path) -> None:
    (tmp_path / "office.db").write_text("mine", encoding="utf-8")
    app = FirstRunApp(tmp_path / "office.db")
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.press("ctrl+s")
        await settled(pilot)
        text = " ".join("\n".join(strip.text for strip in app.screen._compositor.render_strips()).split())
        assert "There is a file at" in text
        await pilot.press("escape")
    assert app.return_value is None
    assert (tmp_path / "office.db").read_text("utf-8") == "mine"
