"""What the screen of a case says on top, and what its list of steps says row by row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from rich.cells import cell_len
from textual.content import Content

from sharedlives_tui import keymap
from sharedlives_tui.caseviews import CaseView, StepView
from sharedlives_tui.screens.act_fields import label_of
from sharedlives_tui.themes import LOOKS, urgency
from sharedlives_tui.typed_dates import say_day, say_short
from sharedlives_tui.widgets.safe import fit, join, one_line
from sharedlives_tui.widgets.virtual_list import Heading, RowText

_DATE, _AWAY = 14, 13
_ON_A_STEP = ("case.record", "case.write", "case.decide")

Row = tuple[str, tuple[str, str], str, str, str]
"""A row of TextRows: its key, its sign with a style, its beginning, the text that takes the room, its end."""


class StepRows:
    """The open steps, the worst first; once the case is closed, under a heading that says so."""

    def __init__(
        self, case: CaseView | None = None, steps: Sequence[StepView] = (), today: date = date.min, mine: str = ""
    ) -> None:
        self.steps = [each for each in steps if each.kind == "step"]
        self._case, self._today = case, today
        self._decided = mine.split()
        closed = case is not None and case.status == "closed"
        self._lines: list[StepView | None] = [*([None] if closed and self.steps else []), *self.steps]

    @property
    def count(self) -> int:
        """How many lines there are, the heading included."""
        return len(self._lines)

    def index_of(self, key: str) -> int | None:
        """The place of a step by its instance; None if it is not open."""
        return next((at for at, each in enumerate(self._lines) if each and each.instance == key), None)

    def step(self, key: str | None) -> StepView | None:
        """The step of an instance; None if it is not open."""
        return next((each for each in self.steps if each.instance == key), None)

    def row(self, index: int, width: int) -> RowText | Heading:
        """One step on one line: its symbol, its name, the key for it, the day, how far off that is."""
        step = self._lines[index]
        if step is None or self._case is None:
            return Heading("AFTER CLOSING")
        look = urgency(step.state, self._today, step.due, step.act_by)
        name = label_of(step.name, step.instance, self._case)
        for_key = 2 + max(len(keymap.said(each)) for each in _ON_A_STEP)
        room = max(10, width - 3 - for_key - _DATE - _AWAY)
        plain = "" if step.gates else "bold" if step.state == "overdue" else ""
        return RowText(
            step.instance,
            (
                (f" {look.symbol} ", look.style.replace(" underline", "")),
                (fit(one_line(name), room - 1) + " ", plain),
                (fit(self._key(step), for_key), "$key bold"),
                (fit(_day_words(step), _DATE), "" if not step.gates else "$muted"),
                (fit(_away_words(step, look.words, self._today), _AWAY).rstrip(), look.words_style),
            ),
        )

    def _key(self, step: StepView) -> str:
        if step.gates:
            return "-"
        if step.step in self._decided:
            return keymap.said("case.decide")
        return keymap.said("case.write" if step.notice and not step.spoken else "case.record")


def _day_words(step: StepView) -> str:
    if step.due is None:
        return "no date"
    if step.state == "window":
        return f"to {say_short(step.until or step.due)}"
    if step.act_by is not None and step.act_by != step.due and step.state in ("soon", "on_track"):
        return f"by {say_short(step.act_by)}"
    return say_short(step.due)


def _away_words(step: StepView, words: str, today: date) -> str:
    """How far off it is; of a window how many days are left to the other side."""
    if step.state != "window" or step.due is None:
        return words
    days = ((step.until or step.due) - today).days
    return f"{days} {'day' if days == 1 else 'days'} left"


LEAST_MIDDLE = 16
"""Columns that the text of a row has at least, beside what it begins with."""


class TextRows:
    """Rows made of a beginning, a text that takes the room there is, and an end in a column of its own."""

    def __init__(self, rows: Iterable[Row | str]) -> None:
        self._rows = list(rows)

    @property
    def count(self) -> int:
        """How many lines there are, headings included."""
        return len(self._rows)

    def index_of(self, key: str) -> int | None:
        """The place of the row with this key; None if it is not there."""
        return next((at for at, each in enumerate(self._rows) if not isinstance(each, str) and each[0] == key), None)

    def row(self, index: int, width: int) -> RowText | Heading:
        """The row at this place. A plain text is a heading."""
        found = self._rows[index]
        if isinstance(found, str):
            return Heading(found)
        key, (sign, style), first, middle, end = found
        if len(first) > width - LEAST_MIDDLE:  # a window that is too small: a part of both
            first = f"{fit(first.rstrip(), max(LEAST_MIDDLE, width - LEAST_MIDDLE - 4))} "
        last = min(20, len(end)) if width >= 60 else 0
        room = max(8, width - 3 - len(first) - (last + 2 if last else 0))
        return RowText(
            key,
            (
                (f" {sign} ", style),
                (first, "$muted"),
                (fit(one_line(middle), room), ""),
                (f"  {fit(one_line(end), last)}" if last else "", "$muted"),
            ),
        )


def title_line(case: CaseView, steps: Sequence[StepView], width: int) -> Content:
    """Return the line with the case's name, its type, its owner and how it stands, in so many columns.

    How it stands is always there whole. Where there is less room the kind of case goes first (the name and the type
    tell it), then the word "Owner", then the owner, then the type; only then is the case's own name cut.
    """
    badge = _badge(case, steps)
    name, owner = one_line(case.title) or case.kind_name, one_line(case.owner_name)
    kind = f" ({case.type})" if case.type else ""
    full, owned = f"{case.kind_name}: {name}", f"  Owner {owner}" if owner else "  No owner"
    shorter = f"  {owner}" if owner else owned
    ways = ((full, kind, owned), (name, kind, owned), (name, kind, shorter), (name, kind, ""), (name, "", ""))
    room = max(10, width - badge.cell_length - 4)
    fitting = (each for each in ways if cell_len("".join(each)) <= room)
    first, kind, owner = next(fitting, (fit(name, room).rstrip(), "", ""))
    return join((f" {first}", "bold"), (kind, "$muted"), (owner, "$muted"), "  ", badge)


def _badge(case: CaseView, steps: Sequence[StepView]) -> Content:
    if case.status == "closed":
        day = f" {say_day(case.closed_on).partition(' ')[2]}" if case.closed_on else ""
        return join((f" ✓ CLOSED{day} ", "bold $done on $bar"))
    ours = [each for each in steps if each.kind == "step"]
    state = ours[0].state if ours else "no_limit"
    look = LOOKS[state]
    style = look.style.replace(" underline", "")
    return join((f" {look.symbol} {look.heading} ", f"{style} on $bar"))
