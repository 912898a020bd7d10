"""The full-screen program: areas, themes, the net under the output, and what happens when something goes wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from importlib import import_module
from typing import Any

from rich.text import Text
from textual.app import App, SystemCommand
from textual.filter import LineFilter
from textual.message import Message
from textual.screen import Screen
from textual.signal import Signal

from sharedlives_tui import keymap, safety, screens, themes
from sharedlives_tui.desk import Desk
from sharedlives_tui.widgets.guard import CleanOutput, PlainSymbols, tolerate_any_byte
from sharedlives_tui.widgets.keys import bindings
from sharedlives_tui.widgets.watch import LOOK_EVERY, Watch


class OfficeApp(App[None], inherit_bindings=False):
    """One desk in front of an open office. The screens find it as their host."""

    CSS_PATH = "app.tcss"
    BINDINGS = bindings("app")
    COMMANDS = {lambda: import_module("sharedlives_tui.widgets.menu").MenuProvider}
    MODES = {area.id: partial(screens.make, area.id) for area in keymap.AREAS}
    DEFAULT_MODE = keymap.AREAS[0].id
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide")]
    TITLE = "Shared Lives desk"

    class OfficeLooksDifferent(Message):
        """Somebody has recorded something, or a new day began."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.office_changed: Signal[None] = Signal(self, "office-changed")
        self.animation_level = "none"
        for theme in themes.THEMES:
            self.register_theme(theme)
        self.theme = themes.first_theme()

    # ------------------------------------------------------------ looks

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return themes.default_variables()

    def get_line_filters(self) -> Sequence[LineFilter]:
        plain = [PlainSymbols()] if themes.wants_plain_symbols() else []
        return [*super().get_line_filters(), CleanOutput(), *plain]

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:  # noqa: ARG002
        return ()  # the toolkit's own would write pictures of the screen to the disk

    def action_next_theme(self) -> None:
        names = [theme.name for theme in themes.THEMES]
        self.theme = names[(names.index(self.theme) + 1) % len(names)] if self.theme in names else names[0]

    # ------------------------------------------------------------ going about

    def show(self, name: str, *args: Any, then: Callable[[Any], None] | None = None) -> Screen[Any]:
        screen = screens.make(name, *args)
        self.push_screen(screen, then)
        return screen

    async def action_area(self, area: str) -> None:
        if self.current_mode != area:
            await self.switch_mode(area)
            return
        while len(self.screen_stack) > 1:
            await self.pop_screen()

    def action_find(self) -> None:
        self.show("find", then=self._found)

    def _found(self, found: tuple[str, str] | None) -> None:
        """Open what was found: the screen's name (case, person) and what it is about."""
        if found is not None:
            self.show(*found)

    def action_command_palette(self) -> None:
        from textual.command import CommandPalette

        if not self.screen.is_modal:
            self.push_screen(CommandPalette(placeholder="What do you want to do?", id="--command-palette"))

    async def action_quit(self) -> None:
        """Leave; what was typed in the last second is kept first."""
        for screen in self.screen_stack:
            if callable(keep := getattr(screen, "keep_draft", None)):
                keep()
        self.exit()

    def action_help_quit(self) -> None:
        """Ctrl+C copies; it never ends the session."""

    def action_suspend_process(self) -> None:
        """Ctrl+Z does nothing: a suspended session over SSH never comes back."""

    # ------------------------------------------------------------ what others record

    def on_mount(self) -> None:
        self.watcher = Watch(self.desk)
        self.set_interval(LOOK_EVERY, self._poll)

    def announce(self) -> None:
        self.office_changed.publish(None)

    def warm_up(self) -> None:
        self.run_worker(partial(import_module, "sharedlives_tui.casework"), thread=True, group="warm-up")

    def _poll(self) -> None:
        self.run_worker(self._compare, thread=True, group="poll", exclusive=True)

    def _compare(self) -> None:
        """In a thread: only a message goes to the screens."""
        if self.watcher.changed():
            self.post_message(self.OfficeLooksDifferent())

    def on_office_app_office_looks_different(self) -> None:
        self.announce()

    # ------------------------------------------------------------ when something goes wrong

    def _handle_exception(self, error: Exception) -> None:
        """End with a reference instead of a traceback, which would show what is in the case."""
        reference = safety.new_reference()
        self._return_code = safety.OUR_FAULT
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        kept = safety.record_crash(error, reference, self.desk.clock.now())
        words = f"Something went wrong. Your draft is saved. Reference {reference}.\n"
        words += f"What is known is in {safety.log_file()}.\n" if kept else ""
        self._exit_renderables.append(Text(words, overflow="fold"))
        self._close_messages_no_wait()


def run(desk: Desk) -> int:
    """Open the screens on a desk; return the exit status."""
    tolerate_any_byte()
    app = OfficeApp(desk)
    app.run()
    return app.return_code or 0
