"""Who holds which version: the letters that left with words that a correction takes back (CC-39)."""

from __future__ import annotations

from datetime import date

from sharedlives_tui.casefile import CaseFile
from sharedlives_tui.facts import Entry
from sharedlives_tui.privacy_views import numbers_of
from sharedlives_tui.progress import Progress
from sharedlives_tui.requests import Holder
from sharedlives_tui.typed_dates import say_long

SHORTEST = 3
"""Characters below which a text is too common to say that a letter took it from the entry."""


def holders_of(file: CaseFile, seen: Progress, old: Entry, new: Entry | None) -> tuple[Holder, ...]:
    """Everybody to whom a letter went that has words of the old entry which the new one no longer has.

    `seen` is the case as whoever corrects may see it: of a letter that is closed to them nothing is told (DI-16).
    `new` None: the entry is struck, and none of its words stands. The entry's own letter counts: it left with them.
    """
    wrong = _words(old) - (_words(new) if new is not None else frozenset())
    found: dict[tuple[str, int], Holder] = {}
    visible = numbers_of(seen)
    for row in file.rows:
        letter = str(row.body.get("letter", ""))
        if row.kind != "entry" or not letter or row.number not in visible:
            continue
        entry = seen.entry[row.number]
        if not (entry.number == old.number or any(each in letter for each in wrong)):
            continue
        for name in (*entry.texts("to"), *entry.texts("copies")):
            found.setdefault((name, entry.number), Holder(name, entry.number, entry.done_on))
    return tuple(found.values())


def _words(entry: Entry) -> frozenset[str]:
    """The texts of an entry as a letter would have them: a date is written out."""
    found = set()
    for name in entry.values:
        day = entry.day(name)
        texts = (say_long(day),) if isinstance(day, date) else entry.texts(name)
        found |= {text for text in texts if len(text) > SHORTEST and not text.startswith("P-")}
    return frozenset(found)
