"""Counting days on a nation's calendar, and the receipt that explains each count (DY-01 to 03, 09, 15).

Pure: no clock, no files, nothing else of this program. Dates are dates of Europe/London, from 2000 to 2100.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cached_property
from types import MappingProxyType

from sharedlives_tui.light import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import Final, Literal

    Unit = Literal["working days", "calendar days", "months", "years"]
else:
    Unit = str

NATIONS: Final = ("england", "wales", "scotland", "northern-ireland")
FIRST_DAY: Final = date(2000, 1, 1)
LAST_DAY: Final = date(2100, 12, 31)

# Own tables, because the names that strftime gives change with the machine's language.
WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


class OutOfRange(ValueError):
    """A day lies outside 2000 to 2100; the words say what to do."""

    def __init__(self) -> None:
        super().__init__("Days are counted from 2000 to 2100 only. Check the date and the number of days.")


def say_day(day: date) -> str:
    """Return the day as on screens: "Tue 24 Nov 2026"."""
    return f"{say_short(day)} {day.year}"


def say_short(day: date) -> str:
    """Return the day as in lists, without its year: "Tue 24 Nov"."""
    return f"{WEEKDAYS[day.weekday()][:3]} {day.day} {MONTHS[day.month - 1][:3]}"


class PassedOver(NamedTuple):
    """A day that a count of working days stepped over, and why: "Sunday", a holiday, the scheme's reason."""

    date: date
    why: str


class Receipt(NamedTuple):
    """One count, with all that is needed to explain it (DY-06).

    `due` is the strict last day, all of it in time (DY-09); `act_by` is the day to act by (DY-03, RD-09).
    """

    start: date
    count: int  # type: ignore[assignment]  # nobody counts the parts of a receipt, as one can those of a tuple
    unit: Unit
    due: date
    act_by: date
    passed_over: tuple[PassedOver, ...]
    nation: str

    def sentence(self) -> str:
        """Return the count in plain words: "Mon 2 Mar 2026 + 2 working days = Wed 4 Mar 2026"."""
        if self.count == 0:
            words = f"{say_day(self.start)}, the same day"
        else:
            unit = self.unit if abs(self.count) != 1 else self.unit.removesuffix("s")
            sign = "+" if self.count > 0 else "\u2212"
            words = f"{say_day(self.start)} {sign} {abs(self.count)} {unit} = {say_day(self.due)}"
        if self.unit in ("months", "years") and self.due.day != self.start.day:
            words += f", as {MONTHS[self.due.month - 1]} {self.due.year} has no day {self.start.day}"
        if self.passed_over:
            words += ". Passed over: " + ", ".join([*self._weekend_words(), *self._holiday_words()])
        if self.act_by != self.due:
            words += f". {say_day(self.due)} is not a working day: act by {say_day(self.act_by)}"
        return words

    def _weekend_words(self) -> Iterator[str]:
        saturdays = {passed.date for passed in self.passed_over if passed.why == "Saturday"}
        sundays = {passed.date for passed in self.passed_over if passed.why == "Sunday"}
        whole = len(saturdays & {sunday - timedelta(1) for sunday in sundays})
        counts = {"weekend": whole, "Saturday": len(saturdays) - whole, "Sunday": len(sundays) - whole}
        for name, number in counts.items():
            if number:
                yield f"{number} {name}{'s' if number > 1 else ''}"

    def _holiday_words(self) -> Iterator[str]:
        say = say_short if self.start.year == self.due.year else say_day
        for passed in self.passed_over:
            if passed.why not in ("Saturday", "Sunday"):
                yield f"{passed.why} on {say(passed.date)}"


