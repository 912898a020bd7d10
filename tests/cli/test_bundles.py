from __future__ import annotations

from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from sharedlives_tui.cleaning import BAD
from sharedlives_tui.disclosure import CONFIDENCE

SECRET = "Sam told me that she takes his money"
FACTS = ("--set", "handler=Mo Manager", "--set", "support=an advocate", "--set", "timescales=20 working days")


@pytest.fixture
def ref(office: Any, tmp_path: Path) -> str:
    """A complaint about Cara Carer, with one note in confidence, and two papers."""
    ref = str(office.complaint())
    office.done("case", "record", ref, "note", "--set", f"text={SECRET}", "--set", "in_confidence=yes")
    for name, more in (("plan.pdf", ()), ("from Sam.pdf", ("--confidential",))):
        (tmp_path / name).write_bytes(b"%PDF-1.4")
        office.done("case", "attach", ref, str(tmp_path / name), *more)
    return ref


@pytest.mark.rule("CC-18", "NT-18")
def test_a_preview_says_what_goes_in_and_how_much_is_left_out(office: Any, ref: str) -> None:
    data = office.done("case", "bundle", ref, "--for", "Cara Carer", "--preview", "--json").data
    assert data == {
        "ref": ref,
        "for": "Cara Carer",
        "person": data["person"],
        "items": [
            {"number": 1, "kind": "entry", "title": "Monday 2 March 2026: Log what came in"},
            {"number": 2, "kind": "paper", "title": "Paper: plan.pdf"},
        ],
        "withheld": [{"why": CONFIDENCE, "count": 2}],
        "missing": [],
        "file": "",
        "files": [],
    }
    told = office.done("case", "bundle", ref, "--for", data["person"], "--preview")
    assert f"   2: {CONFIDENCE}" in told.lines
    assert told.lines[-1] == "Nothing was written."
    assert SECRET not in told.out + told.err


@pytest.mark.rule("CC-18")
def test_the_copies_are_written_with_the_papers_beside_them(office: Any, ref: str, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    path = folder / "cara.docx"
    data = office.done("case", "bundle", ref, "--for", "Cara Carer", "--docx", str(path), "--json").data
    assert data["file"] == str(path)
    assert sorted(each.name for each in folder.iterdir()) == ["cara-2.pdf", "cara.docx"]
    assert (folder / "cara-2.pdf").read_bytes() == b"%PDF-1.4"
    words = "\n".join(each.text for each in Document(str(path)).paragraphs)
    assert "A file of its own, beside this document: cara-2.pdf" in words
    assert SECRET not in words
    assert "from Sam" not in words
    assert len(office.done("case", "show", ref, "--json").data["entries"]) == 2


def test_no_file_is_written_over_and_none_is_left_half_done(office: Any, ref: str, tmp_path: Path) -> None:
    (tmp_path / "cara-2.pdf").write_text("mine")
    told = office("case", "bundle", ref, "--for", "Cara Carer", "--docx", str(tmp_path / "cara.docx"))
    assert told.status == 3
    assert not (tmp_path / "cara.docx").exists()
    assert (tmp_path / "cara-2.pdf").read_text() == "mine"
    assert office("case", "bundle", ref, "--for", "Cara Carer").status == 2
    assert office("case", "bundle", ref, "--docx", "x.docx").status == 2
    missing = office("case", "bundle", ref, "--for", "Olu Officer", "--preview", "--json")
    assert missing.status == 1
    assert [(each["field"], each["rule"]) for each in missing.data["refused"]] == [("for", "CC-18")]


@pytest.mark.rule("CC-18")
def test_a_case_is_shown_as_a_person_of_it_may_read_it(office: Any, ref: str) -> None:
    office.done("case", "record", ref, "note", "--set", "text=\x1b[2J[red]said\nso", "--set", "opinion=yes")
    told = office.done("case", "show", ref, "--for", "Cara Carer")
    assert told.lines[0] == f"{ref} Complaint, as Cara Carer may read it"
    assert SECRET not in told.out
    assert f"   2: {CONFIDENCE}" in told.lines
    assert "   This is opinion, not something that was observed." in told.lines
    assert BAD.findall(told.out.replace("\n", "")) == []
    data = office.done("case", "show", ref, "--for", "Cara Carer", "--json").data
    assert [each["id"] for each in data["entries"]] == [1, 3]
    assert data["entries"][1]["facts"] == [{"label": "Note", "words": "[2J[red]said\nso"}]
    assert [each["name"] for each in data["papers"]] == ["plan.pdf"]
    assert SECRET in office.done("case", "show", ref).out


@pytest.mark.rule("CC-18")
def test_a_letter_that_repeats_what_was_told_in_confidence_is_refused(office: Any, ref: str, tmp_path: Path) -> None:
    facts = ("--set", "handler=Mo Manager", "--set", f"support={SECRET}", "--set", "timescales=20 working days")
    words = ("acknowledge", *facts)
    told = office("case", "record", ref, *words, "--set", "method=post", "--by", "Mo Manager", "--json")
    assert told.status == 1
    assert [(each["field"], each["rule"]) for each in told.data["refused"]] == [("letter", "CC-18")]
    saved = office.done("notice", "save", ref, *words, "--docx", str(tmp_path / "a.docx"))
    assert "Know: The letter repeats words that were given in confidence" in saved.err


def test_a_letter_is_saved_as_an_e_mail_draft(office: Any, tmp_path: Path) -> None:
    ref = office.complaint()
    mail, word = tmp_path / "letter.eml", tmp_path / "letter.docx"
    words = ("notice", "save", ref, "acknowledge", *FACTS)
    told = office.done(*words, "--eml", str(mail), "--docx", str(word), "--address", "g@example.org", "--json")
    assert told.data["files"] == [str(word), str(mail)]
    message = message_from_bytes(mail.read_bytes(), policy=default)
    assert (message["X-Unsent"], message["To"]) == ("1", "g@example.org")
    assert len(office.done("case", "show", ref, "--json").data["entries"]) == 1
    alone = office.done(*words, "--eml", str(tmp_path / "b.eml"))
    assert alone.lines == [f"The e-mail draft was written to {tmp_path / 'b.eml'}. It is not recorded as sent."]


@pytest.mark.parametrize(
    "more",
    [
        (),
        ("--address", "g@example.org", "--docx", "a.docx"),
        ("--eml", "a.eml", "--address", "nobody"),
        ("--eml", "a.eml", "--address", "g@example.org\nBcc: evil@example.org"),
        ("--eml", "a.x", "--docx", "a.x"),
    ],
)
def test_a_draft_that_was_asked_for_wrongly(
    more: tuple[str, ...], office: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = {*tmp_path.iterdir()}
    told = office("notice", "save", office.complaint(), "acknowledge", *FACTS, *more)
    assert told.status == 2
    assert {each for each in tmp_path.iterdir() if each.suffix in (".eml", ".docx", ".x")} <= before
