"""The list of Today against a slow, obvious reference; and the journal against whatever is done to one of its cells."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sharedlives_tui.access import Viewer
from sharedlives_tui.store import AccessRow, CaseRow, LimitRow, Store, views
from sharedlives_tui.store.pragmas import connect
from sharedlives_tui.store.rows import LISTED_STATES
from tests.both_stores import examples
from tests.store_kit import AT, DAY, DIGEST, SAM, entry, known, limit, new_store, open_case

VIEWER = known(1)
OTHER = known(2, "Kim Ode")
UNKNOWN = Viewer(None, "Temp", frozenset(), known=False)

offsets = st.integers(-4, 9)


@st.composite
def limits(draw: st.DrawFn) -> LimitRow:
    force = draw(st.sampled_from(["must", "aim", "local target", "window", "none"]))
    due = draw(st.none() | offsets.map(lambda count: DAY + timedelta(count)))
    back = draw(st.integers(0, 4))
    return limit(
        f"step.{draw(st.integers(1, 10_000))}",
        due,
        act_by=None if due is None else due - timedelta(back),
        until=None if due is None else due + timedelta(draw(st.integers(0, 2))),
        force=force,
        side="theirs" if force == "window" else draw(st.sampled_from(["ours", "ours", "theirs"])),
        state_base=draw(st.sampled_from(["open", "open", "open", "withheld", "ended"])),
        after_closing=draw(st.booleans()),
    )


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[LimitRow], dict[str, object], list[AccessRow]]:
    found = draw(st.lists(limits(), max_size=4, unique_by=lambda each: each.instance))
    row = {
        "status": draw(st.sampled_from(["open", "open", "closed"])),
        "owner": draw(st.sampled_from([None, 1, 2])),
        "restricted": draw(st.sampled_from([False, False, True])),
        "guarded": draw(st.sampled_from([False, False, True])),
    }
    access = draw(st.lists(st.builds(AccessRow, st.integers(1, 2), st.sampled_from(["hidden", "viewer"])), max_size=2))
    return found, row, access


def reference(found: list[LimitRow], status: str, today: date, soon: date) -> tuple[str, int, str]:
    """State, place within the state and day of one case, read off its limits one by one."""
    running = [each for each in found if each.state_base == "open"]
    ours = [each for each in running if each.due and each.side == "ours" and each.force != "window"]

    def first(some: list[LimitRow]) -> LimitRow | None:
        return min(some, key=lambda each: (each.due, each.act_by, each.instance), default=None)

    must = first([each for each in ours if each.force in ("must", "aim")])
    target = first([each for each in ours if each.force not in ("must", "aim")])
    for number, each in ((0, must), (2, target)):
        if each is not None and each.due is not None and each.act_by is not None:
            if each is must and each.due < today:
                return "overdue", 0, str(each.due)
            if each.act_by <= today <= each.due:
                return "today", number + (each.due > today), str(each.due) if each.due > today else ""
    if target is not None and target.due is not None and target.due < today:
        return "past_target", 0, str(target.due)
    acts = [each.act_by for each in (must, target) if each is not None and each.act_by is not None]
    if acts:
        return ("soon" if min(acts) <= soon else "on_track"), 0, str(min(acts))
    windows = [each.until for each in running if each.force == "window" and each.due and each.until]
    if windows and max(windows) >= today:
        return "window", 0, str(max(windows))
    theirs = [each for each in running if each.side == "theirs" and not (each.force == "window" and each.due)]
    if theirs:
        days = [str(each.due) for each in theirs if each.due]
        return "waiting", 0 if days else 1, min(days, default="")
    if any(each.state_base == "withheld" for each in found):
        return "withheld", int(status == "closed"), ""
    if status == "open":
        return "no_limit", 0, ""
    return ("after_closing" if any(not each.due for each in running) else ""), 0, ""


def may_see(viewer: Viewer, row: dict[str, object], access: list[AccessRow]) -> bool:
    rules = {each.rule for each in access if each.person_id == viewer.person_id}
    if "hidden" in rules or (row["restricted"] and "viewer" not in rules):
        return False
    return viewer.known or not (row["restricted"] or row["guarded"])


@pytest.mark.rule("RD-02", "RD-29", "RD-40")
@settings(max_examples=examples(40))
@given(
    st.lists(cases(), max_size=14),
    st.integers(1, 5),
    st.integers(-3, 3),
    st.sampled_from([VIEWER, OTHER, UNKNOWN]),
    st.sampled_from([None, 1]),
)
def test_pages_are_the_whole_list_in_order(
    made: list[tuple[list[LimitRow], dict[str, object], list[AccessRow]]],
    size: int,
    shift: int,
    viewer: Viewer,
    owner: int | None,
) -> None:
    today = DAY + timedelta(shift)
    soon = today + timedelta(3)
    expected: dict[str, list[tuple[int, str, int]]] = {state: [] for state in LISTED_STATES}
    with tempfile.TemporaryDirectory() as folder, new_store(Path(folder)) as store:
        with store.writing(SAM, AT) as writer:
            for name in (SAM, "Kim Ode"):
                writer.add_person(name)
            for found, row, access in made:
                case_id, ref = writer.new_case("CO", "complaint", DIGEST, DAY)
                writer.replace_access(case_id, access)
                writer.replace_limits(case_id, found)
                writer.save_case(CaseRow(case_id, ref, "complaint", DIGEST, DAY, 0, **row))  # type: ignore[arg-type]
                state, part, place = reference(found, str(row["status"]), today, soon)
                if state and may_see(viewer, row, access) and owner in (None, row["owner"]):
                    expected[state].append((part, place, case_id))
        listed = {state: [number for _, _, number in sorted(rows)] for state, rows in expected.items()}
        groups = views.today_groups(store, viewer, today, soon, owner=owner)
        assert groups == {state: len(numbers) for state, numbers in listed.items()}
        for state, numbers in listed.items():
            assert views.today_ids(store, viewer, today, soon, owner=owner, states=[state]) == numbers
            assert list(page_by_page(store, viewer, today, state, size, owner)) == numbers
        assert store.verify_journal() == []


def page_by_page(store: Store, viewer: Viewer, today: date, state: str, size: int, owner: int | None) -> Iterator[int]:
    soon, after = today + timedelta(3), None
    while True:
        page = views.today_page(store, viewer, today, soon, state, after=after, size=size, owner=owner)
        assert all(row.state == state for row in page)
        yield from (row.case_id for row in page)
        if len(page) < size:
            return
        after = page[-1]


# -- the journal ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def office() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        with new_store(Path(folder)) as store:
            with store.writing(SAM, AT) as writer:
                for _ in range(3):
                    case_id, _ = open_case(writer)
                    for _ in range(3):
                        entry(writer, case_id, "note", text="a note")
            path = store.path
        yield path


CELLS = ("act", "key", "done_by", "recorded_by", "recorded_at", "digest", "previous", "hash", "request_id", "kind")


@pytest.mark.file_only("rows are changed in a file that was made once; what finds it is the same on both")
@settings(max_examples=60)
@given(
    seq=st.integers(1, 16),
    cell=st.sampled_from([*CELLS, "body", "salt"]),
    change=st.sampled_from(["one more", "upper", "empty"]),
)
def test_any_change_of_any_cell_is_named_with_its_row(office: Path, seq: int, cell: str, change: str) -> None:
    raw = connect(office, "rw", wait=5)
    try:
        raw.execute("BEGIN")
        for name in ("journal_fixed", "words_fixed"):
            raw.execute(f"DROP TRIGGER {name}")
        table = "words" if cell in ("body", "salt") else "journal"
        old = raw.execute(f"SELECT {cell} FROM {table} WHERE seq = ?", (seq,)).fetchone()[0]
        new = {"one more": f"{old or ''}x", "upper": (old or "a").swapcase(), "empty": ""}[change]
        if cell in ("digest", "previous", "hash", "salt"):  # of a fixed length: another character instead
            new = ("0" if old[0] != "0" else "1") + old[1:]
        if new == old:
            return
        try:
            raw.execute(f"UPDATE {table} SET {cell} = ? WHERE seq = ?", (new, seq))
        except sqlite3.IntegrityError:
            return  # the form of the table refuses it already
        found = breaks_of(raw)
        assert found
        allowed = (
            {f"Row {seq} ", f"row {seq} ", f"Row {seq + 1} "} if cell == "hash" else {f"Row {seq} ", f"row {seq} "}
        )
        assert all(any(name in words for name in allowed) for words in found), found
        assert any(f"ow {seq} " in words for words in found)
    finally:
        raw.execute("ROLLBACK")
        raw.close()


def breaks_of(raw: sqlite3.Connection) -> list[str]:
    from sharedlives_tui.store import journal
    from sharedlives_tui.store.checks import CHAIN

    return list(journal.breaks(raw.execute(CHAIN), {}, None))


@settings(max_examples=examples(25))
@given(st.lists(st.lists(st.sampled_from(["person", "case", "note", "link", "fail"]), max_size=5), max_size=8))
def test_whatever_is_written_or_given_up_the_office_stays_whole(turns: list[list[str]]) -> None:
    with tempfile.TemporaryDirectory() as folder, new_store(Path(folder)) as store:
        kept = 0
        for turn in turns:
            try:
                with store.writing(SAM, AT) as writer:
                    for what in turn:
                        count = writer.fetch("SELECT count(*) FROM case_file")[0][0]
                        if what == "person":
                            writer.add_person("Kim")
                        elif what == "case":
                            open_case(writer, [limit("respond", DAY)])
                        elif what == "note" and count:
                            entry(writer, count, "note")
                        elif what == "link" and count > 1:
                            writer.add_link(1, count, "together")
                        elif what == "fail":
                            raise KeyError("given up")
                    rows = writer.fetch("SELECT count(*) FROM journal")[0][0]
                kept = rows
            except KeyError:
                pass
            assert store.head()[0] == max(kept, 1)
        assert store.verify_journal() == []
        assert store.check_file() == []
