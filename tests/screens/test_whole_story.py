"""The real program on a real terminal, from an empty folder to the ombudsman."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.terminal_kit import Person

STAGE_ONE = (
    ("formal",),
    ("name-investigator", "investigator=Cleo Care"),
    ("respond-one", "conclusions=It was not right", "answers=It should have been said", "method=post"),
    ("stage-two",),
    ("name-senior", "reviewer=Sena Senior"),
    ("respond-two", "conclusions=It was put right late", "answers=We should have said so at once", "method=post"),
)


def _program(office: Path, *words: str) -> Any:
    """Run the text twin and return what it says as JSON."""
    command = [sys.executable, "-m", "sharedlives_tui", "--database", str(office), "--as", "P-1", "--json", *words]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert told.returncode == 0, (words, told.stdout, told.stderr)
    return json.loads(told.stdout)


def _sets(*facts: str) -> list[str]:
    return [word for fact in facts for word in ("--set", fact)]


def _begins(person: Person) -> None:
    """First run, then a complaint as it comes in on the telephone."""
    person.sees("Five questions", "Start the office")
    person.press("ctrl+u")
    person.press("Harbour", "ctrl+s")
    person.sees("Nothing is overdue", "No case is open")
    person.press("n")
    person.sees("What came in?")
    person.press("enter")
    person.sees("New: Complaint")
    person.press("Mrs Hill", "enter", "tab", "i", "tab", "f", "tab", "the serv", "enter", "tab")
    person.press("The rota changed twice and nobody said so.", "ctrl+s")
    person.sees("Recorded as CO-0001", "Acknowledge in writing")


def _acknowledges(person: Person) -> None:
    """The wizard: facts, the real letter, recorded as sent."""
    person.press("w")
    person.sees("1 Facts", "Who deals with it")
    person.press("Jo Reed", "tab", "An advocate can help", "tab", "About four weeks", "ctrl+n")
    person.sees("3 Preview", "Mrs Hill")
    person.press("ctrl+n")
    person.sees("4 Record as sent")
    person.press("p")
    person.press("ctrl+s")
    person.sees("Today › CO-0001", "Recorded")


@pytest.mark.rule("CC-05", "CC-07", "CC-13", "CC-14", "CC-15")
def test_from_an_empty_folder_to_the_ombudsman(tmp_path: Path) -> None:
    office = tmp_path / "office.db"
    with Person(["--database", str(office)]) as person:
        _begins(person)
        _acknowledges(person)
        person.press("down", "w")
        person.sees("Write the outcome", "What was looked into")
        person.press("The rota and the messages were read")
        person.sees("Draft saved", "messages were read")
        person.kill()
    with Person(["--database", str(office), "--as", "P-1"]) as person:
        person.sees("CO-0001")
        person.press("enter")
        person.sees("What to do next")
        person.press("down", "w")
        person.sees("Write the outcome", "messages were read", "raft")
        person.press("ctrl+q")
        assert person.ends() == 0
    _program(office, "person", "add", "Cleo Care", "--role", "customer care")
    _program(office, "person", "add", "Sena Senior", "--role", "senior manager")
    _program(office, "contacts", "set", "customer care", "Customer care, telephone 01632 960102")
    answered = _sets(
        "investigation=The rota was read", "actions_taken=Told a week ahead", "answers=It was wrong", "method=post"
    )
    _program(office, "case", "record", "CO-0001", "respond", *answered, "--by", "P-1")
    for step, *facts in STAGE_ONE:
        by = "Sena Senior" if step == "respond-two" else "Cleo Care"
        _program(office, "case", "record", "CO-0001", step, *_sets(*facts), "--by", by)
    with Person(["--database", str(office), "--as", "P-1"]) as person:
        person.sees("No case is open")
        person.press("/")
        person.press("hill")
        person.sees("CO-0001")
        person.press("enter")
        person.sees("Stage two", "CLOSED")
        person.press("x")
        person.sees("The person goes to the ombudsman")
    _program(office, "case", "record", "CO-0001", "ombudsman", *_sets("ombudsman_reference=24 001"))
    case = _program(office, "case", "show", "CO-0001")
    assert (case["stage"], case["status"]) == ("ombudsman", "open")
    done = [each["step"] for each in case["entries"]]
    assert done == ["received", "acknowledge", "respond", *(step for step, *_ in STAGE_ONE), "ombudsman"]
    letters = {each["step"]: each["letter"] for each in case["entries"]}
    assert "About four weeks" in letters["acknowledge"]
    assert "mbudsman" in letters["respond-two"]
    _program(office, "check")
