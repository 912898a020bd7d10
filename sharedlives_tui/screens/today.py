"""Today: every case of the office with the step that presses most, the worst first."""

from __future__ import annotations

from asyncio import TimerHandle, get_running_loop
from collections.abc import Callable, Iterable
from typing import Any

from rich.style import Style
from textual import events, on
from textual.containers import Container
from textual.content import Content
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from sharedlives_tui import keymap
from sharedlives_tui.picture.glance import Peek, peek_lines, peek_pane
from sharedlives_tui.picture.pieces import Line
from sharedlives_tui.picture.screen import list_height
from sharedlives_tui.picture.today import Kind, counts_line, kinds_line, no_case
from sharedlives_tui.screens.listed_keys import Listed, ListedKeys, place_of
from sharedlives_tui.screens.peek import read_peek
from sharedlives_tui.screens.today_rows import TodayRows
from sharedlives_tui.screens.today_signing import NOTHING, Signing, signing
from sharedlives_tui.seat import Look, Question
from sharedlives_tui.store.basics import TodayRow
from sharedlives_tui.store.errors import StoreError
from sharedlives_tui.themes import LOOKS
from sharedlives_tui.widgets.clicks import words_under
from sharedlives_tui.widgets.kept import Kept
from sharedlives_tui.widgets.keys import bindings
from sharedlives_tui.widgets.safe import drawn
from sharedlives_tui.widgets.virtual_list import VirtualList

PEEK_AFTER = 0.06
"""Seconds that the highlight rests on a row before its sum is computed."""
BREATH = 0.03
"""Seconds for the first picture to reach the terminal before other work begins."""
WHOSE = ("mine", "Mine", "whole team", "Team")
"""How it is said whose list it is."""


def _background(part: Widget, crop: Region) -> list[Strip]:
    """The lines of what its parts cover: its background alone."""
    ground = part.background_colors[1]
    strip = Strip.blank(crop.width, Style(bgcolor=ground.rich_color))
    for line_filter in part.get_line_filters():
        strip = strip.apply_filter(line_filter, ground)
    return [strip] * crop.height


class Work(Container):
    """The list and the glance, beside each other or one above the other."""

    render_lines = _background


class Drawn(Kept):
    """A text that is asked for whenever it is painted, so that it always fits the window as it is."""

    class Clicked(Message):
        """It was clicked somewhere."""

        def __init__(self, part: Drawn, click: events.Click) -> None:
            self.part, self.click = part, click
            super().__init__()

        @property
        def control(self) -> Drawn:
            """The text."""
            return self.part

    def __init__(self, draw: Callable[[], Content], *, id: str) -> None:
        super().__init__(id=id)
        self._draw = draw

    def on_click(self, event: events.Click) -> None:
        self.post_message(self.Clicked(self, event))

    def render(self) -> Content:
        return self._draw()


