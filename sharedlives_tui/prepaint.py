"""The first picture of Today, painted before the toolkit is loaded, which takes most of a start.

Plain `sharedlives` on an office that is there: the rows are asked for and written with plain escapes, then the
program is loaded, counts, and paints the same picture over it. Whatever is unusual (no terminal, few colours, a small
window, somebody who is not in the list, an older file) is left to the program. Every module that is imported here
costs its share of the first picture.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence

from sharedlives_tui.light import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from threading import Thread

    from sharedlives_tui.picture.escapes import Depth
    from sharedlives_tui.picture.pieces import Line
    from sharedlives_tui.picture.screen import Today
    from sharedlives_tui.seat import Question
    from sharedlives_tui.store.basics import TodayRow
    from sharedlives_tui.store.glimpse import Glimpse
    from sharedlives_tui.store.reads import Reads
    from sharedlives_tui.terminal import HeldTerminal


WANTED = "SHAREDLIVES_EARLY"
"""The environment variable that says "no" where a terminal shows the first picture badly."""


class NotNow(Exception):
    """The first picture is the program's own affair this time."""


class Paint(NamedTuple):
    """How a picture is written: the size of the window, the colours and how many the terminal has, the symbols."""

    columns: int
    lines: int
    colours: Mapping[str, str]
    depth: Depth
    told: Callable[[str], str]


class Prepaint:
    """The first picture as it stands on the terminal, and the counts that are still being asked for."""

    def __init__(self, terminal: HeldTerminal, glimpse: Glimpse, today: Today, asked: Question, paint: Paint) -> None:
        self.terminal = terminal
        self._glimpse = glimpse
        self._today = today
        self._asked = asked
        self._paint = paint
        self._shown: Sequence[Line] = ()
        self._groups: Mapping[str, int] | None = None
        self._counting: Thread | None = None

    def show(self) -> None:
        """Paint the picture, or what of it is another than before."""
        from sharedlives_tui.picture.escapes import written
        from sharedlives_tui.picture.screen import today_screen

        columns, lines, colours, depth, told = self._paint
        wanted = today_screen(self._today, columns, lines)
        self.terminal.paint(written(wanted, colours, depth, told, self._shown))
        self._shown = wanted

    def count(self) -> None:
        """Begin to count in a thread, which paints the counts when it has them. Ends of the program give back."""
        import signal
        from threading import Thread

        for each in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(each, _end)
        self._counting = Thread(target=self._count, name="first-counts", daemon=True)
        self._counting.start()

    def _count(self) -> None:
        from sharedlives_tui.store.glimpse import NoGlimpse
        from sharedlives_tui.store.tally import today_groups

        try:
            groups = today_groups(self._glimpse, *self._asked[:3])
        except NoGlimpse:
            return
        if [state for state, count in groups.items() if count][: len(self._today.pages)] != [*self._today.pages]:
            return  # somebody recorded something meanwhile
        self._groups = groups
        self._today = self._today._replace(groups=groups)
        self.show()

    def answer(self, asked: Question) -> Mapping[str, int] | None:
        """Wait for the counts; return them if they answer this question and still hold, otherwise None."""
        from sharedlives_tui.store.glimpse import NoGlimpse

        if self._counting is not None:
            self._counting.join()
        try:
            return self._groups if asked == self._asked and self._glimpse.still_holds() else None
        except NoGlimpse:
            return None

    def hand_over(self) -> None:
        """The toolkit paints from now on."""
        import signal

        self.terminal.hand_over()
        for each in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(each, signal.SIG_DFL)

    def end(self) -> None:
        """Give the terminal back, unless the toolkit has it, and close the file. It may be called again."""
        self.terminal.give_back()
        if self._counting is not None:
            self._counting.join()
        self._glimpse.close()


def _end(number: int, _frame: object) -> None:
    raise SystemExit(128 + number)


def begin(place: str, as_name: str | None, today: str | None) -> Prepaint | None:
    """Paint the first picture of the office at that place; None where that is left to the program.

    `as_name` and `today` are as they were typed, None where they were not.
    """
    terminal = None
    try:
        paint = _how(os.environ)
        from sharedlives_tui.terminal import HeldTerminal

        terminal = HeldTerminal()  # before anything else: what is typed from now on is neither shown nor lost
        painted = _look(place, as_name, today, terminal, paint)
        painted.show()
        painted.count()
    except BaseException as error:
        if terminal is not None:
            terminal.give_back()
        if isinstance(error, Exception):  # whatever is wrong, the program meets it again and tells it in words
            return None
        raise
    return painted


