"""A desk: one open office, who sits in front of it, and what day it is. Everything else takes a desk first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from sharedlives_tui import settings
from sharedlives_tui.access import Viewer, viewer
from sharedlives_tui.calendar_history import calendar_now
from sharedlives_tui.clock import Clock
from sharedlives_tui.store import Store, register, views
from sharedlives_tui.store.basics import Office, person_number
from sharedlives_tui.store.errors import PracticeOnly

if TYPE_CHECKING:
    from sharedlives_tui.library import Library
    from sharedlives_tui.workdays import Calendar


@dataclass(frozen=True)
class Desk:
    """An open office as one person sees it. `recording` is False where a day was given for reading only."""

    store: Store
    viewer: Viewer
    clock: Clock
    papers: Library | None = None
    """Other papers than those of this installation."""

    @cached_property
    def library(self) -> Library:
        """The office's papers, loaded when they are first asked for: no list of Today needs them."""
        from sharedlives_tui.library import library

        return self.papers or library()

    @property
    def today(self) -> date:
        """The day, in Europe/London, or the one that was given."""
        return self.clock.today()

    @property
    def office(self) -> Office:
        """Whose file this is."""
        return self.store.office

    @property
    def read_only(self) -> bool:
        """True where nothing can be recorded: the file allows none, or a real office is read as on another day."""
        return self.store.read_only or (self.clock.fixed_day is not None and not self.office.practice)

    @property
    def soon_until(self) -> date:
        """The last day that counts as soon: some calendar or working days on, whichever reaches further."""
        kept = views.settings(self.store)
        days = (settings.number(kept, "soon_calendar_days"), settings.number(kept, "soon_working_days"))
        return self.calendar.soon_until(self.today, *days)

    @property
    def calendar(self) -> Calendar:
        """The office's working days as they stand."""
        return calendar_now(self.store, self.office.nation)

    @cached_property
    def recorder(self) -> str:
        """Who types, for the journal: the person's id, or the name of somebody who is not in the office's list."""
        number = self.viewer.person_id
        return self.viewer.name if number is None else f"P-{number}"

    @property
    def guest_words(self) -> str:
        """What somebody can do who may only type for others here; empty for somebody of the office."""
        if self.viewer.known:
            return ""
        if self.viewer.person_id is None:
            return "You are not in the list: ask an administrator, or start with --as NAME."
        return "You hold no role here today: an administrator can add one (People)."

    def must_be_writable(self) -> None:
        """Raises PracticeOnly where a real office is read as on another day."""
        if self.clock.fixed_day is not None and not self.office.practice:
            raise PracticeOnly("Recording as on another day")


def open_desk(
    database: str, as_name: str, today: date | None = None, papers: Library | None = None, *, account: str = ""
) -> Desk:
    """Open an office for somebody: a person's id (P-12), an exact name, or a name that is not in its list.

    With `account`, the name of an account of this computer, for the person to whom the office says that it belongs;
    `as_name` holds where it belongs to nobody. Raises the errors of the store (Missing, Newer, Damaged, ...).
    """
    store = Store.open(database)
    clock = Clock(today)
    name = (account and register.person_of_account(store, settings.account_key(account))) or as_name
    return Desk(store, viewer_of(store, name, clock.today()), clock, papers)


def viewer_of(store: Store, name: str, day: date) -> Viewer:
    """Who is asking: the person of that id or exact name with the roles of the day, or an unknown name."""
    number = person_number(name)
    found = register.names(store, [number]) if number is not None else {}
    if number is None or number not in found:
        exact = register.exact(store, name)
        if len(exact) != 1:
            return Viewer(None, name, frozenset(), known=False)
        number, found = exact[0], {exact[0]: name}
    return viewer(found[number], number, register.spans(store, number), day)
