"""An office on a server: who may do what to it, whose turn it is, what is said when the server goes away."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from sharedlives_tui.cleaning import folded
from sharedlives_tui.cli.options import WrongUsage, place_of
from sharedlives_tui.search_words import words_of
from sharedlives_tui.store import Store, views
from sharedlives_tui.store.aside import LetGo
from sharedlives_tui.store.backup import make_backup
from sharedlives_tui.store.errors import Busy, Exists, Missing, Newer, StoreError
from sharedlives_tui.store.find_entries import find_letters, find_notes
from sharedlives_tui.store.server import engine, schema
from sharedlives_tui.store.server.connect import PROGRAM, connect
from sharedlives_tui.store.server.engine import ServerEngine
from sharedlives_tui.store.server.errors import NotLetIn, NotSaved, PerhapsSaved, ServerGone
from sharedlives_tui.store.server.schema import guards_of_changes
from tests.servers.postgres_kit import Postgres
from tests.store_kit import AT, DAY, DIGEST, SAM, entry, known, limit, new_store, open_case

SAM_SEES = known(1)


@pytest.fixture(scope="module")
def model(postgres: Postgres) -> Iterator[str]:
    """A database with the office that most tests begin with, made and filled by the program once."""
    name = postgres.new_database()
    filled(made(postgres.url(name))).close()
    yield name
    postgres.drop(name)


@pytest.fixture
def database(request: pytest.FixtureRequest, postgres: Postgres) -> Iterator[str]:
    """The name of a database of the test's own: a copy of the model where it asks for the office, else empty."""
    name = postgres.new_database(request.getfixturevalue("model") if "store" in request.fixturenames else "template0")
    yield name
    postgres.drop(name)


@pytest.fixture
def url(postgres: Postgres, database: str) -> str:
    return postgres.url(database)


def made(place: str | Path, wait: float = 10.0) -> Store:
    return Store.create(place, name="Example Shared Lives", nation="england", by=SAM, at=AT, wait=wait)


def filled(store: Store) -> Store:
    with store.writing(SAM, AT) as writer:
        writer.put_procedure(DIGEST, "complaint", DAY, "complaint.toml", "text")
        for name in (SAM, "Kim Ode", "Zoë Bell", "Łukasz Żak"):
            writer.add_person(name)
        writer.add_role(1, "officer", DAY)
        open_case(
            writer, [limit("acknowledge", DAY)], title="Late again for Łukasz", account="Żak's carer was LATE, twice."
        )
        open_case(writer, [limit("respond", DAY - timedelta(3))], title="Keys")
        writer.append(
            kind="entry",
            case_id=2,
            number=writer.next_number(2),
            act="reply",
            done_on=DAY,
            done_by=SAM,
            body={"values": {"text": "Sent late"}, "letter": "Dear Mrs Żak,\n\nnothing at all was late twice."},
        )
        writer.add_attachment(1, "letter.pdf", b"%PDF")
    return store


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with Store.open(url) as opened:
        yield opened


# -- made and opened ----------------------------------------------------------------------------------------------


def test_an_office_is_made_once_in_an_empty_database(store: Store, url: str) -> None:
    with pytest.raises(Exists, match="There is an office at"):
        made(url)
    with Store.open(url) as other:
        assert other.office == store.office
        assert other.head() == store.head()
        assert not other.read_only
        assert other.verify_journal() == other.check_file() == []


def test_where_there_is_none_it_is_said(url: str, postgres: Postgres) -> None:
    with pytest.raises(Missing, match="Nothing was made there"):
        Store.open(url)
    with pytest.raises(StoreError, match='database "nowhere" does not exist.*Nothing was changed'):
        Store.open(postgres.url("nowhere"))
    with pytest.raises(StoreError, match=r"could not be opened.*~/\.pgpass"):
        Store.open("postgresql://127.0.0.1:1/office")


def test_an_office_is_made_whole_or_not_at_all(url: str, postgres: Postgres, database: str) -> None:
    with pytest.raises(ValueError, match="who recorded it"):
        Store.create(url, name="Example", nation="england", by="", at=AT)
    assert postgres.ask("SELECT count(*) FROM pg_namespace WHERE nspname = 'sharedlives'", database=database) == [(0,)]


def test_a_database_that_cannot_hold_every_letter_is_refused(postgres: Postgres) -> None:
    postgres.ask("CREATE DATABASE narrow TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'")
    try:
        with pytest.raises(StoreError, match="made for LATIN1, and UTF8 is needed"):
            made(postgres.url("narrow"))
    finally:
        postgres.drop("narrow")


