"""Whom a case waits for: computed from its entries, beside its limits and never part of them (DY-10). Pure.

That somebody else has something to do first is told apart from what is overdue: nothing here is asked by limits,
states or counts. A wait begins with an entry of its own and ends with another one, which names the first as the entry
that it follows; the closing of the case ends them all.
"""

from __future__ import annotations

from dataclasses import dataclass

from sharedlives_tui.facts import Entry
from sharedlives_tui.procedures import Procedure
from sharedlives_tui.progress import Progress

BEGINS, ENDS = "wait", "wait-over"
"""The effects of the two actions."""
WHOM, WHAT = "wait_whom", "wait_what"
"""The fields of the entry that begins a wait: whom, and for what."""
WHICH, HOW, WORDS = "wait_which", "wait_end", "wait_words"
"""The fields of the entry that ends it: whom and for what in words, how it ended, and what there is to say of it."""


@dataclass(frozen=True)
class Wait:
    """Somebody whom the case waits for, or waited for, with the entries that say so."""

    begun: Entry
    ended: Entry | None = None
    """The entry that says it is over; None while the case waits, or where its closing ended it."""
    open: bool = True

    @property
    def words(self) -> str:
        """Whom and for what: "GP: the letter about her tablets"."""
        return words_of(self.begun)


def words_of(entry: Entry) -> str:
    """Return whom an entry says that we wait for, and for what."""
    return ": ".join(text for text in (entry.text(WHOM), entry.text(WHAT)) if text)


def effect_of(procedure: Procedure, entry: Entry) -> str | None:
    """Return what the act of an entry does beyond its data; None for an act that the procedure has not."""
    act = procedure.by_id.get(entry.act)
    return None if act is None else act.effect


def standing_for(progress: Progress, number: int | None) -> Entry | None:
    """Return the entry of that number, or the one that was put in its place last; None where there is none."""
    found, seen = None if number is None else progress.entry.get(number), {number}
    while found is not None and found.struck:
        after = next((each for each in progress.entry.values() if each.replaces == found.number), None)
        if after is None or after.number in seen:
            return found
        seen.add(after.number)
        found = after
    return found


def all_waits(progress: Progress) -> tuple[Wait, ...]:
    """Return every wait of the case, over or not, in the order in which they began."""
    place = {each.number: at for at, each in enumerate(progress.taken)}
    overs: dict[int, Entry] = {}
    for each in progress.taken:
        if effect_of(progress.procedure, each) == ENDS and (begun := standing_for(progress, each.follows)) is not None:
            overs.setdefault(begun.number, each)
    found = []
    for each in progress.taken:
        if effect_of(progress.procedure, each) == BEGINS:
            closed = any(
                closing.on > each.done_on
                or (closing.on == each.done_on and place.get(closing.by, len(place)) > place[each.number])
                for closing in progress.closings
            )
            over = overs.get(each.number)
            found.append(Wait(each, over, open=over is None and not closed))
    return tuple(sorted(found, key=lambda each: (each.begun.done_on, each.begun.number)))


def waits(progress: Progress) -> tuple[Wait, ...]:
    """Return whom the case waits for now, the longest wait first; nobody once it is closed."""
    return () if progress.status == "closed" else tuple(each for each in all_waits(progress) if each.open)
