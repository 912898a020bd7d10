"""Find: what is found, in which order, with which words around it; and that the index follows what is written."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from sharedlives_tui import casework, office
from sharedlives_tui import finding as finding_module
from sharedlives_tui.desk import Desk
from sharedlives_tui.near_names import near
from sharedlives_tui.requests import Correct
from sharedlives_tui.search_words import closeness, holds, numbered, places, snippet, words_of
from sharedlives_tui.store import ReadOnly, Store, views
from sharedlives_tui.store.aside import LetGo
from tests.desks import at, new_desk, open_complaint, record
from tests.finding_kit import entries_found, finding, look, of_kind
from tests.store_kit import AT, SAM, tamper, without_find, without_indexes_apart, without_rights

DAY = date(2026, 3, 2)
NAMES = (
    "Wójcik, Michał",
    "Llŷr ap Siân",
    "Zoë Bell",
    "O'Neill, Aoife",
    "Smith-Jones, Ann",
    "حسن علي",
    "রহিমা বেগম",
    "Sunny 🌻 Day",
    "Łucja Øster",
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = new_desk(tmp_path, DAY, people=[{"name": name, "role": "family"} for name in NAMES])
    yield opened
    opened.store.close()


def complaint(desk: Desk, **changes: object) -> str:
    return open_complaint(desk, **changes).ref  # type: ignore[arg-type]


def note(desk: Desk, ref: str, text: str) -> int:
    return record(desk, ref, "note", text=text).entry


# -- people -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("wojcik", "Wójcik, Michał"),
        ("WÓJ", "Wójcik, Michał"),
        ("michal wojcik", "Wójcik, Michał"),
        ("wojcik mich", "Wójcik, Michał"),
        ("llyr sian", "Llŷr ap Siân"),
        ("zoe", "Zoë Bell"),
        ("neill", "O'Neill, Aoife"),
        ("o'neill", "O'Neill, Aoife"),
        ("jones ann", "Smith-Jones, Ann"),
        ("smith-j", "Smith-Jones, Ann"),
        ("حسن", "حسن علي"),
        ("علي حسن", "حسن علي"),
        ("রহি", "রহিমা বেগম"),
        ("বেগম", "রহিমা বেগম"),
        ("🌻", "Sunny 🌻 Day"),
        ("lucja oster", "Łucja Øster"),
        ("łucja", "Łucja Øster"),
    ],
)
def test_a_name_is_found_in_any_order_without_its_accents(desk: Desk, typed: str, name: str) -> None:
    assert of_kind(look(desk, typed), "person")[0] == name


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("wojick", "Wójcik, Michał"),
        ("wojcck", "Wójcik, Michał"),
        ("michal wojik", "Wójcik, Michał"),
        ("oneill", "O'Neill, Aoife"),
        ("smth", "Smith-Jones, Ann"),
        ("lucia", "Łucja Øster"),
        ("begom", ""),
        ("বেগব", "রহিমা বেগম"),
        ("sunni d", "Sunny 🌻 Day"),
    ],
)
def test_a_name_that_is_nearly_so_is_found_and_said_to_be_near(desk: Desk, typed: str, name: str) -> None:
    groups = {group.place: [hit.title for hit in group.hits] for group in look(desk, typed).groups}
    assert name in groups.get("near", [""])
    assert "people" not in groups


def test_a_name_within_a_word_is_found_where_nothing_begins_so(desk: Desk) -> None:
    assert of_kind(look(desk, "jcik"), "person") == ["Wójcik, Michał"]


def test_whole_names_come_before_beginnings(desk: Desk) -> None:
    for name in ("Belle Adams", "Adam Bellamy", "Bell Tower"):
        office.add_person(desk, name, ())
    assert of_kind(look(desk, "bell"), "person")[:2] == ["Bell Tower", "Zoë Bell"]
    assert of_kind(look(desk, "bell"), "person")[2:] == ["Belle Adams", "Adam Bellamy"]


def test_spellings_are_near_by_one_slip_and_by_two_in_a_long_name() -> None:
    words = ["adeyemi", "adams", "khan", "ann", "anna", "christopher"]
    assert list(near("adeyimi", words)) == ["adeyemi"]
    assert list(near("kahn", words)) == ["khan"]
    assert near("ann", words)["ann"] < near("ann", words)["anna"]
    assert "christopher" in near("kristopher", words)
    assert near("zz", words) == {}


# -- cases ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["co2", "CO-2", "co-02", "co 2", "CO-0002", "2", "0002"])
def test_a_reference_is_found_with_and_without_noughts_and_hyphen(desk: Desk, typed: str) -> None:
    refs = [complaint(desk) for _ in range(3)]
    answer = look(desk, typed)
    assert answer.groups[0].place == "cases"
    assert of_kind(answer, "case")[0] == refs[1]


def test_the_very_number_comes_before_those_that_begin_so_and_open_cases_before_closed_ones(desk: Desk) -> None:
    for _ in range(12):
        complaint(desk)
    record(desk, "CO-0011", "withdraw", wish="It is settled")
    answer = look(desk, "co1")
    assert of_kind(answer, "case") == ["CO-0001", "CO-0012", "CO-0010", "CO-0011"]
    assert {group.place for group in answer.groups} == {"cases"}
    assert [hit.case.status for hit in answer.hits if hit.case][-1] == "closed"


def test_a_case_is_found_by_the_names_of_all_in_it_and_shows_its_state(desk: Desk) -> None:
    ref = complaint(desk, complainant=("Zoë Bell",))
    hit = next(hit for hit in look(at(desk, date(2026, 6, 1)), "bell").hits if hit.kind == "case")
    assert (hit.ref, hit.title, hit.owner) == (ref, "Zoë Bell", "Mo Manager")
    assert hit.limit is not None
    assert hit.limit.state == "overdue"
    assert of_kind(look(desk, "bel zoe"), "case") == [ref]
    assert of_kind(look(desk, "bell co1"), "case") == [ref]
    assert of_kind(look(desk, "bell co2"), "case") == []


# -- letters and notes ------------------------------------------------------------------------------------------


def test_words_of_letters_and_notes_are_found_with_what_stands_around_them(desk: Desk) -> None:
    ref = complaint(desk, account="The kettle was never mended, said Łukasz.")
    record(desk, ref, "acknowledge", handler="Mo Manager", support="A kettle, and an advocate",
           timescales="Four weeks", method="post")  # fmt: skip
    number = note(desk, ref, "Zoë rang: the KETTLE\nworks 😀 again")
    answer = look(desk, "kettl")
    groups = {group.place: group for group in answer.groups}
    assert [hit.entry for hit in groups["letters"].hits] == [2]
    assert [hit.entry for hit in groups["notes"].hits] == [number, 1], "a letter is no note too"
    pieces = groups["notes"].hits[0].snippet
    assert [piece.text for piece in pieces if piece.found] == ["KETTLE"]
    assert "".join(piece.text for piece in pieces) == "Zoë rang: the KETTLE works 😀 again"
    for typed in ("zoe ket", "😀", "works again kettle", "lukasz", "ŁUKASZ"):
        assert entries_found(desk, typed), typed
    assert entries_found(desk, "kettle nothing") == set()


@pytest.mark.parametrize("text", ["COVID-19", "ABC-12 ", "2020-2021", "12-34", "CO-12 and more"])
def test_a_text_that_only_looks_like_a_number_is_found_and_shown(desk: Desk, text: str) -> None:
    ref = complaint(desk)
    number = note(desk, ref, text)
    for word in words_of(text)[:1]:
        (hit,) = [each for each in look(desk, word).hits if (each.kind, each.ref, each.entry) == ("note", ref, number)]
        assert "".join(each.text for each in hit.snippet) == text.strip()
        assert any(each.found for each in hit.snippet)


def test_what_fits_best_comes_first_and_then_the_newest(desk: Desk) -> None:
    ref = complaint(desk)
    first = note(desk, ref, "The late bus")
    second = note(desk, ref, "A bus that is late")
    third = note(desk, ref, "Later busses")
    assert of_kind(look(desk, "late bus"), "note") == [f"{ref}/{each}" for each in (first, second, third)]


def test_much_is_counted_to_two_hundred(desk: Desk) -> None:
    ref = complaint(desk)
    with desk.store.writing(SAM, AT) as writer:
        case = views.case_by_ref(writer, desk.viewer, ref)
        assert case is not None
        for number in range(2, 205):
            writer.append(
                kind="entry", case_id=case.id, number=number, act="note", done_on=DAY, body={"values": {"text": "egg"}}
            )
        writer.save_case(case)
    (group,) = look(desk, "egg").groups
    assert (group.place, len(group.hits), group.count, group.more) == ("notes", 5, 200, True)
    (group,) = look(desk, "egg", most=30).groups
    assert len(group.hits) == 30


def test_nothing_typed_finds_nothing(desk: Desk) -> None:
    complaint(desk)
    for typed in ("", "  ", "-", "…", "%", '"', "*", "'", "()"):
        assert look(desk, typed).groups == ()


def test_only_the_places_asked_for_are_looked_at(desk: Desk) -> None:
    complaint(desk, account="Zoë Bell was there", complainant=("Zoë Bell",))
    for place in ("people", "cases", "notes"):
        assert [group.place for group in look(desk, "bell", where=(place,)).groups] == [place]


def test_many_whole_words_of_letters_leave_out_what_only_begins_so(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    letters = {}
    for word in ("visit", "visit", "visit", "visitors"):  # the newest of them only begins so
        ref = complaint(desk)
        letters[ref] = word
        record(
            desk, ref, "acknowledge", handler="Mo Manager", support=f"Help at the {word}", timescales="Four weeks",
            method="post",
        )  # fmt: skip
    found = {hit.ref for hit in look(desk, "visit", most=9).hits if hit.kind == "letter"}
    assert found == set(letters), "there is room for all"
    monkeypatch.setattr(finding_module, "COUNTED", 2)
    group = next(group for group in look(desk, "visit", most=9).groups if group.place == "letters")
    assert [letters[hit.ref] for hit in group.hits] == ["visit", "visit"]
    assert (group.count, group.more) == (2, True)
    group = next(group for group in look(desk, "visi", most=9).groups if group.place == "letters")
    assert "visitors" in {letters[hit.ref] for hit in group.hits}


def test_one_letter_is_no_word_of_a_letter(desk: Desk) -> None:
    complaint(desk, account="z is a letter")
    assert entries_found(desk, "z") == set()
    assert entries_found(desk, "z letter")


# -- the index follows what is written ---------------------------------------------------------------------------


def test_what_is_struck_is_not_found_and_what_took_its_place_is(desk: Desk) -> None:
    ref = complaint(desk)
    number = note(desk, ref, "The aardvark")
    casework.correct(desk, Correct(ref, number, "Not so", None, {"text": "The badger"}))
    assert entries_found(desk, "aardvark") == set()
    assert entries_found(desk, "badger") == {f"{ref}/{number + 1}"}
    casework.correct(desk, Correct(ref, number + 1, "Not so either"))
    assert entries_found(desk, "badger") == set()
    assert desk.store.verify_journal() == []


def test_a_new_name_is_found_and_the_old_one_not(desk: Desk) -> None:
    ref = complaint(desk, complainant=("Zoë Bell",))
    number = views.find_people(desk.store, desk.viewer, "zoe")[0].id
    with desk.store.writing(SAM, AT) as writer:
        writer.rename_person(number, "Zoë Price")
    assert of_kind(look(desk, "bell"), "person") == []
    assert of_kind(look(desk, "price"), "person", "case") == ["Zoë Price", ref]
    assert desk.store.verify_journal() == []


def test_disposal_takes_words_and_names_out_of_the_index(desk: Desk) -> None:
    ref = complaint(desk, account="aardvarkish", complainant=("Zephyrine Quill",))
    note(desk, ref, "badgerlike")
    record(desk, ref, "withdraw", wish="It is settled")
    asked = (
        "SELECT seq FROM journal WHERE kind = 'person' AND seq = (SELECT named_seq FROM person WHERE name LIKE 'Zeph%')"
    )
    gone = [row[0] for row in desk.store.fetch("SELECT seq FROM journal WHERE kind = 'entry'")]
    gone += [row[0] for row in desk.store.fetch(asked)]
    assert entries_found(desk, "badgerlike")
    with desk.store.writing(SAM, AT) as writer:
        writer.dispose(gone, "Kept long enough")
    for words in ("aardvarkish", "badgerlike"):
        assert entries_found(desk, words) == set()
    assert of_kind(look(desk, "zephyrine"), "person") == []
    assert desk.store.verify_journal() == []
    terms = desk.store.fetch("SELECT count(*) FROM find_vocabulary WHERE term LIKE 'zeph%'")[0][0]
    assert terms == 0


@pytest.mark.file_only("the pages of a file")
def test_what_was_disposed_of_is_not_left_in_the_pages_of_the_index(desk: Desk) -> None:
    ref = complaint(desk, account="aardvarkish")
    note(desk, ref, "badgerlike")
    path = desk.store.path
    gone = [row[0] for row in desk.store.fetch("SELECT seq FROM journal WHERE kind = 'entry'")]
    with desk.store.writing(SAM, AT) as writer:
        writer.dispose(gone, "Kept long enough")
    desk.store.close()
    assert b"aardvarkish" not in path.read_bytes()
    assert b"adgerlike" not in path.read_bytes()


FORM_WITH_INDEXES = 8


@pytest.mark.parametrize("form", [7, 9])
@pytest.mark.file_only("an older form, which no server has")
def test_an_office_of_an_older_form_is_filled(desk: Desk, form: int) -> None:
    ref = complaint(desk, account="The kettle, said Łukasz", complainant=("Zoë Bell",))
    number = note(desk, ref, "aardvark")
    kept = note(desk, ref, "badger 😀")
    casework.correct(desk, Correct(ref, number, "Not so"))
    path = desk.store.path
    desk.store.close()
    with sqlite3.connect(path, isolation_level=None) as file:
        if form < FORM_WITH_INDEXES:
            without_find(file)
            file.execute("UPDATE person SET find_text = 'łucja øster' WHERE name = 'Łucja Øster'")
        else:
            without_indexes_apart(file)
        file.execute(f"PRAGMA user_version = {form}")
    file.close()
    with Store.open(path) as store:
        assert store.verify_journal() == []
        assert store.check_file() == []
        again = Desk(store, desk.viewer, desk.clock)
        assert entries_found(again, "badger") == {f"{ref}/{kept}"}
        assert entries_found(again, "lukasz") == {f"{ref}/1"}
        assert entries_found(again, "aardvark") == set()
        assert of_kind(look(again, "oster lucja"), "person") == ["Łucja Øster"]
        assert of_kind(look(again, "zoe"), "case") == [ref]


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        (
            "INSERT INTO find_letters (rowid, said) VALUES (9999, 'nothing')",
            "words of letters",
        ),
        ("INSERT INTO find_facts (find_facts) VALUES ('delete-all')", "words of entries as"),
        ("INSERT INTO find_records (rowid, said) VALUES (1, 'never said')", "words of entries on people"),
        ("INSERT INTO find_names (find_names, rowid, find_text) VALUES ('delete', 1, 'ada admin')", "names of people"),
        ("INSERT INTO find_titles (rowid, find_text) VALUES (1, 'again')", "titles of cases"),
        ("UPDATE person SET find_text = 'nobody' WHERE id = 1", "P-1"),
    ],
)
@pytest.mark.file_only("the index of a file; tests/servers has that of a server")
def test_check_holds_the_index_against_the_journal(desk: Desk, statement: str, words: str) -> None:
    complaint(desk)
    assert desk.store.verify_journal() == []
    tamper(desk.store, statement)
    assert any(words in each for each in desk.store.verify_journal())


# -- while one types --------------------------------------------------------------------------------------------


def test_a_search_that_is_stopped_ends_and_the_next_one_goes_on(desk: Desk) -> None:
    complaint(desk)
    with finding(desk) as looking:
        endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
        import threading

        threading.Timer(0.1, looking.reads.stop).start()
        began = time.monotonic()
        with pytest.raises(LetGo), looking.reads.reading():
            looking.reads.fetch(endless)
        assert time.monotonic() - began < 5
        assert looking.look("co1").groups
    with pytest.raises(LetGo):
        looking.look("co1")


def test_a_search_sees_what_was_recorded_since_the_last_letter(desk: Desk) -> None:
    ref = complaint(desk)
    with finding(desk) as looking:
        assert looking.look("kettle").groups == ()
        note(desk, ref, "kettle")
        assert len(looking.look("kettle").hits) == 1
        office.add_person(desk, "Kattle, Kim", ())
        assert "Kattle, Kim" in of_kind(looking.look("kettle"), "person")


@pytest.mark.file_only("the rights of a file")
def test_a_file_that_can_only_be_read_can_be_searched(desk: Desk) -> None:
    ref = complaint(desk, account="kettle")
    path = desk.store.path
    desk.store.close()
    path.chmod(0o444)
    for each in path.parents[:-2]:  # up to the folder for what is temporary
        each.chmod(0o755)
    with without_rights(), Store.open(path) as store:
        assert store.read_only
        assert entries_found(Desk(store, desk.viewer, desk.clock), "kettle") == {f"{ref}/1"}
        assert store.verify_journal() == []


def test_looking_writes_nothing(desk: Desk) -> None:
    with pytest.raises(ReadOnly), finding(desk) as looking:
        looking.reads.fetch("DELETE FROM draft")


# -- words ------------------------------------------------------------------------------------------------------


def test_words_are_taken_apart_as_the_index_takes_them() -> None:
    assert words_of("O'Neill co-op, ÉTÉ 20%") == ("o", "neill", "co", "op", "été", "20")
    assert words_of("a a A") == ("a",)
    assert words_of("\x1b[31m\u202e ok") == ("31m", "ok")
    assert len(words_of(" ".join(f"w{n}" for n in range(40)))) == 8
    assert numbered("co-0012") == ("CO", "0012")
    assert numbered("12") == ("", "12")
    assert numbered("1st") is None
    assert numbered("x" * 9 + "1") is None


def test_a_snippet_is_around_most_of_the_words() -> None:
    text = "kettle " + "x " * 100 + "the late\n bus and the Kettle of été " + "y " * 100
    pieces = snippet(text, ("late", "kettle", "ete"), 60)
    whole = "".join(piece.text for piece in pieces)
    assert [piece.text for piece in pieces if piece.found] == ["late", "Kettle", "été"]
    assert len(whole) <= 62
    assert whole.startswith("…")
    assert whole.endswith("…")
    assert snippet("no such", ("zebra",), 60) == (("no such", False),)
    assert snippet("", ("zebra",), 60) == ()


def test_places_and_fit() -> None:
    assert places("The Kettle, kettles", ["kettle"]) == [(4, 10, 0), (12, 19, 0)]
    assert holds("Zoë's kettle", ["kett", "zoe"])
    assert not holds("unkettled", ["kettle"])
    assert closeness("the late bus", ("late", "bus")) > closeness("bus, late", ("late", "bus")) > 0


def test_letters_that_are_no_others_with_an_accent_are_found_in_entries_as_they_were_written(desk: Desk) -> None:
    ref = open_complaint(desk).ref
    entry = record(desk, ref, "note", text="note: Guðrún and Þórdís in Łódź, Ħal by the Straße").entry
    for typed in ("Guðrún", "guðrun", "Þórdís", "þordis", "lodz", "Łódź", "ħal", "strasse"):
        assert entries_found(desk, typed) == {f"{ref}/{entry}"}, typed
