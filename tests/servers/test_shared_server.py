"""The shared server with a real sshd: who comes in, what they can do there, and that they can do nothing else."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from sharedlives_tui.clock import Clock
from tests.desks import open_complaint
from tests.servers.child_servers import find, free_port
from tests.servers.office_kit import ALICE, BOB, WHO, SharedServer, program, shared_server
from tests.servers.session_kit import PATIENCE, drafts, journal, opens_the_case, sessions, signed_in, until
from tests.servers.ssh_kit import Account
from tests.terminal_kit import Terminal


@pytest.fixture(scope="module")
def server(account: Account) -> Iterator[SharedServer]:
    """A server with two people let in by the program's own commands."""
    with shared_server(account) as found:
        for each in (ALICE, BOB):
            found.let_in(each)
        yield found


# -- at work ------------------------------------------------------------------------------------------------------


def test_a_person_signs_in_is_who_the_key_says_and_the_window_may_change(server: SharedServer) -> None:
    with signed_in(server, ALICE, SHAREDLIVES_DATABASE="/tmp/other.db") as alice:
        alice.sees("Olu Officer", "CO-0001", "Find")
        alice.resize(40, 130)
        until(lambda: alice.press("f5") or max(map(len, alice.seen().splitlines())) > 110)
        alice.resize(10, 40)
        alice.press("f5")
        alice.sees("CO-0001")
        alice.press("ctrl+q")
        assert alice.ends() == 0
    until(lambda: "Olu Officer: came in (SSH key of alice)" in journal(server))


def test_a_line_that_is_cut_in_the_middle_of_a_letter_loses_no_letter(server: SharedServer) -> None:
    words = "Jo Reed, 020 7946 0000, at the desk"
    with signed_in(server, BOB) as bob:
        opens_the_case(bob)
        bob.press("w")
        bob.sees("[1 Facts]", "Acknowledge in writing")
        bob.is_at("Who deals with it")
        bob.press(words[:22])
        bob.sees("Draft saved")
        bob._quiet = 0.02
        bob.press(words[22:])
        bob.sees(words)
        bob.kill()  # before the second is over after which a draft is kept
    until(lambda: words in drafts(server, BOB))
    with signed_in(server, BOB) as bob:
        opens_the_case(bob)
        bob.press("w")
        bob.sees("[1 Facts]", words, "Draft from", "kept")


def _until_recorded(person: Terminal) -> None:
    """Until what was typed is in the case; where somebody else was quicker, it is recorded as well."""
    end = time.monotonic() + PATIENCE
    while "r Record step" not in (seen := person.glance()) or "─ Add a note ─" in seen:
        if "Yours, not recorded" in seen:
            person.press("r")
            until(lambda: "Yours, not recorded" not in person.glance())
        assert time.monotonic() < end, seen


def test_several_people_at_work_on_one_case_lose_nothing(server: SharedServer) -> None:
    server.let_in_quickly(*(each for each in WHO if each not in server.keys))
    with ExitStack() as stack:
        people = {each: stack.enter_context(signed_in(server, each)) for each in WHO}
        for person in people.values():
            opens_the_case(person)
            person.press("a")
        for each, person in people.items():
            person.is_at("Note")
            person.press(f"Said by {each}")
        for person in people.values():
            person.press("ctrl+s")
            _until_recorded(person)
    words = ["case", "show", "CO-0001", "--database", str(server.office), "--as", "Rae Registered"]
    kept = server.account.run([*program(server.folder), *words])
    assert [each for each in WHO if f"Said by {each}" not in kept.stdout] == [], kept


def test_of_two_people_on_one_case_the_second_is_told_and_keeps_what_was_typed(server: SharedServer) -> None:
    with signed_in(server, ALICE) as alice, signed_in(server, BOB) as bob:
        for each in (alice, bob):
            opens_the_case(each)
            each.press("a")
            each.sees("Add a note")
        alice.press("Alice wrote this first")
        bob.press("Bob was quicker")
        bob.press("ctrl+s")
        bob.sees("Recorded")
        alice.press("ctrl+s")
        alice.sees("Mo Manager", "Alice wrote this first", "Bob was quicker")


