"""What somebody of a case is shown of it: frozen rows for the bundle of copies, the screens and the text twin.

Whatever stands in these rows may be read by the person: what is left out is only counted (CC-18).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

PICTURE, TEXT, FILE = "picture", "text", "file"
"""How a paper goes into the bundle: as a picture, as its text, or as a file of its own beside it."""


@dataclass(frozen=True)
class Paper:
    """A paper kept with the case, as it is asked about: with its text where that can be read."""

    id: int
    name: str
    entry: int | None
    confidential: bool
    kind: str = FILE
    text: str = ""


@dataclass(frozen=True)
class ShownEntry:
    """One entry as the person reads it."""

    number: int
    """Its number in the case, for the office's own screens: it stands in nothing that is made for the person."""
    done_on: date
    name: str
    by: str
    whom: str = ""
    """The person or the line that it belongs to, in words."""
    facts: tuple[tuple[str, str], ...] = ()
    """Label and words of each value."""
    letter: str = ""
    """The letter as it left, as plain text."""
    marks: tuple[str, ...] = ()
    """What to know of it: that it was written down late, is opinion, or was struck (DA-46)."""


@dataclass(frozen=True)
class ShownLine:
    """One allegation, point or promise with what came of it."""

    text: str
    facts: tuple[tuple[str, str, date], ...] = ()
    """Heading, words and day of each value in the ledger."""


@dataclass(frozen=True)
class ShownPaper:
    """One paper that the person gets."""

    id: int
    name: str
    kind: str
    text: str = ""


@dataclass(frozen=True)
class Withheld:
    """That something was left out, why, and how often; never what."""

    why: str
    count: int


@dataclass(frozen=True)
class Disclosed:
    """The case as one person may read it."""

    people: tuple[tuple[str, str], ...] = ()
    """Part and names."""
    entries: tuple[ShownEntry, ...] = ()
    lines: tuple[ShownLine, ...] = ()
    papers: tuple[ShownPaper, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    missing: tuple[str, ...] = ()
    """What is known to be missing from the file (DA-45)."""
    narrow: bool = False
    """The case is about somebody of the office, who gets the notice to them alone (CC-19, RD-40)."""


@dataclass(frozen=True)
class Bundle:
    """The copies for one person, with all that the document needs."""

    office: str
    ref: str
    kind: str
    person: str
    """P-12."""
    name: str
    made_on: date
    practice: bool
    told: Disclosed
    contents: Mapping[int, bytes] = field(default_factory=dict)
    """What the papers hold, by number: those that go in as pictures or as files of their own."""
