"""A real sshd of its own for the tests: on loopback, with its own keys, and an account that staff come in as."""

from __future__ import annotations

import os
import pwd
import secrets
import shlex
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.servers.child_servers import Child, MissingServer, find, free_port, open_folder
from tests.terminal_kit import Terminal

ROOT = Path(__file__).resolve().parents[2]
OPTIONS = "restrict,pty"
"""What stands before the command in the line of a key, unless told otherwise."""
_PRIVILEGES = Path("/run/sshd")  # where sshd puts its unprivileged half, if it is root

_CONFIG = """\
Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host_key
PidFile {folder}/sshd.pid
AuthorizedKeysFile {folder}/authorized_keys
# The list of keys lies in a temporary folder, in which everybody may write.
StrictModes no
UsePAM no
PubkeyAuthentication yes
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin {root}
AllowUsers {account}
AcceptEnv LANG LC_* NO_COLOR
Subsystem sftp internal-sftp
MaxStartups 100
MaxSessions 100
ClientAliveInterval 5
ClientAliveCountMax 2
LogLevel VERBOSE
"""


@dataclass(frozen=True)
class Account:
    """As whom everybody comes in."""

    name: str
    home: Path
    made: bool
    """Whether it was made for the tests: then it owns nothing else, and is gone afterwards."""
    why_not: str = ""

    def owns(self, *places: Path) -> None:
        """Give these files and folders, with all in them, to the account."""
        if os.geteuid() == 0:
            for place in places:
                for each in (place, *place.rglob("*")):
                    shutil.chown(each, self.name, self.name if self.made else None)

    def run(self, words: Sequence[str], **more: str) -> subprocess.CompletedProcess[str]:
        """Run a program as the account, with an environment of its own."""
        surroundings = {"HOME": str(self.home), "PATH": os.environ["PATH"], "LANG": "C.UTF-8", **more}
        as_whom = {"user": self.name, "group": self.name, "extra_groups": []} if self.made else {}
        return subprocess.run(
            words,
            capture_output=True,
            text=True,
            cwd="/",
            env=surroundings,
            **as_whom,  # type: ignore[call-overload]
        )


@contextmanager
def service_account() -> Iterator[Account]:
    """Yield an account for the service: a new one if we are root and it can reach the program, else our own."""
    me = pwd.getpwuid(os.geteuid())
    own = Account(me.pw_name, Path(me.pw_dir), made=False, why_not="only root can make an account")
    if os.geteuid() != 0:
        yield own
        return
    name = f"sltest{secrets.token_hex(4)}"
    with open_folder("home") as home:
        made = Account(name, home / name, made=True)
        subprocess.run(
            [
                *(find("useradd", "/usr/sbin"), "--system", "--user-group", "--shell", "/bin/bash"),
                *("--password", "*", "--home-dir", str(made.home), "--create-home", name),
            ],
            check=True,
        )
        try:
            tried = _reaches_the_program(made)
            yield Account(me.pw_name, Path(me.pw_dir), made=False, why_not=tried) if tried else made
        finally:
            subprocess.run([find("userdel", "/usr/sbin"), "--force", name], check=True, capture_output=True)


def _reaches_the_program(account: Account) -> str:
    """Return why the account cannot run the program as it lies here; empty if it can."""
    try:
        told = account.run([sys.executable, "-c", "import sharedlives_tui, textual"], PYTHONPATH=str(ROOT))
    except PermissionError:
        return f"another account may not run {Path(sys.executable).resolve()}"
    return told.stderr.strip().rpartition("\n")[2]


