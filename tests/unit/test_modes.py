"""What is said of a file or folder that is open to others than those whom it is for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sharedlives_tui.modes import office_modes, own_folder_modes, trusted_modes


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "office"
    folder.mkdir(mode=0o700)
    for ending in ("", "-wal", "-shm", "-queue"):
        file = folder / f"office.db{ending}"
        file.touch()
        file.chmod(0o600)
    return folder / "office.db"


def test_nothing_is_said_where_all_is_closed(place: Path) -> None:
    assert office_modes(str(place), shared=True) == ()
    assert office_modes(str(place), shared=False) == ()
    assert own_folder_modes(str(place.parent)) == ()
    assert trusted_modes(str(place)) == ()


def test_nothing_is_said_of_what_is_not_there(tmp_path: Path) -> None:
    nowhere = str(tmp_path / "none" / "office.db")
    assert office_modes(nowhere, shared=True) == office_modes(nowhere, shared=False) == ()
    assert own_folder_modes(nowhere) == trusted_modes(nowhere) == ()


@pytest.mark.parametrize("ending", ["", "-wal", "-shm", "-queue"])
@pytest.mark.parametrize(
    ("mode", "words", "desk"),
    [
        (0o640, "The group of its owner may read", False),
        (0o660, "The group of its owner may change", False),
        (0o604, "Everybody on this computer may read", True),
        (0o602, "Everybody on this computer may change", True),
        (0o644, "Everybody on this computer may read", True),
    ],
)
def test_a_file_that_others_may_read(place: Path, ending: str, mode: int, words: str, desk: bool) -> None:
    file = place.with_name(place.name + ending)
    file.chmod(mode)
    (wrong,) = office_modes(str(place), shared=True)
    assert str(wrong) == f"{words} {file}. Mend it: chmod 600 {file}"
    assert bool(office_modes(str(place), shared=False)) is desk


@pytest.mark.parametrize("mode", [0o750, 0o701, 0o755, 0o711])
def test_a_folder_that_others_may_look_into(place: Path, mode: int) -> None:
    place.parent.chmod(mode)
    for (wrong,) in (office_modes(str(place), shared=True), own_folder_modes(str(place.parent))):
        assert wrong.mend == f"chmod 700 {place.parent}"
        assert "may look into the folder" in wrong.words
    assert office_modes(str(place), shared=False) == ()


def test_a_folder_at_a_desk_into_which_everybody_may_write(place: Path) -> None:
    place.parent.chmod(0o777)
    (wrong,) = office_modes(str(place), shared=False)
    assert wrong.mend == f"chmod o-w {place.parent}"
    place.parent.chmod(0o1777)
    assert office_modes(str(place), shared=False) == ()


@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_a_list_that_others_may_change(place: Path, mode: int) -> None:
    place.chmod(mode)
    assert [each.mend for each in trusted_modes(str(place))] == [f"chmod go-w {place}"]
    place.chmod(0o644)
    assert trusted_modes(str(place)) == ()


def test_a_list_in_a_folder_whose_owner_could_put_another_in_its_place(place: Path) -> None:
    place.parent.chmod(0o770)
    assert [each.mend for each in trusted_modes(str(place))] == [f"chmod go-w {place.parent}"]


def test_a_link_is_looked_at_where_it_leads(place: Path, tmp_path: Path) -> None:
    place.chmod(0o666)
    link = tmp_path / "link"
    link.symlink_to(place)
    assert [each.path for each in trusted_modes(str(link))] == [str(place)]
    folder = tmp_path / "folder"
    folder.symlink_to(place.parent)
    (wrong,) = own_folder_modes(str(folder))
    assert "is no folder of its own" in wrong.words


def test_what_belongs_to_another_account(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    another = place.stat().st_uid + 1
    monkeypatch.setattr(os, "geteuid", lambda: another)
    assert {each.path for each in office_modes(str(place), shared=True)} == {
        str(place.parent),
        *(f"{place}{ending}" for ending in ("", "-wal", "-shm", "-queue")),
    }
    assert all("another account" in each.words for each in office_modes(str(place), shared=True))
    assert office_modes(str(place), shared=False) == ()


def test_nothing_is_found_where_a_system_has_no_modes(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place.chmod(0o666)
    monkeypatch.delattr(os, "geteuid")
    assert office_modes(str(place), shared=True) == own_folder_modes(str(place)) == trusted_modes(str(place)) == ()
