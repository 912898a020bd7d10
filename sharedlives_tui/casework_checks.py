"""Why an act cannot be recorded, in words: gates, who may, who may not, and what each action needs besides."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from sharedlives_tui import independence, on_behalf, privacy
from sharedlives_tui.access import VERBS, Roles
from sharedlives_tui.casefile import CaseFile, viewing
from sharedlives_tui.cleaning import clean_text
from sharedlives_tui.desk import Desk
from sharedlives_tui.doing import Doing, does_its_work, namer, roles_in, rule_of
from sharedlives_tui.facts import Entry
from sharedlives_tui.names import in_one_line
from sharedlives_tui.procedures import Act, Procedure
from sharedlives_tui.progress import Progress
from sharedlives_tui.recipients import recipients
from sharedlives_tui.requests import Correct, Problem, Warned
from sharedlives_tui.standing import Instance
from sharedlives_tui.store import register, views
from sharedlives_tui.store.basics import person_number
from sharedlives_tui.store.reads import Reads
from sharedlives_tui.typed_dates import say_day
from sharedlives_tui.windows import windows_told_by

if TYPE_CHECKING:
    from sharedlives_tui.store.writer import Writer

REASON = "reason"
"""The field in which an action says why."""
SCHEME = "scheme"
"""The kind of office that is one of the sides of its disputes."""
NOBODYS = "P-0"
"""The number of a person whom no list holds."""
_STEP = re.compile(r"\(step ([a-z0-9-]+)\)")
"""How the words of a gate name the step that comes first."""


def why_not(
    doing: Doing,
    file: CaseFile,
    before: Progress,
    candidate: Entry,
    instance: Instance | None,
    problems: Sequence[Problem],
) -> list[Problem]:
    """Every reason why the candidate cannot be recorded, as the case stood at the end of its day; empty if none."""
    desk, act = doing.desk, doing.act
    me = viewing(desk.viewer, before)
    found = [*problems, *_why_not_for_others(desk, before, candidate, me)]
    if instance is not None and not privacy.may_know(before, instance, me):
        # A step that is closed to whoever types is answered like one of a person who is not in the case.
        instance, candidate = None, replace(candidate, key=NOBODYS)
    if act.kind == "step" and instance is None:
        open_now = [each for each in before.open_instances(act.id) if privacy.may_know(before, each, me)]
        if len(open_now) > 1 and candidate.key is None:
            listed = ", ".join(each.name for each in open_now)
            return [Problem("step", rule_of(act), f"Say for whom: {listed}.")]
        reason = file.with_entries([*file.entries, candidate]).outside.get(candidate.number, "")
        return [Problem("", rule_of(act), outside_words(act, reason or "it is not open"))]
    if act.kind == "action" and not before.holds(act.available, candidate):
        return [Problem("", rule_of(act), outside_words(act, "it is not possible as the case stands"))]
    found += gates(before, act, candidate, instance)
    found += why_not_who(desk, doing.writer, before, act, candidate, instance)
    decided = candidate.text(act.decided_in) if act.decided_in else candidate.done_by if act.decides else ""
    if decided not in ("", desk.recorder) and before.holds(act.decides_when, candidate, instance):
        found += on_behalf.missing(candidate.values, rule_of(act))
    found += why_not_shared(desk, file.procedure, candidate)
    found += _why_not_effect(doing, file, candidate, roles_in(doing.writer))
    return found


def why_not_who(
    desk: Desk, reads: Reads, before: Progress, act: Act, candidate: Entry, instance: Instance | None
) -> list[Problem]:
    """Why whoever did it, or those whom the entry names, cannot be the ones; empty if they can."""
    roles, roles_on, own = desk.library.roles, roles_in(reads), desk.office.kind == SCHEME
    held = roles_on(candidate.done_by, candidate.done_on)
    reads_only = Problem("by", "", "This person reads here, and does nothing of a case. Say who of the office did it.")
    return [
        *([reads_only] if _only_read(roles, held) else []),
        *independence.why_not_doer(before, act, candidate, instance, roles, roles_on),
        *independence.why_not_named(before, act, candidate, namer(reads), roles, roles_on, own_scheme=own),
    ]


def _only_read(roles: Roles, held: Collection[str]) -> bool:
    """Whether somebody holds roles of the office that only read, and no other role."""
    return bool(held) and all(roles.is_office(role) and not does_its_work(roles, [role]) for role in held)


def _why_not_effect(doing: Doing, file: CaseFile, candidate: Entry, roles_on: independence.RolesOn) -> list[Problem]:
    act, progress = doing.act, file.progress
    if act.effect == "substitute":
        return independence.why_not_substitute(progress, candidate, doing.desk.library.roles, roles_on)
    if act.effect == "extend":
        return _why_not_extend(doing, progress, candidate)
    if act.effect == "waive":
        return _why_not_waive(progress, candidate)
    if act.effect == "undo-closing" and progress.status != "closed":
        return [Problem("", "RD-05", "The case is open: there is no closing to undo.")]
    if act.effect in ("owner", "viewer"):
        if file.procedure.restricted:
            return _why_not_opened(doing, progress, candidate)
        given = _why_not_restricted if act.effect == "viewer" else _why_not_owner
        return given(doing.desk, progress, candidate, roles_on)
    if act.effect == "link":
        other = views.case_by_ref(doing.writer, doing.desk.viewer, candidate.text("reference"))
        if other is None or other.id == file.row.id:
            return [Problem("reference", "", "There is no such other case. Check the reference, like CO-0012.")]
    return []


def _why_not_owner(desk: Desk, progress: Progress, candidate: Entry, roles_on: independence.RolesOn) -> list[Problem]:
    """Why somebody cannot look after the case: it is about them, or they do not work here that day."""
    owner = candidate.text("owner")
    if owner in independence.hidden_from(progress):
        return [Problem("owner", "CC-19", "The case is about this person: they handle nothing of it. Name another.")]
    if owner and not does_its_work(desk.library.roles, roles_on(owner, candidate.done_on)):
        words = "This person is not of the office, or only reads here. Name somebody who works here."
        return [Problem("owner", "", words)]
    return []


def _why_not_restricted(
    desk: Desk, progress: Progress, candidate: Entry, roles_on: independence.RolesOn
) -> list[Problem]:
    """Why a case cannot be closed to all but the people named: whoever decided it may not, or it is about one of them.

    A substitute decides as the office in whose place they act.
    """
    about = independence.hidden_from(progress) & set(candidate.texts("who"))
    if about:
        words = "The case is about somebody you name: they do not see it. Take them out."
        return [Problem("who", "CC-19", words)]
    act, roles = progress.procedure.by_id[candidate.act], desk.library.roles
    if REASON in act.field_by_id and not candidate.text(REASON):
        return [Problem(REASON, "CC-19", "Say why only the people named see it: the case keeps the reason.")]
    if any(candidate.done_by in independence.substitutes(progress, role) for role in roles.who_may("restrict")):
        return []
    if roles.may(roles_on(candidate.done_by, candidate.done_on), "restrict"):
        return []
    words = f"To {VERBS['restrict']} is for: {in_one_line(roles.who_may('restrict'))}. Say who decided it."
    return [Problem("by", "CC-19", words)]


def all_is_shared(desk: Desk, procedure: Procedure) -> bool:
    """Return whether every entry is for all to whom the case is open: a dispute in a scheme's own file (RD-25)."""
    return procedure.restricted and desk.office.kind == SCHEME


