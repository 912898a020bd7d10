"""From the table of keys to the toolkit's bindings."""

from __future__ import annotations

from textual import events
from textual.binding import Binding, BindingType
from textual.widget import Widget

from sharedlives_tui import keymap
from sharedlives_tui.widgets.quick import QuickScreen

_TO_THE_FRONT = frozenset({"quit", "menu"})
"""These work whatever has the focus."""


def bindings(*places: str) -> list[BindingType]:
    """Return what a screen or a part binds in these places, as its BINDINGS.

    They are those that come with the program; the person's own keys are put over them by the app (`wear`).
    The actions are those of the table: a screen of the place `case` needs `action_record`, `action_write`, ...
    """
    shown = {name for place in places for name in keymap.FOOTERS.get(place, ())}
    return [
        Binding(
            ",".join(key.keys),
            key.action,
            key.words,
            show=key.id in shown,
            key_display=key.shown,
            tooltip=key.help,
            id=key.id,
            priority=key.id in _TO_THE_FRONT,
        )
        for key in keymap.KEYS
        if any(place in key.where for place in places)
    ]


class OwnKeys(Widget):
    """A part that does what its own keys do itself: asked of the program, each would first go up through all parts."""

    needs: tuple[str, ...] = ()
    """What one must be allowed to do for a row to be opened, where that changes it: verbs of `access.VERBS`."""

    async def on_key(self, event: events.Key) -> None:
        for binding in self._bindings.key_to_bindings.get(event.key, ()):
            if isinstance(self.screen, QuickScreen):
                self.screen.quicken()
            if not binding.priority and await self.app.run_action(binding.action, self):
                event.stop()
                return
