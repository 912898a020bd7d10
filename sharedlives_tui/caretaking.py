"""What whoever opens the office should be told before anything else: a wrong clock, a backup that is too old."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from sharedlives_tui import safekeeping
from sharedlives_tui.clock_words import clock_words
from sharedlives_tui.desk import Desk
from sharedlives_tui.store.errors import StoreError


def trouble(desk: Desk, now: datetime) -> str:
    """Return what is to be looked into, in a sentence or two; empty where there is nothing.

    Of the clock everybody is told, of backups those who can do something about it.
    """
    with suppress(StoreError):  # whoever records next is told what is wrong with the file
        if words := clock_words(desk, now):
            return words
        if desk.viewer.roles & set(safekeeping.WHO):
            found = safekeeping.age(desk, now)
            if found is not None and found.worry:
                return found.words
    return ""