def why_not_seen(desk: Desk, procedure: Procedure, by: str) -> list[Problem]:
    """Why somebody cannot open a case for somebody else: it would be closed to them from then on (DI-16, CC-19).

    Whoever opens a case as their own looks after it, and so reads it whatever its kind; a restricted one stays open to
    who typed it as well (RD-25). A case of another kind than their roles see that is somebody else's from the start
    nobody could follow who logged it, so that person opens it. A case about whoever logs it is closed to them on
    purpose, and is logged all the same.
    """
    viewer = desk.viewer
    if by == desk.recorder or not viewer.known or procedure.restricted:
        return []
    roles = desk.library.roles
    if roles.sees(viewer.roles, procedure.id):
        return []
    words = (
        f"A case of this kind ({procedure.name}) that somebody else opens would be closed to you. Let them open it "
        "themselves, or open it as your own: then you look after it, and can hand it on."
    )
    return [Problem("by", "", words)]


def why_not_shared(desk: Desk, procedure: Procedure, candidate: Entry) -> list[Problem]:
    """Why an entry for one side, or for whoever writes it, cannot stand in a scheme's own file; empty if it can."""
    if candidate.text(privacy.SIDE) in ("", privacy.SHARED) or not all_is_shared(desk, procedure):
        return []
    words = (
        "In a scheme's own file workers and managers are one of the sides, so everything in it is shared. Keep what "
        "one side says in private in the mediator's own office, and record here what both sides may read, as shared."
    )
    return [Problem(privacy.SIDE, "RD-25", words)]


