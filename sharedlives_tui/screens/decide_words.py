"""What is laid out before a decision, in lines as on a form: headings, names of things, what is said of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby, zip_longest
from textwrap import wrap

from textual.content import Content

from sharedlives_tui.caseviews import ImpactRow, LedgerRow
from sharedlives_tui.deciding import TELLS, DecisionView, Fact, MayDecide
from sharedlives_tui.keymap import with_keys
from sharedlives_tui.themes import urgency
from sharedlives_tui.typed_dates import say_day
from sharedlives_tui.widgets.safe import fit, join, lines

WIDTH, LABEL = 66, 24
"""Columns of the sheet, and of what things are called in it."""
_SUBSTITUTE = "Name a substitute: Esc, then {case.actions}, Name a substitute."


def decision_words(view: DecisionView, today: date, counted: str = "") -> Content:
    """Return all that is to be looked at before the decision (DA-41): what weighs most first, then what it rests on."""
    rows = [join((view.name, "bold underline"), (f"   {counted}" if counted else "", "$muted"))]
    rows += [_when(view, today), *_who(view)]
    rows += [line for each in view.gates for line in _row("▲ First", each, "$problem")]
    grounds = [list(group) for _, group in groupby(view.shows, key=lambda each: (each.source, each.on))]
    for group in grounds[:1]:
        rows += _facts(group)
    if view.departure:
        rows += _row("Departure", "the form asks why, if there is one", "$muted")
    rows += _affected(view.affected)
    rows += _beside(view)
    for group in grounds[1:]:
        rows += _facts(group)
    rows += _ledger(view.lines)
    if view.help:
        rows += [join(""), *(join((each, "$muted")) for each in wrap(view.help, WIDTH))]
    return lines(*rows)


def _heading(words: str, beside: str = "") -> list[Content]:
    return [join(""), join((words.upper(), "bold"), (f"   {beside}" if beside else "", "$muted"))]


def _row(label: str, words: str, style: str = "") -> list[Content]:
    """What a thing is called, and beside it what is said of it; each goes on in its own column."""
    named = wrap(label, LABEL - 2) or [""]
    said = [part for line in words.splitlines() or [""] for part in wrap(line, WIDTH - LABEL) or [""]]
    problem = style if style == "$problem" else "$muted"
    return [join((fit(first, LABEL), problem), (rest, style)) for first, rest in zip_longest(named, said, fillvalue="")]


def _when(view: DecisionView, today: date) -> Content:
    """By when it is to be taken, or that nothing calls for it."""
    limit = view.limit
    if not view.waits or limit is None:
        return join(("Nothing in the case calls for it now; it could be taken.", "$muted"))
    look = urgency(limit.state, today, limit.due, limit.act_by)
    told = "It is decided; the letter tells it. " if view.letter == TELLS else ""
    if limit.due is None:
        return join((told, ""), (f"{look.symbol} {look.words}", look.style))
    return join((told, ""), (f"{look.symbol} by {say_day(limit.due)} ({look.words})", look.style))


def _who(view: DecisionView) -> Iterator[Content]:
    """Who takes it: who may, then whom the case itself bars, with the reason."""
    offices = " or ".join(view.offices)
    label = "Signs" if view.letter == TELLS else "Decides"
    may = [each for each in view.people if not each.why_not]
    if may:
        yield from _row(label, f"{', '.join(_called(each, view) for each in may)} ({offices})")
    elif view.people:
        yield from _row(
            f"▲ {label}", f"nobody who holds it may decide here ({offices}). {with_keys(_SUBSTITUTE)}", "$problem"
        )
    else:
        yield from _row(f"▲ {label}", f"nobody of the office is {offices} today. {with_keys(_SUBSTITUTE)}", "$problem")
    for each in view.people:
        if each.why_not:
            yield from _row(f"× {_called(each, view)} may not", each.why_not)


def _called(each: MayDecide, view: DecisionView) -> str:
    """The name, with the office held where that is not the one that decides."""
    return each.name if each.office in view.offices else f"{each.name} ({each.office})"


def _facts(facts: Sequence[Fact]) -> list[Content]:
    """What one entry of the case says."""
    first = facts[0]
    rows = _heading(first.source or "What the case says", say_day(first.on) if first.on else "")
    return rows + [line for each in facts for line in _row(each.label, each.words)]


def _affected(people: Iterable[ImpactRow]) -> list[Content]:
    """The persons affected, each with a plan or without one (DA-18): those without one first."""
    found = sorted(people, key=lambda each: each.planned_on is not None)
    rows = _heading("Persons affected", f"{len(found)} supported") if found else []
    for each in found:
        if each.planned_on is None:
            rows += _row(f"▲ {each.name}", "no plan on record", "$problem")
        else:
            rows += _row(each.name, _plan(each))
    return rows


def _plan(row: ImpactRow) -> str:
    """What is planned for somebody: all that was answered, but for plain noes."""
    words = [said.rstrip(".") for _, said in row.facts if said.strip(". ").lower() not in ("no", "none")]
    day = f" ({say_day(row.planned_on)})" if row.planned_on is not None else ""
    return f"{'. '.join(words)}.{day}"


def _beside(view: DecisionView) -> list[Content]:
    """The days of the other side, linked cases and what is on hold: also where there is nothing, so that it is seen."""
    linked = [f"{each.ref} {each.title} ({each.status})" for each in view.linked]
    rows = _heading("At the same time")
    for label, found in (
        ("Days left to them", view.windows),
        ("Linked cases", linked),
        ("On hold or running", view.running),
    ):
        rows += [line for each in found or ("none",) for line in _row(label, each, "" if found else "$muted")]
    return rows


def _ledger(found: Iterable[LedgerRow]) -> list[Content]:
    """What is alleged, complained of or promised, with what came of it."""
    rows: list[Content] = []
    for kind, group in groupby(found, key=lambda each: each.line.kind):
        rows += _heading(f"{kind}s")
        for each in group:
            told = each.last("outcome") or each.last("answer") or each.last("put")
            rows += _row(each.line.text, told or "nothing came of it yet", "" if told else "$muted")
    return rows
