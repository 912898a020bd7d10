"""A list of cases as a sheet of a workbook: the same rows for the screen and the command."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sharedlives_tui.store.cases import CaseList, ListedCase
from sharedlives_tui.workbook import Sheet

PAGE = 500
"""Cases that are read at once."""
HEADS = (
    *("Reference", "Kind", "Type", "Stage", "Status", "Received", "Closed", "State", "Next step", "Due", "Owner"),
    "Subject",
)


def case_sheet(found: Iterable[ListedCase], *, names: bool = True) -> Sheet:
    """Return the sheet; without `names` it names nobody."""
    return Sheet("Cases", HEADS, (tuple(row_of(each, names=names).values()) for each in found))


def row_of(case: ListedCase, *, names: bool) -> dict[str, Any]:
    """Return what is told of a case, in the order of `HEADS`; without `names` no owner and no subject."""
    now = case.today
    return {
        "ref": case.ref,
        "kind": case.kind,
        "type": case.type,
        "stage": case.stage,
        "status": case.status,
        "opened_on": case.opened_on,
        "closed_on": case.closed_on,
        "state": now.state if now is not None else "",
        "step": now.step if now is not None else "",
        "due": now.due if now is not None else None,
        "owner": case.owner_name if names else "",
        "subject": case.title if names else "",
    }


def every(cases: CaseList, size: int | None = None, last: ListedCase | None = None) -> Iterator[ListedCase]:
    """Return the cases, page by page: at most `size` of them, and those after `last`."""
    left = size
    while left is None or left > 0:
        page = cases.page(last.place if last is not None else None, PAGE if left is None else min(PAGE, left))
        yield from page
        if not page:
            return
        last, left = page[-1], None if left is None else left - len(page)
