"""A soak of what goes out to the terminal: hostile texts in every place of an office, drawn on every screen and dialog.

    python -m tests.soak_texts                           10,000 texts
    python -m tests.soak_texts --texts 500 --seed 7      others
    python -m tests.soak_texts --seed 7 --first 12       go on with sitting 12
    python -m tests.soak_texts --seed 7 --first 12 --texts 250 --place case    that sitting alone, one place

Each sitting is an office of its own with 250 texts: half went through its doors, half stand in its file as they are.
The program runs on a terminal of its own and is led to every place, and what its driver writes is read byte by byte.
It fails when anything was written but plain text and the toolkit's own sequences, when the program falls or stands
still, when a place drew no text, and when fewer texts were seen on the line than should be.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import select
import shutil
import sys
import tempfile
import time
import traceback
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Self

from sharedlives_tui import visits
from sharedlives_tui.clock import Clock
from sharedlives_tui.desk import open_desk, viewer_of
from sharedlives_tui.folders import SETTINGS
from tests import hostile_office
from tests.hostile_files import Doors, written_past
from tests.hostile_office import TODAY, Hostile
from tests.hostile_texts import marks, texts
from tests.soak import PLACES, standing_in
from tests.wire import Got, Line, read

ROOT = Path(__file__).parents[1]
FIRST = "first-run"
START = "start"
"""The start as anybody starts: the first picture is painted before the toolkit is there."""
HOME = "home"
"""Today before and after each place: what it shows stands beneath the others, and counts for none of them."""
END = "end"
WITHOUT = frozenset(
    {
        *("actions", "ask", "columns", "help", "keys", "outlook", "own-setting", "performance", "record-kind"),
        *("new-person", "role", "settings", "sign-off-letters", "why"),
    }
)
"""Places in which nothing stands that a person wrote, but what shows through from beneath; read all the same."""
AGAIN = (
    *("entry",) * 10,
    *("case", "person", "record", "wizard", "decide", "conflict", "waits", "sign-off", "correct") * 2,
)
"""Places that hold the most, opened again and again in a full sitting: on another case, person or entry each time."""
TEXTS = 250
"""Texts of a sitting."""
SEEN, SEEN_LESS = 0.4, 0.2
"""Parts of the texts of a sitting."""
MANY = 20
"""Sittings after which a text was to be seen in every place: what is opened there is drawn by lot."""
SIZES = ((24, 80), (36, 120), (60, 200))
"""Lines and columns."""
KINDS = ("scheme", "membership-body")
PATIENCE = 600.0
"""Seconds on the clock after which a program that tells of no picture counts as stuck."""


class Trouble(Exception):
    """Something that a soak may not find, in words."""


@dataclass(frozen=True)
class Job:
    """What the program on the terminal is led through; `tells` and `hears` are its ends of two pipes."""

    made: Hostile
    viewer: str
    seed: int
    number: int
    first: int
    count: int
    places: tuple[str, ...]
    brief: bool
    """Each place is looked at, and one text pasted; not more."""
    tells: int
    hears: int

    @property
    def as_json(self) -> str:
        """Itself as JSON."""
        plain = {**vars(self), "made": {**vars(self.made), "path": str(self.made.path)}}
        return json.dumps(plain)

    @classmethod
    def from_json(cls, words: str) -> Self:
        """Return what was written by `as_json`."""
        plain = json.loads(words)
        made = plain.pop("made")
        on_file = tuple((person, entry) for person, entry in made.pop("on_file"))
        path, refs, people = Path(made["path"]), tuple(made["refs"]), tuple(made["people"])
        known = Hostile(path, tuple(made["viewers"]), refs, people, made["many"], on_file)
        return cls(**{**plain, "made": known, "places": tuple(plain["places"])})


@dataclass(frozen=True)
class Sitting:
    """One sitting, which can be repeated from this alone."""

    number: int
    seed: int = 1
    count: int = TEXTS
    places: tuple[str, ...] = (*PLACES, *AGAIN)
    brief: bool = False

    @property
    def first(self) -> int:
        """The number of its first text."""
        return self.number * self.count

    def viewer_in(self, office: Hostile) -> str:
        """Who sits there: mostly somebody who may see the most."""
        most = office.viewers[0]
        return random.Random(f"{self.seed} {self.number}").choice((most, "P-2", most, office.viewers[1]))

    def least(self, office: Hostile) -> int:
        """So many of its texts are to be seen at least, where every place was drawn: fewer by whoever may see less."""
        most = self.viewer_in(office) == office.viewers[0]
        return int(self.count * (SEEN if most and not self.brief else SEEN_LESS))

    @property
    def again(self) -> str:
        """How to repeat it from the command line."""
        place = f" --place {self.places[0]}" if len(self.places) == 1 else ""
        each = "" if self.count == TEXTS else f" --each {self.count}"
        return f"python -m tests.soak_texts --seed {self.seed} --first {self.number} --texts {self.count}{each}{place}"


@dataclass
class Seen:
    """What was read from the line in a sitting."""

    pictures: int = 0
    written: int = 0
    """Bytes."""
    at: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    """The numbers of the texts that were seen, by place."""

    @property
    def texts(self) -> set[int]:
        """The numbers of all texts that were seen."""
        return set().union(*self.at.values())


PROGRAM = ("-m", "tests.wire_desk")


def sit(offices: Sequence[Hostile], sitting: Sitting, program: Sequence[str] = PROGRAM) -> Seen:
    """Do a sitting; return what was seen. Raises Trouble, with how to repeat it."""
    with tempfile.TemporaryDirectory(prefix="sharedlives-texts-") as name:
        try:
            return _sit(offices[sitting.number % len(offices)], sitting, Path(name), program)
        except Exception as error:
            what = str(error) if isinstance(error, Got | Trouble) else traceback.format_exc()
            raise Trouble(f"Sitting {sitting.number}: {what}\nAgain: {sitting.again}") from error


def _sit(office: Hostile, sitting: Sitting, folder: Path, program: Sequence[str]) -> Seen:
    viewer = sitting.viewer_in(office)
    made = filled(office, sitting, folder, viewer)
    seen, size = Seen(), SIZES[sitting.number // len(KINDS) % len(SIZES)]
    _start(made, viewer, folder, size, seen)
    tells, hears = os.pipe(), os.pipe()
    job = Job(
        *(made, viewer, sitting.seed, sitting.number, sitting.first, sitting.count, sitting.places, sitting.brief),
        *(tells[1], hears[0]),
    )
    words = [sys.executable, *program, job.as_json]
    try:
        with Line(words, *size, folder, (tells[1], hears[0]), **_surroundings(folder)) as line:
            _follow(line, tells[0], hears[1], seen)
    finally:
        for each in (*tells, *hears):
            os.close(each)
    beneath = seen.at[START] | seen.at[HOME]
    for place in {*seen.at} - {START, HOME, "today"}:
        seen.at[place] -= beneath
    if len(sitting.places) > 1 and len(seen.texts) < (least := sitting.least(office)):
        raise Trouble(f"Only {len(seen.texts)} of {sitting.count} texts were seen, and not {least}.")
    return seen


def filled(office: Hostile, sitting: Sitting, folder: Path, viewer: str) -> Hostile:
    """Return a copy of an office with a sitting's texts: the first half through its doors, the others past them."""
    path = folder / "office.db"
    shutil.copyfile(office.path, path)
    some = texts(sitting.seed, sitting.first, sitting.count)
    half = len(some) // 2
    desk = open_desk(str(path), office.viewers[0], TODAY)
    with closing(desk.store), standing_in(folder):
        earlier = replace(desk, viewer=viewer_of(desk.store, viewer, TODAY), clock=Clock(TODAY - timedelta(days=4)))
        visits.leave(earlier)  # whoever looks has something to see of what changed since
        doors = Doors(office, desk, some[:half])
        doors.all()
        refs = doors.refs
    written_past(path, some[half:], office.viewers[0])
    return Hostile(path, office.viewers, (*office.refs, *refs * 8), office.people, office.many, office.on_file)


