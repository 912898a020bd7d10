"""The program as it is started at a desk, on a real terminal, led from place to place; one line a picture to whoever
reads what it writes, and on only when that was read.

    python -m tests.wire_desk JOB     (tests/soak_texts.py starts it; JOB is JSON)
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import sys
import traceback
from collections.abc import Callable, Coroutine, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from sharedlives_tui.app import FirstRunApp, OfficeApp
from sharedlives_tui.desk import open_desk
from sharedlives_tui.widgets.guard import tolerate_any_byte
from sharedlives_tui.widgets.lean import load_toolkit
from tests.hostile_office import TODAY
from tests.hostile_texts import texts
from tests.soak import Opener, Terminal, Trouble, go_home, open_place
from tests.soak_streams import NAMED, key_bytes, paste
from tests.soak_texts import FIRST, HOME, Job

FIELDS = 8
"""So many texts are pasted at a first start, each into the next field."""


class RealTerminal(Terminal):
    """As the other, in front of the real driver: it hands keys on one by one."""

    async def answered(self) -> None:
        """Wait until every key was handed on, every message answered, and the picture is drawn and written."""
        driver: Any = self.app._driver
        while not self.ended and (driver._hands_on or driver._waiting):
            await asyncio.sleep(0.001)
        await super().answered()
        while not self.ended and driver._outflow is not None and driver._outflow._waits:
            await asyncio.sleep(0.001)


class Guide:
    """Leads a program from place to place, and tells of every picture."""

    def __init__(self, job: Job, app: App[Any]) -> None:
        self._job, self._app = job, app
        self._terminal = RealTerminal(app)
        self._words = [each.words for each in texts(job.seed, job.first, job.count)]
        self._chance = random.Random(f"{job.seed} {job.number}")

    def tell(self, place: str) -> None:
        """Say that all of a picture is written, and wait until it was read."""
        os.write(self._job.tells, (json.dumps(["seen", place]) + "\n").encode())
        os.read(self._job.hears, 1)

    async def round(self, places: list[str], pilot: Pilot[Any]) -> None:
        """Go to each of the places that are left, looking around and typing there. Takes what was done off the list."""
        app = pilot.app
        assert isinstance(app, OfficeApp)
        await self._terminal.answered()
        self.tell(HOME)
        opener = Opener(self._job.made, app.desk, self._chance, self._words)
        while places and not self._terminal.ended:
            await open_place(self._terminal, app, places[0], opener)
            await self._look_around(places.pop(0))
            if not self._terminal.ended:
                await go_home(self._terminal, app)
                self.tell(HOME)
        if not self._terminal.ended:
            app.exit()

    async def _look_around(self, place: str) -> None:
        self.tell(place)
        brief = self._job.brief
        around = ("pagedown",) if brief else ("pagedown", "pagedown", "end")
        await self._send(place, [NAMED[each] for each in around])
        for keys in () if brief else (NAMED["tab"], key_bytes("ctrl+s")):
            await self._type(place)
            await self._send(place, [keys])
        await self._type(place)

    async def _type(self, place: str) -> None:
        """Paste a text where one can be typed."""
        if not self._terminal.ended and isinstance(self._app.focused, Input | TextArea):
            await self._send(place, [self._pasted()])

    async def _send(self, place: str, keys: Sequence[bytes]) -> None:
        for each in keys:
            if self._terminal.ended:
                return
            await self._terminal.send(each)
            self.tell(place)

    def _pasted(self) -> bytes:
        """A text as a terminal pastes it: most take Esc out, or the rest would be keys."""
        return paste(self._chance.choice(self._words).replace("\x1b", ""))

    async def first_run(self, pilot: Pilot[Any]) -> None:
        """Answer the questions of a first start with hostile texts."""
        await self._terminal.answered()
        self.tell(FIRST)
        for _ in range(FIELDS):
            await self._send(FIRST, [self._pasted(), NAMED["tab"]])
        if not self._terminal.ended:
            pilot.app.exit()


def _run(app: App[Any], lead: Callable[[Pilot[Any]], Coroutine[Any, Any, None]]) -> None:
    """Run a program to its end as somebody leads it. Raises Trouble, and what is raised on the way."""
    asyncio.run(app.run_async(auto_pilot=lead))
    if app.return_code:
        raise Trouble(f"The program ended with status {app.return_code}.")


def at_work(job: Job) -> None:
    """Lead programs to every place of a job; one that a key ended is started again."""
    places = [*job.places]
    if FIRST in places:
        places.remove(FIRST)
        first = FirstRunApp(Path(job.made.path).with_name("new.db"))
        _run(first, Guide(job, first).first_run)
    while places:
        desk, before = open_desk(str(job.made.path), job.viewer, TODAY), len(places)
        with closing(desk.store):
            app = OfficeApp(desk)
            _run(app, partial(Guide(job, app).round, places))
        if len(places) == before:
            raise Trouble(f"{places[0]} was never reached.")


def main() -> int:
    """Do the job that is named as JSON; return 1 after trouble, which was told."""
    job = Job.from_json(sys.argv[1])
    load_toolkit()
    tolerate_any_byte()
    try:
        at_work(job)
    except Exception:
        os.write(job.tells, (json.dumps(["trouble", traceback.format_exc()]) + "\n").encode())
        return 1
    os.write(job.tells, (json.dumps(["done", ""]) + "\n").encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
