"""What a step or an action asks for: its form, its gates, its ticks, and what the case knows already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sharedlives_tui import intake, on_behalf
from sharedlives_tui.casefile import CaseFile
from sharedlives_tui.caseviews import OWNERS, FieldView, StepView
from sharedlives_tui.casework_checks import all_is_shared, gates
from sharedlives_tui.correspondence import considered, ticks_for
from sharedlives_tui.desk import Desk
from sharedlives_tui.facts import Entry, Value
from sharedlives_tui.independence import holders
from sharedlives_tui.known import known_fact
from sharedlives_tui.privacy import ANYBODY, SHARED, SIDE, inherited_side
from sharedlives_tui.privacy_views import Seen
from sharedlives_tui.procedures import ALWAYS, Act, Condition, Field
from sharedlives_tui.progress import Progress
from sharedlives_tui.reading_limits import limit_view
from sharedlives_tui.recipients import as_told, recipients
from sharedlives_tui.standing import Instance
from sharedlives_tui.typed_dates import say_day
from sharedlives_tui.waits import ENDS, WHICH, waits
from sharedlives_tui.windows import windows_told_by

YES_OR_NO = ("yes", "no")
PICKED = ("choice", "yes/no")
"""The kinds of fields whose answers are all known beforehand."""

_BY = "by"
"""The field of every form that says who did it."""


def step_view(
    desk: Desk,
    file: CaseFile,
    act: Act,
    instance: Instance | None,
    names: Mapping[str, str],
    contacts: Mapping[str, str],
) -> StepView:
    """What an open step (with its instance) or a possible action (without) asks for today."""
    progress, today = file.progress, desk.today
    candidate = considered(desk, file, act, instance, {})
    told = as_told(progress, act, candidate, instance, {})
    # A form may become an entry that everybody reads: it begins with what everybody may know.
    common = told if act.notice is not None else as_told(progress, act, candidate, instance, {}, ANYBODY)
    limit = limit_view(progress, instance, today) if instance is not None else None
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
        until=limit.until if limit is not None and limit.force == "window" else None,
        state=limit.state if limit is not None else "no_limit",
        days_late=limit.days_late if limit is not None else 0,
        gates=tuple(each.words for each in gates(progress, act, candidate, instance)),
        fields=tuple(
            _with_source(common, act, _for_this_office(desk, file, each, inherited_side(progress, candidate, instance)))
            for each in _asked(desk, told, act, candidate, instance, contacts)
        ),
        notice=notice.id if notice is not None else "",
        must=ticks_for(told, act, candidate, instance, contacts) if notice is not None else (),
        methods=notice.methods if notice is not None else (),
        to=recipients(progress, act, candidate, instance, names),
        spoken=notice.spoken if notice is not None else False,
        prefilled=_prefilled(progress, common, act, candidate, instance, names),
        help=act.help,
        after_closing=act.after_closing,
        remarks=(
            *(each.words for each in windows_told_by(progress, act, candidate)),
            *_taken_over(common, act, candidate, instance),
        ),
        decides=bool(act.decides),
        only_adds=act.only_adds,
        day=act.day,
    )


def _who(progress: Progress, act: Act, names: Mapping[str, str]) -> tuple[str, ...]:
    """The offices whose act it is; a part in the case stands for the names of those who take it."""
    found: list[str] = []
    for role in act.decides or act.who:
        part = role.removeprefix("party:")
        people = [names.get(person, person) for person in holders(progress, act, part)]
        found += [role] if part == role else (people or [f"the {part}"])
    return tuple(dict.fromkeys(found))


def not_mine(desk: Desk, field: Field, *, needed: bool, who: str = "") -> FieldView:
    """Return a field that is asked while the form says that somebody else did it, or stands in the field `who`."""
    return replace(field_view(field), asked_unless=((who or _BY, ("", desk.recorder)),), needed_when_asked=needed)


def _asked(
    desk: Desk, progress: Progress, act: Act, candidate: Entry, instance: Instance | None, contacts: Mapping[str, str]
) -> list[FieldView]:
    found = []
    own = {each.id: each for each in act.fields}
    needed = {each.field for each in ticks_for(progress, act, candidate, instance, contacts) if each.required}
    for each in intake.fields_of(act):
        on_the_form = _named_in(each.when) & set(own)
        asked_when = _asked_when(progress, each.when, [own[name] for name in on_the_form], candidate, instance)
        if asked_when is None:
            continue
        view = replace(
            field_view(each),
            required=each.required and progress.holds(each.when, candidate, instance),
            asked_when=asked_when,
            needed_when_asked=each.required and _surely(progress, each.when, asked_when, candidate, instance),
        )
        if each in on_behalf.FIELDS:
            view = not_mine(desk, each, needed=act.decides_when == ALWAYS, who=act.decided_in)
        if each.id in needed or (each.id == "method" and not view.default):
            view = replace(view, required=True)
        if each.kind == "instance":
            open_now = [one for one in progress.open_instances() if _can_be_named(act, one)]
            view = replace(view, choices=tuple(one.name for one in open_now))
        if act.effect == "owner" and each.id == "owner":
            view = replace(view, among=(OWNERS,))
        if each.id == WHICH and act.effect == ENDS:
            view = _one_of(view, tuple(dict.fromkeys(wait.words for wait in waits(progress))))
        if each.kind == "choice" and act.enters and len(each.choices) > 1:
            view = replace(view, choices=_possible(progress, act, candidate, each, instance))
        found.append(view)
    return found


def _one_of(view: FieldView, choices: tuple[str, ...]) -> FieldView:
    """A text that is one of these: of one alone it is that one."""
    if not choices:
        return view
    return replace(view, kind="choice", choices=choices, required=True, default=choices[0] if len(choices) == 1 else "")


def _named_in(when: Condition) -> set[str]:
    """Every field that a condition asks about, in its alternatives too."""
    names = {name for name, _ in when.fields} | {*when.filled, *when.empty, *when.given}
    names |= {name for pair in (when.below, when.at_least) if pair is not None for name in pair}
    return names.union(*(_named_in(each) for each in when.any_of))


def _asked_when(
    progress: Progress, when: Condition, own: Sequence[Field], candidate: Entry, instance: Instance | None
) -> tuple[tuple[str, tuple[str, ...]], ...] | None:
    """With what choices of the same form a field is asked; empty: whatever they are; None: it is not asked at all.

    What the form's other fields will hold is not known yet: a condition on them is taken as one that may come true.
    """
    typed = {each.id for each in own if each.kind not in PICKED}
    may = _without(when, typed)
    picked = [each for each in own if each.kind in PICKED]
    if not picked:
        return () if progress.holds(may, candidate, instance) else None
    if len(picked) > 1:
        return when.fields
    (field,) = picked
    choices = field.choices or YES_OR_NO
    fitting = tuple(
        each
        for each in choices
        if progress.holds(may, replace(candidate, values={**candidate.values, field.id: each}), instance)
    )
    return ((field.id, fitting),) if fitting else None


def _surely(
    progress: Progress,
    when: Condition,
    asked_when: tuple[tuple[str, tuple[str, ...]], ...],
    candidate: Entry,
    instance: Instance | None,
) -> bool:
    """Whether a field is needed with each choice that has it asked, whatever is typed into the others."""
    if len(asked_when) != 1:
        return False
    ((name, choices),) = asked_when
    return all(
        progress.holds(when, replace(candidate, values={**candidate.values, name: each}), instance) for each in choices
    )


def _without(when: Condition, names: set[str]) -> Condition:
    """The condition without what it asks of these fields."""
    if not _named_in(when) & names:
        return when
    return replace(
        when,
        fields=tuple(each for each in when.fields if each[0] not in names),
        filled=tuple(each for each in when.filled if each not in names),
        empty=tuple(each for each in when.empty if each not in names),
        given=tuple(each for each in when.given if each not in names),
        below=None if when.below is None or names & {*when.below} else when.below,
        at_least=None if when.at_least is None or names & {*when.at_least} else when.at_least,
        any_of=tuple(_without(each, names) for each in when.any_of),
    )


def _for_this_office(desk: Desk, file: CaseFile, field: FieldView, side: str) -> FieldView:
    """A field as it is asked here: the side is at first that of what called for the step.

    In a scheme's own file of a dispute everything is shared (RD-25).
    """
    if field.name != SIDE:
        return field
    if all_is_shared(desk, file.procedure):
        return replace(field, choices=(SHARED,), default=SHARED)
    return replace(field, default=side) if side in field.choices else field


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
    progress: Progress, told: Progress, act: Act, candidate: Entry, instance: Instance | None, names: Mapping[str, str]
) -> dict[str, Value]:
    """What the case knows already for the fields of a step: from the chain of its own entries, as far as it is told.

    People stand by their names as the viewer knows them: who they are is not yet what a letter says of them.
    """
    found: dict[str, Value] = {}
    for each in act.fields:
        if act.decides and act.notice is None and each.kind == "long text":
            continue  # whoever decides says why in their own words, not in those of an earlier decision
        fact = known_fact(told, each, instance)
        before = said_before(told, each)
        texts = told.lookup(candidate, each.id, instance) or ((fact,) if fact else ())
        texts = texts or (before.texts(each.id) if before is not None else ())
        if each.kind in ("person", "people") and isinstance(told, Seen) and isinstance(progress, Seen):
            texts = told.people(candidate, each.id, instance, progress)
        if texts and each.kind not in ("answers", "choice"):
            named = tuple(names.get(text, text) for text in texts)
            found[each.id] = named if each.many else named[0]
    return found


def said_before(progress: Progress, field: Field) -> Entry | None:
    """The entry that last answered a field with which forms begin as before; None where none did."""
    found = [each for each in progress.taken if each.texts(field.id)] if field.as_before else []
    return found[-1] if found else None


def _taken_over(progress: Progress, act: Act, candidate: Entry, instance: Instance | None) -> tuple[str, ...]:
    """That a form takes answers over from earlier letters: they were for another occasion, so they are checked."""
    over = [
        each
        for each in act.fields
        if said_before(progress, each) is not None and not progress.lookup(candidate, each.id, instance)
    ]
    if not over:
        return ()
    answers = "1 answer is" if len(over) == 1 else f"{len(over)} answers are"
    return (f"{answers} taken over from earlier letters of the case: check each.",)


def _with_source(progress: Progress, act: Act, view: FieldView) -> FieldView:
    """A field whose answer is taken over says from where, so that it is looked at before it goes out again."""
    own = act.field_by_id.get(view.name)
    entry = said_before(progress, own) if own is not None else None
    if entry is None:
        return view
    source = f"Taken over from ‘{progress.procedure.by_id[entry.act].name}’, {say_day(entry.done_on)}: check it."
    return replace(view, help=f"{source} {view.help}".strip())


def field_view(each: Field) -> FieldView:
    """A field of a form; required where it is asked for without a condition."""
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