def _surroundings(folder: Path) -> dict[str, str]:
    """The environment of a program: a home of its own, and nothing of whoever runs the soak."""
    homes = ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_DOCUMENTS_DIR")
    return {
        **dict.fromkeys(homes, str(folder)),
        SETTINGS: str(folder / "settings.toml"),
        "PYTHONPATH": str(ROOT),
        "TEXTUAL_ANIMATIONS": "none",
    }


def _start(made: Hostile, viewer: str, folder: Path, size: tuple[int, int], seen: Seen) -> None:
    """Start the program as anybody starts it, and read all until Today rests, and until it has ended."""
    words = [
        sys.executable,
        "-m",
        "sharedlives_tui",
        "--database",
        str(made.path),
        "--as",
        viewer,
        "--today",
        str(TODAY),
    ]
    with Line(words, *size, folder, **_surroundings(folder)) as line:
        written = line.rest(1.0)
        line.press(b"\x11")  # Ctrl+Q
        written += line.rest(1.0)
        if line.program.wait(60):
            raise Trouble(f"{START}: status {line.program.returncode} after {written[-2000:]!r}")
        _look(line, written, START, seen)


def _follow(line: Line, tells: int, hears: int, seen: Seen) -> None:
    """Read what is written picture by picture until the program says that it is done. Raises Got, Trouble."""
    told = written = b""
    while True:
        ready, _, _ = select.select([tells, line.end], [], [], PATIENCE)
        if not ready:
            raise Trouble("The program tells of no picture any more.")
        written += line.taken()  # all the time: a line holds little, and what it does not take is left out
        if tells not in ready:
            if line.program.poll() is not None and not select.select([tells], [], [], 0)[0]:
                raise Trouble(f"The program ended with status {line.program.returncode}: {written[-2000:]!r}")
            continue
        told += os.read(tells, 1 << 16)
        written += line.taken()
        while b"\n" in told:
            now, _, told = told.partition(b"\n")
            what, words = json.loads(now)
            if what == "trouble":
                raise Trouble(words)
            if what == "done":
                line.program.wait(60)
                _look(line, written + line.taken(), END, seen)
                return
            _look(line, written, words, seen)
            written = b""
            os.write(hears, b".")