class TodayScreen(ListedKeys):
    """The start of the day: counts, kinds, the list, and why the highlighted date is what it is.

    Every part that is mounted costs its share of the first picture, and of every key: so there are few.
    """

    render_lines = _background
    PLACE = "today"
    AREA = "today"
    BINDINGS = bindings("today")

    def __init__(self) -> None:
        super().__init__()
        self.mine = False
        self.rows: TodayRows | None = None
        self._kinds: list[tuple[str, str, int]] = []
        self._signing = NOTHING
        self._all = 0
        self._peeks: dict[tuple[str, str, int], Peek] = {}
        self._rest: TimerHandle | None = None
        self._is_painted = self._is_warm = False
        self._seen: tuple[TodayRow | None, Peek | None] = None, None

    def body(self) -> Iterable[Widget]:
        yield Drawn(self._sums, id="sums")
        yield Work(VirtualList(id="cases"), Drawn(self._glance, id="pane"), id="work")

    # ------------------------------------------------------------ what is shown

    def look_again(self) -> None:
        cases = self.query_one(VirtualList)
        first = self.rows is None
        try:
            look = self.host.first_look() if first else None
            self.rows = self._ask(self.kind, look)
        except StoreError as error:
            self.say(str(error), problem=True)
            return
        if self.kind is None:
            self._all = self.rows.cases
        self._peeks.clear()
        if first:  # from the first layout on: the toolkit would add the bar after a picture without it
            cases.show_vertical_scrollbar = self.rows.count > list_height(*self.app.size)
        cases.show(self.rows, empty=self.nothing(), keep=not first)
        if first or not self.rows.count:
            self._show_peek(self.highlighted, None)
        if first:
            cases.focus()
        self._show_sums()
        if first:
            self.call_after_refresh(self.set_timer, BREATH, self.painted)
        else:
            self._count_kinds()

    def painted(self) -> None:
        """The first picture is on the screen: now there is time for what is slow to load, one after the other."""
        self._is_painted = True
        row = self.highlighted
        self.run_worker(lambda: self._read_first(row), thread=True, group="kinds", exclusive=True)

    def _read_first(self, row: TodayRow | None) -> None:
        """In a thread: what the first picture could not wait for; in one, where two would only wait for each other."""
        if row is not None:
            self.look_up_here(lambda: read_peek(self.desk, row), lambda peek: self._peek_read(row, peek))
        self.look_up_here(self._read_kinds, self._kinds_counted)

    def _ask(self, kind: str | None, look: Look | None = None) -> TodayRows:
        desk = self.desk
        if look is not None and look.asked.today == desk.today:
            return TodayRows(desk.store, look.asked, look, self.host.fresh)
        owner = desk.viewer.person_id if self.mine else None
        return TodayRows(
            desk.store, Question(desk.viewer, desk.today, desk.soon_until, kind, owner), fresh=self.host.fresh
        )

    def nothing(self) -> str:
        if self.mine:
            return f"No open case is yours. Press {keymap.said('today.mine')} to see the whole team's."
        plural = next((plural for kind, plural, _ in self._kinds if kind == self.kind), "")
        if plural:
            add = "{case.new} to add one, or " if "open" in self.desk.works else ""
            return keymap.with_keys(f"No open {plural.lower()}. Press {add}{{today.kind-before}} for the others.")
        return no_case(self.desk.works)

    def _count_kinds(self) -> None:
        self.look_up("kinds", self._read_kinds, self._kinds_counted)

    def _read_kinds(self) -> tuple[list[tuple[str, str, int]], Signing]:
        """In a thread: the kinds that an office of this sort is for or that have cases, with their counts."""
        from sharedlives_tui import reading

        desk, found = self.desk, []
        usual = reading.usual_kinds(desk)
        for kind, _, plural in sorted(reading.kinds(desk), key=lambda each: place_of(each[0])):
            rows = self._ask(kind)
            if rows.cases or kind in usual:
                found.append((kind, plural, rows.cases))
        return found, signing(desk)

    def _kinds_counted(self, found: tuple[list[tuple[str, str, int]], Signing]) -> None:
        self._kinds, self._signing = found
        self._show_sums()
        if not self._is_warm:
            self._is_warm = True
            self.host.warm_up()

    def _show_sums(self) -> None:
        self.query("#sums").refresh()  # they are gone already where one leaves at once

    def _sums(self) -> Content:
        """The lines above the list: what there is, of which kinds and whose."""
        if self.rows is None:
            return Content("")
        width = self.size.width
        worst = self.rows.case(1) if self.rows.count and not self.rows.groups["overdue"] else None
        between: list[Line] = [()] if self.has_class("-wide") else []
        letters = self._signing.words
        letters += f" ({keymap.said('case.sign-off')})" if letters else ""
        whole = self.kind is None and not self.mine
        shut = self.desk.guest_words if whole and not self.rows.count else ""
        counts = counts_line(self.rows.groups, worst, self.desk.today, width, letters, shut)
        return drawn([counts, *between, self._kinds_line(width)])

    def _kinds_line(self, width: int) -> Line:
        cases = sum(count for _, _, count in self._kinds) if self._kinds else self._all
        kinds = [Kind(None, f"All {cases:,}", 1)]
        kinds += [Kind(kind, f"{plural} {count:,}", count) for kind, plural, count in self._kinds]
        return kinds_line(kinds, self.kind, "mine" if self.mine else "whole team", width)

    # ------------------------------------------------------------ the highlighted case

    @property
    def highlighted(self) -> TodayRow | None:
        """The highlighted case; None where there is none."""
        place = self.query_one(VirtualList).highlighted
        return None if self.rows is None or place is None else self.rows.case(place)

    @on(VirtualList.Highlighted)
    def _on_row(self, event: VirtualList.Highlighted) -> None:
        event.stop()
        if not self._is_painted:
            self._show_peek(self.highlighted, None)
        if self._rest is not None:
            self._rest.cancel()
        # Not a timer of the toolkit: each is a task, and it would be made before the key is answered.
        self._rest = get_running_loop().call_later(PEEK_AFTER, self.call_next, self._compute_peek)

    def _compute_peek(self) -> None:
        if not self._is_painted or not self.query(VirtualList):  # it comes from a clock, and the program may have ended
            return
        row = self.highlighted
        if row is None:
            return
        known = self._peeks.get((row.ref, row.instance, row.version))
        if known is not None:
            self._show_peek(row, known)
        else:
            self.look_up("peek", lambda: read_peek(self.desk, row), lambda peek: self._peek_read(row, peek))

    def _peek_read(self, row: TodayRow, peek: Peek) -> None:
        self._peeks[row.ref, row.instance, row.version] = peek
        if self.query(VirtualList) and self.highlighted == row:
            self._show_peek(row, peek)

    def _show_peek(self, row: TodayRow | None, peek: Peek | None) -> None:
        self._seen = row, peek
        self.query("#pane").refresh()

    def _glance(self) -> Content:
        """The case at a glance: in a wide window a pane beside the list, otherwise three lines under it."""
        draw = peek_pane if self.has_class("-wide") else peek_lines
        return drawn(draw(*self._seen, self.desk.today, self.query_one("#pane").content_size.width))

    # ------------------------------------------------------------ keys

    @on(VirtualList.Selected)
    def _open_case(self, event: VirtualList.Selected) -> None:
        event.stop()
        self.open("case", event.key)

    def listed(self) -> Listed | None:
        row = self.highlighted
        return None if row is None else Listed(row.ref, row.instance)

    def action_sign_off(self) -> None:
        """The letters that were answered or wait for a manager, and then the chosen one."""

        def chosen(found: tuple[str, ...] | None) -> None:
            if found is not None:
                self.open(*found)

        if self.may_record():
            self.open("waiting", then=chosen)

    def action_changes(self) -> None:
        self.open("changes")

    def action_mine(self) -> None:
        if self.desk.viewer.person_id is None:
            self.say("Your name is not in the office's list, so no case is yours.", problem=True)
            return
        self.mine = not self.mine
        self.look_again()

    def action_filter(self) -> None:
        from sharedlives_tui.screens.filtering import filter_cases  # a start has no use for it

        filter_cases(self, mine=self.mine, kind=self.kind)

    def action_kind(self, step: int) -> None:
        kinds: list[str | None] = [None, *(kind for kind, _, _ in self._kinds)]
        place = kinds.index(self.kind) if self.kind in kinds else 0
        self.kind = kinds[(place + step) % len(kinds)]
        self.look_again()

    @on(Drawn.Clicked, "#sums")
    def _on_sums(self, event: Drawn.Clicked) -> None:
        """A click on a count goes to its group, on a kind or letters shows them, on whose list it is changes that."""
        event.stop()
        groups = self.rows.groups if self.rows is not None else {}
        kinds = {"All": None} | {plural: kind for kind, plural, _ in self._kinds}
        counts = {f"{count} {LOOKS[state].counted}": state for state, count in groups.items() if count}
        letters = self._signing.words
        words = words_under(event.part, event.click, (*kinds, *counts, *WHOSE, letters))
        if words and words == letters:
            self.action_sign_off()
        elif words in counts and self.rows is not None:
            first = self.rows.first_of(counts[words])
            self.query_one(VirtualList).move_to(first.ref if first is not None else "")
        elif words in WHOSE:
            self.action_mine()
        elif words:
            self.kind = kinds[words]
            self.look_again()

    def _came_back(self, result: Any) -> None:
        super()._came_back(result)
        self.query_one(VirtualList).focus()
