"""The first two lines of every screen: whose office, which day, who looks; and the areas."""

from __future__ import annotations

from datetime import date

from sharedlives_tui import keymap
from sharedlives_tui.access import Roles, Viewer
from sharedlives_tui.light import NamedTuple
from sharedlives_tui.picture.pieces import Line, fit, one_line, width_of
from sharedlives_tui.workdays import say_day

SMALLEST = (80, 24)
"""Columns and lines of the smallest window that is promised."""
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


def masthead_of(office: str, viewer: Viewer, today: date, *, practice: bool, read_only: bool) -> Masthead:
    """Return what the top of every screen says of an office and who looks: by the most senior role of the day."""
    badge = "READ ONLY" if read_only else "PRACTICE" if practice else ""
    role = max(sorted(viewer.roles), key=Roles.load().rank, default="") if viewer.known else "not in the list"
    return Masthead(office, today, viewer.name, role, badge)


def first_line(head: Masthead, crumbs: tuple[str, ...], width: int) -> Line:
    """Return the line with the office, or with the way here ("Today › CO-0142"), the day, the viewer and the badge."""
    badge = f" {head.badge} " if head.badge else ""
    where = one_line(" › ".join(crumbs) if crumbs else head.office)
    program = f" {PROGRAM}  "
    left_width = 0
    most = 30 if width < 120 else 40
    with_role = one_line(f"{head.viewer}, {head.role}" if head.role else head.viewer)
    if width < NARROW:  # the place where one is goes before the day and the name
        return ((fit(f" {where}", max(0, width - width_of(badge))), "bold"), (badge, BADGE))
    # A role is whole or left out: half of one says nothing.
    for viewer in (with_role, head.viewer) if width_of(with_role) <= most else (head.viewer,):
        right = f"{say_day(head.today)}  {_at_most(one_line(viewer), most)} "
        left_width = max(0, width - width_of(right) - width_of(badge) - 1)
        if width_of(program) + width_of(where) <= left_width:
            break
    rest = max(0, left_width - len(program))
    return (
        (fit(program, left_width) if not rest else program, "bold"),
        (fit(where, rest), "$muted"),
        (" ", ""),
        (right, ""),
        (badge, BADGE),
    )


def areas_line(chosen: str) -> Line:
    """Return the line of the areas with their keys, the one of that name marked."""
    pieces = []
    for number, area in enumerate(keymap.AREAS):
        between, key = " " if number else "", keymap.said(f"area.{area.id}")
        if area.id == chosen:
            pieces += [(between, ""), (f"[{key} {area.name}]", "bold $chosen-text on $chosen")]
        else:
            pieces += [(between, ""), (f" {key} ", "bold $key"), (f"{area.name} ", "")]
    return tuple(pieces)


def is_small(columns: int, lines: int) -> bool:
    """Return whether a window is smaller than is promised."""
    return columns < SMALLEST[0] or lines < SMALLEST[1]


def small_line(columns: int, lines: int, width: int) -> Line:
    """Return the line in place of the areas where the window is too small, in full or as `width` columns allow."""
    here, least = f"{columns} by {lines}", f"{SMALLEST[0]} by {SMALLEST[1]}"
    ways = (f" This window is {here}. Make it at least {least}.", f" {here}. Make it at least {least}.")
    words = next((each for each in ways if len(each) <= width), f" Make it {least}.")
    return ((fit(words, width), "bold $problem"),)


def _at_most(words: str, width: int) -> str:
    return fit(words, min(width, width_of(words)))
