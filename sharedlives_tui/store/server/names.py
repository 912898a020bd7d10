"""The URL that names an office on a server. Passwords do not belong into it."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from sharedlives_tui.store.errors import StoreError

WITHOUT = (
    "A password does not belong into the name of the office: others can read it in the list of programs. Write it into "
    "~/.pgpass (HOST:PORT:DATABASE:ACCOUNT:PASSWORD, readable by you alone), and leave it out of the name."
)


def has_password(url: str) -> bool:
    """Return whether a URL carries a password."""
    try:
        parts = urlsplit(url)
        return parts.password is not None or "password" in parse_qs(parts.query)
    except ValueError:
        return ":" in url.partition("://")[2].rpartition("@")[0]


def without_password(url: str) -> None:
    """Raises StoreError for a URL that carries a password; the words do not repeat it."""
    if has_password(url):
        raise StoreError(WITHOUT)
