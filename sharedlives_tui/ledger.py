"""The ledger of lines: allegations, points and promises, each with what was put, answered, found and told (pure).

One ledger serves complaints and deapprovals alike (DA-39, DA-40, CC-27, CC-33, CC-34). A field says by its `ledger`
in which column its value stands where the act is recorded for a line; a field that answers each line of a list gives
its n-th answer to the n-th line.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sharedlives_tui.caseviews import LedgerFact, LedgerRow
from sharedlives_tui.facts import Entry
from sharedlives_tui.procedures import LEDGER_COLUMNS, Field
from sharedlives_tui.progress import Progress


def ledger(
    progress: Progress, names: Mapping[str, str] | None = None, *, before: date | None = None
) -> list[LedgerRow]:
    """The lines of the case in the order in which they came up, each with its facts; empty where it has none.

    `names` gives people's names by id. With `before` only entries up to that day are looked at.
    """
    found: dict[str, dict[str, list[LedgerFact]]] = {line.id: {} for line in progress.lines}
    people = names or {}
    for entry in progress.taken:
        if entry.incomplete or (before is not None and entry.done_on > before):
            continue
        act = progress.procedure.by_id[entry.act]
        for each in act.fields:
            for line, text in _given(progress, entry, each, people):
                column = each.ledger or "answer"
                fact = LedgerFact(text, entry.done_on, entry.number, people.get(entry.done_by, entry.done_by))
                found[line].setdefault(column, []).append(fact)
    return [
        LedgerRow(
            line,
            {column: tuple(found[line.id][column]) for column in LEDGER_COLUMNS if column in found[line.id]},
            tuple(each.name for each in progress.open_instances() if each.key == line.id),
        )
        for line in progress.lines
    ]


def _given(progress: Progress, entry: Entry, declared: Field, names: Mapping[str, str]) -> list[tuple[str, str]]:
    """The lines to which the entry's value of a field belongs, each with its words."""
    known = {line.id: line.kind for line in progress.lines}
    texts = [names.get(each, each) for each in entry.texts(declared.id)]
    if not texts:
        return []
    if declared.kind == "answers" and declared.line is not None:
        lines = [line for line, kind in known.items() if kind == declared.line]
        return list(zip(lines, texts, strict=False))
    if declared.ledger and entry.key in known:
        return [(str(entry.key), "; ".join(texts))]
    return []


def ledger_facts(progress: Progress, names: Mapping[str, str], kind: str | None = None) -> dict[str, list[str]]:
    """The ledger as a letter reads it: parallel lists of texts, one place a line; `kind` picks one kind of line."""
    rows = [each for each in ledger(progress, names) if kind is None or each.line.kind == kind]
    return {
        "ledger_lines": [each.line.text for each in rows],
        "ledger_put": [each.last("put") for each in rows],
        "ledger_answers": [each.last("answer") for each in rows],
        "ledger_outcomes": [each.last("outcome") for each in rows],
    }
