"""The first lines of a screen: whose office, where one is, which day, who looks; and the areas."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.geometry import Size

from sharedlives_tui import keymap
from sharedlives_tui.widgets.clicks import words_under
from sharedlives_tui.widgets.kept import Kept
from sharedlives_tui.widgets.safe import fit, join, one_line
from sharedlives_tui.workdays import say_day

SMALLEST = Size(80, 24)
PROGRAM = "Shared Lives desk"
BADGE = "bold $badge-text on $badge"
NARROW = 40
"""Columns below which the first line says where one is, and nothing else."""


class Masthead(NamedTuple):
    """What every screen says at its top."""

    office: str
    today: date
    viewer: str
    role: str = ""
    """The viewer's role; left out where the window is too narrow."""
    badge: str = ""
    """PRACTICE, READ ONLY or empty."""


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
        size = self.app.size
        return size.width < SMALLEST.width or size.height < SMALLEST.height

    def render(self) -> Content:
        width = self.size.width
        rows = [self._first(width)]
        if self._small:
            size = self.app.size
            rows.append(join((fit(too_small(size, width), width), "bold $problem")))
        elif self.area:
            rows.append(self._areas())
        return Content("\n").join(rows)

    def _first(self, width: int) -> Content:
        head = self.masthead
        badge = f" {head.badge} " if head.badge else ""
        where = one_line(" › ".join(self.crumbs) if self.crumbs else head.office)
        program = f" {PROGRAM}  "
        left_width = 0
        most = 30 if width < 120 else 40
        with_role = one_line(f"{head.viewer}, {head.role}" if head.role else head.viewer)
        # A role is whole or left out: half of one says nothing.
        if width < NARROW:  # the place where one is goes before the day and the name
            return join((fit(f" {where}", max(0, width - cell_len(badge))), "bold"), (badge, BADGE))
        for viewer in (with_role, head.viewer) if cell_len(with_role) <= most else (head.viewer,):
            right = f"{say_day(head.today)}  {_at_most(one_line(viewer), most)} "
            left_width = max(0, width - cell_len(right) - cell_len(badge) - 1)
            if cell_len(program) + cell_len(where) <= left_width:
                break
        rest = max(0, left_width - len(program))
        return join(
            (fit(program, left_width) if not rest else program, "bold"),
            (fit(where, rest), "$muted"),
            " ",
            (right, ""),
            (badge, BADGE),
        )

    def _areas(self) -> Content:
        pieces = []
        for area in keymap.AREAS:
            key = keymap.said(f"area.{area.id}")
            if area.id == self.area:
                pieces.append(join((f"[{key} {area.name}]", "bold $chosen-text on $chosen")))
            else:
                pieces.append(join((f" {key} ", "bold $key"), f"{area.name} "))
        return join(" ").join(pieces)

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


def too_small(size: Size, width: int) -> str:
    """Return the words for a window below 80 by 24, in full or as `width` columns allow."""
    here = f"{size.width} by {size.height}"
    least = f"{SMALLEST.width} by {SMALLEST.height}"
    ways = (f" This window is {here}. Make it at least {least}.", f" {here}. Make it at least {least}.")
    return next((each for each in ways if len(each) <= width), f" Make it {least}.")


def _at_most(words: str, width: int) -> str:
    return fit(words, min(width, cell_len(words)))
