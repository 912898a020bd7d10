"""`person show`, `person record` and `person correct`: what is on file of a carer's approval."""

from __future__ import annotations

import argparse
from typing import Any

from sharedlives_tui import office, person_records
from sharedlives_tui.approval import Approval
from sharedlives_tui.cleaning import clean_line
from sharedlives_tui.cli.call import Call, Job
from sharedlives_tui.cli.case_data import plain
from sharedlives_tui.cli.options import WrongUsage
from sharedlives_tui.cli.output import Output, counted, listed
from sharedlives_tui.cli.parsing import add_day, add_set, whole_number
from sharedlives_tui.cli.results import warning_data, warning_words
from sharedlives_tui.cli.values import values_of
from sharedlives_tui.desk import Desk
from sharedlives_tui.person_records import PersonRecorded, RecordView
from sharedlives_tui.record_kinds import Kind, fields_of
from sharedlives_tui.requests import Problem, Refused
from sharedlives_tui.store import register, views
from sharedlives_tui.store.person_cases import cases_of
from sharedlives_tui.store.rows import person_number
from sharedlives_tui.typed_dates import say_day

# -- showing ------------------------------------------------------------------------------------------------------


def _show_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="the person: a number, like P-12, or the exact name")


def _show(call: Call) -> int:
    with call.desk() as desk:
        found = _person_data(desk, office.find_person(desk, call.args.name), clean_line(call.args.name))
        if call.json:
            call.out.data(found)
        else:
            _tell_person(call.out, found, desk)
    return 0


def _person_data(desk: Desk, person: str, asked: str) -> dict[str, Any]:
    """Everything that this viewer may see of a person; records and approval are null for a guest."""
    number = person_number(person)
    assert number is not None  # noqa: S101 - find_person gives an id
    with desk.store.reading():
        row = views.person(desk.store, desk.viewer, number)
        if row is None:  # in the words in which somebody is missed who is not in the list
            raise Refused(Problem("person", "", f"There is nobody called {asked} in the office's list."))
        open_to_me = person_records.may_see(desk)
        return {
            "id": person,
            "name": row.name,
            "roles": [
                {"role": each.role, "from": each.first, "to": each.last} for each in register.spans(desk.store, number)
            ],
            "approval": _approval_data(person_records.approval_on(desk, person)) if open_to_me else None,
            "records": [_record_data(each) for each in person_records.records_of(desk, person)] if open_to_me else None,
            "open_cases": [
                {"ref": case.ref, "kind": case.kind, "type": case.type, "title": case.title, "parts": parts}
                for case, parts in cases_of(desk.store, desk.viewer, number)
                if case.status == "open"
            ],
        }


def _approval_data(approval: Approval) -> dict[str, Any]:
    return {
        "status": approval.status,
        "since": approval.since,
        "number": approval.number,
        "terms": approval.terms,
        "terms_from": approval.terms_from,
        "coming": list(approval.coming),
        "words": approval.words,
    }


def _record_data(record: RecordView) -> dict[str, Any]:
    return {
        "id": record.id,
        "kind": record.kind,
        "name": record.name,
        "done_on": record.done_on,
        "done_by": record.done_by,
        "recorded_at": record.recorded_at,
        "recorded_by": record.recorded_by,
        "values": plain(record.values),
        "shown": [list(each) for each in record.shown],
        "struck": record.struck,
        "struck_reason": record.struck_reason,
        "replaces": record.replaces,
        "disposed": record.disposed,
    }


def _tell_person(out: Output, found: dict[str, Any], desk: Desk) -> None:
    out.line(f"{found['id']} {found['name']}")
    for each in found["roles"]:
        until = f" to {say_day(each['to'])}" if each["to"] else ""
        out.line(f"{each['role']} from {say_day(each['from'])}{until}", 2)
    approval = found["approval"]
    if approval is None:
        out.line(person_records.why_not_seen(desk))
    else:
        out.line(f"{approval['words']}.")
        if approval["terms"]:
            out.line(f"Terms: {approval['terms']}, from {say_day(approval['terms_from'])}", 2)
        if approval["coming"]:
            out.line(f"Something changes on: {listed([say_day(each) for each in approval['coming']])}", 2)
        out.line(counted(len(found["records"]), "record"))
        for each in found["records"]:
            _tell_record(out, each)
    out.line(counted(len(found["open_cases"]), "open case"))
    for each in found["open_cases"]:
        out.line(f"{each['ref']} {each['title']}: {each['kind']}, {each['parts']}", 2)


