"""A small practice office with one case for each thing that a screen has to show, made through the one door."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sharedlives_tui import casework, office, scenarios
from sharedlives_tui.clock import Clock
from sharedlives_tui.desk import Desk, open_desk, viewer_of
from sharedlives_tui.facts import Value
from sharedlives_tui.library import Library
from sharedlives_tui.requests import OpenCase, Record

TODAY = date(2026, 11, 24)
"""A Tuesday."""

BORN = date(2026, 9, 1)
HOSTILE = "[red]not markup[/red] [@click=app.quit]x[/] \x1b]52;c;AAAA\x07 {{ 7*7 }}"
ME = "Reed, Jo"
OWN_PROCEDURE = """
id = "call-back"
name = "Call back"
plural = "Calls to make"
prefix = "CB"
type_field = "subject"
title = ["caller"]
in_force = 2026-01-01
author = "The office"
authority = "The office"
source = "own"
actions = ["note"]

[[stage]]
id = "open"
name = "To be called"

[field.caller]
label = "Who called"
kind = "people"
part = "complainant"
required = true
adds_people = true

[field.subject]
label = "About"
kind = "text"
default = "a question"

[field.outcome]
label = "How it went"
kind = "choice"
choices = ["reached", "not reached"]
default = "reached"

[[step]]
id = "asked"
name = "Somebody asks to be called"
rules = []
fields = ["caller", "subject"]
enters = [{ to = "open" }]

[[step]]
id = "call"
name = "Call them"
stage = "open"
rules = []
opens = [{ by = "asked" }]
who = ["officer"]
limit = { count = 1, unit = "working days", force = "must" }
fields = ["outcome"]
ends = [{ how = "called" }]
"""
"""A procedure of the scheme's own: its one step needs no letter, and its fields have defaults."""

CAST = {
    "Nair, Priya": "officer",
    "Malik, Sana": "management team",
    "Cole, Casey": "customer care",
    "Holt, Sena": "senior manager",
    "Adeyemi, Tola": "carer",
    "Bright, Leon": "family",
    "Osei, Grace": "person supported",
}


def at(desk: Desk, day: date, who: str = ME) -> Desk:
    """Return the desk as it is for somebody on a day."""
    return replace(desk, viewer=viewer_of(desk.store, who, day), clock=Clock(day))


def log(desk: Desk, day: date, **values: Value) -> str:
    """Log a complaint that came in on a day; return its reference."""
    known: dict[str, Value] = {
        "type": "informal complaint",
        "complainant": ("Bright, Leon",),
        "complainant_kind": "family",
        "about": ("the service",),
        "account": "The visit on Monday was missed.",
    }
    return casework.open_case(at(desk, day), OpenCase("complaint", known | values, day)).ref


def record(desk: Desk, ref: str, act: str, day: date, by: str = "", **values: Value) -> None:
    """Record a step on a day."""
    scenarios.recorded(at(desk, day), Record(ref, act, values, day, by))


def full_acknowledgement(**more: Value) -> dict[str, Value]:
    """Return the facts of a complete acknowledgement."""
    return {
        "handler": "Sana Malik, 01632 960111",
        "support": "An advocate, free of charge",
        "timescales": "About four weeks",
        **more,
    }


def copy_of(made: SmallOffice, path: Path) -> SmallOffice:
    """Return a desk in a copy of an office whose store is closed: quicker than making it again."""
    shutil.copytree(made.desk.store.path.parent, path.parent, dirs_exist_ok=True)
    desk = open_desk(str(path), ME, TODAY, Library(path.parent / "papers"))
    return replace(made, desk=desk)


def restriction() -> dict[str, Value]:
    """Return the facts of a restriction of contact, from which its letter can be written."""
    return {
        "restricted_person": ("Yeo, Ben",),
        "warning": "You were asked on 20 November to stop.",
        "restriction": "Letters only",
        "scope": "All staff, no telephone",
        "review_on": "2027-02-01",
    }


@dataclass(frozen=True)
class SmallOffice:
    """The references of the cases, by what they show."""

    desk: Desk
    call: str
    """Overdue longest; its step needs no letter, and its fields have defaults."""
    overdue: str
    """A concern that the management team has not been told of."""
    hostile: str
    carer: str
    closed: str
    staff: str
    """About the officer Priya Nair."""
    letter: str
    """Its next step is a letter that the case has everything for."""


def make(path: Path, place: str = "") -> SmallOffice:
    """Return a practice office on TODAY, seen by its registered manager; `place` is where it lies, if not at the path.

    Its papers lie beside the path.
    """
    papers = path.parent / "papers" / "procedures"
    papers.mkdir(parents=True)
    (papers / "call-back.toml").write_text(OWN_PROCEDURE, encoding="utf-8")
    born = office.create_office(
        place or path,
        name="Eastmoor scheme",
        nation="england",
        practice=True,
        by_name=ME,
        by_role="registered manager",
        clock=Clock(BORN),
        papers=Library(papers.parent),
    )
    for name, role in CAST.items():
        office.add_person(born, name, [(role, BORN, None)])
    overdue = log(born, date(2026, 11, 10), type="concern", serious="no", complainant=("Osei, Grace",))
    hostile = log(born, date(2026, 11, 18), complainant=("Farrow, Denise",), account=HOSTILE, points=(HOSTILE,))
    carer = log(born, date(2026, 11, 20), complainant=("Kowalski, Anna",), about=("Adeyemi, Tola",))
    closed = log(born, date(2026, 10, 5), type="compliment", complainant=("Tran, Minh",))
    record(born, closed, "pass-on", date(2026, 10, 6), taken_to="The team")
    staff = log(born, date(2026, 11, 23), complainant=("Zeller, Ida",), about=("Nair, Priya",))
    letter = log(born, date(2026, 11, 23), type="compliment", complainant=("Yeo, Ben",))
    record(born, letter, "restrict", date(2026, 11, 23), **restriction())
    asked = OpenCase("call-back", {"caller": ("Quist, Ada",)}, date(2026, 11, 2))
    call = casework.open_case(at(born, date(2026, 11, 2)), asked).ref
    return SmallOffice(at(born, TODAY), call, overdue, hostile, carer, closed, staff, letter)
