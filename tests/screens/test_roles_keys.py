"""Footers, Help and the Menu offer what whoever sits there may do, and nothing that would only be refused."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from sharedlives_tui import clock, keymap, office
from sharedlives_tui.access import VERBS, Roles
from sharedlives_tui.clock import Clock
from sharedlives_tui.desk import Desk, open_desk
from sharedlives_tui.screens.help import card
from sharedlives_tui.widgets.footer import KeyFooter
from tests.screens import offices
from tests.screens.hands import Hands, at_the_desk
from tests.screens.offices import TODAY, SmallOffice

ROLES = {role.may: role.id for role in Roles.load().by_id.values() if role.office}.values()
"""One role of each sort."""
REFUSED = (" is for: ", "and record nothing", "is for people of the office", "for reading only")
"""How it is said that somebody may not do a thing."""


def somebody(small: SmallOffice, role: str) -> Desk:
    """The desk of somebody new who holds that role alone."""
    office.add_person(small.desk, "Weir, Ali", [(role, date(2026, 9, 1), None)])
    return offices.at(small.desk, TODAY, "Weir, Ali")


def shown(hands: Hands) -> list[str]:
    return [key.id for key in hands.app.screen.query_one(KeyFooter).shown]


async def pressed(hands: Hands, name: str) -> str:
    """Press a key of the footer; return what was said, back where it was pressed."""
    before = [*hands.app.screen_stack]
    await hands.press(keymap.press_in(keymap.BY_ID[name], hands.place))
    words = hands.message
    while len(hands.app.screen_stack) > len(before):
        await hands.press("escape")
    return words


@pytest.mark.parametrize("role", sorted(ROLES))
async def test_no_key_of_a_footer_is_refused_to_the_role_that_is_shown_it(small: SmallOffice, role: str) -> None:
    desk = somebody(small, role)
    openable = small.carer if role not in ("administrator", "panel member", "mediator") else ""
    places = [
        *(("today", ()), ("people", ()), ("office", ()), ("often-list", ())),
        ("person", (desk.recorder,)),
        *([("case", (openable,)), ("entry", (openable, 1))] if openable else []),
    ]
    async with at_the_desk(desk) as hands:
        for place, about in places:
            if place in ("people",):
                await hands.press("4")
            elif place != "today":
                await hands.open(place, *about)
            if place in ("people", "today"):
                await hands.rest()
            assert hands.place == place
            for name in shown(hands):
                words = "" if name == "back" else await pressed(hands, name)
                assert not any(each in words for each in REFUSED), f"{role}: {place}, {name}"
            while len(hands.app.screen_stack) > 1:
                await hands.press("escape")
            await hands.press("1")


async def test_what_an_inspector_is_shown(small: SmallOffice) -> None:
    async with at_the_desk(somebody(small, "inspector")) as hands:
        assert shown(hands) == ["list.open", "today.mine", "find", "help"]
        await hands.press("r")
        assert "record nothing" in hands.message, "whoever presses it all the same is told why"
        await hands.press("enter")
        assert shown(hands) == ["back", "case.why", "help"]
        await hands.press("question_mark")
        await hands.press("end")
        assert "What you cannot do here" in hands.words
        await hands.press("escape", "f9")
        await hands.type("record step")
        await hands.wait_a_bit(0.4)
        assert "Record step" not in hands.text


async def test_an_administrator_gives_accounts_and_is_told_what_to_do_in_an_empty_office(tmp_path: Path) -> None:
    clock = Clock(TODAY)
    desk = office.create_office(
        tmp_path / "office.db",
        name="Eastmoor scheme",
        nation="england",
        by_name="Reed, Jo",
        by_role="administrator",
        clock=clock,
        practice=True,
    )
    async with at_the_desk(desk) as hands:
        say = "No case is open to you. Press 4, then n, to add somebody of the office."
        for area in ("1", "2", "5"):
            await hands.press(area)
            await hands.wait_a_bit(0.2)
            assert say in hands.words
            assert "case.new" not in shown(hands)
        await hands.press("4", "enter")
        assert "person.account" in shown(hands)
        await hands.press("l")
        assert hands.place == "short-form"
    desk.store.close()


async def test_where_no_case_is_open_to_somebody_nothing_is_said_of_what_is_overdue(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 24, 9, tzinfo=UTC))
    path = str(tmp_path / "office.db")
    founder = {"by_name": "Reed, Jo", "by_role": "registered manager"}
    office.create_office(path, name="Eastmoor scheme", nation="england", **founder).store.close()
    for who, say in (("Temp Worker", "You are not in the list: ask"), ("Reed, Jo", "✓ Nothing is overdue.")):
        desk = open_desk(path, who)
        async with at_the_desk(desk) as hands:
            await hands.press("down", "down")  # a message would have gone with the first key
            assert say in hands.text.splitlines()[2]
            assert ("overdue" in hands.words) is (who == "Reed, Jo")
        desk.store.close()


def test_help_names_what_one_cannot_do_and_explains_the_rest() -> None:
    words = card("today", may=frozenset({"records", "export"})).plain
    assert "Log what came in as a new case." not in words
    assert "New case, Record step" in words
    assert "Show only my cases" in words
    assert "What you cannot do here" not in card("today").plain


def test_every_need_is_a_verb() -> None:
    assert {verb for key in keymap.KEYS for verb in key.needs} <= set(VERBS)


async def test_an_office_that_is_only_read_shows_no_key_that_writes(
    small: SmallOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Desk, "read_only", property(lambda _self: True))
    async with at_the_desk(small.desk) as hands:
        assert shown(hands) == ["list.open", "today.mine", "find", "help"]
        await hands.press("3")
        assert "calendar.export" in shown(hands), "what is read can be taken out"
