"""Parts of a screen that are painted from what they drew before, until something of them changes."""

from __future__ import annotations

from typing import Self

from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget


class Kept(Widget):
    """At every key the toolkit asks every part of the screen for all its lines, and takes each through its filters.

    A part of this kind answers with the lines of the last time. It must `refresh` when what it shows has changed.
    """

    _kept: tuple[Region, list[Strip]] | None = None

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of the part, as they are written."""
        if self._kept is None or self._kept[0] != crop:
            self._kept = crop, super().render_lines(crop)
        return self._kept[1]

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Draw the part anew."""
        self._kept = None
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def notify_style_update(self) -> None:
        """Its look may be another: draw it anew."""
        self._kept = None
        super().notify_style_update()
