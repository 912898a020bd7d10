"""The one door for writes to cases: open, record, correct, attach. One call, one transaction, one journal entry.

Every function checks the request against the procedure and raises `Refused` with one problem a reason; nothing is
written then. What it writes is the entry, and the rows that lists read, computed anew from all entries.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sharedlives_tui import attention, independence, intake
from sharedlives_tui.calendar_history import calendar_revisions
from sharedlives_tui.casefile import CaseFile, NoSuchCase, body_of, load, names_of
from sharedlives_tui.caserows import limit_rows, save_rows
from sharedlives_tui.cleaning import clean_text
from sharedlives_tui.desk import Desk
from sharedlives_tui.facts import Entry, Line, Party, Value
from sharedlives_tui.letters.facts import letter_facts
from sharedlives_tui.letters.rendering import render
from sharedlives_tui.letters.ticks import ticks, ticks_from
from sharedlives_tui.limits import Due
from sharedlives_tui.procedures import Act, Field
from sharedlives_tui.progress import Instance, Progress, instance_for, replay
from sharedlives_tui.recipients import recipients
from sharedlives_tui.requests import (
    Attach,
    Correct,
    Corrected,
    Moved,
    OpenCase,
    Problem,
    Record,
    Recorded,
    Refused,
    Warned,
)
from sharedlives_tui.settings import contact_list
from sharedlives_tui.store import Conflict, register, views
from sharedlives_tui.store.reads import Reads
from sharedlives_tui.store.rows import CaseRow
from sharedlives_tui.typed_dates import say_day

if TYPE_CHECKING:
    from sharedlives_tui.store.writer import Writer

READERS = frozenset({"inspector"})
"""Roles that may read and never write."""


@dataclass(frozen=True)
class _Doing:
    """One act being recorded: who types, who did it, when."""

    desk: Desk
    writer: Writer
    act: Act
    on: date
    at: datetime
    by: str


def open_case(desk: Desk, request: OpenCase) -> Recorded:
    """Open a case with its first entry. Raises Refused, and the errors of the store."""
    _may_write(desk)
    on = _done_on(desk, request.on)
    version = desk.library.in_force(request.kind, on)
    if version is None:
        known = ", ".join(desk.library.kinds())
        raise Refused(Problem("kind", "", f"There is no procedure '{request.kind}'. There are: {known}."))
    procedure = version.procedure
    with desk.store.writing(desk.recorder, desk.clock.now()) as writer:
        by = _doer(desk, writer, request.by)
        doing = _Doing(desk, writer, procedure.opening, on, desk.clock.now(), by)
        revisions = calendar_revisions(writer, desk.office.nation)
        empty = replay(procedure, [], revisions)
        taken = _take(doing, empty, request.values)
        candidate = _candidate(doing, empty, 1, taken, None)
        _refuse_if([*taken.problems, *_gates(empty, doing.act, candidate, None)])
        control = procedure.control
        writer.put_procedure(
            version.procedure.digest,
            procedure.id,
            control.in_force,
            version.file_name,
            version.text,
            version.shared,
        )
        case_id, ref = writer.new_case(procedure.prefix, procedure.id, procedure.digest, on)
        entry = _with_people(doing, candidate, taken)
        _append(doing, case_id, entry, {}, request.request_id)
        row = CaseRow(case_id, ref, procedure.id, procedure.digest, on, writer.case_version(case_id))
        progress = replay(procedure, [entry], revisions)
        version_now = save_rows(writer, row, progress)
    return Recorded(
        ref,
        entry.number,
        version_now,
        opened=tuple(each.name for each in progress.instances if each.open),
        ended=tuple(each.name for each in progress.instances if not each.open and each.act is not procedure.opening),
        warnings=tuple(attention.warnings(progress, desk.today)) + _late_entry(desk, entry),
    )


def record(desk: Desk, request: Record) -> Recorded:
    """Record a step or an action of a case. Raises NoSuchCase, Refused, Conflict and the errors of the store."""
    _may_write(desk)
    on = _done_on(desk, request.on)
    with desk.store.writing(desk.recorder, desk.clock.now()) as writer:
        file = _case(desk, writer, request.ref, request.version)
        act, key = _act(file, writer, request.act)
        doing = _Doing(desk, writer, act, on, desk.clock.now(), _doer(desk, writer, request.by))
        before = file.as_of(on)
        taken = _take(doing, before, request.values)
        number = writer.next_number(file.row.id)
        candidate = _candidate(doing, before, number, taken, key)
        candidate = _completed(doing, file, candidate)
        instance = instance_for(before, candidate) if act.kind == "step" else None
        _refuse_if(_why_not(doing, file, before, candidate, instance, taken.problems))
        entry = _with_people(doing, candidate, taken)
        entry, letter = _letter(doing, file, before, entry, instance, request)
        after = file.with_entries([*file.entries, entry])
        if entry.number in after.outside:
            raise Refused(Problem("", _rule(act), _outside_words(act, after.outside[entry.number])))
        _append(doing, file.row.id, entry, letter, request.request_id)
        entries = [*file.entries, entry]
        entries = _undo_closing(doing, file, entries)
        after = file.with_entries(entries)
        _links(doing, file, entry)
        version = save_rows(writer, file.row, after)
    return _recorded(desk, file, after, entry, version, doing)


def correct(desk: Desk, request: Correct) -> Corrected:
    """Strike an entry and, where a new day or values are given, record another in its place (DY-08).

    Later entries that fall outside because of it stand, marked so. With `preview` nothing is written.
    """
    _may_write(desk)
    with desk.store.writing(desk.recorder, desk.clock.now()) as writer:
        file = _case(desk, writer, request.ref, request.version)
        old = next((each for each in file.entries if each.number == request.entry), None)
        _refuse_if(_why_not_corrected(old, request, file))
        assert old is not None  # noqa: S101 - refused above
        struck = [replace(each, struck=True) if each.number == old.number else each for each in file.entries]
        new = None
        if request.on is not None or request.values is not None:
            new = _replacement(desk, writer, file, old, request)
        entries = struck if new is None else [*struck, new]
        after = file.with_entries(entries)
        if new is not None and new.number in after.outside:
            raise Refused(Problem("on", "DY-08", f"The corrected entry would not fit: {after.outside[new.number]}."))
        moved = moves(file.row.ref, file.progress, after)
        outside = tuple(number for number in after.outside if number not in file.progress.outside)
        if request.preview:
            return Corrected(file.row.ref, None, file.row.version, moved, outside)
        at = desk.clock.now()
        _strike(desk, writer, file.row.id, old.number, request.reason, at)
        if new is not None:
            row = next(each for each in file.rows if each.number == old.number and each.kind == "entry")
            kept = {name: row.body[name] for name in ("letter", "written_elsewhere") if name in row.body}
            act = file.procedure.by_id[new.act]
            _append(_Doing(desk, writer, act, new.done_on, at, new.done_by), file.row.id, new, kept, "")
        version = save_rows(writer, file.row, after)
    return Corrected(file.row.ref, None if new is None else new.number, version, moved, outside)


def attach(desk: Desk, request: Attach) -> int:
    """Keep a paper with a case, or with one of its entries; returns its number. At most 10 MB."""
    _may_write(desk)
    with desk.store.writing(desk.recorder, desk.clock.now()) as writer:
        file = _case(desk, writer, request.ref, None)
        if request.entry is not None and not any(each.number == request.entry for each in file.entries):
            raise Refused(Problem("entry", "", f"{file.row.ref} has no entry {request.entry}. See the case for them."))
        if not request.content:
            raise Refused(Problem("file", "", "The file is empty. Choose another."))
        number: int = writer.add_attachment(
            file.row.id,
            name=request.name,
            content=request.content,
            number=request.entry,
            confidential=request.confidential,
        )
        return number


def moves(ref: str, before: Progress, after: Progress) -> tuple[Moved, ...]:
    """The limits that differ between two states of a case: moved, new or gone, by instance."""
    found = []
    old = {each.name: before.due(each) for each in before.instances}
    new = {each.name: after.due(each) for each in after.instances}
    for name in dict.fromkeys([*old, *new]):
        first, second = _day(old.get(name)), _day(new.get(name))
        if first != second:
            due = new.get(name)
            found.append(Moved(ref, name, first, second, due.moved[-1] if due is not None and due.moved else ""))
    return tuple(found)


def check(desk: Desk) -> list[str]:
    """Everything that is not as it should be, in words: the file, the journal's chain, each cached limit."""
    found: list[str] = list(desk.store.check_file()) + list(desk.store.verify_journal())
    for row in views.all_cases(desk.store):
        file = load(desk.store, desk.library, desk.office.nation, row)
        kept = {each.instance: each for each in views.limits_of(desk.store, row.id)}
        computed = {each.instance: each for each in limit_rows(file.progress)}
        if kept != computed:
            names = sorted(name for name in {*kept, *computed} if kept.get(name) != computed.get(name))
            found.append(f"{row.ref}: the limits kept for the lists differ from the entries: {', '.join(names)}")
        if (row.stage, row.status) != (file.progress.stage, file.progress.status):
            found.append(f"{row.ref}: the list says {row.stage}, {row.status}; the entries say otherwise")
    return found


