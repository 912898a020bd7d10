"""The plain programs that ours is measured against: python -m benchmarks.programs empty|table|everything."""

from __future__ import annotations

import sys
from importlib import import_module

from textual.app import App, ComposeResult
from textual.widgets import DataTable, Label

READY = "Ready now"
SHORT, LONG = 50, 1_000
HEAVY = ("sqlmodel", "holidays.countries", "jinja2", "docx", "pydantic", "argparse", "tomlkit")
"""What a program like ours is made of. It is usual to load all of it at the top."""


class Empty(App[None]):
    """The toolkit with one line of text."""

    def compose(self) -> ComposeResult:
        yield Label(READY)


class Table(App[None]):
    """The toolkit's own table with the columns of a list of cases, the highlight on whole rows."""

    def __init__(self, rows: int) -> None:
        super().__init__()
        self._rows = rows

    def compose(self) -> ComposeResult:
        table: DataTable[str] = DataTable(cursor_type="row")
        table.add_columns("How late", "Due", "Case", "Who", "Next step", "Owner")
        for number in range(self._rows):
            late = f"{number + 1} days late"
            table.add_row(late, "Thu 19 Nov", f"CO-{number:04d}", "Denise Farrow", "Acknowledge in writing", "C. Abara")
        yield table


def everything(words: list[str]) -> int:
    """Our own program, as it is when all that it is made of is loaded first."""
    for name in (*HEAVY, "sharedlives_tui.reading", "sharedlives_tui.casework", "sharedlives_tui.store.engine"):
        import_module(name)
    from sharedlives_tui.cli.run import run

    return run(words)


if __name__ == "__main__":
    what, *rest = sys.argv[1:]
    if what == "everything":
        sys.exit(everything(rest))
    (Empty() if what == "empty" else Table(LONG if what == "long-table" else SHORT)).run()
