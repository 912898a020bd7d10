"""What a new shared server needs, made in one go: the account, its folders, settings, lines for sshd, units of systemd.

What is there already stays as it is, so that it can be run again. Everything comes from the files to begin with
(data/server), with the places of this installation in them.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from sharedlives_tui import resources

EXAMPLES = "server"
"""The folder of files to begin with, in the program's data."""
ACCOUNT = "sharedlives"
HOME = "/srv/sharedlives"
SSHD = "sshd.conf"
"""The file to begin with of sshd's lines."""
_PROGRAM = "/opt/sharedlives"
"""Where the files to begin with say that the program lies."""
_PLAIN = re.compile(r"/[A-Za-z0-9/._-]+")
_LINK = "/usr/local/bin/sharedlives"
_SINCE = {"UnusedConnectionTimeout": (9, 2)}
"""Lines for sshd that older ones do not know, with the version that came to know them: an older one would not start."""


class CannotSetUp(Exception):
    """Something is missing that only the operator can put right; the words say what."""


class Part(NamedTuple):
    """One folder or file of a server."""

    place: str
    mode: int
    example: str = ""
    """The file to begin with; empty for a folder."""
    theirs: bool = False
    """Whether it belongs to the service account; else to root."""
    only_in: str = ""
    """The folder without which it is left out: a system without systemd has no place for its units."""


_UNITS = "/etc/systemd/system"
PARTS = (
    *(Part(f"{HOME}{each}", 0o700, theirs=True) for each in ("", "/office", "/people", "/keys", "/backups")),
    Part("/etc/sharedlives", 0o755),
    Part("/etc/sharedlives/morning", 0o755),
    Part("/etc/sharedlives/server.toml", 0o644, "server.toml"),
    Part("/etc/ssh/sshd_config.d/sharedlives.conf", 0o644, SSHD, only_in="/etc/ssh/sshd_config.d"),
    Part("/usr/local/sbin/office", 0o755, "office"),
    *(
        Part(f"{_UNITS}/sharedlives-{each}", 0o644, f"sharedlives-{each}", only_in=_UNITS)
        for what in ("backup", "mark", "morning@")
        for each in (f"{what}.service", f"{what}.timer")
    ),
)
"""Everything that a server has beside its account and the program, in the order in which it is made."""


def example(name: str, program: str = _PROGRAM) -> str:
    """Return a file to begin with, for a program that lies there."""
    return resources.read_text(EXAMPLES, name).replace(f"{_PROGRAM}/", f"{program}/")


def lines_for_sshd(text: str, version: tuple[int, int]) -> str:
    """Return the lines for sshd as an sshd of that version can have them: what it does not know is a comment."""
    for word, since in _SINCE.items():
        if version < since:
            text = re.sub(rf"(?m)^( *)(?={word} )", r"\1# ", text)
    return text


def _version_of_sshd() -> tuple[int, int]:
    """Return which OpenSSH is installed here; (0, 0) where it does not say. An older one says it as it complains."""
    sshd = shutil.which("sshd", path="/usr/sbin:/sbin:/usr/local/sbin")
    if sshd is None:
        return 0, 0
    told = subprocess.run([sshd, "-V"], capture_output=True, text=True, check=False)  # noqa: S603 - nothing is typed
    found = re.search(r"OpenSSH_([0-9]+)\.([0-9]+)", told.stdout + told.stderr)
    return (0, 0) if found is None else (int(found[1]), int(found[2]))


def set_up(root: Path, account: str = ACCOUNT, program: str = sys.prefix) -> Iterator[str]:
    """Make what is not there yet, and tell line by line what was made; `root` is / but in tests.

    Raises CannotSetUp, OSError.
    """
    if not _PLAIN.fullmatch(program):
        raise CannotSetUp(f"The program lies in {program}. Put it where no letter is a space or a sign: {_PROGRAM}")
    yield from _account(account)
    _must_run(account, f"{program}/bin/python")
    for part in PARTS:
        if part.only_in and not _under(root, part.only_in).is_dir():
            yield f"Left out, because there is no {part.only_in}: {part.place}"
        elif os.path.lexists(_under(root, part.place)):
            yield f"Is there, and stays as it is: {part.place}"
        else:
            _make(root, part, account, program)
            yield f"Made: {part.place}"
    link = _under(root, _LINK)
    if not os.path.lexists(link) and link.parent.is_dir():
        link.symlink_to(f"{program}/bin/sharedlives")
        yield f"Made: {_LINK}"


def _under(root: Path, place: str) -> Path:
    return root / place.removeprefix("/")


def _make(root: Path, part: Part, account: str, program: str) -> None:
    """Make it with its owner and mode from the first moment on, whatever root's own umask is. Raises OSError."""
    place = _under(root, part.place)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o755)
    if part.example:
        text = example(part.example, program)
        if part.example == SSHD:
            text = lines_for_sshd(text, _version_of_sshd())
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
    else:
        place.mkdir(mode=0o700)
    place.chmod(part.mode)
    if part.theirs:
        shutil.chown(place, account, account)


def _account(name: str) -> Iterator[str]:
    """A real shell, or sshd runs no command for it; a password that nobody can type and that locks nothing: *."""
    import pwd

    try:
        pwd.getpwnam(name)
    except KeyError:
        pass
    else:
        yield f"Is there, and stays as it is: the account {name}"
        return
    tool = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin")
    if tool is None:
        raise CannotSetUp(f"There is no useradd here. Make the account {name} first, with the home {HOME}.")
    words = [tool, "--system", "--user-group", "--home-dir", HOME, "--shell", "/bin/sh", "--password", "*", name]
    done = subprocess.run(words, capture_output=True, text=True, check=False)  # noqa: S603 - nothing in it is typed
    if done.returncode:
        raise CannotSetUp(f"The account {name} could not be made: {done.stderr.strip()}")
    yield f"Made: the account {name}"


def _must_run(account: str, python: str) -> None:
    """Raises CannotSetUp where the account may not run the program: often Python lies in root's own folder."""
    import pwd

    whose = pwd.getpwnam(account)
    as_whom = {"user": whose.pw_uid, "group": whose.pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}
    try:
        done = subprocess.run(  # noqa: S603 - our own program
            [python, "-I", "-c", "import sharedlives_tui"],
            capture_output=True, text=True, check=False, cwd="/", env={"PATH": "/usr/bin:/bin"}, **as_whom,  # type: ignore[call-overload]
        )  # fmt: skip
        said = done.stderr.strip().rpartition("\n")[2] if done.returncode else ""
    except OSError as error:
        said = error.strerror or "it cannot be started"
    if said:
        words = (
            f"The account {account} cannot run {python}: {said}. Put the program where it can, with the system's own"
        )
        raise CannotSetUp(f"{words} Python: /usr/bin/python3 -m venv {_PROGRAM}")
