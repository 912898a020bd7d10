"""What the wizard says: the line of its parts, the letter as it will be read, what is about to be recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from textual.content import Content

from sharedlives_tui.caseviews import NoticeView, Tick
from sharedlives_tui.facts import Value
from sharedlives_tui.letters.plain import plain_text
from sharedlives_tui.screens.act_fields import ON
from sharedlives_tui.typed_dates import say_long
from sharedlives_tui.widgets.safe import Piece, join, lines

FACTS, CHECKLIST, PREVIEW, SENT = "facts", "checklist", "preview", "sent"
PART_NAMES = {FACTS: "Facts", CHECKLIST: "Checklist", PREVIEW: "Preview", SENT: "Record as sent"}
GAP = "[["


def parts_line(parts: Sequence[str], here: str, outside: bool) -> Content:
    """Return the parts on one line, the present one marked: "[1 Facts] ── 2 Checklist ── ..."."""
    pieces = []
    for number, part in enumerate(parts, start=1):
        name = "The letter that was sent" if outside and part == FACTS else PART_NAMES[part]
        words = f"{number} {name}"
        pieces.append(
            join((f"[{words}]", "bold $chosen-text on $chosen")) if part == here else join((f" {words} ", "$muted"))
        )
    return join(" ", join("──").join(pieces))


def for_outside(ticks: Sequence[Tick]) -> list[Tick]:
    """Return the ticks of a letter that was sent without us: what was not ticked is named, not asked for."""
    return [replace(each, missing=each.name if not each.present else "") for each in ticks]


def letter_words(markdown: str) -> Content:
    """Return the letter as it will be read; a gap stands out."""
    rows: list[Piece] = []
    for row in plain_text(markdown).rstrip().split("\n"):
        rows.append(join((row, "bold $problem" if GAP in row else "")))
    return lines(*rows)


def remark_lines(remarks: Sequence[str]) -> Content:
    """Return what is to be known before the letter goes: the days left to the other side, words in confidence."""
    return lines(*(join((f"◇ {each}", "$soon")) for each in remarks))


def gap_words(view: NoticeView) -> str:
    """Return in one line what is missing: "who deals with it, the support on offer"; empty if nothing is."""
    return ", ".join(each.name for each in view.ticks if each.required and not each.present)


_SIGN_OFF = {
    "needed": "▲ A manager signs this letter off before it goes: it waits on their Today.",
    "waiting": "▲ This letter waits for a manager's sign-off: it cannot be recorded as sent yet.",
    "signed": "✓ This letter was signed off as it stands.",
}


def summary(
    view: NoticeView, values: Mapping[str, Value], letter: str, signed: str, *, incomplete: bool, changed: bool
) -> Content:
    """Return what is about to be recorded, in words; `changed` since the letter was last looked at."""
    to = values.get("to", ())
    whom = ", ".join((to,) if isinstance(to, str) else to) or ", ".join(view.to) or "nobody yet"
    how = str(values.get("method", "")) or "not said yet"
    rows: list[Piece] = [
        join(("You record: ", "$muted"), (view.title, "bold")),
        join(("To: ", "$muted"), whom, ("   By: ", "$muted"), how, ("   On: ", "$muted"), _day(values.get(ON, ""))),
        join(("Signed by: ", "$muted"), signed or "you", (f"   {letter}", "$muted")),
    ]
    if changed:
        rows[-1] = join(
            ("Signed by: ", "$muted"),
            signed or "you",
            ("   ▲ The letter has changed with this: Esc shows it.", "$soon"),
        )
    if view.sign_off in _SIGN_OFF and not incomplete:
        rows.append(join((_SIGN_OFF[view.sign_off], "$soon")))
    missing = gap_words(view)
    if missing and incomplete:
        rows.append(
            join((f"▲ It left without: {missing}. The step stays open until a complete one has gone.", "$soon"))
        )
    elif missing:
        rows.append(join((f"▲ It lacks: {missing}. Esc goes back to add it.", "$problem")))
        rows.append(join(("If it has left like this, answer yes to the question below.", "$problem")))
    if view.format_needed and view.format_needed.lower() not in ("", "letter"):
        rows.append(join((f"They need the answer as: {view.format_needed}.", "$soon")))
    return lines(*rows)


def _day(value: Value) -> str:
    try:
        return say_long(date.fromisoformat(str(value)))
    except ValueError:
        return "a day not said yet"
