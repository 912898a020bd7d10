"""How urgency looks: a symbol, words, an order and a colour for each state of a limit; and the themes.

Colour is never alone. Every custom variable is defined in every theme; a test holds that, and the contrast.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from datetime import date
from typing import Final, NamedTuple

from textual.theme import Theme

from sharedlives_tui.typed_dates import distance

DARK, MONO = "office-dark", "office-mono"


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
    "done": Look("✓", "DONE", "done", "$done"),
}
"""Every state, the worst first, as limits.STATES has them."""

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
    **{"…": "~", "·": "-", "›": ">", "←": "<", "→": ">", "•": "*", "‘": "'", "’": "'", "“": '"', "”": '"'},
}
_SINGLE = str.maketrans(_ONE)


def plain_symbols(words: str) -> str:
    """Return the words with our symbols and lines in ASCII, column by column; "▲ " becomes "!!"."""
    if words.isascii():
        return words
    return re.sub(f"([{''.join(_TWO)}]) ", lambda match: _TWO[match[1]], words).translate(_SINGLE)


def wants_plain_symbols(environment: Mapping[str, str] | None = None) -> bool:
    """Return whether the terminal is asked for in ASCII: SHAREDLIVES_SYMBOLS=ascii, or a locale without UTF-8."""
    found = os.environ if environment is None else environment
    if asked := found.get("SHAREDLIVES_SYMBOLS", ""):
        return asked.lower() == "ascii"
    locale = next((found[name] for name in ("LC_ALL", "LC_CTYPE", "LANG") if found.get(name)), "")
    # Without any locale, or with C, the interpreter itself speaks UTF-8, and so do today's terminals.
    return "." in locale and not re.search(r"utf-?8", locale, re.IGNORECASE)


# ---------------------------------------------------------------- themes

_DARK_STATES = {
    "overdue": "#FF7A59",
    "due-today": "#F5C04A",
    "past-target": "#F5C04A",
    "soon": "#F5C04A",
    "on-track": "#7CC7F2",
    "window": "#A8B3BD",
    "waiting": "#A8B3BD",
    "withheld": "#A8B3BD",
    "no-limit": "#A8B3BD",
    "done": "#5CC8B0",
}
_MONO_STATES = {
    "overdue": "#FFFFFF",
    "due-today": "#FFFFFF",
    "past-target": "#F2F2F2",
    "soon": "#F2F2F2",
    "on-track": "#C6C6C6",
    "window": "#A8A8A8",
    "waiting": "#A8A8A8",
    "withheld": "#A8A8A8",
    "no-limit": "#A8A8A8",
    "done": "#D0D0D0",
}
_DARK_PARTS = {
    "muted": "#9AA7B2",
    "key": "#F5C04A",
    "bar": "#1F2A33",
    "row": "#16344F",
    "row-text": "#FFFFFF",
    "chosen": "#6CB4EE",
    "chosen-text": "#0B1116",
    "badge": "#F5C04A",
    "badge-text": "#14191D",
    "field": "#222C35",
    "field-focus": "#1D4265",
    "line": "#4B5966",
    "problem": "#FF8A6B",
}
_MONO_PARTS = {
    "muted": "#A8A8A8",
    "key": "#FFFFFF",
    "bar": "#222222",
    "row": "#3A3A3A",
    "row-text": "#FFFFFF",
    "chosen": "#E6E6E6",
    "chosen-text": "#000000",
    "badge": "#FFFFFF",
    "badge-text": "#000000",
    "field": "#262626",
    "field-focus": "#444444",
    "line": "#6A6A6A",
    "problem": "#FFFFFF",
}


def _toolkit_parts(parts: Mapping[str, str], text: str, background: str) -> dict[str, str]:
    """The toolkit's own variables, so that its parts look like ours."""
    return {
        "block-cursor-background": parts["row"],
        "block-cursor-foreground": parts["row-text"],
        "input-cursor-background": text,
        "input-cursor-foreground": background,
        "input-selection-background": parts["row"],
        "border": parts["chosen"],
        "border-blurred": parts["line"],
        "scrollbar": parts["line"],
        "scrollbar-hover": parts["muted"],
        "scrollbar-active": parts["chosen"],
        "scrollbar-background": background,
        "scrollbar-background-hover": background,
        "scrollbar-background-active": background,
        "scrollbar-corner-color": background,
    }


_DARK_TEXT, _DARK_GROUND = "#E8EDF1", "#11171C"
_MONO_TEXT, _MONO_GROUND = "#E0E0E0", "#000000"

THEMES: Final = (
    Theme(
        name=DARK,
        primary="#6CB4EE",
        secondary="#7CC7F2",
        accent="#F5C04A",
        warning="#F5C04A",
        error="#FF7A59",
        success="#5CC8B0",
        foreground=_DARK_TEXT,
        background=_DARK_GROUND,
        surface="#161D23",
        panel="#1F2A33",
        dark=True,
        variables=_DARK_STATES | _DARK_PARTS | _toolkit_parts(_DARK_PARTS, _DARK_TEXT, _DARK_GROUND),
    ),
    Theme(
        name=MONO,
        primary="#E6E6E6",
        secondary="#C6C6C6",
        accent="#FFFFFF",
        warning="#F2F2F2",
        error="#FFFFFF",
        success="#D0D0D0",
        foreground=_MONO_TEXT,
        background=_MONO_GROUND,
        surface="#101010",
        panel="#222222",
        dark=True,
        variables=_MONO_STATES | _MONO_PARTS | _toolkit_parts(_MONO_PARTS, _MONO_TEXT, _MONO_GROUND),
    ),
)
VARIABLES: Final = tuple(_DARK_STATES | _DARK_PARTS)
"""The names of our own variables, which every theme must define."""


def first_theme(environment: Mapping[str, str] | None = None) -> str:
    """Return the theme to start with: black and white where NO_COLOR is set, otherwise the dark one."""
    found = os.environ if environment is None else environment
    return MONO if found.get("NO_COLOR") else DARK


def default_variables(environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return our variables for a theme that is not ours, so that no style sheet ever lacks one."""
    wanted = first_theme(environment)
    return next(dict(theme.variables) for theme in THEMES if theme.name == wanted)