def test_a_password_is_never_part_of_the_name(url: str, postgres: Postgres, database: str) -> None:
    for place in (f"postgresql://a:Tr0ub4dor@h/{database}", f"postgresql://h/{database}?password=Tr0ub4dor"):
        with pytest.raises(StoreError, match=r"\.pgpass") as refused:
            Store.open(place)
        with pytest.raises(WrongUsage, match=r"\.pgpass") as wrong:
            place_of(place)
        assert "Tr0ub4dor" not in str(refused.value) + str(wrong.value)
    assert place_of(url) == url


def test_a_password_file_lets_in_over_the_network(
    store: Store, postgres: Postgres, database: str, own_surroundings: Path
) -> None:
    (own_surroundings / ".pgpass").touch(0o600)
    (own_surroundings / ".pgpass").write_text(f"127.0.0.1:{postgres.port}:*:postgres:{postgres.password}\n")
    with Store.open(f"postgresql://postgres@127.0.0.1:{postgres.port}/{database}") as other:
        assert other.head() == store.head()


def test_a_newer_office_is_not_touched(store: Store, url: str, postgres: Postgres, database: str) -> None:
    postgres.ask("UPDATE sharedlives.form SET number = number + 1", database=database)
    with pytest.raises(Newer, match="newer version of this program"):
        Store.open(url)
    with pytest.raises(Newer), store.writing(SAM, AT) as writer:
        writer.add_person("Nobody")


