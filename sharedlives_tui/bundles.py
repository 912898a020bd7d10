"""The copies of a case for one person, read at the desk: the entries, lines and papers that they may have (CC-18)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sharedlives_tui import disclosure
from sharedlives_tui.casefile import CaseFile, NoSuchCase, load, names_of, seen_file, viewing
from sharedlives_tui.desk import Desk
from sharedlives_tui.disclosed import FILE, PICTURE, Bundle, Disclosed, Paper
from sharedlives_tui.disclosure import Material, disclose
from sharedlives_tui.doing import people_named
from sharedlives_tui.letters.plain import plain_text
from sharedlives_tui.names import in_one_line, natural
from sharedlives_tui.numbering import numbering
from sharedlives_tui.requests import Problem, Refused
from sharedlives_tui.store import views
from sharedlives_tui.store.rows import AttachmentRow

ENTITLED = frozenset({"subject", "complainant", "caller", "first side", "second side"})
"""The parts whose people have a right to copies of the case: the carer (DA-07), who complains, the sides."""


def bundle_for(desk: Desk, ref: str, person: str) -> Bundle:
    """Return the copies of a case for a person of it, by number or exact name, with the papers that go in.

    Raises NoSuchCase; Refused for somebody who has no part in the case, or from whom it is withheld for now (E-10).
    """
    row = views.case_by_ref(desk.store, desk.viewer, ref)
    if row is None:
        raise NoSuchCase(ref)
    file = load(desk.store, desk.library, desk.office.nation, row)
    number = _person(desk, file, person)
    if not {each.part for each in file.progress.parties if each.person == number} & ENTITLED:
        words = (
            "Copies of the records are for the carer or officer whom it is about, or a side of a dispute. Somebody else"
        )
        raise Refused(Problem("for", "CC-18", f"{words} is written to, and asks for their own records in writing."))
    if why := disclosure.why_held_back(file.progress, number):
        raise Refused(Problem("for", "E-10", why))
    contents = _contents(desk, file)
    told, mine = told_to(desk, file, number, contents), numbering(desk.store, desk.viewer, file)
    told = replace(told, entries=tuple(replace(each, number=mine.shown(each.number)) for each in told.entries))
    return Bundle(
        office=desk.office.name,
        ref=file.row.ref,
        kind=file.procedure.name,
        person=number,
        name=natural(names_of(desk.store, file).get(number, number)),
        made_on=desk.today,
        practice=desk.office.practice,
        told=told,
        contents={each.id: contents[each.id][1] for each in told.papers if each.kind in (FILE, PICTURE)},
    )


def told_to(desk: Desk, file: CaseFile, person: str, contents: dict[int, tuple[AttachmentRow, bytes]]) -> Disclosed:
    """Return the case as the person may read it; `contents` are the papers that the case keeps."""
    from sharedlives_tui.letters.papers import looked_at

    papers = []
    for number, (row, content) in contents.items():
        kind, text = (FILE, "") if row.confidential else looked_at(row.name, content)
        papers.append(Paper(number, row.name, row.number, row.confidential, kind, text))
    struck = {each.seq: each for each in file.rows if each.kind == "strike"}
    material = Material(
        progress=file.progress,
        names=names_of(desk.store, file),
        letters={each.number: _letter(each.body) for each in file.rows if each.kind == "entry" and each.number},
        struck={
            each.number: str(struck[each.struck_by].body.get("reason", ""))
            for each in file.rows
            if each.kind == "entry" and each.number and each.struck_by in struck
        },
        papers=papers,
    )
    return disclose(material, person, viewing(desk.viewer, file.progress))


def _letter(body: Mapping[str, Any]) -> str:
    text = str(body.get("letter", ""))
    return text if body.get("written_elsewhere") or not text else plain_text(text)


def _contents(desk: Desk, file: CaseFile) -> dict[int, tuple[AttachmentRow, bytes]]:
    found = {}
    for each in views.attachments(desk.store, file.row.id):
        content = views.attachment_content(desk.store, each.id)
        if content is not None:
            found[each.id] = (each, content)
    return found


def _person(desk: Desk, file: CaseFile, text: str) -> str:
    """The number of a person of the case. Raises Refused, with the people whom the viewer may name."""
    seen = seen_file(desk.store, desk.viewer, file).progress
    parts = {each.person for each in seen.parties}
    found = [each for each in people_named(desk, desk.store, text) if each in parts]
    if len(found) == 1:
        return found[0]
    names = names_of(desk.store, file)
    known = dict.fromkeys(f"{names[each.person]} ({each.person})" for each in seen.parties if each.person in names)
    words = f"Nobody called {text} has a part in {file.row.ref}, or several have. Its people: {in_one_line(known)}."
    raise Refused(Problem("for", "CC-18", words))
