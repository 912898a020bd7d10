"""The means of a transaction on a server: asking in its words, and its own index of words for Find."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

from sharedlives_tui.search_words import tokens_of
from sharedlives_tui.store.said_words import said
from sharedlives_tui.store.server.dialect import COLUMNS, LONGEST_WORD, quoted, translated
from sharedlives_tui.store.server.reader import Parameters, rows

if TYPE_CHECKING:
    from sharedlives_tui.store.server.connect import Link

MOST_BYTES: Final = 900_000
"""How much of the words of one entry the server can keep in its index; what comes after that is not found."""

_TEXTS: Final = {"find_names": "person", "find_titles": "case_file"}


class ServerHands:
    """Those of a server."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def fetch(self, sql: str, parameters: Parameters = ()) -> list[sqlite3.Row]:
        """Return the rows of a statement, in the SQL of a file."""
        asked = translated(sql, parameters)
        return rows(self._link, asked.sql, asked.parameters)

    def put_words(self, seq: int, kind: str, text: str) -> None:
        """Let the words of an entry be found."""
        vector = vector_of_entry(kind, text)
        if vector:
            self._put("find_words", seq, vector)

    def drop_words(self, seq: int) -> None:
        """Let the words of a row of the journal be found no more."""
        self._link.execute("DELETE FROM find_words WHERE rowid = %s", (seq,))

    def drop_struck(self, case_id: int | None, key: str | None, number: int | None) -> None:
        """Let the words of an entry that is struck be found no more."""
        if case_id is None:
            struck = "SELECT seq FROM person_entry WHERE 'P-' || person_id = %s AND number = %s"
        else:
            struck = "SELECT seq FROM journal WHERE kind = 'entry' AND case_id = %s AND number = %s"
        whose = key if case_id is None else case_id
        self._link.execute(f"DELETE FROM find_words WHERE rowid IN ({struck})", (whose, number))  # noqa: S608

    def put_text(self, index: str, number: int, text: str) -> None:
        """Let a person or a case be found by this text."""
        if text:
            self._put(index, number, vector_of({"": text}))

    def drop_text(self, index: str, number: int, unless: str | None = None) -> bool:
        """Take the text as the server still has it out of an index."""
        kept = self._link.execute(f"SELECT find_text FROM {_TEXTS[index]} WHERE id = %s", (number,)).fetchone()  # noqa: S608
        if kept is None or kept[0] == unless:
            return False
        self._link.execute(f"DELETE FROM {index} WHERE rowid = %s", (number,))  # noqa: S608
        return True

    def forget(self) -> None:
        """Nothing: what was deleted is not asked again, and the server clears it away by itself."""

    def delete_words(self, seq: int) -> None:
        """Nothing: the server deletes them itself, with the disposal. This role may not."""

    def _put(self, index: str, number: int, vector: str) -> None:
        self._link.execute(f"INSERT INTO {index} (rowid, {index}) VALUES (%s, %s::tsvector)", (number, vector))  # noqa: S608


def vector_of_entry(kind: str, text: str) -> str:
    """Return what the server's index keeps of the words of an entry; empty for nothing."""
    found = said(kind, text)
    return "" if found is None else vector_of({COLUMNS[name]: part for name, part in found._asdict().items()})


def vector_of(texts: Mapping[str, str]) -> str:
    """Return the words of texts, each with its weights, as the server's index takes them."""
    weights: dict[str, list[str]] = {}
    for weight, text in texts.items():
        for token in dict.fromkeys(tokens_of(text)):
            weights.setdefault(token[:LONGEST_WORD], []).append(weight)
    return " ".join(_with_weights(word, each) for word, each in _as_many_as_fit(weights.items()))


def _with_weights(word: str, weights: Iterable[str]) -> str:
    places = ",".join(f"{place}{weight}" for place, weight in enumerate(weights, 1))
    return f"{quoted(word)}:{places}"


def _as_many_as_fit(words: Iterable[tuple[str, list[str]]]) -> Iterable[tuple[str, list[str]]]:
    size = 0
    for word, weights in words:
        size += len(word.encode()) + 4 + 2 * len(weights)
        if size > MOST_BYTES:
            return
        yield word, weights