# -- checks ------------------------------------------------------------------------------------------------------


def _may_write(desk: Desk) -> None:
    desk.must_be_writable()
    if desk.viewer.roles and desk.viewer.roles <= READERS:
        raise Refused(Problem("", "", "You can read everything here and record nothing. Ask somebody of the office."))


def _done_on(desk: Desk, on: date | None) -> date:
    day = on or desk.today
    if day > desk.today:
        raise Refused(Problem("on", "DY-07", f"{say_day(day)} has not come yet. Record it when it is done."))
    if day.year < 2000:
        raise Refused(Problem("on", "DY-01", "The office counts days from the year 2000 on. Check the year."))
    return day


def _doer(desk: Desk, writer: Writer, by: str) -> str:
    if not by:
        return desk.recorder
    found = people_named(writer, by)
    if not found:
        raise Refused(Problem("by", "", f"There is nobody called {by} in the office's list. Add them first."))
    if len(found) > 1:
        raise Refused(Problem("by", "", f"Several people are called {by}. Give the number: {', '.join(found)}."))
    return found[0]


def people_named(reads: Reads, text: str) -> list[str]:
    """The ids of all people of this id (P-12) or exact name."""
    text = text.strip()
    if text.upper().startswith("P-") and text[2:].isdigit():
        return [f"P-{number}" for number in register.names(reads, [int(text[2:])])]
    return [f"P-{number}" for number in register.exact(reads, text)]


