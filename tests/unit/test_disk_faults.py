"""Every write and sync fails once; the power is cut at each: what was acknowledged is there, nothing is half there."""

from __future__ import annotations

import ctypes
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from sharedlives_tui.store import CaseRow, Store, StoreError, views
from sharedlives_tui.store.backups import back_up
from sharedlives_tui.store.errors import in_words
from sharedlives_tui.store.restoring import restore
from tests.disk_faults import Disk, by_connection, by_name, failing
from tests.store_kit import AT, DAY, SAM, known, limit, new_store, open_case
from tests.unit.test_store_schema import next_form

MOST = 500
"""More writes than any of these works makes: if one made more, the test would say so."""


@pytest.fixture
def tmp_path(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where the system has one: hundreds of offices are made, and each waits for its disk."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else tmp_path) as folder:
        yield Path(folder)


@pytest.fixture
def office(tmp_path: Path) -> Path:
    with new_store(tmp_path) as store:
        with store.writing(SAM, AT) as writer:
            open_case(writer, title="Bell")
        return store.path


def test_the_rig_holds_what_sqlite_writes_through_however_this_python_was_built() -> None:
    """Where SQLite can be asked by name, it names the same; where Python hides it, the way in is proved by use."""
    found, named = by_connection(), by_name()
    assert found.name in (b"unix", b"win32")
    if named is not None:
        assert ctypes.addressof(found) == ctypes.addressof(named)
    with TemporaryDirectory() as folder, failing(Disk(fail_at=1)) as disk:
        file = sqlite3.connect(Path(folder) / "x.db", isolation_level=None)
        with pytest.raises(sqlite3.OperationalError, match="disk I/O error"):
            file.execute("CREATE TABLE x (y)")
        file.close()
    assert disk.failed == 1


def save(store: Store, request: str) -> None:
    """One save as casework makes it: an entry, the limits, the row of the case with its version."""
    row = views.case_by_ref(store, known(1), "CO-0001")
    assert row is not None
    with store.writing(SAM, AT) as writer:
        number = writer.next_number(row.id)
        writer.append(
            kind="entry", case_id=row.id, number=number, act="note", done_on=DAY, done_by=SAM,
            body={"values": {"text": f"{request} " * 200}}, request_id=request,
        )  # fmt: skip
        writer.replace_limits(row.id, [limit(f"note.{number}", DAY)])
        writer.save_case(CaseRow(row.id, row.ref, row.kind, row.procedure, row.opened_on, row.version))


def faults(path: Path) -> list[str]:
    """What is not whole in an office: chain, lists, file, and saves of which only a part is there."""
    with Store.open(path) as store:
        found = store.verify_journal() + store.check_file()
        row = views.case_by_ref(store, known(1), "CO-0001")
        assert row is not None
        entries = [each.number for each in views.entries(store, row.id) if each.kind == "entry"]
        limits = [each.instance for each in views.limits_of(store, row.id)]
        if row.version != len(entries) or (len(entries) > 1 and limits != [f"note.{entries[-1]}"]):
            found.append(f"half: version {row.version}, {len(entries)} entries, limits {limits}")
    return found


def saved(path: Path) -> set[str]:
    file = sqlite3.connect(path)
    try:
        return {row[0] for row in file.execute("SELECT request_id FROM journal WHERE request_id IS NOT NULL")}
    finally:
        file.close()


def copy_of(office: Path, folder: Path) -> Path:
    folder.mkdir()
    return Path(shutil.copy(office, folder / "office.db"))


@pytest.mark.parametrize("how", ["an error", "no room for good"])
def test_every_write_that_fails_loses_nothing_that_was_acknowledged(office: Path, tmp_path: Path, how: str) -> None:
    """Whoever saves is told in words; what they were told is saved is there; the same program goes on afterwards."""
    for fail_at in range(1, MOST):
        path = copy_of(office, tmp_path / f"{fail_at}")
        acknowledged, told = set(), []
        disk = Disk(fail_at, for_good="for good" in how, full="no room" in how)
        store = Store.open(path)
        with failing(disk):
            try:
                save(store, "r1")
                acknowledged.add("r1")
            except StoreError as error:
                told.append(str(error))
        save(store, "afterwards")
        store.close()
        assert acknowledged | {"afterwards"} <= saved(path)
        assert faults(path) == []
        assert all(each.startswith("Not saved: the disk ") for each in told), told
        assert all("What was saved before" in each for each in told), told
        shutil.rmtree(path.parent)
        if disk.count < fail_at:
            assert acknowledged == {"r1"}
            assert fail_at > 6
            return
    raise AssertionError("It never came to an end without a fault.")


def _by_another_reader(store: Store) -> None:
    aside = store.aside()
    try:
        aside.fetch("SELECT * FROM words")
    finally:
        aside.close()


READS: dict[str, Callable[[Store], object]] = {
    "a list": lambda store: store.fetch("SELECT * FROM words"),
    "a search": _by_another_reader,
    "the journal's chain": lambda store: store.verify_journal(),
    "opening": lambda store: Store.open(store.place).close(),
}


@pytest.mark.parametrize("what", READS)
def test_a_reading_that_fails_tells_of_no_saving(office: Path, what: str) -> None:
    """Whoever only looked did not save: the words say what could not be done, and that nothing was changed."""
    disk = Disk()
    with failing(disk), Store.open(office) as store:
        store.fetch("PRAGMA cache_size = 0")
        disk.unreadable = True
        with pytest.raises(StoreError, match="^Could not be read just now: the disk .*Nothing was changed") as told:
            READS[what](store)
        faults = store.check_file()
        disk.unreadable = False
        READS[what](store)
        save(store, "afterwards")
    assert "aved" not in str(told.value)
    assert str(office) in str(told.value)
    assert [each.startswith("Could not be read just now: the disk ") for each in faults] == [True]


def test_a_proof_of_an_office_without_what_was_saved_last_is_told_in_words(office: Path) -> None:
    """The proof has a connection of its own, which does not come to be here: that is no fault of the program."""
    beside, elsewhere = office.with_name(f"{office.name}-wal"), office.with_name("elsewhere")
    with Store.open(office) as store:
        save(store, "r1")
        beside.rename(elsewhere)
        with pytest.raises(StoreError, match="taken away"):
            store.verify_journal()
        assert "taken away" in store.check_file()[0]
        elsewhere.rename(beside)
        assert store.verify_journal() + store.check_file() == []


@pytest.mark.parametrize(
    "code", [sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR]
)
def test_the_words_for_reading_and_for_saving_differ(code: int) -> None:
    error = sqlite3.OperationalError()
    error.sqlite_errorcode = code
    saving, reading = (str(in_words(error, "office.db", 5, reading=each)) for each in (False, True))
    assert saving.startswith("Not saved: ")
    assert reading.startswith("Could not be read just now: ")
    assert "Your text" not in reading
    assert "Try again" in reading or "then try again" in reading


WORKS: dict[str, Callable[[Path], object]] = {
    "opening, saving, closing": lambda path: _in(path, lambda store: save(store, "r1")),
    "a backup": lambda path: _in(path, lambda store: back_up(store, path.parent / "copy.db", AT, "1")),
    "a restore": lambda path: restore(path.parent / "earlier.db", path, AT, lambda _store: SAM),
    "a new office": lambda path: new_store(path.parent, "another.db").close(),
}


STRIDE = {"a backup": 3, "a new office": 5}
"""Of the longest works not every write fails here."""


def _in(path: Path, work: Callable[[Store], object]) -> None:
    with Store.open(path) as store:
        work(store)


@pytest.mark.parametrize("work", WORKS)
def test_whatever_is_being_done_when_the_disk_fails_the_office_is_whole(
    office: Path, tmp_path: Path, work: str
) -> None:
    with Store.open(office) as store:
        back_up(store, tmp_path / "earlier.db", AT, "1")
    for fail_at in range(1, MOST, STRIDE.get(work, 1)):
        path = copy_of(office, tmp_path / f"{fail_at}")
        for each in tmp_path.glob("earlier.db*"):
            shutil.copy(each, path.parent)
        before = {each.name for each in path.parent.iterdir()}
        disk, done = Disk(fail_at, full=fail_at % 2 == 0), False
        with failing(disk):
            try:
                WORKS[work](path)
                done = True
            except StoreError as error:
                assert str(path.parent) in str(error)
        assert faults(path) == []
        left = {each.name for each in path.parent.iterdir() if not each.name.endswith(("-wal", "-shm", "-queue"))}
        for each in left - before if not done else ():  # what has a name is whole; nothing half is left behind
            assert each == "another.db"
            with Store.open(path.parent / each) as new:
                assert new.verify_journal() + new.check_file() == []
        shutil.rmtree(path.parent)
        if disk.count < fail_at:
            assert done
            return
    raise AssertionError("It never came to an end without a fault.")


def test_an_upgrade_that_fails_anywhere_leaves_the_old_form_or_the_new(
    office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    next_form(monkeypatch)
    for fail_at in range(1, MOST):
        path = copy_of(office, tmp_path / f"{fail_at}")
        disk = Disk(fail_at)
        with failing(disk):
            try:
                Store.open(path).close()
            except StoreError as error:
                assert str(path.parent) in str(error)
        assert faults(path) == []  # opened again it is of the new form, with every table and guard of it
        shutil.rmtree(path.parent)
        if disk.count < fail_at:
            return
    raise AssertionError("It never came to an end without a fault.")


def test_the_power_is_cut_at_every_write_and_nothing_acknowledged_is_lost(office: Path, tmp_path: Path) -> None:
    """After a cut a disk has what was synced, and of the rest anything: no write, a part of one, a later without an
    earlier one. The saves go over a checkpoint, which writes into the file itself."""
    work = tmp_path / "work"
    path = copy_of(office, work)
    disk = Disk(folder=work)
    with failing(disk):
        for part in range(2):
            with Store.open(path) as store:
                for number in range(2):
                    save(store, f"r{part}-{number}")
                    disk.acknowledged += 1
    assert len(disk.cuts) > 40
    for number, (acknowledged, files) in enumerate(disk.cuts):
        folder = tmp_path / f"cut-{number}"
        folder.mkdir()
        for name, content in files.items():
            (folder / Path(name).name).write_bytes(content)
        assert faults(folder / "office.db") == [], number
        assert len(saved(folder / "office.db")) >= acknowledged, number
        shutil.rmtree(folder)


def test_the_rig_finds_a_program_that_does_not_sync(office: Path, tmp_path: Path) -> None:
    """What it is worth: with a careless setting it finds saves that were acknowledged and are lost."""
    work = tmp_path / "work"
    path = copy_of(office, work)
    disk = Disk(folder=work)
    with failing(disk):
        file = sqlite3.connect(path, isolation_level=None)
        file.execute("PRAGMA journal_mode = WAL")
        file.execute("PRAGMA synchronous = OFF")
        for number in range(20):
            file.execute("INSERT INTO draft VALUES ('P-1', ?, 'x', 'y')", (str(number),))
            disk.acknowledged += 1
        file.close()
    lost = 0
    for number, (acknowledged, files) in enumerate(disk.cuts):
        folder = tmp_path / f"cut-{number}"
        folder.mkdir()
        for name, content in files.items():
            (folder / Path(name).name).write_bytes(content)
        try:
            found = sqlite3.connect(folder / "office.db")
            lost += found.execute("SELECT count(*) FROM draft").fetchone()[0] < acknowledged
            found.close()
        except sqlite3.DatabaseError:
            lost += 1
    assert lost > 10
