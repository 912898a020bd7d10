"""The practice offices: made-up people, cases in every state on whatever day it is made, and as many more as wanted.

There is a scheme's (its complaints, deapprovals and what belongs to them) and a membership body's (disputes, with the
mediators who work on them). The same day, seed and number of cases make the same office: the same people, cases,
entries and words, row by row. Only the salts of what came through the one door differ, and with them its digests and
all hashes; the salts of the further cases come by lot from the seed.
"""

from __future__ import annotations

import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from sharedlives_tui import office
from sharedlives_tui.calendars import load_calendar
from sharedlives_tui.clock import Clock
from sharedlives_tui.demo_stories import StoryClock, Teller, Told, ToldRecord, acts_of, record_of
from sharedlives_tui.desk import Desk, open_desk, viewer_of
from sharedlives_tui.library import Library, library
from sharedlives_tui.requests import Problem, Refused
from sharedlives_tui.resources import read_text
from sharedlives_tui.store import Exists, PracticeOnly, Store
from sharedlives_tui.store.errors import from_system
from sharedlives_tui.store.files import put_in_place
from sharedlives_tui.typed_dates import parse_day

MOST_CASES = 1_000_000
"""How many cases a practice office can be filled with."""

FIRST_YEAR, LAST_YEAR = 2005, 2099
"""The years in which a practice office can be made: its past and its limits lie in the years of the calendars."""

STORIES = {"scheme": "office.toml", "membership-body": "mediation.toml"}
"""The stories of each kind of office."""

RECORDS = {"scheme": "records.toml"}
"""What is on file of carers' approvals in the practice office of a kind."""

FILES = {"scheme": "practice.db", "membership-body": "practice-mediation.db"}
"""The name of each kind's file, where nobody gives another one."""


def manager(kind: str = "scheme") -> str:
    """Return at whose desk one sits in a practice office of a kind: its registered manager, or a mediator."""
    return str(_office(kind)["desk"])


def open_or_make(
    path: str | Path,
    cases: int = 0,
    seed: int = 1,
    today: date | None = None,
    by_name: str = "",
    kind: str = "",
) -> Desk:
    """Open the practice office at a path, or make one of a kind (a scheme's if none is named) if there is none.

    Raises PracticeOnly for a real office, Refused where the office that is there is of another kind than the one
    named or more cases are wanted of it, and what `make` raises.
    """
    place = Path(path)
    if not place.exists():
        return make(place, cases, seed, today, by_name, kind or "scheme")
    desk = open_desk(str(place), by_name or manager(kind or "scheme"), today)
    there = desk.office.kind
    if not desk.office.practice:
        desk.store.close()
        raise PracticeOnly("Practising")
    if kind and kind != there:
        desk.store.close()
        words = f"The practice office at {place} is a {there.replace('-', ' ')}'s. Name another file."
        raise Refused(Problem("database", "RD-25", words))
    if not (kind or by_name):
        desk = replace(desk, viewer=viewer_of(desk.store, manager(there), desk.today))
    if cases:
        desk.store.close()
        words = f"There is a practice office at {place} already. For one with {cases} cases name another file."
        raise Refused(Problem("database", "", words))
    return desk


def make(
    path: str | Path,
    cases: int = 0,
    seed: int = 1,
    today: date | None = None,
    by_name: str = "",
    kind: str = "scheme",
) -> Desk:
    """Make a practice office with the told cases, a scheme's with further ones up to `cases` in all; return a desk.

    The desk is that of `manager(kind)`, or of `by_name`, who is added to the office's list if needed. The file
    appears whole or not at all. Raises Exists, Refused, and the errors of the store.
    """
    place, clock = Path(path), Clock(today)
    _refuse(cases, clock.today(), kind)
    if place.exists() or place.is_symlink():
        raise Exists(place)
    name = by_name or manager(kind)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".practice-", dir=place.parent, ignore_cleanup_errors=True) as folder:
            unfinished = Path(folder) / "office.db"
            _fill(unfinished, kind, cases, seed, clock.today(), name)
            put_in_place(unfinished, place)
    except OSError as error:
        raise from_system(error, place) from None
    store = Store.open(place)
    return Desk(store, viewer_of(store, name, clock.today()), clock, library())


def _refuse(cases: int, today: date, kind: str) -> None:
    if kind not in STORIES:
        raise Refused(Problem("office", "RD-25", f"A practice office is one of: {', '.join(STORIES)}."))
    problems = []
    if cases and kind != "scheme":
        words = "Further cases are those of a scheme. Leave out their number, or make a scheme's practice office."
        problems.append(Problem("cases", "", words))
    if not 0 <= cases <= MOST_CASES:
        problems.append(Problem("cases", "", f"A practice office has at most {MOST_CASES:,} cases. Ask for fewer."))
    if not FIRST_YEAR <= today.year <= LAST_YEAR:
        words = f"A practice office can be made on a day from {FIRST_YEAR} to {LAST_YEAR}. Choose another day."
        problems.append(Problem("today", "DY-01", words))
    if problems:
        raise Refused(*problems)


def _office(kind: str) -> Mapping[str, Any]:
    return tomllib.loads(read_text("practice", STORIES[kind]))


def _records(kind: str) -> list[dict[str, Any]]:
    return list(tomllib.loads(read_text("practice", RECORDS[kind]))["record"]) if kind in RECORDS else []


def _fill(path: Path, kind: str, cases: int, seed: int, today: date, by_name: str) -> None:
    told = _office(kind)
    papers = Library()  # the stories are told in our own procedures, whatever a scheme's own papers say
    calendar = load_calendar(told["nation"])
    begins = parse_day(told["begins"], today, calendar)
    desk = office.create_office(
        path,
        name=told["scheme"],
        nation=told["nation"],
        kind=kind,
        practice=True,
        by_name=told["desk"],
        by_role=told["desk_role"],
        clock=StoryClock(begins),
        papers=papers,
    )
    try:
        _add_people(desk, told, begins, by_name)
        teller = Teller(desk.store, papers)
        for each in _in_order(told["case"], _records(kind), today, papers, desk):
            if isinstance(each, ToldRecord):
                teller.tell_record(each)
            else:
                teller.tell(each)
        if cases > len(told["case"]):
            from sharedlives_tui.demo_bulk import fill_up

            fill_up(desk, papers, cases - len(told["case"]), seed, today)
    finally:
        desk.store.close()


def _add_people(desk: Desk, told: Mapping[str, Any], begins: date, by_name: str) -> None:
    added = {desk.viewer.name}
    for role, names in told["people"].items():
        for name in names:
            if name not in added:
                added.add(name)
                office.add_person(desk, name, [(role, begins, None)])
    if by_name not in added:
        office.add_person(desk, by_name, [(role, begins, None) for role in told["newcomer_roles"]])


def _in_order(
    cases: list[dict[str, Any]], records: list[dict[str, Any]], today: date, papers: Library, desk: Desk
) -> list[Told | ToldRecord]:
    calendar = load_calendar(desk.office.nation)
    acts: list[Told | ToldRecord] = [record_of(each, today, calendar, papers) for each in records]
    acts += [told for number, case in enumerate(cases) for told in acts_of(number, case, today, calendar, papers)]
    return sorted(acts, key=lambda each: each.recorded)
