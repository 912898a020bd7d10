"""A dialog in which one thing of a list is chosen."""

from __future__ import annotations

from textual import on

from sharedlives_tui.widgets.dialog import Dialog
from sharedlives_tui.widgets.keys import bindings
from sharedlives_tui.widgets.virtual_list import VirtualList


class ListDialog(Dialog[str]):
    """A subclass yields one list from `body`. Dismissed with the key of the chosen row; None to leave it."""

    PLACE = "actions"
    BINDINGS = bindings("actions")
    DEFAULT_CSS = "ListDialog VirtualList { height: 14; background: $surface; }"

    def on_mount(self) -> None:
        self.add_class("-large")
        self.query_one(VirtualList).focus()

    @on(VirtualList.Selected)
    def _chosen(self, event: VirtualList.Selected) -> None:
        event.stop()
        self.dismiss(event.key)
