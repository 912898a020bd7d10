"""A small practice office with one case for each thing that a screen has to show, made through the one door."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sharedlives_tui import casework, office
from sharedlives_tui.clock import Clock
from sharedlives_tui.desk import Desk, viewer_of
from sharedlives_tui.facts import Value
from sharedlives_tui.requests import OpenCase, Record

TODAY = date(2026, 11, 24)
"""A Tuesday."""

BORN = date(2026, 9, 1)
HOSTILE = "[red]not markup[/red] [@click=app.quit]x[/] \x1b]52;c;AAAA\x07 {{ 7*7 }}"
ME = "Reed, Jo"
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
    casework.record(at(desk, day), Record(ref, act, values, day, by))


def full_acknowledgement(**more: Value) -> dict[str, Value]:
    """Return the facts of a complete acknowledgement."""
    return {
        "handler": "Sana Malik, 01632 960111",
        "support": "An advocate, free of charge",
        "timescales": "About four weeks",
        **more,
    }


@dataclass(frozen=True)
class SmallOffice:
    """The references of the cases, by what they show."""

    desk: Desk
    overdue: str
    """A decision whose date is past: recorded without a letter and with defaults."""
    hostile: str
    carer: str
    closed: str
    staff: str
    """About the officer Priya Nair."""


def make(path: Path) -> SmallOffice:
    """Return a practice office on TODAY, seen by its registered manager."""
    born = office.create_office(
        path,
        name="Eastmoor scheme",
        nation="england",
        practice=True,
        by_name=ME,
        by_role="registered manager",
        clock=Clock(BORN),
    )
    for name, role in CAST.items():
        office.add_person(born, name, [(role, BORN, None)])
    overdue = log(born, date(2026, 11, 10), type="concern", serious="no", complainant=("Osei, Grace",))
    hostile = log(born, date(2026, 11, 18), complainant=("Farrow, Denise",), account=HOSTILE, points=(HOSTILE,))
    carer = log(born, date(2026, 11, 20), complainant=("Kowalski, Anna",), about=("Adeyemi, Tola",))
    closed = log(born, date(2026, 10, 5), type="compliment", complainant=("Tran, Minh",))
    record(born, closed, "pass-on", date(2026, 10, 6), taken_to="The team")
    staff = log(born, date(2026, 11, 23), complainant=("Zeller, Ida",), about=("Nair, Priya",))
    return SmallOffice(at(born, TODAY), overdue, hostile, carer, closed, staff)