def _case(desk: Desk, writer: Writer, ref: str, version: int | None) -> CaseFile:
    row = views.case_by_ref(writer, desk.viewer, ref)
    if row is None:
        raise NoSuchCase(ref)
    file = load(writer, desk.library, desk.office.nation, row)
    if version is not None and version != row.version:
        raise Conflict(row.ref, version, row.version)
    return file


def _act(file: CaseFile, writer: Writer, text: str) -> tuple[Act, str | None]:
    """The act and the party or line that `x`, `x@party`, `x.2` or `x@party.2` names, checked against what is open."""
    bare, _, key = text.partition("@")
    key, round_of_key = _round(key)
    bare, round_of_bare = _round(bare)
    number = round_of_key or round_of_bare
    act = file.procedure.by_id.get(bare)
    if act is None or act is file.procedure.opening:
        possible = ", ".join(each.name for each in file.progress.open_instances())
        raise Refused(
            Problem("step", "", f"There is no step '{bare}' in {file.row.ref}. Open are: {possible or 'none'}.")
        )
    if key and not key.startswith("P-") and any(each.part for each in file.progress.parties):
        found = people_named(writer, key)
        key = found[0] if len(found) == 1 else key
    if number and act.kind == "step":
        open_now = [each for each in file.progress.open_instances(bare) if not key or each.key == key]
        if open_now and all(each.round != number for each in open_now):
            raise Refused(Problem("step", "", f"Open is {open_now[0].name}, not {text}. Record that one."))
    return act, key or None


