"""Makes the form of the office's file, or brings an older one up to date: each step one transaction, or not at all."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sharedlives_tui.store.form import APPLICATION_ID

if TYPE_CHECKING:
    from sharedlives_tui.store.schema import Step


def statements(sql: str) -> Iterator[str]:
    """Yield the statements of a text one by one, triggers whole."""
    part: list[str] = []
    for line in sql.splitlines(keepends=True):
        if not part and (not line.strip() or line.lstrip().startswith("--")):
            continue
        part.append(line)
        statement = "".join(part)
        if line.rstrip().endswith(";") and sqlite3.complete_statement(statement):
            yield statement
            part = []
    if part:
        raise ValueError(f"This statement does not end: {''.join(part)[:60]}")


def upgrade(connection: sqlite3.Connection, steps: Sequence[Step]) -> int:
    """Apply the steps that the file does not have yet; return its form afterwards.

    The connection must not have begun a transaction. Whoever comes second finds the step done. Raises sqlite3.Error.
    """
    for step in steps:
        if version(connection) >= step.number:
            continue
        connection.execute("BEGIN IMMEDIATE")
        try:
            if version(connection) < step.number:
                for statement in statements(step.sql):
                    connection.execute(statement)
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                connection.execute(f"PRAGMA user_version = {int(step.number)}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
    return version(connection)


def version(connection: sqlite3.Connection) -> int:
    """Return the form of the file: the number of its last step."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def dump(connection: sqlite3.Connection) -> dict[str, str]:
    """Return the SQL of every table, index and trigger, by kind and name.

    The tables that SQLite makes for itself below an index of words are left out: each version words them its own way.
    """
    rows = connection.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    virtual = tuple(f"{name}_" for _, name, sql in rows if sql.startswith("CREATE VIRTUAL TABLE"))
    return {f"{kind} {name}": " ".join(sql.split()) for kind, name, sql in rows if not name.startswith(virtual)}
