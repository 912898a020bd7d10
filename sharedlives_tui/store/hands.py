"""What a transaction does by other means in a file than on a server: asking, and what Find looks in."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any, Protocol

from sharedlives_tui.store import find_index

if TYPE_CHECKING:
    from sharedlives_tui.store.opened import Parameters


class Hands(Protocol):
    """The means of one transaction."""

    def fetch(self, sql: str, parameters: Parameters = ()) -> list[sqlite3.Row]:
        """Return the rows of a reading statement: what was written so far included."""

    def put_words(self, seq: int, kind: str, text: str) -> None:
        """Let the words of an entry be found: of the row of the journal that was just written, as they are kept."""

    def drop_words(self, seq: int) -> None:
        """Let the words of a row of the journal be found no more; nothing happens where they are not."""

    def drop_struck(self, case_id: int | None, key: str | None, number: int | None) -> None:
        """Let the words of an entry that is struck be found no more: of a case, or on a person (`key`)."""

    def put_text(self, index: str, number: int, text: str) -> None:
        """Let a person be found by this name (`find_names`), or a case by this title (`find_titles`)."""

    def drop_text(self, index: str, number: int, unless: str | None = None) -> bool:
        """Take the name or title as it is still kept out of an index; return False where it is `unless` anyway."""

    def forget(self) -> None:
        """Let nothing be left of what was taken out."""

    def delete_words(self, seq: int) -> None:
        """Delete the words of a row of the journal, of which a disposal was just written."""


def hands_of(raw: Any) -> Hands:
    """Return the means of a transaction on this connection of a driver."""
    if isinstance(raw, sqlite3.Connection):
        return FileHands(raw)
    from sharedlives_tui.store.server.hands import ServerHands

    return ServerHands(raw)


class FileHands:
    """Those of a file."""

    def __init__(self, raw: sqlite3.Connection) -> None:
        self._raw = raw

    def fetch(self, sql: str, parameters: Parameters = ()) -> list[sqlite3.Row]:
        """Return the rows of a reading statement."""
        cursor = self._raw.cursor()
        cursor.row_factory = sqlite3.Row
        return cursor.execute(sql, parameters).fetchall()

    def put_words(self, seq: int, kind: str, text: str) -> None:  # noqa: ARG002 - they are read where they lie
        """Let the words of an entry be found."""
        find_index.put_words(self._raw, seq)

    def drop_words(self, seq: int) -> None:
        """Let the words of a row of the journal be found no more."""
        find_index.drop_words(self._raw, seq)

    def drop_struck(self, case_id: int | None, key: str | None, number: int | None) -> None:
        """Let the words of an entry that is struck be found no more."""
        find_index.drop_struck(self._raw, case_id, key, number)

    def put_text(self, index: str, number: int, text: str) -> None:
        """Let a person or a case be found by this text."""
        find_index.put_text(self._raw, index, number, text)

    def drop_text(self, index: str, number: int, unless: str | None = None) -> bool:
        """Take the text as the file still has it out of an index."""
        return find_index.drop_text(self._raw, index, number, unless)

    def forget(self) -> None:
        """Write the indexes anew without what was taken out of them."""
        find_index.forget(self._raw)

    def delete_words(self, seq: int) -> None:
        """Delete the words of a row of the journal."""
        self._raw.execute("DELETE FROM words WHERE seq = ?", (seq,))
