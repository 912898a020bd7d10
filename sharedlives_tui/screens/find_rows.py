"""The rows of Find: people, cases with their state, letters and notes with the words that were looked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from sharedlives_tui.finding import CASES, COUNTED, LETTERS, NEAR, NOTES, PEOPLE, Answer, Group, Hit
from sharedlives_tui.search_words import AROUND, Piece
from sharedlives_tui.themes import LOOKS, urgency
from sharedlives_tui.typed_dates import say_short
from sharedlives_tui.widgets.safe import fit, one_line
from sharedlives_tui.widgets.virtual_list import Heading, RowText

_NAMES: Final = {
    PEOPLE: "PEOPLE",
    CASES: "CASES",
    LETTERS: "LETTERS",
    NOTES: "NOTES",
    NEAR: "PEOPLE WITH NEARLY THIS NAME",
}
_REF, _DAY, _STATE = 10, 12, 15


class FoundRows:
    """What was found, group by group under headings with counts; laid out for the width of the list."""

    def __init__(self, answer: Answer | None = None, today: date = date.min) -> None:
        self._today = today
        self._lines: list[Heading | Hit] = []
        for group in answer.groups if answer is not None else ():
            self._lines += [Heading(heading(group)), *group.hits]

    @property
    def count(self) -> int:
        """How many lines there are, headings included."""
        return len(self._lines)

    @property
    def first(self) -> str | None:
        """The key of the row to begin at: a case before the people in it, since most come to record something."""
        hits = [each for each in self._lines if isinstance(each, Hit)]
        best = next((each for each in hits if each.kind == "case"), None) or next(iter(hits), None)
        return None if best is None else _key(best)

    def index_of(self, key: str) -> int | None:
        """The place of the row with this key; None if it is not there."""
        places = (at for at, each in enumerate(self._lines) if isinstance(each, Hit) and _key(each) == key)
        return next(places, None)

    def row(self, index: int, width: int) -> RowText | Heading:
        """The line at this place."""
        line = self._lines[index]
        if isinstance(line, Heading):
            return line
        kinds = {"person": _person, "case": self._case}
        return RowText(_key(line), kinds.get(line.kind, _entry)(line, width))

    def _case(self, hit: Hit, width: int) -> tuple[tuple[str, str], ...]:
        limit = hit.limit
        closed = hit.case is not None and hit.case.status == "closed"
        running = limit is not None and limit.state in LOOKS and limit.state != "done"
        name = max(12, (width - 4 - _REF - _STATE) * 3 // 5)
        if running and limit is not None:
            look = urgency(limit.state, self._today, limit.due, limit.act_by)
            symbol, words, style = look.symbol, look.words, look.style.replace(" underline", "")
        else:
            symbol, words = (LOOKS["done"].symbol, "closed") if closed else ("○", "open")
            style = "$muted"
        return (
            (f" {symbol} ", style),
            (fit(hit.ref, _REF), "$muted"),
            (fit(one_line(hit.title), name) + " ", "$muted" if closed else ""),
            (fit(words, _STATE - 1) + " ", style),
            (one_line(hit.owner or hit.detail), "$muted"),
        )


def heading(group: Group) -> str:
    """Return what stands above a group: its name, how much there is, and what to do where not all of it is shown."""
    count = f"more than {COUNTED}" if group.more else str(group.count)
    shown = len(group.hits)
    rest = f", showing {shown}: keep typing" if group.more or group.count > shown else ""
    return f"{_NAMES[group.place]} ({count}{rest})" if group.place != NEAR else _NAMES[group.place]


def _key(hit: Hit) -> str:
    screen = "person" if hit.ref.startswith("P-") else "case"
    return f"{screen} {hit.ref} {'' if hit.entry is None else hit.entry}"


def _person(hit: Hit, width: int) -> tuple[tuple[str, str], ...]:
    name = max(16, (width - 2 - _REF) * 3 // 5)
    return (
        ("   ", ""),
        (fit(hit.ref, _REF), "$muted"),
        (fit(one_line(hit.title), name), ""),
        (f" {one_line(hit.detail)}", "$muted"),
    )


def _entry(hit: Hit, width: int) -> tuple[tuple[str, str], ...]:
    """A letter or note: the case, whom it is about, what it says; its day where there is room.

    Who looks for that very name is told what kind of letter or note it is instead.
    """
    title = hit.title.casefold()
    named = any(piece.found and piece.text.casefold() in title for piece in hit.snippet)
    day = say_short(hit.on) if hit.on is not None and width > 80 else ""
    name = max(12, (width - 3 - _REF - (_DAY if day else 0)) // 4)
    room = width - 4 - _REF - (_DAY if day else 0) - name
    return (
        ("   ", ""),
        (fit(hit.ref, _REF), "$muted"),
        (fit(day, _DAY) if day else "", "$muted"),
        (fit(one_line(hit.detail if named else hit.title), name) + " ", "$muted"),
        *((_with_spaces(piece.text), "$key bold" if piece.found else "") for piece in _in_sight(hit.snippet, room)),
    )


def _in_sight(pieces: Sequence[Piece], room: int) -> Sequence[Piece]:
    """A snippet that begins later where its first found word would otherwise be beyond the edge."""
    first = next((at for at, piece in enumerate(pieces) if piece.found), 0)
    before = "".join(piece.text for piece in pieces[:first])
    if len(before) + len(pieces[first].text if pieces else "") <= room:
        return pieces
    _, _, near = before[-AROUND:].partition(" ")
    return [Piece(f"…{near or before[-AROUND:]}", False), *pieces[first:]]


def _with_spaces(words: str) -> str:
    """Words on one line, with the spaces around them that part them from the next piece."""
    before, after = " " * words.startswith(" "), " " * words[1:].endswith(" ")
    return f"{before}{one_line(words)}{after}"
