"""The door for the dated entries on a person: a carer's approval, terms and number (DA-21, DA-22, DA-42).

One call is one transaction. An entry is never changed: a correction strikes it with a reason, and puts another in its
place. They are for people of the office alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from sharedlives_tui import allowed, intake, on_behalf
from sharedlives_tui.approval import Approval, changes, new_problems, standing_on, why_not_terms
from sharedlives_tui.approval_grounds import case_named, stands_in, why_not_case, why_not_lowered
from sharedlives_tui.audit import keeps_refusals
from sharedlives_tui.casefile import CaseFile, body_of, entry_of
from sharedlives_tui.casework_checks import late_entry
from sharedlives_tui.cleaning import clean_text
from sharedlives_tui.desk import Desk
from sharedlives_tui.doing import doer, done_on_day, may_write, names_in, people_named, refuse_if
from sharedlives_tui.facts import Entry, Value
from sharedlives_tui.names import in_one_line
from sharedlives_tui.office import find_person
from sharedlives_tui.procedures import Field
from sharedlives_tui.record_kinds import NUMBER, TERMS, Kind, asked, fields_of
from sharedlives_tui.requests import Problem, Refused, Warned
from sharedlives_tui.store import register, views
from sharedlives_tui.store.person_entries import person_entries, strike_reasons
from sharedlives_tui.store.reads import Reads
from sharedlives_tui.store.rows import person_number
from sharedlives_tui.typed_dates import say_day

if TYPE_CHECKING:
    from sharedlives_tui.store.writer import Writer


@dataclass(frozen=True)
class RecordView:
    """An entry on a person as it is shown: whoever may see it, names instead of numbers."""

    id: int
    kind: str
    name: str
    done_on: date
    done_by: str
    recorded_at: datetime
    recorded_by: str
    values: Mapping[str, Value]
    shown: tuple[tuple[str, str], ...]
    """The same in words: label and value, in the order in which it is asked."""
    struck: bool = False
    struck_reason: str = ""
    replaces: int | None = None
    disposed: bool = False


@dataclass(frozen=True)
class PersonRecorded:
    """What recording did: whose page, the entry (None where one was only struck), what to look at."""

    person: str
    entry: int | None
    warnings: tuple[Warned, ...] = ()


def may_see(desk: Desk) -> bool:
    """Return whether whoever sits at the desk may see entries on people: people of the office whose role does."""
    return allowed.may(desk, "records")


def why_not_seen(desk: Desk) -> str:
    """Return why they may not: who may, for somebody of the office; what a guest can do."""
    if desk.viewer.known:
        return allowed.why_not(desk, "records")
    return f"What is on file of an approval is for people of the office. {desk.guest_words}"


def kinds(desk: Desk) -> tuple[Kind, ...]:
    """Every kind of entry, with its fields, in the order in which they come about."""
    return desk.library.record_kinds.kinds


def records_of(desk: Desk, person: str) -> list[RecordView]:
    """The entries on a person, the newest day first. Raises Refused for a guest, and for nobody of that name."""
    number = _number(desk, person)
    with desk.store.reading():
        rows = person_entries(desk.store, number)
        reasons = strike_reasons(desk.store, number)
        found = [
            replace(_view(desk, entry_of(row)), struck_reason=reasons.get(row.number or 0, ""), disposed=row.disposed)
            for row in rows
        ]
    return sorted(found, key=lambda each: (each.done_on, each.id), reverse=True)


def approval_on(desk: Desk, person: str, day: date | None = None) -> Approval:
    """The approval as it stands on a day, today if none is given. Raises Refused as `records_of` does."""
    return standing_on(_entries(desk.store, _number(desk, person)), day or desk.today)


@keeps_refusals("record on a person")
def record_person(
    desk: Desk,
    person: str,
    kind: str,
    values: Mapping[str, Value],
    on: date | None = None,
    by: str = "",
    *,
    draft: str = "",
) -> PersonRecorded:
    """Add a dated entry on a person. Raises Refused, and the errors of the store.

    `draft` is the place of the draft that it was typed in: it is put away with it.
    """
    may_write(desk)
    day, known, number = done_on_day(desk, on), _kind(desk, kind), _number(desk, person)
    with desk.store.writing(desk.recorder, desk.clock.now()) as writer:
        did = doer(desk, writer, by)
        before = _entries(writer, number)
        entry, file, problems = _taken(desk, writer, known, number, values, day, did)
        if known.decides and did != desk.recorder:
            problems += on_behalf.missing(entry.values, known.rules[0] if known.rules else "")
        refuse_if([*problems, *_why_not(desk, writer, known, before, before, entry, file)])
        _append(writer, number, entry)
        if draft:
            writer.drop_draft(desk.recorder, draft)
    return PersonRecorded(f"P-{number}", entry.number, _warnings(desk, known, entry))


@keeps_refusals("correct an entry on a person")
def correct_person(
    desk: Desk,
    person: str,
    entry: int,
    reason: str,
    on: date | None = None,
    values: Mapping[str, Value] | None = None,
    *,
    draft: str = "",
) -> PersonRecorded:
    """Strike an entry with a reason and, where a new day or values are given, put another in its place.

    `draft` as in `record_person`. Raises Refused, and the errors of the store.
    """
    may_write(desk)
    number = _number(desk, person)
    with desk.store.writing(desk.recorder, desk.clock.now()) as writer:
        before = _entries(writer, number)
        old = next((each for each in before if each.number == entry), None)
        refuse_if(_why_not_struck(old, entry, reason))
        assert old is not None  # noqa: S101 - refused above
        if old.text("case") and case_named(desk, writer, old.text("case")) is None:
            words = "This entry rests on what is closed to you. Ask somebody else of the office to correct it."
            raise Refused(Problem("entry", "CC-19", words))
        left = [replace(each, struck=True) if each.number == entry else each for each in before]
        if draft:
            writer.drop_draft(desk.recorder, draft)
        if on is None and values is None:
            refuse_if(new_problems(before, left))
            writer.strike_person_entry(number, entry, reason)
            return PersonRecorded(f"P-{number}", None)
        known, day = _kind(desk, old.act), done_on_day(desk, on or old.done_on)
        given = _corrected(known, old.values, values or {})
        new, file, problems = _taken(desk, writer, known, number, given, day, old.done_by)
        new = replace(new, replaces=entry)
        refuse_if([*problems, *_why_not(desk, writer, known, before, left, new, file)])
        writer.strike_person_entry(number, entry, reason)
        _append(writer, number, new)
    return PersonRecorded(f"P-{number}", new.number, _warnings(desk, known, new))


# -- reading ------------------------------------------------------------------------------------------------------


def _number(desk: Desk, person: str) -> int:
    """Whose page it is. Raises Refused for a guest, and for nobody of that name."""
    if not may_see(desk):
        raise Refused(Problem("as", "DA-21", why_not_seen(desk)))
    number = person_number(find_person(desk, person))
    assert number is not None  # noqa: S101 - find_person gives an id
    return number


def _entries(reads: Reads, number: int) -> list[Entry]:
    return [entry_of(row) for row in person_entries(reads, number)]


def _view(desk: Desk, entry: Entry) -> RecordView:
    kind = desk.library.record_kinds.by_id.get(entry.act)
    names = names_in(desk.store, entry)
    fields = {each.id: each for each in fields_of(kind)} if kind is not None else {}
    closed = {
        name
        for name, field in fields.items()
        if field.kind == "reference"
        and entry.text(name)
        and views.case_by_ref(desk.store, desk.viewer, entry.text(name)) is None
    }
    ordered = {name: entry.values[name] for name in (*fields, *entry.values) if name in entry.values}
    values = {name: _named(value, names) for name, value in ordered.items() if name not in closed}
    return RecordView(
        id=entry.number,
        kind=entry.act,
        name=kind.name if kind is not None else entry.act,
        done_on=entry.done_on,
        done_by=names.get(entry.done_by, entry.done_by),
        recorded_at=entry.recorded_at,
        recorded_by=names.get(entry.recorded_by, entry.recorded_by),
        values=values,
        shown=tuple(_in_words(fields.get(name), name, entry, value) for name, value in values.items()),
        struck=entry.struck,
        replaces=entry.replaces,
    )


def _in_words(field: Field | None, name: str, entry: Entry, value: Value) -> tuple[str, str]:
    day = entry.day(name) if field is not None and field.kind == "date" else None
    words = say_day(day) if day is not None else value if isinstance(value, str) else in_one_line(value)
    return (name if field is None else field.label), words


def _named(value: Value, names: Mapping[str, str]) -> Value:
    return names.get(value, value) if isinstance(value, str) else tuple(names.get(each, each) for each in value)


# -- writing ------------------------------------------------------------------------------------------------------


def _kind(desk: Desk, kind: str) -> Kind:
    known = desk.library.record_kinds
    wanted = kind.strip().lower()
    found = known.by_id.get(wanted) or next((each for each in known.kinds if each.name.lower() == wanted), None)
    if found is None:
        words = f"There is no kind of entry '{kind}'. There are: {', '.join(known.by_id)}."
        raise Refused(Problem("kind", "DA-21", words))
    return found


def _taken(
    desk: Desk, writer: Writer, kind: Kind, number: int, given: Mapping[str, Value], day: date, doer: str
) -> tuple[Entry, CaseFile | None, list[Problem]]:
    """The entry that the facts make, the case that it names, and what is wrong with the facts themselves."""
    around = intake.Surroundings(
        today=desk.today, calendar=desk.calendar, find=lambda text: people_named(desk, writer, text), on=day
    )
    first = intake.take(fields_of(kind), given, around, required=False)
    taken = intake.take(fields_of(kind), given, replace(around, asked=lambda field: asked(field, first.values)))
    values = dict(taken.values)
    ref = str(values.get("case", ""))
    file = case_named(desk, writer, ref)
    problems = [*taken.problems, *_nothing_said(kind, values), *(why_not_case(ref, file, f"P-{number}") if ref else ())]
    for each in fields_of(kind):
        if each.id in values and not asked(each, values):
            problems.append(Problem(each.id, "", f"{each.label}: this is not asked here. Leave it out."))
    if file is not None:
        values["case"] = file.row.ref
    entry = Entry(
        number=writer.next_person_entry(number),
        act=kind.id,
        done_on=day,
        recorded_at=desk.clock.now(),
        done_by=doer,
        recorded_by=desk.recorder,
        key=f"P-{number}",
        values=values,
    )
    return entry, file, problems


def _nothing_said(kind: Kind, values: Mapping[str, Value]) -> list[Problem]:
    """Why an entry says nothing: each of its fields may be left out, but not all of them."""
    said = [value for name, value in values.items() if name not in (on_behalf.HOW, on_behalf.WORDS)]
    return [] if any(said) else [Problem(kind.fields[0].id, "", "Fill in at least one of these.")]


def _corrected(kind: Kind, old: Mapping[str, Value], new: Mapping[str, Value]) -> dict[str, Value]:
    """What was written with what takes its place; without what is then not asked for any more."""
    both = dict(old) | dict(new)
    gone = {each.id for each in fields_of(kind) if each.id not in new and not asked(each, both)}
    return {name: value for name, value in both.items() if name not in gone}


def _why_not(
    desk: Desk,
    reads: Reads,
    kind: Kind,
    before: Sequence[Entry],
    left: Sequence[Entry],
    new: Entry,
    file: CaseFile | None,
) -> list[Problem]:
    """Why an entry cannot be added to those that are left; empty if it can."""
    found = _why_not_doer(desk, reads, kind, new, file)
    after = [*left, new]
    found += new_problems(before, after)
    change = next((each for each in changes(after) if each.entry is new), None)
    if change is not None and change.number == 0:
        field = "new_number" if kind.id == NUMBER else "number"
        found.append(Problem(field, "DA-42", "For nobody at all it is no approval: record the decision that ends it."))
    if change is not None and change.lowers and file is not None:
        found += why_not_lowered(desk, file, change)
    if kind.id == TERMS:
        found += why_not_terms(left, new)
    return found


def _why_not_doer(desk: Desk, reads: Reads, kind: Kind, new: Entry, file: CaseFile | None) -> list[Problem]:
    """Why this is not theirs to decide (DA-22): another office decides, or it is about themselves."""
    if not kind.decides:
        return []
    if new.done_by == new.key:
        return [Problem("by", "DA-22", "Nobody decides on their own approval. Record who decided it in their place.")]
    held = register.roles_on(reads, new.done_by, new.done_on)
    if desk.library.roles.may_act_as(held, kind.decides) or stands_in(file, new.done_by, kind.decides):
        return []
    words = f"{kind.name}: this is decided by the {in_one_line(kind.decides)}, or by whom the named case has in their"
    return [Problem("by", "DA-22", f"{words} place. Record it as done by them.")]


def _why_not_struck(old: Entry | None, number: int, reason: str) -> list[Problem]:
    if old is None:
        return [Problem("entry", "", f"There is no entry {number} on this person. See their page for the entries.")]
    if old.struck:
        return [Problem("entry", "", f"Entry {number} is struck already. Correct the one that stands.")]
    if not clean_text(reason).strip():
        return [Problem("reason", "DY-08", "Say why it is corrected.")]
    return []


def _append(writer: Writer, number: int, entry: Entry) -> None:
    writer.add_person_entry(number, entry.act, entry.done_on, entry.done_by, body_of(entry, {}))


def _warnings(desk: Desk, kind: Kind, entry: Entry) -> tuple[Warned, ...]:
    found = late_entry(desk, entry)
    held = register.roles_on(desk.store, entry.done_by, entry.done_on)
    if kind.who and not desk.library.roles.may_act_as(held, kind.who):
        words = f"{kind.name}: normally done by the {in_one_line(kind.who)}. It is recorded as it was done."
        found += (Warned(kind.rule, kind.id, words),)
    return found
