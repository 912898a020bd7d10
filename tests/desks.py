"""A practice office with the standard cast, for tests that go through the door."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from sharedlives_tui import casework, on_behalf, person_records, scenarios
from sharedlives_tui.clock import Clock
from sharedlives_tui.desk import Desk, viewer_of
from sharedlives_tui.facts import Value
from sharedlives_tui.library import library
from sharedlives_tui.person_records import PersonRecorded
from sharedlives_tui.requests import OpenCase, Record, Recorded, Refused

FIRST_DAY = date(2026, 3, 2)
SCENARIOS = Path(__file__).parent / "scenarios"

COMPLAINT: dict[str, Value] = {
    "type": "informal complaint",
    "complainant": ("Mrs Grace Hill",),
    "complainant_kind": "family",
    "about": ("the service",),
    "account": "The rota was changed twice and nobody said so.",
    "points": ("The rota was changed without a word",),
    "event_on": "2026-02-20",
}

ACKNOWLEDGED: dict[str, Value] = {
    "handler": "Mo Manager, telephone 01632 960200",
    "support": "An advocate can help",
    "timescales": "About four weeks",
    "method": "post",
}

ANSWERED: dict[str, Value] = {
    "investigation": "The rota and the messages were read",
    "actions_taken": "Changes are now told a week ahead",
    "answers": ("It should have been said, and was not",),
    "method": "post",
}


def new_desk(folder: Path, day: date = FIRST_DAY, place: str = "", **scenario: object) -> Desk:
    """An office with the standard cast on that day, Ada Admin in front of it; at the place, or in the folder."""
    do = {"do": [{"on": day}], **scenario}
    return scenarios._office(place or folder / "office.db", do, library())


def at(desk: Desk, day: date, who: str = "Ada Admin") -> Desk:
    """The same office on another day, or with somebody else in front of it."""
    return replace(desk, viewer=viewer_of(desk.store, who, day), clock=Clock(day))


def open_complaint(desk: Desk, by: str = "Mo Manager", **changes: Value) -> Recorded:
    """A complaint received today; `changes` are other or further facts."""
    return casework.open_case(desk, OpenCase("complaint", {**COMPLAINT, **changes}, by=by))


def record(desk: Desk, ref: str, act: str, by: str = "Mo Manager", **values: Value) -> Recorded:
    """Record an act as done today; how one knew what somebody else decided is filled in."""
    return scenarios.recorded(desk, Record(ref, act, values, by=by))


def record_person(
    desk: Desk, person: str, kind: str, values: Mapping[str, Value], on: date | None = None, by: str = ""
) -> PersonRecorded:
    """Record an entry on a person; how one knew what somebody else decided is filled in."""
    try:
        return person_records.record_person(desk, person, kind, values, on, by)
    except Refused as refused:
        if on_behalf.HOW not in {each.field for each in refused.problems}:
            raise
        known = {on_behalf.HOW: "minutes", on_behalf.WORDS: "Of the meeting that day"}
        return person_records.record_person(desk, person, kind, {**values, **known}, on, by)


def told(desk: Desk, file: str, until: str = "") -> tuple[Desk, str]:
    """Play the first story of a scenario file up to the act `until` (left out: to its end), refused acts left out.

    Returns the office on the day of the last act, and the reference of the case.
    """
    story = tomllib.loads((SCENARIOS / file).read_text("utf-8"))["scenario"][0]
    ref, now = "", desk
    for do in story["do"]:
        name = str(do.get("open", do.get("record", "")))
        if not name or "refused" in do:
            continue
        now = at(desk, max(do["on"], do.get("today", do["on"])))
        values: dict[str, Value] = {
            key: tuple(map(str, value)) if isinstance(value, list) else str(value)
            for key, value in do.get("set", {}).items()
        }
        if "open" in do:
            ref = casework.open_case(now, OpenCase(name, values, on=do["on"], by=do["by"])).ref
        else:
            scenarios.recorded(now, Record(ref, name, values, on=do["on"], by=do["by"]))
        if name == until:
            break
    return now, ref
