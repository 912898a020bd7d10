"""The fair queue in front of the office's file.

SQLite lets whoever happens to ask win; under load somebody waits for seconds. The kernel's lock on a small file
beside the database does better, and is given back by the kernel when a process dies. Two locks make the turn: the
door and the room. Whoever leaves the room goes through the door again, where somebody else already stands.
Where there are no such locks (Windows, some network disks), short retries at random do instead.

Whoever has had a turn marks the small file. While turns go by one waits on: the machine has much to do, and it comes to
one's own. Where none does, one program holds the file, and waiting is of no use.
"""

from __future__ import annotations

import os
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sharedlives_tui.store.errors import Busy

try:
    import fcntl

    HAS_LOCKS = True
except ImportError:  # not on this system
    HAS_LOCKS = False

LONGEST = 60.0
"""Seconds that one waits while turns go by."""
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
        if not self._patiently(lambda left: self._in_process.acquire(timeout=left), deadline):
            raise Busy(deadline.waited)
        release_here = True
        try:
            locked = False
            descriptor = self._open()
            if descriptor is not None:
                locked, release_here = self._lock_both(descriptor, deadline)
                if not release_here:
                    raise Busy(deadline.waited)
            deadline.renew()  # what it took to get here says nothing about the file
            try:
                yield
            finally:
                if locked and descriptor is not None:
                    with suppress(OSError):
                        os.utime(descriptor)
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

    def _patiently(self, comes: Callable[[float], bool], deadline: Deadline) -> bool:
        """Return whether it comes: within the deadline, or later as long as others have their turns meanwhile."""
        seen = self._last_turn()
        while not comes(deadline.left()):
            now = self._last_turn()
            if now == seen or not deadline.renew():
                return False
            seen = now
        return True

    def _last_turn(self) -> int:
        """When somebody last had a turn, as the small file is marked; 0 where it cannot be known."""
        try:
            return self.side_file.stat().st_mtime_ns
        except OSError:
            return 0

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
        waiter.start()
        self._patiently(waiter.is_settled, deadline)
        return waiter.settle()


class _Waiter(threading.Thread):
    """Waits in the kernel's queue, so that the one who asked can stop waiting."""

    def __init__(self, descriptor: int, turn: threading.Lock) -> None:
        super().__init__(name="write-queue", daemon=True)
        self.descriptor, self.turn = descriptor, turn
        self._guard = threading.Lock()
        self._settled = threading.Event()
        self._given_up = False
        self._locked = False

    def is_settled(self, seconds: float) -> bool:
        """Wait for that long; return whether the locks were given or refused."""
        return self._settled.wait(seconds)

    def settle(self) -> tuple[bool, bool]:
        """Wait no longer; return whether the locks are held, and whether the turn is the caller's to give back."""
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
        self._began = time.monotonic()
        self._end = self._began + seconds

    @property
    def waited(self) -> float:
        """Seconds that were waited when it has passed: what was set, or all of them where it was renewed."""
        return max(self.seconds, round(time.monotonic() - self._began))

    def renew(self) -> bool:
        """Begin anew, because it goes forward; return False when that is over too."""
        self._end = min(time.monotonic() + self.seconds, self._began + max(self.seconds, LONGEST))
        return self.left() > 0

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