# -- files --------------------------------------------------------------------------------------------------------

BYTES = bytes(range(256)) * 3000


def test_a_letter_is_saved_on_the_screen_and_fetched_whole(server: SharedServer) -> None:
    with signed_in(server, ALICE, columns=120) as alice:
        opens_the_case(alice)
        alice.press("w")
        alice.sees("[1 Facts]")
        alice.press("f2")
        name = "CO-0001-Acknowledge-in-writing.docx"
        seen = alice.sees(f"ssh office get {name}")
        assert str(server.folder) not in seen
    listed = server.asks(ALICE, "files").stdout.decode()
    assert name in listed
    told = server.asks(ALICE, "get", name)
    assert told.returncode == 0
    assert told.stdout[:2] == b"PK"
    assert "fetched" in server.asks(ALICE, "files").stdout.decode()
    assert f"Olu Officer: took out: file over SSH of CO-0001, {name}" in journal(server)
    assert server.asks(BOB, "get", name).returncode == 1


def test_a_letter_is_not_fetched_once_its_case_is_closed_to_them(server: SharedServer) -> None:
    ref = open_complaint(server.desk, about=("Olu Officer",)).ref
    name = f"{ref}-Acknowledge-in-writing.docx"
    server.put_file(ALICE, name, b"x")
    told = server.asks(ALICE, "get", name)
    assert (told.returncode, told.stdout) == (1, b"")
    assert "not open to you now" in told.stderr.decode()
    assert "Olu Officer: was refused: over SSH: get of a file of a case that was closed to them" in journal(server)


def test_a_paper_is_sent_comes_back_byte_for_byte_and_is_removed(server: SharedServer) -> None:
    assert server.asks(BOB, "put paper.bin", given=BYTES).returncode == 0
    assert server.asks(BOB, "put paper.bin", given=b"another").returncode == 1
    assert server.asks(BOB, "get 'paper.bin'").stdout == BYTES
    assert server.asks(BOB, "remove paper.bin").returncode == 0
    assert server.asks(BOB, "get paper.bin").returncode == 1


def test_old_files_go(server: SharedServer) -> None:
    old = server.put_file(BOB, "old.txt", b"x")
    server.put_file(BOB, "new.txt", b"x")
    then = (Clock().now() - timedelta(days=15)).timestamp()
    os.utime(old, (then, then))
    assert server.asks(BOB, "files").stdout.decode().split()[0] == "new.txt"
    assert not old.exists()


# -- what gets nobody out of the program --------------------------------------------------------------------------

SECRET = "what Bob saved for himself"


@dataclass(frozen=True)
class Guest:
    """Alice in front of the screens, with everything offered that a client can offer."""

    person: Terminal
    pid: int
    """The program on the server."""
    ports: dict[str, int]
    """Where her client listens for what it would forward."""


Escape = Callable[[SharedServer, Guest], str]


@pytest.fixture(scope="module")
def alice(server: SharedServer) -> Iterator[Guest]:
    """One session for all that is tried from within."""
    ports = {"-L": free_port(), "-D": free_port()}
    agent = server.sshd.folder / "agent"
    keeper = subprocess.Popen([find("ssh-agent"), "-D", "-a", agent], stdout=subprocess.DEVNULL)
    until(agent.exists)
    server.asks(BOB, "files")
    server.put_file(BOB, "secret.txt", SECRET.encode())
    until(lambda: not sessions(server))
    options = ("-L", f"{ports['-L']}:127.0.0.1:{server.sshd.port}", "-D", str(ports["-D"]), "-A", "-Y")
    mark = server.sshd.folder / "mark"
    sent = {
        "TEXTUAL_DRIVER": "antigravity:x",
        "PYTHONPATH": str(mark),
        "EDITOR": f"touch {mark}",
        "SHAREDLIVES_DATABASE": "/tmp/other.db",
    }
    options += tuple(f"-oSendEnv={each}" for each in sent)
    offered = {"SSH_AUTH_SOCK": str(agent), "DISPLAY": ":99", **sent}
    try:
        with signed_in(server, ALICE, options=options, columns=120, **offered) as person:
            person.sees("Olu Officer", "CO-0001")
            person.press("2")  # what answers is the program, no longer its first picture
            person.sees("[2 Cases]")
            person.press("1")
            person.sees("[1 Today]")
            (pid,) = sessions(server)
            yield Guest(person, pid, ports)
    finally:
        keeper.terminate()
        keeper.wait()


