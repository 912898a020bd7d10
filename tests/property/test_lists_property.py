"""The list of all cases against a slow, obvious reference: whatever is chosen, page by page, from both ends."""

from __future__ import annotations

import tempfile
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sharedlives_tui.access import Viewer
from sharedlives_tui.screens.paging import PagedRows
from sharedlives_tui.search_words import numbered, tokens_of, words_of
from sharedlives_tui.store import AccessRow, CaseRow, LimitRow, Store, case_words, views
from sharedlives_tui.store import cases as case_lists
from sharedlives_tui.store.cases import CaseList, ListedCase, Wanted
from sharedlives_tui.store.find_views import references
from sharedlives_tui.store.limit_days import LimitDays, LimitLine, key_of
from sharedlives_tui.store.rows import LISTED_STATES
from sharedlives_tui.store.workload import workload
from sharedlives_tui.widgets.virtual_list import RowText
from tests.both_stores import examples
from tests.property.test_journal_property import OTHER, UNKNOWN, VIEWER, cases, may_see, reference
from tests.store_kit import AT, DAY, DIGEST, SAM, new_store

Made = tuple[list[LimitRow], dict[str, object], list[AccessRow]]
STAGES, KINDS = ("local", "review"), ("complaint", "deapproval")
days_back = st.integers(0, 6).map(lambda count: DAY - timedelta(count))


@st.composite
def more(draw: st.DrawFn) -> tuple[Made, dict[str, Any]]:
    found, row, access = draw(cases())
    opened = draw(days_back)
    closed = draw(days_back) if row["status"] == "closed" else None
    rest = {
        "opened_on": opened,
        "closed_on": closed,
        "stage": draw(st.sampled_from(STAGES)),
        "kind": draw(st.sampled_from(KINDS)),
        "title": draw(st.sampled_from(["Zoë Bell", "Bell, Ann", "100% [b]x[/b]"])),
    }
    return (found, row, access), rest


wanted = st.builds(
    Wanted,
    words=st.sampled_from(["", "", "zoe", "oe", "bell 00", "be an", "ell 1", "%", "[b]", "co-1", "%x co", "nobody"]),
    kind=st.sampled_from(["", "", *KINDS]),
    stage=st.sampled_from(["", "", *STAGES]),
    status=st.sampled_from(["", "", "open", "closed"]),
    state=st.sampled_from(["", "", "", *LISTED_STATES]),
    owner=st.sampled_from([None, None, 1, 2]),
    unowned=st.booleans(),
    opened_from=st.none() | days_back,
    opened_to=st.none() | st.none() | days_back,
    closed_from=st.none() | st.none() | days_back,
    closed_to=st.none() | st.none() | days_back,
    fell=st.none(),
)


def fill(store: Store, made: list[tuple[Made, dict[str, Any]]]) -> None:
    with store.writing(SAM, AT) as writer:
        for name in (SAM, "Kim Ode"):
            writer.add_person(name)
        for (found, row, access), rest in made:
            case_id, ref = writer.new_case("CO", rest["kind"], DIGEST, rest["opened_on"])
            writer.replace_access(case_id, access)
            writer.replace_limits(case_id, found)
            columns: dict[str, Any] = {**row, **rest}
            writer.save_case(CaseRow(case_id, ref, procedure=DIGEST, version=0, **columns))


def has_words(ref: str, title: str, asked: str, cases: int, *, begun: bool) -> bool:
    """Whether a case has all words, as beginnings or anywhere, or they mean its reference."""
    text = f"{ref} {title}".casefold().replace("ë", "e")
    own, number = tokens_of(text), ref.partition("-")[2].lstrip("0")
    for word in asked.split():
        tokens, meant = words_of(word), numbered(word)
        if begun and tokens:
            spans = references(meant, {"CO": cases}) if meant is not None else []
            found = all(any(each.startswith(token) for each in own) for token in tokens)
            found = found or any(first <= ref.upper() <= last for first, last in spans)
        else:
            found = word in text or (meant is not None and bool(meant.prefix) and number.startswith(meant.digits))
        if not found:
            return False
    return True


