"""The first lines of a screen: whose office, where one is, which day, who looks; and the areas."""

from __future__ import annotations

from textual import events
from textual.content import Content
from textual.geometry import Size

from sharedlives_tui import keymap
from sharedlives_tui.picture.masthead import PROGRAM, Masthead, areas_line, first_line, is_small, small_line
from sharedlives_tui.widgets.clicks import words_under
from sharedlives_tui.widgets.kept import Kept
from sharedlives_tui.widgets.safe import drawn

__all__ = ["PROGRAM", "Masthead", "OfficeHeader"]


class OfficeHeader(Kept):
    """Two lines on an area's own screen (`area`), one on a screen opened from it (`crumbs`: "Today › CO-0142").

    In a window below 80 by 24 it says so in place of the areas.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    OfficeHeader { dock: top; height: auto; background: $bar; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    def __init__(self, masthead: Masthead, *, area: str = "", crumbs: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.masthead = masthead
        self.area = area
        self.crumbs = crumbs

    def go(self, *crumbs: str) -> None:
        """Show another way: the names of the screens one came through."""
        self.crumbs = crumbs
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        return 2 if self.area or self._small else 1

    @property
    def _small(self) -> bool:
        return is_small(*self.app.size)

    def render(self) -> Content:
        width = self.size.width
        rows = [first_line(self.masthead, self.crumbs, width)]
        if self._small:
            rows.append(small_line(*self.app.size, width))
        elif self.area:
            rows.append(areas_line(self.area))
        return drawn(rows)

    def on_click(self, event: events.Click) -> None:
        """An area leads to it; the program's name opens the Menu, so that the mouse reaches all that it offers."""
        if words_under(self, event, [PROGRAM]):
            self.app.call_later(self.app.run_action, "command_palette")
            return
        column = 0
        for area in keymap.AREAS:
            key = keymap.first_key(f"area.{area.id}")
            length = len(keymap.say_key(key)) + len(area.name) + 3
            if self.area and not self._small and event.y == 1 and column <= event.x < column + length:
                self.app.simulate_key(key)
                return
            column += length + 1
