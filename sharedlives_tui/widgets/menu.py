"""The Menu: everything that can be done here, by its name, made from the table of keys."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from textual.command import CommandList, CommandPalette, DiscoveryHit, Hit, Hits, Provider

from sharedlives_tui import keymap, palettes
from sharedlives_tui.widgets.host import host_of
from sharedlives_tui.widgets.leaving import LeavesOnce
from sharedlives_tui.widgets.safe import join


class Menu(CommandPalette, LeavesOnce[None]):
    """The toolkit's own, left only once: a second Enter in the same burst does nothing."""

    def _action_command_list(self, action: str) -> None:
        """Leave a page's key alone while the list has no room yet: the toolkit would end the program."""
        if self.query_one(CommandList).scrollable_content_region or not action.startswith("page"):
            super()._action_command_list(action)


class Offer(NamedTuple):
    """One line of the Menu: its words, the key that does the same (or none), what it does, and its action."""

    words: str
    key: str
    help: str
    action: str


def _themes() -> Iterator[Offer]:
    """Each theme by its name."""
    for name, label in palettes.NAMES.items():
        yield Offer(f"Colours: {label}", "", f"Change the colours to: {label}. They stay so.", f"app.theme('{name}')")


class MenuProvider(Provider):
    """Offers the keys of the present screen and of everywhere that the table marks for the Menu, and the themes."""

    def _offered(self) -> Iterator[Offer]:
        place = getattr(self.screen, "PLACE", "")
        keys = keymap.pressable(keymap.keys_of(place, keymap.EVERYWHERE), host_of(self.screen).desk.works)
        for key in sorted(keys, key=lambda key: keymap.EVERYWHERE in key.where):
            if key.menu:
                yield Offer(key.words, key.shown, key.help, key.action)
        yield from _themes()

    def _do(self, offer: Offer) -> None:
        self.app.call_next(partial(self.app.run_action, offer.action, default_namespace=self.screen))

    async def discover(self) -> Hits:
        """Offer everything before anything is typed."""
        for each in self._offered():
            words = join(each.words, (f"  {each.key}", "$key"))
            yield DiscoveryHit(words, partial(self._do, each), text=each.words, help=each.help)

    async def search(self, query: str) -> Hits:
        """Offer what fits the letters, in its words or in its help."""
        matcher = self.matcher(query)
        for each in self._offered():
            score = max(matcher.match(each.words), matcher.match(each.help) / 2)
            if score > 0:
                words = join(matcher.highlight(each.words), (f"  {each.key}", "$key"))
                yield Hit(score, words, partial(self._do, each), text=each.words, help=each.help)
