"""Whatever else happens in a case: whom it waits for changes nothing of where it stands, and is always told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharedlives_tui.facts import Entry
from sharedlives_tui.progress import replay
from sharedlives_tui.waits import all_waits, waits
from tests.property.test_progress_property import (
    EVERY_KIND,
    FIRST,
    QUICK,
    RECORDED,
    days,
    lists,
    picture,
    procedure,
    revisions,
)

ACTS = ("wait", "wait-over")
FROM = 1000
"""Their numbers lie above those of the other entries."""


@st.composite
def with_waits(draw: st.DrawFn, others: list[Entry]) -> list[Entry]:
    """Entries that begin and end waits, some struck, some of which follow or replace any other."""
    found: list[Entry] = []
    for number in range(FROM, FROM + draw(st.integers(1, 5))):
        numbers = st.sampled_from([None, *(each.number for each in (*others, *found)), number])
        made = Entry(
            number,
            draw(st.sampled_from(ACTS)),
            draw(days),
            RECORDED,
            "P-2",
            "P-2",
            values={"wait_whom": draw(st.sampled_from(("GP", "Housing team"))), "side": "shared"},
            struck=draw(st.integers(0, 4)) == 0,
            replaces=draw(numbers) if draw(st.integers(0, 3)) == 0 else None,
        )
        found.append(replace(made, follows=draw(numbers)))
    return found


@pytest.mark.parametrize("kind", EVERY_KIND)
@pytest.mark.rule("DY-10")
@given(data=st.data())
@QUICK
def test_a_case_stands_the_same_with_waits_and_without(kind: str, data: st.DataObject) -> None:
    entries = [each for each in data.draw(lists(kind)) if each.act not in ACTS]
    more = [replace(each, replaces=None) for each in data.draw(with_waits(entries))]
    without = replay(procedure(kind), entries, revisions())
    with_them = replay(procedure(kind), [*entries, *more], revisions())
    one, other = picture(without), picture(with_them)
    assert [each for each in other.pop("taken") if each < FROM] == one.pop("taken")  # type: ignore[attr-defined]
    told = other.pop("outside")
    assert [each for each in told if each[0] not in ACTS] == one.pop("outside")  # type: ignore[attr-defined]
    assert one == other
    day = data.draw(days) + timedelta(30)
    states = [[each.state(found, day) for found in each.instances] for each in (without, with_them)]
    assert states[0] == states[1]


@pytest.mark.parametrize("kind", EVERY_KIND)
@given(data=st.data())
@QUICK
def test_whom_a_case_waits_for_is_told_whatever_the_entries_are(kind: str, data: st.DataObject) -> None:
    entries = [each for each in data.draw(lists(kind)) if each.act not in ACTS]
    more = data.draw(with_waits(entries))
    progress = replay(procedure(kind), [*entries, *more], revisions())
    begun = {each.number for each in progress.taken if each.act == "wait"}
    found = all_waits(progress)
    assert {each.begun.number for each in found} == begun
    assert len(found) == len(begun)
    for each in waits(progress):
        assert each.ended is None
        assert progress.status == "open"
        assert each.begun.done_on >= FIRST
