"""How a shared server begins: its parts made in one go, its office with the first administrator and their key."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sharedlives_tui.account import system_user
from sharedlives_tui.serving import setting_up
from sharedlives_tui.serving.config import read_server
from sharedlives_tui.serving.setting_up import PARTS, CannotSetUp, example, set_up
from tests.cli.conftest import Office, Told
from tests.unit.test_key_list import ed25519, rsa

UNITS = "etc/systemd/system"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A system's root folder, as far as a server needs one; everything belongs to whoever runs the tests."""
    for each in (UNITS, "etc/ssh/sshd_config.d", "usr/local/bin", "usr/local/sbin", "srv"):
        (tmp_path / each).mkdir(parents=True)
    monkeypatch.setattr(setting_up, "_must_run", lambda *_: None)
    return tmp_path


def made(root: Path, program: str = "/opt/sharedlives") -> list[str]:
    return list(set_up(root, system_user(), program))


# -- the server ---------------------------------------------------------------------------------------------------


def test_everything_is_made_with_its_mode_whatever_the_umask_is(root: Path) -> None:
    before = os.umask(0o077)
    try:
        told = made(root)
    finally:
        os.umask(before)
    for part in PARTS:
        place = root / part.place.removeprefix("/")
        assert place.stat().st_mode & 0o777 == part.mode, place
        assert place.is_dir() is not bool(part.example)
        assert f"Made: {part.place}" in told
    assert (root / "usr/local/bin/sharedlives").readlink() == Path("/opt/sharedlives/bin/sharedlives")
    assert read_server(str(root / "etc/sharedlives/server.toml")).office == "/srv/sharedlives/office/office.db"


def test_what_is_there_stays_as_it_is(root: Path) -> None:
    made(root)
    (root / "etc/sharedlives/server.toml").write_text("# ours")
    (root / "srv/sharedlives/keys/authorized_keys").write_text("# ours")
    before = {each: each.lstat().st_mtime_ns for each in root.rglob("*")}
    assert all(line.startswith("Is there, and stays as it is: ") for line in made(root))
    assert {each: each.lstat().st_mtime_ns for each in root.rglob("*")} == before


def test_a_link_that_leads_elsewhere_is_not_written_through(root: Path) -> None:
    (root / "etc/sharedlives").mkdir()
    (root / "etc/sharedlives/server.toml").symlink_to(root / "elsewhere")
    made(root)
    assert not (root / "elsewhere").exists()


def test_a_system_without_systemd_gets_no_units(root: Path) -> None:
    (root / UNITS).rmdir()
    told = made(root)
    assert sum(line.startswith("Left out, because there is no /etc/systemd/system") for line in told) == 6
    assert not (root / UNITS).exists()


def test_a_program_that_lies_elsewhere_is_named_where_it_lies(root: Path) -> None:
    made(root, "/srv/programs/lives")
    for part in PARTS:
        if part.example and "sshd" not in part.example and not part.example.endswith(".timer"):
            text = (root / part.place.removeprefix("/")).read_text()
            assert "/srv/programs/lives/bin/" in text, part
            assert "/opt/sharedlives/" not in text, part
    for odd in ("/opt/a b", "opt", '/opt/"x', "/opt/$(id)"):
        with pytest.raises(CannotSetUp):
            made(root, odd)


@pytest.mark.parametrize(
    ("says", "knows"),
    [
        ("OpenSSH_8.9p1 Ubuntu-3, OpenSSL 3.0.2 >&2; exit 1", False),
        ("OpenSSH_9.1p1, OpenSSL 3.0.8", False),
        ("OpenSSH_9.2p1 Debian-2 >&2", True),
        ("OpenSSH_10.0, OpenSSL 3.5.1", True),
        ("Another sshd", False),
    ],
)
def test_an_older_sshd_gets_no_line_that_it_does_not_know(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, says: str, knows: bool
) -> None:
    tool = tmp_path / "sshd"
    tool.write_text(f"#!/bin/sh\necho {says}\n")
    tool.chmod(0o755)
    monkeypatch.setattr(setting_up.shutil, "which", lambda *_, **__: str(tool))
    made(root)
    text = (root / "etc/ssh/sshd_config.d/sharedlives.conf").read_text()
    lines = [each.strip() for each in text.splitlines()]
    assert ("UnusedConnectionTimeout 1m" in lines, "# UnusedConnectionTimeout 1m" in lines) == (knows, not knows)
    assert text.replace("# Unused", "Unused") == example("sshd.conf")


def test_an_account_that_cannot_run_the_program_is_told_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(CannotSetUp, match=r"cannot run .*/usr/bin/python3 -m venv"):
        list(set_up(tmp_path, system_user(), str(tmp_path)))
    assert list(tmp_path.iterdir()) == []


