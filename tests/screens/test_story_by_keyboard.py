"""One complaint from an empty folder to the ombudsman: the real program, a terminal of 80 by 24, the keyboard alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sharedlives_tui.cli.run import run
from tests.terminal_kit import Person

ME = "Reed, Jo"
QUIET = 0.1
STORY = (
    "received",
    "acknowledge",
    "contact",
    "respond",
    "formal",
    "acknowledge-one",
    "name-investigator",
    "respond-one",
    "stage-two",
    "name-senior",
    "respond-two",
    "ombudsman",
)


def _starts_the_office(person: Person) -> None:
    person.sees("There is no office yet", "5 A practice office too?")
    person.press("ctrl+u", "Harbour Lives", "enter", "enter", "ctrl+u", ME)
    person.press("enter", "enter", "enter", "right")
    person.sees("Harbour Lives", ME, "(•) registered manager", "( ) Yes   (•) No")
    person.press("ctrl+s")
    person.sees("Nothing is overdue", "No case is open", ME)


def _adds(person: Person, name: str, first_letter: str, role: str) -> None:
    """In the people's list: a new person with one role, chosen by its first letter."""
    person.press("n")
    person.sees("Add somebody to the office's list")
    person.press(name, "enter", first_letter)
    person.sees(f"(•) {role}")
    person.press("ctrl+s")
    person.sees("╭─ Roles", name, f"● {role}", "now")
    person.press("esc")
    person.sees("in the office's list", name, "g Without guidance")


def _says_how_customer_care_is_reached(person: Person) -> None:
    """The letters must hold it, and a new office has none."""
    person.press("o")
    person.sees("Our office", "customer care          not filled in yet")
    person.press("down", "enter")
    person.sees("How letters name: customer care")
    person.press("Customer care, 020 7946 0002", "ctrl+s")
    person.sees("Letters written from now on take it: customer care")


def _logs_the_complaint(person: Person) -> None:
    person.press("1")
    person.sees("No case is open")
    person.press("n")
    person.sees("What came in?", "Complaint")
    person.press("enter")
    person.sees("New: Complaint", "Who raised it")
    person.press("Mrs Hill")
    person.sees("> Mrs Hill")
    person.press("enter", "enter", "i", "enter", "f", "enter")
    person.sees("(•) informal complaint", "(•) family")
    person.press("the service")
    person.sees("> the service")
    person.press("enter", "enter", "The visits were changed twice without a word.", "ctrl+s")
    person.sees("Recorded as CO-0001", "What to do next (3)", "[▶ 1 Local resolution]")


def _writes(person: Person, step: str, *facts: str) -> None:
    """The letter's facts, each in its field, until the letter is whole and shown."""
    person.press("w")
    person.sees("[1 Facts]", step, "Must include")
    _fills(person, *facts)
    person.press("ctrl+n")
    person.sees("[3 Preview]", "Dear Mrs Hill,", "nothing missing")


def _fills(person: Person, *facts: str) -> None:
    for number, fact in enumerate(facts):
        if number:
            person.press("tab")
        person.press(fact)


def _sends(person: Person, entries: int, signed_by: str = "") -> str:
    """Record the letter as sent; return the screen when the case has that many entries."""
    person.press("ctrl+n")
    person.sees("[4 Record as sent]", "To: Mrs Hill", "(•) post")
    if signed_by:
        person.press(signed_by)
        person.sees(f"> {signed_by}")
        person.press("enter")
        person.sees(f"▌{signed_by}")
    person.press("ctrl+s")
    return person.sees(f"Timeline ({entries})", "Recorded.")


def _does(person: Person, action: str, downs: int, stage: str, entries: int) -> None:
    """One of the other actions; the text on the frame of the form proves that it is the right one."""
    person.press("x")
    person.sees("What else can be recorded in CO-0001", action)
    person.press(*["down"] * downs, "enter")
    person.sees(f"─ {action} ─", "Done on")
    person.press("ctrl+s")
    person.sees(f"Timeline ({entries})", stage, "Recorded.")


def _names(person: Person, step: str, who: str, by: str, downs: int, entries: int) -> None:
    """Record who does it, and who named them."""
    person.press("home", *["down"] * downs, "r")
    person.sees(f"─ {step} ─", "Who did it")
    person.press(who)
    person.sees(f"> {who}")
    person.press("enter", "enter", "enter", "enter", "enter", by)
    person.sees(f"▌{by}")
    person.press("enter", "ctrl+s")
    person.sees(f"Timeline ({entries})", f"Ended: {step}")


