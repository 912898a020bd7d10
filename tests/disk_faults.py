"""A disk that fails when told to: every write, every sync and every cut of power that SQLite can meet, one by one.

SQLite reaches the disk through a table of functions. The ones that write are replaced by ours for the whole process:
they count, fail at the count that was asked for, and remember what a disk without power would still have. Python
alone: no compiler, no rights, no special disk.
"""

from __future__ import annotations

import _sqlite3
import ctypes
import random
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FULL, READ_ERROR, WRITE_ERROR, SYNC_ERROR, TRUNCATE_ERROR = 13, 266, 778, 1034, 1546
"""What SQLite is told: no room, the disk gave an error with a read, a write, a sync, a shortening."""
_SECTOR = 512


class _Methods(ctypes.Structure):
    _fields_ = [("version", ctypes.c_int), ("functions", ctypes.c_void_p * 18)]


class _File(ctypes.Structure):
    _fields_ = [("methods", ctypes.POINTER(_Methods))]


_OPEN = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.POINTER(_File), ctypes.c_int, ctypes.c_void_p
)
_DELETE = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int)
_WRITE = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.c_int64)
_READ = _WRITE
_TRUNCATE = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int64)
_SYNC = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int)
_AT_READ, _AT_WRITE, _AT_TRUNCATE, _AT_SYNC = 1, 2, 3, 4


class _System(ctypes.Structure):
    _fields_ = [
        ("version", ctypes.c_int),
        ("size_of_file", ctypes.c_int),
        ("longest_path", ctypes.c_int),
        ("next", ctypes.c_void_p),
        ("name", ctypes.c_char_p),
        ("data", ctypes.c_void_p),
        ("open", _OPEN),
        ("delete", _DELETE),
    ]


