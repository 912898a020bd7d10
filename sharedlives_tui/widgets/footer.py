"""The last line of a screen: its keys, at most seven, in the order of the table; a click presses the key."""

from __future__ import annotations

from textual import events
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget

from sharedlives_tui import keymap
from sharedlives_tui.widgets.safe import join


class KeyFooter(Widget):
    """The keys of a place of the key table. Only those are drawn that work at this moment.

    (The toolkit's own footer shows keys with one action as one, and runs over the edge unseen.)
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    KeyFooter { dock: bottom; height: 1; padding: 0 1; background: $bar; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    def __init__(self, place: str) -> None:
        super().__init__()
        self._place = place

    @property
    def shown(self) -> list[keymap.Key]:
        """The keys that are drawn now."""
        working = {binding.binding.id for binding in self.screen.active_bindings.values() if binding.enabled}
        return [key for key in keymap.footer_of(self._place) if key.id in working][: keymap.FOOTER_LIMIT]

    def render(self) -> Content:
        return join("  ").join([join((key.shown, "bold $key"), f" {key.words}") for key in self.shown])

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_changed)

    def _bindings_changed(self, _screen: Screen[object]) -> None:
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        column = 0
        for key in self.shown:
            length = len(key.shown) + 1 + len(key.words)
            if offset is not None and column <= offset.x < column + length:
                self.app.simulate_key(key.keys[0])
                return
            column += length + 2
