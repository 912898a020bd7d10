"""A day's walk through the office by the keyboard: what is asked, what stands in the lists, what keys do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sharedlives_tui import casework, office, people_search, reading
from sharedlives_tui.caseviews import StageView
from sharedlives_tui.facts import Value
from sharedlives_tui.requests import Correct, Record
from sharedlives_tui.widgets.fields import TextField
from sharedlives_tui.widgets.form import Form
from sharedlives_tui.widgets.stage_track import track
from tests import desks
from tests.screens import stories
from tests.screens.hands import at_the_desk
from tests.screens.stage import around, field, running
from tests.screens.stories import Stories


@pytest.fixture(scope="module")
def body_made(tmp_path_factory: pytest.TempPathFactory) -> Stories:
    made = stories.make_body(tmp_path_factory.mktemp("body"))
    office.add_person(made.desk_of("Ada Admin"), "Dora Vine", [("mediator", stories.TODAY, None)])
    made.desk.store.close()
    return made


@pytest.fixture(scope="module")
def scheme_made(tmp_path_factory: pytest.TempPathFactory) -> Stories:
    made = stories.make_scheme(tmp_path_factory.mktemp("scheme"))
    made.desk.store.close()
    return made


@pytest.fixture
def body(body_made: Stories, tmp_path: Path) -> Iterator[Stories]:
    """A membership body's office with a dispute."""
    made = stories.copy_of(body_made, tmp_path / "body")
    yield made
    made.desk.store.close()


@pytest.fixture
def scheme(scheme_made: Stories, tmp_path: Path) -> Iterator[Stories]:
    """A scheme's office with deapprovals."""
    made = stories.copy_of(scheme_made, tmp_path / "scheme")
    yield made
    made.desk.store.close()


# ---------------------------------------------------------------- who does an agreed step


async def test_a_first_name_in_an_agreed_step_is_asked_or_counts(body: Stories) -> None:
    """DI-05, RD-23."""
    async with at_the_desk(body.desk) as hands:
        await hands.open("record", body.dispute, "more-steps")
        await hands.type("Ring the bank | Dora | +9")
        await hands.press("ctrl+s")
        assert "Dora: do you mean Dora Vine?" in hands.words
        assert hands.place == "record"
        hands.count = 0
        await hands.press(*["backspace"] * len("Dora | +9"))
        await hands.type("Mina | +9")
        await hands.press("ctrl+s")
        assert hands.place != "record"
    kept = reading.case_view(body.desk, body.dispute).entries[-1]
    assert kept.values["steps"] == ("Ring the bank | Mina Mediator | Thu 3 Dec 2026",)


# ---------------------------------------------------------------- what is left after closing


def end_as_recommended(made: Stories) -> None:
    """The approval goes on, and the carer is told so: the case is closed."""
    goes_on: dict[str, Value] = {"decision": "continuing approval"}
    told: dict[str, Value] = {"outcome_words": "She may go on", "actions_words": "Nothing", "method": "post"}
    for act, values in (("decide", goes_on), ("outcome-letter", told)):
        casework.record(made.desk, Record(made.to_continue, act, values, sent_incomplete=True))


def steps_of(made: Stories) -> set[str]:
    """The open steps of the case whose approval goes on."""
    return {each.step for each in reading.steps_view(made.desk, made.to_continue) if each.kind == "step"}


async def test_a_closed_case_asks_for_nothing_that_nobody_needs_any_more(scheme: Stories) -> None:
    """DA-18, DA-37: no plan where the approval goes on, no recommendation once the decision is told."""
    added: dict[str, Value] = {"people_added": ("Sid Supported",), "taking_part": "person supported"}
    casework.record(scheme.desk, Record(scheme.to_continue, "party", added))
    assert {"plan", "send-recommendation"} <= steps_of(scheme)
    end_as_recommended(scheme)
    case = reading.case_view(scheme.desk, scheme.to_continue)
    assert case.status == "closed"
    assert not steps_of(scheme) & {"plan", "tell-person", "send-recommendation"}
    async with at_the_desk(scheme.desk) as hands:
        await hands.open("case", scheme.to_continue)
        assert "AFTER CLOSING" in hands.text
        assert "Sid Supported" not in hands.text
        assert "Send the recommendation" not in hands.text


async def test_what_is_left_after_closing_is_the_last_group_of_today(scheme: Stories) -> None:
    desk = scheme.desk_of("Mo Manager")
    ref = desks.open_complaint(desk).ref
    for act, values in (("acknowledge", desks.ACKNOWLEDGED), ("respond", desks.ANSWERED)):
        casework.record(desk, Record(ref, act, values))
    for size in ((80, 24), (120, 36)):
        async with at_the_desk(desk, size) as hands:
            await hands.press("end")
            assert "AFTER CLOSING, NO DATE (1)" in hands.text
            assert any("no date" in line and ref in line for line in hands.text.splitlines())


# ---------------------------------------------------------------- what was agreed, in lists


