"""The figures of docs/reliability.md at a small size: the same scripts that measure them."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from benchmarks import goals, nothing_lost
from sharedlives_tui.store import Store
from sharedlives_tui.store.backups import back_up


def test_a_long_journal_is_verified() -> None:
    found = nothing_lost.measure_journal(3000)
    assert (found["rows"], found["missed"]) == (3000, 0)
    assert 0 <= found["plain SQLite, seconds"] <= found["seconds"] + 1
    assert [each.must for each in goals.of_journal(found)] == [True, False]


def test_every_edit_of_a_row_is_named() -> None:
    found = nothing_lost.measure_edits(60, 150, seed=3)
    assert (found["edits"], found["which"]) == (60, [])


def test_every_damaged_page_that_matters_is_noticed() -> None:
    """Of a backup every changed byte is; of the office's own file what changes anything that is kept."""
    found = nothing_lost.measure_pages(25, seed=3)
    assert found["missed"] == found["missed in a backup"] == 0
    assert found["noticed"] > 5
    assert found["noticed"] + found["nothing kept has changed"] >= 24


def test_a_check_that_looked_away_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nothing_lost, "noticed", lambda _path: False)
    assert nothing_lost.measure_pages(25, seed=3)["missed"] > 5


def test_a_backup_is_made_under_four_writers_and_can_be_restored() -> None:
    found = nothing_lost.measure_backup(megabytes=3, writers=2)
    assert found["missed"] == 0
    assert found["slowest save meanwhile, seconds"] > 0
    assert (found["saves meanwhile"] > 0, found["busy"]) == (True, 0)


def test_an_upgrade_from_each_older_form_that_is_killed_is_never_half() -> None:
    found = nothing_lost.measure_upgrade(rounds=2, seed=3)
    assert found["missed"] == 0
    assert sum(found["forms reached"].values()) == found["kills"]


def test_a_file_of_an_older_form_opens_today_with_every_row(tmp_path: Path) -> None:
    """The first form had no office yet in these files, so they are only upgraded: rows and guards are as they were."""
    for form in (1, 4):
        path = tmp_path / f"form-{form}.db"
        nothing_lost.older_file(path, form)
        nothing_lost._upgraded(path)
        file = nothing_lost.connect(path, "rw")
        assert file.execute("SELECT count(*) FROM journal").fetchone()[0] == 299
        assert nothing_lost.chain_breaks(file) == []
        file.close()


def test_the_sha256_of_a_backup_is_that_of_its_bytes(tmp_path: Path) -> None:
    with Store.open(nothing_lost.worked_office(tmp_path)) as store:
        made = back_up(store, tmp_path / "copy.db", nothing_lost.AT, "1")
    assert hashlib.sha256(made.backup.path.read_bytes()).hexdigest() == made.noted.sha256
