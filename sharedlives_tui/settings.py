"""The office's own settings, kept in its file and changed as entries: numbers, contacts, the letterhead's place."""

from __future__ import annotations

from collections.abc import Mapping

from sharedlives_tui.contacts import CONTACTS, contact_key

DEFAULTS: Mapping[str, str] = {
    "formal_retention_years": "6",
    "soon_calendar_days": "3",
    "soon_working_days": "1",
}
"""Every numeric setting with the value that holds until the office chooses another."""


def contact_list(settings: Mapping[str, str]) -> dict[str, str]:
    """The contact list of all letters (CC-32) by name; empty text where the office has not filled one in."""
    return {name: settings.get(contact_key(name), "") for name in CONTACTS}


def number(settings: Mapping[str, str], name: str) -> int:
    """A numeric setting; its default where the office has none or what it has is no number."""
    text = settings.get(name, "")
    return int(text) if text.isascii() and text.isdigit() else int(DEFAULTS[name])
