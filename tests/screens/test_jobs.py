"""The jobs of the day, with the key presses that each may cost, and what was recorded by them."""

from __future__ import annotations

from datetime import date

from sharedlives_tui import reading
from sharedlives_tui.screens.find import FindDialog
from sharedlives_tui.widgets.virtual_list import VirtualList
from tests.screens import offices
from tests.screens.hands import Hands, at_the_desk
from tests.screens.offices import SmallOffice


def last(small: SmallOffice, ref: str) -> tuple[str, date, str]:
    """The step, day and doer of the latest entry of a case."""
    entry = reading.case_view(small.desk, ref).entries[-1]
    return entry.step, entry.done_on, entry.done_by


async def test_what_is_overdue_is_seen_without_a_key(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        assert "▲ OVERDUE" in hands.text
        assert small.call in hands.text
        assert hands.count == 0


async def test_the_first_overdue_step_is_recorded_with_two_keys(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.press("r", "ctrl+s")
        assert hands.count == 2
        assert last(small, small.call) == ("call", offices.TODAY, offices.ME)
        assert reading.case_view(small.desk, small.call).status == "closed"
        assert "Recorded. Case closed. Ended: Call them." in hands.message
        assert small.call not in hands.text


async def test_a_step_for_a_named_person_costs_seven_keys(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.press("slash", "q", "u", "i", "enter", "r", "ctrl+s")
        assert hands.count == 7
        assert last(small, small.call)[0] == "call"
        assert hands.place == "case"
        assert "Recorded." in hands.message


async def test_a_complete_notice_costs_four_keys(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("case", small.letter)
        await hands.press("w", "ctrl+n", "ctrl+n", "ctrl+s")
        assert hands.count == 4
        assert hands.place == "case"
    entry = reading.case_view(small.desk, small.letter).entries[-1]
    assert entry.step == "restriction-letter"
    assert not entry.incomplete
    assert "Letters only" in entry.letter
    assert entry.values["method"] == "post"
    assert entry.values["to"] == ("Yeo, Ben",)


async def test_r_on_a_complete_letter_opens_its_last_part(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("case", small.letter)
        await hands.press("r")
        assert "[4 Record as sent]" in hands.text
        await hands.press("ctrl+s")
        assert hands.count == 2
        assert last(small, small.letter)[0] == "restriction-letter"
        assert hands.place == "case"


async def test_a_new_complaint_from_a_known_person_costs_twelve_keys(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.press("n", "enter", "b", "r", "i", "enter")
        await hands.press("tab")
        await hands.type("i")
        await hands.press("tab", "tab")
        await hands.type("the service")
        await hands.press("tab")
        await hands.type("Nobody came.")
        await hands.press("tab", "ctrl+s")
        assert hands.count == 12
        assert hands.place == "case"
        assert "Recorded as CO-0007." in hands.text
    case = reading.case_view(small.desk, "CO-0007")
    assert (case.type, case.title) == ("informal complaint", "Bright, Leon")
    assert case.entries[0].values["complainant_kind"] == "family"
    assert case.entries[0].values["account"] == "Nobody came."
    assert case.entries[0].values["about"] == ("the service",)


async def test_why_this_date_is_shown_and_y_tells_all_of_it(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("case", small.carer)
        await hands.wait_a_bit(0.1)
        assert "Fri 20 Nov 2026 + 2 working" in hands.text
        await hands.press("y")
        assert hands.place == "why"
        assert "CC-05" in hands.text
        await hands.press("escape")
        assert hands.place == "case"


async def test_undo_costs_two_keys_and_the_entry_stays_to_be_seen(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("case", small.letter)
        await hands.press("u", "enter")
        assert hands.count == 2
        entry = reading.case_view(small.desk, small.letter).entries[-1]
        assert (entry.step, entry.struck) == ("restrict", True)
        assert "Struck" in hands.message
        assert "· struck" in hands.text


async def test_undo_says_what_it_would_change_before(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("case", small.letter)
        await hands.press("u")
        assert "No longer to be done: Write of the restriction: Yeo, Ben" in hands.text
        await hands.press("escape")
        assert not reading.case_view(small.desk, small.letter).entries[-1].struck


async def test_what_opened_a_case_cannot_be_undone_but_corrected(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("case", small.carer)
        await hands.press("u")
        assert "can be corrected" in hands.message
        await hands.press("tab", "enter", "c")
        assert hands.place == "kept-form"
        await hands.type("Heard a day earlier")
        await hands.press("tab")
        await hands.type("19/11/2026")
        await hands.press("ctrl+s")
        case = reading.case_view(small.desk, small.carer)
        assert (case.entries[0].struck, case.opened_on) == (True, date(2026, 11, 19))
        assert "Acknowledge in writing: Tue 24 Nov 2026 becomes Mon 23 Nov 2026" in hands.message


async def test_a_note_of_ones_own(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("case", small.carer)
        await hands.press("a")
        await hands.type("Called, no answer.")
        await hands.press("ctrl+s")
        entry = reading.case_view(small.desk, small.carer).entries[-1]
        assert (entry.step, entry.values["text"]) == ("note", "Called, no answer.")
        await hands.press("tab", "tab", "tab", "tab")
        assert "Notes (1)" in hands.text
        assert "Called, no answer." in hands.text


async def test_another_owner(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("case", small.carer)
        await hands.press("o", "m", "a", "l", "enter", "ctrl+s")
        assert reading.case_view(small.desk, small.carer).owner_name == "Malik, Sana"
        assert "Owner Malik, Sana" in hands.text


async def test_other_actions_are_listed_by_name_and_recorded(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("case", small.carer)
        await hands.press("x")
        assert "Log a call" in hands.text
        while hands.app.screen.query_one(VirtualList).key != "call":
            await hands.pilot.press("down")
        await hands.press("enter")
        await hands.type("Told her who deals with it.")
        await hands.press("ctrl+s")
        assert last(small, small.carer)[0] == "call"


async def test_a_decision_is_opened_by_d(small: SmallOffice) -> None:
    born = offices.at(small.desk, date(2026, 11, 23))
    ref = offices.log(born, date(2026, 11, 23), event_on="2024-01-10", complainant=("Old, Amy",))
    async with at_the_desk(small.desk) as hands:
        await hands.open("case", small.carer)
        await hands.press("d")
        assert hands.place == "decide"
        assert "Deapprove" not in hands.text
        await hands.press("escape")
        await hands.open("case", ref)
        await hands.press("d")
        assert hands.place == "decide"
        assert "Old event: accept or decline" in hands.text
        assert "Decides Reed, Jo (registered manager)" in hands.words
        await hands.press("enter")
        assert hands.place == "record"
        assert "( ) accept   ( ) accept in part   ( ) decline" in hands.text


async def find(hands: Hands, words: str) -> str:
    await hands.press("slash")
    await hands.type(words)
    assert isinstance(hands.app.screen, FindDialog)
    return hands.text


async def test_find_shows_closed_cases_and_people_and_says_when_there_is_nothing(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        text = await find(hands, "tran")
        assert small.closed in text
        assert "closed" in text
        assert "PEOPLE" in text
        await hands.type("zzz")
        assert "Nothing matches ‘tranzzz’." in hands.text
        await hands.press("escape")
        assert hands.place == "today"


async def test_find_opens_a_person(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await find(hands, "cole")
        await hands.press("enter")
        assert hands.place == "person"
        assert "customer care" in hands.text


async def test_find_opens_what_comes_when_enter_is_quicker(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.pilot.press("slash", "q", "u", "i", "enter")
        await hands.rest()
        assert hands.place == "case"
        assert small.call in hands.text


async def test_who_it_is_about_finds_nothing_and_sees_the_letter_alone(small: SmallOffice) -> None:
    """RD-40."""
    desk = offices.at(small.desk, offices.TODAY, "Malik, Sana")
    offices.record(
        desk, small.staff, "tell-staff", offices.TODAY,
        by="Malik, Sana", nature="A visit that was missed", chance="By Friday", method="in person",
    )  # fmt: skip
    priya = offices.at(small.desk, offices.TODAY, "Nair, Priya")
    async with at_the_desk(priya) as hands:
        text = await find(hands, small.staff)
        assert "Nothing matches" in text
        await hands.press("escape")
        await hands.open("case", small.staff)
        assert "This case is about you" in hands.text
        assert "Zeller" not in hands.text
        assert "Timeline (1)" in hands.text
        await hands.press("r", "w", "a", "tab", "u")
        assert hands.place == "case"
        await hands.press("enter")
        assert "A visit that was" in hands.text
        assert "Correct" not in hands.text


async def test_a_case_that_is_not_there_is_said_in_words(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("case", "CO-9999")
        assert "There is no case CO-9999" in hands.text
        await hands.press("r", "w", "y", "x", "escape")
        assert hands.place == "today"


async def test_a_name_with_markup_is_shown_as_it_stands_wherever_it_stands(small: SmallOffice) -> None:
    name = "[bold]Eve[/nope] [@click=app.quit]x[/] {{ 1 }}"
    ref = offices.log(small.desk, offices.TODAY, complainant=(name,), account="a [/] b")
    (person,) = [each for each in reading.case_view(small.desk, ref).parties if each.part == "complainant"]
    async with at_the_desk(small.desk, (120, 36)) as hands:
        for screen, *about in (("case", ref), ("wizard", ref, "acknowledge"), ("person", person.person)):
            await hands.open(screen, *about)
            assert "[bold]Eve[/nope]" in hands.text, screen
            for key in ("tab", "tab", "tab"):
                await hands.press(key)
        await hands.press("escape", "escape", "escape", "4")
        assert "[bold]Eve[/nope]" in hands.text
        await find(hands, "eve")
        assert "[bold]Eve[/nope]" in hands.text


async def test_where_there_is_room_steps_and_timeline_stand_side_by_side(small: SmallOffice) -> None:
    async with at_the_desk(small.desk, (120, 36)) as hands:
        await hands.open("case", small.carer)
        await hands.wait_a_bit(0.1)
        line = next(each for each in hands.text.split("\n") if "What to do next" in each)
        assert "Timeline (1)" in line
        assert "Acknowledge in writing" in hands.text
        assert "y shows all." in hands.text
        await hands.press("w")
        assert "Dear Anna Kowalski" in hands.text
        assert "Who deals with it" in hands.text
