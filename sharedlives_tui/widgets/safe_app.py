"""The base of every full-screen program of ours: its themes, the net under its output, and how it ends."""

from __future__ import annotations

import gc
from asyncio import Event
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from rich.console import RenderableType
from rich.text import Text
from textual.app import App, SystemCommand
from textual.events import DescendantFocus
from textual.filter import LineFilter
from textual.geometry import Offset
from textual.screen import Screen

from sharedlives_tui import keymap, own_settings, palettes, safety, shared, themes
from sharedlives_tui.clock import Clock
from sharedlives_tui.keymap import APP
from sharedlives_tui.own_settings import Own
from sharedlives_tui.picture.masthead import SMALLEST
from sharedlives_tui.widgets.ending import (
    NO_DRAFT,
    heed_the_line,
    keep_drafts,
    keep_drafts_after_a_fault,
    without_draft,
)
from sharedlives_tui.widgets.guard import CleanOutput, PlainSymbols
from sharedlives_tui.widgets.kept import Kept
from sharedlives_tui.widgets.keys import bindings
from sharedlives_tui.widgets.skins import THEMES, Sixteen, default_variables

Result = TypeVar("Result")


class SafeApp(App[Result], inherit_bindings=False):
    """An app that cannot be suspended, writes no pictures, shows no traceback, and draws nothing hostile."""

    BINDINGS = bindings(APP)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-tiny"), (9, "-low"), (14, "-short"), (SMALLEST[1], "-tall")]
    TITLE = "Shared Lives desk"

    def __init__(self, own: Own | None = None) -> None:
        super().__init__()
        self.own = own if own is not None else own_settings.read()
        """What the person in front of it has chosen."""
        self._wear_keys()
        self.animation_level = "none"
        # Kept, because the toolkit remembers by the filter itself which lines it has been through.
        self._net: list[LineFilter] = [CleanOutput()]
        if themes.wants_plain_symbols(wished=self.own.get("symbols")):
            self._net.append(PlainSymbols())
        self._sixteen = Sixteen()
        for theme in THEMES:
            self.register_theme(theme)
        # As a plain assignment it would have every style sheet read twice more before the first picture.
        self.set_reactive(App.theme, palettes.first_theme(wished=self.own.get("theme")))
        self.stylesheet.set_variables(self.get_css_variables())

    # ------------------------------------------------------------ looks

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return default_variables()

    def get_line_filters(self) -> Sequence[LineFilter]:
        sixteen = [self._sixteen] if self.theme == palettes.SIXTEEN else []
        return [*super().get_line_filters(), *self._net, *sixteen]

    def wear(self, own: Own) -> None:
        """Look and answer from now on as the person wants it."""
        self.own = own
        self._wear_keys()
        self.theme = palettes.first_theme(wished=own.get("theme"))
        for screens in self._screen_stacks.values():
            for screen in screens:
                for part in screen.query(Kept):
                    part.refresh()

    def _wear_keys(self) -> None:
        """Give every key to what the person wants it for."""
        keymap.wear(self.own.keys)
        self.set_keymap({name: ",".join(keys) for name, keys in self.own.keys.items()})

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:  # noqa: ARG002
        return ()  # the toolkit's own would write pictures of the screen to the disk

    def action_next_theme(self) -> None:
        self.action_theme(palettes.after(self.theme))

    def action_theme(self, name: str) -> None:
        """Change to a theme by its name, say which one it is, and remember it for this person."""
        self.theme = name
        words, problem = f"Colours: {palettes.NAMES[name]}.", False
        try:
            own_settings.keep("theme", name)
        except own_settings.NotKept as error:
            words, problem = f"{words} {error}", True
        if callable(say := getattr(self.screen, "say", None)):
            say(words, problem=problem)

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        """Draw, with the terminal's own cursor where one types: the toolkit leaves it where the field once stood."""
        focused = self.screen.focused
        place = getattr(focused, "cursor_screen_offset", None)
        if isinstance(place, Offset):
            self.cursor_position = place
        elif callable(of_its_own := getattr(focused, "place_cursor", None)):
            of_its_own()
        super()._display(screen, renderable)

    def action_focus_previous(self) -> None:
        """Shift+Tab in the first field stays there: going round would end in one that is out of sight."""
        if self.focused is None or self.focused is not next(iter(self.screen.focus_chain), None):
            super().action_focus_previous()

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Over SSH no cursor blinks: sshd asks whether anybody is there only on a line on which nothing is written."""
        if shared.session() is not None and hasattr(event.widget, "cursor_blink"):
            event.widget.cursor_blink = False

    async def _check_bindings(self, key: str, priority: bool = False) -> bool:
        """Do what a key does. One that comes in while a screen is made waits until its parts are there."""
        standing: Event = self.screen._mounted_event
        await standing.wait()
        return await super()._check_bindings(key, priority)

    # ------------------------------------------------------------ how it starts and ends

    def on_ready(self) -> None:
        """From now on the garbage of work is collected, but what was loaded to start is never gone through again."""
        if not gc.isenabled():
            gc.freeze()
            gc.enable()
        heed_the_line(self)

    async def action_quit(self) -> None:
        """Leave; what was typed in the last second is kept first. Where it cannot be kept, a second Ctrl+Q leaves."""
        words = keep_drafts(self) or (NO_DRAFT if without_draft(self) else "")
        asked = f"Your text is still here. To leave without it: {keymap.said('quit')} again."
        said = getattr(getattr(self.screen, "message", None), "words", asked)
        if words and not said.endswith(asked) and callable(say := getattr(self.screen, "say", None)):
            say(f"{words} {asked}", problem=True)
            return
        self.exit()

    def action_help_quit(self) -> None:
        """Ctrl+C copies; it never ends the session."""

    def action_screenshot(self, filename: str | None = None, path: str | None = None) -> None:
        """No picture of the screen is written: it would lie where the program runs, open to whoever looks there."""

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """No browser is started: on a server it would run there."""

    def action_suspend_process(self) -> None:
        """Ctrl+Z does nothing: a suspended session over SSH never comes back."""

    def _handle_exception(self, error: Exception) -> None:
        """End with a reference instead of a traceback, which would show what is in the case."""
        reference = safety.new_reference()
        self._return_code = safety.OUR_FAULT
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        kept = safety.record_crash(error, reference, Clock().now())
        draft = "Your draft is saved." if keep_drafts_after_a_fault(self) else "The last of your text was not kept."
        words = f"Something went wrong. {draft} Reference {reference}.\n"
        words += f"What is known is in {shared.shown(safety.log_file())}.\n" if kept else ""
        self._exit_renderables.append(Text(words, overflow="fold"))
        self._close_messages_no_wait()
