"""A full screen that is one list, with words above it and, below, what there is to say of the highlighted row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from textual import on
from textual.content import Content
from textual.widget import Widget

from sharedlives_tui.screens.base import OfficeScreen
from sharedlives_tui.screens.case_rows import Row, TextRows
from sharedlives_tui.widgets.safe import Words
from sharedlives_tui.widgets.virtual_list import VirtualList


class ListUnderWords(OfficeScreen):
    """A list with words above it: `#top`, in one line unless the screen's own style gives it more, and `#list`."""

    LOOKING = "Looking…"
    """What the list says until it was read."""
    DEFAULT_CSS = """
    ListUnderWords #top { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    def body(self) -> Iterable[Widget]:
        yield Words(id="top")
        yield VirtualList(id="list", empty=self.LOOKING)


class ListWithWords(OfficeScreen):
    """The base: `fill` puts in rows and what each has to say; what is chosen goes to `chosen`."""

    DEFAULT_CSS = """
    ListWithWords #top { height: 1; padding: 0 1; margin: 0 0 1 0; text-wrap: nowrap; text-overflow: ellipsis; }
    ListWithWords #about { height: 4; padding: 0 1; border-top: solid $line; color: $muted; }
    ListWithWords.-short #about { height: 3; }
    ListWithWords.-low #top, ListWithWords.-tiny #top { margin: 0; }
    ListWithWords.-low #about, ListWithWords.-tiny #about { height: 1; border-top: none; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._shown = False
        self._said: Mapping[str, str] = {}

    def body(self) -> Iterable[Widget]:
        yield Words(id="top")
        yield VirtualList(id="list")
        yield Words(id="about")

    def fill(self, top: Content | str, rows: Iterable[Row | str], said: Mapping[str, str], empty: str = "") -> None:
        """Show these rows; the highlight stays where it is."""
        self._said = said
        self.query_one("#top", Words).update(top)
        listed = self.query_one(VirtualList)
        listed.show(TextRows(rows), empty=empty, keep=self._shown)
        self._say_about(listed.key)
        if not self._shown:
            listed.focus()
        self._shown = True

    @property
    def key(self) -> str:
        """The key of the highlighted row; empty where there is none."""
        return self.query_one(VirtualList).key or ""

    def chosen(self, key: str) -> None:
        """The row of that key was chosen."""

    def _say_about(self, key: str | None) -> None:
        self.query_one("#about", Words).update(self._said.get(key or "", ""))

    @on(VirtualList.Highlighted)
    def _highlighted(self, event: VirtualList.Highlighted) -> None:
        event.stop()
        self._say_about(event.key)

    @on(VirtualList.Selected)
    def _selected(self, event: VirtualList.Selected) -> None:
        event.stop()
        self.chosen(event.key)
