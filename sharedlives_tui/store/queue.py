"""The fair queue in front of the office's file.

SQLite lets whoever happens to ask win; under load somebody waits for seconds. The kernel's lock on a small file
beside the database does better, and is given back by the kernel when a process dies. Two locks make the turn: the
door and the room. Whoever leaves the room goes through the door again, where somebody else already stands.
Where there are no such locks (Windows, some network disks), short retries at random do instead.
"""

from __future__ import annotations

import os
import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sharedlives_tui.store.errors import Busy

try:
    import fcntl

    HAS_LOCKS = True
except ImportError:  # not on this system
    HAS_LOCKS = False

_DOOR, _ROOM = 0, 1
_queues: dict[str, WriteQueue] = {}
_queues_guard = threading.Lock()


def queue_for(path: Path) -> WriteQueue:
    """Return this process's queue for a database; the same for every opening of it (the locks are per process).

    Each call is matched by one call of `leave`.
    """
    place = os.path.realpath(path)
    with _queues_guard:
        queue = _queues.get(place)
        if queue is None:
            queue = _queues[place] = WriteQueue(Path(f"{place}-queue"))
        queue.users += 1
        return queue


def leave(queue: WriteQueue) -> None:
    """Give the queue back; the last user closes its side file."""
    with _queues_guard:
        queue.users -= 1
        if queue.users == 0:
            queue.close()
            for place in [place for place, each in _queues.items() if each is queue]:
                del _queues[place]


def is_open_here(path: Path) -> bool:
    """Return whether this process has that database open."""
    with _queues_guard:
        return os.path.realpath(path) in _queues


class WriteQueue:
    """One process's place in the queue for one database."""

    def __init__(self, side_file: Path) -> None:
        self.side_file = side_file
        self.users = 0
        self._in_process = threading.Lock()
        self._descriptor: int | None = None
        self._owner = 0

    @contextmanager
    def turn(self, deadline: Deadline) -> Iterator[None]:
        """Hold the turn to write. Raises Busy when the deadline passes first."""
        if not self._in_process.acquire(timeout=deadline.left()):
            raise Busy(deadline.seconds)
        release_here = True
        try:
            locked = False
            descriptor = self._open()
            if descriptor is not None:
                locked, release_here = self._lock_both(descriptor, deadline)
                if not release_here:
                    raise Busy(deadline.seconds)
            try:
                yield
            finally:
                if locked and descriptor is not None:
                    _unlock(descriptor, _ROOM)
        finally:
            if release_here:
                self._in_process.release()

    def close(self) -> None:
        """Close the side file, unless somebody still stands in the queue."""
        if self._descriptor is not None and self._owner == os.getpid() and not self._in_process.locked():
            os.close(self._descriptor)
            self._descriptor = None

    def _open(self) -> int | None:
        if not HAS_LOCKS:
            return None
        if self._descriptor is None or self._owner != os.getpid():
            try:
                self._descriptor = os.open(self.side_file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            except OSError:
                return None
            self._owner = os.getpid()
        return self._descriptor

    def _lock_both(self, descriptor: int, deadline: Deadline) -> tuple[bool, bool]:
        """Take both locks; return whether they are held, and whether the turn in this process is ours to give back.

        When the deadline passes, the waiting thread gives back the locks and the turn as soon as it has them.
        """
        try:
            if _try_lock(descriptor, _DOOR):
                if _try_lock(descriptor, _ROOM):
                    _unlock(descriptor, _DOOR)
                    return True, True
                _unlock(descriptor, _DOOR)
        except OSError:  # a disk without such locks
            return False, True
        waiter = _Waiter(descriptor, self._in_process)
        return waiter.wait(deadline)


class _Waiter(threading.Thread):
    """Waits in the kernel's queue, so that the one who asked can stop waiting."""

    def __init__(self, descriptor: int, turn: threading.Lock) -> None:
        super().__init__(name="write-queue", daemon=True)
        self.descriptor, self.turn = descriptor, turn
        self._guard = threading.Lock()
        self._settled = threading.Event()
        self._given_up = False
        self._locked = False

    def wait(self, deadline: Deadline) -> tuple[bool, bool]:
        self.start()
        self._settled.wait(deadline.left())
        with self._guard:
            if self._settled.is_set():
                return self._locked, True
            self._given_up = True
            return False, False

    def run(self) -> None:
        locked = True
        try:
            _lock(self.descriptor, _DOOR)
            _lock(self.descriptor, _ROOM)
        except OSError:
            locked = False
        finally:
            with suppress(OSError):
                _unlock(self.descriptor, _DOOR)
        with self._guard:
            self._locked = locked
            if not self._given_up:
                self._settled.set()
                return
        if locked:
            _unlock(self.descriptor, _ROOM)
        self.turn.release()


class Deadline:
    """How long we wait in all, for the queue and for SQLite."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Return the seconds that are left; never less than 0."""
        return max(0.0, self._end - time.monotonic())

    def pause(self) -> bool:
        """Sleep for up to 4 milliseconds, at random; return False if the deadline has passed."""
        left = self.left()
        if left <= 0:
            return False
        time.sleep(min(left, random.uniform(0.0002, 0.004)))  # noqa: S311 - it spreads the retries, it hides nothing
        return True


def _lock(descriptor: int, place: int) -> None:
    fcntl.lockf(descriptor, fcntl.LOCK_EX, 1, place)


def _try_lock(descriptor: int, place: int) -> bool:
    try:
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)
    except (BlockingIOError, PermissionError):
        return False
    return True


def _unlock(descriptor: int, place: int) -> None:
    fcntl.lockf(descriptor, fcntl.LOCK_UN, 1, place)