def test_the_account_is_made_as_sshd_wants_it(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tool = tmp_path / "useradd"
    tool.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/asked\necho no such luck >&2\nexit 1\n')
    tool.chmod(0o755)
    monkeypatch.setattr(setting_up.shutil, "which", lambda *_, **__: str(tool))
    with pytest.raises(CannotSetUp, match="no such luck"):
        list(set_up(root, "nobody-of-that-name", "/opt/sharedlives"))
    asked = (tmp_path / "asked").read_text().split()
    assert asked[-1] == "nobody-of-that-name"
    assert {"--system", "/bin/sh", "*", "/srv/sharedlives"} <= set(asked)


def test_only_root_sets_a_server_up(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    told = office.plain("admin", "setup")
    assert (told.status, told.out, "Run it as root" in told.err) == (1, "", True)


def test_the_offices_own_command_is_good_shell() -> None:
    subprocess.run(["sh", "-n"], input=example("office"), text=True, check=True)


# -- the office ---------------------------------------------------------------------------------------------------


class Beginner:
    """Begins an office on a server that has none."""

    def __init__(self, office: Office, folder: Path) -> None:
        self.office, self.folder = office, folder
        self.config, self.list = folder / "server.toml", folder / "keys" / "list"
        for each in ("office", "people"):
            (folder / each).mkdir(mode=0o700)
        self.config.write_text(
            f'office = "{folder}/office/office.db"\npeople = "{folder}/people"\nkeys = "{self.list}"\n'
            f'program = ["{sys.executable}"]\n'
        )
        self.key = folder / "ida.pub"
        self.key.write_text(ed25519() + " ida@laptop\n")

    def __call__(self, *words: str, who: str = "Ida Marsh") -> Told:
        return self.office.plain("admin", *words, "--config", str(self.config), "--as", who)

    def begins(self, account: str = "ida", key: str = "", who: str = "Ida Marsh") -> Told:
        return self("begin", account, key or str(self.key), "--scheme", "Harbour Shared Lives", who=who)


@pytest.fixture
def beginner(office: Office, tmp_path: Path) -> Beginner:
    tmp_path.chmod(0o700)
    folder = tmp_path / "server"
    folder.mkdir(mode=0o700)
    return Beginner(office, folder)


def test_an_office_begins_with_its_administrator_and_their_key_and_the_account_is_nobodys(beginner: Beginner) -> None:
    told = beginner.begins()
    assert (told.status, "ida comes in by this key: SHA256:" in told.out) == (0, True), told.err
    assert beginner("user", "list").lines == ["ida: Ida Marsh (P-1), administrator, officer; 1 key"]
    assert "--as ida" in beginner.list.read_text()
    assert beginner("check").status == 0
    assert beginner("user", "add", "nia", "Nia New", "--role", "officer").status == 0


@pytest.mark.parametrize(
    ("account", "text", "words"),
    [
        ("Ida!", ed25519(), "An account is small letters"),
        ("ida", rsa(2048), "2048 bits"),
        ("ida", f'command="sh" {ed25519()}', "Something stands before the key"),
    ],
)
def test_what_is_wrong_is_told_before_anything_is_made(beginner: Beginner, account: str, text: str, words: str) -> None:
    beginner.key.write_text(text)
    told = beginner.begins(account)
    assert (told.status, told.out, words in told.err) == (1, "", True), told.err
    assert not list((beginner.folder / "office").iterdir())
    assert not beginner.list.exists()


def test_an_office_that_is_there_and_a_foreign_list_stay_as_they_are(beginner: Beginner) -> None:
    beginner.list.parent.mkdir(mode=0o700)
    beginner.list.write_text("ssh-ed25519 AAAA mallory\n")
    assert "Line 1" in beginner.begins().err
    assert not list((beginner.folder / "office").iterdir())
    beginner.list.unlink()
    assert beginner.begins().status == 0
    before = beginner.list.read_bytes()
    told = beginner.begins("eve", who="Eve Other")
    assert (told.status, "already" in told.err) == (3, True), told.err
    assert beginner.list.read_bytes() == before


def test_an_office_in_a_database_is_begun_by_its_owner(beginner: Beginner) -> None:
    beginner.config.write_text(
        beginner.config.read_text().replace(f"{beginner.folder}/office/office.db", "postgresql:///x")
    )
    assert "docs/postgresql.md" in beginner.begins().err


def test_who_begins_is_named(beginner: Beginner) -> None:
    told = beginner.office.plain("admin", "begin", "ida", str(beginner.key), "--scheme", "H", "--config", "x")
    assert (told.status, "--as" in told.err) == (2, True)
