"""The pictures of the guide in docs/guide/, from practice offices on one day: the same ones each time.

python scripts/guide_pictures.py                all of them, into docs/guide
python scripts/guide_pictures.py FOLDER today   this one, into another folder
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import chdir, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

from scripts.picture import DAY, plain, spaced
from scripts.pictures import Found, Stop, find_in, go_to, readable, rest
from sharedlives_tui import demo, folders, reading, signing_off
from sharedlives_tui.app import OfficeApp
from sharedlives_tui.clock import Clock
from sharedlives_tui.desk import Desk, viewer_of
from sharedlives_tui.facts import Value
from sharedlives_tui.person_records import record_person
from sharedlives_tui.requests import Record
from sharedlives_tui.screens.conflict import Typed

FOLDER = Path(__file__).parents[1] / "docs" / "guide"
USUAL, WIDE, TALL = (80, 24), (120, 36), (80, 36)
LETTER: Mapping[str, Value] = {
    "handler": "C. Abara",
    "support": "An advocate can help you, free of charge.",
    "timescales": "We answer within 20 working days.",
    "method": "post",
}


class Frame(NamedTuple):
    """One picture: how to come there, in which practice office, how large, in which colours."""

    stop: Stop
    size: tuple[int, int] = USUAL
    kind: str = "scheme"
    theme: str = "dark"


def _deapproval(found: Found) -> tuple[str, str]:
    """A deapproval and its decision that touches the most people."""
    waiting = [(ref, each) for ref, some in readable(found.desk) for each in some if each.decides]
    ref, step = max(
        (each for each in waiting if each[0].startswith("DA")),
        key=lambda each: len(reading.case_view(found.desk, each[0]).parties),
    )
    return ref, step.instance


def _both(found: Found) -> tuple[Any, ...]:
    """The long story before its last two entries, and what somebody was about to record as the first of them."""
    case = reading.case_view(found.desk, found.long)
    theirs = case.entries[-2]
    (name, _), *_ = theirs.values.items()
    typed = (("Done on", "Tue 24 Nov 2026"), (theirs.labels.get(name, name), "They rang: a letter follows."))
    return replace(case, entries=case.entries[:-2]), Typed(theirs.instance, theirs.name, typed)


DISPUTE = "DI-0005"
"""A dispute of the membership body's practice office in which each side has said something to the mediator alone."""
FRAMES: Mapping[str, Frame] = {
    "today": Frame(Stop("")),
    "cases": Frame(Stop("", keys=("2",))),
    "calendar": Frame(Stop("", keys=("3",)), WIDE),
    "find": Frame(Stop("find", keys=tuple("bel"))),
    "case": Frame(Stop("case", lambda found: (found.late,))),
    "record": Frame(Stop("case", lambda found: (found.late,), ("down", "r"))),
    "checklist": Frame(Stop("wizard", lambda found: (found.late, found.letter), ("ctrl+n",))),
    "sign-off": Frame(Stop("sign-off", lambda found: (found.late, found.letter)), TALL),
    "decide": Frame(Stop("decide", _deapproval), TALL),
    "dispute": Frame(Stop("record", lambda _: (DISPUTE, "contact")), kind="membership-body"),
    "correct": Frame(Stop("correct", lambda found: (found.late, 1))),
    "conflict": Frame(Stop("conflict", _both)),
    "settings": Frame(Stop("settings"), theme="light"),
}
"""The pictures by name, in the order of the guide."""
READY_FROM = "sign-off"
"""From this picture on the late case's letter is complete and waits for a sign-off."""


def ready_letter(found: Found) -> None:
    """Have the late case's letter complete, with an address on it, waiting for the manager's sign-off."""
    desk = found.desk
    case = reading.case_view(desk, found.late)
    to = next(each.person for each in case.parties if each.name in case.title)
    record_person(desk, to, "contact", {"address": "14 Orchard Lane\nEastmoor\nEM4 2QT"})
    signing_off.choose(desk, "complaint.acknowledge", True, "Two pairs of eyes")
    owner = replace(desk, viewer=viewer_of(desk.store, "C. Abara", DAY))
    signing_off.ask(owner, Record(found.late, found.letter, LETTER))


