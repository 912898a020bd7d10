"""The keys of a screen on one card, made from the table of keys."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from textwrap import wrap

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget

from sharedlives_tui import keymap
from sharedlives_tui.access import VERBS
from sharedlives_tui.names import in_one_line
from sharedlives_tui.widgets.dialog import Dialog
from sharedlives_tui.widgets.keys import bindings
from sharedlives_tui.widgets.safe import Words, fit, join, lines

_KEY_COLUMN = 20
_WIDTH = 68
_SIGNS = (
    "▲ overdue, ◆ due today or soon or past our own target, ● on track, ○ waiting or without a limit, "
    "◇ a right of the other side that closes and never turns overdue, ✓ done."
)
_ALL = frozenset(VERBS)
_CLOSED = "What you cannot do here"
_PRINT = "All keys on one page, your own where you have some: sharedlives settings keys --card"


class HelpDialog(Dialog[None]):
    """Every key that works on a screen, what it does, and what the symbols mean."""

    BINDINGS = bindings("help")
    PLACE = "help"

    def __init__(self, place: str, around: str = keymap.EVERYWHERE) -> None:
        super().__init__("Help")
        self._about, self._around = place, around

    def body(self) -> Iterable[Widget]:
        desk = getattr(self.app, "desk", None)  # there is none before there is an office
        yield VerticalScroll(Words(card(self._about, self._around, desk.works if desk else _ALL)), classes="card")

    def on_mount(self) -> None:
        self.add_class("-large")
        self.query_one(".card").focus()

    def action_help(self) -> None:
        self.dismiss(None)


def card(place: str, around: str = keymap.EVERYWHERE, may: Collection[str] = _ALL) -> Content:
    """Return the text of the card for a place: what it is for, its keys, and those of the program or of all dialogs.

    `may` is what whoever reads it may do (verbs of `access.VERBS`): keys that do nothing for them are only named.
    """
    about = wrap(keymap.with_keys(keymap.ABOUT.get(place, "")), _WIDTH)
    rows: list[Content] = [*map(join, about), *([join("")] if about else [])]
    closed: list[str] = []
    for group, keys in keymap.help_groups(place, *keymap.PARTS.get(place, ()), around):
        rows.append(join((group, "bold")))
        for key, said in ((key, keymap.said_in(key, place)) for key in keys):
            if not said:
                continue
            if not keymap.pressable([key], may, place):
                closed.append(key.words)
                continue
            first, *more = wrap(key.help, _WIDTH - _KEY_COLUMN)
            rows.append(join((fit(f"  {said}", _KEY_COLUMN), "$key"), first))
            rows += [join(" " * _KEY_COLUMN, each) for each in more]
        rows.append(join(""))
    others = f"{in_one_line(closed)}. Pressing the key says who may." if closed else ""
    for heading, words in ((_CLOSED, others), ("What the symbols say", _SIGNS), ("To print", _PRINT)):
        if not words:
            continue
        rows.append(join((heading, "bold")))
        rows += [join((f"  {each}", "$muted")) for each in wrap(words, _WIDTH - 2)]
        rows.append(join(""))
    return lines(*rows[:-1])
