"""An office that was moved for good: the old place says where it went, and can only be read from then on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from sharedlives_tui.shared import session, shown, tell_operator
from sharedlives_tui.store.errors import StoreError

if TYPE_CHECKING:
    from sharedlives_tui.store.opened import Store
    from sharedlives_tui.store.writer import Writer

    AnyStore = TypeVar("AnyStore", bound=Store)

MOVED_TO: Final = "moved.to"
"""The setting of the office that says where it went; its row of the journal says who moved it, and when."""
_ASKED: Final = f"SELECT value FROM setting WHERE name = '{MOVED_TO}'"  # noqa: S608

Fetch = Callable[[str], Sequence[Any]]


class MovedAway(StoreError):
    """The office lies elsewhere now, and what is here is not changed any more."""

    def __init__(self, place: Path | str, to: str) -> None:
        words = f"Not saved: this office was moved to {shown(to)}. What lies at {shown(place)} can be read, and is not "
        words += "changed any more. Your text is kept here. "
        if session() is None:
            words += f'Open the office at its new place: sharedlives --database "{to}"'
        else:
            tell_operator(f"The office at {place} was moved to {to}. Let people in there: name it in the settings.")
            words += "Tell whoever looks after the server."
        super().__init__(words)


def close(writer: Writer, place: str) -> None:
    """Write down where the office went."""
    writer.put_setting(MOVED_TO, place)


def moved_to(fetch: Fetch) -> str:
    """Return where the office went; empty while it is here."""
    rows = fetch(_ASKED)
    return str(rows[0][0]) if rows else ""


def must_be_here(fetch: Fetch, place: Path | str) -> None:
    """Raises MovedAway where the office went elsewhere. Asked at every save: it may have gone a moment ago."""
    to = moved_to(fetch)
    if to:
        raise MovedAway(place, to)


def as_left(store: AnyStore) -> AnyStore:
    """Return an office that was just opened: for reading only, where it went elsewhere."""
    try:
        to = moved_to(store.fetch)
    except BaseException:
        store.close()
        raise
    if to and not store.why_read_only:
        store.why_read_only = f"the office was moved to {shown(to)}"
    return store
