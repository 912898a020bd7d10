"""Whoever opens the screens stands in the journal, once a start, and wakes nobody."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from sharedlives_tui.store import Store
from sharedlives_tui.widgets.watch import Watch
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
