"""What somebody has begun to type, kept in the office's file for them alone until it is recorded."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from sharedlives_tui import keymap
from sharedlives_tui.clock import local_day, time_of_day
from sharedlives_tui.desk import Desk
from sharedlives_tui.facts import Value
from sharedlives_tui.store import views
from sharedlives_tui.workdays import say_short


@dataclass(frozen=True)
class Draft:
    """A draft as it was found: what stood in the fields, and when."""

    values: Mapping[str, Value]
    kept_at: str
    """ "10:42", or "Sat 21 Nov 10:42" for another day."""

    @property
    def words(self) -> str:
        """What is said when it is offered again."""
        return f"Draft from {self.kept_at}: kept. {keymap.said('form.fresh')} starts afresh."


say_time = time_of_day
"""The time of day in London of an instant: "10:42"."""


def find(desk: Desk, place: str) -> Draft | None:
    """Return what this person has begun to type at that place; None if there is nothing that can be read."""
    row = next((each for each in views.drafts(desk.store, desk.recorder) if each.place == place), None)
    if row is None:
        return None
    try:
        kept = json.loads(row.body)
    except ValueError:
        return None
    if not isinstance(kept, dict):
        return None
    values = {str(name): _value(value) for name, value in kept.items()}
    day = local_day(row.saved_at)
    when = say_time(row.saved_at)
    return Draft(values, when if day == desk.today else f"{say_short(day)} {when}")


def keep(desk: Desk, place: str, values: Mapping[str, Value]) -> str:
    """Keep what stands in the fields; return the time of day. Raises StoreError."""
    at = desk.clock.now()
    with desk.store.writing(desk.recorder, at) as writer:
        writer.save_draft(desk.recorder, place, json.dumps(dict(values)), at)
    return say_time(at)


def drop(desk: Desk, place: str) -> None:
    """Forget what was typed at that place, if it is still there. Raises StoreError."""
    if not any(each.place == place for each in views.drafts(desk.store, desk.recorder)):
        return
    with desk.store.writing(desk.recorder, desk.clock.now()) as writer:
        writer.drop_draft(desk.recorder, place)


def _value(value: object) -> Value:
    return tuple(str(each) for each in value) if isinstance(value, list) else str(value)
