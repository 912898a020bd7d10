"""The list of keys that sshd reads: written here alone, whole or not at all, a line a key with its forced command.

Each line says whose key it is, and that it runs the program for that account and may do nothing else. A file with any
line that is not ours is left alone: what stands in it could let somebody in past the program.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from sharedlives_tui.serving.config import PLACE, BadServer, Server, is_account
from sharedlives_tui.serving.keys import TYPES, BadKey, Key, read_key
from sharedlives_tui.store.errors import from_system
from sharedlives_tui.store.files import put_in_place, remove, unfinished_beside

HEADING = "# Written by: sharedlives admin key. Change nothing here by hand."
_LINE = re.compile(
    r'restrict,pty,command="exec (?P<program>[^"\\]+) serve --as (?P<account>[a-z][a-z0-9_-]{0,31})'
    r'(?: --config (?P<config>[^" \\]+))?" (?P<type>\S+) (?P<blob>[A-Za-z0-9+/=]+) (?P<label>[a-z0-9_-]+)'
)
LONGEST_FILE = 2_000_000
"""Bytes."""


class Entry(NamedTuple):
    """One key of the list."""

    account: str
    key: Key


class NotAdded(Exception):
    """A key or an account was refused; the words say why."""


def line_of(server: Server, entry: Entry) -> str:
    """Return the line of a key: it runs the program for that account, and allows nothing else."""
    command = [*server.program, "serve", "--as", entry.account]
    if server.place != PLACE:
        command += ["--config", server.place]
    return f'restrict,pty,command="exec {" ".join(command)}" {entry.key.type} {entry.key.blob} {entry.account}'


def read_list(server: Server) -> list[Entry]:
    """Return the keys of the list; none where there is no list. Raises BadServer for a file with a line not of ours."""
    path = Path(server.keys)
    try:
        if path.is_symlink() or not path.is_file():
            if path.exists() or path.is_symlink():
                raise BadServer(f"{path} is no file of its own. Put it aside; the list is then begun anew.")
            return []
        if path.stat().st_size > LONGEST_FILE:
            raise BadServer(f"{path} is longer than {LONGEST_FILE:,} bytes: that is no list of ours.")
        text = path.read_text(encoding="ascii")
    except UnicodeDecodeError:
        raise BadServer(f"{path} holds letters that no list of ours has. Put it aside.") from None
    except OSError as error:
        raise from_system(error, path) from None
    return [
        _entry(line, f"Line {number} of {path}") for number, line in enumerate(text.splitlines(), 1) if line != HEADING
    ]


def _entry(line: str, where: str) -> Entry:
    found = _LINE.fullmatch(line)
    if found is None or found["type"] not in TYPES:
        words = f"{where} was not written by this program, and could let somebody in past it. Nothing was changed."
        raise BadServer(
            f"{words} Take the line out, or keep it in a list of its own (AuthorizedKeysFile takes several)."
        )
    try:
        key = read_key(f"{found['type']} {found['blob']}")
    except BadKey as error:
        raise BadServer(f"{where}: {error} Take the line out.") from None
    return Entry(found["account"], key)


def strays(server: Server) -> list[str]:
    """Return the accounts of which a line runs another program than the server's settings say. Raises BadServer."""
    entries = read_list(server)
    if not entries:
        return []
    lines = set(Path(server.keys).read_text(encoding="ascii").splitlines())
    return sorted({each.account for each in entries if line_of(server, each) not in lines})


def text_of(server: Server, entries: Sequence[Entry]) -> str:
    """Return the whole list, by account."""
    ordered = sorted(set(entries), key=lambda each: (each.account, each.key.blob))
    return "".join(f"{line}\n" for line in (HEADING, *(line_of(server, each) for each in ordered)))


@contextmanager
def adding(server: Server, account: str, key: Key) -> Iterator[list[str]]:
    """Put a key into the list when the block ends well; gives the marks of the account's keys, this one among them.

    Raises NotAdded, BadServer, StoreError.
    """
    if not is_account(account):
        raise NotAdded(f"{account} cannot be an account: small letters, digits, - and _, at most 32, a letter first.")
    with _changing(server) as entries:
        for each in entries:
            if each.key.blob == key.blob:
                whose = "theirs already" if each.account == account else f"the key of {each.account}"
                raise NotAdded(f"This key is {whose} ({key.fingerprint}). Each key belongs to one person.")
        entries.append(Entry(account, key))
        yield [each.key.fingerprint for each in entries if each.account == account]


def remove_keys(server: Server, account: str, fingerprint: str = "") -> int:
    """Take an account's keys out of the list, or the one of that fingerprint; return how many. Raises as adding."""
    with _changing(server) as entries:
        gone = [each for each in entries if each.account == account and fingerprint in ("", each.key.fingerprint)]
        for each in gone:
            entries.remove(each)
    return len(gone)


def write_again(server: Server) -> int:
    """Write every line anew, as the server's settings now say; return how many keys. Raises as adding."""
    with _changing(server) as entries:
        return len(entries)


@contextmanager
def _changing(server: Server) -> Iterator[list[Entry]]:
    """The list, written whole when the block ends; whoever else changes it waits. Raises BadServer, StoreError."""
    path = Path(server.keys)
    try:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        with _alone(path.with_name(f"{path.name}.changing")):
            entries = read_list(server)
            yield entries
            unfinished = unfinished_beside(path)
            try:
                unfinished.write_text(text_of(server, entries), encoding="ascii")
                put_in_place(unfinished, path, replace=True)
            finally:
                remove(unfinished)
    except OSError as error:
        raise from_system(error, path) from None


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Hold the kernel's lock on a file while the block runs: the next one waits. Raises OSError."""
    import fcntl

    handle = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
