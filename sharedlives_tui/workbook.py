"""Reports as an Excel workbook. Text from people stays text: no cell of it is ever a formula, a link or a number."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sharedlives_tui.cleaning import clean_line
from sharedlives_tui.marks import MARKED
from sharedlives_tui.performance import AGE_WORDS, Performance
from sharedlives_tui.store.performance import Kept
from sharedlives_tui.store.workload import OwnerLoad

ENDING = ".xlsx"
LONGEST = 32_767
"""Characters that a cell holds; a longer text ends with CUT."""
CUT = " … (cut: a cell holds no more)"
WIDEST = 60
LONGEST_FOOT = 170
"""Letters at the foot of a printed page: it holds 255, and some letters count as two."""
MOST_ROWS = 1_048_575
"""Rows of a sheet below its headings."""
STATE_HEADS = ("overdue", "today", "past_target", "soon", "on_track")

Cell = str | int | date | None


class Sheet(NamedTuple):
    """A sheet: its name, its headings, its rows."""

    name: str
    heads: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def workbook(title: str, sheets: Sequence[Sheet], made_at: datetime, mark: str = "") -> bytes:
    """Return the sheets as one workbook, each with a filter over its headings. Raises ValueError for too many rows.

    `mark` is the journal's last mark as it was made: at the foot of every page that is printed, and on a last sheet.
    """
    import xlsxwriter  # type: ignore[import-untyped]

    kept = io.BytesIO()
    never = {f"strings_to_{what}": False for what in ("formulas", "urls", "numbers")}
    book = xlsxwriter.Workbook(kept, {"in_memory": True, **never})
    book.set_properties({"title": title, "created": made_at.replace(tzinfo=None)})
    head, day = book.add_format({"bold": True}), book.add_format({"num_format": "d mmm yyyy"})
    for each in [*sheets, Sheet("Journal", (MARKED,), [(mark,)])] if mark else sheets:
        sheet = book.add_worksheet(each.name)
        if mark:
            sheet.set_footer(_foot(mark))
        widths = [len(word) for word in each.heads]
        for column, word in enumerate(each.heads):
            sheet.write_string(0, column, word, head)
        last = 0
        for last, row in enumerate(each.rows, 1):
            if last > MOST_ROWS:
                raise ValueError("A sheet holds no more rows. Narrow the list.")
            for column, cell in enumerate(row):
                widths[column] = max(widths[column], _write(sheet, last, column, cell, day))
        for column, width in enumerate(widths):
            sheet.set_column(column, column, min(WIDEST, width + 2))
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, last, len(each.heads) - 1)
    book.close()
    return kept.getvalue()


def _foot(mark: str) -> str:
    """A line for the foot of a printed page, small, so that one line holds it.

    A sign of "and" begins a command there (a picture, a colour): another one of the same look stands in its place. Of
    a long name the end is kept, where the mark is.
    """
    return "&L&7 " + clean_line(mark, None).replace("&", "\uff06")[-LONGEST_FOOT:]


def _write(sheet: Any, row: int, column: int, cell: Cell, day: Any) -> int:
    """Write one cell as what it is; return how wide it wants to be."""
    if cell is None:
        return 0
    if isinstance(cell, str):
        words = clean_line(cell, None)
        words = words if len(words) <= LONGEST else words[: LONGEST - len(CUT)] + CUT
        sheet.write_string(row, column, words)
        return len(words)
    if isinstance(cell, date):
        # A day as Excel counts them: whole days since the end of 1899.
        sheet.write_number(row, column, (cell - date(1899, 12, 30)) // timedelta(1), day)
        return len("30 Nov 2026")
    sheet.write_number(row, column, cell)
    return len(str(cell))


# ---------------------------------------------------------------- what goes in


def performance_sheets(found: Performance) -> list[Sheet]:
    """Return a period as sheets: kinds of case, limits by step, open cases by age, months."""
    first, last = found.period.first, found.period.last
    return [
        Sheet(
            "Cases",
            ("From", "To", "Kind of case", "Received", "Closed", "Open today", *_KEPT),
            [
                (first, last, each.plural, each.opened, each.closed, each.open_now, *_kept(each.kept))
                for each in found.kinds
            ],
        ),
        Sheet(
            "Limits by step",
            ("Kind of case", "Step", "Limit", *_KEPT),
            [
                (each.plural, step.name, "our own target" if step.target else "limit", *_kept(step.kept))
                for each in found.kinds
                for step in each.steps
            ],
        ),
        Sheet(
            "Open by age",
            ("Kind of case", "Stage", *(f"Received {words} ago" for words in AGE_WORDS[:-1]), "Older", "Open"),
            [(each.plural, stage.name, *stage.ages, sum(stage.ages)) for each in found.kinds for stage in each.stages],
        ),
        Sheet(
            "Months",
            ("Month", "Received", *_KEPT),
            [(each.month, each.opened, *_kept(each.kept)) for each in found.months],
        ),
    ]


_KEPT = ("Limits in time", "Done late", "Not done", "Limits in all")


def _kept(kept: Kept) -> tuple[int, ...]:
    return (*kept, kept.fell)


def workload_sheet(loads: Sequence[OwnerLoad], heads: Sequence[str], *, names: bool = True) -> Sheet:
    """Return who looks after how much; `heads` are the words for STATE_HEADS. Without names: owners by their number."""
    rows: list[Sequence[Cell]] = [
        (
            "Nobody yet" if load.owner_id is None else load.name if names else f"P-{load.owner_id}",
            *(load.states[state] for state in STATE_HEADS),
            load.open_cases,
        )
        for load in loads
    ]
    return Sheet("Workload", ("Owner", *heads, "Open cases"), rows)