def _why_not_opened(doing: Doing, progress: Progress, candidate: Entry) -> list[Problem]:
    """Why somebody cannot be given a restricted case to look after, or to see (DI-16)."""
    open_to, mediators = privacy.open_to(progress), privacy.mediators(progress)
    if doing.act.effect == "owner":
        if candidate.text("owner") in open_to:
            return []
        return [
            Problem("owner", "DI-16", "The case is closed to this person. Let the mediator add them (who may see).")
        ]
    if candidate.done_by in (mediators or privacy.keepers(progress)):
        return []
    words = (
        "The mediator says who may see it. Record it as done by the mediator."
        if mediators
        else "Whoever opened it says who may see it until a mediator is named. Record it as done by them."
    )
    return [Problem("by", "DI-16", words)]


def _why_not_extend(doing: Doing, progress: Progress, candidate: Entry) -> list[Problem]:
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
        return [Problem("of", rule_of(instance.act), "This step cannot be left out. Record it when it is done.")]
    return []


def _why_not_for_others(desk: Desk, progress: Progress, candidate: Entry, me: privacy.Audience) -> list[Problem]:
    """Somebody on a side of a restricted case records what they did themselves (DI-16)."""
    if not progress.procedure.restricted or not me.on_a_side:
        return []
    problems = []
    if candidate.done_by != desk.recorder:
        words = "You are on a side of this case: record what you did yourself. The mediator records the rest."
        problems.append(Problem("by", "DI-16", words))
    if candidate.text(privacy.SIDE) in privacy.sides(progress) - me.parts:
        words = "You are on the other side of this case. Record it for your own side, or as shared."
        problems.append(Problem(privacy.SIDE, "DI-16", words))
    return problems


def why_not_theirs(desk: Desk, file: CaseFile, old: Entry) -> list[Problem]:
    """Somebody on a side of a restricted case corrects what they recorded themselves, and nothing else (DI-16)."""
    me = viewing(desk.viewer, file.progress)
    if not file.procedure.restricted or not me.on_a_side or desk.recorder in (old.done_by, old.recorded_by):
        return []
    return [Problem("entry", "DI-16", "You are on a side of this case: only what you recorded is yours to correct.")]


def why_not_corrected(old: Entry | None, request: Correct, file: CaseFile) -> list[Problem]:
    """Why an entry cannot be corrected as asked; empty if it can (DY-08)."""
    if old is None:
        return [Problem("entry", "", f"{file.row.ref} has no entry {request.entry}. See the case for its entries.")]
    if old.struck:
        return [Problem("entry", "", f"Entry {request.entry} is struck already. Correct the one that stands.")]
    if not clean_text(request.reason).strip():
        return [Problem("reason", "DY-08", "Say why it is corrected.")]
    if old.act == file.procedure.opening.id and request.on is None and request.values is None:
        return [Problem("entry", "", "The entry that opened the case can be corrected, not struck. Close the case.")]
    return []


def why_not_replaced(desk: Desk, writer: Writer, file: CaseFile, old: Entry, new: Entry) -> list[Problem]:
    """Why an entry cannot stand in the place of another: it names somebody who could not have been named (DA-38).

    Those whom the old entry named already are not asked about again: it was accepted with them.
    """
    act = file.procedure.by_id[new.act]
    changed = tuple(each for each in act.independence if new.texts(each.person) != old.texts(each.person))
    earlier = [each for each in file.entries if each.number != old.number and each.done_on <= new.done_on]
    own, roles = desk.office.kind == SCHEME, desk.library.roles

    roles_on = roles_in(writer)
    asked = replace(act, independence=changed)
    before = file.with_entries(earlier) if changed else file.progress
    found = independence.why_not_named(before, asked, new, namer(writer), roles, roles_on, own_scheme=own)
    return [*found, *why_not_shared(desk, file.procedure, new)]


