"""The words in which the text twin says states and times: the same everywhere, never by a symbol alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from sharedlives_tui.typed_dates import say_day
from sharedlives_tui.workdays import say_short

HEADINGS: Final[Mapping[str, str]] = {
    "overdue": "OVERDUE",
    "today": "DUE TODAY",
    "past_target": "PAST OUR OWN TARGET",
    "soon": "DUE SOON",
    "on_track": "ON TRACK",
    "window": "THEIR WINDOW IS OPEN",
    "waiting": "WAITING FOR SOMEBODY ELSE",
    "withheld": "WITHHELD",
    "no_limit": "NO SET LIMIT",
    "after_closing": "AFTER CLOSING, NO DATE",
    "done": "DONE",
}
"""The heading of each state in lists."""

SIDES: Final[Mapping[str, str]] = {"ours": "ours to do", "theirs": "theirs to do"}
FORCES: Final[Mapping[str, str]] = {
    "must": "a must",
    "aim": "an aim",
    "local target": "our own target",
    "window": "a right of theirs",
    "none": "no limit",
}


def in_list(state: str, due: date | None, act_by: date | None, until: date | None, late: int, today: date) -> str:
    """Return when something is due, as a list says it: "5 days late, Thu 19 Nov"."""
    if state == "withheld":
        return "withheld, no date"
    if due is None:
        return {"waiting": "waiting for them", "after_closing": "no date"}.get(state, "no set limit")
    day = short(due, today)
    if state in ("overdue", "past_target"):
        return f"{_days(late)} {'late' if state == 'overdue' else 'past target'}, {day}"
    if state == "window":
        return f"open to them until {short(until or due, today)}"
    if state == "waiting":
        past = (today - due).days
        return f"waiting, {_days(past)} past {day}" if past > 0 else f"waiting for them until {day}"
    if state == "today":
        return f"due today, {day}" if due == today else f"act today, due {day}"
    if state == "done":
        return f"done, was due {day}"
    away = (due - today).days
    words = f"{'tomorrow' if away == 1 else f'in {_days(away)}'}, {day}"
    return words if act_by is None or act_by == due else f"{words} (act by {short(act_by, today)})"


def short(day: date, today: date) -> str:
    """Return a day as in lists; with its year where that is not this year."""
    return say_short(day) if day.year == today.year else say_day(day)


def _days(number: int) -> str:
    return f"{number} day{'' if number == 1 else 's'}"
