"""What a change of the office's settings is called in the journal: as the screens call it, never by its own name."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cached_property

from sharedlives_tui import indicators, often_used, sign_off, signing_off
from sharedlives_tui.cleaning import clean_line
from sharedlives_tui.contacts import CONTACTS, contact_key
from sharedlives_tui.desk import Desk
from sharedlives_tui.names import in_one_line
from sharedlives_tui.office_settings import office_settings
from sharedlives_tui.procedure_files import ProcedureMistakes
from sharedlives_tui.safekeeping import FOLDER
from sharedlives_tui.serving.journal import KEYS
from sharedlives_tui.settings import ACCOUNT
from sharedlives_tui.shared import shown
from sharedlives_tui.store.moved import CAME_FROM, MOVED_TO, MOVING_TO
from sharedlives_tui.store.restoring import RESTORED

LONGEST = 200
"""Characters of a value that are told."""
_CONTACT = contact_key(CONTACTS[0]).partition(".")[0] + "."
_PLACES: Mapping[str, str] = {
    FOLDER: "The folder of backups",
    MOVING_TO: "Closed here, on its way to",
    CAME_FROM: "Not in use yet, carried here from",
    MOVED_TO: "Moved for good to",
}
"""Settings that are places, by their words on the screens. Over SSH the place is not told."""


class SettingWords:
    """The words for the settings of one office. What needs its papers is read once, and only where a row asks."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._kinds: Mapping[str, Callable[[str, str], str]] = {
            _CONTACT: _contact,
            often_used.KEY: _often,
            indicators.KEY: self._figure,
            sign_off.KEY: self._sign_off,
            KEYS: _keys,
        }

    def told(self, setting: str, value: str, name: Callable[[str], str]) -> str:
        """Return the sentence for a setting that got a value; `name` says who a person (P-12) is."""
        if setting.startswith(ACCOUNT):
            whose = f"is {name(value)}'s" if value else "is nobody's"
            return f"the account {setting.removeprefix(ACCOUNT)} {whose} from now on"
        for begin, words in self._kinds.items():
            if setting.startswith(begin):
                return words(setting.removeprefix(begin), value)
        if setting == RESTORED:
            return f"let a backup that ends with row {value.partition(' ')[0]} take the office's place"
        number = office_settings().get(setting)
        label = number.label if number is not None else _PLACES.get(setting, setting)
        said = shown(value) if value and setting in _PLACES else clean_line(value, LONGEST)
        return f"‘{label}’ became {said or 'empty'}"

    def _figure(self, which: str, value: str) -> str:
        indicator, _, period = which.partition(".")
        called = self._indicators.get(indicator, indicator)
        return f"the figure of ‘{called}’ for {period} {'was recorded' if value else 'was taken away'}"

    def _sign_off(self, what: str, value: str) -> str:
        now = "signed off before it goes" if value else "not signed off any more"
        return f"‘{self._letters.get(what, what)}’ is {now}, from now on"

    @cached_property
    def _indicators(self) -> Mapping[str, str]:
        try:
            return {each.id: each.name for each in indicators.indicators(self._desk)}
        except ProcedureMistakes:  # a list of the scheme's own that cannot be read: `indicators` says so
            return {}

    @cached_property
    def _letters(self) -> Mapping[str, str]:
        return {
            each.what: f"{each.kind}: {each.name}" if "." in each.what else each.name
            for each in signing_off.choices(self._desk)
        }


def _contact(key: str, value: str) -> str:
    called = next((each for each in CONTACTS if contact_key(each) == f"{_CONTACT}{key}"), key)
    return f"how letters name ‘{called}’ {'changed' if value else 'was taken away'}"


def _often(number: str, value: str) -> str:
    """Without the text itself, which is as long as somebody wrote it."""
    if not value:
        return f"the text used often with the number {number} is offered no more"
    try:
        name = str(json.loads(value).get("name", number))
    except (ValueError, AttributeError):  # an older program may have written what cannot be read
        name = number
    return f"the text used often ‘{clean_line(name, LONGEST)}’ was kept"


def _keys(account: str, value: str) -> str:
    """By how many keys the account comes in; the keys' own marks say nothing to anybody."""
    count = len(value.split())
    return f"the account {in_one_line([account])} has {count or 'no'} {'key' if count == 1 else 'keys'} from now on"
