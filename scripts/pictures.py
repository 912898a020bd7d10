"""Pictures of every screen in every theme at two sizes, from practice offices on one day.

    python scripts/pictures.py FOLDER                     all of them, as SVG
    python scripts/pictures.py FOLDER --only case find    these screens
    python scripts/pictures.py FOLDER --theme light --size 80x24

The tour through the screens stands here as data; tests go the same way to measure what is drawn.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from importlib import import_module
from inspect import signature
from pathlib import Path
from typing import Any, NamedTuple

import rich.console
from rich.terminal_theme import TerminalTheme
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

sys.path.insert(0, str(Path(__file__).parents[1]))

from scripts.picture import DAY, plain
from sharedlives_tui import demo, folders, often_used, palettes, person_records, reading
from sharedlives_tui.app import FirstRunApp, OfficeApp
from sharedlives_tui.casefile import NoSuchCase
from sharedlives_tui.caseviews import StepView, WaitView
from sharedlives_tui.clock import Clock
from sharedlives_tui.contacts import CONTACTS
from sharedlives_tui.desk import Desk
from sharedlives_tui.keymap import AREAS
from sharedlives_tui.office_journal import Wanted
from sharedlives_tui.screens import SCREENS
from sharedlives_tui.screens.case_columns import USUAL
from sharedlives_tui.screens.case_filter import CaseFilter
from sharedlives_tui.screens.conflict import Typed
from sharedlives_tui.settings import DEFAULTS as NUMBERS
from sharedlives_tui.store import views
from sharedlives_tui.store.rows import person_ref
from sharedlives_tui.widgets.dialog import Confirm

MENU = "f9"
SIZES = ((80, 24), (120, 36))
_VGA = "000000 aa0000 00aa00 aa5500 0000aa aa00aa 00aaaa aaaaaa 555555 ff5555 55ff55 ffff55 5555ff ff55ff 55ffff ffffff"


@dataclass(frozen=True)
class Found:
    """Cases and people of a practice office, by what a screen shows of them."""

    desk: Desk
    late: str
    """A case whose step is overdue and needs a letter."""
    letter: str
    """The instance of that step."""
    long: str
    """A case with a long story."""
    decision: tuple[str, str]
    """A case and its step that is to be decided."""
    carer: str
    """Somebody with entries of approval."""
    entry: int
    """An entry of the long story that holds a letter."""
    step: StepView
    """The step of that letter."""


def find_in(desk: Desk) -> Found:
    """Return what the screens show of a scheme's practice office."""
    everything = dict(readable(desk))
    steps = [(ref, each) for ref, some in everything.items() for each in some if each.kind == "step"]
    letters = [(ref, each) for ref, each in steps if each.state == "overdue" and each.notice]
    late = min(letters, key=lambda found: found[1].due or DAY)
    decision = next((ref, each.instance) for ref, each in steps if each.decides)
    cases = [reading.case_view(desk, ref) for ref in everything]
    long = max(cases, key=lambda case: len(case.entries))
    people = [person_ref(each.id) for each in views.people_page(desk.store, desk.viewer, size=10_000)]
    carer = max(people, key=lambda each: len(person_records.records_of(desk, each)))
    entry = next(each.id for each in long.entries if each.letter)
    return Found(desk, late[0], late[1].instance, long.ref, decision, carer, entry, late[1])


def readable(desk: Desk) -> Iterator[tuple[str, list[StepView]]]:
    """The references of the cases that may be read here, with their steps."""
    for each in views.all_cases(desk.store):
        with suppress(NoSuchCase):
            if not reading.case_view(desk, each.ref).narrow:
                yield each.ref, reading.steps_view(desk, each.ref)


class Stop(NamedTuple):
    """How to come to a screen: its name with what it is made with (or none), then keys."""

    name: str
    args: Callable[[Found], tuple[Any, ...]] = lambda _: ()
    keys: tuple[str, ...] = ()


