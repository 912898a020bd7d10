"""`case show` and `case why`: a case as linear text, and a date that explains itself."""

from __future__ import annotations

import argparse
from datetime import date

from sharedlives_tui import reading
from sharedlives_tui.caseviews import CaseView, EntryView, LimitView
from sharedlives_tui.cli.call import Call, Job
from sharedlives_tui.cli.case_data import case_data
from sharedlives_tui.cli.decisions import tell_affected, tell_ledger
from sharedlives_tui.cli.output import Output, in_words, listed
from sharedlives_tui.cli.results import warning_words
from sharedlives_tui.cli.words import FORCES, HEADINGS, in_list
from sharedlives_tui.clock import local_day
from sharedlives_tui.desk import Desk
from sharedlives_tui.letters.plain import plain_text
from sharedlives_tui.typed_dates import say_day


def _show_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ref", metavar="REF", help="the case, like CO-0012")
    parser.add_argument("--for", dest="whom", metavar="PERSON", help="as a person of the case may read it")


def _show(call: Call) -> int:
    if call.args.whom is not None:
        from sharedlives_tui.cli.bundles import show_for

        return show_for(call)
    with call.desk() as desk:
        case = reading.case_view(desk, call.args.ref)
        if call.json:
            call.out.data(case_data(case))
        else:
            _tell_case(call.out, desk, case)
    return 0


def _tell_case(out: Output, desk: Desk, case: CaseView) -> None:
    out.line(f"{case.ref} {case.kind_name}" + (f": {case.title}" if case.title else ""))
    if case.narrow:
        out.line("You see of this case what was written to you.")
    else:
        _tell_head(out, case)
        if case.affected or case.ledger:
            out.line()
            out.line("PERSONS AFFECTED AND EACH POINT")
            tell_affected(out, case.affected)
            tell_ledger(out, case.ledger)
        _tell_limits(out, desk, case)
    out.line()
    out.line(f"ENTRIES ({len(case.entries)})")
    for each in case.entries:
        _tell_entry(out, each)
    if case.attachments:
        out.line()
        out.line(f"ATTACHMENTS ({len(case.attachments)})")
        for paper in case.attachments:
            where = f", with entry {paper.entry}" if paper.entry is not None else ""
            secret = ", in confidence" if paper.confidential else ""
            out.line(f"{paper.id}. {paper.name}, {paper.size:,} bytes{where}{secret}")


def _tell_head(out: Output, case: CaseView) -> None:
    if case.type:
        out.line(f"What it is: {case.type}")
    closed = f" since {say_day(case.closed_on)}" if case.closed_on is not None else ""
    out.line(f"Stage: {case.stage_name or case.stage}; {case.status}{closed}")
    if case.opened_on is not None:
        out.line(f"Received: {say_day(case.opened_on)}")
    if case.dispose_after is not None:
        out.line(f"The record comes up for disposal after {say_day(case.dispose_after)} (CC-10)")
    out.line(f"Owner: {case.owner_name or 'nobody yet'}")
    out.line(f"Procedure: {case.procedure}, {case.procedure_note}")
    if case.privacy_note:
        out.line(case.privacy_note)
    for each in case.parties:
        role = f" ({each.role})" if each.role else ""
        number = f", {each.person}" if each.person else ""
        out.line(f"{each.part}: {each.name}{role}{number}")
    for name, text in case.lines:
        out.line(f"{name}: {text}")
    for wait in case.waits_now:
        out.line(f"Waiting for: {wait.words} (since {say_day(wait.since)}, entry {wait.entry})")
    for link in case.links:
        out.line(f"Linked: {link.ref}" + (f", {link.words}" if link.words else ""))
    if case.warnings:
        out.line()
        out.line(f"LOOK AT THIS ({len(case.warnings)})")
        for warned in case.warnings:
            out.line(warning_words(warned))


