"""One complaint from an empty folder to the ombudsman: the real program, a terminal of 80 by 24, the keyboard alone."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from sharedlives_tui.cli.run import run
from tests.terminal_kit import WAIT, Person

ME, SAM, TESS = "Reed, Jo", "Clark, Sam", "Olsen, Tess"
QUIET = 0.05
CORNER = 3
"""Characters of the screen below that are seen beside the frame of a dialog, at most."""
FRAMES = " │╭╮╰╯─▁▂▃▄▅▆▇█"
CONTACT_LABEL = "Details"
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
    person.is_at("1 The scheme's name")
    person.press("ctrl+u")
    _types(person, "1 The scheme's name", "Harbour Lives")
    _goes_on(person, "(•) England", "3 Your name")
    person.press("ctrl+u")
    _types(person, "3 Your name", ME)
    _goes_on(person, "(•) registered manager", "4 Where to keep it", "5 A practice office too?")
    person.press("right")
    person.sees("Harbour Lives", ME, "( ) Yes   (•) No")
    person.press("ctrl+s")
    person.sees("Nothing is overdue", "No case is open", ME, "o Our office holds the contacts for letters.")


def _goes_on(person: Person, *labels: str, key: str = "enter") -> None:
    """From field to field: the next key goes only when the cursor stands there."""
    for label in labels:
        person.press(key)
        person.is_at(label)


def _types(person: Person, label: str, words: str) -> None:
    """Type into the field of that label once the cursor stands there, and see what was typed."""
    person.is_at(label)
    person.press(words)
    person.sees(words)


def _chooses(person: Person, label: str, letter: str, chosen: str) -> None:
    """Choose by the first letter in the field of that label."""
    person.is_at(label)
    person.press(letter)
    person.sees(f"(•) {chosen}")


def _names_somebody(person: Person, label: str, name: str, role: str) -> None:
    """Name somebody of the office's list."""
    _types(person, label, name)
    person.sees(f"> {name}  {role}")
    person.press("enter")


def _adds(person: Person, name: str, first_letter: str, role: str) -> None:
    """In the people's list: a new person with one role, chosen by its first letter."""
    person.press("n")
    person.sees("Add somebody to the office's list")
    _types(person, "Name", name)
    person.press("enter")
    _chooses(person, "Role", first_letter, role)
    person.press("ctrl+s")
    person.sees("╭─ Roles", name, f"● {role}", "now")
    person.press("esc")
    person.sees("in the office's list", name, "g Without guidance")


def _says_how_customer_care_is_reached(person: Person) -> None:
    """The letters must hold it, and a new office has none."""
    person.press("o")
    person.sees("Our office", "customer care          not filled in yet")
    person.press("down")
    person.is_at("customer care")
    person.press("enter")
    person.sees("How letters name: customer care")
    _types(person, CONTACT_LABEL, "Customer care, 020 7946 0002")
    person.press("ctrl+s")
    person.sees("Letters written from now on take it: customer care")


def _logs_the_complaint(person: Person) -> None:
    person.press("1")
    person.sees("No case is open")
    person.press("n")
    person.sees("What came in?", "Complaint")
    person.press("enter")
    person.sees("New: Complaint", "Who raised it")
    _types(person, "Who raised it", "Mrs Hill")
    person.sees("add as a new person")
    person.press("enter")
    person.sees("> Mrs Hill  not in the list yet")
    person.press("enter")
    person.sees("Mrs Hill  new")
    person.press("enter")
    _chooses(person, "What it is", "i", "informal complaint")
    person.press("enter")
    _chooses(person, "They are", "f", "family")
    person.press("enter")
    _types(person, "About whom or what", "the service")
    person.sees("> the service")
    person.press("enter")
    person.sees("the service", "What happened")
    person.press("enter")
    _types(person, "What happened", "The visits were changed twice without a word.")
    person.press("ctrl+s")
    person.sees("Recorded as CO-0001", "What to do next (3)", "[▶ 1 Local resolution]")


def _writes(
    person: Person,
    step: str,
    facts: Mapping[str, str],
    signed_by: str = "",
    role: str = "",
    passing: Sequence[str] = (),
) -> None:
    """The letter's facts, each in its field, and who signs it, until the letter is whole and shown."""
    person.press("w")
    person.sees("[1 Facts]", step, "Must include")
    _fills(person, facts)
    if signed_by:
        _goes_on(person, *passing, "Who signs it", key="tab")
        _names_somebody(person, "Who signs it", signed_by, role)
    person.press("ctrl+n")
    person.sees("[3 Preview]", "Dear Mrs Hill,", "nothing missing")


