"""Who sits in front of an office, and until when something counts as soon: what every start asks before it draws."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sharedlives_tui import clock, settings
from sharedlives_tui.access import Viewer, viewer
from sharedlives_tui.calendar_history import calendar_now
from sharedlives_tui.light import NamedTuple
from sharedlives_tui.store import register, views
from sharedlives_tui.store.basics import person_number
from sharedlives_tui.store.reads import Reads


class Question(NamedTuple):
    """What is asked of the office: as whom, on which day, which kind, whose."""

    viewer: Viewer
    today: date
    soon_until: date
    kind: str | None = None
    owner: int | None = None


class Look(NamedTuple):
    """What was asked, and the answer: how many cases each state has."""

    asked: Question
    groups: Mapping[str, int]


def who_sits(reads: Reads, as_name: str, account: str, day: date) -> Viewer:
    """Return who is asking: with `account`, the person to whom the office says that this computer's account belongs.

    `as_name` (a person's id, an exact name, or a name that is not in the list) holds where it belongs to nobody.
    """
    name = (account and register.person_of_account(reads, settings.account_key(account))) or as_name
    return viewer_of(reads, name, day)


def day_of_roles(asked: date, *, practice: bool) -> date:
    """Return the day whose roles say what somebody may see: today's, also where a real office is read as on another.

    A role that has ended, or has not begun, opens nothing by asking for a day on which it was held.
    """
    return asked if practice else clock.today()


def viewer_of(reads: Reads, name: str, day: date) -> Viewer:
    """Who is asking: the person of that id or exact name with the roles of the day, or an unknown name.

    A real office lets in nobody who holds no role of it on the day; a practice office does.
    """
    found = _found(reads, name, day)
    if found.known:
        return found
    return found._replace(let_in=bool(reads.fetch("SELECT 1 FROM office WHERE practice <> 0")))


def _found(reads: Reads, name: str, day: date) -> Viewer:
    number = person_number(name)
    found = register.names(reads, [number]) if number is not None else {}
    if number is None or number not in found:
        exact = register.exact(reads, name)
        if len(exact) != 1:
            return Viewer(None, name, frozenset(), known=False)
        number, found = exact[0], {exact[0]: name}
    return viewer(found[number], number, register.spans(reads, number), day)


def soon_until(reads: Reads, nation: str, today: date) -> date:
    """Return the last day that counts as soon: some calendar or working days on, whichever reaches further."""
    kept = views.settings(reads)
    days = (settings.number(kept, "soon_calendar_days"), settings.number(kept, "soon_working_days"))
    return calendar_now(reads, nation).soon_until(today, *days)