def _look(line: Line, written: bytes, place: str, seen: Seen) -> None:
    try:
        words = read(written, line.lines, line.columns, begins_or_ends=place in (START, FIRST, HOME, END))
    except Got as error:
        raise Got(f"{place}: {error}") from None
    seen.pictures += 1
    seen.written += len(written)
    seen.at[place] |= marks(words)


# -- from the command line ----------------------------------------------------------------------------------------

_offices: list[Hostile] = []


def offices_in(folder: Path, kinds: Sequence[str] = KINDS) -> list[Hostile]:
    """Return an office of each kind to be filled, made in a folder."""
    made = []
    for kind in kinds:
        (folder / kind).mkdir()
        made.append(hostile_office.make(folder / kind, kind, 3))
    return made


def _prepare(folder: str) -> None:
    """In each process: the offices, made once."""
    _offices.extend(offices_in(Path(tempfile.mkdtemp(dir=folder))))


def _do(sitting: Sitting) -> tuple[Seen, str]:
    """Do a sitting in this process; return what was seen, or what was found with the way there."""
    try:
        seen = sit(_offices, sitting)
    except Trouble as trouble:
        return Seen(), str(trouble)
    seen.at = dict(seen.at)
    return seen, ""


def sittings(count: int, seed: int, first: int = 0, each: int = TEXTS, place: str = "") -> Iterator[Sitting]:
    """Yield the sittings in which so many texts are drawn, from the one of that number on."""
    for number in range(first, first + -(-count // each)):
        yield Sitting(number, seed, each, (place,) if place else (*PLACES, *AGAIN))


class Summary:
    """What was seen in all the sittings so far."""

    def __init__(self) -> None:
        self._seen = Seen()
        self.found = 0

    def add(self, seen: Seen, words: str) -> None:
        """Add what came of a sitting; show what was found."""
        if words:
            self.found += 1
            print(words, flush=True)
        self._seen.pictures += seen.pictures
        self._seen.written += seen.written
        for place, numbers in seen.at.items():
            self._seen.at[place] |= numbers

    @property
    def words(self) -> str:
        """It in a line."""
        seen = self._seen
        return f"{len(seen.texts):,} texts seen, {seen.pictures:,} pictures, {seen.written / 1e6:,.1f} MB read"

    def silent(self) -> list[str]:
        """The places in which no text was seen and some should have been."""
        return sorted({START, *PLACES} - WITHOUT - {place for place, numbers in self._seen.at.items() if numbers})

    def places(self) -> str:
        """How many texts were seen where."""
        return ", ".join(f"{place} {len(self._seen.at[place]):,}" for place in sorted(self._seen.at))


def main() -> int:
    """Soak; return 1 where something was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak_texts", description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--texts", type=int, default=10_000, help="how many texts (10000)")
    parser.add_argument("--seed", type=int, default=1, help="other texts (1)")
    parser.add_argument("--first", type=int, default=0, metavar="SITTING", help="the number of the first sitting (0)")
    parser.add_argument("--each", type=int, default=TEXTS, help=f"texts of a sitting ({TEXTS})")
    parser.add_argument("--place", choices=PLACES, default="", metavar="PLACE", help="one screen or dialog only")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="sittings beside each other")
    args = parser.parse_args()
    todo = [*sittings(args.texts, args.seed, args.first, args.each, args.place)]
    summary, began = Summary(), time.monotonic()
    with (
        tempfile.TemporaryDirectory(prefix="sharedlives-texts-") as folder,
        ProcessPoolExecutor(args.jobs, get_context("spawn"), _prepare, (folder,)) as pool,
    ):
        for sitting, (seen, words) in zip(todo, pool.map(_do, todo), strict=True):
            summary.add(seen, words)
            minutes = (time.monotonic() - began) / 60
            print(f"{summary.words}, {minutes:.1f} minutes; go on with --first {sitting.number + 1}", flush=True)
    print(f"Seen where: {summary.places()}")
    silent = summary.silent() if len(todo) >= MANY and not args.place else []
    if silent:
        print(f"No text was seen in: {', '.join(silent)}")
    print(f"{len(todo) * args.each:,} texts with seed {args.seed}: {summary.found or 'no'} sittings with trouble")
    return int(bool(summary.found or silent))


if __name__ == "__main__":
    sys.exit(main())