def _fills(person: Person, facts: Mapping[str, str]) -> None:
    """Type each fact into its field; Enter goes on."""
    for number, (label, fact) in enumerate(facts.items()):
        if number:
            person.press("enter")
        _types(person, label, fact)


def _sends(person: Person, entries: int, signed_by: str = ME) -> str:
    """Record the letter as sent; return the screen when the case has that many entries."""
    person.press("ctrl+n")
    person.sees("[4 Record as sent]", "To: Mrs Hill", "(•) post", f"Signed by: {signed_by}")
    person.press("ctrl+s")
    return person.sees(f"Timeline ({entries})", "Recorded.")


def _does(person: Person, action: str, stage: str, entries: int) -> None:
    """One of the other actions; the text on the frame of the form proves that it is the right one."""
    person.press("x")
    person.sees("What else can be recorded in CO-0001", action)
    person.press("home", *["down"] * _rows_above(person.seen(), "What else can be recorded", action), "enter")
    person.sees(f"─ {action} ─", "Done on")
    person.press("ctrl+s")
    person.sees(f"Timeline ({entries})", stage, "Recorded.")


def _rows_above(text: str, heading: str, words: str) -> int:
    """How many rows of the list under that heading stand above the one with the words; headings of groups are none."""
    rows = text.partition(heading)[2].split("\n")[1:]
    named = [each for each in rows if "────" not in each and len(each.strip(FRAMES)) > CORNER]
    return [words in each for each in named].index(True)


def _goes_to(person: Person, step: str) -> None:
    """In the list of what to do next, to the row of a step: what opens then proves that it is the right one."""
    person.press("home", *["down"] * _rows_above(person.sees(step), "What to do next", step))


def _names(person: Person, step: str, label: str, who: str, role: str, by: str, entries: int) -> None:
    """Record who does it, and who named them."""
    _goes_to(person, step)
    person.press("r")
    person.sees(f"─ {step} ─", label)
    _names_somebody(person, label, who, role)
    person.sees(f"{who}  {role}", "another name; Backspace takes one out")
    _goes_on(person, "Involvement outside", "A manager's reason", "Done on", "Who did it", key="tab")
    _names_somebody(person, "Who did it", by, "")
    person.press("ctrl+s")
    person.sees(f"Timeline ({entries})", f"Ended: {step}")


def _sees_it_kept(person: Person, office: Path, words: str) -> None:
    """Wait until the draft in the office's file holds all the words: one of fewer words is said to be saved as well."""
    end = time.monotonic() + WAIT
    while not any(words in body for body in _drafts(office)):
        assert time.monotonic() < end, f"no draft holds {words!r}, but {_drafts(office)}:\n{person.glance()}"
        person.glance()
    person.sees("Draft saved")


def _drafts(office: Path) -> list[str]:
    """What the drafts of the office hold."""
    with closing(sqlite3.connect(f"{office.as_uri()}?mode=ro", uri=True)) as file:
        return [str(body) for (body,) in file.execute("SELECT body FROM draft")]


def _until_the_line_is_cut(person: Person, office: Path) -> None:
    _starts_the_office(person)
    person.press("4")
    person.sees("in the office's list")
    _adds(person, SAM, "c", "customer care")
    _adds(person, TESS, "s", "senior manager")
    _says_how_customer_care_is_reached(person)
    _logs_the_complaint(person)
    _writes(
        person,
        "Acknowledge in writing",
        {
            "Who deals with it": "Jo Reed, 020 7946 0000",
            "Support on offer": "An advocate can help",
            "About how long": "About four weeks",
        },
    )
    person.sees("We have received your complaint")
    _sends(person, 2)
    _goes_to(person, "Contact and agree a plan")
    person.press("r")
    person.sees("─ Contact and agree a plan ─", "What it is about")
    _fills(
        person,
        {
            "What it is about": "The changed visits",
            "How it will be": "The diaries are read",
            "The plan agreed": "Each change is told a week before",
        },
    )
    person.press("ctrl+s")
    person.sees("Timeline (3)", "Ended: Contact and agree a plan", "Write the outcome")
    person.press("w")
    person.sees("[1 Facts]", "Write the outcome")
    _types(person, "What was looked into", "We read the diaries")
    _sees_it_kept(person, office, "We read the diaries")
    person.press(" of both m")
    person.kill()


