"""Whom a decision would touch: each person supported of a case, with what is planned for them (DA-18, pure).

A step that says `card = "impact"` asks for the plan of one person; its fields are the columns of the card.
"""

from __future__ import annotations

from collections.abc import Mapping

from sharedlives_tui.caseviews import ImpactRow
from sharedlives_tui.procedures import Act
from sharedlives_tui.progress import Progress


def impact(progress: Progress, names: Mapping[str, str]) -> list[ImpactRow]:
    """A row for each person supported, in the order in which they came into the case; empty where there is none."""
    found: list[ImpactRow] = []
    for act in progress.procedure.steps:
        if not act.card:
            continue
        parts = {opener.for_each.part for opener in act.opens if opener.for_each is not None}
        people = dict.fromkeys(each.person for each in progress.parties if each.part in parts)
        found += [_row(progress, act, person, names) for person in people]
    return found


def _row(progress: Progress, act: Act, person: str, names: Mapping[str, str]) -> ImpactRow:
    entries = [entry for entry in progress.taken if entry.act == act.id and entry.key == person]
    last = entries[-1] if entries else None
    facts = []
    for each in act.fields if last is not None else ():
        texts = last.texts(each.id) if last is not None else ()
        if texts:
            facts.append((each.label, "; ".join(names.get(text, text) for text in texts)))
    waits = next((each.name for each in progress.open_instances(act.id) if each.key == person), "")
    return ImpactRow(person, names.get(person, person), waits, None if last is None else last.done_on, tuple(facts))
