"""What the servers of the tests have in common: where they lie, how they are found, that they end with the tests."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import stat
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 30.0
"""Seconds that a server may take to start or to end."""

INSTALL = "Run `make test-servers`, or scripts/install_servers.sh before it."


class MissingServer(Exception):
    """A server is not installed, or it does not start: an error of the machine, never a reason to skip."""


def find(name: str, *folders: str) -> Path:
    """Return the program of that name from the path or from the folders. Raises MissingServer."""
    found = shutil.which(name) or shutil.which(name, path=os.pathsep.join(folders))
    if found is None:
        raise MissingServer(f"{name} is not installed on this machine. {INSTALL}")
    return Path(found)


@contextmanager
def open_folder(name: str) -> Iterator[Path]:
    """Yield a new folder that other accounts can reach (a server runs as one); it is gone afterwards."""
    for base in (Path(tempfile.gettempdir()), Path("/var/tmp")):
        if all(each.stat().st_mode & stat.S_IXOTH for each in (base, *base.parents)):
            break
    else:
        raise MissingServer("There is no temporary folder here that other accounts can reach. Set TMPDIR to one.")
    folder = Path(tempfile.mkdtemp(prefix=f"sharedlives-{name}-", dir=base))
    try:
        folder.chmod(0o755)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    """Return a port of the loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ending_with_us(words: Sequence[str], how: signal.Signals) -> list[str]:
    """Return the words that start a server so that it gets that signal when the tests end, however they end.

    Where no such thing is to be had (it is Linux's), the words as they are.
    """
    setpriv = shutil.which("setpriv")
    return [*words] if setpriv is None else [setpriv, "--pdeathsig", how.name.removeprefix("SIG"), "--", *words]


class Child:
    """A server as a child of the tests, with what it says in a file."""

    def __init__(self, words: Sequence[str], log: Path, *, end: signal.Signals, account: str | None = None) -> None:
        self.log, self._end, self._words = log, end, words
        as_whom = {} if account is None else {"user": account, "group": account, "extra_groups": []}
        with log.open("ab") as out:
            self._process = subprocess.Popen(
                ending_with_us(words, end),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                cwd="/",
                start_new_session=True,
                **as_whom,  # type: ignore[call-overload]
            )

    @property
    def pid(self) -> int:
        """The number of its process."""
        return self._process.pid

    def comes(self, answers: Callable[[], bool]) -> None:
        """Wait until the server answers. Raises MissingServer with what it said."""
        end = time.monotonic() + PATIENCE
        while not answers():
            if self._process.poll() is not None or time.monotonic() > end:
                raise MissingServer(f"{self._words[0]} does not start:\n{self.said()}")
            time.sleep(0.02)

    def said(self) -> str:
        """What the server has said."""
        return self.log.read_text("utf-8", "replace")

    @property
    def runs(self) -> bool:
        """Whether it has not ended."""
        return self._process.poll() is None

    def stop(self, how: signal.Signals | None = None) -> None:
        """End the server and wait for it."""
        if self.runs:
            self._process.send_signal(how or self._end)
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
