from __future__ import annotations

import argparse
import errno
import importlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sharedlives_tui import safety
from sharedlives_tui.__main__ import main
from sharedlives_tui.cli import run as running
from sharedlives_tui.cli.failures import status_of
from sharedlives_tui.cli.output import Output
from sharedlives_tui.store.errors import (
    Busy,
    Conflict,
    Damaged,
    DiskFull,
    Missing,
    Newer,
    PracticeOnly,
    ReadOnly,
    TooLarge,
)

ROOT = Path(__file__).resolve().parents[2]


def program(*words: str, **more: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sharedlives_tui", *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT)} | more.pop("env", {}),
        **more,
    )


@pytest.mark.parametrize("name", running.COMMANDS)
def test_every_command_says_what_it_takes(name: str, ask: Callable[..., Any]) -> None:
    module = importlib.import_module(f"sharedlives_tui.cli.{running.COMMANDS[name][0]}")
    assert name in module.JOBS
    told = ask(*name.split(), "--help")
    assert told.status == 0
    assert told.out.startswith(f"usage: sharedlives {name}")
    assert "--database FILE" in told.out
    assert ask("help", *name.split()).out == told.out


def test_every_job_stands_in_the_table_of_commands() -> None:
    modules = {module for module, _ in running.COMMANDS.values()}
    jobs = {name for each in modules for name in importlib.import_module(f"sharedlives_tui.cli.{each}").JOBS}
    assert jobs == {*running.COMMANDS}


def test_help_lists_every_command(ask: Callable[..., Any]) -> None:
    told = ask("--help")
    assert told.status == 0
    assert [name for name in running.COMMANDS if f"sharedlives {name} " not in told.out] == []
    group = ask("case", "--help")
    assert group.status == 0
    assert "case record" in group.out
    assert "person add" not in group.out


