"""What all forms that are saved share: one write at a time, refusals in words; and what a new office is told."""

from __future__ import annotations

from pathlib import Path

from textual.widgets import Button

from sharedlives_tui import office, reading
from sharedlives_tui.app import OfficeApp
from sharedlives_tui.keymap import with_keys
from sharedlives_tui.requests import Problem, Refused
from sharedlives_tui.screens.first_run import NEXT
from sharedlives_tui.screens.writing import problems_of, words_of
from tests.screens.hands import at_the_desk
from tests.screens.offices import SmallOffice


async def test_a_new_office_is_told_what_to_do_next(tmp_path: Path) -> None:
    desk = office.create_office(tmp_path / "o.db", name="New", nation="wales", by_name="A", by_role="officer")
    app = OfficeApp(desk, with_keys(NEXT))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.pause()
        last_lines = "\n".join(strip.text for strip in app.screen._compositor.render_strips()[-2:])
        assert "4 People" in last_lines
        assert "o Our office holds the contacts for letters." in last_lines
        await pilot.press("4")
        await pilot.pause()
        await pilot.press("o")
        await pilot.pause()
        assert getattr(app.screen, "PLACE", "") == "office", "the keys are those that the words name"
    desk.store.close()


async def test_two_ctrl_s_in_one_burst_record_once(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("record", small.carer, "note")
        await hands.type("Once")
        screen = hands.app.screen
        screen.action_save()  # type: ignore[attr-defined]
        assert screen.query_one("#do", Button).disabled
        screen.action_save()  # type: ignore[attr-defined]
        screen.action_back()  # type: ignore[attr-defined]
        assert hands.app.screen is screen, "it is not left while it is being saved"
        await hands.rest()
        assert hands.place == "today"
    steps = [each.step for each in reading.case_view(small.desk, small.carer).entries]
    assert steps == ["received", "note"]


async def test_what_an_office_form_is_refused_for_is_counted_too(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("own-day")
        await hands.press("ctrl+s")
        assert "to put right." in hands.message
        assert "Ctrl+S" in hands.text.rstrip("\n").split("\n")[-1]


def test_a_lacking_contact_is_told_with_the_way_of_the_screens() -> None:
    refused = Refused(Problem("contact:ombudsman", "NT-12", "Our office lacks the contact of ombudsman."))
    assert problems_of(refused)[0].words == "Our office lacks the contact of ombudsman: 4 People, o Our office"
    assert words_of(refused) == problems_of(refused)[0].words
    assert words_of(Refused(Problem("on", "", "Say when."))) == "Say when."
