"""What the fields of a form need to know of the office."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from sharedlives_tui.workdays import Calendar

Search = Callable[[str], Sequence[tuple[str, str, str]]]
"""Returns (id, name, role) for some letters of a name, the best first; for an id, that person alone."""


def nobody(_words: str) -> Sequence[tuple[str, str, str]]:
    """Return nobody, for a form without people."""
    return ()


class Surroundings(NamedTuple):
    """What fields need to know beside their value: the day, the office's calendar, who is in its list."""

    today: date
    calendar: Calendar
    search: Search = nobody
