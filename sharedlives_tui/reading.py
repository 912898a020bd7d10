"""What somebody may see of a case, and what can be done next: for the screens and for the text twin alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from sharedlives_tui import attention, independence, intake
from sharedlives_tui.casefile import CaseFile, NoSuchCase, load, names_of, seen_file, viewing
from sharedlives_tui.caseviews import (
    AttachmentView,
    CaseView,
    FieldView,
    LinkView,
    PartyView,
    StageView,
    StepView,
    WhyView,
)
from sharedlives_tui.correspondence import considered
from sharedlives_tui.desk import Desk
from sharedlives_tui.impact import impact
from sharedlives_tui.ledger import ledger
from sharedlives_tui.limits import STATES
from sharedlives_tui.numbering import Numbering, numbering_of
from sharedlives_tui.privacy import MEDIATOR, handed_over, keepers, papers_open
from sharedlives_tui.privacy_views import names_told
from sharedlives_tui.progress import Progress
from sharedlives_tui.reading_entries import entry_view, told_to
from sharedlives_tui.reading_limits import limit_view, limits_of, rule_rows, sentences, with_first_days
from sharedlives_tui.reading_steps import field_view, step_view
from sharedlives_tui.settings import contact_list, number
from sharedlives_tui.sign_off_views import sign_offs, to_look_at, with_sign_off
from sharedlives_tui.store import register, views
from sharedlives_tui.store.basics import person_number
from sharedlives_tui.store.cases import has_cases
from sharedlives_tui.typed_dates import say_day
from sharedlives_tui.wait_views import wait_views
from sharedlives_tui.waits import ENDS, waits

FORMER = "mediator before"
"""What somebody is called in a dispute that they have handed on (DI-04)."""


def open_file(desk: Desk, ref: str) -> CaseFile:
    """The case of a reference as this viewer may see it (DI-16). Raises NoSuchCase, for unknown and hidden alike."""
    return open_numbered(desk, ref)[0]


def open_numbered(desk: Desk, ref: str) -> tuple[CaseFile, Numbering]:
    """The same, with how this viewer counts its entries. Raises NoSuchCase."""
    row = views.case_by_ref(desk.store, desk.viewer, ref)
    if row is None:
        raise NoSuchCase(ref)
    whole = load(desk.store, desk.library, desk.office.nation, row)
    file = seen_file(desk.store, desk.viewer, whole)
    return file, numbering_of(whole, file)


def last_recorded(desk: Desk) -> tuple[str, int] | None:
    """The reference, and the entry as they count it, of what whoever sits at the desk recorded last and still stands.

    None where there is nothing lately, or they no longer see it.
    """
    from sharedlives_tui.store.own_entries import last_recorded_by

    last = last_recorded_by(desk.store, desk.viewer, desk.recorder)
    if last is None:
        return None
    _, mine = open_numbered(desk, last[0])
    return (last[0], mine.shown(last[1])) if last[1] in mine.numbers else None


def kinds(desk: Desk) -> list[tuple[str, str, str]]:
    """The kinds of case that can be opened: id, name, plural."""
    found = []
    for kind in desk.library.kinds():
        version = desk.library.in_force(kind, desk.today)
        if version is not None:
            found.append((kind, version.procedure.name, version.procedure.plural))
    return found


def usual_kinds(desk: Desk) -> frozenset[str]:
    """Return the kinds that an office of this sort is for: a membership body's disputes; a scheme's, with letters."""
    found = set()
    for kind in desk.library.kinds():
        version = desk.library.in_force(kind, desk.today)
        procedure = version.procedure if version is not None else None
        if procedure is None:
            continue
        letters = any(act.notice is not None for act in procedure.acts)
        if procedure.restricted if desk.office.mediates else letters:
            found.add(kind)
    return frozenset(found)


def kinds_here(desk: Desk) -> frozenset[str]:
    """Return the kinds that this office has: the usual ones, and those of which the viewer may open a case."""
    others = set(desk.library.kinds()) - usual_kinds(desk)
    return usual_kinds(desk) | {each for each in others if has_cases(desk.store, desk.viewer, each)}


def opening_fields(desk: Desk, kind: str) -> tuple[FieldView, ...]:
    """The fields of the first step of a procedure: the New case form. Raises LookupError for an unknown kind."""
    version = desk.library.in_force(kind, desk.today)
    if version is None:
        raise LookupError(f"There is no procedure '{kind}'. There are: {', '.join(desk.library.kinds())}.")
    return tuple(field_view(each) for each in intake.fields_of(version.procedure.opening))


def case_view(desk: Desk, ref: str) -> CaseView:
    """A case as this viewer may see it; for somebody whom it is about, its notice to them alone (RD-40).

    Raises NoSuchCase.
    """
    row = views.case_by_ref(desk.store, desk.viewer, ref)
    if row is None:
        return _narrow(desk, ref)
    whole = load(desk.store, desk.library, desk.office.nation, row)
    file = seen_file(desk.store, desk.viewer, whole)
    progress, names = file.progress, names_told(file.progress, names_of(desk.store, whole))
    settings, mine = views.settings(desk.store), numbering_of(whole, file)
    asked = sign_offs(desk, file, names)
    return CaseView(
        ref=file.row.ref,
        kind=file.procedure.id,
        kind_name=file.procedure.name,
        type=progress.type,
        title=file.row.title,
        stage=progress.stage,
        stage_name=file.procedure.stage_name(progress.stage),
        status=progress.status,
        owner=f"P-{file.row.owner}" if file.row.owner is not None else "",
        owner_name=_owner_name(desk, file, names),
        procedure=f"{file.procedure.id} {file.procedure.control.in_force.isoformat()}",
        procedure_note=_procedure_note(file, desk.today),
        opened_on=progress.opened_on,
        closed_on=progress.closed_on,
        dispose_after=attention.disposal_day(whole.progress, number(settings, "formal_retention_years")),
        version=mine.version,
        parties=_parties(progress, names),
        entries=tuple(entry_view(file, each, names, mine) for each in file.rows if each.kind == "entry"),
        limits=with_first_days(whole, limits_of(progress, desk.today)),
        warnings=(*map(to_look_at, asked), *attention.warnings(progress, desk.today)),
        links=_links(desk, file),
        attachments=tuple(
            AttachmentView(each.id, each.name, each.size, each.number and mine.shown(each.number), each.confidential)
            for each in views.attachments(desk.store, file.row.id)
            if papers_open(whole.progress, each.number, each.confidential, viewing(desk.viewer, whole.progress))
        ),
        stages=_stages(progress),
        lines=tuple((each.id, each.text) for each in progress.lines),
        ledger=mine.lines(ledger(progress, names)),
        affected=tuple(impact(progress, names)),
        privacy_note=_privacy_note(file),
        sign_offs=tuple(asked),
        waits=wait_views(progress, names, mine),
    )


def _narrow(desk: Desk, ref: str) -> CaseView:
    """The case for somebody whom it is about: its reference and the notice to them, once it has gone."""
    row = register.case_for_subject(desk.store, desk.viewer, ref)
    if row is None:
        raise NoSuchCase(ref)
    file = load(desk.store, desk.library, desk.office.nation, row)
    me = f"P-{desk.viewer.person_id}"
    if me not in independence.hidden_from(file.progress):
        raise NoSuchCase(ref)
    told = [each for each in file.rows if told_to(file, each, me)]
    if not told:
        raise NoSuchCase(ref)
    names = names_of(desk.store, file)
    told_numbers = {each.number for each in told}
    mine = numbering_of(
        file, replace(file, entries=tuple(each for each in file.entries if each.number in told_numbers))
    )
    return CaseView(
        ref=file.row.ref,
        kind=file.procedure.id,
        kind_name=file.procedure.name,
        type="",
        title="",
        stage="",
        stage_name="",
        status="",
        owner="",
        owner_name="",
        procedure="",
        procedure_note="",
        opened_on=None,
        closed_on=None,
        dispose_after=None,
        version=0,
        parties=(),
        entries=tuple(entry_view(file, each, names, mine) for each in told),
        limits=(),
        warnings=(),
        links=(),
        attachments=(),
        stages=(),
        narrow=True,
    )


def _procedure_note(file: CaseFile, today: date) -> str:
    control = file.procedure.control
    note = f"in force from {say_day(control.in_force)}"
    if control.review_on is not None and control.review_on < today:
        note += f"; its review was due on {say_day(control.review_on)}"
    return note


def _privacy_note(file: CaseFile) -> str:
    """To whom a closed case is open, and what the program cannot promise (E-22); empty for one open to the office."""
    if not file.row.restricted:
        return ""
    open_to = "those named in it as its viewers"
    if file.procedure.restricted:
        keeper = "" if keepers(file.progress) <= handed_over(file.progress) else "whoever opened it, "
        open_to = f"{keeper}its mediator, and whom the mediator added"
    return (
        f"Open to {open_to}, and to nobody else; "
        "whoever runs the computer on which the office's file lies could still read that file."
    )


def _owner_name(desk: Desk, file: CaseFile, names: Mapping[str, str]) -> str:
    if file.row.owner is None:
        return ""
    told = names.get(f"P-{file.row.owner}")
    return told if told is not None else register.names(desk.store, [file.row.owner]).get(file.row.owner, "")


def _parties(progress: Progress, names: Mapping[str, str]) -> tuple[PartyView, ...]:
    found: dict[tuple[str, str], list[str]] = {}
    before = handed_over(progress)
    for each in progress.parties:
        part = FORMER if each.part == MEDIATOR and each.person in before else each.part
        found.setdefault((each.person, part), []).append(each.role)
    return tuple(
        PartyView(
            person if person_number(person) else "",
            names.get(person, person),
            part,
            ", ".join(role for role in roles if role),
        )
        for (person, part), roles in found.items()
    )


def _links(desk: Desk, file: CaseFile) -> tuple[LinkView, ...]:
    return tuple(LinkView(each.ref, each.words) for each in views.links(desk.store, desk.viewer, file.row.id))


def _stages(progress: Progress) -> tuple[StageView, ...]:
    """The stages on this case's own way, in their order.

    A stage that only the opening enters, and that is not the first, is a way of its own (leaving at their own wish):
    a case that began there shows the stages that it entered, any other case leaves it out.
    """
    ids = [each.id for each in progress.procedure.stages]
    entered = {stage: None for stage, _ in progress.stages_entered}
    later = [act for act in progress.procedure.acts if act is not progress.procedure.opening]
    aside = set(ids[1:]) - {each.to for act in later for each in act.enters}
    if aside & set(entered):
        names = {each.id: each.name for each in progress.procedure.stages}
        open_now = progress.stage if progress.status != "closed" else ""
        return tuple(
            StageView(each, names[each], "current" if each == open_now else "done") for each in entered if each in names
        )
    return _on_the_way(progress, aside)


def _on_the_way(progress: Progress, aside: set[str]) -> tuple[StageView, ...]:
    ids = [each.id for each in progress.procedure.stages]
    here = ids.index(progress.stage) if progress.stage in ids else -1
    entered = {stage for stage, _ in progress.stages_entered}
    found = []
    for place, stage in enumerate(progress.procedure.stages):
        word = "ahead" if place > here else "done" if stage.id in entered else "skipped"
        if place == here:
            word = "done" if progress.status == "closed" else "current"
        if stage.id not in aside:
            found.append(StageView(stage.id, stage.name, word))
    return tuple(found)


def steps_view(desk: Desk, ref: str) -> list[StepView]:
    """The open steps, the worst first, then the actions that are possible now. Raises NoSuchCase."""
    file = open_file(desk, ref)
    names, contacts = names_of(desk.store, file), contact_list(views.settings(desk.store))
    progress = file.progress
    steps = [step_view(desk, file, each.act, each, names, contacts) for each in progress.open_instances()]
    closed = progress.status == "closed"
    steps.sort(key=lambda each: (closed and each.after_closing, STATES.index(each.state), each.due or date.max))
    actions = []
    for act in file.procedure.actions:
        candidate = considered(desk, file, act, None, {})
        possible = progress.holds(act.available, candidate)
        if act.effect == "undo-closing":
            possible = progress.status == "closed"
        if act.effect == "waive":
            possible = any(each.act.waivable for each in progress.open_instances())
        if act.effect == "extend":
            possible = any(each.limit is not None and each.limit.extend for each in progress.open_instances())
        if act.effect == ENDS:
            possible = bool(waits(progress))
        if possible:
            actions.append(step_view(desk, file, act, None, names, contacts))
    asked = sign_offs(desk, file, names)
    return [with_sign_off(each, asked) for each in (*steps, *actions)]


def why_view(desk: Desk, ref: str, instance: str) -> WhyView:
    """A date that explains itself (DY-06). Raises NoSuchCase; LookupError where the case has no such step."""
    file = open_file(desk, ref)
    found = file.progress.by_name(instance)
    if found is None:
        raise LookupError(f"{ref} has no step {instance}. See the case for its steps.")
    due = file.progress.due(found)
    limit = limit_view(file.progress, found, desk.today)
    return WhyView(
        title=found.act.name,
        sentences=tuple(sentences(file, found, due, limit)),
        passed_over=tuple((each.date, each.why) for each in due.receipt.passed_over) if due is not None else (),
        rules=tuple(rule_rows(desk, found.act)),
    )
