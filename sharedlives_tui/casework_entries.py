"""From a request to an entry: facts taken in, people added, the letter rendered with its ticks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sharedlives_tui import intake
from sharedlives_tui.casefile import CaseFile, names_of, others_called, people_near, viewing
from sharedlives_tui.caseviews import Tick
from sharedlives_tui.cleaning import clean_text
from sharedlives_tui.confided import why_not_written
from sharedlives_tui.desk import Desk
from sharedlives_tui.doing import (
    Doing,
    done_on_day,
    namer,
    names_in,
    of_the_office,
    people_named,
    refuse_if,
)
from sharedlives_tui.enclosures import FIELD as ENCLOSURES
from sharedlives_tui.enclosures import readers_of, why_not_enclosed
from sharedlives_tui.facts import Entry, Line, Party, Value
from sharedlives_tui.known import known_fact
from sharedlives_tui.letter_texts import letter_text
from sharedlives_tui.letters.plain import plain_text
from sharedlives_tui.letters.ticks import ticks, ticks_from
from sharedlives_tui.names import in_one_line
from sharedlives_tui.privacy import SIDE, closes_anything, inherited_side
from sharedlives_tui.privacy_names import A_MEMBER
from sharedlives_tui.privacy_views import scrubber, seen_by
from sharedlives_tui.procedures import Act, Field
from sharedlives_tui.progress import Progress, instance_for
from sharedlives_tui.recipients import as_told, recipients
from sharedlives_tui.requests import Correct, Problem, Record, Refused, Warned
from sharedlives_tui.settings import contact_list
from sharedlives_tui.standing import Instance
from sharedlives_tui.store import register, views

if TYPE_CHECKING:
    from sharedlives_tui.store.writer import Writer


BREACH = "breach"
"""In the words of an entry: its letter told what was given in confidence (CC-18)."""


def take_in(
    doing: Doing,
    progress: Progress,
    given: Mapping[str, Value],
    key: str | None = None,
    *,
    every: Sequence[Entry] = (),
    corrected: Entry | None = None,
) -> intake.Intake:
    """The facts of a request, checked field by field; the problems stand in the result.

    A field that is asked for only in some cases is needed only there. `every` are all entries of the case, those of
    later days and those that were struck too; `corrected` is the one whose place the new one takes.
    """
    around = intake.Surroundings(
        today=doing.desk.today,
        calendar=progress.calendar,
        find=lambda text: people_named(doing.desk, doing.writer, text),
        near=lambda: people_near(doing.writer, doing.desk.viewer, progress) | {doing.by: namer(doing.writer)(doing.by)},
        others=lambda word: others_called(doing.writer, doing.desk.viewer, word),
        lines_so_far=[line for each in every if not each.struck for line in each.lines],
        names_taken=[line.id for each in every for line in each.lines],
        rewords=() if corrected is None else corrected.lines,
    )
    fields = intake.fields_of(doing.act)
    given = _with_side(doing, progress, given, key)
    first = intake.take(fields, given, around, required=False)
    candidate = _bare(doing, progress, 0, first.values, key)
    instance = instance_for(progress, candidate) if doing.act.kind == "step" else None
    written = doing.act.notice is not None and instance is not None

    told = progress
    if doing.act.notice is not None:
        people = namer(doing.writer)
        told = as_told(
            progress, doing.act, candidate, instance, {each.person: people(each.person) for each in progress.parties}
        )

    def asked(field: Field) -> bool:
        from_the_case = written and bool(told.lookup(candidate, field.id, instance))
        return progress.holds(field.when, candidate, instance) and not from_the_case

    def known(field: Field) -> str:
        # Only where it is asked: a letter without a window tells no last day of an earlier one.
        return known_fact(told, field, instance) if progress.holds(field.when, candidate, instance) else ""

    return intake.take(fields, given, replace(around, asked=asked, known=known, on=doing.on))


def _with_side(doing: Doing, progress: Progress, given: Mapping[str, Value], key: str | None) -> Mapping[str, Value]:
    """What was given, with the side of what called for the step where none is said (DI-16)."""
    if SIDE not in doing.act.field_by_id or given.get(SIDE):
        return given
    bare = _bare(doing, progress, 0, {}, key)
    side = inherited_side(progress, bare, instance_for(progress, bare) if doing.act.kind == "step" else None)
    return {**given, SIDE: side} if side else given


def candidate_for(doing: Doing, progress: Progress, number: int, taken: intake.Intake, key: str | None) -> Entry:
    """The entry that the facts make, for the party or line that it belongs to; nothing is written."""
    office = doing.desk.library.roles

    def ours(line: Line) -> bool:
        held = register.roles_on(doing.writer, line.who, doing.on)
        return not line.who or any(office.is_office(role) for role in held)

    return replace(
        _bare(doing, progress, number, taken.values, key),
        parties=_parties(doing, doing.act.fields, taken.values),
        lines=tuple(replace(line, ours=ours(line)) for line in taken.lines),
    )


def _bare(doing: Doing, progress: Progress, number: int, values: Mapping[str, Value], key: str | None) -> Entry:
    entry = Entry(
        number=number,
        act=doing.act.id,
        done_on=doing.on,
        recorded_at=doing.at,
        done_by=doing.by,
        recorded_by=doing.desk.recorder,
        key=key,
        values=values,
    )
    if doing.act.kind == "step" and key is None:
        instance = instance_for(progress, entry)
        entry = replace(entry, key=None if instance is None else instance.key)
    return entry


def completed(doing: Doing, file: CaseFile, candidate: Entry) -> Entry:
    """What an action leaves unsaid and the case knows: the step that is given more time."""
    if doing.act.effect == "extend" and not candidate.text("of"):
        can = [each for each in file.progress.open_instances() if each.limit is not None and each.limit.extend]
        if len(can) == 1:
            return replace(candidate, values={**candidate.values, "of": can[0].name})
    return candidate


def in_turn(file: CaseFile, entries: Sequence[Entry], candidate: Entry, instance: Instance | None) -> Entry:
    """The candidate with the entry of its own day that it follows, where the day alone would tell it wrong (DI-09).

    So it is where two rounds of one step ran on that day: an answer to the second would count for the first, and what
    is put anew would be taken for what was overtaken.
    """
    on = candidate.done_on
    if not any(each.done_on == on and not each.struck for each in entries):
        return candidate
    after = file.with_entries([*entries, candidate])
    if instance is not None:
        got = after.instance_of.get(candidate.number)
        if (got is None or got.name != instance.name) and instance.opened_on == on:
            return replace(candidate, follows=instance.opened_by)
    undone = {
        each.ended_by
        for each in after.instances
        if each.opened_by == candidate.number and each.ended_on == on and each.how == "overtaken"
    }
    later = [each.number for each in after.taken if each.number in undone - {candidate.number}]
    return replace(candidate, follows=later[-1]) if later else candidate


def _parties(doing: Doing, fields: Sequence[Field], values: Mapping[str, Value]) -> tuple[Party, ...]:
    def roles(person: str) -> frozenset[str]:
        return register.roles_on(doing.writer, person, doing.on)

    if doing.act.effect == "party":
        part = values.get("taking_part", "")
        fields = [replace(each, part=each.part or str(part)) for each in fields if each.kind == "people"]
    return intake.parties(fields, values, roles)


def with_people(doing: Doing, case_id: int, entry: Entry, taken: intake.Intake) -> Entry:
    """The entry with the people of new names added to the list, with their role, as the case brought them."""
    values = dict(entry.values)
    added: dict[str, str] = {}
    for name, people in taken.people.items():
        for person in people:
            if person.startswith("new:") and person not in added:
                declared = doing.act.field_by_id[name]
                role = _role_of(declared, values)
                added[person] = _add_person(doing, case_id, person.removeprefix("new:"), role)
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


def _add_person(doing: Doing, case_id: int, name: str, role: str) -> str:
    number = doing.writer.add_person(name, case_id=case_id)
    if role in doing.desk.library.roles.names:
        doing.writer.add_role(number, role, doing.on, case_id=case_id)
    return f"P-{number}"


def with_letter(
    doing: Doing,
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
    people = names_of(doing.writer, file) | names_in(doing.writer, entry)
    told = as_told(before, doing.act, entry, instance, people, viewing(doing.desk.viewer, before))
    if request.letter is not None:
        refuse_if([*_unknown_contents(doing.act, request.has), *_tells_a_name(told, request.letter)])
        found = ticks_from(request.has, told, doing.act, entry, instance)
    else:
        found = ticks(told, doing.act, entry, instance, contacts)
    expected = recipients(before, doing.act, entry, instance, people)
    to = entry.texts("to") or expected
    if not request.sent_incomplete:
        papers = entry.texts(ENCLOSURES)
        refuse_if(why_not_enclosed(doing.writer, file.row.id, file.progress, papers, readers_of(told)))
    missing = [each for each in found if each.required and not each.present]
    left_out = _left_out(doing.act, expected, to)
    if (missing or left_out) and not request.sent_incomplete:
        problems = [Problem(each.field or each.id, notice.id, _lacks(each), each.id) for each in missing]
        raise Refused(*problems, *left_out)
    entry = replace(
        entry,
        values={**entry.values, "to": tuple(to)},
        has=tuple(each.id for each in found if each.present),
        incomplete=(*(each.id for each in missing), *(["to"] if left_out else [])),
    )
    if request.letter is not None:
        breach = _breach(_repeats(doing, before, entry, people, request.letter), request)
        return entry, {"letter": clean_text(request.letter), "written_elsewhere": True, **breach}
    if notice.spoken and entry.text("method") in ("in person", "telephone"):
        return entry, {}
    text = letter_text(doing.desk, doing.writer, file, told, entry, instance, people, doing.on)
    return entry, {"letter": text, **_breach(_repeats(doing, before, entry, people, plain_text(text)), request)}


def _breach(problems: Sequence[Problem], request: Record) -> dict[str, Any]:
    """Refuse a letter that tells what was given in confidence; one that has left already is kept for what it is."""
    if not request.sent_incomplete:
        refuse_if(problems)
    return {BREACH: True} if problems else {}


def breach_of(letter: Mapping[str, Any], act: Act) -> tuple[Warned, ...]:
    """What to look at where a letter that has left told what was given in confidence (CC-18)."""
    words = "The letter told what was given in confidence. Tell whoever gave it, and send a correction (x, challenge)."
    return (Warned("CC-18", act.id, words),) if letter.get(BREACH) else ()


def _repeats(doing: Doing, before: Progress, entry: Entry, people: Mapping[str, str], letter: str) -> list[Problem]:
    """Why a letter cannot go: it repeats what was given in confidence, as far as whoever types knows of it (CC-18)."""
    seen = seen_by(before, viewing(doing.desk.viewer, before), names=people) if closes_anything(before) else before
    return why_not_written(seen, entry, letter, people, of_the_office(doing.desk, doing.writer, doing.on))


def _tells_a_name(told: Progress, letter: str) -> list[Problem]:
    """Why a letter of somebody's own cannot have gone so: it names a person whose name is withheld (RD-48)."""
    if scrubber(told)(letter) == letter:
        return []
    words = f"The letter names somebody who asked that it be withheld. Write '{A_MEMBER}' instead, and send it so."
    return [Problem("letter", "DI-16", words)]


