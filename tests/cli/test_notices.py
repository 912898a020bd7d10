from __future__ import annotations

from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

FACTS = ("--set", "handler=Mo Manager", "--set", "support=an advocate", "--set", "timescales=20 working days")
KEYS = {
    *("ref", "step", "instance", "notice", "title", "to", "methods", "spoken", "format_needed", "complete"),
    *("must", "may", "remarks", "text"),
}


@pytest.mark.rule("NT-04", "CC-05")
def test_check_says_what_a_letter_lacks_by_its_status(office: Any) -> None:
    ref = office.complaint()
    told = office("notice", "check", ref, "acknowledge", "--json")
    assert told.status == 1
    assert told.err == ""
    assert set(told.data) == KEYS
    assert (told.data["notice"], told.data["complete"]) == ("NT-04", False)
    ticks = {each["id"]: each for each in told.data["must"]}
    assert ticks["received"] == {"id": "received", "name": "that we have received it", "present": True, "missing": ""}
    assert (ticks["support"]["present"], ticks["support"]["missing"]) == (False, "Fill in: Support on offer")
    text = office("notice", "check", ref, "acknowledge")
    assert text.status == 1
    assert text.lines[-1] == "It is not complete."
    assert office("notice", "check", ref, "acknowledge", *FACTS).status == 0
    assert office.done("notice", "check", ref, "acknowledge", *FACTS).lines[-1] == "It holds all that it must."


def test_check_of_a_letter_that_was_written_elsewhere(office: Any, tmp_path: Path) -> None:
    ref = office.complaint()
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Mrs Hill")
    words = ("notice", "check", ref, "acknowledge", "--letter", f"@{letter}", "--json")
    told = office(*words, "--has", "received", "--has", "handler")
    assert told.status == 1
    assert [each["id"] for each in told.data["must"] if not each["present"]] == ["support", "timescales"]
    assert told.data["text"] == "Dear Mrs Hill"
    assert (
        office(
            *words, *(word for each in ("received", "handler", "support", "timescales") for word in ("--has", each))
        ).status
        == 0
    )


def test_show_prints_the_real_letter_without_marks(office: Any) -> None:
    ref = office.complaint()
    told = office.done("notice", "show", ref, "acknowledge", *FACTS)
    assert told.lines[0] == "Acknowledge in writing [acknowledge], letter NT-04"
    assert "To: Mrs Grace Hill" in told.lines
    assert "Dear Mrs Grace Hill," in told.lines
    assert "team@harbour.example.org" in told.out
    assert "\\" not in told.out
    assert "#" not in told.out
    data = office.done("notice", "show", ref, "acknowledge", *FACTS, "--json").data
    assert data["to"] == ["Mrs Grace Hill"]
    assert data["methods"] == ["post", "email", "by hand"]
    assert "Mo Manager" in data["text"]


def test_what_is_recorded_is_the_letter_that_was_shown(office: Any) -> None:
    ref = office.complaint()
    shown = office.done("notice", "show", ref, "acknowledge", *FACTS, "--json").data["text"]
    office.done("case", "record", ref, "acknowledge", *FACTS, "--set", "method=post")
    kept = office.done("case", "show", ref, "--json").data["entries"][-1]["letter"]
    assert kept == shown


def test_save_writes_a_word_document_and_records_nothing(office: Any, tmp_path: Path) -> None:
    ref = office.complaint()
    path = tmp_path / "letter.docx"
    told = office.done("notice", "save", ref, "acknowledge", *FACTS, "--docx", str(path), "--json")
    assert told.data == {
        "ref": ref,
        "instance": "acknowledge",
        "file": str(path),
        "files": [str(path)],
        "complete": True,
    }
    with ZipFile(path) as word:
        assert b"Mrs Grace Hill" in word.read("word/document.xml")
    assert [each.name for each in tmp_path.iterdir() if "letter" in each.name] == ["letter.docx"]
    assert len(office.done("case", "show", ref, "--json").data["entries"]) == 1


def test_save_leaves_a_file_that_is_there_and_says_what_is_missing(office: Any, tmp_path: Path) -> None:
    ref = office.complaint()
    path = tmp_path / "letter.docx"
    path.write_text("mine")
    assert office("notice", "save", ref, "acknowledge", "--docx", str(path)).status == 3
    assert path.read_text() == "mine"
    told = office.done("notice", "save", ref, "acknowledge", "--docx", str(tmp_path / "gaps.docx"))
    assert "It lacks: who deals with it, " in told.err
    assert office("notice", "save", ref, "acknowledge", "--docx", str(tmp_path / "no" / "x.docx")).status == 3
    assert office("notice", "save", ref, "acknowledge").status == 2


@pytest.mark.parametrize("command", ["show", "check"])
def test_a_step_without_a_letter_and_a_case_that_is_not_there(office: Any, command: str) -> None:
    ref = office.complaint()
    for words in ((ref, "safeguarding-question"), (ref, "fly"), ("CO-0999", "acknowledge")):
        told = office("notice", command, *words, "--json")
        assert told.status == 1
        assert told.data["refused"][0]["words"]
