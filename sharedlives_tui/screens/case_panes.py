"""The panes beside what to do next: timeline, letters, people, notes, papers, what to look at. One table names them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple

from sharedlives_tui.caseviews import CaseView, EntryView, LedgerRow
from sharedlives_tui.clock import local_day
from sharedlives_tui.keymap import said
from sharedlives_tui.screens.act_fields import label_of
from sharedlives_tui.screens.case_rows import Row
from sharedlives_tui.typed_dates import say_day, say_short
from sharedlives_tui.waits import BEGINS, ENDS, WHAT, WHICH, WHOM, WORDS
from sharedlives_tui.widgets.safe import fit


def next_pane() -> str:
    """Return what stands before the names of the other panes: the key that leads there."""
    return f"{said('case.pane-after')}:"


Rows = list[Row | str]
"""Rows of a pane; a plain text among them is a heading."""

_NOTE = "note"
"""The action whose words are worth more in a row than its name."""
_WAITS = {BEGINS: (WHOM, WHAT), ENDS: (WHICH, WORDS)}
"""The actions of which a row says what stands in these fields."""
_WAIT_WORDS = {BEGINS: "Waiting for", ENDS: "Wait over"}
"""Before it, in the place of their names, which are longer."""
_DONE, _OPEN, _WRONG = ("●", "$done"), ("○", "$muted"), ("▲", "$problem")


class Pane(NamedTuple):
    """One list of a case: its name, its rows, what it says where it has none, and how many things it holds."""

    name: str
    rows: Callable[[CaseView], Rows]
    empty: str
    counted: Callable[[CaseView], int] | None = None
    """Where not every row is one of what the pane is named for."""
    if_any: bool = False
    """It is left out where the case has nothing for it."""

    def count(self, case: CaseView) -> int:
        """Return the number beside its name."""
        if self.counted is not None:
            return self.counted(case)
        return len([row for row in self.rows(case) if not isinstance(row, str)])


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
    if entry.not_signed_off:
        found.append("left without a sign-off")
    return found


def timeline(case: CaseView, entries: Collection[EntryView]) -> Rows:
    """Return a row for each entry, the newest first."""
    found: Rows = []
    for each in sorted(entries, key=lambda each: (each.done_on, each.id), reverse=True):
        sign = ("×", "$muted") if each.struck else _WRONG if each.outside or each.incomplete else _DONE
        name = _waited(each) or label_of(each.name, each.instance, case)
        signed = [f"signed off by {each.signed_off_by}"] if each.signed_off_by else []
        words = " · ".join([name, *marks(each), *signed]) + (f": {_text(each)}" if each.step == _NOTE else "")
        found.append((f"entry-{each.id}", sign, f"{fit(say_short(each.done_on), 11)}", words, each.done_by))
    return found


def _everything(case: CaseView) -> Rows:
    return timeline(case, case.entries)


def _letters(case: CaseView) -> Rows:
    return timeline(case, [each for each in case.entries if each.letter])


def _notes(case: CaseView) -> Rows:
    return [_note(each) for each in reversed(case.entries) if each.step == _NOTE]


def _note(entry: EntryView) -> Row:
    words = ("struck: " if entry.struck else "") + _text(entry)
    return (f"entry-{entry.id}", _OPEN, fit(say_short(entry.done_on), 11), words, entry.done_by)


def _text(entry: EntryView) -> str:
    text = entry.values.get("text", "")
    private = "private: " if entry.values.get("side") == "private" else ""
    return private + (text if isinstance(text, str) else "; ".join(text))


def _waited(entry: EntryView) -> str:
    """Whom or what an entry says that the case waits for, or waits for no more; empty for any other."""
    texts = [str(entry.values.get(name, "")) for name in _WAITS.get(entry.step, ())]
    private = "private: " if entry.values.get("side") == "private" else ""
    said = ": ".join(each for each in texts if each)
    return f"{_WAIT_WORDS[entry.step]}: {private}{said}" if said else ""


def _waits(case: CaseView) -> Rows:
    found: Rows = []
    for each in case.waits:
        if each.how and "OVER" not in found:
            found.append("OVER")
        sign, day = (_DONE, each.over_on or each.since) if each.how else (_OPEN, each.since)
        words, end = (f"{each.how}: {each.words}", "") if each.how else (each.words, each.by)
        found.append((f"entry-{each.entry}", sign, fit(say_short(day), 11), words, end))
    return found


def _people(case: CaseView) -> Rows:
    found: Rows = [
        (
            f"person-{each.person}" if each.person else f"part-{each.part}",
            _OPEN,
            fit(each.part_words, 18),
            each.name,
            each.role,
        )
        for each in case.parties
    ]
    facts = [
        ("Opened", say_day(case.opened_on) if case.opened_on else ""),
        ("Closed", say_day(case.closed_on) if case.closed_on else ""),
        ("Kept until", say_day(case.dispose_after) if case.dispose_after else ""),
        ("Procedure", case.procedure_note),
        *zip(("Who sees it", "But note"), case.privacy_note.split("; ", 1), strict=False),
    ]
    found.append("THE CASE")
    found += [(f"fact-{name}", _OPEN, fit(name, 18), words, "") for name, words in facts if words]
    return found


def _lines(case: CaseView) -> Rows:
    found: Rows = []
    kind = ""
    for each in case.ledger:
        if each.line.kind != kind:
            kind = each.line.kind
            found.append(f"{kind.upper()}S")
        found.append((f"line-{each.line.id}", _OPEN if each.open else _DONE, "", each.line.text, _how_far(each)))
        for column, facts in each.columns.items():
            told = "; ".join(fact.text for fact in facts if fact.entry == facts[-1].entry)
            found.append((f"entry-{facts[-1].entry}", (" ", ""), fit(f"  {column}", 10), told, say_short(facts[-1].on)))
    return found


def _how_far(row: LedgerRow) -> str:
    """How far a line has come, in a word."""
    reached = [column for column in row.columns if row.columns[column]]
    return "open" if not reached else reached[-1]


def _affected(case: CaseView) -> Rows:
    found: Rows = []
    for each in case.affected:
        sign = _WRONG if each.planned_on is None else _DONE
        plan = "no plan on record" if each.planned_on is None else f"plan of {say_short(each.planned_on)}"
        key = f"plan-{each.instance}" if each.instance else f"person-{each.person}"
        found.append((key, sign, "", f"{each.name}: {plan}", ""))
        found += [(f"person-{each.person}", (" ", ""), "  ", words, label) for label, words in each.facts if words]
    return found


def _linked(case: CaseView) -> Rows:
    return [
        (f"case-{each.ref}", _OPEN, fit(each.ref, 13), each.words or "belongs with this case", "")
        for each in case.links
    ]


def _papers(case: CaseView) -> Rows:
    names = {each.id: each.name for each in case.entries}
    found: Rows = []
    for each in case.attachments:
        of = f"with: {names.get(each.entry, '')}" if each.entry is not None else ""
        confidential = " (confidential)" if each.confidential else ""
        found.append((f"paper-{each.id}", _OPEN, fit(size_words(each.size), 9), each.name + confidential, of))
    return found


def _to_look_at(case: CaseView) -> Rows:
    return [(f"warning-{at}", _WRONG, "", each.words, each.rule) for at, each in enumerate(case.warnings)]


PANES = (
    Pane("Timeline", _everything, "Nothing is recorded yet."),
    Pane("Letters", _letters, "No letter has been recorded yet. {case.write} writes one."),
    Pane("People", _people, "Nobody has a part in this case.", lambda case: len(case.parties)),
    Pane("Affected", _affected, "Nobody supported is in this case.", lambda case: len(case.affected), if_any=True),
    Pane("Points", _lines, "No point or allegation is in this case.", lambda case: len(case.ledger), if_any=True),
    Pane("Notes", _notes, "There is no note. {case.note} adds one."),
    Pane("Waits", _waits, "Nobody is waited for.", lambda case: len(case.waits_now), if_any=True),
    Pane("Papers", _papers, "No letter or paper that came in is kept here. {case.attach} keeps one."),
    Pane("Linked", _linked, "No case is linked. {case.actions} links one.", if_any=True),
    Pane("To look at", _to_look_at, "There is nothing to look at."),
)
"""In the order in which Tab goes through them. A further list of a case is a further line here."""


def panes_of(case: CaseView) -> tuple[Pane, ...]:
    """Return the panes that the case has something for, and those that every case has."""
    return tuple(each for each in PANES if not each.if_any or each.rows(case))


def other_panes(counts: Mapping[str, int], width: int) -> str:
    """Return what Tab leads to, with its numbers; in a narrow box without the noughts, then without what is empty."""
    without_noughts = [f"{pane} {count}" if count else pane for pane, count in counts.items()]
    filled = [f"{pane} {count}" for pane, count in counts.items() if count]
    ways = [[f"{pane} {count}" for pane, count in counts.items()], without_noughts, filled]
    lines = [f"{next_pane()} {', '.join(each)}" for each in ways]
    for more in range(1, len(filled)):
        lines.append(f"{next_pane()} {', '.join(filled[:-more])} and {more} more")
    return next((each for each in lines if not width > 0 or len(each) <= width), lines[-1])


def size_words(size: int) -> str:
    """Return the size of a file: "12 kB"."""
    if size < 1000:
        return f"{size} B"
    return f"{size / 1000:.0f} kB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"
