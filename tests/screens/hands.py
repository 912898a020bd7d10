"""Hands on the keyboard: press keys, count those that are no typing, wait until the office has answered."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.pilot import Pilot
from textual.widgets import Input

from sharedlives_tui.app import OfficeApp
from sharedlives_tui.desk import Desk
from sharedlives_tui.widgets.form import Form
from tests.waiting import settled

_NAMES = {" ": "space", ",": "comma", ".": "full_stop", "-": "minus", "/": "slash", "'": "apostrophe", "+": "plus"}


class Hands:
    """Somebody at the keyboard of a running office."""

    def __init__(self, app: OfficeApp, pilot: Pilot[None]) -> None:
        self.app, self.pilot = app, pilot
        self.count = 0

    async def rest(self) -> None:
        """Wait until every worker is done and everything is drawn."""
        await settled(self.pilot)

    async def wait_a_bit(self, seconds: float) -> None:
        """Wait for a timer, then rest."""
        await self.pilot.pause(seconds)
        await self.rest()

    async def press(self, *keys: str) -> None:
        """Press keys that count."""
        for key in keys:
            self.count += 1
            await self.pilot.press(key)
            await self.rest()

    async def type(self, words: str) -> None:
        """Type words into a field: they do not count."""
        for letter in words:
            await self.pilot.press(_NAMES.get(letter, letter))
        await self.rest()

    async def open(self, name: str, *args: object) -> None:
        """Open a screen without keys."""
        self.app.show(name, *args)
        await self.rest()

    async def go(self, field: str) -> None:
        """Go to a field of the form on top, by its name."""
        form = next(each for each in self.app.screen.query(Form) if field in [one.name for one in each.fields])
        form.enter(field)
        await self.rest()

    @property
    def place(self) -> str:
        """The place of the screen that is on top."""
        return str(getattr(self.app.screen, "PLACE", ""))

    @property
    def text(self) -> str:
        """The text of the whole screen as it is drawn."""
        return "\n".join(strip.text for strip in self.app.screen._compositor.render_strips())

    @property
    def words(self) -> str:
        """The same as one line, without the frames: for sentences that go over several lines."""
        return " ".join(self.text.translate(str.maketrans("│", " ")).split())

    @property
    def message(self) -> str:
        """The words of the message line."""
        line = getattr(self.app.screen, "message")  # noqa: B009 - full screens and dialogs have one each
        return str(line.content) if line.display else ""

    def input(self, place: int = 0) -> Input:
        """The lines of the screen, by place."""
        return [*self.app.screen.query(Input)][place]


@asynccontextmanager
async def at_the_desk(desk: Desk, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Hands]:
    """Open the office on a desk."""
    app = OfficeApp(desk)
    async with app.run_test(size=size) as pilot:
        hands = Hands(app, pilot)
        await hands.rest()
        yield hands
