"""A soak of the screens: random keys, bytes and pastes against every screen and dialog of hostile offices.

    python -m tests.soak                            10,000 streams
    python -m tests.soak --streams 500 --seed 7     others
    python -m tests.soak --seed 7 --first 41        go on with sitting 41
    python -m tests.soak --seed 7 --first 41 --streams 1    that sitting alone

Each sitting is a program of its own on a copy of an office: one place, and several streams one after the other. It
fails when the program crashes or does not answer, when a control character that is not the toolkit's own stands in the
picture, when Today cannot be reached by Esc, or when `check` then finds something wrong in the office. What a sitting
sends is decided by the seed and its number alone.
"""

from __future__ import annotations

import argparse
import asyncio
import faulthandler
import os
import random
import re
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Coroutine, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from textual._xterm_parser import XTermParser
from textual.app import App
from textual.events import Resize
from textual.screen import Screen

from sharedlives_tui import casework, keymap, own_settings, reading, screens
from sharedlives_tui.access import Roles
from sharedlives_tui.app import FirstRunApp, OfficeApp
from sharedlives_tui.casefile import NoSuchCase
from sharedlives_tui.caseviews import CaseView, StepView
from sharedlives_tui.cleaning import BAD
from sharedlives_tui.contacts import CONTACTS
from sharedlives_tui.desk import Desk
from sharedlives_tui.folders import SETTINGS as FILE
from sharedlives_tui.office_journal import Wanted
from sharedlives_tui.screens.case_columns import USUAL
from sharedlives_tui.screens.case_filter import CaseFilter
from sharedlives_tui.screens.conflict import Typed
from sharedlives_tui.settings import DEFAULTS
from sharedlives_tui.widgets.dialog import Confirm
from sharedlives_tui.widgets.guard import _Forgiving
from tests import hostile_office
from tests.hostile_office import NAMES, Hostile
from tests.soak_patience import BLOCKED, PATIENCE, NoAnswer, within
from tests.soak_streams import NAMED, SIZES, Streams, key_bytes, resized
from tests.waiting import quiet, to_be_drawn

PLACES = (*screens.SCREENS, "menu", "confirm")
AREAS = frozenset(area.id for area in keymap.AREAS[1:])
"""Every screen and dialog by its name, and the two that have no name of their own."""
STREAMS = 10
"""Streams of a sitting."""
LENGTH = 14
"""Chunks of a stream, at most."""
ROUNDS = 100
"""Pictures that may follow one another until one stays."""
OURS = re.compile(r"\x1b\[[0-9;]*[mH]")
"""What the toolkit itself writes between the words of a picture: colours and moves."""


class Trouble(Exception):
    """Something that a soak may not find, in words."""


