import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import pytest

from sharedlives_tui.store import PracticeOnly, Repeated, Store, StoreError, TooLarge, views
from sharedlives_tui.store.cache_checks import Check, compared
from sharedlives_tui.store.checks import of_words
from sharedlives_tui.store.pragmas import connect
from tests.store_kit import AT, DAY, DIGEST, SAM, entry, known, limit, new_store, open_case, tamper


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with new_store(tmp_path) as opened:
        with opened.writing(SAM, AT) as writer:
            person = writer.add_person("Zoë Bell")
            writer.add_role(person, "officer", date(2026, 1, 5))
            writer.put_setting("telephone", "0300 000 0000")
            writer.put_procedure(DIGEST, "complaint", date(2025, 7, 2), "complaint.toml", "id = 'complaint'", "shared")
            writer.add_calendar_change(date(2026, 12, 29), False, "office closed", DAY)
            case_id, _ = open_case(writer, [limit("acknowledge", date(2026, 11, 18))], owner=person, title="Bell")
            for number in range(5):
                entry(writer, case_id, "note", text=f"note {number}")
            writer.add_attachment(case_id, "letter.pdf", b"%PDF", number=1)
        yield opened


def test_a_whole_office_is_whole(store: Store) -> None:
    assert store.verify_journal() == []
    assert store.check_file() == []
    seq, head = store.head()
    assert store.verify_journal({seq: head, 1: store.fetch("SELECT hash FROM journal WHERE seq = 1")[0][0]}) == []


COPIED = "kind, NULL, NULL, act, key, done_on, done_by, recorded_by, recorded_at, NULL, digest"
FAR_AHEAD = f"INSERT INTO journal SELECT 99, {COPIED}, hash, hash FROM journal ORDER BY seq DESC LIMIT 1"
FROM_ELSEWHERE = f"INSERT INTO journal SELECT max(seq) + 1, {COPIED}, previous, hash FROM journal WHERE seq < 99"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET recorded_by = 'x' WHERE seq = 3",
        "DELETE FROM journal WHERE seq = 3",
        "DELETE FROM journal",
        "INSERT OR REPLACE INTO journal SELECT * FROM journal WHERE seq = 3",
        "REPLACE INTO journal SELECT * FROM journal WHERE seq = (SELECT max(seq) FROM journal)",
        FAR_AHEAD,
        FROM_ELSEWHERE,
        "UPDATE words SET body = '{}' WHERE seq = 3",
        "DELETE FROM words WHERE seq = 3",
        "REPLACE INTO words SELECT * FROM words WHERE seq = (SELECT max(seq) FROM journal)",
        "INSERT INTO disposal VALUES (3, 4)",
        "UPDATE office SET practice = 1",
        "UPDATE office SET kind = 'membership-body'",
        "DELETE FROM office",
        "REPLACE INTO office VALUES (1, 'Other', 'wales', 'scheme', 1, '2026')",
        "UPDATE attachment SET content = NULL",
        "UPDATE attachment SET name = 'other.pdf'",
        "DELETE FROM attachment",
        "UPDATE procedure_text SET text = ''",
        "DELETE FROM procedure_text",
    ],
)
@pytest.mark.parametrize("recursive", ["ON", "OFF"])
@pytest.mark.file_only("the ways in which SQLite replaces rows; tests/servers has those of a server")
def test_what_was_written_stays(store: Store, statement: str, recursive: str) -> None:
    raw = connect(store.path, "rw", wait=5)
    try:
        raw.execute(f"PRAGMA recursive_triggers = {recursive}")
        with pytest.raises(sqlite3.IntegrityError):
            raw.execute(statement)
    finally:
        raw.close()
    assert store.verify_journal() == []


