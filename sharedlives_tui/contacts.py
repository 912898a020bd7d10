"""The office's one contact list, from which every letter takes its details (CC-32). Pure.

A contact is one line of words as a letter prints it: who, telephone, web, post. The words are settings,
because such details age; what stands here are the names, and the details that a new office begins with.
"""

from __future__ import annotations

from sharedlives_tui.light import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Final

MANAGEMENT_TEAM: Final = "management team"
CUSTOMER_CARE: Final = "customer care"
OMBUDSMAN: Final = "ombudsman"

CONTACTS: Final = (
    MANAGEMENT_TEAM,
    CUSTOMER_CARE,  # it takes in what some papers call corporate complaints
    OMBUDSMAN,
    "duty line",
    "out-of-hours line",
    "membership body",
    "legal helpline",
    "independent support",
    "regulator",
)
"""The names of the contacts, in the order in which the office sees them."""

_KEY: Final = "contact."

_OMBUDSMEN: Final = {
    "england": (
        "Local Government and Social Care Ombudsman, telephone 0300 061 0614, www.lgo.org.uk, "
        "PO Box 4771, Coventry CV4 8JB"
    ),
    "wales": "Public Services Ombudsman for Wales, www.ombudsman.wales",
    "scotland": "Scottish Public Services Ombudsman, www.spso.org.uk",
    "northern-ireland": "Northern Ireland Public Services Ombudsman, www.nipso.org.uk",
}

_PRACTICE: Final = {
    MANAGEMENT_TEAM: "Management team (practice), telephone 01632 960101, team@harbour.example.org",
    CUSTOMER_CARE: "Customer care (practice), telephone 01632 960102, care@council.example.org",
    OMBUDSMAN: (
        "Practice Ombudsman (made up), telephone 01632 960103, www.ombudsman.example.org, 1 Example Street, Exampletown"
    ),
    "duty line": "Duty line (practice), telephone 01632 960104",
    "out-of-hours line": "Out-of-hours line (practice), telephone 01632 960105",
    "membership body": "Membership body (practice), telephone 01632 960106, www.members.example.org",
    "legal helpline": "Legal helpline (practice), telephone 01632 960107",
    "independent support": "Independent support (practice), telephone 01632 960108, help@support.example.org",
    "regulator": "Regulator (practice), telephone 01632 960109, www.regulator.example.org",
}


def contact_key(name: str) -> str:
    """Return the setting in which the office keeps a contact: "contact.customer-care" for "customer care".

    Raises KeyError for a name that is not in CONTACTS.
    """
    if name not in CONTACTS:
        raise KeyError(name)
    return _KEY + name.replace(" ", "-")


def contact_fact(name: str) -> str:
    """Return the name that letter templates use for a contact: "contact_customer_care"."""
    return "contact_" + name.replace(" ", "_").replace("-", "_")


def default_contacts(nation: str) -> dict[str, str]:
    """Return what a new office has: the ombudsman of its nation. Raises KeyError for an unknown nation."""
    return {OMBUDSMAN: _OMBUDSMEN[nation]}


def practice_contacts() -> dict[str, str]:
    """Return made-up details of every contact, for a practice office: they belong to nobody."""
    return dict(_PRACTICE)