def _round(text: str) -> tuple[str, int]:
    name, dot, number = text.rpartition(".")
    return (name, int(number)) if dot and number.isdigit() else (text, 0)


def _why_not(
    doing: _Doing,
    file: CaseFile,
    before: Progress,
    candidate: Entry,
    instance: Instance | None,
    problems: Sequence[Problem],
) -> list[Problem]:
    desk, act = doing.desk, doing.act
    found = list(problems)
    if act.kind == "step" and instance is None:
        open_now = before.open_instances(act.id)
        if len(open_now) > 1:
            names = ", ".join(each.name for each in open_now)
            return [Problem("step", _rule(act), f"Say for whom: {names}.")]
        reason = file.with_entries([*file.entries, candidate]).outside.get(candidate.number, "")
        return [Problem("", _rule(act), _outside_words(act, reason or "it is not open"))]
    if act.kind == "action" and not before.holds(act.available, candidate):
        return [Problem("", _rule(act), _outside_words(act, "it is not possible as the case stands"))]
    found += _gates(before, act, candidate, instance)

    def roles_on(person: str, day: date) -> frozenset[str]:
        return register.roles_on(doing.writer, person, day)

    names = _namer(doing.writer)
    roles = desk.library.roles
    found += independence.why_not_doer(before, act, candidate.done_by, doing.on, roles, roles_on)
    found += independence.why_not_named(before, act, candidate, names, roles, roles_on)
    found += _why_not_effect(doing, file, candidate, roles_on)
    return found


def _why_not_effect(doing: _Doing, file: CaseFile, candidate: Entry, roles_on: independence.RolesOn) -> list[Problem]:
    act, progress = doing.act, file.progress
    if act.effect == "substitute":
        return independence.why_not_substitute(candidate, doing.desk.library.roles, roles_on)
    if act.effect == "extend":
        return _why_not_extend(doing, progress, candidate)
    if act.effect == "waive":
        return _why_not_waive(progress, candidate)
    if act.effect == "undo-closing" and progress.status != "closed":
        return [Problem("", "RD-05", "The case is open: there is no closing to undo.")]
    if act.effect == "link":
        other = views.case_by_ref(doing.writer, doing.desk.viewer, candidate.text("reference"))
        if other is None or other.id == file.row.id:
            return [Problem("reference", "", "There is no such other case. Check the reference, like CO-0012.")]
    return []


def _why_not_extend(doing: _Doing, progress: Progress, candidate: Entry) -> list[Problem]:
    instance, until = progress.by_name(candidate.text("of")), candidate.day("until")
    if instance is None or not instance.open:
        return [
            Problem(
                "of",
                "DY-10",
                "There is no open step of that name. Only the local response can be given time.",
            )
        ]
    if instance.limit is None or not instance.limit.extend:
        words = "This limit stands: only the local response can be given more time. Tell the person of the delay."
        return [Problem("of", "DY-10", words)]
    problems = []
    due = progress.due(instance)
    if until is not None and not progress.calendar.is_working(until):
        reason = progress.calendar.why_not(until) or "no working day"
        problems.append(Problem("until", "RD-31", f"{say_day(until)} is no working day ({reason}). Choose another."))
    if until is not None and due is not None and until <= due.due:
        problems.append(Problem("until", "RD-31", f"The new date lies after the old one, {say_day(due.due)}."))
    if due is not None and due.extended:
        held = register.roles_on(doing.writer, candidate.done_by, doing.on)
        stands_in = candidate.done_by in independence.substitutes(progress, "registered manager")
        if not stands_in and not doing.desk.library.roles.may_act_as(held, ["registered manager"]):
            problems.append(Problem("by", "RD-31", "A second extension is given by the registered manager."))
    return problems


