"""What the calendar shows in a day's cell, and the lines of a day's and of a week's list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sharedlives_tui.calendar_days import DayWords
from sharedlives_tui.desk import Desk
from sharedlives_tui.limit_calendar import Days, limit_days
from sharedlives_tui.store.limit_days import LimitLine, key_of
from sharedlives_tui.themes import LOOKS, urgency
from sharedlives_tui.typed_dates import say_long
from sharedlives_tui.widgets.month_grid import Cell
from sharedlives_tui.widgets.safe import fit, one_line
from sharedlives_tui.widgets.virtual_list import FixedRows, Heading, RowText

NAMED = 3
"""Limits that a wide cell names."""
OF_A_DAY = 60
"""Limits of one day that the list of a week has; the month has the others."""
_WORDS = 13
"""The columns of "153 days late"."""


def style_of(state: str) -> str:
    """Return how a state's symbol and count look."""
    return LOOKS[state].style.replace(" underline", "")


def counted_cells(days: Days, width: int) -> dict[date, Cell]:
    """Return narrow cells: how many limits of each look a day has. What has no room is counted together."""
    found = {}
    for day, words in days.words.items():
        sums: dict[str, tuple[int, str]] = {}
        for state, number in days.counts.get(day, {}).items():
            symbol = LOOKS[state].symbol
            sums[symbol] = (
                sums.get(symbol, (0, ""))[0] + number,
                style_of(state) if symbol not in sums else sums[symbol][1],
            )
        pieces = _counts(sums, width - 1)
        found[day] = Cell(words.short, (pieces,) if pieces else ())
    return found


def _counts(sums: Mapping[str, tuple[int, str]], width: int) -> tuple[tuple[str, str], ...]:
    """The counts of a day in so many columns, the worst first: "▲12 +305" where the others have no room."""
    each = [(f"{symbol}{_short(number)}", style) for symbol, (number, style) in sums.items()]
    numbers = [number for number, _ in sums.values()]
    for kept in range(len(each), -1, -1):
        rest = sum(numbers[kept:])
        shown = [*each[:kept], *([(f"+{_short(rest)}" if kept else _short(rest), "$muted")] if rest else [])]
        if sum(len(words) + 1 for words, _ in shown) - 1 <= width:
            last = len(shown) - 1  # a space behind it would take the column that it needs
            return tuple((words if place == last else f"{words} ", style) for place, (words, style) in enumerate(shown))
    return ()


def named_cells(days: Days, first: Mapping[date, Sequence[LimitLine]], width: int) -> dict[date, Cell]:
    """Return wide cells: the names of a day's first limits, and how many more there are."""
    found = {}
    for day, words in days.words.items():
        number = sum(days.counts.get(day, {}).values())
        shown = [*first.get(day, ())][: NAMED if number <= NAMED else NAMED - 1]
        rows: list[tuple[tuple[str, str], ...]] = [
            (
                (f"{LOOKS[line.row.state].symbol} ", style_of(line.row.state)),
                (one_line(line.row.title or line.row.ref), ""),
            )
            for line in shown
        ]
        if number > len(shown):
            rows.append(((f"+{number - len(shown):,} more", "$muted"),))
        found[day] = Cell(fit(_reason(words), width - 5).rstrip(), tuple(rows))
    return found


def _reason(words: DayWords) -> str:
    return (
        words.full
        if words.short in ("holiday",)
        else words.full.removeprefix("We are ")
        if words.short == "closed"
        else words.short
    )


def _short(number: int) -> str:
    return str(number) if number < 10_000 else f"{number // 1000}k"


def first_lines(desk: Desk, days: Days, owner: int | None) -> dict[date, list[LimitLine]]:
    """Return the first limits of each day that has any."""
    with desk.store.reading():
        return {day: limit_days(desk, (day, day), owner).page(size=NAMED) for day in days.counts}


def limit_row(line: LimitLine, width: int, today: date) -> RowText:
    """One limit on one line: how it stands, the case, the step."""
    row = line.row
    says = urgency(row.state, today, row.due, row.act_by)
    said = fit(says.words, min(_WORDS, len(says.words)))
    name = max(14, min(32, (width - 30) * 2 // 5))
    rest = f" {fit(row.ref, 9)}{fit(one_line(row.title), name)} {one_line(row.step_name)}"
    rest = fit(" " * (_WORDS - len(said)) + rest, max(0, width - len(said) - 3))
    style = says.style.replace(" underline", "")
    words_style = says.words_style.replace(" underline", "")
    return RowText(key_of(line), ((f" {says.symbol} ", style), (said, words_style), (rest, "")))


class WeekRows(FixedRows):
    """The limits of a week under a heading for each day."""

    def __init__(self, desk: Desk, days: Days, lines: Mapping[date, Sequence[LimitLine]]) -> None:
        self._today = desk.today
        self.lines: list[LimitLine | Heading] = []
        for day, words in days.words.items():
            number = sum(days.counts.get(day, {}).values())
            self.lines.append(Heading(_day_heading(day, words, number, desk.today), "bold" if number else "$muted"))
            self.lines += lines.get(day, ())
            if number > OF_A_DAY:
                self.lines.append(Heading(f"{number - OF_A_DAY:,} more: v shows the month, Enter there the whole day"))
        super().__init__([each if isinstance(each, Heading) else RowText(key_of(each), ()) for each in self.lines])

    def row(self, index: int, width: int) -> RowText | Heading:
        """The line at this place."""
        line = self.lines[index]
        return line if isinstance(line, Heading) else limit_row(line, width, self._today)


def day_lines(desk: Desk, days: Days, owner: int | None) -> dict[date, list[LimitLine]]:
    """Return the limits of each day, as many as a week's list has."""
    with desk.store.reading():
        return {day: limit_days(desk, (day, day), owner).page(size=OF_A_DAY) for day in days.counts}


def day_heading(day: date, days: Days, today: date) -> str:
    """Return "Tuesday 24 November 2026, today · 3 limits · Christmas Day"."""
    number = sum(days.counts.get(day, {}).values())
    return _day_heading(day, days.words.get(day, DayWords()), number, today)


def _day_heading(day: date, words: DayWords, number: int, today: date) -> str:
    limits = "no limit" if not number else f"{number:,} {'limit' if number == 1 else 'limits'}"
    weekend = words.short == "weekend"
    why = f" · {'weekend' if weekend else words.full}" if words.short else ""
    return f"{say_long(day)}{', today' if day == today else ''} · {limits}{why}"
