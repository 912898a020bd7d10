"""A person's own keys, put over the table of keys: which can be used, and in words why another cannot.

Everything here is pure: names of actions and keys go in, a table or a reason comes out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from sharedlives_tui import keymap
from sharedlives_tui.keymap import APP, BY_ID, DIALOG, EVERYWHERE, FOOTERS, PARTS, SIGNS, Key, say_key, types

MOST_KEYS = 4
"""How many keys one action can have."""

STAYS = {"back": "Esc always goes back, and nothing else does.", "copy": "Ctrl+C always copies, and never ends."}
"""Actions whose keys stay as they are, with the reason."""

_TAKEN = {
    "escape": "Esc always goes back.",
    "ctrl+c": "Ctrl+C always copies.",
    "enter": "Enter opens a row and goes to the next field: it stays with that.",
    "tab": "Tab goes from part to part: it stays with that.",
    "shift+tab": "Shift+Tab goes back a part: it stays with that.",
    "ctrl+z": "Ctrl+Z would put a program to sleep elsewhere; here it does nothing on purpose.",
    "ctrl+b": "Ctrl+B never arrives where tmux runs: it takes that key for itself.",
    "ctrl+i": "A terminal sends Ctrl+I as Tab.",
    "ctrl+m": "A terminal sends Ctrl+M as Enter.",
    "ctrl+h": "Many terminals send Ctrl+H as Backspace.",
    "ctrl+j": "A terminal sends Ctrl+J as a new line.",
    "f10": "Many terminal windows open their own menu with F10.",
    "f11": "Many terminal windows become as large as the screen with F11.",
}
IN_FIELDS = frozenset(
    {*(f"ctrl+{each}" for each in "acdekuvwxyz"), "f6", "f7", "up", "down", "left", "right", "home", "end"}
    | {"pageup", "pagedown", "backspace", "delete", "insert"}
)
"""Keys that a field of text takes for itself beside everything that types."""
_TYPING = frozenset({"form", "text", "record", "short-form", "kept-form", "wizard", "new", "first-run"})
"""Places in which one types."""
_CHOOSING = "choice"
_FIRST = frozenset({"menu", "quit"})
"""These work before a field has its say: a letter here could not be typed any more."""

_SPOKEN = {
    "esc": "escape",
    "return": "enter",
    "pgup": "pageup",
    "page up": "pageup",
    "pgdn": "pagedown",
    "page down": "pagedown",
    "del": "delete",
    "ins": "insert",
    "bksp": "backspace",
    "space bar": "space",
    "full stop": "full_stop",
    "question mark": "question_mark",
}
_BY_SIGN = {sign: name for name, sign in SIGNS.items()}
_HELD = re.compile(r"(?i)(ctrl|control|shift|alt)\s*[+-]\s*(?=.)")


def parse_key(words: str) -> str:
    """Return the toolkit's name of a key that was written in words: "Ctrl+S", "PgDn", "?", "t"; empty if it is none."""
    rest, held = words.strip(), []
    if len(rest) == 2 and rest[0] == "^" and rest[1].isalpha():
        rest = f"ctrl+{rest[1]}"
    while len(rest) > 1 and (found := _HELD.match(rest)):
        held.append({"control": "ctrl"}.get(found[1].lower(), found[1].lower()))
        rest = rest[found.end() :]
    name = _one_key(rest)
    if not name:
        return ""
    if held and len(name) == 1:
        name = name.lower()
    return "+".join([*sorted(set(held)), name])


def _one_key(words: str) -> str:
    if len(words) == 1:
        return words if words.isascii() and words.isalnum() else _BY_SIGN.get(words, "")
    small = words.lower()
    name = _SPOKEN.get(small, small)
    known = name in keymap.NAMES or name in SIGNS or re.fullmatch(r"f([1-9]|1[0-2])", name)
    return name if known else ""


def parse_keys(words: str) -> tuple[str, ...]:
    """Return the keys of a line like "t or F4", each once. Raises ValueError with the one that is none, in words."""
    parts = [each for each in re.split(r"\s+or\s+|\s*,\s+|\s+", words.strip()) if each]
    if not parts and words.strip():
        parts = [words.strip()]
    found: list[str] = []
    for each in [words.strip()] if parse_key(words) else parts:
        key = parse_key(each)
        if not key:
            raise ValueError(
                f"There is no key called {each}. Press it, or write it like t, ?, F4, Ctrl+T, PgDn; several: t or F4."
            )
        if key not in found:
            found.append(key)
    return tuple(found)


