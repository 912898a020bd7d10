"""The copies of a case for one person, as one Word document: front page, contents, each item, what was left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from sharedlives_tui.cleaning import clean_line, clean_text
from sharedlives_tui.disclosed import FILE, PICTURE, Bundle, ShownEntry
from sharedlives_tui.letters.word import (
    mark_practice,
    paragraph_style,
    plain_document,
    set_language,
    set_properties,
)
from sharedlives_tui.names import in_one_line
from sharedlives_tui.typed_dates import say_long

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.text.paragraph import Paragraph

ENTRY, LINES, PAPER = "entry", "lines", "paper"
"""What an item of the bundle is."""

TITLE: Final = "Copies of your records"
LINES_TITLE: Final = "Each point, and what came of it"
PRACTICE_WORDS: Final = "PRACTICE OFFICE: these records are made up"
NOTHING_LEFT_OUT: Final = "Nothing was left out."
WHY_LEFT_OUT: Final = (
    "Some of what the case holds is not in these copies. We say here how many records that concerns and why, and no "
    "more about them."
)
STANDS_FOR: Final = (
    "Where words or a name stand in the middle of a record and were left out, it says so in [square brackets]."
)
YOUR_RIGHT: Final = (
    "If you think that something is missing, or that a record is wrong, tell us. We answer you in writing."
)
PARTS: Final = {"subject": "Whom it is about", "complainant": "Who raised it", "caller": "Who called"}
"""The parts of a case whose own words somebody outside the office would not know."""
UNREAD: Final = "The program cannot look into pictures and files of their own: look at these yourself before they go"
_LONGEST_HEADING: Final = 160
_LONGEST_ENDING: Final = 6
"""Characters of a file's ending, its dot included."""


@dataclass(frozen=True)
class Item:
    """One numbered item of the contents page."""

    number: int
    kind: str
    title: str
    place: int = 0
    """Which entry or paper it is, counted from 0."""
    paper: int = 0
    """The number of the paper that is a file of its own or a picture; 0 otherwise."""


@dataclass
class _Writing:
    document: WordDocument
    bundle: Bundle
    files: Mapping[int, str]
    marks: int = field(default=0)


def items(bundle: Bundle) -> tuple[Item, ...]:
    """Return the numbered items of the bundle, in their order: the entries by day, the lines, the papers."""
    told = bundle.told
    found = [(ENTRY, _entry_title(each), place, 0) for place, each in enumerate(told.entries)]
    found += [(LINES, LINES_TITLE, 0, 0)] if told.lines else []
    found += [
        (PAPER, f"Paper: {clean_line(each.name, _LONGEST_HEADING)}", place, each.id)
        for place, each in enumerate(told.papers)
    ]
    return tuple(Item(number, *each) for number, each in enumerate(found, start=1))


def beside(bundle: Bundle, contents: tuple[Item, ...], stem: str) -> dict[int, str]:
    """Return the names of the papers that are files of their own, by number: of the document and the item alone.

    `stem` is the name of the document without its ending: what a paper was called is in nobody's folder.
    """
    own = {each.id: each for each in bundle.told.papers if each.kind == FILE}
    found = {}
    for each in contents:
        paper = own.get(each.paper)
        if paper is not None:
            ending = PurePath(paper.name).suffix
            kept = ending if ending[1:].isascii() and ending[1:].isalnum() and len(ending) <= _LONGEST_ENDING else ""
            found[paper.id] = f"{stem}-{each.number}{kept}"
    return found


def unread(bundle: Bundle) -> bool:
    """Return whether a paper goes into which the program cannot look: a picture, or a file of its own."""
    return any(each.kind in (FILE, PICTURE) for each in bundle.told.papers)


def _entry_title(entry: ShownEntry) -> str:
    return f"{say_long(entry.done_on)}: {entry.name}"


