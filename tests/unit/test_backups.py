"""The folder of backups: names and notes, which stay, what they tell of the journal; and the way back from one."""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sharedlives_tui.store import Exists, Newer, Store, StoreError, restoring, views
from sharedlives_tui.store.backups import Anchor, Keep, anchors_in, back_up, backups_in, differences, to_keep
from sharedlives_tui.store.errors import NoBackup
from sharedlives_tui.store.form import SCHEMA
from sharedlives_tui.store.manifest import manifest_of, read_manifest, said_by_name
from sharedlives_tui.store.restoring import RESTORED, has_it_open, prove, restore
from tests.store_kit import AT, SAM, entry, known, new_store, open_case
from tests.unit.test_store_schema import next_form

PROGRAM = "9.9"


def filled(folder: Path) -> Store:
    store = new_store(folder)
    with store.writing(SAM, AT) as writer:
        case_id, _ = open_case(writer, title="Bell")
        writer.add_attachment(case_id, "a.txt", b"abc" * 5000)
    return store


def folder_for(parent: Path) -> Path:
    folder = parent / "backups"
    folder.mkdir(mode=0o700)
    return folder


def by_sam(_store: Store) -> str:
    return SAM


def names(folder: Path) -> set[str]:
    return {each.name for each in folder.iterdir() if not each.name.endswith(("-wal", "-shm", "-queue"))}


# -- making -------------------------------------------------------------------------------------------------------


def test_a_backup_in_a_folder_says_in_its_name_and_beside_it_what_it_is(tmp_path: Path) -> None:
    folder = folder_for(tmp_path)
    with filled(tmp_path) as store:
        made = back_up(store, folder, AT, PROGRAM)
        rows, head = store.head()
    assert made.backup.path.name == f"office-20261116T093000Z-row{rows:06d}-{head[:16]}.db"
    noted = read_manifest(made.backup.path)
    assert noted == made.noted
    assert noted is not None
    assert (noted.rows, noted.head, noted.office, noted.program) == (rows, head, "Example Shared Lives", PROGRAM)
    assert (noted.sha256, noted.size) == (made.backup.sha256, made.backup.path.stat().st_size)
    assert noted.tables["attachment"] == 1
    assert noted.tables["journal"] == rows
    assert noted.at == AT
    for each in (made.backup.path, manifest_of(made.backup.path)):
        assert stat.S_IMODE(each.stat().st_mode) == 0o600
    assert names(folder) == {made.backup.path.name, f"{made.backup.path.name}.json"}
    assert [each.path for each in backups_in(folder, "office")] == [made.backup.path]
    assert backups_in(folder, "other") == []


def test_the_same_moment_twice_and_a_folder_that_is_not_there(tmp_path: Path) -> None:
    folder = folder_for(tmp_path)
    with filled(tmp_path) as store:
        back_up(store, folder, AT, PROGRAM)
        before = {each: each.read_bytes() for each in folder.iterdir()}
        with pytest.raises(Exists):
            back_up(store, folder, AT, PROGRAM)
        assert {each: each.read_bytes() for each in folder.iterdir()} == before
        with pytest.raises(StoreError, match="There is no folder"):
            back_up(store, tmp_path / "unplugged" / "disk", AT, PROGRAM)
        assert names(tmp_path) == {"office.db", "backups"}


def test_names_that_are_not_of_backups_say_nothing() -> None:
    for name in (
        "office.db",
        "office-20261116T093000Z.db",
        "office-20261399T093000Z-row000001-0123456789abcdef.db",
        "",
    ):
        assert said_by_name(name) is None
    found = said_by_name("north west-20261116T093000Z-row1000001-0123456789abcdef.db.json")
    assert found is not None
    assert (found.stem, found.rows, found.head, found.at) == ("north west", 1000001, "0123456789abcdef", AT)


# -- which stay ---------------------------------------------------------------------------------------------------


def test_the_last_of_each_day_week_and_month_stays() -> None:
    last = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)  # a Monday
    nightly = [last - timedelta(days=days) for days in range(400)]
    kept = sorted(to_keep([*nightly, last - timedelta(hours=1)], Keep(days=3, weeks=2, months=4)), reverse=True)
    assert [each.date().isoformat() for each in kept] == [
        "2026-11-16", "2026-11-15", "2026-11-14", "2026-10-31", "2026-09-30", "2026-08-31",
    ]  # fmt: skip
    assert last in kept
    assert to_keep([last], Keep(0, 0, 0)) == {last}
    assert to_keep([], Keep()) == set()


