"""What a key of the table is, where keys work, and how they are written for people."""

from __future__ import annotations

from sharedlives_tui.light import NamedTuple

EVERYWHERE, DIALOG, APP = "everywhere", "dialog", "app"
CASES = ("today", "cases")
"""The lists of cases."""
MOVE, ALL, WORK, FORM = "Move about", "Everywhere", "What you can do here", "In a form"
"""The groups in which Help shows them, by their headings."""


class Key(NamedTuple):
    """One thing that a key does. `keys` are the toolkit's names, the one to show first."""

    id: str
    keys: tuple[str, ...]
    words: str
    """A verb and what it acts on, short enough for the footer."""
    help: str
    """A sentence for Help and for the Menu."""
    where: tuple[str, ...]
    group: str
    action: str
    """The method `action_...` of the screen, part or app that has the key."""
    menu: bool = False
    """The Menu offers it too."""
    needs: tuple[str, ...] = ()
    """What one must be allowed to do, for the key to do anything: verbs of `access.VERBS`."""

    @property
    def shown(self) -> str:
        """How the key is written: "Ctrl+S", "?", "PgDn"."""
        return say_key(self.keys[0])

    @property
    def all_shown(self) -> str:
        """All its keys as they are written: "? or F1"."""
        return " or ".join(say_key(each) for each in self.keys)


class Area(NamedTuple):
    """A part of the office with a number key of its own; it keeps its own way back."""

    id: str
    number: str
    name: str


NAMES = {
    "escape": "Esc",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    **{name: name.capitalize() for name in ("enter", "up", "down", "left", "right", "home", "end", "tab", "space")},
    **{name: name.capitalize() for name in ("insert", "delete", "backspace")},
}
"""How keys with a name are written."""
SIGNS = {
    "slash": "/",
    "question_mark": "?",
    "exclamation_mark": "!",
    "quotation_mark": '"',
    "number_sign": "#",
    "dollar_sign": "$",
    "percent_sign": "%",
    "ampersand": "&",
    "apostrophe": "'",
    "left_parenthesis": "(",
    "right_parenthesis": ")",
    "asterisk": "*",
    "plus": "+",
    "comma": ",",
    "minus": "-",
    "full_stop": ".",
    "colon": ":",
    "semicolon": ";",
    "less_than_sign": "<",
    "equals_sign": "=",
    "greater_than_sign": ">",
    "at": "@",
    "left_square_bracket": "[",
    "backslash": "\\",
    "right_square_bracket": "]",
    "circumflex_accent": "^",
    "underscore": "_",
    "grave_accent": "`",
    "left_curly_bracket": "{",
    "vertical_line": "|",
    "right_curly_bracket": "}",
    "tilde": "~",
}
"""The toolkit's names of the signs of every keyboard."""


def say_key(key: str) -> str:
    """Return how a key of the toolkit is written for people: "ctrl+s" is "Ctrl+S"."""
    *held, last = key.split("+")
    plain = NAMES.get(last) or SIGNS.get(last) or (last if len(last) == 1 and not held else last.upper())
    return "+".join([*(each.capitalize() for each in held), plain])
