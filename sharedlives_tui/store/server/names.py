"""The URL that names an office on a server. Passwords do not belong into it."""

from __future__ import annotations

from urllib.parse import parse_qs

from sharedlives_tui.store.errors import StoreError

WITHOUT = (
    "A password does not belong into the name of the office: others can read it in the list of programs. Write it into "
    "~/.pgpass (HOST:PORT:DATABASE:ACCOUNT:PASSWORD, readable by you alone), and leave it out of the name."
)


def has_password(url: str) -> bool:
    """Return whether a URL carries a password, as the server's own library reads it: there # and ? end no password."""
    rest = url.partition("://")[2]
    if ":" in rest.partition("/")[0].rpartition("@")[0]:
        return True
    said = parse_qs(rest.partition("?")[2], keep_blank_values=True)
    return any(name.lower().endswith("password") for name in said)


def without_password(url: str) -> None:
    """Raises StoreError for a URL that carries a password; the words do not repeat it."""
    if has_password(url):
        raise StoreError(WITHOUT)
