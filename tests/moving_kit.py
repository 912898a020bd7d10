"""An office with something in every table, to be carried to another place; and all that lies in one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from sharedlives_tui import casework, office, person_records, signing_off
from sharedlives_tui.desk import Desk
from sharedlives_tui.requests import Correct, Record
from sharedlives_tui.store import AccessRow, Store
from sharedlives_tui.store.moving import tables
from tests.desks import ACKNOWLEDGED, new_desk, open_complaint, record

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