def _answers_at_first(person: Person) -> None:
    person.sees("[1 Today]", "CO-0001 Mrs Hill")
    person.press("enter")
    person.sees("What to do next (1)", "Write the outcome")
    person.press("w")
    person.sees("[1 Facts]", "We read the diaries", "Draft from", "kept")
    _fills(
        person,
        {"What was done about it": "The rota was made anew", "The answer to each": "You were right about the visits"},
    )
    person.press("ctrl+n")
    person.sees("[3 Preview]", "Our answer to your complaint", "nothing missing")
    assert "CLOSED" in _sends(person, 4)


def _stage_one(person: Person) -> None:
    _does(person, "A formal complaint (stage one) comes in", "[▶ 2 Stage one]", 5)
    _goes_to(person, "Acknowledge stage one")
    facts = {
        "Who deals with it": "Sam Clark",
        "Support on offer": "An advocate can help",
        "About how long": "Twenty working days",
    }
    _writes(person, "Acknowledge stage one", facts, SAM, "customer care")
    _sends(person, 6, SAM)
    _names(person, "Name who looks into it", "Who looks into it", SAM, "customer care", SAM, 7)
    _goes_to(person, "Write stage one response")
    facts = {
        "What was looked into": "The diaries",
        "The answer to each": "The visits should have been told",
        "Conclusions": "Upheld",
    }
    _writes(person, "Write stage one response", facts, SAM, "customer care", ["What is promised"])
    assert "CLOSED" in _sends(person, 8, SAM)


def _stage_two(person: Person) -> None:
    _does(person, "The person asks for stage two", "[▶ 3 Stage two]", 9)
    _names(person, "Name the senior manager", "The senior manager", TESS, "senior manager", TESS, 10)
    _goes_to(person, "Write stage two response")
    facts = {
        "What was looked into": "The diaries",
        "The answer to each": "The visits should have been told",
        "Conclusions": "Upheld in full",
    }
    _writes(person, "Write stage two response", facts, TESS, "senior manager", ["What is promised"])
    person.press("pagedown")
    person.sees("Your right to go to the ombudsman")
    assert "CLOSED" in _sends(person, 11, TESS)


def _told(capsys: pytest.CaptureFixture[str], office: Path, *words: str) -> Any:
    """What the command line says, as data."""
    capsys.readouterr()
    assert run(["--database", str(office), "--as", ME, "--json", *words]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.rule("CC-05", "CC-06", "CC-07", "CC-13", "CC-14", "CC-15")
def test_from_an_empty_folder_to_the_ombudsman_by_keyboard(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    office = tmp_path / "o.db"
    with Person(["--database", str(office)], quiet=QUIET) as person:
        _until_the_line_is_cut(person, office)
    assert [each.name for each in tmp_path.glob("practice*")] == []
    with Person(["--database", str(office), "--as", ME], quiet=QUIET) as person:
        _answers_at_first(person)
        _stage_one(person)
        _stage_two(person)
        _does(person, "The person goes to the ombudsman", "[▶ 4 Ombudsman]", 12)
        person.press("ctrl+q")
        assert person.ends() == 0
    case = _told(capsys, office, "case", "show", "CO-0001")
    assert (case["stage"], case["status"]) == ("ombudsman", "open")
    assert tuple(each["step"] for each in case["entries"]) == STORY
    parts = [(each["name"], each["part"]) for each in case["parties"]]
    assert parts == [("Mrs Hill", "complainant"), ("Clark, Sam", "investigator"), ("Olsen, Tess", "investigator")]
    letters = {each["step"]: each["letter"].strip() for each in case["entries"] if each["letter"].strip()}
    assert [*letters] == ["acknowledge", "respond", "acknowledge-one", "respond-one", "respond-two"]
    assert all("Dear Mrs Hill," in letter for letter in letters.values())
    assert "We read the diaries" in letters["respond"]
    assert "Yours sincerely,\n\nSam Clark\ncustomer care" in letters["respond-one"]
    assert "Yours sincerely,\n\nTess Olsen\nsenior manager" in letters["respond-two"]
    assert "right to go to the ombudsman" in letters["respond-two"]
    assert _told(capsys, office, "check")["problems"] == []
