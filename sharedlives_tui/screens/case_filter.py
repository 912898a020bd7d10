"""What the list of cases shows: the choices of a person, in words, as they are asked for and as they are remembered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from sharedlives_tui.cleaning import clean_line
from sharedlives_tui.desk import Desk
from sharedlives_tui.store.basics import LISTED_STATES, person_number
from sharedlives_tui.store.cases import Wanted
from sharedlives_tui.store.performance import Fell
from sharedlives_tui.themes import LOOKS
from sharedlives_tui.typed_dates import say_day, say_short

TEAM, MINE, NOBODYS = "the whole team's", "mine", "nobody's"
WHOSE = (TEAM, MINE, NOBODYS)
ANY_STATE = "all"
STATES = {"open": "open", "closed": "closed"} | {state: LOOKS[state].heading.lower() for state in LISTED_STATES}
"""What a case can be chosen by, with the words for it."""
DAYS = ("opened_from", "opened_to", "closed_from", "closed_to")
FELL = ("fell_from", "fell_to")
OWN = "own target"
LONGEST = 200


class CaseFilter(NamedTuple):
    """What somebody chose to see; what is empty narrows nothing. Days are ISO text."""

    words: str = ""
    kind: str = ""
    stage: str = ""
    state: str = ""
    """A key of STATES."""
    whose: str = TEAM
    owner: str = ""
    """A person's id, `P-12`: instead of `whose`."""
    opened_from: str = ""
    opened_to: str = ""
    closed_from: str = ""
    closed_to: str = ""
    step: str = ""
    """The id of a step: only cases of which a limit of it fell between the two days that follow."""
    fell_from: str = ""
    fell_to: str = ""
    target: str = ""
    """OWN for the office's own target of that step; empty for what binds it."""

    def wanted(self, desk: Desk) -> Wanted:
        """Return what the store is asked for."""
        mine = desk.viewer.person_id if self.whose == MINE else None
        days = {name: date.fromisoformat(text) if (text := getattr(self, name)) else None for name in DAYS}
        return Wanted(
            self.words,
            self.kind,
            self.stage,
            status=self.state if self.state in ("open", "closed") else "",
            state=self.state if self.state in LISTED_STATES else "",
            owner=person_number(self.owner) if self.owner else mine,
            unowned=not self.owner and self.whose == NOBODYS,
            fell=self._fell(),
            **days,
        )

    def _fell(self) -> Fell | None:
        if not (self.step and self.fell_from and self.fell_to):
            return None
        first, last = (date.fromisoformat(getattr(self, name)) for name in FELL)
        return Fell(self.step, self.target != OWN, first, last)

    def said(self, owner_name: str, stage_name: str, step_name: str = "") -> str:
        """Return the choices in words, without the kind: "‘kow’, overdue, mine, received from Mon 2 Nov"."""
        found = [f"‘{self.words}’"] if self.words else []
        if self._fell() is not None:
            own = f" ({OWN})" if self.target else ""
            first, last = (
                say_day(date.fromisoformat(each)).partition(" ")[2] for each in (self.fell_from, self.fell_to)
            )
            found.append(f"{step_name or self.step}{own}, due {first} to {last}")
        found += [stage_name] if self.stage else []
        found += [STATES[self.state]] if self.state else []
        found += [f"owner {owner_name}"] if self.owner else [self.whose] if self.whose != TEAM else []
        for name, verb in (("opened", "received"), ("closed", "closed")):
            first, last = (getattr(self, f"{name}_{end}") for end in ("from", "to"))
            found += [f"{verb}{_span(first, last)}"] if first or last else []
        return ", ".join(found)

    def of_kind(self, kind: str) -> CaseFilter:
        """Return the same choices for another kind of case; a stage and a step belong to one kind."""
        return self._replace(kind=kind, stage="", step="", fell_from="", fell_to="", target="")

    def remembered(self) -> dict[str, str]:
        """Return what is written down for the next time."""
        plain = CaseFilter()
        return {name: value for name, value in self._asdict().items() if value != getattr(plain, name)}

    @classmethod
    def recalled(cls, remembered: Mapping[str, object]) -> CaseFilter:
        """Return what was written down, as far as it can still be used: anybody may have changed the file."""
        known = {name: value for name, value in remembered.items() if name in cls._fields and isinstance(value, str)}
        for name in (*DAYS, *FELL):
            if known.get(name):
                known[name] = _day(known[name])
        if known.get("state", "") not in STATES:
            known.pop("state", None)
        if known.get("whose", TEAM) not in WHOSE:
            known.pop("whose")
        if known.get("owner") and person_number(known["owner"]) is None:
            known.pop("owner")
        return cls(**{name: clean_line(value, LONGEST) for name, value in known.items()})


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""


def _span(first: str, last: str) -> str:
    words = f" from {say_short(date.fromisoformat(first))}" if first else ""
    return words + (f" until {say_short(date.fromisoformat(last))}" if last else "")
