"""An office for the command line: made once, copied for each test, asked in this process."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from sharedlives_tui import clock
from sharedlives_tui.__main__ import main

PEOPLE = {
    "Olu Officer": "officer",
    "Rae Registered": "registered manager",
    "Mo Manager": "management team",
    "Cass Care": "customer care",
    "Cara Carer": "carer",
    "Sam Supported": "person supported",
}
BORN = "2026-01-05"
NOW = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)
"""When somebody sits in front of a real office."""


@dataclass(frozen=True)
class Told:
    """What a command ended with."""

    status: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """The one JSON document of standard output."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


@dataclass
class Office:
    """An office's file, and the way to ask for something in it."""

    path: Path
    capsys: pytest.CaptureFixture[str]
    today: str = "2026-03-02"
    who: str = "Ada Admin"

    def __call__(self, *words: str, today: str | None = None, who: str | None = None) -> Told:
        common = ["--database", str(self.path), "--as", who or self.who, "--today", today or self.today]
        return self.plain(*words, *common)

    def plain(self, *words: str) -> Told:
        """Run a command without the options of the office."""
        self.capsys.readouterr()
        status = main(words)
        told = self.capsys.readouterr()
        return Told(status, told.out, told.err)

    def done(self, *words: str, today: str | None = None, who: str | None = None) -> Told:
        """Run a command that is to be done."""
        told = self(*words, today=today, who=who)
        assert told.status == 0, told.err or told.out
        return told

    def complaint(self, *more: str, today: str | None = None, account: str = "Shouted at the door") -> str:
        """Open a complaint of Mrs Hill's about Cara Carer; return its reference."""
        facts = {
            "type": "informal complaint",
            "complainant": "Mrs Grace Hill",
            "complainant_kind": "family",
            "about": "Cara Carer",
            "account": account,
            "event_on": "2026-02-20",
        }
        given = [word for name, value in facts.items() for word in ("--set", f"{name}={value}")]
        told = self.done("case", "open", "complaint", *given, "--by", "Olu Officer", *more, "--json", today=today)
        return str(told.data["ref"])


ACKNOWLEDGED = (
    *("--set", "handler=Mo Manager", "--set", "support=an advocate", "--set", "timescales=20 working days"),
    *("--set", "method=post", "--by", "Mo Manager"),
)


@pytest.fixture
def acknowledged() -> tuple[str, ...]:
    """The facts of a complete acknowledgement."""
    return ACKNOWLEDGED


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("office") / "office.db"
    common = ["--database", str(path), "--as", "Ada Admin", "--today", BORN, "--json"]
    assert main(["init", "--scheme", "Harbour Shared Lives", "--practice", *common]) == 0
    for name, role in PEOPLE.items():
        assert main(["person", "add", name, "--role", role, "--from", "2000-01-01", *common]) == 0
    return path


@pytest.fixture
def office(template: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Office:
    path = tmp_path / "office.db"
    shutil.copy(template, path)
    return Office(path, capsys)


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]) -> Callable[..., Told]:
    """Run a command without any office."""
    return Office(Path("nowhere.db"), capsys).plain


@pytest.fixture
def real(tmp_path: Path, ask: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """A real office at NOW, asked without a day of its own; `real.at(instant)` moves the clock."""
    path = tmp_path / "office.db"
    at = [NOW]
    monkeypatch.setattr(clock, "now", lambda: at[0])

    def run(*words: str, who: str = "Ada Admin") -> Any:
        return ask(*words, "--database", str(path), "--as", who)

    run.path = path  # type: ignore[attr-defined]
    run.at = lambda instant: at.__setitem__(0, instant)  # type: ignore[attr-defined]
    assert run("init", "--scheme", "Harbour Shared Lives").status == 0
    assert run("person", "add", "Olu Officer", "--role", "officer").status == 0
    return run


@pytest.fixture
def case(real: Callable[..., Any]) -> str:
    """A complaint in the real office about its registered manager, who does not see it; its reference."""
    for name, role in {"Rae Registered": "registered manager", "Ira Inspector": "inspector"}.items():
        assert real("person", "add", name, "--role", role).status == 0
    given = {"type": "informal complaint", "complainant": "Mrs Hill", "complainant_kind": "family"}
    given |= {"about": "Rae Registered", "account": "She shouted", "event_on": "2026-11-02"}
    facts = [word for name, value in given.items() for word in ("--set", f"{name}={value}")]
    told = real("case", "open", "complaint", *facts, "--json", who="Olu Officer")
    assert told.status == 0, told.err
    return str(told.data["ref"])