@pytest.mark.parametrize(
    ("statements", "words"),
    [
        (["UPDATE journal SET done_by = 'Kim' WHERE seq = 9"], ["Row 9 of the journal is not as it was written."]),
        (["UPDATE journal SET act = 'other' WHERE seq = 1"], ["Row 1 of the journal is not as it was written."]),
        (["DELETE FROM journal WHERE seq = 9"], ["Row 9 of the journal is missing."]),
        (["DELETE FROM journal WHERE seq BETWEEN 9 AND 11"], ["Rows 9 to 11 of the journal are missing."]),
        (
            ["UPDATE words SET body = replace(body, 'note 1', 'note 7') WHERE seq = 10"],
            ["The words of row 10 of the journal are not as they were written."],
        ),
        (
            ["UPDATE words SET salt = '00000000000000000000000000000000' WHERE seq = 10"],
            ["The words of row 10 of the journal are not as they were written."],
        ),
        (
            ["DELETE FROM words WHERE seq = 10"],
            ["The words of row 10 of the journal are missing, and no disposal says why."],
        ),
        (
            ["DELETE FROM words WHERE seq = 10", "INSERT INTO disposal VALUES (10, 3)"],
            ["The words of row 10 of the journal are gone, but row 3 does not say so."],
        ),
    ],
)
def test_each_break_is_named_exactly(store: Store, statements: list[str], words: list[str]) -> None:
    tamper(store, *statements)
    found = store.verify_journal()
    assert found[: len(words)] == words
    assert [each for each in found if each.startswith(("Row", "The words"))] == words


UNKNOWN = "What is computed from the journal could not be compared with it, because of what is named above."


@pytest.mark.parametrize("body", ["{", "[1]", "7", "null", '{"person": "x"}', '{"first": 3, "seqs": 4}'])
def test_words_that_cannot_even_be_read_are_named_and_the_rest_is_said_not_to_be_known(store: Store, body: str) -> None:
    tamper(store, f"UPDATE words SET body = '{body}'")
    found = store.verify_journal()
    assert found[0] == "The words of row 1 of the journal are not as they were written."
    assert found[-1] == UNKNOWN


def _raising(error: Exception) -> Check:
    def check(_connection: sqlite3.Connection) -> Iterator[str]:
        raise error
        yield ""

    return check


def _sqlite(code: int) -> sqlite3.Error:
    error = sqlite3.OperationalError("as SQLite says it")
    error.sqlite_errorcode = code
    return error


def _compared(error: Exception, found: list[str]) -> list[str]:
    with closing(sqlite3.connect(":memory:")) as connection:
        return compared([_raising(error)], connection, found, lambda each: of_words(each, Path("office.db")))


@pytest.mark.parametrize(
    "error", [ValueError("no JSON"), KeyError("person"), TypeError("a list"), _sqlite(sqlite3.SQLITE_ERROR)], ids=repr
)
def test_what_rests_on_broken_words_is_said_not_to_be_comparable(error: Exception) -> None:
    assert _compared(error, ["Row 3 is broken."]) == ["Row 3 is broken.", UNKNOWN]
    with pytest.raises(type(error)):
        _compared(error, [])


@pytest.mark.parametrize(
    "error",
    [_sqlite(sqlite3.SQLITE_IOERR), _sqlite(sqlite3.SQLITE_CORRUPT), AssertionError("ours"), NameError("ours")],
    ids=repr,
)
def test_a_fault_of_the_disk_or_of_ours_is_not_laid_to_broken_words(error: Exception) -> None:
    with pytest.raises(type(error)):
        _compared(error, ["Row 3 is broken."])


def test_a_row_made_to_match_itself_does_not_match_the_next(store: Store) -> None:
    from sharedlives_tui.store import journal

    columns = list(store.fetch(f"SELECT {journal.COLUMNS} FROM journal WHERE seq = 9")[0])
    columns[7] = "Kim"
    tamper(store, f"UPDATE journal SET done_by = 'Kim', hash = '{journal.row_hash(tuple(columns))}' WHERE seq = 9")
    assert store.verify_journal() == ["Row 10 of the journal does not follow from row 9."]


def test_a_tail_cut_off_shows_only_against_a_hash_noted_elsewhere(store: Store) -> None:
    seq, head = store.head()
    tamper(
        store,
        f"DELETE FROM attachment WHERE added_seq = {seq}",
        f"DELETE FROM words WHERE seq = {seq}",
        f"DELETE FROM journal WHERE seq = {seq}",
    )
    assert store.verify_journal() == []
    assert store.verify_journal({seq: head}) == [
        f"Row {seq} of the journal was noted outside this file and is gone: the journal was cut off."
    ]
    assert "another hash" in store.verify_journal({3: head})[0]


