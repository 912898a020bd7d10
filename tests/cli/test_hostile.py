"""Text that a terminal would obey, on its way in and on its way out."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from sharedlives_tui.cleaning import BAD
from sharedlives_tui.cli.output import Output

ROOT = Path(__file__).resolve().parents[2]
PAYLOADS = [
    "\x1b]52;c;aGVsbG8=\x07",
    "\x1b[2J\x1b[1;1H",
    "\x1b]8;;http://example.org\x1b\\click\x1b]8;;\x1b\\",
    "\x1b[?1049l",
    "\x9b31m red \x9d0;title\x9c",
    "\u202egnp.exe\u2066",
    "\u200bzero\u2060width\ufeff",
    "\U000e0041\U000e0042",
    "bell\x07back\x08del\x7fnul",
    "one\rtwo\x0bthree\x0cfour",
    "\x1bP$q\x1b\\",
    "\u2028line\u2029paragraph",
]
MARKUP = "[red]{{ 7*7 }} {% x %} =1+1 $(id) `id` %s <b> [/nope]"


def controls(raw: bytes) -> list[str]:
    """What of an output a terminal would obey or hide."""
    return BAD.findall(raw.decode("utf-8"))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_was_typed_never_comes_out_as_a_command(payload: str, office: Any, tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_bytes(f"before {payload} after {MARKUP}".encode("utf-8", "surrogatepass"))
    given = (f"complainant=Mrs {payload} Hill", f"account=@{note}", "type=concern", "about=the service")
    words = [word for each in given for word in ("--set", each)]
    opened = office.done("case", "open", "complaint", *words)
    ref = opened.out.split()[0]
    told = [opened, *(office.done(*each, today="2026-03-09") for each in looks(ref))]
    told.append(office("case", "record", ref, payload))
    told.append(office("case", "show", payload))
    told.append(office(payload))
    for each in told:
        assert controls((each.out + each.err).encode()) == []
    shown = office.done("case", "show", ref).out
    assert MARKUP in shown
    entry = office.done("case", "show", ref, "--json").data["entries"][0]
    assert MARKUP in entry["values"]["account"]


def looks(ref: str) -> list[tuple[str, ...]]:
    return [
        ("today",),
        ("today", "--all"),
        ("today", "--json"),
        ("case", "show", ref),
        ("case", "show", ref, "--json"),
        ("case", "steps", ref),
        ("case", "list"),
        ("find", "hill"),
        ("person", "list"),
        ("person", "list", "--json"),
    ]


def test_what_lies_in_the_file_unclean_comes_out_clean(office: Any) -> None:
    """As if an older program, or somebody with another tool, had written it there."""
    ref = office.complaint()
    hostile = "".join(PAYLOADS)
    with sqlite3.connect(office.path) as file:
        file.execute("UPDATE case_file SET title = ?", (hostile,))
        file.execute("DROP TRIGGER person_fixed")
        file.execute("UPDATE person SET name = ? WHERE name LIKE 'Olu%'", (f"Olu{hostile}",))
    file.close()
    for words in looks(ref):
        done = subprocess.run(
            [sys.executable, "-m", "sharedlives_tui", *words, "--database", str(office.path), "--today", "2026-03-09"],
            capture_output=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        assert done.returncode == 0, done.stderr
        assert controls(done.stdout + done.stderr) == []
        if "--json" in words and words[0] == "today":
            assert json.loads(done.stdout)[0]["subject"] == hostile


def test_json_keeps_every_character_and_writes_none_that_a_terminal_obeys(capsys: pytest.CaptureFixture[str]) -> None:
    everything = "".join(PAYLOADS) + "é £ — 家族 👩‍👩‍👧 \ud800"
    Output(as_json=True).data({"words": everything})
    out = capsys.readouterr().out
    assert BAD.findall(out) == []
    assert "é £ — 家族 👩‍👩‍👧" in out
    assert json.loads(out)["words"] == everything


def test_a_name_with_a_line_of_its_own_cannot_pass_for_one_of_ours(office: Any) -> None:
    ref = office.complaint(account="He left\nOVERDUE (9)\n9 days late")
    lines = office.done("case", "show", ref).lines
    assert "OVERDUE (9)" not in lines
    assert "   OVERDUE (9)" in lines


def test_a_wrong_word_with_commands_in_it_is_told_clean(office: Any) -> None:
    for words in (("due", "\x1b[2J", "--days", "1"), ("today", "\x1b]0;x\x07"), ("today", "--kind", "\x1b[2J")):
        told = office(*words)
        assert told.status in (1, 2)
        assert controls((told.out + told.err).encode()) == []