class NotTaken(Exception):
    """A picture could not be taken; the text says which and why."""


class GuideApp(OfficeApp):
    """The office, whose picture fetches no font."""

    def export_screenshot(self, **more: Any) -> str:
        return spaced(slim(plain(super().export_screenshot(**more))))


def slim(svg: str) -> str:
    """Return the picture in fewer bytes: it looks as before."""
    svg = svg.replace("&#160;", "\u00a0").replace(' shape-rendering="crispEdges"', "")
    svg = re.sub(r'<clipPath id="[^"]*-line-\d+">.*?</clipPath>\s*', "", svg, flags=re.DOTALL)
    svg = re.sub(r' clip-path="url\(#[^"]*-line-\d+\)"', "", svg)
    svg = re.sub(r"terminal-\d*(\d{4})-", r"t\1-", svg).replace(
        "<style>", "<style>\n    rect { shape-rendering: crispEdges }", 1
    )
    return re.sub(r"(\d+\.\d)\d*(?=\")", r"\1", re.sub(r"\s*\n\s*", "\n", svg)).strip() + "\n"


@contextmanager
def nobodys_own() -> Iterator[Path]:
    """Have an empty folder with no settings of anybody's, and the pictures name no folder of this machine."""
    for name in ("NO_COLOR", "SHAREDLIVES_SYMBOLS"):
        os.environ.pop(name, None)
    os.environ[folders.SETTINGS] = "settings.toml"
    with tempfile.TemporaryDirectory() as kept, chdir(kept):
        yield Path(kept)


async def take(folder: Path, names: list[str]) -> None:
    """Write the pictures into the folder: NAME.svg."""
    with nobodys_own() as kept:
        for kind in dict.fromkeys(FRAMES[name].kind for name in names):
            desk = replace(demo.make(kept / f"{kind}.db", today=DAY, kind=kind), clock=Clock(DAY))
            found: Any = find_in(desk) if kind == "scheme" else None
            for name in (each for each in names if FRAMES[each].kind == kind):
                if name == READY_FROM:
                    ready_letter(found)
                await one(FRAMES[name], desk, found, folder / f"{name}.svg")


async def one(frame: Frame, desk: Desk, found: Found, file: Path) -> None:
    """Write one picture, once the program has ended without a fault. Raises NotTaken where it would show another."""
    app = GuideApp(desk)
    async with app.run_test(size=frame.size) as pilot:
        await rest(app, pilot)
        app.theme = frame.theme
        await go_to(frame.stop, app, pilot, found)
        why = why_not(frame.stop, app)
        picture = app.export_screenshot(title="sharedlives")
    if why:
        raise NotTaken(f"{file.name} was not written: {why}")
    file.write_text(picture, encoding="utf-8")


def why_not(stop: Stop, app: OfficeApp) -> str:
    """Return why what is in front is not what was to be shown; empty where it is."""
    line = getattr(app.screen, "message", None)
    if line is not None and line.problem:
        return f"it says: {line.words}"
    if getattr(app.screen, "case", app) is None:
        return "there is no such case"
    there = getattr(app.screen, "PLACE", "")
    return "it did not get beyond Today" if there == "today" and (stop.name or stop.keys) else ""


def main() -> int:
    """Read the command line, take the pictures; return 1 where one could not be taken."""
    folder, *names = sys.argv[1:] or [str(FOLDER)]
    Path(folder).mkdir(parents=True, exist_ok=True)
    try:
        asyncio.run(take(Path(folder).resolve(), names or [*FRAMES]))
    except NotTaken as error:
        print(error, file=sys.stderr)
        return 1
    print(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
