"""Settings: what one wants for oneself, and what the office has chosen. Enter changes the highlighted one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from sharedlives_tui import office_settings, often_used, own_settings, signing_off
from sharedlives_tui.desk import Desk
from sharedlives_tui.keymap import said
from sharedlives_tui.names import in_one_line
from sharedlives_tui.screens.case_rows import Row
from sharedlives_tui.screens.list_with_words import ListWithWords
from sharedlives_tui.screens.settings_office import last_change
from sharedlives_tui.screens.settings_own import wear
from sharedlives_tui.setting_places import KEYS, OFFICE, OFTEN, OWN, SIGNING, Place, office_places, own_places
from sharedlives_tui.settings import contact_list
from sharedlives_tui.shared import shown
from sharedlives_tui.store import views
from sharedlives_tui.store.errors import StoreError
from sharedlives_tui.widgets.keys import bindings
from sharedlives_tui.widgets.safe import fit, join

_FILE = "file"


class SettingsScreen(ListWithWords):
    """Own settings above, those of the office below; what is wrong with one's file first of all."""

    PLACE = "settings"
    BINDINGS = bindings("settings")

    def crumbs(self) -> tuple[str, ...]:
        return ("Settings",)

    _places: Mapping[str, Place] = MappingProxyType({})

    def look_again(self) -> None:
        own = own_settings.read()
        about: dict[str, str] = {}
        rows: list[Row | str] = []
        mine = own_places()
        try:
            offices = office_places(self.desk)
            for heading, found in (
                ("IN YOUR FILE", _problems(own)),
                ("MY OWN", [(_row(each, _own_value(own, each)), each.help) for each in mine]),
                ("THE OFFICE'S, EACH CHANGE AN ENTRY", _office_rows(self.desk, offices)),
            ):
                listed = list(found)
                rows += [heading] * bool(listed) + [row for row, _ in listed]
                about |= {row[0]: words for row, words in listed}
        except StoreError as error:
            self.say(str(error), problem=True)
            return
        self._places = {each.key: each for each in (*mine, *offices)}
        self.fill(join(("Your own lie in ", "$muted"), shown(own_settings.own_file())), rows, about)

    def chosen(self, key: str) -> None:
        place = self._places.get(key)
        if place is not None and (not place.verb or self.may_record(place.verb)):
            self.open(place.screen, *place.args)

    def action_default(self) -> None:
        what, _, name = self.key.partition(" ")
        if what == OWN:
            wear(self, lambda: own_settings.keep(name, None), "As it comes.")
        elif what == KEYS:
            self.open("keys")
        elif what:
            self.tell(f"That is not yours alone: {said('list.open')} changes it, with the reason.")


def _problems(own: own_settings.Own) -> Iterator[tuple[Row, str]]:
    for number, words in enumerate(own.problems):
        yield (f"{_FILE} {number}", ("▲", "$problem"), "", words, ""), words


def _own_value(own: own_settings.Own, place: Place) -> str:
    if place.key == KEYS:
        return f"{len(own.keys)} of my own" if own.keys else "as they come"
    return own.get(place.args[0])


def _office_rows(desk: Desk, places: Iterable[Place]) -> Iterator[tuple[Row, str]]:
    kept = views.settings(desk.store)
    numbers = office_settings.office_settings()
    contacts = contact_list(kept)
    signed = in_one_line(signing_off.in_words(desk)) or "none"
    values = {
        SIGNING: signed,
        OFTEN: str(len(often_used.often_used(desk))),
        OFFICE: f"{sum(1 for words in contacts.values() if words)} of {len(contacts)}",
    }
    for each in places:
        value, more = values.get(each.key, ""), ""
        if each.screen == "setting":
            (name,) = each.args
            value, more = kept.get(name) or numbers[name].default, last_change(desk, name)
        elif each.key == SIGNING:
            more = f"At present: {signed}."
        yield _row(each, value), f"{each.help} {more}".rstrip()


def _row(place: Place, value: str) -> Row:
    return (place.key, ("·", "$muted"), f"{fit(place.words, 56)} ", value, "")
