"""The office's own settings, kept in its file and changed as entries: numbers, contacts, the letterhead's place."""

from __future__ import annotations

from collections.abc import Mapping

from sharedlives_tui.contacts import CONTACTS, contact_key

LONGEST_ACCOUNT = 200
"""How many characters the name of an account may have."""

DEFAULTS: Mapping[str, str] = {
    "formal_retention_years": "6",
    "soon_calendar_days": "3",
    "soon_working_days": "1",
    "idle_minutes_server": "15",
    "idle_minutes_desk": "0",
}
"""Every numeric setting with the value that holds until the office chooses another."""


ACCOUNT = "account."
"""What the settings begin with that say to whom an account of this computer belongs: `account.ida` is "P-3"."""


def account_key(account: str) -> str:
    """The setting that says whose account of this computer it is."""
    from sharedlives_tui.cleaning import clean_line  # its table of characters is not made for every start

    return ACCOUNT + clean_line(account, LONGEST_ACCOUNT)


def accounts(settings: Mapping[str, str]) -> dict[str, str]:
    """The person's id (P-12) by account of this computer, for every account that belongs to somebody."""
    return {name.removeprefix(ACCOUNT): who for name, who in settings.items() if name.startswith(ACCOUNT) and who}


def contact_list(settings: Mapping[str, str]) -> dict[str, str]:
    """The contact list of all letters (CC-32) by name; empty text where the office has not filled one in."""
    return {name: settings.get(contact_key(name), "") for name in CONTACTS}


def number(settings: Mapping[str, str], name: str) -> int:
    """A numeric setting; its default where the office has none or what it has is no number."""
    text = settings.get(name, "")
    return int(text) if text.isascii() and text.isdigit() else int(DEFAULTS[name])
