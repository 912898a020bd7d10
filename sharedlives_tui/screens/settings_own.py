"""Changing what one wants for oneself: colours, symbols, the mouse, the first screen, every key."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, cast

from textual.screen import Screen

from sharedlives_tui import keymap, own_keys, own_settings
from sharedlives_tui.caseviews import FieldView
from sharedlives_tui.facts import Value
from sharedlives_tui.requests import Problem, Refused
from sharedlives_tui.screens.act_fields import asked
from sharedlives_tui.screens.case_rows import Row
from sharedlives_tui.screens.list_with_words import ListWithWords
from sharedlives_tui.screens.small_form import SmallForm
from sharedlives_tui.widgets.form import KEYS, Check
from sharedlives_tui.widgets.host import host_of
from sharedlives_tui.widgets.keys import bindings
from sharedlives_tui.widgets.reach import works_in
from sharedlives_tui.widgets.safe import fit

if TYPE_CHECKING:
    from sharedlives_tui.widgets.safe_app import SafeApp

_NEXT_START = ("mouse", "first_area", "symbols")
"""These are read when the program starts."""


def wear(screen: Screen[Any], change: Callable[[], None], words: str) -> None:
    """Change something in one's own file, and look like it at once; say so, or why not."""
    problem = False
    try:
        change()
    except own_settings.NotKept as error:
        words, problem = str(error), True
    wear_what_is_kept(screen)
    cast("Any", screen).say(words, problem=problem)


def wear_what_is_kept(screen: Screen[Any]) -> None:
    """Look from now on as one's own file says, on every screen."""
    cast("SafeApp[Any]", screen.app).wear(own_settings.read())
    host_of(screen).announce()


class OwnForm(SmallForm):
    """The base: what is kept here is worn at once."""

    def saved(self, result: Any) -> None:
        wear_what_is_kept(self)
        super().saved(result)


class OwnSettingDialog(OwnForm):
    """Chooses one of what there is."""

    def __init__(self, name: str) -> None:
        self._setting = own_settings.BY_NAME[name]
        super().__init__(self._setting.words, "Keep", "Yours alone, on this computer.")

    def fields(self) -> Iterable[FieldView]:
        setting = self._setting
        return (asked("value", setting.words, "choice", choices=setting.choices, required=True, help=setting.help),)

    def plain_values(self) -> dict[str, Value]:
        return {"value": own_settings.read().get(self._setting.name)}

    def work(self, values: dict[str, Value]) -> str:
        value = str(values["value"])
        _in_field("value", lambda: own_settings.keep(self._setting.name, value))
        later = " It holds from the next start." if self._setting.name in _NEXT_START else ""
        return f"{self._setting.words}: {value}.{later}"


class KeyDialog(OwnForm):
    """Takes other keys for one thing that can be done: one presses them, or writes what they are called."""

    def __init__(self, name: str) -> None:
        self._key = keymap.BY_ID[name]
        super().__init__(f"Keys for: {self._key.words}", "Keep", self._key.help)

    def fields(self) -> Iterable[FieldView]:
        comes = f"It comes with {self._key.all_shown}."
        help = f"Press the key, or write it: t, ?, F4, Ctrl+T, PgDn. Several: t or F4. {comes}"
        return (asked("keys", "Key", KEYS, required=True, help=help),)

    def plain_values(self) -> dict[str, Value]:
        own = own_settings.read().keys
        return {"keys": own_keys.say_keys(own.get(self._key.id, self._key.keys))}

    def checks(self) -> Mapping[str, Check]:
        return {"keys": self._why_not}

    def _why_not(self, value: Value) -> str:
        try:
            keys = own_keys.parse_keys(str(value))
        except ValueError as error:
            return str(error)
        return own_keys.why_not(self._key.id, keys, own_settings.read().keys)

    def work(self, values: dict[str, Value]) -> str:
        keys = own_keys.parse_keys(str(values["keys"]))
        _in_field("keys", lambda: own_settings.keep_keys(self._key.id, keys))
        return f"{self._key.words}: {own_keys.say_keys(keys)}."


def _in_field(field: str, change: Callable[[], None]) -> None:
    """Do it; what is refused is said at that field. Raises Refused."""
    try:
        change()
    except own_settings.NotKept as error:
        raise Refused(Problem(field, "", str(error))) from None


class KeysScreen(ListWithWords):
    """Everything that a key does, by its name, in groups. Enter takes another key for the highlighted one."""

    PLACE = "keys"
    BINDINGS = bindings("keys")

    def crumbs(self) -> tuple[str, ...]:
        return ("Settings", "Keys")

    def look_again(self) -> None:
        own = own_settings.read().keys
        rows: list[Row | str] = []
        about = {}
        for group, keys in keymap.help_groups(*_EVERY_PLACE):
            rows.append(group.upper())
            for key in keys:
                mine = "yours" if key.id in own else "stays" if key.id in own_keys.STAYS else ""
                first = f"{fit(key.words, 17)} {fit(key.all_shown, 18)} "
                rows.append((key.id, ("*" if key.id in own else "·", "$muted"), first, key.help, mine))
                about[key.id] = f"{key.help}{works_in(key)}{_comes_with(key)}"
        self.fill(f"{len(own)} of your own." if own else "All as they come.", rows, about)

    def chosen(self, key: str) -> None:
        if words := own_keys.STAYS.get(key, ""):
            self.say(words)
        else:
            self.open("key", key)

    def action_default(self) -> None:
        back = keymap.BY_ID.get(self.key)
        if back is not None:
            name = back.id
            wear(self, lambda: own_settings.keep_keys(name, None), f"{back.words}: {back.all_shown}, as it comes.")

    def action_all_default(self) -> None:
        wear(self, own_settings.forget_keys, "All keys are as they come.")


def _comes_with(key: keymap.Key) -> str:
    comes = keymap.BY_ID[key.id]
    return f" It comes with {comes.all_shown}." if comes.keys != key.keys else ""


_EVERY_PLACE = tuple(dict.fromkeys(place for key in keymap.KEYS for place in key.where))