@dataclass
class OnDisk:
    """One file as the disk has it: what was synced, and what was written since."""

    synced: bytearray
    since: list[tuple[int, bytes | None]] = field(default_factory=list)
    """Where, and what; None for a shortening to that size."""

    def sync(self) -> None:
        for change in self.since:
            _apply(self.synced, change)
        self.since.clear()

    def after_a_cut(self, chance: random.Random) -> bytes:
        """What could be there after a cut of power: of what was not synced anything, and any part of a write."""
        content = bytearray(self.synced)
        for at, what in self.since:
            fate = chance.random()
            if fate < 0.4:
                continue
            if what is not None and fate < 0.7:
                _apply(content, (at, what[: chance.randrange(len(what) // _SECTOR + 1) * _SECTOR]))
            else:
                _apply(content, (at, what))
        return bytes(content)


def _apply(content: bytearray, change: tuple[int, bytes | None]) -> None:
    at, what = change
    if what is None:
        del content[at:]
        return
    if len(content) < at:
        content.extend(bytes(at - len(content)))
    content[at : at + len(what)] = what


@dataclass
class Disk:
    """What happens on the disk while `failing` runs."""

    fail_at: int = 0
    """The count of the writing, shortening or sync that fails; 0 for none."""
    for_good: bool = False
    """Every later one fails too."""
    full: bool = False
    """It fails because there is no room; a sync does not fail for that."""
    unreadable: bool = False
    """As long as it is set, every reading fails."""
    folder: Path | None = None
    """With it, what the disk would have after a cut of power is remembered for the files in this folder."""
    count: int = 0
    failed: int = 0
    files: dict[str, OnDisk] = field(default_factory=dict)
    acknowledged: int = 0
    """Set by the test: how much it was told is saved."""
    cuts: list[tuple[int, dict[str, bytes]]] = field(default_factory=list)
    """For each count: what was acknowledged, and what the files could be if the power failed there."""
    chance: random.Random = field(default_factory=lambda: random.Random(5))

    def step(self, code: int) -> int:
        """Count one; return the error with which it fails, 0 if it does not."""
        self.count += 1
        if self.folder is not None:
            files = {path: each.after_a_cut(self.chance) for path, each in self.files.items()}
            self.cuts.append((self.acknowledged, files))
        hit = self.fail_at and (self.count == self.fail_at or (self.for_good and self.count > self.fail_at))
        if not hit or (self.full and code == SYNC_ERROR):
            return 0
        self.failed += 1
        return FULL if self.full else code

    def opened(self, path: str) -> None:
        if self.folder is not None and path.startswith(str(self.folder)) and path not in self.files:
            place = Path(path)
            self.files[path] = OnDisk(bytearray(place.read_bytes()) if place.exists() else bytearray())


_disk: Disk | None = None
_paths: dict[int, str] = {}
_ours: dict[int, Any] = {}
_kept_alive: list[Any] = []


def by_name() -> Any:
    """What SQLite reaches the disk through, where its functions can be asked for by name; else None.

    They cannot where SQLite is built into Python and its names are kept inside.
    """
    for place in (getattr(_sqlite3, "__file__", None), None):
        library = ctypes.CDLL(place)
        try:
            library.sqlite3_vfs_find.restype = ctypes.POINTER(_System)
        except AttributeError:
            continue
        return library.sqlite3_vfs_find(None).contents
    return None


def by_connection() -> Any:
    """The same, found in a connection: the database is the first thing that a connection of Python's has, and the way
    to the disk is the first thing that a database has. So it is found however SQLite was built."""
    connection = sqlite3.connect(":memory:")
    database = ctypes.c_void_p.from_address(id(connection) + object.__basicsize__).value
    assert database, "this Python keeps its database elsewhere"
    place = ctypes.c_void_p.from_address(database).value
    assert place, "this SQLite keeps its way to the disk elsewhere"
    system = _System.from_address(place)
    connection.close()
    known = 1 <= system.version <= 3 and system.longest_path > 0 and system.size_of_file > 0 and system.open
    assert known, "what was found is no way to the disk: these tests do not know this Python"
    return system


_system = by_connection()
_real_open, _real_delete = (
    _OPEN(ctypes.cast(_system.open, ctypes.c_void_p).value),
    _DELETE(ctypes.cast(_system.delete, ctypes.c_void_p).value),
)


def _opening(system: int, name: int, file: Any, flags: int, told: int) -> int:
    path = ctypes.string_at(name).decode() if name else ""
    if _disk is not None:
        _disk.opened(path)
    status = int(_real_open(system, name, file, flags, told))
    if status == 0 and file.contents.methods:
        _paths[ctypes.addressof(file.contents)] = path
        file.contents.methods = ctypes.pointer(_replaced(file.contents.methods.contents))
    return status


def _replaced(methods: Any) -> Any:
    at = ctypes.addressof(methods)
    if at in _ours:
        return _ours[at]
    copy = _Methods()
    ctypes.memmove(ctypes.byref(copy), at, ctypes.sizeof(_Methods))
    read = _READ(methods.functions[_AT_READ])
    write = _WRITE(methods.functions[_AT_WRITE])
    truncate = _TRUNCATE(methods.functions[_AT_TRUNCATE])
    sync = _SYNC(methods.functions[_AT_SYNC])

    def reading(file: int, into: int, size: int, offset: int) -> int:
        if _disk is not None and _disk.unreadable:
            return READ_ERROR
        return int(read(file, into, size, offset))

    def writing(file: int, what: int, size: int, offset: int) -> int:
        if _disk is not None and (error := _disk.step(WRITE_ERROR)):
            return error
        status = int(write(file, what, size, offset))
        _note(file, (offset, ctypes.string_at(what, size)))
        return status

    def shortening(file: int, size: int) -> int:
        if _disk is not None and (error := _disk.step(TRUNCATE_ERROR)):
            return error
        status = int(truncate(file, size))
        _note(file, (size, None))
        return status

    def syncing(file: int, flags: int) -> int:
        if _disk is not None and (error := _disk.step(SYNC_ERROR)):
            return error
        status = int(sync(file, flags))
        if _disk is not None and (found := _disk.files.get(_paths.get(file, ""))):
            found.sync()
        return status

    functions = (_READ(reading), _WRITE(writing), _TRUNCATE(shortening), _SYNC(syncing))
    for place, function in zip((_AT_READ, _AT_WRITE, _AT_TRUNCATE, _AT_SYNC), functions, strict=True):
        copy.functions[place] = ctypes.cast(function, ctypes.c_void_p).value
    _kept_alive.append((functions, copy))
    _ours[at] = _ours[ctypes.addressof(copy)] = copy
    return copy


def _note(file: int, change: tuple[int, bytes | None]) -> None:
    if _disk is not None and (found := _disk.files.get(_paths.get(file, ""))):
        found.since.append(change)


def _deleting(system: int, name: bytes, sync: int) -> int:
    if _disk is not None:
        _disk.files.pop(name.decode(), None)
    return int(_real_delete(system, name, sync))


_our_open, _our_delete = _OPEN(_opening), _DELETE(_deleting)


@contextmanager
def failing(disk: Disk) -> Iterator[Disk]:
    """Let SQLite in this process use that disk for all files that are opened inside."""
    global _disk
    _system.open, _system.delete, _disk = _our_open, _our_delete, disk
    try:
        yield disk
    finally:
        _system.open, _system.delete, _disk = _real_open, _real_delete, None
