"""Two people at one entry of the office: who saves after somebody else is told, and nothing is overwritten unseen.

A door is given what its screen showed (`seen`), and compares it within its transaction with what stands there. The
command line shows nothing before, gives nothing along, and is never told.
"""

from __future__ import annotations

from typing import Any

from sharedlives_tui.cleaning import clean_line
from sharedlives_tui.desk import Desk
from sharedlives_tui.requests import Problem, Refused
from sharedlives_tui.store import register
from sharedlives_tui.store.basics import person_number
from sharedlives_tui.store.reads import Reads
from sharedlives_tui.store.setting_changes import changed_last_by

LONGEST = 200
"""Characters of what the other one wrote that are told."""


class ChangedMeanwhile(Refused):
    """Somebody changed what was shown. Nothing is written; `now` is what stands there, to be given as `seen` next."""

    told = True  # the journal tells of what may not be done; this may, once it is known what it replaces

    def __init__(self, now: Any, field: str, words: str) -> None:
        self.now = now
        super().__init__(Problem(field, "", words))


def refuse_if_changed(
    desk: Desk, reads: Reads, setting: str, *, seen: Any, now: Any, wanted: Any, field: str, said: str
) -> None:
    """Raises ChangedMeanwhile where a setting is neither what was shown nor what is wanted; `said` is it in words.

    Nothing is compared where nothing was shown (None).
    """
    if seen is not None and now not in (seen, wanted):
        raise ChangedMeanwhile(now, field, words_of(name_of(desk, reads, changed_last_by(reads, setting)), said))


def words_of(who: str, said: str) -> str:
    """Return what is said at the field: who changed it, and what it is now."""
    now = f"Now it is: {clean_line(said, LONGEST)}" if said else "Now nothing stands there"
    return f"{who} changed this while you had it open. {now.rstrip('.')}."


def name_of(desk: Desk, reads: Reads, person: str) -> str:
    """Return the name of whoever changed it (P-12), for people of the office; for others "Somebody"."""
    number = person_number(person)
    if number is None or not desk.viewer.known:
        return "Somebody"
    return register.names(reads, [number]).get(number, "Somebody")
