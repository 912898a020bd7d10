"""What somebody may see of a case, and what can be done next: for the screens and for the text twin alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from sharedlives_tui import attention, independence, intake
from sharedlives_tui.calendar_history import calendar_revisions
from sharedlives_tui.casefile import CaseFile, NoSuchCase, load, names_of
from sharedlives_tui.caseviews import (
    AttachmentView,
    CaseView,
    EntryView,
    FieldView,
    LimitView,
    LinkView,
    PartyView,
    StageView,
    StepView,
    WhyView,
)
from sharedlives_tui.casework_checks import gates
from sharedlives_tui.clock import local_day
from sharedlives_tui.correspondence import considered, ticks_for
from sharedlives_tui.desk import Desk
from sharedlives_tui.doing import people_named
from sharedlives_tui.facts import Entry, Value
from sharedlives_tui.known import known_fact
from sharedlives_tui.limits import STATES, Due, days_late
from sharedlives_tui.procedures import ALWAYS, Act, Field
from sharedlives_tui.progress import Instance, Progress, replay
from sharedlives_tui.recipients import recipients
from sharedlives_tui.settings import contact_list, number
from sharedlives_tui.store import register, views
from sharedlives_tui.store.rows import EntryRow
from sharedlives_tui.typed_dates import say_day


def open_file(desk: Desk, ref: str) -> CaseFile:
    """The case of a reference, if this viewer may see it. Raises NoSuchCase, for unknown and for hidden alike."""
    row = views.case_by_ref(desk.store, desk.viewer, ref)
    if row is None:
        raise NoSuchCase(ref)
    return load(desk.store, desk.library, desk.office.nation, row)


def kinds(desk: Desk) -> list[tuple[str, str, str]]:
    """The kinds of case that can be opened: id, name, plural."""
    found = []
    for kind in desk.library.kinds():
        version = desk.library.in_force(kind, desk.today)
        if version is not None:
            found.append((kind, version.procedure.name, version.procedure.plural))
    return found


def opening_fields(desk: Desk, kind: str) -> tuple[FieldView, ...]:
    """The fields of the first step of a procedure: the New case form. Raises LookupError for an unknown kind."""
    version = desk.library.in_force(kind, desk.today)
    if version is None:
        raise LookupError(f"There is no procedure '{kind}'. There are: {', '.join(desk.library.kinds())}.")
    return tuple(_field(each) for each in intake.fields_of(version.procedure.opening))


def case_view(desk: Desk, ref: str) -> CaseView:
    """A case as this viewer may see it; for somebody whom it is about, its notice to them alone (RD-40).

    Raises NoSuchCase.
    """
    row = views.case_by_ref(desk.store, desk.viewer, ref)
    if row is None:
        return _narrow(desk, ref)
    file = load(desk.store, desk.library, desk.office.nation, row)
    progress, names = file.progress, names_of(desk.store, file)
    settings = views.settings(desk.store)
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
        owner_name=_owner_name(desk, file),
        procedure=f"{file.procedure.id} {file.procedure.control.in_force.isoformat()}",
        procedure_note=_procedure_note(file, desk.today),
        opened_on=progress.opened_on,
        closed_on=progress.closed_on,
        dispose_after=attention.disposal_day(progress, number(settings, "formal_retention_years")),
        version=file.row.version,
        parties=_parties(progress, names),
        entries=tuple(_entry(file, each, names) for each in file.rows if each.kind == "entry" and _seen(desk, each)),
        limits=_with_first_days(file, limits_of(progress, desk.today)),
        warnings=tuple(attention.warnings(progress, desk.today)),
        links=_links(desk, file),
        attachments=tuple(
            AttachmentView(each.id, each.name, each.size, each.number, each.confidential)
            for each in views.attachments(desk.store, file.row.id)
        ),
        stages=_stages(progress),
        lines=tuple((each.id, each.text) for each in progress.lines),
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
    told = [each for each in file.rows if _told_to(file, each, me)]
    if not told:
        raise NoSuchCase(ref)
    names = names_of(desk.store, file)
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
        entries=tuple(_entry(file, each, names) for each in told),
        limits=(),
        warnings=(),
        links=(),
        attachments=(),
        stages=(),
        narrow=True,
    )


def _told_to(file: CaseFile, row: EntryRow, person: str) -> bool:
    act = file.procedure.by_id.get(row.act)
    struck = row.struck_by is not None
    return row.kind == "entry" and act is not None and act.hides and row.key == person and not struck


def _seen(desk: Desk, row: EntryRow) -> bool:
    """A private note is seen by whoever wrote it, and by nobody else (DI-16)."""
    private = row.body.get("values", {}).get("side") == "private"
    me = f"P-{desk.viewer.person_id}"
    return not private or (desk.viewer.person_id is not None and me in (row.recorded_by, row.done_by))


def _procedure_note(file: CaseFile, today: date) -> str:
    control = file.procedure.control
    note = f"in force from {say_day(control.in_force)}"
    if control.review_on is not None and control.review_on < today:
        note += f"; its review was due on {say_day(control.review_on)}"
    return note


def _owner_name(desk: Desk, file: CaseFile) -> str:
    if file.row.owner is None:
        return ""
    return register.names(desk.store, [file.row.owner]).get(file.row.owner, "")


def _parties(progress: Progress, names: Mapping[str, str]) -> tuple[PartyView, ...]:
    found: dict[tuple[str, str], list[str]] = {}
    for each in progress.parties:
        found.setdefault((each.person, each.part), []).append(each.role)
    return tuple(
        PartyView(person, names.get(person, person), part, ", ".join(role for role in roles if role))
        for (person, part), roles in found.items()
    )


def _entry(file: CaseFile, row: EntryRow, names: Mapping[str, str]) -> EntryView:
    entry = next(each for each in file.entries if each.number == row.number)
    act = file.procedure.by_id.get(entry.act)
    instance = file.progress.instance_of.get(entry.number)
    fields = {each.id: each for each in intake.fields_of(act)} if act is not None else {}
    recorded_on = local_day(row.recorded_at)
    return EntryView(
        id=entry.number,
        step=entry.act,
        name=act.name if act is not None else entry.act,
        instance=instance.name if instance is not None else entry.act,
        done_on=entry.done_on,
        recorded_at=row.recorded_at,
        done_by=names.get(entry.done_by, entry.done_by),
        recorded_by=names.get(entry.recorded_by, entry.recorded_by),
        struck=entry.struck,
        outside=file.progress.outside.get(entry.number, ""),
        incomplete=entry.incomplete,
        values={name: _named(value, names) for name, value in entry.values.items()},
        labels={name: each.label for name, each in fields.items()},
        confidential=_in_confidence(entry, act),
        letter=str(row.body.get("letter", "")),
        written_elsewhere=bool(row.body.get("written_elsewhere", False)),
        struck_reason=_struck(file, row, names)[0],
        struck_by=_struck(file, row, names)[1],
        struck_on=_struck(file, row, names)[2],
        replaced_by=next((each.number for each in file.entries if each.replaces == entry.number), None),
        late_entry=recorded_on > entry.done_on,
    )


def _with_first_days(file: CaseFile, limits: tuple[LimitView, ...]) -> tuple[LimitView, ...]:
    """The limits, each with the day that it had before corrections moved it (RD-32)."""
    corrected = {each.replaces for each in file.entries if each.replaces is not None}
    if not corrected:
        return limits
    first = [replace(each, struck=False) if each.number in corrected else each for each in file.entries]
    before = file.with_entries([each for each in first if each.replaces is None])
    days = {each.name: due.due for each in before.instances if (due := before.due(each)) is not None}
    return tuple(
        replace(each, due_before=days[each.instance]) if days.get(each.instance, each.due) != each.due else each
        for each in limits
    )


def _struck(file: CaseFile, row: EntryRow, names: Mapping[str, str]) -> tuple[str, str, date | None]:
    """Why an entry was struck, by whom and on which day; empty for one that stands."""
    strike = next((each for each in file.rows if each.seq == row.struck_by), None)
    if strike is None:
        return "", "", None
    by = names.get(strike.recorded_by, strike.recorded_by)
    return str(strike.body.get("reason", "")), by, local_day(strike.recorded_at)


def _in_confidence(entry: Entry, act: Act | None) -> tuple[str, ...]:
    """The fields of the entry that hold what was given in confidence (CC-18)."""
    if act is None or entry.text(intake.IN_CONFIDENCE.id) != "yes":
        return ()
    return tuple(each.id for each in act.fields if each.confidential and each.id in entry.values)


def _named(value: Value, names: Mapping[str, str]) -> Value:
    if isinstance(value, str):
        return names.get(value, value)
    return tuple(names.get(each, each) for each in value)


def _links(desk: Desk, file: CaseFile) -> tuple[LinkView, ...]:
    return tuple(LinkView(each.ref, each.words) for each in views.links(desk.store, desk.viewer, file.row.id))


def _stages(progress: Progress) -> tuple[StageView, ...]:
    ids = [each.id for each in progress.procedure.stages]
    here = ids.index(progress.stage) if progress.stage in ids else -1
    entered = {stage for stage, _ in progress.stages_entered}
    found = []
    for place, stage in enumerate(progress.procedure.stages):
        word = "ahead" if place > here else "done" if stage.id in entered else "skipped"
        if place == here:
            word = "done" if progress.status == "closed" else "current"
        found.append(StageView(stage.id, stage.name, word))
    return tuple(found)


def limits_of(progress: Progress, today: date) -> tuple[LimitView, ...]:
    """Every instance of a step with its limit, the open ones worst first, then the ended ones."""
    found = [_limit(progress, each, today) for each in progress.instances if each.act is not progress.procedure.opening]
    return tuple(sorted(found, key=lambda each: (_order(each), each.due or date.max, each.opened_on)))


def _order(limit: LimitView) -> tuple[bool, int]:
    return (limit.ended is not None or bool(limit.how), STATES.index(limit.state))


def _limit(progress: Progress, instance: Instance, today: date) -> LimitView:
    due = progress.due(instance)
    state = progress.state(instance, today)
    limit = due.limit if due is not None else instance.limit
    how = progress.how(instance, today)
    return LimitView(
        instance=instance.name,
        step=instance.act.id,
        name=instance.act.name,
        stage=instance.act.stage,
        side=progress.side(instance),
        force=limit.force if limit is not None else "none",
        opened_on=instance.opened_on,
        due=due.due if due is not None else None,
        act_by=due.act_by if due is not None else None,
        until=due.until if due is not None else None,
        state=state,
        days_late=days_late(due, today, state),
        ended=instance.ended_on,
        how=how,
        late=progress.late(instance),
        rules=instance.act.rules,
        after_closing=instance.act.after_closing,
        unit=limit.unit if limit is not None else "",
    )


# -- what can be done next ---------------------------------------------------------------------------------------


def steps_view(desk: Desk, ref: str) -> list[StepView]:
    """The open steps, the worst first, then the actions that are possible now. Raises NoSuchCase."""
    file = open_file(desk, ref)
    names, contacts = names_of(desk.store, file), contact_list(views.settings(desk.store))
    progress = file.progress
    steps = [_step(desk, file, each.act, each, names, contacts) for each in progress.open_instances()]
    steps.sort(key=lambda each: (each.after_closing, STATES.index(each.state), each.due or date.max))
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
        if possible:
            actions.append(_step(desk, file, act, None, names, contacts))
    return steps + actions


def _step(
    desk: Desk,
    file: CaseFile,
    act: Act,
    instance: Instance | None,
    names: Mapping[str, str],
    contacts: Mapping[str, str],
) -> StepView:
    progress, today = file.progress, desk.today
    candidate = considered(desk, file, act, instance, {})
    limit = _limit(progress, instance, today) if instance is not None else None
    notice = act.notice
    return StepView(
        step=act.id,
        instance=instance.name if instance is not None else act.id,
        name=act.name,
        kind=act.kind,
        rules=act.rules,
        stage=act.stage,
        who=_who(progress, act, names),
        side=limit.side if limit is not None else act.side,
        force=limit.force if limit is not None else "none",
        due=limit.due if limit is not None else None,
        act_by=limit.act_by if limit is not None else None,
        state=limit.state if limit is not None else "no_limit",
        days_late=limit.days_late if limit is not None else 0,
        gates=tuple(each.words for each in gates(progress, act, candidate, instance)),
        fields=tuple(_asked(progress, act, candidate, instance, contacts)),
        notice=notice.id if notice is not None else "",
        must=ticks_for(progress, act, candidate, instance, contacts) if notice is not None else (),
        methods=notice.methods if notice is not None else (),
        to=recipients(progress, act, candidate, instance, names),
        spoken=notice.spoken if notice is not None else False,
        prefilled=_prefilled(progress, act, candidate, instance, names),
        help=act.help,
        after_closing=act.after_closing,
    )


def _who(progress: Progress, act: Act, names: Mapping[str, str]) -> tuple[str, ...]:
    """The offices whose act it is; a part in the case stands for the names of those who take it."""
    found: list[str] = []
    for role in act.decides or act.who:
        part = role.removeprefix("party:")
        people = [names.get(each.person, each.person) for each in progress.parties if each.part == part]
        found += [role] if part == role else (people or [f"the {part}"])
    return tuple(dict.fromkeys(found))


def _asked(
    progress: Progress, act: Act, candidate: Entry, instance: Instance | None, contacts: Mapping[str, str]
) -> list[FieldView]:
    found = []
    own = {each.id for each in act.fields}
    needed = {each.field for each in ticks_for(progress, act, candidate, instance, contacts) if each.required}
    for each in intake.fields_of(act):
        on_the_form = any(name in own for name, _ in each.when.fields)
        if not on_the_form and not progress.holds(each.when, candidate, instance):
            continue
        view = replace(_field(each), required=each.required and progress.holds(each.when, candidate, instance))
        if each.id in needed or (each.id == "method" and not view.default):
            view = replace(view, required=True)
        if each.kind == "instance":
            open_now = [one for one in progress.open_instances() if _can_be_named(act, one)]
            view = replace(view, choices=tuple(one.name for one in open_now))
        if each.kind == "choice" and act.enters and len(each.choices) > 1:
            view = replace(view, choices=_possible(progress, act, candidate, each, instance))
        found.append(view)
    return found


def _can_be_named(act: Act, instance: Instance) -> bool:
    if act.effect == "extend":
        return instance.limit is not None and instance.limit.extend
    return instance.act.waivable if act.effect == "waive" else True


def _possible(
    progress: Progress, act: Act, candidate: Entry, field: Field, instance: Instance | None
) -> tuple[str, ...]:
    """The choices of a field with which the action would be possible (the stages that one can escalate to)."""
    if act.kind != "action":
        return field.choices
    found = [
        choice
        for choice in field.choices
        if progress.holds(act.available, replace(candidate, values={field.id: choice}), instance)
    ]
    return tuple(found)


def _prefilled(
    progress: Progress, act: Act, candidate: Entry, instance: Instance | None, names: Mapping[str, str]
) -> dict[str, Value]:
    """What the case knows already for the fields of a step: from the chain of its own entries."""
    found: dict[str, Value] = {}
    for each in act.fields:
        fact = known_fact(progress, each, instance)
        texts = progress.lookup(candidate, each.id, instance) or ((fact,) if fact else ())
        if texts and each.kind not in ("answers", "choice"):
            named = tuple(names.get(text, text) for text in texts)
            found[each.id] = named if each.many else named[0]
    return found


def _field(each: Field) -> FieldView:
    return FieldView(
        name=each.id,
        label=each.label,
        kind=each.kind,
        required=each.required and each.when is ALWAYS,
        choices=each.choices,
        confidential=each.confidential,
        help=each.help,
        default=each.default,
        many=each.many,
        roles=each.roles,
        adds_people=each.adds_people,
        asked_when=each.when.fields,
    )


# -- why this date -----------------------------------------------------------------------------------------------

_FORCE_WORDS = {
    "must": "This is a must: the guidance gives the number, or we promised the date.",
    "aim": "This is an aim: the guidance says normally, or we aim to.",
    "local target": "This is our own target; the guidance gives no number. Past it, the list says so, not overdue.",
    "window": "This is a right of the other side. It closes; it never turns overdue.",
    "none": "There is no set limit.",
}


def why_view(desk: Desk, ref: str, instance: str) -> WhyView:
    """A date that explains itself (DY-06). Raises NoSuchCase; LookupError where the case has no such step."""
    file = open_file(desk, ref)
    found = file.progress.by_name(instance)
    if found is None:
        raise LookupError(f"{ref} has no step {instance}. See the case for its steps.")
    due = file.progress.due(found)
    limit = _limit(file.progress, found, desk.today)
    return WhyView(
        title=found.act.name,
        sentences=tuple(_sentences(file, found, due, limit)),
        passed_over=tuple((each.date, each.why) for each in due.receipt.passed_over) if due is not None else (),
        rules=tuple(_rule_rows(desk, found.act)),
    )


def _sentences(file: CaseFile, instance: Instance, due: Due | None, limit: LimitView) -> list[str]:
    opener = file.progress.entry[instance.opened_by]
    act = file.procedure.by_id.get(opener.act)
    began = f"Opened on {say_day(instance.opened_on)} by: {act.name if act is not None else opener.act}."
    found = [began]
    if limit.state == "withheld":
        return [*found, "Telling is withheld by a manager's decision: there is no date until that ends."]
    if due is None:
        return [*found, _FORCE_WORDS["none"]]
    found.append(f"{due.receipt.sentence()}.")
    if due.receipt.unit == "calendar days" and due.limit.count:
        found.append("Counted in calendar days: weekends and holidays count.")
    found += [f"{words[0].upper()}{words[1:]}." for words in due.moved]
    if due.due != due.receipt.due:
        found.append(f"So it is due on {say_day(due.due)}.")
    if due.act_by != due.due:
        found.append(f"That is no working day: act by {say_day(due.act_by)}.")
    if due.until != due.due:
        found.append(f"In time is what is posted or received by {say_day(due.until)}, the next working day.")
    found.append(_FORCE_WORDS[due.limit.force])
    found.append("It is ours to do." if limit.side == "ours" else "It is for the other side to do.")
    return found


def _rule_rows(desk: Desk, act: Act) -> list[tuple[str, str, str, str]]:
    rules = desk.library.rules
    return [
        (rules[name].id, rules[name].title, rules[name].words, rules[name].where) for name in act.rules if name in rules
    ]


# -- finding -----------------------------------------------------------------------------------------------------


def person_matches(desk: Desk, text: str, limit: int = 8) -> list[tuple[str, str, str]]:
    """People whose name holds the words, for typing: id, name, roles of today."""
    found = []
    for row in views.find_people(desk.store, text, limit):
        roles = ", ".join(sorted(register.roles_on(desk.store, row.ref, desk.today)))
        found.append((row.ref, row.name, roles))
    return found


def without_guidance(desk: Desk) -> list[tuple[str, str, str]]:
    """Carers and people supported who have not been given the complaints guidance (CC-24): id, name, role."""
    given = register.people_with_part(desk.store, "guidance", "recipient")
    found = []
    for row in register.people_holding(desk.store, ("carer", "person supported"), desk.today):
        person, name, role = row
        if person not in given:
            found.append((f"P-{person}", name, role))
    return found


def empty_progress(desk: Desk, kind: str) -> Progress:
    """The progress of a case that is about to be opened. Raises LookupError for an unknown kind."""
    version = desk.library.in_force(kind, desk.today)
    if version is None:
        raise LookupError(f"There is no procedure '{kind}'.")
    return replay(version.procedure, [], calendar_revisions(desk.store, desk.office.nation))


def resolve_people(desk: Desk, texts: Sequence[str]) -> list[str]:
    """Person ids for names or ids, those that are unknown left as they are."""
    found = []
    for text in texts:
        people = people_named(desk.store, text)
        found.append(people[0] if len(people) == 1 else text)
    return found
