"""Two people at one entry of the office, on the screens: theirs is told at the field, and mine is still there."""

from __future__ import annotations

from datetime import date

from sharedlives_tui import office, office_settings, often_used, signing_off
from sharedlives_tui.settings import accounts, contact_list
from sharedlives_tui.store import register, views
from sharedlives_tui.widgets.form import Form
from tests.screens import offices
from tests.screens.hands import Hands, at_the_desk
from tests.screens.offices import TODAY, SmallOffice

SANA = "Malik, Sana"
TOLD = "Not kept yet: it was changed meanwhile. Ctrl+S again puts yours in its place."


def told(hands: Hands) -> str:
    """What stands under the fields."""
    return " ".join(str(each.content) for each in hands.app.screen.query(".problem") if each.display)


def contact(small: SmallOffice) -> str:
    return contact_list(views.settings(small.desk.store))["duty line"]


async def again(hands: Hands) -> None:
    """Save it, be told, and save it again."""
    await hands.press("ctrl+s")
    assert hands.place == "short-form"
    assert TOLD in hands.message
    assert f"{SANA} changed this while you had it open" in told(hands)
    await hands.press("ctrl+s")
    assert hands.place != "short-form"


async def test_a_contact_that_was_changed_meanwhile_is_told_at_its_field(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("contact", "duty line")
        await hands.press("end")
        await hands.type(" or 999")
        office.set_contact(offices.at(small.desk, TODAY, SANA), "duty line", "Theirs, 01632 960555")
        await hands.press("ctrl+s")
        assert contact(small) == "Theirs, 01632 960555"
        assert "Now it is: Theirs, 01632 960555." in told(hands)
        assert " or 999" in hands.input().value
        office.set_contact(offices.at(small.desk, TODAY, SANA), "duty line", "Theirs again")
        await hands.press("ctrl+s")
        assert contact(small) == "Theirs again", "what was changed since is told as well"
        assert "Now it is: Theirs again." in told(hands)
        await hands.press("ctrl+s")
        assert hands.place == "today"
    assert contact(small).endswith(" or 999")


async def test_who_goes_back_after_being_told_leaves_theirs(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("contact", "duty line")
        await hands.type("Mine ")
        office.set_contact(offices.at(small.desk, TODAY, SANA), "duty line", "Theirs")
        await hands.press("ctrl+s", "escape", "escape")
        assert hands.place == "today"
    assert contact(small) == "Theirs"


async def test_a_number_that_was_changed_meanwhile_is_told_at_its_field(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("setting", "soon_calendar_days")
        await hands.press("end", "backspace", "5")
        office_settings.put(offices.at(small.desk, TODAY, SANA), "soon_calendar_days", "7")
        await again(hands)
    assert office_settings.value_of(small.desk, "soon_calendar_days") == "5"


async def test_a_text_that_was_changed_or_taken_away_meanwhile_is_told(small: SmallOffice) -> None:
    often_used.add(small.desk, "Support", ("complaint", "acknowledge", "support"), "We can help.")
    sana = offices.at(small.desk, TODAY, SANA)
    async with at_the_desk(small.desk) as hands:
        await hands.open("often-change", 1)
        await hands.go("text")
        await hands.type("Indeed: ")
        often_used.change(sana, 1, "Support", "Theirs")
        await again(hands)
        assert often_used.numbered(small.desk, 1).text == "Indeed: We can help."
        await hands.open("often-retire", 1)
        often_used.change(sana, 1, "Support", "Better")
        await again(hands)
        assert often_used.often_used(small.desk) == []
    often_used.add(small.desk, "Support", ("complaint", "acknowledge", "support"), "We can help.")
    async with at_the_desk(small.desk) as hands:
        await hands.open("often-change", 2)
        await hands.go("text")
        await hands.type("Mine: ")
        often_used.retire(sana, 2)
        await hands.press("ctrl+s")
        assert f"{SANA} took this text away while you had it open" in hands.words
        assert "Mine: We can help." in hands.text


async def test_a_log_in_and_a_role_that_were_changed_meanwhile_are_told(small: SmallOffice) -> None:
    tola = office.find_person(small.desk, "Adeyemi, Tola")
    with small.desk.store.writing(small.desk.recorder, small.desk.clock.now()) as writer:
        writer.add_role(int(office.find_person(small.desk, SANA)[2:]), "administrator", offices.BORN)
    sana = offices.at(small.desk, TODAY, SANA)
    async with at_the_desk(small.desk) as hands:
        await hands.open("account", tola)
        await hands.type("tola")
        office.set_account(sana, tola, "adeyemi")
        await again(hands)
        assert [each for each, who in accounts(views.settings(small.desk.store)).items() if who == tola] == ["tola"]
        await hands.open("end-role", tola, "carer")
        office.add_role(sana, tola, "carer", None, date(2026, 12, 31))
        await hands.press("ctrl+s")
        assert TOLD in hands.message
        assert "to Thu 31 Dec" in told(hands)
        assert register.spans(small.desk.store, int(tola[2:]))[0].last == date(2026, 12, 31)


async def test_a_choice_of_letters_that_was_changed_meanwhile_is_told(small: SmallOffice) -> None:
    with small.desk.store.writing(small.desk.recorder, small.desk.clock.now()) as writer:
        writer.add_role(int(office.find_person(small.desk, SANA)[2:]), "registered manager", offices.BORN)
    async with at_the_desk(small.desk) as hands:
        await hands.open("choose-sign-off", "complaint")
        await hands.go("wanted")
        await hands.press("n")
        assert hands.app.screen.query_one(Form).standing["wanted"] == "no"
        await hands.go("reason")
        await hands.type("As it was")
        signing_off.choose(offices.at(small.desk, TODAY, SANA), "complaint", True, "Trying it out")
        await again(hands)
    assert not next(each for each in signing_off.choices(small.desk) if each.what == "complaint").chosen