@pytest.mark.file_only("a guard is dropped; tests/servers does so on a server")
def test_a_dropped_guard_is_noticed(store: Store) -> None:
    tamper(store, "CREATE TABLE extra (id INTEGER)")
    found = store.check_file()
    assert "The trigger journal_fixed is missing from the file." in found
    assert "The table extra does not belong in the file." in found


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE person SET name = 'Other'", "person 1"),
        ("DELETE FROM role_held", "role 1 officer"),
        ("UPDATE role_held SET to_day = '2026-02-01'", "role 1 officer"),
        ("UPDATE setting SET value = 'x'", "setting telephone"),
        ("INSERT INTO setting VALUES ('fax', '1', 1)", "setting fax"),
        ("UPDATE calendar_change SET working = 1", "calendar"),
        ("UPDATE procedure_text SET text = 'other'", "procedure dddd"),
        ("UPDATE office SET practice = 1", "office's"),
        ("UPDATE office SET name = 'Other'", "office's"),
        ("UPDATE case_file SET ref = 'CO-0009'", "CO-0001"),
        ("UPDATE attachment SET content = x'00'", "Attachment 1"),
        ("UPDATE case_file SET must_due = '2027-01-01'", "CO-0001"),
        ("UPDATE time_limit SET due = '2027-01-01'", "CO-0001"),
    ],
)
def test_what_is_computed_is_held_against_the_journal(store: Store, statement: str, words: str) -> None:
    tamper(store, statement)
    found = [each for each in store.verify_journal() if not each.startswith(("Find looks for", "The number of"))]
    assert len(found) == 1
    assert words in found[0]


def test_disposal_deletes_words_and_leaves_the_chain_whole(store: Store) -> None:
    seqs = [row[0] for row in store.fetch("SELECT seq FROM journal WHERE kind = 'entry' ORDER BY seq")]
    attached = store.fetch("SELECT added_seq FROM attachment")[0][0]
    with store.writing(SAM, AT) as writer:
        by = writer.dispose([*seqs[:3], attached], "three years after the closing")
    assert store.verify_journal() == []
    assert store.check_file() == []
    found = {each.seq: each for each in views.entries(store, 1)}
    assert [found[seq].disposed for seq in seqs] == [True, True, True, False, False, False]
    assert found[seqs[0]].body == {}
    assert found[seqs[0]].done_on == DAY
    assert views.attachment_content(store, 1) is None
    assert store.fetch("SELECT by_seq FROM disposal WHERE seq = ?", (seqs[0],))[0][0] == by


