"""The copies as one Word document: it opens, it can be read out, and nothing that was withheld is in its bytes."""

from __future__ import annotations

import base64
import re
import tempfile
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from sharedlives_tui import casework
from sharedlives_tui.bundles import bundle_for
from sharedlives_tui.cleaning import clean_text
from sharedlives_tui.desk import Desk
from sharedlives_tui.disclosed import FILE, PICTURE, TEXT, Bundle, Disclosed
from sharedlives_tui.letters.bundle import NOTHING_LEFT_OUT, PRACTICE_WORDS, bundle_docx, items
from sharedlives_tui.letters.papers import looked_at
from sharedlives_tui.requests import Attach
from tests.desks import ANSWERED, new_desk, open_complaint, record
from tests.unit.test_disclosure import about_cara, deapproval, dispute

SECRET = "Sam told me that she takes his money on Fridays"
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
HOSTILE = '=1+1 {{ 7*7 }} <w:t>x</w:t> ]]> & \\* MERGEFORMAT { HYPERLINK "http://example.org" } [red]'


def made(bundle: Bundle) -> bytes:
    return bundle_docx(bundle, {each.id: f"copies-{each.id}" for each in bundle.told.papers if each.kind == FILE})


def parts(content: bytes) -> dict[str, str]:
    """The parts of the document that are text, by name."""
    with ZipFile(BytesIO(content)) as packed:
        names = [name for name in packed.namelist() if name.endswith((".xml", ".rels"))]
        return {name: packed.read(name).decode() for name in names}


@cache
def template() -> dict[str, str]:
    """The parts of a bundle of nothing: its fonts, its styles."""
    return parts(made(Bundle("", "", "", "", "", date(2026, 3, 2), False, Disclosed())))


def unpacked(content: bytes) -> str:
    """All of the document that is its own, as one text, and once more without its tags, so that split runs join."""
    whole = "\n".join(words for name, words in parts(content).items() if template().get(name) != words)
    return whole + re.sub(r"<[^>]*>", "", whole)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text).casefold()


def texts(content: bytes) -> list[tuple[str, str]]:
    """Style and words of each paragraph, links among them."""
    found = []
    for each in Document(BytesIO(content)).paragraphs:
        words = "".join(part.text or "" for part in each._p.iter(qn("w:t")))
        found.append((str(each.style.name if each.style else ""), words))
    return found


# -- what is withheld is in no byte of it ----------------------------------------------------------------------

PHRASES = some.text(some.characters(blacklist_categories=("Cs", "Cc")), min_size=12, max_size=60)


