"""An open office, wherever it lies: a file of this computer, or a database of a server. Read, written, proved."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sharedlives_tui.store import moved
from sharedlives_tui.store.basics import Office, instant
from sharedlives_tui.store.errors import Damaged, ReadOnly

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from sharedlives_tui.store.aside import AnyAside
    from sharedlives_tui.store.writer import Writer

WAIT = 10.0
"""Seconds that a write waits for its turn, unless told otherwise."""

_OFFICE = "SELECT name, nation, kind, practice, created_at FROM office WHERE id = 1"

Parameters = Mapping[str, Any] | Sequence[Any]


def on_a_server(place: Path | str) -> bool:
    """Return whether an office is named by the URL of a server's database, and not by a path."""
    return str(place).startswith(("postgresql://", "postgres://"))


class Store(ABC):
    """One opening of an office. Safe to use from several threads. Made by `create` and `open`."""

    def __init__(self, place: Path | str, why_read_only: str, wait: float) -> None:
        self.place = place
        """Where it lies, as people are told."""
        self.wait = wait
        self.why_read_only = why_read_only
        self.on_its_way = False
        """It can only be read because it was moved, or is being moved: what ends that may write."""
        self._office: Office | None = None

    @staticmethod
    def create(
        path: Path | str,
        *,
        name: str,
        nation: str,
        kind: str = "scheme",
        practice: bool = False,
        by: str,
        at: datetime,
        wait: float = WAIT,
    ) -> Store:
        """Make a new office and open it. Raises Exists, ReadOnly, DiskFull, StoreError.

        It appears at its place whole, or not at all. `practice` and `kind` hold for good.
        """
        from sharedlives_tui.cleaning import clean_line

        office = Office(clean_line(name, 200), nation, kind, practice, at)
        if on_a_server(path):
            from sharedlives_tui.store.server.store import ServerStore

            return ServerStore.make(str(path), office, by, wait)
        from sharedlives_tui.store.connection import FileStore

        return FileStore.make(path, office, by, wait)

    @staticmethod
    def open(path: Path | str, *, wait: float = WAIT) -> Store:
        """Open the office at this place; for reading only where the account may not write.

        Raises Missing, Damaged, Newer, ReadOnly (a folder in which not even reading is possible), StoreError.
        """
        if on_a_server(path):
            from sharedlives_tui.store.server.store import ServerStore

            return moved.as_left(ServerStore.reach(str(path), wait))
        from sharedlives_tui.store.connection import FileStore

        return moved.as_left(FileStore.reach(path, wait))

    @abstractmethod
    def close(self) -> None:
        """Close it; further use is an error of ours."""

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- reading ------------------------------------------------------------------------------------------------

    @property
    def office(self) -> Office:
        """Whose office this is. Raises Damaged if it does not say."""
        if self._office is None:
            self._office = self._read_office()
        return self._office

    @property
    def stem(self) -> str:
        """The name of the place without its ending: what files made from this office begin with."""
        from pathlib import PurePath

        name = str(self.place)
        return PurePath(name.partition("?")[0] if on_a_server(name) else name).stem

    @property
    def read_only(self) -> bool:
        """Whether nothing can be written; `why_read_only` says why."""
        return bool(self.why_read_only)

    @abstractmethod
    def fetch(self, sql: str, parameters: Parameters = ()) -> list[sqlite3.Row]:
        """Return the rows of a reading statement. Raises StoreError."""

    @abstractmethod
    def reading(self) -> AbstractContextManager[None]:
        """Let all that is fetched inside be of one moment. May be nested; other threads wait outside."""

    @abstractmethod
    def aside(self) -> AnyAside:
        """Return another reader of the office, which can take its time: nobody here waits for it. To be closed."""

    @abstractmethod
    def data_version(self) -> int:
        """Return a number that changes whenever anybody, this program too, has saved something."""

    def why_gone(self) -> str:
        """Why what is read may be old: the place no longer holds what was opened. Empty where it does."""
        return ""

    def head(self) -> tuple[int, str]:
        """Return the last row of the journal and its hash: what to note outside the office."""
        row = self.fetch("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1")[0]
        return int(row[0]), str(row[1])

    @abstractmethod
    def verify_journal(self, anchors: Mapping[int, str] | None = None) -> list[str]:
        """Return a sentence for each place where the journal or what is computed from it does not hold.

        `anchors` are hashes noted outside the office, by row. Empty if all is whole.
        """

    @abstractmethod
    def check_file(self) -> list[str]:
        """Return a sentence for each fault of what the office is kept in: references, guards. Empty if it is sound."""

    # -- writing ------------------------------------------------------------------------------------------------

    @abstractmethod
    def make_ready(self) -> None:
        """Load and try out what saving needs, so that the first save keeps nobody waiting longer than any other.

        Takes a tenth of a second, once; without it the first save does. Raises StoreError.
        """

    @contextmanager
    def writing(self, by: str = "", at: datetime | None = None, *, moves: bool = False) -> Iterator[Writer]:
        """Write in one transaction: kept whole at the end of the block, or not at all after any exception.

        `by` and `at` are who records and when, for the calls inside that are not told. `moves` is for what moves the
        office: it may write where nobody else may any more. Raises ReadOnly, Busy, Newer, DiskFull, StoreError.
        """
        if self.why_read_only and not (moves and self.on_its_way):
            moved.must_be_here(self.fetch, self.place)
            raise ReadOnly(self.place, self.why_read_only)
        with self._writing(by, at) as writer:
            if not moves:
                moved.must_be_here(writer.fetch, self.place)
            yield writer
        if writer.office_changed:
            self._office = None

    @abstractmethod
    def _writing(self, by: str, at: datetime | None) -> AbstractContextManager[Writer]:
        """A turn to write."""

    def _read_office(self) -> Office:
        rows = self.fetch(_OFFICE)
        if not rows:
            raise Damaged(self.place, "it does not say whose office it is")
        name, nation, kind, practice, created_at = rows[0]
        return Office(name, nation, kind, bool(practice), instant(created_at))
