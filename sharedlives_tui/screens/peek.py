"""A case at a glance, beside the list: who owns it, what is due, why, and what happened last."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from textual.content import Content

from sharedlives_tui import keymap
from sharedlives_tui.desk import Desk
from sharedlives_tui.store.basics import TodayRow
from sharedlives_tui.themes import urgency
from sharedlives_tui.typed_dates import say_day, say_short
from sharedlives_tui.widgets.safe import Piece, fit, join, lines, one_line

if TYPE_CHECKING:
    from sharedlives_tui.caseviews import StageView


NARROW = 76
"""Columns of the three lines under the list, in the narrowest window that has them."""


class Peek(NamedTuple):
    """What is computed for a case at a glance. `gone` where the case cannot be seen any more."""

    kind: str = ""
    stages: tuple[StageView, ...] = ()
    why: tuple[str, ...] = ()
    source: str = ""
    latest: tuple[tuple[date, str], ...] = ()
    gone: bool = False

    @property
    def stage(self) -> str:
        """Words like "stage 2 of 4, Stage one"; empty where it has no stage."""
        for number, stage in enumerate(self.stages, start=1):
            if stage.place == "current":
                return f"stage {number} of {len(self.stages)}, {stage.brief}"
        return ""


def read_peek(desk: Desk, row: TodayRow) -> Peek:
    """Return what there is to say about a row of the list. Slow: it computes the case."""
    from sharedlives_tui import reading
    from sharedlives_tui.casefile import NoSuchCase

    try:
        with desk.store.reading():
            case = reading.case_view(desk, row.ref)
            why = reading.why_view(desk, row.ref, row.instance) if row.instance else None
    except (NoSuchCase, LookupError):
        return Peek(gone=True)
    seen = [each for each in case.entries if not each.struck][-3:]
    return Peek(
        kind=case.kind_name,
        stages=case.stages,
        why=why.sentences if why is not None else (),
        source=f"{why.rules[0][1]} ({why.rules[0][3]})" if why is not None and why.rules else "",
        latest=tuple((each.done_on, each.name) for each in reversed(seen)),
    )


def peek_lines(row: TodayRow | None, peek: Peek | None, today: date) -> Content:
    """Return the three lines under the list."""
    if row is None:
        return Content("")
    what = " · ".join(
        each
        for each in (
            peek.kind if peek else row.kind.capitalize(),
            peek.stage if peek else "",
            f"owner {row.owner_name}" if row.owner_name else "no owner",
        )
        if each
    )
    why = _shortest(peek)
    return lines(
        join((f" {row.ref} ", "bold"), one_line(what)),
        join(" ", due_line(row, today, NARROW)),
        join((f" Why: {why}" if why else "", "$muted")),
    )


def due_line(row: TodayRow, today: date, width: int = 0) -> Content:
    """Return what is due and when: "▲ Finish it: due Mon 23 Nov 2026 (1 day late)".

    Where it would be wider than `width` columns, the name of the step is cut, never when it is due.
    """
    says = urgency(row.state, today, row.due, row.act_by)
    style = says.style.replace(" underline", "")
    step = one_line(row.step_name) or "Nothing is open"
    if row.due is None:
        return _due(says.symbol, step, says.words, style, width)
    if row.state == "window":
        return _due(says.symbol, step, f"open until {say_day(row.until or row.due)}", style, width)
    by = f", act by {say_short(row.act_by)}" if row.act_by is not None and row.act_by < row.due else ""
    past = {"past_target": " our target", "waiting": " their day"}.get(row.state, "") if row.due < today else ""
    return _due(says.symbol, step, f"due {say_day(row.due)}{by} ({says.words}{past})", style, width)


def _due(symbol: str, step: str, when: str, style: str, width: int) -> Content:
    room = max(10, width - len(when) - 4)
    said = fit(step, room) if width and cell_len(step) > room else step
    return join((f"{symbol} {said}: {when}", style))


def _shortest(peek: Peek | None) -> str:
    """The one sentence that says most: the count of days, or else what opened the step."""
    if peek is None:
        return ""
    if peek.gone:
        return f"this case has just moved. Press {keymap.said('refresh')} to look again."
    return one_line(next(iter(peek.why[1:2] or peek.why), ""))


def peek_pane(row: TodayRow | None, peek: Peek | None, today: date) -> Content:
    """Return the pane beside the list in a wide window."""
    if row is None:
        return Content("")
    rows: list[Piece] = [
        (one_line(row.title), "bold"),
        (f"{row.ref} · {peek.kind if peek else row.kind.capitalize()}", "$muted"),
        (f"Owner {row.owner_name}" if row.owner_name else "No owner", "$muted"),
        "",
    ]
    if peek is not None and peek.stage:
        rows += [join(("Stage  ", "bold"), peek.stage.removeprefix("stage ")), _bar(peek), ""]
    rows += [("Next step", "bold"), due_line(row, today), ""]
    if peek is not None and peek.why:
        rows += [("Why this date", "bold"), *peek.why[:4], (peek.source, "$muted"), ""]
    if peek is not None and peek.latest:
        rows += [("Latest", "bold")]
        rows += [join((f"{say_short(day)}  ", "$muted"), one_line(name)) for day, name in peek.latest]
    return lines(*rows)


def _bar(peek: Peek) -> Content:
    """The stages as blocks, done and current ones filled."""
    blocks = []
    for stage in peek.stages:
        full = stage.place in ("done", "current")
        blocks.append(join(("█████ " if full else "░░░░░ ", "$chosen" if full else "$line")))
    return join(*blocks)
