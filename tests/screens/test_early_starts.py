"""People who start the program as people do, several at once: nothing is lost, and nobody takes another's locks."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from benchmarks import early_starts
from benchmarks.early_starts import Rounds, locks_lost
from sharedlives_tui.store import Store
from tests.store_kit import new_store

GIVES_ITS_LOCKS_BACK = """
import sys
from sharedlives_tui.store import connection
real = connection._looks_like_one
def opens_it_too(place):
    real(place)
    open(place, "rb").close()
connection._looks_like_one = opens_it_too
from sharedlives_tui.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.file_only("the locks of a file")
def test_a_few_rounds_lose_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert early_starts.main(["--rounds", "1", "--sessions", "4", "--writers", "1", "--seed", "3"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["rounds"], told["sessions"]) == (1, 4)
    assert told["acknowledged"] > 0
    assert told["saved_meanwhile"] > 0
    assert told["looked_at_locks"] > 3


@pytest.mark.file_only("the locks of a file")
def test_a_program_that_gives_its_locks_back_is_found_out(tmp_path: Path) -> None:
    """What the rounds are worth: whoever opens the office's file beside the database is seen to have lost its locks."""
    rounds = Rounds(tmp_path, 2, 1, seed=3, program=(sys.executable, "-c", GIVES_ITS_LOCKS_BACK))
    rounds.one()
    assert any("no lock on office.db" in each for each in rounds.told.taken)
    assert not rounds.told.sound


@pytest.mark.file_only("the locks of a file")
def test_locks_are_asked_of_the_system(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        place = Path(str(store.place))
        assert locks_lost(place, os.getpid()) == []
        (tmp_path / "office.db").read_bytes()  # a descriptor that is closed takes the file's locks with it
        assert locks_lost(place, os.getpid()) == ["no lock on office.db"]
    with Store.open(place) as store:
        for each in ("-wal", "-shm"):
            Path(f"{place}{each}").rename(f"{place}{each}.away")
        assert "office.db-shm is gone" in locks_lost(place, os.getpid())
        for each in ("-wal", "-shm"):
            Path(f"{place}{each}.away").rename(f"{place}{each}")
