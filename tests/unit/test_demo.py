"""The practice office: in every state on any day, the same each time, sound, and never over a real one."""

from __future__ import annotations

import shutil
import sqlite3
import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sharedlives_tui import demo, demo_bulk, office, reading
from sharedlives_tui.access import Viewer
from sharedlives_tui.calendars import load_calendar
from sharedlives_tui.casework import check
from sharedlives_tui.clock import Clock
from sharedlives_tui.demo_stories import Teller, acts_of
from sharedlives_tui.desk import Desk, viewer_of
from sharedlives_tui.library import Library
from sharedlives_tui.requests import Refused
from sharedlives_tui.resources import read_text
from sharedlives_tui.store import Exists, LimitRow, PersonRow, PracticeOnly, Store, register, views
from sharedlives_tui.store.bulk import CASES_AT_ONCE, many
from sharedlives_tui.store.rows import LISTED_STATES

TUESDAY = date(2026, 11, 24)
DAYS = {
    "a Tuesday": TUESDAY,
    "a Friday": date(2026, 6, 5),
    "a Saturday": date(2026, 11, 21),
    "a Sunday between Christmas and New Year": date(2026, 12, 27),
    "New Year's Day": date(2027, 1, 1),
    "Easter Sunday": date(2027, 3, 28),
    "the day after Easter": date(2027, 3, 30),
    "the day before the leap day": date(2028, 2, 28),
}


