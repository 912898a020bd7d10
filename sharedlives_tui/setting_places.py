"""What Settings leads to: each thing that can be looked at or changed there, by name, for its screen and the Menu."""

from __future__ import annotations

from typing import NamedTuple

from sharedlives_tui import allowed, office_settings, own_settings
from sharedlives_tui.desk import Desk

OWN, KEYS, NUMBER, OFFICE, OFTEN, SIGNING, JOURNAL = "own", "keys", "number", "office", "often", "signing", "journal"


class Place(NamedTuple):
    """One line of Settings: what it is called, what it is for, and the screen or dialog that Enter opens."""

    key: str
    """Its row: `own theme`, `number soon_days`, `journal`."""
    words: str
    help: str
    screen: str
    args: tuple[str, ...] = ()
    verb: str = ""
    """What whoever opens it must be allowed to do (a verb of `access.VERBS`); empty where everybody may look."""


def own_places() -> list[Place]:
    """Return what each person chooses for themselves."""
    keys = "Everything that a key does can have another one. Yours show wherever keys are shown."
    return [
        *(
            Place(f"{OWN} {each.name}", each.words, each.help, "own-setting", (each.name,))
            for each in own_settings.SETTINGS
        ),
        Place(KEYS, "Keys", keys, "keys"),
    ]


def office_places(desk: Desk) -> list[Place]:
    """Return what the office has chosen, as far as whoever sits at the desk may look at it."""
    signing = "A manager reads these letters and signs them off before they are recorded as sent."
    often = "Kept once, offered in their field of every case."
    journal = "Who came in, what was refused or taken out, and who changed a setting, a role or a working day."
    return [
        *(
            Place(f"{NUMBER} {each.name}", each.label, each.help, "setting", (each.name,), "settings")
            for each in office_settings.office_settings().values()
        ),
        Place(SIGNING, "Letters signed off by a manager", signing, "sign-off-letters"),
        Place(OFTEN, "Texts that are often used in fields", often, "often-list"),
        *[Place(JOURNAL, "Journal of what was done with the office", journal, "journal")]
        * allowed.may(desk, "journal"),
        Place(OFFICE, "Contacts in letters, and our own days", "How letters say whom to reach.", "office"),
    ]