def bundle_docx(bundle: Bundle, files: Mapping[int, str]) -> bytes:
    """Return the bundle as the bytes of a .docx file.

    `files` gives, by the number of the paper, the names of those that stand beside it as files of their own.
    """
    document = plain_document()
    set_properties(document, clean_line(f"{TITLE}: {bundle.name}, {bundle.ref}", 255))
    set_language(document)
    writing = _Writing(document, bundle, files)
    contents = items(bundle)
    _front_page(writing)
    _contents_page(writing, contents)
    for each in contents:
        _item(writing, each)
    _left_out(writing)
    if bundle.practice:
        mark_practice(document, PRACTICE_WORDS)
    result = BytesIO()
    document.save(result)
    return result.getvalue()


# -- its pages -------------------------------------------------------------------------------------------------


def _front_page(writing: _Writing) -> None:
    bundle = writing.bundle
    if bundle.practice:
        _paragraph(writing, PRACTICE_WORDS, bold=True)
    _paragraph(writing, bundle.office)
    _heading(writing, TITLE, 1)
    _paragraph(writing, f"For: {bundle.name}")
    _paragraph(writing, f"Our reference: {bundle.ref} ({bundle.kind})")
    _paragraph(writing, f"Made on: {say_long(bundle.made_on)}")
    if bundle.told.narrow:
        _paragraph(writing, "This is what was written to you about this matter.")
    else:
        _paragraph(
            writing,
            "These are copies of the records about this matter. What others told us in confidence, and what we told "
            "others in confidence, is not in them. At the end it says how much was left out, and why.",
        )
    if bundle.told.people:
        _heading(writing, "The people in these records", 2)
        parts: dict[str, list[str]] = {}
        for part, name in bundle.told.people:
            parts.setdefault(part, []).append(name)
        for part, names in parts.items():
            _fact(writing, PARTS.get(part, part.capitalize()), in_one_line(names))


def _contents_page(writing: _Writing, contents: tuple[Item, ...]) -> None:
    _new_page(writing)
    _heading(writing, "Contents", 1)
    for each in contents:
        paragraph = _paragraph(writing, f"{each.number}. ")
        _link(paragraph, each.title, f"item{each.number}")
    last = _paragraph(writing, "")
    _link(last, "What was left out, and what is missing", "leftout")


def _item(writing: _Writing, item: Item) -> None:
    told = writing.bundle.told
    if item.number == 1:
        _new_page(writing)
    _heading(writing, f"{item.number}. {item.title}", 1, f"item{item.number}")
    if item.kind == ENTRY:
        _entry(writing, told.entries[item.place])
    elif item.kind == LINES:
        _lines(writing)
    else:
        _paper(writing, item)


def _entry(writing: _Writing, entry: ShownEntry) -> None:
    for mark in entry.marks:
        _paragraph(writing, mark, bold=True)
    if entry.by:
        _fact(writing, "Done by", entry.by)
    if entry.whom:
        _fact(writing, "About", entry.whom)
    for label, words in entry.facts:
        _fact(writing, label, words)
    if entry.letter:
        _heading(writing, "The letter as it left", 2)
        _block(writing, entry.letter)


def _lines(writing: _Writing) -> None:
    for number, line in enumerate(writing.bundle.told.lines, start=1):
        _heading(writing, f"{number}. {clean_line(line.text, _LONGEST_HEADING)}", 2)
        if len(clean_line(line.text, None)) > _LONGEST_HEADING or "\n" in line.text:
            _block(writing, line.text)
        for heading, words, on in line.facts:
            _fact(writing, f"{heading}, {say_long(on)}", words)
        if not line.facts:
            _paragraph(writing, "Nothing more is recorded about it.")


def _paper(writing: _Writing, item: Item) -> None:
    paper = writing.bundle.told.papers[item.place]
    content = writing.bundle.contents.get(paper.id)
    if paper.kind == FILE or (paper.kind == PICTURE and content is None):
        name = writing.files.get(paper.id, "")
        _paragraph(writing, f"A file of its own, beside this document: {name}" if name else "A file of its own.")
    elif paper.kind == PICTURE and content is not None:
        _picture(writing, content, paper.name)
    else:
        _paragraph(writing, "Its words, without its layout:")
        _block(writing, paper.text or "It holds no words.")


