"""Guests with a valid key who want more than their share, or send what no terminal sends; what the line tells them."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

import pytest

from sharedlives_tui.store import moved
from sharedlives_tui.terminal import LARGEST
from tests.servers.office_kit import ALICE, BOB, SharedServer, shared_server
from tests.servers.session_kit import forget_drafts, journal, opens_the_case, overheard, sessions, signed_in, until
from tests.servers.ssh_kit import Account
from tests.terminal_kit import Terminal

PLACES = 3


@pytest.fixture(scope="module")
def server(account: Account) -> Iterator[SharedServer]:
    with shared_server(account, settings=f"at_once = {PLACES}") as found:
        found.let_in_quickly(ALICE, BOB)
        yield found


@pytest.fixture(autouse=True)
def nobody_is_left(server: SharedServer) -> Iterator[None]:
    yield
    until(lambda: not sessions(server))


# -- more than their share ----------------------------------------------------------------------------------------


def master(server: SharedServer, socket: Path) -> list[str]:
    return ["-o", f"ControlPath={socket}", "-o", "ControlMaster=auto", "-o", "ControlPersist=no"]


def test_one_person_is_in_a_few_times_at_once_over_one_line_or_several(server: SharedServer) -> None:
    line = master(server, server.sshd.folder / "line")
    with (
        signed_in(server, ALICE, options=line) as first,
        signed_in(server, ALICE) as second,
    ):
        for each in (first, second):
            each.sees("Olu Officer", "CO-0001")
        with signed_in(server, ALICE, options=line) as third:  # another channel of the first one's line
            third.sees("Olu Officer", "CO-0001")
            for options in ((), line):
                told = server.asks(ALICE, "today", options=options)
                assert (told.returncode, told.stdout) == (1, b"")
                assert f"signed in here {PLACES} times already".encode() in told.stderr
            with signed_in(server, ALICE, options=line) as fourth:
                fourth.sees(f"signed in here {PLACES} times already")
                assert fourth.ends() == 1
            assert b"CO-0001" in server.asks(BOB, "today").stdout  # nobody else is kept out
            third.press("ctrl+q")
            assert third.ends() == 0
        until(lambda: len(sessions(server)) == 2)
        assert b"CO-0001" in server.asks(ALICE, "today").stdout
    assert f"Olu Officer: was refused: over SSH: more than {PLACES} sessions at once" in journal(server)


def memory(pid: int) -> int:
    """Bytes of memory that a process has."""
    words = Path(f"/proc/{pid}/status").read_text()
    return int(words.partition("VmRSS:")[2].split()[0]) * 1024


def test_a_window_of_any_size_is_drawn_as_far_as_anybody_could_read_it(server: SharedServer) -> None:
    with signed_in(server, ALICE) as alice:
        alice._size(9999, 9999)
        heard = bytearray()
        alice._stream.feed = heard.extend  # type: ignore[method-assign] - nobody draws so much here
        until(lambda: alice._read(0.05) and b"Olu Officer" in heard)
        (pid,) = sessions(server)
        alice.press("2", "1")
        os.write(alice._end, b"\x1b[48;9999;9999;0;0t")  # a size that the terminal tells itself
        alice.press("2")
        assert memory(pid) < 400_000_000
        alice.press("ctrl+q")
        until(lambda: alice._read(0.05) is None or ended(alice))
        assert len(heard) < 100 * LARGEST[0] * LARGEST[1]


@pytest.mark.parametrize(("lines", "columns"), [(0, 0), (1, 1), (2, 500)])
def test_a_window_of_no_size_ends_nothing(server: SharedServer, lines: int, columns: int) -> None:
    with signed_in(server, ALICE) as alice:
        alice.sees("Olu Officer", "CO-0001")
        alice._size(lines, columns)
        alice.press("2", "1")
        alice.resize(24, 80)
        alice.press("f5")
        alice.sees("Olu Officer", "CO-0001")


def test_keys_without_end_wait_on_the_line_and_not_in_memory(server: SharedServer) -> None:
    with signed_in(server, ALICE) as alice:
        alice.sees("Olu Officer", "CO-0001")
        alice.press("2")
        alice.sees("[2 Cases]")  # the program itself, no longer its first picture
        (pid,) = sessions(server)
        sent = 0
        os.set_blocking(alice._end, False)
        before = memory(pid)
        for _ in range(400):
            alice.glance()
            try:
                sent += os.write(alice._end, b"\x1b[B" * 1000)
            except BlockingIOError:
                continue
        assert sent > 300_000
        assert memory(pid) - before < 60_000_000
        alice.kill()


# -- what no terminal sends ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TERM", "x" * 10_000),
        ("TERM", "../../../../tmp/x"),
        ("TERM", "xterm\x1b]0;owned\x07"),
        ("LC_ALL", "x" * 10_000),
        ("LC_MESSAGES", "/tmp/../tmp/x"),
        ("LANG", "en_GB.UTF-8\x1b[2J"),
        ("COLORTERM", "\x1b]52;c;b3duZWQ=\x07"),
    ],
    ids=[*"abcdefg"],
)
def test_odd_words_of_a_terminal_and_a_language_stay_outside(server: SharedServer, name: str, value: str) -> None:
    options = () if name == "TERM" else ("-o", f"SendEnv={name}")
    with signed_in(server, ALICE, options=options, **{name: value}) as alice:
        heard = overheard(alice)
        alice.sees("Olu Officer", "CO-0001")
        (pid,) = sessions(server)
        alice.press("2")
        alice.sees("[2 Cases]")
        alice.press("ctrl+q")
        for each in (b"owned", b"52;c", b"Traceback"):
            assert each not in heard
        assert pid


ASKED = ("id", "anything", "/bin/sh -i", "today; id", "serve --as bob", "get ../../bob/files/x", "\x1b]0;owned\x07")


@pytest.mark.parametrize("asked", ASKED, ids=[*"abcdefg"])
def test_a_terminal_gives_a_command_no_more_than_without_one(server: SharedServer, asked: str) -> None:
    with signed_in(server, ALICE, asked=asked) as alice:
        heard = overheard(alice)
        assert alice.ends() == 1
    for each in (b"uid=", b"owned", b"# ", b"$ ", str(server.folder).encode()):
        assert each not in heard, heard


@pytest.mark.parametrize("name", ["sftp", "sh", "netconf"])
def test_a_subsystem_is_a_command_like_any_other(server: SharedServer, name: str) -> None:
    told = server.asks(ALICE, name, options=("-s",))
    assert told.returncode != 0
    assert b"uid=" not in told.stdout + told.stderr


# -- what the line tells ------------------------------------------------------------------------------------------


@contextmanager
def lies_at(server: SharedServer, place: Path) -> Iterator[None]:
    """The server's settings name another place for the office."""
    before = server.config.read_text()
    server.config.write_text(before.replace(f'"{server.office}"', f'"{place}"'))
    try:
        yield
    finally:
        server.config.write_text(before)


