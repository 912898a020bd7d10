"""Whatever goes wrong, no word of a case and no secret is on the terminal, in the log, or among the arguments."""

from __future__ import annotations

import argparse
import importlib
import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

import sharedlives_tui
from sharedlives_tui import safety
from sharedlives_tui.cli.run import COMMANDS

PACKAGE = str(Path(sharedlives_tui.__file__).parent)
CANARY, IN_THE_FAULT = "Quetzalcoatl", "Tezcatlipoca"
"""What is typed, and what stands in the message of the fault, as words of a case do in messages of libraries."""
PERSONAL = (CANARY, IN_THE_FAULT, "Hill", "Cara", "Shouted", "Olu")
ROUNDS = {"check": 2, "backup": 2}
"""How many faults, where it is another number than 5: some commands call very much of ours."""

WORDS: dict[str, list[str]] = {
    "record": ["case", "record", "REF", "note", "--set", f"text={CANARY} rang", "--by", "Olu Officer", "--json"],
    "show": ["case", "show", "REF"],
    "letter": ["notice", "show", "REF", "acknowledge"],
    "find": ["find", CANARY],
    "today": ["today"],
    "check": ["check", "--deep"],
    "backup": ["backup", "FOLDER/copy.db"],
}


class FaultAt:
    """Raises an error full of words at one call of a function of ours, wherever that is."""

    def __init__(self, at: int) -> None:
        self.at, self.count, self.where = at, 0, ""

    def __call__(self, frame: FrameType, event: str, _argument: object) -> None:
        code = frame.f_code
        if event != "call" or not code.co_filename.startswith(PACKAGE) or code.co_filename.endswith("failures.py"):
            return
        if code.co_filename.endswith(("safety.py", "output.py", "run.py", "__main__.py")):
            return  # the net itself
        self.count += 1
        if self.count == self.at:
            self.where = code.co_qualname if hasattr(code, "co_qualname") else code.co_name
            raise RuntimeError(f"{IN_THE_FAULT}: cannot take {dict(frame.f_locals)!r:.300}")

    def run(self, work: Callable[[], Any]) -> Any:
        before = sys.gettrace()
        sys.settrace(self)
        try:
            return work()
        finally:
            sys.settrace(before)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # see the test below
@pytest.mark.parametrize("command", WORDS)
def test_a_fault_anywhere_leaves_no_word_of_a_case(office: Any, tmp_path: Path, command: str) -> None:
    ref = office.complaint()
    words = [each.replace("REF", ref).replace("FOLDER", str(tmp_path)) for each in WORDS[command]]
    counter = FaultAt(0)
    counter.run(lambda: office(*words))
    assert counter.count > 100
    chance, found, rounds = random.Random(command), 0, ROUNDS.get(command, 5)
    for at in sorted(chance.sample(range(1, counter.count), rounds)):
        for each in tmp_path.glob("copy.db*"):
            each.unlink()
        fault = FaultAt(at)
        told = fault.run(lambda: office(*words))
        assert IN_THE_FAULT not in told.out, fault.where
        for word in PERSONAL:
            assert word not in told.err, (fault.where, told.err)
        assert "Traceback" not in told.err, fault.where
        found += told.status == 4
    assert found >= rounds // 2  # the others were met by whoever asked, in words
    log = safety.log_file().read_text("utf-8")
    for word in PERSONAL:
        assert word not in log
    assert "RuntimeError" in log
    assert safety.log_file().stat().st_mode & 0o077 == 0


def test_what_goes_wrong_where_nobody_can_meet_it_is_recorded_without_its_words(tmp_path: Path) -> None:
    source = f"""
import sys
import sharedlives_tui.__main__ as program
class Breaks:
    def __del__(self):
        raise RuntimeError("{IN_THE_FAULT}")
sys.argv = ["sharedlives", "--version"]
program.main()
Breaks()
"""
    environment = {**os.environ, "XDG_STATE_HOME": str(tmp_path), "HOME": str(tmp_path)}
    ran = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True, env=environment)
    assert ran.stderr == ""
    assert ran.stdout.startswith("sharedlives ")
    log = next(tmp_path.rglob("problems.log")).read_text("utf-8")
    assert "RuntimeError" in log
    assert IN_THE_FAULT not in log


def test_no_command_takes_a_secret_as_an_argument() -> None:
    """What stands among the arguments, everybody on the computer can read."""
    for name, (module, _) in COMMANDS.items():
        parser = argparse.ArgumentParser()
        importlib.import_module(f"sharedlives_tui.cli.{module}").JOBS[name].arguments(parser)
        for action in parser._actions:
            for word in (action.dest, *action.option_strings):
                assert not any(each in word.lower() for each in ("password", "secret", "token", "passphrase")), name


def test_a_password_in_a_url_is_refused_and_not_repeated(ask: Callable[..., Any]) -> None:
    for url in (
        f"postgresql://ada:{CANARY}@127.0.0.1:1/office",
        f"postgresql://127.0.0.1:1/office?password={CANARY}",
        f"mysql://ada:{CANARY}@127.0.0.1/office",
        f"host=127.0.0.1 dbname=office password = {CANARY}",
    ):
        told = ask("today", "--database", url)
        assert told.status == 2
        assert CANARY not in told.out + told.err
