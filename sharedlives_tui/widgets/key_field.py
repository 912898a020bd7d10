"""A field that takes keys: one presses the key, or writes what it is called."""

from __future__ import annotations

from textual import events

from sharedlives_tui.keymap import say_key, types
from sharedlives_tui.widgets.fields import LineField
from sharedlives_tui.widgets.one_line import OneLine

_OF_THE_FIELD = frozenset(
    {"escape", "enter", "tab", "shift+tab", "ctrl+c", "ctrl+s", "backspace", "delete", "left", "right", "home", "end"}
)
"""With these one moves, mends and saves; to take one of them it is written in words."""


class _KeyInput(OneLine):
    """Writes the name of a key that would type nothing; after "or" it is one more."""

    def on_key(self, event: events.Key) -> None:
        if event.key in _OF_THE_FIELD or types(event.key) or event.is_printable:
            return
        event.stop()
        event.prevent_default()
        before = self.value.rstrip()
        self.value = f"{before} {say_key(event.key)}" if before.endswith(" or") else say_key(event.key)
        self.cursor_position = len(self.value)


class KeyField(LineField):
    """`value` is the line: "t or F4"."""

    def __init__(self, value: str = "", *, id: str | None = None) -> None:
        super().__init__(value, id=id)
        self._input = _KeyInput(value, advice="Write the keys alone.", select_on_focus=True)