@contextmanager
def read_only(server: SharedServer) -> Iterator[None]:
    copy = server.office.with_name("copy.db")
    copy.write_bytes(b"")
    with closing(sqlite3.connect(server.office)) as office, closing(sqlite3.connect(copy)) as other:
        office.backup(other)
    server.account.owns(copy)
    copy.chmod(0o400)
    with lies_at(server, copy):
        yield
    copy.unlink()


@contextmanager
def made_of(server: SharedServer, content: bytes | None) -> Iterator[None]:
    place = server.office.with_name("other.db")
    place.mkdir(mode=0o700) if content is None else place.write_bytes(content)
    place.chmod(0o700 if content is None else 0o600)
    server.account.owns(place)
    with lies_at(server, place):
        yield
    place.rmdir() if content is None else place.unlink()


@contextmanager
def open_to_others(server: SharedServer) -> Iterator[None]:
    server.people.chmod(0o755)
    yield
    server.people.chmod(0o700)


WRONG: dict[str, Callable[[SharedServer], AbstractContextManager[None]]] = {
    "read only": read_only,
    "missing": lambda server: lies_at(server, server.folder / "office" / "none.db"),
    "a folder": lambda server: made_of(server, None),
    "empty": lambda server: made_of(server, b""),
    "no office": lambda server: made_of(server, b"PK" * 5000),
    "open to others": open_to_others,
    "on a server that is away": lambda server: lies_at(server, "postgresql:///x?host=/run/none&port=9"),  # type: ignore[arg-type]
}
NEVER = ("/tmp", "://", "db.example.org", "/srv", "/etc", "/run", "Traceback")


