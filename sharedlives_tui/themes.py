"""How urgency looks: a symbol, words, an order and a colour for each state of a limit; and the symbols in ASCII.

Colour is never alone. The colours themselves stand in `palettes`; nothing here knows the terminal toolkit.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date

from sharedlives_tui.light import TYPE_CHECKING, NamedTuple
from sharedlives_tui.typed_dates import distance

if TYPE_CHECKING:
    from typing import Final


class Look(NamedTuple):
    """How a state of a limit looks. `style` is for text, `heading` names its group, `counted` its sum."""

    symbol: str
    heading: str
    counted: str
    style: str


LOOKS: Final[Mapping[str, Look]] = {
    "overdue": Look("▲", "OVERDUE", "overdue", "$overdue bold"),
    "today": Look("◆", "DUE TODAY", "today", "$due-today bold underline"),
    "past_target": Look("◆", "PAST OUR OWN TARGET", "past target", "$past-target bold"),
    "soon": Look("◆", "DUE SOON", "due soon", "$soon bold"),
    "on_track": Look("●", "ON TRACK", "on track", "$on-track"),
    "window": Look("◇", "THEIR WINDOW", "in their window", "$window"),
    "waiting": Look("○", "WAITING ON OTHERS", "waiting on others", "$waiting"),
    "withheld": Look("○", "ON HOLD", "on hold", "$withheld"),
    "no_limit": Look("○", "NO SET LIMIT", "no set limit", "$no-limit"),
    "after_closing": Look("○", "AFTER CLOSING, NO DATE", "after closing", "$no-limit"),
    "done": Look("✓", "DONE", "done", "$done"),
}
"""Every state, the worst first, as limits.STATES has them, and `after_closing`, which lists have besides."""

REVERSED = "reverse"
"""Put behind the style of the words of an overdue limit: it must shout without colour too."""


class Urgency(NamedTuple):
    """What a row says of a limit: its symbol, its words and the style for both."""

    symbol: str
    words: str
    style: str

    @property
    def words_style(self) -> str:
        """The style of the words alone: reversed where the limit is overdue."""
        return f"{self.style} {REVERSED}" if self.symbol == LOOKS["overdue"].symbol else self.style


def urgency(state: str, today: date, due: date | None = None, act_by: date | None = None) -> Urgency:
    """Return how a limit in that state looks on that day.

    The words count to the day to act by, and once late from the strict day: "5 days late", "in 3 days".
    Raises KeyError for a state that is not in limits.STATES.
    """
    look = LOOKS[state]
    return Urgency(look.symbol, _words(state, today, due, act_by), look.style)


def _words(state: str, today: date, due: date | None, act_by: date | None) -> str:
    if state == "overdue" and due is not None:
        return distance(due, today)
    if state == "past_target" and due is not None:
        return distance(due, today).replace("late", "past")
    if state == "today":
        return "today"
    if state in ("soon", "on_track") and (day := act_by or due) is not None:
        return distance(day, today)
    if state == "waiting" and due is not None and due < today:
        return distance(due, today).replace("late", "past")
    return _REST[state]


_REST: Final = {
    "overdue": "late",
    "past_target": "past target",
    "soon": "soon",
    "on_track": "on track",
    "window": "open until",
    "waiting": "waiting",
    "withheld": "on hold",
    "no_limit": "no set limit",
    "after_closing": "no date",
    "done": "done",
}

# ---------------------------------------------------------------- plain symbols

_TWO = {"▲": "!!", "◆": "! ", "●": "ok", "○": "..", "◇": "<>", "✓": "v ", "✗": "x ", "▶": "> "}
_ONE = {mark: plain[0] for mark, plain in _TWO.items()} | {
    **dict.fromkeys("─━╌—–−", "-"),
    **dict.fromkeys("│┃▌▐▎▏▊", "|"),
    **dict.fromkeys("╭╮╰╯┌┐└┘├┤┬┴┼", "+"),
    **dict.fromkeys("▔▁", "-"),
    **dict.fromkeys("█▓▒░▆▇▅▄▃▂", "#"),
    **{
        "…": "~",
        "·": "-",
        "›": ">",
        "←": "<",
        "→": ">",
        "↓": "v",
        "↑": "^",
        "▸": ">",
        "■": "#",
        "×": "x",
        "•": "*",
        "‘": "'",
        "’": "'",
        "“": '"',
        "”": '"',
    },
}
_SINGLE = str.maketrans(_ONE)


def plain_symbols(words: str) -> str:
    """Return the words with our symbols and lines in ASCII, column by column; "▲ " becomes "!!"."""
    if words.isascii():
        return words
    import re

    return re.sub(f"([{''.join(_TWO)}]) ", lambda match: _TWO[match[1]], words).translate(_SINGLE)


def wants_plain_symbols(environment: Mapping[str, str] | None = None, wished: str = "") -> bool:
    """Return whether to draw in ASCII.

    SHAREDLIVES_SYMBOLS ("ascii" or not) goes before what somebody `wished` ("plain" or "signs"), and that before the
    locale, which asks for ASCII where it is not UTF-8: one that names no set of characters (en_GB) has an older one.
    """
    found = os.environ if environment is None else environment
    if asked := found.get("SHAREDLIVES_SYMBOLS", ""):
        return asked.lower() == "ascii"
    if wished in ("plain", "signs"):
        return wished == "plain"
    locale = next((found[name] for name in ("LC_ALL", "LC_CTYPE", "LANG") if found.get(name)), "")
    language, _, characters = locale.partition("@")[0].partition(".")
    if language in ("", "C", "POSIX") and not characters:
        return False  # then the interpreter itself speaks UTF-8, and so do today's terminals
    return characters.lower().replace("-", "") != "utf8"
