"""The lines of Today: what there is, of which kinds, and a line for each case."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sharedlives_tui import keymap
from sharedlives_tui.light import NamedTuple
from sharedlives_tui.picture.pieces import Line, Piece, cut, fit, one_line, width_of_line
from sharedlives_tui.store.basics import TodayRow
from sharedlives_tui.themes import LOOKS, urgency
from sharedlives_tui.workdays import say_short

AFTER_CLOSING = "after_closing"
NOT_OURS_TO_HURRY = ("window", "waiting", "withheld", "no_limit")
TOGETHER = ((), NOT_OURS_TO_HURRY, ("on_track", *NOT_OURS_TO_HURRY), ("soon", "on_track", *NOT_OURS_TO_HURRY))
"""States that the line of counts adds up, the more the less room there is."""
REF_WIDTH = 8
"""Columns of a reference with the space behind it, unless one is longer."""
_WORDS = 13
"""The columns of "153 days late"."""


class Kind(NamedTuple):
    """A kind of case that can be listed alone: its name (None for all), its words, and how many cases it has."""

    kind: str | None
    words: str
    cases: int


def no_case(may: Collection[str], none: str = "No case is open", before: str = "") -> str:
    """Return that there is no case, and what to do about it for whoever may do that (verbs of `access.VERBS`).

    `before` is an area to go to first, where the key works: "today".
    """
    if "open" in may:
        first = f"{keymap.said(f'area.{before}')}, then " if before else ""
        return f"{none}. Press {first}{keymap.said('case.new')} to log what came in."
    if "people" in may:
        people, new = keymap.said("area.people"), keymap.said("person.new")
        return f"No case is open to you. Press {people}, then {new}, to add somebody of the office."
    return "No case is open to you."


def counts_line(
    groups: Mapping[str, int], worst: TodayRow | None, today: date, width: int, signing: str = "", shut: str = ""
) -> Line:
    """Return how many cases each state has; where nothing is overdue, the next date, taken from the first row.

    `signing` are words about letters that wait to be signed off, or were; empty where there are none.
    `shut` says why no case is open to whoever looks: then nothing is said of cases that they do not see.
    """
    nothing: Line = (("✓ Nothing is overdue.", "$done"), (_next_due(worst, today), ""))
    if shut:
        nothing = ((shut, "$soon"),)
    line: Line = ()
    for together, first in (*((each, nothing) for each in TOGETHER), (TOGETHER[-1], nothing[:1])):
        calm: list[Line] = [] if groups["overdue"] else [first]
        # What is left after closing can be many times the rest: the list ends with it, and no sum takes it in.
        apart = (*together, AFTER_CLOSING) if together else ()
        sums = [_sum(state, count) for state, count in groups.items() if count and state not in apart]
        rest = sum(groups[state] for state in together)
        others: list[Line] = [((f"○ {rest:,} {'other' if rest == 1 else 'others'}", "$waiting"),)] if rest else []
        waiting: list[Line] = [((f"◆ {signing}", "$soon"),)] if signing else []
        line = ((" ", ""), *_joined("  " if together else "   ", [*calm, *sums, *others, *waiting]))
        if width_of_line(line) <= width:
            break
    return cut(line, width)


def kinds_line(kinds: Sequence[Kind], chosen: str | None, whose: str, width: int) -> Line:
    """Return the kinds behind one another, the one whose cases are listed marked, and whose cases they are."""
    shown = list(kinds)
    for some in (shown, [each for each in shown if each.cases or each.kind == chosen]):  # empty kinds can wait
        line: Line = (
            (" ←→ ", "bold $key"),
            *_marked(some, chosen, " "),
            ("   Showing: ", "$muted"),
            (whose, ""),
        )
        if width_of_line(line) <= width:
            return line
        shown = some
    # Whose list it is must never be cut off, nor a kind within its name: the last ones are only counted.
    line, hidden = (), 0
    while shown:
        line = (
            (" Mine " if whose == "mine" else " Team ", ""),
            ("←→ ", "bold $key"),
            *_marked(shown, chosen, ""),
            (f" +{hidden} more" if hidden else "", "$muted"),
        )
        spare = [each for each in shown if each.kind not in (None, chosen)]
        if width_of_line(line) <= width or not spare:
            break
        shown.remove(spare[-1])
        hidden += 1
    return cut(line, width)


def heading(state: str, count: int | None) -> Piece:
    """Return the words above the cases of a state with their style; without the number where it is not known yet."""
    look = LOOKS[state]
    number = "" if count is None else f" ({count:,})"
    return f"{look.symbol} {look.heading}{number}", look.style.replace(" underline", "")


def row_parts(row: TodayRow, today: date, width: int, ref_width: int = REF_WIDTH) -> Line:
    """Return symbol and words in the colour of the state, then date, reference, name and step."""
    says = urgency(row.state, today, row.due, row.act_by)
    day = row.due if row.state in ("overdue", "past_target") else row.until or row.act_by or row.due
    if day is not None and day < today:  # the day to act by has gone, the strict one has not
        day = row.due
    name = max(14, min(32, (width - 43 - ref_width) * 2 // 5 + 5))
    rest = f" {fit(say_short(day) if day else '', 11)}{fit(row.ref, ref_width)}"
    rest += f"{fit(one_line(row.title), name)} {one_line(row.step_name)}"
    rest = fit(rest, max(0, width - _WORDS - 3))
    if row.state == "overdue":
        said = fit(says.words, min(_WORDS, len(says.words)))
        return (
            (f" {says.symbol} ", says.style),
            (said, says.words_style),
            (" " * (_WORDS - len(said)) + rest, ""),
        )
    return ((f" {says.symbol} {fit(says.words, _WORDS)}", says.style.replace(" underline", "")), (rest, ""))


def _sum(state: str, count: int) -> Line:
    look = LOOKS[state]
    return ((f"{look.symbol} {count:,} {look.counted}", look.style.replace(" underline", "")),)


def _next_due(row: TodayRow | None, today: date) -> str:
    """Words like "Next: Tue 1 Dec", where the worst there is has a date that is still to come."""
    days = () if row is None else (row.act_by, row.due)
    day = next((each for each in days if each is not None and each >= today), None)
    return f" Next: {say_short(day)}" if day is not None else ""


def _marked(kinds: Sequence[Kind], chosen: str | None, between: str) -> Line:
    marked: list[Line] = [
        ((f"[{words}]", "bold $chosen-text on $chosen"),) if kind == chosen else ((f" {words} ", ""),)
        for kind, words, _ in kinds
    ]
    return _joined(between, marked)


def _joined(between: str, lines: Sequence[Line]) -> Line:
    found: list[Piece] = []
    for number, line in enumerate(lines):
        found += [(between, ""), *line] if number else line
    return tuple(found)
