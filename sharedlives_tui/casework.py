"""The one door for writes to cases: open, record, correct, attach. One call, one transaction, one journal entry.

Every function checks the request against the procedure and raises `Refused` with one problem a reason; nothing is
written then. What it writes is the entry, and the rows that lists read, computed anew from all entries.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from sharedlives_tui import attention, independence
from sharedlives_tui.audit import keeps_refusals
from sharedlives_tui.calendar_history import calendar_revisions
from sharedlives_tui.casefile import CaseFile, body_of, load, names_of, seen_state, viewing
from sharedlives_tui.caserows import limit_rows, save_rows
from sharedlives_tui.casework_again import refused_now, stands_otherwise
from sharedlives_tui.casework_cases import act_of, case_of, saved_before
from sharedlives_tui.casework_checks import (
    due_on_page,
    gates,
    late_entry,
    outside_words,
    promised_outside,
    sent_warnings,
    why_not,
    why_not_corrected,
    why_not_replaced,
    why_not_seen,
    why_not_shared,
    why_not_theirs,
    why_not_who,
)
from sharedlives_tui.casework_entries import (
    breach_of,
    candidate_for,
    completed,
    in_turn,
    replacement,
    take_in,
    with_letter,
    with_people,
)
from sharedlives_tui.casework_links import keep_links
from sharedlives_tui.casework_sign_off import signed_off, still_wanted, unsigned
from sharedlives_tui.casework_waits import as_begun, over, why_not_waited
from sharedlives_tui.cleaning import clean_text
from sharedlives_tui.copies import holders_of
from sharedlives_tui.desk import Desk
from sharedlives_tui.doing import Doing, doer, done_on_day, may_write, namer, names_in, refuse_if, roles_in, rule_of
from sharedlives_tui.facts import Entry
from sharedlives_tui.limits import Due
from sharedlives_tui.numbering import Numbering, numbering
from sharedlives_tui.progress import Progress, instance_for, replay
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
from sharedlives_tui.sign_off import NOT_SIGNED, SIGNED_BY, answered
from sharedlives_tui.standing import Instance
from sharedlives_tui.store import views
from sharedlives_tui.store.rows import CaseRow
from sharedlives_tui.windows import why_not_agreed, why_not_told

if TYPE_CHECKING:
    from sharedlives_tui.store.writer import Writer

_OF_A_LETTER = ("letter", "written_elsewhere", SIGNED_BY, NOT_SIGNED)
"""What a corrected entry keeps of the letter that left."""


@keeps_refusals("open a case")
def open_case(desk: Desk, request: OpenCase) -> Recorded:
    """Open a case with its first entry. Raises Refused, and the errors of the store."""
    may_write(desk, "open")
    on = done_on_day(desk, request.on)
    version = desk.library.in_force(request.kind, on)
    if version is None:
        known = ", ".join(desk.library.kinds())
        raise Refused(Problem("kind", "", f"There is no procedure '{request.kind}'. There are: {known}."))
    procedure = version.procedure
    with desk.store.writing(desk.recorder, desk.clock.now()) as writer:
        if (before := saved_before(desk, writer, request.request_id)) is not None:
            return before
        by = doer(desk, writer, request.by)
        doing = Doing(desk, writer, procedure.opening, on, desk.clock.now(), by)
        revisions = calendar_revisions(writer, desk.office.nation)
        empty = replay(procedure, [], revisions)
        taken = take_in(doing, empty, request.values)
        candidate = candidate_for(doing, empty, 1, taken, None)
        kept = [*why_not_seen(desk, procedure, by), *why_not_shared(desk, procedure, candidate)]
        who = why_not_who(desk, writer, empty, doing.act, candidate, None)
        refuse_if([*taken.problems, *gates(empty, doing.act, candidate, None), *who, *kept])
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
        entry = with_people(doing, case_id, candidate, taken)
        _append(doing, case_id, entry, {}, request.request_id, request.draft)
        row = CaseRow(case_id, ref, procedure.id, procedure.digest, on, writer.case_version(case_id))
        progress = replay(procedure, [entry], revisions)
        version_now = save_rows(writer, row, progress)
    return Recorded(
        ref,
        entry.number,
        version_now,
        opened=tuple(each.name for each in progress.instances if each.open),
        warnings=tuple(attention.warnings(progress, desk.today)) + late_entry(desk, entry),
        closed=progress.status == "closed",
    )


@keeps_refusals("record in a case")
def record(desk: Desk, request: Record) -> Recorded:
    """Record a step or an action of a case. Raises NoSuchCase, Refused, Conflict and the errors of the store."""
    may_write(desk)
    on = done_on_day(desk, request.on)
    with desk.store.writing(desk.recorder, desk.clock.now()) as writer:
        if (saved := saved_before(desk, writer, request.request_id)) is not None:
            return saved
        made = prepared(desk, writer, request, on)
        file, doing, entry = made.file, made.doing, made.entry
        letter = made.letter | signed_off(doing, file, made.before, made.letter, entry, made.instance, request)
        _append(doing, file.row.id, entry, letter, request.request_id, request.draft)
        entries = [*file.entries, entry]
        entries = _undo_closing(doing, file, entries)
        after = file.with_entries(entries)
        keep_links(desk, writer, file, entries)
        version = save_rows(writer, file.row, after)
        writer.stop_waiting(file.row.id, still_wanted(after, entry.act))
        writer.keep_answered(file.row.id, answered(file.rows, after))
    done = _recorded(desk, _as_saved(file, entries, after, version), file.progress, entry, doing)
    return replace(done, warnings=(*done.warnings, *breach_of(letter, doing.act), *unsigned(letter, doing.act)))


class Prepared(NamedTuple):
    """What is about to be recorded, with every check passed and nothing written of it yet."""

    file: CaseFile
    doing: Doing
    before: Progress
    entry: Entry
    letter: dict[str, Any]
    instance: Instance | None


def prepared(desk: Desk, writer: Writer, request: Record, on: date) -> Prepared:
    """Return the entry that a request makes, with its letter. Raises NoSuchCase, Refused, Conflict."""
    file, mine = case_of(desk, writer, request.ref, request.version, request.act if request.beside else "")
    act, key = act_of(desk, file, writer, request.act)
    doing = Doing(desk, writer, act, on, desk.clock.now(), doer(desk, writer, request.by))
    before = file.as_of(on)
    taken = take_in(doing, before, request.values, key, every=file.entries)
    number = writer.next_number(file.row.id)
    candidate = candidate_for(doing, before, number, taken, key)
    candidate = over(doing, file, before, completed(doing, file, candidate), mine)
    instance = instance_for(before, candidate) if act.kind == "step" else None
    candidate = in_turn(file, file.entries, candidate, instance)
    waited = why_not_waited(doing, file, candidate, mine)
    refuse_if([*why_not(doing, file, before, candidate, instance, taken.problems), *waited])
    entry = with_people(doing, file.row.id, candidate, taken)
    entry, letter = with_letter(doing, file, before, entry, instance, request)
    after = file.with_entries([*file.entries, entry])
    if entry.number in after.outside:
        raise Refused(Problem("", rule_of(act), outside_words(act, after.outside[entry.number])))
    if not request.sent_incomplete:  # what has left already is kept for what it is
        refuse_if([*why_not_told(after, act, entry), *why_not_agreed(before, act, entry)])
    return Prepared(file, doing, before, entry, letter, instance)


class _OnlyLooked(Exception):
    """No error: it carries the answer of a preview out of its transaction, so that nothing of it is kept."""

    def __init__(self, found: Corrected) -> None:
        self.found = found
        super().__init__("a preview")


@keeps_refusals("correct an entry")
def correct(desk: Desk, request: Correct) -> Corrected:
    """Strike an entry and, where a new day or values are given, record another in its place (DY-08).

    Later entries that fall outside because of it stand, marked so. With `preview` nothing is written.
    """
    may_write(desk)
    try:
        return _correct(desk, request)
    except _OnlyLooked as looked:
        return looked.found


def _correct(desk: Desk, request: Correct) -> Corrected:
    with desk.store.writing(desk.recorder, desk.clock.now()) as writer:
        file, mine = case_of(desk, writer, request.ref, request.version)
        seen = seen_state(writer, desk.viewer, file, file.progress)
        old = next((each for each in file.entries if each.number == mine.true(request.entry)), None)
        refuse_if(why_not_corrected(old, request, file))
        assert old is not None  # noqa: S101 - refused above
        refuse_if(why_not_theirs(desk, file, old))
        struck = [replace(each, struck=True) if each.number == old.number else each for each in file.entries]
        new = None
        if request.on is not None or request.values is not None:
            new = as_begun(file, old, replacement(desk, writer, file, old, request))
            refuse_if(why_not_replaced(desk, writer, file, old, new))
        entries = struck if new is None else [*struck, new]
        after = file.with_entries(entries)
        if new is not None and new.number in after.outside:
            raise Refused(Problem("on", "DY-08", f"The corrected entry would not fit: {after.outside[new.number]}."))
        seen_after = seen_state(writer, desk.viewer, file, after)
        moved = moves(file.row.ref, seen, seen_after)
        outside = tuple(number for number in seen_after.outside if number not in seen.outside)
        found = Corrected(file.row.ref, None, mine.version, moved, outside, holders_of(file, seen, old, new))
        found = stands_otherwise(found, seen, seen_after)
        found = replace(found, warnings=refused_now(desk, writer, file, entries, seen_after, mine))
        if request.preview:
            raise _OnlyLooked(_numbered(found, mine))
        at = desk.clock.now()
        _strike(desk, writer, file.row.id, old.number, request.reason, at)
        if new is not None:
            row = next(each for each in file.rows if each.number == old.number and each.kind == "entry")
            kept = {name: row.body[name] for name in _OF_A_LETTER if name in row.body}
            act = file.procedure.by_id[new.act]
            _append(Doing(desk, writer, act, new.done_on, at, new.done_by), file.row.id, new, kept, "")
        if request.draft:
            writer.drop_draft(desk.recorder, request.draft)
        keep_links(desk, writer, file, entries)
        version = save_rows(writer, file.row, after)
        writer.stop_waiting(file.row.id, still_wanted(after))
        writer.keep_answered(file.row.id, answered(file.rows, after))
        mine = numbering(writer, desk.viewer, _as_saved(file, entries, after, version))
    return _numbered(replace(found, entry=None if new is None else new.number, version=mine.version), mine)


def _numbered(found: Corrected, mine: Numbering) -> Corrected:
    """The answer with the numbers under which whoever corrects knows the entries."""
    return replace(
        found,
        entry=None if found.entry is None else mine.shown(found.entry),
        outside=tuple(map(mine.shown, found.outside)),
        holders=tuple(replace(each, entry=mine.shown(each.entry)) for each in found.holders),
    )


def _as_saved(file: CaseFile, entries: Sequence[Entry], after: Progress, version: int) -> CaseFile:
    return replace(file, row=replace(file.row, version=version), entries=tuple(entries), progress=after)


@keeps_refusals("keep a paper")
def attach(desk: Desk, request: Attach) -> int:
    """Keep a paper with a case, or with one of its entries; returns its number. At most 10 MB."""
    may_write(desk)
    with desk.store.writing(desk.recorder, desk.clock.now()) as writer:
        file, mine = case_of(desk, writer, request.ref, None)
        entry = None if request.entry is None else mine.true(request.entry)
        if request.entry is not None and entry is None:
            raise Refused(Problem("entry", "", f"{file.row.ref} has no entry {request.entry}. See the case for them."))
        if not request.content:
            raise Refused(Problem("file", "", "The file is empty. Choose another."))
        number: int = writer.add_attachment(
            file.row.id,
            name=request.name,
            content=request.content,
            number=entry,
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
            found.append(Moved(ref, name, first, second, due.held if due is not None else ""))
    return tuple(found)


def check(desk: Desk) -> list[str]:
    """Everything that is not as it should be, in words: the file, the journal's chain, each cached limit."""
    return [*desk.store.check_file(), *desk.store.verify_journal(), *differing_limits(desk)]


