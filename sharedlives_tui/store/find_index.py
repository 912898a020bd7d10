"""What Find looks in, kept in the transaction that writes what it tells of: words, names, titles.

Imported by what writes. An index that keeps no text forgets a word only when it is told it again, so the words of an
entry are taken out before they are deleted.
"""

from __future__ import annotations

import sqlite3
from typing import Final

from sharedlives_tui.store.schema.step_0008 import STANDING
from sharedlives_tui.store.schema.step_0010 import SAID

_PUT: Final = {index: f"INSERT INTO {index} (rowid, said) {said}" for index, said in SAID.items()}
_PUT_ONE: Final = [put.format(where="j.seq = ?") for put in _PUT.values()]
_PUT_MANY: Final = [put.format(where=f"j.seq BETWEEN ? AND ? AND {STANDING}") for put in _PUT.values()]
_DROP: Final = [
    f"INSERT INTO {index} ({index}, rowid, said) SELECT 'delete', * FROM ("  # noqa: S608
    + said.format(where=f"j.seq = ? AND j.seq IN (SELECT id FROM {index}_docsize)")  # noqa: S608
    + ")"
    for index, said in SAID.items()
]
_STRUCK: Final = "SELECT seq FROM journal WHERE kind = 'entry' AND case_id = ? AND number = ?"
_STRUCK_OF_PERSON: Final = "SELECT seq FROM person_entry WHERE 'P-' || person_id = ? AND number = ?"
_TEXTS: Final = {"find_names": "person", "find_titles": "case_file"}
CONTENTS: Final = {
    **{index: said.format(where=STANDING) for index, said in SAID.items()},
    "find_names": "SELECT id, find_text FROM person WHERE find_text <> ''",
    "find_titles": "SELECT id, find_text FROM case_file",
}
"""What each index holds, as a query."""
COLUMN: Final = {index: "said" if index in SAID else "find_text" for index in CONTENTS}
"""What each index calls it."""


def put_words(connection: sqlite3.Connection, seq: int) -> None:
    """Let the words of an entry be found: of the row of the journal that was just written."""
    for put in _PUT_ONE:
        connection.execute(put, (seq,))


def put_many(connection: sqlite3.Connection, first: int, last: int) -> None:
    """Let the words of all entries that stand among these rows of the journal be found."""
    for put in _PUT_MANY:
        connection.execute(put, (first, last))


def drop_words(connection: sqlite3.Connection, seq: int) -> None:
    """Let the words of a row of the journal be found no more; nothing happens where they are not."""
    for drop in _DROP:
        connection.execute(drop, (seq,))


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
