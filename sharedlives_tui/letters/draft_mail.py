"""A notice as an e-mail draft (.eml) that a mail program opens as not yet sent, with the Word letter attached."""

from __future__ import annotations

from dataclasses import dataclass
from email.errors import HeaderParseError
from email.headerregistry import Address, HeaderRegistry
from email.message import EmailMessage
from email.policy import SMTP
from typing import Final

from sharedlives_tui.cleaning import clean_line, clean_text
from sharedlives_tui.letters.blocks import read_blocks
from sharedlives_tui.letters.naming import safe_name
from sharedlives_tui.letters.plain import plain_text
from sharedlives_tui.letters.word import PRACTICE_WORDS

WORD_TYPE: Final = ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document")
LONGEST_SUBJECT: Final = 200
MOST_ADDRESSES: Final = 20
_SUBJECT: Final = "Subject: "


class BadAddress(ValueError):
    """An address cannot be used; the words say what one looks like."""


@dataclass(frozen=True)
class Draft:
    """An e-mail that is not sent yet."""

    subject: str
    body: str
    letter: bytes
    """The letter as a Word document."""
    file_name: str
    to: str = ""
    """Addresses as they were typed, with commas between them; empty: whoever sends it fills them in."""
    papers: tuple[tuple[str, bytes], ...] = ()
    """What goes with it: name and content of each."""


def mail_draft(draft: Draft) -> bytes:
    """Return the draft as the bytes of an .eml file. Raises BadAddress.

    It has no sender and no day: those are the mail program's, when it is sent. No line of any text of it can become
    a header.
    """
    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"
    message["Subject"] = clean_line(draft.subject, LONGEST_SUBJECT)
    if draft.to.strip():
        message["To"] = addresses(draft.to)
    message.set_content(clean_text(draft.body, None).rstrip("\n") + "\n", charset="utf-8", cte="quoted-printable")
    kind, subkind = WORD_TYPE
    message.add_attachment(draft.letter, maintype=kind, subtype=subkind, filename=safe_name(draft.file_name))
    for name, content in draft.papers:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=safe_name(name))
    # A plain subject stays on its line: folded, it would begin with an empty one in some mail programs.
    return message.as_bytes(policy=SMTP.clone(max_line_length=900) if message["Subject"].isascii() else None)


def addresses(text: str) -> tuple[Address, ...]:
    """Return the addresses of a line like "Ann Hill <ann@example.org>, tom@example.org". Raises BadAddress."""
    line = clean_line(text)
    try:
        header = HeaderRegistry()("To", line)
    except (
        HeaderParseError,
        AttributeError,
        IndexError,
        TypeError,
        ValueError,
    ):  # the library's own stumbling over a broken line
        raise BadAddress(_wrong(line)) from None
    found: tuple[Address, ...] = getattr(header, "addresses", ())
    if header.defects or not found or len(found) > MOST_ADDRESSES or not all(map(_usable, found)):
        raise BadAddress(_wrong(line))
    return found


def _usable(address: Address) -> bool:
    spec = address.addr_spec
    user, domain = address.username, address.domain
    return bool(user and domain) and spec.isascii() and spec.isprintable() and not set(spec) & set(' "<>,;:\\()[]')


def _wrong(line: str) -> str:
    return f"'{line}' is no e-mail address. Write it like name@example.org; several with commas between them."


def subject_of(markdown: str, office: str, ref: str, practice: bool) -> str:
    """Return the subject of a letter's e-mail: the one that it names, else its first heading, else the office's name.

    The case's reference is behind it; of a practice office it says so first.
    """
    lines = plain_text(markdown).splitlines()
    named = next((each.removeprefix(_SUBJECT) for each in lines if each.startswith(_SUBJECT)), "")
    heading = next((block.text for block in read_blocks(markdown) if block.kind == "heading"), "")
    subject = clean_line(named or heading or f"A letter from {office}")
    if ref and ref not in subject:
        subject = f"{subject} ({ref})"
    return f"{PRACTICE_WORDS}: {subject}" if practice else subject


def letter_body(markdown: str) -> str:
    """Return the letter's own text as the body of an e-mail: without the lines that the mail program's head has."""
    parts = plain_text(markdown).split("\n\n")
    return "\n\n".join(part for part in parts if f"\n{_SUBJECT}" not in part) if len(parts) > 1 else parts[0]


def cover_body(addressees: str, office: str, practice: bool) -> str:
    """Return a few words that go with a letter that is attached."""
    mark = f"{PRACTICE_WORDS}\n\n" if practice else ""
    return (
        f"{mark}Dear {clean_line(addressees)},\n\n"
        "Our letter to you is attached to this e-mail, as a Word document.\n\n"
        "If you cannot open it, or would rather have it in another form, tell us and we will send it so.\n\n"
        f"With kind regards,\n\n{clean_line(office)}\n"
    )
