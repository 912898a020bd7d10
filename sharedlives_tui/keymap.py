"""The keys as the person in front of this program has them: bindings, footers, Help, Menu and handbook ask here.

The table itself stands in `key_table`, what each place shows of it in `key_places`. A key is named for what it does
(`case.record`), never by its letter. Where a key works is a place: the name of a screen or of a part of one. Nothing
here knows the terminal toolkit, so the handbook needs none of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache

from sharedlives_tui.key_places import ABOUT, FOOTER_LIMIT, FOOTERS, OPENING, PARTS, TYPED
from sharedlives_tui.key_shapes import (
    ALL,
    APP,
    DIALOG,
    EVERYWHERE,
    FORM,
    MOVE,
    NAMES,
    SIGNS,
    WORK,
    Area,
    Key,
    say_key,
)
from sharedlives_tui.key_table import AREAS, KEYS
from sharedlives_tui.light import TYPE_CHECKING

if TYPE_CHECKING:
    import re

__all__ = [
    "ABOUT",
    "APP",
    "AREAS",
    "BY_ID",
    "DIALOG",
    "EVERYWHERE",
    "FOOTERS",
    "FOOTER_LIMIT",
    "KEYS",
    "NAMES",
    "PARTS",
    "SIGNS",
    "TYPED",
    "Area",
    "Key",
    "first_key",
    "footer_of",
    "help_groups",
    "keys_of",
    "press_in",
    "pressable",
    "said",
    "said_in",
    "say_key",
    "types",
    "wear",
    "with_keys",
    "worn",
]

BY_ID = {key.id: key for key in KEYS}
"""The table as it comes."""
_worn: dict[str, Key] = dict(BY_ID)
"""The table as the person in front of this program has it."""


def wear(own: Mapping[str, tuple[str, ...]]) -> None:
    """Take the person's own keys, by what they do: from now on everything that shows keys shows these.

    They are checked before (`own_keys.overlay`). An empty table goes back to the keys as they come. One program has
    one person in front of it, so there is one such table.
    """
    for name, key in BY_ID.items():
        _worn[name] = key._replace(keys=own[name]) if name in own else key


def worn() -> tuple[Key, ...]:
    """Return the whole table as the person has it."""
    return tuple(_worn.values())


def first_key(name: str) -> str:
    """Return the toolkit's name of the first key of an action, as the person has it. Raises KeyError."""
    return _worn[name].keys[0]


def said(name: str, place: str = "") -> str:
    """Return how the key of an action is written, as the person has it: "r". Raises KeyError.

    With a place, the one to press there: where one types, no letter.
    """
    return say_key(press_in(_worn[name], place))


def with_keys(words: str) -> str:
    """Return the words with the person's key in the place of each action's name: "{case.note} adds one."."""
    return _names().sub(lambda found: said(found[1]), words)


@cache
def _names() -> re.Pattern[str]:
    """The actions' names in braces. Not made before it is asked for: a start has no use for it."""
    import re

    return re.compile(f"{{({'|'.join(map(re.escape, BY_ID))})}}")


def press_in(key: Key, place: str) -> str:
    """Return which of its keys to press on a screen: where there is a form, one that no field takes as a letter."""
    if place in TYPED or "form" in PARTS.get(place, ()):
        free = (each for each in key.keys if not types(each))
        return next(free, key.keys[0])
    return key.keys[0]


def said_in(key: Key, place: str) -> str:
    """Return how its keys are written, as far as they work on a screen: "? or F1", where one types "F1".

    Empty where each of them is a letter that the fields take.
    """
    typing = place in TYPED or (key.group == ALL and "form" in PARTS.get(place, ()))
    return " or ".join(say_key(each) for each in key.keys if not (typing and types(each)))


def types(key: str) -> bool:
    """Return whether a key writes a letter or a sign where one types."""
    return len(key) == 1 or key == "space" or key in SIGNS


def keys_of(*places: str) -> tuple[Key, ...]:
    """Return the keys that work in any of these places, as the person has them, in the order of the table."""
    return tuple(key for key in worn() if any(place in key.where for place in places))


def pressable(keys: Iterable[Key], may: Collection[str], place: str = "") -> tuple[Key, ...]:
    """Return those of the keys of a place that do something for whoever may do that (verbs of `access.VERBS`)."""
    opens = OPENING.get(place, ())
    return tuple(
        key for key in keys if all(verb in may for verb in (*key.needs, *(opens if key.id == "list.open" else ())))
    )


def footer_of(place: str) -> tuple[Key, ...]:
    """Return the keys of the footer of a place. Raises KeyError for a place without one."""
    return tuple(_worn[name] for name in FOOTERS[place])


def help_groups(*places: str) -> Iterator[tuple[str, tuple[Key, ...]]]:
    """Yield each group's name with its keys for these places, the place's own before everywhere's."""
    found = keys_of(*places)
    for group in (WORK, MOVE, FORM, ALL):
        if keys := tuple(key for key in found if key.group == group):
            yield group, keys
