"""Writes of the screens: each in a thread of its own that is never cut off, and a message when it is over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from textual.message import Message
from textual.screen import Screen

from sharedlives_tui.casefile import NoSuchCase
from sharedlives_tui.requests import Problem, Refused
from sharedlives_tui.shared import shown
from sharedlives_tui.store.errors import StoreError
from sharedlives_tui.widgets.ticks import with_way

EXPECTED = (Refused, StoreError, NoSuchCase, OSError)
"""What may happen to a write and is told in words; anything else is a mistake of ours."""


class Wrote(Message):
    """A write is done. `what` is the word that it was started with."""

    def __init__(self, what: str, result: Any) -> None:
        self.what = what
        self.result = result
        super().__init__()


class NotWritten(Message):
    """A write was refused or could not be done. Nothing of it is kept."""

    def __init__(self, what: str, error: Exception) -> None:
        self.what = what
        self.error = error
        super().__init__()


def write(screen: Screen[Any], what: str, work: Callable[[], Any]) -> None:
    """Run a write in a thread; post Wrote or NotWritten to the screen when it is over."""

    def run() -> None:
        try:
            result = work()
        except EXPECTED as error:
            screen.post_message(NotWritten(what, error))
        else:
            screen.post_message(Wrote(what, result))

    screen.run_worker(run, thread=True, group=f"write-{what}")


def problems_of(error: Exception) -> tuple[Problem, ...]:
    """Return the reasons why something was not done, in words, each with its field where it has one."""
    if isinstance(error, Refused):
        return tuple(replace(each, words=with_way(each.field, each.words)) for each in error.problems)
    return (Problem("", "", words_of(error)),)


def words_of(error: Exception) -> str:
    """Return in one text why something was not done."""
    if isinstance(error, Refused):
        return " ".join(each.words for each in problems_of(error))
    if isinstance(error, OSError):
        name = shown(error.filename) if error.filename else "The file"
        return f"{name}: {error.strerror or error}. Nothing was changed."
    return str(error)
