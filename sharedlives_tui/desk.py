"""A desk: one open office, who sits in front of it, and what day it is. Everything else takes a desk first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from sharedlives_tui.access import NO_KIND, WRITES, Roles, Viewer, verbs_of
from sharedlives_tui.calendar_history import calendar_now
from sharedlives_tui.clock import Clock
from sharedlives_tui.closed_to_others import must_be_closed_to_others
from sharedlives_tui.seat import day_of_roles, soon_until, viewer_of, who_sits
from sharedlives_tui.store import Store
from sharedlives_tui.store.basics import Office
from sharedlives_tui.store.errors import PracticeOnly

if TYPE_CHECKING:
    from sharedlives_tui.library import Library
    from sharedlives_tui.workdays import Calendar


__all__ = ["Desk", "open_desk", "viewer_of"]


@dataclass(frozen=True)
class Desk:
    """An open office as one person sees it. `recording` is False where a day was given for reading only."""

    store: Store
    viewer: Viewer
    clock: Clock
    papers: Library | None = None
    """Other papers than those of this installation."""
    way: str = ""
    """How they came in, for the journal: "SSH key anna-laptop". Empty for the account of this computer."""

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
    def verbs(self) -> frozenset[str]:
        """What whoever sits here may do by their roles: verbs of `access.VERBS`."""
        return verbs_of(self.viewer, practice=self.office.practice)

    @property
    def works(self) -> frozenset[str]:
        """What they can do now: all that they may, but nothing that writes where nothing can be recorded."""
        return self.verbs - WRITES if self.read_only else self.verbs

    @property
    def soon_until(self) -> date:
        """The last day that counts as soon: some calendar or working days on, whichever reaches further."""
        return soon_until(self.store, self.office.nation, self.today)

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
            return self._keeper_words
        if self.viewer.person_id is None:
            return "You are not in the list: ask an administrator, or start with --as NAME."
        return "You hold no role here today: an administrator can add one (People)."

    @property
    def _keeper_words(self) -> str:
        """What an administrator is told to whom no case is open by their role."""
        if Roles.load().kinds_seen(self.viewer.roles) != NO_KIND:
            return ""
        return "You look after the program: only cases in which you are named are open to you."

    def must_be_writable(self) -> None:
        """Raises PracticeOnly where a real office is read as on another day."""
        if self.clock.fixed_day is not None and not self.office.practice:
            raise PracticeOnly("Recording as on another day")


def open_desk(
    database: str,
    as_name: str,
    today: date | None = None,
    papers: Library | None = None,
    *,
    account: str = "",
    way: str = "",
) -> Desk:
    """Open an office for somebody: a person's id (P-12), an exact name, or a name that is not in its list.

    With `account`, the name of an account of this computer, for the person to whom the office says that it belongs;
    `as_name` holds where it belongs to nobody. `way` is how they came in, for the journal. Raises the errors of the
    store (Missing, Newer, Damaged, ...).
    """
    store, clock = Store.open(database), Clock(today)
    try:
        must_be_closed_to_others(store)
        held_on = day_of_roles(clock.today(), practice=store.office.practice)
        return Desk(store, who_sits(store, as_name, account, held_on), clock, papers, way)
    except BaseException:
        store.close()
        raise
