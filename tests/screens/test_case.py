"""The screen of a case: where the highlight goes after recording, the title's line, the gates, the panes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from rich.cells import cell_len

from sharedlives_tui import casework, office, reading
from sharedlives_tui.desk import Desk
from sharedlives_tui.requests import Record
from sharedlives_tui.screens.case_panes import PANES, panes_of
from sharedlives_tui.screens.case_rows import StepRows, title_line
from sharedlives_tui.screens.case_why import WhyBox
from sharedlives_tui.store import views
from sharedlives_tui.widgets.virtual_list import Heading, VirtualList
from tests.screens import offices
from tests.screens.hands import Hands, at_the_desk
from tests.screens.offices import ME, TODAY, SmallOffice


def of(hands: Hands, name: str) -> VirtualList:
    """The list of steps or of entries."""
    return hands.app.screen.query_one(f"#{name}", VirtualList)


def with_history(small: SmallOffice, notes: int = 12) -> None:
    """Fill the timeline of a case so that it does not fit."""
    for number in range(notes):
        offices.record(small.desk, small.carer, "note", date(2026, 11, 21), text=f"Note {number}")


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_the_timeline_takes_the_whole_window_and_gives_it_back(small: SmallOffice, size: tuple[int, int]) -> None:
    with_history(small, 30)
    async with at_the_desk(small.desk, size) as hands:
        await hands.open("case", small.carer)
        before, left = of(hands, "entries").size, hands.app.screen.query_one("#left")
        step = of(hands, "steps").key
        await hands.press("z")
        assert not left.region
        assert of(hands, "entries").has_focus
        larger = of(hands, "entries").size
        assert larger.height >= before.height + (7 if size[0] == 80 else 0)
        assert larger.width > before.width or size[0] == 80
        await hands.press("tab")
        assert not left.region, "the letters are as large"
        await hands.press("z")
        assert left.region
        assert of(hands, "entries").size == before
        await hands.press("z", "shift+tab", "shift+tab")
        assert of(hands, "steps").has_focus, "what to do next is to be seen where one goes to it"
        assert left.region
        assert of(hands, "steps").key == step


async def test_after_recording_the_first_due_step_and_the_newest_entry_are_shown(small: SmallOffice) -> None:
    with_history(small)
    async with at_the_desk(small.desk) as hands:
        await hands.open("case", small.carer)
        await hands.press("down", "down")
        first = reading.steps_view(small.desk, small.carer)[0].instance
        assert of(hands, "steps").key != first
        await hands.press("tab", "down", "down", "down", "shift+tab")
        await hands.open("record", small.carer, "note")
        await hands.go("text")
        await hands.type("The newest of all")
        await hands.press("ctrl+s")
        assert hands.place == "case"
        assert of(hands, "steps").key == first
        newest = max(each.id for each in reading.case_view(small.desk, small.carer).entries)
        assert of(hands, "entries").key == f"entry-{newest}"
        assert of(hands, "entries").scroll_offset.y == 0


async def test_what_others_record_moves_no_highlight_but_shows_on_top(small: SmallOffice) -> None:
    with_history(small)
    async with at_the_desk(small.desk) as hands:
        await hands.open("case", small.carer)
        await hands.press("down")
        step = of(hands, "steps").key
        casework.record(offices.at(small.desk, TODAY, "Malik, Sana"), Record(small.carer, "note", {"text": "Theirs"}))
        hands.app.announce()
        await hands.rest()
        assert of(hands, "steps").key == step
        assert of(hands, "entries").scroll_offset.y == 0
        await hands.press("tab", "down", "down")
        entry = of(hands, "entries").key
        casework.record(offices.at(small.desk, TODAY, "Malik, Sana"), Record(small.carer, "note", {"text": "Again"}))
        hands.app.announce()
        await hands.rest()
        assert of(hands, "entries").key == entry, "somebody reads there"


async def test_closing_says_that_the_case_is_closed_and_what_follows_stays_to_be_found(small: SmallOffice) -> None:
    answered: dict[str, Any] = {"answer": "It is put right", "put_right": "put right"}
    offices.record(small.desk, small.overdue, "tell-management", TODAY, matter="A taxi", resolved="yes", method="email")
    result = casework.record(small.desk, Record(small.overdue, "answer", answered, TODAY))
    assert result.closed
    assert not casework.record(small.desk, Record(small.overdue, "note", {"text": "Still closed"})).closed
    desk = small.desk
    ids = views.today_ids(desk.store, desk.viewer, desk.today, desk.soon_until)
    rows = views.today_rows_by_ids(desk.store, desk.viewer, ids, desk.today, desk.soon_until)
    row = next(each for each in rows if each.ref == small.overdue)
    assert row.state == "after_closing"
    after = [each for each in reading.steps_view(desk, small.overdue) if each.after_closing]
    assert row.step in {each.step for each in after}
    every = views.limits_all(desk.store, desk.viewer, desk.today, desk.soon_until)
    assert {each.step for each in every if each.ref == small.overdue} == {each.step for each in after}
    async with at_the_desk(desk) as hands:
        await hands.open("case", small.overdue)
        assert "✓ CLOSED 24 Nov 2026" in hands.text
        assert "AFTER CLOSING" in hands.text


def test_what_outlives_closing_is_work_like_any_other_until_the_case_is_closed(small: SmallOffice) -> None:
    case = reading.case_view(small.desk, small.carer)
    steps = [each for each in reading.steps_view(small.desk, small.carer) if each.kind == "step"]
    owed = replace(steps[0], instance="owed", after_closing=True, state="overdue", due=date(2026, 11, 20))
    still = StepRows(case, [owed, *steps[1:]], TODAY)
    assert not any(isinstance(still.row(at, 76), Heading) for at in range(still.count))
    assert "▲ OVERDUE" in title_line(case, [owed, *steps[1:]], 80).plain
    over = StepRows(replace(case, status="closed"), [*steps[1:], owed], TODAY)
    assert over.row(0, 76) == Heading("AFTER CLOSING")
    assert over.index_of("owed") == over.count - 1


@pytest.mark.parametrize("width", [80, 100, 120])
@pytest.mark.parametrize(
    "name", ["Hill, Ann", "Wolfeschlegelsteinhausenbergerdorff, Hubert Blaine, and all of his family"]
)
@pytest.mark.parametrize("closed", [None, date(2026, 11, 22)])
def test_the_title_fits_and_how_it_stands_is_whole(
    small: SmallOffice, width: int, name: str, closed: date | None
) -> None:
    case = reading.case_view(small.desk, small.carer)
    status = "closed" if closed else "open"
    case = replace(case, title=name, type="formal complaint", owner_name="Adeyemi-Kowalski, Olufunmilayo")
    line = title_line(replace(case, status=status, closed_on=closed), [], width).plain
    assert cell_len(line) <= width
    assert line.rstrip().endswith("✓ CLOSED 22 Nov 2026" if closed else "NO SET LIMIT")
    assert name[:20] in line
    assert ("(formal complaint)" in line) == (len(name) < 20 or width == 120)


async def test_of_a_long_sum_the_box_says_that_y_shows_the_rest(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("case", small.carer)
        box = hands.app.screen.query_one(WhyBox)
        await hands.wait_a_bit(0.2)
        short = replace(box._known[box._step.instance], sentences=("It is due.",), rules=())
        box.post_message(box.Looked(box._step, replace(short, sentences=("One more thing. " * 30,))))
        await hands.rest()
        assert "y: all of it" in hands.text
        box.post_message(box.Looked(box._step, short))
        await hands.rest()
        assert "y: all of it" not in hands.text


async def test_a_gate_names_the_step_to_record_first_by_its_name(small: SmallOffice) -> None:
    offices.record(small.desk, small.carer, "escalate", TODAY, to_stage="stage one", reason="Asked for")
    steps = reading.steps_view(small.desk, small.carer)
    gates = [words for each in steps for words in each.gates]
    assert "Name first who looks into it (record ‘Name who looks into it’)." in gates
    assert not [words for words in gates if "(step " in words]


def at_stage_two(desk: Desk, ref: str) -> None:
    """Bring a case to stage two: Casey Cole looked into it at stage one, Sena Holt reviews it."""
    office.add_person(desk, "Clark, Sam", [("customer care", offices.BORN, None)])
    offices.record(desk, ref, "escalate", TODAY, to_stage="stage one", reason="Asked for")
    offices.record(desk, ref, "name-investigator", TODAY, by="Cole, Casey", investigator=("Clark, Sam",))


def test_who_does_it_normally_means_whom_this_stage_named(small: SmallOffice) -> None:
    desk, ref = small.desk, small.staff
    at_stage_two(desk, ref)
    offices.record(desk, ref, "acknowledge-one", TODAY, by="Cole, Casey", **offices.full_acknowledgement(method="post"))
    found: dict[str, Any] = {"investigation": "The diary was read", "conclusions": "It is upheld", "answers": ("Yes",)}
    offices.record(desk, ref, "respond-one", TODAY, by="Clark, Sam", **found, method="post")
    offices.record(desk, ref, "stage-two", TODAY, by="Cole, Casey")
    respond = next(each for each in reading.steps_view(desk, ref) if each.step == "respond-two")
    assert respond.who == ("Clark, Sam",), "nobody is named at this stage yet"
    offices.record(desk, ref, "name-senior", TODAY, by="Cole, Casey", reviewer=("Holt, Sena",))
    respond = next(each for each in reading.steps_view(desk, ref) if each.step == "respond-two")
    assert respond.who == ("Holt, Sena",)


def test_each_pane_has_a_name_of_its_own_and_says_what_it_is_when_empty(small: SmallOffice) -> None:
    assert len({pane.name for pane in PANES}) == len(PANES)
    case = reading.case_view(small.desk, small.closed)
    for pane in PANES:
        assert pane.empty.endswith(".")
        assert 0 <= pane.count(case) <= len(pane.rows(case))


async def test_every_pane_is_reached_and_left_by_tab(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("case", small.carer)
        shown = panes_of(reading.case_view(small.desk, small.carer))
        assert {"Timeline", "Linked"} & {pane.name for pane in shown} == {"Timeline"}
        assert "Affected" not in {pane.name for pane in shown}, "it is left out where nobody is affected"
        for pane in shown:
            await hands.press("tab")
            assert of(hands, "entries").has_focus
            assert f"─ {pane.name} (" in hands.text
        await hands.press("tab")
        assert of(hands, "steps").has_focus
        await hands.press("shift+tab")
        assert f"─ {PANES[-1].name} (" in hands.text


async def test_the_office_of_the_viewer_is_whole_or_left_out(small: SmallOffice) -> None:
    for width in (80, 100, 120):
        async with at_the_desk(small.desk, (width, 24)) as hands:
            for screen in ("", "case"):
                if screen:
                    await hands.open(screen, small.carer)
                first = hands.text.split("\n")[0]
                assert ME in first
                assert "registered" not in first or "registered manager" in first
                assert "…" not in first