def _until_the_line_is_cut(person: Person) -> None:
    _starts_the_office(person)
    person.press("4")
    person.sees("in the office's list")
    _adds(person, "Clark, Sam", "c", "customer care")
    _adds(person, "Olsen, Tess", "s", "senior manager")
    _says_how_customer_care_is_reached(person)
    _logs_the_complaint(person)
    _writes(person, "Acknowledge in writing", "Jo Reed, 020 7946 0000", "An advocate can help", "About four weeks")
    person.sees("We have received your complaint")
    _sends(person, 2)
    person.press("r")
    person.sees("─ Contact and agree a plan ─", "What it is about")
    _fills(person, "The changed visits", "The diaries are read", "Each change is told a week before")
    person.press("ctrl+s")
    person.sees("Timeline (3)", "Ended: Contact and agree a plan", "Write the outcome")
    person.press("w")
    person.sees("[1 Facts]", "Write the outcome")
    person.press("We read the diaries")
    person.sees("Draft saved")
    person.press(" of both m")
    person.kill()


def _answers_at_first(person: Person) -> None:
    person.sees("[1 Today]", "CO-0001 Mrs Hill")
    person.press("enter")
    person.sees("What to do next (1)", "Write the outcome")
    person.press("w")
    person.sees("[1 Facts]", "We read the diaries", "Draft from", "kept")
    _fills(person, "The rota was made anew", "You were right about the visits")
    person.press("ctrl+n")
    person.sees("[3 Preview]", "Our answer to your complaint", "nothing missing")
    assert "CLOSED" in _sends(person, 4)


def _stage_one(person: Person) -> None:
    _does(person, "A formal complaint (stage one) comes in", 1, "[▶ 2 Stage one]", 5)
    person.press("home")
    _writes(person, "Acknowledge stage one", "Sam Clark", "An advocate can help", "Twenty working days")
    _sends(person, 6, "Clark, Sam")
    _names(person, "Name who looks into it", "Clark, Sam", "Clark, Sam", 1, 7)
    person.press("home")
    _writes(person, "Write stage one response", "The visits should have been told", "Upheld")
    assert "CLOSED" in _sends(person, 8, "Clark, Sam")


def _stage_two(person: Person) -> None:
    _does(person, "The person asks for stage two", 1, "[▶ 3 Stage two]", 9)
    _names(person, "Name the senior manager", "Olsen, Tess", "Olsen, Tess", 2, 10)
    person.press("home")
    _writes(person, "Write stage two response", "The visits should have been told", "Upheld in full")
    person.press("pagedown")
    person.sees("Your right to go to the ombudsman")
    assert "CLOSED" in _sends(person, 11, "Olsen, Tess")


def _told(capsys: pytest.CaptureFixture[str], office: Path, *words: str) -> Any:
    """What the command line says, as data."""
    capsys.readouterr()
    assert run(["--database", str(office), "--as", ME, "--json", *words]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.rule("CC-05", "CC-06", "CC-07", "CC-13", "CC-14", "CC-15")
def test_from_an_empty_folder_to_the_ombudsman_by_keyboard(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    office = tmp_path / "o.db"
    with Person(["--database", str(office)], quiet=QUIET) as person:
        _until_the_line_is_cut(person)
    assert [each.name for each in tmp_path.glob("practice*")] == []
    with Person(["--database", str(office), "--as", ME], quiet=QUIET) as person:
        _answers_at_first(person)
        _stage_one(person)
        _stage_two(person)
        _does(person, "The person goes to the ombudsman", 1, "[▶ 4 Ombudsman]", 12)
        person.press("ctrl+q")
        assert person.ends() == 0
    case = _told(capsys, office, "case", "show", "CO-0001")
    assert (case["stage"], case["status"]) == ("ombudsman", "open")
    assert tuple(each["step"] for each in case["entries"]) == STORY
    parts = [(each["name"], each["part"]) for each in case["parties"]]
    assert parts == [("Mrs Hill", "complainant"), ("Clark, Sam", "investigator"), ("Olsen, Tess", "investigator")]
    letters = {each["step"]: each["letter"].strip() for each in case["entries"] if each["letter"].strip()}
    assert [*letters] == ["acknowledge", "contact", "respond", "acknowledge-one", "respond-one", "respond-two"]
    assert all("Dear Mrs Hill," in letter for letter in letters.values())
    assert "We read the diaries" in letters["respond"]
    assert "Yours sincerely,\n\nClark, Sam\ncustomer care" in letters["respond-one"]
    assert "Yours sincerely,\n\nOlsen, Tess\nsenior manager" in letters["respond-two"]
    assert "right to go to the ombudsman" in letters["respond-two"]
    _told(capsys, office, "check")
