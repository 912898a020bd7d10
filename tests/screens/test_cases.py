"""Cases: all of them, narrowed and laid out as somebody chose, with the same keys as on Today."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sharedlives_tui import own_settings, reading
from sharedlives_tui.desk import Desk
from sharedlives_tui.screens.case_columns import COLUMNS, USUAL, layout
from sharedlives_tui.screens.case_filter import MINE, NOBODYS, CaseFilter
from sharedlives_tui.screens.cases import CasesScreen
from tests.desks import new_desk, open_complaint
from tests.screens import offices
from tests.screens.hands import Hands, at_the_desk
from tests.screens.offices import HOSTILE, TODAY, SmallOffice
from tests.unit.test_workbook import cells


def refs(hands: Hands) -> list[str]:
    """The references of the list, from top to bottom."""
    words = [word for line in hands.text.split("\n")[5:-1] for word in line.split()]
    return [word for word in words if word[:3] in ("CO-", "CB-", "GU-") and word[3:].isdigit()]


async def test_all_cases_are_there_the_closed_ones_too_newest_first(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.press("2")
        assert hands.place == "cases"
        assert "7 cases · newest first" in hands.text
        assert len(refs(hands)) == 7
        assert refs(hands)[-1] == small.closed
        row = next(line for line in hands.text.split("\n") if small.closed in line)
        assert "✓ closed" in row
        assert "Tran, Minh" in row


async def test_a_case_is_found_and_opened_in_four_keys(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.press("2", "f")
        await hands.type("kow")
        await hands.press("ctrl+s", "enter")
        assert hands.place == "case"
        assert small.carer in hands.text
        assert hands.count <= 4


async def test_what_was_chosen_is_remembered_until_escape_shows_everything(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.press("2", "f")
        await hands.type("tran")
        await hands.press("ctrl+s")
        assert "1 case: ‘tran’ · newest first" in hands.text
    async with at_the_desk(small.desk) as hands:
        await hands.press("2")
        assert refs(hands) == [small.closed]
        await hands.press("escape")
        assert "7 cases" in hands.text
        assert own_settings.filters("cases") == {}
        await hands.press("f")
        await hands.type("nobody at all")
        await hands.press("ctrl+s")
        assert "No cases match. Esc shows them all" in hands.words
        await hands.press("p")
        assert "· No cases match. Esc shows them all" in hands.words
        await hands.press("f", "f4")
        assert "7 cases" in hands.text


async def test_the_arrows_choose_a_kind_and_m_whose(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.press("2", "right")
        assert "[Complaints]" in hands.text
        assert small.call not in refs(hands)
        line = hands.text.split("\n")[2]
        await hands.pilot.click("#top", offset=(line.index(" All ") + 2, 0))
        await hands.rest()
        assert "[All]" in hands.text
        await hands.press("m")
        assert "7 cases: mine" in hands.text, "whoever logs a case owns it until somebody else does"
        await hands.press("m")
        assert "0 cases: nobody's" in hands.text
        await hands.press("m")
        assert "7 cases · newest first" in hands.text


async def test_days_and_a_state_narrow_the_list(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.press("2", "f")
        await hands.go("closed_from")
        await hands.type("1 oct")
        await hands.press("ctrl+s")
        assert "1 case: closed from Thu 1 Oct · last closed first" in hands.text
        await hands.press("f")
        await hands.go("closed_to")
        await hands.type("1 sep")
        await hands.press("ctrl+s")
        assert "before the first day" in hands.words
        await hands.press("f4", "f")
        await hands.go("state")
        await hands.type("ov")
        await hands.press("ctrl+s")
        assert small.overdue in refs(hands)
        assert small.closed not in refs(hands)


async def test_the_keys_of_today_work_on_the_highlighted_case(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.press("2", "f")
        await hands.type("quist")
        await hands.press("ctrl+s", "r")
        assert hands.place == "record"
        await hands.press("ctrl+s")
        assert hands.place == "cases"
        assert "✓ closed" in hands.text or "closed" in hands.message
        await hands.press("o", "escape")
        assert hands.place == "cases", "a procedure of the office's own may know no owners"
        await hands.press("c")
        assert f"{small.call} is copied." in hands.message
        assert hands.app.clipboard == small.call
        await hands.press("escape", "end")
        for key in ("r", "w", "y"):
            await hands.press(key)
            assert hands.place == "cases"
            assert f"No step of {small.closed} waits here" in hands.message
        await hands.press("home", "o")
        assert hands.place == "record"
        await hands.press("escape", "n")
        assert hands.place == "new"


async def test_columns_are_chosen_and_remembered(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.press("2", "v")
        await hands.press("space", "right", "right", "space", "ctrl+s")
        heading = hands.text.split("\n")[4]
        assert "Case" not in heading
        assert "Received" not in heading
        assert "Next step" in heading
    async with at_the_desk(small.desk, (120, 36)) as hands:
        await hands.press("2")
        assert "Received" not in hands.text.split("\n")[4]
        await hands.press("v", "f4")
        assert "Received" in hands.text.split("\n")[4]


async def test_what_one_may_not_see_is_not_in_the_list_nor_counted(small: SmallOffice) -> None:
    priya = offices.at(small.desk, TODAY, "Nair, Priya")
    async with at_the_desk(priya) as hands:
        await hands.press("2")
        assert "6 cases" in hands.text
        assert small.staff not in hands.text
        await hands.press("f")
        await hands.type("zeller")
        await hands.press("ctrl+s")
        assert "0 cases" in hands.text


async def test_hostile_names_are_shown_as_they_stand(small: SmallOffice) -> None:
    offices.log(small.desk, TODAY, complainant=(HOSTILE[:60],))
    async with at_the_desk(small.desk, (120, 36)) as hands:
        await hands.press("2")
        assert "[red]not markup[/red]" in hands.text


async def test_an_office_without_cases_says_what_to_do(empty_desk: Desk) -> None:
    async with at_the_desk(empty_desk) as hands:
        await hands.press("2")
        assert "No case is here yet. Press n to log what came in." in hands.text
        await hands.press("enter", "r", "c", "end", "o")
        assert hands.place == "cases"


async def test_somebody_who_is_not_in_the_list_owns_nothing(small: SmallOffice) -> None:
    stranger = offices.at(small.desk, TODAY, "Nobody Known")
    async with at_the_desk(stranger) as hands:
        await hands.press("2", "m")
        assert "nobody's" in hands.text


@pytest.mark.parametrize(
    "text",
    [
        'state = "late"\nwhose = "everybody\'s"\nowner = "P-"\nopened_from = "soon"\nwords = 7\nnothing = "x"',
        'columns = ["no such", 3]',
        "",
    ],
)
async def test_what_was_written_down_wrongly_narrows_nothing(small: SmallOffice, text: str) -> None:
    place = own_settings.own_file()
    place.parent.mkdir(parents=True)
    place.write_text(f"[filters.cases]\n{text}\n", encoding="utf-8")
    async with at_the_desk(small.desk) as hands:
        await hands.press("2")
        assert "7 cases" in hands.text


async def test_what_cannot_be_written_down_is_said(small: SmallOffice, own_surroundings: Path) -> None:
    place = own_settings.own_file()
    place.mkdir(parents=True)
    async with at_the_desk(small.desk) as hands:
        await hands.press("2", "m")
        assert "mine" in hands.text
        assert "Your settings" in hands.message


def test_choices_are_written_down_and_read_back() -> None:
    chosen = CaseFilter("a [b]", "complaint", "local", "overdue", NOBODYS, "", "2026-01-01", "2026-02-01")
    assert CaseFilter.recalled(chosen.remembered()) == chosen
    assert CaseFilter().remembered() == {}
    assert CaseFilter(whose=MINE).remembered() == {"whose": MINE}


@pytest.mark.parametrize("width", range(20, 200, 7))
def test_columns_fill_the_width_and_the_last_ones_are_left_out_first(width: int) -> None:
    everything = tuple(each.name for each in COLUMNS)
    for names in (USUAL, everything, ("closed",)):
        laid_out = layout(names, width)
        assert [column.name for column, _ in laid_out.columns] == list(names)[: len(names) - laid_out.left_out]
        assert sum(room for _, room in laid_out.columns) <= max(0, width - 17)
        assert all(room >= column.width for column, room in laid_out.columns)


async def test_kind_and_type_are_columns_of_their_own(small: SmallOffice) -> None:
    async with at_the_desk(small.desk, (140, 36)) as hands:
        await hands.press("2")
        await hands.wait_a_bit(0.3)
        heads = next(line for line in hands.text.split("\n") if "Received" in line)
        row = next(line for line in hands.text.split("\n") if small.carer in line)
        assert row[heads.index("Kind") :].startswith("Complaint ")
        assert row[heads.index("Type") :].startswith("informal complaint")


async def test_an_office_is_offered_the_kinds_that_it_has(small: SmallOffice, tmp_path: Path) -> None:
    assert reading.kinds_here(small.desk) >= {"complaint", "deapproval", "call-back"}, "usual, or with a case"
    assert not reading.kinds_here(small.desk) & {"joint-review", "carer-sharing"}
    body = new_desk(tmp_path / "body", office="membership-body")
    assert reading.kinds_here(body) == {"dispute"}
    async with at_the_desk(body) as hands:
        await hands.press("2")
        await hands.wait_a_bit(0.3)
        assert "Disputes" in hands.text
        assert "Complaints" not in hands.text
        await hands.press("1", "n")
        assert hands.text.index("Dispute") < hands.text.index("Complaint")
    open_complaint(body)
    assert reading.kinds_here(body) == {"dispute", "complaint"}


async def test_e_saves_the_cases_that_are_shown_and_no_other(small: SmallOffice, own_surroundings: Path) -> None:
    documents = own_surroundings / "Documents"
    documents.mkdir()
    async with at_the_desk(small.desk, (120, 36)) as hands:
        await hands.press("2", "f")
        await hands.type("kowal")
        await hands.press("ctrl+s", "e")
        await hands.wait_a_bit(0.2)
        (kept,) = documents.glob("*.xlsx")
        assert kept.name == "Cases 2026-11-24.xlsx"
        assert "Saved as" in hands.message
        shown = refs(hands)
    assert shown
    assert [row[0] for row in cells(kept.read_bytes(), 1)[1:]] == shown
    rows, head = re.fullmatch(r".*: row ([0-9]+) ([0-9a-f]{64}) .*", cells(kept.read_bytes(), 2)[1][0]).groups()
    assert small.desk.store.fetch("SELECT hash FROM journal WHERE seq = ?", (int(rows),))[0][0] == head


@pytest.mark.parametrize(("area", "name"), [("1", "Today"), ("3", "Calendar")])
async def test_f_elsewhere_chooses_cases_and_leads_back(small: SmallOffice, area: str, name: str) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.press(area, "f")
        assert "Show these cases" in hands.text
        await hands.press("escape")
        assert hands.place == name.lower(), "nothing was chosen"
        await hands.press("f")
        await hands.type("kowal")
        await hands.press("ctrl+s")
        assert hands.place == "cases"
        assert all("Kowalski" in line for line in hands.text.split("\n") if " CO-" in line)
        assert refs(hands)
        assert f"Esc: {name}" in hands.text
        assert own_settings.filters("cases") == {}, "what is remembered is one's own choice on Cases"
        await hands.press("escape")
        assert hands.place == name.lower()
        await hands.press("2")
        assert len(refs(hands)) > 1, "Cases is as it was"


async def test_f_on_today_begins_with_what_today_shows(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.press("right", "m", "f", "ctrl+s")
        shown = hands.app.screen
        assert isinstance(shown, CasesScreen)
        assert shown.filter == CaseFilter(kind="complaint", state="open", whose=MINE)


async def test_where_none_matches_it_is_said_where_escape_leads(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        for area, back in (("1", "Esc goes back to Today"), ("2", "Esc shows them all")):
            await hands.press(area, "f")
            await hands.type("nobody at all")
            await hands.press("ctrl+s")
            assert f"No cases match. {back}; f chooses others." in hands.text
            await hands.press("escape")
            assert ("No cases match" in hands.text) is False


async def test_e_saves_nothing_where_no_case_is_shown(small: SmallOffice, own_surroundings: Path) -> None:
    (own_surroundings / "Documents").mkdir()
    async with at_the_desk(small.desk) as hands:
        await hands.press("2", "f")
        await hands.type("nobody at all")
        await hands.press("ctrl+s", "e")
        assert "No cases match." in hands.message
    assert not list(own_surroundings.rglob("*.xlsx"))
