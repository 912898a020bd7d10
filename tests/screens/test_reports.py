"""Reports: who looks after how much, and the way from there to the cases."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sharedlives_tui import casework, own_settings
from sharedlives_tui.desk import Desk
from sharedlives_tui.performance import KindWork, Performance, Period, StepKept
from sharedlives_tui.requests import Record
from sharedlives_tui.safekeeping import noted_by_hand
from sharedlives_tui.screens.performance import _top as performance_top
from sharedlives_tui.screens.reports import _top as reports_top
from sharedlives_tui.store import views
from sharedlives_tui.store.basics import LISTED_STATES
from sharedlives_tui.store.performance import Kept
from sharedlives_tui.store.workload import OwnerLoad
from sharedlives_tui.widgets.virtual_list import VirtualList
from tests import desks
from tests.screens import offices, stories
from tests.screens.hands import Hands, at_the_desk
from tests.screens.offices import TODAY, SmallOffice
from tests.unit.test_workbook import cells


def line_of(hands: Hands, name: str) -> list[str]:
    return next(line.split() for line in hands.text.split("\n") if name in line.split("  ")[0])


async def test_owners_have_their_counts_and_enter_shows_their_cases(small: SmallOffice) -> None:
    offices.record(small.desk, small.letter, "owner", TODAY, owner="Nair, Priya")
    async with at_the_desk(small.desk) as hands:
        await hands.press("5")
        assert hands.place == "reports"
        assert line_of(hands, "Nair, Priya")[-1] == "1"
        today = views.today_groups(small.desk.store, small.desk.viewer, TODAY, small.desk.soon_until, owner=1)
        assert line_of(hands, "Reed, Jo")[2:5] == [
            str(today[state] or "·") for state in ("overdue", "today", "past_target")
        ]
        assert "6 open cases, each has an owner · 2 owners" in hands.text
        await hands.press("end", "enter")
        assert hands.place == "cases"
        assert "1 case: open, owner Nair, Priya" in hands.text
        assert small.letter in hands.text
        assert own_settings.filters("cases") == {}, "the person's own choices stay"
        assert "Esc: Reports" in hands.text
        await hands.press("escape")
        await hands.wait_a_bit(0.2)
        assert hands.place == "reports"
        await hands.press("2")
        await hands.wait_a_bit(0.2)
        assert "7 cases" in hands.text, "as one had chosen oneself"
        await hands.press("escape")
        assert hands.place == "cases", "the way back leads there once"


async def test_the_headings_stand_apart_and_over_their_numbers(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.press("5")
        heads = next(line for line in hands.text.split("\n") if line.startswith(" Owner"))
        found = re.split(r" {2,}", heads.strip())
        assert found == ["Owner", "overdue", "today", "past own", "soon", "on track", "open"]
        row = next(line for line in hands.text.split("\n") if line.startswith(" Reed, Jo"))
        ends = [found.end() for found in re.finditer(r"\S(?= |$)", row[26:])]
        assert [26 + end for end in ends] == [heads.index(each) + len(each) for each in found[1:]]


async def test_what_today_has_more_is_explained(small: SmallOffice) -> None:
    mo = offices.at(small.desk, TODAY)
    ref = offices.log(mo, TODAY, points=("The visit was missed",), event_on="2026-11-20")
    for act, values in (("acknowledge", desks.ACKNOWLEDGED), ("respond", desks.ANSWERED)):
        casework.record(mo, Record(ref, act, values))
    desk = small.desk
    groups = views.today_groups(desk.store, desk.viewer, desk.today, desk.soon_until)
    closed = groups["after_closing"]
    assert closed > 0
    async with at_the_desk(desk) as hands:
        await hands.press("5")
        await hands.wait_a_bit(0.3)
        assert f"{sum(groups.values()) - closed:,} open case" in hands.text
        assert f"Today lists {closed} more: {closed} closed case" in hands.text
        await hands.press("question_mark")
        assert "Closed cases" in hands.text


async def test_nobodys_cases_come_first_and_enter_shows_them(small: SmallOffice) -> None:
    with small.desk.store.writing("test", small.desk.clock.now()) as writer:
        row = offices_row(small.desk, small.carer)
        writer.save_case(row)
    async with at_the_desk(small.desk, (120, 36)) as hands:
        await hands.press("5")
        assert hands.text.split("\n")[5].startswith(" Nobody yet")
        assert "1 of them nobody's" in hands.text
        await hands.press("enter")
        assert "1 case: open, nobody's" in hands.text
        assert small.carer in hands.text


def offices_row(desk: Desk, ref: str):  # type: ignore[no-untyped-def]
    """The case without an owner, as an older program may have left it."""
    from dataclasses import replace

    found = views.case_by_ref(desk.store, desk.viewer, ref)
    assert found is not None
    return replace(found, owner=None)


async def test_what_one_may_not_see_is_in_nobodys_count(small: SmallOffice) -> None:
    async with at_the_desk(offices.at(small.desk, TODAY, "Nair, Priya")) as hands:
        await hands.press("5")
        assert "5 open cases" in hands.text


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_without_cases_there_is_nothing_to_count(empty_desk: Desk, size: tuple[int, int]) -> None:
    async with at_the_desk(empty_desk, size) as hands:
        await hands.press("5", "enter")
        assert "No case is open." in hands.text
        assert "0 open cases" in hands.text
        assert "each has an owner" not in hands.text, "nothing is claimed of no case"


async def test_a_period_is_shown_step_by_step_and_another_one_follows(small: SmallOffice) -> None:
    async with at_the_desk(small.desk, (120, 36)) as hands:
        await hands.press("5", "p")
        assert hands.place == "performance"
        assert "The last 12 months" in hands.text
        assert "COMPLAINTS: 6 received, 1 closed" in hands.text
        assert "Local resolution" in hands.words
        await hands.press("p", "p")
        assert "Last month" in hands.text
        assert "Thu 1 Oct 2026 to Sat 31 Oct 2026" in hands.text
        assert "COMPLAINTS: 1 received, 1 closed" in hands.text
        await hands.press("escape")
        assert hands.place == "reports"


async def test_enter_shows_the_cases_of_a_line(small: SmallOffice) -> None:
    async with at_the_desk(small.desk, (120, 36)) as hands:
        await hands.press("5", "p", "end", "enter")
        assert hands.place == "cases"
        assert "6 cases: received" in hands.text
        assert "Sun 1 Nov" in hands.text
        assert "Tue 24 Nov" in hands.text, "as far as the period goes"


async def test_enter_on_a_step_shows_the_cases_that_it_counts(small: SmallOffice) -> None:
    async with at_the_desk(small.desk, (120, 36)) as hands:
        await hands.press("5", "p")
        listed = hands.app.screen.query_one(VirtualList)
        assert listed.move_to("step\ncomplaint\nacknowledge ")
        await hands.press("enter")
        assert hands.place == "cases"
        assert "1 case: Acknowledge in writing" in hands.words
        assert "due 25 Nov 2025 to 24 Nov 2026" in hands.words
        assert small.hostile in hands.text
        assert small.carer not in hands.text, "its day is not over"
        await hands.press("f", "ctrl+s")
        assert "1 case: Acknowledge in writing" in hands.words, "what was chosen there stays while one narrows it"
        await hands.press("right")
        assert "due 25" not in hands.text, "a step is of one kind"
        await hands.press("escape")
        assert hands.place == "reports" or "case" in hands.words


async def test_another_period_begins_at_its_first_line(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.press("5", "p", "end", "p")
        assert "This month" in hands.text
        assert "COMPLAINTS:" in hands.text.split("\n")[6]


async def test_the_stages_are_named_whole_in_the_smallest_window(tmp_path: Path) -> None:
    scheme = stories.make_scheme(tmp_path)
    async with at_the_desk(scheme.desk) as hands:
        await hands.press("5", "p", "end")
        assert "Deapprovals: 4 open" in hands.text
        assert "Stage three: deapproval meeting " in hands.text


def test_large_counts_are_never_cut_in_the_smallest_window() -> None:
    step = StepKept("acknowledge", "Acknowledge in writing", target=False, kept=Kept(10_186, 1_104, 149))
    kinds = [KindWork("complaint", "Complaints", 6_217, 4_700, 1_629, [step], [])]
    found = Performance(Period("The last 12 months", TODAY, TODAY), TODAY, kinds, [])
    head = performance_top(found, 80).plain.split("\n")
    assert "1,629 open today" in head[1]
    assert head[2] == " Limits kept 10,186 of 11,439 (89%)"
    wide = performance_top(found, 120).plain.split("\n")
    assert wide[1].endswith("limits kept 10,186 of 11,439 (89%)")
    assert wide[2] == ""
    states = dict.fromkeys(LISTED_STATES, 0) | {"after_closing": 2_618_000}
    assert reports_top([OwnerLoad(1, "Reed", states, 0)], 80).plain.split("\n")[1].endswith("still to do.")
    assert all(len(line) <= 80 for line in (*head, *reports_top([OwnerLoad(1, "R", states, 0)], 80).plain.split("\n")))


async def test_e_saves_a_workbook(small: SmallOffice, own_surroundings: Path) -> None:
    documents = own_surroundings / "Documents"
    documents.mkdir()
    async with at_the_desk(small.desk, (120, 36)) as hands:
        await hands.press("5", "p", "e")
        (kept,) = documents.glob("*.xlsx")
        assert kept.name == "Performance 2025-11-25 to 2026-11-24.xlsx"
        assert "Saved as" in hands.message
    assert [row[0] for row in cells(kept.read_bytes(), 5)[1:]] == ["Reed, Jo"]
    noted = noted_by_hand(cells(kept.read_bytes(), 6)[1][0])
    assert noted is not None
    (then,) = small.desk.store.fetch("SELECT hash FROM journal WHERE seq = ?", (noted.row,))[0]
    (told,) = small.desk.store.fetch("SELECT seq FROM journal WHERE act = 'taken'")[0]
    assert noted.hash == then
    assert told > noted.row, "what tells of the report comes after its mark"


async def test_what_one_may_not_see_is_in_no_period(small: SmallOffice) -> None:
    async with at_the_desk(offices.at(small.desk, TODAY, "Nair, Priya")) as hands:
        await hands.press("5", "p")
        assert "COMPLAINTS: 5 received" in hands.text
