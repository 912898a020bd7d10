"""A case at a glance, beside the list or under it: who owns it, what is due, why, and what happened last."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sharedlives_tui import keymap
from sharedlives_tui.light import TYPE_CHECKING, NamedTuple
from sharedlives_tui.picture.pieces import Line, cut, fit, one_line, width_of, wrapped
from sharedlives_tui.store.basics import TodayRow
from sharedlives_tui.themes import urgency
from sharedlives_tui.workdays import say_day, say_short

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
    waits: tuple[tuple[str, date], ...] = ()
    """Whom the case waits for and for what, and since when."""
    gone: bool = False

    @property
    def stage(self) -> str:
        """Words like "stage 2 of 4, Stage one"; empty where it has no stage."""
        for number, stage in enumerate(self.stages, start=1):
            if stage.place == "current":
                return f"stage {number} of {len(self.stages)}, {stage.brief}"
        return ""


def peek_lines(row: TodayRow | None, peek: Peek | None, today: date, width: int) -> list[Line]:
    """Return the three lines under the list."""
    if row is None:
        return []
    what = " · ".join(
        each
        for each in (
            peek.kind if peek else row.kind.capitalize(),
            peek.stage.partition(",")[0] if peek and peek.waits else peek.stage if peek else "",
            f"owner {row.owner_name}" if row.owner_name else "no owner",
            _waits_in_short(peek),
        )
        if each
    )
    why = _shortest(peek)
    found: list[Line] = [
        ((f" {row.ref} ", "bold"), (one_line(what), "")),
        ((" ", ""), *due_line(row, today, NARROW)),
        ((f" Why: {why}" if why else "", "$muted"),),
    ]
    return [cut(each, width) for each in found]


def due_line(row: TodayRow, today: date, width: int = 0) -> Line:
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


def _due(symbol: str, step: str, when: str, style: str, width: int) -> Line:
    room = max(10, width - len(when) - 4)
    said = fit(step, room) if width and width_of(step) > room else step
    return ((f"{symbol} {said}: {when}", style),)


def peek_pane(row: TodayRow | None, peek: Peek | None, today: date, width: int) -> list[Line]:
    """Return the pane beside the list in a wide window, folded between words to its width."""
    if row is None:
        return []
    rows: list[Line] = [
        ((one_line(row.title), "bold"),),
        ((f"{row.ref} · {peek.kind if peek else row.kind.capitalize()}", "$muted"),),
        ((one_line(f"Owner {row.owner_name}") if row.owner_name else "No owner", "$muted"),),
        (),
    ]
    if peek is not None and peek.stage:
        rows += [(("Stage  ", "bold"), (peek.stage.removeprefix("stage "), "")), _bar(peek), ()]
    rows += [(("Next step", "bold"),), due_line(row, today), ()]
    if peek is not None and peek.waits:
        rows += [(("Waiting for", "bold"),)]
        rows += [((one_line(words), ""), (f" since {say_short(since)}", "$muted")) for words, since in peek.waits]
        rows += [()]
    if peek is not None and peek.why:
        rows += [(("Why this date", "bold"),), *_plain(peek.why[:4]), ((peek.source, "$muted"),), ()]
    if peek is not None and peek.latest:
        rows += [(("Latest", "bold"),)]
        rows += [((f"{say_short(day)}  ", "$muted"), (one_line(name), "")) for day, name in peek.latest]
    return [each for line in rows for each in wrapped(line, width)]


def _waits_in_short(peek: Peek | None) -> str:
    """Whom the case waits for: "waits for GP", "waits for GP and 1 more"; empty where for nobody."""
    if peek is None or not peek.waits:
        return ""
    more = len(peek.waits) - 1
    return f"waits for {peek.waits[0][0]}" + (f" and {more} more" if more else "")


def _plain(sentences: Iterable[str]) -> list[Line]:
    return [((one_line(each), ""),) for each in sentences]


def _shortest(peek: Peek | None) -> str:
    """The one sentence that says most: the count of days, or else what opened the step."""
    if peek is None:
        return ""
    if peek.gone:
        return f"this case has just moved. Press {keymap.said('refresh')} to look again."
    return one_line(next(iter(peek.why[1:2] or peek.why), ""))


def _bar(peek: Peek) -> Line:
    """The stages as blocks, done and current ones filled."""
    full = ("█████ ", "$chosen")
    return tuple(full if each.place in ("done", "current") else ("░░░░░ ", "$line") for each in peek.stages)
