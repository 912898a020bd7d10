"""What the lists of a case say, row by row: what to do next, the timeline, and the panes beside it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from textual.content import Content

from sharedlives_tui.caseviews import CaseView, EntryView, StepView
from sharedlives_tui.clock import local_day
from sharedlives_tui.screens.act_fields import label_of
from sharedlives_tui.themes import LOOKS, urgency
from sharedlives_tui.typed_dates import say_day, say_short
from sharedlives_tui.widgets.safe import fit, join, one_line
from sharedlives_tui.widgets.virtual_list import Heading, RowText

_DATE, _AWAY, _KEY = 14, 13, 3

PANES = ("Timeline", "Letters", "People", "Notes", "Papers", "To look at")
"""The panes below what to do next, in the order in which Tab goes through them."""


class StepRows:
    """The open steps, the worst first; those that come after closing under a heading of their own."""

    def __init__(
        self, case: CaseView | None = None, steps: Sequence[StepView] = (), today: date = date.min, mine: str = ""
    ) -> None:
        self.steps = [each for each in steps if each.kind == "step"]
        self._case, self._today = case, today
        self._decided = mine.split()
        now = [each for each in self.steps if not each.after_closing]
        later = [each for each in self.steps if each.after_closing]
        self._lines: list[StepView | None] = [*now, *([None] if later else []), *later]

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
        room = max(10, width - 3 - _KEY - _DATE - _AWAY)
        plain = "" if step.gates else "bold" if step.state == "overdue" else ""
        return RowText(
            step.instance,
            (
                (f" {look.symbol} ", look.style.replace(" underline", "")),
                (fit(one_line(name), room - 1) + " ", plain),
                (fit(self._key(step), _KEY), "$key bold"),
                (fit(_day_words(step), _DATE), "" if not step.gates else "$muted"),
                (fit(look.words, _AWAY).rstrip() or "", look.words_style),
            ),
        )

    def _key(self, step: StepView) -> str:
        if step.gates:
            return "-"
        if step.step in self._decided:
            return "d"
        return "w" if step.notice and not step.spoken else "r"


def _day_words(step: StepView) -> str:
    if step.due is None:
        return "no date"
    if step.state == "window":
        return f"to {say_short(step.due)}"
    if step.act_by is not None and step.act_by != step.due and step.state in ("soon", "on_track"):
        return f"by {say_short(step.act_by)}"
    return say_short(step.due)


class TextRows:
    """Rows made of a beginning, a text that takes the room there is, and an end in a column of its own."""

    def __init__(self, rows: Iterable[tuple[str, tuple[str, str], str, str, str] | str]) -> None:
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


Row = tuple[str, tuple[str, str], str, str, str]
_DONE, _OPEN, _WRONG = ("●", "$done"), ("○", "$muted"), ("▲", "$problem")


def marks(entry: EntryView) -> list[str]:
    """Return what has to be said of an entry beside its name, in words."""
    found = []
    if entry.struck:
        found.append("struck")
    if entry.outside:
        found.append(f"outside the procedure: {entry.outside}")
    if entry.incomplete:
        found.append(f"left without {', '.join(entry.incomplete)}")
    if entry.late_entry:
        days = (local_day(entry.recorded_at) - entry.done_on).days
        found.append(f"recorded {days} {'day' if days == 1 else 'days'} later")
    if entry.confidential:
        found.append("confidential")
    return found


def timeline(case: CaseView, entries: Collection[EntryView]) -> list[Row | str]:
    """Return a row for each entry, the newest first."""
    found: list[Row | str] = []
    for each in sorted(entries, key=lambda each: (each.done_on, each.id), reverse=True):
        sign = ("×", "$muted") if each.struck else _WRONG if each.outside or each.incomplete else _DONE
        name = label_of(each.name, each.instance, case)
        words = " · ".join([name, *marks(each)])
        found.append((f"entry-{each.id}", sign, f"{fit(say_short(each.done_on), 11)}", words, each.done_by))
    return found


def pane_rows(case: CaseView, pane: str) -> list[Row | str]:
    """Return the rows of one of the PANES."""
    if pane == "Letters":
        return timeline(case, [each for each in case.entries if each.letter])
    if pane == "Notes":
        return [_note(each) for each in reversed(case.entries) if each.step == "note"]
    if pane == "People":
        return _people(case)
    if pane == "Papers":
        return _papers(case)
    if pane == "To look at":
        return [(f"warning-{at}", _WRONG, "", each.words, each.rule) for at, each in enumerate(case.warnings)]
    return timeline(case, case.entries)


def _note(entry: EntryView) -> Row:
    text = entry.values.get("text", "")
    private = "private: " if entry.values.get("side") == "private" else ""
    words = text if isinstance(text, str) else "; ".join(text)
    struck = "struck: " if entry.struck else ""
    return (f"entry-{entry.id}", _OPEN, fit(say_short(entry.done_on), 11), struck + private + words, entry.done_by)


def _people(case: CaseView) -> list[Row | str]:
    found: list[Row | str] = [
        (f"person-{each.person}", _OPEN, fit(each.part, 18), each.name, each.role) for each in case.parties
    ]
    facts = [
        ("Opened", say_day(case.opened_on) if case.opened_on else ""),
        ("Closed", say_day(case.closed_on) if case.closed_on else ""),
        ("Kept until", say_day(case.dispose_after) if case.dispose_after else ""),
        ("Procedure", case.procedure_note),
    ]
    found.append("THE CASE")
    found += [(f"fact-{name}", _OPEN, fit(name, 18), words, "") for name, words in facts if words]
    found += [(f"line-{name}", _OPEN, fit(name, 18), words, "") for name, words in case.lines]
    return found


def _papers(case: CaseView) -> list[Row | str]:
    names = {each.id: each.name for each in case.entries}
    found: list[Row | str] = []
    for each in case.attachments:
        of = f"with: {names.get(each.entry, '')}" if each.entry is not None else ""
        confidential = " (confidential)" if each.confidential else ""
        found.append((f"paper-{each.id}", _OPEN, fit(size_words(each.size), 9), each.name + confidential, of))
    if case.links:
        found.append("LINKED CASES")
        found += [(f"case-{each.ref}", _OPEN, fit(each.ref, 11), each.words, "") for each in case.links]
    return found


EMPTY = {
    "Timeline": "Nothing is recorded yet.",
    "Letters": "No letter has been recorded yet. w writes one.",
    "People": "Nobody has a part in this case.",
    "Notes": "There is no note. a adds one.",
    "Papers": "No letter or paper that came in is kept here, and no case is linked. f keeps one.",
    "To look at": "There is nothing to look at.",
}
"""What a pane says where it has no row."""


def other_panes(counts: Mapping[str, int], width: int) -> str:
    """Return what Tab leads to, with its numbers; in a narrow box without the noughts, then without what is empty."""
    without_noughts = [f"{pane} {count}" if count else pane for pane, count in counts.items()]
    filled = [f"{pane} {count}" for pane, count in counts.items() if count]
    ways = [[f"{pane} {count}" for pane, count in counts.items()], without_noughts, filled]
    said = [f"Tab: {', '.join(each)}" for each in ways]
    return next((each for each in said if not width > 0 or len(each) <= width), said[-1])


def size_words(size: int) -> str:
    """Return the size of a file: "12 kB"."""
    if size < 1000:
        return f"{size} B"
    return f"{size / 1000:.0f} kB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"


def title_line(case: CaseView, steps: Sequence[StepView]) -> Content:
    """Return the line with the case's name, its type, its owner and how it stands."""
    kind = f"{case.kind_name}: "
    what = f" ({case.type})" if case.type else ""
    owner = f"  Owner {case.owner_name}" if case.owner_name else "  No owner"
    return join(
        (f" {kind}{one_line(case.title)}", "bold"), (what, "$muted"), (owner, "$muted"), "  ", _badge(case, steps)
    )


def _badge(case: CaseView, steps: Sequence[StepView]) -> Content:
    if case.status == "closed":
        day = f" {say_short(case.closed_on)}" if case.closed_on else ""
        return join((f" ✓ CLOSED{day} ", "bold $done on $bar"))
    ours = [each for each in steps if each.kind == "step" and not each.after_closing]
    state = ours[0].state if ours else "no_limit"
    look = LOOKS[state]
    style = look.style.replace(" underline", "")
    return join((f" {look.symbol} {look.heading} ", f"{style} on $bar"))