def _refused(told: object, *never: str) -> str:
    """What was said; it ended badly and nothing of what was wanted came."""
    from subprocess import CompletedProcess

    assert isinstance(told, CompletedProcess)
    said = (told.stdout + told.stderr).decode(errors="replace")
    assert told.returncode != 0, said
    for each in ("uid=", "root:x:", SECRET, "Traceback", *never):
        assert each not in said, said
    return said


def command(*words: str) -> Escape:
    def does(server: SharedServer, alice: Guest) -> str:
        return _refused(server.asks(ALICE, *words), str(server.folder))

    return does


def a_client(name: str, *options: str) -> Escape:
    """scp or sftp, told to fetch Bob's file."""

    def does(server: SharedServer, alice: Guest) -> str:
        sshd = server.sshd
        common = [*_client_options(sshd, server.keys[ALICE]), "-P", str(sshd.port)]
        what = f"{server.account.name}@127.0.0.1:{server.files(BOB)}/secret.txt"
        words = [str(find(name)), *options, *common, what, str(sshd.folder / "stolen")]
        told = subprocess.run(words, capture_output=True, stdin=subprocess.DEVNULL, timeout=60)
        assert not (sshd.folder / "stolen").exists()
        return _refused(told)

    return does


def _client_options(sshd: object, key: Path) -> list[str]:
    words = sshd.words(key)  # type: ignore[attr-defined]
    kept: list[str] = ["-F", "/dev/null", "-i", str(key)]
    for at, each in enumerate(words):
        if each == "-o":
            kept += ["-o", words[at + 1]]
    return kept


