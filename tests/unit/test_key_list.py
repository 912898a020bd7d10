"""Public keys are looked at before they are let near the list, and the list is written by the program alone."""

from __future__ import annotations

import base64
import struct
import subprocess
import threading
from pathlib import Path

import pytest

from sharedlives_tui.serving.config import PLACE, BadServer, Server
from sharedlives_tui.serving.key_list import (
    HEADING,
    Entry,
    NotAdded,
    adding,
    line_of,
    read_list,
    remove_keys,
    strays,
    text_of,
    write_again,
)
from sharedlives_tui.serving.keys import BadKey, read_key
from sharedlives_tui.store.errors import StoreError


def piece(data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + data


def number(bits: int) -> bytes:
    return piece(b"\0" + (1 << (bits - 1) | 1).to_bytes((bits + 7) // 8, "big"))


def blob(*pieces: bytes) -> str:
    return base64.b64encode(b"".join(pieces)).decode()


def ed25519(seed: int = 1) -> str:
    return "ssh-ed25519 " + blob(piece(b"ssh-ed25519"), piece(bytes([seed]) * 32))


def ecdsa(curve: str, length: int) -> str:
    kind = f"ecdsa-sha2-{curve}"
    return f"{kind} " + blob(piece(kind.encode()), piece(curve.encode()), piece(b"\x04" + b"\x07" * (length - 1)))


def rsa(bits: int) -> str:
    return "ssh-rsa " + blob(piece(b"ssh-rsa"), piece(b"\x01\x00\x01"), number(bits))


def on_a_stick(kind: str = "sk-ssh-ed25519@openssh.com", application: bytes = b"ssh:") -> str:
    return f"{kind} " + blob(piece(kind.encode()), piece(b"\x05" * 32), piece(application))


# -- a key --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        ed25519(),
        ed25519() + " alice@laptop",
        f'# a comment\n\n  {ed25519()}  alice\'s own, "quoted" command="sh"  \n',
        ecdsa("nistp256", 65),
        ecdsa("nistp384", 97),
        ecdsa("nistp521", 133),
        rsa(3072),
        rsa(4096),
        on_a_stick(),
    ],
)
def test_a_good_key(text: str) -> None:
    key = read_key(text)
    assert f"{key.type} {key.blob}" in text
    assert key.fingerprint.startswith("SHA256:")
    assert "alice" not in str(key)  # what stands behind it goes nowhere


def test_a_key_as_puttygen_saves_it() -> None:
    body = ed25519().partition(" ")[2]
    head = '---- BEGIN SSH2 PUBLIC KEY ----\nComment: "alice\\\ngoes on"'
    text = f"{head}\n{body[:40]}\n{body[40:]}\n---- END SSH2 PUBLIC KEY ----\n"
    assert read_key(text) == read_key(ed25519())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "one line"),
        ("id", "no public key"),
        (f"{ed25519()}\n{ed25519(2)}", "one line"),
        (f'command="sh" {ed25519()}', "Something stands before the key"),
        (f"no-pty,restrict {ed25519()}", "Something stands before the key"),
        (f'environment="LD_PRELOAD=x" {ed25519()}', "Something stands before the key"),
        (ed25519()[:-6], "cut or changed"),
        (ed25519() + "AAAA", "cut or changed"),
        ("ssh-ed25519 " + blob(piece(b"ssh-ed25519"), piece(b"x" * 31)), "cut or changed"),
        ("ssh-ed25519 " + blob(piece(b"ssh-ed25519"), piece(b"x" * 32), b"more"), "cut or changed"),
        ("ssh-ed25519 " + rsa(4096).partition(" ")[2], "the key itself says ssh-rsa"),
        ("ssh-ed25519 AAAA\u00adBBBB", "cut or changed"),
        ("ssh-ed25519 !!!!", "cut or changed"),
        ("ssh-ed25519", "cut or changed"),
        (rsa(2048), "2048 bits"),
        (rsa(20_000), "20000 bits"),
        ("ssh-rsa " + blob(piece(b"ssh-rsa"), piece(b"\x01"), number(4096)), "cut or changed"),
        ("ecdsa-sha2-nistp256 " + ecdsa("nistp384", 97).partition(" ")[2], "says"),
        (ecdsa("nistp256", 64), "cut or changed"),
        (on_a_stick(application=b"https:"), "cut or changed"),
        ("ssh-dss " + blob(piece(b"ssh-dss")), "DSA"),
        ("ssh-ed25519-cert-v01@openssh.com AAAA", "Certificates"),
        ("ssh-ed25519 " + blob(piece(b"ssh-dss"), piece(b"x")), "not taken"),
        ("-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----", "secret half"),
        ("PuTTY-User-Key-File-3: ssh-ed25519", "secret half"),
        ("x" * 20_001, "too long"),
    ],
)
def test_a_key_that_is_refused(text: str, words: str) -> None:
    with pytest.raises(BadKey, match=words):
        read_key(text)


def test_fingerprints_are_those_of_ssh_keygen(tmp_path: Path) -> None:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", tmp_path / "key"], check=True)
    told = subprocess.run(["ssh-keygen", "-l", "-f", tmp_path / "key.pub"], check=True, capture_output=True, text=True)
    assert read_key((tmp_path / "key.pub").read_text()).fingerprint == told.stdout.split()[1]


# -- the list -----------------------------------------------------------------------------------------------------


@pytest.fixture
def server(tmp_path: Path) -> Server:
    return Server("/srv/x/office.db", "/srv/x/people", str(tmp_path / "keys" / "list"), ("/opt/x/python", "-I"))


