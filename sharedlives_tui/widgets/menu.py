"""The Menu: everything that can be done here, by its name, made from the table of keys."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from textual.command import CommandList, CommandPalette, DiscoveryHit, Hit, Hits, Provider

from sharedlives_tui import keymap
from sharedlives_tui.widgets.leaving import LeavesOnce
from sharedlives_tui.widgets.safe import join


class Menu(CommandPalette, LeavesOnce[None]):
    """The toolkit's own, left only once: a second Enter in the same burst does nothing."""

    def _action_command_list(self, action: str) -> None:
        """Leave a page's key alone while the list has no room yet: the toolkit would end the program."""
        if self.query_one(CommandList).scrollable_content_region or not action.startswith("page"):
            super()._action_command_list(action)


class MenuProvider(Provider):
    """Offers the keys of the present screen and of everywhere that the table marks for the Menu."""

    def _offered(self) -> Iterator[keymap.Key]:
        place = getattr(self.screen, "PLACE", "")
        for key in sorted(keymap.keys_of(place, keymap.EVERYWHERE), key=lambda key: keymap.EVERYWHERE in key.where):
            if key.menu:
                yield key

    def _do(self, key: keymap.Key) -> None:
        self.app.call_next(partial(self.app.run_action, key.action, default_namespace=self.screen))

    async def discover(self) -> Hits:
        """Offer everything before anything is typed."""
        for key in self._offered():
            words = join(key.words, (f"  {key.shown}", "$key"))
            yield DiscoveryHit(words, partial(self._do, key), text=key.words, help=key.help)

    async def search(self, query: str) -> Hits:
        """Offer what fits the letters, in its words or in its help."""
        matcher = self.matcher(query)
        for key in self._offered():
            score = max(matcher.match(key.words), matcher.match(key.help) / 2)
            if score > 0:
                words = join(matcher.highlight(key.words), (f"  {key.shown}", "$key"))
                yield Hit(score, words, partial(self._do, key), text=key.words, help=key.help)