def fits(asked: Wanted, row: dict[str, object], rest: dict[str, Any], state: str) -> bool:
    owner = row["owner"] == asked.owner if asked.owner is not None else not asked.unowned or row["owner"] is None
    opened, closed = rest["opened_on"], rest["closed_on"]
    return (
        asked.kind in ("", rest["kind"])
        and asked.stage in ("", rest["stage"])
        and asked.status in ("", row["status"])
        and asked.state in ("", state)
        and owner
        and (asked.opened_from is None or opened >= asked.opened_from)
        and (asked.opened_to is None or opened <= asked.opened_to)
        and (asked.closed_from is None or (closed is not None and closed >= asked.closed_from))
        and (asked.closed_to is None or (closed is not None and closed <= asked.closed_to))
    )


@pytest.mark.rule("CC-20", "RD-25", "RD-40")
@settings(max_examples=examples(40))
@given(
    st.lists(more(), max_size=14),
    wanted,
    st.integers(1, 5),
    st.integers(-2, 2),
    st.sampled_from([VIEWER, OTHER, UNKNOWN]),
    st.sampled_from([0, 20_000]),
    st.sampled_from([0, 20_000]),
    st.sampled_from([0, 500]),
)
def test_the_list_is_every_case_that_fits_newest_first(
    made: list[tuple[Made, dict[str, Any]]],
    asked: Wanted,
    size: int,
    shift: int,
    viewer: Viewer,
    few: int,
    few_words: int,
    at_once: int,
) -> None:
    today = DAY + timedelta(shift)
    soon = today + timedelta(3)
    expected: list[tuple[date, int]] = []
    with_words = {
        begun: {
            number
            for number, ((_, row, access), rest) in enumerate(made, 1)
            if may_see(viewer, row, access)
            and has_words(f"co-{number:04d}", rest["title"], asked.words, len(made), begun=begun)
        }
        for begun in (True, False)
    }
    theirs = with_words[True] or with_words[False]
    for number, ((found, row, _access), rest) in enumerate(made, 1):
        state = reference(found, str(row["status"]), today, soon)[0]
        if number in theirs and fits(asked, row, rest, state):
            expected.append((rest["closed_on"] if asked.by_closing else rest["opened_on"], number))
    numbers = [number for _, number in sorted(expected, reverse=True)]
    with (
        tempfile.TemporaryDirectory() as folder,
        new_store(Path(folder)) as store,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(case_lists, "FEW", few)  # sorted first, or looked for in the list: the same cases
        patch.setattr(case_words, "FEW", few_words)
        patch.setattr(case_lists, "AT_ONCE", at_once)
        fill(store, made)
        listed = CaseList(store, viewer, asked, today, soon)
        forwards = list(pages(listed, size))
        assert [case.id for case in forwards] == numbers
        assert [case.id for case in pages(listed, size, backwards=True)] == numbers[::-1]
        assert listed.count() == len(numbers)
        for place, case in enumerate(forwards):
            assert listed.count(case.place, backwards=True) == place
            assert listed.beyond(None, place + 1) == case.place
            assert listed.beyond(None, len(forwards) - place, backwards=True) == case.place
            assert listed.one(case.ref) == case
            assert case.today is None or not asked.state or case.today.state == asked.state
        hidden = {f"CO-{number:04d}" for number in range(1, len(made) + 1)} - {case.ref for case in forwards}
        assert [ref for ref in hidden if listed.one(ref)] == []


def pages(listed: CaseList, size: int, *, backwards: bool = False) -> list[ListedCase]:
    found: list[ListedCase] = []
    while page := listed.page(found[-1].place if found else None, size, backwards=backwards):
        found += reversed(page) if backwards else page
    return found


class Numbers:
    """A list of numbers that can be read in pages, and counts how many of them were handed out."""

    def __init__(self, length: int) -> None:
        self.length, self.read = length, 0

    def page(self, after: int | None = None, size: int = 60, *, backwards: bool = False) -> list[int]:
        first = 0 if after is None else after + 1
        if backwards:
            last = self.length if after is None else after
            first, size = max(0, last - size), min(size, last)
        found = list(range(self.length))[first : first + size]
        self.read += len(found)
        return found

    def beyond(self, after: int | None, count: int, *, backwards: bool = False) -> int | None:
        if backwards:
            return (self.length if after is None else after) - count
        return (-1 if after is None else after) + count

    def count(self, after: int | None = None, *, backwards: bool = False) -> int:
        return self.length if after is None else after if backwards else self.length - after - 1

    def one(self, ref: str) -> int | None:
        return int(ref) if int(ref) < self.length else None


@settings(max_examples=100)
@given(st.integers(0, 700), st.lists(st.integers(0, 699), max_size=12))
def test_rows_come_in_pages_wherever_one_looks(length: int, looks: list[int]) -> None:
    numbers = Numbers(length)
    rows: PagedRows[int, int] = PagedRows(
        numbers, numbers.page(), key=str, place=int, draw=lambda number, _: RowText(str(number), ((str(number), ""),))
    )
    rows.total = rows.count_all()
    assert rows.count == length
    for look in looks:
        assert rows.item(look) == (look if look < length else None)
        assert rows.index_of(str(look)) == (look if look < length else None)
    assert numbers.read <= 60 * (len(looks) + 1), "a page a look, wherever it is"


@pytest.mark.rule("DY-03", "RD-40")
@settings(max_examples=examples(25))
@given(
    st.lists(more(), max_size=10),
    st.integers(-3, 3),
    st.integers(1, 4),
    st.sampled_from([VIEWER, OTHER, UNKNOWN]),
    st.sampled_from([None, 1]),
)
def test_the_calendar_has_every_dated_limit_once(
    made: list[tuple[Made, dict[str, Any]]], shift: int, size: int, viewer: Viewer, owner: int | None
) -> None:
    today = DAY + timedelta(shift)
    soon, span = today + timedelta(3), (DAY - timedelta(2), DAY + timedelta(6))
    with tempfile.TemporaryDirectory() as folder, new_store(Path(folder)) as store:
        fill(store, made)
        rows = views.limits_all(store, viewer, today, soon, owner=owner)
        expected: dict[date, dict[str, list[str]]] = {}
        for row in rows:
            day = row.until if row.force == "window" else row.due
            # What is withheld has a day that nobody may know.
            if day is not None and row.state != "withheld" and span[0] <= day <= span[1]:
                expected.setdefault(day, {}).setdefault(row.state, []).append(f"{row.ref} {row.instance}")
        limits = LimitDays(store, viewer, span, today, soon, owner)
        counted = {day: {state: len(keys) for state, keys in states.items()} for day, states in expected.items()}
        assert limits.counts() == counted
        forwards: list[LimitLine] = []
        while page := limits.page(forwards[-1].place if forwards else None, size):
            forwards += page
        assert [line.day for line in forwards] == sorted(line.day for line in forwards)
        for line in forwards:
            expected[line.day][line.row.state].remove(key_of(line))
        assert not [key for states in expected.values() for keys in states.values() for key in keys]
        backwards: list[LimitLine] = []
        while page := limits.page(backwards[-1].place if backwards else None, size, backwards=True):
            backwards += reversed(page)
        assert backwards == forwards[::-1]
        for place, line in enumerate(forwards):
            assert limits.count(line.place, backwards=True) == place
            assert limits.beyond(None, place + 1) == line.place
            assert limits.one(key_of(line)) == line
        bare = [
            each
            for (found, row, access), _ in made
            if may_see(viewer, row, access) and owner in (None, row["owner"])
            for each in found
            if each.state_base != "ended" and each.due is None
            if not (each.after_closing and row["status"] == "closed")
        ]
        assert limits.undated() == len(bare)


@pytest.mark.rule("RD-25", "RD-40")
@settings(max_examples=examples(30))
@given(st.lists(more(), max_size=14), st.integers(-3, 3), st.sampled_from([VIEWER, OTHER, UNKNOWN]))
def test_the_load_of_each_owner_is_what_a_scan_finds(
    made: list[tuple[Made, dict[str, Any]]], shift: int, viewer: Viewer
) -> None:
    today = DAY + timedelta(shift)
    soon = today + timedelta(3)
    states: Counter[tuple[object, str]] = Counter()
    opened: Counter[object] = Counter()
    for (found, row, access), _ in made:
        if may_see(viewer, row, access):
            state = reference(found, str(row["status"]), today, soon)[0]
            states[row["owner"], state] += bool(state)
            opened[row["owner"]] += row["status"] == "open"
    with tempfile.TemporaryDirectory() as folder, new_store(Path(folder)) as store:
        fill(store, made)
        loads = workload(store, viewer, today, soon)
        counted = {(load.owner_id, state): number for load in loads for state, number in load.states.items() if number}
        assert counted == {key: number for key, number in states.items() if number}
        assert {load.owner_id: load.open_cases for load in loads if load.open_cases} == {
            owner: number for owner, number in opened.items() if number
        }
        assert [load.owner_id for load in loads[1:]].count(None) == 0, "nobody's come first"
