"""Whoever opens the screens stands in the journal, once a start, and wakes nobody."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from sharedlives_tui import audit
from sharedlives_tui.store import Store
from sharedlives_tui.widgets.watch import Watch
from tests.screens import offices
from tests.screens.hands import at_the_desk
from tests.screens.offices import SmallOffice


def came_in(small: SmallOffice) -> int:
    sql = "SELECT count(*) FROM journal WHERE kind = 'audit' AND act = 'sign-in'"
    return int(small.desk.store.fetch(sql)[0][0])


async def test_who_opens_the_screens_is_told_once_and_nobody_is_woken(small: SmallOffice) -> None:
    other = Store.open(small.desk.store.path)
    watch = Watch(replace(small.desk, store=other))
    async with at_the_desk(small.desk) as hands:
        await hands.wait_a_bit(1.5)
        assert came_in(small) == 1
        await asyncio.to_thread(hands.app.come_in)
    assert came_in(small) == 1
    assert watch.changed() is False
    other.close()


async def test_who_is_quick_to_leave_was_there_as_well(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.rest()
        assert came_in(small) == 0
    assert came_in(small) == 1


async def test_the_journal_is_read_in_settings_and_by_person(small: SmallOffice) -> None:
    sana = offices.at(small.desk, offices.TODAY, "Malik, Sana")
    audit.signed_in(sana, "SSH key sana")
    audit.taken(small.desk, "letter", ref=small.carer, name="letter.docx")
    async with at_the_desk(small.desk, (120, 36)) as hands:
        await hands.open("settings")
        assert "Journal of what was done with the office" in hands.text
        await hands.open("journal")
        assert "came in (SSH key sana)" in hands.text
        assert f"took out: letter of {small.carer}, letter.docx" in hands.text
        await hands.press("f")
        await hands.press("f1")
        assert hands.place == "help", "what the field says stands there already: F1 shows the keys"
        await hands.press("escape")
        await hands.type("Malik")
        await hands.press("enter")
        await hands.press("ctrl+s")
        await hands.rest()
        assert "by Malik, Sana" in hands.text
        assert "came in (SSH key sana)" in hands.text
        assert "letter.docx" not in hands.text


async def test_an_officer_has_no_journal_in_settings_and_is_told_who_may_change_what(small: SmallOffice) -> None:
    sana = offices.at(small.desk, offices.TODAY, "Malik, Sana")
    async with at_the_desk(sana, (120, 36)) as hands:
        await hands.open("settings")
        assert "Journal of what was done" not in hands.text
        await hands.open("journal")
        assert "read the journal of the office is for" in hands.message