def gates(progress: Progress, act: Act, candidate: Entry, instance: Instance | None) -> list[Problem]:
    """The gates of an act that do not hold yet, each with its rule and what to do first."""
    if instance is not None and progress.withheld(instance):
        words = "A manager's decision withholds it. Lift that first (step lift-withholding)."
        return [Problem("", rule_of(act), _with_names(progress, words))]
    return [
        Problem("", need.rule, _with_names(progress, need.words))
        for need in act.needs
        if not progress.holds(need.when, candidate, instance)
    ]


def _with_names(progress: Progress, words: str) -> str:
    """The words of a gate with what to record by its name, where the procedure's file names a step by its id."""

    def named(found: re.Match[str]) -> str:
        act = progress.procedure.by_id.get(found[1])
        return found[0] if act is None else f"(record ‘{act.name}’)"

    return _STEP.sub(named, words)


def outside_words(act: Act, reason: str) -> str:
    """Words for an act that is not possible at its place."""
    return f"{act.name}: {reason}. What can be recorded now stands in the case, under what to do next."


def sent_warnings(
    after: Progress, act: Act, entry: Entry, people: Mapping[str, str], viewer: privacy.Audience
) -> list[Warned]:
    """What to look at after a notice went: somebody left out (CC-36), not in the format needed (CC-38)."""
    found = [
        Warned(rule_of(act), each.instance, each.words)
        for each in windows_told_by(after, act, entry)
        if each.days < each.whole
    ]
    if act.notice is None:
        return found
    expected = recipients(after, act, entry, after.instance_of.get(entry.number), people)
    scrub = privacy.scrub(after, people, viewer)
    left_out = [each for each in act.notice.may if each.warns and each.id not in entry.has]
    for each in left_out:
        if after.holds(each.when, entry, after.instance_of.get(entry.number)):
            found.append(Warned(each.warns, act.id, f"The letter went without {each.name}. Tell them now."))
    missed = [name for name in expected if name not in entry.texts("to")]
    if missed and len(expected) > 1:
        found.append(Warned("CC-36", act.id, f"It did not go to {scrub(in_one_line(missed))}. Each of them gets it."))
    if entry.text("format_met").lower() not in ("", "yes"):
        words = f"It did not go in the format that the person needs: {entry.text('format_met')}"
        found.append(Warned("CC-38", act.id, words))
    return found


def promised_outside(act: Act, entry: Entry) -> list[Warned]:
    """What was promised by a single name that nobody of the office's list has: it never becomes overdue (RD-23)."""
    named = [each for each in entry.lines if each.by is not None and person_number(each.who) is None]
    return [
        Warned(
            rule_of(act),
            act.id,
            f"{each.who} is in no list of the office: ‘{each.text}’ waits for them and never becomes overdue. "
            "Correct the entry (x) if somebody of the office is meant.",
        )
        for each in named
        if len(each.who.split()) == 1
    ]


def due_on_page(desk: Desk, after: Progress, act: Act, entry: Entry) -> list[Warned]:
    """A reminder that what was decided, and now told, is recorded on the carer's own page too (DA-42, RD-45)."""
    found = []
    for ground in desk.library.record_kinds.told_by(after.procedure.id, act.id):
        if not ground.field or after.lookup(entry, ground.field) == (ground.value,):
            what = "that the approval ends" if ground.sets == "ended" else "the new number"
            found.append(Warned("DA-42", act.id, f"Record {what} on the carer's page (People)."))
    return found


def late_entry(desk: Desk, entry: Entry) -> tuple[Warned, ...]:
    """A warning where something was recorded on a later day than it was done (DY-07); calendar days."""
    days = (desk.today - entry.done_on).days
    if days <= 0:
        return ()
    unit = "day" if days == 1 else "days"
    return (Warned("DY-07", entry.act, f"Recorded {days} {unit} after it was done. Both dates are shown."),)