def test_the_version_is_told(ask: Callable[..., Any]) -> None:
    assert ask("--version").out.startswith("sharedlives ")


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["tody"], "Did you mean 'today'?"),
        (["case"], "followed by one of: open"),
        (["case", "opne"], "followed by one of: open"),
        (["due"], "still needed: DATE"),
        (["due", "2026-03-02"], "one of the arguments"),
        (["due", "2026-03-02", "--days", "five"], "whole number"),
        (["due", "2026-03-02", "--days", "1", "--working-days", "1"], "not allowed with"),
        (["due", "2026-03-02", "--days", "1", "--nation", "narnia"], "england"),
        (["due", "the day after", "--days", "1"], "Enter a date"),
        (["due", "2026-02-30", "--days", "1"], "There is no 30 February 2026"),
        (["today", "--frobnicate"], "not understood"),
        (["today", "--today"], "needs"),
        (["today", "--today", "gestern"], "Enter a date"),
        (["case", "open", "complaint", "--set", "account"], "FIELD=VALUE"),
        (["case", "record", "CO-0001", "acknowledge", "--has", "received"], "--letter"),
        (["person", "role", "P-1", "officer"], "--from"),
        (["person", "add", "Ida", "--from", "2026-01-01"], "--role before it"),
        (["person", "add", "Ida", "--role", "officer", "--to", "today", "--to", "today"], "twice"),
        (["--database", "mysql://x", "today"], "file"),
    ],
)
def test_wrong_usage_is_status_2_with_what_to_write(words: list[str], hint: str, office: Any) -> None:
    common = [] if "--database" in words else ["--database", str(office.path)]
    told = office.plain(*words, *common)
    assert told.status == 2
    assert hint in told.err
    assert told.out == ""


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (Missing("x.db"), 3),
        (Newer("x.db", 9, 1), 3),
        (Damaged("x.db", "it is a folder"), 3),
        (Busy(10), 3),
        (ReadOnly("x.db"), 3),
        (DiskFull("x.db"), 3),
        (OSError(28, "No space left on device", "letter.docx"), 3),
        (Conflict("CO-0001", 3, 4), 1),
        (PracticeOnly("This"), 1),
        (TooLarge("the paper", 11, 10, "bytes"), 1),
        (LookupError("There is no step."), 1),
        (KeyError("secret"), 4),
        (ValueError("secret"), 4),
    ],
)
def test_the_status_of_everything_that_goes_wrong(
    error: Exception, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status_of(error, Output()) == status
    told = capsys.readouterr()
    assert told.out == ""
    assert len(told.err.splitlines()) == 1
    assert "secret" not in told.err


def test_a_fault_of_ours_is_told_by_a_reference_and_leaves_no_word_of_a_case(
    monkeypatch: pytest.MonkeyPatch, ask: Callable[..., Any]
) -> None:
    def fault(_: object) -> int:
        private = "Mrs Hill was shouted at"
        raise RuntimeError(private)

    jobs = importlib.import_module("sharedlives_tui.cli.due").JOBS
    monkeypatch.setitem(jobs, "due", running_job(fault))
    told = ask("due", "2026-03-02", "--days", "1")
    assert told.status == 4
    assert told.out == ""
    assert told.err.startswith("Something went wrong. Reference ")
    log = safety.log_file()
    text = log.read_text("utf-8")
    assert told.err.split()[4].rstrip(".") in text
    assert "RuntimeError" in text
    assert "Hill" not in text + told.err
    assert "Traceback" not in told.err
    if os.name == "posix":
        assert log.stat().st_mode & 0o777 == 0o600


def running_job(run: Callable[[Any], int]) -> Any:
    from sharedlives_tui.cli.call import Job

    def anything(parser: argparse.ArgumentParser) -> None:
        parser.add_argument("words", nargs="*")
        parser.add_argument("--days")

    return Job(anything, run)


def test_ctrl_c_ends_with_words(monkeypatch: pytest.MonkeyPatch, ask: Callable[..., Any]) -> None:
    def stopped(_: object) -> int:
        raise KeyboardInterrupt

    jobs = importlib.import_module("sharedlives_tui.cli.due").JOBS
    monkeypatch.setitem(jobs, "due", running_job(stopped))
    told = ask("due", "2026-03-02", "--days", "1")
    assert (told.status, told.out) == (130, "")
    assert told.err.startswith("Stopped.")


def test_the_program_itself_ends_with_its_status() -> None:
    done = program("due", "2026-03-02", "--working-days", "2", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["due"] == "2026-03-04"
    assert program("due", "1999-12-31", "--days", "1").returncode == 1
    assert program("due").returncode == 2
    assert program("today", "--database", "nowhere.db").returncode == 3


def test_whoever_stops_reading_gets_no_complaint(office: Any) -> None:
    first = subprocess.Popen(
        [sys.executable, "-m", "sharedlives_tui", "procedures", "show", "complaint", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert first.stdout is not None
    assert first.stderr is not None
    first.stdout.close()
    errors = first.stderr.read()
    first.stderr.close()
    assert first.wait(60) == 0
    assert errors == b""


def test_a_full_disk_behind_standard_output_is_status_3(monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(io.StringIO):
        def flush(self) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(sys, "stdout", Full())
    assert main(["--help"]) == 3


def test_words_that_the_terminal_lacks_are_no_reason_to_stop(office: Any) -> None:
    office.done("person", "add", "Zoë Ångström", "--role", "officer")
    env = {"PYTHONIOENCODING": "ascii"}
    listed = program("person", "list", "--database", str(office.path), env=env)
    assert listed.returncode == 0
    assert "Zo? ?ngstr?m" in listed.stdout
    as_json = program("person", "list", "--json", "--database", str(office.path), env=env)
    assert "Zoë Ångström" in {each["name"] for each in json.loads(as_json.stdout)}


def test_main_takes_the_words_of_the_process(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["sharedlives", "--version"])
    assert main() == 0
    assert capsys.readouterr().out.startswith("sharedlives ")


HEAVY = (
    "textual",
    "rich",
    "sqlmodel",
    "sqlalchemy",
    "jinja2",
    "holidays",
    "docx",
    "pydantic",
    "platformdirs",
    "rapidfuzz",
)
LOADED = """
import sys
from sharedlives_tui.__main__ import main
status = main(sys.argv[1:])
print("\\nLOADED", status, *sorted({name.partition(".")[0] for name in sys.modules} & set(%r)))
"""


def loaded(*words: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", LOADED % (HEAVY,), *words],
        capture_output=True,
        text=True,
        timeout=60,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    return done.stdout.splitlines()[-1].split()[1:]


def test_counting_days_loads_nothing_heavy() -> None:
    assert loaded("due", "2026-04-02", "--working-days", "5") == ["0"]


def test_reading_an_office_loads_no_engine_and_no_toolkit(office: Any) -> None:
    ref = office.complaint()
    database = ("--database", str(office.path), "--today", "2026-03-02")
    assert loaded("today", *database) == ["0"]
    assert loaded(*database) == ["0"]
    assert loaded("due", "2026-04-02", "--working-days", "5", *database) == ["0"]
    assert {"textual", "sqlmodel", "sqlalchemy", "holidays"} & {*loaded("case", "show", ref, *database)} == set()