def _why_not_waive(progress: Progress, candidate: Entry) -> list[Problem]:
    instance = progress.by_name(candidate.text("of"))
    if instance is None or not instance.open:
        return [Problem("of", "", "There is no open step of that name. See the case for its steps.")]
    if not instance.act.waivable:
        return [Problem("of", _rule(instance.act), "This step cannot be left out. Record it when it is done.")]
    return []


def _why_not_corrected(old: Entry | None, request: Correct, file: CaseFile) -> list[Problem]:
    if old is None:
        return [Problem("entry", "", f"{file.row.ref} has no entry {request.entry}. See the case for its entries.")]
    if old.struck:
        return [Problem("entry", "", f"Entry {request.entry} is struck already. Correct the one that stands.")]
    if not clean_text(request.reason).strip():
        return [Problem("reason", "DY-08", "Say why it is corrected.")]
    if old.act == file.procedure.opening.id and request.on is None and request.values is None:
        return [Problem("entry", "", "The entry that opened the case can be corrected, not struck. Close the case.")]
    return []


def _gates(progress: Progress, act: Act, candidate: Entry, instance: Instance | None) -> list[Problem]:
    return [
        Problem("", need.rule, need.words) for need in act.needs if not progress.holds(need.when, candidate, instance)
    ]


def _refuse_if(problems: Sequence[Problem]) -> None:
    if problems:
        raise Refused(*dict.fromkeys(problems))


def _rule(act: Act) -> str:
    return act.rules[0] if act.rules else ""


def _outside_words(act: Act, reason: str) -> str:
    return f"{act.name}: {reason}. See the case for what can be recorded now."


# -- building the entry ------------------------------------------------------------------------------------------


def _take(doing: _Doing, progress: Progress, given: Mapping[str, Value]) -> intake.Intake:
    around = intake.Surroundings(
        today=doing.desk.today,
        calendar=progress.calendar,
        find=lambda text: people_named(doing.writer, text),
        lines_so_far=progress.lines,
    )
    return intake.take(intake.fields_of(doing.act), given, around)


def _candidate(doing: _Doing, progress: Progress, number: int, taken: intake.Intake, key: str | None) -> Entry:
    office = doing.desk.library.roles

    def ours(line: Line) -> bool:
        held = register.roles_on(doing.writer, line.who, doing.on)
        return not line.who or any(office.is_office(role) for role in held)

    entry = Entry(
        number=number,
        act=doing.act.id,
        done_on=doing.on,
        recorded_at=doing.at,
        done_by=doing.by,
        recorded_by=doing.desk.recorder,
        key=key,
        values=taken.values,
        parties=_parties(doing, doing.act.fields, taken.values),
        lines=tuple(replace(line, ours=ours(line)) for line in taken.lines),
    )
    if doing.act.kind == "step" and key is None:
        instance = instance_for(progress, entry)
        entry = replace(entry, key=None if instance is None else instance.key)
    return entry


def _completed(doing: _Doing, file: CaseFile, candidate: Entry) -> Entry:
    """What an action leaves unsaid and the case knows: the step that is given more time."""
    if doing.act.effect == "extend" and not candidate.text("of"):
        can = [each for each in file.progress.open_instances() if each.limit is not None and each.limit.extend]
        if len(can) == 1:
            return replace(candidate, values={**candidate.values, "of": can[0].name})
    return candidate


def _parties(doing: _Doing, fields: Sequence[Field], values: Mapping[str, Value]) -> tuple[Party, ...]:
    def roles(person: str) -> frozenset[str]:
        return register.roles_on(doing.writer, person, doing.on)

    if doing.act.effect == "party":
        part = values.get("taking_part", "")
        fields = [replace(each, part=str(part)) for each in fields if each.kind == "people"]
    return intake.parties(fields, values, roles)


def _with_people(doing: _Doing, entry: Entry, taken: intake.Intake) -> Entry:
    """The entry with the people of new names added to the office's list, with the role that they have."""
    values = dict(entry.values)
    added: dict[str, str] = {}
    for name, people in taken.people.items():
        for person in people:
            if person.startswith("new:") and person not in added:
                declared = doing.act.field_by_id[name]
                added[person] = _add_person(doing, person.removeprefix("new:"), _role_of(declared, values))
        value = tuple(added.get(person, person) for person in people)
        values[name] = value if doing.act.field_by_id[name].many else (value[0] if value else "")
    if not added:
        return entry
    return replace(entry, values=values, parties=_parties(doing, doing.act.fields, values))


