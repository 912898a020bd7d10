"""What was refused stands in the journal in words of its own, whichever command it was."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from sharedlives_tui.cli.failures import UNNAMED
from sharedlives_tui.cli.run import COMMANDS
from tests.unit.test_key_list import ed25519

WHY = ("--reason", "A reason")
ASKED: Mapping[str, tuple[str, ...]] = {
    "today": (),
    "changes": ("--since", "2026-11-01"),
    "workload": ("--excel", "FILE"),
    "report performance": ("--excel", "FILE"),
    "find": ("Hill",),
    "case open": ("complaint", "--set", "complainant=Mrs Hill"),
    "case fields": ("REF", "acknowledge"),
    "case show": ("REF",),
    "case steps": ("REF",),
    "case decide": ("REF",),
    "case why": ("REF", "acknowledge"),
    "case record": ("REF", "acknowledge"),
    "case wait": ("REF", "--for", "GP"),
    "case correct": ("REF", "1", *WHY),
    "case attach": ("REF", "KEPT"),
    "case attachment": ("REF", "1", "FILE"),
    "case bundle": ("REF", "--for", "Mrs Hill", "--docx", "FILE"),
    "case list": ("--excel", "FILE"),
    "notice show": ("REF", "acknowledge"),
    "notice check": ("REF", "acknowledge"),
    "notice save": ("REF", "acknowledge", "--docx", "FILE"),
    "person add": ("Nia New", "--role", "officer"),
    "person role": ("Olu Officer", "registered manager", "--from", "2026-11-16"),
    "person show": ("Rae Registered",),
    "person record": ("Rae Registered", "dbs"),
    "person correct": ("Rae Registered", "1", *WHY),
    "person login": ("Olu Officer", "olu"),
    "person list": (),
    "contacts list": (),
    "contacts set": ("customer care", "Ask for Cass"),
    "settings list": (),
    "settings set": ("soon_calendar_days", "4"),
    "settings history": (),
    "signoff list": (),
    "signoff answered": (),
    "signoff show": ("REF", "acknowledge"),
    "signoff ask": ("REF", "acknowledge"),
    "signoff sign": ("REF", "acknowledge"),
    "signoff back": ("REF", "acknowledge", *WHY),
    "signoff letters": ("all", "on", *WHY),
    "often list": (),
    "often add": ("Advocate", "complaint, acknowledge, support", "an advocate"),
    "often change": ("1", "--text", "another"),
    "often retire": ("1",),
    "indicators list": (),
    "indicators record": ("reviews-in-time", "2026-10", "9 of 10"),
    "due": ("2026-11-16", "--working-days", "5"),
    "calendar month": ("--ics", "FILE"),
    "calendar week": ("--ics", "FILE"),
    "calendar list": (),
    "calendar add": ("2026-12-29", *WHY),
    "calendar remove": ("2026-12-25", *WHY),
    "calendar check": (),
    "journal": (),
    "journal head": (),
    "backup": ("FILE",),
    "backups list": ("FOLDER",),
    "backups folder": ("FOLDER",),
    "check": (),
    "admin user": ("add", "alice", "Olu Officer"),
    "admin key": ("add", "olu", "KEY"),
    "admin check": (),
    "restore": ("BACKUP",),
    "move": ("--to", "FILE"),
}
"""Every command that opens an office, with words that somebody may type who is not to have it done."""
MORE = (
    ("admin user", "disable", "olu"),
    ("admin user", "list"),
    ("admin key", "remove", "olu", "--all"),
    ("admin key", "write"),
    ("admin key", "list"),
    ("move", "--undo"),
    ("move", "--take-over"),
    ("person login", "--remove", "olu"),
)
ADMIN = {
    "admin user add": "let somebody in",
    "admin user disable": "let somebody in no more",
    "admin key add": "add a key",
    "admin key remove": "take a key away",
    "admin key write": "write the list of keys anew",
    "person login --remove": "say whose account it is",
}
"""What the journal tells of those that let people in."""
NO_OFFICE = {
    *("settings mine", "settings keys", "procedures list", "procedures show", "procedures check", "scenario"),
    *("init", "demo", "soak", "serve", "admin setup", "admin begin", "admin keys", "admin example"),
}
"""Those that ask no office, begin one, or (serve) are asked elsewhere."""


@pytest.fixture
def server(real: Any, case: str, tmp_path: Path) -> dict[str, str]:
    """A real office with a case, on a server; returns what stands for the words in capitals."""
    assert real("person", "add", "Adi Only", "--role", "administrator").status == 0
    folder = tmp_path / "server"
    (folder / "people").mkdir(parents=True, mode=0o700)
    config, key, kept = folder / "server.toml", folder / "key.pub", folder / "kept.txt"
    config.write_text(f'office = "{real.path}"\npeople = "{folder}/people"\nkeys = "{folder}/keys/list"\n')
    key.write_text(f"{ed25519()} somebody@laptop\n")
    kept.write_text("They called again.")
    (tmp_path / "backups").mkdir(mode=0o700)
    return {
        "REF": case,
        "KEY": str(key),
        "KEPT": str(kept),
        "BACKUP": real("backup", str(folder), "--json").data["file"],
        "FOLDER": str(tmp_path / "backups"),
        "CONFIG": str(config),
    }


def refused(office: Path) -> list[str]:
    """What was refused, as the journal keeps it, the first one first."""
    file = sqlite3.connect(office)
    sql = "SELECT w.body FROM journal j JOIN words w ON w.seq = j.seq WHERE j.act = 'refused' ORDER BY j.seq"
    found = [json.loads(body)["what"] for (body,) in file.execute(sql)]
    file.close()
    return found


def test_every_command_is_asked_or_asks_no_office() -> None:
    assert set(ASKED) | NO_OFFICE == set(COMMANDS)
    assert not set(ASKED) & NO_OFFICE
    assert {each[0] for each in MORE} <= set(ASKED)


@pytest.mark.parametrize(
    ("who", "least"), [("Olu Officer", 22), ("Ira Inspector", 22), ("Temp Worker", 22), ("Adi Only", 8)]
)
def test_what_is_refused_has_words_of_its_own(
    real: Any, ask: Any, server: dict[str, str], tmp_path: Path, who: str, least: int
) -> None:
    """No row says only that something was refused, and what a role does not allow has always a row."""
    told: dict[str, str] = {}
    for number, (name, *words) in enumerate([*((name, *words) for name, words in ASKED.items()), *MORE]):
        if who == "Adi Only" and name in ("restore", "move"):
            continue  # which they may
        places = {**server, "FILE": str(tmp_path / f"file{number}")}
        given = [*name.split(), *(places.get(each, each) for each in words), "--json"]
        before = len(refused(real.path))
        if name.startswith("admin "):
            answer = ask(*given, "--config", server["CONFIG"], "--as", who)
        else:
            answer = real(*given, who=who)
        assert answer.status != 2, (given, answer.err)
        assert answer.status != 4, (given, answer.err)
        rows = refused(real.path)[before:]
        assert UNNAMED not in rows, given
        assert len(rows) <= 1, (given, rows)
        if answer.status == 1 and any(each["field"] == "as" for each in _reasons(answer)):
            assert rows, f"{given} was refused to {who}, and no row of the journal tells it"
        told |= {" ".join([name, *words[:1]]): row for row in rows}
    assert len(set(told.values())) >= least, (len(set(told.values())), told)
    if who != "Adi Only":
        assert {words: told.get(words) for words in ADMIN} == ADMIN


def _reasons(answer: Any) -> list[dict[str, str]]:
    found = answer.data if answer.out.startswith("{") else {}
    return found.get("refused", [])