def _tell_record(out: Output, record: dict[str, Any]) -> None:
    struck = f"; struck: {record['struck_reason'] or 'the words were disposed of'}" if record["struck"] else ""
    by = f", by {record['done_by']}"
    out.line(f"entry {record['id']}, {say_day(record['done_on'])}: {record['name']}{by}{struck}", 2)
    if record["disposed"]:
        out.line("its words were disposed of", 4)
    for label, words in record["shown"]:
        out.line(f"{label}: {words}", 4)


# -- recording ----------------------------------------------------------------------------------------------------


def _record_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", nargs="?", help="the person: a number, like P-12, or the exact name")
    parser.add_argument("kind", metavar="KIND", nargs="?", help="what it is: assessment, dbs, approval, terms, ...")
    add_day(parser, "--on", "the day on which it was done; today if left out")
    parser.add_argument("--by", default="", metavar="NAME", help="who did it; you if left out")
    add_set(parser)
    parser.add_argument("--kinds", action="store_true", help="only show the kinds of entries and what each asks for")


def _record(call: Call) -> int:
    args = call.args
    if not args.kinds and (args.name is None or args.kind is None):
        raise WrongUsage("person record needs NAME KIND; person record --kinds lists the kinds with their fields")
    with call.desk() as desk:
        if args.kinds:
            _tell_kinds(call, person_records.kinds(desk))
            return 0
        on = call.day(args.on, "--on", desk)
        values = values_of(args.set, call.out)
        done = person_records.record_person(desk, args.name, args.kind, values, on, args.by)
        _tell_recorded(call, done, f"{done.person}, entry {done.entry}: {args.kind} recorded.")
    return 0


def _tell_kinds(call: Call, kinds: tuple[Kind, ...]) -> None:
    if call.json:
        call.out.data([_kind_data(each) for each in kinds])
        return
    for kind in kinds:
        decides = f", decided by: {listed(kind.decides)}" if kind.decides else ""
        call.out.line(f"{kind.name} [{kind.id}] (rules: {listed(kind.rules)}{decides})")
        if kind.help:
            call.out.line(kind.help, 2)
        for field in fields_of(kind):
            needed = "if there is any" if not field.required else "needed" if not field.when.fields else "needed where"
            where = " and ".join(f"{name} is {' or '.join(wanted)}" for name, wanted in field.when.fields)
            words = f"asks {field.id}: {field.label} ({field.kind}, {' '.join(filter(None, (needed, where)))})"
            choices = f". One of: {listed(field.choices)}" if field.choices else ""
            call.out.line(f"{words}{choices}" + (f". {field.help}" if field.help else ""), 2)


def _kind_data(kind: Kind) -> dict[str, Any]:
    return {
        "id": kind.id,
        "name": kind.name,
        "rules": list(kind.rules),
        "who": list(kind.who),
        "decides": list(kind.decides),
        "help": kind.help,
        "fields": [
            {
                "name": field.id,
                "label": field.label,
                "kind": field.kind,
                "required": field.required,
                "choices": list(field.choices),
                "when": {name: list(wanted) for name, wanted in field.when.fields},
                "help": field.help,
            }
            for field in fields_of(kind)
        ],
    }


def _tell_recorded(call: Call, done: PersonRecorded, words: str) -> None:
    if call.json:
        warnings = [warning_data(each) for each in done.warnings]
        call.out.data({"id": done.person, "entry": done.entry, "warnings": warnings})
        return
    call.out.line(words)
    for each in done.warnings:
        call.out.line(f"Look at this: {warning_words(each)}")


def _correct_arguments(parser: argparse.ArgumentParser) -> None:
    _show_arguments(parser)
    parser.add_argument("entry", metavar="ENTRY", type=whole_number(1, 999_999), help="its number, as person show says")
    parser.add_argument("--reason", required=True, metavar="TEXT", help="why it is corrected")
    add_day(parser, "--on", "the day on which it was really done")
    add_set(parser)


def _correct(call: Call) -> int:
    args = call.args
    with call.desk() as desk:
        on = call.day(args.on, "--on", desk)
        values = values_of(args.set, call.out) if args.set else None
        done = person_records.correct_person(desk, args.name, args.entry, args.reason, on, values)
        words = f"{done.person}: entry {args.entry} is struck."
        _tell_recorded(call, done, words + (f" The new entry is {done.entry}." if done.entry else ""))
    return 0


JOBS = {
    "person show": Job(_show_arguments, _show),
    "person record": Job(_record_arguments, _record),
    "person correct": Job(_correct_arguments, _correct),
}