def _role_of(declared: Field, values: Mapping[str, Value]) -> str:
    if declared.part == "person supported":
        return "person supported"
    if declared.part == "complainant":
        return str(values.get("complainant_kind", "other"))
    return declared.roles[0] if declared.roles else "other"


def _add_person(doing: _Doing, name: str, role: str) -> str:
    number = doing.writer.add_person(name)
    if role in doing.desk.library.roles.names:
        doing.writer.add_role(number, role, doing.on)
    return f"P-{number}"


def _letter(
    doing: _Doing,
    file: CaseFile,
    before: Progress,
    entry: Entry,
    instance: Instance | None,
    request: Record,
) -> tuple[Entry, dict[str, Any]]:
    """The entry with its ticks, and the text that left. Refused while a required content is missing."""
    notice = doing.act.notice
    if notice is None:
        return entry, {}
    if not entry.text("method"):
        raise Refused(Problem("method", notice.id, f"Say how it went: {', '.join(notice.methods)}."))
    contacts = contact_list(views.settings(doing.writer))
    if request.letter is not None:
        found = ticks_from(request.has, before, doing.act, entry, instance)
    else:
        found = ticks(before, doing.act, entry, instance, contacts)
    missing = [each for each in found if each.required and not each.present]
    if missing and not request.sent_incomplete:
        raise Refused(
            *(Problem(each.id, notice.id, f"The letter lacks {each.name}. {each.missing}") for each in missing)
        )
    people = names_of(doing.writer, file) | _names(doing.writer, entry)
    to = entry.texts("to") or recipients(before, doing.act, entry, instance, people)
    entry = replace(
        entry,
        values={**entry.values, "to": tuple(to)},
        has=tuple(each.id for each in found if each.present),
        incomplete=tuple(each.id for each in missing),
    )
    if request.letter is not None:
        return entry, {"letter": clean_text(request.letter), "written_elsewhere": True}
    if notice.spoken and entry.text("method") in ("in person", "telephone"):
        return entry, {}
    facts = letter_facts(
        before,
        doing.act,
        entry,
        instance,
        people=people,
        contacts=contacts,
        ref=file.row.ref,
        office_name=doing.desk.office.name,
        sender_name=people.get(entry.done_by, entry.done_by),
        sender_role=notice.sender,
        today=entry.done_on,
        recipients=to,
        practice=doing.desk.office.practice,
    )
    return entry, {"letter": render(notice.letter, facts, own=doing.desk.library.own)}


def _replacement(desk: Desk, writer: Writer, file: CaseFile, old: Entry, request: Correct) -> Entry:
    act = file.procedure.by_id.get(old.act)
    if act is None:
        raise Refused(Problem("entry", "", "This entry belongs to no step of the procedure: it can only be struck."))
    on = _done_on(desk, request.on or old.done_on)
    doing = _Doing(desk, writer, act, on, desk.clock.now(), old.done_by)
    given = dict(old.values) | dict(request.values or {})
    taken = _take(doing, file.progress, given)
    _refuse_if(taken.problems)
    number = writer.next_number(file.row.id)
    new = _candidate(doing, file.progress, number, taken, old.key)
    new = _with_people(doing, new, taken)
    return replace(new, key=old.key, has=old.has, incomplete=old.incomplete, replaces=old.number)


# -- writing -----------------------------------------------------------------------------------------------------


def _append(doing: _Doing, case_id: int, entry: Entry, extra: Mapping[str, Any], request_id: str) -> None:
    doing.writer.append(
        kind="entry",
        recorded_by=entry.recorded_by,
        recorded_at=entry.recorded_at,
        body=body_of(entry, extra),
        case_id=case_id,
        number=entry.number,
        act=entry.act,
        key=entry.key,
        done_on=entry.done_on,
        done_by=entry.done_by,
        request_id=request_id or None,
    )