PLACE = ("complaint", "acknowledge", "support")
"""A field for which a text is kept: of which procedure, which step, which field."""


def _kept(found: Found) -> tuple[int]:
    """The number of a text that is often used; one is kept where there is none."""
    kept = often_used.often_used(found.desk)
    made = (
        kept[0] if kept else often_used.add(found.desk, "Advocacy", PLACE, "An advocate can help you, free of charge.")
    )
    return (made[0],)


def _overtaken(found: Found) -> tuple[Any, ...]:
    """The long story as it stood two entries ago, and what somebody was about to record in it then."""
    case = reading.case_view(found.desk, found.long)
    typed = Typed(case.entries[-1].instance, case.entries[-1].name, (("Note", "They rang and asked for a day."),))
    return replace(case, entries=case.entries[:-2]), typed


def _waited_for(found: Found) -> tuple[Any, ...]:
    """A case that waits for two at once."""
    waits = (
        WaitView(2, "GP", "the letter about her tablets", DAY - timedelta(21), "Reed, Jo"),
        WaitView(3, "Housing team", "", DAY, "Nair, Priya"),
    )
    return (replace(reading.case_view(found.desk, found.late), waits=waits),)


STOPS: Mapping[str, Stop] = {
    "today": Stop(""),
    "today-mine": Stop("", keys=("m",)),
    "menu": Stop("", keys=(MENU,)),
    "menu-typed": Stop("", keys=(MENU, "c", "o", "l")),
    "cases": Stop("", keys=("2",)),
    "filter": Stop("filter", lambda _: (CaseFilter(), [("complaint", "Complaints")])),
    "columns": Stop("columns", lambda _: (USUAL,)),
    "calendar": Stop("", keys=("3",)),
    "calendar-week": Stop("", keys=("3", "v")),
    "outlook": Stop("outlook", lambda _: ((DAY, DAY), None)),
    "people": Stop("", keys=("4",)),
    "people-filter": Stop("people-filter", lambda _: (("carer", "officer"),)),
    "reports": Stop("", keys=("5",)),
    "performance": Stop("performance"),
    "journal-filter": Stop("journal-filter", lambda _: (Wanted(), print)),
    "choose-sign-off": Stop("choose-sign-off", lambda _: ("all",)),
    "office": Stop("office"),
    "case": Stop("case", lambda found: (found.late,)),
    "case-timeline": Stop("case", lambda found: (found.long,), ("tab",)),
    "case-letters": Stop("case", lambda found: (found.long,), ("tab", "tab")),
    "person": Stop("person", lambda found: (found.carer,)),
    "record": Stop("record", lambda found: found.decision),
    "record-wrong": Stop("record", lambda found: found.decision, ("ctrl+s",)),
    "new": Stop("new"),
    "new-facts": Stop("new", lambda _: ("complaint",), ("a", "tab", "tab")),
    "wizard": Stop("wizard", lambda found: (found.late, found.letter)),
    "wizard-checklist": Stop("wizard", lambda found: (found.late, found.letter), ("ctrl+n",)),
    "wizard-preview": Stop("wizard", lambda found: (found.late, found.letter), ("ctrl+n", "ctrl+n")),
    "wizard-sent": Stop("wizard", lambda found: (found.late, found.letter), ("ctrl+n", "ctrl+n", "ctrl+n")),
    "wizard-outside": Stop("wizard", lambda found: (found.late, found.letter, "outside")),
    "why": Stop("why", lambda found: (found.late, found.letter)),
    "decide": Stop("decide", lambda found: found.decision),
    "copies": Stop("copies", lambda found: (found.long,)),
    "find": Stop("find"),
    "find-typed": Stop("find", keys=("b", "e", "l")),
    "ask": Stop("ask", lambda found: (found.step,)),
    "entry": Stop("entry", lambda found: (found.long, found.entry)),
    "correct": Stop("correct", lambda found: (found.long, found.entry)),
    "strike": Stop("strike", lambda found: (found.long, found.entry)),
    "actions": Stop(
        "actions",
        lambda found: (reading.case_view(found.desk, found.late), reading.steps_view(found.desk, found.late)),
    ),
    "waits": Stop("waits", _waited_for),
    "waits-note": Stop("record", lambda found: (found.late, "wait")),
    "attach": Stop("attach", lambda found: (found.late,)),
    "record-kind": Stop("record-kind"),
    "person-record": Stop("person-record", lambda found: (found.carer, found.desk.library.record_kinds.kinds[0].id)),
    "person-correct": Stop(
        "person-correct", lambda found: (found.carer, person_records.records_of(found.desk, found.carer)[0].id)
    ),
    "role": Stop("role", lambda found: (found.carer,)),
    "end-role": Stop("end-role", lambda found: (found.carer, "carer")),
    "new-person": Stop("new-person"),
    "account": Stop("account", lambda found: (found.carer,)),
    "conflict": Stop("conflict", _overtaken),
    "own-setting": Stop("own-setting", lambda _: ("theme",)),
    "key": Stop("key", lambda _: ("case.record",)),
    "often-change": Stop("often-change", _kept),
    "often-retire": Stop("often-retire", _kept),
    "often": Stop("often", lambda found: ("How they are supported", PLACE, "") if _kept(found) else ()),
    "often-keep": Stop("often-keep", lambda _: (PLACE, "A text that was typed")),
    "sign-off": Stop("sign-off", lambda found: (found.late, found.letter)),
    "sign-off-for": Stop("sign-off-for", lambda found: (found.late, found.letter, "Dear Leon Bright,")),
    "send-back": Stop("send-back", lambda found: (found.late, found.letter)),
    "contact": Stop("contact", lambda _: (next(iter(CONTACTS)),)),
    "setting": Stop("setting", lambda _: (next(iter(NUMBERS)),)),
    "own-day": Stop("own-day"),
    "help": Stop("help", lambda _: ("today",)),
    "confirm": Stop("confirm"),
}
"""The tour, from Today each time. A screen that needs nothing to be made with need not stand here."""


