"""Rows of a list that is read by pages: each goes on from a row of the page before, from the top or from the end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

from sharedlives_tui.widgets.virtual_list import Heading, RowText

WINDOW = 60
"""How many rows are fetched together."""
MOVED = "(this has just moved)"
"""In place of a row that went out of the list after it was counted; the next look takes the line away."""

Item = TypeVar("Item")
Place = TypeVar("Place")


class Pages(Protocol[Item, Place]):
    """A list that can be read in pages: the store's lists are."""

    def page(self, after: Place | None = None, size: int = WINDOW, *, backwards: bool = False) -> list[Item]:
        """Return the next items after a place, or those before it, always in the order of the list."""

    def beyond(self, after: Place | None, count: int, *, backwards: bool = False) -> Place | None:
        """Return the place that is `count` items further on."""

    def count(self, after: Place | None = None, *, backwards: bool = False) -> int:
        """Return how many items there are, or how many after (before) a place."""

    def one(self, ref: str) -> Item | None:
        """Return the item of a key; None if the list does not have it."""


class PagedRows(Generic[Item, Place]):
    """A source of rows for the virtual list.

    It begins with its first page and, until `total` is known, ends with it: counting is what costs.
    """

    def __init__(
        self,
        pages: Pages[Item, Place],
        first: list[Item],
        *,
        key: Callable[[Item], str],
        place: Callable[[Item], Place],
        draw: Callable[[Item, int], RowText],
    ) -> None:
        self._pages, self._key, self._place, self._draw = pages, key, place, draw
        self.total: int | None = len(first) if len(first) < WINDOW else None
        self._items: dict[int, Item] = {}
        self._at: dict[str, int] = {}
        self._after: dict[int, Place | None] = {0: None}
        self._before: dict[int, Place | None] = {}
        self._keep(0, first)

    @property
    def count(self) -> int:
        """How many rows there are, as far as is known."""
        return len(self._items) if self.total is None else self.total

    def count_all(self) -> int:
        """Return how many rows there are: asked of the office, so for a thread. Set `total` with it."""
        return self.total if self.total is not None else max(self._pages.count(), len(self._items))

    def row(self, index: int, width: int) -> RowText | Heading:
        """The line at this place."""
        item = self.item(index)
        return Heading(MOVED) if item is None else self._draw(item, width)

    def item(self, index: int) -> Item | None:
        """What stands at this place; None where it has gone."""
        if index not in self._items and index < self.count:
            self._load(index // WINDOW)
        return self._items.get(index)

    def index_of(self, key: str) -> int | None:
        """The place of the row with this key; None if it is not in the list."""
        if key not in self._at:
            item = self._pages.one(key)
            if item is None:
                return None
            self._at[key] = self._pages.count(self._place(item), backwards=True)
        return self._at[key] if self._at[key] < self.count else None

    # ------------------------------------------------------------ fetching

    def _load(self, page: int) -> None:
        """Fetch a page from the nearer of the known ones, above or below."""
        last = (self.count - 1) // WINDOW
        self._before.setdefault(last, None)
        above = max(known for known in self._after if known <= page)
        below = min(known for known in self._before if known >= page)
        if page - above <= below - page:
            place = self._after[above]
            if page > above:
                place = self._pages.beyond(place, (page - above) * WINDOW)
            self._keep(page, self._pages.page(place, WINDOW))
        else:
            place = self._before[below]
            if page < below:
                place = self._pages.beyond(place, self._first_of(below + 1) - self._first_of(page + 1), backwards=True)
            size = self._first_of(page + 1) - page * WINDOW
            self._keep(page, self._pages.page(place, size, backwards=True))

    def _first_of(self, page: int) -> int:
        """The number of the first row of a page; of the page after the last one, how many rows there are."""
        return min(page * WINDOW, self.count)

    def _keep(self, page: int, items: list[Item]) -> None:
        for number, item in enumerate(items, page * WINDOW):
            self._items[number] = item
            self._at[self._key(item)] = number
        if len(items) == WINDOW:
            self._after[page + 1] = self._place(items[-1])
        if items and page:
            self._before[page - 1] = self._place(items[0])