@pytest.mark.rule("CC-18", "DA-07")
@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(phrases=some.lists(PHRASES.filter(lambda text: len(clean_text(text).strip()) >= 12), min_size=1, max_size=3))
def test_no_withheld_phrase_is_in_the_bytes(phrases: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        desk = new_desk(Path(folder))
        ref = about_cara(desk)
        for phrase in phrases:
            record(desk, ref, "note", text=phrase, in_confidence="yes")
            # Somebody wrote it down once more, by mistake without the mark, and put a paper beside it.
            record(desk, ref, "note", text=f"Said again: {phrase}")
            casework.attach(desk, Attach(ref, "note.txt", f"As before: {clean_text(phrase)}".encode()))
        bundle = bundle_for(desk, ref, "Cara Carer")
        content = made(bundle)
        desk.store.close()
    whole = squeezed("\n".join(words for _, words in texts(content)))
    written = unpacked(content)
    for phrase in phrases:
        kept = clean_text(phrase).strip()
        assert squeezed(kept) not in whole
        assert kept not in written
        assert escape(kept) not in written
    assert sum(each.count for each in bundle.told.withheld) == 3 * len(phrases)


SECRETS = ("she takes his money", "Grace Hill", "Mrs Hill", "sister-in-law", "bank.pdf")


@pytest.mark.rule("CC-18")
def test_a_complaint_about_a_carer(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    ref = about_cara(desk, in_confidence="yes", account=SECRET, complainant_kind="family")
    entry = record(
        desk, ref, "note", text="Her sister-in-law rang and asked us not to say so", in_confidence="yes"
    ).entry
    casework.attach(desk, Attach(ref, "bank.pdf", b"statement", entry=entry))
    record(desk, ref, "note", text="The rota was looked through.")
    whole = unpacked(made(bundle_for(desk, ref, "Cara Carer")))
    for each in SECRETS:
        assert each.casefold() not in whole.casefold()
    assert "The rota was looked through." in whole


@pytest.mark.rule("DA-07", "CC-18")
def test_a_deapproval(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    ref = deapproval(desk, allegations=("She shouted at Sam",))
    record(desk, ref, "note", by="Olu Officer", text="The neighbour at 12 heard it", in_confidence="yes")
    content = made(bundle_for(desk, ref, "Cara Carer"))
    assert "neighbour" not in unpacked(content)
    words = [text for _, text in texts(content)]
    assert "1. She shouted at Sam" in words
    assert "1 record: given in confidence by or to a third party." in words


@pytest.mark.rule("DI-16")
@pytest.mark.parametrize(("person", "hidden"), [("Cara Carer", "budget"), ("Gus Manager", "house")])
def test_each_side_of_a_dispute(person: str, hidden: str, tmp_path: Path) -> None:
    desk, ref = dispute(tmp_path, names_withheld=("Colin Carer",))
    record(desk, ref, "take-on", by="Mina Mediator", staff=("Mina Mediator",))
    record(desk, ref, "contact", by="Mina Mediator", said="They fear for the house", side="first side")
    record(desk, ref, "contact", by="Mina Mediator", said="The budget is gone", side="second side")
    whole = unpacked(made(bundle_for(desk, ref, person)))
    assert hidden not in whole
    assert ("Colin" in whole) is False
    assert "Payments come late." in whole


# -- the document ----------------------------------------------------------------------------------------------


def filled(tmp_path: Path) -> tuple[Desk, str]:
    desk = new_desk(tmp_path)
    ref = about_cara(desk)
    record(desk, ref, "respond", **ANSWERED)
    word = BytesIO()
    paper = Document()
    paper.add_paragraph("Dear office,")
    paper.add_table(1, 1).rows[0].cells[0].text = "Tuesday: nobody came"
    paper.save(word)
    for name, content in {
        "rota.docx": word.getvalue(),
        "kitchen.png": PIXEL,
        "plan.pdf": b"%PDF-1.4",
        "broken.png": b"no picture",
        "broken.docx": b"PK no document",
    }.items():
        casework.attach(desk, Attach(ref, name, content))
    return desk, ref


def test_it_opens_and_can_be_read_out(tmp_path: Path) -> None:
    desk, ref = filled(tmp_path)
    bundle = bundle_for(desk, ref, "Cara Carer")
    content = made(bundle)
    document = Document(BytesIO(content))
    assert document.core_properties.title == f"Copies of your records: Cara Carer, {ref}"
    assert document.core_properties.language == "en-GB"
    assert all(each.get(qn("w:val")) == "en-GB" for each in document.styles.element.iter(qn("w:lang")))
    assert document.sections[0].header.paragraphs[0].text == PRACTICE_WORDS
    found = texts(content)
    headings = [words for style, words in found if style == "Heading 1"]
    listed = [f"{each.number}. {each.title}" for each in items(bundle)]
    assert headings == ["Copies of your records", "Contents", *listed, "What was left out"]
    contents = [words for _, words in found[: [words for _, words in found].index(listed[0]) + len(listed)]]
    assert [each for each in contents if each in listed] == listed
    marks = {each.get(qn("w:name")) for each in document.element.iter(qn("w:bookmarkStart"))}
    links = {each.get(qn("w:anchor")) for each in document.element.iter(qn("w:hyperlink"))}
    assert links == marks == {*(f"item{each.number}" for each in items(bundle)), "leftout"}
    assert NOTHING_LEFT_OUT in [words for _, words in found]


def test_papers_go_in_as_text_as_pictures_or_as_files_beside_it(tmp_path: Path) -> None:
    desk, ref = filled(tmp_path)
    bundle = bundle_for(desk, ref, "Cara Carer")
    kinds = {each.name: each.kind for each in bundle.told.papers}
    assert kinds == {
        "rota.docx": TEXT,
        "kitchen.png": PICTURE,
        "plan.pdf": FILE,
        "broken.png": FILE,
        "broken.docx": FILE,
    }
    content = made(bundle)
    document = Document(BytesIO(content))
    words = [text for _, text in texts(content)]
    assert any("Tuesday: nobody came" in each for each in words)
    described = [each.get("descr") for each in document.element.iter(qn("wp:docPr"))]
    assert described == ["Picture: kitchen.png"]
    beside = {each.id for each in bundle.told.papers if each.kind == FILE}
    assert [each for each in words if each.startswith("A file of its own")] == [
        f"A file of its own, beside this document: copies-{each}" for each in sorted(beside)
    ]


def test_what_people_wrote_is_text_and_nothing_else(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    ref = about_cara(desk, account=HOSTILE, points=(HOSTILE,))
    record(desk, ref, "note", text=f"{HOSTILE}\n\nsecond\tpart")
    casework.attach(desk, Attach(ref, f"{HOSTILE[:40]}.txt".replace("/", " "), f"\x1b[2J{HOSTILE}".encode()))
    content = made(bundle_for(desk, ref, "Cara Carer"))
    document = Document(BytesIO(content))
    body = document.element.body
    for tag in ("w:instrText", "w:fldSimple", "w:fldChar", "w:object", "w:altChunk"):
        assert list(body.iter(qn(tag))) == []
    assert all(each.get(qn("r:id")) is None for each in body.iter(qn("w:hyperlink")))
    words = [text for _, text in texts(content)]
    assert sum(HOSTILE in each for each in words) >= 4
    assert "\x1b" not in unpacked(content)


def test_a_long_text_and_an_empty_case_are_no_stumbling_block(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    ref = open_complaint(desk, about=("Cara Carer",), points=("long " * 150,)).ref
    record(desk, ref, "note", text="x" * 90_000)
    assert "x" * 90_000 in unpacked(made(bundle_for(desk, ref, "Cara Carer")))


@pytest.mark.parametrize(
    ("name", "content", "text"),
    [
        ("a.txt", "Größe".encode(), "Größe"),
        ("a.TXT", "Größe".encode("utf-16"), "Größe"),
        ("a.txt", "Größe".encode("cp1252"), "Größe"),
        ("a.csv", b"=1+1,2", "=1+1,2"),
    ],
)
def test_a_text_is_read_in_any_of_its_usual_codes(name: str, content: bytes, text: str) -> None:
    assert looked_at(name, content) == (TEXT, text)


def test_a_packed_document_that_would_fill_the_memory_stays_packed() -> None:
    bomb = BytesIO()
    with ZipFile(bomb, "w", compression=8) as packed:
        packed.writestr("word/document.xml", b"0" * 60_000_000)
    assert looked_at("a.docx", bomb.getvalue()) == (FILE, "")
