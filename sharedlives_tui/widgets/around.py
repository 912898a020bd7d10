"""What the fields of a form need to know of the office."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import NamedTuple, Protocol

from sharedlives_tui.workdays import Calendar

Search = Callable[[str], Sequence[tuple[str, str, str]]]
"""Returns (id, name, role) for some letters of a name, the best first; for an id, that person alone."""


def nobody(_words: str) -> Sequence[tuple[str, str, str]]:
    """Return nobody, for a form without people."""
    return ()


class Among(Protocol):
    """Returns the same of some people alone, whom a field names as `owners` takes them."""

    def __call__(self, words: str, people: Collection[str]) -> Sequence[tuple[str, str, str]]:
        """Return (id, name, role) for some letters of a name."""


def nobody_among(words: str, people: Collection[str]) -> Sequence[tuple[str, str, str]]:
    """Return nobody, for a form without people."""
    del words, people
    return ()


Often = Callable[[str], Sequence[tuple[str, str]]]
"""Returns names and texts of what is often used in a field, by its id."""


def nothing(_field: str) -> Sequence[tuple[str, str]]:
    """Return nothing, for a form that no procedure asks."""
    return ()


def no_source(_field: str) -> str:
    """Return nothing, for a field that no rule asks."""
    return ""


class Surroundings(NamedTuple):
    """What fields need to know beside their value: the day, the office's calendar, who is in its list.

    `kind` and `act` say which step of which procedure asks; `often` gives the texts that are often used in a field.
    """

    today: date
    calendar: Calendar
    search: Search = nobody
    among: Among = nobody_among
    often: Often = nothing
    kind: str = ""
    act: str = ""
    source: Callable[[str], str] = no_source
    """Returns in words the rules behind a field, with where they stand; F1 shows it."""