def test_an_older_office_is_brought_up_to_date_by_its_owner_alone(
    url: str, postgres: Postgres, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        before.setattr(schema, "STEPS", schema.STEPS[:1])
        before.setattr(schema, "SCHEMA", schema.STEPS[0].number)
        before.setattr(schema, "GRANTS", schema.GRANTS.replace("sign_off_answered, ", ""))
        before.setattr(guards_of_changes, "MADE", "")  # an office of then has none
        link = connect(url, reading=False, owner=True)
        with closing(link), link.transaction():
            schema.make(link)
            link.execute("INSERT INTO office VALUES (1, 'Example', 'england', 'scheme', 0, %s)", (AT.isoformat(),))
            link.execute(
                "INSERT INTO case_file SELECT 1, 'CO-0001', 'complaint', '', '', 'co-0001', NULL, '', 'open', %s, "
                "NULL, 'd', 1, %s, 0, 0, %s, %s, 'a', NULL, NULL, '', NULL, '', NULL, '', %s, 'no_limit', ''",
                (DAY.isoformat(), AT.isoformat(), *[DAY.isoformat()] * 3),
            )
            link.execute("INSERT INTO find_words VALUES (3, 'kettle:1A,2B'), (4, 'kettle:1B'), (5, 'kettle:1C')")
    postgres.ask("CREATE ROLE clerk LOGIN; GRANT sharedlives_program TO clerk")
    try:
        with pytest.raises(StoreError, match=r"older form \(8.*owner \(postgres\)"):
            Store.open(postgres.url(database, user="clerk"))
        with Store.open(url) as store:
            assert store.check_file() == []
            counted = store.fetch("SELECT owner, cases FROM case_tally WHERE mark = 'open' ORDER BY 1")
            assert counted == [
                (-1, 1),
                (0, 1),
            ]
            assert views.today_groups(store, SAM_SEES, DAY, DAY)["today"] == 1
            for index, rows in {"find_letters": [3], "find_facts": [4, 3], "find_records": [5]}.items():
                sql = f"SELECT rowid FROM {index} WHERE {index} MATCH :match ORDER BY rowid DESC"
                assert [row[0] for row in store.fetch(sql, {"match": '"kett"*'})] == rows
        with Store.open(postgres.url(database, user="clerk")) as store:
            assert store.office.name == "Example"
    finally:
        postgres.ask("DROP ROLE clerk")


# -- who may do what ----------------------------------------------------------------------------------------------


_ROW = """
INSERT INTO journal SELECT {seq}, 'disposal', NULL, NULL, act, key, NULL, NULL, recorded_by, recorded_at, NULL, digest,
{previous}, hash FROM journal ORDER BY seq DESC LIMIT 1
"""
_HARM = (
    "UPDATE journal SET recorded_by = 'x' WHERE seq = 2",
    "DELETE FROM journal WHERE seq = 2",
    "TRUNCATE journal CASCADE",
    "UPDATE words SET body = '{}' WHERE seq = 2",
    "DELETE FROM words WHERE seq = 2",
    "TRUNCATE words",
    "DELETE FROM disposal",
    "UPDATE disposal SET by_seq = 1",
    "UPDATE office SET practice = 1",
    "DELETE FROM office",
    "UPDATE procedure_text SET text = ''",
    "DELETE FROM attachment",
    "UPDATE attachment SET sha256 = repeat('0', 64)",
    "UPDATE attachment SET content = 'x'",
    "UPDATE case_tally SET cases = 0",
    "UPDATE form SET number = 1",
    "ALTER TABLE journal DISABLE TRIGGER ALL",
    "DROP TRIGGER journal_fixed ON journal",
    "DROP TABLE words CASCADE",
    "DROP SCHEMA sharedlives CASCADE",
    "CREATE TABLE sharedlives.mine (id BIGINT)",
    "SET session_replication_role = replica",
    "INSERT INTO disposal VALUES (2, 1)",
    _ROW.format(seq="seq + 100", previous="hash"),
    _ROW.format(seq="seq + 1", previous="digest"),
    "INSERT INTO words SELECT seq, salt, body FROM words WHERE seq = 2",
)


@pytest.mark.parametrize("statement", _HARM)
def test_the_program_itself_can_only_add_to_the_journal(store: Store, url: str, statement: str) -> None:
    before = store.head()
    link = connect(url, reading=False)
    with closing(link), pytest.raises(psycopg.Error):
        link.execute(statement)
    assert store.head() == before
    assert store.verify_journal() == store.check_file() == []


_OF_THE_OWNER = (" form ", " case_tally ")
"""What brings an office up to date changes these."""


@pytest.mark.parametrize(
    "statement",
    [
        each
        for each in _HARM
        if each.startswith(("UPDATE", "DELETE", "TRUNCATE")) and not any(name in each for name in _OF_THE_OWNER)
    ],
)
def test_the_guards_hold_against_the_owner_too(store: Store, url: str, statement: str) -> None:

    def harm(link: Any) -> None:
        with link.transaction():
            if " disposal" in statement:  # so that there is one to be harmed
                link.execute(_ROW.format(seq="seq + 1", previous="hash"))
                link.execute("INSERT INTO disposal SELECT 3, max(seq) FROM journal")
            link.execute(statement)

    link = connect(url, reading=False, owner=True)
    with closing(link), pytest.raises(psycopg.errors.IntegrityConstraintViolation):
        harm(link)
    assert store.verify_journal() == []


def test_a_table_of_ones_own_does_not_deceive_a_guard(store: Store, url: str) -> None:
    """Tables that go with a connection come first where nobody says otherwise."""
    link = connect(url, reading=False)
    with closing(link):
        link.execute("CREATE TEMP TABLE journal AS SELECT * FROM sharedlives.journal LIMIT 0")
        first = _ROW.format(seq="1", previous="repeat('0', 64)").replace(" journal ", " sharedlives.journal ")
        with pytest.raises(psycopg.errors.IntegrityConstraintViolation, match="the journal goes on"):
            link.execute(first)


@pytest.mark.parametrize("function", ["words_go", "case_counted", "case_not_counted"])
def test_what_runs_by_itself_cannot_be_hung_on_a_table_of_ones_own(store: Store, url: str, function: str) -> None:
    link = connect(url, reading=False)
    with closing(link):
        link.execute("CREATE TEMP TABLE mine (seq BIGINT, id BIGINT)")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            link.execute(f"CREATE TRIGGER t AFTER INSERT ON mine FOR EACH ROW EXECUTE FUNCTION {function}()")


def test_an_account_is_let_in_by_the_role_and_works_as_it(store: Store, postgres: Postgres, database: str) -> None:
    postgres.ask("CREATE ROLE clerk LOGIN")
    clerk = postgres.url(database, user="clerk")
    try:
        with pytest.raises(NotLetIn, match="GRANT sharedlives_program TO the account"):
            Store.open(clerk)
        postgres.ask("GRANT sharedlives_program TO clerk")
        with Store.open(clerk) as theirs:
            with theirs.writing(SAM, AT) as writer:
                writer.add_person("Ida Marsh")
            assert theirs.fetch("SELECT current_user AS now, session_user AS who")[0]["now"] == PROGRAM
            assert [each.name for each in views.find_people(theirs, SAM_SEES, "ida")] == ["Ida Marsh"]
        assert store.verify_journal() == []
    finally:
        postgres.ask("DROP ROLE clerk")


def test_what_reads_cannot_write(store: Store) -> None:
    with pytest.raises(StoreError, match="lets nobody write"):
        store.fetch("INSERT INTO draft VALUES ('P-1', 'x', '', '')")


def test_a_disposal_takes_the_words_with_it(store: Store) -> None:
    with store.writing(SAM, AT) as writer:
        seq = entry(writer, 2, "note", text="Unspeakable things")
        assert find_notes(writer, SAM_SEES, ["unspeakable"], size=5)
    with store.writing(SAM, AT) as writer:
        writer.dispose([seq], "The time for keeping it is over")
    assert store.fetch("SELECT count(*) AS found FROM words WHERE seq = ?", (seq,))[0]["found"] == 0
    assert find_notes(store, SAM_SEES, ["unspeakable"], size=5) == []
    assert store.verify_journal() == store.check_file() == []


def test_the_check_names_what_the_owner_did(store: Store, postgres: Postgres, database: str) -> None:
    def change(*statements: str) -> None:
        for statement in statements:
            postgres.ask(f"SET session_replication_role = replica; {statement}", database=database)

    change("ALTER TABLE sharedlives.journal DISABLE TRIGGER journal_fixed")
    assert store.check_file() == ["The guard journal_fixed is switched off."]
    change(
        "UPDATE sharedlives.journal SET recorded_by = 'Somebody' WHERE seq = 3",
        "ALTER TABLE sharedlives.journal ENABLE TRIGGER journal_fixed",
        "GRANT UPDATE ON sharedlives.journal TO sharedlives_program",
        "DELETE FROM sharedlives.find_names WHERE rowid = 2",
        "UPDATE sharedlives.case_tally SET cases = cases + 1 WHERE owner = 0",
    )
    assert store.verify_journal() == [
        "Row 3 of the journal is not as it was written.",
        "The number of cases that is kept for nobody is not the number that there are.",
        "Find does not have the names of people as the journal says.",
    ]
    assert store.check_file() == ["The role sharedlives_program may UPDATE the table journal: take that right from it."]
    change(
        "REVOKE UPDATE ON sharedlives.journal FROM sharedlives_program", "DROP TRIGGER words_kept ON sharedlives.words"
    )
    assert store.check_file() == ["The tables, indexes or guards on the server are not as this program made them."]


def test_a_mistake_of_ours_tells_no_words_of_people(store: Store) -> None:
    with (
        pytest.raises(Exception, match="violates check constraint") as found,
        store.writing("Sam Secret", AT) as writer,
    ):
        writer.append(kind="entry", case_id=1, number=7, body={})
    assert "Secret" not in str(found.value) + repr(found.value.__cause__) + repr(getattr(found.value, "orig", ""))


def test_a_backup_is_the_servers_own(store: Store, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="pg_dump"):
        make_backup(store, tmp_path / "copy.db")
    assert list(tmp_path.iterdir()) == []


# -- turns ----------------------------------------------------------------------------------------------------------


def test_who_writes_comes_one_after_the_other(store: Store, url: str) -> None:
    wrong: list[BaseException] = []

    def write(who: int) -> None:
        try:
            with Store.open(url) as own:
                for count in range(10):
                    with own.writing(f"Writer {who}", AT) as writer:
                        entry(writer, 1, "note", text=f"{who} {count}")
        except BaseException as error:  # told below
            wrong.append(error)

    threads = [threading.Thread(target=write, args=(who,)) for who in range(6)]
    before = store.head()[0]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert wrong == []
    assert store.head()[0] == before + 60
    assert store.verify_journal() == []


def test_a_turn_that_does_not_come_is_said(store: Store, url: str) -> None:
    with Store.open(url, wait=0.3) as other, store.writing(SAM, AT) as writer:
        writer.add_person("First")
        with pytest.raises(Busy, match="Not saved.*Your text is kept here"), other.writing(SAM, AT):
            raise AssertionError("nobody else has a turn now")
    with Store.open(url, wait=0.3) as other, other.writing(SAM, AT) as writer:
        writer.add_person("Second")


def test_what_is_read_inside_is_of_one_moment(store: Store, url: str) -> None:
    count = "SELECT count(*) AS number FROM person"
    with Store.open(url) as other, store.reading():
        before = store.fetch(count)
        with other.writing(SAM, AT) as writer:
            writer.add_person("Later")
        with store.reading():
            assert store.fetch(count) == before
    assert store.fetch(count)[0]["number"] == before[0]["number"] + 1


def test_everybody_hears_when_somebody_has_saved(store: Store, url: str, postgres: Postgres, database: str) -> None:
    with Store.open(url) as other:
        first = other.data_version()
        assert other.data_version() == first
        with store.writing(SAM, AT) as writer:
            writer.add_person("New")
        second = other.data_version()
        assert second != first
        assert other.data_version() == second
        with other.writing(SAM, AT) as writer:
            writer.add_person("Newer")
        assert other.data_version() != second
        third = other.data_version()
        postgres.cut_off(database)
        assert other.data_version() != third, "nobody knows what was missed meanwhile"


def test_a_search_aside_is_stopped_at_once(store: Store) -> None:
    aside = store.aside()
    stopped = threading.Timer(0.3, aside.stop)
    stopped.start()
    begin = time.monotonic()
    with pytest.raises(LetGo), aside.reading():
        aside.fetch("SELECT pg_sleep(30)")
    assert time.monotonic() - begin < 10
    with aside.reading():
        assert aside.fetch("SELECT name FROM person WHERE id = ?", (2,))[0]["name"] == "Kim Ode"
    aside.close()


# -- the server goes away ---------------------------------------------------------------------------------------------


def test_connections_that_were_lost_are_made_anew(store: Store, postgres: Postgres, database: str) -> None:
    with store.writing(SAM, AT) as writer:
        writer.add_person("Before")
    assert postgres.cut_off(database) >= 2
    assert store.fetch("SELECT count(*) FROM person")[0][0] == 5
    with store.writing(SAM, AT) as writer:
        writer.add_person("After")
    assert store.fetch("SELECT count(*) FROM person")[0][0] == 6
    assert store.verify_journal() == []


def test_a_connection_lost_while_writing_saves_nothing_and_says_so(
    store: Store, postgres: Postgres, database: str
) -> None:
    before = store.head()

    def save() -> None:
        with store.writing(SAM, AT) as writer:
            writer.add_person("Half")
            postgres.cut_off(database)
            writer.add_person("Other half")

    def read() -> None:
        with store.reading():
            postgres.cut_off(database)
            store.fetch("SELECT 1")

    with pytest.raises(NotSaved, match="Not saved.*your text is kept"):
        save()
    assert store.head() == before
    with pytest.raises(ServerGone):
        read()
    assert store.head() == before


def test_a_connection_lost_in_the_moment_of_saving_is_told_as_that(
    store: Store, postgres: Postgres, database: str
) -> None:
    before = store.head()

    def save() -> None:
        with store.writing(SAM, AT) as writer:
            writer.add_person("Perhaps")
            postgres.cut_off(database)

    with pytest.raises(PerhapsSaved, match="may be saved, or not"):
        save()
    assert store.head() == before
    assert store.verify_journal() == []


def test_a_server_that_stopped_is_told_and_found_again(store: Store, postgres: Postgres) -> None:
    head = store.head()
    postgres.stop()
    try:
        for _ in range(2):
            with pytest.raises(ServerGone, match="What was saved is safe there"):
                store.fetch("SELECT 1")
            with pytest.raises(ServerGone, match="Not saved"), store.writing(SAM, AT):
                raise AssertionError("there is no server")
            with pytest.raises(ServerGone):
                store.data_version()
    finally:
        postgres.start()
    assert store.head() == head
    with store.writing(SAM, AT) as writer:
        writer.add_person("Again")
    assert store.verify_journal() == []


def test_the_program_says_what_is_missing_where_it_cannot_speak_to_servers(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match=r"pip install 'sharedlives_tui\[postgres\]'"):
        Store.open(url)


# -- the same as a file --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    ["late", "LATE tw", "zak", "carer late", "twi", "łukasz", "keys", "nothing at all", "Żak’s", "late OR keys", "' )"],
)
def test_find_answers_as_in_a_file(store: Store, tmp_path: Path, typed: str) -> None:
    def answers(reads: Store) -> Any:
        words = words_of(folded(typed))
        entries = [find(reads, SAM_SEES, words, 9) for find in (find_letters, find_notes)] if words else []
        people, cases = views.find_people(reads, SAM_SEES, typed), views.find_cases(reads, SAM_SEES, typed)
        return entries, people, [(each.ref, each.title) for each in cases]

    with filled(new_store(tmp_path)) as file:
        assert answers(store) == answers(file)


