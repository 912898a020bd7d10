"""An office that is being moved for good, or was: which of the two places may be written to. Never both.

The old place is closed first, with the new one named; the new one comes with the mark that it is not in use yet; then
the old one says for good that it went there, and only then the new one is taken into use. Wherever that is broken off,
one place at most can be written to, and both say what to do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from sharedlives_tui.light import NamedTuple
from sharedlives_tui.shared import session, shown, tell_operator
from sharedlives_tui.store.errors import StoreError

if TYPE_CHECKING:
    from sharedlives_tui.store.opened import Store

    AnyStore = TypeVar("AnyStore", bound=Store)

MOVED_TO: Final = "moved.to"
"""The setting of the office that says where it went; its row of the journal says who moved it, and when."""
MOVING_TO: Final = "moving.to"
"""The setting that closes the old place, with the new one."""
CAME_FROM: Final = "moving.from"
"""The setting that a new place comes with, and has until it is taken into use."""
_ASKED: Final = f"SELECT name, value FROM setting WHERE name IN ('{MOVED_TO}', '{MOVING_TO}', '{CAME_FROM}')"  # noqa: S608

Fetch = Callable[[str], Sequence[Any]]


class Whereabouts(NamedTuple):
    """What an office says of where it is: each place is empty where it says nothing of it."""

    moved_to: str = ""
    moving_to: str = ""
    came_from: str = ""

    @property
    def gone(self) -> bool:
        """It went elsewhere, for good."""
        return bool(self.moved_to)

    @property
    def arrived(self) -> bool:
        """It lies here whole, and is not taken into use yet."""
        return bool(self.came_from) and not self.gone

    @property
    def leaving(self) -> bool:
        """It is closed here, and was not said to have gone yet: that can go on, or be taken back."""
        return bool(self.moving_to) and not self.gone and not self.arrived

    @property
    def why_read_only(self) -> str:
        """Why it can only be read; empty where it can be written to."""
        if self.gone:
            return f"the office was moved to {shown(self.moved_to)}"
        if self.arrived:
            return f"the office was carried here from {shown(self.came_from)} and is not taken into use yet"
        return f"the office is being moved to {shown(self.moving_to)}" if self.leaving else ""

    def way_on(self, place: Path | str) -> str:
        """Return what to do about it, in words; empty where it can be written to."""
        if self.gone:
            return f'Open the office at its new place: sharedlives --database "{self.moved_to}"'
        if self.arrived:
            return (
                f'Whoever moves it goes on with: sharedlives --database "{self.came_from}" move --to "{place}" '
                f'--final. Where the old place is out of reach: sharedlives --database "{place}" move --take-over'
            )
        if self.leaving:
            return (
                "Open it there when that is done. If it was broken off, whoever moves it goes on with: sharedlives "
                f'--database "{place}" move --to "{self.moving_to}" --final. Or it stays here: sharedlives --database '
                f'"{place}" move --undo'
            )
        return ""


class MovedAway(StoreError):
    """The office lies elsewhere now, or will, and what is here is not changed any more."""

    def __init__(self, place: Path | str, found: Whereabouts) -> None:
        self.whereabouts = found
        rest = f"What lies at {shown(place)} can be read, and is not changed any more. " if found.gone else ""
        why = found.why_read_only.replace("the office", "this office", 1)
        way = found.way_on(place)
        if session() is not None:
            tell_operator(f"{place}: people over SSH were told that it can only be read. {way}")
            way = "Tell whoever looks after the server."
        super().__init__(f"Not saved: {why}. {rest}Your text is kept here. {way}")


def whereabouts(fetch: Fetch) -> Whereabouts:
    """Return what the office says of where it is."""
    said = {str(row[0]): str(row[1]) for row in fetch(_ASKED)}
    return Whereabouts(said.get(MOVED_TO, ""), said.get(MOVING_TO, ""), said.get(CAME_FROM, ""))


def must_be_here(fetch: Fetch, place: Path | str) -> None:
    """Raises MovedAway where the office may not be written to here. Asked at every save: that may have just changed."""
    found = whereabouts(fetch)
    if found.why_read_only:
        raise MovedAway(place, found)


def as_left(store: AnyStore) -> AnyStore:
    """Return an office that was just opened: for reading only, where it went elsewhere or is on its way."""
    try:
        why = whereabouts(store.fetch).why_read_only
    except BaseException:
        store.close()
        raise
    if why and not store.why_read_only:
        store.why_read_only, store.on_its_way = why, True
    return store
