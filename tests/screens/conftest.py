"""A real practice office for the screens: a manager, an officer, and complaints in every state on one day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from scripts import pictures
from sharedlives_tui import casework, demo, office
from sharedlives_tui.clock import Clock
from sharedlives_tui.desk import Desk, viewer_of
from sharedlives_tui.requests import OpenCase
from tests import hostile_office
from tests.hostile_office import Hostile
from tests.screens import offices
from tests.waiting import quick_waits

TODAY = date(2026, 11, 24)
"""A Tuesday."""


def at(desk: Desk, day: date, who: str) -> Desk:
    """Return the desk as it is for somebody on a day."""
    return replace(desk, viewer=viewer_of(desk.store, who, day), clock=Clock(day))


def complaint(desk: Desk, who: str, day: date, kind: str = "formal complaint", about: str = "the service") -> str:
    """Open a complaint that came in on a day; return its reference."""
    opened = casework.open_case(
        at(desk, day, "Reed, Jo"),
        OpenCase(
            kind="complaint",
            on=day,
            values={
                "type": kind,
                "complainant": (who,),
                "complainant_kind": "family",
                "about": (about,),
                "account": "The visit was missed.",
            },
        ),
    )
    return opened.ref


def make_office(path: Path, *, cases: bool = True) -> Desk:
    """Return the desk of the manager Jo Reed in a practice office on TODAY."""
    born = date(2026, 9, 1)
    desk = office.create_office(
        path,
        name="Eastmoor scheme",
        nation="england",
        practice=True,
        by_name="Reed, Jo",
        by_role="registered manager",
        clock=Clock(born),
    )
    for name, role in (("Nair, Priya", "officer"), ("Adeyemi, Tola", "carer"), ("Bright, Leon", "family")):
        office.add_person(desk, name, [(role, born, None)])
    if cases:
        complaint(desk, "Farrow, Denise", date(2026, 10, 12))
        complaint(desk, "Kowalski, Anna", date(2026, 11, 18))
        complaint(desk, "Bright, Leon", date(2026, 11, 20), "concern")
        complaint(desk, "Osei, Grace", date(2026, 11, 23))
        complaint(desk, "Tran, Minh", date(2026, 11, 24), "informal complaint")
    return at(desk, TODAY, "Reed, Jo")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """The manager's desk in an office with five complaints."""
    made = make_office(tmp_path / "office.db")
    yield made
    made.store.close()


@pytest.fixture
def empty_desk(tmp_path: Path) -> Iterator[Desk]:
    """The manager's desk in an office without cases."""
    made = make_office(tmp_path / "office.db", cases=False)
    yield made
    made.store.close()


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> offices.SmallOffice:
    """The small office of all jobs, made once; tests work in copies of it."""
    made = offices.make(tmp_path_factory.mktemp("office") / "office.db")
    made.desk.store.close()
    return made


@pytest.fixture
def small(made_once: offices.SmallOffice, tmp_path: Path) -> Iterator[offices.SmallOffice]:
    """A small office with a case for each thing that a screen has to show."""
    copied = offices.copy_of(made_once, tmp_path / "office.db")
    yield copied
    copied.desk.store.close()


@pytest.fixture(scope="session")
def practice_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a practice office as the tour of all screens begins in it, made once; tests work in copies of it."""
    path = tmp_path_factory.mktemp("practice") / "practice.db"
    demo.make(path, today=pictures.DAY).store.close()
    return path


@pytest.fixture(scope="session")
def hostile_once(tmp_path_factory: pytest.TempPathFactory) -> Hostile:
    """A scheme's office in which every name and text tries something, made once; tests work in copies of it.

    One person has 30 open cases. To go through many more at the end of each place is not what is tested with it.
    """
    return hostile_office.make(tmp_path_factory.mktemp("hostile"), many=30)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for the program itself, not for the clock."""
    quick_waits(monkeypatch)