def _tell_limits(out: Output, desk: Desk, case: CaseView) -> None:
    running = [each for each in case.limits if each.ended is None and not each.how]
    ended = [each for each in case.limits if each not in running]
    out.line()
    out.line(f"OPEN STEPS ({len(running)})")
    for each in running:
        when = in_list(each.state, each.due, each.act_by, each.until, each.days_late, desk.today)
        late = _late_in_unit(desk, each)
        force = f", {FORCES.get(each.force, each.force)}" if each.due is not None else ""
        rules = f" ({listed(each.rules)})" if each.rules else ""
        out.line(f"{HEADINGS[each.state].lower()}: {each.name} [{each.instance}], {when}{late}{force}{rules}")
    if not ended:
        return
    out.line()
    out.line(f"ENDED STEPS ({len(ended)})")
    for each in ended:
        day = f" on {say_day(each.ended)}" if each.ended is not None else ""
        due = f", was due {say_day(each.due)}" if each.due is not None else ""
        late = ", already late" if each.late and "late" not in each.how else ""
        out.line(f"{each.name} [{each.instance}]: {each.how}{late}{day}{due}")


def _late_in_unit(desk: Desk, limit: LimitView) -> str:
    """How late it is in the limit's own unit, where that is not calendar days (RD-30)."""
    if limit.state not in ("overdue", "past_target") or limit.unit != "working days" or limit.due is None:
        return ""
    days = desk.calendar.working_days_between(limit.due, desk.today)
    return f", that is {days} working day{'' if days == 1 else 's'}"


def _tell_entry(out: Output, entry: EntryView) -> None:
    recorded = local_day(entry.recorded_at)
    words = f"{entry.id}. {say_day(entry.done_on)}: {entry.name} [{entry.instance}], by {entry.done_by}"
    typed = "" if entry.recorded_by == entry.done_by else f" by {entry.recorded_by}"
    if recorded != entry.done_on:
        words += f", recorded on {say_day(recorded)}{typed}"
    elif typed:
        words += f", recorded{typed}"
    out.line(words)
    if entry.struck:
        on = "" if entry.struck_on is None else f" on {say_day(entry.struck_on)} by {entry.struck_by}"
        place = "" if entry.replaced_by is None else f"; entry {entry.replaced_by} took its place"
        out.line(f"struck{on}: {entry.struck_reason or 'it no longer counts'}{place}", 3)
    if entry.outside:
        out.line(f"outside the procedure: {entry.outside}", 3)
    if entry.incomplete:
        out.line(f"the letter left incomplete; it lacked: {listed(entry.incomplete)}", 3)
    for name, value in entry.values.items():
        if in_words(value):
            secret = " (in confidence)" if name in entry.confidential else ""
            out.line(f"{entry.labels.get(name, name)}{secret}: {_day_in_words(in_words(value))}", 3)
    if entry.signed_off_by:
        out.line(f"signed off by {entry.signed_off_by}", 3)
    if entry.not_signed_off:
        out.line("left without the sign-off that the office asks for", 3)
    if entry.letter:
        out.line("The letter as it left:", 3)
        text = entry.letter if entry.written_elsewhere else plain_text(entry.letter)
        for line in text.rstrip().splitlines():
            out.line(f"| {line}", 3)


def _day_in_words(text: str) -> str:
    """A value that is a date, as people say it; any other text as it is."""
    try:
        return say_day(date.fromisoformat(text)) if len(text) == len("2026-12-25") else text
    except ValueError:
        return text


def _why_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ref", metavar="REF", help="the case, like CO-0012")
    parser.add_argument("instance", metavar="STEP", help="as the case shows it: respond, tell-carer@P-12, check.2")


def _why(call: Call) -> int:
    args = call.args
    with call.desk() as desk:
        why = reading.why_view(desk, args.ref, args.instance)
        if call.json:
            call.out.data(
                {
                    "ref": args.ref,
                    "instance": args.instance,
                    "name": why.title,
                    "sentences": list(why.sentences),
                    "passed_over": [{"date": day, "why": words} for day, words in why.passed_over],
                    "rules": [
                        {"id": name, "title": title, "words": words, "source": source}
                        for name, title, words, source in why.rules
                    ],
                }
            )
            return 0
        call.out.line(why.title)
        for sentence in why.sentences:
            call.out.line(sentence)
        for name, title, words, source in why.rules:
            call.out.line()
            call.out.line(f"{name} {title}")
            call.out.line(words, 2)
            call.out.line(f"{source}.", 2)
    return 0


JOBS = {"case show": Job(_show_arguments, _show), "case why": Job(_why_arguments, _why)}
