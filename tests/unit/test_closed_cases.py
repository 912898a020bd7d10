"""A case that is closed to somebody is nowhere: all that they can ask answers as in an office without it.

Two offices are the same but for one case. Whoever it is closed to asks both for everything that the program tells; the
answers are the same to the letter, counts included.
"""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sharedlives_tui import allowed, audit, casework, changes, clock, office, scenarios, signing_off
from sharedlives_tui.__main__ import main
from sharedlives_tui.access import NAMED, Roles
from sharedlives_tui.clock import Clock
from sharedlives_tui.desk import Desk, open_desk, viewer_of
from sharedlives_tui.requests import Attach, Record
from sharedlives_tui.screens.today_signing import signing
from sharedlives_tui.store import views
from tests.desks import ACKNOWLEDGED, FIRST_DAY, at, new_desk, open_complaint, record

HIDDEN = "CO-0002"
SECRET = "Quicksilver"
GUEST = "Somebody Unknown"
INSPECTOR, KEEPER = "Ira Inspector", "Kim Keeper"
STAFF = [name for name, role in scenarios.CAST.items() if Roles.load().is_office(role)]
EVERYBODY = [*STAFF, INSPECTOR, KEEPER, "Cara Carer", GUEST]

CLOSED_BY = ("about the registered manager", "about an officer", "named people alone", "an ordinary one")


def make(folder: Path, closed_by: str) -> tuple[Path, Path]:
    """The office without the case, and the one with it."""
    desk = new_desk(folder)
    office.add_person(desk, INSPECTOR, [("inspector", FIRST_DAY, None)])
    office.add_person(desk, KEEPER, [("administrator", FIRST_DAY, None)])
    open_complaint(desk)
    signing_off.choose(desk, "complaint.delay-word", True, "Trying it out")
    desk.store.close()
    without = folder / "without.db"
    shutil.copy(desk.store.path, without)
    with_it = open_desk(str(desk.store.path), "Mo Manager", FIRST_DAY)
    fill(with_it, closed_by)
    with_it.store.close()
    return without, desk.store.path


def fill(desk: Desk, closed_by: str) -> None:
    about = {"about the registered manager": "Rae Registered", "about an officer": "Olu Officer"}.get(closed_by)
    given = {"about": (about or "the service",), "complainant": (f"Nadia {SECRET}",)}
    ref = open_complaint(desk, **given, account=f"{SECRET} words", points=(SECRET,)).ref
    assert ref == HIDDEN
    record(desk, ref, "acknowledge", **ACKNOWLEDGED)
    letters_answered(desk, ref, about or "")
    if closed_by == "named people alone":
        record(desk, ref, "viewer", who=("Tess Topp",), reason="It is about a friend of mine")
    record(desk, ref, "note", text=f"More {SECRET}")
    casework.attach(desk, Attach(ref, f"{SECRET}.txt", SECRET.encode()))
    with pytest.raises(casework.Refused):
        casework.record(desk, Record(ref, "respond", {}))
    audit.taken(desk, "copies", ref=ref, name=f"{SECRET}.docx")


def letters_answered(desk: Desk, ref: str, about: str) -> None:
    """One is signed off for whoever can ask for it then; to some of them the case is closed afterwards."""
    asker = "Tess Topp" if about == "Olu Officer" else "Olu Officer"
    signer = "Sena Senior" if about == "Rae Registered" else "Rae Registered"
    values = {"reason": SECRET, "promised_on": "2026-03-20", "method": "post"}
    step = signing_off.ask(at(desk, FIRST_DAY, asker), Record(ref, "delay-word", values))
    signing_off.sign(at(desk, FIRST_DAY, signer), ref, step)
    assert len(signing_off.answered(at(desk, FIRST_DAY, asker))) == 1


def seat(path: Path, who: str) -> Desk:
    return open_desk(str(path), who, FIRST_DAY)


def sees(path: Path, who: str) -> bool:
    desk = seat(path, who)
    found = views.case_by_ref(desk.store, desk.viewer, HIDDEN) is not None
    desk.store.close()
    return found


ASKED = (
    ("today",),
    ("today", "--all"),
    ("today", "--after-closing"),
    ("case", "list"),
    ("find", "hill"),
    ("find", SECRET),
    ("find", "CO-0002"),
    ("changes", "--since", "2026-01-01"),
    ("workload",),
    ("calendar", "month"),
    ("calendar", "week"),
    ("signoff", "list"),
    ("signoff", "answered"),
    ("person", "list"),
    ("person", "show", "Mrs Grace Hill"),
    ("person", "show", "Rae Registered"),
    ("person", "show", "Mo Manager"),
    ("journal",),
    ("case", "show", "CO-0001"),
    ("case", "steps", "CO-0001"),
    ("settings", "history"),
)


