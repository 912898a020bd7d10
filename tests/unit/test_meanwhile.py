"""Two people at one entry of the office: the second is told what the first wrote, and overwrites nothing unseen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from sharedlives_tui import casework, office, office_journal, office_settings, often_used, signing_off
from sharedlives_tui.desk import Desk
from sharedlives_tui.meanwhile import ChangedMeanwhile
from sharedlives_tui.office_journal import Wanted
from sharedlives_tui.often_used import OftenUsed
from sharedlives_tui.requests import Refused
from sharedlives_tui.settings import accounts, contact_list
from sharedlives_tui.store import register, setting_changes, views
from tests.desks import FIRST_DAY, at, new_desk

SUPPORT = ("complaint", "acknowledge", "support")
DAY = date(2026, 3, 20)
HOSTILE = "[red]x[/] {{ 7*7 }} \x1b[31m"


class Entry(NamedTuple):
    """One kind of entry: how it is read, written with what was shown and without, and what is said of theirs."""

    shown: Callable[[Desk], Any]
    write: Callable[[Desk, str, Any], Any]
    mine: str
    theirs: str
    field: str
    said: str


def _number(desk: Desk) -> int:
    return int(office.find_person(desk, "Olu Officer").removeprefix("P-"))


def _olus(desk: Desk) -> tuple[str, ...]:
    kept = accounts(views.settings(desk.store))
    return tuple(each for each, who in kept.items() if who == office.find_person(desk, "Olu Officer"))


def _text(desk: Desk) -> OftenUsed:
    return often_used.numbered(desk, 1)


ENTRIES = {
    "contact": Entry(
        lambda desk: contact_list(views.settings(desk.store))["duty line"],
        lambda desk, words, seen: office.set_contact(desk, "duty line", words, seen),
        "Mine, 01632 960001",
        "Theirs, 01632 960002",
        "words",
        "Theirs, 01632 960002",
    ),
    "number": Entry(
        lambda desk: office_settings.value_of(desk, "soon_calendar_days"),
        lambda desk, words, seen: office_settings.put(desk, "soon_calendar_days", words, seen=seen),
        "5",
        "7",
        "number",
        "Now it is: 7",
    ),
    "text used often": Entry(
        _text,
        lambda desk, words, seen: often_used.change(desk, 1, "Advocacy", words, seen=seen),
        "My words",
        "Their words",
        "text",
        "Advocacy: Their words",
    ),
    "account": Entry(
        _olus,
        lambda desk, words, seen: office.set_account(desk, "Olu Officer", words, next(iter(seen or ()), ""), seen),
        "olu-mine",
        "olu-theirs",
        "account",
        "olu-theirs",
    ),
    "role": Entry(
        lambda desk: register.spans(desk.store, _number(desk)),
        lambda desk, words, seen: office.add_role(
            desk, "Olu Officer", "panel member", date(2026, 3, 4), date.fromisoformat(words), seen
        ),
        "2026-06-30",
        "2026-07-31",
        "role",
        "panel member from Wed 4 Mar 2026 to Fri 31 Jul 2026",
    ),
}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = new_desk(tmp_path)
    often_used.add(made, "Advocacy", SUPPORT, "Words")
    yield made
    made.store.close()


@pytest.fixture(params=ENTRIES.values(), ids=ENTRIES)
def entry(request: pytest.FixtureRequest) -> Entry:
    found: Entry = request.param
    return found


def other(desk: Desk) -> Desk:
    """Somebody else who may do it."""
    with desk.store.writing(desk.recorder, desk.clock.now()) as writer:
        number = writer.add_person("Bo Brown")
        writer.add_role(number, "administrator", FIRST_DAY)
    return at(desk, FIRST_DAY, "Bo Brown")


def test_what_was_changed_meanwhile_is_told_and_stands(desk: Desk, entry: Entry) -> None:
    seen = entry.shown(desk)
    entry.write(other(desk), entry.theirs, None)
    stands = entry.shown(desk)
    rows = len(setting_changes.changes(desk.store))
    with pytest.raises(ChangedMeanwhile) as told:
        entry.write(desk, entry.mine, seen)
    [problem] = told.value.problems
    assert problem.field == entry.field
    assert problem.words.startswith("Bo Brown changed this")
    assert entry.said in problem.words
    assert entry.shown(desk) == stands, "theirs stands"
    assert len(setting_changes.changes(desk.store)) == rows
    assert office_journal.read(desk, Wanted(what="refused")) == [], "nobody was refused what they may not do"
    entry.write(desk, entry.mine, told.value.now)
    assert entry.shown(desk) != stands
    assert entry.shown(desk) != seen
    assert casework.check(desk) == []


def test_who_was_shown_what_stands_is_told_nothing(desk: Desk, entry: Entry) -> None:
    entry.write(other(desk), entry.theirs, None)
    stands = entry.shown(desk)
    entry.write(desk, entry.mine, stands)
    assert entry.shown(desk) != stands


def test_who_was_shown_nothing_writes_as_before(desk: Desk, entry: Entry) -> None:
    entry.write(other(desk), entry.theirs, None)
    stands = entry.shown(desk)
    entry.write(desk, entry.mine, None)
    assert entry.shown(desk) != stands


@pytest.mark.parametrize("name", ["contact", "number", "text used often"])
def test_the_same_written_twice_is_no_conflict(desk: Desk, name: str) -> None:
    entry = ENTRIES[name]
    seen = entry.shown(desk)
    entry.write(other(desk), entry.mine, None)
    stands = entry.shown(desk)
    assert stands != seen
    entry.write(desk, entry.mine, seen)
    assert entry.shown(desk) == stands


def test_what_was_taken_away_is_told(desk: Desk) -> None:
    office.set_contact(desk, "duty line", "First")
    office.set_contact(other(desk), "duty line", "")
    with pytest.raises(ChangedMeanwhile, match="Now nothing stands there"):
        office.set_contact(desk, "duty line", "Mine", "First")
    seen = _text(desk)
    often_used.retire(at(desk, FIRST_DAY, "Bo Brown"), 1)
    for change in (
        lambda: often_used.change(desk, 1, "Advocacy", "Mine", seen=seen),
        lambda: often_used.retire(desk, 1, seen=seen),
    ):
        with pytest.raises(Refused, match="Bo Brown took this text away while you had it open"):
            change()


def test_a_text_that_was_changed_is_not_taken_away_unseen(desk: Desk) -> None:
    seen = _text(desk)
    often_used.change(other(desk), 1, "Advocacy", "Better words")
    with pytest.raises(ChangedMeanwhile, match="Better words") as told:
        often_used.retire(desk, 1, seen=seen)
    often_used.retire(desk, 1, seen=told.value.now)
    assert often_used.often_used(desk) == []


def test_an_account_and_a_role_that_were_ended_meanwhile_are_told(desk: Desk) -> None:
    office.set_account(desk, "Olu Officer", "olu")
    seen, spans = _olus(desk), register.spans(desk.store, _number(desk))
    bo = other(desk)
    office.forget_account(bo, "olu")
    with pytest.raises(ChangedMeanwhile, match="Bo Brown .* Now nothing stands there"):
        office.forget_account(desk, "olu", office.find_person(desk, "Olu Officer"), seen)
    office.add_role(bo, "Olu Officer", "officer", None, date(2026, 3, 31))
    with pytest.raises(ChangedMeanwhile, match="to Tue 31 Mar 2026") as told:
        office.add_role(desk, "Olu Officer", "officer", None, DAY, spans)
    assert told.value.problems[0].field == "to"


def test_a_choice_of_letters_is_told(desk: Desk) -> None:
    manager = at(desk, FIRST_DAY, "Rae Registered")
    signing_off.choose(manager, "complaint.acknowledge", True, "Trying it out")
    with pytest.raises(ChangedMeanwhile, match="Rae Registered .* Now it is: yes"):
        signing_off.choose(manager, "complaint.acknowledge", False, "As it was", seen=False)
    signing_off.choose(manager, "complaint.acknowledge", False, "Enough", seen=True)


def test_theirs_is_one_line_without_control_characters_and_not_endless(desk: Desk) -> None:
    seen = _text(desk)
    often_used.change(other(desk), 1, "Advocacy", HOSTILE + "\n" + "long " * 1000)
    with pytest.raises(ChangedMeanwhile) as told:
        often_used.change(desk, 1, "Advocacy", "Mine", seen=seen)
    words = told.value.problems[0].words
    assert "\x1b" not in words
    assert "\n" not in words
    assert "[red]x[/] {{ 7*7 }}" in words
    assert len(words) < 500
