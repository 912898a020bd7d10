"""Opening, creating, refusing; what happens when the disk or the file is not as it should be."""

import shutil
import sqlite3
import stat
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from sharedlives_tui.store import (
    Busy,
    Damaged,
    DiskFull,
    Exists,
    Missing,
    Newer,
    ReadOnly,
    Store,
    StoreError,
    views,
)
from sharedlives_tui.store.backups import back_up
from sharedlives_tui.store.form import APPLICATION_ID
from sharedlives_tui.store.glimpse import Glimpse, NoGlimpse
from sharedlives_tui.store.pragmas import connect
from sharedlives_tui.store.restoring import has_it_open
from tests.store_kit import AT, SAM, entry, known, new_store, open_case, without_rights


def raw(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None)


def filled(folder: Path) -> Path:
    with new_store(folder) as store:
        with store.writing(SAM, AT) as writer:
            writer.add_person(SAM)
            open_case(writer, title="Bell")
        return store.path


def run(code: str, *args: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", textwrap.dedent(code), *map(str, args)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=Path(__file__).parents[2],
    )


# -- creating ---------------------------------------------------------------------------------------------------


def test_a_new_office_knows_whose_it_is(tmp_path: Path) -> None:
    with new_store(tmp_path, practice=True) as store:
        office = store.office
        assert (office.name, office.nation, office.kind, office.practice, office.created_at) == (
            "Example Shared Lives",
            "england",
            "scheme",
            True,
            AT,
        )
        assert not store.read_only
        assert store.head()[0] == 1
        assert stat.S_IMODE(store.path.stat().st_mode) == 0o600
    assert sorted(each.name for each in tmp_path.iterdir()) == ["office.db"]


def test_creating_never_touches_a_file_that_is_there(tmp_path: Path) -> None:
    path = tmp_path / "office.db"
    path.write_text("my shopping list")
    with pytest.raises(Exists, match="left as it is"):
        new_store(tmp_path)
    assert path.read_text() == "my shopping list"
    (tmp_path / "link.db").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Exists):
        new_store(tmp_path, "link.db")


def test_creating_what_cannot_be_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="CHECK"):
        Store.create(tmp_path / "a.db", name="A", nation="atlantis", by=SAM, at=AT)
    with pytest.raises(StoreError):
        Store.create(tmp_path / "missing\0name.db", name="A", nation="wales", by=SAM, at=AT)
    assert list(tmp_path.iterdir()) == []


def test_creating_where_nothing_may_be_written(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    for each in tmp_path.parents[:3]:
        each.chmod(0o755)
    with without_rights(), pytest.raises(ReadOnly, match="this account may not write"):
        new_store(tmp_path)


def test_the_name_and_nation_can_change_and_the_journal_says_so(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        with store.writing(SAM, AT) as writer:
            writer.change_office(name="New Name", nation="wales")
        assert (store.office.name, store.office.nation) == ("New Name", "wales")
        assert store.verify_journal() == []


# -- refusing ---------------------------------------------------------------------------------------------------


def test_a_missing_file_is_refused_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(Missing, match="sharedlives init"):
        Store.open(tmp_path / "none.db")
    with pytest.raises(Missing):
        Store.open(tmp_path / "no" / "folder.db")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"hello, this is a letter", "not an office's file"),
        (b"SQLite format 3\0" + b"\xff" * 4000, "office's file"),
    ],
)
def test_a_file_that_is_no_office_is_refused_and_left_alone(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "x.db"
    path.write_bytes(content)
    with pytest.raises(Damaged, match=words):
        Store.open(path)
    assert path.read_bytes() == content


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Damaged, match="folder"):
        Store.open(tmp_path)


def test_a_database_of_another_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    other = raw(path)
    other.execute("CREATE TABLE note (id INTEGER PRIMARY KEY)")
    other.close()
    before = path.read_bytes()
    with pytest.raises(Damaged, match="another program"):
        Store.open(path)
    assert path.read_bytes()[100:] == before[100:]