def differing_limits(desk: Desk) -> list[str]:
    """The cases whose limits, stage or status in the lists are not what follows from their entries, in words."""
    found: list[str] = []
    for row in views.all_cases(desk.store):
        file = load(desk.store, desk.library, desk.office.nation, row)
        # The names of steps are for reading alone, and lists may have them without a name that is withheld.
        kept = {each.instance: replace(each, step_name="") for each in views.limits_of(desk.store, row.id)}
        computed = {each.instance: replace(each, step_name="") for each in limit_rows(file.progress)}
        if kept != computed:
            names = sorted(name for name in {*kept, *computed} if kept.get(name) != computed.get(name))
            found.append(f"{row.ref}: the limits kept for the lists differ from the entries: {', '.join(names)}")
        if (row.stage, row.status) != (file.progress.stage, file.progress.status):
            found.append(f"{row.ref}: the list says {row.stage}, {row.status}; the entries say otherwise")
    return found


def _append(
    doing: Doing, case_id: int, entry: Entry, extra: Mapping[str, Any], request_id: str, draft: str = ""
) -> None:
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
    if draft:
        doing.writer.drop_draft(doing.desk.recorder, draft)


def _strike(desk: Desk, writer: Writer, case_id: int, number: int, reason: str, at: datetime) -> None:
    writer.append(
        kind="strike",
        recorded_by=desk.recorder,
        recorded_at=at,
        body={"number": number, "reason": clean_text(reason)},
        case_id=case_id,
    )


