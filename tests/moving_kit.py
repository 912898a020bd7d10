"""An office with something in every table, to be carried to another place; and all that lies in one."""

from __future__ import annotations

import itertools
import os
import signal
import traceback
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from sharedlives_tui import casework, moving, office, person_records, signing_off
from sharedlives_tui.desk import Desk
from sharedlives_tui.requests import Correct, Record
from sharedlives_tui.store import AccessRow, Missing, Store, moving_for_good
from sharedlives_tui.store import moving as carrying
from sharedlives_tui.store.moved import MovedAway, whereabouts
from sharedlives_tui.store.moving import tables
from sharedlives_tui.store.office_writer import OfficeWriter
from tests.desks import ACKNOWLEDGED, at, new_desk, open_complaint, record
from tests.store_kit import AT

PAPER = bytes(range(256)) * 5
HARD_WORDS = "Żółć O''Brien \\N \\. \t{1,2} %s %(x)s :x ? 🙂 \u0645\u0631\u062d\u0628\u0627 $1 --"
KEPT = "Rae Registered"


def full_office(folder: Path) -> Desk:
    """A practice office with an administrator in front of it."""
    desk = new_desk(folder)
    first = open_complaint(desk, account=HARD_WORDS)
    record(desk, first.ref, "acknowledge", **ACKNOWLEDGED)
    casework.correct(desk, Correct(first.ref, 2, "Another way", None, {"method": "email"}))
    second = open_complaint(desk, complainant=("Cara Carer",), complainant_kind="carer")
    signing_off.choose(desk, "complaint.acknowledge", True, "Trying it out")
    signing_off.ask(desk, Record(second.ref, "acknowledge", ACKNOWLEDGED))
    signing_off.choose(desk, "complaint.delay-word", True, "Trying it out")
    word = {"reason": "Many letters", "promised_on": "2026-03-20", "method": "post"}
    signing_off.ask(desk, Record(first.ref, "delay-word", word))
    signing_off.sign(at(desk, desk.today, KEPT), first.ref, "delay-word")
    office.change_calendar(desk, date(2026, 3, 12), working=False, reason="Closed for repairs")
    person_records.record_person(
        desk,
        "Cara Carer",
        "approval",
        {
            **{"decision": "approved", "number": "3", "from": "2020-05-01", "reason": "As the panel said"},
            **{"how_known": "minutes", "how_known_words": "The panel's of 20 April 2020"},
        },
        date(2020, 4, 20),
        KEPT,
    )
    with desk.store.writing(desk.recorder, desk.clock.now()) as writer:
        writer.add_link(1, 2, HARD_WORDS)
        writer.replace_access(2, [AccessRow(3, "hidden")])
        writer.add_attachment(1, "kept.pdf", PAPER, number=1)
        gone = writer.add_attachment(1, "gone.pdf", b"gone", number=1)
        added = writer.fetch("SELECT added_seq FROM attachment WHERE id = ?", (gone,))[0][0]
        writer.dispose([added], "Kept long enough")
        writer.save_draft("P-1", "new", HARD_WORDS, desk.clock.now())
    return desk


def everything(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, in the order of its key."""
    return {table.name: [tuple(row) for row in store.fetch(table.in_order)] for table in tables()}


def faults(desk: Desk, store: Store) -> list[str]:
    """What `check` says of an office."""
    return casework.check(replace(desk, store=store))


# -- killed in the middle of a move for good -----------------------------------------------------------------------

POINTS = {
    "before it is closed": (moving_for_good, "_close", False, 1),
    "closed": (moving_for_good, "_close", True, 1),
    "in the middle of carrying": (carrying, "_carry", False, 1),
    "all carried": (carrying, "_carry", True, 1),
    "all compared": (carrying, "_note", False, 1),
    "with its mark": (carrying, "_note", True, 1),
    "before it has its place": (carrying, "must_be_as_here", True, 1),
    "in its place": (carrying, "carried", True, 1),
    "before the old place says that it went": (OfficeWriter, "put_setting", False, 2),
    "before that is kept": (OfficeWriter, "put_setting", True, 2),
    "before the new place is taken into use": (moving_for_good, "take_into_use", False, 1),
    "in the middle of that": (OfficeWriter, "put_setting", True, 3),
    "before that is kept too": (OfficeWriter, "put_setting", True, 4),
    "taken into use": (moving_for_good, "take_into_use", True, 1),
}
"""Where the program is killed: before or after (True) the so-manyth call of a function."""


def killed_at(point: str, desk: Desk, old: Path | str, new: Path | str) -> None:
    """Let a program of its own begin to move an office for good, and end it with SIGKILL at that point."""
    child = os.fork()
    if not child:
        try:
            _kills_itself(*POINTS[point])
            moving.move(replace(desk, store=Store.open(old)), new, final=True)
        except BaseException:
            traceback.print_exc()
        os._exit(70)  # it came to its end, or to another
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL, f"it never came to {point}"


def _kills_itself(where: Any, name: str, after: bool, count: int) -> None:
    real, calls = getattr(where, name), itertools.count(1)

    def deadly(*args: Any, **more: Any) -> Any:
        last = next(calls) == count
        if last and not after:
            os.kill(os.getpid(), signal.SIGKILL)
        result = real(*args, **more)
        if last:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(where, name, deadly)


def takes_writes(place: Path | str) -> bool:
    """Whether an office lies there that takes a write; that it does not is said with what to do."""
    try:
        store = Store.open(place)
    except Missing:
        return False
    with store:
        try:
            with store.writing("P-1", AT) as writer:
                writer.add_person("Written here")
        except MovedAway as told:
            assert "sharedlives --database" in str(told), "with a way on"
            return False
        return True


def prove_no_two(desk: Desk, old: Path | str, new: Path | str, *, undo: bool) -> None:
    """After a kill: one office at most takes writes; what is said there leads to exactly one, which has all."""
    kept = _journal(old)
    living = [place for place in (old, new) if takes_writes(place)]
    assert len(living) < 2, "two offices that take writes"
    said = whereabouts(Store.open(old).fetch)
    if undo and said.leaving:
        assert moving.undo(replace(desk, store=Store.open(old)))
        winner, other = old, new
    elif old in living or (undo and not living):
        winner, other = (old, new) if old in living else (new, old)
        if winner == new:
            moving.take_over(replace(desk, store=Store.open(new)))
    else:
        moving.move(replace(desk, store=Store.open(old)), new, final=True)
        winner, other = new, old
    assert takes_writes(winner)
    assert not takes_writes(other)
    assert _journal(winner)[: len(kept)] == kept
    with Store.open(winner) as store:
        assert faults(desk, store) == []


def _journal(place: Path | str) -> list[tuple[Any, ...]]:
    with Store.open(place) as store:
        return [tuple(row) for row in store.fetch("SELECT seq, hash FROM journal WHERE kind <> 'setting' ORDER BY seq")]
