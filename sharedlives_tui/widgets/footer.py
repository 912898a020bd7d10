"""The last line of a screen: its keys, at most seven, in the order of the table; a click presses the key."""

from __future__ import annotations

from textual import events
from textual.content import Content
from textual.screen import Screen

from sharedlives_tui import keymap
from sharedlives_tui.picture.keys import Placed, keys_line, placed_keys
from sharedlives_tui.widgets.kept import Kept
from sharedlives_tui.widgets.safe import drawn

SAVE = "save"
"""The action of the keys that do what the button of a form does."""


class KeyFooter(Kept):
    """The keys of a place of the key table. Only those are drawn that work at this moment, for whoever sits there.

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
        working |= getattr(self.screen, "WORKS", frozenset())
        keys = keymap.footer_of(self._place)
        if (desk := getattr(self.app, "desk", None)) is not None:  # there is none before there is an office
            keys = keymap.pressable(keys, desk.works, self._place)
            opens = getattr(self.screen.focused, "needs", ())
            keys = tuple(key for key in keys if key.id != "list.open" or desk.works.issuperset(opens))
        found = [key for key in keys if key.id in working][: keymap.FOOTER_LIMIT]
        verb = self._verb()
        return [key._replace(words=verb) if verb and key.action == SAVE else key for key in found]

    def _verb(self) -> str:
        """What the button says that does the same as the key: one word for one thing."""
        button = next(iter(self.screen.query("#do")), None)
        return str(getattr(button, "label", ""))

    def _placed(self) -> list[Placed]:
        return placed_keys(self.shown, self._place, self.size.width)

    def render(self) -> Content:
        return drawn([keys_line(self._placed())])

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_changed)

    def _bindings_changed(self, _screen: Screen[object]) -> None:
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        for key, said, column in self._placed():
            if offset is not None and column <= offset.x <= column + len(said) + len(key.words):
                self.app.simulate_key(keymap.press_in(key, self._place))
