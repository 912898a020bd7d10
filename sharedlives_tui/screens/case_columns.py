"""The columns of the list of cases: which there are, and how a line is laid out from those that a person chose."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sharedlives_tui.store.cases import ListedCase
from sharedlives_tui.themes import LOOKS, urgency
from sharedlives_tui.typed_dates import say_day, say_short
from sharedlives_tui.widgets.safe import fit, one_line
from sharedlives_tui.widgets.virtual_list import RowText

STATE_WIDTH = 17
"""Columns of the terminal for the symbol and the words of the state, which always come first."""


PRESSING = ("overdue", "today", "past_target", "soon", "on_track")
"""What is said of a closed case too: a step that follows its closing has a day."""


LEAST_NAME = 10
"""Columns with which a name still says something, in a window that is too small for its column."""


class Column(NamedTuple):
    """A column that can be chosen: its heading, its least width, whether it takes what is left."""

    name: str
    heading: str
    width: int
    grows: bool
    say: Callable[[ListedCase, Names], str]


class Names(NamedTuple):
    """What the office calls its kinds and stages, and the day."""

    today: date
    kinds: Mapping[str, str]
    stages: Mapping[str, str]


def _due(case: ListedCase, names: Names) -> str:
    row = case.today
    day = None if row is None else row.until or row.due
    return say_day_of(day, names.today)


def say_day_of(day: date | None, today: date) -> str:
    """Return a day without its year where that is this year, without its weekday where it is not; empty for none."""
    return "" if day is None else say_short(day) if day.year == today.year else say_day(day)[4:]


COLUMNS = (
    Column("case", "Case", 9, False, lambda case, _: case.ref),
    Column("name", "About or from", 16, True, lambda case, _: case.title),
    Column("received", "Received", 12, False, lambda case, names: say_day_of(case.opened_on, names.today)),
    Column("type", "Type", 19, False, lambda case, _: case.type),
    Column("step", "Next step", 16, True, lambda case, _: case.today.step_name if case.today is not None else ""),
    Column("owner", "Owner", 15, False, lambda case, _: case.owner_name or "no owner"),
    Column("kind", "Kind", 17, False, lambda case, names: names.kinds.get(case.kind, case.kind)),
    Column("stage", "Stage", 16, False, lambda case, names: names.stages.get(case.stage, case.stage)),
    Column("closed", "Closed", 12, False, lambda case, names: say_day_of(case.closed_on, names.today)),
    Column("due", "Due", 12, False, _due),
)
BY_NAME = {each.name: each for each in COLUMNS}
USUAL = ("case", "name", "received", "type", "step", "owner", "kind")
"""What is shown until somebody chooses."""


def chosen(names: object) -> tuple[str, ...]:
    """Return the columns of these names in their order; the usual ones where none is among them."""
    listed = names if isinstance(names, list | tuple) else ()
    return tuple(each.name for each in COLUMNS if each.name in listed) or USUAL


class Layout(NamedTuple):
    """The columns that a width has room for, with their widths; how many have none."""

    columns: tuple[tuple[Column, int], ...]
    left_out: int

    def heading(self) -> str:
        """The headings in their places."""
        return fit(" State", STATE_WIDTH) + "".join(fit(column.heading, width) for column, width in self.columns)

    def draw(self, case: ListedCase, names: Names) -> RowText:
        """One case on one line."""
        row = case.today
        if row is not None and not (case.status == "closed" and row.state not in PRESSING):
            says = urgency(row.state, names.today, row.due, row.act_by)
            symbol, words, style = says.symbol, says.words, says.words_style
            words = "their window" if row.state == "window" else words  # its day may be in a column that is not shown
        else:
            look = LOOKS["done" if case.status == "closed" else "no_limit"]
            symbol, words, style = look.symbol, case.status, look.style
        rest = "".join(f"{fit(one_line(column.say(case, names)), width - 1)} " for column, width in self.columns)
        said = fit(words, min(STATE_WIDTH - 4, len(words)))
        pad = " " * (STATE_WIDTH - 3 - len(said))
        return RowText(
            case.ref,
            (
                (f" {symbol} ", style.replace(" reverse", "").replace(" underline", "")),
                (said, style.replace(" underline", "")),
                (pad + rest, ""),
            ),
        )


def layout(names: Sequence[str], width: int) -> Layout:
    """Return how these columns are laid out; the last ones are left out where there is no room."""
    columns: list[Column] = []
    room = width - STATE_WIDTH
    for column in (BY_NAME[name] for name in names):
        taken = sum(each.width for each in columns)
        if taken + column.width > room:
            if column.grows and not any(each.grows for each in columns) and room - taken >= LEAST_NAME:
                columns.append(column._replace(width=room - taken))
            break
        columns.append(column)
    spare = room - sum(each.width for each in columns)
    growing = sum(each.grows for each in columns)
    widths = []
    for column in columns:
        more = spare // growing if column.grows else 0
        spare, growing = spare - more, growing - column.grows
        widths.append((column, column.width + more))
    return Layout(tuple(widths), len(names) - len(columns))
