"""What runs on this computer for an office, and what it costs the processor, as the kernel tells it. Linux only."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def running(word: Path | str) -> dict[int, list[str]]:
    """Return the processes that have that word on their command line, by number, with all its words."""
    found: dict[int, list[str]] = {}
    for each in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended meanwhile
            words = (each / "cmdline").read_bytes().decode("utf-8", "replace").split("\0")
            if str(word) in words:
                found[int(each.name)] = words
    return found


def sessions(config: Path) -> dict[str, list[int]]:
    """Return the processes that serve somebody by those settings of a server, by account."""
    found: dict[str, list[int]] = {}
    for pid, words in running(config).items():
        if "serve" in words and "--as" in words:
            found.setdefault(words[words.index("--as") + 1], []).append(pid)
    return found


def lives(pid: int) -> bool:
    """Return whether a process has not ended."""
    with suppress(OSError):
        return _told(pid)[0] not in "ZX"
    return False


def busy(pid: int, children: bool = False) -> float:
    """Return the seconds of the processor that a process has used, in it and in the system; 0 once it is gone.

    With `children`, those of its ended children.
    """
    with suppress(OSError):
        told = _told(pid)
        return sum(map(int, told[13:15] if children else told[11:13])) / _TICKS
    return 0.0


def above(pid: int, until: int) -> list[int]:
    """Return the processes that a process came from, the nearest first, up to `until`, which is left out."""
    found = []
    with suppress(OSError):
        while (pid := int(_told(pid)[1])) not in (0, 1, until):
            found.append(pid)
    return found


def gone(pids: list[int], seconds: float) -> None:
    """Wait until all of them have ended."""
    end = time.monotonic() + seconds
    while any(Path(f"/proc/{pid}").exists() for pid in pids) and time.monotonic() < end:
        time.sleep(0.02)


def _told(pid: int) -> list[str]:
    """What the kernel tells of a process, from its state on."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
