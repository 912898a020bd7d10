"""What a write left behind that was killed goes at the next one; nothing else in the folder does."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sharedlives_tui import own_settings
from sharedlives_tui.letters.naming import save_new
from sharedlives_tui.serving.config import Server
from sharedlives_tui.serving.key_list import adding
from sharedlives_tui.serving.keys import read_key
from sharedlives_tui.serving.own_files import listed, tidy
from sharedlives_tui.store.files import put_in_place, unfinished_beside
from sharedlives_tui.store.leftovers import OLD, tidy_beside
from tests.unit.test_key_list import ed25519

KILLED = """\
import os, signal, sys
from pathlib import Path
from sharedlives_tui.letters import naming
from sharedlives_tui.store import files
kill = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
os.fsync = kill
if sys.argv[1] == "letter":
    naming.save_new(Path(sys.argv[2]), b"half")
else:
    place = Path(sys.argv[2])
    files.put_in_place(files.unfinished_beside(place), place)
"""


def killed(kind: str, place: Path) -> Path:
    """What a write leaves that is killed before it is whole, as it is hours later."""
    before = set(place.parent.iterdir())
    done = subprocess.run([sys.executable, "-c", KILLED, kind, str(place)], check=False, capture_output=True)
    assert done.returncode == -9, done.stderr
    (left,) = set(place.parent.iterdir()) - before
    older(left)
    return left


def older(path: Path, seconds: float = OLD + 60) -> Path:
    then = time.time() - seconds
    os.utime(path, (then, then), follow_symlinks=False)
    return path


def test_what_a_killed_write_of_a_letter_left_goes_at_the_next_letter(tmp_path: Path) -> None:
    left = killed("letter", tmp_path / "CO-0001 Letter.docx")
    save_new(tmp_path / "Another.docx", b"whole")
    assert not left.exists()
    assert [each.name for each in tmp_path.iterdir()] == ["Another.docx"]


def test_what_a_killed_write_of_a_file_left_goes_at_the_next_write(tmp_path: Path) -> None:
    left = killed("file", tmp_path / "keys")
    put_in_place(unfinished_beside(tmp_path / "keys"), tmp_path / "keys", replace=True)
    assert [each.name for each in tmp_path.iterdir()] == ["keys"]
    assert not left.exists()


def test_keys_and_settings_tidy_what_lies_beside_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "settings.toml"
    monkeypatch.setenv("SHAREDLIVES_SETTINGS", str(place))
    left = [killed("file", place), killed("file", tmp_path / "list")]
    own_settings.keep("theme", "light")
    assert not any(each.exists() for each in left)
    left = [killed("file", tmp_path / "list")]
    server = Server("/srv/x/office.db", "/srv/x/people", str(tmp_path / "list"), ("/opt/x/python", "-I"))
    with adding(server, "alice", read_key(ed25519())):
        pass
    assert sorted(each.name for each in tmp_path.iterdir()) == ["list", "list.changing", "settings.toml"]


def test_who_signs_in_has_no_half_letters_lying_about(tmp_path: Path) -> None:
    from sharedlives_tui.clock import Clock

    left = killed("letter", tmp_path / "a.docx")
    assert tidy(str(tmp_path), Clock().now(), 14) == [left.name]
    assert listed(str(tmp_path)) == []


def test_what_somebody_may_still_be_writing_stays_and_so_does_everything_else(tmp_path: Path) -> None:
    fresh = killed("letter", tmp_path / "a.docx")
    os.utime(fresh)
    ours = older(unfinished_beside(tmp_path / "office.db"))  # this process runs
    linked = killed("letter", tmp_path / "b.docx")
    (tmp_path / "second").hardlink_to(linked)
    others = [".saving-", ".saving-abc", ".saving-ABCDEFGH", "saving-abcdefgh", ".x.12-abcdefgh.new", ".x.new", "a.new"]
    for name in others:
        older(Path(tmp_path, name).touch() or Path(tmp_path, name))
    (tmp_path / ".saving-abcdefgh").symlink_to(tmp_path / "second")
    older(tmp_path / ".saving-abcdefgh")
    (tmp_path / ".saving-abcdefgi").mkdir()
    older(tmp_path / ".saving-abcdefgi")
    before = sorted(tmp_path.iterdir())
    assert {fresh, ours, linked} <= set(before)
    assert tidy_beside(tmp_path / "any") == []
    assert sorted(tmp_path.iterdir()) == before


def test_a_folder_that_cannot_be_looked_at_is_left_alone(tmp_path: Path) -> None:
    assert tidy_beside(tmp_path / "none" / "any") == []
