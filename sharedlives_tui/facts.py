"""What a case is made of: its entries, the people and lines they bring in, and the office's calendar as it changed.

Plain frozen values without logic; `progress` computes everything else from them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sharedlives_tui.workdays import Calendar

Value = str | tuple[str, ...]
"""A recorded fact: text (a date as ISO text, yes/no as such), or a list of texts."""


@dataclass(frozen=True)
class Party:
    """A person's part in a case, with the register role held on the day (`carer`, `officer`, ...)."""

    person: str
    part: str
    role: str = ""


@dataclass(frozen=True)
class Line:
    """One line of a list of its own: a point complained of, a promise, an allegation, an agreed step."""

    id: str
    kind: str
    text: str
    who: str = ""
    by: date | None = None
    ours: bool = True


@dataclass(frozen=True)
class Entry:
    """One dated entry of a case. It is never changed: a correction strikes it and adds another."""

    number: int
    act: str
    done_on: date
    recorded_at: datetime
    done_by: str = ""
    recorded_by: str = ""
    key: str | None = None
    """The party or line whose instance it belongs to."""
    values: Mapping[str, Value] = field(default_factory=dict)
    parties: tuple[Party, ...] = ()
    lines: tuple[Line, ...] = ()
    has: tuple[str, ...] = ()
    """The required contents that stood in the letter that left."""
    incomplete: tuple[str, ...] = ()
    """The required contents that were missing when it left: such an entry does not meet its step."""
    struck: bool = False
    replaces: int | None = None
    follows: int | None = None
    """The entry of the same day after which it was done, where the day alone would not tell which round it means."""

    def text(self, name: str) -> str:
        """The value of a field as one text; empty if it was not given."""
        value = self.values.get(name, "")
        return value if isinstance(value, str) else "; ".join(value)

    def texts(self, name: str) -> tuple[str, ...]:
        """The value of a field as a list; empty if it was not given."""
        value = self.values.get(name, ())
        if isinstance(value, str):
            return (value,) if value else ()
        return value

    def day(self, name: str) -> date | None:
        """The value of a date field; None if it was not given or is no date."""
        try:
            return date.fromisoformat(self.text(name))
        except ValueError:
            return None


@dataclass(frozen=True)
class Revision:
    """The office's calendar from one entry on (DY-08). The first revision has no day of entry."""

    calendar: Calendar
    entered_on: date | None = None
    recorded_at: datetime | None = None
