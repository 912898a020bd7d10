"""Where somebody is reached: address, telephone and e-mail as their page has them on a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sharedlives_tui.casefile import entry_of
from sharedlives_tui.desk import Desk
from sharedlives_tui.privacy_views import Seen
from sharedlives_tui.progress import Progress
from sharedlives_tui.recipients import addressed
from sharedlives_tui.store.person_entries import person_entries
from sharedlives_tui.store.reads import Reads
from sharedlives_tui.store.rows import person_number

CONTACT = "contact"
"""The kind of entry on a person that holds it (data/person-records.toml)."""


@dataclass(frozen=True)
class Reach:
    """How to reach somebody; what is not known is empty."""

    address: tuple[str, ...] = ()
    """The lines below the name."""
    telephone: str = ""
    email: str = ""


def reach_of(reads: Reads, person: str, day: date) -> Reach:
    """Return how somebody (P-12) is reached on a day, by the latest entry of their page that stands."""
    number = person_number(person)
    rows = [] if number is None else person_entries(reads, number)
    standing = [each for each in map(entry_of, rows) if each.act == CONTACT and not each.struck and each.done_on <= day]
    if not standing:
        return Reach()
    last = max(standing, key=lambda each: (each.done_on, each.number))
    lines = tuple(line.strip() for line in last.text("address").splitlines() if line.strip())
    return Reach(lines, last.text("telephone"), last.text("email"))


def reach_of_reader(
    desk: Desk, reads: Reads, told: Progress, to: Sequence[str], people: Mapping[str, str], day: date
) -> Reach:
    """Return how the one person to whom a letter goes is reached.

    Empty where it goes to several or to nobody of the list, where their name is withheld from a reader (DI-16), and for
    somebody at the desk who is not of the office: entries on people are not for them.
    """
    if len(to) != 1 or not desk.viewer.known or (isinstance(told, Seen) and addressed(told, to) != tuple(to)):
        return Reach()
    wanted = to[0].strip().casefold()
    found = [person for person, name in people.items() if wanted in (name.casefold(), person.casefold())]
    return reach_of(reads, found[0], day) if len(found) == 1 else Reach()