def test_a_pause_lets_no_backup_go() -> None:
    old = [datetime(2024, 1, day, tzinfo=UTC) for day in (1, 2, 3)]
    new = datetime(2026, 11, 16, tzinfo=UTC)
    assert to_keep([*old, new], Keep(days=4, weeks=0, months=0)) == {*old, new}


def test_older_backups_are_let_go_and_their_notes_stay(tmp_path: Path) -> None:
    folder = folder_for(tmp_path)
    (folder / "office-notes.db").write_text("not ours")
    (folder / "other-20200101T000000Z-row000001-0123456789abcdef.db").write_text("of another office")
    with filled(tmp_path) as store:
        for hours in range(5):
            made = back_up(store, folder, AT + timedelta(hours=hours), PROGRAM, Keep(1, 1, 1))
        assert len(made.let_go) == 1
        assert [each.path for each in backups_in(folder, "office")] == [made.backup.path]
        assert len(list(folder.glob("office-*.json"))) == 5
        assert (folder / "office-notes.db").read_text() == "not ours"
        assert (folder / "other-20200101T000000Z-row000001-0123456789abcdef.db").exists()
        first = next(iter(store.fetch("SELECT hash FROM journal WHERE seq = 1")))[0]
        assert len(anchors_in(folder, "office", first)) == 10


