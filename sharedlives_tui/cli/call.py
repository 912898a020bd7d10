"""One call of the command line: its options, its words, and the office that it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, TypeVar, cast

from sharedlives_tui.account import system_user
from sharedlives_tui.cli.options import Options, WrongUsage, office_place, on_a_server, place_of
from sharedlives_tui.cli.output import Output
from sharedlives_tui.folders import folder_for
from sharedlives_tui.light import NamedTuple

if TYPE_CHECKING:
    import argparse
    from argparse import Namespace

    from sharedlives_tui.desk import Desk
    from sharedlives_tui.prepaint import Prepaint
    from sharedlives_tui.workdays import Calendar


def _no_words() -> Namespace:
    """Return the words of a call without any, as plain `sharedlives` is: it goes on to the screens without a parser."""
    return cast("Namespace", SimpleNamespace())


Item = TypeVar("Item")


@dataclass(frozen=True)
class Call:
    """What was asked."""

    options: Options
    out: Output
    args: Namespace = field(default_factory=_no_words)
    early: Prepaint | None = None
    """The first picture, where it was painted already."""

    @property
    def json(self) -> bool:
        """Whether the answer is one JSON document."""
        return self.options.json

    @property
    def who(self) -> str:
        """Whom the call names: --as, else the operating system's user. The office may know that one by another name."""
        return self.options.as_name or system_user()

    def given_day(self) -> date | None:
        """The day of --today; None if the machine's day holds. Raises WrongUsage."""
        text = self.options.today
        if text is None:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            from sharedlives_tui import clock
            from sharedlives_tui.calendars import load_calendar

            return read_day(text, "--today", clock.today(), load_calendar("england"))

    def day(self, text: str | None, name: str, desk: Desk) -> date | None:
        """The day of an option as it was typed; None where it was left out. Raises WrongUsage, Refused."""
        return None if text is None else read_day(text, name, desk.today, desk.calendar)

    @contextmanager
    def desk(self, *, on_screen: bool = False, anybody: bool = False) -> Iterator[Desk]:
        """The open office, as the person who asks sees it; closed at the end. Raises StoreError, WrongUsage.

        With `on_screen` the screens tell what is worth a word; else it stands on standard error. Commands that timers
        run, too, are for `anybody`: they are not told that no case is open to them.
        """
        from sharedlives_tui.desk import open_desk

        account = "" if self.options.as_name else system_user()
        desk = open_desk(office_place(self.options), self.who, self.given_day(), account=account)
        try:
            if not on_screen:
                self._look_at_the_clock(desk)
                self._come_in(desk)
                if not (desk.viewer.let_in or anybody):
                    self.out.note(f"No case is open to you. {desk.guest_words}")
            yield desk
        except Exception as error:
            from sharedlives_tui.cli.failures import tell_journal

            tell_journal(desk, error)
            raise
        finally:
            desk.store.close()

    def listed(
        self, found: Sequence[Item], data: Callable[[Item], object], line: Callable[[Item], str], nothing: str
    ) -> int:
        """Tell a list: one JSON list of the data, or a line for each, or that there is nothing; returns success."""
        if self.json:
            self.out.data([data(each) for each in found])
            return 0
        for each in found:
            self.out.line(line(each))
        if not found:
            self.out.line(nothing)
        return 0

    def _look_at_the_clock(self, desk: Desk) -> None:
        """A clock that cannot be right is told on standard error; nothing is refused for it."""
        from sharedlives_tui import clock
        from sharedlives_tui.clock_words import clock_words

        if words := clock_words(desk, clock.now()):
            self.out.note(words)

    def _come_in(self, desk: Desk) -> None:
        """Have the journal tell, once a day, that somebody asks by commands: looking round leaves a trace."""
        from sharedlives_tui import clock
        from sharedlives_tui.cleaning import clean_line
        from sharedlives_tui.store.changed import row_before
        from sharedlives_tui.store.errors import StoreError
        from sharedlives_tui.store.office_rows import came

        way = clean_line(f"command line, account {system_user()}", 120)
        try:
            day = desk.today if desk.office.practice else clock.today()
            if desk.store.read_only or came(desk.store, desk.recorder, way, row_before(desk.store, day)):
                return
        except StoreError:
            return  # the command meets it as well, and tells it
        from sharedlives_tui import audit  # slow to load, and most commands need none of it

        audit.signed_in(desk, way)


class Job(NamedTuple):
    """One command: the words that it takes, and what it does."""

    arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[Call], int]


def read_day(text: str, name: str, today: date, calendar: Calendar) -> date:
    """Return the day that was typed. Raises WrongUsage; Refused for a day outside 2000 to 2100."""
    from sharedlives_tui.requests import Problem, Refused
    from sharedlives_tui.typed_dates import DayNotUnderstood, parse_day
    from sharedlives_tui.workdays import FIRST_DAY, LAST_DAY

    outside = Refused(Problem(name.removeprefix("--"), "DY-01", "Enter a date between 2000 and 2100, like 25/12/26."))
    try:
        iso = date.fromisoformat(text.strip())
    except ValueError:
        iso = None
    if iso is not None:
        if not FIRST_DAY <= iso <= LAST_DAY:
            raise outside
        return iso
    try:
        return parse_day(text, today, calendar)
    except DayNotUnderstood as error:
        if "between" in str(error):
            raise outside from None
        raise WrongUsage(f"{name}: {error}.") from None


def office_path(options: Options) -> Path:
    """Return the file of the office: --database, else SHAREDLIVES_DATABASE, else the data folder. Raises WrongUsage.

    For what is done with a file alone: an office on a server is WrongUsage too.
    """
    return path_of(office_place(options))


def is_there(place: str) -> bool:
    """Return whether there is an office's file at a place; of a server only the server itself can say."""
    return on_a_server(place) or Path(place).exists()


def path_of(named: str) -> Path:
    """Return the file of a path or of a URL like sqlite:///office.db. Raises WrongUsage for any other URL."""
    place = place_of(named)
    if on_a_server(place):
        raise WrongUsage(
            "This needs a file: write its path. sharedlives move --to URL carries an office over to a server."
        )
    return Path(place)


def data_folder() -> Path:
    """Return the folder of this user in which the office lies where nothing else is said."""
    return Path(folder_for("data"))