def every_stop() -> dict[str, Stop]:
    """Return the tour, with the screens that are made with nothing and have no stop of their own."""
    return {**STOPS, **{name: Stop(name) for name in _not_named() if not needs(name)}}


def without_stop() -> list[str]:
    """Return the screens that are made with something and do not stand in the tour: there should be none."""
    return [name for name in _not_named() if needs(name)]


def _not_named() -> list[str]:
    known = {each.name for each in STOPS.values()} | {"first-run", *(area.id for area in AREAS)}
    return [name for name in SCREENS if name not in known]


def needs(name: str) -> bool:
    """Return whether a screen is made with something."""
    module, _, kind = SCREENS[name].partition(":")
    made = signature(getattr(import_module(f"sharedlives_tui.screens.{module}"), kind))
    return any(
        each.default is each.empty and each.kind is each.POSITIONAL_OR_KEYWORD for each in made.parameters.values()
    )


class PicturedApp(OfficeApp):
    """The office, whose picture fetches no font."""

    def export_screenshot(self, **more: Any) -> str:
        return plain(super().export_screenshot(**more))


async def rest(app: App[Any], pilot: Pilot[Any]) -> None:
    """Wait until every worker is done and everything is drawn."""
    for _ in range(3):
        await pilot.pause()
        await app.workers.wait_for_complete()
    for part in app.screen.query("Input, TextArea"):
        if isinstance(part, Input | TextArea):
            part.cursor_blink = False
    await pilot.pause()


async def go_home(app: OfficeApp, pilot: Pilot[None]) -> None:
    """Go back to Today as it was at first."""
    while len(app.screen_stack) > 1:
        app.pop_screen()
    await app.action_area("today")
    if getattr(app.screen, "mine", False):
        await pilot.press("m")
    await rest(app, pilot)


