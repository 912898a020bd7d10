"""Lines of a list as they are written to the terminal, kept so that none goes through the filters a second time."""

from __future__ import annotations

from rich.style import Style
from textual.scroll_view import ScrollView
from textual.strip import Strip

KEPT = 400
"""How many lines are kept."""


class WrittenLines:
    """The lines of one list, by their places. `right` is how many columns are written; 0 until somebody looked."""

    def __init__(self, part: ScrollView) -> None:
        self._part = part
        self._kept: dict[tuple[int, int, int, int], Strip] = {}
        self.right = 0

    def clear(self) -> None:
        """Forget them: what they say, or how they look, is another."""
        self._kept.clear()

    def at(self, places: range, chosen: int | None) -> list[Strip]:
        """Return the lines at these places, one of them perhaps highlighted, filled to the right edge."""
        part, right, kept = self._part, self.right, self._kept
        if len(kept) > KEPT:
            kept.clear()
        width, light, top = part.scrollable_content_region.width, 1 + part.has_focus, part.scroll_offset.y
        net, ground = part.get_line_filters(), part.background_colors[1]
        found = []
        for place in places:
            key = place, width, right, light if place == chosen else 0
            strip = kept.get(key)
            if strip is None:
                strip = part.render_line(place - top).adjust_cell_length(right, Style(bgcolor=ground.rich_color))
                for line_filter in net:
                    strip = strip.apply_filter(line_filter, ground)
                kept[key] = strip
            found.append(strip)
        return found

    def draw_ahead(self, count: int, chosen: int | None) -> None:
        """Draw the page after the one that is shown, of a list of so many lines."""
        if self.right and self._part.is_attached:
            end = self._part.scroll_offset.y + self._part.size.height
            self.at(range(end, min(count, end + self._part.size.height)), chosen)
