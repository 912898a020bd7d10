"""What each role may do is one table: the doors ask it, the page of the handbook says it, refusals name who may."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from sharedlives_tui import (
    allowed,
    audit,
    casework,
    doing,
    office,
    office_journal,
    office_settings,
    often_used,
    person_records,
    reading,
)
from sharedlives_tui.access import ALL, EVERY_KIND, NAMED, NO_KIND, VERBS, BadRoles, Roles
from sharedlives_tui.casefile import NoSuchCase
from sharedlives_tui.clock import Clock
from sharedlives_tui.desk import Desk, viewer_of
from sharedlives_tui.library import library
from sharedlives_tui.requests import OpenCase, Record, Refused
from tests.desks import COMPLAINT, FIRST_DAY, SCENARIOS, at, new_desk, open_complaint

TABLE = Roles.load()
OURS = [role for role in TABLE.names if TABLE.is_office(role)]
PAGE = Path(__file__).resolve().parents[2] / "docs" / "who-may.md"
DOORS: dict[str, Callable[[Desk], object]] = {
    "open": lambda desk: casework.open_case(desk, OpenCase("complaint", COMPLAINT)),
    "record": lambda desk: casework.record(desk, Record("CO-0001", "note", {"text": "x"})),
    "records": lambda desk: person_records.records_of(desk, "Cara Carer"),
    "people": lambda desk: office.add_person(desk, "New Person", [("carer", FIRST_DAY, None)]),
    "roles": lambda desk: office.add_role(desk, "Mo Manager", "officer", FIRST_DAY, None),
    "accounts": lambda desk: office.set_account(desk, "Mo Manager", "mo"),
    "office": lambda desk: office.set_contact(desk, "regulator", "By letter"),
    "settings": lambda desk: office_settings.put(desk, "soon_calendar_days", "4"),
    "export": audit.must_take,
    "journal": office_journal.read,
}
"""A door for each verb but two: who closes a case is asked of what they do there, who moves an office in its tests."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = new_desk(tmp_path_factory.mktemp("office"))
    for role in OURS:
        office.add_person(made, f"Only {role}", [(role, FIRST_DAY, None)])
    open_complaint(made)
    yield made
    made.store.close()


@pytest.mark.parametrize("role", OURS)
@pytest.mark.parametrize("verb", DOORS)
def test_each_door_asks_the_table(desk: Desk, verb: str, role: str) -> None:
    theirs = at(desk, FIRST_DAY, f"Only {role}")
    assert theirs.viewer.roles == {role}
    told = ""
    try:
        DOORS[verb](theirs)
    except Refused as refused:
        told = str(refused) if any(each.field == "as" for each in refused.problems) else ""
    except NoSuchCase:
        assert TABLE.kinds_seen([role]) not in (EVERY_KIND, "|complaint|guidance|")
    assert bool(told) is not TABLE.may([role], verb), told
    if told and not allowed.only_reads(theirs) and verb != "accounts":
        assert VERBS[verb] in told
        assert TABLE.who_may(verb)[0] in told


@cache
def opening_of(kind: str) -> OpenCase:
    """What opens a case of a kind: as the first of the stories that opens one has it."""
    for file in sorted(SCENARIOS.rglob("*.toml")):
        for story in tomllib.loads(file.read_text("utf-8"))["scenario"]:
            first = story["do"][0]
            if first.get("open") == kind and "refused" not in first and not {"office", "people"} & set(story):
                values = {
                    key: tuple(map(str, each)) if isinstance(each, list) else str(each)
                    for key, each in first["set"].items()
                }
                return OpenCase(kind, values)
    raise LookupError(kind)


@pytest.mark.parametrize("role", [each for each in OURS if TABLE.may([each], "open")])
@pytest.mark.rule("DI-16", "CC-19")
def test_nobody_opens_a_case_that_they_could_not_read_from_then_on(tmp_path: Path, role: str) -> None:
    desk = new_desk(tmp_path)
    office.add_person(desk, "Only One", [(role, FIRST_DAY, None)])
    theirs = at(desk, FIRST_DAY, "Only One")
    for kind in library().kinds():
        for by in ("", "Mo Manager"):
            request = replace(opening_of(kind), by=by)
            if by and kind != "dispute" and not TABLE.sees([role], kind):
                with pytest.raises(Refused, match="would be closed to you") as refused:
                    casework.open_case(theirs, request)
                assert "by" in {each.field for each in refused.value.problems}
                continue
            assert reading.case_view(theirs, casework.open_case(theirs, request).ref).kind == kind
    desk.store.close()