async def go_to(stop: Stop, app: OfficeApp, pilot: Pilot[None], found: Found) -> None:
    """Go from Today to a screen as its keys would."""
    if stop.name == "confirm":
        app.dress()
        app.push_screen(Confirm("Record as sent", "The letter goes to Leon Bright by post today.", "Record as sent"))
    elif stop.name:
        app.show(stop.name, *stop.args(found))
    await rest(app, pilot)
    for key in stop.keys:
        await pilot.press(key)
        await rest(app, pilot)
    if MENU in stop.keys:
        await pilot.pause(0.3)  # the Menu gathers what it offers in its own time
        await rest(app, pilot)


@contextmanager
def sixteen_as_vga() -> Iterator[None]:
    """Have the numbers from 0 to 15 drawn as the first colour screens had them."""
    colours = [tuple(bytes.fromhex(each)) for each in _VGA.split()]
    before = rich.console.SVG_EXPORT_THEME
    rich.console.SVG_EXPORT_THEME = TerminalTheme((0, 0, 0), (170, 170, 170), colours[:8], colours[8:])  # type: ignore[arg-type]
    try:
        yield
    finally:
        rich.console.SVG_EXPORT_THEME = before


async def take(folder: Path, names: Sequence[str], themes: Sequence[str], sizes: Sequence[tuple[int, int]]) -> None:
    """Write the pictures into the folder: NAME-80x24-THEME.svg."""
    with tempfile.TemporaryDirectory() as kept:
        desk = demo.make(Path(kept) / "practice.db", today=DAY)
        desk = replace(desk, clock=Clock(DAY))
        found = find_in(desk)
        for size in sizes:
            app = PicturedApp(desk)
            async with app.run_test(size=size) as pilot:
                await rest(app, pilot)
                for name, stop in ((each, every_stop()[each]) for each in names if each != "first-run"):
                    for theme in themes:
                        app.theme = theme
                        if theme == themes[0] or MENU in stop.keys:  # nobody changes the theme while the Menu is open
                            await go_home(app, pilot)
                            await go_to(stop, app, pilot, found)
                        await rest(app, pilot)
                        picture(app, folder, name, size, theme)
        if "first-run" in names:
            await take_first_run(folder, themes, sizes)


async def take_first_run(folder: Path, themes: Sequence[str], sizes: Sequence[tuple[int, int]]) -> None:
    """Write the pictures of the questions of the first start."""
    for size in sizes:
        app = FirstRunApp(Path("~/office.db"))
        async with app.run_test(size=size) as pilot:
            for theme in themes:
                app.theme = theme
                await rest(app, pilot)
                picture(app, folder, "first-run", size, theme)


def picture(app: App[Any], folder: Path, name: str, size: tuple[int, int], theme: str) -> None:
    """Write one picture."""
    with sixteen_as_vga():
        words = plain(app.export_screenshot(title="sharedlives"))
    (folder / f"{name}-{size[0]}x{size[1]}-{theme}.svg").write_text(words, encoding="utf-8")


def main() -> int:
    """Read the command line, take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", nargs="+", choices=[*every_stop(), "first-run"], metavar="SCREEN")
    parser.add_argument("--theme", nargs="+", choices=[*palettes.NAMES], default=[*palettes.NAMES])
    parser.add_argument("--size", nargs="+", default=[f"{width}x{height}" for width, height in SIZES])
    asked = parser.parse_args()
    for name in ("NO_COLOR", "SHAREDLIVES_SYMBOLS"):
        os.environ.pop(name, None)
    os.environ[folders.SETTINGS] = str(asked.folder / "none")  # whoever takes the pictures may have their own
    asked.folder.mkdir(parents=True, exist_ok=True)
    sizes = [(int(width), int(height)) for width, _, height in (each.partition("x") for each in asked.size)]
    asyncio.run(take(asked.folder, asked.only or [*every_stop(), "first-run"], asked.theme, sizes))
    print(asked.folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
