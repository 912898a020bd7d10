"""A letter as a Word document that people can edit, sign and hear read out: real styles, headings, lists."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from sharedlives_tui.cleaning import clean_line
from sharedlives_tui.letters.blocks import Block, read_blocks
from sharedlives_tui.letters.rendering import LetterProblem
from sharedlives_tui.letters.word_lists import Lists

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.styles.style import ParagraphStyle

PRACTICE_WORDS: Final = "PRACTICE OFFICE: not a real letter"
"""What stands in the header of each page of a practice office's letter."""

LANGUAGE: Final = "en-GB"
_LONGEST_TITLE: Final = 255
_GREETING: Final = "Dear "
_LEAST_BREAKS: Final = 2
_WINDOW_X, _WINDOW_Y, _WINDOW_WIDTH, _WINDOW_HEIGHT = 22, 52, 80, 30
"""Millimetres on an A4 sheet folded in three: what a window of 35 by 90 mm shows in any position of the sheet."""
_WINDOW_LINE: Final = 12.5
_LIST_STYLES: Final = {"bullet": "List Bullet", "number": "List Number", "continued": "List Continue"}


def docx(markdown: str, letterhead: bytes | None, practice: bool, title: str) -> bytes:
    """Return the letter as the bytes of a .docx file.

    `letterhead` is the scheme's own .docx: its styles, page, header and footer are used, its text is not.
    `title` is the document's title property. Raises LetterProblem where the letterhead cannot be used.
    """
    document = plain_document() if letterhead is None else _from_letterhead(letterhead)
    set_properties(document, clean_line(title, _LONGEST_TITLE))
    set_language(document)
    lists = Lists(document)
    blocks = read_blocks(markdown)
    address = address_of(blocks)
    for block in blocks:
        _write(document, block, lists)
        if block is address:
            _put_in_window(document)
    if practice:
        mark_practice(document)
    result = BytesIO()
    document.save(result)
    return result.getvalue()


# -- the document that the letter is written into ------------------------------------------------------------


def plain_document() -> WordDocument:
    """Return an empty A4 document in a plain, large enough type."""
    from docx import Document
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt, RGBColor

    document = Document()
    for section in document.sections:
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(25)
    for name, size in {"Normal": 12, "Heading 1": 16, "Heading 2": 14, "Heading 3": 12}.items():
        style = paragraph_style(document, name)
        style.font.name, style.font.size = "Arial", Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(theme), None)  # the theme's type would win over ours
        style.font.color.rgb = RGBColor(0, 0, 0)
    spacing = paragraph_style(document, "Normal").paragraph_format
    spacing.space_after, spacing.line_spacing = Pt(8), 1.15
    properties = document.core_properties
    properties.author = properties.comments = properties.keywords = ""
    for element in list(properties._element):
        if element.tag.endswith(("}created", "}modified")):
            properties._element.remove(element)
    return document


def _from_letterhead(letterhead: bytes) -> WordDocument:
    import zlib
    from zipfile import BadZipFile

    from docx import Document
    from docx.opc.exceptions import OpcError

    damaged = (BadZipFile, OpcError, zlib.error, EOFError, AttributeError, LookupError)
    try:
        document = Document(BytesIO(letterhead))
        sections = document.element.body.xpath(".//w:sectPr")
    except (*damaged, RuntimeError, SyntaxError, ValueError):
        raise LetterProblem(
            "The letterhead is not a Word document (.docx). Open it in Word and save it as a Word document."
        ) from None
    body = document.element.body
    for element in list(body):
        body.remove(element)
    if sections:  # where there are several, the headers of the first page are the letterhead
        body.append(sections[0])
    else:
        body.get_or_add_sectPr()
    return document


def set_properties(document: WordDocument, title: str) -> None:
    """Give the document its title and its language."""
    document.core_properties.title = title
    document.core_properties.language = LANGUAGE


