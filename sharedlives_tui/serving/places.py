"""How often one person may be on the server at once: a few places each, held by the kernel to the end of a process.

Each session is a program of its own, with memory of its own. Who opened them without end would leave none to others.
"""

from __future__ import annotations

import os

MOST_BYTES = 1_500_000_000
"""Memory that one session may take for what it makes; a session needs about a fifteenth of it."""
_held: list[int] = []


def take_place(folder: str, most: int) -> bool:
    """Take one of a person's places, to the end of this process; return whether one was free. Raises OSError.

    A process that has one keeps it, however often it asks.
    """
    import fcntl

    if _held:
        return True
    for number in range(1, most + 1):
        flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
        handle = os.open(f"{folder}/.place-{number}", flags, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
        else:
            _held.append(handle)
            return True
    return False


def leave_place() -> None:
    """Give the place back: for tests."""
    while _held:
        os.close(_held.pop())


def take_no_more_memory() -> None:
    """From now on the system gives this process no more than MOST_BYTES: one session cannot take the server's all."""
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    most = MOST_BYTES if hard == resource.RLIM_INFINITY else min(MOST_BYTES, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))
