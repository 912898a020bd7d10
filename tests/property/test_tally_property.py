"""The file's own counts of cases: whatever is written, they are what a scan of all cases finds."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sharedlives_tui.access import Viewer
from sharedlives_tui.store import AccessRow, CaseRow, LimitRow, Store, views
from sharedlives_tui.store.migrations import dump, upgrade
from sharedlives_tui.store.rows import LISTED_STATES, PartyRow
from sharedlives_tui.store.schema import STEPS
from sharedlives_tui.store.workload import workload
from tests.both_stores import examples
from tests.property.test_journal_property import OTHER, UNKNOWN, VIEWER, cases
from tests.store_kit import AT, DAY, DIGEST, SAM, limit, new_store, open_case, tamper, without_tally

Made = tuple[list[LimitRow], dict[str, Any], list[AccessRow]]
KINDS = ("complaint", "dispute")
OUTSIDER = Viewer(2, "Kim Ode", frozenset(), known=False)
TALLY = "SELECT * FROM case_tally WHERE cases <> 0 ORDER BY owner, mark, day, kind, guarded"
writes = st.lists(st.tuples(st.integers(0, 5), cases(), st.booleans()), max_size=16)
"""Which case is written (one that is there is written anew), as what, and whether the other person is in it."""


def write(store: Store, made: list[tuple[int, Made, bool]]) -> None:
    with store.writing(SAM, AT) as writer:
        for name in (SAM, "Kim Ode"):
            writer.add_person(name)
        numbers: dict[int, tuple[int, str]] = {}
        for place, (limits, row, access), is_in_it in made:
            kind = KINDS[place % 2]
            if place not in numbers:
                numbers[place] = writer.new_case("CO", kind, DIGEST, DAY)
            case_id, ref = numbers[place]
            writer.replace_access(case_id, access)
            writer.replace_parties(case_id, [PartyRow(2, "complainant", "carer")] * is_in_it)
            writer.replace_limits(case_id, limits)
            writer.save_case(CaseRow(case_id, ref, kind, DIGEST, DAY, writer.case_version(case_id), **row))


@pytest.mark.rule("RD-25", "RD-40", "CC-18")
@settings(max_examples=examples(60))
@given(
    writes,
    st.integers(-5, 10),
    st.integers(-1, 4),
    st.sampled_from([VIEWER, OTHER, UNKNOWN, OUTSIDER]),
    st.sampled_from([None, *KINDS]),
    st.sampled_from([None, 1, 2]),
)
def test_what_is_counted_is_what_is_listed(
    made: list[tuple[int, Made, bool]], shift: int, ahead: int, viewer: Viewer, kind: str | None, owner: int | None
) -> None:
    today = DAY + timedelta(shift)
    soon = today + timedelta(ahead)
    with tempfile.TemporaryDirectory() as folder, new_store(Path(folder)) as store:
        write(store, made)
        listed = {
            state: len(views.today_ids(store, viewer, today, soon, kind, owner, [state])) for state in LISTED_STATES
        }
        assert views.today_groups(store, viewer, today, soon, kind, owner) == listed
        for load in workload(store, viewer, today, soon):
            if load.owner_id is not None:
                theirs = views.today_groups(store, viewer, today, soon, owner=load.owner_id)
                assert load.states == theirs
        assert store.verify_journal() == []


@contextmanager
def file_of(store: Store) -> Iterator[sqlite3.Connection]:
    path = store.path
    store.close()
    file = sqlite3.connect(path, isolation_level=None)
    try:
        yield file
    finally:
        file.close()


@pytest.mark.file_only("an older form, which no server has")
@settings(max_examples=20)
@given(writes)
def test_an_office_of_the_form_before_is_counted_as_one_that_grew_with_the_counts(
    made: list[tuple[int, Made, bool]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = new_store(Path(folder))
        write(store, made)
        with file_of(store) as file:
            grown, form = file.execute(TALLY).fetchall(), dump(file)
            without_tally(file)
            file.execute("PRAGMA user_version = 8")
            upgrade(file, STEPS)
            assert file.execute(TALLY).fetchall() == grown
            assert dump(file) == form
            file.execute("PRAGMA foreign_keys = OFF")
            file.execute("DELETE FROM case_file")
            assert file.execute("SELECT count(*) FROM case_tally").fetchone()[0] == 0


@pytest.mark.parametrize(
    ("change", "whose"),
    [
        ("UPDATE case_tally SET cases = cases + 1 WHERE owner = 0", "nobody"),
        ("DELETE FROM case_tally WHERE owner = -1", "everybody"),
        ("INSERT INTO case_tally VALUES (7, 'open', '', 'complaint', 0, 1)", "P-7"),
    ],
)
def test_a_count_that_is_wrong_is_named(tmp_path: Path, change: str, whose: str) -> None:
    store = new_store(tmp_path)
    with store.writing(SAM, AT) as writer:
        open_case(writer, [limit("respond", DAY)])
    tamper(store, change)
    words = f"The number of cases that is kept for {whose} is not the number that there are."
    assert store.verify_journal() == [words]
