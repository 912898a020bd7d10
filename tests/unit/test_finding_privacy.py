"""What somebody may not see is not found, not counted and in no snippet, whoever looks (DI-16, RD-48, CC-18, RD-40)."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sharedlives_tui import casework, reading
from sharedlives_tui.__main__ import main
from sharedlives_tui.desk import Desk
from sharedlives_tui.requests import Correct, OpenCase, Refused
from sharedlives_tui.store import views
from tests.desks import at, new_desk, open_complaint, record
from tests.finding_kit import entries_found, entries_shown, look, of_kind
from tests.unit.test_privacy import (
    CASE,
    DAY,
    FIRST,
    MEDIATOR,
    OTHER_MEDIATOR,
    PEOPLE,
    SECOND,
    SIDES,
    dispute,
    group,
    opening_of,
    say,
)

EVERYBODY = (
    *(MEDIATOR, OTHER_MEDIATOR, FIRST, SECOND, "Olu Officer", "Rae Registered", "Sena Senior", "Ada Admin"),
    *("Cass Care", "Cara Carer", "Hill, Ann", "somebody unknown"),
)
"""Whoever could look: mediators, the sides, managers, those outside the office, a name that is not in the list."""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = new_desk(tmp_path, DAY, office="membership-body", people=PEOPLE)
    yield opened
    opened.store.close()


@pytest.fixture
def scheme(tmp_path: Path) -> Iterator[Desk]:
    opened = new_desk(tmp_path, DAY)
    yield opened
    opened.store.close()


def finders(desk: Desk, words: str) -> set[str]:
    """Who finds a letter or note with these words; nobody is told a number without being shown one."""
    found = set()
    for who in EVERYBODY:
        answer = look(at(desk, DAY, who), words)
        counted = [each for each in answer.groups if each.place in ("letters", "notes")]
        assert all(each.count >= len(each.hits) > 0 for each in counted)
        if counted:
            found.add(who)
    return found


@pytest.mark.rule("DI-16", "RD-25")
@pytest.mark.parametrize(
    ("side", "readers"),
    [
        ("shared", {MEDIATOR, OTHER_MEDIATOR, FIRST, SECOND}),
        ("first side", {MEDIATOR, OTHER_MEDIATOR}),
        ("second side", {MEDIATOR, OTHER_MEDIATOR}),
        ("private", {MEDIATOR}),
    ],
)
def test_the_words_of_a_dispute_are_found_by_whom_they_are_for(desk: Desk, side: str, readers: set[str]) -> None:
    ref = dispute(desk, FIRST, SECOND, OTHER_MEDIATOR)
    say(desk, ref, "contact", said="Aardvark by the river", side=side)
    for words in ("aardvark", "aard", "river aardvark"):
        assert finders(desk, words) == readers, words
    assert finders(desk, "outings") == {MEDIATOR, OTHER_MEDIATOR, FIRST, SECOND}, "what the opening says"


@pytest.mark.rule("CC-18", "DI-10")
def test_what_was_given_in_confidence_is_not_found_by_a_party(desk: Desk) -> None:
    ref = dispute(desk, FIRST, SECOND)
    say(desk, ref, "contact", said="Whispered aardvark", side="shared", in_confidence="yes")
    assert finders(desk, "aardvark") == {MEDIATOR}


@pytest.mark.rule("DI-16")
def test_words_closed_later_and_words_open_later_follow_the_correction(desk: Desk) -> None:
    ref = dispute(desk, FIRST, SECOND)
    one = say(desk, ref, "note", text="Aardvark", side="shared").entry
    two = say(desk, ref, "note", text="Badger", side="private").entry
    casework.correct(at(desk, DAY, MEDIATOR), Correct(ref, one, "Mine alone", None, {"side": "private"}))
    casework.correct(at(desk, DAY, MEDIATOR), Correct(ref, two, "For all", None, {"side": "shared"}))
    assert finders(desk, "aardvark") == {MEDIATOR}
    assert finders(desk, "badger") == {MEDIATOR, FIRST, SECOND}


@pytest.mark.rule("RD-48", "DI-16")
def test_a_withheld_name_finds_nothing_for_the_other_side(desk: Desk) -> None:
    ref = group(desk, SECOND, OTHER_MEDIATOR, matter="Ann Hill says that payments come late")
    say(desk, ref, "contact", said="Hill, Ann called about a lemur", side="shared")
    for words in ("hill", "ann", "Ann Hill", "hill payments", "colin", "P-13"):
        theirs = look(at(desk, DAY, SECOND), words)
        assert of_kind(theirs, "case", "letter", "note") == [], words
    found = look(at(desk, DAY, SECOND), "lemur")
    assert of_kind(found, "note") == [f"{ref}/4"]
    assert "Hill" not in json.dumps([hit.snippet for hit in found.hits])
    assert of_kind(look(at(desk, DAY, MEDIATOR), "hill lemur"), "note") == [f"{ref}/4"]
    assert of_kind(look(at(desk, DAY, MEDIATOR), "hill"), "case") == [ref]


@pytest.mark.rule("DI-16")
def test_nobody_hidden_is_suggested_for_a_name_that_is_nearly_theirs(desk: Desk) -> None:
    dispute(desk, SECOND, first_side=("Gina Guest", FIRST), caller=("Gina Guest",), names_withheld=("Gina Guest",))
    for who in EVERYBODY:
        suggested = of_kind(look(at(desk, DAY, who), "gina gest"), "person")
        by_name = [each.name for each in views.find_people(desk.store, at(desk, DAY, who).viewer, "gina")]
        assert suggested == by_name, who
        assert (by_name == ["Gina Guest"]) == (who == MEDIATOR), who


@pytest.mark.rule("DI-16")
def test_words_of_a_link_to_a_closed_case_are_found_by_those_who_can_open_both(desk: Desk) -> None:
    ref = dispute(desk)
    other = casework.open_case(at(desk, DAY, MEDIATOR), OpenCase("arrangement-review", opening_of(desk))).ref
    say(desk, other, "link", MEDIATOR, reference=ref, link_words="The quarrel behind it")
    assert finders(desk, "quarrel") == {MEDIATOR}
    assert of_kind(look(at(desk, DAY, "Rae Registered"), ref), "case", "note") == []


@pytest.mark.rule("DI-16", "RD-25")
def test_an_entry_is_found_under_the_number_by_which_they_know_it(desk: Desk) -> None:
    ref = dispute(desk, SECOND)
    say(desk, ref, "note", text="Mine alone", side="private")
    say(desk, ref, "note", text="Aardvark by the river", side="shared")
    for who, number in ((MEDIATOR, 5), (SECOND, 4)):
        assert entries_found(at(desk, DAY, who), "aardvark") == {f"{ref}/{number}"}, who
        assert entries_shown(at(desk, DAY, who), "aardvark") == {f"{ref}/{number}"}, who


@pytest.mark.rule("DI-16")
def test_a_link_that_is_closed_to_them_leaves_no_gap_in_the_numbers_that_are_found(desk: Desk) -> None:
    ref = dispute(desk)
    other = casework.open_case(at(desk, DAY, MEDIATOR), OpenCase("arrangement-review", opening_of(desk))).ref
    say(desk, other, "link", MEDIATOR, reference=ref, link_words="The quarrel behind it")
    say(desk, other, "note", MEDIATOR, text="Aardvark", side="shared")
    for who in (MEDIATOR, "Rae Registered"):
        assert entries_found(at(desk, DAY, who), "aardvark") == entries_shown(at(desk, DAY, who), "aardvark") != set()


@pytest.mark.rule("CC-19")
def test_a_private_note_of_a_case_that_is_open_to_all_is_its_writers(scheme: Desk) -> None:
    ref = open_complaint(scheme, account="Everybody reads of the ocelot").ref
    casework.record(at(scheme, DAY, "Olu Officer"), _note(ref, "My own aardvark", "private"))
    casework.record(at(scheme, DAY, "Olu Officer"), _note(ref, "Our badger", "shared"))
    assert finders(scheme, "aardvark") == {"Olu Officer"}
    everybody = finders(scheme, "ocelot")
    assert finders(scheme, "badger") == everybody
    assert {"Olu Officer", "Rae Registered", "Cass Care"} <= everybody


def _note(ref: str, text: str, side: str) -> casework.Record:
    return casework.Record(ref, "note", {"text": text, "side": side})


@pytest.mark.rule("RD-40", "CC-19")
def test_who_a_case_is_about_and_who_may_not_see_it_find_none_of_its_words(scheme: Desk) -> None:
    about = open_complaint(scheme, about=("Olu Officer",), account="Aardvark").ref
    closed = open_complaint(scheme, account="Badger").ref
    record(scheme, closed, "viewer", who=("Rae Registered", "Ada Admin"), reason="It is about one of us")
    assert "Olu Officer" not in finders(scheme, "aardvark")
    assert "somebody unknown" not in finders(scheme, "aardvark")
    assert "Rae Registered" in finders(scheme, "aardvark")
    assert of_kind(look(at(scheme, DAY, "Olu Officer"), about), "case") == []
    assert finders(scheme, "badger") <= {"Rae Registered", "Ada Admin", "Mo Manager", SECOND}
    assert "Olu Officer" not in finders(scheme, "badger")


@pytest.mark.rule("DA-42")
def test_entries_on_a_person_are_found_by_people_of_the_office_alone(scheme: Desk) -> None:
    number = views.find_people(scheme.store, scheme.viewer, "cara carer")[0].id
    with scheme.store.writing("Mo Manager", scheme.clock.now()) as writer:
        writer.add_person_entry(number, "terms", DAY, "P-1", {"values": {"terms": "Aardvark only"}})
        struck = writer.add_person_entry(number, "terms", DAY, "P-1", {"values": {"terms": "Badger"}})
        writer.strike_person_entry(number, struck, "Not so")
    assert finders(scheme, "badger") == set()
    found = finders(scheme, "aardvark")
    assert {"Rae Registered", "Olu Officer"} <= found
    assert not found & {"somebody unknown"}
    assert of_kind(look(at(scheme, DAY, "Rae Registered"), "aardvark"), "note") == [f"P-{number}/1"]
    assert scheme.store.verify_journal() == []


def test_the_command_line_finds_no_more(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    desk = new_desk(tmp_path, DAY, office="membership-body", people=PEOPLE)
    ref = dispute(desk, FIRST, SECOND)
    say(desk, ref, "contact", said="Aardvark", side="first side")
    path = str(desk.store.place)
    desk.store.close()
    told = {}
    for who in (MEDIATOR, FIRST, SECOND, "Rae Registered"):
        capsys.readouterr()
        assert main(["find", "aardvark", "--json", "--database", path, "--as", who, "--today", DAY.isoformat()]) == 0
        told[who] = capsys.readouterr().out
    assert "Aardvark" in told[MEDIATOR]
    assert {json.dumps(json.loads(told[who])) for who in (FIRST, SECOND, "Rae Registered")} == {"[]"}


# -- whatever the entries are --------------------------------------------------------------------------------------

_WORDS = ("aardvark", "badger", "Ann Hill", "Colin Carer")
_ENTRIES = st.lists(
    st.tuples(
        st.sampled_from(("note", "contact", "positions")),
        st.sampled_from(SIDES),
        st.sampled_from((MEDIATOR, OTHER_MEDIATOR, FIRST, SECOND)),
        st.lists(st.sampled_from(_WORDS), min_size=1, max_size=3),
        st.booleans(),
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(entries=_ENTRIES)
def test_a_word_is_found_by_exactly_those_to_whom_the_case_shows_it(
    entries: list[tuple[str, str, str, list[str], bool]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        desk = new_desk(Path(folder), DAY, office="membership-body", people=PEOPLE)
        try:
            ref = group(desk, FIRST, SECOND, OTHER_MEDIATOR, first_side=(FIRST, "Hill, Ann", "Colin Carer"))
            for act, side, author, words, struck in entries:
                _write(desk, ref, act, side, author, " ".join(["said", *words]), struck)
            for who in (MEDIATOR, OTHER_MEDIATOR, FIRST, SECOND, "Rae Registered"):
                looking = at(desk, DAY, who)
                for word in ("aardvark", "badger", "hill", "colin"):
                    assert entries_found(looking, word) == entries_shown(looking, word), (who, word)
                # Words that stand in a name's place are not what was written.
                assert entries_found(looking, "group") <= entries_shown(looking, "group"), who
            assert desk.store.verify_journal() == []
        finally:
            desk.store.close()


def _write(desk: Desk, ref: str, act: str, side: str, author: str, words: str, struck: bool) -> None:
    facts = {
        "note": {"text": words},
        "contact": {"said": words},
        "positions": {"positions": words, "common_ground": words, "communication": words},
    }
    if (author, side) in ((FIRST, "second side"), (SECOND, "first side")):
        side = "shared"  # nobody writes in the name of the other side
    try:
        number = say(desk, ref, act, author, side=side, **facts[act]).entry
    except Refused:  # no such step now, or it would be written in the name of the other side
        side = side if not side.endswith(" side") or author in (MEDIATOR, OTHER_MEDIATOR) else "shared"
        number = say(desk, ref, "note", author, side=side, text=words).entry
    if struck:
        casework.correct(at(desk, DAY, author), Correct(ref, number, "Not so"))


def test_the_case_that_is_shown_is_what_the_others_are_held_against(desk: Desk) -> None:
    ref = dispute(desk, SECOND)
    assert entries_shown(at(desk, DAY, MEDIATOR), "outings") == {f"{ref}/1"}
    assert entries_shown(at(desk, DAY, "Rae Registered"), "outings") == set()
    assert CASE["affected"] == "Outings were cancelled"
    assert reading.case_view(at(desk, DAY, SECOND), ref).entries