def test_a_copy_without_its_last_pages_is_refused(tmp_path: Path) -> None:
    """A database copied while its journal was still beside it looks new and empty to SQLite."""
    path = tmp_path / "copy.db"
    connection = raw(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.close()
    with pytest.raises(Damaged, match=r"never finished|another program"):
        Store.open(path)


def test_a_damaged_page_is_said_in_words(tmp_path: Path) -> None:
    path = filled(tmp_path)
    content = bytearray(path.read_bytes())
    content[4096 * 2 : 4096 * 20] = b"\xa5" * (4096 * 18)
    path.write_bytes(content)
    try:
        with Store.open(path) as store:
            assert store.check_file()
            with pytest.raises(Damaged, match="restore the latest backup"):
                views.all_cases(store)
    except Damaged as error:
        assert "restore the latest backup" in str(error)


# -- newer and older forms --------------------------------------------------------------------------------------


def test_a_newer_form_is_refused_for_reading_too(tmp_path: Path) -> None:
    path = filled(tmp_path)
    connection = raw(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(Newer, match="older than the database"):
        Store.open(path)


def test_a_form_that_became_newer_under_us_stops_the_next_write(tmp_path: Path) -> None:
    with Store.open(filled(tmp_path)) as store:
        with store.writing(SAM, AT) as writer:
            entry(writer, 1, "note", text="before")
        head = store.head()
        connection = raw(store.path)
        connection.execute("PRAGMA user_version = 99")
        connection.close()
        with pytest.raises(Newer), store.writing(SAM, AT) as writer:
            entry(writer, 1, "note", text="after")
        assert store.head() == head


def test_a_file_replaced_under_us_stops_the_next_write(tmp_path: Path) -> None:
    with Store.open(filled(tmp_path)) as store:
        with store.writing(SAM, AT) as writer:
            entry(writer, 1, "note", text="before")
        shutil.copy(store.path, tmp_path / "restored.db")
        (tmp_path / "restored.db").replace(store.path)
        with pytest.raises(StoreError, match="moved or replaced"), store.writing(SAM, AT):
            pass


def test_what_was_saved_last_taken_away_under_us_stops_the_next_write_and_is_put_back_by_leaving(
    tmp_path: Path,
) -> None:
    """A clean-up that deletes -wal: nothing is said to be saved that the file would never have."""
    with Store.open(filled(tmp_path)) as store:
        with store.writing(SAM, AT) as writer:
            entry(writer, 1, "note", text="before")
        head = store.head()
        Path(f"{store.path}-wal").unlink()
        with pytest.raises(StoreError, match="ends in -wal was taken away or replaced"), store.writing(SAM, AT):
            pass
        assert "ends in -wal was taken away" in store.why_gone()
        assert store.check_file() == [store.why_gone()]
        for opens in (lambda: Store.open(store.path), store.aside):  # a second connection would begin another one
            with pytest.raises(StoreError, match=r"was not opened: what was saved last .* Ctrl\+Q"):
                opens()
        with pytest.raises(StoreError, match="was not opened"):
            back_up(store, tmp_path / "copy.db", AT, "1")
        with pytest.raises(NoGlimpse):
            Glimpse(str(store.path))
        assert not Path(f"{store.path}-wal").exists()
    with Store.open(store.path) as store:
        assert store.head() == head
        assert store.check_file() + store.verify_journal() == []
        with store.writing(SAM, AT) as writer:
            entry(writer, 1, "note", text="after")


def test_what_was_saved_last_that_another_took_the_place_of_stops_the_next_write(tmp_path: Path) -> None:
    with Store.open(filled(tmp_path)) as store:
        wal = Path(f"{store.path}-wal")
        shutil.copy(wal, tmp_path / "other")
        (tmp_path / "other").replace(wal)
        with pytest.raises(StoreError, match="ends in -wal was taken away or replaced"), store.writing(SAM, AT):
            pass


def test_an_office_without_what_was_saved_last_is_not_opened_after_a_kill(tmp_path: Path) -> None:
    """It would open as if the last entries had never been."""
    path = filled(tmp_path)
    code = """
        import os, signal, sys
        from tests.store_kit import AT, SAM, entry
        from sharedlives_tui.store import Store
        store = Store.open(sys.argv[1])
        with store.writing(SAM, AT) as writer:
            entry(writer, 1, "note", text="acknowledged")
        print(store.head()[0], flush=True)
        os.unlink(sys.argv[1] + "-wal")
        os.kill(os.getpid(), signal.SIGKILL)
    """
    row = int(run(code, path).stdout)
    with pytest.raises(StoreError, match="find the file and put it back"):
        Store.open(path)
    Path(f"{path}-shm").unlink()  # what the words say to do where it cannot be found
    with Store.open(path) as store:
        assert store.head()[0] == row - 1


def test_a_session_that_was_killed_leaves_an_office_that_opens(tmp_path: Path) -> None:
    path = filled(tmp_path)
    code = """
        import os, signal, sys
        from sharedlives_tui.store import Store
        store = Store.open(sys.argv[1])
        os.kill(os.getpid(), signal.SIGKILL)
    """
    run(code, path)
    assert Path(f"{path}-shm").exists()
    with Store.open(path) as store:
        assert store.check_file() + store.verify_journal() == []


# -- read-only --------------------------------------------------------------------------------------------------


def open_to_all(folder: Path) -> None:
    for each in [folder, *folder.parents[:3]]:
        each.chmod(0o755)


def test_a_read_only_file_opens_for_reading(tmp_path: Path) -> None:
    path = filled(tmp_path)
    open_to_all(tmp_path)
    tmp_path.chmod(0o777)
    path.chmod(0o444)
    with without_rights(), Store.open(path) as store:
        assert store.read_only
        assert views.case_by_ref(store, known(1), "CO-0001").title == "Bell"  # type: ignore[union-attr]
        with pytest.raises(ReadOnly, match="may not write to the file"), store.writing(SAM, AT):
            pass
        assert store.verify_journal() == []
        assert store.check_file() == []


def test_a_read_only_folder_opens_for_reading_and_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "fixed"
    folder.mkdir()
    path = filled(folder)
    open_to_all(tmp_path)
    path.chmod(0o666)
    folder.chmod(0o555)
    with without_rights(), Store.open(path) as store:
        assert store.read_only
        assert len(views.all_cases(store)) == 1
        with pytest.raises(ReadOnly, match="its folder") as refused, store.writing(SAM, AT):
            pass
        assert str(folder) in str(refused.value)
        assert store.verify_journal() == []
    folder.chmod(0o755)


def test_a_read_only_folder_with_changes_beside_the_file_is_not_read_half(tmp_path: Path) -> None:
    folder = tmp_path / "fixed"
    folder.mkdir()
    with Store.open(filled(tmp_path)) as store:
        with store.writing(SAM, AT) as writer:
            entry(writer, 1, "note", text="only beside the file so far")
        for name in ("office.db", "office.db-wal"):
            shutil.copy(tmp_path / name, folder / name)
    open_to_all(folder)
    for each in folder.iterdir():
        each.chmod(0o666)
    folder.chmod(0o555)
    with without_rights(), pytest.raises(StoreError, match=r"last changes lie in office\.db-wal"):
        Store.open(folder / "office.db")
    folder.chmod(0o755)


def test_a_file_that_may_not_even_be_read_says_so(tmp_path: Path) -> None:
    path = filled(tmp_path)
    open_to_all(tmp_path)
    path.chmod(0o000)
    with without_rights(), pytest.raises(StoreError, match="cannot be read by this account"):
        Store.open(path)


# -- a full disk ------------------------------------------------------------------------------------------------


def test_a_full_disk_keeps_what_was_saved_and_says_what_to_do(tmp_path: Path) -> None:
    with Store.open(filled(tmp_path)) as store:
        with store.writing(SAM, AT) as writer:
            pages = writer.fetch("PRAGMA page_count")[0][0]
        saved = 0

        def save_until_full() -> None:
            nonlocal saved
            for _ in range(200):
                with store.writing(SAM, AT) as writer:
                    writer.fetch(f"PRAGMA max_page_count = {pages + 30}")
                    entry(writer, 1, "note", text="x" * 9000)
                saved += 1

        with pytest.raises(DiskFull, match="Free some space") as refused:
            save_until_full()
        assert refused.value.__cause__ is None
        assert 0 < saved < 200
        assert len(views.entries(store, 1)) == saved + 2
        assert store.verify_journal() == []
        assert store.check_file() == []
        with store.writing(SAM, AT) as writer:  # room again: the same program goes on
            writer.fetch("PRAGMA max_page_count = 1000000")
            entry(writer, 1, "note", text="y" * 9000)
        assert len(views.entries(store, 1)) == saved + 3


def test_a_disk_that_takes_no_more_bytes_is_a_full_disk(tmp_path: Path) -> None:
    """The system itself refuses to let the file grow, as a quota does."""
    path = filled(tmp_path)
    result = run(
        """
        import resource, signal, sys
        from pathlib import Path
        from sharedlives_tui.store import Store, StoreError, views
        from tests.store_kit import AT, SAM, entry
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        with Store.open(sys.argv[1]) as store:
            with store.writing(SAM, AT) as writer:
                entry(writer, 1, "note", text="first")
            most = 400_000
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))
            saved = 0
            try:
                for _ in range(500):
                    with store.writing(SAM, AT) as writer:
                        entry(writer, 1, "note", text="x" * 9000)
                    saved += 1
            except StoreError as error:
                print("refused", type(error).__name__)
            resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
            assert len(views.entries(store, 1)) == saved + 3, (saved, len(views.entries(store, 1)))
            assert store.verify_journal() == []
            with store.writing(SAM, AT) as writer:
                entry(writer, 1, "note", text="last")
        print("saved", saved)
        """,
        path,
    )
    assert result.returncode == 0, result.stderr
    assert "refused" in result.stdout
    with Store.open(path) as store:
        assert store.verify_journal() == []
        assert store.check_file() == []


# -- every connection -------------------------------------------------------------------------------------------

PRAGMAS = {
    "foreign_keys": 1,
    "recursive_triggers": 1,
    "trusted_schema": 0,
    "secure_delete": 1,
    "synchronous": 2,
    "journal_mode": "wal",
    "application_id": APPLICATION_ID,
}


@pytest.mark.parametrize("pragma", PRAGMAS)
def test_every_connection_is_set_up_alike(tmp_path: Path, pragma: str) -> None:
    with new_store(tmp_path) as store:
        assert store.fetch(f"PRAGMA {pragma}")[0][0] == PRAGMAS[pragma]
        for _ in range(2):
            with store.writing(SAM, AT) as writer:
                assert writer.fetch(f"PRAGMA {pragma}")[0][0] == PRAGMAS[pragma]
        other = connect(store.path, "ro")
        assert other.execute(f"PRAGMA {pragma}").fetchone()[0] == PRAGMAS[pragma]
        other.close()


def test_reading_cannot_write(tmp_path: Path) -> None:
    with new_store(tmp_path) as store, pytest.raises(StoreError):
        store.fetch("INSERT INTO setting VALUES ('a', 'b', 1)")


def test_the_write_lock_is_taken_at_the_start(tmp_path: Path) -> None:
    with new_store(tmp_path, wait=0.2) as store, store.writing(SAM, AT) as writer:
        other = raw(store.path)
        other.execute("PRAGMA busy_timeout = 0")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        other.close()
        assert writer.case_version


def test_reads_of_one_moment(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        with store.reading():
            before = store.head()
            with Store.open(store.path) as other, other.writing(SAM, AT) as writer:
                writer.add_person("Kim")
            with store.reading():
                assert store.head() == before
        assert store.head()[0] == before[0] + 1


def test_the_data_version_tells_of_others(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        before = store.data_version()
        assert store.data_version() == before
        with Store.open(store.path) as other, other.writing(SAM, AT) as writer:
            writer.add_person("Kim")
        assert store.data_version() != before


def test_only_one_module_of_a_file_and_one_of_a_server_make_an_engine() -> None:
    package = Path(__file__).parents[2] / "sharedlives_tui"
    found = {
        file.relative_to(package).as_posix() for file in package.rglob("*.py") if "create_engine" in file.read_text()
    }
    assert found == {"store/engine.py", "store/server/engine.py"}


def test_no_engine_is_imported_for_reading(tmp_path: Path) -> None:
    path = filled(tmp_path)
    result = run(
        """
        import sys
        from datetime import date
        from sharedlives_tui.access import Viewer
        from sharedlives_tui.store import Store, views
        heavy = {"sqlalchemy", "sqlmodel", "pydantic", "textual", "rich", "jinja2", "holidays", "asyncio", "rapidfuzz"}
        assert not heavy & set(sys.modules), heavy & set(sys.modules)
        with Store.open(sys.argv[1]) as store:
            viewer, day = Viewer(1, "Sam", frozenset({"officer"})), date(2026, 11, 16)
            assert sum(views.today_groups(store, viewer, day, day).values()) == 1
            assert len(views.today_page(store, viewer, day, day, "no_limit")) == 1
            assert store.verify_journal() == []
        assert not heavy & set(sys.modules), heavy & set(sys.modules)
        """,
        path,
    )
    assert result.returncode == 0, result.stderr


# -- waiting ----------------------------------------------------------------------------------------------------


def test_a_file_in_use_by_another_program_is_said_so_in_time(tmp_path: Path) -> None:
    with new_store(tmp_path, wait=0.3) as store:
        other = raw(store.path)
        other.execute("BEGIN IMMEDIATE")
        words = r"another program has been using the case file for 0\.3 seconds"
        with pytest.raises(Busy, match=words), store.writing(SAM, AT):
            pass
        other.execute("ROLLBACK")
        other.close()
        with store.writing(SAM, AT) as writer:
            writer.add_person("Kim")
        assert store.verify_journal() == []


def test_who_leaves_clears_nothing_away_under_who_began_with_the_first_picture(tmp_path: Path) -> None:
    """The first picture is read through a connection of its own, and the office opened properly beside it."""
    path = filled(tmp_path)
    glimpse = Glimpse(str(path))
    with Store.open(path) as store:
        glimpse.close()
        leaving = f"from sharedlives_tui.store import Store\nwith Store.open({str(path)!r}) as store: store.head()"
        subprocess.run([sys.executable, "-c", leaving], check=True)
        assert [Path(f"{path}{each}").exists() for each in ("-wal", "-shm")] == [True, True]
        with store.writing(SAM, AT) as writer:
            open_case(writer, title="Later")
        counting = leaving.replace("store.head()", "print(store.head()[0])")
        told = subprocess.run([sys.executable, "-c", counting], check=True, capture_output=True, text=True)
        assert int(told.stdout) == store.head()[0]
        assert store.check_file() == store.verify_journal() == []


def test_a_reading_that_an_error_ended_leaves_the_office_readable(tmp_path: Path) -> None:
    with Store.open(filled(tmp_path)) as store:
        with store.reading():
            store.fetch("ROLLBACK")  # as an error of the disk does it
        assert views.all_cases(store)


def test_nothing_but_the_database_opens_the_office_while_it_is_open(tmp_path: Path) -> None:
    """Closing a descriptor of one's own would give back the locks of every connection of this process."""
    path = filled(tmp_path)
    opened: list[str] = []
    watching = True

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if watching and event == "open" and str(arguments[0]) == str(path):
            opened.append(str(arguments[0]))

    sys.addaudithook(watch)
    try:
        path.read_bytes()
        assert opened, "the watch sees who opens it"
        opened.clear()
        glimpse = Glimpse(str(path))
        with Store.open(path) as store, Store.open(path) as other:
            glimpse.close()
            with store.writing(SAM, AT) as writer:
                open_case(writer, title="Later")
            assert store.check_file() == other.verify_journal() == []
            back_up(store, tmp_path / "copy.db", AT, "1")
            has_it_open(path)
    finally:
        watching = False
    assert opened == []