def set_language(document: WordDocument) -> None:
    """Say in which language the letter is, so that it is read out and spell-checked in it."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    styles = document.styles.element
    defaults = styles.find(qn("w:docDefaults"))
    if defaults is None:
        defaults = OxmlElement("w:docDefaults")
        styles.insert(0, defaults)
    place = defaults
    for name in ("w:rPrDefault", "w:rPr"):
        inner = place.find(qn(name))
        if inner is None:
            inner = OxmlElement(name)
            place.insert(0, inner)
        place = inner
    if place.find(qn("w:lang")) is None:
        place.append(OxmlElement("w:lang"))
    for each in styles.iter(qn("w:lang")):
        each.set(qn("w:val"), LANGUAGE)


# -- a window envelope ---------------------------------------------------------------------------------------


def address_of(blocks: Sequence[Block]) -> Block | None:
    """Return the block with the name and address: the last of three lines or more before "Dear"; None without one."""
    before = takewhile(lambda each: not each.text.startswith(_GREETING), blocks)
    found = [each for each in before if each.kind == "paragraph" and each.text.count("\n") >= _LEAST_BREAKS]
    greeted = any(each.text.startswith(_GREETING) for each in blocks)
    return found[-1] if found and greeted else None


def _put_in_window(document: WordDocument) -> None:
    """Put the last paragraph where the window of a long envelope (DL) shows it, however the sheet lies in it."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    paragraph = document.paragraphs[-1]
    paragraph.paragraph_format.space_after = paragraph.paragraph_format.space_before = Pt(0)
    paragraph.paragraph_format.line_spacing = Pt(_WINDOW_LINE)
    for run in paragraph.runs:
        run.font.size = Pt(11)
    frame = OxmlElement("w:framePr")
    place = {"x": _WINDOW_X, "y": _WINDOW_Y, "w": _WINDOW_WIDTH, "h": _WINDOW_HEIGHT}
    for name, millimetres in place.items():
        frame.set(qn(f"w:{name}"), str(round(Mm(millimetres).twips)))
    for name, value in {"hRule": "atLeast", "wrap": "notBeside", "vAnchor": "page", "hAnchor": "page"}.items():
        frame.set(qn(f"w:{name}"), value)
    paragraph._p.get_or_add_pPr().insert_element_before(
        frame,
        "w:widowControl",
        "w:numPr",
        "w:suppressLineNumbers",
        "w:pBdr",
        "w:shd",
        "w:tabs",
        "w:spacing",
        "w:ind",
        "w:jc",
    )


# -- its text ------------------------------------------------------------------------------------------------


def _write(document: WordDocument, block: Block, lists: Lists) -> None:
    if block.kind == "heading":
        style = paragraph_style(document, f"Heading {min(block.level, 9)}")
    elif block.kind in _LIST_STYLES:
        depth = "" if block.level == 1 else f" {min(block.level, 3)}"
        style = paragraph_style(document, _LIST_STYLES[block.kind] + depth)
    else:
        style = paragraph_style(document, "Normal")
    paragraph = document.add_paragraph(style=style)
    if block.list_number:
        lists.put(paragraph, block)
    for run in block.runs:
        for place, part in enumerate(run.text.split("\n\n")):
            if place and block.kind == "paragraph":  # a blank line in what somebody wrote: a paragraph of its own
                paragraph = document.add_paragraph(style=style)
            elif place:
                part = f"\n\n{part}"  # noqa: PLW2901
            written = paragraph.add_run(part)
            written.bold, written.italic = run.bold or None, run.italic or None


def paragraph_style(document: WordDocument, name: str) -> ParagraphStyle:
    """Return the style of that name; one is made where the letterhead has none."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.styles.style import ParagraphStyle

    found = next((each for each in document.styles if each.name == name), None)
    if isinstance(found, ParagraphStyle):
        return found
    made = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=True)
    assert isinstance(made, ParagraphStyle)  # noqa: S101 - it was asked for as one
    if name.startswith("Heading"):
        made.font.bold = True
        made.paragraph_format.keep_with_next = True
        _set_outline_level(made, int(name.rpartition(" ")[2]))
    return made


def _set_outline_level(style: ParagraphStyle, level: int) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    outline = OxmlElement("w:outlineLvl")
    outline.set(qn("w:val"), str(level - 1))
    style.element.get_or_add_pPr().append(outline)


def mark_practice(document: WordDocument, words: str = PRACTICE_WORDS) -> None:
    """Put the badge above each page, whichever header the page has."""
    for section in document.sections:
        headers = [section.header]
        if section.different_first_page_header_footer:
            headers.append(section.first_page_header)
        if document.settings.odd_and_even_pages_header_footer:
            headers.append(section.even_page_header)
        for header in headers:
            badge = header.add_paragraph()
            badge.add_run(words).bold = True
            header._element.insert(0, badge._element)  # above a logo or a table that stands there
