"""What a screen may ask of the app it runs in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Protocol, cast, runtime_checkable

from textual.dom import DOMNode
from textual.screen import Screen
from textual.signal import Signal

from sharedlives_tui.access import Roles
from sharedlives_tui.desk import Desk
from sharedlives_tui.widgets.first_look import Look
from sharedlives_tui.widgets.header import Masthead

if TYPE_CHECKING:
    from sharedlives_tui.widgets.around import Surroundings


class Host(Protocol):
    """The app as its screens know it."""

    desk: Desk
    office_changed: Signal[None]
    """Published after anybody has recorded something, and when a new day begins."""

    def show(self, name: str, *args: Any, then: Callable[[Any], None] | None = None) -> Screen[Any]:
        """Open the screen or dialog of that name (see `screens`); `then` gets what it is dismissed with."""

    def go_to(self, area: str, what: object) -> None:
        """Go to an area, and let its screen `take` what is to be shown there."""

    def warm_up(self) -> None:
        """Load in a thread what the first saving needs: called once the first screen is painted."""

    def first_look(self) -> Look | None:
        """What was asked of the office while the toolkit loaded: once, then None. Raises StoreError."""

    def announce(self) -> None:
        """Say that something was recorded, so that every screen looks again."""


def host_of(node: DOMNode) -> Host:
    """Return the app of a screen or a part of one."""
    return cast(Host, node.app)


@runtime_checkable
class Helpful(Protocol):
    """A part of a screen, like a form, that has help for what has the focus in it."""

    def show_help(self) -> bool:
        """Show it; return whether there was any."""


def show_field_help(screen: Screen[Any]) -> bool:
    """Show help for the field that has the focus, in its form; return whether there was any."""
    focused = screen.focused
    above = focused.ancestors_with_self if focused is not None else ()
    part = next((each for each in above if isinstance(each, Helpful)), None)
    return part is not None and part.show_help()


def masthead(desk: Desk) -> Masthead:
    """Return what the top of every screen says."""
    badge = "READ ONLY" if desk.read_only else "PRACTICE" if desk.office.practice else ""
    name, role = _viewer_words(desk)
    return Masthead(desk.office.name, desk.today, name, role, badge)


def _viewer_words(desk: Desk) -> tuple[str, str]:
    """The viewer's name, and the most senior role of the day."""
    viewer = desk.viewer
    if not viewer.known:
        return viewer.name, "not in the list"
    roles = Roles.load()
    return viewer.name, max(sorted(viewer.roles), key=roles.rank, default="")


def surroundings(desk: Desk) -> Surroundings:
    """Return what the fields of a form need from the office: the day, its working days, its people."""
    from sharedlives_tui.widgets.around import Surroundings

    def search(words: str) -> Sequence[tuple[str, str, str]]:
        from sharedlives_tui import people_search

        return people_search.person_matches(desk, words)

    return Surroundings(desk.today, desk.calendar, search)
