"""Addresses and enclosures: on the letter, in the window of an envelope, in the e-mail draft."""

from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes, policy
from io import BytesIO
from pathlib import Path

import pytest

from sharedlives_tui import casework, correspondence, person_records, reading
from sharedlives_tui.addresses import Reach, reach_of
from sharedlives_tui.letters.blocks import read_blocks
from sharedlives_tui.letters.plain import plain_text
from sharedlives_tui.letters.word import address_of, docx
from sharedlives_tui.requests import Attach, Record, Refused
from tests import desks

ADDRESS = "7 Mill Lane\n\nEastmoor\nEM1 2AB"


def _complaint(tmp_path: Path) -> tuple:
    desk = desks.new_desk(tmp_path)
    ref = desks.open_complaint(desk).ref
    whom = next(each for each in reading.case_view(desk, ref).parties if each.part == "complainant")
    return desk, ref, whom


def test_the_latest_entry_that_stands_on_the_day_says_how_somebody_is_reached(tmp_path: Path) -> None:
    desk, _, whom = _complaint(tmp_path)
    first = person_records.record_person(desk, whom.person, "contact", {"address": ADDRESS, "email": "g@example.org"})
    later = desks.at(desk, desks.FIRST_DAY + timedelta(days=10))
    person_records.record_person(later, whom.person, "contact", {"telephone": "01632 960311"})
    assert reach_of(desk.store, whom.person, desks.FIRST_DAY) == Reach(
        ("7 Mill Lane", "Eastmoor", "EM1 2AB"), "", "g@example.org"
    )
    assert reach_of(desk.store, whom.person, later.today).telephone == "01632 960311"
    assert first.entry is not None
    person_records.correct_person(desk, whom.person, first.entry, "Somebody else's")
    assert reach_of(desk.store, whom.person, desks.FIRST_DAY) == Reach()


def test_an_entry_that_says_nothing_is_refused(tmp_path: Path) -> None:
    desk, _, whom = _complaint(tmp_path)
    with pytest.raises(Refused, match="Fill in at least one of these"):
        person_records.record_person(desk, whom.person, "contact", {})


def test_a_letter_to_one_person_bears_the_address_and_word_puts_it_in_the_window(tmp_path: Path) -> None:
    from docx import Document

    desk, ref, whom = _complaint(tmp_path)
    without = correspondence.notice_view(desk, ref, "acknowledge", desks.ACKNOWLEDGED).text
    assert address_of(read_blocks(without)) is None
    person_records.record_person(desk, whom.person, "contact", {"address": ADDRESS})
    view = correspondence.notice_view(desk, ref, "acknowledge", desks.ACKNOWLEDGED)
    assert "Mrs Grace Hill\n7 Mill Lane\nEastmoor\nEM1 2AB\n" in plain_text(view.text)
    document = Document(BytesIO(docx(view.text, None, True, "Letter")))
    framed = [each for each in document.paragraphs if each._p.xpath("./w:pPr/w:framePr")]
    assert [each.text.splitlines()[-1] for each in framed] == ["EM1 2AB"]
    frame = framed[0]._p.xpath("./w:pPr/w:framePr")[0]
    assert frame.get(frame.nsmap["w"].join("{}") + "vAnchor") == "page"
    casework.record(desk, Record(ref, "acknowledge", desks.ACKNOWLEDGED, by="Mo Manager"))
    assert "7 Mill Lane" in reading.case_view(desk, ref).entries[-1].letter


def test_a_letter_to_several_bears_no_address(tmp_path: Path) -> None:
    desk = desks.new_desk(tmp_path)
    ref = desks.open_complaint(desk, complainant=("Mrs Grace Hill", "Tom Hill")).ref
    for each in reading.case_view(desk, ref).parties:
        if each.part == "complainant":
            person_records.record_person(desk, each.person, "contact", {"address": ADDRESS})
    assert "Mill Lane" not in correspondence.notice_view(desk, ref, "acknowledge", desks.ACKNOWLEDGED).text


def test_what_is_enclosed_stands_on_the_letter_and_is_attached_to_the_draft(tmp_path: Path) -> None:
    desk, ref, whom = _complaint(tmp_path)
    person_records.record_person(desk, whom.person, "contact", {"email": "grace@example.org"})
    casework.attach(desk, Attach(ref, "How we work.pdf", b"%PDF-1.4 text"))
    values = {**desks.ACKNOWLEDGED, "enclosures": ("How we work.pdf", "A stamped envelope")}
    view = correspondence.notice_view(desk, ref, "acknowledge", values)
    assert "Enclosed:" in view.text
    assert "- A stamped envelope" in plain_text(view.text)
    draft = message_from_bytes(correspondence.notice_draft(desk, ref, "acknowledge", values), policy=policy.default)
    names = [part.get_filename() for part in draft.iter_attachments()]
    assert names[1:] == ["How we work.pdf"]
    assert draft["To"] == "grace@example.org"
    assert correspondence.notice_view(desk, ref, "acknowledge", desks.ACKNOWLEDGED).text.count("Enclosed") == 0


@pytest.mark.rule("CC-18")
def test_a_paper_given_in_confidence_never_goes_with_a_letter(tmp_path: Path) -> None:
    desk, ref, _ = _complaint(tmp_path)
    casework.attach(desk, Attach(ref, "GP letter.pdf", b"in confidence", confidential=True))
    values = {**desks.ACKNOWLEDGED, "enclosures": ("gp letter.pdf",)}
    with pytest.raises(Refused, match="given in confidence") as refused:
        casework.record(desk, Record(ref, "acknowledge", values, by="Mo Manager"))
    assert refused.value.problems[0].field == "enclosures"
    draft = correspondence.notice_draft(desk, ref, "acknowledge", values)
    assert b"in confidence" not in draft
    assert len(list(message_from_bytes(draft, policy=policy.default).iter_attachments())) == 1
