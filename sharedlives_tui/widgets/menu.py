"""The Menu: everything that can be done here, by its name, made from the table of keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from textual import work
from textual.command import CommandList, CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.css.query import NoMatches

from sharedlives_tui import keymap, palettes
from sharedlives_tui.by_command import BY_COMMAND
from sharedlives_tui.desk import Desk
from sharedlives_tui.setting_places import Place, office_places, own_places
from sharedlives_tui.widgets.host import host_of
from sharedlives_tui.widgets.leaving import LeavesOnce
from sharedlives_tui.widgets.reach import works_in
from sharedlives_tui.widgets.safe import join, one_line


class Menu(CommandPalette, LeavesOnce[None]):
    """The toolkit's own, left only once: a second Enter in the same burst does nothing."""

    @work(exclusive=True, group=CommandPalette._GATHER_COMMANDS_GROUP)
    async def _gather_commands(self, search_value: str) -> None:
        """Look for what fits, and for nothing more once the Menu was left and its list is gone."""
        try:
            await CommandPalette._gather_commands.__wrapped__(self, search_value)  # type: ignore[attr-defined]
        except NoMatches:
            if self.query(CommandList):
                raise

    def _action_command_list(self, action: str) -> None:
        """Leave a page's key alone while the list has no room yet: the toolkit would end the program."""
        if self.query_one(CommandList).scrollable_content_region or not action.startswith("page"):
            super()._action_command_list(action)


class Offer(NamedTuple):
    """One line of the Menu: its words, the key that does the same (or none), what it does, and its action.

    With a `place` of Settings that is opened instead; with `told`, for what no screen does, it is said how.
    """

    words: str
    key: str
    help: str
    action: str = ""
    place: Place | None = None
    told: Callable[[Desk], str] | None = None


def _themes() -> Iterator[Offer]:
    """Each theme by its name."""
    for name, label in palettes.NAMES.items():
        yield Offer(f"Colours: {label}", "", f"Change the colours to: {label}. They stay so.", f"app.theme('{name}')")


def _of_settings(desk: Desk) -> Iterator[Offer]:
    """Each line of Settings that can be opened now by whoever sits at the desk."""
    for each in (*own_places(), *office_places(desk)):
        if not each.verb or each.verb in desk.works:
            yield Offer(each.words, "", f"Settings. {each.help}", place=each)


def _by_command() -> Iterator[Offer]:
    """What is done by a command beside this program: it can be looked for here, and it is said how."""
    for each in BY_COMMAND:
        yield Offer(each.words, "", each.help, told=each.told)


def _nothing() -> None:
    """It was only told that there is nothing."""


class MenuProvider(Provider):
    """Offers the present screen's keys that the table marks for it, the themes, what Settings has, what commands do."""

    def _offered(self) -> Iterator[Offer]:
        place = getattr(self.screen, "PLACE", "")
        keys = keymap.pressable(keymap.keys_of(place, keymap.EVERYWHERE), host_of(self.screen).desk.works)
        for key in sorted(keys, key=lambda key: keymap.EVERYWHERE in key.where):
            if key.menu:
                yield Offer(key.words, key.shown, key.help, key.action)
        yield from _themes()
        yield from _of_settings(host_of(self.screen).desk)
        yield from _by_command()

    def _do(self, offer: Offer) -> None:
        if offer.place is not None:
            name, args = offer.place.screen, offer.place.args
            self.app.call_next(partial(host_of(self.screen).show, name, *args, then=self._say))
            return
        if offer.told is not None:
            self._tell(offer.told(host_of(self.screen).desk))
            return
        self.app.call_next(partial(self.app.run_action, offer.action, default_namespace=self.screen))

    async def discover(self) -> Hits:
        """Offer everything before anything is typed."""
        for each in self._offered():
            words = join(each.words, (f"  {each.key}", "$key"))
            yield DiscoveryHit(words, partial(self._do, each), text=each.words, help=each.help)

    async def search(self, query: str) -> Hits:
        """Offer what fits the letters, in its words or in its help."""
        matcher, found = self.matcher(query), False
        for each in self._offered():
            score = max(matcher.match(each.words), matcher.match(each.help) / 2)
            if score > 0:
                words = join(matcher.highlight(each.words), (f"  {each.key}", "$key"))
                found = True
                yield Hit(score, words, partial(self._do, each), text=each.words, help=each.help)
        for other in self._elsewhere(query, found):
            yield other

    def _elsewhere(self, query: str, found: bool) -> Iterator[Hit]:
        """What is called just so on other screens, and where that is; or else that nothing is called so."""
        matcher, wanted = self.matcher(query), query.casefold().strip()
        here = {each.words for each in self._offered()}
        for key in keymap.pressable(keymap.worn(), host_of(self.screen).desk.works):
            where = works_in(key)
            score = max(matcher.match(key.words), matcher.match(key.help) / 2)
            called_so = wanted in f"{key.words}\n{key.help}".casefold()
            if key.menu and where and key.words not in here and called_so:
                found = True
                words = join((key.words, "$muted"), (f"  {key.shown}", "$key"))
                help_ = f"Not on this screen. {key.help}{where}"
                yield Hit(score, words, partial(self._say, f"{key.words}:{where}"), text=key.words, help=help_)
        if not found:
            keys = keymap.said("help")
            words = join((f"Nothing is called ‘{one_line(query)}’.", "$muted"))
            yield Hit(1, words, _nothing, text=query, help=f"Try fewer letters. {keys} shows what this screen can do.")

    def _tell(self, words: str) -> None:
        tell = getattr(self.screen, "tell", None)
        if callable(tell):
            tell(words)

    def _say(self, words: object) -> None:
        say = getattr(self.screen, "say", None)
        if callable(say) and isinstance(words, str):
            say(words)