def answers(path: Path, who: str, capsys: pytest.CaptureFixture[str], out: Path) -> dict[str, str]:
    """All that they are told, as text and as data, and in the file that they can take out."""
    found = {}
    for words in ASKED:
        for more in ((), ("--json",)):
            capsys.readouterr()
            status = main([*words, *more, "--database", str(path), "--as", who, "--today", FIRST_DAY.isoformat()])
            told = capsys.readouterr()
            found[" ".join((*words, *more))] = f"{status}\n{told.out}\n{told.err}"
    desk = seat(path, who)
    found["news"] = repr([each[:5] for each in changes.recorded_since(desk, 0)])
    found["waiting"] = repr(signing_off.waiting(desk))
    found["signing"] = repr(signing(desk))
    desk.store.close()
    out.unlink(missing_ok=True)
    where = ["--database", str(path), "--as", who, "--today", FIRST_DAY.isoformat()]
    main(["calendar", "month", "--ics", str(out), *where])
    lines = out.read_text("utf-8").splitlines() if out.exists() else []
    found["file"] = "\n".join(line for line in lines if not line.startswith("DTSTAMP"))
    return found


@pytest.mark.file_only("two offices, one a copy of the other, are compared")
@pytest.mark.rule("CC-19", "RD-40", "DI-16")
@pytest.mark.parametrize("closed_by", CLOSED_BY)
def test_all_that_one_is_told_is_as_in_an_office_without_the_case(
    closed_by: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 3, 2, 12, tzinfo=UTC))  # what is asked here is told too
    without, path = make(tmp_path, closed_by)
    closed_to = [who for who in EVERYBODY if not sees(path, who)]
    expected = {
        "about the registered manager": {"Rae Registered", "Cara Carer", GUEST},
        "about an officer": {"Olu Officer", "Cara Carer", GUEST},
        "named people alone": set(EVERYBODY) - {"Mo Manager", "Tess Topp"},
        "an ordinary one": set(),
    }[closed_by] | {KEEPER, "Pat Panel", "Mina Mediator"}
    assert set(closed_to) == expected
    for who in closed_to:
        told = answers(path, who, capsys, tmp_path / "limits.ics")
        asked = answers(without, who, capsys, tmp_path / "limits.ics")
        for question, answer in told.items():
            assert SECRET not in answer or SECRET in question, (who, question)
            assert answer == asked[question], (who, question)


