"""Where a key works, in words: for the list of keys, and for the Menu where it is looked for elsewhere."""

from __future__ import annotations

from typing import Final

from sharedlives_tui.key_shapes import Key

_WHERE: Final = {
    "list": "in a list",
    "decide": "in Decide",
    "copies": "in Copies",
    "choice": "in a choice",
    "text": "in a long text",
    "entry": "at an entry",
    "people": "in People",
    "person": "at a person",
    "office": "in Our office",
    "ask": "for a letter",
    "often": "where a text is chosen",
    "often-list": "in the list of texts",
    "settings": "in Settings",
    "keys": "in the list of keys",
    "today": "in Today",
    "cases": "in Cases",
    "calendar": "in Calendar",
    "case": "in a case",
    "reports": "in Reports",
    "performance": "in Performance",
    "journal": "in the journal",
}


def works_in(key: Key) -> str:
    """Return a sentence like "It works in Today and in Cases.", with a space before it.

    Empty where the key's own sentence says it.
    """
    places = [_WHERE[place] for place in key.where if place in _WHERE]
    listed = " and ".join(filter(None, (", ".join(places[:-1]), *places[-1:])))
    return f" It works {listed}." if places else ""
