"""Limits under a changing calendar, windows of the other side, and the state of a limit on a day."""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from sharedlives_tui.calendars import load_calendar
from sharedlives_tui.facts import Entry, Revision
from sharedlives_tui.limits import Due, Extension, compute, days_late, state_on
from sharedlives_tui.procedure_files import read
from sharedlives_tui.procedures import Limit
from sharedlives_tui.progress import replay

ENGLAND = load_calendar("england")
MARCH = date(2026, 3, 2)
THEN = datetime(2026, 3, 2, 9, tzinfo=UTC)
LATER = datetime(2026, 3, 4, 9, tzinfo=UTC)
WINDOW = Limit(14, "calendar days", force="window")
TWENTY = Limit(20, "working days", force="aim", extend=True)
DATA = Path(__file__).parents[2] / "data"


def _due(limit: Limit, *later: Revision, ours: bool = True, ended: datetime | None = None, **more: object) -> Due:
    revisions = (Revision(ENGLAND), *later)
    return compute(limit, MARCH, revisions, THEN, ended, ours=ours, **more)  # type: ignore[arg-type]


def _closed(day: date, entered: date = date(2026, 3, 4), at: datetime = LATER) -> Revision:
    return Revision(ENGLAND.with_added(day, "closed"), entered, at)


@pytest.mark.rule("DY-08", "RD-32")
def test_a_closure_moves_what_is_open_and_not_what_had_ended() -> None:
    assert _due(TWENTY).due == date(2026, 3, 30)
    assert _due(TWENTY, _closed(date(2026, 3, 9))).due == date(2026, 3, 31)
    assert _due(TWENTY, _closed(date(2026, 3, 9)), ended=datetime(2026, 3, 3, tzinfo=UTC)).due == date(2026, 3, 30)
    assert _due(TWENTY, _closed(date(2026, 3, 9))).moved


@pytest.mark.rule("RD-32")
def test_a_removal_never_brings_ours_to_before_the_next_working_day_after_its_entry() -> None:
    first = Revision(ENGLAND.with_added(date(2026, 3, 3), "closed"))
    opened = compute(Limit(2, "working days"), MARCH, (first,), THEN, None)
    assert opened.due == date(2026, 3, 5)
    removed = Revision(ENGLAND, date(2026, 3, 4), LATER)
    assert compute(Limit(2, "working days"), MARCH, (first, removed), THEN, None).due == date(2026, 3, 5)
    early = Revision(ENGLAND, date(2026, 3, 2), LATER)
    assert compute(Limit(2, "working days"), MARCH, (first, early), THEN, None).due == date(2026, 3, 4)


@pytest.mark.rule("RD-31", "DY-10")
def test_more_time_counts_only_if_told_in_time_and_stands_through_closures() -> None:
    until = date(2026, 4, 10)
    told = [Extension(date(2026, 3, 30), until)]
    assert _due(TWENTY, extensions=told).due == until
    assert _due(TWENTY, extensions=[Extension(date(2026, 3, 31), until)]).due == date(2026, 3, 30)
    assert _due(TWENTY, _closed(date(2026, 3, 9)), extensions=told).due == until
    assert _due(Limit(20, "working days"), extensions=told).due == date(2026, 3, 30), "only what may be extended"


@pytest.mark.rule("DY-03", "RD-01")
def test_a_window_has_its_strict_day_its_grace_and_what_a_letter_told() -> None:
    limit = Limit(13, "calendar days", force="window")
    due = _due(limit, ours=False)
    assert (due.due, due.until) == (date(2026, 3, 15), date(2026, 3, 16)), "a Sunday: posted on Monday is in time"
    told = _due(limit, ours=False, told=date(2026, 3, 18))
    assert (told.due, told.until) == (date(2026, 3, 15), date(2026, 3, 18))
    assert _due(limit, ours=False, told=date(2026, 3, 10)).until == date(2026, 3, 16), "never shorter"
    assert _due(Limit(13, "calendar days"), told=date(2026, 3, 18)).until == date(2026, 3, 15), "ours has none"


@pytest.mark.rule("RD-01")
def test_no_holiday_or_removal_shortens_a_window_of_the_other_side() -> None:
    limit = Limit(2, "working days", force="window")
    first = Revision(ENGLAND.with_added(date(2026, 3, 3), "closed"))
    removed = Revision(ENGLAND, date(2026, 3, 2), LATER)
    assert compute(limit, MARCH, (first, removed), THEN, None, ours=False).due == date(2026, 3, 5)
    assert compute(limit, MARCH, (Revision(ENGLAND), first), THEN, None, ours=False).due >= date(2026, 3, 4)


