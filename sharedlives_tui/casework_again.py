"""What a correction does: to what is to be done, and to later entries, asked their gates and doers again (DY-08).

These stand, for they happened. But whoever corrects is told which of them would be refused now, and why.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sharedlives_tui.casefile import CaseFile
from sharedlives_tui.casework_checks import gates, why_not_who
from sharedlives_tui.desk import Desk
from sharedlives_tui.facts import Entry
from sharedlives_tui.numbering import Numbering
from sharedlives_tui.privacy_views import scrubber
from sharedlives_tui.progress import Progress, instance_for
from sharedlives_tui.requests import Corrected, Problem, ToDo, Warned
from sharedlives_tui.standing import Instance
from sharedlives_tui.store.reads import Reads
from sharedlives_tui.typed_dates import say_day


def refused_now(
    desk: Desk, reads: Reads, file: CaseFile, entries: Sequence[Entry], seen: Progress, mine: Numbering
) -> tuple[Warned, ...]:
    """The entries that stand and would be refused as the case now reads, one warning each, by their own numbers.

    `file` is the case as it was, `entries` are those that it has with the correction, `seen` and `mine` say what
    whoever corrects may be told of it.
    """
    known = {each.number: each for each in file.entries}
    changed = [each for each in entries if known.get(each.number) != each]
    first = min((each.done_on for each in changed), default=date.max)
    found = []
    for entry in entries:
        act = file.procedure.by_id.get(entry.act)
        asked = act is not None and (act.needs or act.decides or act.independence)
        later = entry.done_on >= first and entry.number not in {each.number for each in changed}
        if act is None or not asked or not later or entry.struck or entry.number not in mine.numbers:
            continue
        now = _problems(desk, reads, file, entries, entry)
        before = _problems(desk, reads, file, file.entries, entry) if now else []
        scrub = scrubber(seen)
        for each in dict.fromkeys(now):
            if each not in before:
                words = (
                    f"Entry {mine.shown(entry.number)}, {act.name} of {say_day(entry.done_on)}, would be refused now: "
                )
                found.append(Warned(each.rule, act.id, words + scrub(each.words)))
    return tuple(found)


def stands_otherwise(found: Corrected, before: Progress, after: Progress) -> Corrected:
    """The answer with what is to be done only after, what was only before, and where the case stands otherwise."""
    was, now = ({each.name: each for each in state.instances if each.open} for state in (before, after))
    opened = tuple(_to_do(each, after) for name, each in now.items() if name not in was)
    ended = tuple(_to_do(each, before) for name, each in was.items() if name not in now)
    stage = after.procedure.stage_name(after.stage) if after.stage != before.stage else ""
    status = after.status if after.status != before.status else ""
    return replace(found, opened=opened, ended=ended, stage=stage, status=status)


def _to_do(instance: Instance, state: Progress) -> ToDo:
    due = state.due(instance)
    return ToDo(instance.name, instance.act.name, None if due is None else due.due)


def _problems(desk: Desk, reads: Reads, file: CaseFile, entries: Sequence[Entry], entry: Entry) -> list[Problem]:
    """Why an entry would be refused with the others that were there by the end of its day; empty where it has no place.

    One without a place stands outside the procedure, which is told in another way.
    """
    act = file.procedure.by_id[entry.act]
    before = file.with_entries(
        [each for each in entries if each.done_on <= entry.done_on and each.number != entry.number]
    )
    instance = instance_for(before, entry) if act.kind == "step" else None
    if act.kind == "step" and instance is None:
        return []
    return [*gates(before, act, entry, instance), *why_not_who(desk, reads, before, act, entry, instance)]