def _how(environment: Mapping[str, str]) -> Paint:
    """How the program will draw on this terminal, by its own rules. Raises NotNow for few colours or a small window."""
    from sharedlives_tui.palettes import MONO, PALETTES, first_theme
    from sharedlives_tui.picture.escapes import depth_of
    from sharedlives_tui.picture.masthead import is_small
    from sharedlives_tui.picture.pieces import harmless
    from sharedlives_tui.terminal import can_be_painted, size_of
    from sharedlives_tui.themes import plain_symbols, wants_plain_symbols

    if not can_be_painted(environment) or environment.get(WANTED, "").lower() == "no":
        raise NotNow
    depth, (columns, lines), (wished, symbols) = depth_of(environment), size_of(environment), _wishes()
    theme = first_theme(environment, wished)
    if depth is None or is_small(columns, lines) or ("NO_COLOR" in environment and theme != MONO):
        raise NotNow
    plain = wants_plain_symbols(environment, symbols)
    told = (lambda words: plain_symbols(harmless(words))) if plain else harmless
    return Paint(columns, lines, PALETTES[theme].colours, depth, told)


def _wishes() -> tuple[str, str]:
    """The colours and the symbols that this person chose. Raises NotNow where Today is not the first that is shown."""
    from sharedlives_tui.folders import settings_file

    place = settings_file()
    if not os.path.lexists(place):
        return "", ""
    with open(place, encoding="utf-8") as file:  # noqa: PTH123 - the library of paths is slow to load
        plain = plain_wishes(file.read())
    if plain is not None:
        return plain
    from sharedlives_tui import own_settings

    own = own_settings.read()
    if own.problems or own.keys or own.get("first_area") != "today":
        raise NotNow
    return own.get("theme"), own.get("symbols")


_WISHES = {"symbols": ("automatic", "signs", "plain"), "first_area": ("today",)}


def plain_wishes(text: str) -> tuple[str, str] | None:
    """Return the colours and symbols (empty for what was not chosen) that a plain file of settings says.

    None for any other file, which the library has to read: it takes as long as all the rest. Whoever was here before
    has a file, of their visits and of what their screens remember, and seldom more in it.
    """
    from sharedlives_tui.palettes import NAMES

    choices, chosen, is_beyond = {"theme": ("automatic", *NAMES), **_WISHES}, {"theme": "", "symbols": ""}, False
    for line in text.splitlines():
        name, equals, value = line.partition(" = ")
        if not line or (is_beyond and equals and "'''" not in value and '"""' not in value):
            continue
        if line.startswith("[filters."):
            is_beyond = True
        elif not is_beyond and value[1:-1] in choices.get(name, ()) and value == f'"{value[1:-1]}"':
            chosen[name] = value[1:-1]
        else:
            return None
    return chosen["theme"], chosen["symbols"]


def _look(place: str, as_name: str | None, today: str | None, terminal: HeldTerminal, paint: Paint) -> Prepaint:
    """Ask the office for the first rows. Raises NotNow, NoGlimpse."""
    from datetime import date

    from sharedlives_tui.access import EVERY_KIND, WRITES, Roles, verbs_of
    from sharedlives_tui.account import system_user
    from sharedlives_tui.clock import Clock
    from sharedlives_tui.picture.masthead import masthead_of
    from sharedlives_tui.picture.screen import Today
    from sharedlives_tui.seat import Question, day_of_roles, soon_until, who_sits
    from sharedlives_tui.store.glimpse import Glimpse

    fixed = None if today is None else date.fromisoformat(today)
    glimpse = Glimpse(place)
    try:
        name, nation, practice = glimpse.office()
        day = Clock(fixed).today()
        user = system_user()
        viewer = who_sits(glimpse, as_name or user, "" if as_name else user, day_of_roles(day, practice=practice))
        if not viewer.known or Roles.load().kinds_seen(viewer.roles) != EVERY_KIND:
            raise NotNow
        asked = Question(viewer, day, soon_until(glimpse, nation, day))
        read_only = fixed is not None and not practice
        head = masthead_of(name, viewer, day, practice=practice, read_only=read_only)
        may = verbs_of(viewer, practice=practice) - (WRITES if read_only else frozenset())
        return Prepaint(terminal, glimpse, Today(head, _pages(glimpse, asked, paint), may), asked, paint)
    except BaseException:
        glimpse.close()
        raise


def _pages(reads: Reads, asked: Question, paint: Paint) -> dict[str, list[TodayRow]]:
    """The first rows of each state that has any, until the list is full."""
    from sharedlives_tui.picture.screen import list_height
    from sharedlives_tui.store.basics import LISTED_STATES, WINDOW
    from sharedlives_tui.store.today import today_page

    left, found = list_height(paint.columns, paint.lines), {}
    for state in LISTED_STATES:
        if left <= 0:
            break
        if page := today_page(reads, asked.viewer, asked.today, asked.soon_until, state, size=WINDOW):
            found[state] = page
            left -= 1 + len(page)
    return found