@pytest.mark.file_only("the pages of a file")
def test_what_was_disposed_of_is_not_left_in_the_file(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        with store.writing(SAM, AT) as writer:
            case_id, _ = open_case(writer)
            seq = entry(writer, case_id, "note", text="something very private")
            writer.add_attachment(case_id, "private.txt", b"private bytes")
        path = store.path
    assert b"very private" in path.read_bytes()
    with Store.open(path) as store, store.writing(SAM, AT) as writer:
        writer.dispose([seq, seq + 1], "three years after the closing")
    left = path.read_bytes()
    assert b"very private" not in left
    assert b"private bytes" not in left
    assert b"private.txt" not in left


def test_a_disposal_is_not_disposed_of_and_nothing_is_disposed_of_twice(store: Store) -> None:
    with store.writing(SAM, AT) as writer:
        by = writer.dispose([10], "asked for")
    for seq in (by, 10, 1):
        with pytest.raises(Exception, match=r"disposal|disposed"), store.writing(SAM, AT) as writer:
            writer.dispose([seq], "again")
    assert store.verify_journal() == []


def test_disposing_of_a_name_leaves_no_name(store: Store) -> None:
    with store.writing(SAM, AT) as writer:
        writer.rename_person(1, "Zoë Bell-Price")
    named = [row[0] for row in store.fetch("SELECT seq FROM journal WHERE kind = 'person' ORDER BY seq")]
    with store.writing(SAM, AT) as writer:
        writer.dispose(named, "left the office")
    assert store.verify_journal() == []
    assert views.person(store, known(1), 1).name == ""  # type: ignore[union-attr]
    assert views.find_people(store, known(1), "bell") == []


def test_a_request_is_saved_once(store: Store) -> None:
    def save() -> int:
        with store.writing(SAM, AT) as writer:
            return writer.append(kind="setting", body={"name": "x"}, request_id="r-1")

    seq = save()
    with pytest.raises(Repeated) as refused:
        save()
    assert refused.value.seq == seq
    assert store.head()[0] == seq
    with store.writing(SAM, AT) as writer:
        assert writer.seq_of_request("r-1") == seq
        assert writer.seq_of_request("r-2") is None


def test_nothing_is_kept_after_an_exception(store: Store) -> None:
    before = store.head()

    def give_up() -> None:
        with store.writing(SAM, AT) as writer:
            open_case(writer)
            raise PracticeOnly("This")

    with pytest.raises(PracticeOnly, match="only possible in a practice office"):
        give_up()
    assert store.head() == before
    assert len(views.all_cases(store)) == 1
    with store.writing(SAM, AT) as writer:
        assert open_case(writer)[1] == "CO-0002"


def test_text_is_cleaned_on_its_way_in(store: Store) -> None:
    with store.writing("Sam\x1b[2J", AT) as writer:
        seq = writer.append(
            kind="entry",
            case_id=1,
            number=7,
            act="note\x07",
            key="P-1\x00",
            done_on=DAY,
            done_by="Kim\u202e",
            body={"te\x00xt": ["a\x1b]0;x\x07b", {"in": "e\u0301"}], "n": 3},
        )
        writer.add_person("Ann\u200b  O'Hare\n")
        writer.put_setting("wel\x9bcome", "one\r\ntwo")
        writer.add_attachment(1, "../../etc/\x1bpasswd", b"x")
    row = store.fetch("SELECT * FROM journal JOIN words USING (seq) WHERE seq = ?", (seq,))[0]
    assert (row["act"], row["key"], row["done_by"], row["recorded_by"]) == ("note", "P-1", "Kim", "Sam[2J")
    assert json.loads(row["body"]) == {"text": ["a]0;xb", {"in": "é"}], "n": 3}
    assert views.person(store, known(1), 2).name == "Ann O'Hare"  # type: ignore[union-attr]
    assert views.settings(store)["welcome"] == "one\ntwo"
    assert views.attachments(store, 1)[-1].name == "passwd"
    assert store.verify_journal() == []


def test_too_much_is_refused_with_its_size(store: Store) -> None:
    with pytest.raises(TooLarge, match="10,485,761 bytes"), store.writing(SAM, AT) as writer:
        writer.add_attachment(1, "film.mp4", bytes(10 * 1024 * 1024 + 1))
    with pytest.raises(TooLarge, match="characters"), store.writing(SAM, AT) as writer:
        writer.append(kind="setting", body={"x": "y" * 4_000_001})
    assert store.verify_journal() == []


def test_who_and_when_are_never_missing(store: Store) -> None:
    with pytest.raises(ValueError, match="who recorded"), store.writing() as writer:
        writer.append(kind="setting", body={})
    with pytest.raises(ValueError, match="which zone"), store.writing(SAM, datetime(2026, 1, 1)) as writer:
        writer.append(kind="setting", body={})
    with pytest.raises(ValueError, match="no kind"), store.writing(SAM, AT) as writer:
        writer.append(kind="gossip", body={})


def test_an_entry_has_a_case_a_number_and_a_day(store: Store) -> None:
    with pytest.raises(Exception, match="(?i)check"), store.writing(SAM, AT) as writer:
        writer.append(kind="entry", body={}, case_id=1, number=7)
    with pytest.raises(Exception, match="(?i)unique"), store.writing(SAM, AT) as writer:
        writer.append(kind="entry", body={}, case_id=1, number=1, done_on=DAY)


def test_a_strike_is_known_even_when_its_words_are_gone(store: Store) -> None:
    with store.writing(SAM, AT) as writer:
        seq = writer.append(kind="strike", case_id=1, body={"number": 2, "reason": "wrong case"})
    assert [each.number for each in views.entries(store, 1) if each.struck_by == seq] == [2]
    with store.writing(SAM, AT) as writer:
        writer.dispose([seq], "asked for")
    assert [each.number for each in views.entries(store, 1) if each.struck_by == seq] == [2]


def test_errors_of_the_store_carry_no_words_of_people(store: Store) -> None:
    with pytest.raises(Exception, match="(?i)check") as refused, store.writing(SAM, AT) as writer:
        writer.append(kind="entry", body={"account": "a secret account"}, case_id=1, number=7, done_by="Kim Secret")
    assert "ecret" not in str(refused.value)
    assert not isinstance(refused.value, StoreError)
