"""A carer's approval as it stands on a day, worked out from the dated entries on the person (DA-21, DA-42). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sharedlives_tui.facts import Entry
from sharedlives_tui.record_kinds import APPROVAL, NUMBER, TERMS
from sharedlives_tui.requests import Problem
from sharedlives_tui.typed_dates import say_day


@dataclass(frozen=True)
class Approval:
    """The approval on a day. `number` is how many people the carer may support; None where none is said."""

    status: str
    """`approved`, `ended` or `none`."""
    since: date | None = None
    """The day from which they are approved, or from which the approval has ended."""
    number: int | None = None
    terms: str = ""
    terms_from: date | None = None
    coming: tuple[date, ...] = ()
    """The days after this one from which something of it changes."""

    @property
    def words(self) -> str:
        """The approval in one line."""
        if self.status == "none" or self.since is None:
            return "No approval on file"
        if self.status == "ended":
            return f"Approval ended from {say_day(self.since)}"
        number = "" if self.number is None else f" for {self.number} {'person' if self.number == 1 else 'people'}"
        return f"Approved{number}, since {say_day(self.since)}"


@dataclass(frozen=True)
class Change:
    """An entry that changes the approval or its number, with what stood before it."""

    entry: Entry
    on: date
    decision: str
    """approved, continued, decreased or ended; `number` for the number alone."""
    number: int | None
    approved_before: bool
    number_before: int | None

    @property
    def lowers(self) -> bool:
        """Whether it takes people from the number, or ends the approval: then a decided case is needed (DA-42)."""
        if not self.approved_before:
            return False
        fewer = self.number is not None and self.number_before is not None and self.number < self.number_before
        return self.decision in ("decreased", "ended") or fewer


def changes(entries: Iterable[Entry]) -> list[Change]:
    """The changes of the approval in the order of the days from which they hold; what was struck is left out."""
    found: list[Change] = []
    approved, number = False, None
    for entry, start in _by_start(entries, (APPROVAL, NUMBER)):
        decision = entry.text("decision") if entry.act == APPROVAL else "number"
        text = entry.text("number" if entry.act == APPROVAL else "new_number")
        now = int(text) if text else None
        found.append(Change(entry, start, decision, now, approved, number))
        if decision == "ended":
            approved, number = False, None
        else:
            approved = approved or decision == "approved"
            number = now if now is not None else number
    return found


def standing_on(entries: Sequence[Entry], day: date) -> Approval:
    """The approval on a day, as it is known now."""
    status, since, number = "none", None, None
    listed = changes(entries)
    for each in listed:
        if each.on > day:
            break
        if each.decision == "ended":
            status, since, number = "ended", each.on, None
            continue
        if status != "approved" and each.decision != "number":
            status, since = "approved", each.on
        number = each.number if each.number is not None else number
    terms = list(_by_start(entries, (TERMS,)))
    held = [each for each in terms if each[1] <= day]
    coming = {each.on for each in listed if each.on > day} | {start for _, start in terms if start > day}
    entry, start = held[-1] if held and status == "approved" else (None, None)
    words = entry.text("terms") if entry is not None else ""
    return Approval(status, since, number if status == "approved" else None, words, start, tuple(sorted(coming)))


def new_problems(before: Sequence[Entry], after: Sequence[Entry]) -> list[Problem]:
    """What is wrong with the entries after a change of them that was not wrong before (DA-21, DA-42)."""
    known = {(number, problem.words) for number, problem in _problems(before)}
    return [problem for number, problem in _problems(after) if (number, problem.words) not in known]


def why_not_terms(entries: Sequence[Entry], candidate: Entry) -> list[Problem]:
    """Why terms cannot begin as entered: a change is confirmed in writing on an earlier day than it begins (DA-42)."""
    start, told = candidate.day("from"), candidate.day("confirmed_on")
    if start is None or told is None:
        return []
    first = not any(day <= start for _, day in _by_start(entries, (TERMS,)))
    if told < start or (first and told == start):
        return []
    words = f"The carer has the letter on {say_day(told)} and the change holds from {say_day(start)}. A change of terms"
    return [Problem("from", "DA-42", f"{words} begins on a later day than its letter: give a later day, and tell it.")]


def _by_start(entries: Iterable[Entry], kinds: Sequence[str]) -> Iterator[tuple[Entry, date]]:
    dated = [(entry, entry.day("from")) for entry in entries if entry.act in kinds and not entry.struck]
    known = [(entry, start) for entry, start in dated if start is not None]  # disposed of: its days are gone
    yield from sorted(known, key=lambda each: (each[1], each[0].done_on, each[0].number))


def _problems(entries: Sequence[Entry]) -> Iterator[tuple[int, Problem]]:
    for each in changes(entries):
        day, field = say_day(each.on), "number" if each.entry.act == APPROVAL else "new_number"
        if each.decision == "approved" and each.approved_before:
            words = f"On {day} they are approved already. Say 'continued' or 'decreased', or record the number alone."
            yield each.entry.number, Problem("decision", "DA-21", words)
        elif each.decision != "approved" and not each.approved_before:
            words = f"On {day} there is no approval on file to change. Record first the decision that approved them."
            yield each.entry.number, Problem("from", "DA-21", words)
        elif each.lowers and not each.entry.text("case"):
            what = "The approval ends" if each.decision == "ended" else "The number goes down"
            words = f"{what} on {day}: name the decided case on which that rests, like DA-0012."
            yield each.entry.number, Problem("case", "DA-42", words)
        elif each.decision == "decreased" and (each.number or 0) >= (each.number_before or 0):
            words = f"On {day} they may support {each.number_before}: a decreased approval has a lower number."
            yield each.entry.number, Problem(field, "DA-42", words)