def _strike(desk: Desk, writer: Writer, case_id: int, number: int, reason: str, at: datetime) -> None:
    writer.append(
        kind="strike",
        recorded_by=desk.recorder,
        recorded_at=at,
        body={"number": number, "reason": clean_text(reason)},
        case_id=case_id,
    )


def _undo_closing(doing: _Doing, file: CaseFile, entries: list[Entry]) -> list[Entry]:
    if doing.act.effect != "undo-closing":
        return entries
    closing = file.progress.closings[-1].by
    reason = next(each for each in entries if each.number == entries[-1].number).text("reason")
    _strike(doing.desk, doing.writer, file.row.id, closing, reason, doing.at)
    return [replace(each, struck=True) if each.number == closing else each for each in entries]


def _links(doing: _Doing, file: CaseFile, entry: Entry) -> None:
    if doing.act.effect != "link":
        return
    other = views.case_by_ref(doing.writer, doing.desk.viewer, entry.text("reference"))
    if other is not None:
        words = entry.text("link_words")
        doing.writer.add_link(file.row.id, other.id, words)


def _namer(reads: Reads) -> Any:
    def name(person: str) -> str:
        found = register.names(reads, [int(person[2:])]) if person.startswith("P-") else {}
        return next(iter(found.values()), person)

    return name


def _names(reads: Reads, entry: Entry) -> dict[str, str]:
    named = [entry.done_by, entry.recorded_by]
    for value in entry.values.values():
        named += [value] if isinstance(value, str) else list(value)
    numbers = {int(each[2:]) for each in named if each.startswith("P-") and each[2:].isdigit()}
    return {f"P-{number}": name for number, name in register.names(reads, numbers).items()}


def _recorded(desk: Desk, file: CaseFile, after: Progress, entry: Entry, version: int, doing: _Doing) -> Recorded:
    was_open = {each.name for each in file.progress.instances if each.open}
    is_open = {each.name for each in after.instances if each.open}

    def roles_on(person: str, day: date) -> frozenset[str]:
        return register.roles_on(desk.store, person, day)

    warned = list(attention.warnings(after, desk.today)) + list(_late_entry(desk, entry))
    roles = desk.library.roles
    unusual = independence.unusual_doer(file.progress, doing.act, entry.done_by, entry.done_on, roles, roles_on)
    if unusual:
        warned.append(Warned(_rule(doing.act), doing.act.id, unusual))
    warned += _sent_warnings(after, doing.act, entry, _names(desk.store, entry) | names_of(desk.store, file))
    instance = after.instance_of.get(entry.number)
    ended = was_open - is_open
    if instance is not None and not instance.open:
        ended.add(instance.name)
    return Recorded(
        file.row.ref,
        entry.number,
        version,
        tuple(sorted(is_open - was_open)),
        tuple(sorted(ended)),
        tuple(warned),
    )


def _sent_warnings(after: Progress, act: Act, entry: Entry, people: Mapping[str, str]) -> list[Warned]:
    if act.notice is None:
        return []
    found = []
    expected = recipients(after, act, entry, after.instance_of.get(entry.number), people)
    missed = [name for name in expected if name not in entry.texts("to")]
    if missed and len(expected) > 1:
        found.append(Warned("CC-36", act.id, f"It did not go to {', '.join(missed)}. Each complainant gets it."))
    if entry.text("format_met").lower() not in ("", "yes"):
        words = f"It did not go in the format that the person needs: {entry.text('format_met')}"
        found.append(Warned("CC-38", act.id, words))
    return found


def _late_entry(desk: Desk, entry: Entry) -> tuple[Warned, ...]:
    days = (desk.today - entry.done_on).days
    if days <= 0:
        return ()
    unit = "day" if days == 1 else "days"
    return (Warned("DY-07", entry.act, f"Recorded {days} {unit} after it was done. Both dates are shown."),)


def _day(due: Due | None) -> date | None:
    return None if due is None else due.due
