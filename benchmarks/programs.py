"""The plain programs that ours is measured against: python -m benchmarks.programs empty|table."""

from __future__ import annotations

import sys

from textual.app import App, ComposeResult
from textual.widgets import DataTable, Label

READY = "Ready now"
TABLE_ROWS = 50


class Empty(App[None]):
    """The toolkit with one line of text."""

    def compose(self) -> ComposeResult:
        yield Label(READY)


class Table(App[None]):
    """The toolkit's own table with the columns of a list of cases, the highlight on whole rows."""

    def compose(self) -> ComposeResult:
        table: DataTable[str] = DataTable(cursor_type="row")
        table.add_columns("How late", "Due", "Case", "Who", "Next step", "Owner")
        for number in range(TABLE_ROWS):
            late = f"{number + 1} days late"
            table.add_row(late, "Thu 19 Nov", f"CO-{number:04d}", "Denise Farrow", "Acknowledge in writing", "C. Abara")
        yield table


if __name__ == "__main__":
    {"empty": Empty, "table": Table}[sys.argv[1]]().run()