def test_an_inspector_writes_nothing(desk: Desk) -> None:
    theirs = at(desk, FIRST_DAY, "Only inspector")
    assert allowed.only_reads(theirs)
    rows = desk.store.fetch("SELECT count(*) FROM journal WHERE kind <> 'audit'")[0][0]
    for door in DOORS.values():
        try:
            door(theirs)
        except Refused as refused:
            assert str(refused).startswith(
                ("You can read everything here and record nothing.", "An administrator says")
            )
    with pytest.raises(Refused):
        often_used.add(theirs, "x", ("complaint", "*", "account"), "y")
    assert desk.store.fetch("SELECT count(*) FROM journal WHERE kind <> 'audit'")[0][0] == rows


def test_an_officer_gives_roles_outside_the_office_alone(desk: Desk) -> None:
    theirs = at(desk, FIRST_DAY, "Only officer")
    office.add_role(theirs, "Cara Carer", "representative", FIRST_DAY, None)
    with pytest.raises(Refused, match="give and end roles of the office"):
        office.add_role(theirs, "Only officer", "registered manager", FIRST_DAY, None)
    with pytest.raises(Refused, match="give and end roles of the office"):
        office.add_person(theirs, "Somebody New", [("registered manager", FIRST_DAY, None)])


def test_a_real_office_lets_nobody_in_who_is_not_in_its_list(tmp_path: Path) -> None:
    real = office.create_office(tmp_path / "real.db", name="Real", nation="england", by_name="Ada Admin")
    guest = replace(real, viewer=viewer_of(real.store, "Temp Worker", real.today))
    assert not {verb for verb in VERBS if allowed.may(guest, verb)}
    with pytest.raises(Refused, match="not in the office's list"):
        office.add_person(guest, "New", [])
    real.store.close()


def test_every_role_of_the_office_says_what_it_sees_and_may_only_what_there_is() -> None:
    kinds = set(library().kinds())
    for role in OURS:
        sees = TABLE.by_id[role].sees
        assert sees in (ALL, NAMED) or set(sees) <= kinds, role
        assert TABLE.by_id[role].may <= set(VERBS)
    for verb in VERBS:
        assert TABLE.who_may(verb), verb
    assert TABLE.kinds_seen(["administrator"]) == NO_KIND
    assert TABLE.kinds_seen(["administrator", "officer"]) == EVERY_KIND
    assert TABLE.kinds_seen(["customer care", "mediator"]) == "|complaint|dispute|guidance|joint-review|"
    assert TABLE.kinds_seen([]) == TABLE.kinds_seen(["carer"]) == EVERY_KIND


@pytest.mark.parametrize(
    ("line", "words"),
    [('may = ["fly"]', "may is a list of these: open"), ("sees = 7", "sees is"), ('sees = "some"', "sees is")],
)
def test_a_mistake_in_the_table_is_told(line: str, words: str) -> None:
    with pytest.raises(BadRoles, match=words):
        Roles.parse(f'[[role]]\nid = "officer"\noffice = true\n{line}\n')


def test_whoever_decides_somewhere_may_record_it_themselves() -> None:
    for kind in library().kinds():
        version = library().in_force(kind, date(2026, 11, 22))
        assert version is not None
        for act in version.procedure.acts:
            for role in act.decides:
                if role in TABLE.names and TABLE.is_office(role):
                    assert TABLE.may([role], "record"), (kind, act.id, role)


def test_the_page_of_the_handbook_says_what_the_table_says() -> None:
    page = PAGE.read_text("utf-8").splitlines()
    named = {ALL: "every case", NAMED: "none but those in which they are named"}
    for role in OURS:
        known = TABLE.by_id[role]
        sees = named[known.sees] if isinstance(known.sees, str) else ", ".join(known.sees)
        assert f"| {role} | {sees} | {', '.join(each for each in VERBS if each in known.may)} |" in page
    for verb, words in VERBS.items():
        assert f"| {verb} | {words} |" in page
    assert sum(line.startswith("| ") for line in page) == len(OURS) + len(VERBS) + 2


def test_who_may_write_is_asked_by_its_verb(desk: Desk) -> None:
    doing.may_write(at(desk, FIRST_DAY, "Only panel member"))
    with pytest.raises(Refused, match="log what came in"):
        doing.may_write(at(desk, FIRST_DAY, "Only panel member"), "open")


def test_where_nobody_may_yet_it_is_said_that_somebody_needs_the_role(tmp_path: Path) -> None:
    alone = office.create_office(
        tmp_path / "office.db",
        name="Northvale",
        nation="england",
        practice=True,
        by_name="Ann Lee",
        by_role="administrator",
        clock=Clock(FIRST_DAY),
    )
    assert allowed.why_not(alone, "open").endswith(". Nobody is yet: give somebody the role.")
    office.add_person(alone, "Olu Officer", [("officer", FIRST_DAY, None)])
    assert allowed.why_not(alone, "open").endswith(". Ask Olu Officer.")