@pytest.mark.rule("RD-01")
def test_a_correction_leaves_the_day_that_a_letter_named() -> None:
    procedure = read((DATA / "procedures/deapproval.toml").read_text(), "x", (DATA / "actions.toml").read_text())
    windows = [act for act in procedure.steps if act.limit is not None and act.limit.force == "window"]
    assert windows, "deapproval has windows of the carer"
    text = """
id = "x"
name = "X"
prefix = "X"
in_force = 2026-01-01
[[stage]]
id = "one"
name = "One"
[field.tells]
label = "Last day told"
kind = "date"
[[step]]
id = "decide"
name = "Decide"
[[step]]
id = "appeal"
name = "Appeal"
opens = [{ by = "decide" }]
side = "theirs"
limit = { count = 14, unit = "calendar days", force = "window", told = "tells" }
[[step]]
id = "letter"
name = "Letter"
fields = ["tells"]
opens = [{ by = "decide" }]
"""
    procedure = read(text, "x.toml", "")
    letter = Entry(2, "letter", date(2026, 3, 4), LATER, values={"tells": "2026-03-16"})

    def until(decided: date) -> date | None:
        progress = replay(procedure, [Entry(1, "decide", decided, THEN), letter], (Revision(ENGLAND),))
        due = progress.due(progress.open_instances("appeal")[0])
        return None if due is None else due.until

    assert until(date(2026, 3, 2)) == date(2026, 3, 16)
    assert until(date(2026, 2, 26)) == date(2026, 3, 16), "decided earlier than thought: the letter's day stands"


@pytest.mark.parametrize(
    ("today", "state", "late"),
    [
        (date(2026, 3, 5), "on_track", 0),
        (date(2026, 3, 10), "soon", 0),
        (date(2026, 3, 13), "today", 0),
        (date(2026, 3, 14), "today", 0),
        (date(2026, 3, 15), "today", 0),
        (date(2026, 3, 16), "overdue", 1),
        (date(2026, 3, 20), "overdue", 5),
    ],
)
@pytest.mark.rule("RD-02", "DY-09", "RD-30")
def test_a_duty_is_today_from_its_day_to_act_until_its_strict_day(today: date, state: str, late: int) -> None:
    due = _due(Limit(13, "calendar days"))
    assert (due.due, due.act_by) == (date(2026, 3, 15), date(2026, 3, 13))
    found = state_on(due, today, ENGLAND, side="ours", ended=False, withheld=False)
    assert (found, days_late(due, today, found)) == (state, late)


@pytest.mark.rule("RD-29", "RD-23", "DY-04")
def test_targets_windows_and_the_others_never_turn_overdue() -> None:
    long_after = date(2026, 6, 1)

    def state(limit: Limit, side: str = "ours", *, ended: bool = False, withheld: bool = False) -> str:
        return state_on(_due(limit), long_after, ENGLAND, side=side, ended=ended, withheld=withheld)

    assert state(Limit(2, "working days", force="local target")) == "past_target"
    assert state(Limit(2, "working days", force="aim")) == "overdue"
    assert state(WINDOW, "theirs") == "done"
    assert state(Limit(2, "working days", force="none"), "theirs") == "waiting"
    assert state(Limit(2, "working days"), withheld=True) == "withheld"
    assert state(Limit(2, "working days"), ended=True) == "done"
    assert state_on(None, long_after, ENGLAND, side="ours", ended=False, withheld=False) == "no_limit"


@pytest.mark.rule("DY-14")
def test_the_law_beside_the_guidance_is_off_and_has_its_own_words_for_counting() -> None:
    """No limit of a shipped procedure is one of the law's; each of those says from which day it counts.

    A duty to notify is asked where its facts are recorded (FD-08); it has no day but the one that the office sets.
    """
    shared = (DATA / "actions.toml").read_text()
    cited = set()
    for path in (DATA / "procedures").glob("*.toml"):
        procedure = read(path.read_text(), path.name, shared)
        cited |= {rule for act in procedure.acts for rule in act.rules}
        assert not any(act.limit for act in procedure.acts if "FD-08" in act.rules), path.name
    assert {rule for rule in cited if rule.startswith("FD-")} == {"FD-08"}
    rules = tomllib.loads((DATA / "rules.toml").read_text())
    for name in ("FD-01", "FD-05", "FD-06", "FD-07"):
        assert any(word in rules[name]["words"] for word in ("day of receipt", "day after", "from the day")), name
