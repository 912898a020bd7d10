"""What Find looks in, kept in the transaction that writes what it tells of: words, names, titles.

Imported by what writes. An index that keeps no text forgets a word only when it is told it again, so the words of an
entry are taken out before they are deleted.
"""

from __future__ import annotations

import sqlite3
from typing import Final

from sharedlives_tui.store.schema.step_0008 import BY_WORD, SAID, STANDING

_PUT: Final = "INSERT INTO find_words (rowid, letter, facts, record)" + SAID
_PUT_ONE: Final = _PUT.format(where="j.seq = ?")
_PUT_MANY: Final = _PUT.format(where=f"j.seq BETWEEN ? AND ? AND {STANDING}")
_DROPPED: Final = SAID.format(where="j.seq = ? AND j.seq IN (SELECT id FROM find_words_docsize)")
_DROP: Final = f"INSERT INTO find_words (find_words, rowid, letter, facts, record) SELECT 'delete', * FROM ({_DROPPED})"  # noqa: S608
_STRUCK: Final = "SELECT seq FROM journal WHERE kind = 'entry' AND case_id = ? AND number = ?"
_STRUCK_OF_PERSON: Final = "SELECT seq FROM person_entry WHERE 'P-' || person_id = ? AND number = ?"
_TEXTS: Final = {"find_names": "person", "find_titles": "case_file"}
CONTENTS: Final = {
    "find_words": SAID.format(where=STANDING),
    "find_names": "SELECT id, find_text FROM person WHERE find_text <> ''",
    "find_titles": "SELECT id, find_text FROM case_file",
}
"""What each index holds, as a query."""
TOKENS: Final = BY_WORD
"""How the indexes take a text apart."""


def put_words(connection: sqlite3.Connection, seq: int) -> None:
    """Let the words of an entry be found: of the row of the journal that was just written."""
    connection.execute(_PUT_ONE, (seq,))


def put_many(connection: sqlite3.Connection, first: int, last: int) -> None:
    """Let the words of all entries that stand among these rows of the journal be found."""
    connection.execute(_PUT_MANY, (first, last))


def drop_words(connection: sqlite3.Connection, seq: int) -> None:
    """Let the words of a row of the journal be found no more; nothing happens where they are not."""
    connection.execute(_DROP, (seq,))


def drop_struck(connection: sqlite3.Connection, case_id: int | None, key: str | None, number: int | None) -> None:
    """Let the words of an entry that is struck be found no more: of a case, or on a person (`key`)."""
    sql, whose = (_STRUCK_OF_PERSON, key) if case_id is None else (_STRUCK, case_id)
    for (seq,) in connection.execute(sql, (whose, number)).fetchall():
        drop_words(connection, seq)


def put_text(connection: sqlite3.Connection, index: str, number: int, text: str) -> None:
    """Let a person be found by this name (`find_names`), or a case by this title (`find_titles`)."""
    if text:
        connection.execute(f"INSERT INTO {index} (rowid, find_text) VALUES (?, ?)", (number, text))  # noqa: S608


def drop_text(connection: sqlite3.Connection, index: str, number: int, unless: str | None = None) -> bool:
    """Take the name or title as the file still has it out of an index; return False where it is `unless` anyway."""
    sql = f"SELECT find_text FROM {_TEXTS[index]} WHERE id = ?"  # noqa: S608
    kept = connection.execute(sql, (number,)).fetchone()
    if kept is None or kept[0] == unless:
        return False
    if kept[0]:
        drop = f"INSERT INTO {index} ({index}, rowid, find_text) VALUES ('delete', ?, ?)"  # noqa: S608
        connection.execute(drop, (number, kept[0]))
    return True


def forget(connection: sqlite3.Connection) -> None:
    """Write the indexes anew without what was taken out of them: until then their pages may still hold it."""
    for index in CONTENTS:
        connection.execute(f"INSERT INTO {index} ({index}) VALUES ('optimize')")  # noqa: S608
