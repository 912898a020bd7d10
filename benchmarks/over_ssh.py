"""The start over SSH: a server of its own on this machine, with keys of its own, ended afterwards."""

from __future__ import annotations

import getpass
import os
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from benchmarks.programs import READY
from benchmarks.report import NotMeasured, Ratio, Row
from benchmarks.screens import LATE, first_two, ours
from benchmarks.terminal import Session
from sharedlives_tui.desk import Desk

ROOT = Path(__file__).resolve().parents[1]
PLACES = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"))
WHAT = "first picture over SSH / empty program over SSH"
PATIENCE = 10.0
"""Seconds in which the server must answer."""


def measure(desk: Desk, rounds: int) -> Sequence[Row]:
    """Return the ratio of the start over SSH; without a server on this machine, what to install."""
    server, client = shutil.which("sshd", path=PLACES), shutil.which("ssh")
    if server is None or client is None or shutil.which("ssh-keygen") is None:
        return [NotMeasured(WHAT, "install openssh-server, so that sshd, ssh and ssh-keygen are there")]
    with tempfile.TemporaryDirectory(prefix="sharedlives-bench-") as folder:
        try:
            with _served(server, Path(folder)) as port:
                return _starts(desk, rounds, [client, *_options(Path(folder), port)], Path(folder))
        except OSError as error:
            return [NotMeasured(WHAT, str(error))]


def _starts(desk: Desk, rounds: int, client: Sequence[str], home: Path) -> Sequence[Row]:
    first = first_two(desk)[0]
    plain = [sys.executable, "-m", "benchmarks.programs", "empty"]
    programs = {
        "empty": (_there(plain, {}, home), READY),
        "early": (_there(ours(desk), {}, home), first),
        "late": (_there(ours(desk), LATE, home), first),
        "nothing": ("echo there", "there"),
    }
    painted: dict[str, list[float]] = {name: [] for name in programs}
    for number in range(-1, rounds):
        for name in list(programs) if number % 2 else list(programs)[::-1]:
            command, words = programs[name]
            session = Session([*client, command])
            try:
                took = session.until(words)
            finally:
                session.close()
            if number >= 0:
                painted[name].append(took)
    return [
        Ratio(WHAT, "ms", painted["early"], painted["empty"]),
        Ratio("the same, by the toolkit alone", "ms", painted["late"], painted["empty"]),
        Ratio("first picture over SSH / a line of text over SSH", "ms", painted["early"], painted["nothing"]),
    ]


def _there(command: Sequence[str], surroundings: dict[str, str], home: Path) -> str:
    """The command as the other end's shell takes it, with what a person's session has there."""
    named = {"HOME": str(home), "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", "TERM": "xterm-256color", **surroundings}
    unset = "-u PYTHONDONTWRITEBYTECODE"
    return f"env {unset} {shlex.join(f'{name}={value}' for name, value in named.items())} {shlex.join(command)}"


def _options(folder: Path, port: int) -> list[str]:
    """What the client is told: our own key, our own server, nothing of this person's."""
    told = {
        "IdentityFile": folder / "key",
        "IdentitiesOnly": "yes",
        "IdentityAgent": "none",
        "UserKnownHostsFile": folder / "known",
        "StrictHostKeyChecking": "no",
        "LogLevel": "ERROR",
    }
    options = [part for name, value in told.items() for part in ("-o", f"{name}={value}")]
    return ["-F", "none", "-tt", "-p", str(port), *options, f"{getpass.getuser()}@127.0.0.1"]


@contextmanager
def _served(server: str, folder: Path) -> Iterator[int]:
    """Run a server on a free port of this machine. Raises OSError, with what it said."""
    for name in ("host", "key"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / name], check=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = folder / "settings"
    settings.write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {folder / 'host'}\nAuthorizedKeysFile {folder / 'key.pub'}\n"
        f"PidFile {folder / 'pid'}\nStrictModes no\nUsePAM no\nPasswordAuthentication no\n"
        "KbdInteractiveAuthentication no\nPermitRootLogin prohibit-password\n"
    )
    with (folder / "said").open("w+") as said:
        process = subprocess.Popen([server, "-D", "-e", "-f", settings], stderr=said)
        try:
            _must_answer(process, port, folder / "said")
            yield port
        finally:
            process.terminate()
            process.wait()


def _must_answer(process: subprocess.Popen[bytes], port: int, said: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.2):
            return
        time.sleep(0.05)
    raise OSError(f"the server did not start: {' '.join(said.read_text().split())[-200:]}")
