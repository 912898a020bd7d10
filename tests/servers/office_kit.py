"""A whole shared server for the tests: an office, its settings, its list of keys, and a real sshd in front of it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sharedlives_tui.clock import Clock
from sharedlives_tui.desk import Desk
from sharedlives_tui.serving import users
from sharedlives_tui.serving.config import read_server
from sharedlives_tui.serving.door import person_of
from sharedlives_tui.serving.keys import read_key
from tests.desks import at, new_desk, open_complaint
from tests.servers.child_servers import open_folder
from tests.servers.ssh_kit import ROOT, Account, Sshd, ssh_server

ALICE, BOB = "alice", "bob"
WHO = {
    ALICE: "Olu Officer",
    BOB: "Mo Manager",
    "odette": "Odette Officer",
    "rae": "Rae Registered",
    "sena": "Sena Senior",
    "hal": "Hal Head",
}
"""Whose account is which."""

_PROGRAM = """\
import sys
sys.path[:0] = {places!r}
from sharedlives_tui.__main__ import main
sys.exit(main(sys.argv[1:]))
"""
_PLACES = [str(ROOT), *(each for each in sys.path if each.endswith("-packages"))]
"""Where the program and its libraries lie: the environment that would say so is left out."""


@dataclass
class SharedServer:
    """The server, as its operator and its people have it."""

    folder: Path
    account: Account
    sshd: Sshd
    desk: Desk
    """The office, with an administrator in front of it."""
    keys: dict[str, Path] = field(default_factory=dict)
    who: dict[str, str] = field(default_factory=lambda: dict(WHO))
    """Whose account is which on this server."""
    url: str = ""
    """Where the office lies, as its people's sessions come to it, if it is no file."""

    @property
    def office(self) -> Path:
        return self.folder / "office" / "office.db"

    @property
    def place(self) -> str:
        """Where the office lies."""
        return self.url or str(self.office)

    @property
    def config(self) -> Path:
        return self.folder / "server.toml"

    @property
    def people(self) -> Path:
        return self.folder / "people"

    @property
    def list_of_keys(self) -> Path:
        return self.folder / "keys" / "authorized_keys"

    def operator(self, *words: str, as_name: str = "Ada Admin") -> subprocess.CompletedProcess[str]:
        """Run the program as the operator of the service account does."""
        place = ["--config", str(self.config)]
        return self.account.run([*program(self.folder), *words, *place, "--as", as_name])

    def done(self, *words: str) -> str:
        """The same for what is to be done; return what was told."""
        told = self.operator(*words)
        assert told.returncode == 0, told.stderr
        return told.stdout

    def let_in(self, account: str) -> Path:
        """Let somebody in by a key of their own; return where its secret half lies."""
        self.done("admin", "user", "add", account, self.who[account])
        key = self.sshd.new_key(account)
        self.done("admin", "key", "add", account, f"{key}.pub")
        self.keys[account] = key
        return key

    def let_in_quickly(self, *people: str) -> None:
        """The same for several, without a start of the program for each."""
        found = read_server(str(self.config))
        for each in people:
            key = self.keys[each] = self.sshd.new_key(each)
            users.add_user(self.desk, each, self.who[each], (), None)
            users.add_user_key(self.desk, found, each, read_key(key.with_name(f"{key.name}.pub").read_text()))
        self.account.owns(*(self.folder / each for each in ("office", "keys")))

    def person_of(self, account: str) -> str:
        """Whose account it is (P-12)."""
        return person_of(self.desk.store, account)

    def asks(self, account: str, *asked: str, given: bytes = b"", **more: object) -> subprocess.CompletedProcess[bytes]:
        """Somebody runs ssh OFFICE ASKED... without a terminal."""
        return self.sshd.run(self.keys[account], *asked, given=given, **more)  # type: ignore[arg-type]

    def files(self, account: str) -> Path:
        """The folder of somebody's own files."""
        return self.people / account / "files"

    def put_file(self, account: str, name: str, content: bytes) -> Path:
        """Put a file there as the screens do."""
        path = self.files(account) / name
        path.write_bytes(content)
        path.chmod(0o600)
        self.account.owns(path)
        return path


def program(folder: Path) -> list[str]:
    """Return how the program is run as it lies here, with nothing of the surroundings in it."""
    return [sys.executable, "-I", "-X", "utf8", str(folder / "program.py")]


def _settings(folder: Path, url: str, more: str) -> str:
    words = ", ".join(f'"{each}"' for each in program(folder))
    return f"""\
office = "{url or f"{folder}/office/office.db"}"
people = "{folder}/people"
keys = "{folder}/keys/authorized_keys"
called = "office"
program = [{words}]
{more}
"""


@contextmanager
def shared_server(
    account: Account, *, settings: str = "", sshd: Mapping[str, str] | None = None, url: str = "", owner: str = ""
) -> Iterator[SharedServer]:
    """Yield a server with an office in it, set up as docs/server.md says, and nobody let in yet.

    `settings` are further lines of the server's settings, `sshd` what stands otherwise in its lines for sshd. With
    `url` the office lies in a database: made there by its owner, whose name for it is `owner`.
    """
    with open_folder("office") as folder:
        for each in ("office", "people", "keys"):
            (folder / each).mkdir(mode=0o700)
        (folder / "program.py").write_text(_PROGRAM.format(places=_PLACES))
        (folder / "server.toml").write_text(_settings(folder, url, settings))
        desk = new_desk(folder / "office", Clock().today(), owner)
        open_complaint(desk)
        account.owns(*(folder / each for each in ("office", "people", "keys")))
        snippet = (ROOT / "data" / "server" / "sshd.conf").read_text()
        for words, instead in (sshd or {}).items():
            assert words in snippet, words
            snippet = snippet.replace(words, instead.format(folder=folder, program=" ".join(program(folder))))
        snippet = snippet.replace("/srv/sharedlives/keys", f"{folder}/keys")
        snippet = snippet.replace("User sharedlives", f"User {account.name}")
        with ssh_server(account, snippet) as running:
            try:
                yield SharedServer(folder, account, running, at(desk, Clock().today()), url=url)
            finally:
                desk.store.close()
