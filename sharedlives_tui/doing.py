"""One act being recorded: who types, who did it, when; and how a name becomes a person."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING

from sharedlives_tui import allowed
from sharedlives_tui.access import WRITES, Roles
from sharedlives_tui.desk import Desk
from sharedlives_tui.facts import Entry
from sharedlives_tui.independence import RolesOn
from sharedlives_tui.procedures import Act
from sharedlives_tui.requests import Problem, Refused
from sharedlives_tui.store import register
from sharedlives_tui.store.basics import person_number
from sharedlives_tui.store.reads import Reads
from sharedlives_tui.typed_dates import say_day

if TYPE_CHECKING:
    from sharedlives_tui.store.writer import Writer


@dataclass(frozen=True)
class Doing:
    """One act being recorded: who types, who did it, when."""

    desk: Desk
    writer: Writer
    act: Act
    on: date
    at: datetime
    by: str


def does_its_work(roles: Roles, held: Iterable[str]) -> bool:
    """Return whether somebody who holds these roles does the work of the office: more than reading what it did."""
    return any(roles.is_office(role) and roles.may([role], verb) for role in held for verb in WRITES)


def may_write(desk: Desk, verb: str = "record") -> None:
    """Raises Refused for those whose role may not do that, and what the desk raises where nothing can be written."""
    desk.must_be_writable()
    allowed.must(desk, verb)


def doer(desk: Desk, reads: Reads, by: str) -> str:
    """The id of whoever did it, by name or number; of whoever sits at the desk where none is given. Raises Refused."""
    if not by:
        return desk.recorder
    found = people_named(desk, reads, by)
    if not found:
        raise Refused(Problem("by", "", f"There is nobody called {by} in the office's list. Add them first."))
    if len(found) > 1:
        raise Refused(Problem("by", "", f"Several people are called {by}. Give the number: {', '.join(found)}."))
    return found[0]


def roles_in(reads: Reads) -> RolesOn:
    """A function that gives the roles that somebody (P-12) held on a day."""
    return partial(register.roles_on, reads)


def people_named(desk: Desk, reads: Reads, text: str) -> list[str]:
    """The ids of all people of this id (P-12) or exact name of whom whoever sits at the desk may know (RD-48)."""
    text = text.strip()
    asked = person_number(text.upper())
    found = register.exact(reads, text) if asked is None else [asked]
    return [f"P-{number}" for number in register.nameable_among(reads, desk.viewer, found)]


def namer(reads: Reads) -> Callable[[str], str]:
    """A function that gives the name for a person id, and any other text as it is."""

    def name(person: str) -> str:
        number = person_number(person)
        found = register.names(reads, [number]) if number is not None else {}
        return next(iter(found.values()), person)

    return name


def signing_role(desk: Desk, reads: Reads, person: str, sender: str, on: date) -> str:
    """The office in which somebody signs: the sender's where they hold it, else the most senior of their own.

    Empty for somebody who holds none: the letter then names the person alone.
    """
    roles, held = desk.library.roles, register.roles_on(reads, person, on)
    if sender in held:
        return sender
    ours = [role for role in held if roles.is_office(role) and role != "administrator"]
    return max(ours, key=roles.rank, default="")


def of_the_office(desk: Desk, reads: Reads, on: date) -> Callable[[str], bool]:
    """A function that says whether somebody (P-12), or an office by its name, works here on that day."""
    roles = desk.library.roles

    def works_here(who: str) -> bool:
        held = register.roles_on(reads, who, on) if who.startswith("P-") else (who,)
        return any(roles.is_office(role) for role in held)

    return works_here


def names_in(reads: Reads, entry: Entry) -> dict[str, str]:
    """Names by person id of everybody whom an entry names."""
    named = [entry.done_by, entry.recorded_by, *(line.who for line in entry.lines)]
    for value in entry.values.values():
        named += [value] if isinstance(value, str) else list(value)
    numbers = {number for number in map(person_number, named) if number is not None}
    return {f"P-{number}": name for number, name in register.names(reads, numbers).items()}


def done_on_day(desk: Desk, on: date | None) -> date:
    """The day on which something was done; today if none is given. Raises Refused for a day to come (DY-07)."""
    day = on or desk.today
    if day > desk.today:
        raise Refused(Problem("on", "DY-07", f"{say_day(day)} has not come yet. Record it when it is done."))
    if day.year < 2000:
        raise Refused(Problem("on", "DY-01", "The office counts days from the year 2000 on. Check the year."))
    return day


def refuse_if(problems: Sequence[Problem]) -> None:
    """Raises Refused where there are problems, each once."""
    if problems:
        raise Refused(*dict.fromkeys(problems))


def rule_of(act: Act) -> str:
    """The first rule of an act; empty if it has none."""
    return act.rules[0] if act.rules else ""