def _undo_closing(doing: Doing, file: CaseFile, entries: list[Entry]) -> list[Entry]:
    if doing.act.effect != "undo-closing":
        return entries
    closing = file.progress.closings[-1].by
    reason = next(each for each in entries if each.number == entries[-1].number).text("reason")
    _strike(doing.desk, doing.writer, file.row.id, closing, reason, doing.at)
    return [replace(each, struck=True) if each.number == closing else each for each in entries]


def _recorded(desk: Desk, file: CaseFile, before: Progress, entry: Entry, doing: Doing) -> Recorded:
    after, mine = file.progress, numbering(desk.store, desk.viewer, file)
    seen_before, seen = (seen_state(desk.store, desk.viewer, file, each) for each in (before, after))
    was_open = {each.name for each in seen_before.instances if each.open}
    is_open = {each.name for each in seen.instances if each.open}

    known = attention.warnings(seen_before, desk.today)
    warned = [each for each in attention.warnings(seen, desk.today) if each not in known]
    warned += late_entry(desk, entry)
    roles = desk.library.roles
    unusual = independence.unusual_doer(before, doing.act, entry.done_by, entry.done_on, roles, roles_in(desk.store))
    if unusual:
        warned.append(Warned(rule_of(doing.act), doing.act.id, unusual))
    warned += independence.named_to_look_at(before, doing.act, entry, namer(desk.store))
    people = names_in(desk.store, entry) | names_of(desk.store, file)
    warned += due_on_page(desk, after, doing.act, entry)
    warned += promised_outside(doing.act, entry)
    warned += sent_warnings(after, doing.act, entry, people, viewing(desk.viewer, after))
    instance = after.instance_of.get(entry.number)
    ended = was_open - is_open
    if instance is not None and not instance.open:
        ended.add(instance.name)
    return Recorded(
        file.row.ref,
        mine.shown(entry.number),
        mine.version,
        tuple(sorted(is_open - was_open)),
        tuple(sorted(ended)),
        tuple(warned),
        closed=after.status == "closed" and before.status != "closed",
    )


def _day(due: Due | None) -> date | None:
    return None if due is None else due.due
