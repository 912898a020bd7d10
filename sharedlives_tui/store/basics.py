"""The few values that every start needs, apart from all others: each frozen class costs its share of the first picture.

`rows` hands them on beside its own.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

from sharedlives_tui.light import NamedTuple

EARLIEST_ACT = 31
"""A list shows a limit as `today` at most this many calendar days before its strict day, however long the office
was closed; the case itself shows the exact day."""

WINDOW = 60
"""How many rows of the list are fetched together."""

LISTED_STATES = (
    "overdue",
    "today",
    "past_target",
    "soon",
    "on_track",
    "window",
    "waiting",
    "withheld",
    "no_limit",
    "after_closing",
)
"""The states of a case in the list of Today, the worst first. `after_closing` is `no_limit` of a closed case."""


def person_ref(person_id: int) -> str:
    """Return how a person is named in entries and keys: `P-12`."""
    return f"P-{person_id}"


MOST_DIGITS = 18
"""Digits of the greatest number that is looked for: the file's own numbers have at most 19."""


def person_number(ref: str) -> int | None:
    """Return the number of `P-12`; None for any other text, and for a number that no row of the file can have."""
    digits = ref.removeprefix("P-")
    fits = digits != ref and digits.isascii() and digits.isdigit() and len(digits) <= MOST_DIGITS
    return int(digits) if fits else None


def stamp(at: datetime) -> str:
    """Return an instant as the text that is kept: UTC, to the microsecond. Raises ValueError without a zone."""
    if at.utcoffset() is None:
        raise ValueError("A time that is recorded must say which zone it belongs to.")
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def instant(text: str) -> datetime:
    """Return the instant of a kept text."""
    return datetime.fromisoformat(text)


class Office(NamedTuple):
    """Whose file this is. `kind` is `scheme` or `membership-body`; it and `practice` hold from birth, for good."""

    name: str
    nation: str
    kind: str
    practice: bool
    created_at: datetime

    @property
    def mediates(self) -> bool:
        """Whether it is a membership body's office, which is on no side of a dispute (RD-25)."""
        return self.kind == "membership-body"


class TodayRow(NamedTuple):
    """A case in the list of Today, or one limit of it, in its state on a day."""

    case_id: int
    ref: str
    kind: str
    type: str
    title: str
    stage: str
    state: str
    step: str
    step_name: str
    instance: str
    due: date | None
    act_by: date | None
    force: str
    side: str
    days_late: int
    owner_id: int | None
    owner_name: str
    version: int
    rules: tuple[str, ...] = ()
    until: date | None = None
    """Of a window: the last day on which the other side is in time (DY-03, RD-01)."""
    place: str = ""
    """Where the next page goes on."""

    def __eq__(self, other: object) -> bool:
        """Return whether both say the same, wherever the next page goes on."""
        return isinstance(other, TodayRow) and self[:-1] == other[:-1]

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(self[:-1])
