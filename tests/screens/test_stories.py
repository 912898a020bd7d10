"""Deapprovals and disputes by the keyboard alone: deciding, the days of the carer, plans, linked cases, copies."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from docx import Document

from sharedlives_tui import casework, deciding, office, reading
from sharedlives_tui.caseviews import ImpactRow, StageView
from sharedlives_tui.requests import Attach, OpenCase, Record
from sharedlives_tui.screens.case import CaseScreen
from sharedlives_tui.screens.case_box import PaneBox
from sharedlives_tui.screens.case_panes import PANES
from sharedlives_tui.widgets.stage_track import track
from sharedlives_tui.widgets.virtual_list import VirtualList
from tests.screens import stories
from tests.screens.hands import Hands, at_the_desk
from tests.screens.stories import SENIOR, TODAY, Stories

WIDE = (120, 36)


@pytest.fixture(scope="session")
def scheme_once(tmp_path_factory: pytest.TempPathFactory) -> Stories:
    made = stories.make_scheme(tmp_path_factory.mktemp("scheme"))
    made.desk.store.close()
    return made


@pytest.fixture(scope="session")
def body_once(tmp_path_factory: pytest.TempPathFactory) -> Stories:
    made = stories.make_body(tmp_path_factory.mktemp("body"))
    made.desk.store.close()
    return made


@pytest.fixture
def scheme(scheme_once: Stories, tmp_path: Path) -> Iterator[Stories]:
    """A scheme's office with deapprovals in stage three, in stage four, and withheld."""
    copied = stories.copy_of(scheme_once, tmp_path / "office")
    yield copied
    copied.desk.store.close()


@pytest.fixture
def body(body_once: Stories, tmp_path: Path) -> Iterator[Stories]:
    """A membership body's office with a dispute."""
    copied = stories.copy_of(body_once, tmp_path / "office")
    yield copied
    copied.desk.store.close()