def test_a_backup_that_goes_wrong_lets_nothing_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = folder_for(tmp_path)
    with filled(tmp_path) as store:
        back_up(store, folder, AT, PROGRAM)
        before = names(folder)

        def full(*_: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(StoreError, match="disk"):
            back_up(store, folder, AT + timedelta(days=1), PROGRAM, Keep(1, 1, 1))
        assert names(folder) == before


# -- anchors ------------------------------------------------------------------------------------------------------


def hashes(store: Store) -> list[tuple[int, str]]:
    return [(int(row[0]), str(row[1])) for row in store.fetch("SELECT seq, hash FROM journal")]


def test_a_tail_cut_off_and_a_tail_written_anew_show_by_the_backups(tmp_path: Path) -> None:
    """A whole chain says nothing of its end: what was noted elsewhere does."""
    folder = folder_for(tmp_path)
    with filled(tmp_path) as store:
        copy = tmp_path / "earlier.db"
        back_up(store, copy, AT, PROGRAM)
        with store.writing(SAM, AT) as writer:
            entry(writer, 1, "note", text="what somebody wants gone")
        made = back_up(store, folder, AT + timedelta(hours=1), PROGRAM)
        first, (last, _) = hashes(store)[0][1], store.head()
        noted = anchors_in(folder, "office", first)
        assert differences(hashes(store), last, noted) == []
    with Store.open(copy) as cut:  # the file as it was before: its chain is whole
        assert cut.verify_journal() == []
        found = differences(hashes(cut), cut.head()[0], noted)
        noted_in = f"noted outside this file, in {made.backup.path.name}.json"
        assert found == [f"Row {last} of the journal was {noted_in}, and is gone: the journal was cut off."]
        with cut.writing(SAM, AT) as writer:
            entry(writer, 1, "note", text="something nicer")
        assert cut.verify_journal() == []
        found = differences(hashes(cut), cut.head()[0], noted)
        assert len(found) == 1
        assert f"Row {last} of the journal has another hash" in found[0]


def test_the_name_of_a_backup_is_an_anchor_by_itself_and_so_is_a_note_by_itself(tmp_path: Path) -> None:
    folder = folder_for(tmp_path)
    with filled(tmp_path) as store:
        made = back_up(store, folder, AT, PROGRAM)
        first = hashes(store)[0][1]
    made.backup.path.unlink()
    assert {each.row for each in anchors_in(folder, "office", first)} == {1, made.backup.rows}
    manifest_of(made.backup.path).unlink()
    made.backup.path.write_text("whatever it holds")
    assert anchors_in(folder, "office", first) == [
        Anchor(made.backup.rows, made.backup.head[:16], made.backup.path.name, AT)
    ]


def test_a_journal_that_was_made_anew_from_its_first_row_shows_too(tmp_path: Path) -> None:
    folder = folder_for(tmp_path)
    with filled(tmp_path) as store:
        back_up(store, folder, AT, PROGRAM)
    (tmp_path / "anew").mkdir()
    with filled(tmp_path / "anew") as anew:
        kept = hashes(anew)
        found = differences(kept, kept[-1][0], anchors_in(folder, "office", kept[0][1]))
        assert any("Row 1 of the journal has another hash" in each for each in found)
        assert anchors_in(folder, "other-name", kept[0][1]) == []  # another office's, by name and by beginning


# -- the way back -------------------------------------------------------------------------------------------------


def test_a_backup_takes_the_place_of_the_office_and_the_old_file_is_kept(tmp_path: Path) -> None:
    with filled(tmp_path) as store:
        place = store.path
        made = back_up(store, tmp_path / "copy.db", AT, PROGRAM)
        with store.writing(SAM, AT) as writer:
            entry(writer, 1, "note", text="recorded after the backup")
        newest = store.head()
    later = AT + timedelta(hours=2)
    done = restore(made.backup.path, place, later, by_sam)
    assert done.kept == tmp_path / "office.db.replaced-20261116T113000Z"
    with Store.open(place) as store:
        assert store.head()[0] == made.backup.rows + 1
        assert store.verify_journal({made.backup.rows: made.backup.head}) == []
        assert store.check_file() == []
        assert views.settings(store)[RESTORED] == f"{made.backup.rows} {made.backup.head[:16]}"
        with store.writing(SAM, AT) as writer:
            entry(writer, 1, "note", text="work goes on")
    with Store.open(done.kept) as old:
        assert old.head() == newest
        assert old.verify_journal() == []
    assert stat.S_IMODE(place.stat().st_mode) == 0o600


def test_a_backup_restores_where_there_is_no_office_any_more(tmp_path: Path) -> None:
    with filled(tmp_path) as store:
        place, made = store.path, back_up(store, tmp_path / "copy.db", AT, PROGRAM)
    place.unlink()
    assert restore(made.backup.path, place, AT, by_sam).kept is None
    with Store.open(place) as store:
        assert len(views.all_cases(store)) == 1


@pytest.mark.parametrize("harm", ["header", "page", "emptied", "shortened"])
def test_a_damaged_office_is_kept_as_it_is_beside_the_restored_one(tmp_path: Path, harm: str) -> None:
    with filled(tmp_path) as store:
        place, made = store.path, back_up(store, tmp_path / "copy.db", AT, PROGRAM)
    content = bytearray(place.read_bytes())
    if harm == "header":
        content[:100] = b"\xa5" * 100
    elif harm == "page":
        content[4096 * 3 : 4096 * 9] = random.Random(1).randbytes(4096 * 6)
    content = content[: {"emptied": 0, "shortened": 9000}.get(harm, len(content))]
    place.write_bytes(content)
    done = restore(made.backup.path, place, AT, by_sam)
    assert done.kept is not None
    assert done.kept.read_bytes() == bytes(content)
    with Store.open(place) as store:
        assert store.verify_journal() == []
        assert store.check_file() == []


def test_a_damaged_backup_is_refused_and_the_office_stays(tmp_path: Path) -> None:
    """Every byte counts: the file is held against the sha256 that was noted when it was made."""
    with filled(tmp_path) as store:
        place, made = store.path, back_up(store, tmp_path / "copy.db", AT, PROGRAM)
    before, sound = place.read_bytes(), made.backup.path.read_bytes()
    chance = random.Random(7)
    for _ in range(40):
        content = bytearray(sound)
        at = chance.randrange(len(content))
        content[at] ^= chance.randrange(1, 256)
        made.backup.path.write_bytes(content)
        with pytest.raises(StoreError, match="Not restored: .* is not sound.* Take the backup before it"):
            restore(made.backup.path, place, AT, by_sam)
    assert place.read_bytes() == before
    assert names(tmp_path) == {"office.db", "copy.db", "copy.db.json"}


def test_a_backup_without_a_note_is_refused_unless_told_and_still_proved_then(tmp_path: Path) -> None:
    with filled(tmp_path) as store:
        place, made = store.path, back_up(store, tmp_path / "copy.db", AT, PROGRAM)
    manifest_of(made.backup.path).unlink()
    with pytest.raises(StoreError, match="--without-note"):
        restore(made.backup.path, place, AT, by_sam)
    raw = sqlite3.connect(made.backup.path, isolation_level=None)
    raw.execute("DROP TRIGGER words_fixed")
    raw.execute("UPDATE words SET body = '{}' WHERE seq = 3")
    raw.close()
    before = place.read_bytes()
    with pytest.raises(StoreError, match="not sound"):
        restore(made.backup.path, place, AT, by_sam, without_note=True)
    assert place.read_bytes() == before


def test_what_is_no_backup_is_refused(tmp_path: Path) -> None:
    with filled(tmp_path) as store:
        place, made = store.path, back_up(store, tmp_path / "copy.db", AT, PROGRAM)
    letter = tmp_path / "letter.db"
    letter.write_text("Dear Mrs Hill")
    cases: list[tuple[Path, type[StoreError], str]] = [
        (tmp_path / "none.db", NoBackup, "There is no backup"),
        (tmp_path, NoBackup, "is a folder. Name a backup in it"),
        (letter, StoreError, "not sound"),
        (place, StoreError, "the office itself"),
    ]
    for backup, kind, words in cases:
        with pytest.raises(kind, match=words):
            restore(backup, place, AT, by_sam, without_note=True)
    noted = manifest_of(made.backup.path)
    data = json.loads(noted.read_text())
    for changed, kind in (({"form": 99}, Newer), ({"rows": data["rows"] + 1}, StoreError), ({"head": "x"}, StoreError)):
        noted.write_text(json.dumps({**data, **changed}))
        with pytest.raises(kind):
            restore(made.backup.path, place, AT, by_sam)
    noted.write_text("{")
    with pytest.raises(StoreError, match="cannot be proved"):
        restore(made.backup.path, place, AT, by_sam)


SESSION = """
import sys
from sharedlives_tui.store import Store, views
store = Store.open(sys.argv[1])
views.all_cases(store)
print("open", flush=True)
sys.stdin.readline()
"""


def test_what_is_let_go_is_this_offices_own_and_never_the_one_just_made(tmp_path: Path) -> None:
    folder, keep = tmp_path / "backups", Keep(1, 1, 1)
    folder.mkdir()
    others = []
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        with filled(tmp_path / name) as store:
            at = AT + timedelta(hours=len(others))
            others.append(back_up(store, folder, at, PROGRAM, keep))
            assert others[-1].let_go == (), "another office's, though its file is called alike"
    with Store.open(tmp_path / "one" / "office.db") as store:
        ahead = back_up(store, folder, AT + timedelta(days=900), PROGRAM, keep)
        assert ahead.let_go == (others[0].backup.path,)
        right = back_up(store, folder, AT + timedelta(days=1), PROGRAM, keep)  # the clock was put right
    assert right.let_go == ()
    assert {each.path for each in backups_in(folder)} == {each.backup.path for each in (others[1], ahead, right)}


def test_nothing_is_restored_while_somebody_has_the_office_open(tmp_path: Path) -> None:
    with filled(tmp_path) as store:
        place, made = store.path, back_up(store, tmp_path / "copy.db", AT, PROGRAM)
        assert has_it_open(place)  # this process itself
    assert not has_it_open(place)
    before = place.read_bytes()
    with subprocess.Popen(
        [sys.executable, "-c", SESSION, str(place)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2],
    ) as session:  # fmt: skip
        assert session.stdout is not None
        assert session.stdout.readline() == "open\n"
        assert has_it_open(place)
        with pytest.raises(StoreError, match="open in another session.*Let everybody leave"):
            restore(made.backup.path, place, AT, by_sam)
        session.communicate("\n")
    assert place.read_bytes() == before
    restore(made.backup.path, place, AT, by_sam)


def test_nothing_is_restored_where_somebody_came_in_while_the_backup_was_proved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with filled(tmp_path) as store:
        place, made = store.path, back_up(store, tmp_path / "copy.db", AT, PROGRAM)
    came: list[Store] = []

    def proved(*words: object, **more: object) -> object:
        found = prove(*words, **more)  # type: ignore[arg-type]
        came.append(Store.open(place))
        views.all_cases(came[0])
        return found

    monkeypatch.setattr(restoring, "prove", proved)
    with pytest.raises(StoreError, match="open in another session"):
        restore(made.backup.path, place, AT, by_sam)
    with came[0] as session, session.writing(SAM, AT) as writer:
        entry(writer, 1, "note", text="saved while somebody restored")
    assert not list(tmp_path.glob("*.replaced-*"))
    with Store.open(place) as after:
        assert after.head()[0] == made.backup.rows + 1


def test_an_office_by_a_link_is_restored_where_it_lies(tmp_path: Path) -> None:
    with filled(tmp_path) as store:
        place, made = store.path, back_up(store, tmp_path / "copy.db", AT, PROGRAM)
    link = tmp_path / "link" / "office.db"
    link.parent.mkdir()
    link.symlink_to(place)
    with Store.open(place) as session:
        views.all_cases(session)
        with pytest.raises(StoreError, match="open in another session"):
            restore(made.backup.path, link, AT, by_sam)
    assert restore(made.backup.path, link, AT, by_sam).path == place
    assert link.is_symlink()


def test_what_lay_beside_the_old_file_never_meets_the_new_one(tmp_path: Path) -> None:
    """A session that was killed leaves its last changes beside the file: they belong to the old one."""
    with filled(tmp_path) as store:
        place, made = store.path, back_up(store, tmp_path / "copy.db", AT, PROGRAM)
        with store.writing(SAM, AT) as writer:
            entry(writer, 1, "note", text="beside the file only")
        (tmp_path / "saved").mkdir()
        for each in ("office.db", "office.db-wal"):
            shutil.copy(tmp_path / each, tmp_path / "saved" / each)
    for each in ("office.db", "office.db-wal"):
        shutil.copy(tmp_path / "saved" / each, tmp_path / each)
    done = restore(made.backup.path, place, AT, by_sam)
    assert not (tmp_path / "office.db-wal").exists()
    assert done.kept is not None
    with Store.open(done.kept) as old:
        assert old.head()[0] == made.backup.rows + 1
    with Store.open(place) as store:
        assert store.check_file() + store.verify_journal() == []


def test_what_lay_beside_the_old_file_and_was_deleted_shows_by_the_marks(tmp_path: Path) -> None:
    """Whoever deletes the -wal of a running program takes what was recorded last out of the file."""
    folder = folder_for(tmp_path)
    path, left = tmp_path / "office.db", tmp_path / "left"
    left.mkdir()
    with filled(tmp_path) as store:
        first = hashes(store)[0][1]
    with Store.open(path) as store:
        with store.writing(SAM, AT) as writer:
            entry(writer, 1, "note", text="beside the file only")
        made = back_up(store, folder, AT, PROGRAM)
        shutil.copy(path, left / "office.db")  # what is left of it without its -wal
    with Store.open(left / "office.db") as shorter:
        assert shorter.verify_journal() == []
        found = differences(hashes(shorter), shorter.head()[0], anchors_in(folder, "office", first))
        assert len(found) == 1
        assert f"Row {made.backup.rows} of the journal was noted outside" in found[0]
        assert "the journal was cut off" in found[0]


def test_a_backup_of_an_older_program_is_brought_up_to_date_on_its_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with filled(tmp_path) as store:
        place, made = store.path, back_up(store, tmp_path / "copy.db", AT, PROGRAM)
    before = made.backup.path.read_bytes()
    next_form(monkeypatch)
    monkeypatch.setattr(restoring, "SCHEMA", SCHEMA + 1)
    restore(made.backup.path, place, AT, by_sam)
    assert made.backup.path.read_bytes() == before
    with Store.open(place) as copy:
        assert copy.check_file() + copy.verify_journal() == []
        assert int(copy.fetch("PRAGMA user_version")[0][0]) == SCHEMA + 1
        assert views.case_by_ref(copy, known(1), "CO-0001") is not None
    assert names(tmp_path) == {"office.db", "office.db.replaced-20261116T093000Z", "copy.db", "copy.db.json"}
