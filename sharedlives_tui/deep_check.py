"""`check --deep`: every row that lists read of a case is made anew from its entries, and compared with what is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sharedlives_tui.casefile import load
from sharedlives_tui.caserows import Rows, rows_of
from sharedlives_tui.desk import Desk
from sharedlives_tui.store import deep_views, views
from sharedlives_tui.store.rows import CaseRow, ClassColumns


def differences(desk: Desk) -> list[str]:
    """Return a sentence for each case whose rows are not what its entries say, and for each link that is not.

    Raises StoreError.
    """
    found: list[str] = []
    for row in views.all_cases(desk.store):
        file = load(desk.store, desk.library, desk.office.nation, row)
        said = rows_of(desk.store, row, file.progress)
        found += [
            f"{row.ref}: {words} kept for the lists differs from the entries." for words in _which(desk, row, said)
        ]
    return [*found, *deep_views.faults(desk.store)]


def _which(desk: Desk, row: CaseRow, said: Rows) -> Iterator[str]:
    plain = ClassColumns()
    kept, computed = replace(row, classes=plain), replace(said.case, classes=plain)
    for name in vars(kept):
        if getattr(kept, name) != getattr(computed, name):
            yield f"'{name}'"
    if set(views.limits_of(desk.store, row.id)) != set(said.limits):
        yield "a limit"
    parties = {replace(each, name="") for each in views.parties(desk.store, row.id)}
    if parties != set(said.parties):
        yield "who is part of it"
    if deep_views.access(desk.store, row.id) != set(said.access):
        yield "who may read it"
