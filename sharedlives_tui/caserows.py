"""From a case's progress to the rows that lists read: limits, parties, who may see it, the line of the case."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from sharedlives_tui import independence, privacy
from sharedlives_tui.cleaning import clean_line
from sharedlives_tui.names import in_one_line
from sharedlives_tui.privacy_names import Masks
from sharedlives_tui.progress import Progress
from sharedlives_tui.standing import Instance
from sharedlives_tui.store import register
from sharedlives_tui.store.rows import AccessRow, CaseRow, LimitRow, PartyRow, person_number

if TYPE_CHECKING:
    from sharedlives_tui.store.reads import Reads
    from sharedlives_tui.store.writer import Writer

TITLE_LENGTH = 60
LONGEST_NAME = 120
"""Characters of a step's name in lists, at most."""


def limit_rows(progress: Progress, told: Callable[[str], str] = str) -> list[LimitRow]:
    """One row for each instance; the same on every day. `told` takes withheld names out of words of the case."""
    opening = progress.procedure.opening
    return [_limit_row(progress, each, told) for each in progress.instances if each.act is not opening]


def _name(progress: Progress, instance: Instance, told: Callable[[str], str]) -> str:
    """What lists call the step: while it is open the words of what was agreed or promised, where it is a line's own."""
    line = next((each for each in progress.lines if each.id == instance.key), None)
    if not instance.open or line is None or instance.act.side != "line":
        return instance.act.name
    return clean_line(told(line.text), LONGEST_NAME) or instance.act.name


def _limit_row(progress: Progress, instance: Instance, told: Callable[[str], str]) -> LimitRow:
    due = progress.due(instance)
    withheld = progress.withheld(instance)
    limit = due.limit if due is not None else instance.limit
    how = "met late" if instance.how == "met" and progress.late(instance) else instance.how
    return LimitRow(
        instance=instance.name,
        step=instance.act.id,
        step_name=_name(progress, instance, told),
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


class Rows(NamedTuple):
    """Everything that lists read of a case, as its progress says."""

    case: CaseRow
    limits: list[LimitRow]
    parties: list[PartyRow]
    access: list[AccessRow]


def rows_of(reads: Reads, row: CaseRow, progress: Progress) -> Rows:
    """Return what the lists should have of a case; version and time of the last change are those of `row`."""
    access = _access(progress)
    case = replace(
        row,
        type=progress.type,
        title=_title(reads, progress),
        owner=_owner(progress),
        stage=progress.stage,
        status=progress.status,
        closed_on=progress.closed_on,
        restricted=progress.procedure.restricted or any(each.rule != "hidden" for each in access),
        guarded=bool(independence.hidden_from(progress)),
        opened_on=progress.opened_on or row.opened_on,
    )
    return Rows(case, limit_rows(progress, _masks(reads, progress).scrub), _parties(progress), access)


def save_rows(writer: Writer, row: CaseRow, progress: Progress) -> int:
    """Write what lists read of the case; returns its new version. Raises Conflict."""
    rows = rows_of(writer, row, progress)
    writer.replace_limits(row.id, rows.limits)
    writer.replace_parties(row.id, rows.parties)
    writer.replace_access(row.id, rows.access)
    version: int = writer.save_case(replace(rows.case, updated_at=None))
    return version


def _parties(progress: Progress) -> list[PartyRow]:
    found = []
    for each in progress.parties:
        number = person_number(each.person)
        if number is not None:
            found.append(PartyRow(number, each.part, each.role))
    return list(dict.fromkeys(found))


def _access(progress: Progress) -> list[AccessRow]:
    hidden = _numbers(independence.hidden_from(progress))
    viewers = _numbers(_viewers(progress)) - hidden
    partly = {each for each in viewers if _lacks_a_step(progress, f"P-{each}")}
    found = [AccessRow(number, "hidden") for number in sorted(hidden)]
    return found + [AccessRow(number, "part" if number in partly else "viewer") for number in sorted(viewers)]


def _numbers(people: Iterable[str]) -> set[int]:
    return {number for number in map(person_number, people) if number is not None}


def _viewers(progress: Progress) -> set[str]:
    """To whom the case is open where it is not open to everybody; empty where it is."""
    if progress.procedure.restricted:
        return set(privacy.open_to(progress))
    named = [each for each in progress.taken if progress.procedure.by_id[each.act].effect == "viewer"]
    if not named:
        return set()
    people = {person for each in named for person in each.texts("who")}
    people |= {person for each in named for person in (each.recorded_by, each.done_by)}
    return people | privacy.keepers(progress) | {independence.owner_of(progress)}


def _lacks_a_step(progress: Progress, person: str) -> bool:
    """Whether some step of the case is closed to the person: what Today says of all its steps is not for them."""
    viewer = privacy.audience(progress, person)
    return any(not privacy.may_know(progress, each, viewer) for each in progress.instances)


def _owner(progress: Progress) -> int | None:
    owner, mediating = independence.owner_of(progress), privacy.mediators(progress)
    named = any(progress.procedure.by_id[each.act].effect == "owner" for each in progress.taken)
    # Who mediates looks after a dispute, unless somebody else was named: neither who logged the call nor who handed it
    # on (DI-04).
    if owner in privacy.handed_over(progress) or (owner not in mediating and not named):
        owner = min(mediating, key=lambda each: person_number(each) or 0, default=owner)
    return person_number(owner)


def _masks(reads: Reads, progress: Progress) -> Masks:
    """What takes every name that is withheld from anybody out of words that lists show (RD-48)."""
    withheld = frozenset(each.person for each in progress.parties if each.part == privacy.WITHHELD)
    known = register.names(reads, _numbers(withheld)) if withheld else {}
    return Masks(withheld, {f"P-{number}": name for number, name in known.items()})


def _title(reads: Reads, progress: Progress) -> str:
    """What names the case in lists, whoever reads them: so never a name that is withheld from anybody (RD-48)."""
    opening = progress.opening
    if opening is None:
        return ""
    masks = _masks(reads, progress)
    for name in progress.procedure.title:
        texts = opening.texts(name)
        numbers = [number for number in map(person_number, texts) if number is not None]
        if numbers:
            names = register.names(reads, numbers)
            told = [names[number] for number in numbers if number in names and f"P-{number}" not in masks.people]
            if told:
                return in_one_line(told)
            continue
        if texts:
            text = masks.scrub(" ".join(texts[0].split()))
            return text if len(text) <= TITLE_LENGTH else text[: TITLE_LENGTH - 1] + "…"
    return ""