def forward(*options: str, listens: bool = False) -> Escape:
    """A forward of ssh; where it listens on this side, somebody comes to it."""

    def does(server: SharedServer, alice: Guest) -> str:
        told = subprocess.Popen(
            server.sshd.words(server.keys[ALICE], "today", options=options),
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        out, err = told.communicate(timeout=60)
        said = (out + err).decode()
        assert "SSH-2.0" not in said.replace("127.0.0.1", ""), said
        assert told.returncode != 0, said
        return said

    return does


def heard(line: socket.socket, person: Terminal, most: int = 1000) -> bytes:
    """What comes out of a forward until it is closed or long enough; the client goes on while its terminal is read."""
    came = b""
    line.settimeout(0.05)
    end = time.monotonic() + PATIENCE
    while len(came) < most and time.monotonic() < end:
        person.glance()
        try:
            more = line.recv(most - len(came))
        except TimeoutError:
            continue
        except OSError:
            break
        if not more:
            break
        came += more
    return came


def local_forward(option: str) -> Escape:
    """-L and -D listen on this side: what comes to them must not come out on the other."""

    def does(server: SharedServer, alice: Guest) -> str:
        with socket.create_connection(("127.0.0.1", alice.ports[option]), 5) as line:
            if option == "-D":  # SOCKS 5: no sign-in, then the address of the sshd itself
                line.sendall(b"\x05\x01\x00")
                assert heard(line, alice.person, 2) == b"\x05\x00"
                line.sendall(b"\x05\x01\x00\x01\x7f\x00\x00\x01" + server.sshd.port.to_bytes(2, "big"))
            assert b"SSH-2.0" not in heard(line, alice.person)
        return "refused"

    return does


def brought_along(name: str) -> Escape:
    """A variable that the client sends, or that sshd would set for what was offered."""

    def does(server: SharedServer, alice: Guest) -> str:
        brought = Path(f"/proc/{alice.pid}/environ").read_bytes()
        assert b"SSH_CONNECTION=" in brought
        assert f"{name}=".encode() not in brought
        assert not list(server.sshd.folder.glob("mark*"))
        return "refused"

    return does


def suspend(server: SharedServer, alice: Guest) -> str:
    """Ctrl+Z stops nothing, and no shell shows."""
    alice.person.press("ctrl+z", "\x1c", "\x03")
    assert Path(f"/proc/{alice.pid}/stat").read_text().rpartition(")")[2].split()[0] in "SRD"
    alice.person.press("2")
    alice.person.sees("[2 Cases]")
    return "refused"


def the_menu(server: SharedServer, alice: Guest) -> str:
    """The Menu offers neither a picture of the screen nor anything else that writes a file or starts a program."""
    before = set(server.people.rglob("*"))
    alice.person.press("f9")
    alice.person.sees("What do you want to do?", "New case")
    alice.person.press("screenshot")
    alice.person.sees("screenshot")
    for each in ("Screenshot", "Save", "SVG", "picture"):
        assert each not in alice.person.seen()
    alice.person.press("esc", "esc")
    alice.person.sees("Olu Officer", "CO-0001")
    assert set(server.people.rglob("*")) <= before
    return "refused"


def a_link_in_the_folder(server: SharedServer, alice: Guest) -> str:
    """Should a link to Bob's file ever come into Alice's folder."""
    link = server.files(ALICE) / "link.txt"
    link.symlink_to(server.files(BOB) / "secret.txt")
    try:
        assert "link.txt" not in server.asks(ALICE, "files").stdout.decode()
        return _refused(server.asks(ALICE, "get", "link.txt"))
    finally:
        link.unlink()


def a_paper_from_elsewhere(server: SharedServer, alice: Guest) -> str:
    """A path of the server, written where a paper is kept with a case."""
    alice.person.press("1")
    opens_the_case(alice.person)
    alice.person.press("f")
    alice.person.sees("Keep a paper")
    alice.person.press(str(server.files(BOB) / "secret.txt"), "ctrl+s")
    alice.person.sees("You have sent no file of that name")
    alice.person.press("esc", "esc")
    return "refused"


def bytes_to_the_terminal(server: SharedServer, alice: Guest) -> str:
    """get on a terminal would write bytes to it."""
    server.put_file(ALICE, "mine.txt", b"mine\x1b]0;x\x07")
    with signed_in(server, ALICE, asked="get mine.txt") as other:
        return other.sees("Send it into a file")


ESCAPES: dict[str, Escape] = {
    "a command": command("id"),
    "a shell": command("/bin/sh -i"),
    "a command behind an allowed one": command("today; id"),
    "another identity": command("serve --as bob"),
    "an option of the program": command("today --as bob --database /etc/passwd"),
    "a name that climbs": command("get ../../bob/files/secret.txt"),
    "a whole path": command("get /etc/passwd"),
    "an option for a name": command("get --config=/etc/passwd"),
    "a substitution": command("get $(id)"),
    "the file of another": command("get secret.txt"),
    "screens without a terminal": command(),
    "scp": a_client("scp"),
    "scp as it was": a_client("scp", "-O"),
    "sftp": a_client("sftp"),
    "sftp as a subsystem": lambda server, _: _refused(server.asks(ALICE, "sftp", options=("-s",))),
    "-W": forward("-W", "127.0.0.1:22"),
    "-R": forward("-o", "ExitOnForwardFailure=yes", "-R", "0:127.0.0.1:22"),
    "-L": local_forward("-L"),
    "-D": local_forward("-D"),
    "an agent": brought_along("SSH_AUTH_SOCK"),
    "a window": brought_along("DISPLAY"),
    "TEXTUAL_DRIVER": brought_along("TEXTUAL_DRIVER"),
    "PYTHONPATH": brought_along("PYTHONPATH"),
    "EDITOR": brought_along("EDITOR"),
    "another office": brought_along("SHAREDLIVES_DATABASE"),
    "Ctrl+Z": suspend,
    "a picture of the screen": the_menu,
    "a link in the folder": a_link_in_the_folder,
    "a paper from elsewhere": a_paper_from_elsewhere,
    "bytes to the terminal": bytes_to_the_terminal,
}


@pytest.mark.parametrize("how", ESCAPES)
def test_nobody_gets_out_of_the_program(server: SharedServer, alice: Guest, how: str) -> None:
    ESCAPES[how](server, alice)


def test_who_asks_for_more_stands_in_the_journal(server: SharedServer, alice: Guest) -> None:
    command("scp -f /etc/passwd")(server, alice)
    command("get ../x")(server, alice)
    told = journal(server)[:6]
    assert any("Olu Officer: was refused: over SSH: the command scp" in each for each in told), told
    assert any("get with a name that is none" in each for each in told), told
    assert not any("passwd" in each for each in told)


def test_a_terminal_that_understands_nothing_is_told_so(server: SharedServer) -> None:
    with signed_in(server, ALICE, TERM="dumb") as alice:
        assert "\x1b[" not in alice.sees("cannot show screens", "ssh office today")
        assert alice.ends() == 1


# -- the operator -------------------------------------------------------------------------------------------------


def test_who_is_let_in_no_more_is_out(server: SharedServer) -> None:
    server.done("admin", "user", "add", "cass", "Cass Care")
    key = server.sshd.new_key("cass")
    server.done("admin", "key", "add", "cass", f"{key}.pub")
    server.keys["cass"] = key
    assert server.asks("cass", "today").returncode == 0
    with server.sshd.sign_in(key) as cass:
        cass.sees("Cass Care", "Find")
        server.done("admin", "user", "disable", "cass")
        assert cass.ends(seconds=40) == 0
        assert "was closed" in cass.seen()
    assert server.asks("cass", "today").returncode == 255  # sshd knows the key no more
    assert "cass" not in server.list_of_keys.read_text()


@pytest.mark.parametrize(
    ("place", "mode", "mend"),
    [
        ("office/office.db", 0o640, "chmod 600"),
        ("office", 0o755, "chmod 700"),
        ("keys/authorized_keys", 0o660, "chmod go-w"),
        ("people", 0o750, "chmod 700"),
        ("people/alice/files", 0o750, "chmod 700"),
        ("server.toml", 0o666, "chmod go-w"),
    ],
)
def test_a_server_that_is_open_to_others_lets_nobody_in(server: SharedServer, place: str, mode: int, mend: str) -> None:
    assert server.asks(ALICE, "files").returncode == 0  # her folder is made when she first comes in
    path = server.folder / place
    before = path.stat().st_mode & 0o777
    path.chmod(mode)
    try:
        told = server.asks(ALICE, "today")
        checked = server.operator("admin", "check")
    finally:
        path.chmod(before)
    if told.returncode == 255:  # sshd looks at the list of keys itself, where it may
        assert place.startswith("keys")
    else:
        assert (told.returncode, told.stdout) == (3, b"")
        assert b"lets nobody in" in told.stderr
        assert str(server.folder).encode() not in told.stderr
    if place != "people/alice/files":
        assert checked.returncode == 1
        assert f"Mend it: {mend} {path}" in checked.stdout


def test_a_key_that_came_into_the_list_in_another_way_shows(server: SharedServer) -> None:
    before = server.list_of_keys.read_text()
    assert server.operator("admin", "check").returncode == 0
    other = server.sshd.new_key("other").with_name("key-other.pub").read_text().split()
    line = before.splitlines()[1].rpartition(" ssh-ed25519 ")[0]
    server.list_of_keys.write_text(f"{before}{line} {other[0]} {other[1]} alice\n")
    try:
        told = server.operator("admin", "check")
        assert told.returncode == 1
        assert "The keys of alice are others" in told.stdout
        server.list_of_keys.write_text(f"{before}{other[0]} {other[1]} mallory\n")
        assert "was not written by this program" in server.operator("admin", "check").stderr
    finally:
        server.list_of_keys.write_text(before)
    assert server.operator("admin", "check").returncode == 0