class Sshd:
    """A running sshd. Made by `ssh_server`."""

    def __init__(self, folder: Path, account: Account, settings: str = "") -> None:
        self.folder, self.account = folder, account
        self.port = free_port()
        self.authorized_keys = folder / "authorized_keys"
        self.log = folder / "log"
        self._sshd = find("sshd", "/usr/sbin", "/sbin", "/usr/local/sbin").absolute()
        self._ssh = find("ssh")
        self.authorized_keys.touch(0o644)
        self._make_key(folder / "host_key")
        public = (folder / "host_key.pub").read_text()
        (folder / "known_hosts").write_text(f"[127.0.0.1]:{self.port} {public}")
        if os.geteuid() == 0:
            _PRIVILEGES.mkdir(0o755, exist_ok=True)
        asked = {"port": self.port, "folder": folder, "account": account.name}
        asked["root"] = "forced-commands-only" if account.name == "root" else "no"
        (folder / "sshd_config").write_text(settings + _CONFIG.format_map(asked))  # the first that is said holds
        self._child = Child(
            [str(self._sshd), "-D", "-e", "-f", str(folder / "sshd_config")], self.log, end=signal.SIGTERM
        )
        self._child.comes(self._answers)

    @property
    def pid(self) -> int:
        """The process that everybody's session comes from."""
        return self._child.pid

    def stop(self) -> None:
        """End the server; who is in stays in until they end."""
        self._child.stop()

    def said(self) -> str:
        """What the server wrote into its log."""
        return self._child.said()

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), 1) as line:
                return line.recv(4) == b"SSH-"
        except OSError:
            return False

    # -- keys -----------------------------------------------------------------------------------------------------

    def _make_key(self, place: Path) -> Path:
        words = [find("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-C", place.name, "-f", place]
        subprocess.run(words, check=True, stdin=subprocess.DEVNULL)
        return place

    def new_key(self, name: str) -> Path:
        """Make a pair of keys; return the place of the secret half (the other one ends in .pub)."""
        return self._make_key(self.folder / f"key-{name}")

    def allow(self, key: Path, command: str | None, options: str = OPTIONS) -> None:
        """Let somebody in with a key; `command` is the forced one. Without a command they get a shell."""
        said = "" if command is None else command.replace('"', '\\"')
        forced = "" if command is None else f'command="{said}"'
        line = ",".join(each for each in (options, forced) if each)
        with self.authorized_keys.open("a") as file:
            file.write(f"{line} {key.with_name(key.name + '.pub').read_text()}")

    # -- clients --------------------------------------------------------------------------------------------------

    def words(self, key: Path, *asked: str, options: Sequence[str] = ()) -> list[str]:
        """Return how a client is started: `options` are those of ssh, `asked` what is to be run."""
        return [
            *(str(self._ssh), "-F", "/dev/null", "-p", str(self.port), "-i", str(key), "-l", self.account.name),
            *("-o", "IdentitiesOnly=yes", "-o", "IdentityAgent=none", "-o", "BatchMode=yes"),
            *("-o", "StrictHostKeyChecking=yes", "-o", f"UserKnownHostsFile={self.folder / 'known_hosts'}"),
            *("-o", "LogLevel=ERROR", *options, "127.0.0.1", *asked),
        ]

    def run(
        self, key: Path, *asked: str, options: Sequence[str] = (), given: bytes = b"", seconds: float = 60
    ) -> subprocess.CompletedProcess[bytes]:
        """Run something without a terminal; return how it ended."""
        return subprocess.run(
            self.words(key, *asked, options=options), input=given, capture_output=True, timeout=seconds
        )

    def sign_in(
        self, key: Path, *asked: str, lines: int = 24, columns: int = 80, options: Sequence[str] = (), **more: Any
    ) -> Terminal:
        """Come in on a terminal of one's own (`more` is for it); it can be resized, and killed, which cuts the line."""
        words = self.words(key, *asked, options=("-tt", *options))
        return Terminal(words, lines, columns, **more)


def program(*arguments: str, python: Sequence[str] = ("-X", "utf8")) -> str:
    """Return the command line that runs the program as it lies here, for a forced command."""
    words = ["env", f"PYTHONPATH={ROOT}", sys.executable, *python, "-m", "sharedlives_tui", *arguments]
    return f"exec {shlex.join(words)}"


@contextmanager
def ssh_server(account: Account, settings: str = "") -> Iterator[Sshd]:
    """Yield an sshd that lets only this account in; `settings` are lines before ours. Raises MissingServer."""
    with open_folder("ssh") as folder:
        server = Sshd(folder, account, settings)
        try:
            yield server
        finally:
            server.stop()


__all__ = ["Account", "MissingServer", "Sshd", "program", "service_account", "ssh_server"]
