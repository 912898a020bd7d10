"""A card of keys to print: one page of plain text in two columns, made from the table of keys."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import NamedTuple

from sharedlives_tui.keymap import APP, DIALOG, EVERYWHERE, Key, worn
from sharedlives_tui.themes import LOOKS

COLUMN, GAP, KEYS_WIDE = 42, 3, 16
"""Characters: a column of the card, what lies between two, and the part of a column that holds the keys."""
WIDTH = 2 * COLUMN + GAP
LINES = 70
"""At most: what a page of A4 holds in small type."""


class Part(NamedTuple):
    """A part of the card: its heading, and the places whose keys stand under it."""

    name: str
    places: tuple[str, ...]


_REPORTS = ("reports", "performance")
PARTS = (
    Part("EVERYWHERE", (EVERYWHERE, DIALOG, APP)),
    Part("IN A LIST", ("list",)),
    Part("TODAY AND CASES", ("today", "cases", "calendar")),
    Part("A CASE, ALSO ITS ROW IN A LIST", ("today", "cases", "case")),
    Part("A CASE ALONE", ("case",)),
    Part("CALENDAR", ("calendar",)),
    Part(
        "IN A FORM",
        ("form", "record", "short-form", "kept-form", "new", "wizard", "first-run", "text", "choice", "filter"),
    ),
    Part("A LETTER", ("ask", "wizard", "sign-off")),
    Part("AN ENTRY", ("entry",)),
    Part("A DECISION, COPIES, A CONFLICT", ("decide", "copies", "conflict")),
    Part("PEOPLE, A PERSON, OUR OFFICE", ("people", "person", "office")),
    Part("REPORTS, SETTINGS, KEPT TEXTS", (*_REPORTS, "cases", "settings", "journal", "keys", "often", "often-list")),
)
"""A key stands in the smallest part that has all of its places."""
_LONGER = {
    "case.actions": "Everything else",
    "case.why": "Why this date",
    "case.write": "Write its notice",
    "calendar.before": "Month or week before",
    "calendar.after": "Next month or week",
    "calendar.view": "Month or week",
    "form.next-field": "Next field",
    "today.mine": "Mine, or the whole team's",
}
"""What a key does, where the words of the footer need their screen around them."""
_SAID = {
    "today": "Today",
    "cases": "Cases",
    "new": "new case",
    "filter": "the filter",
    "reports": "reports",
    "performance": "performance",
    "office": "our office",
    "often-list": "the texts",
    "often": "a field",
    "keys": "keys",
    "conflict": "conflict",
    "sign-off": "sign-off",
}
"""Where a key works, said beside it when the part has the same key twice."""
_SIGNS = "{overdue} overdue   {soon} today, soon, past our target   {on_track} on track   {waiting} waiting, no limit"
_MORE = "{window} the other side's right, never overdue   {done} done. The list says each in words too."


def key_card() -> str:
    """Return the card with the keys as the person in front of this program has them.

    At most LINES lines of at most WIDTH characters. Where one key does the same in several places of a part, it stands
    there once.
    """
    blocks = [_block(part.name, keys) for part, keys in _shared_out()]
    columns = _halved(blocks)
    rows = max(map(len, columns))
    left, right = ([*column, *[""] * (rows - len(column))] for column in columns)
    signs = {name: look.symbol for name, look in LOOKS.items()}
    head = ["KEYS OF THE SHARED LIVES OFFICE", ""]
    foot = [_SIGNS.format_map(signs), _MORE.format_map(signs)]
    body = [f"{one:<{COLUMN + GAP}}{two}".rstrip() for one, two in zip(left, right, strict=True)]
    return "\n".join(line[:WIDTH] for line in [*head, *body, *foot]) + "\n"


def _shared_out() -> Iterator[tuple[Part, list[Key]]]:
    """Each part with its keys, in the order of the table."""
    found: dict[Part, list[Key]] = {part: [] for part in PARTS}
    for key in worn():
        fitting = [part for part in PARTS if set(key.where) <= set(part.places)]
        found[min(fitting, key=lambda part: len(part.places))].append(key)
    yield from found.items()


def _block(name: str, keys: Sequence[Key]) -> list[str]:
    said = {key: (_keys(key), _LONGER.get(key.id, key.words)) for key in keys}
    twice = Counter(pressed for pressed, _ in set(said.values()))
    lines: dict[str, None] = {}
    for key, (pressed, does) in said.items():
        place = _SAID.get(key.where[0], "") if twice[pressed] > 1 and len(key.where) == 1 else ""
        first, *more = wrap(f"{does} ({place})" if place else does, COLUMN - KEYS_WIDE)
        lines["\n".join([f"{pressed:<{KEYS_WIDE}}{first}", *(" " * KEYS_WIDE + each for each in more)])] = None
    return [name, *(line for each in lines for line in each.split("\n")), ""]


def _keys(key: Key) -> str:
    """Return its keys as far as they have room, at least the first."""
    first, *more = key.all_shown.split(" or ")
    found = first[: KEYS_WIDE - 1]
    for each in more:
        if len(found) + len(each) + 2 < KEYS_WIDE:
            found += f", {each}"
    return found


def _halved(blocks: Sequence[list[str]]) -> tuple[list[str], list[str]]:
    """Return the blocks in their order as two columns of about the same height."""
    at = min(range(len(blocks)), key=lambda at: max(sum(map(len, blocks[:at])), sum(map(len, blocks[at:]))))
    return [line for block in blocks[:at] for line in block], [line for block in blocks[at:] for line in block]
