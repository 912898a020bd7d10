"""A notice before it is recorded: what it holds and lacks, its real text, the Word document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sharedlives_tui import intake
from sharedlives_tui.casefile import CaseFile, NoSuchCase, load, names_of
from sharedlives_tui.caseviews import NoticeView, Tick
from sharedlives_tui.desk import Desk
from sharedlives_tui.doing import names_in, people_named, signing_role
from sharedlives_tui.facts import Entry, Value
from sharedlives_tui.known import known_fact
from sharedlives_tui.letters.facts import letter_facts
from sharedlives_tui.letters.rendering import render
from sharedlives_tui.letters.ticks import ticks, ticks_from
from sharedlives_tui.procedures import Act
from sharedlives_tui.progress import Instance, Progress
from sharedlives_tui.recipients import recipients
from sharedlives_tui.requests import Problem, Refused
from sharedlives_tui.settings import contact_list
from sharedlives_tui.store import views

LETTERHEAD = "letterhead"
"""The name under which the scheme's letterhead file is kept."""


def ticks_for(
    progress: Progress, act: Act, candidate: Entry, instance: Instance | None, contacts: Mapping[str, str]
) -> tuple[Tick, ...]:
    """What the notice must and may hold, and what of it is there."""
    return ticks(progress, act, candidate, instance, contacts)


def considered(desk: Desk, file: CaseFile, act: Act, instance: Instance | None, values: Mapping[str, Value]) -> Entry:
    """The entry that these values would make, without any check; nothing is written."""
    around = intake.Surroundings(
        today=desk.today,
        calendar=file.progress.calendar,
        find=lambda text: people_named(desk.store, text),
        lines_so_far=file.progress.lines,
    )
    around = replace(around, known=lambda field: known_fact(file.progress, field, instance))
    taken = intake.take(intake.fields_of(act), values, around, required=False)
    return Entry(
        number=max((each.number for each in file.entries), default=0) + 1,
        act=act.id,
        done_on=desk.today,
        recorded_at=desk.clock.now(),
        done_by=desk.recorder,
        recorded_by=desk.recorder,
        key=instance.key if instance is not None else None,
        values=taken.values,
    )


def find_act(file: CaseFile, text: str) -> tuple[Act, Instance | None]:
    """The act of `step`, `step@party` or `action`, with its open instance. Raises LookupError."""
    instance = next((each for each in file.progress.open_instances() if each.name == text), None)
    if instance is not None:
        return instance.act, instance
    act = file.procedure.by_id.get(text.partition("@")[0].partition(".")[0])
    if act is None:
        raise LookupError(f"There is no step '{text}'. See the case for its steps.")
    found = [each for each in file.progress.open_instances(act.id) if "@" not in text or each.name == text]
    return act, (found[0] if found else None)


def notice_view(
    desk: Desk,
    ref: str,
    text: str,
    values: Mapping[str, Value],
    *,
    letter: str | None = None,
    has: tuple[str, ...] = (),
    by: str = "",
) -> NoticeView:
    """The notice of a step as it stands with these values. Raises NoSuchCase; LookupError without such a notice."""
    row = views.case_by_ref(desk.store, desk.viewer, ref)
    if row is None:
        raise NoSuchCase(ref)
    file = load(desk.store, desk.library, desk.office.nation, row)
    act, instance = find_act(file, text)
    notice = act.notice
    if notice is None:
        raise LookupError(f"{act.name}: this step has no written notice. Record it instead.")
    candidate = considered(desk, file, act, instance, values)
    contacts = contact_list(views.settings(desk.store))
    sender = _sender(desk, by)
    candidate = replace(candidate, done_by=sender)
    names = names_of(desk.store, file) | names_in(desk.store, candidate) | {desk.recorder: desk.viewer.name}
    to = candidate.texts("to") or recipients(file.progress, act, candidate, instance, names)
    found = (
        ticks_from(has, file.progress, act, candidate, instance)
        if letter is not None
        else ticks(file.progress, act, candidate, instance, contacts)
    )
    facts = letter_facts(
        file.progress,
        act,
        replace(candidate, values={**candidate.values, "to": tuple(to)}),
        instance,
        people=names,
        contacts=contacts,
        ref=file.row.ref,
        office_name=desk.office.name,
        sender_name=names.get(sender, sender),
        sender_role=signing_role(desk, desk.store, sender, notice.sender, desk.today),
        today=desk.today,
        recipients=to,
        practice=desk.office.practice,
    )
    opening = file.progress.opening
    return NoticeView(
        act=act.id,
        instance=instance.name if instance is not None else act.id,
        notice=notice.id,
        title=act.name,
        ticks=found,
        text=letter if letter is not None else render(notice.letter, facts, own=desk.library.own_letters),
        to=tuple(to),
        methods=notice.methods,
        spoken=notice.spoken,
        format_needed=opening.text("format_needed") if opening is not None else "",
    )


def _sender(desk: Desk, by: str) -> str:
    """Who signs: the person named, or whoever sits at the desk. Raises Refused for a name that is not in the list."""
    if not by:
        return desk.recorder
    found = people_named(desk.store, by)
    if len(found) != 1:
        raise Refused(
            Problem("by", "", f"There is nobody called {by} in the office's list, or several. Give the number.")
        )
    return found[0]


def notice_docx(desk: Desk, ref: str, text: str, values: Mapping[str, Value], *, by: str = "") -> bytes:
    """The notice as a Word document in the scheme's letterhead. Raises as `notice_view`."""
    from sharedlives_tui.letters.word import docx

    view = notice_view(desk, ref, text, values, by=by)
    return docx(view.text, letterhead(desk), desk.office.practice, view.title)


def letterhead(desk: Desk) -> bytes | None:
    """The scheme's letterhead file: `letterhead.docx` in its folder of own papers; None where there is none."""
    own = desk.library.own
    path = None if own is None else own / f"{LETTERHEAD}.docx"
    return path.read_bytes() if path is not None and path.is_file() else None
