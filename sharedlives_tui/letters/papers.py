"""What a paper that came in is, for a bundle of copies: text that can be read out, a picture, or a file of its own."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePath
from typing import TYPE_CHECKING, Final
from zipfile import BadZipFile, ZipFile

from sharedlives_tui.cleaning import clean_text
from sharedlives_tui.disclosed import FILE, PICTURE, TEXT

if TYPE_CHECKING:
    from docx.blkcntnr import BlockItemContainer
    from docx.document import Document as WordDocument

_TEXTS: Final = frozenset({".txt", ".text", ".md", ".csv", ".log"})
_PICTURES: Final = frozenset({".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff"})
_LARGEST_INSIDE: Final = 50 * 1024 * 1024
"""Bytes beyond which a packed document is not unpacked to be read."""
_DAMAGED: Final = (BadZipFile, zlib.error, EOFError, AttributeError, LookupError, RuntimeError, SyntaxError, ValueError)


def looked_at(name: str, content: bytes) -> tuple[str, str]:
    """Return how a paper of this name can go into a bundle, and its text where that can be read."""
    ending = PurePath(name).suffix.lower()
    if ending in _TEXTS:
        return TEXT, clean_text(_decoded(content), None)
    if ending == ".docx":
        text = _word_text(content)
        return (FILE, "") if text is None else (TEXT, clean_text(text, None))
    return (PICTURE if ending in _PICTURES and _can_be_shown(content) else FILE), ""


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("cp1252", errors="replace")


def _word_text(content: bytes) -> str | None:
    """The words of a Word document, paragraph by paragraph; None where it cannot be read."""
    from docx import Document
    from docx.opc.exceptions import OpcError

    try:
        with ZipFile(BytesIO(content)) as packed:
            if sum(each.file_size for each in packed.infolist()) > _LARGEST_INSIDE:
                return None
        return "\n".join(_lines(Document(BytesIO(content))))
    except (OpcError, *_DAMAGED):
        return None


def _lines(place: WordDocument | BlockItemContainer) -> Iterator[str]:
    from docx.table import Table

    for each in place.iter_inner_content():
        if not isinstance(each, Table):
            yield each.text
            continue
        for row in each.rows:
            seen: list[object] = []  # a cell that spans several is told once
            for cell in row.cells:
                if cell._tc not in seen:
                    seen.append(cell._tc)
                    yield from _lines(cell)


def _can_be_shown(content: bytes) -> bool:
    from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
    from docx.image.image import Image

    wrong = (InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError)
    try:
        found = Image.from_blob(content)
        return found.px_width > 0 and found.px_height > 0 and found.width > 0
    except (*wrong, ZeroDivisionError, OSError, AssertionError, *_STRANGE):
        return False


_STRANGE: Final = (*_DAMAGED, TypeError)