def test_names_stand_in_the_same_order_as_in_a_file(store: Store, tmp_path: Path) -> None:
    with filled(new_store(tmp_path)) as file:
        for each in (store, file):
            with each.writing(SAM, AT) as writer:
                for name in ("ann b", "Ann B", "Ånn", "ann-b", "Änn", "anna", "ANN", "7th Ann", "Ann  Z", "山田"):
                    writer.add_person(name)
        names = [[one.name for one in views.people_page(each, SAM_SEES)] for each in (store, file)]
    assert names[0] == names[1]
    assert names[0].index("ANN") < names[0].index("Ann B") < names[0].index("ann b") < names[0].index("Änn")


def test_a_file_needs_nothing_of_a_server(tmp_path: Path) -> None:
    code = (
        "import sys, datetime\nfrom sharedlives_tui.store import Store\n"
        f"s = Store.create({str(tmp_path / 'office.db')!r}, name='E', nation='england', by='A', "
        "at=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC))\n"
        "with s.writing('A', datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)) as w: w.add_person('B')\n"
        "print([n for n in sys.modules if n.startswith(('psycopg', 'sharedlives_tui.store.server'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_an_engine_waits_as_long_as_it_is_told_and_no_longer(store: Store, url: str) -> None:
    from sharedlives_tui.store.queue import Deadline

    with closing(ServerEngine(url)) as own, store.writing(SAM, AT):
        begin = time.monotonic()
        with pytest.raises(Busy), own.transaction(Deadline(0.2)):
            raise AssertionError("nobody else has a turn now")
        assert 0.1 < time.monotonic() - begin < 5


def test_a_dump_that_was_restored_is_whole(store: Store, postgres: Postgres, database: str) -> None:
    other = postgres.new_database()
    try:
        dump = postgres.run("pg_dump", "--format=custom", "--schema=sharedlives", database)
        postgres.run("pg_restore", "--exit-on-error", f"--dbname={other}", given=dump)
        with Store.open(postgres.url(other)) as copy:
            assert copy.head() == store.head()
            assert copy.verify_journal() == copy.check_file() == []
            with copy.writing(SAM, AT) as writer:
                open_case(writer, [limit("acknowledge", DAY)])
            assert copy.verify_journal() == []
    finally:
        postgres.drop(other)


def test_who_may_not_make_an_office_is_told_what_is_needed(postgres: Postgres, database: str) -> None:
    postgres.ask("CREATE ROLE clerk LOGIN")
    try:
        with pytest.raises(StoreError, match="No office was made at .*CREATEROLE"):
            made(postgres.url(database, user="clerk"))
    finally:
        postgres.ask("DROP ROLE clerk")


_KILLED = """
import sys
from datetime import UTC, datetime
from sharedlives_tui.store import Store
with Store.open(sys.argv[1]) as store, store.writing("Killed", datetime(2026, 11, 16, tzinfo=UTC)) as writer:
    writer.add_person("Half")
    print("has the turn", flush=True)
    sys.stdin.read()
"""


def test_a_program_that_is_killed_gives_its_turn_back_and_leaves_nothing(store: Store, url: str) -> None:
    before = store.head()
    with subprocess.Popen(
        [sys.executable, "-c", _KILLED, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "has the turn\n"
        child.kill()
    with store.writing(SAM, AT) as writer:
        assert (writer.last_stamp, before) == (AT.isoformat(timespec="microseconds"), store.head())
        writer.add_person("Whole")
    assert [each.name for each in views.find_people(store, SAM_SEES, "half whole")] == []
    assert [each.name for each in views.find_people(store, SAM_SEES, "whole")] == ["Whole"]
    assert store.verify_journal() == []


def test_a_program_that_is_stuck_with_the_turn_loses_it(
    store: Store, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "_STUCK", 1)

    def sit() -> None:
        with store.writing(SAM, AT) as writer:
            writer.add_person("Stuck")
            with Store.open(url) as other, other.writing(SAM, AT) as quicker:
                quicker.add_person("Went on")
            writer.add_person("Too late")

    with pytest.raises(NotSaved):
        sit()
    assert [each.name for each in views.find_people(store, SAM_SEES, "went")] == ["Went on"]
    assert [each.name for each in views.find_people(store, SAM_SEES, "stuck")] == []
    assert store.verify_journal() == []
