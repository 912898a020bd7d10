"""Visits of a person to an office, kept in their own settings: when the last ones ended, and what changed since."""

from __future__ import annotations

import hashlib
from contextlib import suppress

from sharedlives_tui import own_settings
from sharedlives_tui.changes import Changes, Visit, changes_since_row
from sharedlives_tui.desk import Desk
from sharedlives_tui.keymap import said
from sharedlives_tui.store.basics import instant, stamp
from sharedlives_tui.store.changed import last_row
from sharedlives_tui.store.errors import StoreError

_MOST_ROWS = 2**63
"""No journal has more, and no database counts further."""
VISITS = "visits"
"""The name under which the person's own settings keep them."""


def last_visit(desk: Desk) -> Visit | None:
    """Return the end of the last visit on an earlier day than today; None where there was none."""
    earlier = [each for each in _visits(desk) if each.day < desk.today]
    return earlier[-1] if earlier else None


def is_first_today(desk: Desk) -> bool:
    """Return whether no visit of today has ended yet."""
    return all(each.day < desk.today for each in _visits(desk))


def changes_since_visit(desk: Desk) -> Changes | None:
    """Return what changed since the last visit on an earlier day; None where there was none. Raises StoreError."""
    visit = last_visit(desk)
    return None if visit is None else changes_since_row(desk, visit)


def news_of(desk: Desk) -> str:
    """Return the line for the first opening of a day; empty on later ones, and where nothing changed."""
    with suppress(StoreError):  # the list tells of it where one asks for it
        if desk.viewer.known and is_first_today(desk):
            found = changes_since_visit(desk)
            if found is not None and found.sentence:
                return found.sentence.replace(": ", f" ({said('today.changes')} lists it): ", 1)
    return ""


def leave(desk: Desk) -> None:
    """Write down that a visit ends now. Where that cannot be done the next visit tells more: no reason to stay."""
    if desk.clock.fixed_day is not None and not desk.office.practice:
        return  # a real office read as on another day: that is no visit of that day
    with suppress(StoreError, own_settings.NotKept):
        now = Visit(last_row(desk.store), desk.clock.now())
        said = "|".join(f"{each.row} {stamp(each.at)}" for each in (last_visit(desk) or now, now))
        own_settings.keep_filters(VISITS, {**own_settings.filters(VISITS), _key(desk): said})


def _key(desk: Desk) -> str:
    """Which office, and who: one file of settings may know several of both."""
    office = hashlib.sha256(stamp(desk.office.created_at).encode()).hexdigest()[:12]
    return f"{office}-{desk.recorder if desk.viewer.person_id is not None else 'guest'}"


def _visits(desk: Desk) -> list[Visit]:
    """The end of the last visit on an earlier day, and of the last one, as far as they were written down rightly."""
    found = []
    for text in str(own_settings.filters(VISITS).get(_key(desk), "")).split("|"):
        row, _, at = text.partition(" ")
        try:
            found.append(Visit(int(row), instant(at)))
        except ValueError:
            return []
    usable = all(each.at.utcoffset() is not None and 0 <= each.row < _MOST_ROWS for each in found)
    return found if len(found) == 2 and usable else []
