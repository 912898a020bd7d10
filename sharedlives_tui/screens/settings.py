"""Settings: what one wants for oneself, and what the office has chosen. Enter changes the highlighted one."""

from __future__ import annotations

from collections.abc import Iterator

from sharedlives_tui import allowed, office_settings, often_used, own_settings, signing_off
from sharedlives_tui.desk import Desk
from sharedlives_tui.keymap import said
from sharedlives_tui.names import in_one_line
from sharedlives_tui.screens.case_rows import Row
from sharedlives_tui.screens.list_with_words import ListWithWords
from sharedlives_tui.screens.settings_office import last_change
from sharedlives_tui.screens.settings_own import wear
from sharedlives_tui.settings import contact_list
from sharedlives_tui.shared import shown
from sharedlives_tui.store import views
from sharedlives_tui.store.errors import StoreError
from sharedlives_tui.widgets.keys import bindings
from sharedlives_tui.widgets.safe import fit, join

_OWN, _KEYS, _NUMBER, _OFFICE, _OFTEN, _SIGNING, _FILE = "own", "keys", "number", "office", "often", "signing", "file"
_JOURNAL = "journal"


class SettingsScreen(ListWithWords):
    """Own settings above, those of the office below; what is wrong with one's file first of all."""

    PLACE = "settings"
    BINDINGS = bindings("settings")

    def crumbs(self) -> tuple[str, ...]:
        return ("Settings",)

    def look_again(self) -> None:
        own = own_settings.read()
        about: dict[str, str] = {}
        rows: list[Row | str] = []
        try:
            for heading, found in (
                ("IN YOUR FILE", _problems(own)),
                ("MY OWN", _own_rows(own)),
                ("THE OFFICE'S, EACH CHANGE AN ENTRY", _office_rows(self.desk)),
            ):
                listed = list(found)
                rows += [heading] * bool(listed) + [row for row, _ in listed]
                about |= {row[0]: words for row, words in listed}
        except StoreError as error:
            self.say(str(error), problem=True)
            return
        self.fill(join(("Your own lie in ", "$muted"), shown(own_settings.own_file())), rows, about)

    def chosen(self, key: str) -> None:
        what, _, name = key.partition(" ")
        if what == _OWN:
            self.open("own-setting", name)
        elif what == _KEYS:
            self.open("keys")
        elif what == _OFFICE:
            self.open("office")
        elif what == _OFTEN:
            self.open("often-list")
        elif what == _SIGNING:
            self.open("sign-off-letters")
        elif what == _JOURNAL:
            self.open("journal")
        elif what == _NUMBER and self.may_record("settings"):
            self.open("setting", name)

    def action_default(self) -> None:
        what, _, name = self.key.partition(" ")
        if what == _OWN:
            wear(self, lambda: own_settings.keep(name, None), "As it comes.")
        elif what == _KEYS:
            self.open("keys")
        elif what:
            self.say(f"That is not yours alone: {said('list.open')} changes it, with the reason.")


def _problems(own: own_settings.Own) -> Iterator[tuple[Row, str]]:
    for number, words in enumerate(own.problems):
        yield (f"{_FILE} {number}", ("▲", "$problem"), "", words, ""), words


def _own_rows(own: own_settings.Own) -> Iterator[tuple[Row, str]]:
    for each in own_settings.SETTINGS:
        yield _row(f"{_OWN} {each.name}", each.words, own.get(each.name)), each.help
    keys = f"{len(own.keys)} of my own" if own.keys else "as they come"
    yield (
        _row(_KEYS, "Keys", keys),
        "Everything that a key does can have another one. Yours show wherever keys are shown.",
    )


def _office_rows(desk: Desk) -> Iterator[tuple[Row, str]]:
    kept = views.settings(desk.store)
    for each in office_settings.office_settings().values():
        row = _row(f"{_NUMBER} {each.name}", each.label, kept.get(each.name) or each.default)
        yield row, f"{each.help} {last_change(desk, each.name)}".rstrip()
    signed = in_one_line(signing_off.in_words(desk)) or "none"
    words = "A manager reads these letters and signs them off before they are recorded as sent. At present: "
    yield _row(_SIGNING, "Letters signed off by a manager", signed), f"{words}{signed}."
    texts = len(often_used.often_used(desk))
    yield (
        _row(_OFTEN, "Texts that are often used in fields", str(texts)),
        "Kept once, offered in their field of every case.",
    )
    if allowed.may(desk, "journal"):
        words = "Who came in, what was refused or taken out, and who changed a setting, a role or a working day."
        yield _row(_JOURNAL, "Journal of what was done with the office", ""), words
    contacts = contact_list(kept)
    filled = f"{sum(1 for words in contacts.values() if words)} of {len(contacts)}"
    yield _row(_OFFICE, "Contacts in letters, and our own days", filled), "How letters say whom to reach."


def _row(key: str, words: str, value: str) -> Row:
    return (key, ("·", "$muted"), f"{fit(words, 56)} ", value, "")