@pytest.mark.file_only("two offices, one a copy of the other, are made")
@pytest.mark.rule("CC-19", "RD-40")
def test_whoever_it_is_about_can_do_nothing_with_it_either(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, path = make(tmp_path, "about the registered manager")
    common = ["--database", str(path), "--as", "Rae Registered", "--today", FIRST_DAY.isoformat()]
    for words in (
        ("case", "steps", HIDDEN),
        ("case", "why", HIDDEN, "acknowledge"),
        ("case", "decide", HIDDEN),
        ("case", "fields", HIDDEN, "note"),
        ("case", "bundle", HIDDEN, "--for", "Mrs Grace Hill", "--preview"),
        ("case", "attachment", HIDDEN, "1", str(tmp_path / "out.txt")),
        ("case", "record", HIDDEN, "note", "--set", "text=x"),
        ("case", "correct", HIDDEN, "1", "--reason", "x"),
        ("notice", "show", HIDDEN, "acknowledge"),
        ("signoff", "ask", HIDDEN, "acknowledge"),
    ):
        capsys.readouterr()
        assert main([*words, *common]) in (1, 3), words
        told = capsys.readouterr()
        assert SECRET not in told.out + told.err, words
        assert "Hill" not in told.out + told.err, words
    assert not (tmp_path / "out.txt").exists()


def test_who_sees_which_kinds_is_data_and_work_on_a_case_opens_it(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    ref = open_complaint(desk, type="formal complaint").ref

    def seen_by(who: str) -> bool:
        return views.case_by_ref(desk.store, viewer_of(desk.store, who, FIRST_DAY), ref) is not None

    panel = "Pat Panel"
    assert Roles.load().by_id["administrator"].sees == NAMED
    assert [who for who in STAFF if not seen_by(who)] == [panel, "Mina Mediator"]
    record(desk, ref, "owner", owner=panel)
    assert seen_by(panel)
    pat = at(desk, FIRST_DAY, panel)
    groups = views.today_groups(desk.store, pat.viewer, FIRST_DAY, FIRST_DAY)
    assert sum(groups.values()) == 1
    mina = viewer_of(desk.store, "Mina Mediator", FIRST_DAY)
    assert sum(views.today_groups(desk.store, mina, FIRST_DAY, FIRST_DAY).values()) == 0
    desk.store.close()


def test_an_administrator_alone_sees_no_case_until_they_are_named(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    ref = open_complaint(desk).ref
    office.add_person(desk, KEEPER, [("administrator", FIRST_DAY, None)])
    keeper = at(desk, FIRST_DAY, KEEPER)
    assert views.case_by_ref(desk.store, keeper.viewer, ref) is None
    assert "only cases in which you are named" in keeper.guest_words
    record(desk, ref, "viewer", who=(KEEPER, "Olu Officer"), reason="They keep the file")
    assert views.case_by_ref(desk.store, keeper.viewer, ref) is not None
    assert views.case_by_ref(desk.store, viewer_of(desk.store, "Odette Officer", FIRST_DAY), ref) is None
    desk.store.close()


@pytest.mark.rule("CC-19")
def test_who_closes_a_case_is_a_matter_of_role_and_never_names_whom_it_is_about(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    ref = open_complaint(desk, about=("Olu Officer",)).ref
    with pytest.raises(casework.Refused, match="say who may see a case"):
        record(desk, ref, "viewer", by="Odette Officer", who=("Odette Officer",), reason="x")
    with pytest.raises(casework.Refused, match="they do not see it"):
        record(desk, ref, "viewer", who=("Olu Officer", "Mo Manager"))
    with pytest.raises(casework.Refused, match="Say why"):
        record(desk, ref, "viewer", who=("Tess Topp",))
    record(desk, ref, "viewer", who=("Tess Topp",), reason="It is about one of us")
    desk.store.close()


@pytest.mark.rule("RD-20")
def test_whose_roles_have_ended_opens_nothing_that_is_closed_by_that_name(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    ref = open_complaint(desk, about=("Rae Registered",)).ref
    gone = FIRST_DAY.replace(day=20)
    office.add_role(at(desk, gone, "Ada Admin"), "Odette Officer", "officer", None, gone)
    on_the_day, after = (
        replace(desk, viewer=viewer_of(desk.store, "Odette Officer", day), clock=Clock(day))
        for day in (gone, gone.replace(day=21))
    )
    assert views.case_by_ref(desk.store, on_the_day.viewer, ref) is not None
    assert not after.viewer.known
    assert views.case_by_ref(desk.store, after.viewer, ref) is None
    assert after.guest_words == "You hold no role here today: an administrator can add one (People)."
    for verb in ("records", "journal", "accounts"):
        assert not allowed.may(after, verb)
    desk.store.close()


@pytest.mark.rule("CC-19")
def test_whom_a_closed_case_brought_is_in_the_list_once_another_way_leads_to_them(tmp_path: Path) -> None:
    """A new name in the list, on the day of a complaint that is hidden, would tell who complains."""
    desk = new_desk(tmp_path)
    name, rae = "Nadia Newcomer", at(desk, FIRST_DAY, "Rae Registered")

    def lists(who: Desk) -> set[str]:
        viewer = who.viewer
        found = {each.name for each in views.find_people(desk.store, viewer, name)}
        return found | {each.name for each in views.people_page(desk.store, viewer)} & {name}

    open_complaint(desk, about=("Rae Registered",), complainant=(name,))
    assert lists(rae) == set()
    assert lists(at(desk, FIRST_DAY, "Olu Officer")) == {name}
    office.add_role(desk, name, "representative", FIRST_DAY, None)
    assert lists(rae) == {name}

    name = "Norbert Newcomer"
    open_complaint(desk, about=("Rae Registered",), complainant=(name,))
    assert lists(rae) == set()
    open_complaint(desk, complainant=(name,))
    assert lists(rae) == {name}

    name = "Fay Zebedee"
    office.add_person(desk, name, [("family", FIRST_DAY, None)])
    open_complaint(desk, about=("Rae Registered",), complainant=(name,))
    assert lists(rae) == {name}, "who was there before does not go: that would tell it as well"
    desk.store.close()