def _lacks(tick: Tick) -> str:
    return f"The letter lacks {tick.name}. {tick.missing.rstrip('.')}."


def _unknown_contents(act: Act, has: Sequence[str]) -> list[Problem]:
    """The contents that somebody says they saw in a letter and that it does not have."""
    notice = act.notice
    known = [] if notice is None else [each.id for each in (*notice.must, *notice.may)]
    wrong = [each for each in has if each not in known]
    return [Problem("has", "", f"There is no content '{each}'. There are: {', '.join(known)}.") for each in wrong]


def _left_out(act: Act, expected: Sequence[str], to: Sequence[str]) -> list[Problem]:
    """The complainants to whom a notice to all of them does not go (CC-36)."""
    if act.notice is None or "complainant" not in act.notice.to or len(expected) == 1:
        return []
    reached = {each.casefold() for each in to}
    missed = [each for each in expected if each.casefold() not in reached]
    words = f"It goes to each complainant: also to {in_one_line(missed)}. Or agree on a lead (action party)."
    return [Problem("to", "CC-36", words)] if missed else []


def replacement(desk: Desk, writer: Writer, file: CaseFile, old: Entry, request: Correct) -> Entry:
    """The entry that takes the place of a struck one. Raises Refused."""
    act = file.procedure.by_id.get(old.act)
    if act is None:
        raise Refused(Problem("entry", "", "This entry belongs to no step of the procedure: it can only be struck."))
    on = done_on_day(desk, request.on or old.done_on)
    doing = Doing(desk, writer, act, on, desk.clock.now(), old.done_by)
    given = dict(old.values) | dict(request.values or {})
    taken = take_in(doing, file.progress, given, old.key, every=file.entries, corrected=old)
    refuse_if(taken.problems)
    number = writer.next_number(file.row.id)
    new = candidate_for(doing, file.progress, number, taken, old.key)
    new = with_people(doing, file.row.id, new, taken)
    new = replace(new, key=old.key, has=old.has, incomplete=old.incomplete, replaces=old.number)
    if (papers := new.texts(ENCLOSURES)) and not old.incomplete:
        people = names_of(writer, file) | names_in(writer, new)
        told = as_told(file.progress, act, new, None, people, viewing(desk.viewer, file.progress))
        refuse_if(why_not_enclosed(writer, file.row.id, file.progress, papers, readers_of(told)))
    if new.done_on == old.done_on:
        return replace(new, follows=old.follows)
    others = [each for each in file.entries if each.number != old.number]
    before = file.with_entries([each for each in others if each.done_on <= on])
    return in_turn(file, others, new, instance_for(before, new) if act.kind == "step" else None)