def _left_out(writing: _Writing) -> None:
    told = writing.bundle.told
    _new_page(writing)
    _heading(writing, "What was left out", 1, "leftout")
    if told.narrow:
        _paragraph(writing, "Somebody whom a case is about gets what was written to them, and no other record of it.")
    elif not told.withheld:
        _paragraph(writing, NOTHING_LEFT_OUT)
    else:
        _paragraph(writing, WHY_LEFT_OUT)
        for each in told.withheld:
            number = "1 record" if each.count == 1 else f"{each.count} records"
            _paragraph(writing, f"{number}: {each.why}.")
        _paragraph(writing, STANDS_FOR)
    if told.missing:
        _heading(writing, "What is known to be missing from the file", 1)
        for text in told.missing:
            _block(writing, text)
    _paragraph(writing, YOUR_RIGHT)


# -- its parts -------------------------------------------------------------------------------------------------


def _heading(writing: _Writing, text: str, level: int, mark: str = "") -> None:
    paragraph = writing.document.add_paragraph(clean_line(text, None), style=_style(writing, f"Heading {level}"))
    if mark:
        _bookmark(writing, paragraph, mark)


def _paragraph(writing: _Writing, text: str, *, bold: bool = False) -> Paragraph:
    paragraph = writing.document.add_paragraph(style=_style(writing, "Normal"))
    if text:
        paragraph.add_run(clean_text(text, None)).bold = bold or None
    return paragraph


def _fact(writing: _Writing, label: str, words: str) -> None:
    """A label and what was written; several paragraphs of it stand below each other."""
    first, *rest = list(_parts(words)) or [""]
    paragraph = writing.document.add_paragraph(style=_style(writing, "Normal"))
    paragraph.add_run(f"{clean_line(label)}: ").bold = True
    paragraph.add_run(first)
    for each in rest:
        _paragraph(writing, each)


def _block(writing: _Writing, text: str) -> None:
    """What somebody wrote, set in, so that it is seen where it begins and ends."""
    from docx.shared import Mm

    for each in _parts(text):
        paragraph = _paragraph(writing, each)
        paragraph.paragraph_format.left_indent = Mm(8)


def _parts(text: str) -> Iterator[str]:
    return (each for each in clean_text(text, None).strip("\n").split("\n\n") if each.strip())


def _picture(writing: _Writing, content: bytes, name: str) -> None:
    from docx.shared import Mm

    widest, highest = Mm(160), Mm(200)
    shape = writing.document.add_picture(BytesIO(content))
    by = min(1.0, widest / shape.width, highest / shape.height)
    shape.width, shape.height = max(1, int(shape.width * by)), max(1, int(shape.height * by))
    for each in (shape._inline.docPr, shape._inline.graphic.graphicData.pic.nvPicPr.cNvPr):
        each.set("descr", clean_line(f"Picture: {name}"))
        each.set("name", "Picture")


def _new_page(writing: _Writing) -> None:
    """The next heading begins a page; the break stands in the paragraph before it, so that no empty one is read out."""
    from docx.enum.text import WD_BREAK

    last = writing.document.paragraphs[-1]
    last.add_run().add_break(WD_BREAK.PAGE)


def _style(writing: _Writing, name: str) -> str:
    return str(paragraph_style(writing.document, name).name)


def _bookmark(writing: _Writing, paragraph: Paragraph, name: str) -> None:
    writing.marks += 1
    begin, end = _element("w:bookmarkStart"), _element("w:bookmarkEnd")
    for each in (begin, end):
        _set(each, "w:id", str(writing.marks))
    _set(begin, "w:name", name)
    paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, begin)
    paragraph._p.append(end)


def _link(paragraph: Paragraph, text: str, mark: str) -> None:
    """Words that lead to a place of this document."""
    link = _element("w:hyperlink")
    _set(link, "w:anchor", mark)
    run = paragraph.add_run(clean_line(text, None))
    link.append(run._r)
    paragraph._p.append(link)


def _element(tag: str) -> BaseOxmlElement:
    from docx.oxml import OxmlElement

    made: BaseOxmlElement = OxmlElement(tag)
    return made


def _set(element: BaseOxmlElement, name: str, value: str) -> None:
    from docx.oxml.ns import qn

    element.set(qn(name), value)