async def test_today_says_what_was_agreed_and_not_that_something_was(body: Stories) -> None:
    """DI-05, RD-48: the words of the step, cut to the column, without a name that is withheld."""
    casework.record(body.desk, Record(body.dispute, "confirm-steps", {"method": "email"}))
    async with at_the_desk(body.desk) as hands:
        assert any(body.dispute in line and "Draft a letter" in line for line in hands.text.splitlines())
        assert "Do what was agreed" not in hands.text
        assert "Draft a letter: due Mon 30 Nov 2026" in hands.text
    first = reading.case_view(body.desk, body.dispute).entries[0].id
    withheld: dict[str, Value] = {"names_withheld": ("Colin Carer",)}
    casework.correct(body.desk, Correct(body.dispute, first, "He asks for it", values=withheld))
    words: dict[str, Value] = {"steps": ("Ring Colin Carer | Mina | +1",)}
    casework.record(body.desk, Record(body.dispute, "more-steps", words))
    async with at_the_desk(body.desk, (120, 36)) as hands:
        assert "Ring a member of the group" in hands.text
        assert "Ring Colin" not in hands.text


# ---------------------------------------------------------------- what an earlier letter said


async def test_the_second_invitation_begins_with_what_the_first_one_said(scheme: Stories) -> None:
    """DA-28, NT-29: taken over, marked so, free to change; dates are asked anew."""
    ref = stories.raise_concern(scheme.desk, "Carl Carer", ("Sam Supported",))
    story = stories._deapproval("Carl Carer", stories.GRAVE)
    acts = [each.name for each in story]
    stories.play(scheme.desk, ref, story[: acts.index("panel-notice")])
    for size in ((80, 24), (120, 36)):
        async with at_the_desk(scheme.desk, size) as hands:
            await hands.open("wizard", ref, "panel-notice")
            await hands.go("companion")
            assert "A friend" in hands.text
            assert "5 answers are taken over from earlier letters of the case: check each." in hands.words
            assert "Taken over from ‘Send review meeting notice’, Wed 2 Sep 2026:" in hands.text
    step = next(each for each in reading.steps_view(scheme.desk, ref) if each.step == "panel-notice")
    taken = {"concerns_words", "companion", "purpose", "present", "copies_words"}
    assert taken <= set(step.prefilled)
    assert step.prefilled["copies_words"] == "The daily book"
    assert step.prefilled["panel_day"] == "2026-11-12", "its own day"
    asked = {each.name: each.help for each in step.fields}
    assert "Taken over" not in asked["panel_day"]


# ---------------------------------------------------------------- decisions and letters


async def test_a_letter_that_tells_a_decision_is_sent_and_not_decided_again(scheme: Stories) -> None:
    """DA-15: it is decided; Decide offers the letter."""
    async with at_the_desk(scheme.desk) as hands:
        await hands.open("decide", scheme.decided, "outcome-letter")
        assert "Send the letter" in hands.text
        assert "Record the decision" not in hands.text
        assert "It is decided; the letter tells it." in hands.text
        assert "Signs" in hands.text


async def test_w_on_today_says_in_one_line_that_a_step_needs_no_letter(body: Stories) -> None:
    casework.record(body.desk, Record(body.dispute, "confirm-steps", {"method": "email"}))
    async with at_the_desk(body.desk) as hands:
        await hands.press("w")
        assert hands.place == "today"
        assert hands.message.endswith("This step needs no letter. r records it.")
        assert "Draft a letter" in hands.text


# ---------------------------------------------------------------- small words and small forms


async def test_somebody_new_is_called_by_name_and_enter_adds_them(scheme: Stories) -> None:
    async with at_the_desk(scheme.desk) as hands:
        await hands.open("new-person")
        await hands.type("Vine, Dora")
        await hands.press("enter")
        assert "Leave it for somebody without a role" in hands.words
        await hands.press("enter", "enter", "enter")
        assert hands.place != "short-form", "Enter in the last field adds them"
        (found,) = people_search.person_matches(scheme.desk, "Vine, Dora")
        await hands.open("person", found[0])
        masthead = hands.text.splitlines()[0]
        assert "People › Vine, D" in masthead
        assert found[0] not in masthead


async def test_what_was_chosen_is_not_taken_back_by_the_list_of_people(scheme: Stories) -> None:
    async with at_the_desk(scheme.desk, (100, 40)) as hands:
        await hands.open("new", "complaint")
        form = hands.app.screen.query_one(Form)
        form.put("complainant_kind", "other")
        form.put("complainant", ("P-12",))
        form.post_message(Form.Touched(form))
        await hands.rest()
        assert form.values()["complainant_kind"] == "other"


@pytest.mark.parametrize(("width", "narrow"), [(40, True), (100, False)])
async def test_a_narrow_form_has_its_labels_above_the_fields(width: int, narrow: bool) -> None:
    fields = [field("assessment_words", "long text", label="What the assessment says of the house and the room")]
    async with running(lambda: Form(fields, {}, around()), size=(width, 24)) as (_, form, _pilot):
        label, part = form.query_one(".label"), form.query_one(TextField)
        assert (label.region.bottom <= part.region.y) is narrow
        assert part.region.width > 30


def test_no_stage_loses_its_name_while_they_can_stand_closer() -> None:
    names = ("working on it together", "review meeting", "deapproval meeting", "appeal")
    words = ("one", "two", "three", "four")
    stages = [
        StageView(word, f"Stage {word}: {name}", "current" if word == "one" else "ahead")
        for word, name in zip(words, names, strict=True)
    ]
    line = track(stages, 78)
    assert line.cell_length <= 78
    assert all(f"{number} {name.capitalize()}" in line.plain for number, name in enumerate(names, start=1))


def test_an_opening_tells_of_nothing_that_nobody_saw_open(scheme: Stories) -> None:
    assert desks.open_complaint(scheme.desk_of("Mo Manager")).ended == ()