def say_keys(keys: Iterable[str]) -> str:
    """Return how several keys are written: "t or F4"."""
    return " or ".join(say_key(each) for each in keys)


def why_not(name: str, keys: Sequence[str], own: Mapping[str, tuple[str, ...]]) -> str:
    """Return why an action cannot have these keys beside the person's others; empty where it can.

    Raises KeyError for an action that does not exist.
    """
    if words := _alone(name, keys):
        return words
    table = {**own, name: tuple(keys)}
    return next((clash for one, other, key in _clashes(table) if (clash := _told(name, one, other, key))), "")


def _alone(name: str, keys: Sequence[str]) -> str:
    """Why an action cannot have these keys, whatever the others have; empty where it can."""
    if name in STAYS:
        return STAYS[name]
    if not keys:
        return "Give it at least one key."
    if len(keys) > MOST_KEYS:
        return f"At most {MOST_KEYS} keys for one thing."
    if name == "help" and all(types(each) for each in keys):
        return "Help needs a key that works while one types too, like F1."
    return next((words for key in keys if (words := _unfit(BY_ID[name], key))), "")


def _told(name: str, one: str, other: str, key: str) -> str:
    """Words for a clash that an action has a part in; empty where it has none."""
    if name not in (one, other):
        return ""
    has = BY_ID[other if one == name else one]
    return f"{say_key(key)} is {has.words} at present: {has.help} Give that another key first."


def _unfit(action: Key, key: str) -> str:
    """Why a key cannot be used for an action at all; empty where it can. What it comes with always can."""
    if key in action.keys:
        return ""
    if key in _TAKEN:
        return _TAKEN[key]
    *held, last = key.split("+")
    if "alt" in held:
        return "Alt with a key arrives as another sign in many terminals."
    if held and (held != ["ctrl"] or len(last) != 1 or not last.isalpha()):
        return f"{say_key(key)} does not arrive in every terminal: with Ctrl take a letter."
    if action.id in _FIRST and types(key):
        return f"{say_key(key)} could not be typed into a field any more. Take a key like F4 or Ctrl+T."
    if _TYPING & {*action.where} and (types(key) or key in IN_FIELDS):
        return f"{say_key(key)} never gets past a field in which one types. Take a key like F4 or Ctrl+T."
    if _CHOOSING in action.where and len(key) == 1:
        return f"In a choice {say_key(key)} goes to the first option that begins so. Take a key like F4 or Ctrl+T."
    return ""


def overlay(own: Mapping[str, Sequence[str]]) -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    """Return the person's keys that can be used, by action, and for each of the others why not.

    `own` holds keys as they are written ("Ctrl+T"). Of two that clash the later one gives way.
    """
    wanted: dict[str, tuple[str, ...]] = {}
    refused: dict[str, str] = {}
    for name, written in own.items():
        if name not in BY_ID:
            refused[name] = f"there is nothing called {name} to do; sharedlives settings keys lists everything."
            continue
        keys = tuple(dict.fromkeys(parse_key(each) for each in written))
        if "" in keys:
            refused[name] = f"{name}: write a key like t, ?, F4, Ctrl+T or PgDn."
        elif words := _alone(name, keys):
            refused[name] = f"{name}: {words}"
        else:
            wanted[name] = keys
    while clashing := [(one, other, key) for one, other, key in _clashes(wanted) if {one, other} & set(wanted)]:
        order = list(wanted)
        gone = max((each for each in clashing[0][:2] if each in wanted), key=order.index)
        refused[gone] = f"{gone}: {_told(gone, *clashing[0])}"
        del wanted[gone]
    return wanted, refused


def _clashes(own: Mapping[str, tuple[str, ...]]) -> list[tuple[str, str, str]]:
    """Every two actions that would have one key on one screen, with that key; each pair and key once."""
    found: dict[tuple[str, str, str], None] = {}
    for place in FOOTERS:
        where = {place, *PARTS.get(place, ()), EVERYWHERE, DIALOG, APP}
        taken: dict[str, str] = {}
        for name, action in BY_ID.items():
            if where.isdisjoint(action.where):
                continue
            for key in own.get(name, action.keys):
                before = taken.setdefault(key, name)
                if before != name:
                    found[before, name, key] = None
    return list(found)
