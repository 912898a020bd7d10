"""An e-mail draft: it opens as not sent, says what the letter says, and no text of anybody becomes a header."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from io import BytesIO
from pathlib import Path
from typing import cast

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as some

from sharedlives_tui import correspondence
from sharedlives_tui.letters.draft_mail import (
    BadAddress,
    Draft,
    addresses,
    cover_body,
    letter_body,
    mail_draft,
    subject_of,
)
from sharedlives_tui.letters.word import PRACTICE_WORDS
from tests.desks import ACKNOWLEDGED, new_desk, open_complaint, record
from tests.unit.test_disclosure import dispute

HEADERS = ["X-Unsent", "Subject", "MIME-Version", "Content-Type"]


def opened(content: bytes) -> EmailMessage:
    return cast("EmailMessage", message_from_bytes(content, policy=default))


def body_of(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def test_a_letter_goes_with_a_few_words_and_as_a_word_document(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    ref = open_complaint(desk).ref
    message = opened(correspondence.notice_draft(desk, ref, "acknowledge", ACKNOWLEDGED, address="g.hill@example.org"))
    assert message["X-Unsent"] == "1"
    assert message["To"] == "g.hill@example.org"
    assert message["From"] is message["Date"] is message["Bcc"] is None
    assert message["Subject"].startswith(f"{PRACTICE_WORDS}: ")
    assert message["Subject"].endswith(f"({ref})")
    assert body_of(message).splitlines()[:3] == [PRACTICE_WORDS, "", "Dear Mrs Grace Hill,"]
    (paper,) = message.iter_attachments()
    assert paper.get_filename() == f"{ref} NT-04.docx"
    letter = Document(BytesIO(paper.get_content()))
    assert any("Mo Manager" in each.text for each in letter.paragraphs)
    assert opened(correspondence.notice_draft(desk, ref, "acknowledge", ACKNOWLEDGED))["To"] is None


@pytest.mark.rule("NT-37", "DI-07")
def test_the_steps_of_a_dispute_stand_in_the_e_mail_itself(tmp_path: Path) -> None:
    desk, ref = dispute(tmp_path)
    record(desk, ref, "take-on", by="Mina Mediator", staff=("Mina Mediator",))
    steps = ("List the late payments | Cara Carer | 2026-03-16",)
    record(desk, ref, "agree-steps", by="Mina Mediator", steps=steps)
    message = opened(correspondence.notice_draft(desk, ref, "confirm-steps", {"confirmed_words": "Cara, by 16 March"}))
    assert message["Subject"] == f"{PRACTICE_WORDS}: The next steps that we agreed ({ref})"
    body = body_of(message)
    assert "- List the late payments (Cara Carer), by Monday 16 March 2026" in body
    assert "Cara, by 16 March" in body
    assert "Subject:" not in body
    assert "Dear Cara Carer," in body
    assert len(list(message.iter_attachments())) == 1


@given(
    subject=some.text(max_size=80),
    body=some.text(max_size=200),
    name=some.text(max_size=40),
    shown=some.text(max_size=30),
)
def test_no_text_becomes_a_header(subject: str, body: str, name: str, shown: str) -> None:
    to = f"{shown}\r\nBcc: evil@example.org" if len(shown) % 2 else ""
    draft = Draft(f"{subject}\r\nBcc: evil@example.org\n\nX: y", f"{body}\n.\nFrom me", b"letter", f"{name}.docx", to)
    try:
        content = mail_draft(draft)
    except BadAddress:
        content = mail_draft(Draft(draft.subject, draft.body, draft.letter, draft.file_name))
    message = opened(content)
    assert [each for each in message if each != "To"] == HEADERS
    assert message.defects == []
    (paper,) = message.iter_attachments()
    assert paper.get_content() == b"letter"
    assert "/" not in (paper.get_filename() or "")


@pytest.mark.parametrize("text", ["Ann Hill <ann@example.org>, tom@example.org", "ann@example.org, tom@example.org,"])
def test_addresses_that_can_be_used(text: str) -> None:
    assert [each.addr_spec for each in addresses(text)] == ["ann@example.org", "tom@example.org"]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "ann",
            "@",
            "ann@",
            "ann hill",
            "<ann@example.org",
            "é@example.org",
            "ann@exämple.org",
            '"a b"@example.org',
        ),
        *("a@example.org\r\nBcc: evil@example.org", "a@example.org; b@example.org", ", ".join(["a@b.org"] * 21)),
    ],
)
def test_what_is_no_address_is_refused_with_words(text: str) -> None:
    with pytest.raises(BadAddress, match="name@example.org"):
        addresses(text)


def test_the_subject_is_what_the_letter_names_or_its_heading() -> None:
    assert (
        subject_of("To: Ann\\\nSubject: The steps (CO-1)\n\nDear Ann", "Harbour", "CO-1", False) == "The steps (CO-1)"
    )
    assert subject_of("Dear Ann\n\n# Your records\n", "Harbour", "CO-1", False) == "Your records (CO-1)"
    assert subject_of("Dear Ann", "Harbour", "CO-1", True) == f"{PRACTICE_WORDS}: A letter from Harbour (CO-1)"
    assert letter_body("Dear Ann") == "Dear Ann\n"
    assert cover_body("Ann\nBcc: x", "Harbour", False).startswith("Dear Ann Bcc: x,\n\n")


@pytest.mark.parametrize(
    "line", ["@", "a@[", "<a@b", "a b@c <", '"', "=?utf-8?q?a?= <", ":;", "a@b, @", "(", "a@(b", "[]", ",", "\\"]
)
def test_a_line_over_which_the_mail_library_stumbles_is_refused_in_words(line: str) -> None:
    with pytest.raises(BadAddress, match="is no e-mail address"):
        addresses(line)