class Calendar:
    """A nation's working days (DY-01): Monday to Friday, less `non_working`, which names each closure.

    `non_working` holds the bank holidays plus the scheme's own additions, less its own removals. A weekend
    day in it goes by that name. `revision` goes up with every addition and removal.
    """

    def __init__(self, nation: str, non_working: Mapping[date, str], revision: int = 0) -> None:
        self.nation = nation
        self.non_working: Mapping[date, str] = MappingProxyType(dict(non_working))
        self.revision = revision

    def __eq__(self, other: object) -> bool:
        """Return whether both close on the same days, for the same reasons, in the same revision."""
        if not isinstance(other, Calendar):
            return NotImplemented
        return (self.nation, self.revision, self.non_working) == (other.nation, other.revision, other.non_working)

    def __hash__(self) -> int:
        return hash((self.nation, self.revision))

    def __repr__(self) -> str:
        return f"Calendar({self.nation!r}, {len(self.non_working)} days, revision {self.revision})"

    def is_working(self, day: date) -> bool:
        """Return whether the day is a working day. Raises OutOfRange."""
        return _inside(day).weekday() < 5 and day not in self.non_working

    def why_not(self, day: date) -> str | None:
        """Return why it is no working day (a holiday's name, or "Saturday"), or None. Raises OutOfRange."""
        weekday = _inside(day).weekday()
        return self.non_working.get(day) or (WEEKDAYS[weekday] if weekday >= 5 else None)

    def next_working(self, day: date, inclusive: bool = True) -> date:
        """Return the first working day after the day, or on it where inclusive. Raises OutOfRange."""
        before = _inside(day).toordinal() - int(inclusive)
        return self._day_of_rank(self._rank(before) + 1)

    def previous_working(self, day: date, inclusive: bool = True) -> date:
        """Return the last working day before the day, or on it where inclusive. Raises OutOfRange."""
        return self._day_of_rank(self._rank(_inside(day).toordinal() - int(not inclusive)))

    def with_added(self, day: date, reason: str) -> Calendar:
        """Return this calendar with a closure more; on a day already closed, the new reason. OutOfRange."""
        return Calendar(self.nation, {**self.non_working, _inside(day): reason}, self.revision + 1)

    def without(self, day: date, reason: str) -> Calendar:  # noqa: ARG002  (asked for, so that nobody forgets it)
        """Return this calendar with a closure taken out; the reason is kept by whoever logs the removal.

        A weekend stays a weekend; taking out what is not there changes only the revision. Raises OutOfRange.
        """
        kept = {other: why for other, why in self.non_working.items() if other != _inside(day)}
        return Calendar(self.nation, kept, self.revision + 1)

    def count(self, start: date, count: int, unit: Unit) -> Receipt:
        """Return the count from day 0, `start` (DY-02), back if it is below 0 (RD-12). Raises OutOfRange."""
        due = self.due_day(start, count, unit)
        passed = tuple(self._passed_over(start, due)) if unit == "working days" else ()
        return Receipt(start, count, unit, due, self.act_by(start, due, count), passed, self.nation)

    def due_day(self, start: date, count: int, unit: Unit) -> date:
        """Return the strict last day alone, at the same cost for any count. Raises OutOfRange.

        Working days: the Nth after (before) day 0. Calendar days: never moved to a working day (DY-03).
        Months and years: the same day number, or the month's last day (DY-15). A count of 0 is day 0 itself.
        """
        ordinal = _inside(start).toordinal()
        if unit == "calendar days" or count == 0:
            return _from_ordinal(ordinal + count)
        if unit == "working days":
            before_day_one = self._rank(ordinal) if count > 0 else self._rank(ordinal - 1) + 1
            return self._day_of_rank(before_day_one + count)
        return _add_months(start, count if unit == "months" else 12 * count)

    def act_by(self, start: date, due: date, count: int) -> date:
        """Return the last working day on or before `due`; counting from 0 up, never before day 0 (RD-09).

        Raises OutOfRange.
        """
        if count >= 0 and self._rank(_inside(due).toordinal()) == self._rank(_inside(start).toordinal() - 1):
            return start
        return self.previous_working(due)

    def working_days_between(self, first: date, last: date) -> int:
        """Return how many working days lie after `first`, up to and with `last`; below 0 if that is earlier.

        The same day gives 0; changing the two over only changes the sign. Raises OutOfRange.
        """
        return self._rank(_inside(last).toordinal()) - self._rank(_inside(first).toordinal())

    def soon_until(self, today: date, calendar_days: int = 3, working_days: int = 1) -> date:
        """Return the last day that counts as soon, by the further of the two counts; 2100 ends it."""
        ordinal = _inside(today).toordinal()
        furthest = max(ordinal + calendar_days, self._ordinal_of_rank(self._rank(ordinal) + working_days))
        return date.fromordinal(min(furthest, LAST_DAY.toordinal()))

    # Working days are numbered from year 1 on, as if no holiday lay before 2000. The number of a day, and the
    # day of a number, then come from the whole weeks and one search among holidays, not from stepping.

    @cached_property
    def _closed_weekdays(self) -> list[int]:
        return sorted(day.toordinal() for day in self.non_working if day.weekday() < 5 and FIRST_DAY <= day <= LAST_DAY)

    @cached_property
    def _ranks_before_closures(self) -> list[int]:
        return [_weekdays_up_to(closed) - place - 1 for place, closed in enumerate(self._closed_weekdays)]

    def _rank(self, ordinal: int) -> int:
        return _weekdays_up_to(ordinal) - bisect_right(self._closed_weekdays, ordinal)

    def _ordinal_of_rank(self, rank: int) -> int:
        weeks, days = divmod(rank + bisect_left(self._ranks_before_closures, rank) - 1, 5)
        return 7 * weeks + days + 1

    def _day_of_rank(self, rank: int) -> date:
        return _from_ordinal(self._ordinal_of_rank(rank))

    def _passed_over(self, start: date, due: date) -> Iterator[PassedOver]:
        earlier, later = sorted((start.toordinal(), due.toordinal()))
        for day in map(date.fromordinal, range(earlier + 1, later)):
            if why := self.why_not(day):
                yield PassedOver(day, why)


def _inside(day: date) -> date:
    if FIRST_DAY <= day <= LAST_DAY:
        return day
    raise OutOfRange


def _from_ordinal(ordinal: int) -> date:
    if FIRST_DAY.toordinal() <= ordinal <= LAST_DAY.toordinal():
        return date.fromordinal(ordinal)
    raise OutOfRange


def _weekdays_up_to(ordinal: int) -> int:
    weeks, days = divmod(ordinal, 7)  # ordinal 1 was a Monday
    return 5 * weeks + min(days, 5)


def _add_months(start: date, months: int) -> date:
    year, month = divmod(12 * start.year + start.month - 1 + months, 12)
    if not FIRST_DAY.year <= year <= LAST_DAY.year:
        raise OutOfRange
    next_month = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(start.day, (next_month - timedelta(1)).day))