def add(server: Server, account: str, text: str) -> list[str]:
    with adding(server, account, read_key(text)) as marks:
        return marks


def test_a_line_forces_the_program_and_allows_a_terminal_and_nothing_else(server: Server) -> None:
    key = read_key(ed25519())
    forced = 'restrict,pty,command="exec /opt/x/python -I serve --as alice"'
    assert line_of(server, Entry("alice", key)) == f"{forced} {ed25519()} alice"
    elsewhere = server._replace(place="/srv/x/server.toml")
    assert '--as alice --config /srv/x/server.toml" ssh-ed25519' in line_of(elsewhere, Entry("alice", key))
    assert server.place == PLACE


def test_keys_are_added_read_and_taken_away(server: Server) -> None:
    assert read_list(server) == []
    assert add(server, "bob", ed25519(1)) == [read_key(ed25519(1)).fingerprint]
    add(server, "alice", ed25519(2))
    assert len(add(server, "alice", ed25519(3))) == 2
    place = Path(server.keys)
    assert (place.stat().st_mode & 0o777, place.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    lines = place.read_text().splitlines()
    assert lines[0] == HEADING
    assert [line.rpartition(" ")[2] for line in lines[1:]] == ["alice", "alice", "bob"]
    assert remove_keys(server, "alice", read_key(ed25519(2)).fingerprint) == 1
    assert remove_keys(server, "alice", "SHA256:none") == 0
    assert remove_keys(server, "bob") == 1
    assert read_list(server) == [Entry("alice", read_key(ed25519(3)))]


def test_a_key_belongs_to_one_person(server: Server) -> None:
    add(server, "alice", ed25519())
    for account, words in (("alice", "theirs already"), ("bob", "the key of alice")):
        with pytest.raises(NotAdded, match=words):
            add(server, account, ed25519() + " another comment")
    with pytest.raises(NotAdded, match="cannot be an account"):
        add(server, 'bob" ', ed25519(2))
    assert len(read_list(server)) == 1


@pytest.mark.parametrize(
    "line",
    [
        ed25519(2) + " alice",
        f'command="sh" {ed25519(2)} alice',
        f'restrict,pty,command="exec sh" {ed25519(2)} alice',
        f'restrict,pty,port-forwarding,command="exec /opt/x/python -I serve --as alice" {ed25519(2)} alice',
        f'pty,command="exec /opt/x/python -I serve --as alice" {ed25519(2)} alice',
        f'restrict,pty,command="exec /opt/x/python -I serve --as alice; sh" {ed25519(2)} alice',
        f'restrict,pty,command="exec /opt/x/python -I serve --as alice" {rsa(1024)} alice',
        f'restrict,pty,command="exec /opt/x/python -I serve --as alice" {ed25519(2)} alice ',
        f'restrict,pty,command="exec /opt/x/python -I serve --as alice" {ed25519(2)}',
        "# somebody's remark",
        "",
        "cert-authority ssh-ed25519 AAAA",
    ],
)
def test_a_file_with_a_line_that_is_not_ours_is_left_alone(server: Server, line: str) -> None:
    add(server, "alice", ed25519())
    place = Path(server.keys)
    place.write_text(f"{place.read_text()}{line}\n")
    before = place.read_bytes()
    for do in (lambda: add(server, "bob", ed25519(9)), lambda: remove_keys(server, "alice"), lambda: read_list(server)):
        with pytest.raises(BadServer, match="Line 3"):
            do()
    assert place.read_bytes() == before


@pytest.mark.parametrize("kind", ["link", "folder", "bytes"])
def test_what_is_no_list_is_left_alone(server: Server, kind: str, tmp_path: Path) -> None:
    place = Path(server.keys)
    place.parent.mkdir()
    if kind == "link":
        (tmp_path / "other").write_text(HEADING + "\n")
        place.symlink_to(tmp_path / "other")
    elif kind == "folder":
        place.mkdir()
    else:
        place.write_bytes(b"\xff\xfe")
    with pytest.raises(BadServer):
        add(server, "alice", ed25519())
    assert place.is_symlink() or place.is_dir() or place.read_bytes() == b"\xff\xfe"


def test_lines_of_an_older_program_are_told_and_written_anew(server: Server) -> None:
    add(server, "alice", ed25519())
    moved = server._replace(program=("/opt/new/python", "-I"))
    assert strays(server) == []
    assert strays(moved) == ["alice"]
    assert write_again(moved) == 1
    assert strays(moved) == []
    assert Path(server.keys).read_text() == text_of(moved, [Entry("alice", read_key(ed25519()))])


def test_an_error_leaves_the_list_as_it_was(server: Server) -> None:
    add(server, "alice", ed25519())
    before = Path(server.keys).read_bytes()

    class Stop(Exception): ...

    with pytest.raises(Stop), adding(server, "bob", read_key(ed25519(2))):
        raise Stop
    assert Path(server.keys).read_bytes() == before
    assert sorted(each.name for each in Path(server.keys).parent.iterdir()) == ["list", "list.changing"]


def test_a_folder_that_cannot_be_made_is_told_in_words(server: Server) -> None:
    Path(server.keys).parent.write_text("no folder")
    with pytest.raises(StoreError):
        add(server, "alice", ed25519())


def test_several_operators_at_once_lose_no_key(server: Server) -> None:
    threads = [threading.Thread(target=add, args=(server, f"a{each}", ed25519(each))) for each in range(1, 17)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert {each.account for each in read_list(server)} == {f"a{each}" for each in range(1, 17)}
