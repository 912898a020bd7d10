"""What an entry says for Find is the same whether the file's own index works it out or the program does."""

from __future__ import annotations

import json
import sqlite3
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sharedlives_tui import demo
from sharedlives_tui.search_words import tokens_of
from sharedlives_tui.store.said_words import said
from sharedlives_tui.store.schema.step_0008 import SAID


def in_a_file(kind: str, body: dict[str, Any]) -> tuple[set[str], ...] | None:
    with sqlite3.connect(":memory:") as file:
        file.execute("CREATE TABLE journal (seq, kind)")
        file.execute("CREATE TABLE words (seq, body)")
        file.execute("INSERT INTO journal VALUES (1, ?)", (kind,))
        file.execute("INSERT INTO words VALUES (1, ?)", (json.dumps(body),))
        row = file.execute(SAID.format(where="1")).fetchone()
    file.close()
    return None if row is None else tuple({*tokens_of(text)} for text in row[1:])


def here(kind: str, body: dict[str, Any]) -> tuple[set[str], ...] | None:
    found = said(kind, json.dumps(body))
    return None if found is None else tuple({*tokens_of(text)} for text in found)


@pytest.mark.parametrize("kind", ["entry", "record"])
@pytest.mark.parametrize(
    "body",
    [
        {"values": {"account": "The carer was late."}},
        {"values": {"side": "shared", "about": ["P-12", "the service"], "more": {"side": "theirs", "a": "b"}}},
        {"values": {"yes": "yes", "no": "no", "day": "2026-03-02", "ref": "CO-0001", "who": "P-1"}},
        {"values": {"a": "P-1 came", "b": "2026-03-02 10:00", "c": "CO-12x", "d": "2026-03", "e": "co-1", "f": "P-x"}},
        {"values": {"number": 12, "true": True, "nothing": None, "empty": ""}},
        {"values": {"side": ["one", "two"]}},
        {"values": {}, "lines": [["add", "point", "The rota"], ["end", 3], ["add", "x", None], ["add", "x", 7]]},
        {"values": {}, "letter": "Dear Mrs Hill,\n\nŁódź"},
        {"letter": "", "values": {"day": "2026-03-02"}},
        {"letter": "Only this"},
        {},
    ],
)
def test_what_is_said_is_the_same(kind: str, body: dict[str, Any]) -> None:
    assert here(kind, body) == in_a_file(kind, body)


def test_it_is_the_same_for_every_entry_of_a_practice_office(tmp_path: Path) -> None:
    desk = demo.make(tmp_path / "office.db", today=date(2026, 11, 24))
    rows = desk.store.fetch(
        "SELECT j.kind, w.body FROM journal j JOIN words w ON w.seq = j.seq WHERE j.kind IN ('entry', 'record')"
    )
    assert len(rows) > 100
    for kind, text in rows:
        body = json.loads(text)
        assert here(kind, body) == in_a_file(kind, body)
