"""From an event and a limit to a date that explains itself (DY-06, DY-08, RD-01, RD-10, RD-31, RD-32).

Nothing here looks at the clock: a limit is the same on every day. `state_on` alone takes a today, and only colours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sharedlives_tui.facts import Revision
from sharedlives_tui.procedures import Limit
from sharedlives_tui.workdays import Calendar, Receipt, say_day

STATES = (
    "overdue",
    "today",
    "past_target",
    "soon",
    "on_track",
    "window",
    "waiting",
    "withheld",
    "no_limit",
    "done",
)
"""Every state of a limit, the worst first."""


@dataclass(frozen=True)
class Due:
    """A computed limit with its receipt.

    `due` is the strict day; `act_by` the last working day on or before it (never before day 0); `until` the last day
    on which the other side is in time (DY-03); `moved` says in words what changed the date since it was first set.
    """

    limit: Limit
    base: date
    receipt: Receipt
    due: date
    act_by: date
    until: date
    moved: tuple[str, ...] = ()
    extended: bool = False
    held: str = ""
    """What keeps the day from moving as far as the office's days would move it; empty if nothing does."""


@dataclass(frozen=True)
class Extension:
    """More time, promised to the person before the old date passed (RD-31)."""

    told_on: date
    until: date


def compute(
    limit: Limit,
    base: date,
    revisions: Sequence[Revision],
    opened_at: datetime,
    ended_at: datetime | None,
    extensions: Sequence[Extension] = (),
    *,
    ours: bool = True,
    floor: date | None = None,
    told: date | None = None,
) -> Due:
    """The limit that runs from `base`, under each calendar that the office had while it was open.

    A revision entered after the limit ended does not touch it (DY-08); a later one never brings a limit of ours to
    before the next working day after its entry, and never shortens a window (RD-32). `floor` is the day before which
    the day to act by never lies, where that is not day 0: for a date that was agreed, the day on which it was. `told`
    is the last day that a letter told the other side: a window never ends before it (RD-01).
    Raises OutOfRange.
    """
    first, later = _applicable(revisions, opened_at, ended_at)
    calendar = first.calendar
    receipt = calendar.count(base, limit.count, limit.unit)
    due, moved, held = receipt.due, [], ""
    for revision in later:
        calendar = revision.calendar
        receipt = calendar.count(base, limit.count, limit.unit)
        new = receipt.due
        held = ""
        if new < due:
            kept = due if not ours else min(due, max(new, _next_working(revision)))
            if kept != new:
                held = "a window is never shortened" if not ours else "not before the next working day after the change"
            new = kept
        if new != due:
            moved.append(f"a change of the office's days moved it from {say_day(due)} to {say_day(new)}")
        due = new
    extended = False
    for extension in extensions:
        if limit.extend and extension.told_on <= due:
            moved.append(
                f"more time, told on {say_day(extension.told_on)}: from {say_day(due)} to {say_day(extension.until)}"
            )
            due, extended = extension.until, True
    until = calendar.next_working(due, inclusive=True) if limit.force == "window" else due
    if told is not None and limit.force == "window" and told > until:
        until = told
        moved.append(f"a letter told {say_day(told)} as the last day, so it stands")
    by = calendar.act_by(base, due, limit.count)
    if floor is not None:
        by = min(due, max(floor, calendar.previous_working(due)))
    return Due(limit, base, receipt, due, by, until, tuple(moved), extended, held)


def _applicable(
    revisions: Sequence[Revision], opened_at: datetime, ended_at: datetime | None
) -> tuple[Revision, list[Revision]]:
    first, later = revisions[0], []
    for revision in revisions[1:]:
        at = revision.recorded_at
        if at is None or at <= opened_at:
            first = revision
        elif ended_at is None or at < ended_at:
            later.append(revision)
    return first, later


def _next_working(revision: Revision) -> date:
    if revision.entered_on is None:
        return date.min
    return revision.calendar.next_working(revision.entered_on, inclusive=False)


def state_on(
    due: Due | None,
    today: date,
    calendar: Calendar,
    *,
    side: str,
    ended: bool,
    withheld: bool,
) -> str:
    """The state of a limit on a day: one of STATES (RD-02, RD-23, RD-29, DY-09)."""
    if ended:
        return "done"
    if withheld:
        return "withheld"
    if due is None:
        return "waiting" if side == "theirs" else "no_limit"
    if due.limit.force == "window":
        return "window" if today <= due.until else "done"
    if side == "theirs":
        return "waiting"
    if today > due.due:
        return "past_target" if due.limit.force == "local target" else "overdue"
    if today >= due.act_by:
        return "today"
    return "soon" if due.act_by <= calendar.soon_until(today) else "on_track"


def days_late(due: Due | None, today: date, state: str) -> int:
    """Calendar days past the strict day, for overdue and past_target; otherwise 0 (RD-30)."""
    return (today - due.due).days if due is not None and state in ("overdue", "past_target") else 0
