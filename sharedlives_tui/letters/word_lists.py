"""Bulleted and numbered lists of a Word document: real ones, each numbered from its own beginning."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sharedlives_tui.letters.blocks import Block

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.oxml.numbering import CT_Numbering
    from docx.text.paragraph import Paragraph

_DEPTHS: Final = 3
_BULLETS: Final = "•\N{EN DASH}•"
_INDENT: Final = 360
"""How far each depth stands in, in twentieths of a point."""


class Lists:
    """Gives list paragraphs their bullets and numbers. One for each document."""

    def __init__(self, document: WordDocument) -> None:
        self._document = document
        self._numbering: CT_Numbering | None = None
        self._shapes: dict[str, int] = {}
        self._made: dict[int, int] = {}
        """The document's number of each list of the letter."""

    def put(self, paragraph: Paragraph, block: Block) -> None:
        """Make the paragraph an item of the block's list; a further paragraph of an item is only set in."""
        depth = min(block.level, _DEPTHS)
        if block.kind == "continued":
            from docx.shared import Twips

            paragraph.paragraph_format.left_indent = Twips(_INDENT * depth)
            return
        if block.list_number not in self._made:
            self._made[block.list_number] = self._new_list(block, depth - 1)
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_numId().val = self._made[block.list_number]
        properties.get_or_add_ilvl().val = depth - 1

    def _new_list(self, block: Block, level: int) -> int:
        numbering = self._numbering_of_document()
        number = numbering.add_num(self._shape(block.kind))  # type: ignore[no-untyped-call]
        if block.kind == "number":
            number.add_lvlOverride(level).add_startOverride(block.number)
        return int(number.numId)

    def _shape(self, kind: str) -> int:
        """Return the id of the shape of all our bulleted, or all our numbered, lists."""
        from docx.oxml.ns import qn

        if kind in self._shapes:
            return self._shapes[kind]
        numbering = self._numbering_of_document()
        present = numbering.findall(qn("w:abstractNum"))
        shape = max((int(each.get(qn("w:abstractNumId"), "0")) for each in present), default=-1) + 1
        # The shapes have to stand before the lists that use them.
        numbering.insert(len(present), _abstract_number(shape, kind))
        self._shapes[kind] = shape
        return shape

    def _numbering_of_document(self) -> CT_Numbering:
        if self._numbering is None:
            self._numbering = _find_or_add_numbering(self._document)
        return self._numbering


def _find_or_add_numbering(document: WordDocument) -> CT_Numbering:
    """Return the part that describes lists; a letterhead without lists has none yet."""
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.oxml import OxmlElement
    from docx.parts.numbering import NumberingPart

    part = document.part
    if not any(each.reltype == RELATIONSHIP_TYPE.NUMBERING for each in part.rels.values()):
        made = NumberingPart(
            PackURI("/word/numbering.xml"),
            CONTENT_TYPE.WML_NUMBERING,
            OxmlElement("w:numbering"),
            part.package,
        )
        part.relate_to(made, RELATIONSHIP_TYPE.NUMBERING)
    return part.numbering_part.element  # type: ignore[no-any-return]


def _abstract_number(shape: int, kind: str) -> object:
    """Return the description of a list, three levels deep, in the schema's order."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    levels = []
    for level in range(_DEPTHS):
        form, sign = ("bullet", _BULLETS[level]) if kind == "bullet" else ("decimal", f"%{level + 1}.")
        left = _INDENT * (level + 1)
        levels.append(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
            f'<w:lvlText w:val="{sign}"/>'
            f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{left}" w:hanging="{_INDENT}"/></w:pPr></w:lvl>'
        )
    return parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{shape}"><w:multiLevelType w:val="multilevel"/>'
        f"{''.join(levels)}</w:abstractNum>"
    )