def tells_no_place(server: SharedServer, *came: bytes) -> None:
    for words in came:
        for never in (str(server.folder), *NEVER):
            assert never.encode() not in words, words


@pytest.mark.parametrize("wrong", WRONG)
def test_no_place_of_the_server_is_told_over_the_line(server: SharedServer, wrong: str) -> None:
    with WRONG[wrong](server):
        for asked in ("today", "put x.docx"):
            told = server.asks(ALICE, asked)
            tells_no_place(server, told.stdout, told.stderr)
        with signed_in(server, ALICE) as alice:
            heard = overheard(alice)
            until(lambda: "Olu Officer" in alice.glance() or ended(alice))
            if alice._pid:
                alice.press("2", "1", "f5", "enter", "a", "w", "esc", "ctrl+q")
            tells_no_place(server, bytes(heard))
            assert heard
    assert b"CO-0001" in server.asks(ALICE, "today").stdout


def ended(person: Terminal) -> bool:
    """Whether the program has ended meanwhile."""
    pid, _ = os.waitpid(person._pid, os.WNOHANG)
    if pid:
        person._pid = 0
    return bool(pid)


@pytest.mark.parametrize(
    ("setting", "words"),
    [(moved.MOVED_TO, "moved to another place"), (moved.MOVING_TO, "being moved to another place")],
)
def test_who_types_while_the_office_is_moved_keeps_it_and_hears_no_place(
    server: SharedServer, setting: str, words: str
) -> None:
    def say(place: str) -> None:
        with server.desk.store.writing("P-1", server.desk.clock.now(), moves=True) as writer:
            writer.put_setting(setting, place)

    forget_drafts(server, ALICE)
    with signed_in(server, ALICE) as alice:
        heard = overheard(alice)
        opens_the_case(alice)
        alice.press("a")
        alice.is_at("Note")
        alice.press("Some words")
        say("postgresql://program@db.example.org/elsewhere")
        try:
            alice.press("ctrl+s")
            alice.sees("Not saved", words, "Some words")
        finally:
            say("")
        tells_no_place(server, bytes(heard))


# -- another way to the keys --------------------------------------------------------------------------------------


def test_sshd_may_ask_the_program_for_the_keys(account: Account) -> None:
    """AuthorizedKeysCommand as docs/server.md has it: what is changed counts at once."""
    ask = {
        "AuthorizedKeysFile /srv/sharedlives/keys/authorized_keys": (
            "AuthorizedKeysFile none\n    AuthorizedKeysCommand /usr/bin/env {program} admin keys --config "
            f"{{folder}}/server.toml %f\n    AuthorizedKeysCommandUser {account.name}"
        )
    }
    with shared_server(account, sshd=ask) as server:
        server.let_in_quickly(ALICE)
        assert b"CO-0001" in server.asks(ALICE, "today").stdout, server.sshd.said()
        assert server.asks(ALICE, "id").returncode == 1
        stranger = server.sshd.new_key("stranger")
        assert server.sshd.run(stranger, "today").returncode == 255
        server.done("admin", "key", "remove", ALICE, "--all")
        assert server.asks(ALICE, "today").returncode == 255
        assert "Unsafe" not in server.sshd.said()
