"""A backup is whole, proved and named at the end, or it is not there."""

import hashlib
import resource
import threading
from pathlib import Path

import pytest

from sharedlives_tui.store import Damaged, Exists, ReadOnly, Store, StoreError, views
from sharedlives_tui.store.backup import make_backup
from sharedlives_tui.store.pragmas import connect
from tests.store_kit import AT, SAM, entry, new_store, open_case, without_rights


def filled(folder: Path) -> Store:
    store = new_store(folder)
    with store.writing(SAM, AT) as writer:
        case_id, _ = open_case(writer)
        writer.add_attachment(case_id, "a.txt", b"abc")
    return store


def names(folder: Path) -> set[str]:
    return {each.name for each in folder.iterdir() if not each.name.endswith(("-wal", "-shm", "-queue"))}


def test_a_backup_is_an_office_by_itself(tmp_path: Path) -> None:
    with filled(tmp_path) as store:
        made = make_backup(store, tmp_path / "copy.db")
        assert (made.rows, made.head) == store.head()
        content = made.path.read_bytes()
        assert (made.sha256, made.size) == (hashlib.sha256(content).hexdigest(), len(content))
        assert names(tmp_path) == {"office.db", "copy.db"}
        with Store.open(made.path) as copy:
            assert copy.verify_journal({made.rows: made.head}) == []
            assert copy.check_file() == []
            assert len(views.all_cases(copy)) == 1
            with copy.writing(SAM, AT) as writer:
                entry(writer, 1, "note")


def test_a_backup_takes_the_place_of_another_only_when_told(tmp_path: Path) -> None:
    with filled(tmp_path) as store:
        place = tmp_path / "copy.db"
        place.write_text("precious")
        with pytest.raises(Exists, match="left as it is"):
            make_backup(store, place)
        assert place.read_text() == "precious"
        make_backup(store, place, replace=True)
        with Store.open(place) as copy:
            assert copy.head() == store.head()
        for same in (store.path, tmp_path / "." / "office.db"):
            with pytest.raises(StoreError, match="office itself"):
                make_backup(store, same, replace=True)


def test_an_unsound_office_gives_no_backup(tmp_path: Path) -> None:
    with filled(tmp_path) as store:
        raw = connect(store.path, "rw", wait=5)
        raw.execute("DROP TRIGGER words_fixed")
        raw.execute("UPDATE words SET body = '{}' WHERE seq = 3")
        raw.close()
        with pytest.raises(Damaged, match="copy of it is not sound"):
            make_backup(store, tmp_path / "copy.db")
        assert names(tmp_path) == {"office.db"}


def test_a_backup_that_does_not_fit_leaves_nothing(tmp_path: Path) -> None:
    with filled(tmp_path) as store:
        place = tmp_path / "copy.db"
        place.write_text("yesterday's")
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, before[1]))
        try:
            with pytest.raises(StoreError, match="disk"):
                make_backup(store, place, replace=True)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        assert place.read_text() == "yesterday's"
        assert names(tmp_path) == {"office.db", "copy.db"}
        assert store.verify_journal() == []


def test_where_nothing_may_be_written_there_is_no_backup(tmp_path: Path) -> None:
    with filled(tmp_path) as store:
        closed = tmp_path / "closed"
        closed.mkdir(mode=0o555)
        for each in [tmp_path, *tmp_path.parents[:3]]:
            each.chmod(0o755)
        with without_rights(), pytest.raises(ReadOnly):
            make_backup(store, closed / "copy.db")


def test_others_write_while_a_backup_is_made(tmp_path: Path) -> None:
    with filled(tmp_path) as store, Store.open(store.path) as other:
        done = threading.Event()

        def write() -> None:
            while not done.is_set():
                with other.writing(SAM, AT) as writer:
                    entry(writer, 1, "note", text="x" * 500)

        thread = threading.Thread(target=write)
        thread.start()
        try:
            made = [make_backup(store, tmp_path / f"copy-{number}.db") for number in range(3)]
        finally:
            done.set()
            thread.join()
        assert store.verify_journal({each.rows: each.head for each in made}) == []
        assert made[0].rows <= made[1].rows <= made[2].rows