@pytest.fixture
def papers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where documents are saved."""
    folder = tmp_path / "documents"
    folder.mkdir()
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(folder))
    return folder


async def highlight(hands: Hands, key: str) -> None:
    """Move the highlight of the list that has the focus to a row, without counting."""
    focused = hands.app.screen.focused
    assert isinstance(focused, VirtualList)
    for _ in range(60):
        if focused.key == key:
            break
        await hands.pilot.press("down")
    await hands.rest()
    assert focused.key == key


def inside(hands: Hands) -> str:
    """What stands in the dialog on top, as one line."""
    frame = hands.app.screen.query_one(".frame").region
    rows = hands.text.split("\n")[frame.y + 1 : frame.bottom - 1]
    return " ".join(" ".join(row[frame.x + 1 : frame.right - 1] for row in rows).split())


async def to_pane(hands: Hands, name: str) -> PaneBox:
    """Go on with Tab to a pane of the case."""
    box = hands.app.screen.query_one(PaneBox)
    for _ in range(len(PANES) + 1):
        await hands.press("tab")
        if box.pane.name == name and box.entries.has_focus:
            return box
    raise AssertionError(f"there is no pane {name}")


# ---------------------------------------------------------------- deciding


async def test_a_decision_costs_three_keys_and_typing_from_today(scheme: Stories) -> None:
    async with at_the_desk(scheme.desk) as hands:
        await highlight(hands, scheme.to_continue)
        await hands.press("d")
        assert "Decide on the approval" in hands.text
        await hands.press("enter")
        assert hands.place == "record"
        await hands.type("c")  # picks: continuing approval
        await hands.press("ctrl+s")
        assert hands.count == 3
        assert hands.place == "today"
        assert "Recorded." in hands.message
    entry = reading.case_view(scheme.desk, scheme.to_continue).entries[-1]
    assert (entry.step, entry.values["decision"]) == ("decide", "continuing approval")


async def test_before_deciding_what_weighs_most_stands_first(scheme: Stories) -> None:
    async with at_the_desk(scheme.desk) as hands:
        await hands.open("case", scheme.to_decide)
        await hands.press("d")
        rows = hands.text.split("\n")
        places = [
            next((at for at, row in enumerate(rows) if words in row), -1)
            for words in (
                "Decide on the approval",
                "by Thu 26 Nov 2026 (in 2 days)",
                "Decides                 Rae Registered (registered manager)",
                "THE PANEL'S RECOMMENDATION   Thu 12 Nov 2026",
                "Recommendation          deapproval",
                "Basis                   Her answer shows no change",
                "PERSONS AFFECTED   2 supported",
            )
        ]
        assert places == sorted(places)
        assert -1 not in places
        assert "There is more to read" in hands.text
        assert "Underlying reasons" not in hands.text
        await hands.press("down")
        places = [hands.text.index(each) for each in ("▲ Sid Supported", "Sam Supported ", "Linked cases ")]
        assert places == sorted(places)
        assert "▲ Sid Supported no plan on record" in inside(hands)
        assert "Sam Supported lives there. Stays with a neighbour" in inside(hands)
        assert "Linked cases CO-0001" in inside(hands)
        await hands.press("down")
        assert "On hold or running none" in inside(hands)
        await hands.press("down", "down", "down", "down")
        assert "Concerns substantiated yes" in inside(hands)
        assert "There is more to read" not in hands.text


async def test_whom_the_case_bars_from_a_decision_is_named_with_the_reason(scheme: Stories) -> None:
    """DA-38: who sat on the panel hears no appeal."""
    office.add_role(scheme.desk, SENIOR, "head of service", date(2026, 11, 1), None)
    came = Record(scheme.decided, "appeal", {"grounds": "The panel did not read her letter"}, TODAY, stories.OFFICER)
    casework.record(scheme.desk, came)
    async with at_the_desk(scheme.desk) as hands:
        await hands.open("decide", scheme.decided, "appeal-answer")
        assert "Decides Ser Vice (head of service)" in inside(hands)
        views = {each.instance: each for each in deciding.decisions_view(scheme.desk, scheme.decided)}
        (barred,) = [each for each in views["appeal-answer"].people if each.why_not]
        assert "× Sena Senior may" in inside(hands)
        assert barred.why_not[:20] in inside(hands)
        assert "Decide and write the letter" in inside(hands)


async def test_what_a_departing_decision_needs_is_asked_once_it_departs(scheme: Stories) -> None:
    async with at_the_desk(scheme.desk) as hands:
        await hands.open("record", scheme.to_decide, "decide")
        assert "departs from the" not in inside(hands)
        await hands.type("c")
        label = "Why the decision ▌ departs from the ▌ recommendation"
        assert label in inside(hands)
        assert f"{label} (optional)" not in inside(hands)
        await hands.press("ctrl+s")
        assert "1 thing to put right" in hands.message
        await hands.go("departure")
        await hands.type("A sitter is found")
        await hands.press("ctrl+s")
        assert reading.case_view(scheme.desk, scheme.to_decide).entries[-1].values["departure"] == "A sitter is found"


async def test_no_deapproval_without_the_plan_of_each_person(scheme: Stories) -> None:
    """DA-18."""
    async with at_the_desk(scheme.desk) as hands:
        await hands.open("record", scheme.to_decide, "decide")
        await hands.press("right", "right", "right")
        assert "(•) deapproval" in hands.text
        await hands.go("ground")
        await hands.type("g")
        await hands.press("ctrl+s")
        assert hands.place == "record"
        assert "Record first the plan of each person supported" in inside(hands)
    assert reading.case_view(scheme.desk, scheme.to_decide).stage == "three"


async def test_where_nothing_is_to_be_decided_the_dialog_says_what_to_do(body: Stories) -> None:
    async with at_the_desk(body.desk) as hands:
        await hands.open("case", body.dispute)
        await hands.press("d")
        assert "No decision waits in this case, and none can be taken now." in inside(hands)


# ---------------------------------------------------------------- the days of the carer


async def test_a_late_outcome_letter_says_the_days_left_and_longer_is_given_first(scheme: Stories) -> None:
    """DA-16, RD-01: the decision was on 19 November, the letter goes on 24 November."""
    left = "until Thu 3 Dec 2026 (it began on Thu 19 Nov 2026 and has 14 days); 9 days are left"
    async with at_the_desk(scheme.desk) as hands:
        await hands.open("wizard", scheme.decided, "outcome-letter")
        assert left in hands.words
        await hands.go("outcome_words")
        await hands.type("They heard both")
        await hands.go("actions_words")
        await hands.type("Sam moves in May")
        await hands.go("window_enough")
        await hands.type("g")  # give longer
        await hands.press("ctrl+n")
        assert left in hands.words
        await hands.press("ctrl+n")
        assert left in hands.words, "before it is recorded"
        await hands.press("ctrl+s")
        assert hands.place == "wizard"
        assert "Give the carer longer first (record ‘Give the carer longer to appeal’)." in hands.words
        await hands.press("escape", "escape", "escape")

        await hands.open("record", scheme.decided, "lengthen-window")
        assert left in inside(hands)
        await hands.go("appeal_by")
        await hands.press("home")
        await hands.press(*["delete"] * 12)
        await hands.type("10/12/2026")
        await hands.go("reason")
        await hands.type("The letter left late")
        await hands.press("ctrl+s")
        assert hands.place == "today"

        await hands.open("wizard", scheme.decided, "outcome-letter")
        assert "until Thu 10 Dec 2026" in hands.words
        assert "16 days are left" in hands.words
        await hands.press("ctrl+n", "ctrl+n", "ctrl+s")
    case = reading.case_view(scheme.desk, scheme.decided)
    letter = case.entries[-1]
    assert letter.step == "outcome-letter"
    assert "10 December 2026" in letter.letter
    assert next(each for each in case.limits if each.instance == "appeal-window").until == date(2026, 12, 10)


# ---------------------------------------------------------------- panes and linked cases


async def test_enter_on_somebody_without_a_plan_records_it(scheme: Stories) -> None:
    async with at_the_desk(scheme.desk) as hands:
        await hands.open("case", scheme.to_decide)
        box = await to_pane(hands, "Affected")
        assert "no plan on record" in hands.text
        key = next(each for each in (f"plan-{row.instance}" for row in affected(scheme)) if each != "plan-")
        await highlight(hands, key)
        await hands.press("enter")
        assert hands.place == "record"
        assert "Sid Supported" in hands.text
        await hands.type("r")  # respite or short breaks
        await hands.go("plan_words")
        await hands.type("Weekends with his aunt")
        await hands.press("ctrl+s")
        assert hands.place == "case"
        assert box.pane.name == "Affected"
        assert "no plan on record" not in hands.text
        assert any("Weekends with his aunt" in words for row in affected(scheme) for _, words in row.facts)
        await highlight(hands, f"person-{affected(scheme)[0].person}")
        await hands.press("enter")
        assert hands.place == "person"


def affected(scheme: Stories) -> list[ImpactRow]:
    """The persons of the case that waits for a decision."""
    return list(reading.case_view(scheme.desk, scheme.to_decide).affected)


async def test_linked_cases_are_walked_both_ways(scheme: Stories) -> None:
    def here(hands: Hands) -> str:
        screen = hands.app.screen
        assert isinstance(screen, CaseScreen)
        return screen.ref

    async with at_the_desk(scheme.desk) as hands:
        await hands.open("case", scheme.complaint)
        await hands.press("l")
        assert here(hands) == scheme.to_decide
        await hands.press("escape")
        assert here(hands) == scheme.complaint
        await hands.press("l", "l")
        assert here(hands) == scheme.complaint
        await hands.press("escape")
        assert here(hands) == scheme.to_decide
        box = await to_pane(hands, "Linked")
        assert box.entries.key == f"case-{scheme.complaint}"
        await hands.press("enter")
        assert here(hands) == scheme.complaint
        await hands.open("case", scheme.decided)
        await hands.press("l")
        assert "No case is linked. x, Link another case." in hands.message


@pytest.mark.parametrize("size", [(80, 24), WIDE])
async def test_stages_stand_whole_on_their_line(scheme: Stories, size: tuple[int, int]) -> None:
    async with at_the_desk(scheme.desk, size) as hands:
        for ref, here in (
            (scheme.withheld, "[▶ 1 Working on it together]"),
            (scheme.to_decide, "[▶ 3 Deapproval meeting]"),
            (scheme.decided, "[▶ 4 Right of appeal]"),
        ):
            await hands.open("case", ref)
            line = next(row for row in hands.text.split("\n") if "▶" in row)
            assert here in line
            assert "…" not in line
            assert "Leaving" not in line
            assert line.rstrip().endswith(("4", "4 Right of appeal", "4 Right of appeal]"))


async def test_a_carer_who_leaves_has_no_stages_before(scheme: Stories) -> None:
    leaving = OpenCase(
        "deapproval",
        {
            "way_in": "own wish",
            "carer": ("Carl Carer",),
            "account": "Moves away",
            "ends_on": "2026-12-31",
            "notice_of": "the approval",
        },
    )
    ref = casework.open_case(scheme.desk_of(stories.OFFICER), leaving).ref
    assert [(each.id, each.place) for each in reading.case_view(scheme.desk, ref).stages] == [("leaving", "current")]
    async with at_the_desk(scheme.desk) as hands:
        await hands.open("case", ref)
        assert "[▶ Leaving at their own wish]" in hands.text


# ---------------------------------------------------------------- copies for a person


async def test_copies_are_looked_at_and_saved(scheme: Stories, papers: Path) -> None:
    scan = b"%PDF-1.4 made up"
    casework.attach(scheme.desk, Attach(scheme.decided, "letter from the nurse.pdf", scan))
    confided = Record(scheme.decided, "note", {"text": "His sister told us of rows", "in_confidence": "yes"})
    casework.record(scheme.desk, confided)
    async with at_the_desk(scheme.desk) as hands:
        await hands.open("case", scheme.decided)
        await hands.press("b")
        assert hands.place == "copies"
        assert "For Colin Carer (whom it is about)" in hands.text
        assert "1 of " not in hands.text, "nobody else in this case has a right to copies of it"
        assert "▲ Left out: 1 record" in hands.text
        assert "in confidence" in inside(hands)
        assert "sister" not in hands.text
        assert "What goes in:" in hands.text
        await hands.press("f2")
        assert hands.count == 2
        assert "✓ Saved as" in hands.text
        assert "with 1 file beside it" in inside(hands)
        assert "Read it before it goes." in inside(hands)
        assert "When it has gone, record" in inside(hands)
    document, file = sorted(papers.iterdir(), key=lambda each: len(each.name))
    assert document.name == f"{scheme.decided} copies for Colin Carer.docx"
    assert file.name.startswith(document.stem)
    assert "nurse" not in file.name
    assert file.read_bytes() == scan
    words = "\n".join(each.text for each in Document(str(document)).paragraphs)
    assert "Copies of your records" in words
    assert "sister" not in words


async def test_copies_saved_twice_write_nothing_over(scheme: Stories, papers: Path) -> None:
    async with at_the_desk(scheme.desk) as hands:
        await hands.open("copies", scheme.decided)
        await hands.press("f2", "f2")
        assert "(2).docx" in inside(hands)
    assert len([*papers.iterdir()]) == 2


async def test_what_is_withheld_for_now_is_refused_in_words(scheme: Stories, papers: Path) -> None:
    """E-10."""
    async with at_the_desk(scheme.desk) as hands:
        await hands.open("case", scheme.withheld)
        await hands.press("b")
        assert "withheld from them by a manager's decision. Lift that first" in inside(hands)
        assert "Save as Word" not in hands.text
        await hands.press("f2")
    assert [*papers.iterdir()] == []


# ---------------------------------------------------------------- e-mails


async def test_the_next_steps_of_a_dispute_are_confirmed_with_four_keys(body: Stories) -> None:
    """NT-37."""
    async with at_the_desk(body.desk) as hands:
        assert body.dispute in hands.text
        await highlight(hands, body.dispute)
        await hands.press("w", "ctrl+n", "ctrl+n", "ctrl+s")
        assert hands.count == 4
        assert hands.place == "today"
    entry = reading.case_view(body.desk, body.dispute).entries[-1]
    assert (entry.step, entry.values["method"]) == ("confirm-steps", "email")
    assert "Collect the payment slips" in entry.letter


async def test_a_letter_is_saved_as_an_e_mail_that_is_not_sent(body: Stories, papers: Path) -> None:
    async with at_the_desk(body.desk) as hands:
        await hands.open("wizard", body.dispute, "confirm-steps")
        await hands.press("ctrl+o")
        assert "Open it in your mail program, put in the address, and send it." in hands.message
        await hands.press("ctrl+n", "ctrl+n", "ctrl+s")
        await hands.open("case", body.dispute)
        number = reading.case_view(body.desk, body.dispute).entries[-1].id
        await hands.open("entry", body.dispute, number)
        await hands.press("ctrl+o")
        assert "Open it in your mail program" in hands.message
    drafts = sorted(papers.iterdir())
    assert [each.suffix for each in drafts] == [".eml", ".eml"]
    for each in drafts:
        mail = message_from_bytes(each.read_bytes(), policy=default)
        assert mail["X-Unsent"] == "1"
        assert mail["To"] is None
        body_part = mail.get_body(("plain",))
        assert body_part is not None
        assert "Collect the payment slips" in body_part.get_content()
        assert [part.get_filename()[-5:] for part in mail.iter_attachments()] == [".docx"]


# ---------------------------------------------------------------- who sees a dispute


async def test_a_dispute_is_nowhere_for_somebody_who_may_not_see_it(body: Stories) -> None:
    """DI-16, RD-25."""
    async with at_the_desk(body.desk_of("Ada Admin")) as hands:
        assert body.dispute not in hands.text
        assert "Disputes 1" not in hands.text
        assert "All 0" in hands.text
        await hands.press("slash")
        await hands.type("cara")
        assert body.dispute not in hands.text
        await hands.press("escape")
        await hands.open("case", body.dispute)
        unknown = hands.text.replace(body.dispute, "DI-0099")
        await hands.press("escape")
        await hands.open("case", "DI-0099")
        assert hands.text == unknown, "as a case that does not exist"
        assert "Payments" not in unknown
        await hands.press("b", "d", "w", "r", "l")
        assert hands.place == "case"


async def test_a_side_that_may_look_sees_what_is_shared_alone(body: Stories) -> None:
    """DI-16."""
    asked = Record(body.dispute, "viewer", {"who": ("Mo Manager",)})
    casework.record(body.desk, asked)
    async with at_the_desk(body.desk_of("Mo Manager")) as hands:
        assert body.dispute in hands.text
        await hands.open("case", body.dispute)
        await to_pane(hands, "Notes")
        assert "Both want it settled by Christmas" in hands.words
        assert "the rent" not in hands.text
    seen = reading.case_view(body.desk_of("Mo Manager"), body.dispute)
    assert "the rent" not in str(seen)


# ---------------------------------------------------------------- what fits on a line


def test_stages_lose_whole_names_where_there_is_less_room() -> None:
    names = ("Stage one: working on it", "Stage two: review meeting", "Stage three: the panel", "Stage four: appeal")
    stages = [
        StageView(str(at), name, place)
        for at, (name, place) in enumerate(zip(names, ("done", "skipped", "current", "ahead"), strict=True))
    ]
    assert track(stages).plain == (
        "✓ 1 Working on it ── 2 Review meeting: skipped ── [▶ 3 The panel] ── 4 Appeal"
    )  # fmt: skip
    assert track(stages, 70).plain == "✓ 1 Working on it ── 2 skipped ── [▶ 3 The panel] ── 4 Appeal"
    assert track(stages, 50).plain == "✓ 1 ── 2 skipped ── [▶ 3 The panel] ── 4 Appeal"
    assert track(stages, 45).plain == "✓ 1 ─ 2 skipped ─ [▶ 3 The panel] ─ 4 Appeal", "closer, and no name is lost"
    assert track(stages[2:3]).plain == "[▶ The panel]"


async def test_the_kinds_of_today_are_turned_through_with_their_counts(scheme: Stories) -> None:
    async with at_the_desk(scheme.desk) as hands:
        line = " ".join(hands.text.split("\n")[3].split())
        assert line.startswith("←→ [All 5] Complaints 1")
        assert "Deapprovals 4" in line
        await hands.press("right")
        assert "[Complaints 1]" in hands.text
        assert scheme.complaint in hands.text
        assert scheme.to_decide not in hands.text
        seen = []
        for _ in range(8):
            await hands.press("right")
            row = hands.text.split("\n")[3]
            seen.append(row[row.index("[") + 1 : row.index("]")])
            assert "…" not in row
        assert seen[:2] == ["Disputes 0", "Deapprovals 4"]
        assert "All 5" in seen