@pytest.fixture(scope="module")
def scheme(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The practice office of a scheme, made once."""
    path = tmp_path_factory.mktemp("scheme") / "practice.db"
    demo.make(path, today=TUESDAY).store.close()
    return path


@pytest.fixture
def made(scheme: Path, tmp_path: Path) -> Iterator[Desk]:
    shutil.copy(scheme, tmp_path / "practice.db")
    desk = demo.open_or_make(tmp_path / "practice.db", today=TUESDAY)
    yield desk
    desk.store.close()


@pytest.fixture(scope="module")
def both(scheme: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Desk]]:
    """The practice office of each kind; nothing here writes to them."""
    folder = tmp_path_factory.mktemp("both")
    shutil.copy(scheme, folder / f"{SCHEME}.db")
    desks = {kind: demo.open_or_make(folder / f"{kind}.db", today=TUESDAY, kind=kind) for kind in demo.STORIES}
    yield desks
    for desk in desks.values():
        desk.store.close()


def seen_by(desk: Desk, name: str) -> Viewer:
    return viewer_of(desk.store, name, desk.today)


def groups(desk: Desk, name: str) -> dict[str, int]:
    soon = load_calendar(desk.office.nation).soon_until(desk.today)
    return views.today_groups(desk.store, seen_by(desk, name), desk.today, soon)


@pytest.mark.parametrize("day", DAYS.values(), ids=DAYS.keys())
def test_the_list_shows_every_state_on_any_day(tmp_path: Path, day: date) -> None:
    desk = demo.make(tmp_path / "practice.db", today=day)
    with desk.store:
        counts = groups(desk, "D. Marsh")
        assert list(counts) == list(LISTED_STATES)
        assert {state: count for state, count in counts.items() if count == 0} == {}
        assert counts["overdue"] >= 3
        assert check(desk) == []
        last = desk.store.fetch("SELECT max(done_on), max(recorded_at) FROM journal")[0]
        assert last[0] < day.isoformat()
        assert last[1] < day.isoformat()


def test_it_is_a_practice_office_of_its_manager(made: Desk) -> None:
    assert made.office.practice
    assert made.viewer.name == demo.manager()
    assert "registered manager" in made.viewer.roles
    assert not made.read_only
    assert made.today == TUESDAY


def test_the_stories_cover_the_work(made: Desk) -> None:
    cases = views.all_cases(made.store)
    complaints = [each for each in cases if each.kind == "complaint"]
    assert len(complaints) >= 24
    assert {each.type for each in complaints} == {
        *("concern", "informal complaint", "formal complaint", "compliment", "comment")
    }
    assert {each.stage for each in complaints} == {"local", "one", "two", "ombudsman"}
    assert {each.status for each in complaints} == {"open", "closed"}
    assert {each.kind for each in cases} == {"complaint", "guidance", "deapproval", "dispute", "joint-review"}
    limits = [each for row in cases for each in views.limits_of(made.store, row.id)]
    assert {each.how for each in limits} >= {"met", "met late", "withdrawn", "overtaken", "not possible", ""}
    incomplete = "SELECT count(*) FROM words WHERE json_array_length(body, '$.incomplete') > 0"
    assert made.store.fetch(incomplete)[0][0] == 1
    assert made.store.fetch("SELECT count(*) FROM case_link")[0][0] == 6
    assert made.store.fetch("SELECT count(*) FROM journal WHERE substr(recorded_at, 1, 10) > done_on")[0][0] >= 2


# -- each stage of each procedure, and the moments that people practise on -----------------------------------------

SCHEME, MEMBERSHIP = "scheme", "membership-body"
MOMENTS = {
    "a concern that the manager has not agreed to talk about": (SCHEME, "deapproval", "agree-talk", ""),
    "a talk with its review date": (SCHEME, "deapproval", "review-measures", "talk"),
    "an investigation, one allegation put": (SCHEME, "deapproval", "investigate", "put-allegation"),
    "an investigation, one allegation still to be put": (SCHEME, "deapproval", "put-allegation", "put-allegation"),
    "an allegation that is withheld": (SCHEME, "deapproval", "put-later", "put-allegation"),
    "a review meeting of which the carer was told": (SCHEME, "deapproval", "hold-review", "review-notice"),
    "a report to which the carer may respond": (SCHEME, "deapproval", "carer-response", "report"),
    "a proposal with the head of care": (SCHEME, "deapproval", "head-of-care", "to-head-of-care"),
    "a panel that is named": (SCHEME, "deapproval", "hold-panel", "arrange-panel"),
    "a decision that waits, one plan made": (SCHEME, "deapproval", "decide", "plan"),
    "a decision that waits, one plan not made": (SCHEME, "deapproval", "plan", "recommend"),
    "a window in which the carer may appeal": (SCHEME, "deapproval", "appeal-window", "outcome-letter"),
    "an appeal to be answered": (SCHEME, "deapproval", "appeal-answer", "pass-on"),
    "an approval that ended at once": (SCHEME, "deapproval", "appeal-window", "immediate-letter"),
    "a carer who leaves at their own wish": (SCHEME, "deapproval", "end-approval", "confirm-notice"),
    "a hold on arrangements": (SCHEME, "deapproval", "review-hold", "hold-letter"),
    "a promise that follows the answer": (SCHEME, "complaint", "keep-promise", "respond"),
    "a promise that was kept": (SCHEME, "complaint", "tell-promise", "keep-promise"),
    "a challenged record to decide on": (SCHEME, "complaint", "answer-challenge", "answer-challenge"),
    "a correction to send": (SCHEME, "complaint", "send-correction", "answer-challenge"),
    "a dispute kept for a mediator from outside": (SCHEME, "dispute", "agreed-step", "take-on"),
    "late payments, a letter without a reply": (MEMBERSHIP, "dispute", "await-reply", "help-letter"),
    "a carer apart from her scheme, a meeting planned": (MEMBERSHIP, "dispute", "meeting", "signpost-formal"),
    "new forms, a resolution put to both sides": (MEMBERSHIP, "dispute", "party-answer", "positions"),
    "next steps to confirm by e-mail": (MEMBERSHIP, "dispute", "confirm-steps", "agree-steps"),
    "a dispute that nobody has taken on": (MEMBERSHIP, "dispute", "take-on", ""),
    "a joint review": (MEMBERSHIP, "joint-review", "bring-result", "meet"),
    "a joint review of which a promise is left": (MEMBERSHIP, "joint-review", "promised", "bring-result"),
}
"""Office, kind of case, a step that is open, and one of the same case that was done (none if empty)."""


@pytest.mark.parametrize("moment", MOMENTS.values(), ids=MOMENTS.keys())
def test_what_people_practise_on_is_there(both: dict[str, Desk], moment: tuple[str, str, str, str]) -> None:
    where, kind, open_step, done = moment
    store = both[where].store
    limits = [views.limits_of(store, each.id) for each in views.all_cases(store) if each.kind == kind]

    def steps(rows: list[LimitRow], *ends: str) -> set[str]:
        return {each.step for each in rows if each.how in ends} | {""}

    assert any(open_step in steps(rows, "") and done in steps(rows, "met", "met late") for rows in limits)


@pytest.mark.parametrize(
    ("where", "kinds"), [(SCHEME, ("complaint", "deapproval", "guidance")), (MEMBERSHIP, ("dispute", "joint-review"))]
)
def test_each_stage_of_each_procedure_has_an_open_case(
    both: dict[str, Desk], where: str, kinds: tuple[str, ...]
) -> None:
    cases = views.all_cases(both[where].store)
    for kind in kinds:
        version = Library().in_force(kind, TUESDAY)
        assert version is not None
        stages = {each.id for each in version.procedure.stages}
        assert {each.stage for each in cases if each.kind == kind and each.status == "open"} == stages
        assert any(each.kind == kind and each.status == "closed" for each in cases), kind


@pytest.mark.rule("DA-16", "RD-01")
def test_one_outcome_letter_left_days_after_the_decision(both: dict[str, Desk]) -> None:
    store = both[SCHEME].store
    rows = [each for case in views.all_cases(store) for each in views.limits_of(store, case.id)]
    assert [each.how for each in rows if each.step == "outcome-letter"].count("met late") == 1


@pytest.mark.parametrize("day", [TUESDAY, DAYS["a Sunday between Christmas and New Year"], DAYS["Easter Sunday"]])
def test_the_mediators_office_is_sound_on_any_day(tmp_path: Path, day: date) -> None:
    desk = demo.make(tmp_path / "practice.db", today=day, kind=MEMBERSHIP)
    with desk.store:
        assert (desk.office.kind, desk.office.practice) == (MEMBERSHIP, True)
        assert desk.viewer.name == demo.manager(MEMBERSHIP)
        assert "mediator" in desk.viewer.roles
        counts = groups(desk, desk.viewer.name)
        assert {"overdue", "soon"} <= {state for state, count in counts.items() if count}
        assert check(desk) == []


@pytest.mark.rule("DI-16")
def test_a_mediators_case_and_private_note_are_theirs_alone(both: dict[str, Desk]) -> None:
    desk = both[MEMBERSHIP]
    disputes = [each for each in views.all_cases(desk.store) if each.kind == "dispute"]
    seen = {
        name: {each.ref for each in disputes if views.case_by_ref(desk.store, seen_by(desk, name), each.ref)}
        for name in ("Una Prentice", "Iwan Foster", "Shreya Dutta", "Marion Teale", "Joan Prior")
    }
    assert len(seen["Una Prentice"]) == len(disputes) - 1
    assert len(seen["Shreya Dutta"]) == 1
    assert not seen["Shreya Dutta"] & (seen["Una Prentice"] | seen["Iwan Foster"])
    assert seen["Iwan Foster"] < seen["Una Prentice"]
    assert seen["Marion Teale"] == seen["Joan Prior"] == set()
    payments = next(each.ref for each in disputes if each.owner and "Dilys Morgan" in each.title)
    told = [each for each in reading.case_view(desk, payments).entries if each.step == "note"]
    logged = Desk(desk.store, seen_by(desk, "Bea Lomax"), desk.clock, desk.papers)
    assert [each.values["side"] for each in told] == ["private"]
    assert [each for each in reading.case_view(logged, payments).entries if each.step == "note"] == []


@pytest.mark.rule("DI-16", "RD-25")
def test_a_dispute_in_the_schemes_office_is_seen_by_its_keeper_alone(both: dict[str, Desk]) -> None:
    desk = both[SCHEME]
    kept = next(each.ref for each in views.all_cases(desk.store) if each.kind == "dispute")
    names = [row[0] for row in desk.store.fetch("SELECT name FROM person")]
    assert [each for each in names if views.case_by_ref(desk.store, seen_by(desk, each), kept)] == [
        "P. Nair",
        "Una Prentice",
    ]


def test_the_mediators_office_is_opened_as_it_is_and_not_as_another(tmp_path: Path) -> None:
    path = tmp_path / "practice.db"
    demo.make(path, today=TUESDAY, kind=MEMBERSHIP).store.close()
    with demo.open_or_make(path, today=TUESDAY).store as store:
        assert store.office.kind == MEMBERSHIP
    desk = demo.open_or_make(path, today=TUESDAY)
    desk.store.close()
    assert desk.viewer.name == demo.manager(MEMBERSHIP)
    with pytest.raises(Refused, match="is a membership body's. Name another file"):
        demo.open_or_make(path, today=TUESDAY, kind=SCHEME)


@pytest.mark.parametrize(("cases", "kind"), [(500, MEMBERSHIP), (0, "choir")])
def test_an_office_of_which_there_are_no_stories_is_refused(tmp_path: Path, cases: int, kind: str) -> None:
    with pytest.raises(Refused):
        demo.make(tmp_path / "practice.db", cases=cases, today=TUESDAY, kind=kind)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.rule("CC-19", "RD-40")
@pytest.mark.parametrize("name", ["J. Reed", "S. Malik"])
def test_whom_a_story_is_about_does_not_see_it(made: Desk, name: str) -> None:
    number = int(register.exact(made.store, name)[0])
    about = [
        row
        for row in views.all_cases(made.store)
        if any(each.person_id == number and each.part == "subject" for each in views.parties(made.store, row.id))
    ]
    assert len(about) == 1
    assert views.case_by_ref(made.store, seen_by(made, name), about[0].ref) is None
    assert views.case_by_ref(made.store, seen_by(made, "D. Marsh"), about[0].ref) is not None


def contents(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Return all rows of a file; of the journal without the hashes, and of the words without their salt."""
    connection = sqlite3.connect(path)
    try:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        columns = {table: [row[1] for row in connection.execute(f"PRAGMA table_info({table})")] for table in tables}
        by_lot = {"journal": {"digest", "previous", "hash"}, "words": {"salt"}}
        return {
            table: sorted(
                connection.execute(
                    f"SELECT {', '.join(n for n in names if n not in by_lot.get(table, ()))} FROM {table}"
                ),
                key=repr,
            )
            for table, names in columns.items()
        }
    finally:
        connection.close()


def drawn(folder: Path, seed: int) -> dict[str, list[tuple[Any, ...]]]:
    """Make an office of 120 cases; return all its rows."""
    demo.make(folder / "drawn.db", cases=120, seed=seed, today=TUESDAY).store.close()
    return contents(folder / "drawn.db")


@pytest.fixture(scope="module")
def fifth(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of an office of 120 cases, of seed 5."""
    return drawn(tmp_path_factory.mktemp("fifth"), seed=5)


def test_the_same_day_and_seed_make_the_same_office(fifth: dict[str, list[tuple[Any, ...]]], tmp_path: Path) -> None:
    assert len(fifth["case_file"]) == 120
    assert drawn(tmp_path, seed=5) == fifth


def test_another_seed_draws_other_cases_and_tells_the_same_stories(
    fifth: dict[str, list[tuple[Any, ...]]], tmp_path: Path
) -> None:
    told = len(tomllib.loads(read_text("practice", "office.toml"))["case"])
    one, two = sorted(fifth["case_file"]), sorted(drawn(tmp_path, seed=6)["case_file"])
    assert one[:told] == two[:told]
    assert one[told:] != two[told:]


@pytest.mark.parametrize("cases", [300, 2 * CASES_AT_ONCE + 200], ids=["300", "more than are written at once"])
def test_an_office_with_many_cases_is_sound(tmp_path: Path, cases: int) -> None:
    desk = demo.make(tmp_path / "many.db", cases=cases, today=TUESDAY)
    with desk.store:
        assert desk.store.fetch("SELECT count(*) FROM case_file")[0][0] == cases
        assert check(desk) == []
        counts = groups(desk, "D. Marsh")
        assert min(counts.values()) > 0
        assert sum(counts.values()) > cases / 10
        opened = desk.store.fetch("SELECT min(opened_on), max(opened_on) FROM case_file")[0]
        assert opened[0] > (TUESDAY - timedelta(days=1095)).isoformat()
        assert opened[1] < TUESDAY.isoformat()


# -- a copy is what casework would have written -------------------------------------------------------------------

OTHERS = {
    "officer": "T. Okoro",
    "team": "M. Doyle",
    "care": "R. Whitlock",
    "investigator": "A. Sandhu",
    "senior": "K. Ridley",
    "carer": "Sunita Rao",
    "person": "Joseph Kerr",
    "relative": "Janet Grant",
}
JOURNAL = "SELECT kind, number, act, key, done_on, done_by, recorded_by, substr(recorded_at, 1, 10), body "
CASE = (
    "type, title, owner, stage, status, opened_on, closed_on, procedure_digest, version, restricted, guarded, "
    "must_due, must_act_by, must_instance, target_due, target_act_by, target_instance, window_until, "
    "window_instance, theirs_due, theirs_instance, next_act_by, rest_state, rest_instance"
)


def rows_of(store: Store, ref: str) -> dict[str, Any]:
    case_id = store.fetch("SELECT id FROM case_file WHERE ref = ?", (ref,))[0][0]
    row = store.fetch(f"SELECT {CASE}, replace(find_text, lower(ref), '') FROM case_file WHERE id = ?", (case_id,))
    said = store.fetch(f"{JOURNAL} FROM journal JOIN words USING (seq) WHERE case_id = ? ORDER BY seq", (case_id,))
    limits: list[LimitRow] = views.limits_of(store, case_id)
    return {
        "row": tuple(row[0]),
        "journal": [tuple(str(each).replace(ref, "REF") for each in entry) for entry in said],
        "limits": limits,
        "parties": views.parties(store, case_id),
        "access": [
            tuple(each) for each in store.fetch("SELECT person_id, rule FROM case_access WHERE case_id = ?", (case_id,))
        ],
    }


def test_a_copy_has_the_rows_that_casework_writes(made: Desk) -> None:
    told = tomllib.loads(read_text("practice", "many.toml"))
    papers, store = Library(), made.store
    calendar = load_calendar(made.office.nation)
    histories = demo_bulk.play(made, papers, told, len(told["case"]), TUESDAY)
    assert len(histories) == len(told["case"])
    copier = demo_bulk.Copier(store, papers, TUESDAY)
    others = {part: PersonRow(int(register.exact(store, name)[0]), name) for part, name in OTHERS.items()}
    days = [TUESDAY - timedelta(days=ago) for ago in (1, 3, 17, 200)]  # 17 days ago was a Saturday
    copies = {}
    with many(store, "P-1", datetime(2026, 1, 5, tzinfo=UTC), 1) as writer:
        for number, history in enumerate(histories):
            for day in days:
                people = {part: others[part] for part in history.people}
                copies[number, day] = writer.add_case(copier.pattern(history, day), people)
    for (number, day), copy in copies.items():
        case = demo_bulk.with_cast(demo_bulk.whole_histories(told)[number], OTHERS, told["letter"])
        teller = Teller(store, papers)
        for each in acts_of(number, case, day, calendar, papers):
            if each.on < TUESDAY:
                teller.tell(each)
        assert rows_of(store, copy) == rows_of(store, teller.refs[number]), (number, day)
    assert check(made) == []


def test_many_cases_are_only_written_into_a_practice_office(tmp_path: Path) -> None:
    desk = office.create_office(
        tmp_path / "real.db", name="Real", nation="england", by_name="Jo", clock=Clock(TUESDAY), papers=Library()
    )
    with desk.store, pytest.raises(PracticeOnly), many(desk.store, "P-1", desk.clock.now(), 1):
        pytest.fail("a real office was opened for it")


# -- where it may be made ------------------------------------------------------------------------------------------


def test_a_real_office_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "real.db"
    real = office.create_office(path, name="Real", nation="wales", by_name="Jo", papers=Library())
    real.store.close()
    before = contents(path)
    with pytest.raises(PracticeOnly):
        demo.open_or_make(path, today=TUESDAY)
    with pytest.raises(Exists):
        demo.make(path, today=TUESDAY)
    assert contents(path) == before


def test_a_practice_office_is_opened_again_and_not_filled_twice(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "practice.db"
    demo.open_or_make(path, today=TUESDAY).store.close()
    before = contents(path)
    desk = demo.open_or_make(path, today=TUESDAY, by_name="P. Nair")
    desk.store.close()
    assert desk.viewer.name == "P. Nair"
    assert contents(path) == before
    with pytest.raises(Refused, match="name another file"):
        demo.open_or_make(path, cases=500)


def test_somebody_else_can_sit_at_the_desk(tmp_path: Path) -> None:
    desk = demo.make(tmp_path / "practice.db", today=TUESDAY, by_name="Robin Vale")
    with desk.store:
        assert desk.viewer.name == "Robin Vale"
        assert "officer" in desk.viewer.roles


@pytest.mark.parametrize(
    ("cases", "day"),
    [(demo.MOST_CASES + 1, TUESDAY), (-1, TUESDAY), (0, date(2001, 3, 1)), (0, date(2100, 6, 1))],
)
def test_what_cannot_be_made_is_refused_in_words(tmp_path: Path, cases: int, day: date) -> None:
    with pytest.raises(Refused, match=r"practice office"):
        demo.make(tmp_path / "practice.db", cases=cases, today=day)
    assert list(tmp_path.iterdir()) == []


def test_what_stops_half_way_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(demo_bulk, "fill_up", stop)
    with pytest.raises(KeyboardInterrupt):
        demo.make(tmp_path / "practice.db", cases=100, today=TUESDAY)
    assert list(tmp_path.iterdir()) == []


def test_a_story_in_the_wrong_order_is_a_mistake() -> None:
    acts = [
        {"act": "received", "on": "-3 working", "by": "P. Nair"},
        {"act": "acknowledge", "on": "-4 working", "by": "P. Nair"},
    ]
    told = acts_of(0, {"kind": "complaint", "act": acts}, TUESDAY, load_calendar("england"), Library())
    with pytest.raises(ValueError, match="acknowledge"):
        list(told)
