"""What can be asked of casework, and what comes back: frozen requests and results, and refusals in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sharedlives_tui.facts import Value
from sharedlives_tui.refusals import Problem as Problem  # noqa: PLC0414 - handed on
from sharedlives_tui.refusals import Refused as Refused  # noqa: PLC0414


@dataclass(frozen=True)
class OpenCase:
    """Log what came in, as a new case of a kind (complaint, ...)."""

    kind: str
    values: Mapping[str, Value] = field(default_factory=dict)
    on: date | None = None
    """The day on which it was received; today if left out."""
    by: str = ""
    """Who received it: a person's id (P-12) or exact name; the viewer if left out."""
    request_id: str = ""
    draft: str = ""
    """The place of the draft that it was typed in: it is put away with what it became, or stays if nothing did."""


@dataclass(frozen=True)
class Record:
    """Record that a step or action was done. `act` is `step`, `step@party`, `step.2` or an action's id."""

    ref: str
    act: str
    values: Mapping[str, Value] = field(default_factory=dict)
    on: date | None = None
    by: str = ""
    letter: str | None = None
    """The text of a letter that was written elsewhere; `has` then says which required contents it holds."""
    has: tuple[str, ...] = ()
    sent_incomplete: bool = False
    """The letter left with gaps: it is recorded as such and does not meet its step."""
    version: int | None = None
    """The version of the case that the person looked at; a newer one is a Conflict."""
    beside: bool = False
    """The person was told that others record in the case and wants this beside it: a note then is no Conflict again."""
    request_id: str = ""
    draft: str = ""
    """The place of the draft that it was typed in: it is put away with what it became, or stays if nothing did."""


@dataclass(frozen=True)
class Correct:
    """Strike an entry, and put another in its place where a new day or values are given."""

    ref: str
    entry: int
    reason: str
    on: date | None = None
    values: Mapping[str, Value] | None = None
    preview: bool = False
    version: int | None = None
    draft: str = ""
    """The place of the draft that it was typed in: it is put away with what it became."""


@dataclass(frozen=True)
class Attach:
    """Keep an incoming letter, e-mail or other paper with a case, or with one entry of it."""

    ref: str
    name: str
    content: bytes
    entry: int | None = None
    confidential: bool = False


@dataclass(frozen=True)
class Moved:
    """A limit that a change moves. `before` or `after` is None where there is no date."""

    ref: str
    instance: str
    before: date | None
    after: date | None
    held_by: str = ""
    """What keeps the date from moving further, in words; empty if nothing does."""


@dataclass(frozen=True)
class Warned:
    """Something that the office should look at: it refuses nothing."""

    rule: str
    instance: str
    words: str


@dataclass(frozen=True)
class Recorded:
    """What recording did: the entry, the new version, the instances that opened and ended, what to look at."""

    ref: str
    entry: int
    version: int
    opened: tuple[str, ...] = ()
    ended: tuple[str, ...] = ()
    warnings: tuple[Warned, ...] = ()
    closed: bool = False
    """It closed the case, which was open before."""


@dataclass(frozen=True)
class Holder:
    """Somebody to whom a letter went that holds what a correction takes back (CC-39)."""

    name: str
    entry: int
    """The entry whose letter it was."""
    on: date


@dataclass(frozen=True)
class ToDo:
    """An open instance of a step, with the step's name and its day."""

    instance: str
    name: str
    due: date | None


@dataclass(frozen=True)
class Corrected:
    """What a correction does or, in a preview, would do."""

    ref: str
    entry: int | None
    version: int
    moved: tuple[Moved, ...] = ()
    outside: tuple[int, ...] = ()
    """Entries that now stand outside the procedure because of it."""
    holders: tuple[Holder, ...] = ()
    """Who holds a letter with the words that are taken back: each gets a correction (CC-39)."""
    warnings: tuple[Warned, ...] = ()
    """Later entries that stand and would be refused as the case now reads (DY-08)."""
    opened: tuple[ToDo, ...] = ()
    """What is to be done because of it, again or at all."""
    ended: tuple[ToDo, ...] = ()
    """What was to be done and is no more."""
    stage: str = ""
    """The name of the stage in which the case then stands; empty where it stays in its own."""
    status: str = ""
    """`open` or `closed` where that changes; else empty."""
