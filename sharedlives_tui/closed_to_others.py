"""A real office is opened only while its file is closed to others on this computer."""

from __future__ import annotations

from sharedlives_tui.modes import office_modes
from sharedlives_tui.store import Store
from sharedlives_tui.store.errors import StoreError
from sharedlives_tui.store.opened import on_a_server


class OpenToOthers(StoreError):
    """The office's file, or its folder, is open to others on this computer."""


def must_be_closed_to_others(store: Store) -> None:
    """Raises OpenToOthers with the commands that mend it.

    A practice office holds nobody's words, and a server keeps its own doors: both may be open.
    """
    if on_a_server(store.place) or store.office.practice:
        return
    found = office_modes(str(store.place), shared=False)
    if found:
        words = " ".join(each.words for each in found)
        mend = "; ".join(dict.fromkeys(each.mend for each in found))
        raise OpenToOthers(
            f"The office was not opened: {words} It holds what people told in confidence. Nothing was changed. "
            f"Close it to others, then open it again: {mend}"
        )
