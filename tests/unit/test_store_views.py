"""What lists, Find and the case show, and to whom."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from sharedlives_tui.access import RoleSpan, Viewer
from sharedlives_tui.store import (
    AccessRow,
    CaseRow,
    LinkRow,
    PartyRow,
    Store,
    TodayRow,
    case_words,
    find_views,
    person_ref,
    register,
    views,
)
from sharedlives_tui.store.cases import CaseList, Wanted
from sharedlives_tui.store.rows import LISTED_STATES, ClassColumns, class_columns, person_number
from sharedlives_tui.store.tally import _GROUPS, _OWNERS
from sharedlives_tui.store.today import _IDS, _PAGES, _ROWS
from sharedlives_tui.store.workload import workload
from tests.store_kit import AT, DAY, DIGEST, SAM, UNKNOWN, entry, known, limit, listed, new_store, open_case

SOON = DAY + timedelta(3)


def days(count: int) -> date:
    return DAY + timedelta(count)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with new_store(tmp_path) as opened:
        with opened.writing(SAM, AT) as writer:
            for name in (SAM, "Kim Ode", "Zoë Bell"):
                writer.add_person(name)
            for person in (1, 2):
                writer.add_role(person, "officer", date(2026, 1, 5))
        yield opened


SAM_SEES, KIM_SEES = known(1), known(2, "Kim Ode")


def today(store: Store, viewer: Viewer = SAM_SEES, **asked: object) -> dict[str, list[str]]:
    """The references in each state that is not empty, checked against the counts and the list of numbers."""
    pages = {
        state: views.today_page(store, viewer, DAY, SOON, state, size=500, **asked)  # type: ignore[arg-type]
        for state in LISTED_STATES
    }
    groups = views.today_groups(store, viewer, DAY, SOON, **asked)  # type: ignore[arg-type]
    assert groups == {state: len(page) for state, page in pages.items()}
    ids = views.today_ids(store, viewer, DAY, SOON, **asked)  # type: ignore[arg-type]
    assert ids == [row.case_id for page in pages.values() for row in page]
    assert views.today_rows_by_ids(store, viewer, ids, DAY, SOON) == [row for page in pages.values() for row in page]
    assert all(row.state == state for state, page in pages.items() for row in page)
    return {state: [row.ref for row in page] for state, page in pages.items() if page}


# -- the class columns ------------------------------------------------------------------------------------------


def test_each_class_carries_its_earliest_open_limit() -> None:
    found = class_columns(
        [
            limit("late", days(4)),
            limit("aim", days(2), force="aim", act_by=days(1)),
            limit("ended", days(-9), state_base="ended"),
            limit("target", days(3), force="local target", act_by=days(0)),
            limit("theirs", days(-5), side="theirs"),
            limit("window.1", days(5), force="window", side="theirs", until=days(7)),
            limit("window.2", days(9), force="window", side="theirs", until=days(9)),
            limit("held", state_base="withheld"),
            limit("bare"),
        ],
        "open",
    )
    assert found == ClassColumns(
        must_due=days(2),
        must_act_by=days(1),
        must_instance="aim",
        target_due=days(3),
        target_act_by=days(0),
        target_instance="target",
        window_until=days(9),
        window_instance="window.2",
        theirs_due=days(-5),
        theirs_instance="theirs",
        next_act_by=days(0),
        rest_state="withheld",
        rest_instance="held",
    )


def test_an_open_case_in_which_nothing_runs_is_still_listed_and_a_closed_one_is_not() -> None:
    assert class_columns([], "open").rest_state == "no_limit"
    assert class_columns([], "closed") == ClassColumns()


@pytest.mark.rule("RD-03")
def test_duties_after_closing_without_a_day_are_found_and_never_late() -> None:
    review = limit("review", None, after_closing=True, force="none")
    assert class_columns([review], "closed") == ClassColumns(rest_state="no_limit", rest_instance="review")
    assert class_columns([review, limit("bare")], "open").rest_instance == "bare", "behind what the case waits for"
    promise = limit("promise@1", days(5), after_closing=True)
    assert class_columns([review, promise], "closed").must_instance == "promise@1"


def test_a_date_unknown_on_the_other_side_is_waiting() -> None:
    assert class_columns([limit("reply", None, side="theirs")], "open").theirs_instance == "reply"
    assert class_columns([limit("reply", None, side="theirs", force="window")], "open").theirs_instance == "reply"


def test_a_long_closure_does_not_take_a_case_out_of_the_list(store: Store) -> None:
    with store.writing(SAM, AT) as writer:
        open_case(writer, [limit("respond", days(45), act_by=days(-1))])
        open_case(writer, [limit("respond", days(30), act_by=days(-20))])
        open_case(writer, [limit("respond", days(31), act_by=days(0))])
    assert today(store) == {"today": ["CO-0002", "CO-0003"], "on_track": ["CO-0001"]}


# -- states -----------------------------------------------------------------------------------------------------


@pytest.mark.rule("RD-02", "RD-29", "RD-30", "DY-09")
def test_every_state_has_its_cases_in_order(store: Store) -> None:
    cases: list[tuple[str, list[object]]] = [
        ("overdue", [limit("respond", days(-1))]),
        ("overdue", [limit("respond", days(-3)), limit("tell", days(-9), force="local target")]),
        ("today", [limit("respond", days(0))]),
        ("today", [limit("respond", days(2), act_by=days(-1))]),
        ("today", [limit("tell", days(1), act_by=days(0), force="local target"), limit("respond", days(9))]),
        ("today", [limit("tell", days(-4), force="local target"), limit("respond", days(0))]),
        ("past_target", [limit("tell", days(-4), force="local target"), limit("respond", days(9))]),
        ("soon", [limit("respond", days(3))]),
        ("soon", [limit("tell", days(1), force="local target")]),
        ("on_track", [limit("respond", days(4)), limit("appeal", days(1), force="window", side="theirs")]),
        ("window", [limit("appeal", days(-1), force="window", side="theirs", until=days(0))]),
        ("waiting", [limit("reply", days(-30), side="theirs")]),
        ("waiting", [limit("reply", None, side="theirs"), limit("appeal", days(-2), force="window", side="theirs")]),
        ("withheld", [limit("tell", state_base="withheld"), limit("bare")]),
        ("no_limit", [limit("bare")]),
        ("no_limit", []),
        ("no_limit", [limit("appeal", days(-2), force="window", side="theirs")]),
    ]
    expected: dict[str, list[str]] = {}
    with store.writing(SAM, AT) as writer:
        for state, limits in cases:
            _, ref = open_case(writer, limits)  # type: ignore[arg-type]
            expected.setdefault(state, []).append(ref)
    expected["overdue"].reverse()
    expected["soon"].reverse()
    found = today(store)
    assert {state: sorted(refs) for state, refs in found.items()} == {
        state: sorted(refs) for state, refs in expected.items()
    }
    assert found["overdue"] == expected["overdue"]
    assert found["soon"] == expected["soon"]
    assert found["waiting"] == expected["waiting"]
    assert list(views.today_groups(store, SAM_SEES, DAY, SOON)) == list(LISTED_STATES)


def test_a_row_says_all_that_the_list_shows(store: Store) -> None:
    with store.writing(SAM, AT) as writer:
        open_case(
            writer,
            [
                limit("respond", days(-5), act_by=days(-6), force="aim", rules=("CC-07", "NT-07")),
                limit("tell-carer@P-3", days(-9), force="local target", step_name="Tell the carer"),
            ],
            title="Bell, Zoë",
            type="concern",
            stage="local",
            owner=2,
        )
    row = views.today_page(store, SAM_SEES, DAY, SOON, "overdue")[0]
    assert row == TodayRow(
        case_id=1,
        ref="CO-0001",
        kind="complaint",
        type="concern",
        title="Bell, Zoë",
        stage="local",
        state="overdue",
        step="respond",
        step_name="Respond",
        instance="respond",
        due=days(-5),
        act_by=days(-6),
        force="aim",
        side="ours",
        days_late=5,
        owner_id=2,
        owner_name="Kim Ode",
        version=1,
        rules=("CC-07", "NT-07"),
    )


def test_a_closed_case_stays_while_a_limit_of_its_goes_on(store: Store) -> None:
    with store.writing(SAM, AT) as writer:
        for limits in ([limit("tell", days(-1))], [], [limit("appeal", days(2), force="window", side="theirs")]):
            open_case(writer, limits, status="closed", closed_on=DAY)
    assert today(store) == {"overdue": ["CO-0001"], "window": ["CO-0003"]}
    assert views.today_rows_by_ids(store, SAM_SEES, [2, 1], DAY, SOON)[0].state == "done"
    found = today_states_on(store, DAY + timedelta(5))
    assert found == {"overdue": 1}


def today_states_on(store: Store, day: date) -> dict[str, int]:
    groups = views.today_groups(store, SAM_SEES, day, day + timedelta(3))
    return {state: count for state, count in groups.items() if count}


@pytest.mark.rule("RD-03")
def test_closed_cases_without_a_day_are_a_group_of_their_own(store: Store) -> None:
    review = limit("review", None, after_closing=True)
    with store.writing(SAM, AT) as writer:
        open_case(writer, [review], status="closed", closed_on=DAY)
        open_case(writer, [limit("bare")])
        open_case(writer, [review, limit("promise", days(-1), after_closing=True)], status="closed", closed_on=DAY)
        open_case(writer, [limit("held", state_base="withheld")], status="closed", closed_on=DAY)
    assert today(store) == {
        "overdue": ["CO-0003"],
        "withheld": ["CO-0004"],
        "no_limit": ["CO-0002"],
        "after_closing": ["CO-0001"],
    }
    by_number = views.today_rows_by_ids(store, SAM_SEES, [1, 2], DAY, SOON)
    assert [row.state for row in by_number] == ["after_closing", "no_limit"]
    every = [(row.state, row.ref) for row in views.limits_all(store, SAM_SEES, DAY, SOON)]
    assert every[-3:] == [("no_limit", "CO-0002"), ("after_closing", "CO-0001"), ("after_closing", "CO-0003")]


def test_another_day_needs_no_write(store: Store) -> None:
    with store.writing(SAM, AT) as writer:
        open_case(writer, [limit("respond", days(10))])
    found = [today_states_on(store, days(count)) for count in (0, 7, 10, 11)]
    assert found == [{"on_track": 1}, {"soon": 1}, {"today": 1}, {"overdue": 1}]


def test_limits_ended_anew_leave_the_list(store: Store) -> None:
    with store.writing(SAM, AT) as writer:
        case_id, _ = open_case(writer, [limit("respond", days(-1)), limit("tell", days(5))])
    assert today(store) == {"overdue": ["CO-0001"]}
    ended = limit("respond", days(-1), state_base="ended", ended_on=DAY, how="met late", late=True)
    with store.writing(SAM, AT) as writer:
        entry(writer, case_id, "answer")
        writer.replace_limits(case_id, [ended, limit("tell", days(5)), limit("new", days(9))])
    assert today(store) == {"on_track": ["CO-0001"]}
    kept = {each.instance: each for each in views.limits_of(store, case_id)}
    assert set(kept) == {"respond", "tell", "new"}
    assert kept["respond"] == ended
    with store.writing(SAM, AT) as writer:
        entry(writer, case_id, "tell")
        writer.replace_limits(case_id, [])
    assert views.limits_of(store, case_id) == []
    assert store.verify_journal() == []


@pytest.mark.rule("RD-23")
def test_all_limits_have_a_row_each(store: Store) -> None:
    with store.writing(SAM, AT) as writer:
        open_case(
            writer,
            [
                limit("on", days(9)),
                limit("past", days(-2), force="local target"),
                limit("over", days(-2), force="window", side="theirs"),
                limit("late", days(-1)),
                limit("ended", days(-1), state_base="ended"),
                limit("held", state_base="withheld"),
                limit("reply", days(-7), side="theirs"),
                limit("review", None, after_closing=True),
            ],
        )
    found = views.limits_all(store, SAM_SEES, DAY, SOON)
    assert [(row.state, row.instance, row.days_late) for row in found] == [
        ("overdue", "late", 1),
        ("past_target", "past", 2),
        ("on_track", "on", 0),
        ("waiting", "reply", 0),
        ("withheld", "held", 0),
        ("no_limit", "review", 0),
    ]
    assert views.limits_all(store, SAM_SEES, DAY, SOON, kind="dispute") == []
    assert views.limits_all(store, SAM_SEES, DAY, SOON, owner=1) == []


def test_the_list_can_be_of_one_kind_or_one_owner(store: Store) -> None:
    with store.writing(SAM, AT) as writer:
        open_case(writer, [limit("a", days(-1))], owner=1)
        open_case(writer, [limit("a", days(-1))], owner=2, kind="deapproval", prefix="DA")
        open_case(writer, [limit("a", days(2), act_by=days(0))], owner=2)
        open_case(writer, [])
    assert today(store, owner=2) == {"overdue": ["DA-0001"], "today": ["CO-0002"]}
    assert today(store, kind="complaint") == {"overdue": ["CO-0001"], "today": ["CO-0002"], "no_limit": ["CO-0003"]}
    assert today(store, kind="complaint", owner=2) == {"today": ["CO-0002"]}
    loads = workload(store, SAM_SEES, DAY, SOON)
    assert [(each.owner_id, each.name, sum(each.states.values())) for each in loads] == [
        (None, "", 1),
        (2, "Kim Ode", 2),
        (1, SAM, 1),
    ]


def test_a_page_goes_on_after_its_last_row_even_if_that_case_has_gone(store: Store) -> None:
    with store.writing(SAM, AT) as writer:
        for number in range(6):
            open_case(writer, [limit("a", days(-1 - number % 2))])
    first = views.today_page(store, SAM_SEES, DAY, SOON, "overdue", size=2)
    with store.writing(SAM, AT) as writer:
        entry(writer, first[-1].case_id, "answer")
        writer.replace_limits(first[-1].case_id, [])
    rest = views.today_page(store, SAM_SEES, DAY, SOON, "overdue", after=first[-1], size=60)
    assert [row.ref for row in first + rest] == ["CO-0002", "CO-0004", "CO-0006", "CO-0001", "CO-0003", "CO-0005"]
    loose = views.today_rows_by_ids(store, SAM_SEES, [1], DAY, SOON)[0]
    with pytest.raises(ValueError, match="page before"):
        views.today_page(store, SAM_SEES, DAY, SOON, "overdue", after=loose)


@pytest.mark.file_only("how SQLite says that it takes an index")
def test_the_list_is_asked_of_its_indexes(store: Store) -> None:
    """No question of the list walks the whole table, nor sorts what it has found by a page.

    Those who see some kinds of cases alone, or are asked for as owner of one, have `o` gone through besides; for all
    others its first condition ends it (`test_only_who_sees_some_kinds_has_the_others_gone_through`).
    """
    asked = dict.fromkeys(("kind", "owner", "viewer", "known", "outsider", "kinds", "after_id", "size"), 1)
    asked |= dict.fromkeys(("today", "soon_until", "after"), "2026-11-16") | {"lately": "[]", "ids": "[]"}

    def plan(sql: str) -> list[str]:
        return [row["detail"] for row in store.fetch(f"EXPLAIN QUERY PLAN {sql}", asked)]

    counting = (_GROUPS, _OWNERS)
    for sql in [*counting, *(each for parts in (_PAGES, _IDS) for sqls in parts.values() for each in sqls), _ROWS]:
        for step in plan(sql):
            if "case_file" in step or " c " in f" {step} ":
                assert step.startswith("SEARCH"), (sql, step)
    sorted_states = {
        state
        for state, parts in _PAGES.items()
        for sql in parts
        if any("TEMP B-TREE FOR ORDER" in s for s in plan(sql))
    }
    assert sorted_states <= {"today"}  # the few whose last working day comes before the strict day
    reads_cases = {step for sql in counting for step in plan(sql) if "case_file" in step}
    assert reads_cases == {"SEARCH case_file USING INTEGER PRIMARY KEY (rowid=?)"}, "only those told of the viewer"


# -- who may see what -------------------------------------------------------------------------------------------


def everything(store: Store, viewer: Viewer) -> set[str]:
    """Every reference that any view gives to somebody."""
    found = {ref for refs in today(store, viewer).values() for ref in refs}
    found |= {row.ref for row in views.limits_all(store, viewer, DAY, SOON)}
    found |= {row.ref for row in listed(store, viewer)}
    found |= {row.ref for row in views.find_cases(store, viewer, "bell")}
    found |= {row.ref for row in views.find_cases(store, viewer, "co-00")}
    found |= {f"CO-{n:04d}" for n in range(1, 5) if views.case_by_ref(store, viewer, f"co-{n:04d}")}
    found |= {link.ref for link in views.links(store, viewer, 4)}
    counted = sum(sum(each.states.values()) for each in workload(store, viewer, DAY, SOON))
    assert counted == len({row.ref for row in listed(store, viewer)})
    return found


@pytest.mark.rule("RD-25", "RD-40", "CC-19")
def test_what_one_may_not_see_is_in_no_view(store: Store) -> None:
    with store.writing(SAM, AT) as writer:
        for _ in range(4):
            case_id, _ = open_case(writer, [limit("respond", days(-1))], title="Bell", owner=1)
            writer.replace_parties(case_id, [PartyRow(3, "complainant", "carer")])
        writer.replace_access(1, [AccessRow(2, "hidden")])
        save(writer, 1, guarded=True)
        writer.replace_access(2, [AccessRow(1, "viewer")])
        save(writer, 2, restricted=True)
        writer.replace_access(3, [AccessRow(2, "hidden"), AccessRow(2, "viewer")])
        save(writer, 3, restricted=True)
        for other in (1, 2, 3):
            writer.add_link(4, other, "about the same matter")
    assert everything(store, SAM_SEES) == {"CO-0001", "CO-0002", "CO-0004"}
    assert everything(store, KIM_SEES) == {"CO-0004"}
    assert everything(store, UNKNOWN) == {"CO-0004"}
    assert everything(store, Viewer(1, SAM, frozenset(), known=False)) == {"CO-0004"}
    assert views.today_rows_by_ids(store, KIM_SEES, [1, 2, 3], DAY, SOON) == []
    assert views.case_by_ref(store, KIM_SEES, "CO-0001") == views.case_by_ref(store, KIM_SEES, "CO-9999")


def save(writer: object, case_id: int, **changes: bool) -> None:
    version = writer.case_version(case_id)  # type: ignore[attr-defined]
    row = CaseRow(case_id, f"CO-{case_id:04d}", "complaint", DIGEST, DAY, version, title="Bell", owner=1, **changes)  # type: ignore[arg-type]
    writer.save_case(row)  # type: ignore[attr-defined]


# -- Find, people, the case -------------------------------------------------------------------------------------


def refs(rows: list[CaseRow]) -> list[str]:
    return [row.ref for row in rows]


def test_find_looks_at_references_titles_and_names(store: Store) -> None:
    with store.writing(SAM, AT) as writer:
        writer.add_person("100% O'Hara_Smith")
        case_id, _ = open_case(writer, title="Late for the day centre")
        writer.replace_parties(case_id, [PartyRow(3, "complainant"), PartyRow(4, "about.carer")])
        open_case(writer, title="About 100 things", status="closed")
    assert refs(views.find_cases(store, SAM_SEES, "ZOE bell")) == ["CO-0001"]
    assert refs(views.find_cases(store, SAM_SEES, "bell centre")) == ["CO-0001"]
    assert refs(views.find_cases(store, SAM_SEES, "bell nothing")) == []
    assert refs(views.find_cases(store, SAM_SEES, "co-0002")) == ["CO-0002"]
    assert refs(views.find_cases(store, SAM_SEES, "100")) == ["CO-0001", "CO-0002"]
    assert refs(views.find_cases(store, SAM_SEES, "100% hara_smi")) == ["CO-0001"]
    assert refs(views.find_cases(store, SAM_SEES, "o'hara")) == ["CO-0001"]
    assert refs(views.find_cases(store, SAM_SEES, "' OR 1=1 --")) == []
    for nothing in ("%", "_", "\\", '"', "*", "()", "  ", "'"):
        assert views.find_cases(store, SAM_SEES, nothing) == []
        assert views.find_people(store, SAM_SEES, nothing) == []
    assert [each.name for each in views.find_people(store, SAM_SEES, "bell zo")] == ["Zoë Bell"]
    assert [each.id for each in views.find_people(store, SAM_SEES, "p-2")] == [2]
    assert views.find_people(store, SAM_SEES, "") == []
    with store.writing(SAM, AT) as writer:
        writer.rename_person(3, "Zoë Price")
    assert refs(views.find_cases(store, SAM_SEES, "bell")) == []
    assert refs(views.find_cases(store, SAM_SEES, "price")) == ["CO-0001"]


@pytest.mark.rule("CC-20")
@pytest.mark.parametrize("few", [0, 20_000])
def test_a_list_is_narrowed_by_words_as_find_looks_for_them(
    store: Store, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(case_words, "FEW", few)
    with store.writing(SAM, AT) as writer:
        bellamy, _ = open_case(writer, title="Bellamy House")
        open_case(writer, title="Campbell, 100% late")
        third, _ = open_case(writer, title="Nothing of note")
        writer.replace_parties(third, [PartyRow(3, "complainant")])

    def narrowed(words: str, viewer: Viewer = SAM_SEES) -> list[str]:
        cases = CaseList(store, viewer, Wanted(words=words), DAY, DAY)
        found = [each.ref for each in cases.page()]
        assert cases.count() == len(found)
        return found

    assert narrowed("zoe") == narrowed("3") == narrowed("co-3 zo") == ["CO-0003"]
    assert narrowed("bell") == ["CO-0003", "CO-0001"], "where words begin so, none is looked into"
    assert narrowed("mpbel") == narrowed("100% camp") == narrowed("% camp") == ["CO-0002"]
    assert narrowed("bell nobody") == []
    with store.writing(SAM, AT) as writer:
        for case in (bellamy, third):
            entry(writer, case, "restrict")
            writer.replace_access(case, [AccessRow(2, "hidden")])
    assert narrowed("bell", KIM_SEES) == ["CO-0002"], "as if they were none"


def test_find_takes_a_part_of_a_reference(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    with store.writing(SAM, AT) as writer:
        for number in range(1, 14):
            open_case(writer, status="closed" if number == 1 else "open")
        open_case(writer, prefix="DA", kind="deapproval")
    first = ["CO-0001", "CO-0013", "CO-0012", "CO-0011", "CO-0010"]
    for words in ("co-1", "CO-1", "Co1", "co-01"):
        assert refs(views.find_cases(store, SAM_SEES, words)) == first, words
    assert refs(views.find_cases(store, SAM_SEES, "co-1", 1)) == ["CO-0001"]
    assert refs(views.find_cases(store, SAM_SEES, "co-12")) == ["CO-0012"]
    assert refs(views.find_cases(store, SAM_SEES, "da-1")) == ["DA-0001"]
    assert refs(views.find_cases(store, SAM_SEES, "da-1 nobody")) == []
    assert refs(views.find_cases(store, SAM_SEES, "co-99")) == []
    assert len(views.find_cases(store, SAM_SEES, "co-0")) == 13
    assert refs(views.find_cases(store, SAM_SEES, "0012")) == ["CO-0012"]
    monkeypatch.setattr(find_views, "NUMBERED", 2)
    assert refs(views.find_cases(store, SAM_SEES, "co-1")) == ["CO-0001", "CO-0013", "CO-0012"], "the newest of many"


def test_people_come_by_name_a_page_at_a_time(store: Store) -> None:
    with store.writing(SAM, AT) as writer:
        writer.add_person("Kim Ode")
    found, page = [], views.people_page(store, SAM_SEES, size=2)
    while page:
        found += page
        page = views.people_page(store, SAM_SEES, after=page[-1], size=2)
    assert [(each.id, each.ref) for each in found] == [(2, "P-2"), (4, "P-4"), (1, "P-1"), (3, "P-3")]
    assert views.person(store, SAM_SEES, 3).name == "Zoë Bell"  # type: ignore[union-attr]
    assert views.person(store, SAM_SEES, 99) is None


def test_the_number_of_a_person_is_read_back() -> None:
    assert [person_number(text) for text in (person_ref(12), "P-", "12", "P-x", "P--1", "P-²")] == [12, *[None] * 5]


def test_roles_are_given_ended_and_given_again(store: Store) -> None:
    with store.writing(SAM, AT) as writer:
        writer.end_role(1, "officer", date(2026, 6, 30))
        writer.add_role(1, "registered manager", date(2026, 7, 1), date(2026, 12, 31))
        writer.add_role(1, "registered manager", date(2026, 7, 1), date(2027, 1, 31))
    assert views.role_spans(store)[1] == [
        RoleSpan("officer", date(2026, 1, 5), date(2026, 6, 30)),
        RoleSpan("registered manager", date(2026, 7, 1), date(2027, 1, 31)),
    ]
    with pytest.raises(LookupError, match="does not hold"), store.writing(SAM, AT) as writer:
        writer.end_role(1, "officer", date(2026, 12, 1))
    with pytest.raises(Exception, match="(?i)check"), store.writing(SAM, AT) as writer:
        writer.add_role(1, "officer", date(2026, 12, 1), date(2026, 11, 1))
    with pytest.raises(ValueError, match="needs a name"), store.writing(SAM, AT) as writer:
        writer.add_person(" \u200b ")
    with pytest.raises(LookupError), store.writing(SAM, AT) as writer:
        writer.rename_person(99, "Nobody")
    assert store.verify_journal() == []


def test_references_are_counted_by_prefix(store: Store) -> None:
    with store.writing(SAM, AT) as writer:
        found = [open_case(writer, prefix=prefix)[1] for prefix in ("CO", "DA", "CO")]
        store_count = writer.fetch("SELECT last FROM ref_count WHERE prefix = 'CO'")[0][0]
    assert (found, store_count) == (["CO-0001", "DA-0001", "CO-0002"], 2)


def test_a_case_is_read_as_it_was_saved(store: Store) -> None:
    with store.writing(SAM, AT) as writer:
        case_id, ref = open_case(
            writer, title="Bell", type="concern", owner=2, stage="local", status="closed", closed_on=DAY
        )
        writer.replace_parties(case_id, [PartyRow(3, "complainant", "carer"), PartyRow(3, "complainant", "carer")])
        writer.add_attachment(case_id, "C:\\scans\\letter.pdf", b"%PDF", number=1, confidential=True)
    row = views.case_by_ref(store, SAM_SEES, f" {ref.lower()} ")
    assert row == views.all_cases(store)[0]
    assert row is not None
    assert (row.title, row.type, row.owner, row.stage, row.status, row.closed_on, row.version, row.updated_at) == (
        "Bell",
        "concern",
        2,
        "local",
        "closed",
        DAY,
        1,
        AT,
    )
    assert views.parties(store, case_id) == [PartyRow(3, "complainant", "carer", "Zoë Bell")]
    kept = views.attachments(store, case_id)[0]
    assert (kept.name, kept.size, kept.number, kept.confidential) == ("letter.pdf", 4, 1, True)
    assert views.attachment_content(store, kept.id) == b"%PDF"
    assert views.attachment_content(store, 99) is None
    first = views.entries(store, case_id)
    assert [each.kind for each in first] == ["case", "entry", "attachment"]
    assert first[1].body == {"values": {"account": "The carer was late."}}
    assert (first[1].done_by, first[1].recorded_by, first[1].recorded_at) == (SAM, SAM, AT)


def test_cases_come_newest_first_closed_ones_too(store: Store) -> None:
    with store.writing(SAM, AT) as writer:
        for number in range(5):
            open_case(
                writer,
                status="closed" if number % 2 else "open",
                prefix="DA" if number == 4 else "CO",
                kind="deapproval" if number == 4 else "complaint",
            )
    first = listed(store, SAM_SEES, size=3)
    second = CaseList(store, SAM_SEES, Wanted(), DAY, SOON).page(first[-1].place, 3)
    assert refs(first + second) == ["DA-0001", "CO-0004", "CO-0003", "CO-0002", "CO-0001"]
    assert refs(listed(store, SAM_SEES, Wanted(kind="deapproval"))) == ["DA-0001"]


def test_links_stand_on_both_sides_once(store: Store) -> None:
    with store.writing(SAM, AT) as writer:
        for _ in range(2):
            open_case(writer, title="Bell")
        writer.add_link(1, 2, "first words")
        writer.add_link(2, 1, "came out of it")
    assert views.links(store, SAM_SEES, 1) == [LinkRow(2, "CO-0002", "complaint", "Bell", "open", "came out of it")]
    assert [each.ref for each in views.links(store, SAM_SEES, 2)] == ["CO-0001"]


def test_what_belongs_to_the_office(store: Store) -> None:
    with store.writing(SAM, AT) as writer:
        writer.put_setting("telephone", "1")
        writer.put_setting("telephone", "2")
        writer.add_calendar_change(days(1), False, "training", DAY)
        writer.add_calendar_change(days(1), True, "cancelled", DAY)
        seq = writer.put_procedure(DIGEST, "complaint", date(2025, 7, 2), "c.toml", "text = '\x1b'", "shared")
        assert writer.put_procedure(DIGEST, "complaint", date(2025, 7, 2), "c.toml", "other") == seq
    assert views.settings(store) == {"telephone": "2"}
    assert [(each.day, each.working, each.reason, each.entered_on) for each in views.calendar_changes(store)] == [
        (days(1), False, "training", DAY),
        (days(1), True, "cancelled", DAY),
    ]
    kept = views.procedure(store, DIGEST)
    assert kept is not None
    assert (kept.text, kept.shared) == ("text = '\x1b'", "shared")
    assert views.procedures(store) == [kept]
    assert views.procedure(store, "e" * 64) is None
    assert store.verify_journal() == []


def test_drafts_are_kept_per_person_and_place_outside_the_journal(store: Store) -> None:
    head = store.head()
    with store.writing() as writer:
        writer.save_draft("P-1", "new", "one\x1b", AT)
        writer.save_draft("P-1", "new", "two", AT + timedelta(seconds=2))
        writer.save_draft("P-1", "CO-0001/respond", "three", AT)
        writer.save_draft("P-2", "new", "four", AT)
    assert [(each.place, each.body) for each in views.drafts(store, "P-1")] == [
        ("new", "two"),
        ("CO-0001/respond", "three"),
    ]
    with store.writing() as writer:
        writer.drop_draft("P-1", "new")
        writer.drop_draft("P-1", "never")
    assert [each.place for each in views.drafts(store, "P-1")] == ["CO-0001/respond"]
    assert [each.body for each in views.drafts(store, "P-2")] == ["four"]
    assert store.head() == head


def test_a_transaction_reads_what_it_has_written(store: Store) -> None:
    with store.writing(SAM, AT) as writer:
        case_id, ref = open_case(writer, [limit("respond", days(-1))])
        entry(writer, case_id, "note", text="x")
        assert views.case_by_ref(writer, SAM_SEES, ref) is not None
        assert len(views.entries(writer, case_id)) == 3
        assert views.case_by_ref(store, SAM_SEES, ref) is None
    assert views.case_by_ref(store, SAM_SEES, ref) is not None
    assert [row.ref for row in views.cases_with_open_limits(store)] == [ref]


@pytest.mark.parametrize(
    "typed", ["Zoë Bell", "zoë bell", " ZOë BELL ", "Zoë", "É. Reed", "é. reed", "V", "v", "", "%"]
)
def test_an_exact_name_is_found_by_its_beginning_as_by_going_through_all(tmp_path: Path, typed: str) -> None:
    with new_store(tmp_path) as store:
        with store.writing(SAM, AT) as writer:
            for name in ("Zoë Bell", "zoë bell", "Zoë Bella", "Zo", "É. Reed", "V", "v", "Vi"):
                writer.add_person(name)
        wanted = typed.strip().translate(register._SMALL)
        all_of_them = store.fetch("SELECT id FROM person WHERE lower(name) = ? ORDER BY id", [wanted])
        assert register.exact(store, typed) == [row["id"] for row in all_of_them]