@dataclass(frozen=True)
class Sitting:
    """One sitting, which can be repeated from this alone."""

    place: str
    number: int
    seed: int = 1
    streams: int = STREAMS
    length: int = LENGTH
    stay: int = 1
    """Streams that are sent to the place before it is left and opened anew, where it can be come back to by Esc."""

    @property
    def again(self) -> str:
        """How to repeat it from the command line."""
        usual = (self.streams, self.length, self.stay) == (STREAMS, LENGTH, 1)
        size = "" if usual else f" --each {self.streams} --length {self.length} --stay {self.stay}"
        return f"make soak ARGS='--seed {self.seed} --first {self.number} --streams 1 --place {self.place}{size}'"

    def office_of(self, offices: Sequence[Hostile]) -> Hostile:
        """The office of it: each place sees them all in turn."""
        return offices[(self.number + self.number // len(PLACES)) % len(offices)]


def sittings(
    streams: int,
    seed: int,
    first: int = 0,
    place: str = "",
    each: int = STREAMS,
    length: int = LENGTH,
    stay: int = 1,
) -> Iterator[Sitting]:
    """Yield the sittings of `each` streams in which so many are sent, from the one of that number on."""
    for number in range(first, first + -(-streams // each)):
        yield Sitting(place or PLACES[number % len(PLACES)], number, seed, each, length, stay)


# -- what is opened ---------------------------------------------------------------------------------------------


class Opener:
    """Opens a place in front of somebody, as its keys would: on a case, a person or an entry drawn by lot."""

    def __init__(self, made: Hostile, desk: Desk, chance: random.Random, words: Sequence[str] = NAMES) -> None:
        """`words` are what a dialog is opened with that is handed its words."""
        self._made, self._desk, self._chance, self.words = made, desk, chance, words

    def arguments(self, place: str) -> tuple[Any, ...] | None:
        """Return what the screen is made with; None where it cannot be opened in the case that was drawn."""
        lot = self._chance
        ref, person = lot.choice(self._made.refs), lot.choice(self._made.people)
        case, steps = self._case(ref)
        acts = [each.instance for each in steps] or [""]
        letters = [each for each in steps if each.notice and each.must]
        entries = [each.id for each in case.entries] if case is not None else [1]
        held = lot.choice(self._made.on_file) if self._made.on_file and self._desk.viewer.known else None
        kinds = [each.id for each in self._desk.library.record_kinds.kinds]
        typed = Typed(lot.choice(acts), lot.choice(self.words), [(each, each) for each in lot.sample(self.words, 3)])
        kinds_in_words = [(each, plural) for each, _, plural in reading.kinds(self._desk)]
        known: dict[str, Callable[[], tuple[Any, ...] | None]] = {
            **dict.fromkeys(
                ("new-person", "own-day", "record-kind", "find", "office", "changes", "performance"), tuple
            ),
            **dict.fromkeys(("case", "copies"), lambda: (ref,)),
            **dict.fromkeys(("record", "decide", "why"), lambda: (ref, lot.choice(acts))),
            **dict.fromkeys(("entry", "correct", "strike"), lambda: (ref, lot.choice(entries))),
            **dict.fromkeys(("person", "role", "account"), lambda: (person,)),
            "new": lambda: lot.choice(((), *((each,) for each, _, _ in reading.kinds(self._desk)))),
            "wizard": lambda: (ref, lot.choice([each.instance for each in letters] or acts), lot.choice(_PARTS)),
            "ask": lambda: (lot.choice(letters),) if letters else None,
            "actions": lambda: (case, steps) if case is not None else None,
            "waits": lambda: (case,) if case is not None else None,
            "attach": lambda: (ref, lot.choice((None, *entries))),
            "person-record": lambda: (person, lot.choice(kinds)),
            "person-correct": lambda: held,
            "end-role": lambda: (person, lot.choice([*Roles.load().names])),
            "contact": lambda: (lot.choice(CONTACTS),),
            "conflict": lambda: (replace(case, entries=case.entries[:-1]), typed) if case is not None else None,
            "setting": lambda: (lot.choice([*DEFAULTS]),),
            **dict.fromkeys(("settings", "keys", "often-list", "often-add", "waiting", "sign-off-letters"), tuple),
            "journal": tuple,
            "journal-filter": lambda: (Wanted(), lambda _: None),
            "choose-sign-off": lambda: (lot.choice(("all", "complaint", "complaint.acknowledge", "nothing")),),
            "own-setting": lambda: (lot.choice([*own_settings.BY_NAME]),),
            "key": lambda: (lot.choice([*keymap.BY_ID]),),
            "often": lambda: ("A field", _OFTEN, lot.choice(("", "[red]Words[/]", lot.choice(self.words)))),
            "often-keep": lambda: (_OFTEN, lot.choice(self.words)),
            **dict.fromkeys(("often-change", "often-retire"), lambda: (lot.choice((1, 2)),)),
            "sign-off-for": lambda: (ref, lot.choice(acts), lot.choice(self.words)),
            **dict.fromkeys(("sign-off", "send-back"), lambda: (ref, lot.choice(acts))),
            "filter": lambda: (CaseFilter(kind=lot.choice(("", "complaint", "gone")), owner=person), kinds_in_words),
            "columns": lambda: (lot.choice((USUAL, (), ("closed",))),),
            "outlook": lambda: ((self._desk.today, self._desk.today + timedelta(30)), lot.choice((None, 1))),
            "people-filter": lambda: (("carer", lot.choice(self.words)),),
            "help": lambda: (lot.choice([*keymap.FOOTERS]),),
        }
        return known[place]()

    def _case(self, ref: str) -> tuple[CaseView | None, Sequence[StepView]]:
        with suppress(NoSuchCase):
            case = reading.case_view(self._desk, ref)
            return (None, ()) if case.narrow else (case, reading.steps_view(self._desk, ref))
        return None, ()


_OFTEN = ("complaint", "acknowledge", "support")
_PARTS = ("facts", "facts", "last", "outside")


# -- a program and what is sent to it -----------------------------------------------------------------------------


class Terminal:
    """A terminal in front of a running program: hands it bytes as the real one does, and looks at its picture."""

    def __init__(self, app: App[Any]) -> None:
        self.app = app
        self.begin()

    def begin(self) -> None:
        """Forget halves of sequences and of characters."""
        self._parser = XTermParser()
        self._decoder = _Forgiving("utf-8")()

    @property
    def ended(self) -> bool:
        """Whether the program has ended, in whichever way."""
        return self.app._exit or self.app._exception is not None

    async def send(self, chunk: bytes) -> None:
        """Send bytes, wait until the program has answered, and look at the picture. Raises Trouble."""
        driver = self.app._driver
        assert driver is not None
        messages = [*self._parser.feed(words)] if chunk and (words := self._decoder.decode(chunk)) else []
        if self._parser._timeout_time is not None:  # no more comes: an Esc is an Esc
            self._parser._timeout_time = 0.0
            messages += self._parser.tick()
        for message in messages:
            if isinstance(message, Resize):
                driver._size = message.size
            driver.process_message(message)
        await self.answered()
        if any(isinstance(message, Resize) for message in messages):
            await asyncio.sleep(0.02)  # the toolkit waits a little for further sizes
            await self.answered()
        self.look()

    async def answered(self) -> None:
        """Wait until every message and every thread is done, and the picture is drawn."""
        for _ in range(ROUNDS):
            if self.ended:
                break
            await quiet(PATIENCE)
            await self._threads()
            await quiet(PATIENCE)
            if self.ended:
                break
            drawing = to_be_drawn(self.app)
            self.app.screen._on_timer_update()
            if not drawing and not [*self.app.workers]:
                return
        if not self.ended:
            raise Trouble(f"The picture of {self.app.screen!r} is never done.")
        if self.app._task is not None:
            await asyncio.wait([self.app._task], timeout=PATIENCE)  # what was typed after the end is read first

    async def _threads(self) -> None:
        """Wait until the threads are done. The toolkit's own wait ends them, and itself, when it is given up."""
        if works := [worker._task for worker in self.app.workers if worker._task is not None]:
            await asyncio.wait(works)

    def look(self) -> None:
        """Raise Trouble where a control character stands in what would be written for the whole screen."""
        if self.app._exception is not None:
            raise Trouble("The program crashed.") from self.app._exception
        if self.app._exit:
            if self.app.return_code:
                raise Trouble(f"The program ended with status {self.app.return_code}.")
            return
        update = self.app.screen._compositor.render_full_update(simplify=False)
        words = OURS.sub("", update.render_segments(self.app.console))
        if found := BAD.search(words):
            around = words[max(0, found.start() - 40) : found.end() + 40]
            raise Trouble(f"{found[0]!r} reached the picture of {self.app.screen!r}: {around!r}")


def as_worn(name: str) -> bytes:
    """Return what the key of an action sends as the person has it: the streams may have given it another one."""
    return key_bytes(keymap.first_key(name))


async def go_home(terminal: Terminal, app: OfficeApp) -> None:
    """Press Esc until an area's own screen is there, then go to Today. Raises Trouble where that leads nowhere."""
    terminal.begin()
    if app.size.width < SIZES[0][0] or app.size.height < SIZES[0][1]:
        await terminal.send(resized(*SIZES[0]))
    for _ in range(5 + 5 * len(app.screen_stack)):
        if terminal.ended or (len(app.screen_stack) == 1 and app.current_mode == keymap.AREAS[0].id):
            return
        await terminal.send(NAMED["escape"] if len(app.screen_stack) > 1 else as_worn(f"area.{keymap.AREAS[0].id}"))
    raise Trouble(f"Esc does not lead from {[type(each).__name__ for each in app.screen_stack]} to Today.")


async def open_place(terminal: Terminal, app: OfficeApp, place: str, opener: Opener) -> None:
    """Open a place from Today. Raises Trouble."""
    if place == "menu":
        await terminal.send(as_worn("menu"))
    elif place in AREAS:
        await terminal.send(as_worn(f"area.{place}"))
    elif place == "find":
        await terminal.send(as_worn("find"))
    elif place == "confirm":
        app.push_screen(Confirm(opener.words[6], opener.words[7], opener.words[4]))
    elif place != "today" and (arguments := opener.arguments(place)) is not None:
        app.show(place, *arguments)
    await terminal.answered()
    terminal.look()


# -- sittings -----------------------------------------------------------------------------------------------------


async def sit(made: Hostile, sitting: Sitting) -> int:
    """Do a sitting; return how many streams were sent. Raises Trouble, with how to repeat it."""
    chance = random.Random(f"{sitting.seed} {sitting.number} {sitting.place}")
    sent: list[bytes] = []
    do = _first_runs if sitting.place == "first-run" else _office_sitting
    with tempfile.TemporaryDirectory(prefix="sharedlives-soak-") as folder, standing_in(Path(folder)):
        try:
            return await do(made, sitting, chance, Path(folder), sent)
        except Exception as error:
            what = str(error) if isinstance(error, NoAnswer) else repr(error)
            words = f"{sitting.place}, sitting {sitting.number}: {what}\nSent last: {sent!r}\nAgain: {sitting.again}"
            raise Trouble(words) from error


@contextmanager
def standing_in(folder: Path) -> Iterator[None]:
    """Stand in a folder of its own, with settings of its own: a file name that is typed somewhere leads there."""
    before, kept = Path.cwd(), os.environ.get(FILE)
    os.chdir(folder)
    os.environ[FILE] = str(folder / "settings.toml")
    try:
        yield
    finally:
        os.chdir(before)
        if kept is None:
            del os.environ[FILE]
        else:
            os.environ[FILE] = kept


async def _office_sitting(
    made: Hostile, sitting: Sitting, chance: random.Random, folder: Path, sent: list[bytes]
) -> int:
    viewer = chance.choice((made.viewers[0], *made.viewers))  # mostly somebody who may see and do the most
    desk = hostile_office.copied(made, folder, viewer)
    streams = Streams(_keys_of(sitting.place), f"{sitting.seed} {sitting.number} {viewer}")
    done = 0
    try:
        while done < sitting.streams:  # a program that was ended by its key is started again
            app = OfficeApp(desk)
            async with app.run_test(size=chance.choice(SIZES[:4])) as _:
                terminal = Terminal(app)
                await _patiently(terminal.answered())
                visit = Visit(terminal, app, sitting.place, Opener(made, desk, chance))
                while done < sitting.streams and not terminal.ended:
                    done += 1
                    stream, last = streams.stream(sitting.length), done % sitting.stay == 0
                    await _patiently(_send(visit, stream, sent, last))
                await _patiently(terminal.answered())
        if found := casework.check(desk):
            raise Trouble(f"The office is not as it should be: {found}")
    finally:
        desk.store.close()
    return done


async def _patiently(work: Coroutine[Any, Any, None]) -> None:
    """Await what the program does. Raises NoAnswer; a process of its own ends where nobody comes to look."""
    await within(PATIENCE, work, alarm=bool(_offices))


def _keys_of(place: str) -> str:
    """Return the place in the table of keys of a screen or dialog."""
    if place not in screens.SCREENS:
        return place
    module, _, name = screens.SCREENS[place].partition(":")
    return str(getattr(import_module(f"sharedlives_tui.screens.{module}"), name).PLACE)


class Visit:
    """Somebody in front of a place: it is opened, come back to, and left."""

    def __init__(self, terminal: Terminal, app: OfficeApp, place: str, opener: Opener) -> None:
        self.terminal, self._app, self._place, self._opener = terminal, app, place, opener
        self._screen: Screen[Any] | None = None

    async def begin(self) -> None:
        """Open the place, unless one stands before it. Raises Trouble."""
        if self._screen is None:
            await open_place(self.terminal, self._app, self._place, self._opener)
            self._screen = None if self.terminal.ended else self._app.screen

    async def end(self, leave: bool) -> None:
        """Go back to the place by Esc where it is still open beneath; otherwise, or to leave, to Today."""
        if not leave and not self.terminal.ended and await self._come_back():
            return
        self._screen = None
        await go_home(self.terminal, self._app)

    async def _come_back(self) -> bool:
        self.terminal.begin()
        for _ in range(len(self._app.screen_stack)):
            if self._app.screen is self._screen or self._screen not in self._app.screen_stack:
                break
            await self.terminal.send(NAMED["escape"])
            if self.terminal.ended:
                return False
        return self._app.screen is self._screen


async def _send(visit: Visit, stream: Sequence[bytes], sent: list[bytes], last: bool) -> None:
    """Send one stream to the place; the last before it is left then leads to Today."""
    sent.clear()
    await visit.begin()
    for chunk in stream:
        if visit.terminal.ended:
            return
        sent.append(chunk)
        await visit.terminal.send(chunk)
    await visit.end(last)


async def _first_runs(
    made: Hostile,
    sitting: Sitting,
    chance: random.Random,
    folder: Path,
    sent: list[bytes],
) -> int:
    """Each stream is a first start: it ends with an office or without one, and Esc ends it."""
    streams = Streams("first-run", f"{sitting.seed} {sitting.number}", paths=False)
    for number in range(sitting.streams):
        place = folder / str(number)
        place.mkdir()
        app = FirstRunApp(place / "office.db")
        async with app.run_test(size=chance.choice(SIZES[:4])):
            terminal = Terminal(app)
            await _patiently(terminal.answered())
            await _patiently(_send_first(terminal, streams.stream(sitting.length), sent))
            await _patiently(terminal.answered())
        if app.return_value is not None:
            with app.return_value.store:
                if found := casework.check(app.return_value):
                    raise Trouble(f"The new office is not as it should be: {found}")
    return sitting.streams


async def _send_first(terminal: Terminal, stream: Sequence[bytes], sent: list[bytes]) -> None:
    sent.clear()
    for chunk in [*stream, b"\x1b[201~", *[NAMED["escape"]] * 3]:
        if terminal.ended:
            return
        sent.append(chunk)
        await terminal.send(chunk)
    raise Trouble("Esc does not end the first start.")


# -- from the command line ----------------------------------------------------------------------------------------

SITTINGS_OF_A_PROCESS = 50
"""After so many on average a process ends and another begins."""
_offices: list[Hostile] = []


def _prepare(folder: str) -> None:
    """In each process: an empty home, and the offices, made once."""
    home = Path(tempfile.mkdtemp(dir=folder))
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_DOCUMENTS_DIR"):
        os.environ[name] = str(home)
    for kind in ("scheme", "membership-body"):
        (home / kind).mkdir()
        _offices.append(hostile_office.make(home / kind, kind))


def _sit(sitting: Sitting) -> str:
    """Do a sitting in this process; return what was found, with the way there."""
    faulthandler.dump_traceback_later(BLOCKED, exit=True)  # for one that not even a time limit ends
    try:
        asyncio.run(sit(sitting.office_of(_offices), sitting))
    except Trouble as trouble:
        return "".join([*traceback.format_exception(trouble.__cause__), f"{trouble}\n"])
    finally:
        faulthandler.cancel_dump_traceback_later()
    return ""


def _done(todo: Sequence[Sitting], jobs: int, prepare: Callable[[], None]) -> Iterator[tuple[Sitting, str]]:
    """Do the sittings beside each other; yield each with what was found in it.

    Now and then the processes end and others begin, so that none grows without end. A pool that does that by itself
    (`max_tasks_per_child`) stands still for ever when all of its processes come to their end at once.
    """
    size = jobs * SITTINGS_OF_A_PROCESS
    for first in range(0, len(todo), size):
        some = todo[first : first + size]
        with ProcessPoolExecutor(jobs, get_context("spawn"), prepare) as pool:
            yield from zip(some, pool.map(_sit, some), strict=True)


def main() -> int:
    """Soak; return 1 where something was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--streams", type=int, default=10_000, help="how many streams (10000)")
    parser.add_argument("--seed", type=int, default=1, help="other streams (1)")
    parser.add_argument("--first", type=int, default=0, metavar="SITTING", help="the number of the first sitting (0)")
    parser.add_argument(
        "--place", choices=PLACES, default="", metavar="PLACE", help="one screen or dialog only, by name"
    )
    parser.add_argument("--each", type=int, default=STREAMS, help=f"streams of a sitting ({STREAMS})")
    parser.add_argument(
        "--length", type=int, default=LENGTH, help=f"chunks of a stream, at most ({LENGTH}); 0: one piece"
    )
    parser.add_argument("--stay", type=int, default=1, help="streams before a place is left and opened anew (1)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes beside each other")
    args = parser.parse_args()
    todo = [*sittings(args.streams, args.seed, args.first, args.place, args.each, args.length, args.stay)]
    found, began = 0, time.monotonic()
    with tempfile.TemporaryDirectory(prefix="sharedlives-soak-") as folder:
        prepare = partial(_prepare, folder)
        for sitting, words in _done(todo, args.jobs, prepare):
            if words:
                found += 1
                print(words, flush=True)
            if sitting is todo[-1] or sitting.number % 50 == 49:
                minutes = (time.monotonic() - began) / 60
                so_far = (sitting.number - args.first + 1) * args.each
                print(
                    f"{so_far:,} streams, {minutes:.0f} minutes; go on with --first {sitting.number + 1}",
                    flush=True,
                )
    print(f"{len(todo) * args.each:,} streams with seed {args.seed}: {found or 'no'} sittings with trouble")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
