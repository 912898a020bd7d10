"""What a screen may ask of the app it runs in."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol, cast, runtime_checkable

from textual.dom import DOMNode
from textual.screen import Screen
from textual.signal import Signal

from sharedlives_tui.desk import Desk
from sharedlives_tui.picture.masthead import Masthead, masthead_of
from sharedlives_tui.seat import Look

if TYPE_CHECKING:
    from sharedlives_tui.widgets.around import Surroundings


class Host(Protocol):
    """The app as its screens know it."""

    desk: Desk
    office_changed: Signal[frozenset[str] | None]
    """Published after anybody has recorded something, with the cases that changed, and with None for more than that."""

    fresh: Mapping[str, str]
    """Who changed a case in the last minute, in words, by its reference."""

    def show(self, name: str, *args: Any, then: Callable[[Any], None] | None = None) -> Screen[Any]:
        """Open the screen or dialog of that name (see `screens`); `then` gets what it is dismissed with."""

    def go_to(self, area: str, what: object) -> None:
        """Go to an area, and let its screen `take` what is to be shown there."""

    def warm_up(self) -> None:
        """Load in a thread what the first saving needs: called once the first screen is painted."""

    def first_look(self) -> Look | None:
        """What was asked of the office while the toolkit loaded: once, then None. Raises StoreError."""

    def announce(self, cases: frozenset[str] | None = None) -> None:
        """Say that something was recorded, so that every screen looks again; with `cases`, those that show them."""


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
    practice, read_only = desk.office.practice, desk.read_only
    return masthead_of(desk.office.name, desk.viewer, desk.today, practice=practice, read_only=read_only)


def surroundings(desk: Desk, kind: str = "", act: str = "", ref: str = "") -> Surroundings:
    """Return what the fields of a form need from the office: the day, its working days, its people.

    With the procedure and the step that ask, also the texts that are often used in their fields; with the reference of
    a case, who can look after it.
    """
    from sharedlives_tui.widgets.around import Surroundings

    def search(words: str) -> Sequence[tuple[str, str, str]]:
        from sharedlives_tui import people_search

        return people_search.person_matches(desk, words)

    def among(words: str, people: Collection[str]) -> Sequence[tuple[str, str, str]]:
        from sharedlives_tui import owners, people_search

        asked = tuple(people)
        if asked not in offered:  # once for the form: the office does not change while a name is typed
            offered[asked] = owners.people_of(desk, asked, ref)
        return people_search.matches_among(desk, words, offered[asked])

    offered: dict[tuple[str, ...], tuple[str, ...]] = {}
    kept: list[tuple[str, str, str]] = []
    asked = False

    def often(field: str) -> Sequence[tuple[str, str]]:
        nonlocal asked
        if not asked:  # once for all fields of the form
            from sharedlives_tui.often_used import often_used

            kept.extend((each.field, each.name, each.text) for each in often_used(desk, kind, act))
            asked = True
        return [(name, text) for where, name, text in kept if where == field]

    def source(field: str) -> str:
        from sharedlives_tui.field_help import field_source

        return field_source(desk, kind, act, field)

    if not kind:
        return Surroundings(desk.today, desk.calendar, search, among)
    return Surroundings(desk.today, desk.calendar, search, among, often, kind, act, source)
