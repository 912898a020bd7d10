"""From a case's progress to the rows that lists read: limits, parties, who may see it, the line of the case."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sharedlives_tui import independence
from sharedlives_tui.progress import Instance, Progress
from sharedlives_tui.store import register
from sharedlives_tui.store.rows import AccessRow, CaseRow, LimitRow, PartyRow, person_number

if TYPE_CHECKING:
    from sharedlives_tui.store.writer import Writer

TITLE_LENGTH = 60


def limit_rows(progress: Progress) -> list[LimitRow]:
    """One row for each instance; the same on every day."""
    opening = progress.procedure.opening
    return [_limit_row(progress, each) for each in progress.instances if each.act is not opening]


def _limit_row(progress: Progress, instance: Instance) -> LimitRow:
    due = progress.due(instance)
    withheld = progress.withheld(instance)
    limit = due.limit if due is not None else instance.limit
    how = "met late" if instance.how == "met" and progress.late(instance) else instance.how
    return LimitRow(
        instance=instance.name,
        step=instance.act.id,
        step_name=instance.act.name,
        stage=instance.act.stage,
        key=instance.key,
        opened_on=instance.opened_on,
        force=limit.force if limit is not None else "none",
        side=progress.side(instance),
        due=due.due if due is not None else None,
        act_by=due.act_by if due is not None else None,
        until=due.until if due is not None else None,
        state_base="ended" if not instance.open else "withheld" if withheld else "open",
        ended_on=instance.ended_on,
        how=how,
        late=progress.late(instance),
        rules=instance.act.rules,
        after_closing=instance.act.after_closing,
    )


def save_rows(writer: Writer, row: CaseRow, progress: Progress) -> int:
    """Write what lists read of the case; returns its new version. Raises Conflict."""
    parties = _parties(progress)
    access = _access(progress)
    guarded = bool(independence.hidden_from(progress))
    owner = _owner(progress)
    saved = replace(
        row,
        updated_at=None,
        type=progress.type,
        title=_title(writer, progress),
        owner=owner,
        stage=progress.stage,
        status=progress.status,
        closed_on=progress.closed_on,
        restricted=progress.procedure.restricted or any(each.rule == "viewer" for each in access),
        guarded=guarded,
        opened_on=progress.opened_on or row.opened_on,
    )
    writer.replace_limits(row.id, limit_rows(progress))
    writer.replace_parties(row.id, parties)
    writer.replace_access(row.id, access)
    version: int = writer.save_case(saved)
    return version


def _parties(progress: Progress) -> list[PartyRow]:
    found = []
    for each in progress.parties:
        number = person_number(each.person)
        if number is not None:
            found.append(PartyRow(number, each.part, each.role))
    return list(dict.fromkeys(found))


def _access(progress: Progress) -> list[AccessRow]:
    hidden = [number for number in map(person_number, independence.hidden_from(progress)) if number is not None]
    found = [AccessRow(number, "hidden") for number in sorted(hidden)]
    viewers: set[int] = set()
    named = [each for each in progress.taken if progress.procedure.by_id[each.act].effect == "viewer"]
    if named or progress.procedure.restricted:
        people = [person for each in named for person in each.texts("who")]
        people += [each.recorded_by for each in named] + [each.done_by for each in named]
        if progress.opening is not None:
            people += [progress.opening.recorded_by, progress.opening.done_by]
        owner = _owner(progress)
        viewers = {number for number in map(person_number, people) if number is not None}
        viewers |= {owner} if owner is not None else set()
    return found + [AccessRow(number, "viewer") for number in sorted(viewers - set(hidden))]


def _owner(progress: Progress) -> int | None:
    return person_number(independence.owner_of(progress))


def _title(writer: Writer, progress: Progress) -> str:
    opening = progress.opening
    if opening is None:
        return ""
    for name in progress.procedure.title:
        texts = opening.texts(name)
        numbers = [number for number in map(person_number, texts) if number is not None]
        if numbers:
            names = register.names(writer, numbers)
            return ", ".join(names[number] for number in numbers if number in names)
        if texts:
            text = " ".join(texts[0].split())
            return text if len(text) <= TITLE_LENGTH else text[: TITLE_LENGTH - 1] + "…"
    return ""
