"""The numbers by which somebody knows the entries of a case: no gap tells of what is kept from them.

Whoever sees the whole case has the true numbers and the true version. Anybody else has the entries that they may see
counted from 1, and a version of their own that changes with those alone (DI-16, RD-25).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, replace

from sharedlives_tui.access import Viewer
from sharedlives_tui.casefile import CaseFile, seen_file
from sharedlives_tui.caseviews import LedgerRow
from sharedlives_tui.privacy import was_open
from sharedlives_tui.privacy_views import Seen
from sharedlives_tui.store.reads import Reads


@dataclass(frozen=True)
class Numbering:
    """The entries of a case as one viewer counts them."""

    numbers: tuple[int, ...]
    """The true numbers of the entries that they may see, in their order."""
    version: int
    """The version of the case as they may know it; it differs whenever what they may see was changed."""

    def shown(self, number: int) -> int:
        """Return the number under which they know an entry; for one that they may not see, that of the next."""
        return bisect_left(self.numbers, number) + 1

    def true(self, shown: int) -> int | None:
        """Return the true number of what they know under this one; None where they know none."""
        return self.numbers[shown - 1] if 0 < shown <= len(self.numbers) else None

    def lines(self, rows: Iterable[LedgerRow]) -> tuple[LedgerRow, ...]:
        """Return the ledger with the numbers under which they know its entries."""
        return tuple(
            replace(
                row,
                columns={
                    column: tuple(replace(fact, entry=self.shown(fact.entry)) for fact in facts)
                    for column, facts in row.columns.items()
                },
            )
            for row in rows
        )


def numbering(reads: Reads, viewer: Viewer, file: CaseFile) -> Numbering:
    """Return how this viewer counts the entries of a case; `file` is the whole of it."""
    return numbering_of(file, seen_file(reads, viewer, file))


def numbering_of(whole: CaseFile, seen: CaseFile) -> Numbering:
    """Return how somebody counts the entries of the case `whole` who sees it as `seen`."""
    numbers = tuple(sorted(each.number for each in seen.entries))
    if len(numbers) == len(whole.entries):
        return Numbering(numbers, whole.row.version)
    return Numbering(numbers, sum(1 + each.struck for each in seen.entries) + 2 * _closed_since(whole, seen, numbers))


def _closed_since(whole: CaseFile, seen: CaseFile, numbers: tuple[int, ...]) -> int:
    """How many entries they could see until a correction closed them: without these a version would come back."""
    if not isinstance(seen.progress, Seen):
        return 0
    struck = [each for each in whole.entries if each.struck and each.number not in {*numbers}]
    return sum(all(was_open(whole.progress, each, one) for one in seen.progress.audiences) for each in struck)
