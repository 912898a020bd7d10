"""What an office lies on and who else may read it is asked before it is opened."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sharedlives_tui import caretaking, clock, safekeeping
from sharedlives_tui.access import Viewer
from sharedlives_tui.clock import Clock
from sharedlives_tui.closed_to_others import OpenToOthers
from sharedlives_tui.desk import Desk, open_desk
from sharedlives_tui.store import Store, disks
from sharedlives_tui.store.backups import back_up
from sharedlives_tui.store.disks import NetworkDisk, network_kind
from sharedlives_tui.store.glimpse import Glimpse, NoGlimpse
from tests.store_kit import AT, SAM, new_store


@pytest.mark.parametrize("mode", [0o604, 0o644, 0o602, 0o666])
def test_a_real_office_that_others_may_read_is_not_opened(tmp_path: Path, mode: int) -> None:
    with new_store(tmp_path) as store:
        path = store.path
    path.chmod(mode)
    before = path.read_bytes()
    with pytest.raises(OpenToOthers, match=f"Everybody on this computer may .*chmod 600 {path}"):
        open_desk(str(path), SAM)
    glimpse = Glimpse(str(path))
    with pytest.raises(NoGlimpse):
        glimpse.office()
    glimpse.close()
    assert path.read_bytes() == before
    path.chmod(0o600)
    open_desk(str(path), SAM).store.close()
    glimpse = Glimpse(str(path))
    assert glimpse.office()[0] == "Example Shared Lives"
    glimpse.close()


def test_a_folder_into_which_everybody_writes_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "open"
    folder.mkdir()
    with new_store(folder) as store:
        path = store.path
    folder.chmod(0o777)
    with pytest.raises(OpenToOthers, match=f"chmod o-w {folder}"):
        open_desk(str(path), SAM)


def test_a_practice_office_may_be_open_to_all(tmp_path: Path) -> None:
    with new_store(tmp_path, practice=True) as store:
        path = store.path
    path.chmod(0o644)
    open_desk(str(path), SAM).store.close()


# -- disks of a network ---------------------------------------------------------------------------------------------

LINE = "36 25 {device} / /mnt/x rw,noatime shared:1 - {kind} server:/x rw\n"


def mounts(folder: Path, kind: str) -> Path:
    found = folder.stat().st_dev
    table = folder / "mountinfo"
    table.write_text(
        LINE.format(device="999:1", kind="nfs") + LINE.format(device=f"{os.major(found)}:{os.minor(found)}", kind=kind)
    )
    return table


@pytest.mark.parametrize("kind", ["nfs", "nfs4", "cifs", "smb3", "fuse.sshfs", "9p"])
def test_no_office_is_made_or_opened_on_a_disk_of_a_network(
    tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with new_store(tmp_path) as store:
        path = store.path
    table = mounts(tmp_path, kind)
    monkeypatch.setattr(disks.must_be_of_this_computer, "__defaults__", (str(table),))
    with pytest.raises(NetworkDisk, match=f"over a network \\({kind}\\).*Keep the office on the disk of one computer"):
        Store.open(path)
    with pytest.raises(NetworkDisk):
        new_store(tmp_path, "other.db")
    assert not (tmp_path / "other.db").exists()
    monkeypatch.setenv(disks.ALLOWED, "alone")  # the way off it: a backup
    with Store.open(path) as store:
        back_up(store, tmp_path / "copy.db", AT, "1")


def test_other_disks_and_other_systems_are_let_through(tmp_path: Path) -> None:
    assert network_kind(str(tmp_path / "not" / "yet" / "there.db"), str(mounts(tmp_path, "ext4"))) == ""
    assert network_kind(str(tmp_path), str(tmp_path / "no such table")) == ""
    (tmp_path / "odd").write_text("nonsense - nfs x\n\n36 25\n 1 2 3 - nfs \n")
    assert network_kind(str(tmp_path), str(tmp_path / "odd")) == ""


# -- what one is told when the office is opened -------------------------------------------------------------------

NOW = datetime(2026, 11, 16, 10, 0, tzinfo=UTC)
ADMIN = Viewer(1, "Ada", frozenset({"administrator"}))
OFFICER = Viewer(2, "Olu", frozenset({"officer"}))


def test_an_old_backup_is_told_to_those_who_can_do_something(tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    with new_store(tmp_path) as store:
        ada, olu = Desk(store, ADMIN, Clock()), Desk(store, OFFICER, Clock())
        assert caretaking.trouble(ada, NOW) == ""  # nobody said that there should be any
        safekeeping.set_folder(ada, folder)
        now = clock.now()
        assert "There is no backup in" in caretaking.trouble(ada, now)
        assert caretaking.trouble(olu, now) == ""
        back_up(store, folder, now - timedelta(hours=47), "1")
        assert caretaking.trouble(ada, now) == ""
        found = safekeeping.age(ada, now)
        assert found is not None
        assert found.words == "The last backup is 47 hours old."
        found = safekeeping.age(ada, now + timedelta(days=3))
        assert found is not None
        assert (found.worry, found.words.startswith("The last backup is 4 days old.")) == (True, True)
        folder.rename(tmp_path / "unplugged")
        assert "see that the disk is connected" in caretaking.trouble(ada, now)
